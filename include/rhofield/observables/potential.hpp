// Electrostatic potential and field of densities given by coefficients, at points and on grids, and their energy.
//
// Molecules: every primitive's potential is a Boys function times its harmonic (kernels/shared/potential.hpp), valid
// everywhere, sharp functions and far atoms as multipoles. Cells: divided as by Ewald, narrow charges minus Gaussians
// of a common width in real space, the smooth rest by plane waves (on grids that divide the cell with one Fourier
// transform). The wave k = 0 is left out: the potential averages to zero over the cell, a net charge is neutralised by
// a uniform background, the surroundings are conducting. The density is used as it is, never sampled on the grid.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rhofield/observables/grid.hpp"
#include "rhofield/observables/moments.hpp"

namespace rhofield {

enum class PotentialKind {
  electrostatic,  ///< V(r) = sum_A Z_A / |r - R_A| - int rho(r') / |r - r'| dr', felt by a positive charge; needs cores
  hartree         ///< V_H(r) = + int rho(r') / |r - r'| dr', of the density alone, felt by an electron; without cores
};

struct PotentialOptions {
  PotentialKind kind = PotentialKind::electrostatic;
  Cores cores{};             ///< one charge for each atom; zeros for a density without cores (an induced one, say)
  bool field = false;        ///< also E = -grad V, or -grad V_H
  double precision = 1e-10;  ///< hartree/e, of what is left out of the sums in cells: both sums stop there
};

struct PotentialValues {
  std::vector<double> potential;   ///< [point], hartree/e; of a grid [n0 n1 n2] row-major
  std::vector<Vector3> field;      ///< [point, xyz], hartree/(e bohr); empty unless asked for
  std::vector<std::string> notes;  ///< a neutralising background, say
};

/// Throws InvalidInput for slabs and wires (use a cell with vacuum), for cores that do not fit, and where a point lies
/// on a point charge: give cores a width, or move the point.
PotentialValues potential_at_points(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                    std::span<const double> coefficients, std::span<const Vector3> points,
                                    const PotentialOptions& options = {});
PotentialValues potential_on_grid(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                  std::span<const double> coefficients, const Grid& grid,
                                  const PotentialOptions& options = {});

/// V_H [n0 n1 n2], hartree/e, of a density known on a grid only (a real-space model's, a cube file's): Poisson's
/// equation by Fourier transforms, of molecules with 1/r cut beyond the box (C. A. Rozzi et al., Phys. Rev. B 73,
/// 205119 (2006)), in cells without k = 0. As exact as the grid resolves the density. Memory: some sixty
/// times the grid of a molecule in a cube, more in flat boxes, since the transform is wider by their diagonal. Throws
/// InvalidInput for slabs and wires, and in cells for grids that do not divide them.
std::vector<double> hartree_potential(const Device& device, const Structure& structure, const Grid& grid,
                                      std::span<const double> density);

/// 1/2 int int rho(r) rho(r') / |r - r'| = 1/2 c.J.c, hartree; in cells per cell and without k = 0, so that it is 1/2
/// int rho V_H. Slabs and wires throw InvalidInput.
double hartree_energy(const Device& device, const GaussianBasis& basis, const Structure& structure,
                      std::span<const double> coefficients);

}  // namespace rhofield
