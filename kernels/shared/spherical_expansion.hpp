// One pair of the spherical expansion (theory 2): cutoff function, place in the radial table, radial polynomial.
//   c_{i; a n l m} += f_c(r) [I_nl(r) r^-l] [r^l Y_lm(r)]
#pragma once

#include <cmath>

#include "shared/formula.hpp"

namespace rhofield::formula {

inline constexpr int radial_degree = 5;  ///< of the polynomials of the radial table

/// Shifted cosine: 1 below cutoff - width, 0 from the cutoff on.
RHOFIELD_FORMULA double cutoff_function(double r, double cutoff, double width) {
  const double into = r - (cutoff - width);
  if (into <= 0) return 1.0;
  if (r >= cutoff) return 0.0;
  return 0.5 * (1.0 + cos(3.141592653589793238462643383279502884 * (into / width)));
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
