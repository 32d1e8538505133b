// What training and learning curves share: from a data set to reference spaces, normal equations and solutions.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/regression.hpp"
#include "rhofield/model/training.hpp"

namespace rhofield {

/// Tells the caller's progress which stage is being worked on, and the report how long it took.
class Stages {
 public:
  Stages(TrainingReport& report, const Progress& progress) : report_(&report), progress_(&progress) {}
  void begin(const std::string& name);
  void step(Index done, Index total) const;  ///< throws Interrupted when the caller wants to stop
  void end();

 private:
  TrainingReport* report_;
  const Progress* progress_;
  std::string name_;
  std::chrono::steady_clock::time_point start_;
};

std::vector<Structure> structures_at(const DataSet& data, std::span<const Index> indices);

/// At least one structure; all there, once each, with these quantities. `what` goes into the messages: "train on".
void check_indices(const DataSet& data, std::span<const Index> indices, std::span<const Quantity> quantities,
                   const char* what);
/// Options in range; structures there, once each, with all that is to be learned.
void check_training(const DataSet& data, std::span<const Index> train, const ModelOptions& model,
                    const RegressionOptions& regression);
/// Sizes of the points of a learning curve: ascending, no more than there are to train on.
void check_sizes(std::span<const Index> sizes, Index train);
/// A test set must not meet the training set, and must have no element that only a test could show.
void check_test_set(const DataSet& data, std::span<const Index> train, std::span<const Index> test,
                    std::span<const Quantity> quantities, const char* what);

/// One quantity on its way to a model.
struct Lesson {
  Quantity quantity = Quantity::density;
  Target target;
  std::map<int, std::vector<double>> baseline;
  std::unique_ptr<ReferenceSpace> space;
};

/// Reference values of the structures minus the baseline, one after the other.
std::vector<double> centred_values(const DataSet& data, std::span<const Index> indices, Quantity quantity,
                                   const std::map<int, std::vector<double>>& baseline);
Tensor<double, 1> centred_on(const Device& device, const DataSet& data, std::span<const Index> indices,
                             const Lesson& lesson);

/// Everything up to the reference spaces: what `train` and `learning_curve` share.
struct Preparation {
  std::unique_ptr<Representation> representation;
  std::vector<Lesson> lessons;
  std::vector<const ReferenceSpace*> spaces() const {
    std::vector<const ReferenceSpace*> all;
    for (const Lesson& lesson : lessons) all.push_back(lesson.space.get());
    return all;
  }
};

Preparation prepare(const Device& device, const DataSet& data, std::span<const Index> train,
                    const ModelOptions& options, const RegressionOptions& regression, Stages& stages);

/// Expands the pool, keeps the environments of these elements and makes or selects the features of these orders.
std::unique_ptr<Representation> represent(const Device& device, std::span<const Structure> pool,
                                          const std::set<int>& centres, const std::set<FeatureOrder>& orders,
                                          const ModelOptions& options, std::size_t memory_limit, Expanded& expanded,
                                          Stages& stages);

/// Adds structures to the normal equations of the lessons that have some, in batches whose Psi stays small; Psi is
/// dropped after each.
void accumulate(const Device& device, const DataSet& data, std::span<const Index> indices, const Preparation& prepared,
                const RegressionOptions& options, std::span<std::optional<NormalEquations>> normal,
                const Stages& stages);

/// Direct while the matrix fits; throws InvalidInput where it was asked for and does not.
Solver choose_solver(const RegressionOptions& options, Index dimension);

/// The solution, or NumericalFailure: weights that have not converged are no result.
ConjugateGradientResult solve_by_iteration(const ReferenceSpace& space, Design& design, const Metrics& metrics,
                                           View<const double, 1> target, const RegressionOptions& options,
                                           const Progress& progress, const TestError& test_error = {});

}  // namespace rhofield
