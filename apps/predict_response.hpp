// Predicted responses to an electric field, and what follows from them: polarizabilities, induced dipoles.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common.hpp"
#include "rhofield/model/model.hpp"
#include "rhofield/observables/response.hpp"

namespace rhofield::app {

/// Responses of structures, after their induced charge was taken out.
struct PredictedResponses {
  std::vector<std::vector<double>> coefficients;  ///< [structure][field xyz, function]; empty: polarizabilities only
  std::vector<std::vector<Matrix3>> atomic_polarizabilities;  ///< [structure][atom], bohr^3
  std::vector<Matrix3> polarizabilities;                      ///< [structure], their sums
  std::vector<Vector3> induced_charges;                       ///< [structure], what was taken out, e per atomic unit
  double loading_seconds = 0, seconds = 0;
  double largest_induced_charge() const;
};

/// `polarizability_only`: without the functions above lambda = 1, and without coefficients.
PredictedResponses predict_responses(const Device& device, const Model& model, std::span<const Structure> structures,
                                     bool polarizability_only, const Progress& progress);

/// "0,0,0.01": a field in atomic units. Throws InvalidInput for anything else, and for no field.
Vector3 parse_field(const std::string& text);

/// A table of few structures, a summary of many; notes where the numbers need care.
void say_responses(Reporter& reporter, const PredictedResponses& responses, std::span<const Structure> structures,
                   const std::optional<Vector3>& field);

/// Adds what is known of structure `a` to its JSON object.
void add_response(Json& item, const PredictedResponses& responses, std::size_t a, const std::optional<Vector3>& field);

}  // namespace rhofield::app
