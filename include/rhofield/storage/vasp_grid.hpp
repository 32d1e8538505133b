// CHGCAR and LOCPOT, the files of VASP with values on the grid of a cell (https://www.vasp.at/wiki/CHGCAR).
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "rhofield/observables/grid.hpp"

namespace rhofield::storage {

struct VaspGridFile {
  std::string comment;    ///< the first line
  Structure structure{};  ///< periodic in all directions, bohr; elements in the order of the file
  Grid grid{};            ///< of the cell, bohr
  /// [block][n0 n1 n2] row-major (the file runs the other way). CHGCAR: e/bohr^3, the density, then the magnetisation
  /// or its three components where there are any. LOCPOT: hartree, the potential energy of an electron, one for each
  /// spin.
  std::vector<std::vector<double>> blocks{};
  /// [block] or empty: what follows the values of each block - augmentation occupancies, moments - as it stands.
  std::vector<std::string> behind{};
};

/// Throw InvalidInput with file and line for what is no such file, ends early, or has another number of values.
VaspGridFile read_chgcar(const std::filesystem::path& path);
VaspGridFile read_locpot(const std::filesystem::path& path);

/// The cell is what the grid spans, counts times steps; positions are counted from the grid's origin, so that a grid
/// around a molecule makes a box around it. Atoms are written element by element, in the order in which elements first
/// occur. `behind` is written back as it is: take it from a template (read_chgcar) with the same atoms in the same
/// order, from which VASP can then go on; without it the file is for viewing and analysis. Throws InvalidInput where
/// the grid does not span the cell of a periodic structure, where `behind` would come to stand beside other atoms, and
/// for values that do not fit.
void write_chgcar(const std::filesystem::path& path, const VaspGridFile& file);
void write_locpot(const std::filesystem::path& path, const VaspGridFile& file);

}  // namespace rhofield::storage
