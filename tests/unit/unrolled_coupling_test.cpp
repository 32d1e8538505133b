// The coupling written out as code (kernels/shared/unrolled_coupling.hpp) against the tables made at run time.
#include "shared/unrolled_coupling.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "rhofield/angular/coupling.hpp"

namespace rhofield {
namespace {

/// body(Orders) for every (lambda, l1 <= l2) there is code for.
template <class Body>
void for_all_orders(const Body& body) {
  const auto each = []<int... k>(std::integer_sequence<int, k...>, const auto& inner) {
    (inner(std::integral_constant<int, k>{}), ...);
  };
  each(std::make_integer_sequence<int, largest_unrolled_lambda + 1>{}, [&](auto lambda) {
    each(std::make_integer_sequence<int, largest_unrolled_l + 1>{}, [&](auto l1) {
      each(std::make_integer_sequence<int, largest_unrolled_l + 1>{}, [&](auto l2) {
        if constexpr (l1 <= l2 && l2 - l1 <= lambda && lambda <= l1 + l2) body(Orders<lambda, l1, l2>{});
      });
    });
  });
}

template <int lambda, int l1, int l2>
std::string name(Orders<lambda, l1, l2>) {
  return "lambda " + std::to_string(lambda) + ", l1 " + std::to_string(l1) + ", l2 " + std::to_string(l2);
}

/// The code rounds each coefficient once, the tables some ten times.
constexpr double coefficient_error = 8.0 * std::numeric_limits<double>::epsilon();

TEST(UnrolledCoupling, EveryCoefficientIsThatOfTheTables) {
  int orders = 0;
  for_all_orders([&]<int lambda, int l1, int l2>(Orders<lambda, l1, l2> which) {
    ++orders;
    using Table = std::array<std::array<std::array<double, 2 * l2 + 1>, 2 * l1 + 1>, 2 * lambda + 1>;
    Table expected{}, exchanged{};
    for (const CouplingTerm& t : real_coupling(lambda, l1, l2))
      expected[static_cast<std::size_t>(t.M)][static_cast<std::size_t>(t.m1)][static_cast<std::size_t>(t.m2)] = t.value;
    for (const CouplingTerm& t : real_coupling(lambda, l2, l1))
      exchanged[static_cast<std::size_t>(t.M)][static_cast<std::size_t>(t.m2)][static_cast<std::size_t>(t.m1)] =
          t.value;
    const double sign = (lambda + l1 + l2) % 2 == 0 ? 1.0 : -1.0;
    for (std::size_t m1 = 0; m1 < 2 * l1 + 1; ++m1)
      for (std::size_t m2 = 0; m2 < 2 * l2 + 1; ++m2) {
        std::array<double, 2 * l1 + 1> a{};
        std::array<double, 2 * l2 + 1> b{};
        a[m1] = 1.0, b[m2] = 1.0;
        std::set<int> stored;
        couple(which, a.data(), b.data(), [&](int mu, double value) {
          EXPECT_TRUE(stored.insert(mu).second) << name(which) << ", mu " << mu << " was stored twice";
          const double wanted = expected[static_cast<std::size_t>(mu)][m1][m2];
          EXPECT_LE(std::abs(value - wanted), coefficient_error * std::abs(wanted))
              << name(which) << ", mu " << mu << ", m1 " << m1 << ", m2 " << m2;
          const double mirrored = sign * exchanged[static_cast<std::size_t>(mu)][m1][m2];
          EXPECT_LE(std::abs(value - mirrored), coefficient_error * std::abs(wanted)) << name(which) << ", exchanged";
        });
        EXPECT_EQ(stored.size(), 2 * lambda + 1) << name(which);
      }
  });
  EXPECT_EQ(orders, 118);
}

TEST(UnrolledCoupling, ProductsOfAnyCoefficientsAreThoseOfTheTables) {
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  for_all_orders([&]<int lambda, int l1, int l2>(Orders<lambda, l1, l2> which) {
    std::array<double, 2 * l1 + 1> a;
    std::array<double, 2 * l2 + 1> b;
    std::array<double, 2 * lambda + 1> expected{};
    for (double& x : a) x = uniform(generator);
    for (double& x : b) x = uniform(generator);
    for (const CouplingTerm& t : real_coupling(lambda, l1, l2))
      expected[static_cast<std::size_t>(t.M)] +=
          t.value * a[static_cast<std::size_t>(t.m1)] * b[static_cast<std::size_t>(t.m2)];
    couple(which, a.data(), b.data(), [&](int mu, double value) {
      // At most 26 products of numbers below one.
      EXPECT_NEAR(value, expected[static_cast<std::size_t>(mu)], 30.0 * coefficient_error) << name(which);
    });
  });
}

}  // namespace
}  // namespace rhofield
