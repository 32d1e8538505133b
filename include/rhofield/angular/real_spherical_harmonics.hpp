// Real spherical harmonics without Condon-Shortley sign, index l*l + l + m; Y_1 = sqrt(3/4pi) (y, z, x)/r (theory 1).
#pragma once

#include "rhofield/tensor.hpp"

namespace rhofield {

/// Y_lm of the directions of points [point, xyz] (any length > 0; at the origin only l = 0 is non-zero):
/// values [point, (l_max+1)^2]. `l_max` 0..12.
void real_spherical_harmonics(const Device& device, int l_max, View<const double, 2> points, View<double, 2> values);
/// Solid harmonics r^l Y_lm: polynomials, smooth everywhere.
void solid_harmonics(const Device& device, int l_max, View<const double, 2> points, View<double, 2> values);

}  // namespace rhofield
