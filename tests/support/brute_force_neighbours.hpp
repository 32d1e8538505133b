// A neighbour list by trying everything: slow, obviously right, independent of the library's own search.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "rhofield/atoms/neighbours.hpp"

namespace rhofield::testing {

/// Lattice shifts -reach..reach along periodic directions; `reach` must be chosen large enough by the caller.
inline NeighbourList brute_force_neighbours(const Device& device, const StructureBatch& batch,
                                            std::span<const Structure> structures, double cutoff, int reach) {
  const auto species = static_cast<Index>(batch.species.size());
  std::vector<Index> offset{0};
  std::vector<int> neighbour;
  std::vector<std::int32_t> shift;
  std::vector<double> vector;
  for (std::size_t s = 0; s < structures.size(); ++s) {
    const Structure& structure = structures[s];
    const Index first = batch.first_atom[s];
    std::array<int, 3> limit{};
    for (std::size_t d = 0; d < 3; ++d) limit[d] = structure.periodic[d] ? reach : 0;
    for (Index i = 0; i < structure.size(); ++i)
      for (Index a = 0; a < species; ++a) {
        for (Index j = 0; j < structure.size(); ++j) {
          if (batch.host_species_index[static_cast<std::size_t>(first + j)] != a) continue;
          for (int u = -limit[0]; u <= limit[0]; ++u)
            for (int v = -limit[1]; v <= limit[1]; ++v)
              for (int w = -limit[2]; w <= limit[2]; ++w) {
                if (i == j && u == 0 && v == 0 && w == 0) continue;
                Vector3 d{};
                for (std::size_t k = 0; k < 3; ++k)
                  d[k] = structure.positions[static_cast<std::size_t>(j)][k] -
                         structure.positions[static_cast<std::size_t>(i)][k] + u * structure.cell[0][k] +
                         v * structure.cell[1][k] + w * structure.cell[2][k];
                const double r = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
                if (r >= cutoff) continue;
                neighbour.push_back(static_cast<int>(first + j));
                shift.insert(shift.end(), {u, v, w});
                vector.insert(vector.end(), {d[0], d[1], d[2], r});
              }
        }
        offset.push_back(static_cast<Index>(neighbour.size()));
      }
  }
  const auto pairs = static_cast<Index>(neighbour.size());
  NeighbourList list;
  list.cutoff = cutoff;
  list.species_count = species;
  list.offset = Tensor<Index, 1>::from_host(device, offset, {static_cast<Index>(offset.size())});
  list.neighbour = Tensor<int, 1>::from_host(device, neighbour, {pairs});
  list.shift = Tensor<std::int32_t, 2>::from_host(device, shift, {pairs, 3});
  list.vector = Tensor<double, 2>::from_host(device, vector, {pairs, 4});
  return list;
}

}  // namespace rhofield::testing
