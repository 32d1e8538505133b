// Training of properties, their learning curves and cross-validation.
#include <algorithm>
#include <numeric>
#include <sstream>

#include "model/property_committee.hpp"
#include "model/property_lessons.hpp"
#include "rhofield/error.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

std::vector<Index> first_positions(std::size_t count) {
  std::vector<Index> all(count);
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

PropertyReferences references_on(const DataSet& data, std::span<const Index> indices,
                                 std::span<const PropertyOptions> properties, std::span<const Structure> structures) {
  PropertyReferences references{.structures = structures, .indices = indices, .values = {}, .reported = {}};
  for (const PropertyOptions& property : properties) {
    references.values[property.name] = learned_references(data, indices, property);
    references.reported[property.name] = spherical_references(data, indices, property);
  }
  return references;
}

SphericalValues rows_of(const SphericalValues& values, std::span<const Index> subset) {
  SphericalValues chosen;
  for (const Index k : subset) chosen.push_back(values[static_cast<std::size_t>(k)]);
  return chosen;
}

LearnedProperty learned(const PropertySpace& space, const PropertyOptions& property, const PropertySolution& solution,
                        const PropertyCalibration& calibration) {
  LearnedProperty result{
      .options = property, .species = {}, .committee = calibration.committee, .training_summary = {}};
  for (const auto& [number, value] : solution.baseline) result.species[number].baseline = {value};
  const std::vector<FeatureOrder> irreps = irreps_of(property.kind);
  for (std::size_t part = 0; part < irreps.size(); ++part)
    for (const DesignKey& key : space.keys(property)) {
      if (key.order != irreps[part]) continue;
      Index column = 0;
      for (const PropertyBlock& block : space.blocks(key)) {
        const auto own = [&](std::span<const double> weights) {
          return weights.subspan(static_cast<std::size_t>(column), static_cast<std::size_t>(block.columns));
        };
        ModelBlock out = space.fold(block, own(solution.weights.at(key)));
        if (calibration.committee.members > 0)
          for (const std::vector<double>& member : solution.deviations.at(key))
            for (const double w : space.fold(block, own(member)).weights)
              out.committee.push_back(calibration.scale[part] * w);
        result.species[block.number].blocks.push_back(std::move(out));
        column += block.columns;
      }
    }
  return result;
}

std::string describe(const DataSet& data, const PropertyOptions& property, Index structures,
                     const SolutionReport& report) {
  std::ostringstream line;
  line << (data.title.empty() ? property.name : data.title) << "; " << structures
       << " training structures, regularisation " << report.regularisation << ", " << report.dimension << " weights";
  return line.str();
}

/// The regularisations of one property: those given, or its own.
std::vector<double> regularisations_of(std::span<const double> given, const RegressionOptions& options,
                                       const PropertyOptions& property) {
  if (given.empty()) return {regularisation_of(options, property)};
  std::vector<double> all;
  for (const double eta : given) all.push_back(eta / property.weight);
  return all;
}

void check_regularisations(std::span<const double> regularisations, RegressionOptions options) {
  for (const double eta : regularisations) {
    options.regularisation = eta;
    validate(options);
  }
}

}  // namespace

TrainedModel train_properties(const Device& device, const DataSet& data, std::span<const Index> train,
                              std::span<const PropertyOptions> properties, const ModelOptions& model_options,
                              const RegressionOptions& options, const Progress& progress) {
  check_property_training(data, train, properties, model_options, options);
  PropertyCalibrations calibrations;
  if (options.committee > 0)
    calibrations = calibrate_properties(device, data, train, properties, model_options, options, progress);
  return train_with_committees(device, data, train, properties, model_options, options, calibrations, progress);
}

TrainedModel train_with_committees(const Device& device, const DataSet& data, std::span<const Index> train,
                                   std::span<const PropertyOptions> properties, const ModelOptions& model_options,
                                   const RegressionOptions& options, const PropertyCalibrations& calibrations,
                                   const Progress& progress) {
  TrainedModel result;
  TrainingReport& report = result.report;
  Stages stages(report, progress);
  const std::vector<Structure> structures = structures_at(data, train);
  report.structures = static_cast<Index>(train.size());
  for (const Structure& structure : structures) report.atoms += structure.size();

  const PropertySpace space(device, data, train, properties, model_options, options, stages);
  report.notes = assumptions(model_options, structures);
  warn_of_asymmetry(data, train, properties, report.warnings);
  stages.begin("features and similarities");
  const PropertyDesigns designs = space.designs(structures, options.memory_limit, stages);
  const PropertyReferences references = references_on(data, train, properties, structures);
  stages.begin("regression");
  PropertyRegression regression(space, designs, references, first_positions(train.size()), options, progress);
  result.model = space.model();
  for (const PropertyOptions& property : properties) {
    PropertySolution solution = regression.solve(property, regularisation_of(options, property));
    const auto calibration = calibrations.find(property.name);
    if (calibration != calibrations.end()) regression.add_committee(property, solution);
    LearnedProperty& out = result.model.properties[property.name] = learned(
        space, property, solution, calibration != calibrations.end() ? calibration->second : PropertyCalibration{});
    out.training_summary = describe(data, property, report.structures, solution.report);
    report.properties[property.name] = std::move(solution.report);
  }
  stages.end();
  return result;
}

std::vector<PropertyCurvePoint> property_learning_curve(
    const Device& device, const DataSet& data, std::span<const Index> train, std::span<const Index> sizes,
    std::span<const Index> test, std::span<const PropertyOptions> properties, const ModelOptions& model_options,
    const RegressionOptions& options, std::span<const double> regularisations, const Progress& progress) {
  check_sizes(sizes, static_cast<Index>(train.size()));
  check_regularisations(regularisations, options);
  const auto largest = train.first(static_cast<std::size_t>(sizes.back()));
  check_property_training(data, largest, properties, model_options, options);
  check_test_set(data, largest, test, {}, "test on");
  check_properties(data, test, properties, "test on");
  TrainingReport report;
  Stages stages(report, progress);
  const PropertySpace space(device, data, largest, properties, model_options, options, stages);
  const std::vector<Structure> structures = structures_at(data, largest), tested = structures_at(data, test);
  stages.begin("features and similarities");
  const PropertyDesigns designs = space.designs(structures, options.memory_limit, stages);
  stages.begin("test set");
  const PropertyDesigns test_designs = space.designs(tested, options.memory_limit, stages);
  const PropertyReferences references = references_on(data, largest, properties, structures);
  const PropertyReferences test_references = references_on(data, test, properties, tested);
  const std::vector<Index> all_tested = first_positions(test.size());
  std::vector<PropertyCurvePoint> curve;
  for (const Index size : sizes) {
    stages.begin("regression");
    const std::vector<Index> subset = first_positions(static_cast<std::size_t>(size));
    PropertyRegression regression(space, designs, references, subset, options, progress);
    for (const PropertyOptions& property : properties)
      for (const double eta : regularisations_of(regularisations, options, property)) {
        const PropertySolution solution = regression.solve(property, eta);
        const auto errors_of = [&](const PropertyDesigns& x, const PropertyReferences& y, std::span<const Index> rows) {
          return property_errors(property.kind, predict_rows(space, x, y, rows, property, solution),
                                 rows_of(y.reported.at(property.name), rows));
        };
        curve.push_back({.property = property.name,
                         .structures = size,
                         .regularisation = eta,
                         .dimension = solution.report.dimension,
                         .errors = errors_of(test_designs, test_references, all_tested),
                         .train_percent = errors_of(designs, references, subset).percent});
      }
  }
  return curve;
}

namespace {

/// Fold of every structure of `train`: groups are dealt one after the other, in the order in which they occur.
std::vector<int> deal_folds(const DataSet& data, std::span<const Index> train, const CrossValidationOptions& options) {
  std::map<double, int> fold_of_group;
  if (options.folds < 2)
    throw InvalidInput(std::to_string(options.folds) + " folds were asked for of " + std::to_string(train.size()) +
                       " structures; there must be 2 folds or more");
  std::vector<int> folds;
  for (const Index k : train) {
    if (options.group.empty()) {
      folds.push_back(static_cast<int>(folds.size() % static_cast<std::size_t>(options.folds)));
      continue;
    }
    const auto value = property_of(data.entries[static_cast<std::size_t>(k)], options.group);
    if (!value || value->values.size() != 1)
      throw InvalidInput("structure " + std::to_string(k) + " has no number " + options.group +
                         " to group by; choose another attribute");
    const int next = static_cast<int>(fold_of_group.size()) % options.folds;
    folds.push_back(fold_of_group.try_emplace(value->values.front(), next).first->second);
  }
  const std::size_t units = options.group.empty() ? folds.size() : fold_of_group.size();
  if (units < static_cast<std::size_t>(options.folds))
    throw InvalidInput(std::to_string(options.folds) + " folds were asked for of " + std::to_string(units) + " " +
                       (options.group.empty() ? "structures" : "groups by " + options.group) +
                       "; there must be 2 folds or more, and one of these for each");
  return folds;
}

}  // namespace

std::vector<PropertyCurvePoint> cross_validate_properties(
    const Device& device, const DataSet& data, std::span<const Index> train, const CrossValidationOptions& options,
    std::span<const PropertyOptions> properties, const ModelOptions& model_options,
    const RegressionOptions& regression_options, std::span<const double> regularisations, const Progress& progress) {
  check_regularisations(regularisations, regression_options);
  check_property_training(data, train, properties, model_options, regression_options);
  const std::vector<int> folds = deal_folds(data, train, options);
  TrainingReport report;
  Stages stages(report, progress);
  const PropertySpace space(device, data, train, properties, model_options, regression_options, stages);
  const std::vector<Structure> structures = structures_at(data, train);
  stages.begin("features and similarities");
  const PropertyDesigns designs = space.designs(structures, regression_options.memory_limit, stages);
  const PropertyReferences references = references_on(data, train, properties, structures);
  std::vector<PropertyCurvePoint> points;
  std::vector<SphericalValues> predictions;  // of each point
  for (int fold = 0; fold < options.folds; ++fold) {
    stages.begin("regression");
    std::vector<Index> inside, outside;
    for (std::size_t k = 0; k < folds.size(); ++k)
      (folds[k] == fold ? outside : inside).push_back(static_cast<Index>(k));
    PropertyRegression regression(space, designs, references, inside, regression_options, progress);
    std::size_t point = 0;
    for (const PropertyOptions& property : properties)
      for (const double eta : regularisations_of(regularisations, regression_options, property)) {
        const PropertySolution solution = regression.solve(property, eta);
        if (point == points.size()) {
          points.push_back({.property = property.name,
                            .structures = static_cast<Index>(train.size()),
                            .regularisation = eta,
                            .dimension = solution.report.dimension,
                            .errors = {}});
          predictions.emplace_back(train.size());
        }
        const SphericalValues rows = predict_rows(space, designs, references, outside, property, solution);
        for (std::size_t k = 0; k < outside.size(); ++k)
          predictions[point][static_cast<std::size_t>(outside[k])] = rows[k];
        ++point;
      }
  }
  for (std::size_t point = 0; point < points.size(); ++point)
    for (const PropertyOptions& property : properties)
      if (property.name == points[point].property)
        points[point].errors =
            property_errors(property.kind, predictions[point], references.reported.at(property.name));
  return points;
}

}  // namespace rhofield
