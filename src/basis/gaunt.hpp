// Integrals of three real spherical harmonics, and the scale of the harmonics the kernels use.
#pragma once

#include <vector>

namespace rhofield {

/// N_lm of scaled_solid_harmonics (kernels/shared/two_centre_integrals.hpp): r^l Y_lm = N_lm * scaled value.
double solid_harmonic_scale(int l, int m);

/// G = int Y_l1m1 Y_l2m2 Y_LM over the sphere, where it does not vanish.
struct GauntEntry {
  int L, M;
  int m1, m2;  // -l..l
  double value;
};

/// Exact to rounding: Gauss-Legendre quadrature in cos(theta), Euler's formula in phi.
class GauntTable {
 public:
  /// For l1, l2 <= l_max and all L.
  explicit GauntTable(int l_max);

  /// All L of equal parity with l1 + l2, sorted by (L descending, m1, m2, M). At most two M belong to one (L, m1, m2).
  std::vector<GauntEntry> coefficients(int l1, int l2) const;

 private:
  double polar_integral(int l1, int m1, int l2, int m2, int L, int M) const;

  std::vector<double> weights_;
  std::vector<std::vector<double>> polar_;  // [node][l * l + l + |m|], Y_lm = polar * trigonometric(m)
};

}  // namespace rhofield
