// Energy networks on disk, HDF5 (docs/model_format.md).
#pragma once

#include <filesystem>

#include "rhofield/model/energy_network.hpp"

namespace rhofield::storage {

/// Whether an HDF5 file holds an energy network.
bool is_energy_network(const std::filesystem::path& path);
/// Whole or not at all.
void write_energy_network(const std::filesystem::path& path, const EnergyNetwork& model);
/// Throws InvalidInput naming file and item for what is missing, of another version or does not fit together.
EnergyNetwork read_energy_network(const std::filesystem::path& path);

}  // namespace rhofield::storage
