// Equivariance: turning the expansion turns the features, P(R x) = D^lambda P, and inversion gives (-1)^lambda for
// proper tensors and -(-1)^lambda for pseudotensors.
#include "rhofield/descriptors/equivariants.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "rhofield/angular/wigner.hpp"
#include "support/rotations.hpp"

namespace rhofield {
namespace {

constexpr double tolerance = 1e-11;  // asked for; features are of order one
constexpr int l_max = 5, channels = 6;

Tensor<double, 3> random_expansion(const Device& device, Index atoms) {
  std::mt19937_64 random(17);
  std::normal_distribution<double> normal;
  Tensor<double, 3> c(device, {atoms, (l_max + 1) * (l_max + 1), channels});
  std::generate_n(c.view().data(), c.size(), [&] { return normal(random) / std::sqrt(1.0 * channels); });
  return c;
}

/// out[first + m] = sum_k D^l_{mk} in[first + k] along the middle axis.
void turn(int l, Index first, const Matrix3& rotation, View<const double, 3> in, View<double, 3> out) {
  const auto d = wigner_d_real(l, rotation);
  const Index size = 2 * l + 1;
  for (Index i = 0; i < in.extent(0); ++i)
    for (Index m = 0; m < size; ++m)
      for (Index q = 0; q < in.extent(2); ++q) {
        double sum = 0.0;
        for (Index k = 0; k < size; ++k) sum += d[static_cast<std::size_t>(m * size + k)] * in(i, first + k, q);
        out(i, first + m, q) = sum;
      }
}

double determinant(const Matrix3& r) {
  return r[0][0] * (r[1][1] * r[2][2] - r[1][2] * r[2][1]) - r[0][1] * (r[1][0] * r[2][2] - r[1][2] * r[2][0]) +
         r[0][2] * (r[1][0] * r[2][1] - r[1][1] * r[2][0]);
}

void expect_equivariant(Parity parity, Normalisation normalisation) {
  const Device device = Device::select("cpu");
  const auto c = random_expansion(device, 3);
  for (const Matrix3& rotation : testing::some_rotations()) {
    Tensor<double, 3> turned_c(device, c.extents());
    for (int l = 0; l <= l_max; ++l) turn(l, l * l, rotation, c, turned_c);
    const double sign = parity == Parity::pseudo && determinant(rotation) < 0.0 ? -1.0 : 1.0;
    for (int lambda = parity == Parity::proper ? 0 : 1; lambda <= 6; ++lambda) {
      const Equivariants equivariants(device, all_features(lambda, l_max, channels, parity), normalisation);
      const auto before = equivariants(c), after = equivariants(turned_c);
      Tensor<double, 3> expected(device, before.extents());
      turn(lambda, 0, rotation, before, expected);
      double worst = 0.0;
      for (Index k = 0; k < before.size(); ++k)
        worst = std::max(worst, std::abs(after.view().data()[k] - sign * expected.view().data()[k]));
      EXPECT_LT(worst, tolerance) << "lambda " << lambda;
    }
  }
}

TEST(Equivariance, ProperFeaturesTurnWithTheStructure) { expect_equivariant(Parity::proper, Normalisation::none); }
TEST(Equivariance, PseudoFeaturesTurnWithTheStructureAndChangeSignOnReflection) {
  expect_equivariant(Parity::pseudo, Normalisation::none);
}
TEST(Equivariance, NormalisedFeaturesTurnWithTheStructure) {
  expect_equivariant(Parity::proper, Normalisation::per_atom);
  expect_equivariant(Parity::pseudo, Normalisation::per_atom);
}

TEST(Equivariance, InversionGivesTheParity) {
  const Device device = Device::select("cpu");
  const auto c = random_expansion(device, 2);
  auto inverted = c.clone(device);
  for (Index i = 0; i < 2; ++i)
    for (int l = 1; l <= l_max; l += 2)
      for (Index m = l * l; m < (l + 1) * (l + 1); ++m)
        for (Index q = 0; q < channels; ++q) inverted.view()(i, m, q) = -c.view()(i, m, q);
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (int lambda = parity == Parity::proper ? 0 : 1; lambda <= 5; ++lambda) {
      const Equivariants equivariants(device, all_features(lambda, l_max, channels, parity), Normalisation::none);
      const auto before = equivariants(c), after = equivariants(inverted);
      const double sign = (lambda % 2 == 0) == (parity == Parity::proper) ? 1.0 : -1.0;
      for (Index k = 0; k < before.size(); ++k)
        ASSERT_NEAR(after.view().data()[k], sign * before.view().data()[k], tolerance) << lambda;
    }
}

TEST(Equivariance, NormsAreInvariant) {
  const Device device = Device::select("cpu");
  const auto c = random_expansion(device, 3);
  for (const Matrix3& rotation : testing::some_rotations()) {
    Tensor<double, 3> turned_c(device, c.extents());
    for (int l = 0; l <= l_max; ++l) turn(l, l * l, rotation, c, turned_c);
    for (int lambda = 0; lambda <= 5; ++lambda) {
      const Equivariants equivariants(device, all_features(lambda, l_max, channels), Normalisation::per_atom);
      const auto before = equivariants.norms(c).to_host(), after = equivariants.norms(turned_c).to_host();
      for (std::size_t i = 0; i < before.size(); ++i) EXPECT_NEAR(after[i], before[i], tolerance * before[i]);
    }
  }
}

}  // namespace
}  // namespace rhofield
