// Real-space models and unfinished trainings on disk, HDF5 (docs/model_format.md).
#pragma once

#include <filesystem>

#include "rhofield/model/real_space.hpp"

namespace rhofield::storage {

/// Whether an HDF5 file holds a real-space model (and not a regression's).
bool is_real_space_model(const std::filesystem::path& path);
/// Every parameter under its own name, so that another program can read them. Whole or not at all.
void write_real_space_model(const std::filesystem::path& path, const RealSpaceModel& model);
/// Throws InvalidInput naming file and item for what is missing, of another version or does not fit together.
RealSpaceModel read_real_space_model(const std::filesystem::path& path);

void write_real_space_state(const std::filesystem::path& path, const RealSpaceState& state);
RealSpaceState read_real_space_state(const std::filesystem::path& path);

}  // namespace rhofield::storage
