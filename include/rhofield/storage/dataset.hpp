// Data sets on disk: one HDF5 file, layout in docs/data_format.md.
#pragma once

#include <filesystem>

#include "rhofield/model/data_set.hpp"

namespace rhofield::storage {

/// Reads everything; numerical bases (shell_l only) need a stored overlap per structure. `metric` wins over `overlap`.
/// Throws InvalidInput naming file, structure and item for: missing or truncated files, wrong types or shapes, NaN.
DataSet read_dataset(const std::filesystem::path& path);

/// Writes to a temporary name and renames; throws Error with the system's reason (a full disk, say) and leaves no
/// debris.
void write_dataset(const std::filesystem::path& path, const DataSet& data);

}  // namespace rhofield::storage
