// Tables and JSON of uncertainties.
#include "uncertainty.hpp"

#include <algorithm>
#include <cmath>

#include "rhofield/error.hpp"

namespace rhofield::app {

namespace {

constexpr std::size_t shown = 20;

double norm(const Matrix3& m) {
  double sum = 0;
  for (const Vector3& row : m)
    for (const double x : row) sum += x * x;
  return std::sqrt(sum);
}

std::string optional_number(const std::optional<double>& value) { return value ? fmt::format("{:.3f}", *value) : "-"; }

}  // namespace

void check_committees(const Model& model, const std::string& file, std::span<const Quantity> quantities,
                      bool properties) {
  for (const Quantity quantity : quantities)
    if (model.of(quantity).committee.members == 0)
      throw InvalidInput("--uncertainty needs a committee, but the " + name_of(quantity) + " of " + file +
                         " was learned without; train with --committee 32");
  const auto has_committee = [](const auto& property) { return property.second.committee.members > 0; };
  if (properties && std::none_of(model.properties.begin(), model.properties.end(), has_committee))
    throw InvalidInput("--uncertainty needs a committee, but the properties of " + file +
                       " were learned without; train with --committee 32");
}

Uncertainties predict_uncertainties(const Device& device, const Model& model, std::span<const Quantity> quantities,
                                    bool properties, std::span<const Structure> structures, const Progress& progress) {
  Uncertainties all;
  for (const Quantity quantity : quantities)
    all.quantities[quantity] = UncertaintyPredictor(device, model, quantity)(structures, progress);
  if (properties) all.properties = PropertyUncertaintyPredictor(device, model)(structures, progress);
  return all;
}

namespace {

/// A line for each of a few structures, and how many are far.
template <class List, class Line>
void say_each(Reporter& reporter, const std::string& name, const List& list, const Line& line) {
  reporter.say("uncertain {}: standard deviations", name);
  for (std::size_t a = 0; a < std::min(shown, list.size()); ++a)
    reporter.say("  {:>6}{}{}", a, line(list[a]), list[a].far ? "  FAR from the training set" : "");
  if (list.size() > shown) reporter.say("  ... and {} more", list.size() - shown);
  const auto far = std::count_if(list.begin(), list.end(), [](const auto& u) { return u.far; });
  if (far > 0)
    reporter.say(
        "note      {} of {} structures are unlike all of the training set (uncertainty more than {:g} times the "
        "largest of held-out structures, or of their atoms of the element)",
        far, list.size(), far_from_training);
}

std::string line_of(const PredictedUncertainty& u) {
  std::string line;
  if (u.electrons) line += fmt::format("  electrons {:.2e}", *u.electrons);
  if (u.dipole)
    line += fmt::format("  dipole {:.2e} {:.2e} {:.2e} e bohr", (*u.dipole)[0], (*u.dipole)[1], (*u.dipole)[2]);
  if (u.polarizability) line += fmt::format("  polarizability {:.2e} bohr^3 (norm)", norm(*u.polarizability));
  return line;
}

std::string line_of(const PropertyUncertainty& u) {
  constexpr std::size_t most = 9;
  std::string line = " ";
  for (std::size_t c = 0; c < std::min(most, u.values.size()); ++c) line += fmt::format(" {:.2e}", u.values[c]);
  return line + (u.values.size() > most ? " ..." : "");
}

template <class Uncertainty>
void add_atoms(Json& out, const Uncertainty& u) {
  out["of_atoms"] = u.of_atoms;
  out["strangeness"] = u.strangeness;
  out["far"] = u.far;
}

}  // namespace

void say_uncertainties(Reporter& reporter, const Uncertainties& uncertainties) {
  const auto line = [](const auto& u) { return line_of(u); };
  for (const auto& [quantity, list] : uncertainties.quantities) say_each(reporter, name_of(quantity), list, line);
  for (const auto& [name, list] : uncertainties.properties) say_each(reporter, name, list, line);
}

void add_uncertainties(Json& item, const Uncertainties& uncertainties, std::size_t a) {
  for (const auto& [quantity, list] : uncertainties.quantities) {
    const PredictedUncertainty& u = list[a];
    Json& out = item["uncertainty"][name_of(quantity)];
    if (u.electrons) out["electrons"] = *u.electrons;
    if (u.dipole) out["dipole"] = *u.dipole;
    if (u.polarizability) out["polarizability"] = to_json(*u.polarizability);
    add_atoms(out, u);
  }
  for (const auto& [name, list] : uncertainties.properties) {
    Json& out = item["uncertainty"][name];
    out["values"] = list[a].values;
    out["strangeness_of_structure"] = list[a].strangeness_of_structure;
    add_atoms(out, list[a]);
  }
}

void add_uncertainties(LabelledStructure& entry, const Uncertainties& uncertainties, std::size_t a) {
  for (const auto& [quantity, list] : uncertainties.quantities) {
    const std::vector<double>& values = list[a].coefficients;
    const auto count = static_cast<Index>(values.size());
    const std::vector<Index> shape =
        quantity == Quantity::density ? std::vector<Index>{count} : std::vector<Index>{3, count / 3};
    entry.properties[name_of(quantity) + "_uncertainty"] = {.shape = shape, .values = values};
  }
  for (const auto& [name, list] : uncertainties.properties) {
    const auto value = property_of(entry, name);  // of the same shape
    if (value) entry.properties[name + "_uncertainty"] = {.shape = value->shape, .values = list[a].values};
  }
}

namespace {

void add_tenth(Reporter& reporter, Json& json, const auto& report) {
  reporter.say("  {:>10.3f}    error of the most uncertain tenth over the average",
               report.mean_error_of_most_uncertain / report.mean_error);
  json["mean_error"] = report.mean_error;
  json["mean_error_of_most_uncertain"] = report.mean_error_of_most_uncertain;
  json["error"] = report.error;
  json["expected"] = report.expected;
}

void say_what_is_standardised(Reporter& reporter, const std::string& name) {
  reporter.say("uncertain {}: errors over their expected size, root mean square (1: as expected)", name);
}

}  // namespace

Json say_standardised_errors(Reporter& reporter, const UncertaintyReport& report, Quantity quantity) {
  say_what_is_standardised(reporter, name_of(quantity));
  reporter.say("  {:>10.3f}    coefficients, in the metric", report.standardised);
  Json json{{"standardised", report.standardised}};
  const auto add = [&](const char* name, const std::optional<double>& value) {
    if (!value) return;
    reporter.say("  {:>10}    {}", optional_number(value), name);
    json[name] = *value;
  };
  add("electrons", report.standardised_electrons);
  add("dipole", report.standardised_dipole);
  add("polarizability", report.standardised_polarizability);
  add_tenth(reporter, json, report);
  return json;
}

Json say_standardised_errors(Reporter& reporter, const PropertyUncertaintyReport& report) {
  say_what_is_standardised(reporter, report.name);
  reporter.say("  {:>10.3f}    values", report.standardised);
  Json json{{"standardised", report.standardised}};
  add_tenth(reporter, json, report);
  return json;
}

}  // namespace rhofield::app
