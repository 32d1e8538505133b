// Derivatives of folded predictions (theory section 5) with respect to the features they are made of:
//   y_{i mu n} = sum_q P_{i mu q} G_{i q n},  G_{i q n} = sum_m k0(i,m)^(zeta-1) Z_{m q n},  k0(i,m) = sum_q P^0_{iq}
//   P^0_{mq}
// For a cotangent v of y:
//   P_bar_{i mu q} = sum_n v_{i mu n} G_{i q n},   G_bar_{i q n} = sum_mu P_{i mu q} v_{i mu n},
//   k0_bar_{im} = (zeta-1) k0^(zeta-2) sum_qn G_bar_{i q n} Z_{m q n},   P^0_bar_{iq} = sum_m k0_bar_{im} P^0_{mq}
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "model/folded_features.hpp"
#include "rhofield/model/gradients.hpp"
#include "rhofield/progress.hpp"

namespace rhofield {

/// p_bar [atom, mu, q] and p0_bar [atom, 1, q0] += the derivatives of sum y . v, v [atom, mu, n]. Where P is P^0, both
/// may be the same memory.
void folded_backward(const Device& device, const FoldedFeatures& folded, View<const double, 3> p0,
                     View<const double, 3> p, View<const double, 3> v, View<double, 3> p0_bar, View<double, 3> p_bar);

/// The derivative of the number in question with respect to what one order predicts for one atom.
struct AtomCotangent {
  const FoldedFeatures& folded;
  std::size_t order;  ///< position of `folded` among those of the species
  Index atom;         ///< among those expanded
  double* v;          ///< [mu, column], zero: to be filled
};

/// Structures in, derivatives out: what is common to all that is predicted from folded features.
struct FoldedGradients {
  const Representation& representation;
  /// What is folded for an element; none where nothing is predicted for it.
  std::function<std::vector<const FoldedFeatures*>(int number)> folded;

  /// Derivatives with respect to the structures of one batch, which `expanded` holds.
  std::vector<StructureGradient> operator()(std::span<const Structure> structures, const Expanded& expanded,
                                            const std::function<void(const AtomCotangent&)>& cotangent) const;

 private:
  void of_species(const Expanded& expanded, int number, const std::function<void(const AtomCotangent&)>& cotangent,
                  View<double, 3> c_bar) const;
};

}  // namespace rhofield
