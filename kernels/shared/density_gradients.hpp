// The density of one atom and its gradient from sums over its exponents: with u_lm = sum_e w_elm exp(-a_e r^2) and
// v_lm = sum_e -2 a_e w_elm exp(-a_e r^2)
//   rho = sum_lm u_lm S_lm,   grad rho = sum_lm u_lm grad S_lm + r sum_lm v_lm S_lm,   S_lm = r^l Y_lm.
#pragma once

#include "shared/real_spherical_harmonics.hpp"
#include "shared/solid_harmonic_gradients.hpp"

namespace rhofield::formula {

/// rho, the factor of r, and sum_lm u_lm grad S_lm.
template <class T>
struct DensitySums {
  T density{}, slope{}, x{}, y{}, z{};
};

namespace detail {

/// Weights at a place known at compile time.
template <class T>
struct WeightAt {
  const T* weights;
  template <class Place>
  RHOFIELD_FORMULA const T& operator()(Place) const {
    return weights[Place::value];
  }
};

template <int l_max, class T>
struct AddHarmonicToDensity {
  const T *u, *v;
  DensitySums<T>* sums;
  template <class Place>
  RHOFIELD_FORMULA void operator()(Place, const T& value) const {
    constexpr int lm = Place::value;
    sums->density += u[lm] * value;
    sums->slope += v[lm] * value;
    add_solid_gradient<l_max, lm>(value, WeightAt<T>{u}, sums->x, sums->y, sums->z);
  }
};

}  // namespace detail

/// u and v [lm]; T is double or a vector of them.
template <int l_max, class T>
RHOFIELD_FORMULA void density_sums(const T& x, const T& y, const T& z, const T& one, const T* u, const T* v,
                                   DensitySums<T>& sums) {
  sums = {};
  solid_harmonics<l_max>(x, y, z, one, detail::AddHarmonicToDensity<l_max, T>{u, v, &sums});
  sums.x += x * sums.slope;
  sums.y += y * sums.slope;
  sums.z += z * sums.slope;
}

}  // namespace rhofield::formula
