// The sparse RKHS: reference environments, K_MM = V diag(w) V^T, and Psi = K_NM V w^{-1/2} (theory section 5).
#pragma once

#include <map>
#include <span>
#include <vector>

#include "model/representation.hpp"
#include "rhofield/model/data_set.hpp"
#include "rhofield/model/target.hpp"

namespace rhofield {

/// One (species, lambda) block: its references, its projector and the place of its weights.
struct Block {
  int number = 0;  ///< atomic number
  int lambda = 0;
  int count = 0;  ///< n: radial functions sharing this block
  bool baseline = false;
  std::vector<Index> environments;  ///< [m], positions in the species' list, ascending
  Index dimension = 0;              ///< D, eigenvalues above the cut
  Index weight_offset = 0;          ///< weights of the block are W [n, D] row-major from here
  Tensor<double, 3> reference;      ///< P_m [m, mu, feature]
  Tensor<double, 2> projector;      ///< V w^{-1/2} [(m mu'), D]
  Index components() const { return 2 * lambda + 1; }
};

/// Psi of a set of structures and the permutations between the two orders of a coefficient vector:
/// structure order (structure, atom, lambda, n, mu) and block order (block, atom, mu, n).
struct Design {
  std::vector<Tensor<double, 2>> psi;     ///< per block: [(i mu), D]
  std::vector<Index> block_offset;        ///< [block + 1], first element of C [(i mu), n] in block order
  std::vector<Index> function_offset;     ///< [structure + 1]
  std::vector<Index> structure_position;  ///< [element in block order] -> structure order (host)
  /// Per block [n, row (i mu)]: functions in structure order.
  std::vector<Tensor<Index, 2>> functions_of;
  Tensor<Index, 1> to_block;      ///< block order x structure: c_block[k] = c[to_block[k]]
  Tensor<Index, 1> to_structure;  ///< c[f] = c_block[to_structure[f]]
  Index functions() const { return function_offset.back(); }
  /// Structure-order position of row (i mu) and radial index n of block b.
  Index function_of(std::size_t b, const Block& block, Index row, Index n) const {
    return structure_position[static_cast<std::size_t>(block_offset[b] + row * block.count + n)];
  }
};

/// Farthest-point environments of a pool over all species together, in the order of their picks (theory section 5).
/// Throws InvalidInput when the pool has fewer atoms than `count`.
std::vector<Index> pick_environments(const Representation& representation, const Expanded& pool, Index count);

class ReferenceSpace {
 public:
  /// `picks` are atoms of `pool`, in the order they were picked. Throws InvalidInput when none of them, or none of
  /// those that serve some lambda, is of a species of the target.
  ReferenceSpace(const Representation& representation, const Target& target, const ModelOptions& options,
                 const Expanded& pool, std::span<const Index> picks);

  const std::vector<Block>& blocks() const { return blocks_; }
  Index dimension() const { return dimension_; }
  const Representation& representation() const { return *representation_; }
  /// c of the reference environments of one species [m, lm, channel].
  const Tensor<double, 3>& environment_coefficients(int number) const { return environments_.at(number); }

  /// Psi of the structures. Throws InvalidInput for species outside the target.
  Design design(std::span<const Structure> structures) const;

 private:
  void project_reference(Block& block, View<const double, 2> k0, double eigenvalue_cut) const;
  void order_coefficients(std::span<const Structure> structures, Design& design) const;
  void fill_psi(const Expanded& expanded, int number, Design& design) const;

  const Representation* representation_;
  Target target_;
  int zeta_;
  std::vector<Block> blocks_;
  std::map<int, Tensor<double, 3>> environments_;
  Index dimension_ = 0;
};

/// K[(i mu), (m mu')] = k^lambda(i, m) [k^0(i, m)]^(zeta-1) of features P [i, mu, q] and P_m [m, mu', q].
void similarity(const Device& device, View<const double, 3> p, View<const double, 3> reference,
                View<const double, 2> k0, int zeta, View<double, 2> k);

}  // namespace rhofield
