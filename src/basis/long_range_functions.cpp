// Potentials of smeared sources, their transforms, and their projections on radial functions.
//   v_p(k) = pi^{3/2} 2^{3-p} k^{p-3} Gamma((3-p)/2, k^2 sigma^2/2) / Gamma(p/2)
// The incomplete gamma functions of orders 1, 1/2, 0, -1/2, -1, -3/2 are exponentials, erfc and E_1 by the recurrence
// Gamma(a, x) = (Gamma(a + 1, x) - x^a e^-x) / a.
#include "basis/long_range_functions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "rhofield/error.hpp"

namespace rhofield {

namespace {

constexpr double pi = std::numbers::pi;
constexpr long double pi_long = std::numbers::pi_v<long double>;

/// Gamma((3 - p)/2, x), x > 0, p = 1 ... 6.
double upper_gamma(int exponent, double x) {
  const double decay = std::exp(-x);
  switch (exponent) {
    case 1:
      return decay;
    case 2:
      return std::sqrt(pi) * std::erfc(std::sqrt(x));
    case 3:
      return -std::expint(-x);
    case 4:
    case 6: {
      const double half = std::sqrt(pi) * std::erfc(std::sqrt(x)), root = 1 / std::sqrt(x);
      const double minus_half = 2 * (root * decay - half);
      return exponent == 4 ? minus_half : 2.0 / 3.0 * (root * decay / x - minus_half);
    }
    default:
      return decay / x + std::expint(-x);
  }
}

double prefactor(int exponent) { return std::pow(pi, 1.5) * std::pow(2.0, 3 - exponent) / std::tgamma(0.5 * exponent); }

/// Prefactor of the normalised Gaussian's transform.
double gaussian_prefactor(double sigma) { return std::pow(4 * pi * sigma * sigma, 0.75); }

}  // namespace

double long_range_potential(int exponent, double sigma, double r) {
  const double x = r * r / (2 * sigma * sigma);
  if (exponent == 0) return std::pow(pi * sigma * sigma, -0.75) * std::exp(-x);
  // gamma(a, x) x^-a / Gamma(a) = e^-x sum_k x^k / Gamma(a + k + 1), all terms positive; v = that (2 sigma^2)^-a.
  const double a = 0.5 * exponent;
  if (x < 40) {
    double term = 1 / std::tgamma(a + 1), sum = term;
    for (int k = 1; term > 1e-18 * sum; ++k) sum += term *= x / (a + k);
    return std::exp(-x) * sum * std::pow(2 * sigma * sigma, -a);
  }
  return std::pow(r, -exponent);  // the other part is below e^-40
}

double long_range_transform(int exponent, double sigma, double k) {
  const double x = 0.5 * k * k * sigma * sigma;
  if (exponent == 0) return gaussian_prefactor(sigma) * std::exp(-x);
  return prefactor(exponent) * std::pow(k, exponent - 3) * upper_gamma(exponent, x);
}

double long_range_transform_slope(int exponent, double sigma, double k) {
  const double x = 0.5 * k * k * sigma * sigma;
  if (exponent == 0) return -k * sigma * sigma * gaussian_prefactor(sigma) * std::exp(-x);
  // d Gamma(a, x)/dk = -x^(a-1) e^-x k sigma^2
  const double gamma_slope = -std::pow(x, 0.5 * (1 - exponent)) * std::exp(-x) * k * sigma * sigma;
  return prefactor(exponent) * std::pow(k, exponent - 3) *
         ((exponent - 3) / k * upper_gamma(exponent, x) + gamma_slope);
}

double long_range_transform_at_zero(int exponent, double sigma) {
  if (exponent == 0) return gaussian_prefactor(sigma);
  return prefactor(exponent) * std::pow(0.5 * sigma * sigma, 0.5 * (3 - exponent)) * 2 / (exponent - 3);
}

double long_range_difference_at_zero(int exponent, double narrow, double wide) {
  if (exponent > 3)
    return long_range_transform_at_zero(exponent, narrow) - long_range_transform_at_zero(exponent, wide);
  if (exponent == 3) return prefactor(3) * 2 * std::log(wide / narrow);
  // Integral of x^(a-1) between the two arguments, a = (3-p)/2, times k^-2a.
  const double a = 0.5 * (3 - exponent);
  return prefactor(exponent) * (std::pow(0.5 * wide * wide, a) - std::pow(0.5 * narrow * narrow, a)) / a;
}

// --- radial functions in reciprocal space

namespace {

// Below this argument the series with Poisson weights is summed, above it the asymptotic one, whose smallest term is
// far below round-off there.
constexpr long double series_limit = 100;
constexpr int series_terms = 215;
constexpr int asymptotic_terms = 60;

}  // namespace

// With z = k^2 s^2/2, a = (n+l+3)/2, b = l+3/2, before orthonormalisation:
//   J_nl k^-l = sqrt(pi/2) s^{n+3} 2^{n/2} (s/sqrt 2)^l Gamma(a)/Gamma(b) e^-z 1F1(b - a, b, z)
// The last factor is a mean of (b-a)_t/(b)_t with Poisson weights, of which at most n/2 have another sign than the
// rest; for large z it is Gamma(b)/Gamma(b-a) z^-a sum_t (a)_t (1-b+a)_t / (t! z^t) (DLMF 13.7.1), zero where b - a is
// a negative integer or zero.
RadialTransforms::RadialTransforms(const RadialBasis& basis, int l_max) : basis_(basis), l_max_(l_max) {
  for (int n = 0; n < basis.n_max(); ++n) {
    const long double s = basis.widths()[static_cast<std::size_t>(n)];
    for (int l = 0; l <= l_max; ++l) {
      const long double a = 0.5L * (n + l + 3), b = l + 1.5L;
      const long double factor = std::sqrt(0.5L * pi_long) * std::pow(s, n + 3.0L) * std::pow(2.0L, 0.5L * n) *
                                 std::pow(s / std::sqrt(2.0L), static_cast<long double>(l)) * std::tgamma(a);
      scale_.push_back(factor / std::tgamma(b));
      const bool ends = n >= l && (n - l) % 2 == 0;
      tail_scale_.push_back(ends ? 0 : factor / std::tgamma(b - a));
      long double ratio = 1;
      for (int t = 0; t < series_terms; ++t) {
        ratio_.push_back(ratio);
        ratio *= (b - a + t) / (b + t);
      }
    }
  }
}

void RadialTransforms::evaluate(double k, std::span<double> values) const {
  const int n_max = basis_.n_max();
  std::vector<long double> primitive(static_cast<std::size_t>(n_max * (l_max_ + 1)));
  std::array<long double, series_terms> weight{};
  const long double x = k;
  for (int n = 0; n < n_max; ++n) {
    const long double s = basis_.widths()[static_cast<std::size_t>(n)], z = 0.5L * x * x * s * s;
    // Poisson weights beyond this many are below 1e-19 of the sum.
    const auto terms = static_cast<std::size_t>(std::min(series_terms + 0.0L, z + 9 * std::sqrt(z) + 24));
    if (z < series_limit) {
      weight[0] = std::exp(-z);
      for (std::size_t t = 1; t < terms; ++t) weight[t] = weight[t - 1] * z / static_cast<long double>(t);
    }
    for (int l = 0; l <= l_max_; ++l) {
      const auto at = static_cast<std::size_t>(n * (l_max_ + 1) + l);
      if (z < series_limit) {
        const long double* ratio = ratio_.data() + at * series_terms;
        long double even = 0, odd = 0;
        std::size_t t = 0;
        for (; t + 1 < terms; t += 2) {
          even += weight[t] * ratio[t];
          odd += weight[t + 1] * ratio[t + 1];
        }
        if (t < terms) even += weight[t] * ratio[t];
        primitive[at] = scale_[at] * (even + odd);
      } else if (tail_scale_[at] != 0) {
        const long double a = 0.5L * (n + l + 3), b = l + 1.5L;
        long double term = 1, sum = 1;
        for (int t = 0; t < asymptotic_terms; ++t) {
          const long double next = term * (a + t) * (1 - b + a + t) / ((t + 1) * z);
          if (std::abs(next) > std::abs(term) || std::abs(next) < 1e-21L * std::abs(sum)) break;
          term = next;
          sum += term;
        }
        primitive[at] = tail_scale_[at] * std::pow(z, -a) * sum;
      }
    }
  }
  for (int l = 0; l <= l_max_; ++l)
    for (int n = 0; n < n_max; ++n) {
      long double sum = 0;
      for (int m = 0; m < n_max; ++m)
        sum += basis_.coefficients()[static_cast<std::size_t>(n * n_max + m)] *
               primitive[static_cast<std::size_t>(m * (l_max_ + 1) + l)];
      values[static_cast<std::size_t>(l * n_max + n)] = static_cast<double>(sum);
    }
}

// --- projections

void scaled_spherical_bessel(int l_max, double x, double* values) {
  if (x < l_max + 2.0) {
    // 1/(2l+1)!! sum_k (-x^2/2)^k / (k! (2l+3)(2l+5)...) for the two highest orders, then downwards.
    const auto series = [x](int l) {
      double sum = 1, term = 1, norm = 1;
      for (int k = 1; k <= l; ++k) norm /= 2 * k + 1;
      for (int k = 1; std::abs(term) > 1e-18; ++k) sum += term *= -0.5 * x * x / (k * (2 * l + 2 * k + 1));
      return sum * norm;
    };
    double above = series(l_max + 1);
    values[l_max] = series(l_max);
    for (int l = l_max; l > 0; --l) {
      const double below = (2 * l + 1) * values[l] - x * x * (l < l_max ? values[l + 1] : above);
      values[l - 1] = below;
    }
    return;
  }
  const double sine = std::sin(x), cosine = std::cos(x), inverse_square = 1 / (x * x);
  values[0] = sine / x;
  if (l_max > 0) values[1] = (sine / x - cosine) * inverse_square;
  for (int l = 1; l < l_max; ++l) values[l + 1] = ((2 * l + 1) * values[l] - values[l - 1]) * inverse_square;
}

namespace {

constexpr int panel_nodes = 16;
using PanelRule = std::array<double, panel_nodes>;

/// Gauss-Legendre on [-1, 1] by Newton's method from Chebyshev's nodes.
void legendre_rule(PanelRule& nodes, PanelRule& weights) {
  for (int i = 0; i < panel_nodes; ++i) {
    double x = std::cos(pi * (i + 0.75) / (panel_nodes + 0.5)), slope = 1;
    for (int iteration = 0; iteration < 100; ++iteration) {
      double below = 1, value = x;
      for (int n = 2; n <= panel_nodes; ++n) {
        const double next = ((2 * n - 1) * x * value - (n - 1) * below) / n;
        below = value;
        value = next;
      }
      slope = panel_nodes * (x * value - below) / (x * x - 1);
      const double step = value / slope;
      x -= step;
      if (std::abs(step) < 1e-16) break;
    }
    nodes[static_cast<std::size_t>(i)] = x;
    weights[static_cast<std::size_t>(i)] = 2 / ((1 - x * x) * slope * slope);
  }
}

}  // namespace

Quadrature composite_quadrature(std::span<const double> ends) {
  PanelRule nodes{}, weights{};
  legendre_rule(nodes, weights);
  Quadrature rule;
  for (std::size_t panel = 0; panel + 1 < ends.size(); ++panel) {
    const double half = 0.5 * (ends[panel + 1] - ends[panel]), middle = 0.5 * (ends[panel + 1] + ends[panel]);
    for (std::size_t i = 0; i < panel_nodes; ++i) {
      rule.nodes.push_back(middle + half * nodes[i]);
      rule.weights.push_back(half * weights[i]);
    }
  }
  return rule;
}

LongRangeIntegrals::LongRangeIntegrals(const RadialTransforms& transforms, int exponent, double narrow, double wide,
                                       double farthest)
    : n_max_(transforms.n_max()), l_max_(transforms.l_max()) {
  constexpr double phase_per_panel = 8;  // 16 nodes integrate it to round-off
  constexpr int halvings = 24;           // towards k = 0, where p = 3 and 5 have logarithms
  const double largest = 8.8 / narrow;   // e^{-k^2 sigma^2/2} is below 1e-16 there
  // The transforms of the radial functions themselves turn with their extent.
  const double reach = std::max({farthest, wide, narrow}) + 4;
  const auto panels = static_cast<int>(largest * reach / phase_per_panel) + 1;
  const double width = largest / panels;
  std::vector<double> ends{0};
  if (exponent == 3 || exponent == 5)
    for (int h = halvings; h > 0; --h) ends.push_back(std::ldexp(width, -h));
  for (int panel = 1; panel <= panels; ++panel) ends.push_back(panel * width);
  Quadrature rule = composite_quadrature(ends);
  nodes_ = std::move(rule.nodes);
  const auto block = static_cast<std::size_t>(n_max_ * (l_max_ + 1));
  weights_.resize(nodes_.size() * block);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const double k = nodes_[i];
    double v = long_range_transform(exponent, narrow, k);
    if (wide > 0) v -= long_range_transform(exponent, wide, k);
    double factor = 2 / pi * rule.weights[i] * k * k * v;
    const std::span<double> row = std::span(weights_).subspan(i * block, block);
    transforms.evaluate(k, row);
    for (int l = 0; l <= l_max_; ++l, factor *= k * k)
      for (int n = 0; n < n_max_; ++n) row[static_cast<std::size_t>(l * n_max_ + n)] *= factor;
  }
}

void LongRangeIntegrals::evaluate(double r, std::span<double> values) const {
  std::vector<double> bessel(static_cast<std::size_t>(l_max_ + 1));
  const auto block = static_cast<std::size_t>(n_max_ * (l_max_ + 1));
  std::fill(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(block), 0.0);
  const double* weight = weights_.data();
  for (const double k : nodes_) {
    scaled_spherical_bessel(l_max_, k * r, bessel.data());
    for (std::size_t l = 0; l < bessel.size(); ++l)
      for (int n = 0; n < n_max_; ++n, ++weight)
        values[l * static_cast<std::size_t>(n_max_) + static_cast<std::size_t>(n)] += *weight * bessel[l];
  }
}

}  // namespace rhofield
