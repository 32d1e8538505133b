// Training on data at the edges: elements and structures that do not belong, nothing to learn, too little room, files
// that fail; and what a prediction refuses.
#include "rhofield/model/training.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "model/reference_space.hpp"
#include "model/regression.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_data.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;

ModelOptions small_model(int environments = 12) {
  ModelOptions options;
  options.expansion = {.n_max = 4, .l_max = 3};
  options.environments = environments;
  return options;
}

/// The shells of oxygen for one element more.
GaussianBasis basis_with(int number) {
  auto shells = testing::small_basis().all();
  shells[number] = shells[8];
  return GaussianBasis(std::move(shells));
}

/// Waters, and one molecule of carbon and oxygen at the end.
DataSet waters_and_carbon_monoxide(int waters) {
  DataSet data = testing::synthetic_waters(waters);
  data.basis = basis_with(6);
  Structure s;
  s.numbers = {6, 8};
  s.positions = {{0, 0, 0}, {0, 0, 2.1}};
  data.entries.push_back(testing::label(s, data.basis));
  return data;
}

DataSet helium_atoms(int count) {
  DataSet data;
  data.basis = basis_with(2);
  Structure s;
  s.numbers = {2};
  s.positions = {{0.3, -0.1, 0.2}};
  for (int k = 0; k < count; ++k) data.entries.push_back(testing::label(s, data.basis));
  return data;
}

class TrainingAtTheEdges : public ::testing::Test {
 protected:
  const Device device_ = Device::select("cpu");
  const std::vector<double> etas_{1e-6};
};

TEST_F(TrainingAtTheEdges, KnowsOnlyTheElementsItWasTrainedOn) {
  const DataSet data = waters_and_carbon_monoxide(8);
  for (const bool whole_set : {false, true}) {
    const RegressionOptions options{
        .regularisation = 1e-6, .baseline_over_all = whole_set, .environments_from_all = whole_set};
    const auto trained = train(device_, data, range(0, 8), small_model(), options);
    EXPECT_FALSE(trained.model.of(Quantity::density).target.irreps.contains(6));
    const Predictor predictor(device_, trained.model);
    const std::vector<Structure> carbon_monoxide{data.entries[8].structure};
    expect_error<InvalidInput>([&] { (void)predictor(carbon_monoxide); }, {"contains C", "trained on H O only"});
  }
}

TEST_F(TrainingAtTheEdges, DoesNotDependOnStructuresThatItDoesNotUse) {
  const DataSet alone = testing::synthetic_waters(8), with_others = waters_and_carbon_monoxide(8);
  const RegressionOptions options{.regularisation = 1e-6};
  const Model one = train(device_, alone, range(0, 8), small_model(), options).model;
  const Model two = train(device_, with_others, range(0, 8), small_model(), options).model;
  EXPECT_EQ(one.species, two.species);
  for (const int number : {1, 8})
    for (std::size_t k = 0; k < one.of(Quantity::density).species.at(number).blocks.size(); ++k)
      EXPECT_EQ(one.of(Quantity::density).species.at(number).blocks[k].weights,
                two.of(Quantity::density).species.at(number).blocks[k].weights);
}

TEST_F(TrainingAtTheEdges, TestElementsThatWereNotTrainedAreRefused) {
  const DataSet data = waters_and_carbon_monoxide(8);
  const std::vector<Index> sizes{4}, test{7, 8};
  const std::initializer_list<std::string> parts{"structure 8", "contains C", "H O only"};
  expect_error<InvalidInput>(
      [&] { (void)learning_curve(device_, data, range(0, 4), sizes, test, small_model(), {}, etas_); }, parts);
  expect_error<InvalidInput>([&] { (void)train(device_, data, range(0, 4), small_model(), {.follow = test}); }, parts);
}

TEST_F(TrainingAtTheEdges, StructuresMayNotRepeatNorServeTwice) {
  const DataSet data = testing::synthetic_waters(6);
  const auto run = [&](const std::vector<Index>& indices, const std::vector<Index>& follow) {
    (void)train(device_, data, indices, small_model(), {.follow = follow});
  };
  expect_error<InvalidInput>([&] { run({0, 1, 2, 3, 4, 1}, {}); }, {"structure 1", "twice", "the 6 to train on"});
  expect_error<InvalidInput>([&] { run({0, 1, 2, 3, 4}, {5, 5}); }, {"structure 5", "twice", "follow"});
  expect_error<InvalidInput>([&] { run({0, 1, 2, 3, 4}, {5, 3}); }, {"structure 3", "both"});
}

TEST_F(TrainingAtTheEdges, ATargetWithoutSpreadIsLearnedByItsMean) {
  const DataSet data = helium_atoms(3);
  for (const Solver solver : {Solver::direct, Solver::conjugate_gradients}) {
    const RegressionOptions options{.regularisation = 1e-6, .solver = solver};
    const auto trained = train(device_, data, range(0, 1), small_model(1), options);
    const auto predicted = Predictor(device_, trained.model)(std::vector<Structure>{data.entries[0].structure})[0];
    for (std::size_t f = 0; f < predicted.size(); ++f)
      EXPECT_NEAR(predicted[f], data.entries[0].coefficients[f], 1e-14);
    const std::vector<Index> sizes{1, 2}, test{2};
    for (const auto& point : learning_curve(device_, data, range(0, 2), sizes, test, small_model(1), options, etas_)) {
      EXPECT_EQ(point.percent, 0);  // and not NaN
      EXPECT_EQ(point.train_percent, 0);
      EXPECT_NEAR(point.percent_of_norm, 0, 1e-6);
    }
  }
}

TEST_F(TrainingAtTheEdges, WithoutWeightsTheMeanIsTheModel) {
  const DataSet data = testing::synthetic_waters(6);
  ModelOptions model = small_model();
  model.eigenvalue_cut = 1e6;
  const auto train_set = range(0, 6);
  for (const Solver solver : {Solver::direct, Solver::conjugate_gradients}) {
    const auto trained = train(device_, data, train_set, model, {.regularisation = 1e-6, .solver = solver});
    EXPECT_EQ(trained.report.of(Quantity::density).dimension, 0);
    EXPECT_NEAR(validate(device_, trained.model, data, train_set).total_percent, 100, 1e-9);
  }
}

TEST_F(TrainingAtTheEdges, IterationsThatDoNotConvergeAreAnErrorInLearningCurvesToo) {
  const DataSet data = testing::synthetic_waters(8);
  const RegressionOptions options{.solver = Solver::conjugate_gradients, .max_iterations = 2};
  const std::vector<Index> sizes{6}, test{6, 7};
  const std::initializer_list<std::string> parts{"max_iterations = 2", "relative residual", "direct solver"};
  expect_error<NumericalFailure>([&] { (void)train(device_, data, range(0, 6), small_model(), options); }, parts);
  expect_error<NumericalFailure>(
      [&] { (void)learning_curve(device_, data, range(0, 6), sizes, test, small_model(), options, etas_); }, parts);
}

TEST_F(TrainingAtTheEdges, RegularisationsOfALearningCurveAreChecked) {
  const DataSet data = testing::synthetic_waters(8);
  const std::vector<Index> sizes{6}, test{6, 7};
  const auto run = [&](const std::vector<double>& etas) {
    (void)learning_curve(device_, data, range(0, 6), sizes, test, small_model(), {}, etas);
  };
  EXPECT_NO_THROW(run({})) << "each quantity has its own";
  expect_error<InvalidInput>([&] { run({1e-6, -1e-9}); }, {"regularisation = -1e-09", "positive"});
  expect_error<InvalidInput>([&] { run({std::nan("")}); }, {"regularisation = nan"});
}

TEST_F(TrainingAtTheEdges, ADirectSolutionThatDoesNotFitIsRefusedInLearningCurvesToo) {
  const DataSet data = testing::synthetic_waters(8);
  const std::vector<Index> sizes{6}, test{6, 7};
  const RegressionOptions options{.solver = Solver::direct, .memory_limit = 4096};
  const std::initializer_list<std::string> parts{"direct solver needs", "memory_limit is 4096"};
  expect_error<InvalidInput>([&] { (void)train(device_, data, range(0, 6), small_model(), options); }, parts);
  expect_error<InvalidInput>(
      [&] { (void)learning_curve(device_, data, range(0, 6), sizes, test, small_model(), options, etas_); }, parts);
}

TEST_F(TrainingAtTheEdges, EverySpeciesAndOrderNeedsReferences) {
  const DataSet data = testing::synthetic_waters(6);
  expect_error<InvalidInput>([&] { (void)train(device_, data, range(0, 6), small_model(1), {}); },
                             {"none of the 1 ", "H 0 (of 12 atoms)", "O 1 (of 6 atoms)", "raise `environments`"});
  ModelOptions few = small_model();
  few.environments_by_lambda = {12, 1};
  expect_error<InvalidInput>([&] { (void)train(device_, data, range(0, 6), few, {}); },
                             {"none of the 1 ", "lambda 1 ", "environments_by_lambda"});
}

TEST_F(TrainingAtTheEdges, SimilarityMatricesThatCannotBeDiagonalisedAreRefusedBeforeTheWork) {
  const DataSet data = testing::synthetic_waters(1);
  const auto structures = data.structures();
  ModelOptions options = small_model(40000);
  Representation representation(device_, {1, 8}, options);
  representation.use_all_features(density_target(data.basis).feature_orders());
  const Expanded pool = representation.expand(structures);
  std::vector<Index> picks(40000, 0);
  picks.push_back(1);
  options.environments_by_lambda = {40001};
  expect_error<InvalidInput>(
      [&] { (void)ReferenceSpace(representation, density_target(data.basis), options, pool, picks); },
      {"40000 reference environments of O", "32766", "lower `environments`"});
}

TEST_F(TrainingAtTheEdges, FeatureSelectionStaysWithinTheMemoryLimit) {
  const DataSet data = testing::synthetic_waters(6);
  ModelOptions model = small_model();
  model.features_per_lambda = 10;
  expect_error<InvalidInput>([&] { (void)train(device_, data, range(0, 6), model, {.memory_limit = 4096}); },
                             {"selecting 10 of the ", "lambda 0", "memory_limit is 4096", "keep all features"});
}

TEST_F(TrainingAtTheEdges, ALastCheckpointThatCannotBeWrittenIsAWarning) {
  const DataSet data = testing::synthetic_waters(6);
  const testing::TemporaryFolder folder;
  RegressionOptions options{
      .regularisation = 1e-6, .solver = Solver::conjugate_gradients, .checkpoint_interval = 100000};
  const auto expected = train(device_, data, range(0, 6), small_model(), options);
  EXPECT_TRUE(expected.report.warnings.empty());
  const auto weights = [](const TrainedModel& t) {
    return t.model.of(Quantity::density).species.at(8).blocks.at(0).weights;
  };

  options.checkpoint_file = (folder / "missing" / "checkpoint").string();
  const auto no_folder = train(device_, data, range(0, 6), small_model(), options);
  ASSERT_EQ(no_folder.report.warnings.size(), 1U);
  EXPECT_NE(no_folder.report.warnings[0].find(options.checkpoint_file), std::string::npos);
  EXPECT_EQ(weights(no_folder), weights(expected));

  // A folder takes the checkpoint's name while it is iterated: the file is written, but cannot be put in place.
  options.checkpoint_file = (folder / "checkpoint").string();
  const auto occupy = [&](const std::string& stage, Index done, Index) {
    if (stage == "conjugate gradients" && done > 0) std::filesystem::create_directory(options.checkpoint_file);
    return true;
  };
  const auto no_place = train(device_, data, range(0, 6), small_model(), options, occupy);
  ASSERT_EQ(no_place.report.warnings.size(), 1U);
  EXPECT_NE(no_place.report.warnings[0].find("in place"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(options.checkpoint_file + ".tmp"));
  EXPECT_EQ(weights(no_place), weights(expected));
}

TEST_F(TrainingAtTheEdges, ElectronNumbersMustBeFiniteAndAskedFor) {
  const DataSet data = testing::synthetic_waters(8);
  const auto trained = train(device_, data, range(0, 8), small_model(), {.regularisation = 1e-6});
  const Predictor predictor(device_, trained.model);
  const std::vector<Structure> one{data.entries[0].structure};
  expect_error<InvalidInput>([&] { (void)predictor(one, {.conserve_charge = true, .electrons = {std::nan("")}}); },
                             {"structure 0", "nan", "finite"});
  expect_error<InvalidInput>([&] { (void)predictor(one, {.electrons = {10.0}}); }, {"conserve_charge is off"});
}

TEST_F(TrainingAtTheEdges, ElectronsCannotBeImposedWithoutFunctionsThatHoldThem) {
  DataSet data = testing::synthetic_waters(8);
  std::map<int, std::vector<Shell>> shells;
  for (const auto& [number, all] : data.basis.all())
    for (const Shell& shell : all)
      if (shell.l > 0) shells[number].push_back(shell);
  data.basis = GaussianBasis(std::move(shells));
  for (LabelledStructure& entry : data.entries) entry = testing::label(entry.structure, data.basis);
  const auto trained = train(device_, data, range(0, 8), small_model(), {.regularisation = 1e-6});
  const Predictor predictor(device_, trained.model);
  const std::vector<Structure> one{data.entries[0].structure};
  EXPECT_EQ(predictor(one)[0].size(), data.entries[0].coefficients.size());
  expect_error<InvalidInput>([&] { (void)predictor(one, {.conserve_charge = true, .electrons = {10.0}}); },
                             {"from 0 to 10", "no s functions"});
}

TEST_F(TrainingAtTheEdges, ManyStructuresArePredictedAsOneByOne) {
  const DataSet data = testing::synthetic_waters(1500);  // more atoms than are worked on at once
  const auto trained = train(device_, data, range(0, 8), small_model(), {.regularisation = 1e-6});
  const Predictor predictor(device_, trained.model);
  const auto structures = data.structures();
  const auto all = predictor(structures);
  ASSERT_EQ(all.size(), structures.size());
  for (const std::size_t a : {0U, 1364U, 1365U, 1366U, 1499U}) {
    const auto one = predictor(std::span(structures).subspan(a, 1))[0];
    ASSERT_EQ(all[a].size(), one.size());
    for (std::size_t f = 0; f < one.size(); ++f) EXPECT_NEAR(all[a][f], one[f], 1e-11) << a;
  }
  EXPECT_TRUE(predictor(std::vector<Structure>{}).empty());
}

}  // namespace
}  // namespace rhofield
