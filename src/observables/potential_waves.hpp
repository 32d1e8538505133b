// The smooth part of a potential in a cell as a sum over wave vectors.
#pragma once

#include <span>
#include <vector>

#include "observables/charge_distribution.hpp"

namespace rhofield {

/// V(r) = sum over waves of half the space of real cos(k.r) - imaginary sin(k.r), k = 0 left out.
struct PotentialWaves {
  std::vector<int> index;               ///< [wave, 3], multiples of the reciprocal vectors
  std::vector<double> vector;           ///< [wave, 4], k and its length, 1/bohr
  std::vector<double> real, imaginary;  ///< [wave], hartree/e
  Index size() const { return static_cast<Index>(real.size()); }
};

/// |k| beyond which charges as smooth as exp(-a r^2), a <= smooth_exponent, add less than the precision to potential
/// and field: (2/pi) int_k^inf |rho|(k) max(1, k) dk, with the charges of atoms added as if their phases were random.
double wave_cutoff(const std::vector<AtomCharge>& atoms, double smooth_exponent, double precision);
/// The same without looking at the charges: how the cutoff grows with the exponent.
double typical_wave_cutoff(double smooth_exponent, double precision);

PotentialWaves potential_waves(const Device& device, const GaussianBasis& basis, const Structure& cell,
                               std::span<const double> coefficients, const PotentialOptions& options,
                               double smooth_exponent, double cutoff);

/// Adds their potential, and their field where `values.field` is not empty.
void add_waves(const Device& device, const PotentialWaves& waves, const Structure& cell,
               std::span<const Vector3> points, PotentialValues& values);
/// The same on a grid that divides the cell, by Fourier transforms.
void add_waves(const Device& device, const PotentialWaves& waves, const Grid& grid, PotentialValues& values);

/// counts times steps are the lattice vectors, to rounding.
bool divides_cell(const Grid& grid, const Structure& cell);

}  // namespace rhofield
