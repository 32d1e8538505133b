// What real spherical harmonics must satisfy up to the largest order, beyond the reference values.
#include "rhofield/angular/real_spherical_harmonics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "rhofield/error.hpp"
#include "support/sphere_quadrature.hpp"

namespace rhofield {
namespace {

constexpr int l_max = 12;
constexpr Index components = (l_max + 1) * (l_max + 1);
constexpr double tolerance = 1e-13;  // roundings of a recursion of twelve steps

std::vector<double> surface(const Device& device, const std::vector<std::array<double, 3>>& points) {
  Tensor<double, 2> at(device, {static_cast<Index>(points.size()), 3});
  std::vector<double> flat;
  for (const auto& p : points) flat.insert(flat.end(), p.begin(), p.end());
  at = Tensor<double, 2>::from_host(device, flat, at.extents());
  Tensor<double, 2> values(device, {at.extent(0), components});
  real_spherical_harmonics(device, l_max, at, values);
  return values.to_host();
}

TEST(RealSphericalHarmonics, AreOrthonormalOnTheSphereUpToOrder12) {
  const Device device = Device::select("cpu");
  const auto rule = testing::sphere_quadrature(2 * l_max);
  const auto values = surface(device, rule.point);
  for (Index lm = 0; lm < components; ++lm)
    for (Index other = 0; other <= lm; ++other) {
      double product = 0;
      for (std::size_t p = 0; p < rule.point.size(); ++p)
        product += rule.weight[p] * values[p * components + static_cast<std::size_t>(lm)] *
                   values[p * components + static_cast<std::size_t>(other)];
      EXPECT_NEAR(product, lm == other ? 1.0 : 0.0, tolerance) << lm << ", " << other;
    }
}

TEST(RealSphericalHarmonics, ChangeSignWithThePointForOddOrders) {
  const Device device = Device::select("cpu");
  const auto values = surface(device, {{0.3, -1.2, 0.7}, {-0.3, 1.2, -0.7}});
  for (int l = 0; l <= l_max; ++l)
    for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
      EXPECT_EQ(values[static_cast<std::size_t>(components + lm)],
                (l % 2 == 0 ? 1.0 : -1.0) * values[static_cast<std::size_t>(lm)]);
}

TEST(RealSphericalHarmonics, OfTheOriginVanishButForOrderZero) {
  const auto values = surface(Device::select("cpu"), {{0, 0, 0}});
  EXPECT_NEAR(values[0], 1 / std::sqrt(4 * std::numbers::pi), 1e-16);
  for (std::size_t lm = 1; lm < components; ++lm) EXPECT_EQ(values[lm], 0.0);
}

TEST(RealSphericalHarmonics, DependOnTheDirectionOnlyForTheSmallestAndLargestLengths) {
  const double tiny = std::numeric_limits<double>::min(), huge = 1e300;
  const auto values =
      surface(Device::select("cpu"), {{1, 2, 2}, {tiny, 2 * tiny, 2 * tiny}, {huge, 2 * huge, 2 * huge}});
  for (std::size_t lm = 0; lm < components; ++lm) {
    EXPECT_NEAR(values[components + lm], values[lm], tolerance);
    EXPECT_NEAR(values[2 * components + lm], values[lm], tolerance);
  }
}

TEST(RealSphericalHarmonics, OrderOneIsYZX) {
  const Device device = Device::select("cpu");
  const auto points = Tensor<double, 2>::from_host(device, std::vector<double>{0.5, -1.5, 2.5}, {1, 3});
  Tensor<double, 2> values(device, {1, 4});
  solid_harmonics(device, 1, points, values);
  const double norm = std::sqrt(3 / (4 * std::numbers::pi));
  EXPECT_NEAR(values.view()(0, 1), norm * -1.5, 1e-15);
  EXPECT_NEAR(values.view()(0, 2), norm * 2.5, 1e-15);
  EXPECT_NEAR(values.view()(0, 3), norm * 0.5, 1e-15);
}

TEST(RealSphericalHarmonics, WrongOrdersAndShapesAreRefused) {
  const Device device = Device::select("cpu");
  const auto points = Tensor<double, 2>::zeros(device, {2, 3});
  Tensor<double, 2> values(device, {2, 4});
  EXPECT_THROW(real_spherical_harmonics(device, -1, points, values), InvalidInput);
  EXPECT_THROW(real_spherical_harmonics(device, 13, points, values), InvalidInput);
  EXPECT_THROW(real_spherical_harmonics(device, 2, points, values), InvalidInput);
}

}  // namespace
}  // namespace rhofield
