// Derivatives of predicted densities, from coefficients to atoms and strain, against differences of the predictions.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "support/differences.hpp"
#include "support/errors.hpp"
#include "support/random_structures.hpp"
#include "support/strained.hpp"
#include "support/synthetic_data.hpp"

namespace rhofield {
namespace {

/// bohr: (step / width of the switch)^4 / 30 leaves 1e-11. No pair may be within two steps of the ends of a switch,
/// where the second derivative jumps.
constexpr double step = 4e-3;
/// Relative to the largest derivative: the radial table is 1e-13 off at steps of 5e-3 bohr, which many pairs add to.
constexpr double tolerance = 1e-7;

std::vector<Index> first_of(std::size_t count) {
  std::vector<Index> all(count);
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

Model small_model(int zeta, int features = 0) {
  const DataSet data = testing::synthetic_waters(8);
  ModelOptions options;
  options.expansion = {
      .cutoff = 6.0, .cutoff_width = 2.0, .smearing = 0.6, .n_max = 4, .l_max = 3, .table_error = 1e-13};
  options.zeta = zeta;
  options.environments = 10;
  options.features_per_lambda = features;
  return train(Device::select("cpu"), data, first_of(data.entries.size()), options, {.regularisation = 1e-6}).model;
}

/// Three waters, apart from each other by about a molecule, in a triclinic cell.
Structure waters(std::array<bool, 3> periodic) {
  std::mt19937_64 random(11);
  Structure all;
  all.cell = {{{6.9, 0.2, -0.3}, {1.4, 6.6, 0.1}, {-0.9, 1.1, 7.1}}};
  all.periodic = periodic;
  const Matrix3 centres{{{0.2, 0.1, -0.3}, {4.4, 1.2, 3.4}, {1.3, 4.8, 2.9}}};
  for (const Vector3& centre : centres) {
    const Structure one = testing::random_water(random);
    for (std::size_t i = 0; i < 3; ++i) {
      all.numbers.push_back(one.numbers[i]);
      all.positions.push_back(one.positions[i]);
      for (std::size_t x = 0; x < 3; ++x) all.positions.back()[x] += centre[x];
    }
  }
  return all;
}

std::vector<std::vector<double>> random_cotangents(const Model& model, const std::vector<Structure>& structures) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal;
  std::vector<std::vector<double>> cotangents;
  for (const Structure& s : structures) {
    cotangents.emplace_back(static_cast<std::size_t>(model.basis.functions(s)));
    for (double& v : cotangents.back()) v = normal(random);
  }
  return cotangents;
}

double energy(const Predictor& predictor, const std::vector<Structure>& structures,
              const std::vector<std::vector<double>>& cotangents) {
  const auto c = predictor(structures);
  double sum = 0.0;
  for (std::size_t a = 0; a < c.size(); ++a)
    sum = std::inner_product(c[a].begin(), c[a].end(), cotangents[a].begin(), sum);
  return sum;
}

double largest_of(const StructureGradient& gradient) {
  double largest = 0.0;
  for (const Vector3& g : gradient.positions)
    for (const double value : g) largest = std::max(largest, std::abs(value));
  return largest;
}

void expect_gradients(const Model& model, std::vector<Structure> structures, const std::string& what) {
  const Predictor predictor(Device::select("cpu"), model);
  const auto cotangents = random_cotangents(model, structures);
  const auto gradients = predictor.backward(structures, cotangents);
  ASSERT_EQ(gradients.size(), structures.size());
  for (std::size_t a = 0; a < structures.size(); ++a) {
    const StructureGradient& got = gradients[a];
    ASSERT_EQ(std::ssize(got.positions), structures[a].size());
    const double largest = largest_of(got);
    EXPECT_GT(largest, 1e-3) << what;
    for (std::size_t i = 0; i < got.positions.size(); ++i)
      for (std::size_t x = 0; x < 3; ++x)
        EXPECT_NEAR(got.positions[i][x],
                    testing::derivative(structures[a].positions[i][x], step,
                                        [&] { return energy(predictor, structures, cotangents); }),
                    tolerance * largest)
            << what << ", structure " << a << ", atom " << i << ", direction " << x;
    for (std::size_t k = 0; k < 9; ++k) {
      Matrix3 strain{};
      std::vector<Structure> moved = structures;
      const double expected = testing::derivative(strain[k / 3][k % 3], step / 8.0, [&] {
        moved[a] = testing::strained(structures[a], strain);
        return energy(predictor, moved, cotangents);
      });
      EXPECT_NEAR(got.strain[k / 3][k % 3], expected, 10.0 * tolerance * largest)  // a strain moves atoms by bohrs
          << what << ", structure " << a << ", strain " << k / 3 << k % 3;
    }
  }
}

TEST(PredictorGradients, ThoseOfMoleculesForEveryPowerOfTheSimilarity) {
  for (const int zeta : {1, 2, 3}) {
    std::mt19937_64 random(21);
    const Structure alone = testing::random_water(random);
    expect_gradients(small_model(zeta), {waters({}), alone}, "zeta " + std::to_string(zeta));
  }
}

TEST(PredictorGradients, ThoseOfCellsSlabsAndWires) {
  const Model model = small_model(2);
  for (const std::array<bool, 3> periodic :
       {std::array{true, true, true}, std::array{true, true, false}, std::array{false, false, true}})
    expect_gradients(model, {waters(periodic)},
                     std::to_string(periodic[0] + periodic[1] + periodic[2]) + " periodic directions");
}

TEST(PredictorGradients, ThoseOfSelectedFeatures) { expect_gradients(small_model(2, 30), {waters({})}, "30 features"); }

TEST(PredictorGradients, ThoseOfSeveralDensities) {
  const DataSet data = testing::synthetic_waters(8);
  for (const DescriptorNormalisation normalisation :
       {DescriptorNormalisation::each, DescriptorNormalisation::together, DescriptorNormalisation::none}) {
    ModelOptions options;
    options.expansion = {
        .cutoff = 5.0, .cutoff_width = 2.0, .smearing = 0.6, .n_max = 3, .l_max = 3, .table_error = 1e-13};
    options.further_densities = {ExpansionOptions{
        .cutoff = 7.2, .cutoff_width = 2.0, .smearing = 1.0, .n_max = 2, .l_max = 2, .table_error = 1e-13}};
    options.descriptors = {{0, 0, 0.5}, {0, 1, 0.3}, {1, 1, 0.2}};
    options.descriptor_normalisation = normalisation;
    options.environments = 10;
    options.features_per_lambda = 40;
    const Model model =
        train(Device::select("cpu"), data, first_of(data.entries.size()), options, {.regularisation = 1e-6}).model;
    expect_gradients(model, {waters({true, false, true})}, "several densities");
  }
}

TEST(PredictorGradients, ThoseOfADensityAndALongRangePotential) {
  const DataSet data = testing::synthetic_waters(8);
  ModelOptions options;
  options.expansion = {
      .cutoff = 5.0, .cutoff_width = 2.0, .smearing = 0.6, .n_max = 3, .l_max = 3, .table_error = 1e-13};
  options.further_densities = {
      LongRangeOptions{.radius = 5.0, .smearing = 2.0, .n_max = 2, .l_max = 2, .tolerance = 1e-10}};
  options.descriptors = {{0, 0, 0.5}, {0, 1, 0.3}, {1, 1, 0.2}};
  options.environments = 10;
  options.features_per_lambda = 40;
  const Model model =
      train(Device::select("cpu"), data, first_of(data.entries.size()), options, {.regularisation = 1e-6}).model;
  for (const bool periodic : {false, true})
    expect_gradients(model, {waters({periodic, periodic, periodic})}, periodic ? "cell" : "molecules");
}

TEST(PredictorGradients, ForcesAddUpToNothingAndTheStrainDerivativeOfAScalarIsSymmetric) {
  const Model model = small_model(2);
  const Predictor predictor(Device::select("cpu"), model);
  for (const bool periodic : {false, true}) {
    const std::vector<Structure> structures{waters({periodic, periodic, periodic})};
    // Only coefficients of s functions: they do not change when everything is turned.
    std::vector<std::vector<double>> cotangents{{}};
    double value = 0.3;
    for (const int number : structures[0].numbers)
      for (const Shell& shell : model.basis.shells(number))
        for (int m = 0; m < 2 * shell.l + 1; ++m) cotangents[0].push_back(shell.l == 0 ? value = 1.7 - value : 0.0);
    const StructureGradient gradient = predictor.backward(structures, cotangents)[0];
    double largest = 0.0;
    for (const Vector3& row : gradient.strain)
      for (const double entry : row) largest = std::max(largest, std::abs(entry));
    EXPECT_GT(largest, 1e-3);
    constexpr double rounding = 1e-11;  // of the table, which is not exactly a function of the distance's square
    for (std::size_t a = 0; a < 3; ++a) {
      double force = 0.0;
      for (const Vector3& g : gradient.positions) force += g[a];
      EXPECT_NEAR(force, 0.0, rounding * largest);
      for (std::size_t b = 0; b < a; ++b) EXPECT_NEAR(gradient.strain[a][b], gradient.strain[b][a], rounding * largest);
    }
    if (periodic) continue;
    for (std::size_t a = 0; a < 3; ++a)  // without images the strain derivative is that of the positions
      for (std::size_t b = 0; b < 3; ++b) {
        double sum = 0.0;
        for (std::size_t i = 0; i < 9; ++i) sum += gradient.positions[i][a] * structures[0].positions[i][b];
        EXPECT_NEAR(gradient.strain[a][b], sum, rounding * largest);
      }
  }
}

TEST(PredictorGradients, WhatHasNoDerivativeIsRefused) {
  const Model model = small_model(2);
  const Predictor predictor(Device::select("cpu"), model);
  const std::vector<Structure> structures{waters({})};
  auto cotangents = random_cotangents(model, structures);
  cotangents[0].pop_back();
  testing::expect_error<InvalidInput>([&] { (void)predictor.backward(structures, cotangents); },
                                      {"structure 0", "functions", "one for each function"});
  testing::expect_error<InvalidInput>([&] { (void)predictor.backward(structures, {}); }, {"1 structures", "got 0"});
  const DataSet data = testing::synthetic_waters(6);
  ModelOptions options;
  options.expansion = {.n_max = 3, .l_max = 2};
  options.environments = 6;
  options.quantities = {Quantity::response};
  const Model response = train(Device::select("cpu"), data, first_of(6), options, {.regularisation = 1e-6}).model;
  const Predictor of_response(Device::select("cpu"), response, Quantity::response);
  testing::expect_error<InvalidInput>([&] { (void)of_response.backward(structures, cotangents); },
                                      {"derivatives are known of predicted densities"});
}

}  // namespace
}  // namespace rhofield
