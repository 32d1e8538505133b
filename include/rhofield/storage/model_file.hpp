// Trained models on disk: one versioned HDF5 file with everything needed to predict (docs/model_format.md).
#pragma once

#include <filesystem>

#include "rhofield/model/model.hpp"

namespace rhofield::storage {

inline constexpr int model_file_version = 3, oldest_model_file_version = 2;  // written; read from here on

/// Written to a temporary name and renamed.
void write_model(const std::filesystem::path& path, const Model& model);
/// Throws InvalidInput with the version numbers for a file of a version that is not read, and for anything that is no
/// model.
Model read_model(const std::filesystem::path& path);

}  // namespace rhofield::storage
