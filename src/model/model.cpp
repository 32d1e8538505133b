// What a trained model must be for its parts to fit together.
#include "rhofield/model/model.hpp"

#include <algorithm>
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

void validate_features(const Model& model, int lambda) {
  const std::string name = "features of lambda " + std::to_string(lambda);
  const auto found = model.feature_sets.find(lambda);
  require(found != model.feature_sets.end() && !found->second.features.empty(), name + " are missing");
  const FeatureSet& set = found->second;
  const Index channels = static_cast<Index>(model.species.size()) * model.options.expansion.n_max;
  require(set.lambda == lambda, name + " are of lambda " + std::to_string(set.lambda));
  require(set.l_max == model.options.expansion.l_max, name + " have l_max " + std::to_string(set.l_max) +
                                                          ", the expansion has " +
                                                          std::to_string(model.options.expansion.l_max));
  require(set.channels == channels,
          name + " have " + std::to_string(set.channels) + " channels, the expansion has " + std::to_string(channels));
}

void validate_species(const Model& model, int number, const std::vector<Irrep>& irreps) {
  const std::string element(element_symbol(number));
  require(std::binary_search(model.species.begin(), model.species.end(), number),
          element + " has a target but is not among the species");
  require(model.basis.contains(number), element + " has no basis");
  const auto found = model.species_models.find(number);
  require(found != model.species_models.end(), element + " has no species model");
  const SpeciesModel& species = found->second;
  const Index side = model.options.expansion.l_max + 1;
  const Index channels = static_cast<Index>(model.species.size()) * model.options.expansion.n_max;
  require(species.environments >= 0, element + " has " + std::to_string(species.environments) + " environments");
  require_same(species.environment_coefficients.size(), species.environments * side * side * channels,
               "environment_coefficients of " + element);
  Index functions = 0, baseline = 0;
  int previous = -1;
  for (const Irrep& irrep : irreps) {
    const std::string name = "block lambda " + std::to_string(irrep.lambda) + " of " + element;
    require(irrep.lambda > previous && irrep.lambda <= GaussianBasis::maximum_l,
            "lambda " + std::to_string(irrep.lambda) + " of " + element + " is out of order or above " +
                std::to_string(GaussianBasis::maximum_l));
    previous = irrep.lambda;
    const Index components = 2 * irrep.lambda + 1;
    functions += components * irrep.count;
    if (irrep.baseline) {
      require(irrep.lambda == 0, name + " has a baseline, which only lambda 0 may have");
      baseline = irrep.count;
    }
    validate_features(model, irrep.lambda);
    const auto entry = species.blocks.find(irrep.lambda);
    require(entry != species.blocks.end(), name + " is missing");
    const ModelBlock& block = entry->second;
    require(irrep.count >= 1 && block.count == irrep.count, name + " has " + std::to_string(block.count) +
                                                                " radial functions, the target has " +
                                                                std::to_string(irrep.count));
    for (const int m : block.environments)
      require(m >= 0 && m < species.environments,
              name + " uses environment " + std::to_string(m) + " of " + std::to_string(species.environments));
    require_same(block.weights.size(), static_cast<Index>(block.environments.size()) * components * block.count,
                 "weights of " + name);
  }
  require(functions == model.basis.functions(number), "the target of " + element + " has " + std::to_string(functions) +
                                                          " functions, its basis has " +
                                                          std::to_string(model.basis.functions(number)));
  require_same(species.baseline.size(), baseline, "baseline of " + element);
}

}  // namespace

Index Model::dimension() const {
  Index total = 0;
  for (const auto& [number, species_model] : species_models)
    for (const auto& [lambda, block] : species_model.blocks) total += Index{block.dimension} * block.count;
  return total;
}

void validate(const Model& model) {
  validate(model.options);
  require(!model.species.empty() && !model.target.irreps.empty(), "it knows no elements");
  require(std::adjacent_find(model.species.begin(), model.species.end(), std::greater_equal<>()) == model.species.end(),
          "species are not in ascending order");
  for (const int number : model.species) (void)element_symbol(number);  // throws for what is no element
  validate_features(model, 0);
  for (const auto& [number, irreps] : model.target.irreps) validate_species(model, number, irreps);
}

}  // namespace rhofield
