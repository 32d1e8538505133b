// Farthest-point sampling: which features to keep, and which environments to keep.
#pragma once

#include <vector>

#include "rhofield/tensor.hpp"

namespace rhofield {

/// Columns. Starting from column 0, picks the column farthest from all picked ones, d^2 = G_pp + G_qq - 2 G_pq, from the
/// Gram matrix G = X^T X [feature, feature] accumulated over all atoms and components (one pass over the data).
/// Ties go to the lowest index. Returns `count` picks in the order they were made.
std::vector<Index> farthest_features(const Device& device, View<const double, 2> gram, Index count);

/// Rows. Starting from row 0 of x [point, feature]; exact, by look-ahead: several candidates per pass over x, the same
/// sequence as the plain algorithm. Throws InvalidInput when count exceeds the number of points (both in the message).
std::vector<Index> farthest_points(const Device& device, View<const double, 2> x, Index count);

}  // namespace rhofield
