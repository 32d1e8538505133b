// Properties of uncertainties: samples have the covariance of the regression, both solvers agree, rotations,
// calibration, and strangers are noticed.
#include "rhofield/model/uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "model/committee.hpp"
#include "model/regression.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "runtime/backend.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_data.hpp"
#include "support/turned.hpp"

namespace rhofield {
namespace {

using rhofield::testing::expect_error;
using rhofield::testing::range;

ModelOptions small_model(std::vector<Quantity> quantities = {Quantity::density}) {
  ModelOptions options;
  options.expansion = {.n_max = 4, .l_max = 3};
  options.environments = 20;
  options.quantities = std::move(quantities);
  return options;
}

RegressionOptions with_committee(int members, Solver solver = Solver::direct) {
  RegressionOptions options;
  options.solver = solver;
  options.committee = members;
  options.regularisation = 1e-5;
  return options;
}

/// Synthetic waters whose coefficients have noise, as those of a fit have.
DataSet noisy_waters(int count, double noise) {
  DataSet data = testing::synthetic_waters(count);
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal(0, noise);
  for (LabelledStructure& entry : data.entries) {
    for (double& c : entry.coefficients) c += normal(random);
    for (double& c : entry.response) c += normal(random);
  }
  return data;
}

TEST(Committee, SamplesHaveTheCovarianceOfTheInverse) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(12);
  const ModelOptions options = small_model();
  Representation representation(device, {1, 8}, options);
  const Target target = make_target(Quantity::density, data.basis);
  representation.use_all_features(target.feature_orders());
  const auto structures = data.structures();
  const Expanded pool = representation.expand(structures);
  const ReferenceSpace space(representation, target, options, pool,
                             pick_environments(representation, pool, options.environments));
  const Design design = space.design(structures);
  const Metrics metrics(device, data, range(0, 12));
  const DesignOperator op(space, design, metrics);
  auto t = Tensor<double, 1>::zeros(device, {op.elements()});
  NormalEquations normal(device, op.dimension());
  normal.add(op, std::as_const(t).view());
  constexpr double eta = 1e-4;
  constexpr int members = 200;
  const Posterior posterior = normal.solve(eta, false, members);
  auto& la = device.backend().linear_algebra();
  Tensor<double, 1> product(device, {op.dimension()});
  double mean = 0;
  for (Index k = 0; k < members; ++k) {
    const auto d = posterior.deviations.view().rows(k, 1).reshape<1>({op.dimension()});
    op.apply(d, product.view());
    la.axpy(eta, d, product.view());
    mean += la.dot(d, std::as_const(product).view()) * 12 / members;  // N d.(B + eta).d
  }
  const auto dimension = static_cast<double>(op.dimension());
  const double deviation = std::sqrt(2 * dimension / members);  // of the mean of chi-squared numbers
  EXPECT_NEAR(mean, dimension, 4 * deviation);
}

TEST(Committee, DeviatesAreStandardNormal) {
  const std::vector<double> z = normal_deviates(200001);
  const auto n = static_cast<double>(z.size());
  double mean = 0, square = 0, fourth = 0;
  for (const double x : z) mean += x / n, square += x * x / n, fourth += x * x * x * x / n;
  EXPECT_NEAR(mean, 0, 4 / std::sqrt(n));
  EXPECT_NEAR(square, 1, 4 * std::sqrt(2 / n));
  EXPECT_NEAR(fourth, 3, 4 * std::sqrt(96 / n));
}

TEST(Committee, AFifthIsHeldOutAndNothingIsLost) {
  DataSet data = testing::synthetic_waters(34);
  const CalibrationSplit split = split_for_calibration(data, range(3, 33));
  EXPECT_EQ(split.held_out.size(), 6U);
  std::vector<Index> all = split.fitted;
  all.insert(all.end(), split.held_out.begin(), split.held_out.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, range(3, 33));
  expect_error<InvalidInput>([&] { split_for_calibration(data, range(0, 4)); }, {"there are 4", "5 or more"});
  // The only structure with an element is not held out, wherever it stands.
  for (const Index k : split.held_out) {
    DataSet other = data;
    other.entries[static_cast<std::size_t>(k)].structure.numbers[0] = 9;
    for (const Index held : split_for_calibration(other, range(3, 33)).held_out) EXPECT_NE(held, k);
  }
}

double mean_expected(const TrainedModel& trained, const DataSet& data, Quantity quantity) {
  const auto report = validate_uncertainty(Device::select("cpu"), trained.model, data, range(40, 60), quantity);
  return std::accumulate(report.expected.begin(), report.expected.end(), 0.0) / 20;
}

class CommitteeOf : public ::testing::TestWithParam<Quantity> {};
INSTANTIATE_TEST_SUITE_P(Quantities, CommitteeOf, ::testing::Values(Quantity::density, Quantity::response),
                         [](const auto& parameter) { return name_of(parameter.param); });

TEST_P(CommitteeOf, BothSolversExpectTheSameErrors) {
  const Device device = Device::select("cpu");
  const DataSet data = noisy_waters(60, 0.01);
  const ModelOptions options = small_model({GetParam()});
  constexpr int members = 64;
  const double direct =
      mean_expected(train(device, data, range(0, 40), options, with_committee(members)), data, GetParam());
  const double iterated =
      mean_expected(train(device, data, range(0, 40), options, with_committee(members, Solver::conjugate_gradients)),
                    data, GetParam());
  // Each is known to one part in sqrt(2 members) and better, as it is a mean over structures and coefficients.
  EXPECT_NEAR(iterated / direct, 1, 2 / std::sqrt(2.0 * members));
}

TEST_P(CommitteeOf, ThePredictionIsThatOfAModelWithoutOne) {
  const Device device = Device::select("cpu");
  const DataSet data = noisy_waters(20, 0.01);
  const ModelOptions options = small_model({GetParam()});
  const auto with = train(device, data, range(0, 15), options, with_committee(4)).model;
  const auto without = train(device, data, range(0, 15), options, with_committee(0)).model;
  const auto structures = data.structures();
  const auto a = Predictor(device, with, GetParam())(structures),
             b = Predictor(device, without, GetParam())(structures);
  for (std::size_t s = 0; s < a.size(); ++s)
    for (std::size_t f = 0; f < a[s].size(); ++f) ASSERT_NEAR(a[s][f], b[s][f], 1e-8);
}

TEST_P(CommitteeOf, StandardisedErrorsOfHeldOutStructuresHaveUnitVariance) {
  const Device device = Device::select("cpu");
  const DataSet data = noisy_waters(160, 0.01);
  const auto model = train(device, data, range(0, 80), small_model({GetParam()}), with_committee(32)).model;
  const UncertaintyReport report = validate_uncertainty(device, model, data, range(80, 160), GetParam());
  EXPECT_NEAR(report.standardised, 1, 0.25);
  if (GetParam() == Quantity::response) {
    EXPECT_NEAR(report.standardised_polarizability.value(), 1, 0.3);
    EXPECT_FALSE(report.standardised_electrons);
  } else {
    EXPECT_NEAR(report.standardised_electrons.value(), 1, 0.3);
    EXPECT_NEAR(report.standardised_dipole.value(), 1, 0.3);
  }
}

TEST_P(CommitteeOf, UncertaintiesTurnWithTheStructure) {
  const Device device = Device::select("cpu");
  const DataSet data = noisy_waters(20, 0.01);
  const auto model = train(device, data, range(0, 15), small_model({GetParam()}), with_committee(11)).model;
  const UncertaintyPredictor predictor(device, model, GetParam());
  const Matrix3 rotation = testing::some_rotations().back();
  const Structure& structure = data.entries[17].structure;
  const Structure other = testing::turned(structure, rotation, 0.7);
  const auto here = predictor.deviations(structure), there = predictor.deviations(other);
  ASSERT_EQ(here.size(), 11U);
  double largest = 0;
  for (std::size_t k = 0; k < here.size(); ++k) {
    const auto expected = testing::turned(here[k], data.basis, structure, rotation);
    for (std::size_t f = 0; f < expected.size(); ++f) {
      largest = std::max(largest, std::abs(expected[f]));
      ASSERT_NEAR(there[k][f], expected[f], 1e-9) << k;
    }
  }
  EXPECT_GT(largest, 1e-4);  // there is something to compare
  const auto both = predictor(std::vector<Structure>{structure, other});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(both[0].of_atoms[i], both[1].of_atoms[i], 1e-9);
}

TEST(Uncertainty, StructuresUnlikeTheTrainingSetAreFlagged) {
  const Device device = Device::select("cpu");
  const DataSet data = noisy_waters(60, 1e-3);
  const auto model = train(device, data, range(0, 50), small_model(), with_committee(16)).model;
  std::vector<Structure> structures{data.entries[55].structure, data.entries[56].structure};
  structures[1].positions[2] = {0.9, 0.1, -0.2};  // a hydrogen at half the distance
  const auto uncertainty = UncertaintyPredictor(device, model)(structures);
  EXPECT_FALSE(uncertainty[0].far) << uncertainty[0].strangeness[0];
  EXPECT_TRUE(uncertainty[1].far) << uncertainty[1].strangeness[0];
}

TEST(Uncertainty, WhatCannotBeKnownIsRefused) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(10);
  const auto model = train(device, data, range(0, 8), small_model(), with_committee(0)).model;
  expect_error<InvalidInput>([&] { UncertaintyPredictor(device, model); },
                             {"without a committee", "regression.committee"});
  expect_error<InvalidInput>([&] { train(device, data, range(0, 8), small_model(), with_committee(2)); },
                             {"committee", "2", "1024"});
  ModelOptions few = small_model();
  few.environments = 4;
  expect_error<InvalidInput>([&] { train(device, data, range(0, 3), few, with_committee(8)); }, {"there are 3"});
}

}  // namespace
}  // namespace rhofield
