// Structures as expansions and equivariant features, ordered for a species-wise model.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/descriptors/spherical_expansion.hpp"
#include "rhofield/model/options.hpp"

namespace rhofield {

/// Expansions of a set of structures and where the atoms of each species are.
struct Expanded {
  Tensor<double, 3> coefficients;              ///< c [atom, lm, channel], atoms in structure order
  std::vector<int> numbers;                    ///< [atom], atomic numbers
  std::vector<Index> first_atom;               ///< [structure + 1]
  std::map<int, std::vector<Index>> atoms_of;  ///< by atomic number: atoms in structure order
};

/// The descriptors of one model on one device.
class Representation {
 public:
  Representation(const Device& device, std::vector<int> species, const ExpansionOptions& options);

  /// Sets the features of every lambda from 0 to `lambda_max`: all of them.
  void use_all_features(int lambda_max);
  /// The farthest `count` features of each lambda on the given environments (all of them where there are fewer). Throws
  /// InvalidInput when the matrix of products of the features of one lambda exceeds `memory_limit` bytes.
  void select_features(int lambda_max, int count, const Expanded& sample, std::size_t memory_limit);
  void use_features(std::map<int, FeatureSet> sets);

  Expanded expand(std::span<const Structure> structures) const;
  /// c of the given atoms, [atom, lm, channel].
  Tensor<double, 3> gather(const Expanded& expanded, std::span<const Index> atoms) const;
  /// P [atom, mu, feature] of all rows of c.
  Tensor<double, 3> features(int lambda, View<const double, 3> c) const { return equivariants_.at(lambda)(c); }

  const std::map<int, FeatureSet>& feature_sets() const { return feature_sets_; }
  const Device& device() const { return device_; }
  const std::vector<int>& species() const { return expansion_.species(); }
  int channels() const { return expansion_.channels(); }
  int l_max() const { return expansion_.options().l_max; }
  /// Atoms whose features of this lambda fit in a working set of a few tens of megabytes.
  Index chunk(int lambda) const;

 private:
  Device device_;
  SphericalExpansion expansion_;
  std::map<int, FeatureSet> feature_sets_;
  std::map<int, Equivariants> equivariants_;
};

}  // namespace rhofield
