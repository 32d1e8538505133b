// Formulas of the field-induced recursively embedded atom network (theory section 8), of one pair, in single or double
// precision; those of its layers are in dense_network.hpp. Feng, Zhang, Jiang, J. Chem. Theory Comput. 21, 4 (2025);
// Zhang, Jiang, Nat. Commun. 14, 6424 (2023).
//
// Symmetric Cartesian tensors of rank 0, 1, 2 are held as ten numbers, those off the diagonal times sqrt(2), so that
// the squares of the ten add up to the squares of all 1 + 3 + 9 components:
//   1 | x, y, z | xx, yy, zz, sqrt2 xy, sqrt2 xz, sqrt2 yz
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "shared/exponential.hpp"
#include "shared/formula.hpp"

namespace rhofield::formula {

inline constexpr int tensor_components = 10;  // of ranks 0 to 2
inline constexpr int tensor_ranks = 3;
inline constexpr int first_component[tensor_ranks + 1] = {0, 1, 4, 10};

/// Row of component a of centre i in tensors by rank, [l][centre, component of l], of so many centres.
RHOFIELD_FORMULA std::ptrdiff_t row_of(std::ptrdiff_t centres, std::ptrdiff_t i, int component) {
  const int l = component < 1 ? 0 : component < 4 ? 1 : 2;
  const int first = l == 0 ? 0 : l == 1 ? 1 : 4, count = l == 0 ? 1 : l == 1 ? 3 : 6;
  return centres * first + i * count + component - first;
}

/// put(a, t_a) for every component of the powers of a vector.
template <class Real, class Put>
RHOFIELD_FORMULA void symmetric_tensor(Real x, Real y, Real z, const Put& put) {
  constexpr Real root2 = Real(1.41421356237309504880);
  put(0, Real(1));
  put(1, x), put(2, y), put(3, z);
  put(4, x * x), put(5, y * y), put(6, z * z);
  put(7, root2 * x * y), put(8, root2 * x * z), put(9, root2 * y * z);
}
template <class Real>
RHOFIELD_FORMULA void symmetric_tensor(Real x, Real y, Real z, Real* t) {
  symmetric_tensor(x, y, z, [t](int a, Real value) { t[a] = value; });
}

/// d(sum_a v_a t_a)/d(x, y, z) of the tensor above.
template <class Real>
RHOFIELD_FORMULA void symmetric_tensor_backward(Real x, Real y, Real z, const Real* v, Real* d) {
  constexpr Real root2 = Real(1.41421356237309504880);
  d[0] = v[1] + 2 * x * v[4] + root2 * (y * v[7] + z * v[8]);
  d[1] = v[2] + 2 * y * v[5] + root2 * (x * v[7] + z * v[9]);
  d[2] = v[3] + 2 * z * v[6] + root2 * (x * v[8] + y * v[9]);
}

/// cos x for 0 <= x <= pi/2, without branches: Taylor to order 22 (below 1e-16), single precision to 12 (below 1e-7).
template <class Real>
RHOFIELD_FORMULA Real quarter_cosine(Real x) {
  const Real s = x * x;
  Real sum;
  if constexpr (sizeof(Real) == sizeof(double)) {
    sum = -Real(1.0 / 1124000727777607680000.0);
    sum = sum * s + Real(1.0 / 2432902008176640000.0);
    sum = sum * s - Real(1.0 / 6402373705728000.0);
    sum = sum * s + Real(1.0 / 20922789888000.0);
    sum = sum * s - Real(1.0 / 87178291200.0);
    sum = sum * s + Real(1.0 / 479001600.0);
  } else {
    sum = Real(1.0 / 479001600.0);
  }
  sum = sum * s - Real(1.0 / 3628800.0);
  sum = sum * s + Real(1.0 / 40320.0);
  sum = sum * s - Real(1.0 / 720.0);
  sum = sum * s + Real(1.0 / 24.0);
  sum = sum * s - Real(0.5);
  return sum * s + Real(1);
}

/// f_c(r) = [(1 + cos(pi r / r_c)) / 2]^2 = cos^4(pi r / (2 r_c)) and its derivative; r <= r_c.
template <class Real>
struct Cutoff {
  Real value, slope;
};
template <class Real>
RHOFIELD_FORMULA Cutoff<Real> cosine_cutoff(Real r, Real cutoff) {
  const Real half_pi = Real(1.57079632679489661923);
  const Real x = half_pi * r / cutoff;
  const Real c = quarter_cosine(x), s = quarter_cosine(half_pi - x);
  return {c * c * c * c, -4 * c * c * c * s * half_pi / cutoff};
}

/// The switch of an envelope's exponentials, (1 - (r/r_c)^4)^2: 1 nearby, 0 with its slope at r_c.
template <class Real>
RHOFIELD_FORMULA Real envelope_switch(Real r, Real cutoff) {
  const Real x = r / cutoff, x2 = x * x, g = 1 - x2 * x2;
  return g * g;
}

/// What one pair at distance r in direction u adds to d(sum b_bar B)/d(vector from centre to source): b_bar(a, k) of
/// the centre, mu, eta, c [K] of the source, passed(a, k) of its atom (or none).
template <class Real, class BBar, class Passed>
RHOFIELD_FORMULA void pair_slope(Real r, const Real* u, Real cutoff, int channels, const Real* mu, const Real* eta,
                                 const Real* c, const BBar& b_bar, bool with_passed, const Passed& passed,
                                 Real* slope) {
  Real t[tensor_components], v[tensor_components] = {};
  symmetric_tensor(u[0], u[1], u[2], t);
  const Cutoff<Real> f = cosine_cutoff(r, cutoff);
  Real along = 0;  // derivative with respect to r
  for (int k = 0; k < channels; ++k) {
    const Real d = r - mu[k], radial = exponential_of_negative(eta[k] * d * d);
    Real g = 0, h = 0;
    for (int a = 0; a < tensor_components; ++a) {
      const Real bar = b_bar(a, k);
      g += bar * t[a];
      if (with_passed) h += bar * passed(a, k);
      v[a] += f.value * c[k] * radial * bar;
    }
    along += c[k] * (f.slope * (g * radial + h) + f.value * g * radial * 2 * eta[k] * d);
  }
  Real across[3];
  symmetric_tensor_backward(u[0], u[1], u[2], v, across);
  const Real dot = across[0] * u[0] + across[1] * u[1] + across[2] * u[2];
  for (int x = 0; x < 3; ++x) slope[x] = u[x] * along + (across[x] - dot * u[x]) / r;
}

}  // namespace rhofield::formula
