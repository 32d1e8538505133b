// Derivatives of predicted properties: a cotangent of a structure's value is one of every atom's contribution.
#include <algorithm>
#include <cmath>

#include "model/batches.hpp"
#include "model/gradients.hpp"
#include "model/property_lessons.hpp"
#include "model/property_transform.hpp"
#include "model/property_weights.hpp"
#include "rhofield/error.hpp"

namespace rhofield {

namespace {

constexpr Index atoms_per_batch = 4096;  // bounds expansions in flight

/// Cotangents of the spherical components of every atom of a structure, [atom, component].
std::vector<double> of_atoms(const PropertyOptions& options, std::span<const double> cartesian, Index atoms) {
  const std::vector<double> spherical = spherical_values(options.kind, cartesian);
  if (options.extent == PropertyExtent::atom) return spherical;
  const double share = options.extent == PropertyExtent::mean ? 1.0 / static_cast<double>(atoms) : 1.0;
  std::vector<double> all;
  for (Index i = 0; i < atoms; ++i)
    for (const double v : spherical) all.push_back(share * v);
  return all;
}

}  // namespace

std::vector<StructureGradient> PropertyPredictor::backward(const std::string& name,
                                                           std::span<const Structure> structures,
                                                           std::span<const std::vector<double>> cotangents,
                                                           const Progress& progress) const {
  state_->check_elements(structures);
  if (!state_->properties.contains(name)) {
    std::string list;
    for (const auto& [known, unused] : state_->properties) list += " " + known;
    throw InvalidInput("derivatives of \"" + name + "\" were asked for, but this predicts" + list + " only");
  }
  const PropertyOptions& options = state_->properties.at(name);
  const bool scalar = options.kind == PropertyKind::scalar && options.extent != PropertyExtent::atom;
  if (cotangents.empty() && !structures.empty() && !scalar)
    throw InvalidInput("derivatives of \"" + name + "\" need cotangents: a structure has several of its values");
  if (!cotangents.empty() && cotangents.size() != structures.size())
    throw InvalidInput("derivatives for " + std::to_string(structures.size()) +
                       " structures need as many cotangents, got " + std::to_string(cotangents.size()));
  for (std::size_t a = 0; a < cotangents.size(); ++a) {
    const Index values =
        cartesian_components(options.kind) * (options.extent == PropertyExtent::atom ? structures[a].size() : 1);
    if (std::ssize(cotangents[a]) != values)
      throw InvalidInput("structure " + std::to_string(a) + " has " + std::to_string(values) + " values of \"" + name +
                         "\", its cotangent " + std::to_string(cotangents[a].size()) + "; give one for each value");
  }
  const FoldedGradients folded{state_->representation, [&](int number) {
                                 std::vector<const FoldedFeatures*> orders;
                                 for (const State::Order& order : state_->species.at(number).orders)
                                   orders.push_back(&order.features);
                                 return orders;
                               }};
  const Index width = spherical_components(options.kind);
  const std::vector<double> one{1.0};
  std::vector<StructureGradient> gradients(structures.size());
  for_each_batch(structures, atoms_per_batch, [&](std::size_t begin, std::size_t end) {
    if (progress && !progress("gradients", static_cast<Index>(begin), static_cast<Index>(structures.size())))
      throw Interrupted("gradients were stopped after " + std::to_string(begin) + " of " +
                        std::to_string(structures.size()) + " structures");
    const auto batch = structures.subspan(begin, end - begin);
    const Expanded expanded = state_->representation.expand(batch);
    std::vector<double> all;  // [atom, component]
    // Of a transformed property they depend on the prediction, and its volume on the strain.
    std::vector<double> predicted;
    if (options.transform != PropertyTransform::none) predicted = state_->atoms(expanded).at(name);
    std::vector<Matrix3> of_volume(end - begin);
    for (std::size_t a = begin; a < end; ++a) {
      std::vector<double> v = cotangents.empty() ? one : cotangents[a];
      if (options.transform != PropertyTransform::none) {
        const auto first = static_cast<std::size_t>(expanded.first_atom[a - begin] * width);
        const auto count = static_cast<std::size_t>(structures[a].size() * width);
        const auto own =
            pooled(std::span(predicted).subspan(first, count), options.extent, static_cast<std::size_t>(width));
        LearnedCotangents learned =
            learned_cotangents(options, structures[a], static_cast<Index>(a), cartesian_values(options.kind, own), v);
        v = std::move(learned.learned);
        of_volume[a - begin] = learned.strain;
      }
      const std::vector<double> own = of_atoms(options, v, structures[a].size());
      all.insert(all.end(), own.begin(), own.end());
    }
    const auto cotangent = [&](const AtomCotangent& of) {
      const State::Species& species = state_->species.at(expanded.numbers[static_cast<std::size_t>(of.atom)]);
      for (const State::Part& part : species.orders[of.order].parts)
        for (Index mu = 0; part.name == name && mu < 2 * of.folded.order.lambda + 1; ++mu)
          of.v[mu * of.folded.columns + part.column] =
              all[static_cast<std::size_t>(of.atom * width + part.offset + mu)];
    };
    auto of_batch = folded(batch, expanded, cotangent);
    for (std::size_t a = 0; a < of_batch.size(); ++a)
      for (std::size_t k = 0; k < 3; ++k) of_batch[a].strain[k][k] += of_volume[a][k][k];
    std::move(of_batch.begin(), of_batch.end(), gradients.begin() + static_cast<std::ptrdiff_t>(begin));
  });
  return gradients;
}

}  // namespace rhofield
