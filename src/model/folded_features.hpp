// Weights folded into features (theory section 5), what prediction needs of a model:
//   y_{i mu n} = sum_q P_{i mu q} G_{i q n},  G_{i q n} = sum_m k0(i,m)^(zeta-1) Z_{m q n},
//   Z_{m q n} = sum_mu' P_{m mu' q} A_{m mu' n},  A = V w^{-1/2} W of the model's blocks
// made once, when a model is loaded. For zeta = 1 Z is summed over m at once: one weight per feature and column.
#pragma once

#include <span>
#include <vector>

#include "model/representation.hpp"
#include "rhofield/model/model.hpp"

namespace rhofield {

/// All columns n of one species that need features of the same order.
struct FoldedFeatures {
  FeatureOrder order;
  int zeta = 1;
  Index columns = 0;     // n
  Tensor<double, 3> p0;  // P^0 of the environments [m, 1, q0]; empty without environments
  Tensor<double, 2> z;   // Z [m, (q column)]; for zeta = 1 [1, (q column)]
  bool empty() const { return z.size() == 0; }
};

/// A block of a model and the first of its columns.
struct FoldedBlock {
  const ModelBlock* block = nullptr;
  Index column = 0;
};

/// Folds blocks into `folded`, over the environments that any of them uses; `c` are the expansions of the species'
/// environments. Nothing is folded where there are none.
void fold_environments(const Representation& representation, std::span<const FoldedBlock> blocks,
                       View<const double, 3> c, FoldedFeatures& folded);
/// The same for weights of the features themselves.
void fold_features(const Representation& representation, std::span<const FoldedBlock> blocks, FoldedFeatures& folded);

/// y [atom, mu, column] of a chunk of atoms from their features.
Tensor<double, 3> predict_folded(const Device& device, const FoldedFeatures& folded, View<const double, 3> p0,
                                 View<const double, 3> p);

/// Atoms whose features and G stay within a working set of tens of megabytes.
Index folded_chunk(const Representation& representation, const FoldedFeatures& folded);

}  // namespace rhofield
