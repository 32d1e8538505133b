// Laguerre polynomials, Boys functions and bounds; formulas in kernels/shared/two_centre_integrals.hpp.
#include "basis/two_centre_radial.hpp"

#include <algorithm>
#include <cmath>

#include "rhofield/units.hpp"
#include "shared/two_centre_integrals.hpp"

namespace rhofield {

namespace {

/// (-1)^n n! L_n^alpha(T), monic: coefficients by ascending power.
std::vector<double> monic_laguerre(int n, double alpha) {
  std::vector<double> coefficients(static_cast<std::size_t>(n + 1));
  double value = 1;
  for (int i = n; i >= 0; --i) {
    coefficients[static_cast<std::size_t>(i)] = value;
    if (i > 0) value *= -(alpha + i) * i / (n - i + 1);  // binomial(n, i-1) / binomial(n, i) = i / (n-i+1)
  }
  return coefficients;
}

}  // namespace

std::vector<double> polynomial_table(TwoCentreOperator radial, int l_max) {
  const auto terms = static_cast<std::size_t>(l_max + 1);
  std::vector<double> table(static_cast<std::size_t>(2 * l_max + 1) * terms * terms, 0.0);
  for (int sum = 0; sum <= 2 * l_max; ++sum)
    for (int n = 0; 2 * n <= sum && n <= l_max; ++n) {
      if (radial == TwoCentreOperator::coulomb && n == 0) continue;
      double* row = table.data() + (static_cast<std::size_t>(sum) * terms + static_cast<std::size_t>(n)) * terms;
      const double alpha = sum - 2 * n + 0.5;
      const auto laguerre = monic_laguerre(radial == TwoCentreOperator::overlap ? n : n - 1, alpha);
      for (std::size_t i = 0; i < laguerre.size(); ++i)
        row[i] = radial == TwoCentreOperator::overlap ? laguerre[i] : -0.5 * laguerre[i];
    }
  return table;
}

// The highest order by its positive series F_m = exp(-T) sum_i (2T)^i / ((2m+1)(2m+3)...(2m+2i+1)), the others by
// downward recursion.
std::vector<double> boys_table(int orders) {
  const int nodes = formula::boys_table_end * formula::boys_nodes_per_unit + 1;
  std::vector<double> table(static_cast<std::size_t>(nodes * orders));
  for (int node = 0; node < nodes; ++node) {
    const double t = static_cast<double>(node) / formula::boys_nodes_per_unit, exponential = std::exp(-t);
    double* row = table.data() + static_cast<std::ptrdiff_t>(node) * orders;
    double term = 1.0 / (2 * orders - 1), sum = term;
    for (int i = 1; term > 1e-18 * sum; ++i) {
      term *= 2 * t / (2 * orders - 1 + 2 * i);
      sum += term;
    }
    row[orders - 1] = exponential * sum;
    for (int m = orders - 1; m > 0; --m) row[m - 1] = (2 * t * row[m] + exponential) / (2 * m - 1);
  }
  return table;
}

double reduced_exponent(double a, double b) { return a * b / (a + b); }

PrimitivePair combine(TwoCentreOperator radial, const Primitive& first, const Primitive& second, double exponent) {
  const double a = first.exponent, b = second.exponent;
  double weight = first.coefficient * second.coefficient * std::pow(pi * exponent / (a * b), 1.5);
  for (int k = 0; k < first.l; ++k) weight *= exponent / a;
  for (int k = 0; k < second.l; ++k) weight *= -exponent / b;
  return {exponent, radial == TwoCentreOperator::overlap ? weight : weight * 2 * pi / exponent};
}

DecayTable::DecayTable(TwoCentreOperator radial, int l1, int l2, const std::vector<GauntEntry>& gaunt)
    : order_(l1 + l2) {
  const int n_max = std::min(l1, l2);
  std::vector<double> strength(static_cast<std::size_t>(n_max + 1), 0.0);
  double square = 0;
  for (std::size_t e = 0; e < gaunt.size(); ++e) {
    const auto& g = gaunt[e];
    const bool new_row = e == 0 || gaunt[e - 1].L != g.L || gaunt[e - 1].m1 != g.m1 || gaunt[e - 1].m2 != g.m2;
    square = (new_row ? 0 : square) + g.value * g.value;
    double& most = strength[static_cast<std::size_t>((order_ - g.L) / 2)];
    most = std::max(most, std::sqrt(square * (2 * g.L + 1) / (4 * pi)));
  }
  // Coefficients of the polynomial in sqrt(T), all signs positive.
  const bool overlap = radial == TwoCentreOperator::overlap;
  std::vector<double> coefficients(static_cast<std::size_t>(order_ + 1), 0.0);
  for (int n = overlap ? 0 : 1; n <= n_max; ++n) {
    const int L = order_ - 2 * n;
    const std::vector<double> laguerre = monic_laguerre(overlap ? n : n - 1, L + 0.5);
    for (std::size_t i = 0; i < laguerre.size(); ++i)
      coefficients[static_cast<std::size_t>(L) + 2 * i] +=
          strength[static_cast<std::size_t>(n)] * std::abs(laguerre[i]);
  }
  constexpr std::size_t nodes = 350;  // exp(-350): far below anything asked for
  constexpr double no_bound = 1e3;    // of a logarithm
  logarithm_.resize(nodes);
  for (std::size_t node = 0; node < nodes; ++node) {
    const double t = static_cast<double>(node);
    double sum = formula::horner(coefficients.data(), order_, std::sqrt(t));
    if (!overlap && t >= order_ + 1) sum += strength[0] * std::pow(t, 0.5 * order_) * (order_ + 1) / (3 * t);
    logarithm_[node] = !overlap && t < order_ + 1 ? no_bound : std::log(std::max(sum, 1e-300)) - t;
  }
  for (std::size_t node = nodes - 1; node > 0; --node)
    logarithm_[node - 1] = std::max(logarithm_[node - 1], logarithm_[node]);
}

double DecayTable::reach2(const PrimitivePair& pair, double precision) const {
  const double size = std::abs(pair.weight) * std::pow(pair.exponent, -0.5 * order_);
  const double limit = std::log(precision / std::max(size, 1e-300));
  const auto found = std::partition_point(logarithm_.begin(), logarithm_.end(), [&](double u) { return u >= limit; });
  return static_cast<double>(found - logarithm_.begin()) / pair.exponent;
}

}  // namespace rhofield
