// Gradients of solid harmonics S_lm = r^l Y_lm, which are solid harmonics of order l - 1 (Hobson, The Theory of
// Spherical and Ellipsoidal Harmonics (1931), section 79; here for real harmonics without Condon-Shortley sign): for m
// >= 0
//   d/dz S_{l,+-m} = straight S_{l-1,+-m}
//   d/dx S_{l,+-m} = -up S_{l-1,+-(m+1)} + down S_{l-1,+-(m-1)}
//   d/dy S_{l,+-m} = -+(up S_{l-1,-+(m+1)} + down S_{l-1,-+(m-1)})       (S_{l,-0} = 0)
//   straight = a sqrt((l-m)(l+m)),  up = a/2 sqrt((l-m)(l-m-1)) [times sqrt 2 for m = 0],
//   down = a/2 sqrt((l+m)(l+m-1)) [times sqrt 2 for m = 1],  a = sqrt((2l+1)/(2l-1))
// What is needed is never one of them but sum_lm u_lm grad S_lm: every S_lm adds its multiples of u_{l+1} to the three
// sums, so that a gradient costs five multiplications and additions for each value.
#pragma once

#include "shared/real_spherical_harmonics.hpp"

namespace rhofield::formula {

namespace detail {

constexpr double straight(int l, int m) { return square_root((2.0 * l + 1) / (2.0 * l - 1) * (l - m) * (l + m)); }
constexpr double up(int l, int m) {
  return square_root((m == 0 ? 0.5 : 0.25) * (2.0 * l + 1) / (2.0 * l - 1) * (l - m) * (l - m - 1));
}
constexpr double down(int l, int m) {
  return square_root((m == 1 ? 0.5 : 0.25) * (2.0 * l + 1) / (2.0 * l - 1) * (l + m) * (l + m - 1));
}

/// l of the place l*l + l + m.
constexpr int order_at(int lm) {
  int l = 0;
  while ((l + 1) * (l + 1) <= lm) ++l;
  return l;
}

}  // namespace detail

/// Adds what S_lm (at the place `lm`) contributes to the gradient of sum_lm u(lm) S_lm, l <= l_max, with u fixed; u
/// takes the place as an integral_constant. T is double or a vector of them.
template <int l_max, int lm, class T, class U>
RHOFIELD_FORMULA void add_solid_gradient(const T& value, const U& u, T& x, T& y, T& z) {
  using detail::component;
  constexpr int l = detail::order_at(lm) + 1, m = lm - (l - 1) * l, outer = m < 0 ? -m + 1 : m + 1, inner = outer - 2;
  if constexpr (l <= l_max) {
    constexpr double along = detail::straight(l, outer - 1), outward = detail::down(l, outer);
    z += along * (value * u(component<l, m>));
    const T out = outward * value;
    if constexpr (m >= 0) {
      x += out * u(component<l, outer>);
      y += out * u(component<l, -outer>);
    } else {
      x += out * u(component<l, -outer>);
      y -= out * u(component<l, outer>);
    }
    if constexpr (m != 0) {
      constexpr double inward = detail::up(l, inner);
      const T in = inward * value;
      if constexpr (m > 0) {
        x -= in * u(component<l, inner>);
        if constexpr (inner > 0) y += in * u(component<l, -inner>);
      } else {
        if constexpr (inner > 0) x -= in * u(component<l, -inner>);
        y -= in * u(component<l, inner>);
      }
    }
  }
}

}  // namespace rhofield::formula
