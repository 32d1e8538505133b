// What is learned, as data: per species a list of irreps with a number of radial functions each.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rhofield/basis/gaussian_basis.hpp"
#include "rhofield/descriptors/equivariants.hpp"

namespace rhofield {

/// What a model can predict: the electron density, and its response to an electric field, d rho / d E_k.
enum class Quantity { density, response };
std::string name_of(Quantity quantity);

/// A tensor of order L that occurs `count` times on every atom of a species: the coefficients of the functions of order
/// lambda themselves (L = lambda), or one part of their derivatives with respect to a field, lambda x 1 =
/// (lambda-1) + lambda + (lambda+1), of which the middle one is a pseudotensor (theory section 6).
struct Irrep {
  int lambda = 0;  ///< order of the basis functions
  int order = 0;   ///< L
  Parity parity = Parity::proper;
  int count = 0;          ///< n_max of the basis: radial functions that share one similarity and one Psi block
  bool baseline = false;  ///< subtract the mean over the training atoms (density, lambda = 0)
  FeatureOrder features() const { return {order, parity}; }
};

struct Target {
  int fields = 1;                            ///< coefficient vectors per structure: 1, or 3 (x, y, z) for a response
  std::map<int, std::vector<Irrep>> irreps;  ///< by atomic number, lambda ascending, then L

  int lambda_max() const;
  const std::vector<Irrep>& of(int atomic_number) const;  ///< throws InvalidInput, listing the known elements
  std::set<FeatureOrder> feature_orders() const;          ///< of all irreps, and lambda = 0 that every similarity needs
};

/// The scalar density expanded in `basis`: one irrep per l, baseline for l = 0 (theory section 5).
Target density_target(const GaussianBasis& basis);
/// Its derivatives with respect to a field: up to three irreps per l, no baseline (theory section 6).
Target response_target(const GaussianBasis& basis);
Target make_target(Quantity quantity, const GaussianBasis& basis);

}  // namespace rhofield
