// The grid of another file, --like: read, and laid over the structures that are to be evaluated on it.
#pragma once

#include <optional>
#include <string>

#include "rhofield/observables/grid.hpp"
#include "rhofield/storage/vasp_grid.hpp"

namespace rhofield::app {

/// The file that --like names.
struct OtherGrid {
  std::string path;
  Grid grid;
  Structure structure;                        ///< the atoms in the file, if any; bohr
  std::optional<storage::VaspGridFile> vasp;  ///< a CHGCAR, with what it holds
};
OtherGrid read_other_grid(const std::string& path);

/// A grid where the structure is, and how far the file has both moved: a CHGCAR counts positions from its grid's
/// corner.
struct PlacedGrid {
  Grid grid;        ///< around the structure as it is
  Vector3 shift{};  ///< bohr, from the structure to the atoms of the file
  Grid in_file() const;
  Structure in_file(const Structure& structure) const;
};

/// The file's grid for a structure (`name` in messages). Throws InvalidInput for a periodic structure with another cell
/// than the grid spans; and for one that ends somewhere, where the file holds other atoms: then nothing says how the
/// grid lies around it.
PlacedGrid place(const OtherGrid& other, const Structure& structure, const std::string& name);

/// The same elements at the same places in the same order, up to lattice vectors of the second.
bool same_atoms(const Structure& a, const Structure& b);

/// Whether a file is one of VASP: its name says so.
bool is_vasp_name(const std::string& path);

}  // namespace rhofield::app
