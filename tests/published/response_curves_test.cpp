// The response to a field on four data sets against an independent NumPy evaluation of the same equations: first N
// structures to train, environments from the largest training set, default descriptors (r_c 4 A, sigma 0.3 A, n_max 8,
// l_max 6, zeta 2). The sets are read from the folder named by RHOFIELD_DATA; without it these tests are skipped.
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield/observables/response.hpp"
#include "rhofield/units.hpp"
#include "support/published_data.hpp"

namespace rhofield {
namespace {

using testing::range;
using testing::read_if_asked;

/// The independent evaluation tabulates its radial functions otherwise and rounds differently.
constexpr double agreement = 0.02;

ModelOptions response_model(int environments) {
  ModelOptions options;
  options.quantities = {Quantity::response};
  options.environments = environments;
  return options;
}

struct Expected {
  Index structures;
  double percent;
  double polarizability_percent;  ///< 0: not compared
};

enum class Against { fit, data };

/// Points of the sizes for one regularisation after the other.
void expect_curve(const DataSet& data, std::span<const Index> test_set, int environments,
                  std::span<const double> regularisations, Index dimension, Against against,
                  std::span<const Expected> expected) {
  std::vector<Index> sizes;
  for (const Expected& point : expected)
    if (sizes.empty() || point.structures > sizes.back()) sizes.push_back(point.structures);
  const auto curve = learning_curve(Device::select("cpu"), data, range(0, sizes.back()), sizes, test_set,
                                    response_model(environments), {.solver = Solver::direct}, regularisations);
  ASSERT_EQ(curve.size(), expected.size());
  for (std::size_t k = 0; k < expected.size(); ++k) {
    ASSERT_EQ(curve[k].structures, expected[k].structures);
    const double alpha =
        against == Against::fit ? curve[k].fitted_polarizability_percent : curve[k].polarizability_percent.value();
    std::cout << "  N " << curve[k].structures << ", eta " << curve[k].regularisation << ": " << curve[k].percent
              << " % (" << expected[k].percent << "), polarizability " << alpha << " % ("
              << expected[k].polarizability_percent << "), D = " << curve[k].dimension << "\n";
    EXPECT_NEAR(curve[k].percent, expected[k].percent, agreement * expected[k].percent)
        << curve[k].structures << " structures";
    EXPECT_EQ(curve[k].dimension, dimension);
    // The asked figures have two or three digits.
    if (expected[k].polarizability_percent == 0) continue;
    EXPECT_NEAR(alpha, expected[k].polarizability_percent, agreement * expected[k].polarizability_percent + 0.0005);
  }
}

TEST(ResponseCurve, WaterMonomersAgreeWithAnIndependentEvaluation) {
  const auto data = read_if_asked("water_monomers.h5");
  if (!data) GTEST_SKIP() << "name the folder of water_monomers.h5 in RHOFIELD_DATA";
  const std::vector<Expected> expected{{20, 0.223, 0.067}, {20, 0.548, 0},      {40, 0.112, 0.043},
                                       {40, 0.382, 0},     {100, 0.037, 0.021}, {100, 0.170, 0}};
  const std::vector<double> regularisations{1e-8, 1e-6};
  expect_curve(*data, range(100, 200), 60, regularisations, 4314, Against::fit, expected);
}

TEST(ResponseCurve, WaterClustersAgreeWithAnIndependentEvaluationAndExtrapolateInSize) {
  const auto data = read_if_asked("water_clusters.h5");
  if (!data) GTEST_SKIP() << "name the folder of water_clusters.h5 in RHOFIELD_DATA";
  const std::vector<Expected> expected{{40, 5.97, 3.25}, {120, 5.34, 2.87}};
  const std::vector<double> regularisations{1e-6};
  expect_curve(*data, range(140, 170), 80, regularisations, 6170, Against::data, expected);

  const DataSet large = read_if_asked("water_clusters_large.h5").value();
  const Device device = Device::select("cpu");
  const auto trained = train(device, *data, range(0, 120), response_model(80), {.regularisation = 1e-6});
  const auto report = validate_response(device, trained.model, large, range(0, large.size()));
  std::cout << "  8 molecules: " << report.total_percent << " % (7.48), polarizability "
            << report.polarizability_percent.value() << " % (4.5)\n";
  EXPECT_NEAR(report.total_percent, 7.48, agreement * 7.48);
  EXPECT_NEAR(report.polarizability_percent.value(), 4.5, agreement * 4.5);
}

TEST(ResponseCurve, WaterBoxesAgreeWithAnIndependentEvaluation) {
  const auto data = read_if_asked("water_boxes.h5");
  if (!data) GTEST_SKIP() << "name the folder of water_boxes.h5 in RHOFIELD_DATA";
  // Molecules have drifted over several cells. An evaluation that searches a fixed range of images around them misses
  // neighbours and gives 22.56 / 15.39 %; with positions wrapped into the cell it gives these. Its polarizabilities
  // were not compared; those of the data are of the whole cell, the reference coefficients hold nine tenths of them.
  const std::vector<Expected> expected{{10, 10.797, 0}, {22, 10.138, 0}};
  const std::vector<double> regularisations{1e-5};
  expect_curve(*data, range(22, 30), 60, regularisations, 5868, Against::data, expected);
}

TEST(ResponseCurve, NanoparticlesExtrapolateInSize) {
  // Particles of 13 to 561 atoms to learn from, 923 and 1415 to predict. Cutoff and basis were chosen on the largest
  // sizes of the training set.
  const auto data = read_if_asked("nanoparticles.h5");
  if (!data) GTEST_SKIP() << "name the folder of nanoparticles.h5 in RHOFIELD_DATA";
  std::vector<Index> train_set, test_set;
  for (Index k = 0; k < data->size(); ++k) (k % 8 == 5 ? test_set : train_set).push_back(k);
  ModelOptions options = response_model(150);
  options.expansion.cutoff = 13.0 * angstrom;
  options.expansion.smearing = 0.5 * angstrom;
  options.expansion.n_max = 6;
  options.expansion.l_max = 3;
  const Device device = Device::select("cpu");
  const auto trained = train(device, *data, train_set, options, {.regularisation = 1e-6});
  const auto within = validate_response(device, trained.model, *data, test_set);
  std::cout << "  within the sizes of the training set: " << within.polarizability_percent.value() << " %\n";
  EXPECT_LT(within.polarizability_percent.value(), 1.5);
  const DataSet large = read_if_asked("nanoparticles_large.h5").value();
  const Predictor predictor(device, trained.model, Quantity::response, 1);
  for (const LabelledStructure& entry : large.entries) {
    auto response = predictor(std::vector{entry.structure})[0];
    remove_induced_charge(large.basis, entry.structure, response);
    const Matrix3 alpha = polarizability(large.basis, entry.structure, response);
    double error = 0, norm = 0;
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t c = 0; c < 3; ++c) {
        error += std::pow(alpha[k][c] - entry.polarizability.value()[k][c], 2);
        norm += std::pow(entry.polarizability.value()[k][c], 2);
      }
    const double percent = 100 * std::sqrt(error / norm);
    std::cout << "  " << entry.structure.size() << " atoms: " << percent << " %\n";
    EXPECT_LT(percent, 3.0) << entry.structure.size() << " atoms";
  }
}

TEST(ResponseCurve, RotatedMoleculesGetTheRotatedResponse) {
  // The first eight entries are one molecule in eight orientations; a model trained on one of them predicts all.
  const auto data = read_if_asked("water_monomers.h5");
  if (!data) GTEST_SKIP() << "name the folder of water_monomers.h5 in RHOFIELD_DATA";
  const Device device = Device::select("cpu");
  ModelOptions options = response_model(3);
  const auto trained = train(device, *data, range(0, 1), options, {.regularisation = 1e-10});
  const auto report = validate_response(device, trained.model, *data, range(0, 8));
  for (std::size_t k = 0; k < 8; ++k) {
    std::cout << "  orientation " << k << ": " << report.percent[k] << " %\n";
    EXPECT_LT(report.percent[k], 0.1) << "the reference calculations turn with the molecule only so well";
  }
}

TEST(ResponseCurve, StoredPolarizabilitiesFollowFromStoredResponses) {
  const auto data = read_if_asked("nanoparticles_large.h5");
  if (!data) GTEST_SKIP() << "name the folder of nanoparticles_large.h5 in RHOFIELD_DATA";
  for (const LabelledStructure& entry : data->entries) {
    const Matrix3 alpha = polarizability(data->basis, entry.structure, entry.response);
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t c = 0; c < 3; ++c)
        EXPECT_NEAR(alpha[k][c], entry.polarizability.value()[k][c], 1e-9 * entry.polarizability.value()[k][k]);
  }
}

}  // namespace
}  // namespace rhofield
