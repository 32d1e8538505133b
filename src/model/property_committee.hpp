// Committees of properties: samples of what the weights may be off by, as in committee.hpp, of a loss without metric,
//   d ~ N(0, s^2 (X^T X + N eta)^-1),
// with one s for each order lambda of a property, from the errors of each fifth of the structures in a training without
// it: these trainings are cheap, and one fifth alone has too few values where errors are far from normal.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "rhofield/model/properties.hpp"
#include "rhofield/model/uncertainty.hpp"

namespace rhofield {

struct PropertyCalibration {
  std::vector<double> scale;  ///< s [irrep], order of irreps_of
  Committee committee;        ///< members 0: there is none
};
using PropertyCalibrations = std::map<std::string, PropertyCalibration>;  // by property

/// What train_properties does after its checks, for given scales; properties without have no committee.
TrainedModel train_with_committees(const Device& device, const DataSet& data, std::span<const Index> train,
                                   std::span<const PropertyOptions> properties, const ModelOptions& model_options,
                                   const RegressionOptions& options, const PropertyCalibrations& calibrations,
                                   const Progress& progress);

/// Scales of every property, and what is familiar.
PropertyCalibrations calibrate_properties(const Device& device, const DataSet& data, std::span<const Index> train,
                                          std::span<const PropertyOptions> properties,
                                          const ModelOptions& model_options, RegressionOptions options,
                                          const Progress& progress);

/// Members as properties of a model of their own, several in one prediction.
struct PropertyUncertaintyPredictor::State {
  struct Members {
    int count = 0;
    PropertyPredictor predictor;
  };
  std::map<std::string, LearnedProperty> learned;  // options and committees; no weights
  std::vector<Members> members;
  std::optional<PropertyPredictor> untransformed;  // where some property has a transform

  State(const Device& device, const Model& model, const std::vector<std::string>& names);
  /// What the members predict less the prediction, before any transform: [member], Cartesian, with contributions.
  std::map<std::string, std::vector<PredictedProperty>> deviations(std::span<const Structure> structures,
                                                                   const Progress& progress) const;
};

}  // namespace rhofield
