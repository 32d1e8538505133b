// What is learned, as data: per species a list of irreps with a number of radial functions each.
#pragma once

#include <map>
#include <vector>

#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield {

/// A tensor of order lambda that occurs `count` times on every atom of a species.
struct Irrep {
  int lambda = 0;
  int count = 0;          ///< n_max of the basis: radial functions that share one similarity and one Psi block
  bool baseline = false;  ///< subtract the mean over the training atoms (density, lambda = 0)
};

struct Target {
  std::map<int, std::vector<Irrep>> irreps;  ///< by atomic number, lambda ascending

  int lambda_max() const;
  const std::vector<Irrep>& of(int atomic_number) const;  ///< throws InvalidInput, listing the known elements
};

/// The scalar density expanded in `basis`: one irrep per l, baseline for l = 0 (theory section 5).
Target density_target(const GaussianBasis& basis);

}  // namespace rhofield
