// Regular grids, densities evaluated on them or at any points, and what they integrate to.
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

/// Position of a point by its place in [n0 n1 n2] row-major values, bohr.
Vector3 point_of(const Grid& grid, Index place);

/// The cell along periodic directions; along others a box around the atoms with `margin` bohr to either side.
Grid make_grid(const Structure& structure, double spacing, double margin = 6.0);

/// Values of every basis function at points [point, xyz]: [point, function]; images included in periodic cells.
Tensor<double, 2> basis_values(const Device& device, const GaussianBasis& basis, const Structure& structure,
                               View<const double, 2> points);

/// rho(r) = sum_f c_f phi_f(r) on the grid, [n0 n1 n2] row-major, e/bohr^3; images included in periodic cells.
std::vector<double> density_on_grid(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                    std::span<const double> coefficients, const Grid& grid);

/// A density at points, and its gradients where they were asked for.
struct PointDensities {
  std::vector<double> values;      ///< [point], e/bohr^3
  std::vector<Vector3> gradients;  ///< [point, xyz], e/bohr^4; empty unless asked for
};

/// rho and on request its gradient at points anywhere, bohr; images included in periodic cells. Memory grows with the
/// points alone: no matrix [point, function] is made. Accuracy as on grids: of every primitive is left out what is
/// smaller than 1e-13 e/bohr^3. Throws InvalidInput for coefficients or points that are not finite.
PointDensities density_at_points(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                 std::span<const double> coefficients, std::span<const Vector3> points,
                                 bool gradients = false);

/// The integral of values [n0 n1 n2] over the grid, sum times voxel volume. In a cell this converges exponentially for
/// smooth functions; around a molecule too, but for what lies beyond the margin.
double integrate(const Grid& grid, std::span<const double> values);

/// Scales the values of a density uniformly so that they integrate to `electrons`; returns the factor. A plain factor
/// keeps the shape of the density and moves no charge, but suits densities alone: values of both signs have an integral
/// that is the small difference of large parts, which no factor repairs. Throws InvalidInput where the negative part is
/// more than a hundredth of the positive one (differences, induced densities), or `electrons` is not positive.
double normalise_charge(const Grid& grid, std::span<double> values, double electrons);

}  // namespace rhofield
