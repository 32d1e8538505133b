// Real solid harmonics r^l Y_lm of one point, l <= l_max, unrolled at compile time (theory 1):
//   r^l Y_{l,+m} = K_lm(z, r^2) Re (x + iy)^m,   r^l Y_{l,-m} = K_lm(z, r^2) Im (x + iy)^m,
//   K_lm = a_lm z K_{l-1,m} - b_lm r^2 K_{l-2,m}   (three-term recursion of the associated Legendre functions with the
//   norm of Y_lm folded in). Polynomials only: no root, no division, no special case at the origin.
#pragma once

#include <cmath>
#include <type_traits>

#include "shared/formula.hpp"

namespace rhofield::formula {

inline constexpr int largest_angular_order = 12;

/// A point [xyz] of any length in, the unit vector out; the origin stays. The largest component is divided out first,
/// so that no square over- or underflows.
RHOFIELD_FORMULA void scale_to_unit_length(double* point) {
  double largest = 0;
  for (int k = 0; k < 3; ++k) largest = std::fmax(largest, std::fabs(point[k]));
  if (largest == 0) return;
  double square = 0;
  for (int k = 0; k < 3; ++k) {
    point[k] /= largest;
    square += point[k] * point[k];
  }
  const double length = std::sqrt(square);
  for (int k = 0; k < 3; ++k) point[k] /= length;
}

namespace detail {

/// Newton's iteration, for constants at compile time.
constexpr double square_root(double x) {
  double root = x > 1 ? x : 1;
  for (int step = 0; step < 64; ++step) root = 0.5 * (root + x / root);
  return root;
}

/// K_mm, a constant: sqrt(1/4pi) for m = 0, then sqrt((2m+1)/2m) from order to order, and sqrt(2) once.
constexpr double sectoral(int m) {
  double square = 0.079577471545947667884441881686257181;  // 1/4pi
  for (int k = 1; k <= m; ++k) square *= (k == 1 ? 2.0 : 1.0) * (2 * k + 1) / (2 * k);
  return square_root(square);
}
constexpr double ascend_one(int l, int m) { return square_root((2.0 * l + 1) * (2 * l - 1) / ((l - m) * (l + m))); }
constexpr double ascend_two(int l, int m) {
  return square_root((2.0 * l + 1) * (l + m - 1) * (l - m - 1) / ((2.0 * l - 3) * (l - m) * (l + m)));
}

/// Where Y_lm stands among all (l, m), known at compile time.
template <int l, int m>
inline constexpr std::integral_constant<int, l * l + l + m> component{};

/// Order l of column m and all above it, from the two orders below.
template <int l_max, int m, int l, class T, class Emit>
RHOFIELD_FORMULA void ascend(const T& z, const T& r2, const T& below_two, const T& below_one, const T& re, const T& im,
                             Emit& emit) {
  if constexpr (l <= l_max) {
    constexpr double a = ascend_one(l, m), b = ascend_two(l, m);
    const T k = (a * z) * below_one - (b * r2) * below_two;
    emit(component<l, m>, k * re);
    if constexpr (m > 0) emit(component<l, -m>, k * im);
    ascend<l_max, m, l + 1>(z, r2, below_one, k, re, im, emit);
  }
}

/// Column m (all l >= m) and all columns after it; re + i im = amplitude (x + iy)^m.
template <int l_max, int m, class T, class Emit>
RHOFIELD_FORMULA void column(const T& x, const T& y, const T& z, const T& r2, const T& re, const T& im, Emit& emit) {
  constexpr double k_mm = sectoral(m);
  emit(component<m, m>, k_mm * re);
  if constexpr (m > 0) emit(component<m, -m>, k_mm * im);
  if constexpr (m < l_max) {
    constexpr int l = m + 1;
    constexpr double a = k_mm * ascend_one(l, m);
    const T k = a * z;
    emit(component<l, m>, k * re);
    if constexpr (m > 0) emit(component<l, -m>, k * im);
    if constexpr (l < l_max) {
      constexpr double first = ascend_one(l + 1, m), second = k_mm * ascend_two(l + 1, m);
      const T next = (first * z) * k - second * r2;
      emit(component<l + 1, m>, next * re);
      if constexpr (m > 0) emit(component<l + 1, -m>, next * im);
      ascend<l_max, m, l + 2>(z, r2, k, next, re, im, emit);
    }
    column<l_max, m + 1>(x, y, z, r2, re * x - im * y, re * y + im * x, emit);
  }
}

}  // namespace detail

/// Calls emit(l*l + l + m, amplitude r^l Y_lm) once for every (l, m), column by column, with the place as an
/// integral_constant; T is double or a vector of them.
template <int l_max, class T, class Emit>
RHOFIELD_FORMULA void solid_harmonics(const T& x, const T& y, const T& z, const T& amplitude, Emit&& emit) {
  static_assert(0 <= l_max && l_max <= largest_angular_order);
  const T r2 = x * x + y * y + z * z;
  detail::column<l_max, 0>(x, y, z, r2, amplitude, T{}, emit);
}

}  // namespace rhofield::formula
