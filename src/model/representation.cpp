// Batches of structures -> c -> P, chunk by chunk.
#include "model/representation.hpp"

#include <algorithm>

#include "model/batches.hpp"
#include "rhofield/descriptors/feature_selection.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {
constexpr Index atoms_per_batch = 4096;         // bounds the neighbour list of one launch
constexpr Index chunk_bytes = Index{32} << 20;  // features in flight: a few times the last-level cache
constexpr Index selection_environments = 500;   // feature selection looks at this many, evenly spread
}  // namespace

Representation::Representation(const Device& device, std::vector<int> species, const ExpansionOptions& options)
    : device_(device), expansion_(device, std::move(species), options) {}

void Representation::use_features(std::map<FeatureOrder, FeatureSet> sets) {
  feature_sets_ = std::move(sets);
  equivariants_.clear();
  for (const auto& [order, set] : feature_sets_)
    equivariants_.emplace(order, Equivariants(device_, set, Normalisation::per_atom));
}

namespace {

/// The smallest l_max with features of this order: l1 + l2 >= lambda, of the right parity. Pseudotensors of one order
/// with itself need two channels.
int least_l_max(FeatureOrder order, int channels) {
  int l_max = (order.lambda + 1) / 2;
  while (all_features(order.lambda, l_max, channels, order.parity).features.empty()) ++l_max;
  return l_max;
}

}  // namespace

void Representation::use_all_features(const std::set<FeatureOrder>& orders) {
  std::map<FeatureOrder, FeatureSet> sets;
  for (const FeatureOrder order : orders) {
    FeatureSet& set = sets[order] = all_features(order.lambda, l_max(), channels(), order.parity);
    if (set.features.empty())
      throw InvalidInput("there are no features of " + describe(order) +
                         ": products of expansions up to l_max = " + std::to_string(l_max()) + " with " +
                         std::to_string(channels()) + " channels do not reach it; raise l_max to at least " +
                         std::to_string(least_l_max(order, channels())));
  }
  use_features(std::move(sets));
}

void Representation::select_features(const std::set<FeatureOrder>& orders, int count, const Expanded& sample,
                                     std::size_t memory_limit) {
  const auto atoms = static_cast<Index>(sample.numbers.size());
  std::vector<Index> chosen;
  const Index wanted = std::min(atoms, selection_environments);
  for (Index k = 0; k < wanted; ++k) chosen.push_back(k * atoms / wanted);
  const Tensor<double, 3> c = gather(sample, chosen);
  use_all_features(orders);
  for (const auto& [order, full] : feature_sets_) {
    const auto bytes = sizeof(double) * static_cast<std::size_t>(full.size()) * static_cast<std::size_t>(full.size());
    if (full.size() > count && bytes > memory_limit)
      throw InvalidInput("selecting " + std::to_string(count) + " of the " + std::to_string(full.size()) +
                         " features of " + describe(order) + " needs " + std::to_string(bytes) +
                         " bytes for their products, but memory_limit is " + std::to_string(memory_limit) +
                         "; raise it, lower n_max or l_max, or keep all features");
  }
  std::map<FeatureOrder, FeatureSet> sets;
  for (const auto& [order, full] : feature_sets_) {
    if (full.size() <= count) {
      sets[order] = full;
      continue;
    }
    auto gram = Tensor<double, 2>::zeros(device_, {full.size(), full.size()});
    for (Index first = 0; first < wanted; first += chunk(order)) {
      const Index rows = std::min(chunk(order), wanted - first);
      accumulate_gram(device_, features(order, c.view().rows(first, rows)).view(), gram.view());
    }
    sets[order] = rhofield::select_features(full, farthest_features(device_, std::as_const(gram).view(), count));
  }
  use_features(std::move(sets));
}

Index Representation::chunk(FeatureOrder order) const {
  const Index per_atom = (2 * order.lambda + 1) * feature_sets_.at(order).size() * static_cast<Index>(sizeof(double));
  return std::clamp<Index>(chunk_bytes / std::max<Index>(per_atom, 1), 8, 1024);
}

Expanded Representation::expand(std::span<const Structure> structures) const {
  Expanded result;
  result.first_atom.push_back(0);
  for (const Structure& s : structures) {
    result.numbers.insert(result.numbers.end(), s.numbers.begin(), s.numbers.end());
    result.first_atom.push_back(static_cast<Index>(result.numbers.size()));
  }
  for (std::size_t i = 0; i < result.numbers.size(); ++i)
    result.atoms_of[result.numbers[i]].push_back(static_cast<Index>(i));
  const Index lm = (l_max() + 1) * (l_max() + 1);
  result.coefficients = Tensor<double, 3>(device_, {result.first_atom.back(), lm, channels()});
  for_each_batch(structures, atoms_per_batch, [&](std::size_t begin, std::size_t end) {
    const StructureBatch batch = make_batch(device_, structures.subspan(begin, end - begin), species());
    const Tensor<double, 3> c = expansion_(batch);
    device_.backend().memory().copy(result.coefficients.view().rows(result.first_atom[begin], c.extent(0)).data(),
                                    c.view().data(), sizeof(double) * static_cast<std::size_t>(c.size()));
  });
  return result;
}

Tensor<double, 3> Representation::gather(View<const double, 3> coefficients, std::span<const Index> atoms) const {
  const Index lm = coefficients.extent(1);
  const auto count = static_cast<Index>(atoms.size());
  const Index width = lm * channels();
  Tensor<double, 3> c(device_, {count, lm, channels()});
  const auto rows = Tensor<Index, 1>::from_host(device_, atoms, {count});
  device_.backend().kernels().gather_rows(coefficients.reshape<2>({coefficients.extent(0), width}), rows.view(), 0,
                                          c.view().reshape<2>({count, width}));
  return c;
}

}  // namespace rhofield
