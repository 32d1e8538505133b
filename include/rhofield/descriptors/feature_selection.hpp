// Farthest-point sampling: which features to keep, and which environments to keep.
#pragma once

#include <vector>

#include "rhofield/tensor.hpp"

namespace rhofield {

/// G += X^T X for P [atom, mu, feature] read as X [atom * mu, feature]: call it for every batch of atoms of a sample,
/// with G [feature, feature] zero before the first. Only the lower triangle of G is touched; `farthest_features` reads
/// no other.
void accumulate_gram(const Device& device, View<const double, 3> p, View<double, 2> gram);

/// Columns. Starting from column 0, picks the column farthest from all picked ones, d^2 = G_pp + G_qq - 2 G_pq, from
/// the Gram matrix G = X^T X [feature, feature] accumulated over all atoms and components (one pass over the data;
/// lower triangle). Ties go to the lowest index. Returns `count` picks in the order they were made; throws InvalidInput
/// when count exceeds the number of features (both in the message).
std::vector<Index> farthest_features(const Device& device, View<const double, 2> gram, Index count);

/// Rows. Starting from row 0 of x [point, feature]; exact, by look-ahead: several candidates per pass over x, the same
/// sequence as the plain algorithm. Ties (distances d^2 that differ by less than 1e-12 of the largest |x|^2, the
/// round-off of d^2 = |x|^2 + |y|^2 - 2 x.y) go to the lowest index, so that picks depend on no library, thread count
/// or device. Throws InvalidInput when count exceeds the number of points (both in the message).
std::vector<Index> farthest_points(const Device& device, View<const double, 2> x, Index count);

}  // namespace rhofield
