// What the making of feature sets and of their tables share.
#pragma once

#include "rhofield/descriptors/equivariants.hpp"

namespace rhofield {

/// Whether (l1, l2) couple to lambda with this parity.
bool couples(int lambda, Parity parity, int l1, int l2);

/// Whether features and their mirror images are the same up to sign.
bool has_mirrors(const FeatureSet& set, const Descriptor& d);

/// Throws InvalidInput for orders, densities, descriptors or features that do not exist.
void check_features(const FeatureSet& set);

}  // namespace rhofield
