// Equivariant features against the definition evaluated by plain loops: complete and selected sets, both parities,
// equal and different expansions, awkward sizes, and the norm without features.
#include "rhofield/descriptors/equivariants.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "rhofield/angular/coupling.hpp"
#include "rhofield/error.hpp"

namespace rhofield {
namespace {

constexpr double round_off = 1e-14;  // relative to features of order one; sums of about a hundred products

struct Case {
  int lambda, l_max, channels;
  Parity parity;
  bool symmetric;
};

Tensor<double, 3> random_expansion(const Device& device, Index atoms, int l_max, int channels, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Tensor<double, 3> c(device, {atoms, Index{l_max + 1} * (l_max + 1), channels});
  std::generate_n(c.view().data(), c.size(), [&] { return normal(random) / std::sqrt(1.0 * channels); });
  return c;
}

double plain_feature(const FeatureSet& set, const Feature& f, View<const double, 3> c, View<const double, 3> d, Index i,
                     int mu) {
  double sum = 0.0;
  for (const CouplingTerm& t : real_coupling(set.lambda, f.l1, f.l2))
    if (t.M == mu) sum += t.value * c(i, f.l1 * f.l1 + t.m1, f.q1) * d(i, f.l2 * f.l2 + t.m2, f.q2);
  return sum;
}

/// sqrt(sum P^2) over all channel pairs and ordered pairs (l1, l2), by the definition.
double plain_norm(const FeatureSet& set, View<const double, 3> c, View<const double, 3> d, Index i) {
  double square = 0.0;
  const FeatureSet full = all_features(set.lambda, set.l_max, set.channels, set.parity, false);
  for (const Feature& f : full.features)
    for (int mu = 0; mu <= 2 * set.lambda; ++mu) square += std::pow(plain_feature(full, f, c, d, i, mu), 2);
  return std::sqrt(square);
}

void poison(View<double, 3> p) { std::fill_n(p.data(), p.size(), std::numeric_limits<double>::quiet_NaN()); }

void expect_plain(const FeatureSet& set, Index atoms) {
  const Device device = Device::select("cpu");
  const auto c = random_expansion(device, atoms, set.l_max, set.channels, 1);
  const auto d = set.symmetric ? c.clone(device) : random_expansion(device, atoms, set.l_max, set.channels, 2);
  const View<const double, 3> second = set.symmetric ? c.view() : d.view();
  const Equivariants raw(device, set, Normalisation::none), scaled(device, set, Normalisation::per_atom);
  Tensor<double, 3> p(device, {atoms, 2 * set.lambda + 1, set.size()}), normalised(device, p.extents());
  for (int repeat = 0; repeat < 2; ++repeat) {
    poison(p);
    poison(normalised);
    raw.compute(c, second, p);
    scaled.compute(c, second, normalised);
    for (Index i = 0; i < atoms; ++i) {
      const double norm = plain_norm(set, c, second, i);
      for (int mu = 0; mu <= 2 * set.lambda; ++mu)
        for (Index f = 0; f < set.size(); ++f) {
          const Feature& feature = set.features[static_cast<std::size_t>(f)];
          const double expected = set.weight(feature) * plain_feature(set, feature, c, second, i, mu);
          ASSERT_NEAR(p.view()(i, mu, f), expected, round_off) << "atom " << i << " mu " << mu << " feature " << f;
          ASSERT_NEAR(normalised.view()(i, mu, f), expected / norm, round_off);
        }
    }
  }
}

TEST(Equivariants, AllFeaturesAreThoseOfTheDefinition) {
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (const bool symmetric : {true, false})
      for (int lambda = 0; lambda <= 5; ++lambda) {
        expect_plain(all_features(lambda, 3, 5, parity, symmetric), 3);
        expect_plain(all_features(lambda, 2, 1, parity, symmetric), 2);
      }
}

TEST(Equivariants, ChannelCountsAroundVectorLengthsWork) {
  for (const int channels : {7, 8, 9, 15, 16, 17, 24, 33}) {
    expect_plain(all_features(1, 1, channels), 1);
    expect_plain(all_features(2, 2, channels), 1);
    expect_plain(all_features(1, 2, channels, Parity::pseudo), 1);
    expect_plain(all_features(1, 1, channels, Parity::pseudo, false), 1);
  }
}

TEST(Equivariants, SelectedFeaturesAreThoseOfTheFullSet) {
  std::mt19937_64 random(3);
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (const bool symmetric : {true, false})
      for (int lambda = 0; lambda <= 4; ++lambda) {
        const FeatureSet full = all_features(lambda, 4, 9, parity, symmetric);
        std::vector<Index> order(static_cast<std::size_t>(full.size()));
        std::iota(order.begin(), order.end(), Index{0});
        std::shuffle(order.begin(), order.end(), random);
        for (const std::size_t count : {1, 31, 32, 33, 257})
          if (count <= order.size()) expect_plain(select_features(full, std::span(order).first(count)), 2);
      }
}

TEST(Equivariants, NothingIsWrittenOutsideTheResult) {
  const Device device = Device::select("cpu");
  constexpr double untouched = 12345.0;
  for (const bool symmetric : {true, false})
    for (const Parity parity : {Parity::proper, Parity::pseudo})
      for (const int channels : {1, 2, 3, 5, 8, 13, 16}) {
        const FeatureSet full = all_features(2, 2, channels, parity, symmetric);
        std::vector<Index> some;
        for (Index f = 0; f < full.size(); f += 3) some.push_back(f);
        for (const FeatureSet& set : {full, select_features(full, some)}) {
          const auto c = random_expansion(device, 11, 2, channels, 1);
          Tensor<double, 3> p(device, {13, 5, set.size()});
          std::fill_n(p.view().data(), p.size(), untouched);
          Equivariants(device, set, Normalisation::none).compute(c, p.view().rows(1, 11));
          for (const Index edge : {Index{0}, Index{12}})
            for (Index k = 0; k < 5 * set.size(); ++k)
              ASSERT_EQ(p.view().rows(edge, 1).data()[k], untouched) << channels;
        }
      }
}

TEST(Equivariants, MirrorImagesOfFeaturesHaveTheSameWeight) {
  FeatureSet mirrored{2, Parity::proper, 3, 4, true, {{3, 1, 2, 0}, {2, 2, 3, 1}, {2, 0, 0, 0}, {2, 2, 1, 1}}};
  expect_plain(mirrored, 2);
}

TEST(Equivariants, HalfTheFeaturesGiveTheProductsOfAll) {
  const Device device = Device::select("cpu");
  const auto c = random_expansion(device, 4, 3, 6, 5);
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (int lambda = 0; lambda <= 4; ++lambda) {
      const auto half = Equivariants(device, all_features(lambda, 3, 6, parity), Normalisation::none)(c);
      const auto all = Equivariants(device, all_features(lambda, 3, 6, parity, false), Normalisation::none)(c);
      const auto product = [&](View<const double, 3> p, Index i, Index j, Index mu, Index nu) {
        double sum = 0.0;
        for (Index f = 0; f < p.extent(2); ++f) sum += p(i, mu, f) * p(j, nu, f);
        return sum;
      };
      for (Index i = 0; i < 4; ++i)
        for (Index mu = 0; mu <= 2 * lambda; ++mu)
          EXPECT_NEAR(product(half, i, 1, mu, 0), product(all, i, 1, mu, 0), 10 * round_off) << lambda;
    }
}

TEST(Equivariants, FeaturesAreCountedAsInTheTable) {
  // Ordered pairs number 1792, 3072, 4096, 4608, 4864, 4608, 4096 for l <= 6 and 16 channels.
  const std::array<Index, 7> ordered{1792, 3072, 4096, 4608, 4864, 4608, 4096};
  for (int lambda = 0; lambda <= 6; ++lambda) {
    EXPECT_EQ(all_features(lambda, 6, 16, Parity::proper, false).size(), ordered[static_cast<std::size_t>(lambda)]);
    double squares = 0.0;
    const FeatureSet half = all_features(lambda, 6, 16);
    for (const Feature& f : half.features) squares += std::pow(half.weight(f), 2);
    EXPECT_NEAR(squares, static_cast<double>(ordered[static_cast<std::size_t>(lambda)]), 1e-9);
  }
}

TEST(Equivariants, NormNeedsNoFeatures) {
  const Device device = Device::select("cpu");
  for (const Index atoms : {1, 7, 8, 9, 33}) {
    const auto c = random_expansion(device, atoms, 6, 3, 11);
    for (const Parity parity : {Parity::proper, Parity::pseudo})
      for (int lambda = parity == Parity::proper ? 0 : 1; lambda <= 6; ++lambda) {
        const FeatureSet set = all_features(lambda, 6, 3, parity);
        const auto norm = Equivariants(device, set, Normalisation::per_atom).norms(c).to_host();
        for (Index i = 0; i < atoms; i += 4) {
          const double expected = plain_norm(set, c, c, i);
          EXPECT_NEAR(norm[static_cast<std::size_t>(i)], expected, 1e-14 * expected) << lambda;
        }
      }
  }
}

TEST(Equivariants, AnIsolatedAtomHasNoFeaturesButTheInvariantOnes) {
  const Device device = Device::select("cpu");
  auto c = Tensor<double, 3>::zeros(device, {2, 16, 4});
  for (Index q = 0; q < 4; ++q) c.view()(0, 0, q) = 0.3 + static_cast<double>(q);
  for (Index x = 1; x < 16; ++x) c.view()(0, x, 2) = 1e-17 * static_cast<double>(x);  // round-off of a symmetric site
  for (int lambda = 0; lambda <= 3; ++lambda) {
    const auto p = Equivariants(device, all_features(lambda, 3, 4), Normalisation::per_atom)(c).to_host();
    const std::size_t half = p.size() / 2;
    const double square = std::inner_product(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(half), p.begin(), 0.0);
    EXPECT_NEAR(square, lambda == 0 ? 1.0 : 0.0, lambda == 0 ? round_off : 0.0);
    for (std::size_t k = half; k < p.size(); ++k) EXPECT_EQ(p[k], 0.0);
  }
}

TEST(Equivariants, OneNeighbourHasNoPseudotensors) {
  // All c_lm point along one direction, c_lm = a_l(q) delta_m0 for a neighbour on z: every pseudotensor vanishes
  // exactly, and the norm must not mistake its round-off for a feature.
  const Device device = Device::select("cpu");
  auto c = Tensor<double, 3>::zeros(device, {1, 25, 3});
  std::mt19937_64 random(2);
  std::normal_distribution<double> normal;
  for (int l = 0; l <= 4; ++l)
    for (Index q = 0; q < 3; ++q) c.view()(0, l * l + l, q) = normal(random);
  for (int lambda = 1; lambda <= 4; ++lambda)
    EXPECT_EQ(
        Equivariants(device, all_features(lambda, 4, 3, Parity::pseudo), Normalisation::per_atom).norms(c).to_host()[0],
        0.0);
}

TEST(Equivariants, NaNStaysVisible) {
  const Device device = Device::select("cpu");
  auto c = random_expansion(device, 1, 2, 2, 1);
  c.view()(0, 3, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(Equivariants(device, all_features(1, 2, 2), Normalisation::per_atom)(c).to_host()[0]));
}

TEST(Equivariants, NoAtomsAndNoFeaturesAreFine) {
  const Device device = Device::select("cpu");
  const auto none = random_expansion(device, 0, 2, 2, 1), one = random_expansion(device, 1, 2, 2, 1);
  EXPECT_EQ(Equivariants(device, all_features(1, 2, 2), Normalisation::per_atom)(none).size(), 0);
  EXPECT_EQ(Equivariants(device, all_features(7, 2, 2), Normalisation::per_atom)(one).size(), 0);
}

TEST(Equivariants, MisuseIsRefused) {
  const Device device = Device::select("cpu");
  const auto c = random_expansion(device, 2, 2, 3, 1), d = random_expansion(device, 2, 2, 3, 2);
  const Equivariants good(device, all_features(1, 2, 3), Normalisation::none);
  Tensor<double, 3> p(device, {2, 3, good.features().size()}), small(device, {1, 3, good.features().size()});
  EXPECT_THROW(good.compute(c, d, p), InvalidInput);
  EXPECT_THROW(good.compute(c, small), InvalidInput);
  EXPECT_THROW((void)good(random_expansion(device, 2, 2, 4, 1)), InvalidInput);
  EXPECT_THROW((void)good(random_expansion(device, 2, 3, 3, 1)), InvalidInput);
  EXPECT_THROW((void)all_features(-1, 2, 3), InvalidInput);
  const std::vector<Index> beyond{good.features().size()}, twice{1, 1};
  EXPECT_THROW((void)select_features(good.features(), beyond), InvalidInput);
  EXPECT_THROW((void)select_features(good.features(), twice), InvalidInput);
  EXPECT_THROW(Equivariants(device, {1, Parity::proper, 2, 3, true, {{0, 0, 0, 0}}}, Normalisation::none),
               InvalidInput);
}

}  // namespace
}  // namespace rhofield
