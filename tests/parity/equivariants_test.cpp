// Equivariant products and their norms: CUDA kernels against the CPU's vector code, through the algorithm that users
// call.
#include "rhofield/descriptors/equivariants.hpp"

#include <numeric>

#include "parity/parity.hpp"

namespace rhofield::parity {
namespace {

class EquivariantsParity : public ParityTest {
 protected:
  static Tensor<double, 3> expansion(const Device& device, Index atoms, const FeatureSet& set, unsigned seed) {
    return random_tensor(device, std::array<Index, 3>{atoms, Index{set.l_max + 1} * (set.l_max + 1), set.channels},
                         seed);
  }

  /// Every third feature: blocks that are listed, not complete.
  static FeatureSet thinned(const FeatureSet& full) {
    std::vector<Index> picks;
    for (Index f = 0; f < full.size(); f += 3) picks.push_back(f);
    return select_features(full, picks);
  }

  /// Sums of at most a few hundred products of numbers below one, whose magnitude the largest result bounds.
  static constexpr double tolerance = 200.0 * epsilon;

  void expect_products(const FeatureSet& set, Index atoms, Normalisation normalisation) {
    expect_parity(
        [&](const Device& device) {
          const Equivariants equivariants(device, set, normalisation);
          const auto c = expansion(device, atoms, set, 1);
          const auto d = expansion(device, atoms, set, 2);
          auto p = poisoned(device, std::array{atoms, Index{2 * set.lambda + 1}, set.size()});
          equivariants.compute(c.view(), set.symmetric ? c.view() : d.view(), p.view());
          return p.to_host();
        },
        tolerance,
        "lambda " + std::to_string(set.lambda) + ", " + std::to_string(atoms) + " atoms, " +
            std::to_string(set.size()) + " features");
  }
};

TEST_F(EquivariantsParity, AllAndListedFeaturesAgreeForEveryOrderAndParity) {
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (const bool symmetric : {true, false})
      for (int lambda = 0; lambda <= 4; ++lambda) {
        const FeatureSet full = all_features(lambda, 4, 5, parity, symmetric);
        if (full.size() == 0) continue;
        for (const Normalisation normalisation : {Normalisation::none, Normalisation::per_atom}) {
          expect_products(full, 3, normalisation);
          expect_products(thinned(full), 3, normalisation);
        }
      }
}

TEST_F(EquivariantsParity, AnyNumberOfAtomsWorks) {
  for (const Index atoms : sizes) {
    expect_products(all_features(2, 3, 4), atoms, Normalisation::per_atom);
    expect_products(thinned(all_features(1, 2, 3)), atoms, Normalisation::none);
  }
  expect_products(all_features(2, 6, 16), 40, Normalisation::per_atom);
}

TEST_F(EquivariantsParity, StraightCodeAndTablesAgreeForEveryOrder) {
  // Straight code ends at lambda 7 and l 6 (kernels/shared/unrolled_coupling.hpp): one order more of each is by tables.
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (int lambda = 0; lambda <= 8; ++lambda)
      for (const int l_max : {6, 7})
        for (const bool symmetric : {true, false}) {
          const FeatureSet full = all_features(lambda, l_max, 2, parity, symmetric);
          if (full.size() == 0) continue;
          expect_products(full, 1, Normalisation::none);
          expect_products(thinned(full), 2, Normalisation::per_atom);
        }
}

TEST_F(EquivariantsParity, AnyNumberOfFeaturesWorks) {
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (const bool symmetric : {true, false}) {
      const FeatureSet full = all_features(2, 3, 17, parity, symmetric);  // blocks of up to 289 features
      for (const Index count : sizes)
        for (const Index first : {Index{0}, Index{40}}) {
          std::vector<Index> picks(static_cast<std::size_t>(count));
          std::iota(picks.begin(), picks.end(), first);
          expect_products(select_features(full, picks), 3, Normalisation::none);
        }
    }
}

/// Three densities of different sizes: products with themselves and with each other, each with a weight.
FeatureSet of_three_densities(FeatureOrder order) {
  return all_features(order, {{0, 3, 2}, {3, 9, 4}, {12, 8, 3}}, {{0, 0, 0.7}, {1, 0, 1.3}, {2, 2, 2.5}, {1, 2, 0.4}});
}

TEST_F(EquivariantsParity, ProductsOfSeveralDensitiesAgreeForEveryNormalisation) {
  for (const Normalisation normalisation :
       {Normalisation::none, Normalisation::per_atom, Normalisation::per_descriptor}) {
    for (const FeatureOrder order : {FeatureOrder{0, Parity::proper}, {3, Parity::proper}, {2, Parity::pseudo}})
      for (const Index atoms : {Index{1}, Index{9}}) {
        expect_products(of_three_densities(order), atoms, normalisation);
        expect_products(thinned(of_three_densities(order)), atoms, normalisation);
      }
    for (const Index atoms : sizes) expect_products(of_three_densities({1, Parity::proper}), atoms, normalisation);
    // Beyond the straight code.
    expect_products(all_features({8, Parity::proper}, {{0, 2, 7}, {2, 1, 3}}, {{0, 1}, {0, 0}}), 2, normalisation);
  }
}

TEST_F(EquivariantsParity, NormsOfSeveralDensitiesAgree) {
  for (const Index atoms : sizes)
    expect_parity(
        [&](const Device& device) {
          const Equivariants equivariants(device, of_three_densities({2, Parity::proper}), Normalisation::per_atom);
          return equivariants.norms(expansion(device, atoms, equivariants.features(), 1).view()).to_host();
        },
        tolerance, "norms of several densities, " + std::to_string(atoms) + " atoms");
}

TEST_F(EquivariantsParity, ChannelsArePlacedSideBySide) {
  for (const Index atoms : {Index{0}, Index{1}, Index{33}, Index{257}})
    expect_parity(
        [&](const Device& device) {
          const auto low = random_tensor(device, std::array<Index, 3>{atoms, 4, 5}, 1);
          const auto high = random_tensor(device, std::array<Index, 3>{atoms, 16, 3}, 2);
          auto c = poisoned(device, std::array<Index, 3>{atoms, 16, 8});
          device.backend().kernels().place_channels(low.view(), 3, c.view());
          device.backend().kernels().place_channels(high.view(), 0, c.view());
          return c.to_host();
        },
        0.0, "place_channels " + std::to_string(atoms));
}

TEST_F(EquivariantsParity, NormsAgreeAndAnEmptyEnvironmentHasNone) {
  for (const Index atoms : sizes)
    for (const int lambda : {0, 3, 6})
      expect_parity(
          [&](const Device& device) {
            const Equivariants equivariants(device, all_features(lambda, 6, 3), Normalisation::per_atom);
            auto c = expansion(device, atoms + 1, equivariants.features(), 1);
            auto values = c.to_host();
            std::fill(values.end() - c.extent(1) * c.extent(2), values.end(), 0.0);
            c = Tensor<double, 3>::from_host(device, values, c.extents());
            return equivariants.norms(c.view()).to_host();
          },
          tolerance, "norms of lambda " + std::to_string(lambda) + ", " + std::to_string(atoms) + " atoms");
}

}  // namespace
}  // namespace rhofield::parity
