// Neighbour lists: all pairs (i, j, S) with 0 < |r_j + S.cell - r_i| < cutoff, for any cell and any mix of boundaries.
#pragma once

#include <cstdint>

#include "rhofield/atoms/structure.hpp"

namespace rhofield {

/// Full list (both directions) in compressed rows. Pairs of one centre are sorted by species, then neighbour, then
/// shift: equal input gives equal bits. The centre itself (S = 0) is not a pair; its images are.
struct NeighbourList {
  double cutoff = 0;  ///< bohr
  Index species_count = 0;
  Tensor<Index, 1> offset;        ///< [atom * species + 1]: pairs of (centre i, species a) are offset[i*species+a] ...
  Tensor<int, 1> neighbour;       ///< [pair], atom index within the batch
  Tensor<std::int32_t, 2> shift;  ///< [pair, 3], lattice shift S of the neighbour
  Tensor<double, 2> vector;       ///< [pair, 4]: x, y, z of r_j + S.cell - r_i and its length, bohr

  Index pairs() const { return neighbour.extent(0); }
};

/// Cost is linear in atoms. Throws InvalidInput for a cutoff that is not positive and finite.
NeighbourList neighbour_list(const Device& device, const StructureBatch& batch, double cutoff);

}  // namespace rhofield
