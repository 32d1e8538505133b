// Learning properties of structures with the environments and similarities of the density model (theory section 7):
//   y^{lambda mu} = baseline + sum_i sum_j K^lambda(i, j) w_j,  K^lambda = k^lambda (k^0)^(zeta-1)
// between environments of one species; without reference environments (`environments` = 0, zeta = 1) the weights belong
// to the features themselves, y = baseline + sum_i P_i w. Loss (weight/N) sum |y - y_ref|^2 + eta |W|^2, N structures
// (atoms for properties of atoms). The orders lambda of a tensor do not mix in it: each is a problem of its own.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rhofield/model/data_set.hpp"
#include "rhofield/model/gradients.hpp"
#include "rhofield/model/model.hpp"
#include "rhofield/model/property.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield/progress.hpp"

namespace rhofield {

/// Those of `indices` that have all the properties.
std::vector<Index> structures_with(const DataSet& data, std::span<const Index> indices,
                                   std::span<const PropertyOptions> properties);

/// Trains the properties on the entries at `train`, each listed once; they share expansions, features and reference
/// environments. The model holds properties only; `quantities` of the options does not count.
///
/// The direct solver takes singular values of X [row, weight] on the host (LAPACK), so that no condition number is
/// squared and small regularisations mean what they say. `automatic` is direct while X and its factors fit
/// `memory_limit` and rows or weights are no more than 4000. Options that only densities and
/// responses have (`preconditioner`, `metric`, checkpoints, `follow` ...) are refused. A `committee` tells standard
/// deviations (model/uncertainty.hpp), its scale from first trainings without a fifth of the structures, each in turn.
///
/// Throws InvalidInput for names the data do not have (listing those they have), structures without the property (how
/// many, and the first), wrong shapes, numbers that are not finite, tensors that are not symmetric but should be, and
/// those options.
TrainedModel train_properties(const Device& device, const DataSet& data, std::span<const Index> train,
                              std::span<const PropertyOptions> properties, const ModelOptions& model_options,
                              const RegressionOptions& regression_options, const Progress& progress = {});

/// Predictions of one property, Cartesian, in the units of the training data.
struct PredictedProperty {
  PropertyOptions options;
  std::vector<std::vector<double>> values;  ///< [structure][component], of atoms [structure][atom, component]
  /// [structure][atom, component], on request: contributions of the atoms, whose sum (or mean) is the value; with
  /// a transform what was learned (clausius_mossotti: the polarizability of the cell, bohr^3).
  std::vector<std::vector<double>> contributions;
};

/// Predicts properties of a model with folded weights (theory section 5): neither V nor K_NM is formed.
class PropertyPredictor {
 public:
  /// All properties of the model, or those named; throws InvalidInput, listing what was learned, for others.
  PropertyPredictor(const Device& device, const Model& model, std::span<const std::string> names = {});
  ~PropertyPredictor();
  PropertyPredictor(PropertyPredictor&&) noexcept;
  PropertyPredictor& operator=(PropertyPredictor&&) noexcept;

  /// By name, host memory. Throws InvalidInput for elements the model has not seen (both lists in the message).
  std::map<std::string, PredictedProperty> operator()(std::span<const Structure> structures, bool contributions = false,
                                                      const Progress& progress = {}) const;

  /// Derivatives of sum_k v_k y_k of one property, y its predicted values as they are in PredictedProperty::values and
  /// v their cotangents, [structure][component]; without cotangents those of a scalar itself: for an energy, forces are
  /// -positions. Throws InvalidInput for cotangents of another length or missing ones, and as the prediction does.
  std::vector<StructureGradient> backward(const std::string& name, std::span<const Structure> structures,
                                          std::span<const std::vector<double>> cotangents = {},
                                          const Progress& progress = {}) const;

  struct State;  // src/model/property_weights.hpp
  const State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// Errors of predictions of one property over a set, in its units.
struct PropertyErrors {
  Index values = 0;    ///< structures, or atoms
  double rmse = 0;     ///< root mean square over values and Cartesian components
  double mae = 0;      ///< mean absolute, likewise
  double spread = 0;   ///< root mean square of the reference, of its lambda = 0 part around its mean over this set
  double percent = 0;  ///< 100 rmse / spread
  /// Of the spherical components of one order: lambda = 0 is trace / sqrt(3), lambda = 2 the anisotropy.
  struct Part {
    FeatureOrder order;
    double rmse = 0, mae = 0, spread = 0, percent = 0;
  };
  std::vector<Part> parts;              ///< [irrep]
  std::optional<double> correlation{};  ///< of scalars that vary
};

struct PropertyValidationReport {
  PropertyOptions options;
  std::vector<Index> indices;
  PropertyErrors errors;
  std::vector<std::vector<double>> predicted, reference;  ///< as PredictedProperty::values
};

/// Errors of the model's properties (or those named) on structures that have them.
std::vector<PropertyValidationReport> validate_properties(const Device& device, const Model& model, const DataSet& data,
                                                          std::span<const Index> indices,
                                                          std::span<const std::string> names = {},
                                                          const Progress& progress = {});

struct PropertyCurvePoint {
  std::string property;
  Index structures = 0;
  double regularisation = 0;  ///< eta / weight of the property, what its solver adds
  Index dimension = 0;
  PropertyErrors errors;     ///< on the test set, or over all folds
  double train_percent = 0;  ///< on the training set, of its spread; not cross-validated
};

/// Environments from the largest training set, baselines from the first `sizes[k]` of `train` of each point; every
/// regularisation in turn (none given: each property's own), which costs the direct solver next to nothing.
std::vector<PropertyCurvePoint> property_learning_curve(
    const Device& device, const DataSet& data, std::span<const Index> train, std::span<const Index> sizes,
    std::span<const Index> test, std::span<const PropertyOptions> properties, const ModelOptions& model_options,
    const RegressionOptions& regression_options, std::span<const double> regularisations,
    const Progress& progress = {});

struct CrossValidationOptions {
  int folds = 5;
  std::string group{};  ///< structures with the same value of this attribute stay in one fold; empty: each for itself
};

/// Errors of every structure of `train` predicted without its fold, for each property and regularisation: what to
/// choose hyperparameters by. Environments come from all of `train` (they carry no reference values).
std::vector<PropertyCurvePoint> cross_validate_properties(
    const Device& device, const DataSet& data, std::span<const Index> train, const CrossValidationOptions& options,
    std::span<const PropertyOptions> properties, const ModelOptions& model_options,
    const RegressionOptions& regression_options, std::span<const double> regularisations,
    const Progress& progress = {});

}  // namespace rhofield
