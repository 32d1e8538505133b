// Radial functions, their integrals with an atomic Gaussian, and the table of these.
#include "rhofield/basis/radial_basis.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "rhofield/error.hpp"
#include "support/sphere_quadrature.hpp"

namespace rhofield {
namespace {

using std::numbers::pi;

double legendre(int l, double t) {
  double below = 0, value = 1;
  for (int k = 0; k < l; ++k) {
    const double next = ((2 * k + 1) * t * value - k * below) / (k + 1);
    below = value;
    value = next;
  }
  return value;
}

TEST(RadialBasis, FunctionsAreOrthonormal) {
  for (const int n_max : {1, 6, 8, 12}) {
    const RadialBasis basis(4.0, n_max);
    const auto rule = testing::gauss_legendre(200);
    const double far = 40.0;  // the widest function has decayed to exp(-100) there
    std::vector<double> product(static_cast<std::size_t>(n_max * n_max)), value(static_cast<std::size_t>(n_max));
    for (std::size_t k = 0; k < rule.node.size(); ++k) {
      const double r = 0.5 * far * (rule.node[k] + 1);
      basis.evaluate(r, value);
      for (std::size_t a = 0; a < value.size(); ++a)
        for (std::size_t b = 0; b < value.size(); ++b)
          product[a * value.size() + b] += 0.5 * far * rule.weight[k] * r * r * value[a] * value[b];
    }
    for (std::size_t a = 0; a < value.size(); ++a)
      for (std::size_t b = 0; b < value.size(); ++b)
        EXPECT_NEAR(product[a * value.size() + b], a == b ? 1 : 0, 1e-12) << n_max;
  }
}

/// I_nl(r) by brute force: the atomic Gaussian integrated against R_n(x) P_l(cos) on a spherical grid about the centre.
std::vector<double> integrals_by_quadrature(const RadialBasis& basis, double sigma, int l_max, double r) {
  const auto n_max = static_cast<std::size_t>(basis.n_max());
  std::vector<double> sum(static_cast<std::size_t>(l_max + 1) * n_max), value(n_max);
  const auto radial = testing::gauss_legendre(160), polar = testing::gauss_legendre(400);
  const double low = std::max(0.0, r - 9 * sigma), high = r + 9 * sigma, half = 0.5 * (high - low);
  for (std::size_t k = 0; k < radial.node.size(); ++k) {
    const double x = low + half * (radial.node[k] + 1);
    basis.evaluate(x, value);
    for (std::size_t j = 0; j < polar.node.size(); ++j) {
      const double t = polar.node[j];
      const double gaussian = std::pow(pi * sigma * sigma, -0.75) *
                              std::exp(-((x - r) * (x - r) + 2 * x * r * (1 - t)) / (2 * sigma * sigma));
      const double weight = 2 * pi * half * radial.weight[k] * polar.weight[j] * x * x * gaussian;
      for (int l = 0; l <= l_max; ++l)
        for (std::size_t n = 0; n < n_max; ++n)
          sum[static_cast<std::size_t>(l) * n_max + n] += weight * legendre(l, t) * value[n];
    }
  }
  return sum;
}

TEST(RadialIntegrals, AgreeWithQuadratureForNarrowAndWideGaussians) {
  constexpr int l_max = 10;
  for (const auto& [n_max, sigma] : {std::pair{8, 0.3}, std::pair{12, 0.1}, std::pair{5, 1.0}}) {
    const RadialBasis basis(6.0, n_max);
    const RadialIntegrals integrals(basis, sigma, l_max);
    std::vector<double> value(static_cast<std::size_t>((l_max + 1) * n_max));
    for (const double r : {0.0, 0.01, 1.3, 3.4, 3.5, 6.0}) {
      integrals.evaluate(r, value);
      const auto expected = integrals_by_quadrature(basis, sigma, l_max, r);
      for (int l = 0; l <= l_max; ++l)
        for (int n = 0; n < n_max; ++n) {
          const auto at = static_cast<std::size_t>(l * n_max + n);
          EXPECT_NEAR(value[at] * std::pow(r, l), expected[at], 1e-12)  // roundings of 64 000 points
              << "sigma " << sigma << " r " << r << " l " << l << " n " << n;
        }
    }
  }
}

TEST(RadialIntegrals, StayFiniteWhereTheConfluentFunctionOverflows) {
  constexpr int l_max = 10, n_max = 12;
  const RadialIntegrals integrals(RadialBasis(20.0, n_max), 0.02, l_max);  // e^{c r^2} would be e^{500 000}
  std::vector<double> value(static_cast<std::size_t>((l_max + 1) * n_max));
  for (const double r : {0.0, 0.1, 1.0, 10.0, 20.0}) {
    integrals.evaluate(r, value);
    for (const double v : value) EXPECT_TRUE(std::isfinite(v)) << r;
  }
}

class RadialTableError : public ::testing::TestWithParam<std::tuple<int, int, double, double>> {};

TEST_P(RadialTableError, IsBelowTheOneAskedFor) {
  const Device device = Device::select("cpu");
  const auto [n_max, l_max, smearing, error] = GetParam();
  const double cutoff = 6.0;
  const RadialIntegrals integrals(RadialBasis(cutoff, n_max), smearing, l_max);
  const RadialTable table(device, integrals, cutoff, error);
  EXPECT_LE(table.largest_error(), error);
  EXPECT_EQ(table.n_padded() % RadialTable::lanes, 0);
  const View<const double, 4> block = table.coefficients();
  std::vector<double> exact(static_cast<std::size_t>((l_max + 1) * n_max));
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> anywhere(0, cutoff);
  for (int sample = 0; sample < 500; ++sample) {
    const double r = anywhere(random), u = r / cutoff * static_cast<double>(table.intervals());
    const auto interval = static_cast<Index>(u);
    const double t = u - static_cast<double>(interval) - 0.5;
    integrals.evaluate(r, exact);
    for (int l = 0; l <= l_max; ++l)
      for (int n = 0; n < n_max; ++n) {
        double value = 0;
        for (int p = 0; p <= RadialTable::degree; ++p) value = value * t + block(interval, l, p, n);
        // the table is measured at a few points of each interval: 10 % of slack, and rounding
        EXPECT_NEAR(value * std::pow(r, l), exact[static_cast<std::size_t>(l * n_max + n)] * std::pow(r, l),
                    1.1 * error + 1e-14)
            << "r " << r << " l " << l << " n " << n;
      }
  }
}

INSTANTIATE_TEST_SUITE_P(Settings, RadialTableError,
                         ::testing::Values(std::tuple{8, 6, 0.3, 1e-11}, std::tuple{12, 10, 0.2, 1e-10},
                                           std::tuple{1, 0, 0.5, 1e-12}, std::tuple{9, 3, 1.0, 1e-6}));

TEST(RadialTable, AnErrorBelowRoundingIsRefused) {
  const RadialIntegrals integrals(RadialBasis(4.0, 2), 0.5, 1);
  EXPECT_THROW(RadialTable(Device::select("cpu"), integrals, 4.0, 1e-19), InvalidInput);
}

TEST(RadialBasis, SettingsOutOfRangeAreRefused) {
  EXPECT_THROW(RadialBasis(0.0, 4), InvalidInput);
  EXPECT_THROW(RadialBasis(std::numeric_limits<double>::quiet_NaN(), 4), InvalidInput);
  EXPECT_THROW(RadialBasis(4.0, 0), InvalidInput);
  EXPECT_THROW(RadialBasis(4.0, 17), InvalidInput);
  EXPECT_THROW(RadialIntegrals(RadialBasis(4.0, 4), 0.0, 2), InvalidInput);
  EXPECT_THROW(RadialIntegrals(RadialBasis(4.0, 4), 0.3, -1), InvalidInput);
}

}  // namespace
}  // namespace rhofield
