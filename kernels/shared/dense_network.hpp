// Formulas of the layers of the element networks (theory section 8), of one neuron, in single or double precision.
#pragma once

#include <cmath>

#include "shared/exponential.hpp"
#include "shared/formula.hpp"

namespace rhofield::formula {

enum class Activation : int { silu, tanh };

/// alpha b / (1 + exp(-b)) or alpha z / sqrt(1 + (beta z)^2), b = beta z.
template <class Real>
RHOFIELD_FORMULA Real activate(Activation kind, Real alpha, Real beta, Real z) {
  const Real b = beta * z;
  if (kind == Activation::tanh) return alpha * z / std::sqrt(1 + b * b);
  const Real e = exponential_of_negative(b < 0 ? b : -b);
  return alpha * b * (b < 0 ? e : Real(1)) / (1 + e);
}

/// Its derivatives with respect to alpha, beta and z.
template <class Real>
struct ActivationSlopes {
  Real alpha, beta, z;
};
template <class Real>
RHOFIELD_FORMULA ActivationSlopes<Real> activation_slopes(Activation kind, Real alpha, Real beta, Real z) {
  const Real b = beta * z;
  if (kind == Activation::tanh) {
    const Real root = 1 / std::sqrt(1 + b * b);
    const Real cube = root * root * root;
    return {z * root, -alpha * z * z * b * cube, alpha * cube};
  }
  const Real e = exponential_of_negative(b < 0 ? b : -b);
  const Real sigmoid = (b < 0 ? e : Real(1)) / (1 + e);
  const Real slope = alpha * sigmoid * (1 + b * (1 - sigmoid));
  return {b * sigmoid, slope * z, slope * beta};
}

inline constexpr double layer_norm_shift = 1e-5;  ///< added to the variance of a layer norm

}  // namespace rhofield::formula
