// Harmonics against sphericart 2.0.4.
#include "rhofield/angular/real_spherical_harmonics.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "shared/solid_harmonic_gradients.hpp"
#include "support/hdf5_reader.hpp"

namespace rhofield {
namespace {

using testing::Hdf5Reader;

// Both sides round a recursion of ten steps; the reference was checked to 2e-14.
constexpr double tolerance = 1e-13;

Tensor<double, 2> upload(const Device& device, const testing::Array<double>& array) {
  return Tensor<double, 2>::from_host(device, array.data,
                                      {static_cast<Index>(array.shape[0]), static_cast<Index>(array.shape[1])});
}

TEST(RealSphericalHarmonicsReference, DirectionsOfAnyLengthFrom1em12To1e10GiveTheReferenceValues) {
  const Device device = Device::select("cpu");
  const Hdf5Reader file(RHOFIELD_TEST_DATA "/spherical_harmonics.h5");
  const auto points = file.doubles("points"), expected = file.doubles("values");
  const int l_max = static_cast<int>(file.attribute("/", "l_max"));
  Tensor<double, 2> values(device, {static_cast<Index>(points.shape[0]), (l_max + 1) * (l_max + 1)});

  real_spherical_harmonics(device, l_max, upload(device, points), values);

  const auto actual = values.to_host();
  ASSERT_EQ(actual.size(), expected.data.size());
  for (std::size_t k = 0; k < actual.size(); ++k)
    EXPECT_NEAR(actual[k], expected.data[k], tolerance) << "element " << k;
}

TEST(RealSphericalHarmonicsReference, SolidHarmonicsAgreeRelativeToTheirLength) {
  const Device device = Device::select("cpu");
  const Hdf5Reader file(RHOFIELD_TEST_DATA "/spherical_harmonics.h5");
  auto points = file.doubles("points");
  const auto expected = file.doubles("solid_values");
  const int l_max = static_cast<int>(file.attribute("/", "l_max"));
  points.shape[0] = expected.shape[0];
  points.data.resize(points.shape[0] * 3);
  Tensor<double, 2> values(device, {static_cast<Index>(points.shape[0]), (l_max + 1) * (l_max + 1)});

  solid_harmonics(device, l_max, upload(device, points), values);

  const auto actual = values.to_host();
  for (std::size_t p = 0; p < points.shape[0]; ++p) {
    const double r = std::hypot(points(p, 0), points(p, 1), points(p, 2));
    for (int l = 0; l <= l_max; ++l)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
        EXPECT_NEAR(actual[p * expected.shape[1] + static_cast<std::size_t>(lm)], expected(p, lm),
                    tolerance * std::pow(r, l))
            << "point " << p << ", lm " << lm;
  }
}

TEST(RealSphericalHarmonicsReference, GradientsOfSolidHarmonicsAgreeRelativeToTheirLength) {
  constexpr int l_max = 10, components = (l_max + 1) * (l_max + 1);
  const Hdf5Reader file(RHOFIELD_TEST_DATA "/spherical_harmonics.h5");
  const auto points = file.doubles("points"), expected = file.doubles("solid_gradients");
  ASSERT_EQ(file.attribute("/", "l_max"), l_max);
  for (std::size_t p = 0; p < expected.shape[0]; ++p) {
    const double r = std::hypot(points(p, 0), points(p, 1), points(p, 2));
    for (int lm = 0; lm < components; ++lm) {
      double gradient[3] = {};
      const auto only = [lm](int place) { return place == lm ? 1.0 : 0.0; };
      formula::solid_harmonics<l_max>(points(p, 0), points(p, 1), points(p, 2), 1.0, [&](auto place, double value) {
        formula::add_solid_gradient<l_max, place>(value, only, gradient[0], gradient[1], gradient[2]);
      });
      const int l = formula::detail::order_at(lm);
      for (std::size_t x = 0; x < 3; ++x)
        EXPECT_NEAR(gradient[x], expected(p, x, lm), 10.0 * tolerance * std::pow(r, l - 1))
            << "point " << p << ", lm " << lm << ", direction " << x;
    }
  }
}

}  // namespace
}  // namespace rhofield
