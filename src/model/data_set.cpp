// Checks of reference data, and the matrices their errors are measured in.
#include "rhofield/model/data_set.hpp"

#include <cmath>

#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/error.hpp"

namespace rhofield {

std::vector<Structure> DataSet::structures() const {
  std::vector<Structure> all;
  all.reserve(entries.size());
  for (const auto& entry : entries) all.push_back(entry.structure);
  return all;
}

void validate(const LabelledStructure& entry, const GaussianBasis& basis, const std::string& name) {
  try {
    validate(entry.structure);
  } catch (const InvalidInput& error) {
    throw InvalidInput(name + ": " + error.what());
  }
  const Index functions = basis.functions(entry.structure);
  const auto found = static_cast<Index>(entry.coefficients.size());
  if (found == 0)
    throw InvalidInput(name + ": has no density coefficients; a density model needs them for every structure");
  if (found != functions)
    throw InvalidInput(name + ": has " + std::to_string(found) + " coefficients, but its basis has " +
                       std::to_string(functions) + " functions; check basis and element order");
  for (Index f = 0; f < found; ++f)
    if (!std::isfinite(entry.coefficients[static_cast<std::size_t>(f)]))
      throw InvalidInput(name + ": coefficient " + std::to_string(f) + " is not a finite number");
  const auto metric = static_cast<Index>(entry.metric.size());
  if (metric != 0 && metric != functions * functions)
    throw InvalidInput(name + ": the stored metric has " + std::to_string(metric) + " elements, expected " +
                       std::to_string(functions) + " x " + std::to_string(functions));
  if (metric == 0 && !basis.is_gaussian())
    throw InvalidInput(name +
                       ": the basis is numerical and no metric is stored; add `overlap` or `metric` to the structure");
}

Metrics::Metrics(const Device& device, const DataSet& data, std::vector<Index> indices, std::size_t memory_limit)
    : device_(device),
      data_(&data),
      indices_(std::move(indices)),
      memory_limit_(memory_limit),
      held_(indices_.size()) {}

Index Metrics::functions(Index k) const {
  const auto& entry = data_->entries[static_cast<std::size_t>(indices_[static_cast<std::size_t>(k)])];
  return data_->basis.functions(entry.structure);
}

View<const double, 2> Metrics::operator()(Index k) const {
  auto& held = held_[static_cast<std::size_t>(k)];
  if (held.size() > 0) return std::as_const(held).view();
  const auto& entry = data_->entries[static_cast<std::size_t>(indices_[static_cast<std::size_t>(k)])];
  const Index n = data_->basis.functions(entry.structure);
  Tensor<double, 2> metric = entry.metric.empty() ? overlap_matrix(device_, data_->basis, entry.structure)
                                                  : Tensor<double, 2>::from_host(device_, entry.metric, {n, n});
  const std::size_t bytes = sizeof(double) * static_cast<std::size_t>(n * n);
  if (held_bytes_ + bytes <= memory_limit_) {
    held_bytes_ += bytes;
    held = std::move(metric);
    return std::as_const(held).view();
  }
  scratch_ = std::move(metric);
  return std::as_const(scratch_).view();
}

}  // namespace rhofield
