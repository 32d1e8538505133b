// What the kernel of potentials at points reads. All views may point to device memory; src/observables/potential.cpp
// fills them.
#pragma once

#include "observables/grid_tables.hpp"
#include "rhofield/view.hpp"

namespace rhofield {

/// The charge of each atom as sum_e exp(-a_e r^2) sum_lm w_elm r^l Y_lm, exponents ascending: where a_e r^2 is beyond
/// formula::multipole_from, it and all sharper ones are their multipoles, which a row of `tails` holds already added.
/// Centres are atoms and images; the points come in groups of `group_size`, and a group sees its own list of centres.
struct PotentialTables {
  static constexpr int group_size = 64;

  int l_max = 0;
  bool screened = false;                 ///< no atom has multipoles as a whole: out there it is skipped
  View<const Index, 1> exponent_offset;  ///< [atom + 1]
  View<const double, 1> exponent;        ///< [exponent], 1/bohr^2, ascending within an atom
  View<const int, 1> block_offset;       ///< [exponent + 1]
  View<const ExponentBlock, 1> blocks;   ///< [block], l ascending within an exponent
  View<const double, 1> weights;         ///< [weight], (2 pi / a) w
  /// [exponent + atom, lm]: row e + i holds the moments M of the exponents from e on of atom i, V = sum M r^l Y_lm /
  /// r^(2l+1); the row after its last exponent those of a point charge.
  View<const double, 2> tails;
  View<const double, 2> boys;             ///< [node, order], of formula::boys_function
  View<const Index, 2> group_centres;     ///< [group, 2]: first and end of its centres
  View<const int, 1> centre_atom;         ///< [centre]
  View<const double, 2> centre_position;  ///< [centre, xyz], bohr
};

}  // namespace rhofield
