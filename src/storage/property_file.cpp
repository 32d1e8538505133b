// Learned properties as HDF5 groups.
#include "storage/property_file.hpp"

#include <cmath>

#include "storage/committee_group.hpp"

namespace rhofield::storage {

namespace {

using hdf5::Group;

constexpr const char* group_name = "properties";

/// "lambda_2", "lambda_1_pseudo"
std::string block_name(FeatureOrder order) {
  return "lambda_" + std::to_string(order.lambda) + (order.parity == Parity::pseudo ? "_pseudo" : "");
}

void write_property(const Group& group, const LearnedProperty& learned) {
  group.set("kind", name_of(learned.options.kind));
  group.set("extent", name_of(learned.options.extent));
  group.set("baseline", name_of(learned.options.baseline));
  group.set("transform", name_of(learned.options.transform));
  group.set("weight", learned.options.weight);
  group.set("regularisation", learned.options.regularisation);
  group.set("training_summary", learned.training_summary);
  write_committee(group, learned.committee);
  const std::vector<FeatureOrder> orders = irreps_of(learned.options.kind);
  for (const auto& [number, species] : learned.species) {
    const Group of_species = group.create_group(std::string(element_symbol(number)));
    of_species.write("baseline", species.baseline, {static_cast<Index>(species.baseline.size())});
    for (std::size_t k = 0; k < orders.size(); ++k) {
      const ModelBlock& block = species.blocks.at(k);
      const Group b = of_species.create_group(block_name(orders[k]));
      b.set("dimension", block.dimension);
      b.write("environments", block.environments, {static_cast<Index>(block.environments.size())});
      const auto rows = static_cast<Index>(block.weights.size());
      b.write("weights", block.weights, {rows});
      if (learned.committee.members > 0) b.write("committee", block.committee, {learned.committee.members, rows});
    }
  }
}

LearnedProperty read_property(const Group& group, const std::string& name) {
  LearnedProperty learned;
  learned.options.name = name;
  try {
    learned.options.kind = property_kind(group.text("kind"));
    learned.options.extent = property_extent(group.text("extent"));
    learned.options.baseline = property_baseline(group.text("baseline"));
    if (group.has_attribute("transform"))  // absent in files written before there was one
      learned.options.transform = property_transform(group.text("transform"));
    learned.options.weight = group.number("weight");
    learned.options.regularisation = group.number("regularisation");
    validate(learned.options);
  } catch (const InvalidInput& error) {
    group.fail("", error.what());
  }
  learned.training_summary = group.text("training_summary");
  learned.committee = read_committee(group);
  for (const std::string& symbol : group.names()) {
    if (symbol == committee_group_name) continue;
    const int number = parse_element(group, symbol);
    const Group of_species = group.group(symbol);
    LearnedSpecies& species = learned.species[number];
    species.baseline = of_species.read_finite("baseline", {-1});
    for (const FeatureOrder order : irreps_of(learned.options.kind)) {
      const Group b = of_species.group(block_name(order));
      const double dimension = b.number("dimension");
      if (!(dimension >= 0 && dimension < 1e9) || dimension != std::floor(dimension))
        b.fail("dimension", "attribute is no number of weights");
      ModelBlock& block = species.blocks.emplace_back();
      block = {.environments = b.read<int>("environments", {-1}),
               .weights = b.read_finite("weights", {-1}),
               .committee = {},
               .count = 1,
               .dimension = static_cast<int>(dimension)};
      if (learned.committee.members > 0)
        block.committee =
            b.read_finite("committee", {learned.committee.members, static_cast<Index>(block.weights.size())});
    }
  }
  return learned;
}

}  // namespace

void write_properties(const Group& root, const Model& model) {
  if (model.properties.empty()) return;
  const Group group = root.create_group(group_name);
  for (const auto& [name, learned] : model.properties) write_property(group.create_group(name), learned);
}

std::map<std::string, LearnedProperty> read_properties(const Group& root) {
  std::map<std::string, LearnedProperty> properties;
  if (!root.has(group_name)) return properties;
  const Group group = root.group(group_name);
  for (const std::string& name : group.names()) properties[name] = read_property(group.group(name), name);
  return properties;
}

}  // namespace rhofield::storage
