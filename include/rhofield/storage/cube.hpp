// Gaussian cube files.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "rhofield/observables/grid.hpp"

namespace rhofield::storage {

/// Values [n0, n1, n2] row-major on `grid`, e/bohr^3. Written to a temporary name and renamed. Throws InvalidInput for
/// values that are not finite, do not fit the format (1e99 and more) or the grid.
void write_cube(const std::filesystem::path& path, const Structure& structure, const Grid& grid,
                std::span<const double> values, const std::string& comment);

struct CubeFile {
  std::string comment;    ///< the first two lines, joined by a line end
  Structure structure{};  ///< bohr; the file does not say what is periodic: `cell` spans the grid, `periodic` is false
  Grid grid{};            ///< bohr
  std::vector<double> values{};   ///< [n0 n1 n2] row-major, as they stand in the file
  std::vector<double> charges{};  ///< [atom], the column between atomic number and position: nuclear or core charges, e
};

/// Counts of points below zero mean lengths in angstrom, a number of atoms below zero a line with the number and the
/// names of data sets; both as in the format of Gaussian (https://gaussian.com/cubegen). Throws InvalidInput with file
/// and line for what is no cube file, ends early or goes on, and for files of several values at each point.
CubeFile read_cube(const std::filesystem::path& path);

}  // namespace rhofield::storage
