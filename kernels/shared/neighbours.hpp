// Geometry of neighbour search for one atom: a lattice completed along directions that are not periodic, wrapping into
// the cell, the range of images that can lie within a cutoff of the cell, and the bin of a point.
// A point is r = sum_d f_d a_d; atom j in the cell is r_j - sum_d w_d a_d with w_d = floor(f_d) along periodic
// directions.
#pragma once

#include <cmath>

#include "shared/formula.hpp"

namespace rhofield::formula {

/// Three independent vectors: those of the cell along periodic directions, and orthonormal ones (bohr) completing them
/// perpendicularly along the others. There, fractional coordinates are lengths in bohr.
struct Lattice {
  double vectors[3][3];     ///< [vector, xyz], bohr
  double reciprocal[3][3];  ///< [vector, xyz], 1/bohr: f_d = r . reciprocal[d]
  double height[3];         ///< distance between the faces that vector d connects, bohr
  double volume;            ///< of the parallelepiped, bohr^3
  bool periodic[3];
};

RHOFIELD_FORMULA double dot(const double* a, const double* b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

RHOFIELD_FORMULA void cross(const double* a, const double* b, double* c) {
  c[0] = a[1] * b[2] - a[2] * b[1];
  c[1] = a[2] * b[0] - a[0] * b[2];
  c[2] = a[0] * b[1] - a[1] * b[0];
}

RHOFIELD_FORMULA void normalise(double* a) {
  const double length = std::sqrt(dot(a, a));
  for (int x = 0; x < 3; ++x) a[x] /= length;
}

/// The Cartesian axis that is least aligned with `a`.
RHOFIELD_FORMULA int least_aligned_axis(const double* a) {
  const double x = std::fabs(a[0]), y = std::fabs(a[1]), z = std::fabs(a[2]);
  if (x <= y && x <= z) return 0;
  return y <= z ? 1 : 2;
}

/// `cell` is [vector, xyz]; vectors along directions that are not periodic are ignored.
RHOFIELD_FORMULA Lattice complete_lattice(const double* cell, const bool* periodic) {
  Lattice lattice{};
  int count = 0;
  for (int d = 0; d < 3; ++d) {
    lattice.periodic[d] = periodic[d];
    count += periodic[d] ? 1 : 0;
    for (int x = 0; x < 3; ++x) lattice.vectors[d][x] = periodic[d] ? cell[3 * d + x] : 0.0;
  }
  if (count == 0)
    for (int d = 0; d < 3; ++d) lattice.vectors[d][d] = 1.0;
  if (count == 1) {
    const int d = periodic[0] ? 0 : (periodic[1] ? 1 : 2);
    const double* a = lattice.vectors[d];
    double* b = lattice.vectors[(d + 1) % 3];
    double* c = lattice.vectors[(d + 2) % 3];
    double axis[3] = {0, 0, 0};
    axis[least_aligned_axis(a)] = 1.0;
    cross(a, axis, b);
    normalise(b);
    cross(a, b, c);
    normalise(c);
  }
  if (count == 2) {
    const int d = !periodic[0] ? 0 : (!periodic[1] ? 1 : 2);
    cross(lattice.vectors[(d + 1) % 3], lattice.vectors[(d + 2) % 3], lattice.vectors[d]);
    normalise(lattice.vectors[d]);
  }
  cross(lattice.vectors[1], lattice.vectors[2], lattice.reciprocal[0]);
  cross(lattice.vectors[2], lattice.vectors[0], lattice.reciprocal[1]);
  cross(lattice.vectors[0], lattice.vectors[1], lattice.reciprocal[2]);
  const double determinant = dot(lattice.vectors[0], lattice.reciprocal[0]);
  lattice.volume = std::fabs(determinant);
  for (int d = 0; d < 3; ++d) {
    for (int x = 0; x < 3; ++x) lattice.reciprocal[d][x] /= determinant;
    lattice.height[d] = 1.0 / std::sqrt(dot(lattice.reciprocal[d], lattice.reciprocal[d]));
  }
  return lattice;
}

/// An atom moved into the cell along periodic directions.
struct WrappedAtom {
  double position[3];    ///< bohr
  double fractional[3];  ///< in [0, 1) along periodic directions, bohr along the others
  int turns[3];          ///< lattice vectors that were subtracted
};

RHOFIELD_FORMULA WrappedAtom wrap(const Lattice& lattice, const double* position) {
  constexpr double below_one = 1.0 - 0x1p-53;
  WrappedAtom atom{};
  for (int x = 0; x < 3; ++x) atom.position[x] = position[x];
  for (int d = 0; d < 3; ++d) {
    if (!lattice.periodic[d]) continue;
    const double turns = std::floor(dot(position, lattice.reciprocal[d]));
    atom.turns[d] = static_cast<int>(turns);
    for (int x = 0; x < 3; ++x) atom.position[x] -= turns * lattice.vectors[d][x];
  }
  for (int d = 0; d < 3; ++d) {
    double f = dot(atom.position, lattice.reciprocal[d]);
    if (lattice.periodic[d]) f = f < 0.0 ? 0.0 : (f > below_one ? below_one : f);  // off by rounding only
    atom.fractional[d] = f;
  }
  return atom;
}

/// Shifts S with -reach <= f + S <= 1 + reach, reach = cutoff / height; contains S = 0 for f in [0, 1).
struct ShiftRange {
  int first, last;
};
RHOFIELD_FORMULA ShiftRange shift_range(double fractional, double reach) {
  return {static_cast<int>(std::ceil(-reach - fractional)), static_cast<int>(std::floor(1.0 + reach - fractional))};
}

/// Bins along one direction: `inside` equal ones over [origin, origin + inside/scale], `padding` on either side for
/// images.
struct Bins {
  double origin, scale;
  int inside, padding, reach;  ///< reach: bins that can hold neighbours of a point lie within so many
  RHOFIELD_FORMULA int count() const { return inside + 2 * padding; }
};
RHOFIELD_FORMULA int bin_of(const Bins& bins, double fractional) {
  const double b = std::floor((fractional - bins.origin) * bins.scale) + bins.padding;
  const double last = bins.count() - 1;
  return static_cast<int>(b < 0.0 ? 0.0 : (b > last ? last : b));
}
/// The bin of an atom of the cell itself, never one of the padding.
RHOFIELD_FORMULA int bin_inside(const Bins& bins, double fractional) {
  const double b = std::floor((fractional - bins.origin) * bins.scale);
  const double last = bins.inside - 1;
  return bins.padding + static_cast<int>(b < 0.0 ? 0.0 : (b > last ? last : b));
}

/// r_j + S.cell - r_i between wrapped atoms, summed as (r_j - r_i) + S.cell: the same length in both directions to the
/// last bit, so that a pair at the cutoff is found from both of its atoms or from none. Returns the squared length.
RHOFIELD_FORMULA double image_separation(const Lattice& lattice, const double* from, const double* to, const int* shift,
                                         double* separation) {
  for (int x = 0; x < 3; ++x) {
    double translation = 0.0;
    for (int d = 0; d < 3; ++d) translation += shift[d] * lattice.vectors[d][x];
    separation[x] = (to[x] - from[x]) + translation;
  }
  return dot(separation, separation);
}

/// Bins of `edge` bohr or more along one direction, none of them padding: images are found by going around the cell.
RHOFIELD_FORMULA Bins bins_around(double low, double extent, bool periodic, double edge, double cutoff) {
  Bins bins{};
  const double count = std::floor(extent / edge);
  bins.inside = count < 1.0 ? 1 : static_cast<int>(count);
  bins.origin = low;
  bins.scale = bins.inside / (periodic ? 1.0 : extent);
  const double reach = std::ceil(cutoff * bins.inside / extent);
  bins.reach = static_cast<int>(periodic || reach < bins.inside ? reach : bins.inside - 1.0);
  return bins;
}

/// The bin inside the cell that `b` is an image of, and by how many cells it is shifted.
RHOFIELD_FORMULA int bin_around(const Bins& bins, int b, int* shift) {
  const int inside = bins.inside;
  *shift = b >= 0 ? b / inside : -((inside - 1 - b) / inside);
  return b - *shift * inside;
}

/// Orders the pairs of one centre as a NeighbourList does: by species, neighbour (counted within its structure), shift
/// of the wrapped atom.
inline constexpr int shift_bits = 10, neighbour_bits = 27;
inline constexpr int largest_wrapped_shift = (1 << (shift_bits - 1)) - 1;
RHOFIELD_FORMULA unsigned long long pair_key(int species, unsigned long long neighbour, const int* shift) {
  unsigned long long key = static_cast<unsigned long long>(species) << neighbour_bits | neighbour;
  for (int d = 0; d < 3; ++d)
    key = key << shift_bits | static_cast<unsigned long long>(shift[d] + largest_wrapped_shift);
  return key;
}
RHOFIELD_FORMULA unsigned long long neighbour_of_key(unsigned long long key) {
  return key >> 3 * shift_bits & ((1ULL << neighbour_bits) - 1);
}
RHOFIELD_FORMULA void shift_of_key(unsigned long long key, int* shift) {
  for (int d = 2; d >= 0; --d, key >>= shift_bits)
    shift[d] = static_cast<int>(key & ((1ULL << shift_bits) - 1)) - largest_wrapped_shift;
}

}  // namespace rhofield::formula
