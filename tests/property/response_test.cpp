// Properties of the learned response to a field: recoupling, normalisation, equivariance, moments.
#include "rhofield/observables/response.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/design.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_data.hpp"
#include "support/turned.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;
using testing::turned;

ModelOptions small_model(std::vector<Quantity> quantities = {Quantity::response}) {
  ModelOptions options;
  options.quantities = std::move(quantities);
  options.expansion = {.n_max = 4, .l_max = 3};
  options.environments = 16;
  return options;
}

class Response : public ::testing::Test {
 protected:
  Device device_ = Device::select("cpu");
  DataSet data_ = testing::synthetic_waters(14);
};

TEST(Recoupling, IsAnOrthogonalMatrixOfAllOrders) {
  for (int lambda = 0; lambda <= 6; ++lambda) {
    const std::size_t n = 3 * static_cast<std::size_t>(2 * lambda + 1);
    std::vector<double> matrix(n * n, 0.0);  // rows (L, M), columns (mu, field)
    std::size_t row = 0;
    for (int order = lambda == 0 ? 1 : lambda - 1; order <= lambda + 1; ++order) {
      for (const RecouplingTerm& t : recoupling(lambda, order))
        matrix[(row + static_cast<std::size_t>(t.M)) * n + static_cast<std::size_t>(3 * t.mu + t.field)] = t.value;
      row += static_cast<std::size_t>(2 * order + 1);
    }
    ASSERT_EQ(row, n);
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = 0; b < n; ++b) {
        double dot = 0;
        for (std::size_t k = 0; k < n; ++k) dot += matrix[a * n + k] * matrix[b * n + k];
        EXPECT_NEAR(dot, a == b ? 1.0 : 0.0, 1e-14) << "lambda " << lambda;
      }
  }
}

/// The blocks of one species and lambda, as the full matrix K_MM [(m mu k), (m mu k)] and as separate ones.
TEST_F(Response, SpectraOfTheOrdersAreTheSpectrumOfTheFullMatrix) {
  for (int zeta : {1, 2}) {
    ModelOptions options = small_model();
    options.zeta = zeta;
    const Target target = response_target(data_.basis);
    Representation representation(device_, {1, 8}, options);
    representation.use_all_features(target.feature_orders());
    const Expanded pool = representation.expand(data_.structures());
    const auto picks = pick_environments(representation, pool, options.environments);
    const References references(representation, std::span(&target, 1), options, pool, picks);
    for (int lambda = 0; lambda <= 2; ++lambda) {
      const int first = lambda == 0 ? 1 : lambda - 1;
      const auto group = [&](int order) -> const References::Group& {
        return references.group(8, {order, order == lambda ? Parity::pseudo : Parity::proper});
      };
      const Index m = group(first).features.extent(0);
      std::vector<double> total(static_cast<std::size_t>(m), 0.0);
      for (int order = first; order <= lambda + 1; ++order)
        for (std::size_t i = 0; i < total.size(); ++i)
          total[i] += std::pow(group(order).norms[i], 4) * group(order).squares[i];
      const Index width = 3 * (2 * lambda + 1);
      auto full = Tensor<double, 2>::zeros(device_, {m * width, m * width});
      std::vector<double> separate;
      auto& la = device_.backend().linear_algebra();
      for (int order = first; order <= lambda + 1; ++order) {
        const References::Group& g = group(order);
        const Index components = 2 * order + 1;
        Tensor<double, 2> k0(device_, {m, m}), k(device_, {m * components, m * components});
        similarity(device_, g.invariants.view(), g.invariants.view(), k0.view(), 1, k0.view());
        similarity(device_, g.features.view(), g.features.view(), std::as_const(k0).view(), zeta, k.view());
        const auto scale = [&](Index i) {
          const auto at = static_cast<std::size_t>(i);
          return g.norms[at] / std::pow(total[at], 0.25);
        };
        for (Index i = 0; i < m; ++i)
          for (Index j = 0; j < m; ++j)
            for (Index a = 0; a < components; ++a)
              for (Index b = 0; b < components; ++b)
                k.view()(i * components + a, j * components + b) *= scale(i) * scale(j);
        for (const RecouplingTerm& s : recoupling(lambda, order))
          for (const RecouplingTerm& t : recoupling(lambda, order))
            for (Index i = 0; i < m; ++i)
              for (Index j = 0; j < m; ++j)
                full.view()(i * width + 3 * s.mu + s.field, j * width + 3 * t.mu + t.field) +=
                    s.value * t.value * k.view()(i * components + s.M, j * components + t.M);
        Tensor<double, 1> w(device_, {m * components});
        la.symmetric_eigen(matrix(k.view()), w.view());
        for (double x : w.to_host()) separate.push_back(x);
      }
      for (Index i = 0; i < m; ++i) {  // global normalisation: |K(i, i)| = 1
        double square = 0;
        for (Index a = 0; a < width; ++a)
          for (Index b = 0; b < width; ++b) square += std::pow(full.view()(i * width + a, i * width + b), 2);
        EXPECT_NEAR(square, 1.0, 1e-12);
      }
      Tensor<double, 1> w(device_, {m * width});
      la.symmetric_eigen(matrix(full.view()), w.view());
      std::sort(separate.begin(), separate.end());
      const std::vector<double> whole = w.to_host();
      ASSERT_EQ(separate.size(), whole.size());
      for (std::size_t k = 0; k < whole.size(); ++k) EXPECT_NEAR(separate[k], whole[k], 1e-12 * whole.back());
    }
  }
}

TEST_F(Response, FoldedPredictionEqualsThePsiOfTheRegression) {
  for (int zeta : {1, 2, 3}) {
    ModelOptions model = small_model();
    model.zeta = zeta;
    model.environments_by_lambda = {16, 12, 8};
    model.features_per_lambda = zeta == 2 ? 60 : 0;
    const std::vector<double> etas{1e-6};
    const std::vector<Index> sizes{10}, test = range(10, 14);
    const auto curve = learning_curve(device_, data_, range(0, 10), sizes, test, model, {}, etas);
    const auto trained = train(device_, data_, range(0, 10), model, {.regularisation = 1e-6});
    const auto report = validate_response(device_, trained.model, data_, test);
    EXPECT_LT(report.total_percent, 10.0) << "the synthetic response is learnable";
    EXPECT_NEAR(report.total_percent, curve[0].percent, 1e-8 * curve[0].percent) << "zeta " << zeta;
    EXPECT_NEAR(report.fitted_polarizability_percent, curve[0].fitted_polarizability_percent,
                1e-7 * curve[0].fitted_polarizability_percent);
  }
}

TEST_F(Response, ConjugateGradientsFindTheDirectSolution) {
  const auto error = [&](const RegressionOptions& options) {
    const auto trained = train(device_, data_, range(0, 10), small_model(), options);
    return validate_response(device_, trained.model, data_, range(10, 14)).total_percent;
  };
  RegressionOptions options{.regularisation = 1e-5, .solver = Solver::direct};
  const double expected = error(options);
  options.solver = Solver::conjugate_gradients;
  options.loss_tolerance = 0;
  for (bool single : {false, true}) {
    options.single_precision_storage = single;
    options.residual_tolerance = single ? 1e-6 : 1e-10;
    // Rounding to single precision moves predictions by a few 1e-6; the error itself is below 1e-3.
    EXPECT_NEAR(error(options), expected, (single ? 1e-2 : 1e-5) * expected);
  }
}

TEST_F(Response, TurnsWithTheMolecule) {
  for (int features : {0, 40}) {
    ModelOptions options = small_model();
    options.features_per_lambda = features;
    const auto trained = train(device_, data_, range(0, 10), options, {.regularisation = 1e-6});
    const Predictor predictor(device_, trained.model, Quantity::response);
    const Structure water = data_.entries[11].structure;
    const auto reference = predictor(std::vector{water})[0];
    for (const Matrix3& rotation : testing::some_rotations()) {
      const Structure other = turned(water, rotation, 3.7);
      auto found = predictor(std::vector{other})[0];
      auto expected = turned(reference, data_.basis, water, rotation);
      for (std::size_t f = 0; f < found.size(); ++f) EXPECT_NEAR(found[f], expected[f], 1e-11);
      auto neutral = reference;
      remove_induced_charge(data_.basis, water, neutral);
      remove_induced_charge(data_.basis, other, found);
      const Matrix3 alpha = polarizability(data_.basis, other, found);
      const Matrix3 before = polarizability(data_.basis, water, neutral);
      for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t c = 0; c < 3; ++c) {
          double turned_alpha = 0;
          for (std::size_t a = 0; a < 3; ++a)
            for (std::size_t b = 0; b < 3; ++b) turned_alpha += rotation[k][a] * before[a][b] * rotation[c][b];
          EXPECT_NEAR(alpha[k][c], turned_alpha, 1e-10);
        }
    }
  }
}

TEST_F(Response, OneOrientationTeachesAllOthers) {
  // Every training molecule lies in the same frame; copies of the test molecules in any other are predicted as well.
  std::vector<Index> test;
  std::mt19937_64 random(3);
  DataSet data = data_;
  for (Index k = 10; k < 14; ++k)
    for (int copy = 0; copy < 3; ++copy) {
      const LabelledStructure& entry = data_.entries[static_cast<std::size_t>(k)];
      const Matrix3 rotation = testing::random_rotation(random);
      LabelledStructure other = entry;
      other.structure = turned(entry.structure, rotation);
      other.response = turned(entry.response, data_.basis, entry.structure, rotation);
      test.push_back(data.size());
      data.entries.push_back(other);
    }
  const auto trained = train(device_, data, range(0, 10), small_model(), {.regularisation = 1e-8});
  const auto report = validate_response(device_, trained.model, data, test);
  for (std::size_t k = 0; k < test.size(); k += 3) {
    EXPECT_NEAR(report.percent[k + 1], report.percent[k], 1e-7 * report.percent[k]);
    EXPECT_NEAR(report.percent[k + 2], report.percent[k], 1e-7 * report.percent[k]);
  }
}

TEST_F(Response, OfASupercellRepeatsThatOfItsCell) {
  const auto trained = train(device_, data_, range(0, 10), small_model(), {.regularisation = 1e-6});
  const Predictor predictor(device_, trained.model, Quantity::response);
  Structure cell = data_.entries[11].structure;
  cell.cell = {{{7.0, 0.0, 0.0}, {1.5, 8.0, 0.0}, {0.0, -1.0, 7.5}}};
  cell.periodic = {true, true, true};
  Structure doubled = cell;
  for (std::size_t i = 0; i < 3; ++i) {
    Vector3 x = cell.positions[i];
    for (std::size_t a = 0; a < 3; ++a) x[a] += cell.cell[1][a];
    doubled.numbers.push_back(cell.numbers[i]);
    doubled.positions.push_back(x);
  }
  for (double& x : doubled.cell[1]) x *= 2;
  const auto one = predictor(std::vector{cell})[0];
  const auto two = predictor(std::vector{doubled})[0];
  const std::size_t functions = one.size() / 3;
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t f = 0; f < functions; ++f) {
      EXPECT_NEAR(two[2 * k * functions + f], one[k * functions + f], 1e-11);
      EXPECT_NEAR(two[(2 * k + 1) * functions + f], one[k * functions + f], 1e-11);
    }
}

TEST_F(Response, BesideTheDensityIsTheSameAsAlone) {
  const RegressionOptions options{.regularisation = 1e-6, .response_regularisation = 1e-5};
  const auto both = train(device_, data_, range(0, 10), small_model({Quantity::density, Quantity::response}), options);
  const auto density = train(device_, data_, range(0, 10), small_model({Quantity::density}), options);
  const auto response = train(device_, data_, range(0, 10), small_model(), options);
  EXPECT_EQ(both.report.of(Quantity::response).regularisation, 1e-5);
  EXPECT_EQ(both.report.of(Quantity::density).regularisation, 1e-6);
  const std::vector<Structure> water{data_.entries[12].structure};
  const auto expect_same = [&](const Model& alone, Quantity quantity) {
    const auto a = Predictor(device_, alone, quantity)(water)[0];
    const auto b = Predictor(device_, both.model, quantity)(water)[0];
    for (std::size_t f = 0; f < a.size(); ++f) EXPECT_NEAR(a[f], b[f], 1e-9);
  };
  expect_same(density.model, Quantity::density);
  expect_same(response.model, Quantity::response);
}

TEST_F(Response, SolversAreChosenByWhatTheMemoryStillHolds) {
  // Room for one of the two matrices: the density's is solved directly, the response iterates, as each would alone.
  ModelOptions model = small_model({Quantity::density, Quantity::response});
  RegressionOptions options{.regularisation = 1e-5, .residual_tolerance = 1e-10, .loss_tolerance = 0};
  const auto reference = train(device_, data_, range(0, 10), model, options);
  const Index d = reference.report.of(Quantity::density).dimension;
  const Index r = reference.report.of(Quantity::response).dimension;
  ASSERT_GT(r, d);
  options.memory_limit = sizeof(double) * static_cast<std::size_t>(r * r) + 1000;
  const auto mixed = train(device_, data_, range(0, 10), model, options);
  EXPECT_EQ(mixed.report.of(Quantity::density).solver, Solver::direct);
  EXPECT_EQ(mixed.report.of(Quantity::response).solver, Solver::conjugate_gradients);
  const std::vector<Structure> water{data_.entries[12].structure};
  for (const Quantity quantity : model.quantities) {
    const auto a = Predictor(device_, reference.model, quantity)(water)[0];
    const auto b = Predictor(device_, mixed.model, quantity)(water)[0];
    for (std::size_t f = 0; f < a.size(); ++f) EXPECT_NEAR(a[f], b[f], 1e-5);
  }
  EXPECT_EQ(checkpoint_files(model, {.checkpoint_file = "x"}), (std::vector<std::string>{"x", "x.response"}));
  EXPECT_EQ(checkpoint_files(small_model(), {.checkpoint_file = "x"}), (std::vector<std::string>{"x"}));
}

TEST_F(Response, CoulombMetricFavoursPolarizabilities) {
  // Few environments: what cannot be learned is left where the metric sees it least.
  ModelOptions model = small_model();
  model.environments = 6;
  model.expansion.l_max = 2;
  const auto report = [&](LossMetric metric) {
    const auto trained = train(device_, data_, range(0, 10), model, {.regularisation = 1e-8, .metric = metric});
    return validate_response(device_, trained.model, data_, range(0, 10));
  };
  const auto overlap = report(LossMetric::overlap), coulomb = report(LossMetric::coulomb);
  EXPECT_LT(overlap.total_percent, coulomb.total_percent);
  EXPECT_LT(coulomb.fitted_polarizability_percent, overlap.fitted_polarizability_percent);
}

TEST_F(Response, RestrictedPredictionGivesTheSamePolarizability) {
  const auto trained = train(device_, data_, range(0, 10), small_model(), {.regularisation = 1e-6});
  const Structure water = data_.entries[11].structure;
  auto all = Predictor(device_, trained.model, Quantity::response)(std::vector{water})[0];
  auto low = Predictor(device_, trained.model, Quantity::response, 1)(std::vector{water})[0];
  ASSERT_EQ(all.size(), low.size());
  remove_induced_charge(data_.basis, water, all);
  remove_induced_charge(data_.basis, water, low);
  const Matrix3 a = polarizability(data_.basis, water, all), b = polarizability(data_.basis, water, low);
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(a[k][c], b[k][c], 1e-12);
}

TEST_F(Response, ChargeIsTakenOutAndTheRestIsIndependentOfTheOrigin) {
  const LabelledStructure& entry = data_.entries[2];
  std::vector<double> response = entry.response;
  const Vector3 charge = induced_charge(data_.basis, entry.structure, response);
  EXPECT_GT(std::abs(charge[0]) + std::abs(charge[1]) + std::abs(charge[2]), 1e-3) << "there is something to take out";
  EXPECT_EQ(remove_induced_charge(data_.basis, entry.structure, response), charge);
  for (double q : induced_charge(data_.basis, entry.structure, response)) EXPECT_NEAR(q, 0.0, 1e-13);
  const Matrix3 alpha = polarizability(data_.basis, entry.structure, response);
  const Structure moved = turned(entry.structure, {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, 50.0);
  const Matrix3 after = polarizability(data_.basis, moved, response);
  // By the dipole moments of the functions, about any origin.
  const std::vector<double> moments = dipole_moments(data_.basis, entry.structure);
  const std::size_t functions = moments.size() / 3;
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t c = 0; c < 3; ++c) {
      double expected = 0;
      for (std::size_t f = 0; f < functions; ++f) expected -= moments[c * functions + f] * response[k * functions + f];
      EXPECT_NEAR(alpha[k][c], expected, 1e-12);
      EXPECT_NEAR(after[k][c], alpha[k][c], 1e-12);
    }
  Matrix3 sum{};
  for (const Matrix3& part : atomic_polarizabilities(data_.basis, entry.structure, response))
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t c = 0; c < 3; ++c) sum[k][c] += part[k][c];
  EXPECT_EQ(sum, alpha);
}

TEST_F(Response, PolarizabilityOfACellDependsNeitherOnImagesNorOnTheOrigin) {
  // Two molecules in a small cell, with charge on each.
  Structure cell = data_.entries[2].structure;
  std::vector<double> response = data_.entries[2].response;
  const std::size_t functions = response.size() / 3;
  const LabelledStructure& other = data_.entries[3];
  std::vector<double> both;
  for (std::size_t k = 0; k < 3; ++k) {
    both.insert(both.end(), response.begin() + static_cast<std::ptrdiff_t>(k * functions),
                response.begin() + static_cast<std::ptrdiff_t>((k + 1) * functions));
    both.insert(both.end(), other.response.begin() + static_cast<std::ptrdiff_t>(k * functions),
                other.response.begin() + static_cast<std::ptrdiff_t>((k + 1) * functions));
  }
  for (std::size_t i = 0; i < 3; ++i) {
    cell.numbers.push_back(other.structure.numbers[i]);
    Vector3 x = other.structure.positions[i];
    x[0] += 5.0;
    cell.positions.push_back(x);
  }
  const auto free_alpha = [&] {
    std::vector<double> neutral = both;
    remove_induced_charge(data_.basis, cell, neutral);
    return polarizability(data_.basis, cell, neutral);
  };
  const Matrix3 of_molecules = free_alpha();
  cell.periodic = {true, true, true};
  const auto expect_same = [](const Matrix3& a, const Matrix3& b, double tolerance, const char* what) {
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(a[k][c], b[k][c], tolerance) << what;
  };
  cell.cell = {{{60.0, 0.0, 0.0}, {0.0, 60.0, 0.0}, {0.0, 0.0, 60.0}}};
  expect_same(polarizability(data_.basis, cell, both), of_molecules, 1e-9, "a large cell is a molecule");

  cell.cell = {{{10.0, 0.0, 0.0}, {1.5, 8.0, 0.0}, {0.0, -1.0, 7.5}}};
  const Matrix3 alpha = polarizability(data_.basis, cell, both);
  Structure moved = cell;
  for (std::size_t i = 0; i < moved.positions.size(); ++i)
    for (std::size_t c = 0; c < 3; ++c)
      moved.positions[i][c] += 3.3 + static_cast<double>(i) * cell.cell[1][c] - cell.cell[i % 3][c];
  expect_same(polarizability(data_.basis, moved, both), alpha, 1e-9, "other images");
  Structure doubled = cell;
  std::vector<double> twice;
  for (std::size_t i = 0; i < 6; ++i) {
    Vector3 x = cell.positions[i];
    for (std::size_t c = 0; c < 3; ++c) x[c] += cell.cell[2][c];
    doubled.numbers.push_back(cell.numbers[i]);
    doubled.positions.push_back(x);
  }
  for (double& x : doubled.cell[2]) x *= 2;
  for (std::size_t k = 0; k < 3; ++k)
    for (int copy = 0; copy < 2; ++copy)
      twice.insert(twice.end(), both.begin() + static_cast<std::ptrdiff_t>(2 * k * functions),
                   both.begin() + static_cast<std::ptrdiff_t>(2 * (k + 1) * functions));
  Matrix3 sum = polarizability(data_.basis, doubled, twice);
  for (Vector3& row : sum)
    for (double& x : row) x /= 2;
  expect_same(sum, alpha, 1e-9, "supercell");
}

TEST_F(Response, InAFieldIsTheSumOfItsDirections) {
  const LabelledStructure& entry = data_.entries[2];
  const Vector3 field{0.01, -0.02, 0.005};
  const auto density = induced_density(entry.response, field);
  const std::size_t functions = entry.response.size() / 3;
  ASSERT_EQ(density.size(), functions);
  for (std::size_t f = 0; f < functions; ++f)
    EXPECT_NEAR(
        density[f],
        0.01 * entry.response[f] - 0.02 * entry.response[functions + f] + 0.005 * entry.response[2 * functions + f],
        1e-15);
  // The dipole of that density (electrons are negative) is the field times the polarizability.
  std::vector<double> neutral = entry.response;
  remove_induced_charge(data_.basis, entry.structure, neutral);
  const auto moments = dipole_moments(data_.basis, entry.structure);
  const auto change = induced_density(neutral, field);
  const Vector3 dipole = induced_dipole(polarizability(data_.basis, entry.structure, neutral), field);
  for (std::size_t c = 0; c < 3; ++c) {
    double expected = 0;
    for (std::size_t f = 0; f < functions; ++f) expected -= moments[c * functions + f] * change[f];
    EXPECT_NEAR(dipole[c], expected, 1e-14);
  }
}

TEST_F(Response, ReportHoldsEveryDirection) {
  const auto trained = train(device_, data_, range(0, 6), small_model(), {.regularisation = 1e-6});
  const auto report = validate_response(device_, trained.model, data_, range(10, 13));
  ASSERT_EQ(report.field_percent.size(), 3U);
  for (std::size_t a = 0; a < 3; ++a) {
    const auto [low, high] = std::minmax_element(report.field_percent[a].begin(), report.field_percent[a].end());
    EXPECT_GE(report.percent[a], *low);
    EXPECT_LE(report.percent[a], *high);
  }
  EXPECT_FALSE(report.polarizability_percent) << "the synthetic data have no polarizability of their own";
  double largest = 0;
  for (Index k = 10; k < 13; ++k) {
    const Structure& structure = data_.entries[static_cast<std::size_t>(k)].structure;
    const auto response = Predictor(device_, trained.model, Quantity::response)(std::vector{structure})[0];
    for (double q : induced_charge(data_.basis, structure, response)) largest = std::max(largest, std::abs(q));
  }
  EXPECT_NEAR(report.largest_induced_charge, largest, 1e-12);
}

TEST_F(Response, BadInputIsRefusedWithBothNumbers) {
  const ModelOptions options = small_model();
  const auto training = [&](const DataSet& data) { (void)train(device_, data, range(0, 6), options, {}); };
  DataSet data = data_;
  data.entries[3].response.clear();
  expect_error<InvalidInput>([&] { training(data); }, {"structure 3", "no response coefficients", "density alone"});
  data = data_;
  data.entries[3].response.resize(2 * data.entries[3].response.size() / 3);
  expect_error<InvalidInput>([&] { training(data); }, {"structure 3", "2 field directions", "3 are needed"});
  data = data_;
  data.entries[3].response.pop_back();
  const auto functions = data_.entries[3].response.size() / 3;
  expect_error<InvalidInput>([&] { training(data); },
                             {"structure 3", std::to_string(3 * functions - 1), std::to_string(functions)});
  data = data_;
  data.entries[3].response[4] = std::nan("");
  expect_error<InvalidInput>([&] { training(data); }, {"structure 3", "response coefficient 4", "finite"});

  const auto density = train(device_, data_, range(0, 6), small_model({Quantity::density}), {});
  expect_error<InvalidInput>([&] { Predictor(device_, density.model, Quantity::response); },
                             {"has learned the density, not the response"});
  const auto response = train(device_, data_, range(0, 6), options, {});
  expect_error<InvalidInput>(
      [&] {
        Predictor{device_, response.model};
      },
      {"has learned the response, not the density"});
  const Predictor predictor(device_, response.model, Quantity::response);
  expect_error<InvalidInput>(
      [&] { (void)predictor(std::vector{data_.entries[0].structure}, {.conserve_charge = true, .electrons = {10.0}}); },
      {"remove_induced_charge"});
  const std::vector<double> short_response(10, 0.0);
  expect_error<InvalidInput>([&] { (void)polarizability(data_.basis, data_.entries[0].structure, short_response); },
                             {"10 coefficients", std::to_string(functions) + " functions"});
  ModelOptions low = options;
  low.expansion.l_max = 1;  // d functions need L = 3
  expect_error<InvalidInput>([&] { (void)train(device_, data_, range(0, 6), low, {}); },
                             {"lambda 2 (pseudo)", "l_max = 1", "at least 2"});
}

TEST_F(Response, ChargedReferencesAreSaid) {
  const auto trained = train(device_, data_, range(0, 6), small_model(), {});
  ASSERT_EQ(trained.report.warnings.size(), 1U);
  EXPECT_NE(trained.report.warnings[0].find("6 of 6"), std::string::npos) << trained.report.warnings[0];
  DataSet neutral = data_;
  for (LabelledStructure& entry : neutral.entries)
    remove_induced_charge(neutral.basis, entry.structure, entry.response);
  EXPECT_TRUE(train(device_, neutral, range(0, 6), small_model(), {}).report.warnings.empty());
}

}  // namespace
}  // namespace rhofield
