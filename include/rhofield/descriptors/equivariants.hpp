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

/// One invariant or equivariant feature: which channels and orders are coupled.
struct Feature {
  int l1 = 0, l2 = 0;  ///< angular orders
  int q1 = 0, q2 = 0;  ///< channels (species * n_max + n)
};

/// The features of one order that are computed. For c = c' a feature and its mirror image (q2 l2; q1 l1) are equal up
/// to sign: one of them is kept with weight sqrt(2), so that products of feature vectors equal those of the full set.
struct FeatureSet {
  int lambda = 0;
  Parity parity = Parity::proper;
  int l_max = 0;
  int channels = 0;
  bool symmetric = true;          ///< c = c'
  std::vector<Feature> features;  ///< grouped by (l1, l2)
  FeatureOrder order() const { return {lambda, parity}; }
  Index size() const { return static_cast<Index>(features.size()); }
  double weight(const Feature& f) const;  ///< sqrt(2) for the kept one of a mirror pair, else 1
};

/// Every feature of order lambda, without mirror images when `symmetric`.
FeatureSet all_features(int lambda, int l_max, int channels, Parity parity = Parity::proper, bool symmetric = true);
/// The features at `picks` (positions in `full`), regrouped by (l1, l2) in the order of `full`.
FeatureSet select_features(const FeatureSet& full, std::span<const Index> picks);

/// How P is scaled. `per_atom`: by the norm over all mu and ALL features (selected or not), theory section 4.
enum class Normalisation { none, per_atom };

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

  /// P [atom, mu, feature] of an expansion c [atom, lm, channel]; an atom whose norm is zero gets zeros.
  Tensor<double, 3> operator()(View<const double, 3> c) const;
  /// Into memory of the caller, same shape.
  void compute(View<const double, 3> c, View<double, 3> p) const;
  /// Two different expansions (rho x V); only for sets with symmetric = false.
  void compute(View<const double, 3> c, View<const double, 3> c_other, View<double, 3> p) const;
  /// sqrt(sum over mu and all features of P^2) per atom without forming P (6j identity, theory section 4): [atom].
  Tensor<double, 1> norms(View<const double, 3> c) const;

  const FeatureSet& features() const { return features_; }

 private:
  struct Tables;
  Device device_;
  FeatureSet features_;
  Normalisation normalisation_;
  std::unique_ptr<Tables> tables_;
};

}  // namespace rhofield
