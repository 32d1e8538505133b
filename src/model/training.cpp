// From a data set to a trained model: environments, K_MM, Psi, regression.
#include "rhofield/model/training.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <sstream>

#include "model/committee.hpp"
#include "model/lessons.hpp"
#include "model/percent.hpp"
#include "model/polarizability_errors.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

/// A test set held beside the training, to record its error at every iteration.
struct Followed {
  Design design;
  Metrics metrics;
  Tensor<double, 1> target;
  const ReferenceSpace* space;
  double error(View<const double, 1> w) const {
    const DesignOperator op(*space, design, metrics);
    return percent(squared_error(op, target.view(), w), squared_norm(op, target.view()));
  }
};

std::optional<Followed> follow(const Device& device, const DataSet& data, const RegressionOptions& options,
                               const Lesson& lesson) {
  if (options.follow.empty()) return std::nullopt;
  return Followed{.design = lesson.space->design(structures_at(data, options.follow)),
                  .metrics = Metrics(device, data, options.follow, options.memory_limit),
                  .target = centred_on(device, data, options.follow, lesson),
                  .space = lesson.space.get()};
}

std::string describe(const DataSet& data, Quantity quantity, Index structures, const SolutionReport& solution) {
  std::ostringstream line;
  line << (data.title.empty() ? name_of(quantity) : data.title) << "; " << structures
       << " training structures, regularisation " << solution.regularisation << ", " << solution.dimension
       << " weights";
  return line.str();
}

/// Everything of a model but what it has learned.
Model without_weights(const DataSet& data, const Preparation& prepared, const ModelOptions& options) {
  Model model;
  model.options = options;
  model.species = prepared.representation->species();
  model.feature_sets = prepared.representation->feature_sets();
  std::map<int, std::vector<Shell>> shells;
  for (const auto& [number, irreps] : prepared.lessons.front().target.irreps) {
    shells[number] = data.basis.shells(number);
    if (irreps.empty()) continue;  // a neighbour only
    const auto& c = prepared.lessons.front().space->references().coefficients(number);
    model.species_models[number] = {.environments = static_cast<int>(c.extent(0)),
                                    .environment_coefficients = c.to_host()};
  }
  model.basis = GaussianBasis(std::move(shells));
  return model;
}

/// Appends A [(m M'), n] = V w^{-1/2} [(m M'), D] W [n, D]^T, rows of this block's environments among those of its
/// group.
void carry_back(const Lesson& lesson, const Block& block, View<const double, 1> weights, double scale,
                std::vector<double>& out) {
  const Device& device = lesson.space->representation().device();
  auto folded = Tensor<double, 2>::zeros(device, {block.projector.extent(0), block.count()});
  const ConstMatrixView w(weights.data() + block.weight_offset, block.count(), block.dimension, block.dimension);
  if (block.dimension > 0)
    device.backend().linear_algebra().gemm(Op::none, Op::transpose, scale, matrix(block.projector.view()), w, 0.0,
                                           matrix(folded.view()));
  const std::vector<double> all = folded.to_host();
  const auto& group = lesson.space->references().group(block.number, block.irrep.features()).environments;
  const Index each = block.components() * block.count();
  for (Index environment : block.environments) {
    const Index m = std::lower_bound(group.begin(), group.end(), environment) - group.begin();
    out.insert(out.end(), all.begin() + m * each, all.begin() + (m + 1) * each);
  }
}

LearnedQuantity learned(const Lesson& lesson, const Posterior& posterior, const Calibration& calibration) {
  LearnedQuantity result{
      .target = lesson.target, .species = {}, .committee = calibration.committee, .training_summary = {}};
  for (const auto& [number, mean] : lesson.baseline) result.species[number].baseline = mean;
  for (const Block& block : lesson.space->blocks()) {
    ModelBlock out;
    out.environments.assign(block.environments.begin(), block.environments.end());
    out.count = static_cast<int>(block.count());
    out.dimension = static_cast<int>(block.dimension);
    carry_back(lesson, block, posterior.weights.view(), 1.0, out.weights);
    for (Index k = 0; k < calibration.committee.members; ++k)
      carry_back(lesson, block, posterior.deviations.view().rows(k, 1).reshape<1>({posterior.deviations.extent(1)}),
                 calibration.scale, out.committee);
    result.species[block.number].blocks.push_back(std::move(out));
  }
  return result;
}

/// What a field induces has no charge; a reference that has one is learned as it is, and said.
void warn_of_charged_responses(const DataSet& data, std::span<const Index> indices,
                               std::span<const Quantity> quantities, std::vector<std::string>& warnings) {
  if (std::find(quantities.begin(), quantities.end(), Quantity::response) == quantities.end() ||
      !data.basis.is_gaussian())
    return;
  double largest = 0;
  Index worst = 0, count = 0;
  for (Index k : indices) {
    const auto& entry = data.entries[static_cast<std::size_t>(k)];
    const double charge = largest_component(induced_charge(data.basis, entry.structure, entry.response));
    if (charge > induced_charge_tolerance) ++count;
    if (charge > largest) {
      largest = charge;
      worst = k;
    }
  }
  if (count > 0)
    warnings.push_back("the responses of " + std::to_string(count) + " of " + std::to_string(indices.size()) +
                       " structures are charged: up to " + text(largest) + " e per atomic unit of field (structure " +
                       std::to_string(worst) + "), more than " + text(induced_charge_tolerance) +
                       "; fit them with the constraint of zero charge");
}

/// The scale of every committee, from a training of its own without a fifth of the structures, their environments and
/// baselines included: a model knows environments that it compares with better than others.
std::map<Quantity, Calibration> calibrate_committees(const Device& device, const DataSet& data,
                                                     std::span<const Index> train, ModelOptions model,
                                                     RegressionOptions options,
                                                     const std::map<Quantity, SolutionReport>& solutions,
                                                     const Progress& progress) {
  const CalibrationSplit split = split_for_calibration(data, train);
  int atoms = 0;
  for (const Index k : split.fitted)
    atoms += static_cast<int>(data.entries[static_cast<std::size_t>(k)].structure.size());
  model.environments = std::min(model.environments, atoms);
  for (int& environments : model.environments_by_lambda) environments = std::min(environments, atoms);
  options.environments_from_all = options.baseline_over_all = false;
  options.checkpoint_file.clear();
  TrainingReport unused;
  Stages stages(unused, progress);
  const Preparation prepared = prepare(device, data, split.fitted, model, options, stages);
  std::vector<std::optional<NormalEquations>> normal(prepared.lessons.size());
  for (std::size_t l = 0; l < normal.size(); ++l)
    if (solutions.at(prepared.lessons[l].quantity).solver == Solver::direct)
      normal[l].emplace(device, prepared.lessons[l].space->dimension());
  if (std::any_of(normal.begin(), normal.end(), [](const auto& n) { return n.has_value(); }))
    accumulate(device, data, split.fitted, prepared, options, normal, stages);
  std::map<Quantity, Calibration> calibrations;
  for (std::size_t l = 0; l < normal.size(); ++l) {
    const Lesson& lesson = prepared.lessons[l];
    options.regularisation = solutions.at(lesson.quantity).regularisation;
    const Posterior posterior = normal[l]
                                    ? normal[l]->solve(options.regularisation, true, options.committee)
                                    : posterior_by_iteration(device, data, split.fitted, lesson, options, progress);
    Calibration& calibration = calibrations[lesson.quantity] =
        calibrate(device, data, split.held_out, lesson, posterior, options);
    // What the data say nothing about has the variance s^2/(N eta), which must not fall because others are added.
    calibration.scale *= std::sqrt(static_cast<double>(train.size()) / static_cast<double>(split.fitted.size()));
    normal[l].reset();
  }
  return calibrations;
}

}  // namespace

std::vector<std::string> checkpoint_files(const ModelOptions& model, const RegressionOptions& regression) {
  std::vector<std::string> files;
  for (const Quantity quantity : model.quantities) {
    const bool beside = model.quantities.size() > 1 && quantity == Quantity::response;
    files.push_back(regression.checkpoint_file + (beside && !regression.checkpoint_file.empty() ? ".response" : ""));
  }
  return files;
}

TrainedModel train(const Device& device, const DataSet& data, std::span<const Index> train,
                   const ModelOptions& model_options, const RegressionOptions& options, const Progress& progress) {
  check_training(data, train, model_options, options);
  if (!options.follow.empty()) check_test_set(data, train, options.follow, model_options.quantities, "follow");
  TrainedModel result;
  TrainingReport& report = result.report;
  Stages stages(report, progress);
  warn_of_charged_responses(data, train, model_options.quantities, report.warnings);
  const Preparation prepared = prepare(device, data, train, model_options, options, stages);
  const std::size_t lessons = prepared.lessons.size();
  report.notes = assumptions(model_options, structures_at(data, train));
  report.structures = static_cast<Index>(train.size());
  for (Index k : train) report.atoms += data.entries[static_cast<std::size_t>(k)].structure.size();

  bool iterate = false, direct = false;
  RegressionOptions free_memory = options;  // matrices of several quantities share the limit
  for (const Lesson& lesson : prepared.lessons) {
    SolutionReport& solution = report.solutions[lesson.quantity];
    solution.dimension = lesson.space->dimension();
    solution.regularisation = regularisation_of(options, lesson.quantity);
    solution.solver = choose_solver(free_memory, solution.dimension);
    if (solution.solver == Solver::direct) free_memory.memory_limit -= NormalEquations::bytes(solution.dimension);
    (solution.solver == Solver::direct ? direct : iterate) = true;
  }
  std::map<Quantity, Calibration> calibrations;
  if (options.committee > 0) {
    stages.begin("scale of the committee");
    calibrations = calibrate_committees(device, data, train, model_options, options, report.solutions, progress);
  }
  std::vector<std::optional<NormalEquations>> normal(lessons);
  for (std::size_t l = 0; l < lessons; ++l)
    if (const SolutionReport& solution = report.of(prepared.lessons[l].quantity); solution.solver == Solver::direct)
      normal[l].emplace(device, solution.dimension);
  result.model = without_weights(data, prepared, model_options);
  const auto finish = [&](const Lesson& lesson, const Posterior& posterior, const Calibration& calibration) {
    LearnedQuantity& quantity = result.model.learned[lesson.quantity] = learned(lesson, posterior, calibration);
    quantity.training_summary = describe(data, lesson.quantity, report.structures, report.of(lesson.quantity));
  };

  if (direct) {
    stages.begin("normal equations");
    accumulate(device, data, train, prepared, options, normal, stages);
    stages.begin("direct solution");
    for (std::size_t l = 0; l < lessons; ++l)
      if (normal[l]) {
        const Quantity quantity = prepared.lessons[l].quantity;
        finish(prepared.lessons[l], normal[l]->solve(report.of(quantity).regularisation, true, options.committee),
               calibrations[quantity]);
        normal[l].reset();
      }
  }
  if (iterate) {
    stages.begin("features and similarities");
    std::vector<const ReferenceSpace*> spaces;
    std::vector<std::size_t> iterated;  // lessons
    for (std::size_t l = 0; l < lessons; ++l)
      if (report.of(prepared.lessons[l].quantity).solver != Solver::direct) {
        spaces.push_back(prepared.lessons[l].space.get());
        iterated.push_back(l);
      }
    std::vector<Design> designs = make_designs(spaces, structures_at(data, train));
    const std::vector<std::string> files = checkpoint_files(model_options, options);
    const Metrics metrics(device, data, {train.begin(), train.end()}, options.memory_limit, options.metric);
    for (std::size_t k = 0; k < iterated.size(); ++k) {
      const std::size_t l = iterated[k];
      const Lesson& lesson = prepared.lessons[l];
      SolutionReport& solution = report.solutions[lesson.quantity];
      const Tensor<double, 1> target = centred_on(device, data, train, lesson);
      const auto followed = follow(device, data, options, lesson);
      const TestError test_error = [&](View<const double, 1> w) { return followed->error(w); };
      RegressionOptions own = options;
      own.regularisation = solution.regularisation;
      own.checkpoint_file = files[l];
      stages.begin("conjugate gradients");
      ConjugateGradientResult found = solve_by_iteration(*lesson.space, designs[k], metrics, target.view(), own,
                                                         progress, followed ? test_error : TestError{});
      designs[k] = {};  // its Psi is large
      report.warnings.insert(report.warnings.end(), found.warnings.begin(), found.warnings.end());
      solution.iterations = std::move(found.iterations);
      Posterior posterior{.weights = std::move(found.weights), .deviations = Tensor<double, 2>(device, {0, 0})};
      if (options.committee > 0) {
        stages.begin("committee");
        posterior.deviations = deviations_by_iteration(metrics, structures_at(data, train), lesson, own, progress);
      }
      finish(lesson, posterior, calibrations[lesson.quantity]);
    }
  }
  stages.end();
  return result;
}

}  // namespace rhofield
