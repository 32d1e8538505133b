// Batches of structures -> c of every density, side by side -> P, chunk by chunk.
#include "model/representation.hpp"

#include <algorithm>
#include <numeric>

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

Representation::Representation(const Device& device, std::vector<int> species, const ModelOptions& options)
    : device_(device),
      species_(std::move(species)),
      ranges_(channel_ranges(options, species_.size())),
      descriptors_(options.descriptors),
      normalisation_(options.descriptor_normalisation) {
  const std::vector<NeighbourDensity> all = neighbour_densities(options);
  for (std::size_t d = 0; d < all.size(); ++d) {
    if (ranges_[d].count == 0) continue;
    if (const auto* long_range = std::get_if<LongRangeOptions>(&all[d]))
      densities_.emplace_back(LongRangeExpansion(device_, species_, *long_range), ranges_[d]);
    else
      densities_.emplace_back(SphericalExpansion(device_, species_, std::get<ExpansionOptions>(all[d])), ranges_[d]);
    channels_ += ranges_[d].count;
    l_max_ = std::max(l_max_, ranges_[d].l_max);
  }
}

namespace {

Normalisation of_features(DescriptorNormalisation normalisation) {
  switch (normalisation) {
    case DescriptorNormalisation::each:
      return Normalisation::per_descriptor;
    case DescriptorNormalisation::together:
      return Normalisation::per_atom;
    default:
      return Normalisation::none;
  }
}

}  // namespace

void Representation::use_features(std::map<FeatureOrder, FeatureSet> sets) {
  feature_sets_ = std::move(sets);
  equivariants_.clear();
  for (const auto& [order, set] : feature_sets_)
    equivariants_.emplace(order, Equivariants(device_, set, of_features(normalisation_)));
}

namespace {

/// The smallest l_max of all densities with features of this order: l1 + l2 >= lambda, of the right parity.
/// Pseudotensors of one order with itself need two channels.
int least_l_max(FeatureOrder order, std::vector<ChannelRange> densities, const std::vector<Descriptor>& descriptors) {
  for (int l_max = (order.lambda + 1) / 2;; ++l_max) {
    for (ChannelRange& density : densities) density.l_max = l_max;
    if (!all_features(order, densities, descriptors).features.empty()) return l_max;
  }
}

}  // namespace

void Representation::use_all_features(const std::set<FeatureOrder>& orders) {
  std::map<FeatureOrder, FeatureSet> sets;
  for (const FeatureOrder order : orders) {
    FeatureSet& set = sets[order] = all_features(order, ranges_, descriptors_);
    if (set.features.empty())
      throw InvalidInput("there are no features of " + describe(order) + ": products of expansions up to l_max = " +
                         std::to_string(l_max()) + " with " + std::to_string(channels()) +
                         " channels do not reach it; raise l_max" + (ranges_.size() > 1 ? " of all densities" : "") +
                         " to at least " + std::to_string(least_l_max(order, ranges_, descriptors_)));
  }
  use_features(std::move(sets));
}

void Representation::select_features(const std::set<FeatureOrder>& orders, int count, const Expanded& sample,
                                     std::size_t memory_limit) {
  const auto atoms = static_cast<Index>(sample.numbers.size());
  // Evenly spread over the atoms of each element: every third atom of a list of water molecules may be an oxygen.
  std::vector<Index> by_element(static_cast<std::size_t>(atoms)), chosen;
  std::iota(by_element.begin(), by_element.end(), Index{0});
  const auto number = [&](Index atom) { return sample.numbers[static_cast<std::size_t>(atom)]; };
  std::stable_sort(by_element.begin(), by_element.end(), [&](Index a, Index b) { return number(a) < number(b); });
  const Index wanted = std::min(atoms, selection_environments);
  for (Index k = 0; k < wanted; ++k) chosen.push_back(by_element[static_cast<std::size_t>(k * atoms / wanted)]);
  std::sort(chosen.begin(), chosen.end());
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
    const Tensor<double, 3> c = expand_batch(structures.subspan(begin, end - begin));
    device_.backend().memory().copy(result.coefficients.view().rows(result.first_atom[begin], c.extent(0)).data(),
                                    c.view().data(), sizeof(double) * static_cast<std::size_t>(c.size()));
  });
  return result;
}

Tensor<double, 3> Representation::expand_batch(std::span<const Structure> structures) const {
  const StructureBatch batch = make_batch(device_, structures, species_);
  std::map<double, NeighbourList> neighbours;  // by cutoff
  const auto evaluate = [&](const Density& density) {
    if (const auto* long_range = std::get_if<LongRangeExpansion>(&density)) return (*long_range)(structures);
    const auto& expansion = std::get<SphericalExpansion>(density);
    const double cutoff = expansion.options().cutoff;
    auto found = neighbours.find(cutoff);
    if (found == neighbours.end()) found = neighbours.emplace(cutoff, neighbour_list(device_, batch, cutoff)).first;
    return expansion(batch, found->second);
  };
  if (densities_.size() == 1) return evaluate(densities_.front().first);
  Tensor<double, 3> c(device_, {batch.atoms(), Index{l_max_ + 1} * (l_max_ + 1), channels_});
  for (const auto& [density, range] : densities_) {
    const Tensor<double, 3> part = evaluate(density);
    device_.backend().kernels().place_channels(part.view(), range.first, c.view());
  }
  return c;
}

Tensor<double, 1> Representation::norms(FeatureOrder order, View<const double, 3> c) const {
  if (normalisation_ != DescriptorNormalisation::none) return equivariants_.at(order).norms(c);
  const std::vector<double> ones(static_cast<std::size_t>(c.extent(0)), 1.0);
  return Tensor<double, 1>::from_host(device_, ones, {c.extent(0)});
}

Expanded Representation::only(Expanded expanded, const std::set<int>& numbers) const {
  std::vector<Index> kept;
  Expanded result;
  result.first_atom.push_back(0);
  for (std::size_t a = 0; a + 1 < expanded.first_atom.size(); ++a) {
    for (Index i = expanded.first_atom[a]; i < expanded.first_atom[a + 1]; ++i) {
      const int number = expanded.numbers[static_cast<std::size_t>(i)];
      if (!numbers.contains(number)) continue;
      result.atoms_of[number].push_back(static_cast<Index>(kept.size()));
      result.numbers.push_back(number);
      kept.push_back(i);
    }
    result.first_atom.push_back(static_cast<Index>(kept.size()));
  }
  if (kept.size() == expanded.numbers.size()) return expanded;
  result.coefficients = gather(expanded, kept);
  return result;
}

namespace {

/// Channels `range` of the orders it has: a copy [atom, lm, q] of a part of c [atom, lm, channel].
Tensor<double, 3> part_of(const Device& device, View<const double, 3> c, const ChannelRange& range) {
  const Index rows = Index{range.l_max + 1} * (range.l_max + 1), width = rows * range.count;
  std::vector<Index> offset(static_cast<std::size_t>(width) + 1), source;
  std::iota(offset.begin(), offset.end(), Index{0});
  for (Index lm = 0; lm < rows; ++lm)
    for (Index q = 0; q < range.count; ++q) source.push_back(lm * c.extent(2) + range.first + q);
  const std::vector<double> ones(source.size(), 1.0);
  const auto offsets = Tensor<Index, 1>::from_host(device, offset, {width + 1});
  const auto sources = Tensor<Index, 1>::from_host(device, source, {width});
  const auto factors = Tensor<double, 1>::from_host(device, ones, {width});
  Tensor<double, 3> part(device, {c.extent(0), rows, range.count});
  device.backend().kernels().combine_columns(c.reshape<2>({c.extent(0), c.extent(1) * c.extent(2)}),
                                             {offsets.view(), sources.view(), factors.view()}, 0,
                                             part.view().reshape<2>({c.extent(0), width}));
  return part;
}

template <int rank>
void set_zero(const Device& device, View<double, rank> values) {
  device.backend().memory().zero(values.data(), sizeof(double) * static_cast<std::size_t>(values.size()));
}

}  // namespace

void Representation::backward(std::span<const Structure> structures, View<const double, 3> c_bar,
                              View<double, 2> positions_bar, View<double, 3> strain_bar) const {
  std::vector<Index> first_atom{0};
  for (const Structure& s : structures) first_atom.push_back(first_atom.back() + s.size());
  for_each_batch(structures, atoms_per_batch, [&](std::size_t begin, std::size_t end) {
    const auto atoms = [&](auto view) { return view.rows(first_atom[begin], first_atom[end] - first_atom[begin]); };
    batch_backward(structures.subspan(begin, end - begin), atoms(c_bar), atoms(positions_bar),
                   strain_bar.rows(static_cast<Index>(begin), static_cast<Index>(end - begin)));
  });
}

void Representation::batch_backward(std::span<const Structure> structures, View<const double, 3> c_bar,
                                    View<double, 2> positions_bar, View<double, 3> strain_bar) const {
  const StructureBatch batch = make_batch(device_, structures, species_);
  std::map<double, NeighbourList> neighbours;  // by cutoff
  set_zero(device_, positions_bar);
  set_zero(device_, strain_bar);
  for (const auto& [density, range] : densities_) {
    const Tensor<double, 3> copy = densities_.size() == 1 ? Tensor<double, 3>() : part_of(device_, c_bar, range);
    const View<const double, 3> part = densities_.size() == 1 ? c_bar : copy.view();
    if (const auto* long_range = std::get_if<LongRangeExpansion>(&density)) {
      long_range->backward(structures, part, positions_bar, strain_bar);
      continue;
    }
    const auto& expansion = std::get<SphericalExpansion>(density);
    const double cutoff = expansion.options().cutoff;
    auto found = neighbours.find(cutoff);
    if (found == neighbours.end()) found = neighbours.emplace(cutoff, neighbour_list(device_, batch, cutoff)).first;
    expansion.backward(batch, found->second, part, positions_bar, strain_bar);
  }
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
