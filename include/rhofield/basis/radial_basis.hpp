// Radial functions of the neighbour density (theory 2): Gaussian-type orbitals made orthonormal symmetrically
// (Loewdin),
//   R_n(r) = sum_k W_nk r^k exp(-r^2 / 2 s_k^2),   s_k = r_c max(sqrt k, 1) / n_max,   integral r^2 R_n R_n' dr =
//   delta,
// and the radial integrals of an atomic Gaussian of width sigma at distance r,
//   I_nl(r) = 4 pi (pi sigma^2)^{-3/4} integral x^2 R_n(x) exp(-(x^2 + r^2)/2 sigma^2) i_l(x r / sigma^2) dx,
// exactly and as a table. (Himanen et al., Comput. Phys. Commun. 247, 106949 (2020); Musil et al., J. Chem. Phys. 154,
// 114109 (2021), section II.B.)
#pragma once

#include <span>
#include <vector>

#include "rhofield/tensor.hpp"

namespace rhofield {

class RadialBasis {
 public:
  static constexpr int largest_n_max = 16;  ///< beyond it the functions are linearly dependent in double precision

  /// Throws InvalidInput unless radius > 0 and 1 <= n_max <= largest_n_max.
  RadialBasis(double radius, int n_max);

  int n_max() const { return n_max_; }
  double radius() const { return radius_; }
  /// s_k, [k], in the unit of the radius.
  const std::vector<long double>& widths() const { return widths_; }
  /// W_nk, [n, k] row-major.
  const std::vector<long double>& coefficients() const { return coefficients_; }
  /// R_n(r), [n].
  void evaluate(double r, std::span<double> values) const;

 private:
  int n_max_;
  double radius_;
  std::vector<long double> widths_, coefficients_;
};

/// Radial functions that can be tabulated: f_nl(x) x^-l for x >= 0, finite and smooth down to x = 0.
class RadialFunctions {
 public:
  virtual ~RadialFunctions() = default;
  virtual int n_max() const = 0;
  virtual int l_max() const = 0;
  /// values [l, n].
  virtual void evaluate(double x, std::span<double> values) const = 0;
  /// Where pieces of the functions meet: a table must have a multiple of this number of intervals.
  virtual int smooth_pieces() const { return 1; }
};

/// I_nl(r) r^-l to about 1e-15 of its largest value.
class RadialIntegrals final : public RadialFunctions {
 public:
  /// `spline_intervals` > 0 replaces I_nl beyond the first knot by its cubic Hermite spline with that many equal
  /// intervals between 0 and the radius (ExpansionOptions::spline_intervals says why one may want that). Throws
  /// InvalidInput unless smearing > 0, l_max >= 0 and spline_intervals >= 0.
  RadialIntegrals(const RadialBasis& basis, double smearing, int l_max, int spline_intervals = 0);

  int n_max() const override { return basis_.n_max(); }
  int l_max() const override { return l_max_; }
  void evaluate(double r, std::span<double> values) const override;
  int smooth_pieces() const override { return spline_intervals_ > 0 ? spline_intervals_ : 1; }

 private:
  void evaluate_exactly(double r, std::span<double> values) const;
  void make_spline();

  RadialBasis basis_;
  double smearing_;
  int l_max_;
  std::vector<long double> scale_;  ///< [n, l]: all factors that do not depend on r
  std::vector<long double> ratio_;  ///< [n, l, term]: Gamma(a+k)/Gamma(b+k) of the confluent series
  int spline_intervals_ = 0;
  std::vector<double> knot_values_, knot_slopes_;  ///< [knot, l, n]: I_nl and its derivative times the step
};

/// f_nl(r) r^-l on 0 <= r <= cutoff as piecewise polynomials, all (l, n) of one interval in one contiguous block.
class RadialTable {
 public:
  static constexpr int degree = 5;
  static constexpr int lanes = 8;  ///< n is padded with zeros to a multiple of this

  /// The smallest table whose |error of f_nl| stays below `error`; throws InvalidInput when that cannot be reached.
  RadialTable(const Device& device, const RadialFunctions& functions, double cutoff, double error);

  double cutoff() const { return cutoff_; }
  int n_padded() const { return n_padded_; }
  Index intervals() const { return coefficients_.extent(0); }
  /// [interval, l, power, n_padded]: coefficient of t^(degree - power), t = r intervals / cutoff - interval - 1/2.
  View<const double, 4> coefficients() const { return coefficients_; }
  double largest_error() const { return largest_error_; }  ///< measured between the nodes

 private:
  double cutoff_;
  int n_padded_;
  double largest_error_ = 0;
  Tensor<double, 4> coefficients_;
};

}  // namespace rhofield
