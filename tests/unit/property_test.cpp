// Spherical components of Cartesian tensors: orthonormal, complete, and rotating as spherical harmonics do.
#include "rhofield/model/property.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "rhofield/angular/wigner.hpp"
#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/synthetic_properties.hpp"

namespace rhofield {
namespace {

using testing::expect_error;

constexpr double rounding = 1e-14;

const std::vector<PropertyKind> all_kinds{PropertyKind::scalar, PropertyKind::vector, PropertyKind::symmetric_tensor,
                                          PropertyKind::tensor};

std::vector<double> random_value(PropertyKind kind, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::vector<double> value(static_cast<std::size_t>(cartesian_components(kind)));
  for (double& x : value) x = normal(random);
  if (kind == PropertyKind::symmetric_tensor)
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < i; ++j) value[3 * i + j] = value[3 * j + i];
  return value;
}

double norm(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v * v;
  return std::sqrt(sum);
}

TEST(Property, CartesianValuesComeBackFromTheirSphericalComponents) {
  std::mt19937_64 random(1);
  for (const PropertyKind kind : all_kinds) {
    const std::vector<double> value = random_value(kind, random);
    const std::vector<double> back = to_cartesian(kind, to_spherical(kind, value));
    ASSERT_EQ(back.size(), value.size());
    for (std::size_t k = 0; k < value.size(); ++k) EXPECT_NEAR(back[k], value[k], rounding) << name_of(kind);
  }
}

TEST(Property, SphericalComponentsHaveTheFrobeniusNorm) {
  std::mt19937_64 random(2);
  for (const PropertyKind kind : all_kinds) {
    const std::vector<double> value = random_value(kind, random);
    EXPECT_NEAR(norm(to_spherical(kind, value)), norm(value), rounding * norm(value)) << name_of(kind);
  }
}

TEST(Property, SymmetricTensorsLeaveTheAntisymmetricPartOut) {
  const std::vector<double> rotation{0, 1, -2, -1, 0, 3, 2, -3, 0};
  for (const double t : to_spherical(PropertyKind::symmetric_tensor, rotation)) EXPECT_EQ(t, 0);
}

/// Cartesian value after x -> A x.
std::vector<double> rotated_value(PropertyKind kind, const std::vector<double>& value, const Matrix3& a) {
  if (kind == PropertyKind::scalar) return value;
  if (kind == PropertyKind::vector) {
    const Vector3 v = testing::multiply(a, Vector3{value[0], value[1], value[2]});
    return {v.begin(), v.end()};
  }
  Matrix3 t{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) t[i][j] = value[3 * i + j];
  return testing::flat(testing::transformed(t, a));
}

TEST(Property, SphericalComponentsRotateAsSphericalHarmonicsAndInvertByTheirParity) {
  std::mt19937_64 random(3);
  for (const Matrix3& a : testing::some_rotations()) {
    const double determinant = a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) -
                               a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
                               a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
    for (const PropertyKind kind : all_kinds) {
      const std::vector<double> value = random_value(kind, random);
      const std::vector<double> before = to_spherical(kind, value);
      const std::vector<double> after = to_spherical(kind, rotated_value(kind, value, a));
      std::size_t first = 0;
      for (const FeatureOrder order : irreps_of(kind)) {
        // D of an improper rotation has the proper parity (-1)^lambda in it; pseudotensors have the other sign.
        const double sign = order.parity == Parity::pseudo ? determinant : 1.0;
        const std::vector<double> d = wigner_d_real(order.lambda, a);
        const auto width = static_cast<std::size_t>(2 * order.lambda + 1);
        for (std::size_t mu = 0; mu < width; ++mu) {
          double expected = 0;
          for (std::size_t nu = 0; nu < width; ++nu) expected += sign * d[mu * width + nu] * before[first + nu];
          EXPECT_NEAR(after[first + mu], expected, 1e-12) << name_of(kind) << ", " << describe(order);
        }
        first += width;
      }
    }
  }
}

TEST(Property, WrongNumbersOfComponentsAreRefused) {
  expect_error<InvalidInput>([] { (void)to_spherical(PropertyKind::vector, std::vector<double>(4)); },
                             {"vector has 3", "got 4"});
  expect_error<InvalidInput>([] { (void)to_cartesian(PropertyKind::tensor, std::vector<double>(6)); },
                             {"tensor has 9", "got 6"});
}

TEST(Property, OptionsOutOfRangeAreRefusedByName) {
  const auto refused = [](PropertyOptions options, std::initializer_list<std::string> parts) {
    expect_error<InvalidInput>([&] { validate(options); }, parts);
  };
  refused({.name = ""}, {"no name"});
  refused({.name = "a/b"}, {"a/b"});
  refused({.name = "energy", .weight = 0}, {"energy", "weight = 0"});
  refused({.name = "energy", .weight = NAN}, {"energy", "weight = nan"});
  refused({.name = "energy", .regularisation = -1}, {"regularisation = -1"});
  refused({.name = "dipole", .kind = PropertyKind::vector, .baseline = PropertyBaseline::composition},
          {"dipole", "composition", "vector"});
  refused({.name = "gap", .extent = PropertyExtent::mean, .baseline = PropertyBaseline::composition},
          {"gap", "composition", "extent mean"});
  const std::vector<PropertyOptions> twice{{.name = "energy"}, {.name = "energy"}};
  expect_error<InvalidInput>([&] { validate(twice); }, {"energy", "twice"});
}

TEST(Property, WordsNameKindsExtentsAndBaselines) {
  for (const PropertyKind kind : all_kinds) EXPECT_EQ(property_kind(name_of(kind)), kind);
  for (const auto extent : {PropertyExtent::sum, PropertyExtent::mean, PropertyExtent::atom})
    EXPECT_EQ(property_extent(name_of(extent)), extent);
  for (const auto baseline : {PropertyBaseline::none, PropertyBaseline::mean, PropertyBaseline::composition})
    EXPECT_EQ(property_baseline(name_of(baseline)), baseline);
  expect_error<InvalidInput>([] { (void)property_kind("tensr"); }, {"tensr", "scalar", "symmetric_tensor"});
}

}  // namespace
}  // namespace rhofield
