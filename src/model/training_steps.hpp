// What trainings of networks share: ranges of options, rates, orders, and the step, AdamW with bias-corrected moments
// and a moving average of the weights: I. Loshchilov, F. Hutter, ICLR (2019).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <span>
#include <vector>

#include "runtime/option_range.hpp"
#include "runtime/random.hpp"

namespace rhofield {

/// Ranges of what steps and epochs need. Throws InvalidInput naming the option.
template <class Options>
void check_step_options(const Options& o) {
  require_option(o.epochs >= 1, "epochs", o.epochs, "1 or more");
  require_option(o.batch >= 1, "batch", o.batch, "1 or more");
  require_option(std::isfinite(o.learning_rate) && o.learning_rate > 0, "learning_rate", o.learning_rate, "positive");
  require_option(o.last_learning_rate > 0 && o.last_learning_rate <= o.learning_rate, "last_learning_rate",
                 o.last_learning_rate, "positive and no more than learning_rate");
  require_option(o.weight_decay >= 0, "weight_decay", o.weight_decay, "0 or more");
  require_option(o.average >= 0 && o.average < 1, "average", o.average, "from 0 to below 1");
  require_option(o.gradient_limit > 0, "gradient_limit", o.gradient_limit, "positive");
  require_option(o.validate_every >= 1, "validate_every", o.validate_every, "1 or more");
}

/// A cosine from learning_rate, at done = 0, to last_learning_rate, at 1.
template <class Options>
double cosine_rate(double done, const Options& o) {
  return o.last_learning_rate +
         0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, done))) * (o.learning_rate - o.last_learning_rate);
}

/// 0 .. count - 1 in the order of an epoch.
inline std::vector<std::size_t> order_of_epoch(std::size_t count, std::uint64_t seed, int epoch) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(seed * 1000003 + static_cast<std::uint64_t>(epoch));
  shuffle(order, random);
  return order;
}

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
