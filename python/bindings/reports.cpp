#include "reports.hpp"

namespace rhofield::python {

namespace {

std::string word(Solver solver) { return solver == Solver::direct ? "direct" : "conjugate gradients"; }

nb::dict to_dict(const SolutionReport& solution) {
  nb::dict d;
  nb::list iterations;
  for (const IterationRecord& i : solution.iterations)
    iterations.append(nb::make_tuple(i.iteration, i.relative_residual, i.loss, i.test_percent));
  d["weights"] = solution.dimension;
  d["regularisation"] = solution.regularisation;
  d["solver"] = word(solution.solver);
  d["iterations"] = iterations;
  return d;
}

nb::dict blocks(const std::map<std::pair<int, int>, double>& percent) {
  nb::dict d;
  for (const auto& [key, value] : percent)
    d[nb::make_tuple(std::string(element_symbol(key.first)), key.second)] = value;
  return d;
}

/// Values of every structure in their shape.
nb::list shaped(const std::vector<std::vector<double>>& values, std::span<const Index> indices,
                std::span<const LabelledStructure> entries, const PropertyOptions& options) {
  nb::list list;
  for (std::size_t k = 0; k < values.size(); ++k) {
    std::vector<std::size_t> shape;
    if (options.extent == PropertyExtent::atom)
      shape.push_back(static_cast<std::size_t>(entries[static_cast<std::size_t>(indices[k])].structure.size()));
    for (const Index extent : cartesian_shape(options.kind)) shape.push_back(static_cast<std::size_t>(extent));
    list.append(to_numpy(values[k], shape));
  }
  return list;
}

}  // namespace

nb::dict to_dict(const TrainingReport& report) {
  nb::dict d, solutions;
  for (const auto& [quantity, solution] : report.solutions)
    solutions[nb::str(name_of(quantity).c_str())] = to_dict(solution);
  for (const auto& [name, solution] : report.properties) solutions[nb::str(name.c_str())] = to_dict(solution);
  nb::list seconds;
  for (const auto& [stage, value] : report.seconds) seconds.append(nb::make_tuple(stage, value));
  d["structures"] = report.structures;
  d["atoms"] = report.atoms;
  d["solutions"] = solutions;
  d["warnings"] = report.warnings;
  d["notes"] = report.notes;
  d["seconds"] = seconds;
  return d;
}

nb::dict to_dict(const ValidationReport& report) {
  nb::dict d;
  d["indices"] = to_numpy(report.indices);
  d["percent"] = to_numpy(report.percent);
  d["percent_of_norm"] = to_numpy(report.percent_of_norm);
  d["predicted_electrons"] = to_numpy(report.predicted_electrons);
  d["reference_electrons"] = to_numpy(report.reference_electrons);
  d["total_percent"] = report.total_percent;
  d["total_percent_of_norm"] = report.total_percent_of_norm;
  d["electron_error"] = report.electron_error;
  d["percent_by_block"] = blocks(report.percent_by_block);
  return d;
}

nb::dict to_dict(const ResponseValidationReport& report) {
  nb::dict d;
  std::vector<Vector3> field_percent(report.field_percent.begin(), report.field_percent.end());
  d["indices"] = to_numpy(report.indices);
  d["percent"] = to_numpy(report.percent);
  d["field_percent"] = to_numpy(field_percent);
  d["total_percent"] = report.total_percent;
  d["total_field_percent"] = to_numpy(Vector3(report.total_field_percent));
  d["percent_by_block"] = blocks(report.percent_by_block);
  d["predicted_polarizability"] = to_numpy(report.predicted_polarizability);
  d["fitted_polarizability"] = to_numpy(report.fitted_polarizability);
  d["fitted_polarizability_percent"] = report.fitted_polarizability_percent;
  d["polarizability_percent"] = report.polarizability_percent;
  d["largest_induced_charge"] = report.largest_induced_charge;
  return d;
}

nb::dict to_dict(const PropertyErrors& errors) {
  nb::dict d;
  nb::list parts;
  for (const PropertyErrors::Part& part : errors.parts) {
    nb::dict p;
    p["order"] = describe(part.order);
    p["rmse"] = part.rmse;
    p["mae"] = part.mae;
    p["spread"] = part.spread;
    p["percent"] = part.percent;
    parts.append(p);
  }
  d["values"] = errors.values;
  d["rmse"] = errors.rmse;
  d["mae"] = errors.mae;
  d["spread"] = errors.spread;
  d["percent"] = errors.percent;
  d["correlation"] = errors.correlation;
  d["parts"] = parts;
  return d;
}

nb::dict to_dict(const PropertyValidationReport& report, std::span<const LabelledStructure> entries) {
  nb::dict d = to_dict(report.errors);
  d["name"] = report.options.name;
  d["indices"] = to_numpy(report.indices);
  d["predicted"] = shaped(report.predicted, report.indices, entries, report.options);
  d["reference"] = shaped(report.reference, report.indices, entries, report.options);
  return d;
}

}  // namespace rhofield::python
