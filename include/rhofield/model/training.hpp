// Training, validation and learning curves of the density and its response to a field, from a data set to numbers.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rhofield/model/data_set.hpp"
#include "rhofield/model/model.hpp"
#include "rhofield/progress.hpp"

namespace rhofield {

struct IterationRecord {
  int iteration = 0;
  double relative_residual = 0;  ///< |b - (B + eta) w| / |b|
  double loss = 0;               ///< the regularised loss
  double test_percent = 0;       ///< only when a test set was given to follow
};

/// How the weights of one quantity were found.
struct SolutionReport {
  Index dimension = 0;  ///< D
  double regularisation = 0;
  Solver solver = Solver::direct;
  std::vector<IterationRecord> iterations;  ///< empty for the direct solver
};

struct TrainingReport {
  Index structures = 0, atoms = 0;
  std::map<Quantity, SolutionReport> solutions;
  std::map<std::string, SolutionReport> properties;     ///< of train_properties, by name
  std::vector<std::string> warnings;                    ///< what went wrong without harm to the model
  std::vector<std::string> notes;                       ///< what long-range densities assume about the structures
  std::vector<std::pair<std::string, double>> seconds;  ///< stage, wall time

  const SolutionReport& of(Quantity quantity) const { return solutions.at(quantity); }
};

/// Files of conjugate gradients' checkpoints, one per quantity in the order of the options: the name given, with
/// ".response" behind it where both quantities are learned; empty when none was given.
std::vector<std::string> checkpoint_files(const ModelOptions& model, const RegressionOptions& regression);

struct TrainedModel {
  Model model;
  TrainingReport report;
};

/// Trains the quantities of the options on the entries at `train`, each listed once; the model knows their elements.
/// Errors name the entry. Environments and baseline come from `train` unless the options ask for the whole data set.
TrainedModel train(const Device& device, const DataSet& data, std::span<const Index> train,
                   const ModelOptions& model_options, const RegressionOptions& regression_options,
                   const Progress& progress = {});

/// Errors of predicted densities against reference coefficients, in the metric of each structure.
struct ValidationReport {
  std::vector<Index> indices;
  std::vector<double> percent;          ///< per structure, 100 sqrt(dc.S.dc / (c - baseline).S.(c - baseline))
  std::vector<double> percent_of_norm;  ///< per structure, 100 sqrt(dc.S.dc / c.S.c)
  std::vector<double> predicted_electrons, reference_electrons;
  double total_percent = 0;          ///< over the set, relative to the spread around the baseline
  double total_percent_of_norm = 0;  ///< over the set, relative to the full norm
  double electron_error = 0;         ///< mean |predicted - reference| electrons
  /// Error per (atomic number, lambda): 100 sqrt(sum |dc|^2 / sum |c - baseline|^2), on-site metric ignored.
  std::map<std::pair<int, int>, double> percent_by_block;
};

ValidationReport validate(const Device& device, const Model& model, const DataSet& data, std::span<const Index> indices,
                          const Progress& progress = {});

/// Errors of predicted responses, in the metric of each structure, and of the polarizabilities they give.
struct ResponseValidationReport {
  std::vector<Index> indices;
  std::vector<double> percent;                       ///< per structure, 100 sqrt(sum_k dc.S.dc / sum_k c.S.c)
  std::vector<std::array<double, 3>> field_percent;  ///< per structure, the same for each field direction
  double total_percent = 0;                          ///< over the set
  std::array<double, 3> total_field_percent{};
  /// Error per (atomic number, lambda): 100 sqrt(sum |dc|^2 / sum |c|^2), on-site metric ignored.
  std::map<std::pair<int, int>, double> percent_by_block;
  std::vector<Matrix3> predicted_polarizability;  ///< bohr^3, without induced charge
  std::vector<Matrix3> fitted_polarizability;     ///< from the reference coefficients
  double fitted_polarizability_percent = 0;       ///< mean of 100 |predicted - fitted| / |fitted|
  /// The same against the data's own polarizabilities, when all structures have one.
  std::optional<double> polarizability_percent;
  double largest_induced_charge = 0;  ///< |predicted| before it was taken out, e per atomic unit
};

/// Throws InvalidInput for a model without response, or structures without.
ResponseValidationReport validate_response(const Device& device, const Model& model, const DataSet& data,
                                           std::span<const Index> indices, const Progress& progress = {});

struct LearningCurvePoint {
  Quantity quantity = Quantity::density;
  Index structures = 0;
  double regularisation = 0;
  Index dimension = 0;
  double percent = 0, percent_of_norm = 0;  ///< on the test set
  double train_percent = 0;                 ///< on the training set
  /// Response: mean of 100 |alpha - reference| / |reference| on the test set, against polarizabilities of the reference
  /// coefficients and, where all have them, those of the data.
  double fitted_polarizability_percent = 0;
  std::optional<double> polarizability_percent{};
};

/// Environments and baseline from the largest training set; first `sizes[k]` of `train` for each point; every
/// regularisation in turn at no extra cost (direct), or by conjugate gradients; none given: each quantity's own. Throws
/// InvalidInput when `test` meets the training set or has elements that it lacks.
std::vector<LearningCurvePoint> learning_curve(const Device& device, const DataSet& data, std::span<const Index> train,
                                               std::span<const Index> sizes, std::span<const Index> test,
                                               const ModelOptions& model_options,
                                               const RegressionOptions& regression_options,
                                               std::span<const double> regularisations, const Progress& progress = {});

}  // namespace rhofield
