// Two-centre integrals of solid-harmonic Gaussians, one element at a time.
//   <r^l1 exp(-a r^2) Y_l1m1 | r^l2 exp(-b |r-R|^2) Y_l2m2(r-R)> = sum_n A_n[m1, m2] f_n(R),   L = l1 + l2 - 2 n,
//   A_n[m1, m2] = sum_M G(l1 m1, l2 m2, L M) R^L Y_LM(R)      (G: integral of three real harmonics)
// From the Fourier transforms (-i)^l (pi/a)^(3/2) (k/2a)^l exp(-k^2/4a) Y_lm(k) and
//   int k^(L+2+2n) j_L(kR) exp(-k^2/4p) dk = sqrt(pi) / 2^(L+2) (4p)^(n+L+3/2) R^L n! L_n^(L+1/2)(T) exp(-T),
// T = p R^2, p = ab/(a+b), L_n^(L+1/2) a Laguerre polynomial, follow with
//   W = (-1)^l2 (pi/(a+b))^(3/2) (b/(a+b))^l1 (a/(a+b))^l2   and the monic   P_n = (-1)^n n! L_n^(L+1/2):
//   overlap   f_n = W p^-n P_n(T) exp(-T)
//   Coulomb   f_0 = V F_L(T),  f_n = -V/2 p^-n P_{n-1}(T) exp(-T),  V = 2 pi W / p,  F_L the Boys function.
#pragma once

#include "shared/exponential.hpp"
#include "shared/formula.hpp"

namespace rhofield::formula {

/// Scaled solid harmonics r^l Y_lm / N_lm [(l_max+1)^2] with integer recursions; `solid_harmonic_scale` gives N_lm.
/// Along l: q_l = (2l-1) z q_(l-1) - (l-1+m)(l-1-m) r^2 q_(l-2), q_m = (2m-1)!!; times Re or Im (x + iy)^m.
RHOFIELD_FORMULA void scaled_solid_harmonics(int l_max, double x, double y, double z, double* values) {
  const double r2 = x * x + y * y + z * z;
  double cosine = 1, sine = 0, start = 1;
  for (int m = 0; m <= l_max; ++m) {
    double before = 0, now = start;
    for (int l = m; l <= l_max; ++l) {
      const int centre = l * l + l;
      values[centre + m] = now * cosine;
      if (m > 0) values[centre - m] = now * sine;
      const double next = (2 * l + 1) * z * now - static_cast<double>(l + m) * (l - m) * r2 * before;
      before = now;
      now = next;
    }
    start *= 2 * m + 1;
    const double turned = cosine * x - sine * y;
    sine = sine * x + cosine * y;
    cosine = turned;
  }
}

/// The Boys function F_L(T) is tabulated on this many nodes per unit of T, up to boys_table_end; beyond, its
/// exponential part is below 1e-16 for L <= 16.
inline constexpr int boys_nodes_per_unit = 8;
inline constexpr int boys_table_end = 80;
inline constexpr int boys_taylor_terms = 8;  // (1/16)^8 / 8! = 6e-15 * F_(L+8)/F_L, relative

/// F_L(T) = int_0^1 u^(2L) exp(-T u^2) du: Taylor's series about the nearest node, or the asymptotic form.
RHOFIELD_FORMULA double boys_function(int order, double argument, const double* table, int orders) {
  if (argument >= boys_table_end) {
    double value = 0.88622692545275801365 / __builtin_sqrt(argument);  // sqrt(pi) / 2
    for (int k = 1; k <= order; ++k) value *= (k - 0.5) / argument;
    return value;
  }
  const int node = static_cast<int>(argument * boys_nodes_per_unit + 0.5);
  const double step = static_cast<double>(node) / boys_nodes_per_unit - argument;
  const double* row = table + static_cast<long>(node) * orders + order;
  double sum = row[boys_taylor_terms];
  for (int k = boys_taylor_terms; k > 0; --k) sum = row[k - 1] + sum * step / k;
  return sum;
}

/// A polynomial by Horner's rule, coefficients by ascending power.
RHOFIELD_FORMULA double horner(const double* coefficient, int degree, double argument) {
  double value = coefficient[degree];
  for (int power = degree - 1; power >= 0; --power) value = value * argument + coefficient[power];
  return value;
}

}  // namespace rhofield::formula
