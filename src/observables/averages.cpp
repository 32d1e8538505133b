// Averages along an axis of a grid; running means by Fourier series, where a window of length L multiplies the wave k
// by sin(kL/2) / (kL/2).
#include "rhofield/observables/averages.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "observables/check_density.hpp"
#include "observables/length_text.hpp"
#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "runtime/text.hpp"
#include "shared/neighbours.hpp"

namespace rhofield {

namespace {

void check_profile(const Profile& profile) {
  if (profile.values.empty() || !(profile.spacing > 0) || !std::isfinite(profile.spacing))
    throw InvalidInput("a profile of " + std::to_string(profile.values.size()) + " planes, " + text(profile.spacing) +
                       " bohr apart, was given; planar_average makes one");
}

/// Mean and spread over the planes of a region.
struct Level {
  double mean = 0, spread = 0;
};

Level level_in(const Profile& profile, const Region& region) {
  double sum = 0, low = 0, high = 0;
  Index count = 0;
  for (Index plane = 0; plane < static_cast<Index>(profile.values.size()); ++plane) {
    const double z = profile.height(plane), value = profile.values[static_cast<std::size_t>(plane)];
    if (z < region.low || z > region.high) continue;
    low = count == 0 ? value : std::min(low, value);
    high = count == 0 ? value : std::max(high, value);
    sum += value;
    ++count;
  }
  if (count == 0)
    throw InvalidInput("no plane lies between " + length_text(region.low) + " and " + length_text(region.high) +
                       "; the planes go from " + length_text(profile.first) + " to " +
                       length_text(profile.height(static_cast<Index>(profile.values.size()) - 1)) + ", " +
                       length_text(profile.spacing) + " apart");
  return {sum / static_cast<double>(count), high - low};
}

}  // namespace

Profile planar_average(const Grid& grid, std::span<const double> values, int axis) {
  check_grid_values(grid, values);
  if (axis < 0 || axis > 2) throw InvalidInput("the axis of an average is 0, 1 or 2, got " + std::to_string(axis));
  const auto a = static_cast<std::size_t>(axis), b = (a + 1) % 3, c = (a + 2) % 3;
  Vector3 normal{};
  formula::cross(grid.steps[b].data(), grid.steps[c].data(), normal.data());
  const double cell_area = std::sqrt(formula::dot(normal.data(), normal.data()));
  double along = formula::dot(normal.data(), grid.steps[a].data());
  const auto length = [&grid](std::size_t d) {
    return std::sqrt(formula::dot(grid.steps[d].data(), grid.steps[d].data()));
  };
  if (!(std::abs(along) > 1e-10 * length(0) * length(1) * length(2)))
    throw InvalidInput("planes along axis " + std::to_string(axis) +
                       " have no normal: the steps of the grid span no volume (" + text(along) + " bohr^3 a point)");
  const double sign = along < 0 ? -1.0 : 1.0;
  Profile profile;
  profile.spacing = std::abs(along) / cell_area;
  profile.area = cell_area * static_cast<double>(grid.counts[b] * grid.counts[c]);
  profile.first = sign * formula::dot(normal.data(), grid.origin.data()) / cell_area;
  profile.values.assign(static_cast<std::size_t>(grid.counts[a]), 0.0);
  const double points = static_cast<double>(grid.counts[b] * grid.counts[c]);
  std::size_t p = 0;
  for (Index i = 0; i < grid.counts[0]; ++i)
    for (Index j = 0; j < grid.counts[1]; ++j)
      for (Index k = 0; k < grid.counts[2]; ++k)
        profile.values[static_cast<std::size_t>(std::array{i, j, k}[a])] += values[p++] / points;
  return profile;
}

Profile macroscopic_average(const Profile& profile, std::span<const double> lengths) {
  check_profile(profile);
  for (double length : lengths)
    if (!(length > 0 && length <= profile.length() * (1 + 1e-12)))
      throw InvalidInput("the window of a macroscopic average is " + length_text(length) +
                         "; it must be positive and no longer than the profile, " + length_text(profile.length()));
  const std::size_t n = profile.values.size();
  std::vector<double> cosine(n), sine(n);  // of 2 pi j / n
  for (std::size_t j = 0; j < n; ++j) {
    const double angle = 2 * pi * static_cast<double>(j) / static_cast<double>(n);
    cosine[j] = std::cos(angle);
    sine[j] = std::sin(angle);
  }
  Profile smooth = profile;
  std::fill(smooth.values.begin(), smooth.values.end(), 0.0);
  for (std::size_t wave = 0; 2 * wave <= n; ++wave) {
    double window = wave == 0 || 2 * wave == n ? 1.0 : 2.0;  // both of k and -k
    for (double length : lengths) {
      const double x = pi * static_cast<double>(wave) * length / profile.length();
      window *= wave == 0 ? 1.0 : std::sin(x) / x;
    }
    double real = 0, imaginary = 0;
    for (std::size_t j = 0; j < n; ++j) {
      real += profile.values[j] * cosine[wave * j % n];
      imaginary += profile.values[j] * sine[wave * j % n];
    }
    for (std::size_t j = 0; j < n; ++j)
      smooth.values[j] +=
          window / static_cast<double>(n) * (real * cosine[wave * j % n] + imaginary * sine[wave * j % n]);
  }
  return smooth;
}

PotentialStep potential_step(const Profile& profile, const Region& first, const Region& second) {
  check_profile(profile);
  const Level a = level_in(profile, first), b = level_in(profile, second);
  return {a.mean, b.mean, b.mean - a.mean, a.spread, b.spread};
}

double integral_between(const Profile& profile, double low, double high) {
  check_profile(profile);
  if (!(low < high))
    throw InvalidInput("an integral was asked for from " + length_text(low) + " to " + length_text(high) +
                       "; the lower end comes first");
  double sum = 0;
  for (Index plane = 0; plane < static_cast<Index>(profile.values.size()); ++plane) {
    const double z = profile.height(plane), half = 0.5 * profile.spacing;
    const double inside = std::min(z + half, high) - std::max(z - half, low);
    if (inside > 0) sum += inside * profile.values[static_cast<std::size_t>(plane)];
  }
  return sum * profile.area;
}

void check_same_grid(const Grid& a, const Grid& b) {
  constexpr double tolerance = 1e-6;  // bohr
  const auto show = [](const Vector3& v) { return "(" + text(v[0]) + ", " + text(v[1]) + ", " + text(v[2]) + ")"; };
  const auto differ = [](const Vector3& x, const Vector3& y, double times) {
    return !(times * std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]) <= tolerance);
  };
  if (differ(a.origin, b.origin, 1))
    throw InvalidInput("the grids begin at " + show(a.origin) + " and " + show(b.origin) +
                       " bohr; evaluate both on the same grid");
  for (std::size_t d = 0; d < 3; ++d) {
    if (a.counts[d] != b.counts[d])
      throw InvalidInput("the grids have " + std::to_string(a.counts[d]) + " and " + std::to_string(b.counts[d]) +
                         " points along step " + std::to_string(d) + "; evaluate both on the same grid");
    if (differ(a.steps[d], b.steps[d], static_cast<double>(a.counts[d])))
      throw InvalidInput("steps " + std::to_string(d) + " of the grids are " + show(a.steps[d]) + " and " +
                         show(b.steps[d]) + " bohr; evaluate both on the same grid");
  }
}

GridValues difference(const GridValues& whole, std::span<const GridValues> parts) {
  check_grid_values(whole.grid, whole.values);
  GridValues result = whole;
  for (const GridValues& part : parts) {
    check_grid_values(part.grid, part.values);
    check_same_grid(whole.grid, part.grid);
    for (std::size_t p = 0; p < result.values.size(); ++p) result.values[p] -= part.values[p];
  }
  return result;
}

}  // namespace rhofield
