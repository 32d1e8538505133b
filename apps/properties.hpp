// Properties on the command line: training, errors, learning curves and predictions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "common.hpp"

namespace rhofield::app {

std::vector<std::string> names_of(std::span<const PropertyOptions> properties);

/// What the record of a training says besides: files, and the choices as they were given.
struct RunRecord {
  std::string data_file, output, configuration;
};

/// Trains and tests the properties of the configuration; writes the model to `record.output`.
void run_property_training(Reporter& reporter, const Device& device, const DataSet& data,
                           const storage::Configuration& configuration, const storage::Split& split,
                           const RunRecord& record);

/// Errors of the model's properties that the data have; nothing where there are none.
Json run_property_validation(Reporter& reporter, const Device& device, const Model& model, const DataSet& data,
                             std::span<const Index> indices, bool leave_out_missing);

struct PropertyCurveOptions {
  std::vector<Index> sizes;             ///< empty for cross-validation
  std::vector<double> regularisations;  ///< empty: each property's own
  int folds = 0;                        ///< cross-validation with so many; 0: on the test set
};

/// The table of a learning curve or a cross-validation; adds points to `result` and returns the CSV.
std::string run_property_curve(Reporter& reporter, const Device& device, const DataSet& data,
                               const storage::Configuration& configuration, const storage::Split& split,
                               const PropertyCurveOptions& options, Json& result);

/// A table of few structures.
void say_properties(Reporter& reporter, const std::map<std::string, PredictedProperty>& properties,
                    std::span<const Structure> structures);
/// Adds what is known of structure `a` to its entry of a data set, and to its JSON object.
void add_properties(LabelledStructure& entry, const std::map<std::string, PredictedProperty>& properties,
                    std::size_t a);
void add_properties(Json& item, const std::map<std::string, PredictedProperty>& properties, std::size_t a);

}  // namespace rhofield::app
