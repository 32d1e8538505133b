// Dielectric tensors learned as polarizabilities: predicted and reported as dielectric tensors.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "rhofield/error.hpp"
#include "rhofield/model/properties.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_properties.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;

PropertyOptions transformed() {
  return {.name = "epsilon", .kind = PropertyKind::symmetric_tensor, .transform = PropertyTransform::clausius_mossotti};
}

/// (1 + 2x)(1 - x)^-1 = 1 + 3 (x + x^2 + ...)
Matrix3 epsilon_of(const Matrix3& alpha, double volume) {
  Matrix3 x = alpha, epsilon{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (Vector3& row : x)
    for (double& value : row) value *= 4 * std::numbers::pi / (3 * volume);
  Matrix3 power = x;
  for (int k = 0; k < 200; ++k) {
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j) epsilon[i][j] += 3 * power[i][j];
    power = testing::multiply(power, x);
  }
  return epsilon;
}

/// Molecules whose polarizability is a sum over atoms, in cells of any size beyond the cutoff: alpha is exactly local,
/// epsilon is not.
DataSet molecules_in_cells(int count) {
  DataSet data = testing::waters_with_properties(count);
  std::mt19937_64 random(17);
  std::uniform_real_distribution<double> edge(9.5, 12.0), tilt(-0.3, 0.3);
  for (LabelledStructure& entry : data.entries) {
    Matrix3& cell = entry.structure.cell;
    cell = {{{edge(random), 0, 0}, {tilt(random), edge(random), 0}, {tilt(random), tilt(random), edge(random)}}};
    entry.structure.periodic = {true, true, true};
    Matrix3& alpha = *entry.polarizability;
    for (Vector3& row : alpha)
      for (double& value : row) value *= 4;  // |x| about 0.3
    entry.properties["epsilon"] = {.shape = {3, 3},
                                   .values = testing::flat(epsilon_of(alpha, cell[0][0] * cell[1][1] * cell[2][2]))};
  }
  return data;
}

ModelOptions small_model() {
  return {.expansion = {.cutoff = 6.0, .cutoff_width = 2.0, .n_max = 4, .l_max = 3}, .zeta = 2, .environments = 30};
}

class PropertyTransforms : public ::testing::Test {
 protected:
  const Device device_ = Device::select("cpu");
  const RegressionOptions regression_{.regularisation = 1e-10};
};

TEST_F(PropertyTransforms, LocalPolarizabilitiesGiveTheDielectricTensorOfEveryCell) {
  const DataSet data = molecules_in_cells(60);
  const std::vector<PropertyOptions> by_alpha{transformed()};
  const std::vector<PropertyOptions> directly{property_by_name("epsilon")};
  const auto errors = [&](const std::vector<PropertyOptions>& properties) {
    const Model model = train_properties(device_, data, range(0, 40), properties, small_model(), regression_).model;
    return validate_properties(device_, model, data, range(40, 60)).front().errors;
  };
  const PropertyErrors found = errors(by_alpha), direct = errors(directly);
  EXPECT_GT(found.spread, 0.05) << "cells of different sizes";
  EXPECT_LT(found.percent, 1.0);
  EXPECT_GT(direct.percent, 30.0) << "atoms do not see the size of the cell";
}

TEST_F(PropertyTransforms, ContributionsOfAtomsAddUpToThePolarizability) {
  const DataSet data = molecules_in_cells(40);
  const std::vector<PropertyOptions> properties{transformed()};
  const Model model = train_properties(device_, data, range(0, 40), properties, small_model(), regression_).model;
  const auto structures = data.structures();
  const auto predicted = PropertyPredictor(device_, model)(structures, true).at("epsilon");
  for (std::size_t a = 0; a < structures.size(); ++a) {
    Matrix3 alpha{};
    for (std::size_t k = 0; k < predicted.contributions[a].size(); ++k)
      alpha[(k % 9) / 3][k % 3] += predicted.contributions[a][k];
    const Matrix3& cell = structures[a].cell;
    const auto epsilon = testing::flat(epsilon_of(alpha, cell[0][0] * cell[1][1] * cell[2][2]));
    for (std::size_t k = 0; k < 9; ++k) EXPECT_NEAR(predicted.values[a][k], epsilon[k], 1e-12);
    EXPECT_NEAR(alpha[0][0], (*data.entries[a].polarizability)[0][0], 0.01 * alpha[0][0]);
  }
}

TEST_F(PropertyTransforms, CurvesAndCrossValidationReportTheDielectricTensor) {
  const DataSet data = molecules_in_cells(40);
  const std::vector<PropertyOptions> properties{transformed()};
  const std::vector<Index> sizes{30};
  const auto curve = property_learning_curve(device_, data, range(0, 30), sizes, range(30, 40), properties,
                                             small_model(), regression_, {});
  const Model model = train_properties(device_, data, range(0, 30), properties, small_model(), regression_).model;
  const auto expected = validate_properties(device_, model, data, range(30, 40)).front().errors;
  EXPECT_NEAR(curve.front().errors.rmse, expected.rmse, 1e-4 * expected.spread);
  EXPECT_NEAR(curve.front().errors.spread, expected.spread, 1e-12);
  const auto folds =
      cross_validate_properties(device_, data, range(0, 40), {.folds = 4}, properties, small_model(), regression_, {});
  EXPECT_LT(folds.front().errors.percent, 2.0);
  const auto all = validate_properties(device_, model, data, range(0, 40)).front().errors;
  EXPECT_NEAR(folds.front().errors.spread, all.spread, 1e-12);
}

// --- what is refused

class BadTransforms : public PropertyTransforms {
 protected:
  DataSet data_ = molecules_in_cells(12);
  void refused(std::initializer_list<std::string> parts) const {
    const std::vector<PropertyOptions> properties{transformed()};
    expect_error<InvalidInput>(
        [&] { (void)train_properties(device_, data_, range(0, 6), properties, small_model(), {}); }, parts);
  }
};

TEST_F(BadTransforms, StructuresNeedThreePeriodicDirections) {
  data_.entries[3].structure.periodic = {true, true, false};
  refused({"structure 3", "epsilon", "periodic in 3 directions", "in 2"});
}

TEST_F(BadTransforms, CellsNeedAVolume) {
  data_.entries[1].structure.cell = {};
  refused({"structure 1", "volume", "0 bohr^3"});
}

TEST_F(BadTransforms, TensorsWithoutAPolarizabilityAreRefused) {
  data_.entries[4].properties["epsilon"].values = {2, 0, 0, 0, -2, 0, 0, 0, 2};
  refused({"structure 4", "eps + 2 is singular", "-2"});
  data_.entries[4].properties["epsilon"].values = {2, 0, 0, 0, -1, 0, 0, 0, 2};
  refused({"structure 4", "eigenvalue -1 of eps", "= -2", "|x| < 1"});
}

TEST_F(BadTransforms, PredictionsBeyondThePolarizabilityCatastropheAreRefused) {
  const std::vector<PropertyOptions> properties{transformed()};
  const Model model = train_properties(device_, data_, range(0, 12), properties, small_model(), regression_).model;
  auto structures = data_.structures();
  structures[2].cell = {{{4.5, 0, 0}, {0, 4.5, 0}, {0, 0, 4.5}}};
  expect_error<NumericalFailure>([&] { (void)PropertyPredictor(device_, model)(structures); },
                                 {"structure 2", "epsilon", "4 pi alpha/(3 V)", "|x| < 1"});
  structures[2] = data_.entries[2].structure;
  structures[5].periodic = {false, false, false};
  expect_error<InvalidInput>([&] { (void)PropertyPredictor(device_, model)(structures); },
                             {"structure 5", "periodic in 3 directions", "in 0"});
}

TEST_F(BadTransforms, OnlySymmetricTensorsOfStructuresAreTransformed) {
  PropertyOptions options = transformed();
  options.kind = PropertyKind::scalar;
  expect_error<InvalidInput>([&] { validate(options); }, {"epsilon", "clausius_mossotti", "scalar"});
  options = transformed();
  options.extent = PropertyExtent::atom;
  expect_error<InvalidInput>([&] { validate(options); }, {"epsilon", "clausius_mossotti", "extent atom"});
  for (const auto transform : {PropertyTransform::none, PropertyTransform::clausius_mossotti})
    EXPECT_EQ(property_transform(name_of(transform)), transform);
  expect_error<InvalidInput>([] { (void)property_transform("lorentz"); }, {"lorentz", "none, clausius_mossotti"});
}

}  // namespace
}  // namespace rhofield
