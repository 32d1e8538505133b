// Dipoles of induced charges in periodic structures, where a position is only known up to lattice vectors.
//
// Charges that came about by flowing between atoms have the dipole of their flow, whatever image each atom is in. Of
// all flows J_ij along the vectors R_ij that make the charges Q, the one of least sum J^2 / w is taken:
//   J_ij = w_ij (u_j - u_i),  sum_j J_ij = -Q_i,  dipole = 1/2 sum_ij J_ij R_ij,
//   w_ij = r^-8 (1 - (r / range)^2)^2 for r < range: short ways first, so that bonds carry the charge.
// For a finite neutral structure this is sum_i Q_i R_i for any w.
#pragma once

#include <vector>

#include "rhofield/atoms/structure.hpp"

namespace rhofield {

/// Flows of several sets of charges in one structure.
class ChargeFlow {
 public:
  explicit ChargeFlow(const Structure& structure);
  /// Parts of the dipole per atom, charge times bohr, of `charges` [atom]. What groups of atoms farther than the range
  /// from all others hold together cannot have flowed there: it is spread over the group.
  std::vector<Vector3> dipoles(const std::vector<double>& charges) const;

 private:
  std::vector<double> potentials(const std::vector<double>& charges) const;

  Index atoms_;
  std::vector<Index> offset_;     // [atom + 1]
  std::vector<int> neighbour_;    // [pair]
  std::vector<Vector3> vector_;   // [pair]
  std::vector<double> weight_;    // [pair]
  std::vector<double> diagonal_;  // [atom], sum of weights
  std::vector<int> group_;        // [atom], which connected group
  int groups_ = 0;
};

}  // namespace rhofield
