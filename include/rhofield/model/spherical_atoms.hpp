// Superposed spherical atoms: the plainest guess of any density, rho(r) = sum_i sum_k a_{s_i k} exp(-e_k |r - R_i|^2).
#pragma once

#include <span>
#include <vector>

#include "rhofield/model/grid_data.hpp"
#include "rhofield/progress.hpp"
#include "rhofield/tensor.hpp"

namespace rhofield {

struct SphericalAtoms {
  std::vector<int> elements;       ///< atomic numbers, ascending
  std::vector<double> exponents;   ///< e [Gaussian], 1/bohr^2, the same for all elements
  std::vector<double> amplitudes;  ///< a [element, Gaussian], e/bohr^3
};

/// Throws InvalidInput unless its parts fit together.
void validate(const SphericalAtoms& atoms);

/// The atoms whose superposition is nearest to the densities of some entries, by least squares at points of their grids
/// weighted with 1 / (rho + 0.001): atoms as they are in these structures, with the cores the data have. Gaussians are
/// no sharper than the widest grid resolves, and those that the points say little of stay small. The same for the same
/// seed.
SphericalAtoms fit_spherical_atoms(const Device& device, const GridData& data, std::span<const Index> indices,
                                   std::uint64_t seed, const Progress& progress = {});

/// Adds the superposition to values [point]; images included in periodic cells; memory beyond the values does not grow
/// with the points. Throws InvalidInput for elements without an atom and for another number of values than points.
void add_spherical_atoms(const Device& device, const SphericalAtoms& atoms, const Structure& structure,
                         std::span<const Vector3> points, std::span<double> values);
void add_spherical_atoms(const Device& device, const SphericalAtoms& atoms, const Structure& structure,
                         const Grid& grid, std::span<double> values);

/// Superpositions on the grids of some entries [entry][point]; empty for the others.
std::vector<std::vector<float>> superposed(const Device& device, const SphericalAtoms& atoms, const GridData& data,
                                           std::span<const Index> indices, const Progress& progress = {});

}  // namespace rhofield
