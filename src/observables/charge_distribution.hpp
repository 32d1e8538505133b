// The charge behind a potential: Gaussians and points on atoms, and its division into a short-range and a smooth part.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "observables/potential_tables.hpp"
#include "rhofield/observables/potential.hpp"
#include "rhofield/tensor.hpp"

namespace rhofield {

/// Charge of one atom: sum over exponents a and orders l of w_lm r^l exp(-a r^2) Y_lm, and a point.
struct AtomCharge {
  std::map<double, std::map<int, std::vector<double>>> terms;
  double point = 0;
};

/// -rho and the cores, or +rho: [atom]. Options have been checked.
std::vector<AtomCharge> charges_of(const GaussianBasis& basis, const Structure& structure,
                                   std::span<const double> coefficients, const PotentialOptions& options);

/// Charge of the atom, e.
double total_charge(const AtomCharge& atom);

/// What is left of each atom when everything sharper than exp(-smooth r^2) is replaced by a Gaussian with that exponent
/// and the same multipole. Has no multipole, but an average over the cell, which the sum over k without k = 0 lacks.
std::vector<AtomCharge> short_range(const std::vector<AtomCharge>& atoms, double smooth_exponent);
/// What the potential of a short-range charge would add up to over all space, hartree bohr^3 / e:
/// 4 pi sum Q (1 / 4 smooth - 1 / 4 a).
double short_range_integral(const AtomCharge& original, double smooth_exponent);
/// Distance beyond which the potential of a short-range charge, made with this exponent, is below the precision, bohr.
double short_range_reach(const AtomCharge& atom, double smooth_exponent, double precision);

/// The charges as the kernel reads them, on a device. `screened`: they were made by short_range.
class ChargeTables {
 public:
  ChargeTables(const Device& device, const std::vector<AtomCharge>& atoms, bool screened);
  PotentialTables view() const;  ///< without groups and centres

 private:
  int l_max_ = 0;
  bool screened_;
  Tensor<Index, 1> exponent_offset_;
  Tensor<double, 1> exponent_, weights_;
  Tensor<int, 1> block_offset_;
  Tensor<ExponentBlock, 1> blocks_;
  Tensor<double, 2> tails_, boys_;
};

}  // namespace rhofield
