// The sparse RKHS: reference environments, K_MM = V diag(w) V^T, and Psi = K_NM V w^{-1/2} (theory sections 5 and 6). A
// block is one irrep of one species; K_MM has no elements between blocks.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "model/representation.hpp"
#include "rhofield/model/data_set.hpp"
#include "rhofield/model/target.hpp"

namespace rhofield {

/// Features of the reference environments: what the quantities of one model share.
class References {
 public:
  /// Environments of one species with their features of one order.
  struct Group {
    std::vector<Index> environments;  ///< [m], positions in the species' list, ascending
    Tensor<double, 3> invariants;     ///< P^0_m [m, 1, q0]
    Tensor<double, 3> features;       ///< P_m [m, M, q], of norm 1
    std::vector<double> norms;        ///< [m], before that normalisation
    std::vector<double> squares;      ///< [m], |k(m, m)|^2 after it
    Index rows() const { return features.extent(0) * features.extent(1); }
  };

  /// `picks` are atoms of `pool`, in the order they were picked. Throws InvalidInput when none of them, or none of
  /// those that serve some lambda, is of a species of a target.
  References(const Representation& representation, std::span<const Target> targets, const ModelOptions& options,
             const Expanded& pool, std::span<const Index> picks);

  const Representation& representation() const { return *representation_; }
  const ModelOptions& options() const { return options_; }
  /// c of the reference environments of one species [m, lm, channel].
  const Tensor<double, 3>& coefficients(int number) const { return coefficients_.at(number); }
  const Group& group(int number, FeatureOrder order) const { return groups_.at({number, order}); }
  /// Positions in the species' list of the environments that functions of order lambda use, ascending.
  std::vector<Index> environments(int number, int lambda) const;

 private:
  void make_group(int number, FeatureOrder order, std::vector<Index> environments);

  const Representation* representation_;
  ModelOptions options_;
  std::map<int, Tensor<double, 3>> coefficients_;
  std::map<int, std::vector<Index>> ranks_;  // of every environment: when it was picked
  std::map<std::pair<int, FeatureOrder>, Group> groups_;
};

/// One irrep of one species: its references, its projector and the place of its weights.
struct Block {
  int number = 0;  ///< atomic number
  Irrep irrep;
  std::vector<Index> environments;  ///< [m], positions in the species' list, ascending
  Index dimension = 0;              ///< D, eigenvalues above the cut
  Index weight_offset = 0;          ///< weights of the block are W [n, D] row-major from here
  /// V w^{-1/2} [(m M'), D], times the scales of the references; m counts the environments of the Group, rows of those
  /// that are not among this block's are zero.
  Tensor<double, 2> projector;
  Index count() const { return irrep.count; }
  Index components() const { return 2 * irrep.order + 1; }
};

struct Design;  // model/design.hpp

/// Farthest-point environments of a pool over all species together, in the order of their picks (theory section 5).
/// Throws InvalidInput when the pool has fewer atoms than `count`.
std::vector<Index> pick_environments(const Representation& representation, const Expanded& pool, Index count);

class ReferenceSpace {
 public:
  /// The target must be among those of `references`.
  ReferenceSpace(std::shared_ptr<const References> references, const Target& target);
  /// With references of its own.
  ReferenceSpace(const Representation& representation, const Target& target, const ModelOptions& options,
                 const Expanded& pool, std::span<const Index> picks);

  const Target& target() const { return target_; }
  const std::vector<Block>& blocks() const { return blocks_; }
  Index dimension() const { return dimension_; }
  const References& references() const { return *references_; }
  const Representation& representation() const { return references_->representation(); }

  /// Psi of the structures. Throws InvalidInput for species outside the target.
  Design design(std::span<const Structure> structures) const;

 private:
  void add_block(int number, const Irrep& irrep, std::span<const double> scales);

  std::shared_ptr<const References> references_;
  Target target_;
  std::vector<Block> blocks_;
  Index dimension_ = 0;
};

/// K[(i mu), (m mu')] = k^lambda(i, m) [k^0(i, m)]^(zeta-1) of features P [i, mu, q] and P_m [m, mu', q].
void similarity(const Device& device, View<const double, 3> p, View<const double, 3> reference,
                View<const double, 2> k0, int zeta, View<double, 2> k);

/// |k(i, i)|_F^2 of features P [i, mu, q]: [i].
void self_similarity(const Device& device, View<const double, 3> p, View<double, 1> squares);

}  // namespace rhofield
