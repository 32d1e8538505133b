// exp(x) for x <= 0 without branches or calls, so that loops over it vectorise; relative error below 3e-16.
// exp(x) = 2^k exp(r), k = round(x / ln 2), |r| <= ln 2 / 2, the Taylor polynomial of exp(r) to order 13.
#pragma once

#include <bit>
#include <cstdint>

#include "shared/formula.hpp"

namespace rhofield::formula {

/// Zero below -700, where the result would be smaller than 1e-304.
RHOFIELD_FORMULA double exponential_of_negative(double x) {
  constexpr double inverse_ln2 = 1.4426950408889634074;
  constexpr double ln2_high = 6.93147180369123816490e-01;  // the first 33 bits of ln 2, so that k ln2_high is exact
  constexpr double ln2_low = 1.90821492927058770002e-10;
  constexpr double round_to_integer = 6755399441055744.0;  // 1.5 * 2^52: adding it leaves k in the lowest bits
  const double bounded = x > -700.0 ? x : -700.0;
  const double shifted = bounded * inverse_ln2 + round_to_integer;
  const double k = shifted - round_to_integer;
  const double r = (bounded - k * ln2_high) - k * ln2_low;
  double sum = 1.0 / 6227020800.0;
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  const std::uint64_t power = (std::bit_cast<std::uint64_t>(shifted) + 1023u) << 52u;  // the bits of 2^k
  return x > -700.0 ? sum * std::bit_cast<double>(power) : 0.0;
}

/// exp(x), x <= 0, in single precision: the same with the polynomial to order 6; relative error below 2e-7.
RHOFIELD_FORMULA float exponential_of_negative(float x) {
  constexpr float inverse_ln2 = 1.44269504f;
  constexpr float ln2_high = 0.693145752f;  // 15 bits of ln 2, so that k ln2_high is exact
  constexpr float ln2_low = 1.42860677e-06f;
  constexpr float round_to_integer = 12582912.0f;  // 1.5 * 2^23
  const float bounded = x > -87.0f ? x : -87.0f;
  const float shifted = bounded * inverse_ln2 + round_to_integer;
  const float k = shifted - round_to_integer;
  const float r = (bounded - k * ln2_high) - k * ln2_low;
  float sum = 1.0f / 720.0f;
  sum = sum * r + 1.0f / 120.0f;
  sum = sum * r + 1.0f / 24.0f;
  sum = sum * r + 1.0f / 6.0f;
  sum = sum * r + 0.5f;
  sum = sum * r + 1.0f;
  sum = sum * r + 1.0f;
  const std::uint32_t power = (std::bit_cast<std::uint32_t>(shifted) + 127u) << 23u;  // the bits of 2^k
  return x > -87.0f ? sum * std::bit_cast<float>(power) : 0.0f;
}

}  // namespace rhofield::formula
