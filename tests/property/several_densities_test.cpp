// Models of several neighbour densities: predictions turn and permute with the structure, similarities are sums over
// descriptors, and elements without functions are neighbours.
#include <gtest/gtest.h>

#include <cmath>

#include "model/lessons.hpp"
#include "model/reference_space.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_data.hpp"
#include "support/turned.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;
using testing::turned;

const ExpansionOptions sharp{.n_max = 4, .l_max = 3};
const ExpansionOptions smooth{.cutoff = 6.0 * angstrom, .smearing = 0.8 * angstrom, .n_max = 3, .l_max = 2};
const ExpansionOptions wide{.cutoff = 3.0 * angstrom, .smearing = 0.5 * angstrom, .n_max = 2, .l_max = 4};

/// A sharp and a smooth density: each with itself, and one with the other.
ModelOptions two_densities(DescriptorNormalisation normalisation, std::vector<Quantity> quantities) {
  return {.quantities = std::move(quantities),
          .expansion = sharp,
          .further_densities = {smooth},
          .descriptors = {{0, 0, 0.5}, {0, 1, 0.3}, {1, 1, 0.2}},
          .descriptor_normalisation = normalisation,
          .environments = 16};
}

constexpr std::array normalisations{DescriptorNormalisation::each, DescriptorNormalisation::together,
                                    DescriptorNormalisation::none};

class SeveralDensities : public ::testing::Test {
 protected:
  /// Everything but a response with several norms.
  std::vector<std::pair<Model, Quantity>> models(int features_per_lambda) {
    std::vector<std::pair<Model, Quantity>> all;
    for (const DescriptorNormalisation normalisation : normalisations)
      for (const Quantity quantity : {Quantity::density, Quantity::response}) {
        if (quantity == Quantity::response && normalisation == DescriptorNormalisation::each) continue;
        ModelOptions options = two_densities(normalisation, {quantity});
        options.features_per_lambda = features_per_lambda;
        all.emplace_back(train(device_, data_, range(0, 10), options, {.regularisation = 1e-6}).model, quantity);
      }
    return all;
  }

  /// k^lambda of all atoms of some waters with each other.
  std::vector<double> similarities(const ModelOptions& options, FeatureOrder order) const {
    Representation representation(device_, {1, 8}, options);
    representation.use_all_features({invariants, order});
    const auto structures = structures_at(data_, range(0, 3));
    const Expanded expanded = representation.expand(structures);
    const Tensor<double, 3> p = representation.features(order, expanded.coefficients.view());
    const Index rows = p.extent(0) * p.extent(1);
    Tensor<double, 2> k0(device_, {p.extent(0), p.extent(0)}), k(device_, {rows, rows});
    similarity(device_, p.view(), p.view(), k0.view(), 1, k.view());
    return k.to_host();
  }

  const Device device_ = Device::select("cpu");
  const DataSet data_ = testing::synthetic_waters(14);
};

TEST_F(SeveralDensities, PredictionsTurnWithTheMolecule) {
  std::mt19937_64 random(5);
  for (const int features : {0, 25})
    for (const auto& [model, quantity] : models(features)) {
      const Predictor predictor(device_, model, quantity);
      const Structure& water = data_.entries[11].structure;
      const auto reference = predictor(std::vector{water})[0];
      for (const Matrix3& rotation :
           {testing::random_rotation(random), Matrix3{{{-1, 0, 0}, {0, -1, 0}, {0, 0, -1}}}}) {
        const auto found = predictor(std::vector{turned(water, rotation, 3.7)})[0];
        const auto expected = turned(reference, data_.basis, water, rotation);
        double largest = 0;
        for (double x : expected) largest = std::max(largest, std::abs(x));
        for (std::size_t f = 0; f < found.size(); ++f) EXPECT_NEAR(found[f], expected[f], 1e-10 * largest);
      }
    }
}

TEST_F(SeveralDensities, PredictionsFollowTheOrderOfTheAtoms) {
  for (const auto& [model, quantity] : models(0)) {
    const Predictor predictor(device_, model, quantity);
    const Structure& water = data_.entries[11].structure;
    Structure swapped = water;
    std::swap(swapped.positions[1], swapped.positions[2]);
    const auto c = predictor(std::vector{water, swapped});
    const auto o = static_cast<std::size_t>(data_.basis.functions(8));
    const auto h = static_cast<std::size_t>(data_.basis.functions(1));
    for (std::size_t k = 0; k < c[0].size(); ++k) {
      const std::size_t f = k % (o + 2 * h);
      EXPECT_NEAR(c[0][k], c[1][f < o ? k : f < o + h ? k + h : k - h], 1e-10);
    }
  }
}

TEST_F(SeveralDensities, TheSimilarityIsTheWeightedSumOfThoseOfItsDescriptors) {
  for (const FeatureOrder order : {FeatureOrder{0, Parity::proper}, {2, Parity::proper}, {1, Parity::pseudo}})
    for (const DescriptorNormalisation normalisation : {DescriptorNormalisation::each, DescriptorNormalisation::none}) {
      ModelOptions options = two_densities(normalisation, {Quantity::density});
      options.further_densities.emplace_back(wide);
      options.descriptors.push_back({2, 0, 0.7});
      const std::vector<double> sum = similarities(options, order);
      std::vector<double> expected(sum.size(), 0.0);
      for (const Descriptor& d : options.descriptors) {
        // Alone, with no densities but those it needs.
        const std::vector<NeighbourDensity> all{sharp, smooth, wide};
        ModelOptions alone = options;
        alone.expansion = std::get<ExpansionOptions>(all[static_cast<std::size_t>(d.left)]);
        alone.further_densities.clear();
        if (d.left != d.right) alone.further_densities = {all[static_cast<std::size_t>(d.right)]};
        alone.descriptors = {{0, d.left == d.right ? 0 : 1}};
        const std::vector<double> part = similarities(alone, order);
        for (std::size_t k = 0; k < sum.size(); ++k) expected[k] += d.weight * part[k];
      }
      double largest = 0;
      for (double x : expected) largest = std::max(largest, std::abs(x));
      for (std::size_t k = 0; k < sum.size(); ++k)
        ASSERT_NEAR(sum[k], expected[k], 1e-13 * largest) << describe(order) << " " << k;
    }
}

TEST_F(SeveralDensities, TogetherOnTheDiagonalTheSimilarityIsOne) {
  const auto k = similarities(two_densities(DescriptorNormalisation::together, {Quantity::density}), invariants);
  const auto n = static_cast<std::size_t>(std::sqrt(static_cast<double>(k.size())));
  for (std::size_t i = 0; i < n; ++i) EXPECT_NEAR(k[i * n + i], 1.0, 1e-14);
}

TEST_F(SeveralDensities, ADensityThatNoDescriptorUsesDoesNotCount) {
  ModelOptions other{.expansion = wide, .further_densities = {sharp}, .descriptors = {{1, 1}}, .environments = 16};
  const ModelOptions own{.expansion = sharp, .environments = 16};
  EXPECT_EQ(similarities(other, {1, Parity::proper}), similarities(own, {1, Parity::proper}));
}

TEST_F(SeveralDensities, TheWeightsOfAResponseThatIsNormalisedAsAWholeDoNotDependOnTheirScale) {
  // N_i takes it out; k^0 has norm 1 only with `together`, and takes no part without powers.
  std::vector<std::vector<double>> found;
  for (const double scale : {1.0, 9.0})
    for (const DescriptorNormalisation normalisation :
         {DescriptorNormalisation::together, DescriptorNormalisation::none}) {
      ModelOptions options = two_densities(normalisation, {Quantity::response});
      options.zeta = 1;
      for (Descriptor& d : options.descriptors) d.weight *= scale;
      const auto trained = train(device_, data_, range(0, 10), options, {.regularisation = 1e-6});
      found.push_back(
          Predictor(device_, trained.model, Quantity::response)(std::vector{data_.entries[12].structure})[0]);
    }
  double largest = 0;
  for (double x : found[0]) largest = std::max(largest, std::abs(x));
  // Environments are picked from other distances where invariants are not normalised: compared within one choice.
  for (std::size_t f = 0; f < found[0].size(); ++f) {
    EXPECT_NEAR(found[2][f], found[0][f], 1e-8 * largest);
    EXPECT_NEAR(found[3][f], found[1][f], 1e-8 * largest);
  }
}

TEST_F(SeveralDensities, AFurtherDensityImprovesWhatOneCannotSee) {
  // The synthetic densities depend on both distances; a cutoff below the O-H bond leaves hydrogen blind.
  ModelOptions blind{.expansion = {.cutoff = 0.8 * angstrom, .n_max = 4, .l_max = 3}, .environments = 16};
  ModelOptions seeing = blind;
  seeing.further_densities = {smooth};
  seeing.descriptors = {{0, 0}, {1, 1}};
  const auto test = range(10, 14);
  const auto error = [&](const ModelOptions& options) {
    const auto trained = train(device_, data_, range(0, 10), options, {.regularisation = 1e-7});
    return validate(device_, trained.model, data_, test).total_percent;
  };
  EXPECT_LT(error(seeing), 0.2 * error(blind));
}

TEST_F(SeveralDensities, ALongRangePotentialIsADensityLikeAnyOther) {
  for (const bool by_species : {true, false}) {
    ModelOptions options = two_densities(DescriptorNormalisation::together, {Quantity::density, Quantity::response});
    options.further_densities.front() = LongRangeOptions{
        .radius = 3.0 * angstrom, .n_max = 3, .l_max = 2, .by_species = by_species, .weights = SourceWeights::charges};
    DataSet data = data_;
    for (auto& entry : data.entries) entry.structure.charges = {-0.8, 0.4, 0.4};
    const Model model = train(device_, data, range(0, 10), options, {.regularisation = 1e-6}).model;
    EXPECT_EQ(model.feature_sets.at({}).channels, 2 * 4 + (by_species ? 2 : 1) * 3);
    std::mt19937_64 random(9);
    const Matrix3 rotation = testing::random_rotation(random);
    for (const Quantity quantity : options.quantities) {
      const Predictor predictor(device_, model, quantity);
      Structure water = data.entries[11].structure;
      const auto reference = predictor(std::vector{water})[0];
      const auto found = predictor(std::vector{turned(water, rotation, 3.7)})[0];
      const auto expected = turned(reference, data.basis, water, rotation);
      double largest = 0, change = 0;
      for (double x : expected) largest = std::max(largest, std::abs(x));
      for (std::size_t f = 0; f < found.size(); ++f) EXPECT_NEAR(found[f], expected[f], 1e-6 * largest);
      water.charges = {-0.4, 0.2, 0.2};
      const auto weaker = predictor(std::vector{water})[0];
      for (std::size_t f = 0; f < weaker.size(); ++f) change = std::max(change, std::abs(weaker[f] - reference[f]));
      EXPECT_GT(change, 1e-4 * largest) << "charges count";
      water.charges.clear();
      expect_error<InvalidInput>([&] { (void)predictor(std::vector{water}); }, {"charges"});
    }
  }
}

// --- elements without functions -------------------------------------------------------------------------------------

/// Waters beside a helium atom that has no functions of its own; the coefficients of the waters depend on it.
DataSet waters_beside_helium(int count) {
  DataSet data = testing::synthetic_waters(count);
  auto shells = data.basis.all();
  shells[2] = {};
  data.basis = GaussianBasis(std::move(shells));
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  for (auto& entry : data.entries) {
    Structure s = entry.structure;
    s.numbers.insert(s.numbers.begin(), 2);
    s.positions.insert(s.positions.begin(), {4.5 + 0.3 * normal(random), 0.3 * normal(random), 0.3 * normal(random)});
    entry = testing::label(s, data.basis);
  }
  return data;
}

TEST_F(SeveralDensities, ElementsWithoutFunctionsAreNeighboursOnly) {
  const DataSet data = waters_beside_helium(14);
  for (const Solver solver : {Solver::direct, Solver::conjugate_gradients})
    for (const Quantity quantity : {Quantity::density, Quantity::response}) {
      ModelOptions options = two_densities(DescriptorNormalisation::together, {quantity});
      options.features_per_lambda = 60;
      const auto trained = train(device_, data, range(0, 10), options, {.regularisation = 1e-5, .solver = solver});
      EXPECT_EQ(trained.model.species, (std::vector<int>{1, 2, 8}));
      EXPECT_FALSE(trained.model.species_models.contains(2)) << "no environments";
      const Predictor predictor(device_, trained.model, quantity);
      Structure s = data.entries[12].structure;
      const auto near = predictor(std::vector{s})[0];
      EXPECT_EQ(near.size(), reference_values(data.entries[12], quantity).size());
      s.positions[0] = {40, 40, 40};
      double change = 0;
      const auto far = predictor(std::vector{s})[0];
      for (std::size_t f = 0; f < near.size(); ++f) change = std::max(change, std::abs(near[f] - far[f]));
      EXPECT_GT(change, 1e-4) << "helium is seen";
      if (quantity == Quantity::density) {
        EXPECT_LT(validate(device_, trained.model, data, range(10, 14)).total_percent, 30.0);
      }
    }
}

TEST_F(SeveralDensities, ElementsWithoutABasisAreToldTheWayOut) {
  DataSet data = waters_beside_helium(8);
  data.basis = testing::small_basis();
  expect_error<InvalidInput>([&] { (void)train(device_, data, range(0, 8), {.expansion = sharp}, {}); },
                             {"no functions for He", "entry without shells"});
}

TEST_F(SeveralDensities, OnlyAtomsWithFunctionsAreEnvironments) {
  const DataSet data = waters_beside_helium(4);
  expect_error<InvalidInput>(
      [&] { (void)train(device_, data, range(0, 4), {.expansion = sharp, .environments = 13}, {}); },
      {"13 reference environments", "only 12 atoms"});
}

// --- what is refused ------------------------------------------------------------------------------------------------

TEST_F(SeveralDensities, ImpossibleDescriptorsAreRefused) {
  const ModelOptions good = two_densities(DescriptorNormalisation::together, {Quantity::density});
  EXPECT_NO_THROW(validate(good));
  const auto refused = [&](auto spoil, std::initializer_list<std::string> parts) {
    ModelOptions options = good;
    spoil(options);
    expect_error<InvalidInput>([&] { validate(options); }, parts);
  };
  refused([](ModelOptions& o) { o.descriptors.clear(); }, {"no descriptors"});
  refused([](ModelOptions& o) { o.descriptors[1].right = 2; }, {"descriptor 1", "no density 2", "0 to 1"});
  refused([](ModelOptions& o) { o.descriptors[1].left = -1; }, {"descriptor 1", "no density -1"});
  refused([](ModelOptions& o) { o.descriptors[2].weight = 0; }, {"descriptor 2", "weight 0", "positive"});
  refused([](ModelOptions& o) { o.descriptors[2].weight = std::nan(""); }, {"descriptor 2", "nan"});
  refused([](ModelOptions& o) { o.descriptors[2] = {1, 0}; }, {"descriptor 2 (densities 1 and 0)", "repeats"});
  refused([](ModelOptions& o) { o.descriptors.resize(1); }, {"density 1", "none of the 1 descriptors"});
  refused([](ModelOptions& o) { o.further_densities[0] = ExpansionOptions{.n_max = 0}; }, {"density 1", "n_max is 0"});
  refused(
      [](ModelOptions& o) {
        o.quantities = {Quantity::density, Quantity::response};
        o.descriptor_normalisation = DescriptorNormalisation::each;
      },
      {"3 descriptors", "`together`"});
}

TEST_F(SeveralDensities, OrdersThatNoDescriptorReachesAreRefused) {
  ModelOptions options = two_densities(DescriptorNormalisation::each, {Quantity::density});
  options.expansion.l_max = 0;
  options.further_densities = {ExpansionOptions{.n_max = 2, .l_max = 1}};
  options.descriptors = {{0, 1}};
  expect_error<InvalidInput>([&] { (void)train(device_, data_, range(0, 8), options, {}); },
                             {"lambda 2", "l_max = 1", "of all densities to at least 1"});
}

}  // namespace
}  // namespace rhofield
