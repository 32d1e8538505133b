// Radial tables of two-centre integrals: polynomials, Boys functions, weights of primitive pairs and their reach.
#pragma once

#include <vector>

#include "basis/gaunt.hpp"
#include "basis/two_centre_tables.hpp"

namespace rhofield {

/// [l1 + l2, n, power] of kernels/shared/two_centre_integrals.hpp, extents 2 l_max + 1, l_max + 1, l_max + 1.
std::vector<double> polynomial_table(TwoCentreOperator radial, int l_max);

/// F_m(T), m < orders, at the nodes of boys_function: [node, m].
std::vector<double> boys_table(int orders);

/// One primitive of a shell: coefficient * r^l exp(-exponent r^2).
struct Primitive {
  int l;
  double exponent, coefficient;
};

/// p and W (overlap) or V (Coulomb) of a pair. The charge distributions of two primitives, spread by Gaussians so that
/// the product of their Fourier transforms decays as exp(-k^2 / 4p), have the same form with that p: `exponent` may be
/// smaller than ab/(a+b).
struct PrimitivePair {
  double exponent, weight;
};
double reduced_exponent(double a, double b);
PrimitivePair combine(TwoCentreOperator radial, const Primitive& first, const Primitive& second, double exponent);

/// How far a pair reaches: |integral| <= |W| p^(-(l1+l2)/2) U(T), U a function of l1, l2 alone,
///   U(T) = sum_n g_n T^(L/2) |P_n|(T) exp(-T),  g_n >= |sum_M G Y_LM| over all directions.
/// For the Coulomb operator U bounds the deviation from the multipole interaction: the n = 0 term is
/// g_0 T^(L/2) Gamma(L+1/2, T) / 2T^(L+1/2) <= g_0 T^(L/2) exp(-T) (L+1)/3T for T >= L+1.
class DecayTable {
 public:
  DecayTable(TwoCentreOperator radial, int l1, int l2, const std::vector<GauntEntry>& gaunt);

  /// A squared distance beyond which the pair stays below `precision`, bohr^2.
  double reach2(const PrimitivePair& pair, double precision) const;

 private:
  int order_;
  std::vector<double> logarithm_;  // of max_{T' >= T} U(T') at T = 0, 1, 2, ...
};

}  // namespace rhofield
