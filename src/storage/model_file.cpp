// Trained models as HDF5, layout in docs/model_format.md. Plain arrays under plain names: another program can read
// them.
#include "rhofield/storage/model_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "rhofield/error.hpp"
#include "storage/basis_tables.hpp"
#include "storage/committee_group.hpp"
#include "storage/hdf5.hpp"
#include "storage/model_options.hpp"
#include "storage/property_file.hpp"

namespace rhofield::storage {

namespace {

using hdf5::Group;

constexpr const char* format_name = "rhofield model";

int parse_int(const Group& group, const std::string& name) {
  if (name.empty() || name.size() > 4 || name.find_first_not_of("0123456789") != std::string::npos)
    group.fail(name, "is not named by an order lambda");
  return std::stoi(name);
}

constexpr std::array all_quantities{Quantity::density, Quantity::response};

// --- target
// ------------------------------------------------------------------------------------------------------------

void write_target(const Group& group, const Target& target) {
  group.set("fields", target.fields);
  for (const auto& [number, irreps] : target.irreps) {
    std::vector<int> table;
    for (const Irrep& irrep : irreps)
      table.insert(table.end(), {irrep.lambda, irrep.order, irrep.parity == Parity::proper ? 1 : -1, irrep.count,
                                 irrep.baseline ? 1 : 0});
    group.write(std::string(element_symbol(number)), table, {static_cast<Index>(irreps.size()), 5});
  }
}

Target read_target(const Group& group) {
  Target target{.fields = read_int(group, "fields"), .irreps = {}};
  for (const std::string& symbol : group.names()) {
    const std::vector<int> table = group.read<int>(symbol, {-1, 5});
    auto& irreps = target.irreps[parse_element(group, symbol)];
    for (std::size_t k = 0; k < table.size(); k += 5)
      irreps.push_back({.lambda = table[k],
                        .order = table[k + 1],
                        .parity = table[k + 2] > 0 ? Parity::proper : Parity::pseudo,
                        .count = table[k + 3],
                        .baseline = table[k + 4] != 0});
  }
  return target;
}

// --- features
// ----------------------------------------------------------------------------------------------------------

/// "2" or "2 pseudo".
std::string name_of_features(FeatureOrder order) {
  return std::to_string(order.lambda) + (order.parity == Parity::proper ? "" : " pseudo");
}

FeatureOrder parse_features(const Group& group, const std::string& name) {
  constexpr std::string_view suffix = " pseudo";
  const bool pseudo = name.ends_with(suffix);
  const std::string number = pseudo ? name.substr(0, name.size() - suffix.size()) : name;
  return {parse_int(group, number), pseudo ? Parity::pseudo : Parity::proper};
}

void write_features(const Group& group, const FeatureSet& set) {
  group.set("l_max", set.l_max);
  group.set("channels", set.channels);
  group.set("symmetric", set.symmetric ? 1 : 0);
  std::vector<int> table;
  table.reserve(4 * set.features.size());
  for (const Feature& f : set.features) table.insert(table.end(), {f.l1, f.l2, f.q1, f.q2});
  group.write("features", table, {set.size(), 4});
}

/// `products`: densities and descriptors of the model.
FeatureSet read_features(const Group& group, FeatureOrder order, const FeatureSet& products) {
  FeatureSet set = products;
  set.lambda = order.lambda;
  set.parity = order.parity;
  set.l_max = read_int(group, "l_max");
  set.channels = read_int(group, "channels");
  set.symmetric = read_int(group, "symmetric") != 0;
  const std::vector<int> table = group.read<int>("features", {-1, 4});
  for (std::size_t k = 0; k < table.size(); k += 4) {
    const Feature f{.l1 = table[k], .l2 = table[k + 1], .q1 = table[k + 2], .q2 = table[k + 3]};
    const auto in = [](int value, int end) { return value >= 0 && value < end; };
    if (!in(f.l1, set.l_max + 1) || !in(f.l2, set.l_max + 1) || !in(f.q1, set.channels) || !in(f.q2, set.channels))
      group.fail("features", "row " + std::to_string(k / 4) + " is out of range, the file is damaged");
    set.features.push_back(f);
  }
  return set;
}

// --- species models
// ----------------------------------------------------------------------------------------------------

ExpansionShape shape_of(const Model& model) { return expansion_shape(model.options, model.species.size()); }

void write_species(const Group& group, const SpeciesModel& model, ExpansionShape shape) {
  group.set("environments", model.environments);
  group.write("environment_coefficients", model.environment_coefficients,
              {model.environments, shape.components(), shape.channels});
}

SpeciesModel read_species(const Group& group, ExpansionShape shape) {
  SpeciesModel model;
  model.environments = read_int(group, "environments");
  if (model.environments < 0)
    group.fail("environments", std::to_string(model.environments) + " is no number of environments");
  model.environment_coefficients =
      group.read_finite("environment_coefficients", {model.environments, shape.components(), shape.channels});
  return model;
}

// --- what was learned ---

/// "lambda_2", or "lambda_2_L_3" of a response.
std::string name_of_block(const Irrep& irrep, int fields) {
  return "lambda_" + std::to_string(irrep.lambda) + (fields > 1 ? "_L_" + std::to_string(irrep.order) : "");
}

void write_learned(const Group& group, const LearnedQuantity& learned) {
  group.set("training_summary", learned.training_summary);
  write_committee(group, learned.committee);
  write_target(group.create_group("target"), learned.target);
  const Group all_species = group.create_group("species");
  for (const auto& [number, species] : learned.species) {
    const Group of_species = all_species.create_group(std::string(element_symbol(number)));
    of_species.write("baseline", species.baseline, {static_cast<Index>(species.baseline.size())});
    const std::vector<Irrep>& irreps = learned.target.of(number);
    for (std::size_t k = 0; k < irreps.size(); ++k) {
      const ModelBlock& block = species.blocks.at(k);
      const Group b = of_species.create_group(name_of_block(irreps[k], learned.target.fields));
      b.set("count", block.count);
      b.set("dimension", block.dimension);
      b.write("environments", block.environments, {static_cast<Index>(block.environments.size())});
      const Index rows = static_cast<Index>(block.environments.size()) * (2 * irreps[k].order + 1);
      b.write("weights", block.weights, {rows, block.count});
      if (learned.committee.members > 0)
        b.write("committee", block.committee, {learned.committee.members, rows, block.count});
    }
  }
}

LearnedQuantity read_learned(const Group& group, const std::map<int, SpeciesModel>& species_models) {
  LearnedQuantity learned{.target = read_target(group.group("target")), .species = {}, .training_summary = {}};
  learned.training_summary = group.text("training_summary");
  learned.committee = read_committee(group);
  const Group all_species = group.group("species");
  for (const std::string& symbol : all_species.names()) {
    const int number = parse_element(all_species, symbol);
    const Group of_species = all_species.group(symbol);
    const auto irreps = learned.target.irreps.find(number);
    const auto environments = species_models.find(number);
    if (irreps == learned.target.irreps.end() || (environments == species_models.end() && !irreps->second.empty()))
      of_species.fail("", symbol + " has no target or no environments");
    LearnedSpecies& species = learned.species[number];
    species.baseline = of_species.read_finite("baseline", {-1});
    for (const Irrep& irrep : irreps->second) {
      const Group b = of_species.group(name_of_block(irrep, learned.target.fields));
      ModelBlock block;
      block.count = read_int(b, "count");
      if (block.count < 1) b.fail("count", std::to_string(block.count) + " is no number of radial functions");
      block.dimension = read_int(b, "dimension");
      block.environments = b.read<int>("environments", {-1});
      for (const int m : block.environments)
        if (m < 0 || m >= environments->second.environments)
          b.fail("environments", "position " + std::to_string(m) + " is out of range");
      block.weights = b.read_finite(
          "weights", {static_cast<Index>(block.environments.size()) * (2 * irrep.order + 1), block.count});
      if (learned.committee.members > 0)
        block.committee = b.read_finite("committee", {learned.committee.members, -1, block.count});
      species.blocks.push_back(std::move(block));
    }
  }
  return learned;
}

}  // namespace

void write_model(const std::filesystem::path& path, const Model& model) {
  hdf5::File file = hdf5::File::create(path);
  const Group& root = file.root();
  root.set("format", std::string(format_name));
  root.set("version", model_file_version);
  write_options(root.create_group("options"), model.options);
  root.write("species", model.species, {static_cast<Index>(model.species.size())});
  write_basis(root.create_group("basis"), model.basis);
  const Group features = root.create_group("features");
  for (const auto& [order, set] : model.feature_sets)
    write_features(features.create_group(name_of_features(order)), set);
  const Group species_models = root.create_group("species_models");
  for (const auto& [number, species] : model.species_models)
    write_species(species_models.create_group(std::string(element_symbol(number))), species, shape_of(model));
  for (const auto& [quantity, learned] : model.learned) write_learned(root.create_group(name_of(quantity)), learned);
  write_properties(root, model);
  file.save();
}

Model read_model(const std::filesystem::path& path) {
  const hdf5::File file = hdf5::File::open(path);
  const Group& root = file.root();
  if (!root.says("format", format_name))
    root.fail("", "is no rhofield model of coefficients" + (root.has("structures") ? std::string(" but a data set")
                                                            : root.attribute_is_text("format")
                                                                ? " but a " + root.text("format")
                                                                : std::string()));
  const int version = read_int(root, "version");
  if (version < oldest_model_file_version || version > model_file_version)
    root.fail("", "model file version " + std::to_string(version) + ", this program reads version " +
                      std::to_string(oldest_model_file_version) + " to " + std::to_string(model_file_version) +
                      "; train the model again or use the matching release");
  Model model;
  model.options = read_options(root.group("options"), version);
  model.species = root.read<int>("species", {-1});
  model.basis = read_basis(root.group("basis"));
  FeatureSet products;
  products.densities = channel_ranges(model.options, model.species.size());
  products.descriptors = model.options.descriptors;
  const Group features = root.group("features");
  for (const std::string& name : features.names()) {
    const FeatureOrder order = parse_features(features, name);
    model.feature_sets[order] = read_features(features.group(name), order, products);
  }
  const Group species_models = root.group("species_models");
  for (const std::string& symbol : species_models.names())
    model.species_models[parse_element(species_models, symbol)] =
        read_species(species_models.group(symbol), shape_of(model));
  model.options.quantities.clear();
  for (const Quantity quantity : all_quantities)
    if (root.has(name_of(quantity))) {
      model.options.quantities.push_back(quantity);
      model.learned[quantity] = read_learned(root.group(name_of(quantity)), model.species_models);
    }
  model.properties = read_properties(root);
  try {
    validate(model);
  } catch (const InvalidInput& error) {
    root.fail("", error.what());
  }
  return model;
}

}  // namespace rhofield::storage
