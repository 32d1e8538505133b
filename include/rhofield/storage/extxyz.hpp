// Extended XYZ: structures in and out, lengths in angstrom in the file.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "rhofield/atoms/structure.hpp"

namespace rhofield::storage {

/// All frames. Lattice, pbc, Properties (species or Z, pos, charges or initial_charges; other columns are skipped) and
/// plain XYZ are understood.
/// Throws InvalidInput with file, line and what was expected.
std::vector<Structure> read_extxyz(const std::filesystem::path& path);
void write_extxyz(const std::filesystem::path& path, std::span<const Structure> structures);

}  // namespace rhofield::storage
