// Properties: what the commands do with them.
#include "properties.hpp"

#include "rhofield/error.hpp"
#include "rhofield/storage/model_file.hpp"
#include "uncertainty.hpp"

namespace rhofield::app {

std::vector<std::string> names_of(std::span<const PropertyOptions> properties) {
  std::vector<std::string> names;
  for (const PropertyOptions& property : properties) names.push_back(property.name);
  return names;
}

namespace {

/// "symmetric_tensor, mean over atoms"
std::string describe(const PropertyOptions& property) {
  const char* extents[] = {"sum over atoms", "mean over atoms", "of atoms"};
  return name_of(property.kind) + ", " + extents[static_cast<std::size_t>(property.extent)] + ", baseline " +
         name_of(property.baseline) +
         (property.transform == PropertyTransform::none ? "" : ", transform " + name_of(property.transform));
}

std::string name_of_part(FeatureOrder order) {
  return fmt::format("lambda {}{}", order.lambda, order.parity == Parity::pseudo ? "*" : "");
}

void say_errors(Reporter& reporter, const std::string& name, const PropertyErrors& errors) {
  reporter.say("  {:<16} {:10.4g} %  of the spread {:.6g}: RMSE {:.6g}, MAE {:.6g}{}", name, errors.percent,
               errors.spread, errors.rmse, errors.mae,
               errors.correlation ? fmt::format(", correlation {:.6f}", *errors.correlation) : "");
  if (errors.parts.size() < 2) return;
  for (const PropertyErrors::Part& part : errors.parts)
    reporter.say("    {:<14} {:10.4g} %  of the spread {:.6g}: RMSE {:.6g}, MAE {:.6g}{}", name_of_part(part.order),
                 part.percent, part.spread, part.rmse, part.mae,
                 part.order == FeatureOrder{} ? " (trace / sqrt 3)" : "");
}

Json to_json(const PropertyErrors& errors) {
  Json json{{"values", errors.values},
            {"percent", errors.percent},
            {"rmse", errors.rmse},
            {"mae", errors.mae},
            {"spread", errors.spread}};
  if (errors.correlation) json["correlation"] = *errors.correlation;
  for (const PropertyErrors::Part& part : errors.parts)
    json["parts"].push_back({{"lambda", part.order.lambda},
                             {"parity", part.order.parity == Parity::proper ? "proper" : "pseudo"},
                             {"percent", part.percent},
                             {"rmse", part.rmse},
                             {"mae", part.mae},
                             {"spread", part.spread}});
  return json;
}

Json say_errors(Reporter& reporter, std::span<const PropertyValidationReport> reports) {
  Json json = Json::object();
  for (const PropertyValidationReport& report : reports) {
    say_errors(reporter, report.options.name, report.errors);
    Json& item = json[report.options.name] = to_json(report.errors);
    for (std::size_t k = 0; k < report.indices.size(); ++k)
      item["each"].push_back(
          {{"index", report.indices[k]}, {"predicted", report.predicted[k]}, {"reference", report.reference[k]}});
  }
  return json;
}

}  // namespace

void run_property_training(Reporter& reporter, const Device& device, const DataSet& data,
                           const storage::Configuration& configuration, const storage::Split& split,
                           const RunRecord& record) {
  const Stopwatch watch;
  const TrainedModel trained = train_properties(device, data, split.train, configuration.properties,
                                                configuration.model, configuration.regression, reporter.progress());
  const double seconds = watch.seconds();
  storage::write_model(record.output, trained.model);
  const TrainingReport& report = trained.report;
  reporter.say("training  {}, {} atoms: {:.2f} s",
               configuration.model.environments > 0 ? fmt::format("{} environments", configuration.model.environments)
                                                    : std::string("linear in the features"),
               report.atoms, seconds);
  Json result{{"data", record.data_file},
              {"model", record.output},
              {"device", device.description().name},
              {"train", split.train},
              {"test", split.test},
              {"environments", configuration.model.environments},
              {"seconds", seconds},
              {"configuration", record.configuration},
              {"properties", nullptr}};
  for (const PropertyOptions& property : configuration.properties) {
    const SolutionReport& solution = report.properties.at(property.name);
    const bool direct = solution.solver == Solver::direct;
    reporter.say("{:<16} {}: {} weights, eta {:g}, {}", property.name, describe(property), solution.dimension,
                 solution.regularisation,
                 direct ? "direct" : fmt::format("conjugate gradients ({} iterations)", solution.iterations.size()));
    result["properties"][property.name] = {{"weights", solution.dimension},
                                           {"regularisation", solution.regularisation},
                                           {"solver", direct ? "direct" : "conjugate gradients"}};
  }
  for (const auto& [stage, part] : report.seconds) {
    reporter.say("            {:<28} {:8.2f} s", stage, part);
    result["seconds_by_stage"].push_back({{"stage", stage}, {"seconds", part}});
  }
  for (const std::string& note : report.notes) reporter.say("note      {}", note);
  reporter.say("model     {}", record.output);
  if (!split.test.empty()) {
    reporter.say("errors    on the {}", counted(split.test.size(), "held-out structure"));
    const auto errors =
        say_errors(reporter, validate_properties(device, trained.model, data, split.test, {}, reporter.progress()));
    for (const auto& [name, json] : errors.items()) result["properties"][name]["errors"] = json;
  }
  reporter.finish(result);
}

Json run_property_validation(Reporter& reporter, const Device& device, const Model& model, const DataSet& data,
                             std::span<const Index> indices, bool leave_out_missing) {
  std::vector<PropertyOptions> known;
  for (const auto& [name, learned] : model.properties)
    for (const Index k : indices)
      if (property_of(data.entries[static_cast<std::size_t>(k)], name)) {
        known.push_back(learned.options);
        break;
      }
  if (known.empty()) return {};
  const std::vector<Index> tested =
      leave_out_missing ? structures_with(data, indices, known) : std::vector<Index>(indices.begin(), indices.end());
  const Stopwatch watch;
  const auto reports = validate_properties(device, model, data, tested, names_of(known), reporter.progress());
  reporter.say("errors    of the properties on {} ({:.2f} s)", counted(tested.size(), "structure"), watch.seconds());
  Json errors = say_errors(reporter, reports);
  std::vector<std::string> uncertain;
  for (const PropertyOptions& property : known)
    if (model.property(property.name).committee.members > 0) uncertain.push_back(property.name);
  if (!uncertain.empty())
    for (const PropertyUncertaintyReport& report :
         validate_property_uncertainty(device, model, data, tested, uncertain, reporter.progress()))
      errors[report.name]["uncertainty"] = say_standardised_errors(reporter, report);
  return errors;
}

std::string run_property_curve(Reporter& reporter, const Device& device, const DataSet& data,
                               const storage::Configuration& configuration, const storage::Split& split,
                               const PropertyCurveOptions& options, Json& result) {
  const bool folded = options.folds > 0;
  const auto curve =
      folded ? cross_validate_properties(device, data, split.train,
                                         {.folds = options.folds, .group = configuration.split.group},
                                         configuration.properties, configuration.model, configuration.regression,
                                         options.regularisations, reporter.progress())
             : property_learning_curve(device, data, split.train, options.sizes, split.test, configuration.properties,
                                       configuration.model, configuration.regression, options.regularisations,
                                       reporter.progress());
  reporter.say("{:<16} {:>10} {:>10} {:>8} {:>13} {:>13} {:>12} {:>12} {:>12}  {}", "property", "structures", "eta",
               "weights", "RMSE", "MAE", "% of spread", "% training", "correlation", "% by order lambda");
  std::string csv =
      "property,structures,regularisation,weights,rmse,mae,percent,train_percent,correlation,percent_by_order\n";
  Json points = Json::array();
  for (const PropertyCurvePoint& p : curve) {
    std::string parts, list;
    for (const PropertyErrors::Part& part : p.errors.parts) {
      parts += fmt::format(" {:>11.5g}", part.percent);
      list += fmt::format("{}{}", list.empty() ? "" : " ", part.percent);
    }
    const std::string correlation = p.errors.correlation ? fmt::format("{:.8f}", *p.errors.correlation) : "";
    const std::string training = folded ? "" : fmt::format("{:.5g}", p.train_percent);
    reporter.say("{:<16} {:>10} {:>10.1e} {:>8} {:>13.6g} {:>13.6g} {:>12.5g} {:>12} {:>12} {}", p.property,
                 p.structures, p.regularisation, p.dimension, p.errors.rmse, p.errors.mae, p.errors.percent, training,
                 correlation, parts);
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", p.property, p.structures, p.regularisation, p.dimension,
                       p.errors.rmse, p.errors.mae, p.errors.percent, training, correlation, list);
    Json point{{"property", p.property},
               {"structures", p.structures},
               {"regularisation", p.regularisation},
               {"weights", p.dimension}};
    if (!folded) point["train_percent"] = p.train_percent;
    point["errors"] = to_json(p.errors);
    points.push_back(std::move(point));
  }
  reporter.say("{}", folded ? fmt::format("(every structure predicted without its fold, one of {})", options.folds)
                            : "(errors of the test structures; spread of lambda = 0 around its mean over them)");
  result["points"] = std::move(points);
  return csv;
}

void say_properties(Reporter& reporter, const std::map<std::string, PredictedProperty>& properties,
                    std::span<const Structure> structures) {
  constexpr std::size_t shown = 20;
  for (const auto& [name, property] : properties) {
    reporter.say("{:<16} {}", name, describe(property.options));
    if (property.options.extent == PropertyExtent::atom) continue;
    for (std::size_t a = 0; a < std::min(shown, structures.size()); ++a) {
      std::string line;
      for (const double x : property.values[a]) line += fmt::format(" {:14.8g}", x);
      reporter.say("  {:>6} {}", a, line);
    }
    if (structures.size() > shown) reporter.say("  ... and {} more", structures.size() - shown);
  }
}

namespace {

std::vector<Index> shape_of(const PredictedProperty& property, Index atoms, bool of_atoms) {
  std::vector<Index> shape = cartesian_shape(property.options.kind);
  if (of_atoms) shape.insert(shape.begin(), atoms);
  return shape;
}

}  // namespace

void add_properties(LabelledStructure& entry, const std::map<std::string, PredictedProperty>& properties,
                    std::size_t a) {
  const Index atoms = entry.structure.size();
  for (const auto& [name, property] : properties) {
    const std::vector<double>& v = property.values[a];
    const std::vector<Index> shape = shape_of(property, atoms, property.options.extent == PropertyExtent::atom);
    if (name == "energy" && shape.empty())
      entry.energy = v[0];
    else if (name == "charge" && shape.empty())
      entry.charge = v[0];
    else if (name == "dipole" && shape == std::vector<Index>{3})
      entry.dipole = Vector3{v[0], v[1], v[2]};
    else if (name == "polarizability" && shape == std::vector<Index>{3, 3})
      entry.polarizability = Matrix3{{{v[0], v[1], v[2]}, {v[3], v[4], v[5]}, {v[6], v[7], v[8]}}};
    else if (name == "charges" && shape == std::vector<Index>{atoms})
      entry.structure.charges = v;  // instead of those that the features may have been made of
    else
      entry.properties[name] = {.shape = shape, .values = v};
    if (!property.contributions.empty())
      entry.properties[name + "_of_atoms"] = {.shape = shape_of(property, atoms, true),
                                              .values = property.contributions[a]};
  }
}

void add_properties(Json& item, const std::map<std::string, PredictedProperty>& properties, std::size_t a) {
  for (const auto& [name, property] : properties) {
    const std::vector<double>& v = property.values[a];
    const bool one = property.options.kind == PropertyKind::scalar && property.options.extent != PropertyExtent::atom;
    Json& out = item["properties"][name];
    out["value"] = one ? Json(v[0]) : Json(v);
    if (!property.contributions.empty()) out["of_atoms"] = property.contributions[a];
  }
}

}  // namespace rhofield::app
