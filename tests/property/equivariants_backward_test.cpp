// Derivatives of features carried backwards, against differences of the features themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "rhofield/descriptors/equivariants.hpp"
#include "support/differences.hpp"

namespace rhofield {
namespace {

constexpr double step = 1e-3;        // features are rational functions of order one: the stencil is 1e-12 off
constexpr double tolerance = 1e-10;  // relative to the largest derivative: round-off of the sum, over the step
constexpr Index atoms = 11;          // more than the lanes of a vector

Tensor<double, 3> random_tensor(const Device& device, std::array<Index, 3> shape, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Tensor<double, 3> values(device, shape);
  std::generate_n(values.view().data(), values.size(), [&] { return normal(random); });
  return values;
}

FeatureSet thinned(const FeatureSet& full) {
  std::vector<Index> picks;
  for (Index f = 0; f < full.size(); f += 3) picks.push_back(f);
  return select_features(full, picks);
}

/// `derivatives` [atom, lm, channel] of E(c), tried at every component of one channel of three atoms.
template <class Energy>
void expect_derivatives(Tensor<double, 3>& c, const Tensor<double, 3>& derivatives, const Energy& energy,
                        const std::string& what) {
  double largest = 0.0;
  for (const double value : derivatives.to_host()) largest = std::max(largest, std::abs(value));
  EXPECT_GT(largest, 0.0) << what;
  for (const Index i : {Index{0}, Index{7}, Index{10}})
    for (Index lm = 0; lm < c.extent(1); ++lm) {
      const Index q = (lm + i) % c.extent(2);
      EXPECT_NEAR(derivatives.view()(i, lm, q), testing::derivative(c.view()(i, lm, q), step, energy),
                  tolerance * largest)
          << what << ", atom " << i << ", lm " << lm << ", channel " << q;
    }
}

void expect_backward(const FeatureSet& set, Normalisation normalisation, const std::string& what) {
  const Device device = Device::select("cpu");
  const Equivariants equivariants(device, set, normalisation);
  const std::array<Index, 3> shape{atoms, Index{set.l_max + 1} * (set.l_max + 1), set.channels};
  auto c = random_tensor(device, shape, 1), d = random_tensor(device, shape, 2);
  const auto p_bar = random_tensor(device, {atoms, 2 * set.lambda + 1, set.size()}, 3);
  Tensor<double, 3> p(device, p_bar.extents());
  auto c_bar = Tensor<double, 3>::zeros(device, shape), d_bar = Tensor<double, 3>::zeros(device, shape);
  const auto energy = [&] {
    equivariants.compute(c.view(), set.symmetric ? c.view() : d.view(), p.view());
    return std::inner_product(p.view().data(), p.view().data() + p.size(), p_bar.view().data(), 0.0);
  };

  if (set.symmetric)
    equivariants.backward(c.view(), p_bar.view(), c_bar.view());
  else
    equivariants.backward(c.view(), d.view(), p_bar.view(), c_bar.view(), d_bar.view());

  expect_derivatives(c, c_bar, energy, what);
  if (!set.symmetric) expect_derivatives(d, d_bar, energy, what + ", second expansion");
}

TEST(EquivariantsBackward, DerivativesAreThoseOfTheFeatures) {
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (const bool symmetric : {true, false})
      for (const int lambda : {0, 1, 2, 4}) {
        const FeatureSet full = all_features(lambda, 3, 4, parity, symmetric);
        if (full.size() == 0) continue;
        for (const Normalisation normalisation : {Normalisation::none, Normalisation::per_atom}) {
          const std::string what = describe(full.order()) + (symmetric ? ", symmetric" : ", two expansions") +
                                   (normalisation == Normalisation::none ? "" : ", normalised");
          expect_backward(full, normalisation, what);
          expect_backward(thinned(full), normalisation, what + ", selected");
        }
      }
}

TEST(EquivariantsBackward, SeveralDensitiesHaveTheirOwnNormsAndWeights) {
  // Three densities side by side, of 3, 2 and 4 channels and different l_max; rows above that are not looked at.
  const std::vector<ChannelRange> densities{{0, 3, 3}, {3, 2, 2}, {5, 4, 1}};
  const std::vector<Descriptor> descriptors{{0, 0, 0.5}, {0, 1, 0.3}, {2, 1, 0.7}, {2, 2, 0.1}};
  const Device device = Device::select("cpu");
  for (const FeatureOrder order :
       {FeatureOrder{0, Parity::proper}, FeatureOrder{2, Parity::proper}, FeatureOrder{1, Parity::pseudo}})
    for (const Normalisation normalisation :
         {Normalisation::none, Normalisation::per_atom, Normalisation::per_descriptor}) {
      const FeatureSet full = all_features(order, densities, descriptors);
      for (const FeatureSet& set : {full, thinned(full)}) {
        const Equivariants equivariants(device, set, normalisation);
        auto c = random_tensor(device, {atoms, 16, 9}, 1);
        for (const ChannelRange& density : densities)
          for (Index lm = (density.l_max + 1) * (density.l_max + 1); lm < 16; ++lm)
            for (Index i = 0; i < atoms; ++i)
              for (Index q = density.first; q < density.first + density.count; ++q) c.view()(i, lm, q) = 0.0;
        const auto p_bar = random_tensor(device, {atoms, 2 * order.lambda + 1, set.size()}, 3);
        auto c_bar = Tensor<double, 3>::zeros(device, c.extents());
        equivariants.backward(c.view(), p_bar.view(), c_bar.view());
        const auto energy = [&] {
          const auto p = equivariants(c.view());
          return std::inner_product(p.view().data(), p.view().data() + p.size(), p_bar.view().data(), 0.0);
        };
        double largest = 0.0;
        for (const double value : c_bar.to_host()) largest = std::max(largest, std::abs(value));
        for (const ChannelRange& density : densities)
          for (Index lm = 0; lm < (density.l_max + 1) * (density.l_max + 1); ++lm) {
            const Index q = density.first + lm % density.count;
            EXPECT_NEAR(c_bar.view()(7, lm, q), testing::derivative(c.view()(7, lm, q), step, energy),
                        tolerance * largest)
                << describe(order) << ", lm " << lm << ", channel " << q;
          }
      }
    }
}

TEST(EquivariantsBackward, DerivativesOfAnExpansionWithItselfCountBothFactors) {
  const Device device = Device::select("cpu");
  const FeatureSet set = all_features(1, 2, 3, Parity::proper, false);
  const Equivariants equivariants(device, set, Normalisation::per_atom);
  auto c = random_tensor(device, {atoms, 9, 3}, 1);
  const auto p_bar = random_tensor(device, {atoms, 3, set.size()}, 3);
  auto c_bar = Tensor<double, 3>::zeros(device, c.extents());
  equivariants.backward(c.view(), p_bar.view(), c_bar.view());
  const auto energy = [&] {
    const auto p = equivariants(c.view());
    return std::inner_product(p.view().data(), p.view().data() + p.size(), p_bar.view().data(), 0.0);
  };
  expect_derivatives(c, c_bar, energy, "one expansion as both factors");
}

TEST(EquivariantsBackward, DerivativesAreAddedAndVanishWithoutFeatures) {
  const Device device = Device::select("cpu");
  const FeatureSet set = all_features(2, 3, 4);
  const Equivariants equivariants(device, set, Normalisation::per_atom);
  const auto p_bar = random_tensor(device, {atoms, 5, set.size()}, 3);
  auto c = random_tensor(device, {atoms, 16, 4}, 1);
  for (Index lm = 1; lm < 16; ++lm)  // atom 3 is isolated: its norm is zero
    for (Index q = 0; q < 4; ++q) c.view()(3, lm, q) = 0.0;
  auto once = Tensor<double, 3>::zeros(device, c.extents());
  equivariants.backward(c.view(), p_bar.view(), once.view());
  auto twice = once.clone(device);
  equivariants.backward(c.view(), p_bar.view(), twice.view());
  for (Index k = 0; k < once.size(); ++k) {
    const double value = once.view().data()[k];
    EXPECT_NEAR(twice.view().data()[k], 2.0 * value, 1e-13 * (1.0 + std::abs(value)));  // round-off of four terms
    if (k / 64 == 3) {
      EXPECT_EQ(once.view().data()[k], 0.0);
    }
  }
}

TEST(EquivariantsBackward, ScalingAnEnvironmentDoesNotChangeNormalisedFeatures) {
  const Device device = Device::select("cpu");
  for (const int lambda : {0, 3}) {
    const FeatureSet set = thinned(all_features(lambda, 4, 5));
    const Equivariants equivariants(device, set, Normalisation::per_atom);
    const auto c = random_tensor(device, {atoms, 25, 5}, 1);
    const auto p_bar = random_tensor(device, {atoms, 2 * lambda + 1, set.size()}, 3);
    auto c_bar = Tensor<double, 3>::zeros(device, c.extents());
    equivariants.backward(c.view(), p_bar.view(), c_bar.view());
    for (Index i = 0; i < atoms; ++i) {
      double along = 0.0, size = 0.0;
      for (Index k = i * 125; k < (i + 1) * 125; ++k) {
        along += c.view().data()[k] * c_bar.view().data()[k];
        size += std::abs(c.view().data()[k] * c_bar.view().data()[k]);
      }
      EXPECT_NEAR(along, 0.0, 1e-13 * size);  // round-off of the sum
    }
  }
}

}  // namespace
}  // namespace rhofield
