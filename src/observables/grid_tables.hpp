// What the kernels of basis values and densities read. All views may point to device memory; src/observables/grid.cpp
// fills them.
#pragma once

#include "rhofield/view.hpp"

namespace rhofield {

/// A shell of one species; `first_function` counts from the atom's first.
struct ValueShell {
  int l = 0;
  int first_primitive = 0, primitives = 0;
  int first_function = 0;
  double reach2 = 0;  ///< bohr^2: farther out the shell is negligible
};

/// Values of all functions at points: shells by species, atoms, and the lattice.
struct ValueTables {
  int l_max = 0;
  View<const Index, 1> shell_offset;    ///< [species + 1]
  View<const ValueShell, 1> shells;     ///< [shell]
  View<const double, 1> exponent;       ///< [primitive], shell after shell
  View<const double, 1> coefficient;    ///< [primitive]
  View<const double, 1> reach2;         ///< [species], the longest of its shells
  View<const double, 2> positions;      ///< [atom, xyz], bohr
  View<const int, 1> species_index;     ///< [atom]
  View<const Index, 1> first_function;  ///< [atom]
  View<const double, 2> cell;           ///< [vector, xyz], zero along directions that are not periodic
  View<const double, 2> dual;           ///< [vector, xyz], likewise
  View<const double, 2> translations;   ///< [image, xyz]: all that matter once a displacement lies in |fraction| <= 1/2
};

/// rho of one atom as sum_e exp(-a_e r^2) sum_lm w_elm r^l Y_lm: coefficients and contraction folded into w, exponents
/// that occur more than once merged, longest reach first.
struct ExponentBlock {
  int l = 0;
  int first_weight = 0;  ///< 2 l + 1 weights
};
struct AtomDensityTables {
  int l_max = 0;
  View<const Index, 1> exponent_offset;  ///< [atom + 1]
  View<const double, 1> exponent;        ///< [exponent], 1/bohr^2
  View<const double, 1> reach2;          ///< [exponent], bohr^2, descending within an atom
  View<const int, 1> block_offset;       ///< [exponent + 1]
  View<const ExponentBlock, 1> blocks;   ///< [block]
  View<const double, 1> weights;         ///< [weight]
};

/// A density for regular grids.
struct DensityTables : AtomDensityTables {
  /// Atoms and images near the grid: centres of plane i (points of equal first index) are plane_centre[plane_offset[i]]
  /// ...
  View<const int, 1> centre_atom;         ///< [centre]
  View<const double, 2> centre_position;  ///< [centre, xyz], bohr
  View<const Index, 1> plane_offset;      ///< [n0 + 1]
  View<const int, 1> plane_centre;
};

/// A density for points anywhere: atoms and the lattice, as in ValueTables.
struct PointDensityTables : AtomDensityTables {
  View<const double, 2> positions;     ///< [atom, xyz], bohr
  View<const double, 2> cell;          ///< [vector, xyz], zero along directions that are not periodic
  View<const double, 2> dual;          ///< [vector, xyz], likewise
  View<const double, 2> translations;  ///< [image, xyz]
};

/// A regular grid in plain numbers: row 0 the origin, rows 1 to 3 the steps.
struct GridGeometry {
  double origin[3] = {};
  double steps[3][3] = {};
};

}  // namespace rhofield
