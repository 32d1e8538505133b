// Uncertainties of predictions: standard deviations beside the values, and how right they are on test structures.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "common.hpp"
#include "rhofield/model/uncertainty.hpp"

namespace rhofield::app {

struct Uncertainties {
  std::map<Quantity, std::vector<PredictedUncertainty>> quantities;
  std::map<std::string, std::vector<PropertyUncertainty>> properties;
};

/// Throws InvalidInput for a quantity without a committee, or properties none of which has one.
void check_committees(const Model& model, const std::string& file, std::span<const Quantity> quantities,
                      bool properties);
/// Of the quantities asked for, and of properties that have a committee.
Uncertainties predict_uncertainties(const Device& device, const Model& model, std::span<const Quantity> quantities,
                                    bool properties, std::span<const Structure> structures, const Progress& progress);

/// A line for each of a few structures, and those that are far from the training set.
void say_uncertainties(Reporter& reporter, const Uncertainties& uncertainties);
/// Adds those of structure `a` to its JSON object, and to what is written of it.
void add_uncertainties(Json& item, const Uncertainties& uncertainties, std::size_t a);
void add_uncertainties(LabelledStructure& entry, const Uncertainties& uncertainties, std::size_t a);

/// Standardised errors on test structures.
Json say_standardised_errors(Reporter& reporter, const UncertaintyReport& report, Quantity quantity);
Json say_standardised_errors(Reporter& reporter, const PropertyUncertaintyReport& report);

}  // namespace rhofield::app
