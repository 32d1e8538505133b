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

}  // namespace
}  // namespace rhofield
