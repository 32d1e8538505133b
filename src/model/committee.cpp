// Members of committees, and the scale of their spread.
#include "model/committee.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <random>
#include <set>
#include <string>

#include "rhofield/error.hpp"
#include "rhofield/model/uncertainty.hpp"
#include "rhofield/observables/response.hpp"
#include "runtime/backend.hpp"
#include "runtime/random.hpp"

namespace rhofield {

namespace {

constexpr std::uint64_t seed = 20230617;

/// e ~ N(0, S^-1) of every structure and field: S = L L^T, e = L^-T z. The order of the references.
Tensor<double, 1> metric_noise(const Device& device, const Metrics& metrics, const Design& design,
                               std::span<const double> deviates) {
  auto& la = device.backend().linear_algebra();
  std::vector<double> noise;
  for (Index a = 0; a < metrics.size(); ++a) {
    const auto at = static_cast<std::size_t>(a);
    const Index first = design.function_offset[at], n = design.function_offset[at + 1] - first;
    Tensor<double, 2> factor(device, {n, n});
    device.backend().memory().copy(factor.view().data(), metrics(a).data(),
                                   sizeof(double) * static_cast<std::size_t>(n * n));
    if (!la.cholesky(matrix(factor.view())))
      throw NumericalFailure("the metric of structure " + std::to_string(a) + " of the training set (" +
                             std::to_string(n) + " functions) is not positive definite; a committee needs that");
    const auto z =
        deviates.subspan(static_cast<std::size_t>(design.fields * first), static_cast<std::size_t>(design.fields * n));
    // Columns are fields; the references have a row for each.
    auto columns = Tensor<double, 2>::from_host(device, z, {n, Index{design.fields}});
    la.triangular_solve(Op::transpose, matrix(std::as_const(factor).view()), matrix(columns.view()));
    const std::vector<double> solved = columns.to_host();
    for (Index k = 0; k < design.fields; ++k)
      for (Index f = 0; f < n; ++f) noise.push_back(solved[static_cast<std::size_t>(f * design.fields + k)]);
  }
  return Tensor<double, 1>::from_host(device, noise, {static_cast<Index>(noise.size())});
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

std::vector<double> normal_deviates(Index count, int stream) {
  std::mt19937_64 random(seed + static_cast<std::uint64_t>(stream));
  std::vector<double> values(static_cast<std::size_t>(count));
  for (std::size_t k = 0; k < values.size(); k += 2) {  // Box and Muller's pairs
    const double radius = std::sqrt(-2 * std::log(uniform(random)));
    const double angle = 2 * std::numbers::pi * uniform(random);
    values[k] = radius * std::cos(angle);
    if (k + 1 < values.size()) values[k + 1] = radius * std::sin(angle);
  }
  return values;
}

CalibrationSplit split_for_calibration(const DataSet& data, std::span<const Index> train, std::size_t fifth) {
  constexpr std::size_t least = 5;
  if (train.size() < least)
    throw InvalidInput("a committee holds a fifth of the training structures out to find its scale, but there are " +
                       std::to_string(train.size()) + "; train on " + std::to_string(least) +
                       " or more, or without a committee");
  std::vector<std::size_t> order(train.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::mt19937_64 random(seed);
  for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random() % k]);
  std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(fifth * (train.size() / least)), order.end());
  const auto structure = [&](std::size_t k) -> const Structure& {
    return data.entries[static_cast<std::size_t>(train[k])].structure;
  };
  std::vector<bool> held(train.size(), false);
  std::map<int, int> left;  // structures with each element that are not held out
  for (std::size_t k = 0; k < train.size(); ++k)
    for (const int number : std::set<int>(structure(k).numbers.begin(), structure(k).numbers.end())) ++left[number];
  std::size_t count = 0;
  for (const std::size_t k : order) {
    if (count == train.size() / least) break;
    const std::set<int> numbers(structure(k).numbers.begin(), structure(k).numbers.end());
    if (std::any_of(numbers.begin(), numbers.end(), [&](int number) { return left[number] == 1; })) continue;
    for (const int number : numbers) --left[number];
    held[k] = true;
    ++count;
  }
  if (count == 0)
    throw InvalidInput("a committee holds structures out to find its scale, but each of the " +
                       std::to_string(train.size()) +
                       " training structures is the only one with some element; train on more, or without a committee");
  CalibrationSplit split;
  for (std::size_t k = 0; k < train.size(); ++k) (held[k] ? split.held_out : split.fitted).push_back(train[k]);
  return split;
}

Tensor<double, 2> deviations_by_iteration(const Metrics& metrics, std::span<const Structure> structures,
                                          const Lesson& lesson, const RegressionOptions& options,
                                          const Progress& progress) {
  const ReferenceSpace& space = *lesson.space;
  const Device& device = space.representation().device();
  auto& la = device.backend().linear_algebra();
  const Index dimension = space.dimension();
  RegressionOptions own = options;
  own.checkpoint_file.clear();
  own.follow.clear();
  own.single_precision_storage = false;  // it would take the metrics away
  Tensor<double, 2> deviations(device, {options.committee, dimension});
  const double prior = 1 / std::sqrt(static_cast<double>(structures.size()) * options.regularisation);
  for (int k = 0; k < options.committee; ++k) {
    Design design = space.design(structures);  // each solution changes its Psi
    const Index elements = design.elements();
    const std::vector<double> deviates = normal_deviates(elements + dimension, k);
    const std::span<const double> z = deviates;
    Tensor<double, 1> target = metric_noise(device, metrics, design, z);
    auto d = Tensor<double, 1>::from_host(device, z.subspan(static_cast<std::size_t>(elements)), {dimension});
    la.scale(prior, d.view());
    Tensor<double, 1> moved(device, {elements});
    DesignOperator(space, design, metrics).expand(std::as_const(d).view(), moved.view());
    la.axpy(-1.0, std::as_const(moved).view(), target.view());
    const Tensor<double, 1> found =
        solve_by_iteration(space, design, metrics, std::as_const(target).view(), own, progress).weights;
    la.axpy(1.0, found.view(), d.view());
    device.backend().memory().copy(deviations.view().rows(k, 1).data(), d.view().data(),
                                   sizeof(double) * static_cast<std::size_t>(dimension));
  }
  return deviations;
}

Posterior posterior_by_iteration(const Device& device, const DataSet& data, std::span<const Index> train,
                                 const Lesson& lesson, const RegressionOptions& options, const Progress& progress) {
  const std::vector<Structure> structures = structures_at(data, train);
  const Metrics metrics(device, data, {train.begin(), train.end()}, options.memory_limit, options.metric);
  RegressionOptions own = options;
  own.checkpoint_file.clear();
  own.follow.clear();
  own.single_precision_storage = false;
  Design design = lesson.space->design(structures);
  const Tensor<double, 1> target = centred_on(device, data, train, lesson);
  Tensor<double, 1> weights = solve_by_iteration(*lesson.space, design, metrics, target.view(), own, progress).weights;
  design = {};
  return {.weights = std::move(weights),
          .deviations = deviations_by_iteration(metrics, structures, lesson, options, progress)};
}

std::vector<double> linear_observables(Quantity quantity, const GaussianBasis& basis, const Structure& structure,
                                       std::span<const double> coefficients) {
  if (!basis.is_gaussian()) return {};
  if (quantity == Quantity::response) {
    std::vector<double> response(coefficients.begin(), coefficients.end());
    (void)remove_induced_charge(basis, structure, response);
    const Matrix3 alpha = polarizability(basis, structure, response);
    return {&alpha[0][0], &alpha[0][0] + 9};
  }
  const auto dot = [&](const double* moments) {
    double sum = 0;
    for (std::size_t f = 0; f < coefficients.size(); ++f) sum += moments[f] * coefficients[f];
    return sum;
  };
  const std::vector<double> q = charge_moments(basis, structure);
  std::vector<double> values{dot(q.data())};
  if (structure.any_periodic()) return values;
  Structure centred = structure;
  Vector3 mean{};
  for (const Vector3& r : structure.positions)
    for (std::size_t x = 0; x < 3; ++x) mean[x] += r[x] / static_cast<double>(structure.positions.size());
  for (Vector3& r : centred.positions)
    for (std::size_t x = 0; x < 3; ++x) r[x] -= mean[x];
  const std::vector<double> d = dipole_moments(basis, centred);
  for (std::size_t x = 0; x < 3; ++x) values.push_back(-dot(d.data() + x * coefficients.size()));
  return values;
}

std::vector<double> norms_of_atoms(const GaussianBasis& basis, const Structure& structure,
                                   std::span<const double> coefficients) {
  std::vector<double> norms;
  const auto functions = static_cast<std::size_t>(basis.functions(structure));
  std::size_t first = 0;
  for (const int number : structure.numbers) {
    const auto own = static_cast<std::size_t>(basis.functions(number));
    double sum = 0;
    for (std::size_t row = first; row < coefficients.size(); row += functions)
      for (std::size_t f = row; f < row + own; ++f) sum += coefficients[f] * coefficients[f];
    norms.push_back(std::sqrt(sum));
    first += own;
  }
  return norms;
}

std::vector<double> strangeness_of(const Committee& committee, std::span<const int> numbers,
                                   std::span<const double> of_atoms) {
  std::vector<double> all;
  for (std::size_t i = 0; i < of_atoms.size(); ++i) {
    const auto familiar = committee.familiar.find(numbers[i]);
    const bool known = familiar != committee.familiar.end() && familiar->second > 0;
    all.push_back(known ? of_atoms[i] / familiar->second : 0);
  }
  return all;
}

bool is_far(std::span<const double> strangeness) {
  return std::any_of(strangeness.begin(), strangeness.end(), [](double x) { return x > far_from_training; });
}

Calibration calibrate(const Device& device, const DataSet& data, std::span<const Index> held_out, const Lesson& lesson,
                      const Posterior& posterior, const RegressionOptions& options) {
  const Design design = lesson.space->design(structures_at(data, held_out));
  const Metrics metrics(device, data, {held_out.begin(), held_out.end()}, options.memory_limit);  // that of errors
  const DesignOperator op(*lesson.space, design, metrics);
  auto& la = device.backend().linear_algebra();
  const Index members = posterior.deviations.extent(0);
  const auto structures = held_out.size();
  Tensor<double, 1> c(device, {op.elements()}), weighed(device, {op.elements()});
  std::vector<double> variance_of_coefficients(static_cast<std::size_t>(op.elements()), 0.0);
  struct Moments {
    double square = 0;                ///< dc^T S dc
    std::vector<double> observables;  ///< their squares
  };
  /// Of the differences that `c` holds, for each structure.
  const auto moments = [&] {
    op.weigh(std::as_const(c).view(), weighed.view());
    const std::vector<double> host = c.to_host(), with_metric = weighed.to_host();
    std::vector<Moments> all(structures);
    for (std::size_t a = 0; a < structures; ++a) {
      const auto begin = static_cast<std::size_t>(design.fields * design.function_offset[a]);
      const auto end = static_cast<std::size_t>(design.fields * design.function_offset[a + 1]);
      for (std::size_t e = begin; e < end; ++e) all[a].square += host[e] * with_metric[e];
      all[a].observables =
          linear_observables(lesson.quantity, data.basis, data.entries[static_cast<std::size_t>(held_out[a])].structure,
                             std::span(host).subspan(begin, end - begin));
      for (double& x : all[a].observables) x *= x;
    }
    return all;
  };
  std::vector<Moments> expected(structures);
  for (Index k = 0; k < members; ++k) {
    op.expand(posterior.deviations.view().rows(k, 1).reshape<1>({op.dimension()}), c.view());
    const std::vector<Moments> of_member = moments();
    for (std::size_t a = 0; a < structures; ++a) {
      expected[a].square += of_member[a].square / static_cast<double>(members);
      expected[a].observables.resize(of_member[a].observables.size());
      for (std::size_t x = 0; x < of_member[a].observables.size(); ++x)
        expected[a].observables[x] += of_member[a].observables[x] / static_cast<double>(members);
    }
    const std::vector<double> host = c.to_host();
    for (std::size_t e = 0; e < host.size(); ++e)
      variance_of_coefficients[e] += host[e] * host[e] / static_cast<double>(members);
  }
  op.expand(posterior.weights.view(), c.view());
  const Tensor<double, 1> target = centred_on(device, data, held_out, lesson);
  la.axpy(-1.0, target.view(), c.view());
  const std::vector<Moments> errors = moments();

  // Mean of error^2 over expected error^2: standardised errors then have unit variance on these structures.
  // What vanishes by symmetry (the dipole of N2) has roundoff for a variance and is left out.
  const auto ratio = [&](const auto& value) {
    double largest = 0;
    for (std::size_t a = 0; a < structures; ++a)
      for (const auto& [error, variance] : value(a)) largest = std::max(largest, variance);
    std::vector<double> ratios;
    for (std::size_t a = 0; a < structures; ++a)
      for (const auto& [error, variance] : value(a))
        if (variance > negligible_variance * largest) ratios.push_back(error / variance);
    const double mean = mean_of(ratios);
    return mean > 0 ? mean : 1.0;
  };
  using Pairs = std::vector<std::pair<double, double>>;
  const auto of_observables = [&](std::size_t first, std::size_t last) {
    return ratio([&](std::size_t a) {
      // Squares of a vector or tensor together: single components may be known to vanish by symmetry.
      std::pair<double, double> sum{0, 0};
      for (std::size_t x = first; x < std::min(last, errors[a].observables.size()); ++x) {
        sum.first += errors[a].observables[x];
        sum.second += expected[a].observables[x];
      }
      return Pairs{sum};
    });
  };
  Calibration result;
  const double square = ratio([&](std::size_t a) { return Pairs{{errors[a].square, expected[a].square}}; });
  result.scale = std::sqrt(square);
  result.committee.members = static_cast<int>(members);
  if (lesson.quantity == Quantity::response) {
    result.committee.polarizability = std::sqrt(of_observables(0, 9) / square);
  } else {
    result.committee.electrons = std::sqrt(of_observables(0, 1) / square);
    result.committee.dipole = std::sqrt(of_observables(1, 4) / square);
  }
  for (std::size_t a = 0; a < structures; ++a) {
    const Structure& structure = data.entries[static_cast<std::size_t>(held_out[a])].structure;
    const auto begin = static_cast<std::size_t>(design.fields * design.function_offset[a]);
    const auto end = static_cast<std::size_t>(design.fields * design.function_offset[a + 1]);
    std::vector<double> deviations;
    for (std::size_t e = begin; e < end; ++e)
      deviations.push_back(result.scale * std::sqrt(variance_of_coefficients[e]));
    const std::vector<double> norms = norms_of_atoms(data.basis, structure, deviations);
    for (std::size_t i = 0; i < norms.size(); ++i) {
      double& largest = result.committee.familiar[structure.numbers[i]];
      largest = std::max(largest, norms[i]);
    }
  }
  return result;
}

}  // namespace rhofield
