// What a trained model must be for its parts to fit together.
#include "rhofield/model/model.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>

#include "rhofield/error.hpp"

namespace rhofield {

namespace {

void require(bool good, const std::string& what) {
  if (!good) throw InvalidInput("the model does not fit together: " + what + "; train it again");
}

void require_same(std::size_t found, Index expected, const std::string& what) {
  require(static_cast<Index>(found) == expected,
          what + " has " + std::to_string(found) + " values instead of " + std::to_string(expected));
}

/// The same densities, in the same places, and the same descriptors.
void require_same_products(const Model& model, const FeatureSet& set, const std::string& name) {
  const std::vector<ChannelRange> ranges = channel_ranges(model.options, model.species.size());
  const std::vector<Descriptor>& descriptors = model.options.descriptors;
  const std::size_t densities = std::max<std::size_t>(set.densities.size(), 1);
  require(densities == ranges.size() && set.descriptors.size() == descriptors.size(),
          name + " are products of " + std::to_string(densities) + " densities in " +
              std::to_string(set.descriptors.size()) + " descriptors, the options have " +
              std::to_string(ranges.size()) + " in " + std::to_string(descriptors.size()));
  for (std::size_t d = 0; d < ranges.size(); ++d) {
    const ChannelRange own = set.density(static_cast<int>(d));
    require(own.first == ranges[d].first && own.count == ranges[d].count && own.l_max == ranges[d].l_max,
            name + " have another place for density " + std::to_string(d) + " than the options");
  }
  for (std::size_t k = 0; k < descriptors.size(); ++k) {
    const Descriptor &own = set.descriptors[k], &expected = descriptors[k];
    require(own.left == expected.left && own.right == expected.right && own.weight == expected.weight,
            name + " have another descriptor " + std::to_string(k) + " than the options");
  }
}

void validate_features(const Model& model, FeatureOrder order) {
  const std::string name = "features of " + describe(order);
  const auto found = model.feature_sets.find(order);
  require(found != model.feature_sets.end() && !found->second.features.empty(), name + " are missing");
  const FeatureSet& set = found->second;
  const ExpansionShape shape = expansion_shape(model.options, model.species.size());
  require(set.order() == order, name + " are of " + describe(set.order()));
  require(set.l_max == shape.l_max,
          name + " have l_max " + std::to_string(set.l_max) + ", the expansion has " + std::to_string(shape.l_max));
  require(set.channels == shape.channels, name + " have " + std::to_string(set.channels) +
                                              " channels, the expansion has " + std::to_string(shape.channels));
  require_same_products(model, set, name);
}

void validate_environments(const Model& model, int number) {
  const std::string element(element_symbol(number));
  const SpeciesModel& species = model.species_models.at(number);
  const ExpansionShape shape = expansion_shape(model.options, model.species.size());
  require(species.environments >= 0, element + " has " + std::to_string(species.environments) + " environments");
  require_same(species.environment_coefficients.size(), species.environments * shape.components() * shape.channels,
               "environment_coefficients of " + element);
}

void validate_block(const Model& model, const Irrep& irrep, const ModelBlock& block, int number,
                    const std::string& name) {
  const int environments = model.species_models.at(number).environments;
  require(irrep.count >= 1 && block.count == irrep.count, name + " has " + std::to_string(block.count) +
                                                              " radial functions, the target has " +
                                                              std::to_string(irrep.count));
  for (const int m : block.environments)
    require(m >= 0 && m < environments,
            name + " uses environment " + std::to_string(m) + " of " + std::to_string(environments));
  require_same(block.weights.size(),
               static_cast<Index>(block.environments.size()) * (2 * irrep.order + 1) * block.count,
               "weights of " + name);
}

void validate_committee(const Committee& committee, const ModelBlock& block, const std::string& name) {
  require_same(block.committee.size(), committee.members * static_cast<Index>(block.weights.size()),
               "committee of " + name);
}

void validate_species(const Model& model, const LearnedQuantity& learned, int number,
                      const std::vector<Irrep>& irreps) {
  const std::string element(element_symbol(number));
  require(std::binary_search(model.species.begin(), model.species.end(), number),
          element + " has a target but is not among the species");
  require(model.basis.contains(number), element + " has no basis");
  if (!irreps.empty()) {
    require(model.species_models.contains(number), element + " has no species model");
    validate_environments(model, number);
  }
  const auto found = learned.species.find(number);
  require(found != learned.species.end(), element + " has learned nothing");
  const LearnedSpecies& species = found->second;
  require(species.blocks.size() == irreps.size(), element + " has " + std::to_string(species.blocks.size()) +
                                                      " blocks for " + std::to_string(irreps.size()) + " irreps");
  Index functions = 0, baseline = 0;
  const Irrep* previous = nullptr;
  for (std::size_t k = 0; k < irreps.size(); ++k) {
    const Irrep& irrep = irreps[k];
    const std::string name = "block lambda " + std::to_string(irrep.lambda) +
                             (learned.target.fields > 1 ? ", L " + std::to_string(irrep.order) : std::string()) +
                             " of " + element;
    const bool ascending = previous == nullptr || irrep.lambda > previous->lambda ||
                           (irrep.lambda == previous->lambda && irrep.order > previous->order);
    require(ascending && irrep.lambda >= 0 && irrep.lambda <= GaussianBasis::maximum_l,
            "lambda " + std::to_string(irrep.lambda) + " of " + element + " is out of order or above " +
                std::to_string(GaussianBasis::maximum_l));
    // Each order of lambda x (fields) may occur once, with the parity of its couplings.
    const bool scalar = learned.target.fields == 1;
    const int distance = std::abs(irrep.order - irrep.lambda);
    require(scalar ? distance == 0 : distance <= 1 && irrep.order >= 0 && irrep.lambda + irrep.order > 0,
            name + " is no part of its functions");
    require((irrep.parity == Parity::pseudo) == (!scalar && distance == 0), name + " has the wrong parity");
    if (previous == nullptr || previous->lambda != irrep.lambda)
      functions += (2 * irrep.lambda + 1) * irrep.count;
    else
      require(previous->count == irrep.count, name + " has another number of radial functions than the one before");
    if (irrep.baseline) {
      require(irrep.lambda == 0 && scalar, name + " has a baseline, which only lambda 0 of a density may have");
      baseline = irrep.count;
    }
    validate_features(model, irrep.features());
    validate_block(model, irrep, species.blocks[k], number, name);
    validate_committee(learned.committee, species.blocks[k], name);
    previous = &irrep;
  }
  require(functions == model.basis.functions(number), "the target of " + element + " has " + std::to_string(functions) +
                                                          " functions, its basis has " +
                                                          std::to_string(model.basis.functions(number)));
  require_same(species.baseline.size(), baseline, "baseline of " + element);
}

/// Weights of the features themselves: a linear model without environments.
void validate_linear_block(const Model& model, FeatureOrder order, const ModelBlock& block, const std::string& name) {
  require(block.environments.empty() && block.count == 1, name + " has environments or several columns");
  require_same(block.weights.size(), model.feature_sets.at(order).size(), "weights of " + name);
}

void validate_property(const Model& model, const std::string& name, const LearnedProperty& learned) {
  validate(learned.options);
  require(learned.options.name == name, "property " + name + " is called " + learned.options.name);
  require(!learned.species.empty(), "property " + name + " knows no elements");
  const std::vector<FeatureOrder> orders = irreps_of(learned.options.kind);
  for (const auto& [number, species] : learned.species) {
    const std::string element = std::string(element_symbol(number)) + " for " + name;
    require(std::binary_search(model.species.begin(), model.species.end(), number),
            element + " is not among the species");
    require(model.species_models.contains(number), element + " has no species model");
    validate_environments(model, number);
    require_same(species.baseline.size(), orders.front().lambda == 0 ? 1 : 0, "baseline of " + element);
    require(species.blocks.size() == orders.size(), element + " has " + std::to_string(species.blocks.size()) +
                                                        " blocks for " + std::to_string(orders.size()) + " irreps");
    for (std::size_t k = 0; k < orders.size(); ++k) {
      const std::string block = "block " + describe(orders[k]) + " of " + element;
      validate_features(model, orders[k]);
      const Irrep irrep{.lambda = orders[k].lambda, .order = orders[k].lambda, .parity = orders[k].parity, .count = 1};
      if (model.options.environments == 0)
        validate_linear_block(model, orders[k], species.blocks[k], block);
      else
        validate_block(model, irrep, species.blocks[k], number, block);
      validate_committee(learned.committee, species.blocks[k], block);
    }
  }
}

}  // namespace

Index LearnedQuantity::dimension() const {
  Index total = 0;
  for (const auto& [number, learned] : species)
    for (const ModelBlock& block : learned.blocks) total += Index{block.dimension} * block.count;
  return total;
}

Index LearnedProperty::dimension() const {
  Index total = 0;
  for (const auto& [number, learned] : species)
    for (const ModelBlock& block : learned.blocks) total += block.dimension;
  return total;
}

const LearnedProperty& Model::property(const std::string& name) const {
  const auto found = properties.find(name);
  if (found != properties.end()) return found->second;
  std::string known;
  for (const auto& [other, unused] : properties) known += (known.empty() ? "" : ", ") + other;
  throw InvalidInput("this model has not learned the property " + name + "; it has learned " +
                     (known.empty() ? "no properties" : known));
}

const LearnedQuantity& Model::of(Quantity quantity) const {
  const auto found = learned.find(quantity);
  if (found != learned.end()) return found->second;
  std::string known;
  for (const auto& [other, unused] : learned) known += (known.empty() ? "" : " and ") + name_of(other);
  for (const auto& [other, unused] : properties) known += (known.empty() ? "property " : ", property ") + other;
  throw InvalidInput("this model has learned the " + known + ", not the " + name_of(quantity) +
                     "; train one with the quantity " + name_of(quantity));
}

void validate(const Model& model) {
  validate(model.options);
  require(!model.species.empty() && (!model.learned.empty() || !model.properties.empty()), "it knows no elements");
  require(std::adjacent_find(model.species.begin(), model.species.end(), std::greater_equal<>()) == model.species.end(),
          "species are not in ascending order");
  for (const int number : model.species) (void)element_symbol(number);  // throws for what is no element
  validate_features(model, {});
  for (const auto& [quantity, learned] : model.learned) {
    require(!learned.target.irreps.empty(), "it knows no elements");
    require(learned.target.fields == (quantity == Quantity::density ? 1 : 3),
            "the " + name_of(quantity) + " has " + std::to_string(learned.target.fields) + " fields");
    for (const auto& [number, irreps] : learned.target.irreps) validate_species(model, learned, number, irreps);
  }
  for (const auto& [name, learned] : model.properties) validate_property(model, name, learned);
}

}  // namespace rhofield
