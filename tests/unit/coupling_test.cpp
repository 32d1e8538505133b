// Coupling tensors, 6j symbols and rotation matrices: the identities they must fulfil.
#include "rhofield/angular/coupling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>
#include <random>
#include <thread>
#include <tuple>

#include "rhofield/angular/wigner.hpp"
#include "rhofield/error.hpp"
#include "support/rotations.hpp"

namespace rhofield {
namespace {

constexpr double round_off = 5e-15;  // sums of some hundred terms below 1

TEST(RealCoupling, SquaresAddUpToOneUpToHighOrders) {
  for (int l1 = 0; l1 <= 12; ++l1)
    for (int l2 = 0; l2 <= 12; l2 += 3)
      for (int L = std::abs(l1 - l2); L <= l1 + l2; L += 2) {
        double sum = 0.0;
        for (const auto& t : real_coupling(L, l1, l2)) sum += t.value * t.value;
        EXPECT_NEAR(sum, 1.0, round_off) << L << " " << l1 << " " << l2;
      }
}

TEST(RealCoupling, ComponentsAreOrthonormal) {
  for (int l1 = 0; l1 <= 6; ++l1)
    for (int l2 = 0; l2 <= 6; ++l2)
      for (int L = std::abs(l1 - l2); L <= l1 + l2; ++L) {
        std::map<std::pair<int, int>, std::map<int, double>> by_m;
        for (const auto& t : real_coupling(L, l1, l2)) by_m[{t.m1, t.m2}][t.M] = t.value;
        std::map<std::pair<int, int>, double> products;
        for (const auto& [m, row] : by_m)
          for (const auto& [M, a] : row)
            for (const auto& [N, b] : row) products[{M, N}] += (2 * L + 1) * a * b;
        for (int M = 0; M <= 2 * L; ++M)
          for (int N = 0; N <= 2 * L; ++N) {
            const double expected = M == N ? 1.0 : 0.0;
            EXPECT_NEAR((products[{M, N}]), expected, 10 * round_off) << L << " " << l1 << " " << l2;
          }
      }
}

TEST(RealCoupling, ExchangeOfFactorsGivesTheParitySign) {
  for (int l1 = 0; l1 <= 5; ++l1)
    for (int l2 = 0; l2 <= 5; ++l2)
      for (int L = std::abs(l1 - l2); L <= l1 + l2; ++L) {
        std::map<std::tuple<int, int, int>, double> mirror;
        for (const auto& t : real_coupling(L, l2, l1)) mirror[{t.M, t.m2, t.m1}] = t.value;
        const auto& terms = real_coupling(L, l1, l2);
        ASSERT_EQ(terms.size(), mirror.size());
        const double sign = (L + l1 + l2) % 2 == 0 ? 1.0 : -1.0;
        for (const auto& t : terms) EXPECT_DOUBLE_EQ(t.value, sign * (mirror[{t.M, t.m1, t.m2}]));
      }
}

TEST(RealCoupling, NonZerosNumberAsInTheTable) {
  // Counted from an independent evaluation: l <= 6, L + l1 + l2 even.
  const std::array<std::size_t, 7> expected{49, 316, 696, 1006, 1339, 1450, 1604};
  for (int L = 0; L <= 6; ++L) {
    std::size_t count = 0;
    for (int l1 = 0; l1 <= 6; ++l1)
      for (int l2 = 0; l2 <= 6; ++l2)
        if ((L + l1 + l2) % 2 == 0) count += real_coupling(L, l1, l2).size();
    EXPECT_EQ(count, expected[static_cast<std::size_t>(L)]) << L;
  }
}

TEST(RealCoupling, IsEmptyOutsideTheTriangle) { EXPECT_TRUE(real_coupling(4, 1, 2).empty()); }

TEST(RealCoupling, RefusesOrdersBeyondExactIntegers) {
  EXPECT_THROW((void)real_coupling(30, 20, 20), InvalidInput);
  EXPECT_THROW((void)real_coupling(-1, 1, 1), InvalidInput);
}

TEST(RealCoupling, TheCacheServesManyThreads) {
  std::array<const std::vector<CouplingTerm>*, 8> seen{};
  std::vector<std::thread> threads;
  for (auto& s : seen)
    threads.emplace_back([&s] {
      for (int l = 0; l <= 7; ++l) s = &real_coupling(l, 7, 7);
    });
  for (auto& t : threads) t.join();
  for (const auto* s : seen) EXPECT_EQ(s, seen[0]);
}

TEST(Recoupling, HasTheSignsThatModelFilesRelyOn) {
  const auto value = [](int lambda, int L, int M, int mu, int field) {
    for (const RecouplingTerm& t : recoupling(lambda, L))
      if (t.M == M + L && t.mu == mu + lambda && t.field == field) return t.value;
    return 0.0;
  };
  for (int lambda = 0; lambda <= 6; ++lambda) {
    const double above = value(lambda, lambda + 1, 0, 0, 2);
    EXPECT_GT(above * (lambda % 2 == 0 ? -1 : 1), 0.1) << lambda;
    if (lambda == 0) continue;
    EXPECT_GT(value(lambda, lambda - 1, 0, 0, 2) * (lambda % 2 == 0 ? 1 : -1), 0.1) << lambda;
    EXPECT_GT(value(lambda, lambda, 1, -1, 2) * (lambda % 2 == 0 ? -1 : 1), 0.1) << lambda;
  }
}

TEST(Wigner6j, TabulatedValues) {
  // Edmonds, Angular Momentum in Quantum Mechanics, table 5, and {a b c; 0 c b} = (-1)^(a+b+c)/sqrt((2b+1)(2c+1)).
  EXPECT_NEAR(wigner_6j(1, 1, 1, 1, 1, 1), 1.0 / 6.0, round_off);
  EXPECT_NEAR(wigner_6j(2, 2, 2, 2, 2, 2), -3.0 / 70.0, round_off);
  EXPECT_NEAR(wigner_6j(1, 2, 3, 0, 3, 2), 1.0 / std::sqrt(35.0), round_off);
  EXPECT_EQ(wigner_6j(1, 1, 3, 1, 1, 1), 0.0);
}

TEST(Wigner6j, OrthogonalityHoldsUpToHighOrders) {
  // sum_c (2c+1)(2f+1) {a b c; d e f} {a b c; d e f'} = delta_ff'
  for (const int a : {3, 8, 12})
    for (const int f : {0, 2, 7})
      for (const int g : {0, 2, 7}) {
        double sum = 0.0;
        for (int c = 0; c <= 24; ++c)
          sum += (2 * c + 1) * (2 * f + 1) * wigner_6j(a, a, c, 9, 9, f) * wigner_6j(a, a, c, 9, 9, g);
        const bool exists = f >= std::abs(a - 9);
        EXPECT_NEAR(sum, f == g && exists ? 1.0 : 0.0, 10 * round_off) << a << " " << f << " " << g;
      }
}

TEST(WignerD, IsOrthogonalForEveryOrthogonalMatrix) {
  for (const Matrix3& r : testing::some_rotations())
    for (int l = 0; l <= 12; ++l) {
      const auto d = wigner_d_real(l, r);
      const std::size_t n = static_cast<std::size_t>(2 * l + 1);
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
          double product = 0.0;
          for (std::size_t k = 0; k < n; ++k) product += d[i * n + k] * d[j * n + k];
          EXPECT_NEAR(product, i == j ? 1.0 : 0.0, 20 * round_off) << l;
        }
    }
}

TEST(WignerD, ProductsOfRotationsGiveProductsOfMatrices) {
  const auto rotations = testing::some_rotations();
  for (const Matrix3& a : rotations)
    for (const Matrix3& b : rotations)
      for (int l = 0; l <= 8; ++l) {
        const auto left = wigner_d_real(l, testing::multiply(a, b)), da = wigner_d_real(l, a), db = wigner_d_real(l, b);
        const std::size_t n = static_cast<std::size_t>(2 * l + 1);
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = 0; j < n; ++j) {
            double product = 0.0;
            for (std::size_t k = 0; k < n; ++k) product += da[i * n + k] * db[k * n + j];
            EXPECT_NEAR(left[i * n + j], product, 20 * round_off) << l;
          }
      }
}

TEST(WignerD, InversionGivesTheParityOfTheOrder) {
  const Matrix3 inversion{{{-1, 0, 0}, {0, -1, 0}, {0, 0, -1}}};
  for (int l = 0; l <= 6; ++l) {
    const auto d = wigner_d_real(l, inversion);
    const std::size_t n = static_cast<std::size_t>(2 * l + 1);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) EXPECT_NEAR(d[i * n + j], i != j ? 0.0 : l % 2 == 0 ? 1.0 : -1.0, round_off);
  }
}

TEST(WignerD, TurnsRealHarmonicsOfADirection) {
  // Y_2 up to its common factor: sqrt(3) (xy, yz, (3z^2 - r^2)/(2 sqrt 3), xz, (x^2 - y^2)/2).
  const auto y2 = [](const Vector3& r) {
    const auto [x, y, z] = r;
    const double s = std::numbers::sqrt3;
    return std::array<double, 5>{s * x * y, s * y * z, 0.5 * (2 * z * z - x * x - y * y), s * x * z,
                                 0.5 * s * (x * x - y * y)};
  };
  const Vector3 point{0.3, -0.8, 1.1};
  for (const Matrix3& r : testing::some_rotations()) {
    const auto d = wigner_d_real(2, r);
    const auto before = y2(point), after = y2(testing::multiply(r, point));
    for (std::size_t m = 0; m < 5; ++m) {
      double turned = 0.0;
      for (std::size_t k = 0; k < 5; ++k) turned += d[m * 5 + k] * before[k];
      EXPECT_NEAR(after[m], turned, 10 * round_off);
    }
  }
}

TEST(WignerD, RefusesAMatrixThatIsNotOrthogonal) {
  EXPECT_THROW((void)wigner_d_real(1, Matrix3{{{1, 0, 0}, {0, 1, 0}, {0, 0.1, 1}}}), InvalidInput);
}

}  // namespace
}  // namespace rhofield
