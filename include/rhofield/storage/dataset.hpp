// Data sets on disk: one HDF5 file, layout in docs/data_format.md.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "rhofield/model/data_set.hpp"

namespace rhofield::storage {

/// Reads everything in the layout, every attribute of a structure that is a number, and on request arrays of any shape
/// by their names (LabelledStructure::properties). `metric` wins over `overlap`. Throws InvalidInput naming file,
/// structure and item for: missing or truncated files, wrong types or shapes, NaN, unknown elements, coefficients that
/// do not fit the basis. (Training on a numerical basis, shell_l only, needs a stored matrix per structure; predictions
/// in it do not, so it is missed there.)
DataSet read_dataset(const std::filesystem::path& path, std::span<const std::string> properties = {});

/// Writes to a temporary name and renames; throws Error with the system's reason (a full disk, say) and leaves no
/// debris.
void write_dataset(const std::filesystem::path& path, const DataSet& data);

}  // namespace rhofield::storage
