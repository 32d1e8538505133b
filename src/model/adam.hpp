// AdamW with bias-corrected moments and a moving average of the weights: I. Loshchilov, F. Hutter, ICLR (2019).
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace rhofield {

/// One step down the gradient, which is shortened to the limit of the options first. Returns its norm before. The state
/// has step, parameters, average, first_moment, second_moment; the options gradient_limit, average, weight_decay.
template <class State, class Options>
double adam_step(State& state, std::span<const double> gradient, double rate, const Options& options) {
  constexpr double beta1 = 0.9, beta2 = 0.999, small = 1e-8;
  double squares = 0;
  for (const double g : gradient) squares += g * g;
  const double norm = std::sqrt(squares), shorten = norm > options.gradient_limit ? options.gradient_limit / norm : 1.0;
  const auto t = static_cast<double>(++state.step);
  const double correct1 = 1 - std::pow(beta1, t), correct2 = 1 - std::pow(beta2, t);
  const double keep = std::min(options.average, (1 + t) / (10 + t));  // follows quickly at first
  for (std::size_t k = 0; k < gradient.size(); ++k) {
    const double g = shorten * gradient[k];
    double &m = state.first_moment[k], &v = state.second_moment[k], &w = state.parameters[k];
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    w -= rate * (m / correct1 / (std::sqrt(v / correct2) + small) + options.weight_decay * w);
    state.average[k] = keep * state.average[k] + (1 - keep) * w;
  }
  return norm;
}

}  // namespace rhofield
