// Gaussian bases: order and number of functions, normalisation, the NWChem format, and what is refused.
#include "rhofield/basis/gaussian_basis.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <vector>

#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "support/errors.hpp"
#include "support/onsite_overlap.hpp"

namespace rhofield {
namespace {

using testing::expect_error;

const char* const water_text = R"(BASIS "ao basis" SPHERICAL PRINT
#BASIS SET: made up
H    S
     13.01         0.0196850
      1.962        0.1379770
      0.4446       0.4781480
H    P
      0.727        1.0000000
o    SP
     15.539616D+00 -0.110778  0.070874
      0.3        1.0 0.5
O    D
      1.2 1.0
O    S
      8.0   0.5   0.0
      2.0   0.25  1.0
END
)";

TEST(NwchemBasis, ShellsAreSortedByOrderAndCounted) {
  const GaussianBasis basis = parse_nwchem_basis(water_text);
  EXPECT_EQ(basis.functions(1), 4);
  EXPECT_EQ(basis.functions(8), 3 + 3 + 5);
  EXPECT_EQ(basis.shell_count(8, 0), 3);  // one of SP, two contractions of the last block
  EXPECT_EQ(basis.function_offset(8, 1, 0), 3);
  EXPECT_EQ(basis.function_offset(8, 2, 0), 6);
  EXPECT_EQ(basis.l_max(), 2);
  Structure water;
  water.numbers = {8, 1, 1};
  EXPECT_EQ(basis.functions(water), 19);
}

TEST(NwchemBasis, PrimitivesWithoutACoefficientAreLeftOut) {
  const auto shells = parse_nwchem_basis(water_text).shells(8);
  EXPECT_EQ(shells[1].exponents.size(), 2U);
  EXPECT_EQ(shells[2].exponents, std::vector<double>{2.0});
}

TEST(NwchemBasis, PublishedCoefficientsMultiplyNormalisedPrimitives) {
  // With normalised primitives g_1, g_2 the ratio of coefficients of r^l exp(-a r^2) is that of the text times
  // (a_1/a_2)^(3/4).
  const auto shell = parse_nwchem_basis(water_text).shells(8)[1];
  EXPECT_NEAR(shell.coefficients[0] / shell.coefficients[1], 0.5 / 0.25 * std::pow(8.0 / 2.0, 0.75), 1e-12);
}

TEST(NwchemBasis, EveryShellIsNormalised) {
  const GaussianBasis basis = parse_nwchem_basis(water_text);
  for (const auto& [number, shells] : basis.all())
    for (int l = 0; l <= basis.l_max(); ++l) {
      const auto overlap = testing::onsite_overlap(basis, number, l);
      const int n = basis.shell_count(number, l);
      for (int k = 0; k < n; ++k) EXPECT_NEAR(overlap[static_cast<std::size_t>(k * n + k)], 1, 1e-14);
    }
}

TEST(NwchemBasis, BadTextIsRefusedWithItsLine) {
  expect_error<InvalidInput>([] { parse_nwchem_basis("H S\n 1.0 abc\n"); }, {"line 2", "abc"});
  expect_error<InvalidInput>([] { parse_nwchem_basis("H Q\n 1.0 1.0\n"); }, {"line 1", "'Q'"});
  expect_error<InvalidInput>([] { parse_nwchem_basis("H S\n -1.0 1.0\n"); }, {"-1"});
  expect_error<InvalidInput>([] { parse_nwchem_basis(" 1.0 1.0\n"); }, {"line 1"});
  expect_error<InvalidInput>([] { parse_nwchem_basis("H S\n"); }, {"no primitives"});
  expect_error<InvalidInput>([] { parse_nwchem_basis("H SP\n 1.0 1.0\n"); }, {"2 coefficient columns"});
  expect_error<InvalidInput>([] { parse_nwchem_basis("H S\n 1.0 1.0 1.0\n 0.5 1.0\n"); }, {"columns"});
  expect_error<InvalidInput>([] { parse_nwchem_basis("# nothing\n"); }, {"no shells"});
  EXPECT_THROW(parse_nwchem_basis("Xx S\n 1.0 1.0\n"), InvalidInput);
}

TEST(GaussianBasis, UnknownElementsAreNamedWithTheKnownOnes) {
  const GaussianBasis basis = parse_nwchem_basis(water_text);
  expect_error<InvalidInput>([&] { (void)basis.shells(7); }, {"N", "H, O"});
}

TEST(GaussianBasis, ImpossibleShellsAreRefused) {
  const auto make = [](int l, std::vector<double> exponents, std::vector<double> coefficients) {
    return GaussianBasis({{1, {Shell{l, std::move(exponents), std::move(coefficients)}}}});
  };
  expect_error<InvalidInput>([&] { make(9, {1.0}, {1.0}); }, {"9", "0..8"});
  expect_error<InvalidInput>([&] { make(0, {0.0}, {1.0}); }, {"exponent"});
  expect_error<InvalidInput>([&] { make(0, {std::nan("")}, {1.0}); }, {"exponent"});
  expect_error<InvalidInput>([&] { make(0, {1.0, 2.0}, {1.0}); }, {"2 exponents", "1 coefficients"});
}

TEST(GaussianBasis, AnElementWithoutShellsHasNoFunctions) {
  const GaussianBasis basis({{1, {Shell{1, {0.8}, {1.0}}}}, {2, {}}});
  Structure s;
  s.numbers = {2, 1};
  s.positions = {{0, 0, 0}, {0, 0, 3}};
  EXPECT_TRUE(basis.contains(2));
  EXPECT_EQ(basis.functions(2), 0);
  EXPECT_EQ(basis.functions(s), 3);
  EXPECT_EQ(basis.l_max(), 1);
  EXPECT_TRUE(basis.is_gaussian());
  EXPECT_EQ(overlap_matrix(Device::select("cpu"), basis, s).size(), 9);
  expect_error<InvalidInput>([&] { (void)basis.functions(3); }, {"Li", "entry without shells"});
}

TEST(GaussianBasis, NumericalShellsHaveNoIntegrals) {
  const GaussianBasis basis({{1, {Shell{0, {}, {}}}}});
  Structure atom;
  atom.numbers = {1};
  atom.positions = {{0, 0, 0}};
  EXPECT_FALSE(basis.is_gaussian());
  EXPECT_THROW(charge_moments(basis, atom), InvalidInput);
  EXPECT_THROW(overlap_matrix(Device::select("cpu"), basis, atom), InvalidInput);
}

TEST(GaussianBasis, ANormalisedSFunctionHoldsItsClosedFormCharge) {
  const GaussianBasis basis = parse_nwchem_basis("H S\n 0.8 1.0\n");
  Structure atom;
  atom.numbers = {1};
  atom.positions = {{0.3, -0.2, 1.5}};
  // phi = (2a/pi)^(3/4) exp(-a r^2): int phi = (2 pi/a)^(3/4).
  const double charge = std::pow(2 * pi / 0.8, 0.75);
  EXPECT_NEAR(charge_moments(basis, atom)[0], charge, 1e-13);
  const auto dipole = dipole_moments(basis, atom);
  EXPECT_NEAR(dipole[0], 0.3 * charge, 1e-13);
  EXPECT_NEAR(dipole[1], -0.2 * charge, 1e-13);
  EXPECT_NEAR(dipole[2], 1.5 * charge, 1e-13);
}

}  // namespace
}  // namespace rhofield
