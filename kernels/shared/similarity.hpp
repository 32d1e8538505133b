// k^lambda_{mu mu'}(i, m) [k^0(i, m)]^(zeta - 1): the factor of one pair of environments (theory section 5).
#pragma once

#include "shared/formula.hpp"

namespace rhofield::formula {

/// k0^exponent for a small non-negative integer exponent (zeta - 1), by repeated squaring.
RHOFIELD_FORMULA double integer_power(double k0, int exponent) {
  double result = 1.0;
  for (double base = k0; exponent > 0; exponent >>= 1, base *= base)
    if (exponent & 1) result *= base;
  return result;
}

}  // namespace rhofield::formula
