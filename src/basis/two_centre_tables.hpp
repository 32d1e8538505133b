// What the kernels of two-centre integrals read: shell pairs by class, and pairs of atoms with their images.
// All views may point to device memory; src/basis/two_centre_integrals.cpp fills them.
#pragma once

#include "rhofield/view.hpp"

namespace rhofield {

enum class TwoCentreOperator { overlap, coulomb };

/// Shell pairs of one pair of species with orders (l1, l2), longest reach first.
struct ShellPairClass {
  int l1 = 0, l2 = 0;
  int first_pair = 0, pairs = 0;  ///< shell pairs [first_pair, first_pair + pairs)
};

struct TwoCentreTables {
  TwoCentreOperator radial = TwoCentreOperator::overlap;
  int l_max = 0;  ///< of the shells
  Index species = 0;
  View<const int, 1> class_offset;        ///< [species * species + 1], empty for first species > second
  View<const ShellPairClass, 1> classes;  ///< [class]
  View<const double, 1> reach2;           ///< [shell pair], bohr^2: farther apart, the pair is below the precision
  View<const int, 2> place;               ///< [shell pair, 2], first row and column in the block of two atoms
  View<const int, 1> primitive_offset;    ///< [shell pair + 1]
  View<const double, 1> exponent;         ///< [primitive pair], p = a b / (a + b), 1/bohr^2
  View<const double, 1> weight;           ///< [primitive pair], W or V of kernels/shared/two_centre_integrals.hpp
  View<const double, 3> polynomial;       ///< [l1 + l2, n, power], P_n or -P_{n-1}/2, of T
  View<const double, 2> boys;             ///< [node, order], F_order(T) at T = node / boys_nodes_per_unit
  /// Angular factors A_n[m1, m2] of l1 <= l2: at most two harmonics M = +-(|m1| +- |m2|) couple to a row (n, m1, m2).
  View<const int, 1> angular_offset;    ///< [(l1, l2) as l1 * (l_max + 1) + l2], first row; -1 where not in use
  View<const int, 2> angular_harmonic;  ///< [row, 2], L * L + L + M
  View<const double, 2> angular_value;  ///< [row, 2]
  View<const Index, 1> functions;       ///< [species], functions of one atom
};

/// Pairs of atoms, first species <= second species; each unordered pair once, an atom with itself included.
struct AtomPairs {
  View<const int, 2> atoms;             ///< [pair, 2]
  View<const int, 1> species_index;     ///< [atom]
  View<const Index, 1> first_function;  ///< [atom]
  View<const Index, 1> image_offset;    ///< [pair + 1]
  View<const double, 2> image;          ///< [image, xyz], r_second + T - r_first, bohr
};

/// What the kernel of Fourier amplitudes reads: the shells of every atom, one after another.
struct AmplitudeShell {
  int atom = 0, l = 0;
  int first_primitive = 0, primitives = 0;
  Index first_function = 0;
};
struct AmplitudeTables {
  int l_max = 0;
  View<const AmplitudeShell, 1> shells;  ///< [shell]
  View<const Index, 1> atom_offset;      ///< [atom + 1], shells of each atom
  View<const double, 2> positions;       ///< [atom, xyz], bohr
  View<const double, 1> weight;          ///< [primitive], c (pi/a)^(3/2) (2a)^-l
  View<const double, 1> damping;         ///< [primitive], of exp(-k^2 damping), bohr^2
  View<const double, 1> harmonic_scale;  ///< [(l_max+1)^2], N_lm of scaled_solid_harmonics
};

}  // namespace rhofield
