// Similarities of one pair of environments, or of one with itself (theory sections 5 and 6):
//   k^lambda_{mu mu'}(i, m) [k^0(i, m)]^(zeta - 1)
//   K(i, j) = sum_L R^L k^L(i, j) R^LT [k^0(i, j)]^(zeta - 1) / sqrt(N_i N_j),  N_i^2 = sum_L |k^L(i, i)|_F^2
// with k^0 of features of norm 1, k^0(i, i) = 1; where features were selected k^0(i, i) is a little smaller, and N_i is
// left as it is: a factor per environment.
#pragma once

#include <cmath>

#include "shared/formula.hpp"

namespace rhofield::formula {

/// k0^exponent for a small non-negative integer exponent (zeta - 1), by repeated squaring.
RHOFIELD_FORMULA double integer_power(double k0, int exponent) {
  double result = 1.0;
  for (double base = k0; exponent > 0; exponent >>= 1, base *= base)
    if (exponent & 1) result *= base;
  return result;
}

/// One term of N_i^2: k^L(i, i) of features with `norm`, from its `square` |k^L(i, i)|_F^2 for features of norm 1.
RHOFIELD_FORMULA double self_similarity(double norm, double square) {
  const double norm2 = norm * norm;
  return norm2 * norm2 * square;
}

/// What features of norm 1 are multiplied with, from their norm and N_i^2; an environment without features has none.
RHOFIELD_FORMULA double field_scale(double norm, double total) { return total == 0.0 ? 0.0 : norm / sqrt(sqrt(total)); }

}  // namespace rhofield::formula
