// Predictions of properties: contributions of atoms from folded weights, summed or averaged over structures.
#include <algorithm>
#include <set>

#include "model/batches.hpp"
#include "model/property_lessons.hpp"
#include "model/property_transform.hpp"
#include "model/property_weights.hpp"
#include "model/structure_checks.hpp"
#include "rhofield/error.hpp"

namespace rhofield {

namespace {

constexpr Index atoms_per_batch = 4096;  // bounds expansions and predictions in flight

std::vector<std::string> names_of(const Model& model, std::span<const std::string> names) {
  std::vector<std::string> chosen(names.begin(), names.end());
  if (chosen.empty())
    for (const auto& [name, learned] : model.properties) chosen.push_back(name);
  if (chosen.empty()) throw InvalidInput("this model has learned no properties; train one with train_properties");
  return chosen;
}

/// Features of lambda = 0, and those that the properties need.
std::map<FeatureOrder, FeatureSet> features_of(const Model& model, std::span<const std::string> names) {
  std::map<FeatureOrder, FeatureSet> sets{{invariants, model.feature_sets.at(invariants)}};
  for (const std::string& name : names)
    for (const FeatureOrder order : irreps_of(model.property(name).options.kind))
      sets[order] = model.feature_sets.at(order);
  return sets;
}

}  // namespace

PropertyPredictor::State::State(const Device& d, const Model& model, const std::vector<std::string>& names)
    : device(d), representation(d, model.species, model.options) {
  representation.use_features(features_of(model, names));
  std::map<int, std::map<FeatureOrder, std::vector<FoldedBlock>>> blocks;
  std::map<int, std::map<FeatureOrder, Order>> orders;
  for (const std::string& name : names) {
    const LearnedProperty& learned = model.property(name);
    properties[name] = learned.options;
    const std::vector<FeatureOrder> irreps = irreps_of(learned.options.kind);
    for (const auto& [number, of_species] : learned.species) {
      if (!of_species.baseline.empty()) species[number].baseline[name] = of_species.baseline.front();
      Index offset = 0;
      for (std::size_t k = 0; k < irreps.size(); ++k) {
        Order& order = orders[number][irreps[k]];
        const Index column = order.features.columns++;
        order.parts.push_back({.name = name, .column = column, .offset = offset});
        blocks[number][irreps[k]].push_back({&of_species.blocks[k], column});
        offset += 2 * irreps[k].lambda + 1;
      }
    }
  }
  const Index lm = (representation.l_max() + 1) * (representation.l_max() + 1);
  for (auto& [number, of_species] : orders) {
    const SpeciesModel& environments = model.species_models.at(number);
    const auto c = Tensor<double, 3>::from_host(device, environments.environment_coefficients,
                                                {environments.environments, lm, representation.channels()});
    for (auto& [features, order] : of_species) {
      order.features.order = features;
      order.features.zeta = model.options.zeta;
      if (model.options.environments == 0)
        fold_features(representation, blocks.at(number).at(features), order.features);
      else
        fold_environments(representation, blocks.at(number).at(features), c.view(), order.features);
      species[number].orders.push_back(std::move(order));
    }
  }
}

std::map<std::string, std::vector<double>> PropertyPredictor::State::atoms(const Expanded& expanded) const {
  std::map<std::string, std::vector<double>> values;
  std::map<std::string, Index> width;
  for (const auto& [name, options] : properties) {
    width[name] = spherical_components(options.kind);
    values[name].assign(expanded.numbers.size() * static_cast<std::size_t>(width[name]), 0.0);
  }
  for (const auto& [number, atoms] : expanded.atoms_of) {
    const Species& folded = species.at(number);
    for (const auto& [name, baseline] : folded.baseline)
      for (const Index atom : atoms) values[name][static_cast<std::size_t>(atom * width[name])] += baseline;
    const Tensor<double, 3> c = representation.gather(expanded, atoms);
    Index step = c.extent(0);
    for (const Order& order : folded.orders) step = std::min(step, folded_chunk(representation, order.features));
    for (Index first = 0; first < c.extent(0); first += step) {
      const Index count = std::min(step, c.extent(0) - first);
      const auto chunk = c.view().rows(first, count);
      const Tensor<double, 3> p0 = representation.features(invariants, chunk);
      for (const Order& order : folded.orders) {
        if (order.features.empty()) continue;
        Tensor<double, 3> own;
        if (order.features.order != invariants) own = representation.features(order.features.order, chunk);
        const View<const double, 3> p = order.features.order == invariants ? p0.view() : std::as_const(own).view();
        const std::vector<double> predicted = predict_folded(device, order.features, p0.view(), p).to_host();
        const Index components = 2 * order.features.order.lambda + 1, columns = order.features.columns;
        for (const Part& part : order.parts)
          for (Index i = 0; i < count; ++i) {
            const Index atom = atoms[static_cast<std::size_t>(first + i)];
            double* out = values[part.name].data() + atom * width[part.name] + part.offset;
            for (Index mu = 0; mu < components; ++mu)
              out[mu] += predicted[static_cast<std::size_t>((i * components + mu) * columns + part.column)];
          }
      }
    }
  }
  return values;
}

PropertyPredictor::PropertyPredictor(const Device& device, const Model& model, std::span<const std::string> names) {
  validate(model);
  state_ = std::make_unique<State>(device, model, names_of(model, names));
}
PropertyPredictor::~PropertyPredictor() = default;
PropertyPredictor::PropertyPredictor(PropertyPredictor&&) noexcept = default;
PropertyPredictor& PropertyPredictor::operator=(PropertyPredictor&&) noexcept = default;

void PropertyPredictor::State::check_elements(std::span<const Structure> structures) const {
  require_known_elements(structures, elements_of_keys(species));
}

std::map<std::string, PredictedProperty> PropertyPredictor::operator()(std::span<const Structure> structures,
                                                                       bool contributions,
                                                                       const Progress& progress) const {
  state_->check_elements(structures);
  std::map<std::string, PredictedProperty> result;
  for (const auto& [name, options] : state_->properties)
    result[name] = {.options = options,
                    .values = std::vector<std::vector<double>>(structures.size()),
                    .contributions = std::vector<std::vector<double>>(contributions ? structures.size() : 0)};
  for_each_batch(structures, atoms_per_batch, [&](std::size_t begin, std::size_t end) {
    if (progress && !progress("prediction", static_cast<Index>(begin), static_cast<Index>(structures.size())))
      throw Interrupted("prediction was stopped after " + std::to_string(begin) + " of " +
                        std::to_string(structures.size()) + " structures");
    const Expanded expanded = state_->representation.expand(structures.subspan(begin, end - begin));
    for (const auto& [name, atoms] : state_->atoms(expanded)) {
      PredictedProperty& property = result[name];
      const auto components = static_cast<std::size_t>(spherical_components(property.options.kind));
      for (std::size_t a = begin; a < end; ++a) {
        const auto first = static_cast<std::size_t>(expanded.first_atom[a - begin]) * components;
        const auto last = static_cast<std::size_t>(expanded.first_atom[a - begin + 1]) * components;
        const auto own = std::span(atoms).subspan(first, last - first);
        property.values[a] =
            reported_values(property.options, structures[a], static_cast<Index>(a),
                            cartesian_values(property.options.kind, pooled(own, property.options.extent, components)));
        if (contributions) property.contributions[a] = cartesian_values(property.options.kind, own);
      }
    }
  });
  return result;
}

std::vector<PropertyValidationReport> validate_properties(const Device& device, const Model& model, const DataSet& data,
                                                          std::span<const Index> indices,
                                                          std::span<const std::string> names,
                                                          const Progress& progress) {
  std::vector<PropertyOptions> properties;
  for (const std::string& name : names_of(model, names)) properties.push_back(model.property(name).options);
  check_properties(data, indices, properties, "test on");
  const std::vector<Structure> structures = structures_at(data, indices);
  auto predictions = PropertyPredictor(device, model, names)(structures, false, progress);
  std::vector<PropertyValidationReport> reports;
  for (const PropertyOptions& property : properties) {
    PropertyValidationReport& report = reports.emplace_back();
    report.options = property;
    report.indices.assign(indices.begin(), indices.end());
    report.predicted = std::move(predictions.at(property.name).values);
    for (const Index k : indices)
      report.reference.push_back(property_of(data.entries[static_cast<std::size_t>(k)], property.name).value().values);
    SphericalValues predicted;
    for (const std::vector<double>& values : report.predicted)
      predicted.push_back(spherical_values(property.kind, values));
    report.errors = property_errors(property.kind, predicted, spherical_references(data, indices, property));
  }
  return reports;
}

}  // namespace rhofield
