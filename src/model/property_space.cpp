// Reference space and design matrices of properties, batch by batch of structures.
#include "model/property_space.hpp"

#include <algorithm>

#include "model/batches.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

constexpr Index atoms_per_batch = 4096;  // bounds expansions in flight

std::set<FeatureOrder> orders_of(std::span<const PropertyOptions> properties) {
  std::set<FeatureOrder> orders;
  for (const PropertyOptions& property : properties)
    for (const FeatureOrder order : irreps_of(property.kind)) orders.insert(order);
  return orders;
}

}  // namespace

PropertySpace::PropertySpace(const Device& device, const DataSet& data, std::span<const Index> train,
                             std::span<const PropertyOptions> properties, const ModelOptions& options,
                             const RegressionOptions& regression, Stages& stages)
    : options_(options), orders_(orders_of(properties)) {
  std::vector<Structure> structures = structures_at(data, train);
  elements_ = species_of(structures);
  for (const PropertyOptions& property : properties)
    for (const DesignKey& key : keys(property)) keys_.insert(key);
  const std::vector<Structure> pool = regression.environments_from_all ? data.structures() : std::move(structures);
  std::set<FeatureOrder> orders = orders_;
  orders.insert(invariants);  // the powers of every similarity, distances between environments
  Expanded expanded;
  representation_ = represent(device, pool, {elements_.begin(), elements_.end()}, orders, options,
                              regression.memory_limit, expanded, stages);
  if (options.environments == 0) return;
  stages.begin("reference environments");
  const std::vector<Index> picks = pick_environments(*representation_, expanded, options.environments);
  stages.begin("similarity of environments");
  Target target;
  for (const int number : elements_)
    for (const FeatureOrder order : orders_)
      target.irreps[number].push_back(
          {.lambda = order.lambda, .order = order.lambda, .parity = order.parity, .count = 1});
  space_ = std::make_unique<ReferenceSpace>(*representation_, target, options, expanded, picks);
}

std::vector<DesignKey> PropertySpace::keys(const PropertyOptions& property) const {
  std::vector<DesignKey> keys;
  for (const FeatureOrder order : irreps_of(property.kind)) {
    if (property.extent != PropertyExtent::atom)
      keys.push_back({order, property.extent, 0});
    else
      for (const int number : elements_) keys.push_back({order, property.extent, number});
  }
  return keys;
}

PropertyBlock PropertySpace::block_of(int number, FeatureOrder order) const {
  if (!space_) return {number, order, representation_->feature_sets().at(order).size(), nullptr};
  for (const Block& block : space_->blocks())
    if (block.number == number && block.irrep.features() == order) return {number, order, block.dimension, &block};
  throw InternalError("no block of " + describe(order) + " for " + std::string(element_symbol(number)));
}

std::vector<PropertyBlock> PropertySpace::blocks(const DesignKey& key) const {
  if (key.extent == PropertyExtent::atom) return {block_of(key.number, key.order)};
  std::vector<PropertyBlock> all;
  for (const int number : elements_) all.push_back(block_of(number, key.order));
  return all;
}

PropertyDesigns PropertySpace::empty_designs(std::span<const Structure> structures, std::size_t memory_limit) const {
  PropertyDesigns designs;
  std::size_t bytes = 0;
  for (const DesignKey& key : keys_) {
    PropertyDesign& design = designs[key];
    design.components = 2 * key.order.lambda + 1;
    for (const PropertyBlock& block : blocks(key)) design.columns += block.columns;
    design.value_offset.push_back(0);
    for (const Structure& structure : structures)
      design.value_offset.push_back(design.value_offset.back() +
                                    (key.extent == PropertyExtent::atom
                                         ? std::count(structure.numbers.begin(), structure.numbers.end(), key.number)
                                         : 1));
    bytes +=
        sizeof(double) * static_cast<std::size_t>(design.rows(static_cast<Index>(structures.size())) * design.columns);
  }
  if (bytes > memory_limit)
    throw InvalidInput("the features of " + std::to_string(structures.size()) + " structures for the regression take " +
                       std::to_string(bytes) + " bytes, but memory_limit is " + std::to_string(memory_limit) +
                       "; raise it, or lower " + (space_ ? "`environments`" : "features_per_lambda, n_max or l_max"));
  for (auto& [key, design] : designs)
    design.x.assign(static_cast<std::size_t>(design.rows(static_cast<Index>(structures.size())) * design.columns), 0.0);
  return designs;
}

PropertyDesigns PropertySpace::designs(std::span<const Structure> structures, std::size_t memory_limit,
                                       const Stages& stages) const {
  PropertyDesigns designs = empty_designs(structures, memory_limit);
  for_each_batch(structures, atoms_per_batch, [&](std::size_t begin, std::size_t end) {
    stages.step(static_cast<Index>(begin), static_cast<Index>(structures.size()));
    for (auto& [key, design] : designs)  // of an attempt that ran out of memory
      std::fill(design.x.begin() + design.rows(static_cast<Index>(begin)) * design.columns,
                design.x.begin() + design.rows(static_cast<Index>(end)) * design.columns, 0.0);
    fill(structures.subspan(begin, end - begin), static_cast<Index>(begin), designs);
  });
  return designs;
}

Tensor<double, 2> PropertySpace::psi(const PropertyBlock& block, View<const double, 3> c) const {
  const Tensor<double, 3> p = representation_->features(block.order, c);
  const Index rows = p.extent(0) * p.extent(1);
  Tensor<double, 2> result(device(), {rows, block.columns});
  auto& backend = device().backend();
  if (block.block == nullptr) {
    backend.memory().copy(result.view().data(), p.view().data(), sizeof(double) * static_cast<std::size_t>(p.size()));
    return result;
  }
  if (block.columns == 0) return result;
  const References::Group& group = space_->references().group(block.number, block.order);
  Tensor<double, 3> own;
  if (block.order != invariants) own = representation_->features(invariants, c);
  const Tensor<double, 3>& p0 = block.order == invariants ? p : own;
  Tensor<double, 2> k0(device(), {p.extent(0), group.invariants.extent(0)});
  similarity(device(), p0.view(), group.invariants.view(), k0.view(), 1, k0.view());
  Tensor<double, 2> k(device(), {rows, group.rows()});
  similarity(device(), p.view(), group.features.view(), std::as_const(k0).view(), options_.zeta, k.view());
  backend.linear_algebra().gemm(Op::none, Op::none, 1.0, matrix(std::as_const(k).view()),
                                matrix(block.block->projector.view()), 0.0, matrix(result.view()));
  return result;
}

namespace {

/// Sums of the rows of Psi [(i mu), column] over the atoms of each structure; `structure_of` [i] ascends. Returns the
/// structures that occur; sums [(structure mu), column].
std::vector<Index> sum_by_structure(const Device& device, View<const double, 2> psi,
                                    std::span<const Index> structure_of, Index components, std::vector<double>& sums) {
  std::vector<Index> structures, offset{0}, source;
  for (std::size_t first = 0; first < structure_of.size();) {
    std::size_t last = first;
    while (last < structure_of.size() && structure_of[last] == structure_of[first]) ++last;
    for (Index mu = 0; mu < components; ++mu) {
      for (std::size_t i = first; i < last; ++i) source.push_back(static_cast<Index>(i) * components + mu);
      offset.push_back(static_cast<Index>(source.size()));
    }
    structures.push_back(structure_of[first]);
    first = last;
  }
  const std::vector<double> ones(source.size(), 1.0);
  const auto entries = static_cast<Index>(source.size());
  const auto offsets = Tensor<Index, 1>::from_host(device, offset, {static_cast<Index>(offset.size())});
  const auto sources = Tensor<Index, 1>::from_host(device, source, {entries});
  const auto factors = Tensor<double, 1>::from_host(device, ones, {entries});
  Tensor<double, 2> result(device, {static_cast<Index>(offset.size()) - 1, psi.extent(1)});
  device.backend().kernels().combine_rows(psi, {offsets.view(), sources.view(), factors.view()}, 0, result.view());
  sums = result.to_host();
  return structures;
}

}  // namespace

void PropertySpace::fill(std::span<const Structure> structures, Index first_structure, PropertyDesigns& designs) const {
  const Expanded expanded = representation_->expand(structures);
  for (const int number : elements_) {
    const auto found = expanded.atoms_of.find(number);
    if (found == expanded.atoms_of.end()) continue;
    const std::vector<Index>& atoms = found->second;
    std::vector<Index> structure_of;
    for (const Index atom : atoms)
      structure_of.push_back(std::upper_bound(expanded.first_atom.begin(), expanded.first_atom.end(), atom) -
                             expanded.first_atom.begin() - 1);
    const Tensor<double, 3> c = representation_->gather(expanded, atoms);
    for (const FeatureOrder order : orders_) {
      const PropertyBlock block = block_of(number, order);
      if (block.columns == 0) continue;
      const Index step = std::min(representation_->chunk(order), representation_->chunk(invariants));
      for (Index first = 0; first < c.extent(0); first += step) {
        const Index count = std::min(step, c.extent(0) - first);
        const Tensor<double, 2> rows = psi(block, c.view().rows(first, count));
        const Index components = 2 * order.lambda + 1;
        if (const auto own = designs.find({order, PropertyExtent::atom, number}); own != designs.end()) {
          const std::vector<double> values = rows.to_host();
          std::copy(values.begin(), values.end(),
                    own->second.x.begin() + (own->second.rows(first_structure) + first * components) * block.columns);
        }
        std::vector<double> sums;
        std::vector<Index> summed;
        for (const PropertyExtent extent : {PropertyExtent::sum, PropertyExtent::mean}) {
          const auto whole = designs.find({order, extent, 0});
          if (whole == designs.end()) continue;
          if (summed.empty())
            summed = sum_by_structure(
                device(), rows.view(),
                std::span(structure_of).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)),
                components, sums);
          PropertyDesign& design = whole->second;
          Index column = 0;  // of this species
          for (const PropertyBlock& other : blocks(whole->first)) {
            if (other.number == number) break;
            column += other.columns;
          }
          for (std::size_t k = 0; k < summed.size(); ++k) {
            const Structure& structure = structures[static_cast<std::size_t>(summed[k])];
            const double factor = extent == PropertyExtent::mean ? 1.0 / static_cast<double>(structure.size()) : 1.0;
            for (Index mu = 0; mu < components; ++mu) {
              const double* in = sums.data() + (static_cast<Index>(k) * components + mu) * block.columns;
              double* out =
                  design.x.data() + ((first_structure + summed[k]) * components + mu) * design.columns + column;
              for (Index d = 0; d < block.columns; ++d) out[d] += factor * in[d];
            }
          }
        }
      }
    }
  }
}

ModelBlock PropertySpace::fold(const PropertyBlock& block, std::span<const double> weights) const {
  ModelBlock out{.environments = {}, .weights = {}, .count = 1, .dimension = static_cast<int>(block.columns)};
  if (block.block == nullptr) {
    out.weights.assign(weights.begin(), weights.end());
    return out;
  }
  // A [(m M')] = V w^{-1/2} [(m M'), D] W [D], rows of this block's environments among those of its group.
  const Tensor<double, 2>& projector = block.block->projector;
  auto folded = Tensor<double, 1>::zeros(device(), {projector.extent(0)});
  if (block.columns > 0) {
    const auto w = Tensor<double, 1>::from_host(device(), weights, {block.columns});
    device().backend().linear_algebra().gemm(Op::none, Op::none, 1.0, matrix(projector.view()),
                                             ConstMatrixView(w.view().data(), block.columns, 1, 1), 0.0,
                                             MatrixView{folded.view().data(), projector.extent(0), 1, 1});
  }
  const std::vector<double> all = folded.to_host();
  const auto& group = space_->references().group(block.number, block.order).environments;
  const Index components = block.block->components();
  for (const Index environment : block.block->environments) {
    const Index m = std::lower_bound(group.begin(), group.end(), environment) - group.begin();
    out.environments.push_back(static_cast<int>(environment));
    out.weights.insert(out.weights.end(), all.begin() + m * components, all.begin() + (m + 1) * components);
  }
  return out;
}

Model PropertySpace::model() const {
  Model model;
  model.options = options_;
  model.options.quantities.clear();
  model.species = representation_->species();
  model.feature_sets = representation_->feature_sets();
  for (const int number : elements_) {
    SpeciesModel& species = model.species_models[number];
    if (!space_) continue;
    const Tensor<double, 3>& c = space_->references().coefficients(number);
    species = {.environments = static_cast<int>(c.extent(0)), .environment_coefficients = c.to_host()};
  }
  return model;
}

}  // namespace rhofield
