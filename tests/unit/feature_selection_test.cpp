// Farthest-point sampling against the plain algorithm.
#include "rhofield/descriptors/feature_selection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "rhofield/error.hpp"

namespace rhofield {
namespace {

Tensor<double, 2> random_points(const Device& device, Index points, Index features, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Tensor<double, 2> x(device, {points, features});
  std::generate_n(x.view().data(), x.size(), [&] { return normal(random); });
  return x;
}

/// One point after another, distances as sums of squared differences; ties (1e-12 of the largest |x|^2) to the lowest
/// index.
std::vector<Index> plain_farthest_points(View<const double, 2> x, Index count) {
  const Index points = x.extent(0);
  const auto distance = [&](Index i, Index j) {
    double sum = 0.0;
    for (Index f = 0; f < x.extent(1); ++f) sum += (x(i, f) - x(j, f)) * (x(i, f) - x(j, f));
    return sum;
  };
  double largest_square = 0.0;
  for (Index i = 0; i < points; ++i) {
    double square = 0.0;
    for (Index f = 0; f < x.extent(1); ++f) square += x(i, f) * x(i, f);
    largest_square = std::max(largest_square, square);
  }
  std::vector<double> nearest(static_cast<std::size_t>(points), std::numeric_limits<double>::infinity());
  std::vector<Index> picks;
  for (Index p = 0; static_cast<Index>(picks.size()) < count;) {
    picks.push_back(p);
    for (Index i = 0; i < points; ++i)
      nearest[static_cast<std::size_t>(i)] = std::min(nearest[static_cast<std::size_t>(i)], distance(i, p));
    for (const Index k : picks) nearest[static_cast<std::size_t>(k)] = -std::numeric_limits<double>::infinity();
    const double far = *std::max_element(nearest.begin(), nearest.end());
    p = std::find_if(nearest.begin(), nearest.end(), [&](double d) { return d >= far - 1e-12 * largest_square; }) -
        nearest.begin();
  }
  return picks;
}

TEST(FarthestPoints, LookAheadPicksWhatThePlainAlgorithmPicks) {
  const Device device = Device::select("cpu");
  for (const Index points : {1, 2, 31, 32, 33, 64, 65, 257, 2000})
    for (const Index features : {1, 2, 5, 40}) {
      const auto x = random_points(device, points, features, static_cast<unsigned>(points + features));
      const Index count = std::min<Index>(points, 400);
      EXPECT_EQ(farthest_points(device, x, count), plain_farthest_points(x, count)) << points << " x " << features;
    }
}

TEST(FarthestPoints, DuplicatesAndLatticesOfTiesGoToTheLowestIndex) {
  const Device device = Device::select("cpu");
  for (const Index points : {5, 100, 300}) {
    auto x = random_points(device, points, 3, 4);
    for (Index i = 0; i < points; ++i)
      for (Index f = 0; f < 3; ++f) x.view()(i, f) = std::round(x.view()(i, f));
    EXPECT_EQ(farthest_points(device, x, points), plain_farthest_points(x, points)) << points;
  }
  const auto same = Tensor<double, 2>::zeros(device, {150, 4});
  const auto picks = farthest_points(device, same, 150);
  for (Index i = 0; i < 150; ++i) EXPECT_EQ(picks[static_cast<std::size_t>(i)], i);
}

TEST(FarthestPoints, EveryPointIsPickedOnce) {
  const Device device = Device::select("cpu");
  const auto picks = farthest_points(device, random_points(device, 257, 8, 1), 257);
  EXPECT_EQ(std::set<Index>(picks.begin(), picks.end()).size(), 257U);
}

TEST(FarthestPoints, AskingForTooManyThrowsWithBothNumbers) {
  const Device device = Device::select("cpu");
  const auto x = random_points(device, 5, 2, 1);
  EXPECT_TRUE(farthest_points(device, x, 0).empty());
  try {
    (void)farthest_points(device, x, 6);
    FAIL() << "no exception";
  } catch (const InvalidInput& error) {
    EXPECT_NE(std::string(error.what()).find('6'), std::string::npos);
    EXPECT_NE(std::string(error.what()).find('5'), std::string::npos);
  }
}

TEST(FarthestFeatures, GramGivesThePicksOfTheColumns) {
  const Device device = Device::select("cpu");
  for (const Index features : {1, 31, 32, 33, 257}) {
    // Three batches of atoms with three components each; the upper triangle of the Gram matrix is never set.
    Tensor<double, 2> gram(device, {features, features});
    for (Index i = 0; i < features; ++i)
      for (Index j = 0; j < features; ++j) gram.view()(i, j) = j > i ? std::numeric_limits<double>::quiet_NaN() : 0.0;
    Tensor<double, 2> columns(device, {features, 3 * 4 * 3});
    for (unsigned batch = 0; batch < 3; ++batch) {
      const auto p = random_points(device, 12, features, batch + 10);
      for (Index r = 0; r < 12; ++r)
        for (Index f = 0; f < features; ++f) columns.view()(f, 12 * batch + r) = p.view()(r, f);
      accumulate_gram(device, p.view().reshape<3>({4, 3, features}), gram);
    }
    EXPECT_EQ(farthest_features(device, gram, features), plain_farthest_points(columns, features)) << features;
  }
}

TEST(FarthestPoints, NaNIsRefused) {
  const Device device = Device::select("cpu");
  auto x = random_points(device, 5, 2, 1);
  x.view()(3, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)farthest_points(device, x, 2), InvalidInput);
  auto gram = Tensor<double, 2>::zeros(device, {3, 3});
  gram.view()(2, 2) = std::numeric_limits<double>::infinity();
  EXPECT_THROW((void)farthest_features(device, gram, 2), InvalidInput);
}

TEST(FarthestFeatures, MisuseIsRefused) {
  const Device device = Device::select("cpu");
  const auto square = Tensor<double, 2>::zeros(device, {4, 4}), oblong = Tensor<double, 2>::zeros(device, {4, 3});
  EXPECT_THROW((void)farthest_features(device, square, 5), InvalidInput);
  EXPECT_THROW((void)farthest_features(device, oblong, 2), InvalidInput);
}

}  // namespace
}  // namespace rhofield
