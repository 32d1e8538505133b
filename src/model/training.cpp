// From a data set to a trained model: environments, K_MM, Psi, regression.
#include "rhofield/model/training.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <sstream>

#include "model/percent.hpp"
#include "model/polarizability_errors.hpp"
#include "model/regression.hpp"
#include "rhofield/error.hpp"
#include "rhofield/observables/response.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

class Stages {
 public:
  Stages(TrainingReport& report, const Progress& progress) : report_(&report), progress_(&progress) {}
  void begin(const std::string& name) {
    end();
    name_ = name;
    start_ = std::chrono::steady_clock::now();
    step(0, 1);
  }
  void step(Index done, Index total) const {
    if (*progress_ && !(*progress_)(name_, done, total)) throw Interrupted("training was stopped during: " + name_);
  }
  void end() {
    if (name_.empty()) return;
    report_->seconds.emplace_back(name_,
                                  std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count());
    name_.clear();
  }

 private:
  TrainingReport* report_;
  const Progress* progress_;
  std::string name_;
  std::chrono::steady_clock::time_point start_;
};

std::vector<Structure> structures_at(const DataSet& data, std::span<const Index> indices) {
  std::vector<Structure> chosen;
  chosen.reserve(indices.size());
  for (Index k : indices) chosen.push_back(data.entries[static_cast<std::size_t>(k)].structure);
  return chosen;
}

void check_indices(const DataSet& data, std::span<const Index> indices, std::span<const Quantity> quantities,
                   const char* what) {
  if (indices.empty()) throw InvalidInput(std::string("no structures to ") + what + "; give at least one");
  std::vector<bool> listed(data.entries.size(), false);
  for (Index k : indices) {
    if (k < 0 || k >= data.size())
      throw InvalidInput("structure " + std::to_string(k) + " was asked for, but the data set has " +
                         std::to_string(data.size()) + " (counted from 0)");
    if (listed[static_cast<std::size_t>(k)])
      throw InvalidInput("structure " + std::to_string(k) + " occurs twice among the " +
                         std::to_string(indices.size()) + " to " + what + "; list every structure once");
    listed[static_cast<std::size_t>(k)] = true;
    for (const Quantity quantity : quantities)
      validate(data.entries[static_cast<std::size_t>(k)], data.basis, "structure " + std::to_string(k), quantity);
  }
}

std::vector<Index> all_indices(const DataSet& data) {
  std::vector<Index> all(data.entries.size());
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = static_cast<Index>(k);
  return all;
}

/// A test set must not meet the training set, and must have no element that only a test could show.
void check_test_set(const DataSet& data, std::span<const Index> train, std::span<const Index> test,
                    std::span<const Quantity> quantities, const char* what) {
  check_indices(data, test, quantities, what);
  std::vector<bool> trained(data.entries.size(), false);
  for (Index k : train) trained[static_cast<std::size_t>(k)] = true;
  const std::vector<int> known = species_of(structures_at(data, train));
  for (Index k : test) {
    if (trained[static_cast<std::size_t>(k)])
      throw InvalidInput("structure " + std::to_string(k) +
                         " is in both the training and the test set; a test error would mean nothing");
    for (int number : data.entries[static_cast<std::size_t>(k)].structure.numbers) {
      if (std::binary_search(known.begin(), known.end(), number)) continue;
      std::string list;
      for (int z : known) list += " " + std::string(element_symbol(z));
      throw InvalidInput("structure " + std::to_string(k) + " to " + what + " contains " +
                         std::string(element_symbol(number)) + ", but the " + std::to_string(train.size()) +
                         " training structures have" + list + " only; train on structures with it, or leave this out");
    }
  }
}

void check_training(const DataSet& data, std::span<const Index> train, const ModelOptions& model,
                    const RegressionOptions& regression) {
  validate(model);
  validate(regression);
  check_indices(data, train, model.quantities, "train on");
  if (regression.baseline_over_all || regression.environments_from_all)
    check_indices(data, all_indices(data), model.quantities, "average over");
}

/// Species means of the lambda = 0 coefficients, of irreps with a baseline: by atomic number of the target, [n].
std::map<int, std::vector<double>> species_baseline(const DataSet& data, std::span<const Index> indices,
                                                    const Target& target) {
  std::map<int, std::vector<double>> mean;
  std::map<int, Index> atoms;
  bool any = false;
  for (const auto& [number, irreps] : target.irreps) {
    auto& sum = mean[number];
    for (const Irrep& irrep : irreps)
      if (irrep.baseline) sum.assign(static_cast<std::size_t>(irrep.count), 0.0);
    any = any || !sum.empty();
  }
  if (!any) return mean;
  for (Index k : indices) {
    const auto& entry = data.entries[static_cast<std::size_t>(k)];
    Index first = 0;
    for (int number : entry.structure.numbers) {
      if (const auto found = mean.find(number); found != mean.end()) {
        auto& sum = found->second;  // lambda = 0 comes first within an atom
        for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += entry.coefficients[static_cast<std::size_t>(first) + n];
        ++atoms[number];
      }
      first += data.basis.functions(number);
    }
  }
  for (auto& [number, sum] : mean)
    for (double& x : sum) x /= static_cast<double>(std::max<Index>(atoms[number], 1));
  return mean;
}

/// One quantity on its way to a model.
struct Lesson {
  Quantity quantity = Quantity::density;
  Target target;
  std::map<int, std::vector<double>> baseline;
  std::unique_ptr<ReferenceSpace> space;
};

/// Reference values of the structures minus the baseline, one after the other.
std::vector<double> centred_values(const DataSet& data, std::span<const Index> indices, Quantity quantity,
                                   const std::map<int, std::vector<double>>& baseline) {
  std::vector<double> centred;
  for (Index k : indices) {
    const auto& entry = data.entries[static_cast<std::size_t>(k)];
    const std::vector<double>& values = reference_values(entry, quantity);
    std::size_t first = centred.size();
    centred.insert(centred.end(), values.begin(), values.end());
    for (int number : entry.structure.numbers) {
      const auto& mean = baseline.at(number);
      for (std::size_t n = 0; n < mean.size(); ++n) centred[first + n] -= mean[n];
      first += static_cast<std::size_t>(data.basis.functions(number));
    }
  }
  return centred;
}

Tensor<double, 1> centred_on(const Device& device, const DataSet& data, std::span<const Index> indices,
                             const Lesson& lesson) {
  const std::vector<double> values = centred_values(data, indices, lesson.quantity, lesson.baseline);
  return Tensor<double, 1>::from_host(device, values, {static_cast<Index>(values.size())});
}

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
                    const ModelOptions& options, const RegressionOptions& regression, Stages& stages) {
  const std::vector<Index> all = all_indices(data);
  const std::vector<Structure> pool =
      structures_at(data, regression.environments_from_all ? std::span<const Index>(all) : train);

  // What is not in the training set is not learned: its elements are no part of the targets, and only those of the
  // pool have channels in the expansion.
  Preparation prepared;
  std::vector<Target> targets;
  std::set<FeatureOrder> orders;
  for (const Quantity quantity : options.quantities) {
    Lesson lesson{.quantity = quantity, .target = {}, .baseline = {}, .space = {}};
    const Target every_element = make_target(quantity, data.basis);
    lesson.target.fields = every_element.fields;
    for (int number : species_of(structures_at(data, train))) lesson.target.irreps[number] = every_element.of(number);
    lesson.baseline =
        species_baseline(data, regression.baseline_over_all ? std::span<const Index>(all) : train, lesson.target);
    orders.merge(lesson.target.feature_orders());
    targets.push_back(lesson.target);
    prepared.lessons.push_back(std::move(lesson));
  }

  stages.begin("spherical expansion");
  prepared.representation = std::make_unique<Representation>(device, species_of(pool), options.expansion);
  prepared.representation->use_all_features(orders);  // too high orders are noticed now
  const Expanded expanded = prepared.representation->expand(pool);
  if (options.features_per_lambda > 0) {
    stages.begin("feature selection");
    prepared.representation->select_features(orders, options.features_per_lambda, expanded, regression.memory_limit);
  }
  stages.begin("reference environments");
  const std::vector<Index> picks = pick_environments(*prepared.representation, expanded, options.environments);
  stages.begin("similarity of environments");
  const auto references =
      std::make_shared<const References>(*prepared.representation, targets, options, expanded, picks);
  for (Lesson& lesson : prepared.lessons) lesson.space = std::make_unique<ReferenceSpace>(references, lesson.target);
  return prepared;
}

/// Adds structures to the normal equations of the lessons that have some, in batches whose Psi stays small; Psi is
/// dropped after each.
void accumulate(const Device& device, const DataSet& data, std::span<const Index> indices, const Preparation& prepared,
                const RegressionOptions& options, std::span<std::optional<NormalEquations>> normal,
                const Stages& stages) {
  constexpr std::size_t structures_per_batch = 64;
  std::vector<const ReferenceSpace*> spaces;
  std::vector<std::size_t> lesson_of;
  for (std::size_t l = 0; l < prepared.lessons.size(); ++l)
    if (normal[l]) {
      spaces.push_back(prepared.lessons[l].space.get());
      lesson_of.push_back(l);
    }
  for (std::size_t first = 0; first < indices.size(); first += structures_per_batch) {
    stages.step(static_cast<Index>(first), static_cast<Index>(indices.size()));
    const auto batch = indices.subspan(first, std::min(structures_per_batch, indices.size() - first));
    const std::vector<Design> designs = make_designs(spaces, structures_at(data, batch));
    // Each metric serves twice within the batch and lesson: for b and for B.
    const Metrics metrics(device, data, {batch.begin(), batch.end()}, options.memory_limit);
    for (std::size_t s = 0; s < spaces.size(); ++s) {
      const Tensor<double, 1> target = centred_on(device, data, batch, prepared.lessons[lesson_of[s]]);
      normal[lesson_of[s]]->add(DesignOperator(*spaces[s], designs[s], metrics), target.view());
    }
  }
}

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

std::string describe(const DataSet& data, Index structures, const SolutionReport& solution) {
  std::ostringstream line;
  line << (data.title.empty() ? "density" : data.title) << "; " << structures << " training structures, regularisation "
       << solution.regularisation << ", " << solution.dimension << " weights";
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
    const auto& c = prepared.lessons.front().space->references().coefficients(number);
    model.species_models[number] = {.environments = static_cast<int>(c.extent(0)),
                                    .environment_coefficients = c.to_host()};
  }
  model.basis = GaussianBasis(std::move(shells));
  return model;
}

LearnedQuantity learned(const Lesson& lesson, View<const double, 1> weights) {
  const Device& device = lesson.space->representation().device();
  LearnedQuantity result{.target = lesson.target, .species = {}, .training_summary = {}};
  for (const auto& [number, mean] : lesson.baseline) result.species[number].baseline = mean;
  for (const Block& block : lesson.space->blocks()) {
    ModelBlock out;
    out.environments.assign(block.environments.begin(), block.environments.end());
    out.count = static_cast<int>(block.count());
    out.dimension = static_cast<int>(block.dimension);
    // A [(m M'), n] = V w^{-1/2} [(m M'), D] W [n, D]^T, rows of this block's environments among those of its group.
    auto folded = Tensor<double, 2>::zeros(device, {block.projector.extent(0), block.count()});
    const ConstMatrixView w(weights.data() + block.weight_offset, block.count(), block.dimension, block.dimension);
    if (block.dimension > 0)
      device.backend().linear_algebra().gemm(Op::none, Op::transpose, 1.0, matrix(block.projector.view()), w, 0.0,
                                             matrix(folded.view()));
    const std::vector<double> all = folded.to_host();
    const auto& group = lesson.space->references().group(block.number, block.irrep.features()).environments;
    const Index each = block.components() * block.count();
    for (Index environment : block.environments) {
      const Index m = std::lower_bound(group.begin(), group.end(), environment) - group.begin();
      out.weights.insert(out.weights.end(), all.begin() + m * each, all.begin() + (m + 1) * each);
    }
    result.species[block.number].blocks.push_back(std::move(out));
  }
  return result;
}

Solver choose_solver(const RegressionOptions& options, Index dimension) {
  const bool fits = NormalEquations::bytes(dimension) <= options.memory_limit;
  if (options.solver == Solver::direct && !fits)
    throw InvalidInput("the direct solver needs " + std::to_string(NormalEquations::bytes(dimension)) + " bytes for " +
                       std::to_string(dimension) + " weights, but memory_limit is " +
                       std::to_string(options.memory_limit) + "; raise it or use conjugate gradients");
  if (options.solver != Solver::automatic) return options.solver;
  return fits ? Solver::direct : Solver::conjugate_gradients;
}

/// The solution, or NumericalFailure: weights that have not converged are no result.
ConjugateGradientResult solve_by_iteration(const ReferenceSpace& space, Design& design, const Metrics& metrics,
                                           View<const double, 1> target, const RegressionOptions& options,
                                           const Progress& progress, const TestError& test_error = {}) {
  ConjugateGradientResult solution = conjugate_gradients(space, design, metrics, target, options, progress, test_error);
  if (solution.converged) return solution;
  const double residual = solution.iterations.empty() ? 1.0 : solution.iterations.back().relative_residual;
  throw NumericalFailure(
      "conjugate gradients did not converge within max_iterations = " + std::to_string(options.max_iterations) +
      " at regularisation " + text(options.regularisation) + " (relative residual " + text(residual) +
      ", residual_tolerance " + text(options.residual_tolerance) +
      "); raise max_iterations, loosen the tolerances, or use the direct solver");
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

/// A quantity beside another has a checkpoint of its own.
std::string checkpoint_name(const RegressionOptions& options, const ModelOptions& model, Quantity quantity) {
  const bool beside = !options.checkpoint_file.empty() && model.quantities.size() > 1 && quantity == Quantity::response;
  return options.checkpoint_file + (beside ? ".response" : "");
}

}  // namespace

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
  report.structures = static_cast<Index>(train.size());
  for (Index k : train) report.atoms += data.entries[static_cast<std::size_t>(k)].structure.size();

  std::vector<std::optional<NormalEquations>> normal(lessons);
  bool iterate = false, direct = false;
  for (std::size_t l = 0; l < lessons; ++l) {
    const Lesson& lesson = prepared.lessons[l];
    SolutionReport& solution = report.solutions[lesson.quantity];
    solution.dimension = lesson.space->dimension();
    solution.regularisation = regularisation_of(options, lesson.quantity);
    solution.solver = choose_solver(options, solution.dimension);
    if (solution.solver == Solver::direct) normal[l].emplace(device, solution.dimension);
    (solution.solver == Solver::direct ? direct : iterate) = true;
  }
  result.model = without_weights(data, prepared, model_options);
  const auto finish = [&](const Lesson& lesson, View<const double, 1> weights) {
    LearnedQuantity& quantity = result.model.learned[lesson.quantity] = learned(lesson, weights);
    quantity.training_summary = describe(data, report.structures, report.of(lesson.quantity));
  };

  if (direct) {
    stages.begin("normal equations");
    accumulate(device, data, train, prepared, options, normal, stages);
    stages.begin("direct solution");
    for (std::size_t l = 0; l < lessons; ++l)
      if (normal[l]) {
        const double eta = report.of(prepared.lessons[l].quantity).regularisation;
        const Tensor<double, 1> weights = normal[l]->solve(eta, true);
        finish(prepared.lessons[l], weights.view());
        normal[l].reset();
      }
  }
  if (iterate) {
    stages.begin("features and similarities");
    std::vector<Design> designs = make_designs(prepared.spaces(), structures_at(data, train));
    const Metrics metrics(device, data, {train.begin(), train.end()}, options.memory_limit);
    for (std::size_t l = 0; l < lessons; ++l) {
      const Lesson& lesson = prepared.lessons[l];
      SolutionReport& solution = report.solutions[lesson.quantity];
      if (solution.solver == Solver::direct) continue;
      const Tensor<double, 1> target = centred_on(device, data, train, lesson);
      const auto followed = follow(device, data, options, lesson);
      const TestError test_error = [&](View<const double, 1> w) { return followed->error(w); };
      RegressionOptions own = options;
      own.regularisation = solution.regularisation;
      own.checkpoint_file = checkpoint_name(options, model_options, lesson.quantity);
      stages.begin("conjugate gradients");
      ConjugateGradientResult found = solve_by_iteration(*lesson.space, designs[l], metrics, target.view(), own,
                                                         progress, followed ? test_error : TestError{});
      metrics.forget();
      report.warnings.insert(report.warnings.end(), found.warnings.begin(), found.warnings.end());
      solution.iterations = std::move(found.iterations);
      finish(lesson, std::as_const(found.weights).view());
    }
  }
  stages.end();
  return result;
}

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
        const Tensor<double, 1> w = normal[l]->solve(eta, false);
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
      const Metrics metrics(device, data, {subset.begin(), subset.end()}, options.memory_limit);
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
  if (sizes.empty() || !std::is_sorted(sizes.begin(), sizes.end()) || sizes.front() < 1)
    throw InvalidInput("the sizes of a learning curve must be positive and ascending");
  if (sizes.back() > static_cast<Index>(train.size()))
    throw InvalidInput("the learning curve asks for " + std::to_string(sizes.back()) +
                       " training structures, but there are only " + std::to_string(train.size()));
  if (regularisations.empty()) throw InvalidInput("a learning curve needs at least one regularisation, got none");
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
