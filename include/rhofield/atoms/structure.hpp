// Atomic structures as users have them, and batches of them as kernels want them.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rhofield/tensor.hpp"

namespace rhofield {

using Vector3 = std::array<double, 3>;
using Matrix3 = std::array<Vector3, 3>;

/// A molecule, wire, slab or crystal. Lengths in bohr.
struct Structure {
  std::vector<int> numbers;        ///< [atom], atomic numbers
  std::vector<Vector3> positions;  ///< [atom, xyz], bohr; may lie outside the cell
  Matrix3 cell{};                  ///< rows are lattice vectors, bohr; ignored along directions that are not periodic
  std::array<bool, 3> periodic{};  ///< per lattice vector
  std::string label;
  /// [atom], e; empty, or the strengths of the atoms as sources of long-range expansions that are weighted by charges.
  std::vector<double> charges{};

  Index size() const { return static_cast<Index>(numbers.size()); }
  bool any_periodic() const { return periodic[0] || periodic[1] || periodic[2]; }
};

/// Throws InvalidInput naming atom and value for: unequal lengths (charges included, unless there are none), no atoms,
/// unknown elements, NaN, zero-volume or missing cells along periodic directions, and two atoms (images included)
/// closer than `closest` bohr.
void validate(const Structure& structure, double closest = 0.1);

/// "H" -> 1 and back; throws InvalidInput for what is no element (1..118).
int atomic_number(std::string_view symbol);
std::string_view element_symbol(int atomic_number);

/// Atomic numbers that occur, ascending.
std::vector<int> species_of(std::span<const Structure> structures);

/// Many structures in one set of device arrays.
struct StructureBatch {
  std::vector<int> species;             ///< atomic numbers in use, ascending; fixes the species index
  std::vector<Index> first_atom;        ///< [structure + 1], host copy of structure_offset
  Tensor<double, 2> positions;          ///< [atom, xyz], bohr
  Tensor<int, 1> species_index;         ///< [atom], position in `species`
  Tensor<Index, 1> structure_offset;    ///< [structure + 1]
  Tensor<double, 3> cells;              ///< [structure, vector, xyz], bohr; zero along non-periodic directions
  Tensor<unsigned char, 2> periodic;    ///< [structure, vector]
  std::vector<int> host_species_index;  ///< [atom], host copy

  Index structures() const { return static_cast<Index>(first_atom.size()) - 1; }
  Index atoms() const { return first_atom.back(); }
};

/// Validates and packs. Throws InvalidInput when an element is not among `species` (the message lists them).
StructureBatch make_batch(const Device& device, std::span<const Structure> structures, std::span<const int> species);

}  // namespace rhofield
