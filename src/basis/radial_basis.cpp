// Orthonormal GTO radial functions, their exact integrals with an atomic Gaussian, and the table of those integrals.
#include "rhofield/basis/radial_basis.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <sstream>
#include <string>

#include "rhofield/error.hpp"
#include "runtime/parallel.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr long double pi_long = std::numbers::pi_v<long double>;

// Below this argument the power series of e^-z 1F1 is summed (all terms positive), above it the asymptotic series,
// whose smallest term is about e^-z = 1e-26 there.
constexpr long double series_limit = 60;
constexpr int series_terms = 180;
constexpr int asymptotic_terms = 60;

/// z^(a-b) sum_k (b-a)_k (1-a)_k / (k! z^k), the large-z limit of Gamma(a)/Gamma(b) e^-z 1F1(a, b, z) (DLMF 13.7.1).
long double asymptotic(long double a, long double b, long double z) {
  long double term = 1, sum = 1;
  for (int k = 0; k < asymptotic_terms; ++k) {
    const long double next = term * (b - a + k) * (1 - a + k) / ((k + 1) * z);
    if (next == 0 || (k > 10 && std::abs(next) > std::abs(term))) break;
    term = next;
    sum += term;
  }
  return std::pow(z, a - b) * sum;
}

}  // namespace

RadialBasis::RadialBasis(double radius, int n_max) : n_max_(n_max), radius_(radius) {
  if (!(radius > 0) || !std::isfinite(radius))
    throw InvalidInput("radial basis: radius is " + text(radius) + "; it must be positive and finite");
  if (n_max < 1 || n_max > largest_n_max)
    throw InvalidInput("radial basis: n_max is " + std::to_string(n_max) + "; use 1 to " +
                       std::to_string(largest_n_max));
  for (int k = 0; k < n_max; ++k)
    widths_.push_back(static_cast<long double>(radius) * std::max(std::sqrt(static_cast<long double>(k)), 1.0L) /
                      n_max);

  using Matrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;
  std::vector<long double> norm;
  for (int k = 0; k < n_max; ++k) {
    const long double s = widths_[static_cast<std::size_t>(k)];
    norm.push_back(std::sqrt(2 / (std::pow(s, 2.0L * k + 3) * std::tgamma(k + 1.5L))));
  }
  Matrix overlap(n_max, n_max);
  for (int n = 0; n < n_max; ++n)
    for (int k = 0; k < n_max; ++k) {
      const long double sn = widths_[static_cast<std::size_t>(n)], sk = widths_[static_cast<std::size_t>(k)];
      const long double half = 0.5L * (3 + n + k);
      overlap(n, k) = norm[static_cast<std::size_t>(n)] * norm[static_cast<std::size_t>(k)] * 0.5L * std::tgamma(half) *
                      std::pow(0.5L / (sn * sn) + 0.5L / (sk * sk), -half);
    }
  const Eigen::SelfAdjointEigenSolver<Matrix> eigen(overlap);
  const Matrix inverse_root = eigen.operatorInverseSqrt();
  for (int n = 0; n < n_max; ++n)
    for (int k = 0; k < n_max; ++k) coefficients_.push_back(inverse_root(n, k) * norm[static_cast<std::size_t>(k)]);
}

void RadialBasis::evaluate(double r, std::span<double> values) const {
  std::vector<long double> primitive;
  const long double x = r;
  for (int k = 0; k < n_max_; ++k) {
    const long double s = widths_[static_cast<std::size_t>(k)];
    primitive.push_back(std::pow(x, k) * std::exp(-x * x / (2 * s * s)));
  }
  for (int n = 0; n < n_max_; ++n) {
    long double sum = 0;
    for (int k = 0; k < n_max_; ++k)
      sum += coefficients_[static_cast<std::size_t>(n * n_max_ + k)] * primitive[static_cast<std::size_t>(k)];
    values[static_cast<std::size_t>(n)] = static_cast<double>(sum);
  }
}

RadialIntegrals::RadialIntegrals(const RadialBasis& basis, double smearing, int l_max, int spline_intervals)
    : basis_(basis), smearing_(smearing), l_max_(l_max), spline_intervals_(spline_intervals) {
  if (spline_intervals < 0)
    throw InvalidInput("radial integrals: spline_intervals is " + std::to_string(spline_intervals) +
                       "; use 0 (exact) or the number of intervals");
  if (!(smearing > 0) || !std::isfinite(smearing))
    throw InvalidInput("radial integrals: smearing is " + text(smearing) + "; it must be positive and finite");
  if (l_max < 0) throw InvalidInput("radial integrals: l_max is " + std::to_string(l_max) + "; it must be 0 or more");
  const long double sigma = smearing, c = 0.5L / (sigma * sigma);
  for (int n = 0; n < basis.n_max(); ++n) {
    const long double s = basis.widths()[static_cast<std::size_t>(n)], d = 0.5L / (s * s);
    for (int l = 0; l <= l_max; ++l) {
      const long double a = 0.5L * (n + l + 3), b = l + 1.5L;
      scale_.push_back(std::pow(pi_long / (sigma * sigma), 0.75L) * std::pow(c, l) * std::pow(c + d, -a));
      long double ratio = std::tgamma(a) / std::tgamma(b);
      for (int k = 0; k < series_terms; ++k) {
        ratio_.push_back(ratio);
        ratio *= (a + k) / (b + k);
      }
    }
  }
  if (spline_intervals_ > 0) make_spline();
}

void RadialIntegrals::make_spline() {
  const int n_max = basis_.n_max();
  const auto block = static_cast<std::size_t>(n_max * (l_max_ + 1));
  const double step = basis_.radius() / spline_intervals_, h = step / 16;
  // I_nl is even or odd in r with l, so differences may reach below r = 0. Error of this stencil: O(h^6), below 1e-12.
  constexpr std::array<double, 3> stencil{3.0 / 4, -3.0 / 20, 1.0 / 60};
  std::vector<double> values(block);
  const auto add = [&](double r, double weight, double* sum) {
    evaluate_exactly(std::abs(r), values);
    double power = weight;
    for (int l = 0; l <= l_max_; ++l, power *= r)
      for (int n = 0; n < n_max; ++n) sum[l * n_max + n] += power * values[static_cast<std::size_t>(l * n_max + n)];
  };
  knot_values_.assign(block * static_cast<std::size_t>(spline_intervals_ + 1), 0.0);
  knot_slopes_ = knot_values_;
  for (int k = 0; k <= spline_intervals_; ++k) {
    const std::size_t at = block * static_cast<std::size_t>(k);
    add(k * step, 1.0, knot_values_.data() + at);
    for (int j = 1; j <= 3; ++j)
      for (const int side : {-1, 1})
        add(k * step + side * j * h, side * stencil[static_cast<std::size_t>(j - 1)] * step / h,
            knot_slopes_.data() + at);
  }
}

void RadialIntegrals::evaluate(double r, std::span<double> values) const {
  const double step = basis_.radius() / smooth_pieces();
  // Within the first interval the spline has no r^l behaviour; no two atoms are that close.
  if (spline_intervals_ == 0 || r < step) return evaluate_exactly(r, values);
  const auto block = static_cast<std::size_t>(basis_.n_max() * (l_max_ + 1));
  const auto k = std::min(static_cast<std::size_t>(r / step), static_cast<std::size_t>(spline_intervals_ - 1));
  const double t = r / step - static_cast<double>(k), u = 1 - t;
  const double* value = knot_values_.data() + k * block;
  const double* slope = knot_slopes_.data() + k * block;
  double power = 1;
  for (std::size_t f = 0; f < block; ++f) {
    if (f > 0 && f % static_cast<std::size_t>(basis_.n_max()) == 0) power /= r;
    values[f] = power * (u * u * ((1 + 2 * t) * value[f] + t * slope[f]) +
                         t * t * ((1 + 2 * u) * value[f + block] - u * slope[f + block]));
  }
}

// Before orthonormalisation, c = 1/2 sigma^2, d = 1/2 s_n^2, a = (n+l+3)/2, b = l+3/2, z = c^2 r^2/(c+d):
//   I_nl r^-l = (pi/sigma^2)^{3/4} c^l (c+d)^-a e^{-c d r^2/(c+d)} [Gamma(a)/Gamma(b) e^-z 1F1(a, b, z)]
// The bracket is a mean of Gamma(a+k)/Gamma(b+k) with Poisson weights e^-z z^k/k!: positive terms, no overflow.
void RadialIntegrals::evaluate_exactly(double r, std::span<double> values) const {
  const int n_max = basis_.n_max();
  const long double x = r, sigma = smearing_, c = 0.5L / (sigma * sigma);
  std::vector<long double> primitive(static_cast<std::size_t>(n_max * (l_max_ + 1)));
  std::array<long double, series_terms> weight{};
  for (int n = 0; n < n_max; ++n) {
    const long double s = basis_.widths()[static_cast<std::size_t>(n)], d = 0.5L / (s * s);
    const long double z = c * c * x * x / (c + d), decay = std::exp(-c * d * x * x / (c + d));
    // Poisson weights beyond this many are below 1e-24 of the sum.
    const std::size_t terms =
        z < series_limit ? static_cast<std::size_t>(std::min(series_terms + 0.0L, z + 9 * std::sqrt(z) + 20)) : 0;
    weight[0] = std::exp(-z);
    for (std::size_t k = 1; k < terms; ++k) weight[k] = weight[k - 1] * z / static_cast<long double>(k);
    for (int l = 0; l <= l_max_; ++l) {
      const auto at = static_cast<std::size_t>(n * (l_max_ + 1) + l);
      long double kummer = 0;
      if (z < series_limit) {
        const long double* ratio = ratio_.data() + at * series_terms;
        for (std::size_t k = 0; k < terms; ++k) kummer += weight[k] * ratio[k];
      } else {
        kummer = asymptotic(0.5L * (n + l + 3), l + 1.5L, z);
      }
      primitive[at] = scale_[at] * decay * kummer;
    }
  }
  for (int l = 0; l <= l_max_; ++l)
    for (int n = 0; n < n_max; ++n) {
      long double sum = 0;
      for (int k = 0; k < n_max; ++k)
        sum += basis_.coefficients()[static_cast<std::size_t>(n * n_max + k)] *
               primitive[static_cast<std::size_t>(k * (l_max_ + 1) + l)];
      values[static_cast<std::size_t>(l * n_max + n)] = static_cast<double>(sum);
    }
}

namespace {

constexpr int nodes = RadialTable::degree + 1;
using Square = std::array<std::array<long double, nodes>, nodes>;

/// Chebyshev nodes of [-1/2, 1/2].
long double node(int j) { return 0.5L * std::cos(pi_long * (j + 0.5L) / nodes); }

/// Values at the nodes -> coefficients of t^p on [-1/2, 1/2]: Lagrange's polynomials multiplied out.
Square interpolation_matrix() {
  Square matrix{};
  for (int j = 0; j < nodes; ++j) {
    std::array<long double, nodes> product{1};
    for (int k = 0, order = 0; k < nodes; ++k) {
      if (k == j) continue;
      const long double scale = 1 / (node(j) - node(k));
      for (int p = ++order; p >= 0; --p) {
        const auto q = static_cast<std::size_t>(p);
        product[q] = scale * ((p > 0 ? product[q - 1] : 0) - node(k) * product[q]);
      }
    }
    for (std::size_t p = 0; p < nodes; ++p) matrix[p][static_cast<std::size_t>(j)] = product[p];
  }
  return matrix;
}

struct HostTable {
  std::vector<double> coefficients;  // [interval, l, power, n_padded]
  double largest_error = 0;
};

HostTable make_table(const RadialFunctions& functions, double cutoff, Index intervals, int n_padded) {
  const auto n_max = static_cast<std::size_t>(functions.n_max()),
             orders = static_cast<std::size_t>(functions.l_max() + 1);
  const auto padded = static_cast<std::size_t>(n_padded), block = orders * nodes * padded;
  const Square matrix = interpolation_matrix();
  HostTable table;
  table.coefficients.assign(static_cast<std::size_t>(intervals) * block, 0.0);
  std::vector<double> errors(static_cast<std::size_t>(intervals), 0.0);
  const double step = cutoff / static_cast<double>(intervals);
  const auto make_exact = [&] { return std::vector<double>(orders * n_max * nodes); };
  parallel_for(intervals, 1, make_exact, [&](Index interval, std::vector<double>& exact) {
    double* coefficients = table.coefficients.data() + static_cast<std::size_t>(interval) * block;
    const auto at = [&](long double t) {
      return static_cast<double>((static_cast<long double>(interval) + 0.5L + t) * static_cast<long double>(step));
    };
    for (std::size_t j = 0; j < nodes; ++j)
      functions.evaluate(at(node(static_cast<int>(j))), std::span(exact).subspan(j * orders * n_max, orders * n_max));
    for (std::size_t l = 0; l < orders; ++l)
      for (std::size_t p = 0; p < nodes; ++p)
        for (std::size_t n = 0; n < n_max; ++n) {
          long double sum = 0;
          for (std::size_t j = 0; j < nodes; ++j) sum += matrix[p][j] * exact[(j * orders + l) * n_max + n];
          coefficients[(l * nodes + nodes - 1 - p) * padded + n] = static_cast<double>(sum);
        }
    // The error of Chebyshev interpolation is largest half-way between the nodes and at the ends.
    double largest = 0;
    for (int j = 0; j <= nodes; ++j) {
      const double t = 0.5 * std::cos(std::numbers::pi * j / nodes), r = at(t);
      functions.evaluate(r, std::span(exact).first(orders * n_max));
      double power = 1;
      for (std::size_t l = 0; l < orders; ++l, power *= r)
        for (std::size_t n = 0; n < n_max; ++n) {
          double value = 0;
          for (std::size_t p = 0; p < nodes; ++p) value = value * t + coefficients[(l * nodes + p) * padded + n];
          largest = std::max(largest, std::abs(value - exact[l * n_max + n]) * power);
        }
    }
    errors[static_cast<std::size_t>(interval)] = largest;
  });
  table.largest_error = *std::max_element(errors.begin(), errors.end());
  return table;
}

}  // namespace

RadialTable::RadialTable(const Device& device, const RadialFunctions& functions, double cutoff, double error)
    : cutoff_(cutoff), n_padded_((functions.n_max() + lanes - 1) / lanes * lanes) {
  constexpr Index most_intervals = 8192;
  constexpr double safety = 1.1;
  // A spline's pieces must not be straddled.
  const Index pieces = functions.smooth_pieces();
  const auto whole_pieces = [&](Index wanted) { return (wanted + pieces - 1) / pieces * pieces; };
  Index intervals = whole_pieces(16);
  HostTable table = make_table(functions, cutoff, intervals, n_padded_);
  double previous = std::numeric_limits<double>::infinity();
  while (table.largest_error > error) {
    if (intervals >= most_intervals || table.largest_error > 0.9 * previous) {
      std::ostringstream message;
      message << "radial table: an error of " << error << " cannot be reached; " << intervals << " intervals give "
              << table.largest_error << ": ask for a larger table_error or a larger smearing";
      throw InvalidInput(message.str());
    }
    previous = table.largest_error;
    // The error falls as intervals^-(degree + 1).
    const double growth = safety * std::pow(table.largest_error / error, 1.0 / nodes);
    intervals = whole_pieces(std::clamp<Index>(static_cast<Index>(std::ceil(growth * static_cast<double>(intervals))),
                                               intervals + 1, most_intervals));
    table = make_table(functions, cutoff, intervals, n_padded_);
  }
  largest_error_ = table.largest_error;
  coefficients_ = Tensor<double, 4>::from_host(
      device, table.coefficients, {intervals, Index{functions.l_max()} + 1, Index{nodes}, Index{n_padded_}});
}

}  // namespace rhofield
