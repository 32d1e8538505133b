// What every file of a network holds: its options, and its parameters under their names.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "rhofield/error.hpp"
#include "rhofield/model/probe_network.hpp"
#include "storage/hdf5.hpp"

namespace rhofield::storage {

/// Whether an HDF5 file says that it is of this format.
bool is_of_format(const std::filesystem::path& path, const char* format);

/// Versions of a format that are read.
struct Versions {
  int oldest, newest;
};

/// What `read` makes of the root of a file of this format. What it throws, and InvalidInput for another format or
/// version, names the file.
template <class Read>
auto read_format(const std::filesystem::path& path, const char* format, const Versions& versions, Read read);

void write_network_options(const hdf5::Group& group, const ProbeNetworkOptions& options);
/// Throws InvalidInput naming file and item for what is missing or unknown.
ProbeNetworkOptions read_network_options(const hdf5::Group& group);

void write_parameters(const hdf5::Group& group, std::span<const ParameterBlock> blocks,
                      const std::vector<double>& values);
std::vector<double> read_parameters(const hdf5::Group& group, std::span<const ParameterBlock> blocks);

// --- implementation ----------------------------------------------------------------------------------------------

/// Throws InvalidInput unless a file is of this format and of one of these versions.
void check_format(const hdf5::Group& root, const char* format, const Versions& versions);

template <class Read>
auto read_format(const std::filesystem::path& path, const char* format, const Versions& versions, Read read) {
  const hdf5::File file = hdf5::File::open(path);
  const hdf5::Group& root = file.root();
  check_format(root, format, versions);
  try {
    return read(root);
  } catch (const InvalidInput& error) {
    const std::string what = error.what();
    if (what.starts_with(path.string())) throw;
    root.fail("", what);
  }
}

}  // namespace rhofield::storage
