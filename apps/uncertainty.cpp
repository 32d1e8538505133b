// Tables and JSON of uncertainties.
#include "uncertainty.hpp"

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

Uncertainties predict_uncertainties(const Device& device, const Model& model, std::span<const Quantity> quantities,
                                    std::span<const Structure> structures, const Progress& progress) {
  Uncertainties all;
  for (const Quantity quantity : quantities)
    all[quantity] = UncertaintyPredictor(device, model, quantity)(structures, progress);
  return all;
}

void say_uncertainties(Reporter& reporter, const Uncertainties& uncertainties) {
  for (const auto& [quantity, list] : uncertainties) {
    reporter.say("uncertain {}: standard deviations", name_of(quantity));
    for (std::size_t a = 0; a < std::min(shown, list.size()); ++a) {
      const PredictedUncertainty& u = list[a];
      std::string line;
      if (u.electrons) line += fmt::format("  electrons {:.2e}", *u.electrons);
      if (u.dipole)
        line += fmt::format("  dipole {:.2e} {:.2e} {:.2e} e bohr", (*u.dipole)[0], (*u.dipole)[1], (*u.dipole)[2]);
      if (u.polarizability) line += fmt::format("  polarizability {:.2e} bohr^3 (norm)", norm(*u.polarizability));
      reporter.say("  {:>6}{}{}", a, line, u.far ? "  FAR from the training set" : "");
    }
    if (list.size() > shown) reporter.say("  ... and {} more", list.size() - shown);
    std::size_t far = 0;
    for (const PredictedUncertainty& u : list) far += u.far ? 1 : 0;
    if (far > 0)
      reporter.say(
          "note      {} of {} structures have atoms unlike all of the training set (uncertainty more than {:g} "
          "times the largest held-out one of their element)",
          far, list.size(), far_from_training);
  }
}

void add_uncertainties(Json& item, const Uncertainties& uncertainties, std::size_t a) {
  for (const auto& [quantity, list] : uncertainties) {
    const PredictedUncertainty& u = list[a];
    Json& out = item["uncertainty"][name_of(quantity)];
    if (u.electrons) out["electrons"] = *u.electrons;
    if (u.dipole) out["dipole"] = *u.dipole;
    if (u.polarizability) out["polarizability"] = to_json(*u.polarizability);
    out["of_atoms"] = u.of_atoms;
    out["strangeness"] = u.strangeness;
    out["far"] = u.far;
  }
}

void add_uncertainties(LabelledStructure& entry, const Uncertainties& uncertainties, std::size_t a) {
  for (const auto& [quantity, list] : uncertainties) {
    const std::vector<double>& values = list[a].coefficients;
    const auto count = static_cast<Index>(values.size());
    const std::vector<Index> shape =
        quantity == Quantity::density ? std::vector<Index>{count} : std::vector<Index>{3, count / 3};
    entry.properties[name_of(quantity) + "_uncertainty"] = {.shape = shape, .values = values};
  }
}

Json say_standardised_errors(Reporter& reporter, const UncertaintyReport& report, Quantity quantity) {
  reporter.say("uncertain {}: errors over their expected size, root mean square (1: as expected)", name_of(quantity));
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
  reporter.say("  {:>10.3f}    error of the most uncertain tenth over the average",
               report.mean_error_of_most_uncertain / report.mean_error);
  json["mean_error"] = report.mean_error;
  json["mean_error_of_most_uncertain"] = report.mean_error_of_most_uncertain;
  json["error"] = report.error;
  json["expected"] = report.expected;
  return json;
}

}  // namespace rhofield::app
