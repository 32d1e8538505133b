// Psi of structures, and the two orders of their coefficients.
#pragma once

#include <span>
#include <vector>

#include "model/reference_space.hpp"
#include "rhofield/angular/coupling.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

/// A sparse matrix by rows, in device memory.
struct Combination {
  Tensor<Index, 1> offset;   ///< [row + 1]
  Tensor<Index, 1> source;   ///< [entry]
  Tensor<double, 1> factor;  ///< [entry]
  RowCombination rows(Index first, Index count) const;
  RowCombination all() const { return rows(0, offset.size() - 1); }
};

/// Psi of a set of structures and the orthogonal maps between the two orders of a coefficient vector: structure order
/// (structure, field, atom, lambda, n, mu), whose elements are functions times fields, and block order (block, atom, M,
/// n). For a density the maps are permutations; for a response they recouple (mu, field) to M.
struct Design {
  int fields = 1;
  std::vector<Tensor<double, 2>> psi;              ///< per block: [(i M), D]
  std::vector<Index> block_offset;                 ///< [block + 1], first element of C [(i M), n] in block order
  std::vector<Index> function_offset;              ///< [structure + 1]
  std::vector<std::vector<Index>> row_offset;      ///< per block [structure + 1]: first row (i M)
  std::vector<std::vector<Index>> first_function;  ///< per block [i]: the atom's function n = 0, mu = 0 of this lambda
  Combination to_block;                            ///< c_block = to_block c
  Combination to_structure;                        ///< its transpose
  /// The rows of `to_block` in the order (structure, block, n, (i M)), and each in functions of the fields,
  /// (structure, block, n, (i M), field).
  Combination elements_by_structure, functions_by_structure;
  /// Per block [n, row (i M)]: the place of the row in that order.
  std::vector<Tensor<Index, 2>> place_by_structure;
  Index functions() const { return function_offset.back(); }
  Index elements() const { return fields * functions(); }
};

/// R of one irrep, (M, mu, field); for a scalar nothing is recoupled, M = mu.
std::vector<RecouplingTerm> recoupling_of(const Irrep& irrep, int fields);

/// Psi of the structures in several spaces on the same references: expansions, features and similarities are computed
/// once.
std::vector<Design> make_designs(std::span<const ReferenceSpace* const> spaces, std::span<const Structure> structures);

}  // namespace rhofield
