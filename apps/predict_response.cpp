// Responses in `rhofield predict`: prediction, the induced charge taken out, polarizabilities for people and as JSON.
#include "predict_response.hpp"

#include <algorithm>
#include <cmath>

#include "model/polarizability_errors.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"

namespace rhofield::app {

namespace {

double mean(const Matrix3& alpha) { return (alpha[0][0] + alpha[1][1] + alpha[2][2]) / 3.0; }

double per_atom(const Matrix3& alpha, const Structure& structure) {
  return mean(alpha) / static_cast<double>(std::max<Index>(structure.size(), 1));
}

double length(const Vector3& v) { return std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); }

Json to_json(const Vector3& v) { return {v[0], v[1], v[2]}; }

void say_table(Reporter& reporter, const PredictedResponses& responses, std::span<const Structure> structures,
               const std::optional<Vector3>& field) {
  reporter.say("{:>9} {:>7} {:>14} {:>12}{}", "structure", "atoms", "alpha, bohr^3", "per atom",
               field ? fmt::format(" {:>37}", "induced dipole x, y, z, e bohr") : "");
  for (std::size_t a = 0; a < structures.size(); ++a) {
    const Matrix3& alpha = responses.polarizabilities[a];
    std::string dipole;
    if (field)
      for (const double component : induced_dipole(alpha, *field)) dipole += fmt::format(" {:12.6f}", component);
    reporter.say("{:>9} {:>7} {:>14.4f} {:>12.5f}{}", a, structures[a].size(), mean(alpha),
                 per_atom(alpha, structures[a]), dipole);
  }
}

void say_summary(Reporter& reporter, const PredictedResponses& responses, std::span<const Structure> structures,
                 const std::optional<Vector3>& field) {
  double least = INFINITY, most = -INFINITY, sum = 0, dipoles = 0;
  for (std::size_t a = 0; a < structures.size(); ++a) {
    const double value = per_atom(responses.polarizabilities[a], structures[a]);
    least = std::min(least, value);
    most = std::max(most, value);
    sum += value;
    if (field) dipoles += length(induced_dipole(responses.polarizabilities[a], *field));
  }
  const auto count = static_cast<double>(structures.size());
  reporter.say("alpha     per atom {:.5f} bohr^3 in the mean of {} structures, from {:.5f} to {:.5f}", sum / count,
               structures.size(), least, most);
  if (field) reporter.say("dipole    induced, {:.6f} e bohr long in the mean", dipoles / count);
}

}  // namespace

double PredictedResponses::largest_induced_charge() const {
  double largest = 0;
  for (const Vector3& charge : induced_charges) largest = std::max(largest, largest_component(charge));
  return largest;
}

PredictedResponses predict_responses(const Device& device, const Model& model, std::span<const Structure> structures,
                                     bool polarizability_only, const Progress& progress) {
  PredictedResponses result;
  const Stopwatch loading;
  const Predictor predictor = polarizability_only ? Predictor(device, model, Quantity::response, 1)
                                                  : Predictor(device, model, Quantity::response);
  result.loading_seconds = loading.seconds();
  const Stopwatch watch;
  result.coefficients = predictor(structures, {}, progress);
  for (std::size_t a = 0; a < structures.size(); ++a) {
    std::vector<double>& response = result.coefficients[a];
    result.induced_charges.push_back(remove_induced_charge(model.basis, structures[a], response));
    auto parts = atomic_polarizabilities(model.basis, structures[a], response);
    Matrix3 sum{};
    for (const Matrix3& part : parts)
      for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t c = 0; c < 3; ++c) sum[k][c] += part[k][c];
    result.polarizabilities.push_back(sum);
    result.atomic_polarizabilities.push_back(std::move(parts));
    if (polarizability_only) response = {};
  }
  if (polarizability_only) result.coefficients.clear();
  result.seconds = watch.seconds();
  return result;
}

Vector3 parse_field(const std::string& text) {
  const std::vector<std::string> items = CLI::detail::split(text, ',');
  Vector3 field{};
  bool understood = items.size() == 3;
  for (std::size_t k = 0; understood && k < 3; ++k)
    understood = CLI::detail::lexical_cast(items[k], field[k]) && std::isfinite(field[k]);
  if (!understood)
    throw InvalidInput("--field '" + text + "' means nothing; give three numbers in atomic units, such as 0,0,0.001");
  if (field == Vector3{}) throw InvalidInput("--field " + text + " induces nothing; one component must not be zero");
  return field;
}

void say_responses(Reporter& reporter, const PredictedResponses& responses, std::span<const Structure> structures,
                   const std::optional<Vector3>& field) {
  if (structures.empty()) return;
  constexpr std::size_t few = 20;
  if (structures.size() <= few)
    say_table(reporter, responses, structures, field);
  else
    say_summary(reporter, responses, structures, field);
  const double charge = responses.largest_induced_charge();
  reporter.say("{} charge of at most {:.1e} e per atomic unit of field, taken out",
               charge > induced_charge_tolerance ? "warning   induced" : "induced  ", charge);
  if (std::any_of(structures.begin(), structures.end(), [](const Structure& s) { return s.any_periodic(); }))
    reporter.say(
        "note      polarizabilities of periodic structures: induced charge flows the shortest ways between neighbours; "
        "currents that leave no charge are not in them");
}

void add_response(Json& item, const PredictedResponses& responses, std::size_t a, const std::optional<Vector3>& field) {
  const Matrix3& alpha = responses.polarizabilities[a];
  item["polarizability"] = app::to_json(alpha);
  item["mean_polarizability"] = mean(alpha);
  Json& atoms = item["atomic_polarizabilities"] = Json::array();
  for (const Matrix3& part : responses.atomic_polarizabilities[a]) atoms.push_back(app::to_json(part));
  item["induced_charge"] = to_json(responses.induced_charges[a]);
  if (field) item["induced_dipole"] = to_json(induced_dipole(alpha, *field));
}

}  // namespace rhofield::app
