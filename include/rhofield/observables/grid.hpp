// Regular grids, and densities evaluated on them.
#pragma once

#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield {

/// Point (i, j, k) lies at origin + i steps[0] + j steps[1] + k steps[2], bohr.
struct Grid {
  Vector3 origin{};
  Matrix3 steps{};
  std::array<Index, 3> counts{};
  Index size() const { return counts[0] * counts[1] * counts[2]; }
  double voxel_volume() const;  ///< bohr^3
};

/// A box around a molecule with `margin` bohr to every side, or the cell of a periodic structure.
Grid make_grid(const Structure& structure, double spacing, double margin = 6.0);

/// Values of every basis function at points [point, xyz]: [point, function]; images included in periodic cells.
Tensor<double, 2> basis_values(const Device& device, const GaussianBasis& basis, const Structure& structure,
                               View<const double, 2> points);

/// rho(r) = sum_f c_f phi_f(r) on the grid, [n0 n1 n2] row-major, e/bohr^3; images included in periodic cells.
std::vector<double> density_on_grid(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                    std::span<const double> coefficients, const Grid& grid);

}  // namespace rhofield
