// int Y Y Y = polar integral * azimuthal integral; the polar integrand is a polynomial whenever the azimuthal one
// survives.
#include "basis/gaunt.hpp"

#include <array>
#include <cmath>
#include <cstdlib>

#include "rhofield/units.hpp"
#include "shared/two_centre_integrals.hpp"

namespace rhofield {

double solid_harmonic_scale(int l, int m) {
  const int a = std::abs(m);
  double factor = (2 * l + 1) / (4 * pi) * (m == 0 ? 1 : 2);
  for (int k = 2; k <= l - a; ++k) factor /= k;
  for (int k = 2; k <= l + a; ++k) factor /= k;
  return std::sqrt(factor);
}

namespace {

/// int_0^2pi of three factors, each cos(m phi) for m >= 0 and sin(|m| phi) for m < 0, by Euler's formula.
double azimuthal_integral(const std::array<int, 3>& m) {
  double sum = 0;
  for (int signs = 0; signs < 8; ++signs) {
    int frequency = 0, sines = 0;
    double sign = 1;
    for (std::size_t k = 0; k < 3; ++k) {
      const int s = (signs >> k & 1) != 0 ? -1 : 1;
      frequency += s * std::abs(m[k]);
      if (m[k] < 0) {
        ++sines;  // sin = (e^{+} - e^{-}) / 2i
        sign *= s;
      }
    }
    if (frequency != 0 || sines % 2 != 0) continue;
    sum += sines == 2 ? -sign : sign;  // 1 / i^2 = -1
  }
  return 2 * pi * sum / 8;
}

/// Nodes and weights of Gauss-Legendre quadrature on [-1, 1], by Newton's method.
void gauss_legendre(int count, std::vector<double>& nodes, std::vector<double>& weights) {
  nodes.resize(static_cast<std::size_t>(count));
  weights.resize(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    double x = std::cos(pi * (static_cast<double>(i) + 0.75) / (count + 0.5)), slope = 1;
    for (int iteration = 0; iteration < 12; ++iteration) {
      double before = 1, now = x;
      for (int l = 2; l <= count; ++l) {
        const double next = ((2 * l - 1) * x * now - (l - 1) * before) / l;
        before = now;
        now = next;
      }
      slope = count * (x * now - before) / (x * x - 1);
      x -= now / slope;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
}

}  // namespace

GauntTable::GauntTable(int l_max) {
  const int highest = 2 * l_max;
  std::vector<double> nodes;
  gauss_legendre(highest + 1, nodes, weights_);  // exact to degree 2 highest + 1
  for (double z : nodes) {
    std::vector<double> values(static_cast<std::size_t>((highest + 1) * (highest + 1)));
    formula::scaled_solid_harmonics(highest, std::sqrt(1 - z * z), 0, z, values.data());
    for (int l = 0; l <= highest; ++l)
      for (int m = 0; m <= l; ++m) values[static_cast<std::size_t>(l * l + l + m)] *= solid_harmonic_scale(l, m);
    polar_.push_back(std::move(values));
  }
}

double GauntTable::polar_integral(int l1, int m1, int l2, int m2, int L, int M) const {
  const auto first = static_cast<std::size_t>(l1 * l1 + l1 + std::abs(m1));
  const auto second = static_cast<std::size_t>(l2 * l2 + l2 + std::abs(m2));
  const auto third = static_cast<std::size_t>(L * L + L + std::abs(M));
  double sum = 0;
  for (std::size_t i = 0; i < weights_.size(); ++i)
    sum += weights_[i] * polar_[i][first] * polar_[i][second] * polar_[i][third];
  return sum;
}

std::vector<GauntEntry> GauntTable::coefficients(int l1, int l2) const {
  std::vector<GauntEntry> entries;
  for (int L = l1 + l2; L >= std::abs(l1 - l2); L -= 2)
    for (int m1 = -l1; m1 <= l1; ++m1)
      for (int m2 = -l2; m2 <= l2; ++m2)
        for (int M = -L; M <= L; ++M) {
          if (std::abs(M) != std::abs(m1) + std::abs(m2) && std::abs(M) != std::abs(std::abs(m1) - std::abs(m2)))
            continue;
          const double around = azimuthal_integral({m1, m2, M});
          if (around == 0) continue;
          const double value = around * polar_integral(l1, m1, l2, m2, L, M);
          if (std::abs(value) > 1e-13) entries.push_back({L, M, m1, m2, value});
        }
  return entries;
}

}  // namespace rhofield
