// Values of basis functions against PySCF.
#include "rhofield/observables/grid.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/gaussian_reference.hpp"

namespace rhofield {
namespace {

TEST(BasisValues, EqualThoseOfPySCF) {
  const testing::Hdf5Reader file(RHOFIELD_TEST_DATA "/gaussian_integrals.h5");
  const auto basis = testing::read_basis(file, "water_dimer/basis");
  const auto points = file.doubles("water_dimer/points"), expected = file.doubles("water_dimer/values");
  const Device device = Device::select("cpu");
  const auto device_points =
      Tensor<double, 2>::from_host(device, points.data, {static_cast<Index>(points.shape[0]), 3});
  const std::vector<double> values =
      basis_values(device, basis, testing::read_structure(file, "water_dimer"), device_points).to_host();
  ASSERT_EQ(values.size(), expected.data.size());
  for (std::size_t k = 0; k < values.size(); ++k)
    EXPECT_NEAR(values[k], expected.data[k], 1e-14 * std::max(1.0, std::abs(expected.data[k]))) << "value " << k;
}

TEST(DensityAtPoints, AndItsGradientEqualThoseOfPySCF) {
  const testing::Hdf5Reader file(RHOFIELD_TEST_DATA "/gaussian_integrals.h5");
  const auto basis = testing::read_basis(file, "water_dimer/basis");
  const auto flat = file.doubles("water_dimer/points"), values = file.doubles("water_dimer/values"),
             gradients = file.doubles("water_dimer/density_gradients");
  std::vector<Vector3> points;
  for (std::size_t p = 0; p < static_cast<std::size_t>(flat.shape[0]); ++p)
    points.push_back({flat(p, 0), flat(p, 1), flat(p, 2)});
  std::vector<double> coefficients;
  for (std::size_t f = 0; f < static_cast<std::size_t>(values.shape[1]); ++f)
    coefficients.push_back(0.5 + std::sin(0.7 * static_cast<double>(f)));
  const auto found = density_at_points(Device::select("cpu"), basis, testing::read_structure(file, "water_dimer"),
                                       coefficients, points, true);
  ASSERT_EQ(found.values.size(), points.size());
  ASSERT_EQ(found.gradients.size(), points.size());
  // Sums of 278 terms, of which each primitive may leave out 1e-13; gradients 2 a r times as much.
  constexpr double tolerance = 1e-12, gradient_tolerance = 1e-11;
  for (std::size_t p = 0; p < points.size(); ++p) {
    double density = 0;
    for (std::size_t f = 0; f < coefficients.size(); ++f) density += values(p, f) * coefficients[f];
    EXPECT_NEAR(found.values[p], density, tolerance * std::max(1.0, std::abs(density))) << "point " << p;
    for (std::size_t x = 0; x < 3; ++x)
      EXPECT_NEAR(found.gradients[p][x], gradients(p, x), gradient_tolerance * std::max(1.0, std::abs(gradients(p, x))))
          << "point " << p << ", direction " << x;
  }
}

}  // namespace
}  // namespace rhofield
