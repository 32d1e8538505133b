// Equivariant products of two expansions (lambda-SOAP; Grisafi et al., Phys. Rev. Lett. 120, 036002 (2018)):
//   P^{lambda sigma}_{i mu}(q1 l1; q2 l2) = sum_{m1 m2} T^{lambda l1 l2}_{mu m1 m2} c_{i q1 l1 m1} c'_{i q2 l2 m2}
// l1 + l2 + lambda even: proper tensors (sigma = +1); odd: pseudotensors (sigma = -1), lambda >= 1.
#pragma once

#include <compare>
#include <span>
#include <string>
#include <vector>

#include "rhofield/tensor.hpp"

namespace rhofield {

enum class Parity { proper, pseudo };

/// An order of equivariant features, by which their sets are found.
struct FeatureOrder {
  int lambda = 0;
  Parity parity = Parity::proper;
  friend auto operator<=>(const FeatureOrder&, const FeatureOrder&) = default;
};
/// "lambda 2", "lambda 2 (pseudo)"
std::string describe(FeatureOrder order);

/// The channels of one neighbour density in an expansion that holds several side by side. Rows above its l_max are
/// zero; without channels it is no part of the expansion.
struct ChannelRange {
  int first = 0, count = 0, l_max = 0;
};

/// Features made of products of two neighbour densities, P_d of density `left` with density `right`.
struct Descriptor {
  int left = 0, right = 0;
  double weight = 1.0;  ///< in the similarity k^lambda = sum over descriptors of weight * P_d P_d^T
};

/// One invariant or equivariant feature: which channels and orders are coupled.
struct Feature {
  int l1 = 0, l2 = 0;  ///< angular orders
  int q1 = 0, q2 = 0;  ///< channels (of a density: species * n_max + n)
};

/// The features of one order that are computed. For a density with itself and c = c' a feature and its mirror image
/// (q2 l2; q1 l1) are equal up to sign: one of them is kept with weight sqrt(2), so that products of feature vectors
/// equal those of the full set.
struct FeatureSet {
  int lambda = 0;
  Parity parity = Parity::proper;
  int l_max = 0;                            ///< of all densities
  int channels = 0;                         ///< of all densities
  bool symmetric = true;                    ///< c = c'; false only for one descriptor
  std::vector<Feature> features;            ///< grouped by (descriptor, l1, l2)
  std::vector<ChannelRange> densities{};    ///< empty: one, all channels up to l_max
  std::vector<Descriptor> descriptors{{}};  ///< each pair of densities once, in either order
  FeatureOrder order() const { return {lambda, parity}; }
  Index size() const { return static_cast<Index>(features.size()); }
  ChannelRange density(int index) const;
  /// Position in `descriptors`, by the densities of the two channels; -1: it belongs to none.
  int descriptor_of(const Feature& f) const;
  /// sqrt(weight of the descriptor), times sqrt(2) for the kept one of a mirror pair.
  double weight(const Feature& f) const;
};

/// Every feature of order lambda, without mirror images when `symmetric`.
FeatureSet all_features(int lambda, int l_max, int channels, Parity parity = Parity::proper, bool symmetric = true);
/// Every feature of products of several densities of one expansion.
FeatureSet all_features(FeatureOrder order, std::vector<ChannelRange> densities, std::vector<Descriptor> descriptors);
/// The features at `picks` (positions in `full`), regrouped by (descriptor, l1, l2) in the order of `full`.
FeatureSet select_features(const FeatureSet& full, std::span<const Index> picks);

/// How P is scaled. `per_atom`: by the norm over all mu and ALL features (selected or not) with their weights, theory
/// section 4. `per_descriptor`: the features of each descriptor by their norm without its weight.
enum class Normalisation { none, per_atom, per_descriptor };

/// A FeatureSet prepared on a device (coupling coefficients, channel lists, weights). On CPUs selected features are
/// computed for a vector of atoms at a time (8 with AVX-512): pass many atoms in one call. All features of many atoms
/// are large (0.6 MB per atom for 16 channels, l_max 6, lambda 0..5): pass no more than fit a cache when they are used
/// once.
class Equivariants {
 public:
  Equivariants(const Device& device, FeatureSet features, Normalisation normalisation);
  ~Equivariants();
  Equivariants(Equivariants&&) noexcept;
  Equivariants& operator=(Equivariants&&) noexcept;

  /// P [atom, mu, feature] of an expansion c [atom, lm, channel]; zero where the norm is zero.
  Tensor<double, 3> operator()(View<const double, 3> c) const;
  /// Into memory of the caller, same shape.
  void compute(View<const double, 3> c, View<double, 3> p) const;
  /// Two different expansions (rho x V); only for sets with symmetric = false.
  void compute(View<const double, 3> c, View<const double, 3> c_other, View<double, 3> p) const;
  /// sqrt(sum over mu and all features of P^2), weights of descriptors included, per atom without forming P (6j
  /// identity, theory section 4): [atom].
  Tensor<double, 1> norms(View<const double, 3> c) const;

  /// c_bar [atom, lm, channel] += the derivatives of sum P . p_bar with respect to c, p_bar [atom, mu, feature]; the
  /// norm, over all features, is differentiated too. Nothing where it is zero. The same input adds the same bits.
  void backward(View<const double, 3> c, View<const double, 3> p_bar, View<double, 3> c_bar) const;
  /// Those with respect to two different expansions.
  void backward(View<const double, 3> c, View<const double, 3> c_other, View<const double, 3> p_bar,
                View<double, 3> c_bar, View<double, 3> c_other_bar) const;

  const FeatureSet& features() const { return features_; }

 private:
  struct Tables;
  void check(View<const double, 3> c, View<const double, 3> c_other, View<const double, 3> p) const;
  /// Norms [which, atom] that features are divided by; empty where they are not.
  Tensor<double, 2> divisors(View<const double, 3> c, View<const double, 3> c_other) const;
  Device device_;
  FeatureSet features_;
  Normalisation normalisation_;
  std::unique_ptr<Tables> tables_;
};

}  // namespace rhofield
