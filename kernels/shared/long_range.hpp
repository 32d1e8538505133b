// Reciprocal-space part of long-range expansions (theory 3): which structure factor goes with the cosine and which with
// the sine of an atom's phase.
#pragma once

#include "shared/formula.hpp"

namespace rhofield::formula {

struct WavePair {
  double of_cosine, of_sine;
};

/// l even: (-1)^{l/2} Re, l odd: (-1)^{(l+1)/2} Im of e^{ik.r} (S_cos - i S_sin), as factors of cos k.r and sin k.r.
RHOFIELD_FORMULA WavePair wave_pair(int l, double structure_cosine, double structure_sine) {
  switch (l % 4) {
    case 0:
      return {structure_cosine, structure_sine};
    case 1:
      return {structure_sine, -structure_cosine};
    case 2:
      return {-structure_cosine, -structure_sine};
    default:
      return {-structure_sine, structure_cosine};
  }
}

/// Its transpose: derivatives with respect to cosine and sine factors carried back to the structure factors.
RHOFIELD_FORMULA WavePair wave_pair_backward(int l, double of_cosine, double of_sine) {
  switch (l % 4) {
    case 0:
      return {of_cosine, of_sine};
    case 1:
      return {-of_sine, of_cosine};
    case 2:
      return {-of_cosine, -of_sine};
    default:
      return {of_sine, -of_cosine};
  }
}

/// The order of a component lm = l^2 + l + m.
RHOFIELD_FORMULA int order_of_component(int lm) {
  int l = 0;
  while ((l + 1) * (l + 1) <= lm) ++l;
  return l;
}

inline constexpr int largest_spline_order = 12;

/// Values of the central B-spline of even order at u - g for the points g = floor(u) - order/2 + 1 ... floor(u) +
/// order/2, from the fractional part of u: the recursion M_p(x) = (x M_{p-1}(x) + (p - x) M_{p-1}(x - 1))/(p - 1).
RHOFIELD_FORMULA void spline_values(int order, double fraction, double* values) {
  values[0] = 1 - fraction;
  values[1] = fraction;
  for (int p = 3; p <= order; ++p) {
    const double scale = 1.0 / (p - 1);
    values[p - 1] = scale * fraction * values[p - 2];
    for (int j = p - 2; j > 0; --j)
      values[j] = scale * ((fraction + (p - 1 - j)) * values[j - 1] + (j + 1 - fraction) * values[j]);
    values[0] *= scale * (1 - fraction);
  }
}

/// Where a point of the mesh begins to see an atom at `fractional` in [0, 1): first point and place inside its cell.
struct MeshPlace {
  int first;        ///< may be negative: points are periodic
  double fraction;  ///< in [0, 1)
};
RHOFIELD_FORMULA MeshPlace mesh_place(int order, double fractional, int points) {
  const double u = fractional * points;
  const int base = static_cast<int>(u);
  return {base - order / 2 + 1, u - base};
}

RHOFIELD_FORMULA int wrapped(int point, int points) {
  const int inside = point % points;
  return inside < 0 ? inside + points : inside;
}

/// i^l (a + ib).
struct ComplexValue {
  double real, imaginary;
};
RHOFIELD_FORMULA ComplexValue times_i_power(int l, double real, double imaginary) {
  switch (l % 4) {
    case 0:
      return {real, imaginary};
    case 1:
      return {-imaginary, real};
    case 2:
      return {-real, -imaginary};
    default:
      return {imaginary, -real};
  }
}

}  // namespace rhofield::formula
