// Two-centre integrals of an atom-centred Gaussian basis: overlap and Coulomb, molecules and periodic cells.
#pragma once

#include <memory>
#include <span>

#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield {

/// What is computed, and how far.
struct IntegralOptions {
  /// Lattice sums stop, and shell pairs are skipped, below this absolute size.
  double precision = 1e-14;
};

/// S_ab = int phi_a phi_b dr, [function, function], symmetric; summed over lattice vectors along periodic directions.
/// Throws InvalidInput when the basis is numerical (the metric must then come with the data).
Tensor<double, 2> overlap_matrix(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                 const IntegralOptions& options = {});

/// J_ab = int int phi_a(r) phi_b(r') / |r - r'|, [function, function]. Three-dimensional cells: reciprocal sum without
/// k = 0 (neutralising background); slabs and wires throw InvalidInput.
Tensor<double, 2> coulomb_matrix(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                 const IntegralOptions& options = {});

/// The tables behind both matrices, kept between structures: use one object for many structures of the same species.
class TwoCentreIntegrals {
 public:
  /// `species`: the atomic numbers that may occur, in any order.
  TwoCentreIntegrals(const Device& device, const GaussianBasis& basis, std::span<const int> species,
                     const IntegralOptions& options = {});
  ~TwoCentreIntegrals();
  TwoCentreIntegrals(TwoCentreIntegrals&&) noexcept;
  TwoCentreIntegrals& operator=(TwoCentreIntegrals&&) noexcept;

  Tensor<double, 2> overlap(const Structure& structure) const;
  /// Into memory of the caller, [function, function].
  void overlap(const Structure& structure, View<double, 2> matrix) const;
  Tensor<double, 2> coulomb(const Structure& structure) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rhofield
