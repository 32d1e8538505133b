// Derivatives carried backwards: of the expansion, from pairs to atoms, and of equivariant products and norms.
#include <numeric>

#include "parity/parity.hpp"
#include "rhofield/basis/radial_basis.hpp"
#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/descriptors/spherical_expansion.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "support/random_structures.hpp"
#include "support/synthetic_data.hpp"

namespace rhofield::parity {
namespace {

class GradientsParity : public ParityTest {
 protected:
  /// Sums over up to two hundred pairs, or features, of products whose magnitude the largest result bounds.
  static constexpr double tolerance = 1000.0 * epsilon;

  static NeighbourList on(const Device& device, const NeighbourList& list) {
    return {.cutoff = list.cutoff,
            .species_count = list.species_count,
            .offset = list.offset.clone(device),
            .neighbour = list.neighbour.clone(device),
            .shift = list.shift.clone(device),
            .vector = list.vector.clone(device)};
  }

  void expect_expansion(const std::vector<Structure>& structures, const ExpansionOptions& options,
                        const std::string& what) {
    const std::vector<int> species{1, 6, 8};
    const Device host = Device::select("cpu");
    const NeighbourList pairs = neighbour_list(host, make_batch(host, structures, species), options.cutoff);
    for (const bool of_strain : {false, true})
      expect_parity(
          [&](const Device& device) {
            const SphericalExpansion expansion(device, species, options);
            const StructureBatch batch = make_batch(device, structures, species);
            const Index lm = Index{options.l_max + 1} * (options.l_max + 1);
            const auto c_bar = random_tensor(device, std::array<Index, 3>{batch.atoms(), lm, expansion.channels()}, 7);
            auto positions = random_tensor(device, std::array<Index, 2>{batch.atoms(), 3}, 8);
            auto strain = random_tensor(device, std::array<Index, 3>{batch.structures(), 3, 3}, 9);
            expansion.backward(batch, on(device, pairs), c_bar.view(), positions.view(), strain.view());
            return of_strain ? strain.to_host() : positions.to_host();
          },
          tolerance, what + (of_strain ? ", strain" : ", positions"));
  }

  static Structure atoms_in(Index atoms, double edge, std::array<bool, 3> periodic = {}, std::uint64_t seed = 1) {
    return testing::random_structure(seed, atoms, {{{edge, 0, 0}, {0.3, edge, 0}, {0, -0.2, edge}}}, periodic);
  }

  /// Every third feature: blocks that are listed, not complete.
  static FeatureSet thinned(const FeatureSet& full) {
    std::vector<Index> picks;
    for (Index f = 0; f < full.size(); f += 3) picks.push_back(f);
    return select_features(full, picks);
  }

  void expect_products(const FeatureSet& set, Index atoms, Normalisation normalisation) {
    for (const bool second : {false, true}) {
      if (second && set.symmetric) continue;
      expect_parity(
          [&](const Device& device) {
            const Equivariants equivariants(device, set, normalisation);
            const std::array<Index, 3> shape{atoms, Index{set.l_max + 1} * (set.l_max + 1), set.channels};
            const auto c = random_tensor(device, shape, 1), d = random_tensor(device, shape, 2);
            const auto p_bar = random_tensor(device, std::array<Index, 3>{atoms, 2 * set.lambda + 1, set.size()}, 3);
            auto c_bar = random_tensor(device, shape, 4), d_bar = random_tensor(device, shape, 5);
            if (set.symmetric)
              equivariants.backward(c.view(), p_bar.view(), c_bar.view());
            else
              equivariants.backward(c.view(), d.view(), p_bar.view(), c_bar.view(), d_bar.view());
            return second ? d_bar.to_host() : c_bar.to_host();
          },
          tolerance,
          describe(set.order()) + ", l_max " + std::to_string(set.l_max) + ", " + std::to_string(atoms) + " atoms, " +
              std::to_string(set.size()) + " features" + (second ? ", second expansion" : ""));
    }
  }
};

TEST_F(GradientsParity, ExpansionsOfAnyNumberOfAtomsHaveTheSameGradients) {
  expect_expansion({}, {}, "no atoms");
  for (const Index atoms : sizes)
    if (atoms > 0) expect_expansion({atoms_in(atoms, 3.0 * std::cbrt(atoms))}, {}, std::to_string(atoms) + " atoms");
  expect_expansion({testing::liquid_water(2)}, {}, "liquid water");
}

TEST_F(GradientsParity, CellsAndBatchesHaveTheSameGradients) {
  const ExpansionOptions options{.cutoff = 6.0, .cutoff_width = 1.0, .n_max = 3, .l_max = 3, .table_error = 1e-8};
  expect_expansion({atoms_in(1, 5.0, {true, true, true}), atoms_in(4, 5.0, {true, false, true}), atoms_in(33, 9.0),
                    atoms_in(1, 5.0), atoms_in(3, 4.0, {false, false, true})},
                   options, "batch");
}

TEST_F(GradientsParity, OrdersAndRadialFunctionsOfAnyNumberHaveTheSameGradients) {
  for (const auto& [n_max, l_max] : {std::pair{1, 0},
                                     {3, 1},
                                     {7, 2},
                                     {8, 3},
                                     {8, 4},
                                     {9, 5},
                                     {16, 6},
                                     {5, 7},
                                     {2, 8},
                                     {4, 9},
                                     {8, 10},
                                     {3, 11},
                                     {9, 12}})
    expect_expansion({atoms_in(33, 8.0)}, {.n_max = n_max, .l_max = l_max, .table_error = 1e-8},
                     "n_max " + std::to_string(n_max) + ", l_max " + std::to_string(l_max));
}

TEST_F(GradientsParity, WeightedPairsOfAnyNumberHaveTheSameDerivatives) {
  constexpr int n_max = 5, l_max = 4;
  constexpr double cutoff = 4.0;
  for (const Index count : sizes)
    expect_parity(
        [&](const Device& device) {
          const RadialTable radial(device, RadialIntegrals(RadialBasis(cutoff, n_max), 0.5, l_max), cutoff, 1e-8);
          const std::vector<Index> rows{0, 0, count / 3, count, count};  // of two centres and two species
          std::vector<double> vectors = random_values(4 * count, 1);
          std::vector<int> neighbours(static_cast<std::size_t>(count));
          for (std::size_t p = 0; p < neighbours.size(); ++p) {
            for (std::size_t x = 0; x < 3; ++x) vectors[4 * p + x] *= 2.5;
            vectors[4 * p + 3] = std::hypot(vectors[4 * p], vectors[4 * p + 1], vectors[4 * p + 2]);
            neighbours[p] = static_cast<int>(p % 7);
          }
          const auto offset = Tensor<Index, 1>::from_host(device, rows, {5});
          const auto vector = Tensor<double, 2>::from_host(device, vectors, {count, 4});
          const auto neighbour = Tensor<int, 1>::from_host(device, neighbours, {count});
          const auto weight = random_tensor(device, std::array<Index, 1>{7}, 2);
          const auto c_bar = random_tensor(device, std::array<Index, 3>{2, 25, 2 * n_max}, 3);
          auto pair_bar = poisoned(device, std::array<Index, 2>{count, 3});
          device.backend().kernels().spherical_expansion_backward(
              {radial.coefficients(), n_max, cutoff, 0.7},
              {2, offset.view(), vector.view(), neighbour.view(), weight.view(), false}, c_bar.view(), pair_bar.view());
          return pair_bar.to_host();
        },
        tolerance, std::to_string(count) + " pairs");
}

TEST_F(GradientsParity, SegmentsOfAnyLengthAddUpAlike) {
  for (const Index rows : sizes)
    expect_parity(
        [&](const Device& device) {
          const std::vector<Index> offsets{0, 0, rows / 2, rows / 2 + rows % 2, rows};
          const auto x = random_tensor(device, std::array<Index, 2>{rows, 9}, 1);
          auto y = random_tensor(device, std::array<Index, 2>{4, 9}, 2);
          device.backend().kernels().add_segments(x.view(), Tensor<Index, 1>::from_host(device, offsets, {5}).view(),
                                                  y.view());
          return y.to_host();
        },
        tolerance, std::to_string(rows) + " rows");
}

TEST_F(GradientsParity, AllAndListedFeaturesHaveTheSameDerivatives) {
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (const bool symmetric : {true, false})
      for (int lambda = 0; lambda <= 4; ++lambda) {
        const FeatureSet full = all_features(lambda, 4, 3, parity, symmetric);
        if (full.size() == 0) continue;
        for (const Normalisation normalisation : {Normalisation::none, Normalisation::per_atom}) {
          expect_products(full, 3, normalisation);
          expect_products(thinned(full), 3, normalisation);
        }
      }
}

TEST_F(GradientsParity, FeaturesOfAnyNumberOfAtomsHaveTheSameDerivatives) {
  for (const Index atoms : sizes) expect_products(thinned(all_features(2, 3, 4)), atoms, Normalisation::per_atom);
  expect_products(thinned(all_features(2, 6, 16)), 40, Normalisation::per_atom);
}

TEST_F(GradientsParity, StraightCodeAndTablesHaveTheSameDerivatives) {
  // Straight code ends at 6 for lambda and l: one order more of each is by tables.
  for (const Parity parity : {Parity::proper, Parity::pseudo})
    for (int lambda = 0; lambda <= 7; ++lambda)
      for (const int l_max : {6, 7})
        for (const bool symmetric : {true, false}) {
          const FeatureSet full = all_features(lambda, l_max, 2, parity, symmetric);
          if (full.size() > 0) expect_products(thinned(full), 2, Normalisation::per_atom);
        }
  expect_products(thinned(all_features(0, 12, 2)), 2, Normalisation::per_atom);
}

TEST_F(GradientsParity, FeaturesOfAnyNumberHaveTheSameDerivatives) {
  const FeatureSet full = all_features(2, 3, 17);
  for (const Index count : sizes) {
    std::vector<Index> picks(static_cast<std::size_t>(count));
    std::iota(picks.begin(), picks.end(), Index{40});
    expect_products(select_features(full, picks), 3, Normalisation::none);
  }
}

TEST_F(GradientsParity, FeaturesOfSeveralDensitiesHaveTheSameDerivatives) {
  const std::vector<Descriptor> descriptors{{0, 0, 0.5}, {1, 0, 0.3}, {1, 2, 0.7}, {2, 2, 0.1}};
  for (const int l_max : {4, 7})  // by straight code and by tables
    for (const FeatureOrder order :
         {FeatureOrder{0, Parity::proper}, FeatureOrder{3, Parity::proper}, FeatureOrder{2, Parity::pseudo}})
      for (const Normalisation normalisation :
           {Normalisation::none, Normalisation::per_atom, Normalisation::per_descriptor})
        for (const Index atoms : sizes)
          expect_products(thinned(all_features(order, {{0, 3, l_max}, {3, 2, 3}, {5, 4, 1}}, descriptors)), atoms,
                          normalisation);
}

TEST_F(GradientsParity, PredictedDensitiesHaveTheSameGradients) {
  const DataSet data = testing::synthetic_waters(8);
  std::vector<Index> all(data.entries.size());
  std::iota(all.begin(), all.end(), Index{0});
  std::vector<Structure> structures;
  std::vector<std::vector<double>> cotangents;
  for (const LabelledStructure& entry : data.entries) {
    structures.push_back(entry.structure);
    cotangents.push_back(entry.coefficients);
  }
  for (const int zeta : {1, 2, 3}) {
    ModelOptions options;
    options.expansion = {.cutoff = 6.0, .n_max = 4, .l_max = 3, .table_error = 1e-8};
    options.zeta = zeta;
    options.environments = 10;
    const Model model = train(Device::select("cpu"), data, all, options, {.regularisation = 1e-3}).model;
    expect_parity(
        [&](const Device& device) {
          std::vector<double> values;
          for (const StructureGradient& gradient : Predictor(device, model).backward(structures, cotangents)) {
            for (const Vector3& row : gradient.positions) values.insert(values.end(), row.begin(), row.end());
            for (const Vector3& row : gradient.strain) values.insert(values.end(), row.begin(), row.end());
          }
          return values;
        },
        1e-10, "zeta " + std::to_string(zeta));  // forces are small differences of what the features give
  }
}

}  // namespace
}  // namespace rhofield::parity
