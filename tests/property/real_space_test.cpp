// Properties of what real-space models predict: it is what can be learned, turns with the structure, vanishes far away
// and without field, follows fields from place to place.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "model/probe_values.hpp"
#include "support/errors.hpp"
#include "support/real_space_fixture.hpp"
#include "support/rotations.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;
using testing::RealSpace;
using testing::small_options;

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

}  // namespace
}  // namespace rhofield
