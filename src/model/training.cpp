// From a data set to a trained model: environments, K_MM, Psi, regression.
#include "rhofield/model/training.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <sstream>

#include "model/regression.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

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
  for (Index k : indices) {
    if (k < 0 || k >= data.size())
      throw InvalidInput("structure " + std::to_string(k) + " was asked for, but the data set has " +
                         std::to_string(data.size()) + " (counted from 0)");
    validate(data.entries[static_cast<std::size_t>(k)], data.basis, "structure " + std::to_string(k));
  }
}

std::vector<Index> all_indices(const DataSet& data) {
  std::vector<Index> all(data.entries.size());
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = static_cast<Index>(k);
  return all;
}

/// Species means of the lambda = 0 coefficients: by atomic number, [n].
std::map<int, std::vector<double>> species_baseline(const DataSet& data, std::span<const Index> indices,
                                                    const Target& target) {
  std::map<int, std::vector<double>> mean;
  std::map<int, Index> atoms;
  for (const auto& [number, irreps] : target.irreps)
    for (const Irrep& irrep : irreps)
      if (irrep.baseline) mean[number].assign(static_cast<std::size_t>(irrep.count), 0.0);
  for (Index k : indices) {
    const auto& entry = data.entries[static_cast<std::size_t>(k)];
    Index first = 0;
    for (int number : entry.structure.numbers) {
      auto& sum = mean[number];  // lambda = 0 comes first within an atom
      for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += entry.coefficients[static_cast<std::size_t>(first) + n];
      ++atoms[number];
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
  validate(options);
  validate(regression);
  check_indices(data, train, "train on");
  const std::vector<Index> all = all_indices(data);
  if (regression.baseline_over_all || regression.environments_from_all) check_indices(data, all, "average over");
  const std::vector<Structure> pool =
      structures_at(data, regression.environments_from_all ? std::span<const Index>(all) : train);

  Preparation prepared;
  const std::vector<int> species = species_of(data.structures());
  for (const auto& [number, irreps] : density_target(data.basis).irreps)
    if (std::find(species.begin(), species.end(), number) != species.end()) prepared.target.irreps[number] = irreps;
  prepared.baseline =
      species_baseline(data, regression.baseline_over_all ? std::span<const Index>(all) : train, prepared.target);

  stages.begin("spherical expansion");
  const int lambda_max = prepared.target.lambda_max();
  prepared.representation = std::make_unique<Representation>(device, species, options.expansion);
  if (lambda_max > 2 * options.expansion.l_max)
    throw InvalidInput("the basis has functions up to l = " + std::to_string(lambda_max) +
                       ", which products of expansions up to l_max = " + std::to_string(options.expansion.l_max) +
                       " cannot reach; raise l_max to at least " + std::to_string((lambda_max + 1) / 2));
  const Expanded expanded = prepared.representation->expand(pool);
  if (options.features_per_lambda > 0) {
    stages.begin("feature selection");
    prepared.representation->select_features(lambda_max, options.features_per_lambda, expanded);
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
  double percent(View<const double, 1> w) const {
    const DesignOperator op(*space, design, metrics);
    return 100.0 * std::sqrt(squared_error(op, target.view(), w) / squared_norm(op, target.view()));
  }
};

std::optional<Followed> follow(const Device& device, const DataSet& data, const RegressionOptions& options,
                               const Preparation& prepared) {
  if (options.follow.empty()) return std::nullopt;
  check_indices(data, options.follow, "follow");
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
               const std::vector<double>& weights) {
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
    out.weights.assign(static_cast<std::size_t>(rows * block.count), 0.0);
    const std::vector<double> projector = block.projector.to_host();
    for (Index r = 0; r < rows; ++r)
      for (Index n = 0; n < block.count; ++n)
        for (Index d = 0; d < block.dimension; ++d)
          out.weights[static_cast<std::size_t>(r * block.count + n)] +=
              projector[static_cast<std::size_t>(r * block.dimension + d)] *
              weights[static_cast<std::size_t>(block.weight_offset + n * block.dimension + d)];
  }
  return model;
}

Solver choose_solver(const RegressionOptions& options, Index dimension) {
  if (options.solver != Solver::automatic) return options.solver;
  return NormalEquations::bytes(dimension) <= options.memory_limit ? Solver::direct : Solver::conjugate_gradients;
}

}  // namespace

TrainedModel train(const Device& device, const DataSet& data, std::span<const Index> train,
                   const ModelOptions& model_options, const RegressionOptions& options, const Progress& progress) {
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
    if (NormalEquations::bytes(report.dimension) > options.memory_limit)
      throw InvalidInput("the direct solver needs " + std::to_string(NormalEquations::bytes(report.dimension)) +
                         " bytes for " + std::to_string(report.dimension) + " weights, but memory_limit is " +
                         std::to_string(options.memory_limit) + "; raise it or use conjugate gradients");
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
    const TestError test_error = [&](View<const double, 1> w) { return followed->percent(w); };
    stages.begin("conjugate gradients");
    ConjugateGradientResult solution = conjugate_gradients(*prepared.space, design, metrics, target.view(), options,
                                                           progress, followed ? test_error : TestError{});
    if (!solution.converged)
      throw NumericalFailure(
          "conjugate gradients did not converge within max_iterations = " + std::to_string(options.max_iterations) +
          " (relative residual " + std::to_string(solution.iterations.back().relative_residual) +
          "); raise max_iterations, loosen the tolerances, or use the direct solver");
    weights = std::move(solution.weights);
    report.iterations = std::move(solution.iterations);
  }
  stages.begin("model");
  result.model = assemble(data, prepared, model_options, weights.to_host());
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
  check_indices(data, test, "test on");
  for (Index k : test)
    if (std::find(train.begin(), train.begin() + sizes.back(), k) != train.begin() + sizes.back())
      throw InvalidInput("structure " + std::to_string(k) +
                         " is in both the training and the test set; a test error would mean nothing");
  TrainingReport report;
  Stages stages(report, progress);
  const Preparation prepared =
      prepare(device, data, train.first(static_cast<std::size_t>(sizes.back())), model_options, options, stages);
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
                     .percent = 100.0 * std::sqrt(error / spread),
                     .percent_of_norm = 100.0 * std::sqrt(error / norm),
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
      const auto solution = conjugate_gradients(*prepared.space, design, metrics, target.view(), point, progress);
      record(size, eta, solution.weights.view(), solution.training_percent);
    }
  return curve;
}

}  // namespace rhofield
