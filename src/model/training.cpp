// From a data set to a trained model: environments, K_MM, Psi, regression.
#include "rhofield/model/training.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <sstream>

#include "model/percent.hpp"
#include "model/regression.hpp"
#include "rhofield/error.hpp"
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

void check_indices(const DataSet& data, std::span<const Index> indices, const char* what) {
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
    validate(data.entries[static_cast<std::size_t>(k)], data.basis, "structure " + std::to_string(k));
  }
}

std::vector<Index> all_indices(const DataSet& data) {
  std::vector<Index> all(data.entries.size());
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = static_cast<Index>(k);
  return all;
}

/// A test set must not meet the training set, and must have no element that only a test could show.
void check_test_set(const DataSet& data, std::span<const Index> train, std::span<const Index> test, const char* what) {
  check_indices(data, test, what);
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
  check_indices(data, train, "train on");
  if (regression.baseline_over_all || regression.environments_from_all)
    check_indices(data, all_indices(data), "average over");
}

/// Species means of the lambda = 0 coefficients: by atomic number of the target, [n].
std::map<int, std::vector<double>> species_baseline(const DataSet& data, std::span<const Index> indices,
                                                    const Target& target) {
  std::map<int, std::vector<double>> mean;
  std::map<int, Index> atoms;
  for (const auto& [number, irreps] : target.irreps) {
    auto& sum = mean[number];
    for (const Irrep& irrep : irreps)
      if (irrep.baseline) sum.assign(static_cast<std::size_t>(irrep.count), 0.0);
  }
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

/// c^ref - baseline of the structures, one after the other.
std::vector<double> centred_coefficients(const DataSet& data, std::span<const Index> indices,
                                         const std::map<int, std::vector<double>>& baseline) {
  std::vector<double> centred;
  for (Index k : indices) {
    const auto& entry = data.entries[static_cast<std::size_t>(k)];
    std::size_t first = centred.size();
    centred.insert(centred.end(), entry.coefficients.begin(), entry.coefficients.end());
    for (int number : entry.structure.numbers) {
      const auto& mean = baseline.at(number);
      for (std::size_t n = 0; n < mean.size(); ++n) centred[first + n] -= mean[n];
      first += static_cast<std::size_t>(data.basis.functions(number));
    }
  }
  return centred;
}

/// Everything up to the reference space: what `train` and `learning_curve` share.
struct Preparation {
  Target target;
  std::map<int, std::vector<double>> baseline;
  std::unique_ptr<Representation> representation;
  std::unique_ptr<ReferenceSpace> space;
};

Preparation prepare(const Device& device, const DataSet& data, std::span<const Index> train,
                    const ModelOptions& options, const RegressionOptions& regression, Stages& stages) {
  const std::vector<Index> all = all_indices(data);
  const std::vector<Structure> pool =
      structures_at(data, regression.environments_from_all ? std::span<const Index>(all) : train);

  // What is not in the training set is not learned: its elements are no part of the target, and only those of the pool
  // have channels in the expansion.
  Preparation prepared;
  const Target every_element = density_target(data.basis);
  for (int number : species_of(structures_at(data, train))) prepared.target.irreps[number] = every_element.of(number);
  prepared.baseline =
      species_baseline(data, regression.baseline_over_all ? std::span<const Index>(all) : train, prepared.target);

  stages.begin("spherical expansion");
  const int lambda_max = prepared.target.lambda_max();
  prepared.representation = std::make_unique<Representation>(device, species_of(pool), options.expansion);
  if (lambda_max > 2 * options.expansion.l_max)
    throw InvalidInput("the basis has functions up to l = " + std::to_string(lambda_max) +
                       ", which products of expansions up to l_max = " + std::to_string(options.expansion.l_max) +
                       " cannot reach; raise l_max to at least " + std::to_string((lambda_max + 1) / 2));
  const Expanded expanded = prepared.representation->expand(pool);
  if (options.features_per_lambda > 0) {
    stages.begin("feature selection");
    prepared.representation->select_features(lambda_max, options.features_per_lambda, expanded,
                                             regression.memory_limit);
  } else {
    prepared.representation->use_all_features(lambda_max);
  }
  stages.begin("reference environments");
  const std::vector<Index> picks = pick_environments(*prepared.representation, expanded, options.environments);
  stages.begin("similarity of environments");
  prepared.space =
      std::make_unique<ReferenceSpace>(*prepared.representation, prepared.target, options, expanded, picks);
  return prepared;
}

/// Adds structures to the normal equations in batches whose Psi stays small; Psi is dropped after each.
void accumulate(const Device& device, const DataSet& data, std::span<const Index> indices, const Preparation& prepared,
                const RegressionOptions& options, NormalEquations& normal, const Stages& stages) {
  constexpr std::size_t structures_per_batch = 64;
  for (std::size_t first = 0; first < indices.size(); first += structures_per_batch) {
    stages.step(static_cast<Index>(first), static_cast<Index>(indices.size()));
    const auto batch = indices.subspan(first, std::min(structures_per_batch, indices.size() - first));
    const Design design = prepared.space->design(structures_at(data, batch));
    // Each metric serves twice within the batch: for b and for B.
    const Metrics metrics(device, data, {batch.begin(), batch.end()}, options.memory_limit);
    const auto target = Tensor<double, 1>::from_host(device, centred_coefficients(data, batch, prepared.baseline),
                                                     {design.functions()});
    normal.add(DesignOperator(*prepared.space, design, metrics), target.view());
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
                               const Preparation& prepared) {
  if (options.follow.empty()) return std::nullopt;
  const auto target = centred_coefficients(data, options.follow, prepared.baseline);
  return Followed{.design = prepared.space->design(structures_at(data, options.follow)),
                  .metrics = Metrics(device, data, options.follow, options.memory_limit),
                  .target = Tensor<double, 1>::from_host(device, target, {static_cast<Index>(target.size())}),
                  .space = prepared.space.get()};
}

std::string describe(const DataSet& data, Index structures, double regularisation, Index dimension) {
  std::ostringstream line;
  line << (data.title.empty() ? "density" : data.title) << "; " << structures << " training structures, regularisation "
       << regularisation << ", " << dimension << " weights";
  return line.str();
}

Model assemble(const DataSet& data, const Preparation& prepared, const ModelOptions& options,
               View<const double, 1> weights) {
  const Device& device = prepared.representation->device();
  Model model;
  model.options = options;
  model.species = prepared.representation->species();
  std::map<int, std::vector<Shell>> shells;
  for (const auto& [number, irreps] : prepared.target.irreps) shells[number] = data.basis.shells(number);
  model.basis = GaussianBasis(std::move(shells));
  model.target = prepared.target;
  model.feature_sets = prepared.representation->feature_sets();
  for (const auto& [number, mean] : prepared.baseline) model.species_models[number].baseline = mean;
  for (const auto& [number, irreps] : prepared.target.irreps) {
    const auto& c = prepared.space->environment_coefficients(number);
    model.species_models[number].environments = static_cast<int>(c.extent(0));
    model.species_models[number].environment_coefficients = c.to_host();
  }
  for (const Block& block : prepared.space->blocks()) {
    ModelBlock& out = model.species_models[block.number].blocks[block.lambda];
    out.environments.assign(block.environments.begin(), block.environments.end());
    out.count = block.count;
    out.dimension = static_cast<int>(block.dimension);
    const Index rows = block.projector.extent(0);
    // A [(m mu'), n] = V w^{-1/2} [(m mu'), D] W [n, D]^T
    auto folded = Tensor<double, 2>::zeros(device, {rows, block.count});
    const ConstMatrixView w(weights.data() + block.weight_offset, block.count, block.dimension, block.dimension);
    if (block.dimension > 0)
      device.backend().linear_algebra().gemm(Op::none, Op::transpose, 1.0, matrix(block.projector.view()), w, 0.0,
                                             matrix(folded.view()));
    out.weights = folded.to_host();
  }
  return model;
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

}  // namespace

TrainedModel train(const Device& device, const DataSet& data, std::span<const Index> train,
                   const ModelOptions& model_options, const RegressionOptions& options, const Progress& progress) {
  check_training(data, train, model_options, options);
  if (!options.follow.empty()) check_test_set(data, train, options.follow, "follow");
  TrainedModel result;
  TrainingReport& report = result.report;
  Stages stages(report, progress);
  const Preparation prepared = prepare(device, data, train, model_options, options, stages);
  report.structures = static_cast<Index>(train.size());
  for (Index k : train) report.atoms += data.entries[static_cast<std::size_t>(k)].structure.size();
  report.dimension = prepared.space->dimension();
  report.solver = choose_solver(options, report.dimension);

  Tensor<double, 1> weights;
  if (report.solver == Solver::direct) {
    stages.begin("normal equations");
    NormalEquations normal(device, report.dimension);
    accumulate(device, data, train, prepared, options, normal, stages);
    stages.begin("direct solution");
    weights = normal.solve(options.regularisation, true);
  } else {
    stages.begin("features and similarities");
    Design design = prepared.space->design(structures_at(data, train));
    const Metrics metrics(device, data, {train.begin(), train.end()}, options.memory_limit);
    const auto target = Tensor<double, 1>::from_host(device, centred_coefficients(data, train, prepared.baseline),
                                                     {design.functions()});
    const auto followed = follow(device, data, options, prepared);
    const TestError test_error = [&](View<const double, 1> w) { return followed->error(w); };
    stages.begin("conjugate gradients");
    ConjugateGradientResult solution = solve_by_iteration(*prepared.space, design, metrics, target.view(), options,
                                                          progress, followed ? test_error : TestError{});
    weights = std::move(solution.weights);
    report.warnings = std::move(solution.warnings);
    report.iterations = std::move(solution.iterations);
  }
  stages.begin("model");
  result.model = assemble(data, prepared, model_options, weights.view());
  result.model.training_summary = describe(data, report.structures, options.regularisation, report.dimension);
  stages.end();
  return result;
}

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
  check_test_set(data, largest, test, "test on");
  TrainingReport report;
  Stages stages(report, progress);
  const Preparation prepared = prepare(device, data, largest, model_options, options, stages);
  const Index dimension = prepared.space->dimension();

  stages.begin("test set");
  const Design test_design = prepared.space->design(structures_at(data, test));
  const Metrics test_metrics(device, data, {test.begin(), test.end()}, options.memory_limit);
  const DesignOperator test_operator(*prepared.space, test_design, test_metrics);
  auto upload = [&](std::span<const Index> indices, const std::map<int, std::vector<double>>& baseline) {
    const auto values = centred_coefficients(data, indices, baseline);
    return Tensor<double, 1>::from_host(device, values, {static_cast<Index>(values.size())});
  };
  const auto test_target = upload(test, prepared.baseline);
  std::map<int, std::vector<double>> no_baseline;
  for (const auto& [number, mean] : prepared.baseline) no_baseline[number] = {};
  const double spread = squared_norm(test_operator, test_target.view());
  const double norm = squared_norm(test_operator, upload(test, no_baseline).view());

  std::vector<LearningCurvePoint> curve;
  auto record = [&](Index structures, double eta, View<const double, 1> w, double train_percent) {
    const double error = squared_error(test_operator, test_target.view(), w);
    curve.push_back({.structures = structures,
                     .regularisation = eta,
                     .dimension = dimension,
                     .percent = percent(error, spread),
                     .percent_of_norm = percent(error, norm),
                     .train_percent = train_percent});
  };
  if (choose_solver(options, dimension) == Solver::direct) {
    NormalEquations normal(device, dimension);
    std::size_t done = 0;
    for (Index size : sizes) {
      stages.begin("normal equations");
      accumulate(device, data, train.subspan(done, static_cast<std::size_t>(size) - done), prepared, options, normal,
                 stages);
      done = static_cast<std::size_t>(size);
      for (double eta : regularisations) {
        stages.begin("direct solution");
        const Tensor<double, 1> w = normal.solve(eta, false);
        record(size, eta, w.view(), normal.training_percent(w.view(), eta));
      }
    }
    return curve;
  }
  for (Index size : sizes)
    for (double eta : regularisations) {
      stages.begin("conjugate gradients");
      const auto subset = train.first(static_cast<std::size_t>(size));
      Design design = prepared.space->design(structures_at(data, subset));
      const Metrics metrics(device, data, {subset.begin(), subset.end()}, options.memory_limit);
      RegressionOptions point = options;
      point.regularisation = eta;
      point.checkpoint_file.clear();
      const auto target = upload(subset, prepared.baseline);
      const auto solution = solve_by_iteration(*prepared.space, design, metrics, target.view(), point, progress);
      record(size, eta, solution.weights.view(), solution.training_percent);
    }
  return curve;
}

}  // namespace rhofield
