// Extended cells, windows and wave vectors of the smooth part.
#include "descriptors/long_range_waves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "basis/long_range_functions.hpp"
#include "rhofield/units.hpp"

namespace rhofield {

namespace {

/// Half the width of the region in which erfc(x)/2 falls from 1 to 0 within the precision.
double window_reach(double precision) {
  double x = 1;
  while (std::erfc(x) > 2 * precision) x += 0.05;
  return x;
}

double window_value(double x, double exact, double fading, double reach) {
  return 0.5 * std::erfc((std::abs(x) - exact - 0.5 * fading) * 2 * reach / fading);
}

}  // namespace

Vector3 wave_vector(const formula::Lattice& lattice, const std::array<int, 3>& index) {
  Vector3 k{};
  for (std::size_t d = 0; d < 3; ++d)
    for (std::size_t x = 0; x < 3; ++x) k[x] += 2 * pi * index[d] * lattice.reciprocal[d][x];
  return k;
}

WaveCell make_wave_cell(const Structure& structure, double margin, double smearing, double precision) {
  const formula::Lattice unit = formula::complete_lattice(structure.cell[0].data(), structure.periodic.data());
  WaveCell cell;
  cell.periodic = structure.periodic;
  cell.precision = precision;
  std::array<double, 9> vectors{};
  for (std::size_t d = 0; d < 3; ++d) {
    double length = 1;
    if (!structure.periodic[d]) {
      double least = 0, most = 0;
      for (std::size_t i = 0; i < structure.positions.size(); ++i) {
        const double x = formula::dot(structure.positions[i].data(), unit.vectors[d]);
        least = i == 0 ? x : std::min(least, x);
        most = i == 0 ? x : std::max(most, x);
      }
      // The window's edge must be no sharper than the smooth part: its transform then ends with that one's.
      cell.exact[d] = most - least + margin;
      cell.fading[d] = 2 * std::numbers::sqrt2 * smearing * window_reach(precision);
      length = 2 * cell.exact[d] + cell.fading[d];
    }
    for (std::size_t x = 0; x < 3; ++x) vectors[3 * d + x] = length * unit.vectors[d][x];
  }
  constexpr std::array<bool, 3> all{true, true, true};
  cell.lattice = formula::complete_lattice(vectors.data(), all.data());
  return cell;
}

SmoothPotential::SmoothPotential(const WaveCell& cell, int exponent, double narrow, double wide, double wave_cutoff)
    : cell_(cell), exponent_(exponent), narrow_(narrow), wide_(wide), wave_cutoff_(wave_cutoff) {
  const int periodic = cell.periodic_directions();
  if (periodic == 3) return;
  regular_ = exponent - 1 - periodic >= 0;
  double farthest = 0;
  for (std::size_t d = 0; d < 3; ++d)
    if (!cell.periodic[d]) farthest = std::hypot(farthest, cell.exact[d] + cell.fading[d]);
  // Panels halved towards s = 0 until the Gaussians are flat over the whole cell.
  const double largest = 1 / (std::numbers::sqrt2 * wide);
  std::vector<double> ends{largest};
  while (ends.back() * farthest > 0.5) ends.push_back(0.5 * ends.back());
  ends.push_back(0);
  std::reverse(ends.begin(), ends.end());
  const Quadrature rule = composite_quadrature(ends);
  s_ = rule.nodes;
  for (std::size_t j = 0; j < s_.size(); ++j)
    omega_.push_back(rule.weights[j] * 2 * std::pow(s_[j], exponent - 1 - periodic) * std::pow(pi, 0.5 * periodic) /
                     std::tgamma(0.5 * exponent));
  const std::size_t nodes = s_.size();
  for (std::size_t d = 0; d < 3; ++d) {
    if (cell.periodic[d]) continue;
    const double length = 2 * cell.exact[d] + cell.fading[d];
    const auto most = static_cast<std::size_t>(wave_cutoff * length / (2 * pi)) + 1;
    // Both factors of the integrand end at the wave cutoff: the trapezoidal rule with this step is exact to the
    // precision.
    const double end = cell.exact[d] + cell.fading[d], reach = window_reach(cell.precision);
    const auto steps = static_cast<std::size_t>(std::ceil(end * 1.5 * wave_cutoff / pi));
    const double step = end / static_cast<double>(steps);
    std::vector<double> window(steps + 1);
    for (std::size_t i = 0; i <= steps; ++i)
      window[i] =
          (i == 0 ? 1 : 2) * step * window_value(static_cast<double>(i) * step, cell.exact[d], cell.fading[d], reach);
    std::vector<double> gaussian((steps + 1) * nodes), difference((steps + 1) * nodes);
    for (std::size_t i = 0; i <= steps; ++i)
      for (std::size_t j = 0; j < nodes; ++j) {
        const double x = static_cast<double>(i) * step * s_[j];
        gaussian[i * nodes + j] = window[i] * std::exp(-x * x);
        difference[i * nodes + j] = window[i] * std::expm1(-x * x);
      }
    window_[d].assign((most + 1) * nodes, 0.0);
    window_minus_one_[d] = window_[d];
    window_alone_[d].assign(most + 1, 0.0);
    for (std::size_t m = 0; m <= most; ++m)
      for (std::size_t i = 0; i <= steps; ++i) {
        const double cosine = std::cos(2 * pi * static_cast<double>(m) * static_cast<double>(i) * step / length);
        window_alone_[d][m] += cosine * window[i];
        for (std::size_t j = 0; j < nodes; ++j) {
          window_[d][m * nodes + j] += cosine * gaussian[i * nodes + j];
          if (!regular_) window_minus_one_[d][m * nodes + j] += cosine * difference[i * nodes + j];
        }
      }
  }
}

SmoothPotential::Value SmoothPotential::cell_value(double k) const {
  if (k > 0) return {long_range_transform(exponent_, wide_, k), long_range_transform_slope(exponent_, wide_, k) / k};
  if (exponent_ > 3) return {long_range_transform_at_zero(exponent_, wide_), 0};
  return {wide_ > narrow_ ? -long_range_difference_at_zero(exponent_, narrow_, wide_) : 0.0, 0};
}

/// `gaussians` is scratch [node].
SmoothPotential::Value SmoothPotential::value(const std::array<int, 3>& index, std::vector<double>& gaussians) const {
  std::array<int, 3> along{}, across{};
  for (std::size_t d = 0; d < 3; ++d) (cell_.periodic[d] ? along : across)[d] = index[d];
  const Vector3 parallel = wave_vector(cell_.lattice, along);
  const double k = std::sqrt(formula::dot(parallel.data(), parallel.data()));
  const int periodic = cell_.periodic_directions();
  if (periodic == 3) return cell_value(k);
  const std::size_t nodes = s_.size();
  const bool subtract = k == 0 && !regular_;
  for (std::size_t j = 0; j < nodes; ++j) gaussians[j] = omega_[j] * std::exp(-k * k / (4 * s_[j] * s_[j]));
  Value sum{0, 0};
  std::vector<std::size_t> open;
  for (std::size_t d = 0; d < 3; ++d)
    if (!cell_.periodic[d]) open.push_back(d);
  const auto row = [&](const std::array<std::vector<double>, 3>& table, std::size_t d) {
    return table[d].data() + static_cast<std::size_t>(std::abs(across[d])) * nodes;
  };
  for (std::size_t j = 0; j < nodes; ++j) {
    double product = 0;
    if (!subtract) {
      product = 1;
      for (const std::size_t d : open) product *= row(window_, d)[j];
    } else {
      // prod F - prod W = sum over directions of (product of W before) (F - W) (product of F behind)
      for (std::size_t o = 0; o < open.size(); ++o) {
        double part = row(window_minus_one_, open[o])[j];
        for (std::size_t b = 0; b < o; ++b)
          part *= window_alone_[open[b]][static_cast<std::size_t>(std::abs(across[open[b]]))];
        for (std::size_t b = o + 1; b < open.size(); ++b) part *= row(window_, open[b])[j];
        product += part;
      }
    }
    sum.transform += gaussians[j] * product;
    sum.slope -= gaussians[j] * product / (2 * s_[j] * s_[j]);
  }
  if (k == 0) sum.slope = 0;
  if (index == std::array<int, 3>{} && !regular_ && wide_ > narrow_) {
    // The constant of the short-range part goes as well: integral of the weights between the two widths.
    const double power = exponent_ - periodic, from = 1 / (std::numbers::sqrt2 * wide_),
                 to = 1 / (std::numbers::sqrt2 * narrow_);
    const double integral = power == 0 ? std::log(to / from) : (std::pow(to, power) - std::pow(from, power)) / power;
    double length = 1;
    for (const std::size_t d : open) length *= 2 * cell_.exact[d] + cell_.fading[d];
    sum.transform -= length * integral * 2 * std::pow(pi, 0.5 * periodic) / std::tgamma(0.5 * exponent_);
  }
  return sum;
}

double SmoothPotential::transform(const std::array<int, 3>& index) const {
  std::vector<double> gaussians(s_.size());
  return value(index, gaussians).transform;
}

Waves SmoothPotential::waves() const {
  std::array<int, 3> most{};
  for (std::size_t d = 0; d < 3; ++d) {
    const double length = std::sqrt(formula::dot(cell_.lattice.vectors[d], cell_.lattice.vectors[d]));
    most[d] = static_cast<int>(wave_cutoff_ * length / (2 * pi));
  }
  Waves waves;
  std::vector<double> gaussians(s_.size());
  for (int a = 0; a <= most[0]; ++a)
    for (int b = a == 0 ? 0 : -most[1]; b <= most[1]; ++b)
      for (int c = a == 0 && b == 0 ? 0 : -most[2]; c <= most[2]; ++c) {
        const std::array<int, 3> index{a, b, c};
        const Vector3 k = wave_vector(cell_.lattice, index);
        const double length = std::sqrt(formula::dot(k.data(), k.data()));
        if (length >= wave_cutoff_) continue;
        const Value v = value(index, gaussians);
        const bool zero = a == 0 && b == 0 && c == 0;
        if (zero && v.transform == 0) continue;
        const double scale = (zero ? 4 : 8) * pi / cell_.lattice.volume;
        waves.index.insert(waves.index.end(), {a, b, c});
        waves.vector.insert(waves.vector.end(), {k[0], k[1], k[2], length});
        waves.factor.push_back(scale * v.transform);
        waves.slope.push_back(scale * v.slope);
      }
  return waves;
}

std::vector<double> fractions_of(const WaveCell& cell, const Structure& structure) {
  std::vector<double> values;
  for (const Vector3& r : structure.positions)
    for (std::size_t d = 0; d < 3; ++d) {
      const double f = formula::dot(r.data(), cell.lattice.reciprocal[d]), inside = f - std::floor(f);
      values.push_back(inside < 1 ? inside : 0.0);  // a tiny negative f rounds to 1
    }
  return values;
}

}  // namespace rhofield
