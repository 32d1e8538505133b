// A trained model: plain host data, complete enough to predict anywhere. Written and read by storage/model_file.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/model/options.hpp"
#include "rhofield/model/property.hpp"
#include "rhofield/model/target.hpp"

namespace rhofield {

/// One irrep of one species.
struct ModelBlock {
  std::vector<int> environments;  ///< [m], positions in SpeciesModel::environment_coefficients, ascending
  /// [(m M'), n] row-major: V w^{-1/2} W, the regression weights carried back to the reference environments. Of a
  /// linear model without environments [q]: one weight for every feature.
  std::vector<double> weights;
  /// [member, (m M'), n]: by how much each member of the committee differs; empty without one.
  std::vector<double> committee;
  int count = 0;      ///< n
  int dimension = 0;  ///< D of this block (rank after the eigenvalue cut)
};

/// What the atoms of one species have learned of one quantity.
struct LearnedSpecies {
  std::vector<double> baseline;    ///< [n], species mean of the lambda = 0 coefficients; empty for a response
  std::vector<ModelBlock> blocks;  ///< [irrep], in the order of the target
};

/// How the spread of the members is an uncertainty (model/uncertainty.hpp).
struct Committee {
  int members = 0;  ///< 0: there is none
  /// What the spread of an observable is multiplied by, found on held-out structures; that of the density, or of a
  /// property, is in the members themselves.
  double electrons = 1, dipole = 1, polarizability = 1;
  /// By atomic number: largest uncertainty of an atom (norm of that of its coefficients, or of its contribution to a
  /// property) in held-out structures.
  std::map<int, double> familiar;
  /// Of a property that belongs to structures: the largest uncertainty (norm of that of the value, per atom of a sum)
  /// of a held-out structure; contributions of atoms are known less well than their sum. 0: not judged.
  double familiar_structure = 0;
};

struct LearnedQuantity {
  Target target;
  std::map<int, LearnedSpecies> species;  ///< by atomic number
  Committee committee;
  std::string training_summary;  ///< one line for people: data, N, eta, D

  Index dimension() const;  ///< D, number of regression weights
};

/// What has been learned of one property (model/properties.hpp).
struct LearnedProperty {
  PropertyOptions options;
  /// By atomic number; blocks [irrep] in the order of irreps_of(kind), count 1. The baseline [1] is what every atom
  /// adds to the lambda = 0 component; vectors have none.
  std::map<int, LearnedSpecies> species;
  Committee committee{};         ///< spreads are in the members themselves
  std::string training_summary;  ///< one line for people

  Index dimension() const;  ///< D, number of regression weights
};

struct SpeciesModel {
  int environments = 0;
  std::vector<double>
      environment_coefficients;  ///< [m, lm, channel], spherical expansions of the reference environments
};

struct Model {
  ModelOptions options;
  std::vector<int> species;  ///< neighbour species of the expansion, ascending
  GaussianBasis basis;
  std::map<FeatureOrder, FeatureSet> feature_sets;  ///< all, or the selected ones
  std::map<int, SpeciesModel> species_models;       ///< by atomic number
  std::map<Quantity, LearnedQuantity> learned;
  std::map<std::string, LearnedProperty> properties;  ///< by name

  /// Throws InvalidInput, saying what was learned instead.
  const LearnedQuantity& of(Quantity quantity) const;
  const LearnedProperty& property(const std::string& name) const;
};

/// Throws InvalidInput, with both numbers, unless the parts fit together: options in range; species ascending;
/// features, a species model and a block for every irrep; every array of the size that the others ask for.
void validate(const Model& model);

}  // namespace rhofield
