// Properties of the training of real-space models: its gradients, that it goes on where it stopped, chooses its points,
// and says what is wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/probe_values.hpp"
#include "support/errors.hpp"
#include "support/real_space_fixture.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;
using testing::RealSpace;
using testing::small_options;

TEST_F(RealSpace, GradientsAreThoseOfTheValues) {
  // All parameters against differences, double precision, density and response in one batch.
  const RealSpaceTrainingOptions options = small_options({Quantity::density, Quantity::response}, 1);
  const ProbeNetworkLayout layout(options.network, {1, 8}, 2);
  std::vector<double> parameters = initial_parameters(layout, options.network, 2);
  std::vector<ProbeTask> tasks;
  for (const Quantity quantity : options.quantities)
    tasks.push_back({.structure = &data_.entries[0].structure,
                     .field = {0.008, 0.002, -0.003},
                     .output = quantity == Quantity::density ? 0U : 1U,
                     .quantity = quantity,
                     .points = {{0.5, 0.4, 0.2}, {1.0, -0.5, 0.7}, {2.0, 0.1, 0.4}}});
  const std::vector<std::vector<double>> bar{{0.7, -0.4, 1.1}, {0.9, 0.3, -0.8}};
  ProbeBatch<double> batch(device_, options.network, layout);
  const auto value = [&](const std::vector<double>& p) {
    const auto on_device = Tensor<double, 1>::from_host(device_, p, {layout.size});
    const auto found = batch.run(on_device.view(), tasks, true);
    double sum = 0;
    for (std::size_t t = 0; t < 2; ++t)
      for (std::size_t k = 0; k < 3; ++k) sum += bar[t][k] * found.values[t][k];
    return sum;
  };
  (void)value(parameters);
  const auto on_device = Tensor<double, 1>::from_host(device_, parameters, {layout.size});
  auto gradient = Tensor<double, 1>::zeros(device_, {layout.size});
  batch.run_backward(on_device.view(), tasks, bar, gradient.view());
  const std::vector<double> g = gradient.to_host();
  for (const ParameterBlock& block : layout.blocks)
    for (const Index k : {block.offset, block.offset + block.size() - 1}) {
      const auto place = static_cast<std::size_t>(k);
      constexpr double h = 1e-5;
      std::vector<double> up = parameters, down = parameters;
      up[place] += h, down[place] -= h;
      EXPECT_NEAR((value(up) - value(down)) / (2 * h), g[place], 1e-6 * (1 + std::abs(g[place]))) << block.name;
    }
}

TEST_F(RealSpace, AnInterruptedTrainingGoesOnAsIfItHadNotStopped) {
  auto options = small_options({Quantity::density}, 20);
  options.superposed_atoms = true;
  const auto whole = train(options);
  auto kept = stopped_after(options, 13);
  ASSERT_TRUE(kept);
  const auto resumed = train(options, &*kept);
  EXPECT_EQ(resumed.model.members[0].parameters, whole.model.members[0].parameters);
  EXPECT_EQ(resumed.state.records.size(), whole.state.records.size());
  EXPECT_EQ(resumed.model.atoms->amplitudes, whole.model.atoms->amplitudes);
  kept->atoms->amplitudes[0] *= 1.001;  // a run goes on with the atoms that it began with
  EXPECT_EQ(train(options, &*kept).model.atoms->amplitudes, kept->atoms->amplitudes);
}

TEST_F(RealSpace, FewerEpochsThanAreDoneAreRefused) {
  auto options = small_options({Quantity::density}, 6);
  const RealSpaceState state = train(options).state;
  options.epochs = 4;
  expect_error<InvalidInput>([&] { (void)train(options, &state); }, {"6 epochs", "asked for 4"});
  options.epochs = 8;
  EXPECT_EQ(train(options, &state).state.records.size(), 8U);
}

TEST_F(RealSpace, FieldsInOtherUnitsAreNoticed) {
  GridData data = data_;
  for (double& x : data.entries[2].field) x *= 514;
  const auto options = small_options({Quantity::response}, 2);
  expect_error<InvalidInput>([&] { (void)train_real_space(device_, data, range(0, 10), range(10, 12), options); },
                             {"field of structure 2", "field_unit", "51.4 V/angstrom"});
  const RealSpacePredictor predictor(device_, train(options).model);
  const std::vector<Vector3> points{{0.5, 0.2, 0.1}};
  expect_error<NumericalFailure>(
      [&] {
        (void)predictor.at_points(data.entries[0].structure, Quantity::response, points, {0, 0, 1e30});
      },
      {"not finite", "field"});
}

TEST_F(RealSpace, AnInterruptedScreeningGoesOnWithThePointsItHad) {
  auto options = small_options({Quantity::density}, 12);
  options.resample = 6;
  options.screening = 1e-6;
  options.validate_every = 4;
  const auto kept = stopped_after(options, 8);
  ASSERT_TRUE(kept);
  EXPECT_EQ(train(options, &*kept).model.members[0].parameters, train(options).model.members[0].parameters);
}

TEST_F(RealSpace, OnlyTheSameRunIsContinued) {
  auto options = small_options({Quantity::density}, 2);
  const RealSpaceState state = train(options).state;
  const auto refused = [&](const RealSpaceTrainingOptions& other, std::span<const Index> train_on) {
    expect_error<InvalidInput>([&] { (void)train_real_space(device_, data_, train_on, range(10, 12), other, &state); },
                               {"other options, structures or values"});
  };
  refused(options, range(0, 9));
  auto other = options;
  other.network.cutoff = 5;
  refused(other, range(0, 10));
  other = options;
  other.seed = 9;
  refused(other, range(0, 10));
  options.epochs = 4;  // longer is the same run
  EXPECT_EQ(train(options, &state).state.records.size(), 4U);
  options.epochs = 2;
  options.members = 2;  // and so is a second member
  EXPECT_EQ(train(options, &state).model.members.size(), 2U);
}

TEST_F(RealSpace, TheTimeIsSharedByTheMembers) {
  auto options = small_options({Quantity::density}, 1000000);
  options.members = 2;
  options.minutes = 0.05;
  const auto trained = train(options);
  EXPECT_EQ(trained.model.members.size(), 2U);
  for (const int member : {0, 1}) {
    const auto last = std::find_if(trained.state.records.rbegin(), trained.state.records.rend(),
                                   [&](const EpochRecord& r) { return r.member == member; });
    EXPECT_LT(last->learning_rate, 0.3 * options.learning_rate);  // it has come down when the time is over
  }
  EXPECT_LT(trained.seconds, 10);
}

TEST_F(RealSpace, TheNumberOfThreadsChangesNothing) {
  const auto options = small_options({Quantity::density}, 3);
  const int threads = Device::threads();
  Device::use_threads(1);
  const auto one = train(options);
  Device::use_threads(3);
  const auto three = train(options);
  Device::use_threads(threads);
  EXPECT_EQ(one.model.members[0].parameters, three.model.members[0].parameters);
}

TEST_F(RealSpace, AnExplodingLossIsTakenBackAndSaid) {
  auto options = small_options({Quantity::density}, 12);
  options.learning_rate = 1e6;
  options.last_learning_rate = 1e5;
  options.gradient_limit = 1e12;
  try {
    const auto trained = train(options);
    EXPECT_FALSE(trained.warnings.empty());
    EXPECT_NE(trained.warnings[0].find("half the learning rate"), std::string::npos);
  } catch (const NumericalFailure& error) {
    EXPECT_NE(std::string(error.what()).find("smaller"), std::string::npos);
  }
}

TEST_F(RealSpace, ScreeningKeepsTheNumberOfPointsAndTheUniformShare) {
  for (const bool pooled : {false, true}) {
    auto options = small_options({Quantity::density}, 4);
    options.screening = 1e-6;
    options.pooled_screening = pooled;
    options.resample = 0;
    const auto trained = train(options);
    const auto plain = [&] {
      auto other = options;
      other.screening = 0;
      return train(other);
    }();
    EXPECT_NEAR(static_cast<double>(trained.points), static_cast<double>(plain.points), 10);
    EXPECT_EQ(trained.screening_residuals.size(), pooled ? 1U : 10U);
    for (const auto& curve : trained.screening_residuals) {
      EXPECT_FALSE(curve.empty());
      EXPECT_LE(curve.size(), pooled ? 1500U : 150U);
      EXPECT_TRUE(std::is_sorted(curve.rbegin(), curve.rend()));
    }
  }
}

TEST_F(RealSpace, BadInputIsRefusedWithBothNumbers) {
  const auto options = small_options({Quantity::density}, 1);
  const auto with = [&](const auto& spoil) {
    GridData data = data_;
    spoil(data.entries[3]);
    (void)train_real_space(device_, data, range(0, 10), range(10, 12), options);
  };
  expect_error<InvalidInput>([&] { with([](GridEntry& e) { e.density.pop_back(); }); }, {"structure 3", "values for"});
  expect_error<InvalidInput>([&] { with([](GridEntry& e) { e.density[7] = NAN; }); }, {"value 7", "finite"});
  expect_error<InvalidInput>([&] { with([](GridEntry& e) { e.electrons = 50; }); },
                             {"integrates to", "50", "e/bohr^3"});
  expect_error<InvalidInput>([&] { with([](GridEntry& e) { e.density.clear(); }); }, {"structure 3", "no density"});
  expect_error<InvalidInput>([&] { (void)train_real_space(device_, data_, range(0, 10), range(9, 12), options); },
                             {"structure 9", "both"});
  expect_error<InvalidInput>([&] { (void)train_real_space(device_, data_, {}, {}, options); }, {"no structures"});
  GridData strange = data_;
  strange.entries[11].structure.numbers[1] = 16;
  expect_error<InvalidInput>([&] { (void)train_real_space(device_, strange, range(0, 10), range(10, 12), options); },
                             {"structure 11", "contains S"});
  auto wrong = options;
  wrong.network.channels = 0;
  expect_error<InvalidInput>([&] { (void)train(wrong); }, {"channels", "0", "1 to 1024"});
  const Index far[] = {1000000};
  expect_error<InvalidInput>(
      [&] { (void)validate_real_space(device_, train(options).model, data_, far, Quantity::density); },
      {"1000000", "16"});
  const auto model = train(options).model;
  const RealSpacePredictor predictor(device_, model);
  Structure other = data_.entries[0].structure;
  other.numbers[0] = 6;
  expect_error<InvalidInput>([&] { (void)predictor.at_points(other, Quantity::density, {}); }, {"contains C", "H O"});
  expect_error<InvalidInput>([&] { (void)predictor.at_points(data_.entries[0].structure, Quantity::response, {}); },
                             {"density", "not the response"});
}

}  // namespace
}  // namespace rhofield
