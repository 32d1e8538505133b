// The smooth part of a long-range potential on a mesh (particle-mesh Ewald; Essmann et al., J. Chem. Phys. 103, 8577
// (1995)):
//   e^{ik.r} = prod_d sum_g M(u_d - g_d) e^{ik.g} / b(k_d),   M: central B-spline of an even order
//   c_{i; a n l m} = sum_g M(u_i - g) F_{a n l m}(g),  F = sum_k i^l factor(k) J_nl(k) Y_lm(k) rho_a(k) / b(k)^2
//   e^{ik.g}
#pragma once

#include <array>
#include <span>
#include <vector>

#include "descriptors/long_range_waves.hpp"

namespace rhofield {

/// Relative error of the splines of one order at wave vector k and mesh spacing h, in three directions and both ways:
/// 6 (kh / (2 pi - kh))^order.
double spline_error(int order, double kh);

/// Number of points along an edge for at most this spacing: a product of 2, 3, 5 and 7.
int mesh_points(double length, double spacing);

/// b(k) of whole multiples m = 0 .. points - 1: sum_g M(g) cos(2 pi m g / points).
std::vector<double> spline_transform(int order, int points);

}  // namespace rhofield
