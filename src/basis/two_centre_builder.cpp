// Tables of two-centre integrals: angular couplings, Laguerre polynomials, Boys functions, and the list of shell pairs
// sorted by reach. Formulas in kernels/shared/two_centre_integrals.hpp.
#include "basis/two_centre_builder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "rhofield/units.hpp"
#include "shared/two_centre_integrals.hpp"

namespace rhofield {

namespace {

/// N_lm of scaled_solid_harmonics: r^l Y_lm = N_lm * scaled value.
double solid_harmonic_scale(int l, int m) {
  const int a = std::abs(m);
  double factor = (2 * l + 1) / (4 * pi) * (m == 0 ? 1 : 2);
  for (int k = 2; k <= l - a; ++k) factor /= k;
  for (int k = 2; k <= l + a; ++k) factor /= k;
  return std::sqrt(factor);
}

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

/// Polar parts of the real harmonics at the nodes of an exact quadrature for products of three: Y_lm = polar * trig(m).
struct PolarTable {
  int l_max;
  std::vector<double> weights;
  std::vector<std::vector<double>> values;  // [node][l * l + l + |m|]

  explicit PolarTable(int highest) : l_max(highest) {
    std::vector<double> nodes;
    gauss_legendre(l_max + 1, nodes, weights);  // exact to degree 2 l_max + 1
    for (double z : nodes) {
      std::vector<double> scaled(static_cast<std::size_t>((l_max + 1) * (l_max + 1)));
      scaled_solid_harmonics(l_max, std::sqrt(1 - z * z), 0, z, scaled.data());
      for (int l = 0; l <= l_max; ++l)
        for (int m = 0; m <= l; ++m) scaled[static_cast<std::size_t>(l * l + l + m)] *= solid_harmonic_scale(l, m);
      values.push_back(std::move(scaled));
    }
  }
  double integral(int l1, int m1, int l2, int m2, int L, int M) const {
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
      sum += weights[i] * values[i][static_cast<std::size_t>(l1 * l1 + l1 + std::abs(m1))] *
             values[i][static_cast<std::size_t>(l2 * l2 + l2 + std::abs(m2))] *
             values[i][static_cast<std::size_t>(L * L + L + std::abs(M))];
    return sum;
  }
};

/// Integrals of three real harmonics, G = int Y_l1m1 Y_l2m2 Y_LM, that do not vanish.
struct GauntEntry {
  int L, M;
  int m1, m2;  // -l..l
  double value;
};

/// All L of equal parity with l1 + l2, sorted by (L descending, m1, m2, M): n = (l1 + l2 - L) / 2 ascending.
std::vector<GauntEntry> gaunt_coefficients(const PolarTable& polar, int l1, int l2) {
  std::vector<GauntEntry> entries;
  for (int L = l1 + l2; L >= std::abs(l1 - l2); L -= 2)
    for (int m1 = -l1; m1 <= l1; ++m1)
      for (int m2 = -l2; m2 <= l2; ++m2)
        for (int M = -L; M <= L; ++M) {
          if (std::abs(M) != std::abs(m1) + std::abs(m2) && std::abs(M) != std::abs(std::abs(m1) - std::abs(m2)))
            continue;
          const double around = azimuthal_integral({m1, m2, M});
          if (around == 0) continue;
          const double value = around * polar.integral(l1, m1, l2, m2, L, M);
          if (std::abs(value) > 1e-13) entries.push_back({L, M, m1, m2, value});
        }
  return entries;
}

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

/// F_m(T), m < orders, at the nodes of boys_function; the highest order by its positive series
/// F_m = exp(-T) sum_i (2T)^i / ((2m+1)(2m+3)...(2m+2i+1)), the others by downward recursion.
std::vector<double> boys_table(int orders) {
  const int nodes = boys_table_end * boys_nodes_per_unit + 1;
  std::vector<double> table(static_cast<std::size_t>(nodes * orders));
  for (int node = 0; node < nodes; ++node) {
    const double t = static_cast<double>(node) / boys_nodes_per_unit, exponential = std::exp(-t);
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

/// The largest integral of a primitive pair is at most |W| p^(-(l1+l2)/2) U(T), U a function of l1, l2 alone:
///   U(T) = sum_n g_n T^(L/2) |P_n|(T) exp(-T),  g_n >= |sum_M G Y_LM| over all directions.
/// ln max_{T' >= T} U(T') is kept on a grid of T, so that the distance where a bound falls below a given size follows
/// by bisection; the next node outwards is taken.
class DecayTable {
 public:
  DecayTable(TwoCentreOperator radial, int l1, int l2, const std::vector<GauntEntry>& gaunt) {
    const int n_max = std::min(l1, l2);
    std::vector<double> strength(static_cast<std::size_t>(n_max + 1), 0.0);
    double square = 0;
    for (std::size_t e = 0; e < gaunt.size(); ++e) {
      const auto& g = gaunt[e];
      const bool new_row = e == 0 || gaunt[e - 1].L != g.L || gaunt[e - 1].m1 != g.m1 || gaunt[e - 1].m2 != g.m2;
      square = (new_row ? 0 : square) + g.value * g.value;
      double& most = strength[static_cast<std::size_t>((l1 + l2 - g.L) / 2)];
      most = std::max(most, std::sqrt(square * (2 * g.L + 1) / (4 * pi)));
    }
    // Coefficients of the polynomials in sqrt(T), all signs positive; the n = 0 term of the Coulomb operator has no
    // decay.
    const bool overlap = radial == TwoCentreOperator::overlap;
    std::vector<double> coefficients(static_cast<std::size_t>(l1 + l2 + 1), 0.0);
    for (int n = overlap ? 0 : 1; n <= n_max; ++n) {
      const int L = l1 + l2 - 2 * n;
      const std::vector<double> laguerre = monic_laguerre(overlap ? n : n - 1, L + 0.5);
      for (std::size_t i = 0; i < laguerre.size(); ++i)
        coefficients[static_cast<std::size_t>(L) + 2 * i] +=
            strength[static_cast<std::size_t>(n)] * std::abs(laguerre[i]);
    }
    logarithm_.resize(nodes);
    for (std::size_t node = 0; node < nodes; ++node) {
      const double t = static_cast<double>(node) / per_unit;
      const double sum = horner(coefficients.data(), l1 + l2, std::sqrt(t));
      logarithm_[node] = std::log(std::max(sum, 1e-300)) - t;
    }
    for (std::size_t node = nodes - 1; node > 0; --node)
      logarithm_[node - 1] = std::max(logarithm_[node - 1], logarithm_[node]);
  }

  /// Smallest tabulated T beyond which U < exp(log_limit).
  double reach(double log_limit) const {
    const auto found =
        std::partition_point(logarithm_.begin(), logarithm_.end(), [&](double u) { return u >= log_limit; });
    return static_cast<double>(found - logarithm_.begin()) / per_unit;
  }

 private:
  static constexpr int per_unit = 1;
  static constexpr std::size_t nodes = 350;  // exp(-350): far below anything asked for
  std::vector<double> logarithm_;
};

/// Polynomial table [l1 + l2, n, power] of kernels/shared/two_centre_integrals.hpp.
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

/// One primitive pair: p and W (or V).
struct PrimitivePair {
  double exponent, weight;
};

PrimitivePair combine(TwoCentreOperator radial, int l1, double a, double c1, int l2, double b, double c2) {
  const double p = a * b / (a + b);
  double weight = c1 * c2 * std::pow(pi / (a + b), 1.5) * (l2 % 2 == 0 ? 1 : -1);
  for (int k = 0; k < l1; ++k) weight *= b / (a + b);
  for (int k = 0; k < l2; ++k) weight *= a / (a + b);
  return {p, radial == TwoCentreOperator::overlap ? weight : weight * 2 * pi / p};
}

}  // namespace

struct TwoCentreTableSet::Host {
  std::vector<int> class_offset{0}, primitive_offset{0}, angular_offset, angular_harmonic, place;
  std::vector<ShellPairClass> classes;
  std::vector<double> reach2, exponent, weight, angular_value;
  std::vector<Index> functions;
};

namespace {

/// Appends the rows (n, m1, m2) of one l1 <= l2, two entries each; scales of the harmonics folded in.
void add_angular(const std::vector<GauntEntry>& gaunt, int l1, int l2, std::vector<int>& harmonic,
                 std::vector<double>& value) {
  std::size_t e = 0;
  for (int L = l1 + l2; L >= l2 - l1; L -= 2)
    for (int m1 = -l1; m1 <= l1; ++m1)
      for (int m2 = -l2; m2 <= l2; ++m2)
        for (int entry = 0; entry < 2; ++entry) {
          const bool couples = e < gaunt.size() && gaunt[e].L == L && gaunt[e].m1 == m1 && gaunt[e].m2 == m2;
          harmonic.push_back(couples ? L * L + L + gaunt[e].M : 0);
          value.push_back(couples ? gaunt[e].value * solid_harmonic_scale(L, gaunt[e].M) : 0);
          if (couples) ++e;
        }
}

/// Range [first, last) of the shells with order l; shells are sorted by l.
std::pair<std::size_t, std::size_t> shells_of_order(const std::vector<Shell>& shells, int l) {
  std::size_t first = 0;
  while (first < shells.size() && shells[first].l < l) ++first;
  std::size_t last = first;
  while (last < shells.size() && shells[last].l == l) ++last;
  return {first, last};
}

}  // namespace

TwoCentreTableSet::TwoCentreTableSet(const Device& device, const GaussianBasis& basis, std::span<const int> species,
                                     TwoCentreOperator radial, double precision, bool all_pairs)
    : species_(species.size()), longest_reach_(species.size() * species.size(), 0.0) {
  int l_max = 0;
  for (int number : species) l_max = std::max(l_max, basis.shells(number).back().l);
  Host host;
  build(host, basis, species, radial, l_max, precision, all_pairs);

  const auto upload = [&device](const auto& values, auto& tensor, auto extents) {
    using Value = typename std::decay_t<decltype(values)>::value_type;
    tensor = std::decay_t<decltype(tensor)>::from_host(device, std::span<const Value>(values), extents);
  };
  const auto length = [](const auto& values) { return std::array<Index, 1>{static_cast<Index>(values.size())}; };
  upload(host.class_offset, class_offset_, length(host.class_offset));
  upload(host.classes, classes_, length(host.classes));
  upload(host.reach2, reach2_, length(host.reach2));
  upload(host.place, place_, std::array<Index, 2>{static_cast<Index>(host.place.size()) / 2, 2});
  upload(host.primitive_offset, primitive_offset_, length(host.primitive_offset));
  upload(host.exponent, exponent_, length(host.exponent));
  upload(host.weight, weight_, length(host.weight));
  upload(host.angular_offset, angular_offset_, length(host.angular_offset));
  const std::array<Index, 2> rows{static_cast<Index>(host.angular_value.size()) / 2, 2};
  upload(host.angular_harmonic, angular_harmonic_, rows);
  upload(host.angular_value, angular_value_, rows);
  upload(host.functions, functions_, length(host.functions));
  upload(polynomial_table(radial, l_max), polynomial_, std::array<Index, 3>{2 * l_max + 1, l_max + 1, l_max + 1});
  if (radial == TwoCentreOperator::coulomb) {
    const int orders = 2 * l_max + 1 + boys_taylor_terms;
    upload(boys_table(orders), boys_, std::array<Index, 2>{boys_table_end * boys_nodes_per_unit + 1, orders});
  }
  tables_ = {radial,
             l_max,
             static_cast<Index>(species_),
             class_offset_.view(),
             classes_.view(),
             reach2_.view(),
             place_.view(),
             primitive_offset_.view(),
             exponent_.view(),
             weight_.view(),
             polynomial_.view(),
             boys_.view(),
             angular_offset_.view(),
             angular_harmonic_.view(),
             angular_value_.view(),
             functions_.view()};
}

void TwoCentreTableSet::build(Host& host, const GaussianBasis& basis, std::span<const int> species,
                              TwoCentreOperator radial, int l_max, double precision, bool all_pairs) {
  const PolarTable polar(2 * l_max);
  const auto orders = static_cast<std::size_t>(l_max + 1);
  host.angular_offset.assign(orders * orders, -1);
  std::vector<std::optional<DecayTable>> decay(orders * orders);
  for (int number : species) host.functions.push_back(basis.functions(number));
  for (std::size_t first = 0; first < species.size(); ++first)
    for (std::size_t second = 0; second < species.size(); ++second) {
      const auto& shells1 = basis.shells(species[first]);
      const auto& shells2 = basis.shells(species[second]);
      for (int l1 = 0; first <= second && l1 <= shells1.back().l; ++l1)
        for (int l2 = 0; l2 <= shells2.back().l; ++l2) {
          const auto [begin1, end1] = shells_of_order(shells1, l1);
          const auto [begin2, end2] = shells_of_order(shells2, l2);
          if (begin1 == end1 || begin2 == end2) continue;
          const auto lower = static_cast<std::size_t>(std::min(l1, l2)),
                     upper = static_cast<std::size_t>(std::max(l1, l2));
          const std::size_t orders_index = lower * orders + upper;
          if (host.angular_offset[orders_index] < 0) {
            const auto gaunt = gaunt_coefficients(polar, std::min(l1, l2), std::max(l1, l2));
            host.angular_offset[orders_index] = static_cast<int>(host.angular_value.size() / 2);
            add_angular(gaunt, std::min(l1, l2), std::max(l1, l2), host.angular_harmonic, host.angular_value);
            decay[orders_index].emplace(radial, std::min(l1, l2), std::max(l1, l2), gaunt);
          }
          const int row0 = basis.function_offset(species[first], l1, 0);
          const int column0 = basis.function_offset(species[second], l2, 0);
          ShellPairClass shell_class{l1, l2, static_cast<int>(host.reach2.size()), 0};

          struct Candidate {
            double reach2;
            int row, column;
            std::vector<PrimitivePair> primitives;
          };
          std::vector<Candidate> candidates;
          for (std::size_t s1 = begin1; s1 < end1; ++s1)
            for (std::size_t s2 = begin2; s2 < end2; ++s2) {
              Candidate pair{0,
                             row0 + static_cast<int>(s1 - begin1) * (2 * l1 + 1),
                             column0 + static_cast<int>(s2 - begin2) * (2 * l2 + 1),
                             {}};
              const Shell &a = shells1[s1], &b = shells2[s2];
              const double share = precision / static_cast<double>(a.exponents.size() * b.exponents.size());
              for (std::size_t p = 0; p < a.exponents.size(); ++p)
                for (std::size_t q = 0; q < b.exponents.size(); ++q) {
                  const PrimitivePair primitive =
                      combine(radial, l1, a.exponents[p], a.coefficients[p], l2, b.exponents[q], b.coefficients[q]);
                  const double size = std::abs(primitive.weight) * std::pow(primitive.exponent, -0.5 * (l1 + l2));
                  const double t = decay[orders_index]->reach(std::log(share / std::max(size, 1e-300)));
                  pair.reach2 = all_pairs ? std::numeric_limits<double>::infinity()
                                          : std::max(pair.reach2, t / primitive.exponent);
                  pair.primitives.push_back(primitive);
                }
              candidates.push_back(std::move(pair));
            }
          std::stable_sort(candidates.begin(), candidates.end(),
                           [](const Candidate& x, const Candidate& y) { return x.reach2 > y.reach2; });
          for (const Candidate& pair : candidates) {
            host.reach2.push_back(pair.reach2);
            host.place.insert(host.place.end(), {pair.row, pair.column});
            for (const PrimitivePair& primitive : pair.primitives) {
              host.exponent.push_back(primitive.exponent);
              host.weight.push_back(primitive.weight);
            }
            host.primitive_offset.push_back(static_cast<int>(host.exponent.size()));
          }
          shell_class.pairs = static_cast<int>(candidates.size());
          host.classes.push_back(shell_class);
          for (const auto index : {first * species_ + second, second * species_ + first})
            longest_reach_[index] = std::max(longest_reach_[index], std::sqrt(candidates.front().reach2));
        }
      host.class_offset.push_back(static_cast<int>(host.classes.size()));
    }
}

double TwoCentreTableSet::reach(std::size_t first, std::size_t second) const {
  return longest_reach_[first * species_ + second];
}

}  // namespace rhofield
