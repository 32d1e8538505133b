// Properties of the choice of points: exact numbers and probabilities, estimates without bias, gradients as they are,
// around cells too, independent features first.
#include "rhofield/model/probe_sampling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <set>

#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/synthetic_grids.hpp"

namespace rhofield {
namespace {

using testing::expect_error;

std::vector<double> uneven_targets(std::size_t n) {
  std::vector<double> t;
  for (std::size_t k = 0; k < n; ++k) t.push_back(std::exp(-8.0 * static_cast<double>(k) / static_cast<double>(n)));
  return t;
}

TEST(ProbeSampling, TakesAsManyPointsAsAskedForAndNoneTwice) {
  const auto targets = uneven_targets(5000);
  for (const Index points : {1, 50, 200, 4999}) {
    const SampledPoints s = sample_points(targets, {.points = points}, 3);
    EXPECT_NEAR(static_cast<double>(s.index.size()), static_cast<double>(points), 1);
    EXPECT_EQ(std::set<Index>(s.index.begin(), s.index.end()).size(), s.index.size());
    for (const double p : s.probability) EXPECT_TRUE(p > 0 && p <= 1);
  }
  const SampledPoints all = sample_points(targets, {.points = 6000}, 3);
  EXPECT_EQ(all.index.size(), 5000U);
  EXPECT_EQ(all.probability, std::vector<double>(5000, 1.0));
}

TEST(ProbeSampling, SameSeedSamePointsOtherSeedOthers) {
  const auto targets = uneven_targets(3000);
  const SamplingOptions options{.points = 100};
  EXPECT_EQ(sample_points(targets, options, 5).index, sample_points(targets, options, 5).index);
  EXPECT_NE(sample_points(targets, options, 5).index, sample_points(targets, options, 6).index);
}

TEST(ProbeSampling, SumsOverProbabilityEstimateSumsOverTheGridWithoutBias) {
  const auto targets = uneven_targets(4000);
  std::vector<double> values;
  for (std::size_t k = 0; k < targets.size(); ++k) values.push_back(1 + std::sin(0.01 * static_cast<double>(k)));
  const double exact = std::accumulate(values.begin(), values.end(), 0.0);
  constexpr int draws = 400;
  double mean = 0, square = 0;
  for (int seed = 0; seed < draws; ++seed) {
    const SampledPoints s = sample_points(targets, {.points = 80}, static_cast<std::uint64_t>(seed));
    double estimate = 0;
    for (std::size_t p = 0; p < s.index.size(); ++p)
      estimate += values[static_cast<std::size_t>(s.index[p])] / s.probability[p];
    mean += estimate / draws, square += estimate * estimate / draws;
  }
  EXPECT_NEAR(mean, exact, 4 * std::sqrt((square - mean * mean) / draws));
}

TEST(ProbeSampling, TheUniformShareIsSpreadEvenly) {
  const auto targets = uneven_targets(10000);
  double uniform = 0, all = 0, far = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const SampledPoints s = sample_points(targets, {.points = 500, .uniform = 0.2}, seed);
    for (std::size_t p = 0; p < s.index.size(); ++p) {
      all += 1;
      uniform += s.uniform[p] ? 1 : 0;
      far += s.index[p] >= 5000 && s.uniform[p] ? 1 : 0;
    }
  }
  EXPECT_NEAR(uniform / all, 0.2, 0.02);
  EXPECT_NEAR(far / uniform, 0.5, 0.05);  // half of the grid, half of the share
}

TEST(SamplingTargets, HavePhysicalGradientsThatWrapAroundCells) {
  // A plane wave along a skew cell: |grad| = k |sin|, the same at every equivalent point.
  Structure cell;
  cell.numbers = {1};
  cell.positions = {{0, 0, 0}};
  cell.cell = {{{8, 0, 0}, {2, 7, 0}, {0, 0, 6}}};
  cell.periodic = {true, true, true};
  const Grid grid{
      .origin = {}, .steps = {{{8.0 / 40, 0, 0}, {2.0 / 40, 7.0 / 40, 0}, {0, 0, 6.0 / 40}}}, .counts = {40, 40, 40}};
  // b_1 of the cell, so that the wave is periodic: phase = 2 pi i / 40.
  std::vector<float> values;
  for (int i = 0; i < 40; ++i)
    for (int j = 0; j < 1600; ++j) values.push_back(static_cast<float>(2 + std::cos(2 * std::numbers::pi * i / 40)));
  const SamplingOptions options{.gradient = 1.0, .floor = 0.0};
  const auto targets = sampling_targets(cell, grid, values, options);
  const double k = 2 * std::numbers::pi * std::sqrt(1.0 / 64 + std::pow(2.0 / (8 * 7), 2));  // |b_1|
  const double step = 2 * std::numbers::pi / 40, damp = std::sin(step) / step;               // of central differences
  for (const int i : {0, 1, 10, 39}) {
    const double phase = step * i;
    EXPECT_NEAR(targets[static_cast<std::size_t>(i) * 1600 + 5],
                2 + std::cos(phase) + damp * k * std::abs(std::sin(phase)), 1e-5)
        << i;
  }
  // The published form: per voxel, one-sided at the edge.
  const auto published = sampling_targets(cell, grid, values, {.gradient = 1.0, .floor = 0.0, .per_voxel = true});
  EXPECT_NEAR(published[0], 3 + std::abs(std::cos(step) - 1), 1e-5);
}

TEST(Screening, PivotsAreThoseOfTheLargestRemainders) {
  // Rows: two alike, one nearly so, one independent.
  const std::vector<double> x{1, 0, 1, 0, 1, 0.01, 0, 3};
  const Screening s = screen_points(x, 4, 1e-3);
  EXPECT_EQ(s.kept.size(), 2U);
  EXPECT_EQ(s.kept[0], 3);
  ASSERT_EQ(s.residual.size(), 2U);
  EXPECT_LT(s.residual[1], 1e-3);
  EXPECT_EQ(screen_points(x, 4, 0.0, 1).kept.size(), 1U);
  // Products of two features make rows that are parallel to none of the others independent.
  const std::vector<double> y{1, 0, 0, 1, 1, 1};
  EXPECT_EQ(screen_points(y, 3, 1e-9).kept.size(), 2U);
  EXPECT_EQ(screen_points(y, 3, 1e-9, 0, 2).kept.size(), 3U);
  expect_error<InvalidInput>([&] { screen_points(x, 3, 0.1); }, {"8 features", "3 points"});
}

TEST(SamplingOptions, OutOfRangeIsSaid) {
  expect_error<InvalidInput>([] { validate(SamplingOptions{.points = 0}); }, {"points", "0", "1 or more"});
  expect_error<InvalidInput>([] { validate(SamplingOptions{.uniform = 1.5}); }, {"uniform", "1.5", "0 to 1"});
}

}  // namespace
}  // namespace rhofield
