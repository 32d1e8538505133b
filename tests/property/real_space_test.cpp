// Properties of the real-space model: it learns what can be learned, turns with the structure, vanishes far away and
// without field, conserves charge, goes on where it stopped and says what is wrong.
#include "rhofield/model/real_space.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "model/probe_values.hpp"
#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/rotations.hpp"
#include "support/synthetic_grids.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;

RealSpaceTrainingOptions small_options(std::vector<Quantity> quantities, int epochs) {
  RealSpaceTrainingOptions options;
  options.network = {.cutoff = 6.0,
                     .rounds = 1,
                     .channels = 8,
                     .features = 16,
                     .output = {.widths = {24, 24}, .blocks = 1},
                     .message = {.widths = {16}, .blocks = 1}};
  options.quantities = std::move(quantities);
  options.sampling.points = 150;
  options.epochs = epochs;
  options.batch = 600;
  options.learning_rate = 5e-3;
  options.validation_points = 500;
  return options;
}

class RealSpace : public ::testing::Test {
 protected:
  const Device device_ = Device::select("cpu");
  const GridData data_ = testing::synthetic_grids(16);
  TrainedRealSpaceModel train(const RealSpaceTrainingOptions& options, const RealSpaceState* resume = nullptr) const {
    return train_real_space(device_, data_, range(0, 10), range(10, 12), options, resume);
  }
};

TEST_F(RealSpace, DensitiesAndResponsesAreLearnedTogether) {
  const auto trained = train(small_options({Quantity::density, Quantity::response}, 120));
  EXPECT_TRUE(trained.warnings.empty());
  const auto density = validate_real_space(device_, trained.model, data_, range(12, 16), Quantity::density);
  EXPECT_LT(density.total_percent, 3.0);
  EXPECT_LT(density.vacuum_percent, 0.5);
  const auto response = validate_real_space(device_, trained.model, data_, range(12, 16), Quantity::response);
  EXPECT_LT(response.total_percent, 12.0);
  for (const double charge : response.charge) EXPECT_NEAR(charge, 0, 1e-8);
  const auto normalised = validate_real_space(device_, trained.model, data_, range(12, 16), Quantity::density, true);
  for (const double charge : normalised.charge) EXPECT_NEAR(charge, 0, 1e-9);
}

TEST_F(RealSpace, PredictionsTurnWithStructureAndField) {
  const auto model = train(small_options({Quantity::density, Quantity::response}, 3)).model;
  const RealSpacePredictor predictor(device_, model);
  const Structure& one = data_.entries[0].structure;
  const Matrix3 turn = testing::some_rotations().back();
  Structure turned = one;
  for (Vector3& x : turned.positions) x = testing::multiply(turn, x);
  const Vector3 field{0.004, -0.007, 0.002};
  std::vector<Vector3> points, turned_points;
  for (int k = 0; k < 30; ++k) {
    points.push_back({std::sin(1.3 * k), 2 * std::sin(0.7 * k), 1.5 * std::cos(k)});
    turned_points.push_back(testing::multiply(turn, points.back()));
  }
  for (const Quantity quantity : {Quantity::density, Quantity::response}) {
    const auto a = predictor.at_points(one, quantity, points, field);
    const auto b = predictor.at_points(turned, quantity, turned_points, testing::multiply(turn, field));
    double largest = 0;
    for (const double v : a) largest = std::max(largest, std::abs(v));
    for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], 2e-5 * largest);
  }
}

TEST_F(RealSpace, ResponsesAreOddInTheFieldAndVanishWithoutOne) {
  const auto model = train(small_options({Quantity::response}, 3)).model;
  const RealSpacePredictor predictor(device_, model);
  const Structure& one = data_.entries[0].structure;
  const std::vector<Vector3> points{{0.5, 0.2, 0.1}, {1.5, -0.7, 0.4}, {0, 0, 3}};
  const auto plus = predictor.at_points(one, Quantity::response, points, {0.01, 0.003, -0.002});
  const auto minus = predictor.at_points(one, Quantity::response, points, {-0.01, -0.003, 0.002});
  for (std::size_t k = 0; k < points.size(); ++k) {
    EXPECT_NE(plus[k], 0.0);
    EXPECT_EQ(plus[k], -minus[k]);
  }
  for (const double x : predictor.at_points(one, Quantity::response, points)) EXPECT_EQ(x, 0.0);
  const auto whole = predictor.on_grid(one, Quantity::response, data_.entries[0].grid, {0.01, 0, 0});
  const double sum = std::accumulate(whole.begin(), whole.end(), 0.0) * data_.entries[0].grid.voxel_volume();
  EXPECT_NEAR(sum, 0, 1e-12);
}

/// That of a charge, which turns with it.
ElectricField field_of_charge(const Vector3& at, double charge) {
  return ElectricField([=](std::span<const Vector3> points) {
    std::vector<Vector3> fields;
    for (const Vector3& p : points) {
      const Vector3 d{p[0] - at[0], p[1] - at[1], p[2] - at[2]};
      const double r = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
      fields.push_back({charge * d[0] / (r * r * r), charge * d[1] / (r * r * r), charge * d[2] / (r * r * r)});
    }
    return fields;
  });
}

TEST_F(RealSpace, FieldsMayDifferFromPlaceToPlace) {
  const auto model = train(small_options({Quantity::response}, 3)).model;
  const RealSpacePredictor predictor(device_, model);
  const Structure& one = data_.entries[0].structure;
  const std::vector<Vector3> points{{0.5, 0.2, 0.1}, {1.5, -0.7, 0.4}, {0, 0, 3}};
  const auto largest = [](const std::vector<double>& values) {
    double found = 0;
    for (const double v : values) found = std::max(found, std::abs(v));
    return found;
  };
  const auto expect_near = [&](const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
    for (std::size_t k = 0; k < points.size(); ++k) EXPECT_NEAR(a[k], b[k], tolerance * largest(b));
  };
  const Vector3 uniform{0.006, -0.004, 0.002};
  const auto known = predictor.at_points(one, Quantity::response, points, uniform);
  const ElectricField same([=](std::span<const Vector3> at) { return std::vector<Vector3>(at.size(), uniform); });
  expect_near(predictor.at_points(one, Quantity::response, points, same), known, 1e-5);
  // A charge far away makes a field that is nearly uniform; one near by does not, and what it makes turns with it.
  const double far = 4000;
  const auto of_far =
      predictor.at_points(one, Quantity::response, points, field_of_charge({-far, 0, 0}, 0.005 * far * far));
  expect_near(of_far, predictor.at_points(one, Quantity::response, points, Vector3{0.005, 0, 0}), 1e-2);
  const Vector3 near{6, 4, 5};
  const auto of_near = predictor.at_points(one, Quantity::response, points, field_of_charge(near, 0.5));
  const Matrix3 turn = testing::some_rotations().back();
  Structure turned = one;
  for (Vector3& x : turned.positions) x = testing::multiply(turn, x);
  std::vector<Vector3> turned_points;
  for (const Vector3& x : points) turned_points.push_back(testing::multiply(turn, x));
  expect_near(predictor.at_points(turned, Quantity::response, turned_points,
                                  field_of_charge(testing::multiply(turn, near), 0.5)),
              of_near, 1e-4);
  expect_error<InvalidInput>(
      [&] {
        (void)predictor.at_points(one, Quantity::response, points,
                                  ElectricField([](std::span<const Vector3>) { return std::vector<Vector3>(1); }));
      },
      {"1 electric fields", "points"});
}

TEST_F(RealSpace, EveryAtomSeesTheFieldWhereItIs) {
  // Two atoms too far apart to see each other, each in a field of its own: near each the response is that of this
  // field.
  Structure two;
  two.numbers = {8, 1};
  two.positions = {{0, 0, 0}, {30, 0, 0}};
  const Vector3 left{0.007, 0.001, -0.002}, right{-0.003, 0.008, 0.001};
  const ElectricField both([=](std::span<const Vector3> at) {
    std::vector<Vector3> fields;
    for (const Vector3& x : at) fields.push_back(x[0] < 15 ? left : right);
    return fields;
  });
  const std::vector<Vector3> points{{1.0, 0.5, 0.2}, {30.5, 1.0, -0.4}};
  const auto at_points = [&](const ElectricField& field, int rounds) {
    auto own = small_options({Quantity::response}, 1).network;
    own.rounds = rounds;
    const ProbeNetworkLayout its(own, {1, 8}, 1);
    const auto p = initial_parameters(its, own, 4);
    ProbeBatch<double> batch(device_, own, its);
    const ProbeTask task{.structure = &two, .field = field, .quantity = Quantity::response, .points = points};
    return batch.run(Tensor<double, 1>::from_host(device_, p, {its.size}).view(), std::span(&task, 1), false).values[0];
  };
  for (const int rounds : {0, 1, 2}) {
    const auto mixed = at_points(both, rounds), at_left = at_points(left, rounds), at_right = at_points(right, rounds);
    EXPECT_NE(at_left[0], at_right[0]);
    EXPECT_NEAR(mixed[0], at_left[0], 1e-12 * std::abs(at_left[0])) << rounds;
    EXPECT_NEAR(mixed[1], at_right[1], 1e-12 * std::abs(at_right[1])) << rounds;
  }
}

TEST_F(RealSpace, VacuumIsEmptyAndNucleiAreHarmless) {
  const auto model = train(small_options({Quantity::density}, 2)).model;
  const RealSpacePredictor predictor(device_, model);
  const Structure& one = data_.entries[0].structure;
  const std::vector<Vector3> points{one.positions[0], {40, 0, 0}, {0, -1e4, 3}};
  const auto values = predictor.at_points(one, Quantity::density, points);
  EXPECT_TRUE(std::isfinite(values[0]) && values[0] > 0);
  EXPECT_EQ(values[1], 0.0);
  EXPECT_EQ(values[2], 0.0);
}

TEST_F(RealSpace, CellsAreTheSameWhereverTheirAtomsAreWritten) {
  const auto model = train(small_options({Quantity::density}, 2)).model;
  const RealSpacePredictor predictor(device_, model);
  Structure cell = data_.entries[0].structure;
  cell.cell = {{{7, 0, 0}, {1, 7.5, 0}, {0, -1, 8}}};
  cell.periodic = {true, true, true};
  Structure moved = cell;
  for (std::size_t x = 0; x < 3; ++x) moved.positions[1][x] += 2 * cell.cell[0][x] - cell.cell[2][x];
  const std::vector<Vector3> points{{0.5, 0.2, 0.1}, {3.5, 3.7, 4.4}}, images{{7.5, 0.2, 0.1}, {4.5, 11.2, 4.4}};
  const auto a = predictor.at_points(cell, Quantity::density, points);
  const auto b = predictor.at_points(moved, Quantity::density, points);
  const auto c = predictor.at_points(cell, Quantity::density, images);
  for (std::size_t k = 0; k < points.size(); ++k) {
    EXPECT_NEAR(a[k], b[k], 1e-5 * std::abs(a[k]));
    EXPECT_NEAR(a[k], c[k], 1e-5 * std::abs(a[k]));
  }
}

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
  std::optional<RealSpaceState> kept;
  const auto stop = [&](const std::string& stage, Index done, Index) { return stage != "training" || done < 13; };
  EXPECT_THROW((void)train_real_space(
                   device_, data_, range(0, 10), range(10, 12), options, nullptr,
                   [&](const RealSpaceState& state) { kept = state; }, stop),
               Interrupted);
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
  std::optional<RealSpaceState> kept;
  const auto stop = [&](const std::string& stage, Index done, Index) { return stage != "training" || done < 8; };
  EXPECT_THROW((void)train_real_space(
                   device_, data_, range(0, 10), range(10, 12), options, nullptr,
                   [&](const RealSpaceState& state) { kept = state; }, stop),
               Interrupted);
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

TEST_F(RealSpace, EnsemblesPredictTheMeanOfTheirMembers) {
  auto options = small_options({Quantity::density}, 20);
  options.members = 3;
  std::optional<RealSpaceState> kept;  // in the middle of the second member
  const auto stop = [&](const std::string& stage, Index done, Index) { return stage != "training" || done < 33; };
  EXPECT_THROW((void)train_real_space(
                   device_, data_, range(0, 10), range(10, 12), options, nullptr,
                   [&](const RealSpaceState& state) { kept = state; }, stop),
               Interrupted);
  const auto trained = train(options), resumed = train(options, &*kept);
  ASSERT_EQ(trained.model.members.size(), 3U);
  EXPECT_EQ(trained.state.records.size(), 60U);
  const std::vector<Vector3> points{{0.5, 0.2, 0.1}, {1.5, -0.7, 0.4}, {0, 0, 3}};
  const Structure& one = data_.entries[14].structure;
  std::vector<std::vector<double>> values;
  double mean_percent = 0;
  for (std::size_t m = 0; m < 3; ++m) {
    EXPECT_EQ(trained.model.members[m].parameters, resumed.model.members[m].parameters);
    auto alone = options;
    alone.members = 1;
    alone.seed += m;
    const auto member = train(alone);
    EXPECT_EQ(member.model.members[0].parameters, trained.model.members[m].parameters);
    mean_percent += member.validation_percent / 3;
    values.push_back(RealSpacePredictor(device_, member.model).at_points(one, Quantity::density, points));
    expect_error<InvalidInput>(
        [&] { (void)RealSpacePredictor(device_, member.model).deviation_at_points(one, Quantity::density, points); },
        {"one network", "real_space.members"});
  }
  EXPECT_LT(trained.validation_percent, mean_percent);
  const RealSpacePredictor predictor(device_, trained.model);
  const auto mean = predictor.at_points(one, Quantity::density, points);
  const auto deviation = predictor.deviation_at_points(one, Quantity::density, points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double expected = (values[0][k] + values[1][k] + values[2][k]) / 3;
    double variance = 0;
    for (const auto& v : values) variance += (v[k] - expected) * (v[k] - expected) / 2;
    EXPECT_NEAR(mean[k], expected, 1e-12);
    EXPECT_NEAR(deviation[k], std::sqrt(variance), 1e-7);
  }
}

TEST_F(RealSpace, ResponsesOfAllOrdersVanishWithoutFieldToo) {
  GridData data = data_;
  for (GridEntry& entry : data.entries) {  // as much again along the field and against it, without charge
    const Vector3& f = entry.field;
    const double strength = std::sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]);
    double sum = 0, squares = 0;
    for (const float x : entry.density) sum += x, squares += x * x;
    for (std::size_t g = 0; g < entry.response.size(); ++g) {
      const double x = entry.density[g];
      entry.response[g] += static_cast<float>(strength * (x - sum / squares * x * x));
    }
  }
  auto options = small_options({Quantity::response}, 120);
  std::array<double, 2> percent{};
  for (const bool odd : {false, true}) {
    options.odd_response = odd;
    const auto model = train_real_space(device_, data, range(0, 10), range(10, 12), options).model;
    percent[odd ? 1 : 0] = validate_real_space(device_, model, data, range(12, 16), Quantity::response).total_percent;
    const RealSpacePredictor predictor(device_, model);
    const std::vector<Vector3> points{{0.5, 0.2, 0.1}, {1.5, -0.7, 0.4}, {0, 0, 3}};
    for (const double x : predictor.at_points(data.entries[0].structure, Quantity::response, points)) EXPECT_EQ(x, 0.0);
  }
  EXPECT_LT(percent[0], 0.7 * percent[1]);
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

TEST_F(RealSpace, DifferencesToAReferenceAreLearned) {
  GridData data = data_;
  for (GridEntry& entry : data.entries) {
    entry.reference = entry.density;
    for (float& x : entry.reference) x *= 0.97F;
  }
  const auto options = small_options({Quantity::density}, 30);
  const auto trained = train_real_space(device_, data, range(0, 10), range(10, 12), options);
  EXPECT_TRUE(trained.model.needs_reference);
  expect_error<InvalidInput>(
      [&] { (void)validate_real_space(device_, trained.model, data_, range(12, 13), Quantity::density); },
      {"structure 12", "no reference"});
  EXPECT_LT(validate_real_space(device_, trained.model, data, range(12, 16), Quantity::density).total_percent, 1.0);
}

/// Superposed atoms of known Gaussians.
double two_gaussians(const Structure& s, const Vector3& r) {
  double sum = 0;
  for (std::size_t i = 0; i < s.numbers.size(); ++i) {
    double d2 = 0;
    for (std::size_t x = 0; x < 3; ++x) d2 += (r[x] - s.positions[i][x]) * (r[x] - s.positions[i][x]);
    sum += s.numbers[i] == 8 ? 0.9 * std::exp(-1.92 * d2) + 0.1 * std::exp(-0.24 * d2) : 0.3 * std::exp(-0.96 * d2);
  }
  return sum;
}

TEST_F(RealSpace, SphericalAtomsAreFoundAgain) {
  GridData data = testing::synthetic_grids(13, 0.5);
  for (GridEntry& entry : data.entries)
    for (std::size_t g = 0; g < entry.density.size(); ++g)
      entry.density[g] =
          static_cast<float>(two_gaussians(entry.structure, point_of(entry.grid, static_cast<Index>(g))));
  const SphericalAtoms atoms = fit_spherical_atoms(device_, data, range(0, 8), 1);
  EXPECT_EQ(atoms.elements, (std::vector<int>{1, 8}));
  const GridEntry& other = data.entries[12];
  std::vector<double> on_grid(other.density.size(), 0.0), at_points(other.density.size(), 1.0);
  add_spherical_atoms(device_, atoms, other.structure, other.grid, on_grid);
  std::vector<Vector3> points;
  for (std::size_t g = 0; g < on_grid.size(); ++g) points.push_back(point_of(other.grid, static_cast<Index>(g)));
  add_spherical_atoms(device_, atoms, other.structure, points, at_points);
  for (std::size_t g = 0; g < on_grid.size(); ++g) {
    EXPECT_NEAR(on_grid[g], other.density[g], 2e-3 * other.density[g] + 2e-4);
    EXPECT_NEAR(at_points[g] - 1, on_grid[g], 1e-11);
  }
}

TEST_F(RealSpace, SphericalAtomsStaySmallWherePointsSayNothingOfThem) {
  // Coarse grids and few structures of a density that is no sum of these atoms: between the points nothing grows.
  for (const double spacing : {0.6, 1.0})
    for (const Index structures : {1, 4}) {
      const GridData data = testing::synthetic_grids(5, spacing);
      const SphericalAtoms atoms = fit_spherical_atoms(device_, data, range(0, structures), 1);
      const Structure& one = data.entries[4].structure;
      std::vector<double> at_nuclei(one.positions.size(), 0.0);
      add_spherical_atoms(device_, atoms, one, one.positions, at_nuclei);
      double largest = 0;
      for (const Vector3& r : one.positions) largest = std::max(largest, testing::synthetic_density(one, r));
      for (const double rho : at_nuclei) EXPECT_LT(std::abs(rho), 3 * largest) << spacing << " bohr, " << structures;
      const auto electrons = [&](const Grid& grid) {
        std::vector<double> values(static_cast<std::size_t>(grid.size()), 0.0);
        add_spherical_atoms(device_, atoms, one, grid, values);
        return integrate(grid, values);
      };
      EXPECT_NEAR(electrons(make_grid(one, 0.2, 5.0)), electrons(make_grid(one, 0.4, 5.0)), 0.2);
    }
  Structure other;
  other.numbers = {16};
  other.positions = {{0, 0, 0}};
  std::vector<double> values(1);
  const SphericalAtoms atoms = fit_spherical_atoms(device_, data_, range(0, 2), 1);
  expect_error<InvalidInput>([&] { add_spherical_atoms(device_, atoms, other, other.positions, values); },
                             {"contains S", "trained on"});
  values.resize(3);
  other.numbers = {8};
  expect_error<InvalidInput>([&] { add_spherical_atoms(device_, atoms, other, other.positions, values); },
                             {"3 values", "1 points"});
}

TEST_F(RealSpace, DifferencesToSuperposedAtomsAreLearned) {
  auto options = small_options({Quantity::density, Quantity::response}, 80);
  options.superposed_atoms = true;
  options.members = 2;
  const auto trained = train(options);
  ASSERT_TRUE(trained.model.atoms);
  EXPECT_FALSE(trained.model.needs_reference);
  const auto errors = validate_real_space(device_, trained.model, data_, range(12, 16), Quantity::density);
  EXPECT_LT(errors.total_percent, 5.0);
  // Predictions at points are those on grids, and the network's part is what the atoms leave.
  const GridEntry& one = data_.entries[13];
  const RealSpacePredictor predictor(device_, trained.model);
  const auto on_grid = predictor.on_grid(one.structure, Quantity::density, one.grid);
  const Vector3 at = point_of(one.grid, 77);
  EXPECT_NEAR(predictor.at_points(one.structure, Quantity::density, std::span(&at, 1))[0], on_grid[77], 1e-6);
  RealSpaceModel without = trained.model;
  without.atoms.reset();
  std::vector<double> rest = RealSpacePredictor(device_, without).on_grid(one.structure, Quantity::density, one.grid);
  add_spherical_atoms(device_, *trained.model.atoms, one.structure, one.grid, rest);
  for (std::size_t g = 0; g < rest.size(); ++g) EXPECT_NEAR(rest[g], on_grid[g], 1e-12);
  GridData referenced = data_;
  for (GridEntry& entry : referenced.entries) entry.reference = entry.density;
  expect_error<InvalidInput>([&] { (void)train_real_space(device_, referenced, range(0, 10), range(10, 12), options); },
                             {"reference densities already", "superposed_atoms"});
  options.quantities = {Quantity::response};
  expect_error<InvalidInput>([&] { (void)train(options); }, {"superposed_atoms", "density"});
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
