// Checks of reference data, and the matrices their errors are measured in.
#include "rhofield/model/data_set.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr double asymmetry = 1e-6;  // of a stored metric, relative to its largest element: single precision passes

/// The normal equations use the metric and its transpose as the same matrix.
void check_metric(const std::vector<double>& metric, std::size_t functions, const std::string& name) {
  const auto element = [](std::size_t f, std::size_t g) {
    return "element (" + std::to_string(f) + ", " + std::to_string(g) + ")";
  };
  double largest = 0;
  for (std::size_t k = 0; k < metric.size(); ++k) {
    if (!std::isfinite(metric[k]))
      throw InvalidInput(name + ": " + element(k / functions, k % functions) + " of the stored metric is " +
                         text(metric[k]) + "; it must be finite: compute it again, or leave it out");
    largest = std::max(largest, std::abs(metric[k]));
  }
  for (std::size_t f = 0; f < functions; ++f)
    for (std::size_t g = 0; g < f; ++g) {
      const double lower = metric[f * functions + g], upper = metric[g * functions + f];
      if (std::abs(lower - upper) > asymmetry * largest)
        throw InvalidInput(name + ": the stored metric is not symmetric: " + element(f, g) + " is " + text(lower) +
                           ", " + element(g, f) + " is " + text(upper) +
                           "; check the order of its functions, or leave it out");
    }
}

}  // namespace

std::vector<Structure> DataSet::structures() const {
  std::vector<Structure> all;
  all.reserve(entries.size());
  for (const auto& entry : entries) all.push_back(entry.structure);
  return all;
}

std::vector<std::string> DataSet::property_names() const {
  std::set<std::string> names;
  for (const auto& entry : entries) {
    for (const auto& [name, value] : entry.properties) names.insert(name);
    for (const char* name : {"energy", "charge", "charges", "dipole", "polarizability"})
      if (property_of(entry, name)) names.insert(name);
  }
  return {names.begin(), names.end()};
}

std::optional<PropertyValue> property_of(const LabelledStructure& entry, const std::string& name) {
  if (const auto found = entry.properties.find(name); found != entry.properties.end()) return found->second;
  if (name == "energy" && entry.energy) return PropertyValue{.shape = {}, .values = {*entry.energy}};
  if (name == "charge" && entry.charge) return PropertyValue{.shape = {}, .values = {*entry.charge}};
  if (name == "charges" && !entry.structure.charges.empty())
    return PropertyValue{.shape = {entry.structure.size()}, .values = entry.structure.charges};
  if (name == "dipole" && entry.dipole)
    return PropertyValue{.shape = {3}, .values = {entry.dipole->begin(), entry.dipole->end()}};
  if (name == "polarizability" && entry.polarizability) {
    PropertyValue tensor{.shape = {3, 3}, .values = {}};
    for (const Vector3& row : *entry.polarizability) tensor.values.insert(tensor.values.end(), row.begin(), row.end());
    return tensor;
  }
  return std::nullopt;
}

const std::vector<double>& reference_values(const LabelledStructure& entry, Quantity quantity) {
  return quantity == Quantity::density ? entry.coefficients : entry.response;
}

namespace {

void check_values(const LabelledStructure& entry, Index functions, const std::string& name, Quantity quantity) {
  const bool response = quantity == Quantity::response;
  const std::vector<double>& values = reference_values(entry, quantity);
  const auto found = static_cast<Index>(values.size());
  const Index expected = (response ? 3 : 1) * functions;
  if (found == 0)
    throw InvalidInput(name + ": has no " + (response ? "response" : "density") + " coefficients; a " +
                       name_of(quantity) + " model needs them for every structure: leave it out, or learn the " +
                       (response ? "density" : "response") + " alone");
  if (response && found != expected && functions > 0 && found % functions == 0)
    throw InvalidInput(name + ": has a response to " + std::to_string(found / functions) +
                       " field directions, 3 are needed: x, y and z");
  if (found != expected)
    throw InvalidInput(name + ": has " + std::to_string(found) + (response ? " response" : "") +
                       " coefficients, but its basis has " + std::to_string(functions) + " functions" +
                       (response ? " for each of the 3 field directions" : "") + "; check basis and element order");
  for (Index f = 0; f < found; ++f)
    if (!std::isfinite(values[static_cast<std::size_t>(f)]))
      throw InvalidInput(name + ": " + (response ? "response " : "") + "coefficient " + std::to_string(f) + " is " +
                         text(values[static_cast<std::size_t>(f)]) +
                         ", not a finite number; repeat the calculation, or leave the structure out");
}

}  // namespace

void validate(const LabelledStructure& entry, const GaussianBasis& basis, const std::string& name, Quantity quantity) {
  try {
    validate(entry.structure);
  } catch (const InvalidInput& error) {
    throw InvalidInput(name + ": " + error.what());
  }
  const Index functions = basis.functions(entry.structure);
  check_values(entry, functions, name, quantity);
  const auto metric = static_cast<Index>(entry.metric.size());
  if (metric != 0 && metric != functions * functions)
    throw InvalidInput(name + ": the stored metric has " + std::to_string(metric) + " elements, expected " +
                       std::to_string(functions) + " x " + std::to_string(functions) +
                       "; check basis and element order");
  if (metric != 0) check_metric(entry.metric, static_cast<std::size_t>(functions), name);
  if (metric == 0 && !basis.is_gaussian())
    throw InvalidInput(name +
                       ": the basis is numerical and no metric is stored; add `overlap` or `metric` to the structure");
}

Metrics::Metrics(const Device& device, const DataSet& data, std::vector<Index> indices, std::size_t memory_limit,
                 LossMetric kind)
    : device_(device),
      data_(&data),
      indices_(std::move(indices)),
      memory_limit_(memory_limit),
      kind_(kind),
      held_(indices_.size()) {}

bool Metrics::stored(const LabelledStructure& entry) const {
  return kind_ == LossMetric::overlap && !entry.metric.empty();
}

void Metrics::fill(const LabelledStructure& entry, View<double, 2> metric) const {
  if (stored(entry)) {
    device_.backend().memory().upload(metric.data(), entry.metric.data(), sizeof(double) * entry.metric.size());
    return;
  }
  if (!integrals_) {
    std::vector<Structure> computed;
    for (Index k : indices_)
      if (!stored(data_->entries[static_cast<std::size_t>(k)]))
        computed.push_back(data_->entries[static_cast<std::size_t>(k)].structure);
    integrals_.emplace(device_, data_->basis, species_of(computed));
  }
  if (kind_ == LossMetric::overlap) return integrals_->overlap(entry.structure, metric);
  const Tensor<double, 2> coulomb = integrals_->coulomb(entry.structure);
  device_.backend().memory().copy(metric.data(), coulomb.view().data(),
                                  sizeof(double) * static_cast<std::size_t>(coulomb.size()));
}

void Metrics::forget() const {
  for (Tensor<double, 2>& metric : held_) metric = {};
  held_bytes_ = 0;
}

bool Metrics::holds(Index k) const {
  const auto& entry = data_->entries[static_cast<std::size_t>(indices_[static_cast<std::size_t>(k)])];
  return held_[static_cast<std::size_t>(k)].size() > 0 || (stored(entry) && device_.is_host());
}

View<const double, 2> Metrics::operator()(Index k) const {
  auto& held = held_[static_cast<std::size_t>(k)];
  if (held.size() > 0) return std::as_const(held).view();
  const auto& entry = data_->entries[static_cast<std::size_t>(indices_[static_cast<std::size_t>(k)])];
  const Index n = data_->basis.functions(entry.structure);
  if (stored(entry) && device_.is_host()) return {entry.metric.data(), {n, n}};
  const std::size_t bytes = sizeof(double) * static_cast<std::size_t>(n * n);
  if (held_bytes_ + bytes <= memory_limit_) {
    Tensor<double, 2> metric(device_, {n, n});
    fill(entry, metric.view());
    held_bytes_ += bytes;
    held = std::move(metric);
    return std::as_const(held).view();
  }
  if (scratch_.size() < n * n) scratch_ = Tensor<double, 1>(device_, {n * n});
  const View<double, 2> metric(scratch_.view().data(), {n, n});
  fill(entry, metric);
  return metric;
}

}  // namespace rhofield
