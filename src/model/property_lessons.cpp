// References, baselines and solutions of properties.
#include "model/property_lessons.hpp"

#include <algorithm>
#include <cmath>

#include "model/committee.hpp"
#include "model/percent.hpp"
#include "model/property_transform.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr Index largest_direct = 4000;  // rows or weights, whichever are fewer: minutes of one core beyond

/// Largest |T - T^T| / |T| of what may still be called symmetric: numerical derivatives are no better.
constexpr double asymmetry = 1e-2;

std::string shape_text(std::span<const Index> shape) {
  std::string text;
  for (const Index extent : shape) text += (text.empty() ? "" : ", ") + std::to_string(extent);
  return "[" + text + "]";
}

/// The names that data know, for messages.
std::string known_names(const DataSet& data) {
  std::string text, unread;
  for (const std::string& name : data.property_names()) text += (text.empty() ? "" : ", ") + name;
  for (const std::string& name : data.unread_properties) unread += (unread.empty() ? "" : ", ") + name;
  return (text.empty() ? "none" : text) + (unread.empty() ? "" : "; not read, but in the file: " + unread);
}

/// The largest |T - T^T| / |T| of tensors one after the other.
double asymmetry_of(const PropertyValue& value) {
  double largest = 0;
  for (std::size_t first = 0; first + 9 <= value.values.size(); first += 9) {
    double difference = 0, norm = 0;
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j) {
        const double a = value.values[first + 3 * i + j], b = value.values[first + 3 * j + i];
        difference += (a - b) * (a - b);
        norm += a * a;
      }
    if (difference > 0) largest = std::max(largest, std::sqrt(difference / norm));
  }
  return largest;
}

void check_symmetry(const PropertyValue& value, const std::string& name) {
  if (const double found = asymmetry_of(value); found > asymmetry)
    throw InvalidInput(name + " is not symmetric: |T - T^T| / |T| is " + text(found) + ", more than " +
                       text(asymmetry) + "; learn it as kind tensor");
}

void check_value(const LabelledStructure& entry, const PropertyOptions& property, Index number) {
  const PropertyValue value = property_of(entry, property.name).value();
  const std::string name = "structure " + std::to_string(number) + ": " + property.name;
  std::vector<Index> expected = cartesian_shape(property.kind);
  if (property.extent == PropertyExtent::atom) expected.insert(expected.begin(), entry.structure.size());
  const bool one_number = expected.empty() && value.shape == std::vector<Index>{1};
  Index count = 1;
  for (const Index extent : expected) count *= extent;
  if ((value.shape != expected && !one_number) || static_cast<Index>(value.values.size()) != count)
    throw InvalidInput(name + " has shape " + shape_text(value.shape) + ", but a " + name_of(property.kind) +
                       (property.extent == PropertyExtent::atom
                            ? " of each of " + std::to_string(entry.structure.size()) + " atoms"
                            : " of a structure") +
                       " has " + shape_text(expected) + "; choose another kind or extent");
  for (std::size_t k = 0; k < value.values.size(); ++k)
    if (!std::isfinite(value.values[k]))
      throw InvalidInput(name + ": value " + std::to_string(k) + " is " + text(value.values[k]) +
                         ", not a finite number; repeat the calculation, or leave the structure out");
  if (property.kind == PropertyKind::symmetric_tensor) check_symmetry(value, name);
  (void)learned_values(property, entry.structure, number, value.values);
}

}  // namespace

void warn_of_asymmetry(const DataSet& data, std::span<const Index> indices, std::span<const PropertyOptions> properties,
                       std::vector<std::string>& warnings) {
  constexpr double noise = 1e-6;  // of numbers printed with seven digits
  for (const PropertyOptions& property : properties) {
    if (property.kind != PropertyKind::symmetric_tensor) continue;
    double largest = 0;
    Index at = 0;
    for (const Index k : indices) {
      const auto value = property_of(data.entries[static_cast<std::size_t>(k)], property.name);
      const double found = value && value->shape.size() > 1 ? asymmetry_of(*value) : 0.0;
      if (found > largest) largest = found, at = k;
    }
    if (largest > noise)
      warnings.push_back(property.name + " is learned and tested as a symmetric tensor, but |T - T^T| / |T| is up to " +
                         text(largest) + " (structure " + std::to_string(at) +
                         "): the other part is left out; kind tensor keeps it");
  }
}

std::vector<Index> structures_with(const DataSet& data, std::span<const Index> indices,
                                   std::span<const PropertyOptions> properties) {
  std::vector<Index> chosen;
  for (const Index k : indices)
    if (k >= 0 && k < data.size() &&
        std::all_of(properties.begin(), properties.end(), [&](const PropertyOptions& property) {
          return property_of(data.entries[static_cast<std::size_t>(k)], property.name).has_value();
        }))
      chosen.push_back(k);
  return chosen;
}

void check_properties(const DataSet& data, std::span<const Index> indices, std::span<const PropertyOptions> properties,
                      const char* what) {
  if (properties.empty())
    throw InvalidInput("no property to learn or test; name one of those in the data: " + known_names(data));
  validate(properties);
  check_indices(data, indices, {}, what);
  const auto place = [](Index k) { return "structure " + std::to_string(k); };
  for (const PropertyOptions& property : properties) {
    Index missing = 0, first = -1;
    for (const Index k : indices)
      if (!property_of(data.entries[static_cast<std::size_t>(k)], property.name)) {
        if (missing++ == 0) first = k;
      }
    if (missing == static_cast<Index>(indices.size()))
      throw InvalidInput("none of the " + std::to_string(indices.size()) + " structures to " + what + " has " +
                         property.name + "; known are " + known_names(data));
    if (missing > 0)
      throw InvalidInput(std::to_string(missing) + " of the " + std::to_string(indices.size()) + " structures to " +
                         what + " have no " + property.name + ", the first is " + place(first) +
                         "; leave them out (--leave-out-missing)");
    for (const Index k : indices) check_value(data.entries[static_cast<std::size_t>(k)], property, k);
  }
  for (const Index k : indices) {
    try {
      validate(data.entries[static_cast<std::size_t>(k)].structure);
    } catch (const InvalidInput& error) {
      throw InvalidInput(place(k) + ": " + error.what());
    }
  }
}

void check_property_training(const DataSet& data, std::span<const Index> train,
                             std::span<const PropertyOptions> properties, const ModelOptions& model,
                             const RegressionOptions& regression) {
  validate(model);
  validate(regression);
  const auto refuse = [](bool given, const char* option, const char* instead) {
    if (given)
      throw InvalidInput(std::string("regression: ") + option + " is for densities and responses, properties have " +
                         instead + "; leave it out");
  };
  refuse(regression.response_regularisation > 0, "response_regularisation", "`regularisation`, each its own");
  refuse(regression.metric != LossMetric::overlap, "metric", "no metric");
  refuse(regression.preconditioner != RegressionOptions{}.preconditioner, "preconditioner", "none");
  refuse(regression.checkpoint_interval != RegressionOptions{}.checkpoint_interval, "checkpoint_interval",
         "no checkpoints");
  refuse(regression.single_precision_storage, "single_precision_storage", "double precision only");
  refuse(regression.baseline_over_all, "baseline_over_all", "baselines of the training structures");
  refuse(!regression.checkpoint_file.empty(), "checkpoint_file", "no checkpoints");
  refuse(!regression.follow.empty(), "follow", "no record of iterations on test structures");
  check_properties(data, train, properties, "train on");
}

SphericalValues spherical_references(const DataSet& data, std::span<const Index> indices,
                                     const PropertyOptions& property) {
  SphericalValues all;
  for (const Index k : indices)
    all.push_back(spherical_values(
        property.kind, property_of(data.entries[static_cast<std::size_t>(k)], property.name).value().values));
  return all;
}

SphericalValues learned_references(const DataSet& data, std::span<const Index> indices,
                                   const PropertyOptions& property) {
  SphericalValues all;
  for (const Index k : indices) {
    const LabelledStructure& entry = data.entries[static_cast<std::size_t>(k)];
    all.push_back(spherical_values(
        property.kind, learned_values(property, entry.structure, k, property_of(entry, property.name).value().values)));
  }
  return all;
}

std::vector<double> spherical_values(PropertyKind kind, std::span<const double> cartesian) {
  std::vector<double> all;
  const auto each = static_cast<std::size_t>(cartesian_components(kind));
  for (std::size_t first = 0; first < cartesian.size(); first += each) {
    const auto one = to_spherical(kind, cartesian.subspan(first, each));
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

std::vector<double> cartesian_values(PropertyKind kind, std::span<const double> spherical) {
  std::vector<double> all;
  const auto each = static_cast<std::size_t>(spherical_components(kind));
  for (std::size_t first = 0; first < spherical.size(); first += each) {
    const auto one = to_cartesian(kind, spherical.subspan(first, each));
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

std::vector<double> pooled(std::span<const double> atoms, PropertyExtent extent, std::size_t components) {
  if (extent == PropertyExtent::atom) return {atoms.begin(), atoms.end()};
  std::vector<double> sum(components, 0.0);
  for (std::size_t k = 0; k < atoms.size(); ++k) sum[k % components] += atoms[k];
  if (extent == PropertyExtent::mean)
    for (double& x : sum) x *= static_cast<double>(components) / static_cast<double>(atoms.size());
  return sum;
}

double regularisation_of(const RegressionOptions& options, const PropertyOptions& property) {
  return (property.regularisation > 0 ? property.regularisation : options.regularisation) / property.weight;
}

namespace {

/// Pearson's, of values [structure][value]; none where either does not vary.
std::optional<double> correlation(const SphericalValues& a, const SphericalValues& b) {
  double n = 0, sum_a = 0, sum_b = 0;
  const auto for_each_pair = [&](const auto& visit) {
    for (std::size_t s = 0; s < a.size(); ++s)
      for (std::size_t k = 0; k < a[s].size(); ++k) visit(a[s][k], b[s][k]);
  };
  for_each_pair([&](double x, double y) { n += 1, sum_a += x, sum_b += y; });
  double aa = 0, bb = 0, ab = 0;
  for_each_pair([&](double x, double y) {
    const double dx = x - sum_a / n, dy = y - sum_b / n;
    aa += dx * dx, bb += dy * dy, ab += dx * dy;
  });
  if (!(aa > 0) || !(bb > 0)) return std::nullopt;
  return ab / std::sqrt(aa * bb);
}

}  // namespace

PropertyErrors property_errors(PropertyKind kind, const SphericalValues& predicted, const SphericalValues& reference) {
  PropertyErrors errors;
  const auto each = static_cast<std::size_t>(spherical_components(kind));
  for (const auto& values : reference) errors.values += static_cast<Index>(values.size() / each);
  const double n = static_cast<double>(std::max<Index>(errors.values, 1));
  double all_squares = 0, all_spread = 0;
  std::size_t offset = 0;
  for (const FeatureOrder order : irreps_of(kind)) {
    const auto components = static_cast<std::size_t>(2 * order.lambda + 1);
    double squares = 0, absolute = 0, sum = 0, reference_squares = 0;
    for (std::size_t s = 0; s < reference.size(); ++s)
      for (std::size_t first = offset; first < reference[s].size(); first += each)
        for (std::size_t mu = 0; mu < components; ++mu) {
          const double difference = predicted[s][first + mu] - reference[s][first + mu];
          squares += difference * difference;
          absolute += std::abs(difference);
          sum += reference[s][first + mu];
        }
    const double mean = order.lambda == 0 ? sum / n : 0.0;
    for (const auto& values : reference)
      for (std::size_t first = offset; first < values.size(); first += each)
        for (std::size_t mu = 0; mu < components; ++mu)
          reference_squares += (values[first + mu] - mean) * (values[first + mu] - mean);
    const double count = n * static_cast<double>(components);
    errors.parts.push_back({.order = order,
                            .rmse = std::sqrt(squares / count),
                            .mae = absolute / count,
                            .spread = std::sqrt(reference_squares / count),
                            .percent = percent(squares, reference_squares)});
    all_squares += squares;
    all_spread += reference_squares;
    offset += components;
  }
  const double count = n * static_cast<double>(cartesian_components(kind));
  double absolute = 0;
  for (std::size_t s = 0; s < reference.size(); ++s) {
    std::vector<double> difference = predicted[s];
    for (std::size_t k = 0; k < difference.size(); ++k) difference[k] -= reference[s][k];
    for (const double x : cartesian_values(kind, difference)) absolute += std::abs(x);
  }
  errors.rmse = std::sqrt(all_squares / count);
  errors.mae = absolute / count;
  errors.spread = std::sqrt(all_spread / count);
  errors.percent = percent(all_squares, all_spread);
  if (kind == PropertyKind::scalar) errors.correlation = correlation(predicted, reference);
  return errors;
}

// --- regression

PropertyRegression::PropertyRegression(const PropertySpace& space, const PropertyDesigns& designs,
                                       const PropertyReferences& references, std::vector<Index> subset,
                                       const RegressionOptions& options, const Progress& progress)
    : space_(space),
      designs_(designs),
      references_(references),
      subset_(std::move(subset)),
      options_(options),
      progress_(progress) {}

PropertyRegression::Problem& PropertyRegression::problem(const DesignKey& key) {
  const auto found = problems_.find(key);
  if (found != problems_.end()) return found->second;
  Problem& problem = problems_[key];
  const PropertyDesign& design = designs_.at(key);
  problem.columns = design.columns;
  std::vector<double> x;
  for (const Index a : subset_) {
    problem.rows += design.rows(a + 1) - design.rows(a);
    x.insert(x.end(), design.x.begin() + design.rows(a) * design.columns,
             design.x.begin() + design.rows(a + 1) * design.columns);
  }
  const std::size_t bytes = RidgeFactors::bytes(problem.rows, problem.columns);
  const bool fits = bytes <= options_.memory_limit;
  if (options_.solver == Solver::direct && !fits)
    throw InvalidInput("the direct solver needs " + std::to_string(bytes) + " bytes for " +
                       std::to_string(problem.rows) + " rows and " + std::to_string(problem.columns) +
                       " weights, but memory_limit is " + std::to_string(options_.memory_limit) +
                       "; raise it or use conjugate gradients");
  const bool small = fits && std::min(problem.rows, problem.columns) <= largest_direct;
  if (options_.solver == Solver::direct || (options_.solver == Solver::automatic && small))
    problem.factors = std::make_unique<RidgeFactors>(x, problem.rows, problem.columns);
  else
    problem.x = Tensor<double, 2>::from_host(space_.device(), x, {problem.rows, problem.columns});
  return problem;
}

std::map<int, double> PropertyRegression::baseline(const PropertyOptions& property) const {
  std::map<int, double> result;
  if (irreps_of(property.kind).front().lambda != 0) return result;
  for (const int number : space_.learned_elements()) result[number] = 0.0;
  if (property.baseline == PropertyBaseline::none) return result;
  const SphericalValues& values = references_.values.at(property.name);
  const auto each = static_cast<std::size_t>(spherical_components(property.kind));
  const bool atomic = property.extent == PropertyExtent::atom;
  if (property.baseline == PropertyBaseline::mean) {
    double sum = 0, count = 0;
    for (const Index a : subset_) {
      const auto s = static_cast<std::size_t>(a);
      for (std::size_t first = 0; first < values[s].size(); first += each) sum += values[s][first];
      count += property.extent == PropertyExtent::mean ? 1.0 : static_cast<double>(references_.structures[s].size());
    }
    for (auto& [number, value] : result) value = sum / count;
    return result;
  }
  // Counts of the elements [value, element] against the values; of equal solutions the one of smallest norm.
  std::vector<double> counts, y;
  for (const Index a : subset_) {
    const auto s = static_cast<std::size_t>(a);
    const std::vector<int>& numbers = references_.structures[s].numbers;
    for (std::size_t value = 0; value < values[s].size(); ++value) {
      for (const auto& [number, unused] : result)
        counts.push_back(atomic ? (numbers[value] == number ? 1.0 : 0.0)
                                : static_cast<double>(std::count(numbers.begin(), numbers.end(), number)));
      y.push_back(values[s][value]);
    }
  }
  const RidgeFactors factors(counts, static_cast<Index>(y.size()), static_cast<Index>(result.size()));
  const std::vector<double> contributions = factors.solve(y, 0.0);
  std::size_t k = 0;
  for (auto& [number, value] : result) value = contributions[k++];
  return result;
}

namespace {

/// Baseline of one value: its atom's, or of its structure.
double baseline_of(const Structure& structure, PropertyExtent extent, const std::map<int, double>& baseline) {
  double sum = 0;
  for (const int number : structure.numbers) sum += baseline.at(number);
  return extent == PropertyExtent::mean ? sum / static_cast<double>(structure.size()) : sum;
}

/// Calls visit(position of the value's component mu = 0 of this order among the spherical components of the structure,
/// baseline of the value) for the values of a structure that belong to a matrix, in the order of its rows.
template <class Visit>
void for_each_value(const Structure& structure, const PropertyOptions& property, const DesignKey& key,
                    const std::map<int, double>& baseline, const Visit& visit) {
  const auto each = static_cast<std::size_t>(spherical_components(property.kind));
  std::size_t offset = 0;
  for (const FeatureOrder order : irreps_of(property.kind)) {
    if (order == key.order) break;
    offset += static_cast<std::size_t>(2 * order.lambda + 1);
  }
  const bool has_baseline = !baseline.empty() && key.order == invariants;
  if (property.extent != PropertyExtent::atom)
    return visit(offset, has_baseline ? baseline_of(structure, property.extent, baseline) : 0.0);
  for (std::size_t i = 0; i < structure.numbers.size(); ++i)
    if (structure.numbers[i] == key.number) visit(i * each + offset, has_baseline ? baseline.at(key.number) : 0.0);
}

}  // namespace

std::vector<double> PropertyRegression::target(const PropertyOptions& property, const DesignKey& key,
                                               const std::map<int, double>& baseline) const {
  std::vector<double> y;
  for (const Index a : subset_) {
    const auto s = static_cast<std::size_t>(a);
    const std::vector<double>& values = references_.values.at(property.name)[s];
    for_each_value(references_.structures[s], property, key, baseline, [&](std::size_t first, double mean) {
      for (std::size_t mu = 0; mu <= 2 * static_cast<std::size_t>(key.order.lambda); ++mu)
        y.push_back(values[first + mu] - mean);
    });
  }
  return y;
}

Index PropertyRegression::values(const PropertyOptions& property) const {
  if (property.extent != PropertyExtent::atom) return static_cast<Index>(subset_.size());
  Index atoms = 0;
  for (const Index a : subset_) atoms += references_.structures[static_cast<std::size_t>(a)].size();
  return atoms;
}

RidgeIterations PropertyRegression::iterate(const PropertyOptions& property, const DesignKey& key,
                                            View<const double, 2> x, std::span<const double> y,
                                            double regularisation) const {
  RidgeIterations found =
      ridge_by_iteration(space_.device(), x, y, values(property), regularisation, options_, progress_);
  if (!found.converged)
    throw NumericalFailure("conjugate gradients of the property " + property.name + ", " + describe(key.order) +
                           ", did not converge within max_iterations = " + std::to_string(options_.max_iterations) +
                           " at regularisation " + text(regularisation) + " (relative residual " +
                           text(found.records.back().relative_residual) + ", residual_tolerance " +
                           text(options_.residual_tolerance) +
                           "); raise max_iterations or the regularisation, or use the direct solver");
  return found;
}

PropertySolution PropertyRegression::solve(const PropertyOptions& property, double regularisation) {
  PropertySolution solution;
  solution.baseline = baseline(property);
  solution.report.regularisation = regularisation;
  for (const DesignKey& key : space_.keys(property)) {
    Problem& part = problem(key);
    const std::vector<double> y = target(property, key, solution.baseline);
    std::vector<double>& weights = solution.weights[key];
    solution.report.dimension += part.columns;
    if (part.factors) {
      weights = part.factors->solve(y, static_cast<double>(values(property)) * regularisation);
      continue;
    }
    solution.report.solver = Solver::conjugate_gradients;
    RidgeIterations found = iterate(property, key, std::as_const(part.x).view(), y, regularisation);
    solution.report.iterations.insert(solution.report.iterations.end(), found.records.begin(), found.records.end());
    weights = std::move(found.weights);
  }
  return solution;
}

SphericalValues predict_rows(const PropertySpace& space, const PropertyDesigns& designs,
                             const PropertyReferences& references, std::span<const Index> subset,
                             const PropertyOptions& property, const PropertySolution& solution) {
  SphericalValues all;
  const auto each = static_cast<std::size_t>(spherical_components(property.kind));
  for (const Index a : subset) {
    const auto s = static_cast<std::size_t>(a);
    const Structure& structure = references.structures[s];
    const std::size_t values = property.extent == PropertyExtent::atom ? structure.numbers.size() : 1;
    std::vector<double>& predicted = all.emplace_back(values * each, 0.0);
    for (const DesignKey& key : space.keys(property)) {
      const PropertyDesign& design = designs.at(key);
      const std::vector<double>& weights = solution.weights.at(key);
      const double* row = design.x.data() + design.rows(a) * design.columns;
      for_each_value(structure, property, key, solution.baseline, [&](std::size_t first, double mean) {
        for (std::size_t mu = 0; mu < static_cast<std::size_t>(design.components); ++mu, row += design.columns) {
          double sum = mean;
          for (std::size_t d = 0; d < weights.size(); ++d) sum += row[d] * weights[d];
          predicted[first + mu] = sum;
        }
      });
    }
    if (property.transform != PropertyTransform::none)
      predicted = spherical_values(property.kind, reported_values(property, structure, references.indices[s],
                                                                  cartesian_values(property.kind, predicted)));
  }
  return all;
}

}  // namespace rhofield
