// Charges and multipole moments: analytic of densities given by coefficients, sums over points of those on grids.
#pragma once

#include <span>
#include <vector>

#include "rhofield/basis/gaussian_basis.hpp"
#include "rhofield/observables/grid.hpp"

namespace rhofield {

/// Charges that the density does not hold: nuclei, or the cores that pseudopotentials leave.
struct Cores {
  std::vector<double> charges{};  ///< [atom], e, positive; empty: none are given
  double width = 0;  ///< bohr, sigma of Gaussian cores, Z (2 pi sigma^2)^(-3/2) exp(-r^2 / 2 sigma^2); 0: points
};

/// Cores of all-electron densities: the atomic numbers, as points.
Cores nuclei(const Structure& structure);

/// Electrons that each atom's own functions hold, sum_n q_n c_in00: [atom]. Cheap, exact in sum, and as arbitrary as
/// the basis: diffuse functions count for the atom they sit on (observables/partition.hpp divides space instead).
std::vector<double> atomic_populations(const GaussianBasis& basis, const Structure& structure,
                                       std::span<const double> coefficients);

/// int r_a r_b phi(r) dr about the origin, e bohr^2: [xx yy zz xy xz yz, function] row-major.
std::vector<double> second_moments(const GaussianBasis& basis, const Structure& structure);

/// Moments of the charge sum_A Z_A delta(r - R_A) - rho(r) about `origin`, in powers of e and bohr.
struct Multipoles {
  Vector3 origin{};
  double electrons = 0;     ///< int rho dr
  double charge = 0;        ///< sum Z_A - electrons
  Vector3 dipole{};         ///< from negative to positive; depends on the origin unless the charge is 0
  Matrix3 second_moment{};  ///< sum of charge times r_a r_b
  Matrix3 quadrupole{};     ///< traceless, sum of charge times (3 r_a r_b - r^2 delta_ab) / 2 (Buckingham)
};

/// Of a molecule: the moments of a periodic structure depend on where its cell begins and are refused with
/// InvalidInput. So are cores that are not one for each atom; zeros stand for no cores (an induced density, say).
Multipoles multipoles(const GaussianBasis& basis, const Structure& structure, std::span<const double> coefficients,
                      const Cores& cores, const Vector3& origin = {});

/// The same of electrons given by values [n0 n1 n2] on a grid that holds the molecule; what lies beyond it is missing.
Multipoles multipoles(const Grid& grid, std::span<const double> values, const Structure& structure, const Cores& cores,
                      const Vector3& origin = {});

/// Potential of these moments at r, hartree/e: q/d + p.n/d^2 + n.Q.n/d^3 with d = |r - origin|; what the potential of
/// the charge tends to far from it.
double multipole_potential(const Multipoles& moments, const Vector3& r);

}  // namespace rhofield
