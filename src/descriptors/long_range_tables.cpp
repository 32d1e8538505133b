// Errors of truncation, estimated from the functions themselves:
//   pairs beyond r:  density * integral_r 4 pi x^2 |K_nl(x)| sqrt((2l+1)/4pi) dx, all sources in phase;
//   waves beyond k:  (2/pi) integral_k q^2 v(q) |J_nl(q)| dq for the centre itself, and for the others, whose phases
//   are random, deviations of density^(1/2) (2/pi integral_k q^2 v^2 J_nl^2 dq)^(1/2).
#include "descriptors/long_range_tables.hpp"

#include <algorithm>
#include <cmath>

#include "descriptors/long_range_mesh.hpp"
#include "rhofield/error.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr double dense = 0.02;            // atoms per bohr^3, about that of liquid water and of dense metals
constexpr double deviations = 5;          // how far random errors are followed
constexpr double table_share = 0.05;      // of the tolerance that interpolation may take
constexpr double truncation_share = 0.3;  // that each truncation may take
constexpr int tail_steps = 8;             // quarters of the functions' extent: a Gaussian tail is gone behind them
constexpr double widening = 1.25;         // between splittings
constexpr double reach_growth = 1.25;     // between tables of whole potentials
constexpr int most_splittings = 20;
constexpr double widest = 12;  // bohr

/// A table, or which tolerance it was for.
std::unique_ptr<const RadialTable> make_table(const Device& device, const RadialFunctions& functions, double end,
                                              double error, double tolerance) {
  try {
    return std::make_unique<const RadialTable>(device, functions, end, error);
  } catch (const InvalidInput& reason) {
    throw InvalidInput("long-range expansion: a tolerance of " + text(tolerance) +
                       " cannot be reached; ask for a larger one, a larger smearing or a smaller n_max (" +
                       reason.what() + ")");
  }
}

}  // namespace

LongRangeTables::LongRangeTables(const Device& device, const LongRangeOptions& options)
    : device_(device), options_(options), basis_(options.radius, options.n_max), transforms_(basis_, options.l_max) {
  const double sigma = options_.smearing;
  std::vector<double> own(static_cast<std::size_t>(options_.n_max * (options_.l_max + 1)));
  if (options_.exponent == 0) {
    RadialIntegrals(basis_, sigma, options_.l_max).evaluate(0, own);
  } else {
    LongRangeIntegrals(transforms_, options_.exponent, sigma, 0, options_.radius).evaluate(0, own);
  }
  for (int n = 0; n < options_.n_max; ++n)
    scale_ = std::max(scale_, std::abs(own[static_cast<std::size_t>(n)]) / std::sqrt(4 * pi));
  // Beyond the margin the radial functions hold less than the tolerance of their norm.
  std::vector<double> values(static_cast<std::size_t>(options_.n_max));
  double tail = 0;
  const double step = 0.02 * options_.radius;
  for (margin_ = 6 * options_.radius; margin_ > 0; margin_ -= step) {
    basis_.evaluate(margin_, values);
    double largest = 0;
    for (const double value : values) largest = std::max(largest, std::abs(value));
    tail += largest * margin_ * margin_ * step;
    if (tail > 0.1 * options_.tolerance * std::pow(options_.radius, 1.5)) break;
  }
}

const std::vector<Splitting>& LongRangeTables::splittings() const {
  const std::lock_guard lock(mutex_);
  if (!splittings_.empty()) return splittings_;
  if (options_.exponent == 0) {
    splittings_.push_back({.width = 0, .cutoff = pair_cutoff(0), .wave_cutoff = 0});
    return splittings_;
  }
  double width = options_.smearing;
  for (int s = 0; s < most_splittings && (s == 0 || width < widest); ++s, width *= widening)
    splittings_.push_back(split(width));
  return splittings_;
}

double LongRangeTables::pair_cutoff(double wide) const {
  const double sigma = options_.smearing, most = std::max(wide, sigma);
  const double extent = std::hypot(most, static_cast<double>(basis_.widths().back()));
  const double farthest = 2 * options_.radius + 8 * extent, step = 0.25 * extent;
  const auto block = static_cast<std::size_t>(options_.n_max * (options_.l_max + 1));
  const std::unique_ptr<RadialFunctions> functions =
      options_.exponent == 0
          ? std::unique_ptr<RadialFunctions>(std::make_unique<RadialIntegrals>(basis_, sigma, options_.l_max))
          // Half the width has long ended where the tail of the whole width matters, and needs fewer nodes than less.
          : std::make_unique<LongRangeIntegrals>(transforms_, options_.exponent, std::max(sigma, 0.5 * wide), wide,
                                                 farthest);
  std::vector<double> values(block), sums(block);
  const auto error = [&](double cutoff) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (int i = 0; i < tail_steps; ++i) {
      const double r = cutoff + (i + 0.5) * step;
      functions->evaluate(r, values);
      double power = 1;
      for (int l = 0; l <= options_.l_max; ++l, power *= r)
        for (int n = 0; n < options_.n_max; ++n) {
          const auto at = static_cast<std::size_t>(l * options_.n_max + n);
          sums[at] += dense * 4 * pi * r * r * step * std::abs(values[at]) * power * std::sqrt((2 * l + 1) / (4 * pi));
        }
    }
    return *std::max_element(sums.begin(), sums.end());
  };
  double within = 0, beyond = farthest;
  while (beyond - within > 0.02 * farthest) {
    const double middle = 0.5 * (within + beyond);
    (error(middle) > truncation_share * options_.tolerance * scale_ ? within : beyond) = middle;
  }
  return beyond;
}

Splitting LongRangeTables::split(double width) const {
  Splitting result{.width = width, .cutoff = 0, .wave_cutoff = 0};
  if (width > options_.smearing) result.cutoff = pair_cutoff(width);
  const double farthest = 8.8 / width, step = 0.1 / width;
  const auto block = static_cast<std::size_t>(options_.n_max * (options_.l_max + 1));
  const double allowed = truncation_share * options_.tolerance * scale_;
  std::vector<double> values(block), own(block, 0.0), squares(block, 0.0);
  // Of each shell of waves: the most that any function gives to the centre itself, and to the squares of the others.
  std::vector<double> shells, shell_own, shell_squares;
  for (double k = farthest; k > 0.5 * step; k -= step) {
    transforms_.evaluate(k, values);
    const double v = long_range_transform(options_.exponent, width, k);
    double power = 1, largest = 0, most_own = 0, most_square = 0;
    for (int l = 0; l <= options_.l_max; ++l, power *= k)
      for (int n = 0; n < options_.n_max; ++n) {
        const auto at = static_cast<std::size_t>(l * options_.n_max + n);
        const double j = values[at] * power * v;
        const double of_own = l == 0 ? 2 / pi * k * k * std::abs(j) * step / std::sqrt(4 * pi) : 0;
        const double of_square = 2 / pi * k * k * j * j * step;
        own[at] += of_own;
        squares[at] += of_square;
        most_own = std::max(most_own, of_own);
        most_square = std::max(most_square, of_square);
        largest = std::max(largest, own[at] + deviations * std::sqrt(dense * squares[at]));
      }
    if (largest > allowed && result.wave_cutoff == 0) result.wave_cutoff = k + step;
    shells.push_back(k);
    shell_own.push_back(most_own);
    shell_squares.push_back(most_square);
  }
  if (result.wave_cutoff == 0) result.wave_cutoff = step;
  for (std::size_t s = 0; s < result.mesh_spacing.size(); ++s) {
    const auto error = [&](double spacing) {
      double sum = 0, square = 0;
      for (std::size_t i = 0; i < shells.size(); ++i) {
        if (shells[i] > result.wave_cutoff) continue;
        const double e = spline_error(spline_order(s), shells[i] * spacing);
        sum += shell_own[i] * e;
        square += shell_squares[i] * e * e;
      }
      return sum + deviations * std::sqrt(dense * square);
    };
    // The mesh has to carry all waves in any case.
    double within = 0, beyond = 0.95 * pi / result.wave_cutoff;
    if (error(beyond) <= allowed) {
      within = beyond;
    } else {
      while (beyond - within > 0.01 * beyond) {
        const double middle = 0.5 * (within + beyond);
        (error(middle) <= allowed ? within : beyond) = middle;
      }
    }
    result.mesh_spacing[s] = within;
  }
  return result;
}

const RadialTable& LongRangeTables::pairs(const Splitting& splitting) const {
  const std::lock_guard lock(mutex_);
  auto& table = pair_tables_[splitting.width];
  if (!table) {
    const double error = table_share * options_.tolerance * scale_;
    if (options_.exponent == 0)
      table = make_table(device_, RadialIntegrals(basis_, options_.smearing, options_.l_max), splitting.cutoff, error,
                         options_.tolerance);
    else
      table = make_table(
          device_,
          LongRangeIntegrals(transforms_, options_.exponent, options_.smearing, splitting.width, splitting.cutoff),
          splitting.cutoff, error, options_.tolerance);
  }
  return *table;
}

double LongRangeTables::whole_reach(double farthest) const {
  // One grid for all molecules: which table a molecule gets depends on nothing else than its own size.
  double reach = 2 * options_.radius;
  while (reach < farthest) reach *= reach_growth;
  return reach;
}

const RadialTable& LongRangeTables::whole(double farthest) const {
  const std::lock_guard lock(mutex_);
  const double reach = whole_reach(farthest);
  const auto found = whole_tables_.find(reach);
  if (found != whole_tables_.end()) return *found->second;
  const double error = table_share * options_.tolerance * scale_;
  auto table = make_table(device_, LongRangeIntegrals(transforms_, options_.exponent, options_.smearing, 0, reach),
                          reach, error, options_.tolerance);
  return *whole_tables_.emplace(reach, std::move(table)).first->second;
}

const RadialTable& LongRangeTables::transforms(double wave_cutoff) const {
  const std::lock_guard lock(mutex_);
  const auto found = transform_tables_.find(wave_cutoff);
  if (found != transform_tables_.end()) return *found->second;
  // What the error of J costs: as an error of all waves in phase.
  const double k = 1.01 * wave_cutoff;
  constexpr int steps = 1000;
  double sum = 0;
  for (int i = 0; i < steps; ++i) {
    const double q = k * (i + 0.5) / steps;
    sum += 2 / pi * q * q * long_range_transform(options_.exponent, options_.smearing, q) * k / steps;
  }
  auto table = make_table(device_, transforms_, k, table_share * options_.tolerance * scale_ / sum, options_.tolerance);
  return *transform_tables_.emplace(wave_cutoff, std::move(table)).first->second;
}

}  // namespace rhofield
