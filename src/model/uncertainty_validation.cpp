// Errors beside their expected size.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "model/committee.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/uncertainty.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

/// sum over the fields of x^T S x.
double squared_norm(const Device& device, View<const double, 2> s, const std::vector<double>& x) {
  auto& la = device.backend().linear_algebra();
  const Index n = s.extent(0), fields = static_cast<Index>(x.size()) / n;
  const auto rows = Tensor<double, 2>::from_host(device, x, {fields, n});
  Tensor<double, 2> weighed(device, {fields, n});
  la.gemm(Op::none, Op::none, 1.0, matrix(rows.view()), matrix(s), 0.0, matrix(weighed.view()));
  return la.dot(rows.view().reshape<1>({fields * n}), std::as_const(weighed).view().reshape<1>({fields * n}));
}

/// Errors of some observable and what was expected of them, structure by structure.
struct StandardisedErrors {
  std::vector<double> errors, expected;
  void add(double error, double deviation) {
    errors.push_back(error);
    expected.push_back(deviation);
  }
  std::optional<double> root() const { return summarise(errors, expected).standardised; }
};

}  // namespace

UncertaintySummary summarise(std::span<const double> errors, std::span<const double> expected) {
  UncertaintySummary summary;
  const std::size_t count = errors.size();
  if (count == 0) return summary;
  const double largest = *std::max_element(expected.begin(), expected.end());
  double sum = 0;
  int known = 0;
  for (std::size_t a = 0; a < count; ++a) {
    if (!(expected[a] > std::sqrt(negligible_variance) * largest)) continue;
    sum += errors[a] / expected[a] * (errors[a] / expected[a]);
    ++known;
  }
  if (known > 0) summary.standardised = std::sqrt(sum / known);
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return expected[a] > expected[b]; });
  const std::size_t tenth = std::max<std::size_t>(1, (count + 5) / 10);
  for (std::size_t a = 0; a < tenth; ++a)
    summary.mean_error_of_most_uncertain += errors[order[a]] / static_cast<double>(tenth);
  summary.mean_error = std::accumulate(errors.begin(), errors.end(), 0.0) / static_cast<double>(count);
  return summary;
}

UncertaintyReport validate_uncertainty(const Device& device, const Model& model, const DataSet& data,
                                       std::span<const Index> indices, Quantity quantity, const Progress& progress) {
  if (indices.empty()) throw InvalidInput("uncertainties of no structures were asked for; name at least one");
  const UncertaintyPredictor uncertainty(device, model, quantity);
  const Predictor predictor(device, model, quantity);
  const Metrics metrics(device, data, {indices.begin(), indices.end()}, 0);
  const Committee& committee = model.of(quantity).committee;
  UncertaintyReport report;
  report.indices.assign(indices.begin(), indices.end());
  StandardisedErrors electrons, dipole, polarizability;
  for (std::size_t a = 0; a < indices.size(); ++a) {
    if (progress && !progress("uncertainty", static_cast<Index>(a), static_cast<Index>(indices.size())))
      throw Interrupted("uncertainties were stopped after " + std::to_string(a) + " structures");
    const LabelledStructure& entry = data.entries[static_cast<std::size_t>(indices[a])];
    validate(entry, data.basis, "structure " + std::to_string(indices[a]), quantity);
    std::vector<double> difference = predictor(std::span(&entry.structure, 1))[0];
    const std::vector<double>& reference = reference_values(entry, quantity);
    for (std::size_t f = 0; f < difference.size(); ++f) difference[f] -= reference[f];
    const auto s = metrics(static_cast<Index>(a));
    const std::vector<double> wrong = linear_observables(quantity, data.basis, entry.structure, difference);
    std::vector<double> variances(wrong.size(), 0.0);
    double expected = 0;
    for (const std::vector<double>& member : uncertainty.deviations(entry.structure)) {
      expected += squared_norm(device, s, member) / committee.members;
      const std::vector<double> of_member = linear_observables(quantity, data.basis, entry.structure, member);
      for (std::size_t x = 0; x < variances.size(); ++x)
        variances[x] += of_member[x] * of_member[x] / committee.members;
    }
    report.error.push_back(std::sqrt(squared_norm(device, s, difference)));
    report.expected.push_back(std::sqrt(expected));
    // Of vectors and tensors the norms: single components may vanish by symmetry.
    const auto add = [&](StandardisedErrors& errors, double factor, std::size_t first, std::size_t last) {
      double square = 0, variance = 0;
      for (std::size_t x = first; x < std::min(last, wrong.size()); ++x)
        square += wrong[x] * wrong[x], variance += variances[x];
      errors.add(std::sqrt(square), factor * std::sqrt(variance));
    };
    if (quantity == Quantity::response) {
      add(polarizability, committee.polarizability, 0, 9);
    } else {
      add(electrons, committee.electrons, 0, 1);
      add(dipole, committee.dipole, 1, 4);
    }
  }
  const UncertaintySummary summary = summarise(report.error, report.expected);
  report.standardised = summary.standardised.value_or(0);
  report.mean_error = summary.mean_error;
  report.mean_error_of_most_uncertain = summary.mean_error_of_most_uncertain;
  report.standardised_electrons = electrons.root();
  report.standardised_dipole = dipole.root();
  report.standardised_polarizability = polarizability.root();
  return report;
}

}  // namespace rhofield
