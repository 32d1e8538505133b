// Uncertainties of properties: samples have the covariance of the regression, both solvers agree, they turn with the
// structure, are calibrated, and strangers are noticed.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

#include "model/committee.hpp"
#include "model/ridge.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/properties.hpp"
#include "rhofield/model/uncertainty.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_properties.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;

ModelOptions small_model() { return {.expansion = {.n_max = 4, .l_max = 3}, .environments = 20}; }

DataSet noisy_waters(int count, double noise) {
  DataSet data = testing::waters_with_properties(count);
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal(0, noise);
  for (LabelledStructure& entry : data.entries) {
    *entry.energy += normal(random);
    for (double& x : *entry.dipole) x += normal(random);
  }
  return data;
}

const std::vector<PropertyOptions> two{property_by_name("energy"), property_by_name("dipole")};

TEST(RidgeDeviations, HaveTheCovarianceOfTheInverse) {
  // More weights than rows, so that some directions are known by the regularisation alone.
  constexpr Index rows = 6, columns = 9;
  constexpr double shift = 0.3;
  constexpr int members = 20000;
  const std::vector<double> x = normal_deviates(rows * columns, 77);
  const RidgeFactors factors(x, rows, columns);
  std::vector<double> covariance(columns * columns, 0.0);
  for (int k = 0; k < members; ++k) {
    const std::vector<double> d = factors.deviation(normal_deviates(columns, k), shift);
    for (std::size_t i = 0; i < columns; ++i)
      for (std::size_t j = 0; j < columns; ++j) covariance[i * columns + j] += d[i] * d[j] / members;
  }
  // (X^T X + shift) C = 1
  for (std::size_t i = 0; i < columns; ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < columns; ++k) {
        double a = i == k ? shift : 0;
        for (std::size_t row = 0; row < rows; ++row) a += x[row * columns + i] * x[row * columns + k];
        sum += a * covariance[k * columns + j];
      }
      EXPECT_NEAR(sum, i == j ? 1 : 0, 0.2) << i << ' ' << j;
    }
}

class PropertyUncertainties : public ::testing::Test {
 protected:
  const Device device_ = Device::select("cpu");
  Model train(const DataSet& data, int members, Solver solver = Solver::automatic) const {
    RegressionOptions options;
    options.solver = solver;
    options.regularisation = 1e-5;
    options.committee = members;
    options.residual_tolerance = 1e-8;
    return train_properties(device_, data, range(0, 40), two, small_model(), options).model;
  }
};

TEST_F(PropertyUncertainties, BothSolversExpectTheSameErrors) {
  const DataSet data = noisy_waters(60, 0.02);
  const auto mean_expected = [&](Solver solver) {
    const auto reports = validate_property_uncertainty(device_, train(data, 64, solver), data, range(40, 60));
    std::vector<double> means;
    for (const auto& report : reports)
      means.push_back(std::accumulate(report.expected.begin(), report.expected.end(), 0.0) / 20);
    return means;
  };
  const auto direct = mean_expected(Solver::direct), iterated = mean_expected(Solver::conjugate_gradients);
  ASSERT_EQ(direct.size(), 2U);
  for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(iterated[k] / direct[k], 1, 0.2);
}

TEST_F(PropertyUncertainties, ErrorsAreAsLargeAsExpected) {
  const DataSet data = noisy_waters(100, 0.02);
  for (const auto& report : validate_property_uncertainty(device_, train(data, 32), data, range(40, 100))) {
    EXPECT_GT(report.standardised, 0.6) << report.name;
    EXPECT_LT(report.standardised, 1.7) << report.name;
    EXPECT_EQ(report.indices.size(), 60U);
  }
}

TEST_F(PropertyUncertainties, TurnWithTheStructure) {
  const DataSet data = noisy_waters(40, 0.02);
  const PropertyUncertaintyPredictor predictor(device_, train(data, 8));
  const Structure& one = data.entries[3].structure;
  const Matrix3 quarter{{{0, -1, 0}, {1, 0, 0}, {0, 0, 1}}};  // x -> y
  const std::vector<Structure> both{one, testing::rotated(one, quarter)};
  const auto found = predictor(both);
  const auto& dipole = found.at("dipole");
  EXPECT_NEAR(dipole[1].values[1], dipole[0].values[0], 1e-9 * dipole[0].values[0]);
  EXPECT_NEAR(dipole[1].values[0], dipole[0].values[1], 1e-9 * dipole[0].values[1]);
  EXPECT_NEAR(dipole[1].values[2], dipole[0].values[2], 1e-9 * dipole[0].values[2]);
  const auto& energy = found.at("energy");
  EXPECT_NEAR(energy[1].values[0], energy[0].values[0], 1e-9 * energy[0].values[0]);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_NEAR(energy[1].of_atoms[i], energy[0].of_atoms[i], 1e-9 * energy[0].of_atoms[i]);
}

TEST_F(PropertyUncertainties, StrangersAreNoticed) {
  const DataSet data = noisy_waters(45, 0.02);
  const PropertyUncertaintyPredictor predictor(device_, train(data, 16));
  Structure stretched = data.entries[41].structure;
  for (std::size_t x = 0; x < 3; ++x)
    stretched.positions[1][x] += 0.6 * (stretched.positions[1][x] - stretched.positions[0][x]);
  const std::vector<Structure> both{data.entries[41].structure, stretched};
  const auto found = predictor(both);
  const auto& energy = found.at("energy");
  EXPECT_FALSE(energy[0].far);
  EXPECT_TRUE(energy[1].far);
  EXPECT_GT(energy[1].values[0], 3 * energy[0].values[0]);
}

TEST_F(PropertyUncertainties, OfTransformedPropertiesAreThoseOfTheReportedValues) {
  // Identity tensors of alpha in a cubic cell: d eps/d alpha is known.
  DataSet data = testing::waters_with_properties(30);
  constexpr double side = 18;
  for (LabelledStructure& entry : data.entries) {
    entry.structure.cell = {{{side, 0, 0}, {0, side, 0}, {0, 0, side}}};
    entry.structure.periodic = {true, true, true};
    const double x = 0.2 + 0.01 * std::sin(10 * *entry.energy);
    const double eps = (1 + 2 * x) / (1 - x);
    entry.properties["epsilon"] = {.shape = {3, 3}, .values = {eps, 0, 0, 0, eps, 0, 0, 0, eps}};
  }
  const PropertyOptions plain{.name = "epsilon", .kind = PropertyKind::symmetric_tensor};
  PropertyOptions transformed = plain;
  transformed.transform = PropertyTransform::clausius_mossotti;
  const RegressionOptions options{.regularisation = 1e-5, .committee = 8};
  const Model model =
      train_properties(device_, data, range(0, 30), std::span(&transformed, 1), small_model(), options).model;
  Model untransformed = model;
  untransformed.properties.at("epsilon").options.transform = PropertyTransform::none;
  const Structure& one = data.entries[2].structure;
  const auto reported = PropertyUncertaintyPredictor(device_, model)(std::span(&one, 1)).at("epsilon")[0].values;
  const auto learned = PropertyUncertaintyPredictor(device_, untransformed)(std::span(&one, 1)).at("epsilon")[0].values;
  const double eps = PropertyPredictor(device_, model)(std::span(&one, 1)).at("epsilon").values[0][0];
  // alpha = 3 V/(4 pi) (eps - 1)/(eps + 2), so that d eps/d alpha = 4 pi (eps + 2)^2/(9 V); exact for a multiple of 1.
  const double slope = 4 * std::numbers::pi * (eps + 2) * (eps + 2) / (9 * side * side * side);
  EXPECT_NEAR(reported[0] / (slope * learned[0]), 1, 0.02);
}

TEST_F(PropertyUncertainties, NeedACommittee) {
  const DataSet data = noisy_waters(40, 0.02);
  const Model model = train(data, 0);
  expect_error<InvalidInput>([&] { PropertyUncertaintyPredictor{device_, model}; }, {"committee"});
  const std::vector<std::string> name{"energy"};
  expect_error<InvalidInput>([&] { PropertyUncertaintyPredictor(device_, model, name); }, {"energy", "committee"});
}

}  // namespace
}  // namespace rhofield
