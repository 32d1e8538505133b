// Trained models on disk: one versioned HDF5 file with everything needed to predict (docs/model_format.md).
#pragma once

#include <filesystem>

#include "rhofield/model/model.hpp"

namespace rhofield::storage {

inline constexpr int model_file_version = 2;

/// Written to a temporary name and renamed.
void write_model(const std::filesystem::path& path, const Model& model);
/// Throws InvalidInput with both version numbers for a file of another version, and for anything that is no model.
Model read_model(const std::filesystem::path& path);

}  // namespace rhofield::storage
