// Checks, baselines, reference spaces and normal equations of what is to be learned.
#include "model/lessons.hpp"

#include <algorithm>
#include <set>

#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

void Stages::begin(const std::string& name) {
  end();
  name_ = name;
  start_ = std::chrono::steady_clock::now();
  step(0, 1);
}

void Stages::step(Index done, Index total) const {
  if (*progress_ && !(*progress_)(name_, done, total)) throw Interrupted("training was stopped during: " + name_);
}

void Stages::end() {
  if (name_.empty()) return;
  report_->seconds.emplace_back(name_,
                                std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count());
  name_.clear();
}

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

namespace {

std::vector<Index> all_indices(const DataSet& data) {
  std::vector<Index> all(data.entries.size());
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = static_cast<Index>(k);
  return all;
}

}  // namespace

void check_sizes(std::span<const Index> sizes, Index train) {
  if (sizes.empty() || !std::is_sorted(sizes.begin(), sizes.end()) || sizes.front() < 1)
    throw InvalidInput("the sizes of a learning curve must be positive and ascending");
  if (sizes.back() > train)
    throw InvalidInput("the learning curve asks for " + std::to_string(sizes.back()) +
                       " training structures, but there are only " + std::to_string(train));
}

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
  if (model.quantities.empty())
    throw InvalidInput("nothing is to be learned; name the density, the response or both in `quantities`");
  if (model.environments < 1)
    throw InvalidInput("coefficients are learned from reference environments, but `environments` is 0; raise it");
  check_indices(data, train, model.quantities, "train on");
  if (regression.metric == LossMetric::coulomb && !data.basis.is_gaussian())
    throw InvalidInput(
        "the Coulomb metric needs a Gaussian basis, but this one holds numerical shells; use the overlap");
  if (regression.baseline_over_all || regression.environments_from_all)
    check_indices(data, all_indices(data), model.quantities, "average over");
}

namespace {

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

}  // namespace

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

std::unique_ptr<Representation> represent(const Device& device, std::span<const Structure> pool,
                                          const std::set<int>& centres, const std::set<FeatureOrder>& orders,
                                          const ModelOptions& options, std::size_t memory_limit, Expanded& expanded,
                                          Stages& stages) {
  stages.begin("spherical expansion");
  auto representation = std::make_unique<Representation>(device, species_of(pool), options);
  representation->use_all_features(orders);  // too high orders are noticed now
  expanded = representation->only(representation->expand(pool), centres);
  if (options.features_per_lambda > 0) {
    stages.begin("feature selection");
    representation->select_features(orders, options.features_per_lambda, expanded, memory_limit);
  }
  return representation;
}

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

  std::set<int> learned;  // the others are neighbours only
  for (const Target& target : targets)
    for (const auto& [number, irreps] : target.irreps)
      if (!irreps.empty()) learned.insert(number);
  Expanded expanded;
  prepared.representation =
      represent(device, pool, learned, orders, options, regression.memory_limit, expanded, stages);
  stages.begin("reference environments");
  const std::vector<Index> picks = pick_environments(*prepared.representation, expanded, options.environments);
  stages.begin("similarity of environments");
  const auto references =
      std::make_shared<const References>(*prepared.representation, targets, options, expanded, picks);
  for (Lesson& lesson : prepared.lessons) lesson.space = std::make_unique<ReferenceSpace>(references, lesson.target);
  return prepared;
}

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
    const Metrics metrics(device, data, {batch.begin(), batch.end()}, options.memory_limit, options.metric);
    for (std::size_t s = 0; s < spaces.size(); ++s) {
      const Tensor<double, 1> target = centred_on(device, data, batch, prepared.lessons[lesson_of[s]]);
      normal[lesson_of[s]]->add(DesignOperator(*spaces[s], designs[s], metrics), target.view());
    }
  }
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

ConjugateGradientResult solve_by_iteration(const ReferenceSpace& space, Design& design, const Metrics& metrics,
                                           View<const double, 1> target, const RegressionOptions& options,
                                           const Progress& progress, const TestError& test_error) {
  ConjugateGradientResult solution = conjugate_gradients(space, design, metrics, target, options, progress, test_error);
  if (solution.converged) return solution;
  const double residual = solution.iterations.empty() ? 1.0 : solution.iterations.back().relative_residual;
  throw NumericalFailure(
      "conjugate gradients did not converge within max_iterations = " + std::to_string(options.max_iterations) +
      " at regularisation " + text(options.regularisation) + " (relative residual " + text(residual) +
      ", residual_tolerance " + text(options.residual_tolerance) +
      "); raise max_iterations, loosen the tolerances, or use the direct solver");
}

}  // namespace rhofield
