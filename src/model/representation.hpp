// Structures as expansions and equivariant features, ordered for a species-wise model.
#pragma once

#include <map>
#include <set>
#include <span>
#include <variant>
#include <vector>

#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/descriptors/long_range_expansion.hpp"
#include "rhofield/descriptors/spherical_expansion.hpp"
#include "rhofield/model/options.hpp"

namespace rhofield {

/// Expansions of a set of structures and where the atoms of each species are.
struct Expanded {
  Tensor<double, 3> coefficients;              ///< c [atom, lm, channel of all densities], atoms in structure order
  std::vector<int> numbers;                    ///< [atom], atomic numbers
  std::vector<Index> first_atom;               ///< [structure + 1]
  std::map<int, std::vector<Index>> atoms_of;  ///< by atomic number: atoms in structure order
};

/// lambda = 0: the features that distances between environments and the powers of the similarity are made of.
inline constexpr FeatureOrder invariants{};

/// The descriptors of one model on one device. Its densities stand side by side in c: channels of one after those of
/// the other, orders up to the largest l_max.
class Representation {
 public:
  Representation(const Device& device, std::vector<int> species, const ModelOptions& options);

  /// Sets the features of these orders: all of them. Throws InvalidInput for orders that products of expansions up to
  /// l_max do not reach.
  void use_all_features(const std::set<FeatureOrder>& orders);
  /// The farthest `count` features of each order on the given environments (all of them where there are fewer). Throws
  /// InvalidInput when the matrix of products of the features of one order exceeds `memory_limit` bytes.
  void select_features(const std::set<FeatureOrder>& orders, int count, const Expanded& sample,
                       std::size_t memory_limit);
  void use_features(std::map<FeatureOrder, FeatureSet> sets);

  Expanded expand(std::span<const Structure> structures) const;
  /// Without the atoms of other elements.
  Expanded only(Expanded expanded, const std::set<int>& numbers) const;
  /// c of the given atoms, [atom, lm, channel].
  Tensor<double, 3> gather(const Expanded& expanded, std::span<const Index> atoms) const {
    return gather(expanded.coefficients.view(), atoms);
  }
  Tensor<double, 3> gather(View<const double, 3> coefficients, std::span<const Index> atoms) const;
  /// P [atom, mu, feature] of all rows of c, divided by norms over all (not only the selected) features as the model's
  /// DescriptorNormalisation says.
  Tensor<double, 3> features(FeatureOrder order, View<const double, 3> c) const { return equivariants_.at(order)(c); }
  /// Norms [atom] that `features` divides by, up to one factor for all orders; of one descriptor, or of all together.
  Tensor<double, 1> norms(FeatureOrder order, View<const double, 3> c) const;

  /// c_bar [atom, lm, channel] += the derivatives of sum P . p_bar with respect to c.
  void features_backward(FeatureOrder order, View<const double, 3> c, View<const double, 3> p_bar,
                         View<double, 3> c_bar) const {
    equivariants_.at(order).backward(c, p_bar, c_bar);
  }
  /// Derivatives of sum c . c_bar over all atoms of the structures: positions_bar [atom, xyz] = d/dr, strain_bar
  /// [structure, xyz, xyz] = d/dstrain (StructureGradient).
  void backward(std::span<const Structure> structures, View<const double, 3> c_bar, View<double, 2> positions_bar,
                View<double, 3> strain_bar) const;

  const std::map<FeatureOrder, FeatureSet>& feature_sets() const { return feature_sets_; }
  const Device& device() const { return device_; }
  const std::vector<int>& species() const { return species_; }
  int channels() const { return channels_; }
  int l_max() const { return l_max_; }
  /// Atoms whose features of this order fit in a working set of a few tens of megabytes.
  Index chunk(FeatureOrder order) const;

 private:
  using Density = std::variant<SphericalExpansion, LongRangeExpansion>;
  Tensor<double, 3> expand_batch(std::span<const Structure> structures) const;
  void batch_backward(std::span<const Structure> structures, View<const double, 3> c_bar, View<double, 2> positions_bar,
                      View<double, 3> strain_bar) const;

  Device device_;
  std::vector<int> species_;
  std::vector<ChannelRange> ranges_;
  std::vector<Descriptor> descriptors_;
  DescriptorNormalisation normalisation_;
  std::vector<std::pair<Density, ChannelRange>> densities_;  // those that have channels
  int channels_ = 0;
  int l_max_ = 0;
  std::map<FeatureOrder, FeatureSet> feature_sets_;
  std::map<FeatureOrder, Equivariants> equivariants_;
};

}  // namespace rhofield
