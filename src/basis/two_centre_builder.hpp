// Fills the tables of two_centre_tables.hpp for the species in use.
#pragma once

#include <span>
#include <vector>

#include "basis/two_centre_tables.hpp"
#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield {

/// What the tables are for.
struct TwoCentreRequest {
  TwoCentreOperator radial = TwoCentreOperator::overlap;
  double precision = 1e-14;    ///< pairs farther apart than their reach contribute less than this
  bool all_pairs = false;      ///< infinite reach: the Coulomb interaction of a molecule
  double smooth_exponent = 0;  ///< where positive: from every integral, that of the same multipoles spread to at most
                               ///< this exponent is subtracted (Coulomb operator in cells), which leaves a short range
};

/// The tables on a device.
class TwoCentreTableSet {
 public:
  TwoCentreTableSet(const Device& device, const GaussianBasis& basis, std::span<const int> species,
                    const TwoCentreRequest& request);

  const TwoCentreTables& view() const { return tables_; }
  /// Longest reach of any shell pair of two species, bohr.
  double reach(std::size_t first, std::size_t second) const;

 private:
  struct Host;
  void build(Host& host, const GaussianBasis& basis, std::span<const int> species, const TwoCentreRequest& request,
             int l_max);

  std::size_t species_ = 0;
  std::vector<double> longest_reach_;  // [species * species]
  TwoCentreTables tables_;
  Tensor<int, 1> class_offset_, primitive_offset_, angular_offset_;
  Tensor<int, 2> place_, angular_harmonic_;
  Tensor<ShellPairClass, 1> classes_;
  Tensor<double, 1> reach2_, exponent_, weight_;
  Tensor<double, 2> boys_, angular_value_;
  Tensor<double, 3> polynomial_;
  Tensor<Index, 1> functions_;
};

}  // namespace rhofield
