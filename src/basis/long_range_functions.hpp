// Radial functions of long-range expansions (theory section 3): the potentials v_p of smeared sources, their Fourier
// transforms, those of the radial functions R_n, and the projection of a potential on R_n Y_lm.
#pragma once

#include <vector>

#include "rhofield/basis/radial_basis.hpp"

namespace rhofield {

inline constexpr int largest_exponent = 6;  ///< of the potentials, v_p ~ 1/r^p

/// v_p(r) = gamma(p/2, r^2/2 sigma^2) / (Gamma(p/2) r^p), p = 1 ... 6; p = 0: the Gaussian whose square has integral 1.
double long_range_potential(int exponent, double sigma, double r);
/// Its Fourier transform, k > 0.
double long_range_transform(int exponent, double sigma, double k);
/// Derivative of the transform with respect to k.
double long_range_transform_slope(int exponent, double sigma, double k);
/// The transform at k = 0, for p = 0 and p > 3.
double long_range_transform_at_zero(int exponent, double sigma);
/// Integral over space of v_p of width `narrow` minus v_p of width `wide`.
double long_range_difference_at_zero(int exponent, double narrow, double wide);

/// J_nl(k) k^-l, J_nl(k) = integral r^2 R_n(r) j_l(kr) dr.
class RadialTransforms final : public RadialFunctions {
 public:
  RadialTransforms(const RadialBasis& basis, int l_max);
  int n_max() const override { return basis_.n_max(); }
  int l_max() const override { return l_max_; }
  void evaluate(double k, std::span<double> values) const override;

 private:
  RadialBasis basis_;
  int l_max_;
  std::vector<long double> scale_;       // [n, l]: all factors that do not depend on k, those of the series
  std::vector<long double> tail_scale_;  // [n, l]: those of the asymptotic series
  std::vector<long double> ratio_;       // [n, l, term]: (b-a)_t/(b)_t of the confluent series
};

/// K_nl(r) r^-l of K_nl(r) = 2/pi integral k^2 v(k) J_nl(k) j_l(kr) dk, so that K_nl(r) Y_lm is the projection on R_n
/// Y_lm of a source at r; v is the potential of width `narrow`, minus that of width `wide` if that is not zero.
class LongRangeIntegrals final : public RadialFunctions {
 public:
  /// For distances up to `farthest`.
  LongRangeIntegrals(const RadialTransforms& transforms, int exponent, double narrow, double wide, double farthest);
  int n_max() const override { return n_max_; }
  int l_max() const override { return l_max_; }
  void evaluate(double r, std::span<double> values) const override;

 private:
  int n_max_, l_max_;
  std::vector<double> nodes_;    // k
  std::vector<double> weights_;  // [node, l, n]
};

/// j_l(x) x^-l for l = 0 ... l_max.
void scaled_spherical_bessel(int l_max, double x, double* values);

/// Nodes and weights of Gauss-Legendre quadrature on panels whose ends ascend.
struct Quadrature {
  std::vector<double> nodes, weights;
};
Quadrature composite_quadrature(std::span<const double> ends);

}  // namespace rhofield
