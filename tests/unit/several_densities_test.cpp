// Features of products of several neighbour densities against the definition by plain loops: which exist, their
// weights, norms of sub-ranges of channels, and what each normalisation divides by.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "rhofield/angular/coupling.hpp"
#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/error.hpp"
#include "support/errors.hpp"

namespace rhofield {
namespace {

using testing::expect_error;

constexpr double round_off = 1e-14;  // relative to features of order one; sums of about a hundred products

const std::vector<ChannelRange> densities{{0, 3, 2}, {3, 9, 4}, {12, 8, 3}};
const std::vector<Descriptor> descriptors{{0, 0, 0.7}, {1, 0, 1.3}, {2, 2, 2.5}, {1, 2, 0.4}};

/// Rows above the l_max of a density are zero.
Tensor<double, 3> random_expansion(const Device& device, Index atoms, const FeatureSet& set) {
  std::mt19937_64 random(4);
  std::normal_distribution<double> normal;
  auto c = Tensor<double, 3>::zeros(device, {atoms, Index{set.l_max + 1} * (set.l_max + 1), set.channels});
  for (const ChannelRange& density : set.densities)
    for (Index i = 0; i < atoms; ++i)
      for (Index lm = 0; lm < (density.l_max + 1) * (density.l_max + 1); ++lm)
        for (int q = 0; q < density.count; ++q) c.view()(i, lm, density.first + q) = 0.3 * normal(random);
  return c;
}

double plain_feature(const FeatureSet& set, const Feature& f, View<const double, 3> c, Index i, int mu) {
  double sum = 0.0;
  for (const CouplingTerm& t : real_coupling(set.lambda, f.l1, f.l2))
    if (t.M == mu) sum += t.value * c(i, f.l1 * f.l1 + t.m1, f.q1) * c(i, f.l2 * f.l2 + t.m2, f.q2);
  return sum;
}

/// Sum of P^2 over all ordered features of one descriptor, without its weight.
double plain_square(const FeatureSet& set, const Descriptor& d, View<const double, 3> c, Index i) {
  const ChannelRange left = set.density(d.left), right = set.density(d.right);
  double square = 0.0;
  for (int l1 = 0; l1 <= left.l_max; ++l1)
    for (int l2 = 0; l2 <= right.l_max; ++l2) {
      const bool even = (l1 + l2 + set.lambda) % 2 == 0;
      if (std::abs(l1 - l2) > set.lambda || l1 + l2 < set.lambda || even != (set.parity == Parity::proper)) continue;
      for (int q1 = 0; q1 < left.count; ++q1)
        for (int q2 = 0; q2 < right.count; ++q2)
          for (int mu = 0; mu <= 2 * set.lambda; ++mu)
            square += std::pow(plain_feature(set, {l1, l2, left.first + q1, right.first + q2}, c, i, mu), 2);
    }
  return square;
}

/// Every third feature.
FeatureSet thinned(const FeatureSet& full) {
  std::vector<Index> picks;
  for (Index f = 0; f < full.size(); f += 3) picks.push_back(f);
  return select_features(full, picks);
}

std::vector<FeatureOrder> orders() {
  std::vector<FeatureOrder> all;
  for (int lambda = 0; lambda <= 4; ++lambda)
    for (const Parity parity : {Parity::proper, Parity::pseudo})
      if (lambda > 0 || parity == Parity::proper) all.push_back({lambda, parity});
  return all;
}

class SeveralDensities : public ::testing::Test {
 protected:
  const Device device_ = Device::select("cpu");
};

TEST_F(SeveralDensities, FeaturesAreThoseOfTheDefinitionTimesTheRootOfTheirWeight) {
  for (const FeatureOrder order : orders()) {
    const FeatureSet full = all_features(order, densities, descriptors);
    for (const FeatureSet& set : {full, thinned(full)}) {
      const auto c = random_expansion(device_, 9, set);
      for (const Normalisation normalisation :
           {Normalisation::none, Normalisation::per_atom, Normalisation::per_descriptor}) {
        const Equivariants equivariants(device_, set, normalisation);
        Tensor<double, 3> p(device_, {9, 2 * order.lambda + 1, set.size()});
        std::fill_n(p.view().data(), p.size(), std::numeric_limits<double>::quiet_NaN());
        equivariants.compute(c.view(), p.view());
        for (Index i = 0; i < 9; i += 4) {
          std::vector<double> squares;
          double total = 0.0;
          for (const Descriptor& d : descriptors) {
            squares.push_back(plain_square(set, d, c.view(), i));
            total += d.weight * squares.back();
          }
          for (Index f = 0; f < set.size(); ++f) {
            const Feature& feature = set.features[static_cast<std::size_t>(f)];
            const auto which = static_cast<std::size_t>(set.descriptor_of(feature));
            double factor = std::sqrt(descriptors[which].weight);
            const bool mirror = descriptors[which].left == descriptors[which].right &&
                                (feature.l1 != feature.l2 || feature.q1 != feature.q2);
            if (mirror) factor *= std::sqrt(2.0);
            if (normalisation == Normalisation::per_atom) factor /= std::sqrt(total);
            if (normalisation == Normalisation::per_descriptor) factor /= std::sqrt(squares[which]);
            for (int mu = 0; mu <= 2 * order.lambda; ++mu)
              ASSERT_NEAR(p.view()(i, mu, f), factor * plain_feature(set, feature, c.view(), i, mu), round_off)
                  << describe(order) << " feature " << f;
          }
        }
      }
    }
  }
}

TEST_F(SeveralDensities, TheSquareOfTheNormIsTheWeightedSumOfAllSquares) {
  for (const FeatureOrder order : orders()) {
    const FeatureSet set = all_features(order, densities, descriptors);
    const auto c = random_expansion(device_, 9, set);
    const auto norm = Equivariants(device_, thinned(set), Normalisation::per_atom).norms(c.view()).to_host();
    const auto p = Equivariants(device_, set, Normalisation::none)(c.view());
    for (Index i = 0; i < 9; ++i) {
      double sum = 0.0;
      for (Index mu = 0; mu <= 2 * order.lambda; ++mu)
        for (Index f = 0; f < set.size(); ++f) sum += std::pow(p.view()(i, mu, f), 2);
      EXPECT_NEAR(norm[static_cast<std::size_t>(i)], std::sqrt(sum), round_off * std::sqrt(sum)) << describe(order);
    }
  }
}

TEST_F(SeveralDensities, ADensityWithItselfGivesTheFeaturesItGivesAlone) {
  const FeatureOrder order{2, Parity::proper};
  const FeatureSet set = all_features(order, densities, {{1, 1}});
  const auto c = random_expansion(device_, 5, set);
  Tensor<double, 3> own(device_, {5, 25, 9});
  for (Index i = 0; i < 5; ++i)
    for (Index lm = 0; lm < 25; ++lm)
      for (Index q = 0; q < 9; ++q) own.view()(i, lm, q) = c.view()(i, lm, 3 + q);
  const auto expected = Equivariants(device_, all_features(2, 4, 9), Normalisation::per_atom)(own.view());
  const auto found = Equivariants(device_, set, Normalisation::per_descriptor)(c.view());
  EXPECT_EQ(found.to_host(), expected.to_host());
}

TEST_F(SeveralDensities, AnAtomWithoutOneDensityHasZerosForItsDescriptorsOnly) {
  const FeatureOrder order{1, Parity::proper};
  const FeatureSet set = all_features(order, densities, {{0, 0}, {1, 0}, {1, 1}});
  auto c = random_expansion(device_, 2, set);
  for (Index lm = 0; lm < c.extent(1); ++lm)
    for (Index q = 3; q < 12; ++q) c.view()(1, lm, q) = 0.0;
  const auto p = Equivariants(device_, set, Normalisation::per_descriptor)(c.view());
  double square = 0.0;
  for (Index mu = 0; mu < 3; ++mu)
    for (Index f = 0; f < set.size(); ++f) {
      const double value = p.view()(1, mu, f);
      if (set.descriptor_of(set.features[static_cast<std::size_t>(f)]) > 0) {
        EXPECT_EQ(value, 0.0);
      }
      square += value * value;
    }
  EXPECT_NEAR(square, 1.0, round_off);
}

TEST_F(SeveralDensities, DensitiesWithoutChannelsDoNotCount) {
  const FeatureSet set = all_features({0, Parity::proper}, {{0, 0, 6}, {0, 4, 2}}, {{1, 1}});
  EXPECT_EQ(set.l_max, 2);
  EXPECT_EQ(set.channels, 4);
  EXPECT_EQ(set.size(), all_features(0, 2, 4).size());
}

TEST_F(SeveralDensities, WhatDoesNotBelongTogetherIsRefused) {
  const FeatureOrder order{1, Parity::proper};
  expect_error<InvalidInput>([&] { (void)all_features(order, densities, {{0, 3}}); }, {"densities 0 and 3", "0 to 2"});
  expect_error<InvalidInput>([&] { (void)all_features(order, densities, {{0, 0, -1.0}}); }, {"-1", "positive"});
  FeatureSet wrong = all_features(order, densities, {{0, 1}});
  wrong.features.push_back({0, 1, 3, 0});  // of densities 1 and 0
  expect_error<InvalidInput>([&] { (void)Equivariants(device_, wrong, Normalisation::none); }, {"q1 3, q2 0"});
  wrong.features.back() = {3, 4, 0, 3};  // density 0 ends at l = 2
  expect_error<InvalidInput>([&] { (void)Equivariants(device_, wrong, Normalisation::none); }, {"l1 3"});
  FeatureSet beyond = all_features(order, densities, {{0, 1}});
  beyond.densities[2].count = 9;
  expect_error<InvalidInput>([&] { (void)Equivariants(device_, beyond, Normalisation::none); }, {"12 to 20", "20"});
  FeatureSet different = all_features(order, densities, {{0, 1}});
  different.symmetric = false;
  expect_error<InvalidInput>([&] { (void)Equivariants(device_, different, Normalisation::none); }, {"3 densities"});
}

}  // namespace
}  // namespace rhofield
