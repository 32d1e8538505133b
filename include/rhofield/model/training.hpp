// Training, validation and learning curves of a density model, from a data set to numbers.
#pragma once

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

struct TrainingReport {
  Index structures = 0, atoms = 0, dimension = 0;
  Solver solver = Solver::direct;
  std::vector<IterationRecord> iterations;              ///< empty for the direct solver
  std::vector<std::string> warnings;                    ///< what went wrong without harm to the model
  std::vector<std::pair<std::string, double>> seconds;  ///< stage, wall time
};

struct TrainedModel {
  Model model;
  TrainingReport report;
};

/// Trains on the entries at `train`, each listed once; the model knows their elements. Errors name the entry.
/// Environments and baseline come from `train` unless the options ask for the whole data set.
TrainedModel train(const Device& device, const DataSet& data, std::span<const Index> train,
                   const ModelOptions& model_options, const RegressionOptions& regression_options,
                   const Progress& progress = {});

/// Errors of predictions against reference coefficients, in the metric of each structure.
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

struct LearningCurvePoint {
  Index structures = 0;
  double regularisation = 0;
  Index dimension = 0;
  double percent = 0, percent_of_norm = 0;  ///< on the test set
  double train_percent = 0;                 ///< on the training set
};

/// Environments and baseline from the largest training set; first `sizes[k]` of `train` for each point; every
/// regularisation in turn at no extra cost (direct), or by conjugate gradients. Throws InvalidInput when `test` meets
/// the training set or has elements that it lacks.
std::vector<LearningCurvePoint> learning_curve(const Device& device, const DataSet& data, std::span<const Index> train,
                                               std::span<const Index> sizes, std::span<const Index> test,
                                               const ModelOptions& model_options,
                                               const RegressionOptions& regression_options,
                                               std::span<const double> regularisations, const Progress& progress = {});

}  // namespace rhofield
