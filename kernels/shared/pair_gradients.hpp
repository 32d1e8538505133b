// From derivatives with respect to the vectors of pairs to those with respect to atoms and strain. r_p = r_j + S.cell -
// r_i for p = (i, j, S) of a full list, so that an atom is the end of the reverses (j, i, -S) of its own pairs:
//   d/dr_i = sum_{p of i} pair_bar[reverse of p] - pair_bar[p],   d/dstrain_ab = sum_p pair_bar[p, a] r_p[b]
#pragma once

#include <cstdint>
#include <limits>

#include "runtime/backend.hpp"
#include "shared/formula.hpp"

namespace rhofield::formula {

/// Whether neighbour and shift of pair k come before (j, S) in a row.
RHOFIELD_FORMULA bool comes_before(const FullPairsView& pairs, Index k, int j, const std::int32_t* shift) {
  if (pairs.neighbour(k) != j) return pairs.neighbour(k) < j;
  for (int d = 0; d < 3; ++d)
    if (pairs.shift(k, d) != shift[d]) return pairs.shift(k, d) < shift[d];
  return false;
}

/// The pair (j, i, -S) of pair p = (i, j, S), by bisection of its row; -1 where the list is not full.
RHOFIELD_FORMULA Index reverse_of(const FullPairsView& pairs, View<const int, 1> species_index, Index i, Index p) {
  const Index row = pairs.neighbour(p) * pairs.species_count + species_index(i);
  const std::int32_t back[3] = {-pairs.shift(p, 0), -pairs.shift(p, 1), -pairs.shift(p, 2)};
  const int atom = static_cast<int>(i);
  Index low = pairs.offset(row), high = pairs.offset(row + 1);
  const Index end = high;
  while (low < high) {
    const Index middle = low + (high - low) / 2;
    if (comes_before(pairs, middle, atom, back))
      low = middle + 1;
    else
      high = middle;
  }
  if (low == end || pairs.neighbour(low) != atom) return -1;
  for (int d = 0; d < 3; ++d)
    if (pairs.shift(low, d) != back[d]) return -1;
  return low;
}

/// Adds pair p of atom i: what its ends give the position, and its part of the strain derivative, [3 a + b]. NaN where
/// the reverse is missing.
RHOFIELD_FORMULA void add_pair(const FullPairsView& pairs, View<const int, 1> species_index,
                               View<const double, 2> pair_bar, Index i, Index p, double* position, double* strain) {
  const Index reverse = reverse_of(pairs, species_index, i, p);
  for (int a = 0; a < 3; ++a) {
    const double own = pair_bar(p, a);
    position[a] += reverse < 0 ? std::numeric_limits<double>::quiet_NaN() : pair_bar(reverse, a) - own;
    for (int b = 0; b < 3; ++b) strain[3 * a + b] += own * pairs.vector(p, b);
  }
}

}  // namespace rhofield::formula
