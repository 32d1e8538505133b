// Test errors against the number of training structures.
#include <algorithm>

#include "model/lessons.hpp"
#include "model/percent.hpp"
#include "model/polarizability_errors.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

/// Test structures of one lesson, and the errors of weights on them.
class TestSet {
 public:
  TestSet(const Device& device, const DataSet& data, std::span<const Index> test, const Lesson& lesson,
          std::size_t memory_limit)
      : data_(data),
        indices_(test),
        lesson_(lesson),
        design_(lesson.space->design(structures_at(data, test))),
        metrics_(device, data, {test.begin(), test.end()}, memory_limit),
        operator_(*lesson.space, design_, metrics_),
        target_(centred_on(device, data, test, lesson)),
        spread_(squared_norm(operator_, std::as_const(target_).view())) {
    std::map<int, std::vector<double>> no_baseline;
    for (const auto& [number, mean] : lesson.baseline) no_baseline[number] = {};
    const auto values = centred_values(data, test, lesson.quantity, no_baseline);
    const auto whole = Tensor<double, 1>::from_host(device, values, {static_cast<Index>(values.size())});
    norm_ = squared_norm(operator_, whole.view());
  }

  LearningCurvePoint point(Index structures, double eta, View<const double, 1> w, double train_percent) const {
    const double error = squared_error(operator_, target_.view(), w);
    LearningCurvePoint result{.quantity = lesson_.quantity,
                              .structures = structures,
                              .regularisation = eta,
                              .dimension = lesson_.space->dimension(),
                              .percent = percent(error, spread_),
                              .percent_of_norm = percent(error, norm_),
                              .train_percent = train_percent};
    if (lesson_.quantity == Quantity::response && data_.basis.is_gaussian()) add_polarizabilities(w, result);
    return result;
  }

 private:
  void add_polarizabilities(View<const double, 1> w, LearningCurvePoint& point) const {
    Tensor<double, 1> c(lesson_.space->representation().device(), {design_.elements()});
    operator_.expand(w, c.view());
    const std::vector<double> predicted = c.to_host();
    PolarizabilityErrors errors;
    for (std::size_t a = 0; a < indices_.size(); ++a)
      errors.add(data_, indices_[a],
                 std::span(predicted).subspan(
                     static_cast<std::size_t>(3 * design_.function_offset[a]),
                     static_cast<std::size_t>(3 * (design_.function_offset[a + 1] - design_.function_offset[a]))));
    point.fitted_polarizability_percent = errors.fitted_percent();
    point.polarizability_percent = errors.percent();
  }

  const DataSet& data_;
  std::span<const Index> indices_;
  const Lesson& lesson_;
  Design design_;
  Metrics metrics_;
  DesignOperator operator_;
  Tensor<double, 1> target_;
  double spread_ = 0, norm_ = 0;
};

/// The points of one quantity.
void add_curve(const Device& device, const DataSet& data, std::span<const Index> train, std::span<const Index> sizes,
               std::span<const Index> test, const Preparation& prepared, std::size_t l,
               const RegressionOptions& options, std::span<const double> regularisations, Stages& stages,
               const Progress& progress, std::vector<LearningCurvePoint>& curve) {
  const Lesson& lesson = prepared.lessons[l];
  const double own_regularisation = regularisation_of(options, lesson.quantity);
  if (regularisations.empty()) regularisations = std::span(&own_regularisation, 1);
  stages.begin("test set");
  const TestSet test_set(device, data, test, lesson, options.memory_limit);
  if (choose_solver(options, lesson.space->dimension()) == Solver::direct) {
    std::vector<std::optional<NormalEquations>> normal(prepared.lessons.size());
    normal[l].emplace(device, lesson.space->dimension());
    std::size_t done = 0;
    for (Index size : sizes) {
      stages.begin("normal equations");
      accumulate(device, data, train.subspan(done, static_cast<std::size_t>(size) - done), prepared, options, normal,
                 stages);
      done = static_cast<std::size_t>(size);
      for (double eta : regularisations) {
        stages.begin("direct solution");
        const Tensor<double, 1> w = normal[l]->solve(eta, false).weights;
        curve.push_back(test_set.point(size, eta, w.view(), normal[l]->training_percent(w.view(), eta)));
      }
    }
    return;
  }
  for (Index size : sizes)
    for (double eta : regularisations) {
      stages.begin("conjugate gradients");
      const auto subset = train.first(static_cast<std::size_t>(size));
      Design design = lesson.space->design(structures_at(data, subset));
      const Metrics metrics(device, data, {subset.begin(), subset.end()}, options.memory_limit, options.metric);
      RegressionOptions point = options;
      point.regularisation = eta;
      point.checkpoint_file.clear();
      const Tensor<double, 1> target = centred_on(device, data, subset, lesson);
      const auto solution = solve_by_iteration(*lesson.space, design, metrics, target.view(), point, progress);
      curve.push_back(test_set.point(size, eta, solution.weights.view(), solution.training_percent));
    }
}

}  // namespace

std::vector<LearningCurvePoint> learning_curve(const Device& device, const DataSet& data, std::span<const Index> train,
                                               std::span<const Index> sizes, std::span<const Index> test,
                                               const ModelOptions& model_options, const RegressionOptions& options,
                                               std::span<const double> regularisations, const Progress& progress) {
  check_sizes(sizes, static_cast<Index>(train.size()));
  for (double eta : regularisations) {
    RegressionOptions point = options;
    point.regularisation = eta;
    validate(point);
  }
  const auto largest = train.first(static_cast<std::size_t>(sizes.back()));
  check_training(data, largest, model_options, options);
  check_test_set(data, largest, test, model_options.quantities, "test on");
  TrainingReport report;
  Stages stages(report, progress);
  const Preparation prepared = prepare(device, data, largest, model_options, options, stages);
  std::vector<LearningCurvePoint> curve;
  for (std::size_t l = 0; l < prepared.lessons.size(); ++l)
    add_curve(device, data, train, sizes, test, prepared, l, options, regularisations, stages, progress, curve);
  return curve;
}

}  // namespace rhofield
