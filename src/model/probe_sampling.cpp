// Targets, systematic sampling, pivoted Cholesky.
#include "rhofield/model/probe_sampling.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "basis/lattice_images.hpp"
#include "rhofield/error.hpp"
#include "runtime/option_range.hpp"
#include "runtime/random.hpp"

namespace rhofield {

void validate(const SamplingOptions& o) {
  require_option(o.points >= 1, "points", o.points, "1 or more");
  require_option(std::isfinite(o.gradient) && o.gradient >= 0, "gradient", o.gradient, "0 or more");
  require_option(std::isfinite(o.floor) && o.floor >= 0, "floor", o.floor, "0 or more");
  require_option(o.uniform >= 0 && o.uniform <= 1, "uniform", o.uniform, "from 0 to 1");
}

namespace {

double dot(const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

/// The grid spans the cell along this axis, so that its end meets its beginning.
bool wraps(const Structure& structure, const Grid& grid, std::size_t axis) {
  if (!structure.periodic[axis]) return false;
  double miss = 0, length = 0;
  for (std::size_t x = 0; x < 3; ++x) {
    const double span = grid.steps[axis][x] * static_cast<double>(grid.counts[axis]);
    miss += (span - structure.cell[axis][x]) * (span - structure.cell[axis][x]);
    length += structure.cell[axis][x] * structure.cell[axis][x];
  }
  return miss < 1e-6 * length;
}

}  // namespace

std::vector<double> sampling_targets(const Structure& structure, const Grid& grid, std::span<const float> values,
                                     const SamplingOptions& options) {
  validate(options);
  if (static_cast<Index>(values.size()) != grid.size())
    throw InvalidInput(std::to_string(values.size()) + " values for " + std::to_string(grid.size()) + " grid points");
  std::array<bool, 3> around{};
  for (std::size_t axis = 0; axis < 3 && !options.per_voxel; ++axis) around[axis] = wraps(structure, grid, axis);
  Structure voxels;
  voxels.cell = grid.steps;
  voxels.periodic = {true, true, true};
  const Matrix3 dual = LatticeImages(voxels).dual();
  const std::array<Index, 3> stride{grid.counts[1] * grid.counts[2], grid.counts[2], 1};
  std::vector<double> targets(values.size());
  std::array<Index, 3> at{};
  for (at[0] = 0; at[0] < grid.counts[0]; ++at[0])
    for (at[1] = 0; at[1] < grid.counts[1]; ++at[1])
      for (at[2] = 0; at[2] < grid.counts[2]; ++at[2]) {
        const Index g = at[0] * stride[0] + at[1] * stride[1] + at[2];
        Vector3 slope{};  // per step
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const Index n = grid.counts[axis];
          const Index up = at[axis] + 1 < n ? 1 : around[axis] ? 1 - n : 0;
          const Index down = at[axis] > 0 ? -1 : around[axis] ? n - 1 : 0;
          const int steps = (up != 0 ? 1 : 0) + (down != 0 ? 1 : 0);
          if (steps == 0) continue;
          slope[axis] = (static_cast<double>(values[static_cast<std::size_t>(g + up * stride[axis])]) -
                         static_cast<double>(values[static_cast<std::size_t>(g + down * stride[axis])])) /
                        steps;
        }
        double length = 0;
        if (options.per_voxel) {
          length = std::sqrt(dot(slope, slope));
        } else {
          Vector3 physical{};
          for (std::size_t axis = 0; axis < 3; ++axis)
            for (std::size_t x = 0; x < 3; ++x) physical[x] += slope[axis] * dual[axis][x];
          length = std::sqrt(dot(physical, physical));
        }
        targets[static_cast<std::size_t>(g)] = std::abs(static_cast<double>(values[static_cast<std::size_t>(g)])) +
                                               options.gradient * length + options.floor;
      }
  return targets;
}

SampledPoints sample_points(std::span<const double> targets, const SamplingOptions& options, std::uint64_t seed) {
  validate(options);
  const auto n = static_cast<Index>(targets.size());
  SampledPoints sample;
  const double total = std::accumulate(targets.begin(), targets.end(), 0.0);
  const double share = options.uniform / static_cast<double>(std::max<Index>(n, 1));
  const auto weight = [&](std::size_t g) {
    return (total > 0 ? (1 - options.uniform) * targets[g] / total : (1 - options.uniform) / static_cast<double>(n)) +
           share;
  };
  if (n <= options.points) {
    for (Index g = 0; g < n; ++g) sample.index.push_back(g);
    sample.probability.assign(static_cast<std::size_t>(n), 1.0);
    sample.uniform.assign(static_cast<std::size_t>(n), false);
    return sample;
  }
  // c such that sum_g min(1, c p_g) = points; points that are certain leave fewer for the others.
  double c = static_cast<double>(options.points);
  for (int iteration = 0; iteration < 100; ++iteration) {
    double certain = 0, rest = 0;
    for (std::size_t g = 0; g < targets.size(); ++g)
      (c * weight(g) >= 1 ? certain : rest) += c * weight(g) >= 1 ? 1 : weight(g);
    if (!(rest > 0)) break;
    const double next = (static_cast<double>(options.points) - certain) / rest;
    const bool settled = std::abs(next - c) <= 1e-12 * c;
    c = next;
    if (settled) break;
  }
  std::mt19937_64 random(seed);
  double next = uniform(random), sum = 0;
  for (std::size_t g = 0; g < targets.size(); ++g) {
    const double probability = std::min(1.0, c * weight(g));
    sum += probability;
    if (sum < next) continue;
    next += 1;
    sample.index.push_back(static_cast<Index>(g));
    sample.probability.push_back(probability);
    sample.uniform.push_back(uniform(random) < share / weight(g));
  }
  return sample;
}

Screening screen_points(std::span<const double> features, Index points, double tolerance, Index most, int degree) {
  const auto count = static_cast<std::size_t>(points);
  const std::size_t width = count > 0 ? features.size() / count : 0;
  if (count * width != features.size())
    throw InvalidInput(std::to_string(features.size()) + " features do not belong to " + std::to_string(points) +
                       " points");
  std::vector<double> x(features.begin(), features.end());
  for (std::size_t column = 0; column < width; ++column) {
    double squares = 0;
    for (std::size_t p = 0; p < count; ++p) squares += x[p * width + column] * x[p * width + column];
    const double scale = squares > 0 ? std::sqrt(static_cast<double>(points) / squares) : 0.0;
    for (std::size_t p = 0; p < count; ++p) x[p * width + column] *= scale;
  }
  const auto similarity = [&](std::size_t i, std::size_t j) {
    const double k = std::inner_product(x.begin() + static_cast<std::ptrdiff_t>(i * width),
                                        x.begin() + static_cast<std::ptrdiff_t>((i + 1) * width),
                                        x.begin() + static_cast<std::ptrdiff_t>(j * width), 0.0);
    return degree == 1 ? k : std::pow(k, degree);
  };
  std::vector<double> diagonal(count);
  for (std::size_t p = 0; p < count; ++p) diagonal[p] = similarity(p, p);
  Screening result;
  const std::size_t limit = std::min(count, most > 0 ? static_cast<std::size_t>(most) : count);
  const double first = count > 0 ? *std::max_element(diagonal.begin(), diagonal.end()) : 0.0;
  std::vector<std::vector<double>> factor;  // [pivot][point]: L^T
  while (result.kept.size() < limit) {
    const auto pivot = static_cast<std::size_t>(std::max_element(diagonal.begin(), diagonal.end()) - diagonal.begin());
    if (!(diagonal[pivot] > tolerance * first) || !(diagonal[pivot] > 0)) break;
    std::vector<double> row(count);
    for (std::size_t p = 0; p < count; ++p) row[p] = similarity(p, pivot);
    for (const std::vector<double>& before : factor) {
      const double at_pivot = before[pivot];
      for (std::size_t p = 0; p < count; ++p) row[p] -= at_pivot * before[p];
    }
    const double root = std::sqrt(diagonal[pivot]);
    double left = 0;
    for (std::size_t p = 0; p < count; ++p) {
      row[p] /= root;
      diagonal[p] = std::max(0.0, diagonal[p] - row[p] * row[p]);
    }
    diagonal[pivot] = 0;
    for (const Index kept : result.kept)
      diagonal[static_cast<std::size_t>(kept)] = 0;  // what is left there is rounding
    left = *std::max_element(diagonal.begin(), diagonal.end());
    factor.push_back(std::move(row));
    result.kept.push_back(static_cast<Index>(pivot));
    result.residual.push_back(left / first);
  }
  return result;
}

}  // namespace rhofield
