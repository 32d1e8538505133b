// What training, learning curves and cross-validation of properties share: references, baselines, solutions, errors.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "model/property_space.hpp"
#include "model/ridge.hpp"
#include "rhofield/model/properties.hpp"

namespace rhofield {

/// Spherical components of one property, [structure][component], of atoms [structure][atom, component].
using SphericalValues = std::vector<std::vector<double>>;

/// Options in range, structures there once each, and everything else that train_properties promises to check.
void check_properties(const DataSet& data, std::span<const Index> indices, std::span<const PropertyOptions> properties,
                      const char* what);
/// Adds by how much tensors that are learned as symmetric ones are not.
void warn_of_asymmetry(const DataSet& data, std::span<const Index> indices, std::span<const PropertyOptions> properties,
                       std::vector<std::string>& warnings);
/// The same for training, with its options.
void check_property_training(const DataSet& data, std::span<const Index> train,
                             std::span<const PropertyOptions> properties, const ModelOptions& model,
                             const RegressionOptions& regression);

/// Reference values of checked structures, as reported.
SphericalValues spherical_references(const DataSet& data, std::span<const Index> indices,
                                     const PropertyOptions& property);
/// What is learned of them (PropertyTransform).
SphericalValues learned_references(const DataSet& data, std::span<const Index> indices,
                                   const PropertyOptions& property);
/// Spherical components of Cartesian values, one after the other, and back.
std::vector<double> spherical_values(PropertyKind kind, std::span<const double> cartesian);
std::vector<double> cartesian_values(PropertyKind kind, std::span<const double> spherical);

/// Sum or mean over the atoms of one structure, [component]; of atoms unchanged.
std::vector<double> pooled(std::span<const double> atoms, PropertyExtent extent, std::size_t components);

PropertyErrors property_errors(PropertyKind kind, const SphericalValues& predicted, const SphericalValues& reference);

/// eta of the loss of one property: its own or the regression's, over its weight.
double regularisation_of(const RegressionOptions& options, const PropertyOptions& property);

/// What was found for one property.
struct PropertySolution {
  std::map<DesignKey, std::vector<double>> weights;  ///< [column]
  /// [member][column], samples of what the weights may be off by, for noise of unit variance (property_committee.hpp).
  std::map<DesignKey, std::vector<std::vector<double>>> deviations;
  std::map<int, double> baseline;  ///< of the atoms of each element; empty for vectors
  SolutionReport report;
};

/// The references that belong to the rows of a set of designs.
struct PropertyReferences {
  std::span<const Structure> structures;
  std::span<const Index> indices;                   ///< of the structures in the data, for messages
  std::map<std::string, SphericalValues> values;    ///< by property, what is learned
  std::map<std::string, SphericalValues> reported;  ///< what predictions are compared with
};

/// Ridge regression on some of the structures of a set of designs; factors are made once and serve every property and
/// regularisation. Keeps references to its arguments.
class PropertyRegression {
 public:
  PropertyRegression(const PropertySpace& space, const PropertyDesigns& designs, const PropertyReferences& references,
                     std::vector<Index> subset, const RegressionOptions& options, const Progress& progress);
  PropertySolution solve(const PropertyOptions& property, double regularisation);
  /// Adds the options' number of members to a solution.
  void add_committee(const PropertyOptions& property, PropertySolution& solution);

 private:
  /// One matrix of the subset with what solves it: factors on the host, or itself on the device.
  struct Problem {
    Index rows = 0, columns = 0;
    std::unique_ptr<RidgeFactors> factors;
    Tensor<double, 2> x;
  };
  Problem& problem(const DesignKey& key);
  RidgeIterations iterate(const PropertyOptions& property, const DesignKey& key, View<const double, 2> x,
                          std::span<const double> y, double regularisation) const;
  std::map<int, double> baseline(const PropertyOptions& property) const;
  std::vector<double> target(const PropertyOptions& property, const DesignKey& key,
                             const std::map<int, double>& baseline) const;
  Index values(const PropertyOptions& property) const;

  const PropertySpace& space_;
  const PropertyDesigns& designs_;
  const PropertyReferences& references_;
  std::vector<Index> subset_;
  RegressionOptions options_;
  Progress progress_;
  std::map<DesignKey, Problem> problems_;
};

/// Predictions for some structures of a set of designs, as reported.
SphericalValues predict_rows(const PropertySpace& space, const PropertyDesigns& designs,
                             const PropertyReferences& references, std::span<const Index> subset,
                             const PropertyOptions& property, const PropertySolution& solution);

}  // namespace rhofield
