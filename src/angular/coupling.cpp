// Real coupling tensor and 6j symbols from integers.
//   3j(j1 j2 j3; m1 m2 m3)^2 = S^2 C(2j1,a) C(2j2,a) / [(J+1) C(J,a) C(2j1,j1+m1) C(2j2,j2+m2) C(2j3,j3+m3)],
//     S = sum_t (-1)^t C(a,t) C(b,j1-m1-t) C(c,j2+m2-t),  a = j1+j2-j3, b = j1-j2+j3, c = -j1+j2+j3, J = a+b+c,
//   {a b c; d e f} = S' sqrt(D(abc) / (D(aef) D(dbf) D(dec))),  D(abc) = (J+1) C(J,a+b-c) C(2c,a+c-b),
//     S' = sum_t (-1)^t C(t+1,a+b+c+1) C(a+b-c,t-d-e-c) C(a+c-b,t-d-b-f) C(b+c-a,t-a-e-f):
// Racah's sums (Varshalovich et al., Quantum Theory of Angular Momentum (1988), 8.2 and 9.2) over binomials.
// The alternating sums are where digits would be lost; they are added up in integers, without any rounding
// (|S| <= 2^J, |S'| <= 2^(2J+1), J <= 60). What remains is a dozen roundings of positive factors: a few 1e-16 relative.
#include "rhofield/angular/coupling.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

#include "rhofield/error.hpp"

namespace rhofield {

namespace {

__extension__ using Wide = __int128;

constexpr int largest_sum = 60;  // of three angular momenta: the binomials C(61, k) fit 64 bits

constexpr auto make_binomials() {
  std::array<std::array<std::int64_t, largest_sum + 2>, largest_sum + 2> c{};
  for (std::size_t n = 0; n < c.size(); ++n) {
    c[n][0] = 1;
    for (std::size_t k = 1; k <= n; ++k) c[n][k] = c[n - 1][k - 1] + c[n - 1][k];
  }
  return c;
}
constexpr auto binomials = make_binomials();

std::int64_t binomial(int n, int k) {
  return k < 0 || k > n ? 0 : binomials[static_cast<std::size_t>(n)][static_cast<std::size_t>(k)];
}
double binomial_factor(int n, int k) { return static_cast<double>(binomial(n, k)); }

bool triangle(int a, int b, int c) { return a >= 0 && b >= 0 && c >= 0 && std::abs(a - b) <= c && c <= a + b; }

void check_size(int sum) {
  if (sum > largest_sum)
    throw InvalidInput("coupling: angular momenta add up to " + std::to_string(sum) + "; exact integers reach " +
                       std::to_string(largest_sum) + ", use a smaller l_max");
}

int sign(int power) { return power % 2 == 0 ? 1 : -1; }

double wigner_3j(int j1, int j2, int j3, int m1, int m2, int m3) {
  if (m1 + m2 + m3 != 0 || !triangle(j1, j2, j3) || std::abs(m1) > j1 || std::abs(m2) > j2 || std::abs(m3) > j3)
    return 0.0;
  const int a = j1 + j2 - j3, b = j1 - j2 + j3, c = -j1 + j2 + j3, sum = j1 + j2 + j3;
  std::int64_t s = 0;
  for (int t = 0; t <= a; ++t) s += sign(t) * binomial(a, t) * binomial(b, j1 - m1 - t) * binomial(c, j2 + m2 - t);
  const double above = binomial_factor(2 * j1, a) * binomial_factor(2 * j2, a);
  const double below = (sum + 1) * binomial_factor(sum, a) * binomial_factor(2 * j1, j1 + m1) *
                       binomial_factor(2 * j2, j2 + m2) * binomial_factor(2 * j3, j3 + m3);
  return sign(j1 - j2 - m3) * static_cast<double>(s) * std::sqrt(above / below);
}

/// One non-zero of the unitary matrix real <- complex harmonics (theory 1): i^phase / sqrt(2) (or 1 for m = 0).
struct UnitaryEntry {
  int m;
  int phase;
};
struct UnitaryRow {
  std::array<UnitaryEntry, 2> entries;
  int count;
};

UnitaryRow real_from_complex(int m) {
  if (m == 0) return {{{{0, 0}, {0, 0}}}, 1};
  const int k = std::abs(m);
  const int odd = k % 2;
  if (m < 0) return {{{{-k, 1}, {k, odd == 0 ? 3 : 1}}}, 2};  // i/sqrt(2) (Y_-k - (-1)^k Y_k)
  return {{{{-k, 0}, {k, odd == 0 ? 0 : 2}}}, 2};             // 1/sqrt(2) (Y_-k + (-1)^k Y_k)
}

std::vector<CouplingTerm> make_real_coupling(int L, int l1, int l2) {
  std::vector<CouplingTerm> terms;
  if (!triangle(L, l1, l2)) return terms;
  const bool even = (L + l1 + l2) % 2 == 0;
  for (int M = -L; M <= L; ++M)
    for (int m1 = -l1; m1 <= l1; ++m1)
      for (int m2 = -l2; m2 <= l2; ++m2) {
        const UnitaryRow row = real_from_complex(M), row1 = real_from_complex(m1), row2 = real_from_complex(m2);
        // Equal and opposite contributions come from equal integers, so zeros come out as exact zeros.
        std::array<double, 4> by_phase{};
        for (int i = 0; i < row.count; ++i)
          for (int j = 0; j < row1.count; ++j)
            for (int k = 0; k < row2.count; ++k) {
              const auto& [Mc, phase] = row.entries[static_cast<std::size_t>(i)];
              const auto& [m1c, phase1] = row1.entries[static_cast<std::size_t>(j)];
              const auto& [m2c, phase2] = row2.entries[static_cast<std::size_t>(k)];
              if (m2c != m1c - Mc) continue;
              const auto p = static_cast<std::size_t>((phase + 4 - phase1 + phase2) % 4);
              by_phase[p] += sign(m1c) * wigner_3j(L, l2, l1, Mc, m2c, -m1c);
            }
        const double part = even ? by_phase[0] - by_phase[2] : by_phase[1] - by_phase[3];
        if (part == 0.0) continue;
        const int halves = row.count + row1.count + row2.count - 3;
        terms.push_back({M + L, m1 + l1, m2 + l2, part * std::pow(0.5, 0.5 * halves)});
      }
  return terms;
}

double triangle_factor(int a, int b, int c) {
  return (a + b + c + 1) * binomial_factor(a + b + c, a + b - c) * binomial_factor(2 * c, a + c - b);
}

}  // namespace

const std::vector<CouplingTerm>& real_coupling(int L, int l1, int l2) {
  static std::mutex mutex;
  static std::map<std::tuple<int, int, int>, std::unique_ptr<const std::vector<CouplingTerm>>> cache;
  if (L < 0 || l1 < 0 || l2 < 0)
    throw InvalidInput("real_coupling: orders must not be negative, got " + std::to_string(L) + ", " +
                       std::to_string(l1) + ", " + std::to_string(l2));
  check_size(L + l1 + l2);
  const std::lock_guard lock(mutex);
  auto& entry = cache[{L, l1, l2}];
  if (!entry) entry = std::make_unique<const std::vector<CouplingTerm>>(make_real_coupling(L, l1, l2));
  return *entry;
}

std::vector<RecouplingTerm> recoupling(int lambda, int L) {
  constexpr std::array field_of_component{1, 2, 0};  // m = -1, 0, 1 of a vector are y, z, x
  std::vector<RecouplingTerm> terms;
  for (const CouplingTerm& t : real_coupling(L, lambda, 1))
    terms.push_back(
        {t.M, t.m1, field_of_component[static_cast<std::size_t>(t.m2)], std::sqrt(2.0 * L + 1.0) * t.value});
  std::sort(terms.begin(), terms.end(), [](const RecouplingTerm& a, const RecouplingTerm& b) {
    return std::tie(a.M, a.mu, a.field) < std::tie(b.M, b.mu, b.field);
  });
  return terms;
}

double wigner_6j(int a, int b, int c, int d, int e, int f) {
  if (!triangle(a, b, c) || !triangle(a, e, f) || !triangle(d, b, f) || !triangle(d, e, c)) return 0.0;
  const int first = std::max({a + b + c, a + e + f, d + b + f, d + e + c});
  const int last = std::min({a + b + d + e, a + c + d + f, b + c + e + f});
  check_size(std::max(first, last));
  Wide s = 0;
  for (int t = first; t <= last; ++t)
    s += static_cast<Wide>(sign(t) * binomial(t + 1, a + b + c + 1)) *
         (binomial(a + b - c, t - d - e - c) * binomial(a + c - b, t - d - b - f) * binomial(b + c - a, t - a - e - f));
  return static_cast<double>(s) * std::sqrt(triangle_factor(a, b, c) / triangle_factor(a, e, f) /
                                            triangle_factor(d, b, f) / triangle_factor(d, e, c));
}

}  // namespace rhofield
