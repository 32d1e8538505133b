// Space divided among atoms: charges, and integrals of any quantity on a grid over atoms and fragments.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "rhofield/observables/grid.hpp"
#include "rhofield/observables/moments.hpp"

namespace rhofield {

/// Spherical density of a free atom, rho0(r) = sum_k c_k exp(-a_k r^2).
struct AtomDensity {
  std::vector<double> exponents;     ///< [k], 1/bohr^2
  std::vector<double> coefficients;  ///< [k], e/bohr^3; sums below zero count as zero
};

/// By atomic number, from coefficients of an element's s functions [n] in the order of the basis: those of free atoms,
/// or the baseline of a learned density (LearnedSpecies::baseline). Throws InvalidInput for other numbers of them.
std::map<int, AtomDensity> promolecule(const GaussianBasis& basis,
                                       const std::map<int, std::vector<double>>& s_coefficients);

enum class PartitionKind {
  hirshfeld,  ///< w_A = rho0_A / sum_B rho0_B (Hirshfeld, Theor. Chim. Acta 44, 129 (1977))
  becke,      ///< fuzzy cells (Becke, J. Chem. Phys. 88, 2547 (1988)), their walls moved by radii (its appendix)
  voronoi     ///< all to the nearest atom, ties shared
};

struct Partition {
  PartitionKind kind = PartitionKind::becke;
  std::map<int, AtomDensity> atoms{};  ///< hirshfeld: every element of the structure
  std::map<int, double> radii{};       ///< becke: bohr, every element of the structure; empty: all equal
  int smoothing = 3;                   ///< becke: how often the step polynomial is applied, 1 to 10
  /// becke: bohr; centres farther from a point than its nearest one by more than this do not count. In condensed matter
  /// products over all images converge slowly, the more so the more the radii differ.
  double margin = 10;
};

/// int w_A f dr for every atom, all images included; they add up to the integral of f on the grid.
struct AtomicIntegrals {
  std::vector<double> atoms;  ///< [atom]
  double unassigned = 0;      ///< hirshfeld: where all free atoms are below 1e-12 e/bohr^3
};

/// Of `values` [n0 n1 n2] on a grid that holds the molecule, or one cell. A plain sum over points: with densities that
/// are sharp at nuclei as accurate as the grid resolves them. Periodic images are atoms like all others. Throws
/// InvalidInput for missing elements.
AtomicIntegrals integrate_by_atom(const Structure& structure, const Grid& grid, std::span<const double> values,
                                  const Partition& partition);

/// The same of a density given by coefficients, e. Primitives too sharp for the grid (exponents above 0.9/h^2, h its
/// widest step, and above 10/bohr^2: within half a bohr of their nucleus) are divided as if they were at their nucleus,
/// analytically, so that cores do not have to be resolved; the rest is evaluated on the grid and summed.
AtomicIntegrals electrons_by_atom(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                  std::span<const double> coefficients, const Grid& grid, const Partition& partition);

/// Z_A - int w_A rho dr, e: [atom].
std::vector<double> partition_charges(const Structure& structure, const Cores& cores, const Grid& grid,
                                      std::span<const double> density, const Partition& partition);

/// Sum over the atoms of a fragment: what it holds, or (of a difference density) what it gained. Throws InvalidInput
/// for atoms that do not exist or are named twice.
double fragment_integral(const AtomicIntegrals& integrals, std::span<const Index> atoms);

}  // namespace rhofield
