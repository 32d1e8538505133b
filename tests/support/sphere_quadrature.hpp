// Quadrature on the interval and on the unit sphere, exact for polynomials up to a chosen degree.
#pragma once

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace rhofield::testing {

struct Quadrature {
  std::vector<double> node, weight;
};

/// Gauss-Legendre on [-1, 1]: exact up to degree 2 count - 1.
inline Quadrature gauss_legendre(int count) {
  Quadrature rule;
  for (int k = 0; k < count; ++k) {
    double x = std::cos(std::numbers::pi * (k + 0.75) / (count + 0.5)), slope = 0;
    for (int step = 0; step < 100; ++step) {
      double below = 1, value = x;
      for (int l = 2; l <= count; ++l) {
        const double next = ((2 * l - 1) * x * value - (l - 1) * below) / l;
        below = value;
        value = next;
      }
      slope = count * (x * value - below) / (x * x - 1);
      const double change = value / slope;
      x -= change;
      if (std::abs(change) < 1e-16) break;
    }
    rule.node.push_back(x);
    rule.weight.push_back(2 / ((1 - x * x) * slope * slope));
  }
  return rule;
}

struct SphereQuadrature {
  std::vector<std::array<double, 3>> point;  ///< unit vectors
  std::vector<double> weight;                ///< sum 4 pi
};

/// Exact for polynomials up to `degree`.
inline SphereQuadrature sphere_quadrature(int degree) {
  SphereQuadrature rule;
  const Quadrature polar = gauss_legendre(degree / 2 + 1);
  const int around = degree + 1;
  for (std::size_t k = 0; k < polar.node.size(); ++k)
    for (int a = 0; a < around; ++a) {
      const double phi = 2 * std::numbers::pi * (a + 0.3) / around, s = std::sqrt(1 - polar.node[k] * polar.node[k]);
      rule.point.push_back({s * std::cos(phi), s * std::sin(phi), polar.node[k]});
      rule.weight.push_back(polar.weight[k] * 2 * std::numbers::pi / around);
    }
  return rule;
}

}  // namespace rhofield::testing
