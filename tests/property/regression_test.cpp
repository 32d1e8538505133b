// Properties of the regression: symmetric positive operator, adjoint products, K_MM, the two solvers, folded
// prediction.
#include "model/regression.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <numeric>
#include <set>

#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "runtime/backend.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_data.hpp"
#include "support/turned.hpp"

namespace rhofield {
namespace {

using testing::range;

ModelOptions small_model() {
  ModelOptions options;
  options.expansion = {.n_max = 4, .l_max = 3};
  options.environments = 20;
  return options;
}

/// A reference space, design and metrics of one quantity over synthetic waters.
struct Fixture {
  explicit Fixture(const ModelOptions& options = small_model(), Quantity quantity = Quantity::density, int count = 12)
      : device(Device::select("cpu")),
        data(testing::synthetic_waters(count)),
        indices(range(0, count)),
        representation(device, {1, 8}, options) {
    const Target target = make_target(quantity, data.basis);
    representation.use_all_features(target.feature_orders());
    const auto structures = data.structures();
    const Expanded pool = representation.expand(structures);
    const auto picks = pick_environments(representation, pool, options.environments);
    space = std::make_unique<ReferenceSpace>(representation, target, options, pool, picks);
    design = space->design(structures);
    metrics = std::make_unique<Metrics>(device, data, indices);
  }
  std::vector<double> random(Index size, unsigned seed) const {
    std::mt19937_64 generator(seed);
    std::normal_distribution<double> normal;
    std::vector<double> x(static_cast<std::size_t>(size));
    for (double& v : x) v = normal(generator);
    return x;
  }
  Device device;
  DataSet data;
  std::vector<Index> indices;
  Representation representation;
  std::unique_ptr<ReferenceSpace> space;
  Design design;
  std::unique_ptr<Metrics> metrics;
};

class EachQuantity : public ::testing::TestWithParam<Quantity> {};
INSTANTIATE_TEST_SUITE_P(DesignOperator, EachQuantity, ::testing::Values(Quantity::density, Quantity::response),
                         [](const auto& parameter) { return name_of(parameter.param); });

TEST_P(EachQuantity, OrdersOfCoefficientsAreOrthogonalMaps) {
  Fixture f(small_model(), GetParam());
  auto& kernels = f.device.backend().kernels();
  const Index n = f.design.elements();
  const auto c = f.random(n, 3);
  Tensor<double, 2> in_blocks(f.device, {n, 1}), back(f.device, {n, 1});
  kernels.combine_rows({c.data(), {n, 1}}, f.design.to_block.all(), 0, in_blocks.view());
  kernels.combine_rows(std::as_const(in_blocks).view(), f.design.to_structure.all(), 0, back.view());
  for (Index k = 0; k < n; ++k) EXPECT_NEAR(back.view()(k, 0), c[static_cast<std::size_t>(k)], 1e-14);
}

TEST_P(EachQuantity, WeighingIsAProductWithTheMetricForEachField) {
  Fixture f(small_model(), GetParam());
  const DesignOperator op(*f.space, f.design, *f.metrics);
  const auto c = f.random(op.elements(), 2);
  Tensor<double, 1> weighed(f.device, {op.elements()});
  op.weigh(view_of(c), weighed.view());
  for (Index a = 0; a < op.structures(); ++a) {
    const auto s = (*f.metrics)(a);
    const Index functions = s.extent(0);
    for (Index k = 0; k < f.design.fields; ++k) {
      const Index first = f.design.fields * f.design.function_offset[static_cast<std::size_t>(a)] + k * functions;
      for (Index i = 0; i < functions; ++i) {
        double expected = 0;
        for (Index j = 0; j < functions; ++j) expected += s(i, j) * c[static_cast<std::size_t>(first + j)];
        ASSERT_NEAR(weighed.view()(first + i), expected, 1e-12);
      }
    }
  }
}

TEST_P(EachQuantity, ExpandAndProjectAreAdjoint) {
  Fixture f(small_model(), GetParam());
  const DesignOperator op(*f.space, f.design, *f.metrics);
  const auto w = f.random(op.dimension(), 1);
  const auto c = f.random(op.elements(), 2);
  Tensor<double, 1> psi_w(f.device, {op.elements()});
  Tensor<double, 1> psi_c(f.device, {op.dimension()});
  op.expand(view_of(w), psi_w.view());
  op.project(view_of(c), psi_c.view());
  auto& la = f.device.backend().linear_algebra();
  const double left = la.dot(view_of(c), std::as_const(psi_w).view());
  const double right = la.dot(view_of(w), std::as_const(psi_c).view());
  EXPECT_NEAR(left, right, 1e-12 * std::abs(left));
}

TEST_P(EachQuantity, IsSymmetricAndPositive) {
  Fixture f(small_model(), GetParam());
  const DesignOperator op(*f.space, f.design, *f.metrics);
  const auto x = f.random(op.dimension(), 3);
  const auto y = f.random(op.dimension(), 4);
  Tensor<double, 1> bx(f.device, {op.dimension()});
  Tensor<double, 1> by(f.device, {op.dimension()});
  op.apply(view_of(x), bx.view());
  op.apply(view_of(y), by.view());
  auto& la = f.device.backend().linear_algebra();
  const double xby = la.dot(view_of(x), std::as_const(by).view());
  const double ybx = la.dot(view_of(y), std::as_const(bx).view());
  EXPECT_NEAR(xby, ybx, 1e-12 * std::abs(xby));
  EXPECT_GT(la.dot(view_of(x), std::as_const(bx).view()), 0.0);
}

TEST(FeatureSelection, SeesAllElementsWhateverTheOrderOfTheAtoms) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(500);  // three times the atoms that are looked at
  const std::set<FeatureOrder> orders = density_target(data.basis).feature_orders();
  const auto selected = [&](bool oxygen_last) {
    std::vector<Structure> structures = data.structures();
    if (oxygen_last)
      for (Structure& s : structures) {
        std::rotate(s.numbers.begin(), s.numbers.begin() + 1, s.numbers.end());
        std::rotate(s.positions.begin(), s.positions.begin() + 1, s.positions.end());
      }
    Representation representation(device, {1, 8}, small_model());
    representation.select_features(orders, 12, representation.expand(structures), std::size_t{1} << 30);
    std::vector<std::array<int, 4>> all;
    for (const auto& [order, set] : representation.feature_sets())
      for (const Feature& f : set.features) all.push_back({f.l1, f.l2, f.q1, f.q2});
    return all;
  };
  EXPECT_EQ(selected(false), selected(true));
}

TEST_P(EachQuantity, NormalEquationsHoldTheMatrixOfTheOperator) {
  Fixture f(small_model(), GetParam());
  const DesignOperator op(*f.space, f.design, *f.metrics);
  const auto target = f.random(op.elements(), 5);
  NormalEquations normal(f.device, op.dimension());
  normal.add(op, view_of(target));
  constexpr double eta = 1e-3;
  const Tensor<double, 1> w = normal.solve(eta, false).weights;
  // (B + eta) w must give b = Psi^T S t / N back.
  Tensor<double, 1> left(f.device, {op.dimension()});
  op.apply(w.view(), left.view());
  auto& la = f.device.backend().linear_algebra();
  la.axpy(eta, w.view(), left.view());
  Tensor<double, 1> st(f.device, {op.elements()});
  Tensor<double, 1> b(f.device, {op.dimension()});
  op.weigh(view_of(target), st.view());
  op.project(std::as_const(st).view(), b.view());
  const double n = static_cast<double>(op.structures());
  for (Index d = 0; d < op.dimension(); ++d) EXPECT_NEAR(left.view()(d), b.view()(d) / n, 1e-10);
}

TEST(ReferenceSpace, SimilarityMatricesArePositiveSemiDefinite) {
  for (int zeta : {1, 2, 3}) {
    ModelOptions options = small_model();
    options.zeta = zeta;
    options.eigenvalue_cut = 0;
    Fixture f(options);
    for (const Block& block : f.space->blocks()) {
      const References::Group& group = f.space->references().group(block.number, block.irrep.features());
      const Index m = group.features.extent(0);
      Tensor<double, 2> k0(f.device, {m, m});
      similarity(f.device, group.invariants.view(), group.invariants.view(), k0.view(), 1, k0.view());
      const Index n = m * block.components();
      Tensor<double, 2> k(f.device, {n, n});
      similarity(f.device, group.features.view(), group.features.view(), std::as_const(k0).view(), zeta, k.view());
      for (Index i = 0; i < n; ++i)
        for (Index j = 0; j < n; ++j) EXPECT_NEAR(k.view()(i, j), k.view()(j, i), 1e-12);
      Tensor<double, 1> w(f.device, {n});
      f.device.backend().linear_algebra().symmetric_eigen(matrix(k.view()), w.view());
      EXPECT_GT(w.view()(0), -1e-12 * w.view()(n - 1)) << "zeta " << zeta << " lambda " << block.irrep.lambda;
    }
  }
}

TEST(Training, BothSolversAndAllPreconditionersAgree) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(24);
  const auto train_set = range(0, 16);
  const auto test_set = range(16, 24);
  RegressionOptions options{.regularisation = 1e-7, .solver = Solver::direct};
  const auto direct = train(device, data, train_set, small_model(), options);
  const double expected = validate(device, direct.model, data, test_set).total_percent;
  EXPECT_LT(expected, 10.0) << "the synthetic densities are learnable";
  options.solver = Solver::conjugate_gradients;
  options.max_iterations = 100000;
  options.loss_tolerance = 0;  // to the end: the plain iteration crawls long before it has arrived
  options.residual_tolerance = 1e-10;
  for (auto kind : {Preconditioner::none, Preconditioner::diagonal, Preconditioner::kronecker}) {
    options.preconditioner = kind;
    const auto iterative = train(device, data, train_set, small_model(), options);
    EXPECT_NEAR(validate(device, iterative.model, data, test_set).total_percent, expected, 1e-4 * expected);
  }
}

TEST(Training, FoldedPredictionEqualsThePsiOfTheRegression) {
  // A learning curve measures through Psi W; validation measures through the folded weights of the stored model.
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(20);
  const auto train_set = range(0, 14);
  const auto test_set = range(14, 20);
  for (int zeta : {1, 2, 3}) {
    ModelOptions model = small_model();
    model.zeta = zeta;
    model.environments_by_lambda = {20, 12, 8};
    model.features_per_lambda = zeta == 2 ? 60 : 0;
    const RegressionOptions options{.regularisation = 1e-6};
    const std::vector<Index> sizes{14};
    const std::vector<double> etas{1e-6};
    const auto curve = learning_curve(device, data, train_set, sizes, test_set, model, options, etas);
    const auto trained = train(device, data, train_set, model, options);
    const auto report = validate(device, trained.model, data, test_set);
    EXPECT_NEAR(report.total_percent, curve[0].percent, 1e-8 * curve[0].percent) << "zeta " << zeta;
    EXPECT_NEAR(report.total_percent_of_norm, curve[0].percent_of_norm, 1e-8 * curve[0].percent_of_norm);
  }
}

TEST(Training, TrainingErrorFromTheLossEqualsTheErrorOfPredictions) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(14);
  const auto train_set = range(0, 10);
  const std::vector<Index> sizes{10};
  const std::vector<Index> test_set = range(10, 14);
  const std::vector<double> etas{1e-4};
  const auto curve = learning_curve(device, data, train_set, sizes, test_set, small_model(), {}, etas);
  const auto trained = train(device, data, train_set, small_model(), {.regularisation = 1e-4});
  const auto report = validate(device, trained.model, data, train_set);
  EXPECT_NEAR(report.total_percent, curve[0].train_percent, 1e-6 * report.total_percent);
}

TEST(Training, PredictionDoesNotDependOnTheOrderOfAtoms) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(12);
  const auto trained = train(device, data, range(0, 10), small_model(), {.regularisation = 1e-6});
  const Predictor predictor(device, trained.model);
  Structure water = data.entries[11].structure;
  Structure swapped = water;
  std::swap(swapped.numbers[0], swapped.numbers[2]);
  std::swap(swapped.positions[0], swapped.positions[2]);
  const std::vector<Structure> both{water, swapped};
  const auto c = predictor(both);
  const auto o = static_cast<std::size_t>(data.basis.functions(8));
  const auto h = static_cast<std::size_t>(data.basis.functions(1));
  for (std::size_t k = 0; k < o; ++k) EXPECT_NEAR(c[0][k], c[1][2 * h + k], 1e-11);
  for (std::size_t k = 0; k < h; ++k) EXPECT_NEAR(c[0][o + h + k], c[1][k], 1e-11);
}

TEST(Training, PredictionTurnsWithTheMolecule) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(12);
  for (int features : {0, 40}) {
    ModelOptions options = small_model();
    options.features_per_lambda = features;
    const auto trained = train(device, data, range(0, 10), options, {.regularisation = 1e-6});
    const Predictor predictor(device, trained.model);
    const std::vector<Structure> water{data.entries[11].structure};
    const auto reference = predictor(water)[0];
    std::mt19937_64 random(5);
    for (int k = 0; k < 4; ++k) {
      Matrix3 rotation = testing::random_rotation(random);
      if (k == 3) rotation = {{{-1, 0, 0}, {0, -1, 0}, {0, 0, -1}}};  // inversion
      const std::vector<Structure> rotated{testing::turned(water[0], rotation, 3.7)};
      const auto found = predictor(rotated)[0];
      const auto expected = testing::turned(reference, data.basis, water[0], rotation);
      for (std::size_t f = 0; f < found.size(); ++f) EXPECT_NEAR(found[f], expected[f], 1e-11);
    }
  }
}

TEST(Training, PredictionOfASupercellRepeatsThatOfItsCell) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(12);
  const auto trained = train(device, data, range(0, 10), small_model(), {.regularisation = 1e-6});
  const Predictor predictor(device, trained.model);
  Structure cell = data.entries[11].structure;
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
  const auto one = predictor(std::vector<Structure>{cell})[0];
  const auto two = predictor(std::vector<Structure>{doubled})[0];
  for (std::size_t f = 0; f < one.size(); ++f) {
    EXPECT_NEAR(two[f], one[f], 1e-11);
    EXPECT_NEAR(two[one.size() + f], one[f], 1e-11);
  }
}

TEST(Training, ConservedChargeIsExactAndChangesLittle) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(12);
  const auto trained = train(device, data, range(0, 10), small_model(), {.regularisation = 1e-6});
  const Predictor predictor(device, trained.model);
  const std::vector<Structure> one{data.entries[11].structure};
  const auto q = charge_moments(data.basis, one[0]);
  const auto free = predictor(one)[0];
  const double electrons = std::inner_product(q.begin(), q.end(), free.begin(), 0.0) + 0.01;
  const auto fixed = predictor(one, {.conserve_charge = true, .electrons = {electrons}})[0];
  EXPECT_NEAR(std::inner_product(q.begin(), q.end(), fixed.begin(), 0.0), electrons, 1e-11);
  EXPECT_THROW((void)predictor(one, {.conserve_charge = true}), InvalidInput);
}

TEST(Training, AnotherBasisOfTheSameSizeIsRefused) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(12);
  const auto trained = train(device, data, range(0, 10), small_model(), {.regularisation = 1e-6});
  const auto refused = [&](const std::function<void(Shell&)>& change, const std::string& part) {
    DataSet other = data;
    auto shells = data.basis.all();
    change(shells[8][1]);
    other.basis = GaussianBasis(std::move(shells));
    try {
      (void)validate(device, trained.model, other, range(10, 12));
      ADD_FAILURE() << "nothing was thrown instead of: " << part;
    } catch (const InvalidInput& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  };
  refused([](Shell& shell) { shell.exponents[0] = 3.25; }, "shell 1 of O has exponent 3 in the model's basis and 3.25");
  refused([](Shell& shell) { shell.coefficients[0] *= 2; }, "shell 1 of O has coefficient ");
  refused(
      [](Shell& shell) {
        shell.exponents.push_back(0.1);
        shell.coefficients.push_back(0.1);
      },
      "shell 1 of O has primitives: 1 in the model's basis and 2");
}

TEST(Training, PredictionOfManyStructuresCanBeStopped) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(12);
  const auto trained = train(device, data, range(0, 10), small_model(), {.regularisation = 1e-6});
  const std::vector<Structure> many(1600, data.entries[11].structure);
  const Predictor predictor(device, trained.model);
  std::vector<Index> seen;
  const auto stop_at_the_second = [&](const std::string&, Index done, Index total) {
    EXPECT_EQ(total, 1600);
    seen.push_back(done);
    return seen.size() < 2;
  };
  EXPECT_THROW((void)predictor(many, {}, stop_at_the_second), Interrupted);
  EXPECT_EQ(seen, (std::vector<Index>{0, 1365}));  // batches of up to 4096 atoms
}

TEST(Training, ModelsWhosePartsDoNotFitTogetherAreRefused) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(12);
  Model model = train(device, data, range(0, 10), small_model(), {.regularisation = 1e-6}).model;
  EXPECT_NO_THROW(validate(model));
  model.learned.at(Quantity::density).species[8].blocks[1].weights.pop_back();
  EXPECT_THROW(Predictor(device, model), InvalidInput);
}

TEST(Training, ResumesFromACheckpointAndRefusesAnothersOne) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(12);
  const std::string file = (std::filesystem::temp_directory_path() / "rhofield_regression_test.checkpoint").string();
  std::filesystem::remove(file);
  RegressionOptions options{.regularisation = 1e-7, .solver = Solver::conjugate_gradients, .checkpoint_file = file};
  const auto whole = train(device, data, range(0, 10), small_model(), options);
  std::filesystem::remove(file);
  const auto stop_at_20 = [](const std::string& stage, Index done, Index) {
    return stage != "conjugate gradients" || done < 20;
  };
  EXPECT_THROW((void)train(device, data, range(0, 10), small_model(), options, stop_at_20), Interrupted);
  ASSERT_TRUE(std::filesystem::exists(file));
  const auto resumed = train(device, data, range(0, 10), small_model(), options);
  const auto error = [&](const TrainedModel& t) {
    return validate(device, t.model, data, range(10, 12)).total_percent;
  };
  EXPECT_NEAR(error(resumed), error(whole), 1e-3 * error(whole));
  EXPECT_LT(resumed.report.of(Quantity::density).iterations.size(),
            whole.report.of(Quantity::density).iterations.size());
  ModelOptions other = small_model();
  other.environments = 15;
  EXPECT_THROW((void)train(device, data, range(0, 10), other, options), InvalidInput);
  std::filesystem::remove(file);
}

TEST(Training, BadInputIsRefusedWithBothNumbers) {
  const Device device = Device::select("cpu");
  DataSet data = testing::synthetic_waters(4);
  const auto message = [&](const ModelOptions& model, const std::vector<Index>& indices) {
    try {
      (void)train(device, data, indices, model, {});
    } catch (const InvalidInput& error) {
      return std::string(error.what());
    }
    return std::string("nothing was thrown");
  };
  ModelOptions many = small_model();
  many.environments = 13;
  EXPECT_NE(message(many, range(0, 4)).find("13 reference environments"), std::string::npos);
  EXPECT_NE(message(many, range(0, 4)).find("only 12 atoms"), std::string::npos);
  EXPECT_NE(message(small_model(), {7}).find("data set has 4"), std::string::npos);
  ModelOptions flat = small_model();
  flat.expansion.cutoff = -1.0;
  EXPECT_NE(message(flat, range(0, 4)).find("-1"), std::string::npos);
  data.entries[2].coefficients.pop_back();
  EXPECT_NE(message(small_model(), range(0, 4)).find("structure 2"), std::string::npos);
  data.entries[2].coefficients.push_back(std::nan(""));
  EXPECT_NE(message(small_model(), range(0, 4)).find("not a finite number"), std::string::npos);
}

}  // namespace
}  // namespace rhofield
