// One pair of the spherical expansion (theory 2): cutoff function, place in the radial table, radial polynomial.
//   c_{i; a n l m} += f_c(r) [I_nl(r) r^-l] [r^l Y_lm(r)]
// and its derivative with respect to the pair's vector, contracted with a cotangent c_bar: with S_lm = r^l Y_lm and
// u_lm(r) = sum_n c_bar_{lm n} I_nl r^-l
//   d/dr_ij sum_lm f_c u_lm S_lm = f_c sum u_lm grad S_lm + (r_ij / r) sum (f_c u_lm)' S_lm
#pragma once

#include "shared/formula.hpp"

namespace rhofield::formula {

inline constexpr int radial_degree = 5;  ///< of the polynomials of the radial table

/// (1 + cos pi u) / 2 for 0 <= u <= 1, as (1 - sin pi v) / 2 with v = u - 1/2: the Taylor polynomial of the sine to
/// order 21, below 1e-17 off. Polynomials only: the device's cosine keeps an array for large arguments in slow memory.
RHOFIELD_FORMULA double half_cosine(double u) {
  const double x = 3.141592653589793238462643383279502884 * (u - 0.5), x2 = x * x;
  double sum = 1.0 / 51090942171709440000.0;
  sum = sum * x2 - 1.0 / 121645100408832000.0;
  sum = sum * x2 + 1.0 / 355687428096000.0;
  sum = sum * x2 - 1.0 / 1307674368000.0;
  sum = sum * x2 + 1.0 / 6227020800.0;
  sum = sum * x2 - 1.0 / 39916800.0;
  sum = sum * x2 + 1.0 / 362880.0;
  sum = sum * x2 - 1.0 / 5040.0;
  sum = sum * x2 + 1.0 / 120.0;
  sum = sum * x2 - 1.0 / 6.0;
  return 0.5 - 0.5 * (x + x * (x2 * sum));
}

/// Its derivative, -pi/2 sin pi u = -pi/2 cos pi v: the Taylor polynomial of the cosine to order 22, below 1e-17 off.
RHOFIELD_FORMULA double half_cosine_slope(double u) {
  constexpr double pi = 3.141592653589793238462643383279502884;
  const double x = pi * (u - 0.5), x2 = x * x;
  double sum = -1.0 / 1124000727777607680000.0;
  sum = sum * x2 + 1.0 / 2432902008176640000.0;
  sum = sum * x2 - 1.0 / 6402373705728000.0;
  sum = sum * x2 + 1.0 / 20922789888000.0;
  sum = sum * x2 - 1.0 / 87178291200.0;
  sum = sum * x2 + 1.0 / 479001600.0;
  sum = sum * x2 - 1.0 / 3628800.0;
  sum = sum * x2 + 1.0 / 40320.0;
  sum = sum * x2 - 1.0 / 720.0;
  sum = sum * x2 + 1.0 / 24.0;
  sum = sum * x2 - 0.5;
  return -0.5 * pi * (sum * x2 + 1.0);
}

/// Shifted cosine: 1 below cutoff - width, 0 from the cutoff on.
RHOFIELD_FORMULA double cutoff_function(double r, double cutoff, double width) {
  const double into = r - (cutoff - width);
  if (into <= 0) return 1.0;
  if (r >= cutoff) return 0.0;
  return half_cosine(into / width);
}

/// Derivative of the cutoff function.
RHOFIELD_FORMULA double cutoff_slope(double r, double cutoff, double width) {
  const double into = r - (cutoff - width);
  return into <= 0 || r >= cutoff ? 0.0 : half_cosine_slope(into / width) / width;
}

struct TablePlace {
  long long interval;
  double t;  ///< -1/2 at the lower end of the interval, 1/2 at the upper
};

/// `intervals_per_length` = intervals / cutoff; lengths beyond the table land in its last interval.
RHOFIELD_FORMULA TablePlace table_place(double r, double intervals_per_length, long long intervals) {
  const double u = r * intervals_per_length;
  const long long inside = static_cast<long long>(u);
  const long long interval = inside < intervals ? inside : intervals - 1;
  return {interval, u - static_cast<double>(interval) - 0.5};
}

}  // namespace rhofield::formula
