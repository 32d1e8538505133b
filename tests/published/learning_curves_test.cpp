// Learning curves of three data sets against an independent NumPy evaluation of the same equations: first N structures
// to train, environments and baseline from the largest training set, default descriptors (r_c 4 A, sigma 0.3 A, n_max
// 8, l_max 6, zeta 2). The sets are read from the folder named by RHOFIELD_DATA; without it these tests are skipped.
#include <gtest/gtest.h>

#include <iostream>

#include "rhofield/model/training.hpp"
#include "support/published_data.hpp"

namespace rhofield {
namespace {

/// The independent evaluation tabulates its radial functions otherwise and rounds differently.
constexpr double agreement = 0.02;

using testing::range;
using testing::read_if_asked;

struct Expected {
  Index structures;
  double percent;
};

std::vector<LearningCurvePoint> expect_curve(const DataSet& data, std::span<const Index> test_set, int environments,
                                             double regularisation, Index dimension,
                                             std::span<const Expected> expected) {
  ModelOptions options;
  options.environments = environments;
  std::vector<Index> sizes;
  for (const Expected& point : expected) sizes.push_back(point.structures);
  const std::vector<double> etas{regularisation};
  const auto train_set = range(0, sizes.back());
  const auto curve = learning_curve(Device::select("cpu"), data, train_set, sizes, test_set, options,
                                    {.solver = Solver::direct}, etas);
  for (std::size_t k = 0; k < expected.size(); ++k) {
    EXPECT_NEAR(curve[k].percent, expected[k].percent, agreement * expected[k].percent) << sizes[k] << " structures";
    EXPECT_EQ(curve[k].dimension, dimension);
    std::cout << "  N " << sizes[k] << ": " << curve[k].percent << " % (" << expected[k].percent << "), "
              << curve[k].percent_of_norm << " % of the norm, D = " << curve[k].dimension << "\n";
  }
  return curve;
}

TEST(LearningCurve, WaterMonomersAgreeWithAnIndependentEvaluation) {
  const auto read = read_if_asked("water_monomers.h5");
  if (!read) GTEST_SKIP() << "name the folder of water_monomers.h5 in RHOFIELD_DATA";
  const DataSet& data = *read;
  const std::vector<Expected> expected{{20, 0.471}, {50, 0.099}, {100, 0.0545}};
  expect_curve(data, range(100, 200), 60, 1e-8, 1823, expected);
}

TEST(LearningCurve, WaterBoxesAgreeWithAnIndependentEvaluationAndExtrapolateInSize) {
  const auto read = read_if_asked("water_boxes.h5");
  if (!read) GTEST_SKIP() << "name the folder of water_boxes.h5 in RHOFIELD_DATA";
  const DataSet& data = *read;
  // The positions are unwrapped: molecules drift over several cells. An evaluation that searches a fixed range of
  // images around them misses neighbours and gives 15.98 / 11.46 % (D = 4791); with positions wrapped into the cell it
  // gives these.
  const std::vector<Expected> expected{{10, 12.97}, {30, 9.095}};
  const auto curve = expect_curve(data, range(30, 40), 150, 1e-5, 4566, expected);
  EXPECT_NEAR(curve.back().percent_of_norm, 0.718, agreement * 0.718);

  const DataSet large = read_if_asked("water_boxes_large.h5").value();
  const Device device = Device::select("cpu");
  const auto trained = train(device, data, range(0, 30), {.environments = 150}, {.regularisation = 1e-5});
  const auto report = validate(device, trained.model, large, range(0, large.size()));
  std::cout << "  boxes of twice the size: " << report.total_percent << " %\n";
  EXPECT_LT(report.total_percent, 1.5 * curve.back().percent);
}

TEST(LearningCurve, OrganicMoleculesAgreeWithAnIndependentEvaluation) {
  const auto read = read_if_asked("organics.h5");
  if (!read) GTEST_SKIP() << "name the folder of organics.h5 in RHOFIELD_DATA";
  const DataSet& data = *read;
  const std::vector<Expected> expected{{20, 34.02}, {40, 24.86}, {80, 20.44}};
  const auto curve = expect_curve(data, range(83, 103), 150, 1e-5, 7658, expected);
  EXPECT_NEAR(curve.back().percent_of_norm, 0.370, agreement * 0.370);
}

}  // namespace
}  // namespace rhofield
