// Farthest points: the same picks in the same order on both devices.
#include "rhofield/descriptors/feature_selection.hpp"

#include "parity/parity.hpp"

namespace rhofield::parity {
namespace {

class FarthestPointsParity : public ParityTest {
 protected:
  void expect_same_picks(Index points, Index features, Index count, const std::vector<double>& values) {
    expect_parity(
        [&](const Device& device) {
          const auto x = Tensor<double, 2>::from_host(device, values, {points, features});
          const std::vector<Index> picks = farthest_points(device, x.view(), count);
          return std::vector<double>(picks.begin(), picks.end());
        },
        0.0, std::to_string(count) + " of " + std::to_string(points) + " points");
  }
};

TEST_F(FarthestPointsParity, AnyNumberOfPointsAndFeaturesWorks) {
  for (const Index points : sizes)
    for (const Index features : {Index{1}, Index{33}})
      expect_same_picks(points, features, std::min<Index>(points, 5), random_values(points * features, 3));
  expect_same_picks(90, 20, 70, random_values(90 * 20, 4));  // beyond one block of the look-ahead
}

TEST_F(FarthestPointsParity, EqualPointsArePickedInTheirOrder) {
  std::vector<double> values = random_values(20 * 8, 5);
  values.insert(values.end(), values.begin(), values.end());  // every point twice
  expect_same_picks(40, 8, 40, values);
  expect_same_picks(33, 0, 33, {});
}

}  // namespace
}  // namespace rhofield::parity
