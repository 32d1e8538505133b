// The potential of a solid-harmonic Gaussian charge at one point d from its centre, int rho(r') / |d - r'| dr'. With
// r^l Y_lm exp(-a r^2) = S_lm(grad) exp(-a r^2) / (-2a)^l and S_lm(grad) f(r^2) = S_lm (2 d/d(r^2))^l f (Hobson's
// theorem) the potential of a Gaussian, (2 pi / a) F_0(a r^2), becomes
//   V_lm = (2 pi / a) F_l(T) S_lm(d),   grad V_lm = (2 pi / a) [F_l(T) grad S_lm - 2 a d F_(l+1)(T) S_lm],   T = a r^2,
// regular everywhere. For large T, F_l = Gamma(l + 1/2) / 2 T^(l+1/2): the field of the multipole
//   V_lm = M S_lm / r^(2l+1),   grad V_lm = M [grad S_lm - (2l+1) d S_lm / r^2] / r^(2l+1),
//   M = pi Gamma(l + 1/2) a^-(l+3/2).
#pragma once

#include "shared/formula.hpp"
#include "shared/two_centre_integrals.hpp"

namespace rhofield::formula {

/// Where a charge has become its multipole: F_9 differs from its asymptotic form by 3e-18, lower orders by less.
inline constexpr double multipole_from = 64.0;

/// F_order from F_(order+1): stable for all T. T is double or a vector of them.
template <class T>
RHOFIELD_FORMULA void boys_below(int order, const T& argument, const T& exponential, const T& above, T& value) {
  value = (2.0 * argument * above + exponential) * (1.0 / (2 * order + 1));
}

}  // namespace rhofield::formula
