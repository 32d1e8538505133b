// Gaussian cube files.
#pragma once

#include <filesystem>
#include <span>

#include "rhofield/observables/grid.hpp"

namespace rhofield::storage {

/// Values [n0, n1, n2] row-major on `grid`, e/bohr^3. Written to a temporary name and renamed.
void write_cube(const std::filesystem::path& path, const Structure& structure, const Grid& grid,
                std::span<const double> values, const std::string& comment);

}  // namespace rhofield::storage
