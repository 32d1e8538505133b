// What every file of a network holds: its options, and its parameters under their names.
#pragma once

#include <span>
#include <vector>

#include "rhofield/model/probe_network.hpp"
#include "storage/hdf5.hpp"

namespace rhofield::storage {

/// Throws InvalidInput unless a file is of this format and version.
void check_format(const hdf5::Group& root, const char* format, int version);

void write_network_options(const hdf5::Group& group, const ProbeNetworkOptions& options);
/// Throws InvalidInput naming file and item for what is missing or unknown.
ProbeNetworkOptions read_network_options(const hdf5::Group& group);

void write_parameters(const hdf5::Group& group, std::span<const ParameterBlock> blocks,
                      const std::vector<double>& values);
std::vector<double> read_parameters(const hdf5::Group& group, std::span<const ParameterBlock> blocks);

}  // namespace rhofield::storage
