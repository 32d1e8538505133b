// Learned properties behave as properties do: under rotations, permutations and in larger systems; and the regression
// finds what is there to be found.
#include "rhofield/model/properties.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/representation.hpp"
#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_properties.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;
using testing::waters_with_properties;

ModelOptions small_model(int environments = 20, int zeta = 2) {
  ModelOptions options;
  options.expansion = {.n_max = 4, .l_max = 3};
  options.environments = environments;
  options.zeta = zeta;
  return options;
}

PropertyOptions shielding() { return {.name = "shielding", .kind = PropertyKind::tensor}; }
PropertyOptions populations() {
  return {.name = "populations", .extent = PropertyExtent::atom, .baseline = PropertyBaseline::composition};
}

/// One of each kind and extent.
std::vector<PropertyOptions> all_properties() {
  return {property_by_name("energy"),
          property_by_name("dipole"),
          property_by_name("polarizability"),
          shielding(),
          populations(),
          property_by_name("forces")};
}

class Properties : public ::testing::Test {
 protected:
  const Device device_ = Device::select("cpu");
  const RegressionOptions regression_{.regularisation = 1e-10};

  TrainedModel train_on(const DataSet& data, const std::vector<PropertyOptions>& properties,
                        const ModelOptions& model = small_model()) const {
    return train_properties(device_, data, range(0, data.size()), properties, model, regression_);
  }
  std::map<std::string, PredictedProperty> predict(const Model& model, const std::vector<Structure>& structures,
                                                   bool contributions = false) const {
    return PropertyPredictor(device_, model)(structures, contributions);
  }
};

void expect_near(const std::vector<double>& a, const std::vector<double>& b, double tolerance,
                 const std::string& what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], tolerance) << what << ", component " << k;
}

/// A value (or those of atoms one after the other) after x -> R x.
std::vector<double> rotated_values(const std::vector<double>& values, PropertyKind kind, const Matrix3& r) {
  std::vector<double> all;
  const auto each = static_cast<std::size_t>(cartesian_components(kind));
  for (std::size_t first = 0; first < values.size(); first += each) {
    if (each == 1) all.push_back(values[first]);
    if (each == 3) {
      const Vector3 v = testing::multiply(r, Vector3{values[first], values[first + 1], values[first + 2]});
      all.insert(all.end(), v.begin(), v.end());
    }
    if (each == 9) {
      Matrix3 t{};
      for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) t[i][j] = values[first + 3 * i + j];
      const auto flat = testing::flat(testing::transformed(t, r));
      all.insert(all.end(), flat.begin(), flat.end());
    }
  }
  return all;
}

TEST_F(Properties, RotatedAndInvertedStructuresHaveRotatedProperties) {
  const DataSet data = waters_with_properties(20);
  for (const ModelOptions& options : {small_model(20, 3), small_model(0, 1)}) {
    const Model model = train_on(data, all_properties(), options).model;
    const Structure unseen = waters_with_properties(1, 77).entries[0].structure;
    const auto reference = predict(model, {unseen});
    for (const Matrix3& r : testing::some_rotations()) {
      const auto turned = predict(model, {testing::rotated(unseen, r)});
      for (const auto& [name, property] : reference)
        expect_near(turned.at(name).values[0], rotated_values(property.values[0], property.options.kind, r), 1e-9,
                    name);
    }
  }
}

TEST_F(Properties, TheOrderOfTheAtomsDoesNotMatter) {
  const DataSet data = waters_with_properties(20);
  const Model model = train_on(data, all_properties()).model;
  const Structure one = waters_with_properties(1, 77).entries[0].structure;
  Structure other = one;
  const std::vector<std::size_t> order{2, 0, 1};
  for (std::size_t i = 0; i < 3; ++i) {
    other.numbers[i] = one.numbers[order[i]];
    other.positions[i] = one.positions[order[i]];
  }
  const auto a = predict(model, {one}), b = predict(model, {other});
  for (const char* name : {"energy", "dipole", "polarizability", "shielding"})
    expect_near(a.at(name).values[0], b.at(name).values[0], 1e-12, name);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_NEAR(b.at("populations").values[0][i], a.at("populations").values[0][order[i]], 1e-12);
}

TEST_F(Properties, SumsOfTwoFarCopiesAreTwiceAndMeansTheSame) {
  DataSet data = waters_with_properties(20);
  PropertyOptions mean = property_by_name("polarizability");
  mean.extent = PropertyExtent::mean;
  for (const bool intensive : {false, true}) {
    const std::vector<PropertyOptions> properties{property_by_name("energy"),
                                                  intensive ? mean : property_by_name("polarizability")};
    const Model model = train_on(data, properties).model;
    const Structure one = waters_with_properties(1, 77).entries[0].structure;
    Structure two = one;
    for (std::size_t i = 0; i < 3; ++i) {
      two.numbers.push_back(one.numbers[i]);
      two.positions.push_back({one.positions[i][0] + 100, one.positions[i][1], one.positions[i][2]});
    }
    const auto predicted = predict(model, {one, two});
    const auto& energy = predicted.at("energy").values;
    EXPECT_NEAR(energy[1][0], 2 * energy[0][0], 1e-10 * std::abs(energy[0][0]));
    const auto& alpha = predicted.at("polarizability").values;
    for (std::size_t k = 0; k < 9; ++k) EXPECT_NEAR(alpha[1][k], (intensive ? 1 : 2) * alpha[0][k], 1e-9);
  }
}

TEST_F(Properties, ContributionsOfAtomsAddUpToTheValue) {
  const DataSet data = waters_with_properties(20);
  const Model model = train_on(data, all_properties()).model;
  for (const auto& [name, property] : predict(model, data.structures(), true)) {
    if (property.options.extent == PropertyExtent::atom) continue;
    const std::size_t components = property.values[0].size();
    for (std::size_t a = 0; a < property.values.size(); ++a) {
      std::vector<double> sum(components, 0.0);
      for (std::size_t k = 0; k < property.contributions[a].size(); ++k)
        sum[k % components] += property.contributions[a][k];
      expect_near(sum, property.values[a], 1e-9, name);
    }
  }
}

TEST_F(Properties, EveryKindIsLearned) {
  // From 40 molecules to the next 20; a model that knew only the mean would have 100 %.
  const DataSet data = waters_with_properties(60);
  const std::vector<Index> sizes{10, 40};
  const auto curve = property_learning_curve(device_, data, range(0, 40), sizes, range(40, 60), all_properties(),
                                             small_model(60), regression_, {});
  ASSERT_EQ(curve.size(), 12U);
  for (std::size_t k = 0; k < 6; ++k) {
    EXPECT_LT(curve[6 + k].errors.percent, 3.0) << curve[6 + k].property;
    EXPECT_LT(curve[6 + k].errors.percent, curve[k].errors.percent) << curve[k].property;
  }
}

TEST_F(Properties, LearningCurvesTellTheErrorsOfTheModelsTheyStandFor) {
  const DataSet data = waters_with_properties(30);
  const std::vector<Index> sizes{20};
  for (const ModelOptions& options : {small_model(20, 2), small_model(0, 1)}) {
    const auto curve = property_learning_curve(device_, data, range(0, 20), sizes, range(20, 30), all_properties(),
                                               options, regression_, {});
    const auto trained = train_properties(device_, data, range(0, 20), all_properties(), options, regression_);
    const auto reports = validate_properties(device_, trained.model, data, range(20, 30));
    for (const auto& report : reports)
      for (const auto& point : curve)
        if (point.property == report.options.name) {
          EXPECT_NEAR(point.errors.percent, report.errors.percent, 1e-6 * report.errors.percent) << point.property;
          EXPECT_EQ(point.dimension, trained.model.property(point.property).dimension());
        }
  }
}

/// Sums (or means) over the atoms of P w with random weights, of one order.
std::vector<std::vector<double>> linear_targets(const Device& device, const std::vector<Structure>& structures,
                                                const ModelOptions& options, FeatureOrder order) {
  Representation representation(device, {1, 8}, options);
  representation.use_all_features({invariants, order});
  const Expanded expanded = representation.expand(structures);
  const Tensor<double, 3> p = representation.features(order, expanded.coefficients.view());
  const std::vector<double> values = p.to_host();
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal;
  std::map<int, std::vector<double>> weights;
  for (const int number : {1, 8})
    for (Index q = 0; q < p.extent(2); ++q) weights[number].push_back(normal(random));
  std::vector<std::vector<double>> targets;
  for (std::size_t a = 0; a < structures.size(); ++a) {
    auto& target = targets.emplace_back(static_cast<std::size_t>(p.extent(1)), 0.0);
    for (Index i = expanded.first_atom[a]; i < expanded.first_atom[a + 1]; ++i)
      for (Index mu = 0; mu < p.extent(1); ++mu)
        for (Index q = 0; q < p.extent(2); ++q)
          target[static_cast<std::size_t>(mu)] +=
              weights[expanded.numbers[static_cast<std::size_t>(i)]][static_cast<std::size_t>(q)] *
              values[static_cast<std::size_t>((i * p.extent(1) + mu) * p.extent(2) + q)];
  }
  return targets;
}

TEST_F(Properties, LinearModelsRecoverExactlyLinearTargets) {
  // Fewer features than rows, so that the weights are determined; a regularisation that leaves nine digits alone.
  ModelOptions options = small_model(0, 1);
  options.expansion = {.n_max = 2, .l_max = 2};
  DataSet data = waters_with_properties(200);
  const auto structures = data.structures();
  const auto energies = linear_targets(device_, structures, options, {0, Parity::proper});
  const auto dipoles = linear_targets(device_, structures, options, {1, Parity::proper});
  for (std::size_t a = 0; a < structures.size(); ++a) {
    data.entries[a].energy = energies[a][0];
    data.entries[a].dipole = Vector3{dipoles[a][2], dipoles[a][0], dipoles[a][1]};  // y, z, x
  }
  PropertyOptions energy{.name = "energy", .baseline = PropertyBaseline::none};
  const std::vector<PropertyOptions> properties{energy, property_by_name("dipole")};
  const auto trained = train_properties(device_, data, range(0, 150), properties, options, {.regularisation = 1e-24});
  for (const auto& report : validate_properties(device_, trained.model, data, range(150, 200)))
    EXPECT_LT(report.errors.rmse, 1e-8 * report.errors.spread) << report.options.name;
}

TEST_F(Properties, DirectAndIterativeSolutionsAgree) {
  const DataSet data = waters_with_properties(30);
  RegressionOptions direct{.regularisation = 1e-4, .solver = Solver::direct};
  RegressionOptions iterative = direct;
  iterative.solver = Solver::conjugate_gradients;
  iterative.residual_tolerance = 1e-13;
  iterative.loss_tolerance = 0;
  const auto train_set = range(0, 20);
  for (const ModelOptions& options : {small_model(20, 2), small_model(0, 1)}) {
    const auto one = train_properties(device_, data, train_set, all_properties(), options, direct);
    const auto other = train_properties(device_, data, train_set, all_properties(), options, iterative);
    const auto a = predict(one.model, data.structures()), b = predict(other.model, data.structures());
    for (const auto& [name, property] : a)
      for (std::size_t k = 0; k < property.values.size(); ++k)
        expect_near(property.values[k], b.at(name).values[k], 1e-8, name);
    EXPECT_EQ(one.report.properties.at("energy").solver, Solver::direct);
    EXPECT_EQ(other.report.properties.at("energy").solver, Solver::conjugate_gradients);
    EXPECT_FALSE(other.report.properties.at("energy").iterations.empty());
  }
}

TEST_F(Properties, IterationsThatDoNotConvergeAreAnError) {
  const DataSet data = waters_with_properties(10);
  const RegressionOptions options{
      .regularisation = 1e-10, .solver = Solver::conjugate_gradients, .max_iterations = 2, .loss_tolerance = 0};
  const std::vector<PropertyOptions> energy{property_by_name("energy")};
  expect_error<NumericalFailure>(
      [&] { (void)train_properties(device_, data, range(0, 10), energy, small_model(), options); },
      {"energy", "max_iterations = 2", "direct solver"});
}

TEST_F(Properties, SeveralTogetherAreLearnedAsEachAlone) {
  const DataSet data = waters_with_properties(20);
  const auto together = predict(train_on(data, all_properties()).model, data.structures());
  for (const PropertyOptions& property : all_properties()) {
    const auto alone = predict(train_on(data, {property}).model, data.structures());
    for (std::size_t k = 0; k < alone.at(property.name).values.size(); ++k)
      expect_near(alone.at(property.name).values[k], together.at(property.name).values[k], 1e-9, property.name);
  }
}

TEST_F(Properties, AWeightActsAsASmallerRegularisation) {
  const DataSet data = waters_with_properties(20);
  PropertyOptions heavy = property_by_name("energy"), own = heavy;
  heavy.weight = 100;
  heavy.regularisation = 1e-4;
  own.regularisation = 1e-6;
  const auto a = train_on(data, {heavy}), b = train_on(data, {own});
  EXPECT_NEAR(a.report.properties.at("energy").regularisation, 1e-6, 1e-18);
  EXPECT_NEAR(predict(a.model, data.structures()).at("energy").values[3][0],
              predict(b.model, data.structures()).at("energy").values[3][0], 1e-10);
}

TEST_F(Properties, BaselinesAreWhatRemainsWithoutWeights) {
  DataSet data = waters_with_properties(6);
  LabelledStructure& hydroxide = data.entries.emplace_back(data.entries[0]);
  hydroxide.structure.numbers.pop_back();
  hydroxide.structure.positions.pop_back();
  hydroxide.properties.clear();
  testing::add_properties(hydroxide);
  for (auto& entry : data.entries) {  // exactly by composition: O -75, H -0.5
    entry.energy = 0;
    for (const int number : entry.structure.numbers) *entry.energy -= number == 8 ? 75.0 : 0.5;
  }
  ModelOptions nothing = small_model();
  nothing.eigenvalue_cut = 1e9;
  const auto energies = [&](PropertyBaseline baseline) {
    const std::vector<PropertyOptions> properties{{.name = "energy", .baseline = baseline}};
    return predict(train_on(data, properties, nothing).model, data.structures()).at("energy").values;
  };
  EXPECT_NEAR(energies(PropertyBaseline::composition)[0][0], -76.0, 1e-10);
  EXPECT_NEAR(energies(PropertyBaseline::composition)[6][0], -75.5, 1e-10);
  const double per_atom = -(6 * 76.0 + 75.5) / 20;
  EXPECT_NEAR(energies(PropertyBaseline::mean)[0][0], 3 * per_atom, 1e-10);
  EXPECT_EQ(energies(PropertyBaseline::none)[0][0], 0);
  // Of a tensor: the mean trace.
  const std::vector<PropertyOptions> alpha{
      {.name = "polarizability", .kind = PropertyKind::symmetric_tensor, .extent = PropertyExtent::mean}};
  double trace = 0;
  for (const auto& entry : data.entries)
    for (std::size_t k = 0; k < 3; ++k) trace += (*entry.polarizability)[k][k] / 7;
  const auto predicted =
      predict(train_on(data, alpha, nothing).model, data.structures()).at("polarizability").values[0];
  expect_near(predicted, {trace / 3, 0, 0, 0, trace / 3, 0, 0, 0, trace / 3}, 1e-10, "mean trace");
}

TEST_F(Properties, ErrorsAreThoseOfTheDefinition) {
  const DataSet data = waters_with_properties(30);
  const auto trained = train_properties(device_, data, range(0, 20), all_properties(), small_model(), regression_);
  const auto test = range(20, 30);
  for (const auto& report : validate_properties(device_, trained.model, data, test)) {
    double squares = 0, absolute = 0, count = 0;
    for (std::size_t a = 0; a < report.predicted.size(); ++a)
      for (std::size_t k = 0; k < report.predicted[a].size(); ++k) {
        const double d = report.predicted[a][k] - report.reference[a][k];
        squares += d * d, absolute += std::abs(d), count += 1;
      }
    EXPECT_NEAR(report.errors.rmse, std::sqrt(squares / count), 1e-10) << report.options.name;
    EXPECT_NEAR(report.errors.mae, absolute / count, 1e-10) << report.options.name;
    EXPECT_NEAR(report.errors.percent, 100 * report.errors.rmse / report.errors.spread, 1e-6);
    EXPECT_EQ(report.errors.correlation.has_value(), report.options.kind == PropertyKind::scalar);
    EXPECT_EQ(report.errors.parts.size(), irreps_of(report.options.kind).size());
  }
}

// --- cross-validation

TEST_F(Properties, CrossValidationPredictsEveryStructureWithoutItsFold) {
  const DataSet data = waters_with_properties(20);
  const std::vector<PropertyOptions> energy{property_by_name("energy")};
  const std::vector<double> etas{1e-8, 1e-2};
  ModelOptions options = small_model(0, 1);
  options.features_per_lambda = 0;
  const auto points =
      cross_validate_properties(device_, data, range(0, 20), {.folds = 4}, energy, options, regression_, etas);
  ASSERT_EQ(points.size(), 2U);
  for (std::size_t e = 0; e < etas.size(); ++e) {
    double squares = 0;
    for (Index fold = 0; fold < 4; ++fold) {
      std::vector<Index> inside, outside;
      for (Index k = 0; k < 20; ++k) (k % 4 == fold ? outside : inside).push_back(k);
      RegressionOptions regression = regression_;
      regression.regularisation = etas[e];
      const auto trained = train_properties(device_, data, inside, energy, options, regression);
      const auto report = validate_properties(device_, trained.model, data, outside).front();
      squares += report.errors.rmse * report.errors.rmse * 5;
    }
    EXPECT_NEAR(points[e].errors.rmse, std::sqrt(squares / 20), 1e-8 * points[e].errors.rmse);
  }
}

TEST_F(Properties, CrossValidationKeepsGroupsTogether) {
  // Each structure twice: with its copy in another fold it would be known already.
  DataSet data = waters_with_properties(12);
  for (std::size_t k = 0; k < 12; ++k) data.entries.push_back(data.entries[k]);
  for (std::size_t k = 0; k < 24; ++k) data.entries[k].properties["pair"] = {.shape = {}, .values = {double(k % 12)}};
  const std::vector<PropertyOptions> energy{property_by_name("energy")};
  const std::vector<double> etas{1e-12};
  const auto error = [&](const std::string& group) {
    return cross_validate_properties(device_, data, range(0, 24), {.folds = 5, .group = group}, energy, small_model(),
                                     regression_, etas)[0]
        .errors.percent;
  };
  EXPECT_GT(error("pair"), 100 * error("")) << error("pair");
  expect_error<InvalidInput>([&] { (void)error("curve"); }, {"structure 0", "no number curve"});
}

TEST_F(Properties, CrossValidationNeedsAStructureForEveryFold) {
  const DataSet data = waters_with_properties(4);
  const std::vector<PropertyOptions> energy{property_by_name("energy")};
  for (const int folds : {-1, 0, 1, 5})
    expect_error<InvalidInput>(
        [&] {
          (void)cross_validate_properties(device_, data, range(0, 4), {.folds = folds}, energy, small_model(4),
                                          regression_, {});
        },
        {std::to_string(folds) + " folds", "4 structures"});
}

// --- what is refused

class BadProperties : public Properties {
 protected:
  DataSet data_ = waters_with_properties(8);
  void refused(const std::vector<PropertyOptions>& properties, std::initializer_list<std::string> parts,
               const ModelOptions& model = small_model(8)) const {
    expect_error<InvalidInput>([&] { (void)train_properties(device_, data_, range(0, 8), properties, model, {}); },
                               parts);
  }
};

TEST_F(BadProperties, UnknownNamesListTheKnownOnes) {
  refused({{.name = "enthalpy"}},
          {"none of the 8", "enthalpy", "dipole, energy, forces, polarizability, populations, shielding"});
  refused({}, {"no property", "energy"});
}

TEST_F(BadProperties, MissingValuesAreCountedAndCanBeLeftOut) {
  data_.entries[2].energy.reset();
  data_.entries[5].energy.reset();
  const std::vector<PropertyOptions> energy{property_by_name("energy")};
  refused(energy, {"2 of the 8", "energy", "first is structure 2", "leave-out-missing"});
  const auto rest = structures_with(data_, range(0, 8), energy);
  EXPECT_EQ(rest, (std::vector<Index>{0, 1, 3, 4, 6, 7}));
  EXPECT_NO_THROW((void)train_properties(device_, data_, rest, energy, small_model(8), {}));
}

TEST_F(BadProperties, WrongShapesAreRefusedWithBoth) {
  refused({{.name = "dipole"}}, {"structure 0", "dipole", "[3]", "scalar", "[]"});
  refused({{.name = "forces", .kind = PropertyKind::vector}}, {"[3, 3]", "vector of a structure has [3]"});
  refused({{.name = "energy", .extent = PropertyExtent::atom}}, {"scalar of each of 3 atoms", "[3]"});
}

TEST_F(BadProperties, NumbersThatAreNotFiniteAreRefused) {
  data_.entries[4].dipole = Vector3{0, NAN, 0};
  refused({property_by_name("dipole")}, {"structure 4", "dipole", "value 1 is nan"});
}

TEST_F(BadProperties, TensorsThatAreNotSymmetricAreNoSymmetricTensors) {
  refused({{.name = "shielding", .kind = PropertyKind::symmetric_tensor}},
          {"shielding is not symmetric", "kind tensor"});
}

TEST_F(BadProperties, LinearModelsWithoutEnvironmentsNeedZetaOne) {
  refused({property_by_name("energy")}, {"zeta = 2", "environments = 0"}, small_model(0, 2));
}

TEST_F(BadProperties, TestSetsMustNotMeetTheTrainingSet) {
  const std::vector<Index> sizes{6}, test{5, 7};
  const std::vector<PropertyOptions> energy{property_by_name("energy")};
  expect_error<InvalidInput>(
      [&] { (void)property_learning_curve(device_, data_, range(0, 6), sizes, test, energy, small_model(8), {}, {}); },
      {"structure 5", "both"});
}

TEST_F(BadProperties, OptionsOfDensitiesAreRefused) {
  const auto refused = [&](const char* field, const RegressionOptions& options) {
    const std::vector<PropertyOptions> energy{property_by_name("energy")};
    expect_error<InvalidInput>(
        [&] { (void)train_properties(device_, data_, range(0, 8), energy, small_model(8), options); }, {field});
  };
  refused("metric", {.metric = LossMetric::coulomb});
  refused("response_regularisation", {.response_regularisation = 1e-6});
  refused("single_precision_storage", {.single_precision_storage = true});
  refused("baseline_over_all", {.baseline_over_all = true});
  refused("checkpoint_file", {.checkpoint_file = "training.checkpoint"});
  refused("follow", {.follow = {7}});
}

TEST_F(BadProperties, ModelsSayWhatTheyHaveLearned) {
  const Model model = train_on(data_, {property_by_name("energy")}).model;
  const std::vector<std::string> names{"dipole"};
  expect_error<InvalidInput>([&] { (void)PropertyPredictor(device_, model, names); },
                             {"not learned the property dipole", "energy"});
  expect_error<InvalidInput>([&] { (void)model.of(Quantity::density); }, {"property energy", "density"});
  Structure carbon{.numbers = {6}, .positions = {{0, 0, 0}}};
  expect_error<InvalidInput>([&] { (void)predict(model, {carbon}); }, {"contains C", "H O"});
}

TEST_F(BadProperties, MatricesBeyondTheMemoryLimitAreRefused) {
  const std::vector<PropertyOptions> energy{property_by_name("energy")};
  expect_error<InvalidInput>(
      [&] { (void)train_properties(device_, data_, range(0, 8), energy, small_model(8), {.memory_limit = 100}); },
      {"memory_limit is 100", "`environments`"});
}

}  // namespace
}  // namespace rhofield
