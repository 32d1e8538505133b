// What Fourier sums over the cell share: wave vectors of half the space, and the shells of all atoms as the kernel of
// Fourier amplitudes reads them.
#pragma once

#include <span>
#include <vector>

#include "basis/two_centre_tables.hpp"
#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield {

/// 0 < |k| < cutoff, one of k and -k.
struct HalfSpaceWaves {
  std::vector<int> index;      ///< [wave, 3], multiples of the reciprocal vectors
  std::vector<double> vector;  ///< [wave, 4], k and its length, 1/bohr
  Index size() const { return static_cast<Index>(vector.size()) / 4; }
};
HalfSpaceWaves half_space_waves(const Matrix3& cell, double cutoff);

/// Every function of a structure, exponents above `smooth_exponent` replaced by it (same multipole; basis/
/// cell_coulomb.cpp). After the functions of all atoms comes, where `core_widths` is not empty, a Gaussian of unit
/// charge and that width (bohr, or the smooth one if that is wider) on each atom.
class AmplitudeTableSet {
 public:
  AmplitudeTableSet(const Device& device, const GaussianBasis& basis, const Structure& structure,
                    double smooth_exponent, std::span<const double> core_widths = {});
  AmplitudeTables view() const;
  Index functions() const { return functions_; }

 private:
  int l_max_ = 0;
  Index functions_ = 0;
  Tensor<AmplitudeShell, 1> shells_;
  Tensor<Index, 1> atom_offset_;
  Tensor<double, 2> positions_;
  Tensor<double, 1> weight_, damping_, scale_;
};

}  // namespace rhofield
