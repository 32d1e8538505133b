// The error measure of training and learning curves.
#pragma once

#include <algorithm>
#include <cmath>

namespace rhofield {

/// 100 sqrt(error / reference) of squared norms; 0 where there is nothing to be wrong about.
inline double percent(double error, double reference) {
  return reference > 0 ? 100.0 * std::sqrt(std::max(0.0, error) / reference) : 0.0;
}

}  // namespace rhofield
