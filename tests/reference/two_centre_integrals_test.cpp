// Overlap, Coulomb, charge and dipole integrals against PySCF (libcint) and an explicit sum over images.
#include "rhofield/basis/two_centre_integrals.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/gaussian_reference.hpp"

namespace rhofield {
namespace {

const char* const data_file = RHOFIELD_TEST_DATA "/gaussian_integrals.h5";

/// Largest difference between the matrix and the rows the file keeps, and the largest reference value.
struct Difference {
  double most = 0, scale = 0;
};

Difference compare(const testing::Hdf5Reader& file, const std::string& group, const char* item,
                   const Tensor<double, 2>& matrix) {
  const auto expected = file.doubles(group + "/" + item);
  const auto rows = file.ints(group + "/rows");
  const std::vector<double> values = matrix.to_host();
  const auto functions = static_cast<std::size_t>(matrix.extent(1));
  EXPECT_EQ(expected.shape.at(1), functions);
  Difference d;
  for (std::size_t r = 0; r < rows.data.size(); ++r)
    for (std::size_t c = 0; c < functions; ++c) {
      d.most =
          std::max(d.most, std::abs(values.at(static_cast<std::size_t>(rows(r)) * functions + c) - expected(r, c)));
      d.scale = std::max(d.scale, std::abs(expected(r, c)));
    }
  return d;
}

class Molecule : public ::testing::TestWithParam<const char*> {};

TEST_P(Molecule, OverlapEqualsThatOfLibcint) {
  const testing::Hdf5Reader file(data_file);
  const std::string group = GetParam();
  const auto basis = testing::read_basis(file, group + "/basis");
  const auto overlap = overlap_matrix(Device::select("cpu"), basis, testing::read_structure(file, group));
  EXPECT_LT(compare(file, group, "overlap", overlap).most, 1e-13);  // rounding of either code
}

TEST_P(Molecule, CoulombMatrixEqualsThatOfLibcint) {
  const testing::Hdf5Reader file(data_file);
  const std::string group = GetParam();
  const auto basis = testing::read_basis(file, group + "/basis");
  const auto coulomb = coulomb_matrix(Device::select("cpu"), basis, testing::read_structure(file, group));
  const Difference d = compare(file, group, "coulomb", coulomb);
  EXPECT_LT(d.most, 1e-13 * d.scale);
}

TEST_P(Molecule, MomentsEqualTheirClosedForms) {
  const testing::Hdf5Reader file(data_file);
  const std::string group = GetParam();
  const auto basis = testing::read_basis(file, group + "/basis");
  const Structure structure = testing::read_structure(file, group);
  const std::vector<double> charge = charge_moments(basis, structure), dipole = dipole_moments(basis, structure);
  const auto expected_charge = file.doubles(group + "/charge"), expected_dipole = file.doubles(group + "/dipole");
  ASSERT_EQ(charge.size(), expected_charge.data.size());
  ASSERT_EQ(dipole.size(), expected_dipole.data.size());
  for (std::size_t f = 0; f < charge.size(); ++f) EXPECT_NEAR(charge[f], expected_charge.data[f], 1e-12);
  for (std::size_t f = 0; f < dipole.size(); ++f) EXPECT_NEAR(dipole[f], expected_dipole.data[f], 1e-12);
}

INSTANTIATE_TEST_SUITE_P(PySCF, Molecule, ::testing::Values("water_dimer", "formamide"));

TEST(Cell, CoulombMatrixEqualsThePlainSumOverReciprocalVectors) {
  const testing::Hdf5Reader file(data_file);
  const auto basis = testing::read_basis(file, "periodic/basis");
  const auto coulomb = coulomb_matrix(Device::select("cpu"), basis, testing::read_structure(file, "periodic"));
  const Difference d = compare(file, "periodic", "coulomb", coulomb);
  EXPECT_LT(d.most, 1e-12 * d.scale);
}

TEST(Cell, OverlapEqualsTheExplicitSumOverImages) {
  const testing::Hdf5Reader file(data_file);
  const auto basis = testing::read_basis(file, "periodic/basis");
  const auto overlap = overlap_matrix(Device::select("cpu"), basis, testing::read_structure(file, "periodic"));
  EXPECT_LT(compare(file, "periodic", "overlap", overlap).most, 1e-12);  // hundreds of images, each to 1e-14
}

}  // namespace
}  // namespace rhofield
