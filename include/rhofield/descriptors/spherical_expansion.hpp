// Expansion of a Gaussian-smeared neighbour density in radial functions and real spherical harmonics:
//   c_{i; a n l m} = sum_{j in a, r_ij < r_c} f_c(r_ij) Y_lm(r_ij) I_nl(r_ij)
// (Bartok et al., Phys. Rev. B 87, 184115 (2013); GTO radial functions as in Grisafi et al., J. Chem. Theory Comput.
// 2023.)
#pragma once

#include <memory>

#include "rhofield/atoms/neighbours.hpp"
#include "rhofield/units.hpp"

namespace rhofield {

struct ExpansionOptions {
  double cutoff = 4.0 * angstrom;        ///< r_c, bohr: neighbours beyond it are not seen
  double cutoff_width = 0.1 * angstrom;  ///< width of the shifted-cosine switch below r_c, bohr
  double smearing = 0.3 * angstrom;      ///< sigma of the atomic Gaussians, bohr
  int n_max = 8;                         ///< GTO radial functions
  int l_max = 6;                         ///< largest angular order
  double table_error = 1e-11;            ///< largest absolute error of the tabulated radial integrals I_nl f_c
  /// 0: exact radial integrals. Otherwise they are replaced by cubic Hermite splines with this many equal intervals,
  /// which reproduces models made with such a spline: 80 is what an accuracy of 1e-6 means at the default cutoff and
  /// smearing.
  int spline_intervals = 0;
};

/// Throws InvalidInput naming the field when an option is out of range.
void validate(const ExpansionOptions& options);

class RadialTable;

/// Holds the tables of one set of options on one device; cheap to call many times.
class SphericalExpansion {
 public:
  SphericalExpansion(const Device& device, std::vector<int> species, const ExpansionOptions& options);
  ~SphericalExpansion();
  SphericalExpansion(SphericalExpansion&&) noexcept;
  SphericalExpansion& operator=(SphericalExpansion&&) noexcept;

  /// [atom, l*l+l+m, species * n_max]; channel q = species index * n_max + n. `batch.species` must equal `species()`.
  Tensor<double, 3> operator()(const StructureBatch& batch, const NeighbourList& neighbours) const;
  /// The same, with the neighbour list made here.
  Tensor<double, 3> operator()(const StructureBatch& batch) const;

  /// Adds the derivatives of sum c . c_bar, c_bar [atom, lm, channel]: positions_bar [atom, xyz] += d/dr, 1/bohr, and
  /// strain_bar [structure, xyz, xyz] += the derivative with respect to a homogeneous strain, r -> (1 + strain) r with
  /// the cell alike. The same input adds the same bits. The list must be full and sorted as `neighbour_list` makes it.
  void backward(const StructureBatch& batch, const NeighbourList& neighbours, View<const double, 3> c_bar,
                View<double, 2> positions_bar, View<double, 3> strain_bar) const;

  const std::vector<int>& species() const { return species_; }
  const ExpansionOptions& options() const { return options_; }
  int channels() const { return static_cast<int>(species_.size()) * options_.n_max; }

 private:
  void check(const StructureBatch& batch, const NeighbourList& neighbours) const;

  Device device_;
  std::vector<int> species_;
  ExpansionOptions options_;
  std::unique_ptr<RadialTable> table_;
};

}  // namespace rhofield
