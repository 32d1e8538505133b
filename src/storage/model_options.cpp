// Densities, descriptors and numbers of a model, each under its own name.
#include "storage/model_options.hpp"

#include <cmath>

#include "rhofield/error.hpp"
#include "storage/option_names.hpp"

namespace rhofield::storage {

using hdf5::Group;

int read_int(const Group& group, const std::string& attribute) {
  const double value = group.number(attribute);
  if (value != std::floor(value) || std::abs(value) > 1e9) group.fail(attribute, "attribute is not a whole number");
  return static_cast<int>(value);
}

namespace {

template <class Value, std::size_t N>
Value read_name(const Group& group, const std::string& attribute, const Names<Value, N>& names) {
  const std::string found = group.text(attribute);
  for (const auto& [name, value] : names)
    if (found == name) return value;
  group.fail(attribute, "'" + found + "' is unknown");
}

void write_density(const Group& group, const ExpansionOptions& expansion) {
  group.set("cutoff", expansion.cutoff);
  group.set("cutoff_width", expansion.cutoff_width);
  group.set("smearing", expansion.smearing);
  group.set("n_max", expansion.n_max);
  group.set("l_max", expansion.l_max);
  group.set("table_error", expansion.table_error);
  group.set("spline_intervals", expansion.spline_intervals);
}

ExpansionOptions read_short_range(const Group& group) {
  ExpansionOptions expansion;
  expansion.cutoff = group.number("cutoff");
  expansion.cutoff_width = group.number("cutoff_width");
  expansion.smearing = group.number("smearing");
  expansion.n_max = read_int(group, "n_max");
  expansion.l_max = read_int(group, "l_max");
  expansion.table_error = group.number("table_error");
  expansion.spline_intervals = read_int(group, "spline_intervals");
  return expansion;
}

void write_density(const Group& group, const LongRangeOptions& density) {
  group.set("exponent", density.exponent);
  group.set("radius", density.radius);
  group.set("smearing", density.smearing);
  group.set("n_max", density.n_max);
  group.set("l_max", density.l_max);
  group.set("by_species", density.by_species ? 1 : 0);
  group.set("weights", name_in(source_weights, density.weights));
  group.set("tolerance", density.tolerance);
  group.set("method", name_in(long_range_methods, density.method));
  std::vector<int> elements;
  std::vector<double> weights;
  for (const auto& [number, weight] : density.element_weights) {
    elements.push_back(number);
    weights.push_back(weight);
  }
  const auto count = static_cast<Index>(elements.size());
  group.write("elements", elements, {count});
  group.write("element_weights", weights, {count});
}

LongRangeOptions read_long_range(const Group& group) {
  LongRangeOptions density;
  density.exponent = read_int(group, "exponent");
  density.radius = group.number("radius");
  density.smearing = group.number("smearing");
  density.n_max = read_int(group, "n_max");
  density.l_max = read_int(group, "l_max");
  density.by_species = read_int(group, "by_species") != 0;
  density.weights = read_name(group, "weights", source_weights);
  density.tolerance = group.number("tolerance");
  density.method = read_name(group, "method", long_range_methods);
  const std::vector<int> elements = group.read<int>("elements", {-1});
  const std::vector<double> weights = group.read_finite("element_weights", {static_cast<Index>(elements.size())});
  for (std::size_t k = 0; k < elements.size(); ++k) density.element_weights[elements[k]] = weights[k];
  return density;
}

void write_descriptors(const Group& group, const ModelOptions& options) {
  const Group densities = group.create_group("densities");
  for (std::size_t k = 0; k < options.further_densities.size(); ++k) {
    const NeighbourDensity& density = options.further_densities[k];
    const Group own = densities.create_group(std::to_string(k + 1));
    own.set("kind", std::string(std::holds_alternative<ExpansionOptions>(density) ? "short_range" : "long_range"));
    std::visit([&](const auto& kind) { write_density(own, kind); }, density);
  }
  std::vector<int> pairs;
  std::vector<double> weights;
  for (const Descriptor& d : options.descriptors) {
    pairs.insert(pairs.end(), {d.left, d.right});
    weights.push_back(d.weight);
  }
  const auto count = static_cast<Index>(options.descriptors.size());
  group.write("descriptors", pairs, {count, 2});
  group.write("descriptor_weights", weights, {count});
  group.set("descriptor_normalisation", name_in(normalisations, options.descriptor_normalisation));
}

void read_descriptors(const Group& group, ModelOptions& options) {
  const Group densities = group.group("densities");
  const std::size_t count = densities.names().size();
  for (std::size_t k = 1; k <= count; ++k) {
    const Group own = densities.group(std::to_string(k));
    const std::string kind = own.text("kind");
    if (kind == "short_range")
      options.further_densities.emplace_back(read_short_range(own));
    else if (kind == "long_range")
      options.further_densities.emplace_back(read_long_range(own));
    else
      own.fail("kind", "'" + kind + "' is unknown");
  }
  const std::vector<int> pairs = group.read<int>("descriptors", {-1, 2});
  const std::vector<double> weights = group.read_finite("descriptor_weights", {static_cast<Index>(pairs.size()) / 2});
  options.descriptors.clear();
  for (std::size_t k = 0; k < weights.size(); ++k)
    options.descriptors.push_back({.left = pairs[2 * k], .right = pairs[2 * k + 1], .weight = weights[k]});
  options.descriptor_normalisation = read_name(group, "descriptor_normalisation", normalisations);
}

}  // namespace

void write_options(const Group& group, const ModelOptions& options) {
  write_density(group, options.expansion);
  write_descriptors(group, options);
  group.set("zeta", options.zeta);
  group.set("environments", options.environments);
  group.write("environments_by_lambda", options.environments_by_lambda,
              {static_cast<Index>(options.environments_by_lambda.size())});
  group.set("features_per_lambda", options.features_per_lambda);
  group.set("eigenvalue_cut", options.eigenvalue_cut);
}

ModelOptions read_options(const Group& group, int version) {
  ModelOptions options;
  options.expansion = read_short_range(group);
  if (version > 2) read_descriptors(group, options);  // before there was one density
  options.zeta = read_int(group, "zeta");
  options.environments = read_int(group, "environments");
  options.environments_by_lambda = group.read<int>("environments_by_lambda", {-1});
  options.features_per_lambda = read_int(group, "features_per_lambda");
  options.eigenvalue_cut = group.number("eigenvalue_cut");
  try {
    validate(options);
  } catch (const InvalidInput& error) {
    group.fail("", error.what());
  }
  return options;
}

}  // namespace rhofield::storage
