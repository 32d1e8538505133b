// What the expansion must do when the atoms are turned, moved, renumbered or repeated.
#include "rhofield/descriptors/spherical_expansion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "rhofield/angular/wigner.hpp"
#include "support/brute_force_neighbours.hpp"
#include "support/rotations.hpp"

namespace rhofield {
namespace {

constexpr double tolerance = 1e-11;  // the table's error, which each of about 30 neighbours meets at another place
const std::vector<int> species{1, 8};
const ExpansionOptions options{.cutoff = 4.0, .cutoff_width = 0.1, .smearing = 0.3, .table_error = 1e-13};

struct Coefficients {
  std::vector<double> values;
  std::array<Index, 3> extents;
  double operator()(Index i, Index lm, Index q) const {
    return View<const double, 3>(values.data(), extents)(i, lm, q);
  }
};

Coefficients expand(const Structure& structure, int reach = 3) {
  const Device device = Device::select("cpu");
  const std::vector<Structure> structures{structure};
  const StructureBatch batch = make_batch(device, structures, species);
  const NeighbourList pairs = testing::brute_force_neighbours(device, batch, structures, options.cutoff, reach);
  const auto c = SphericalExpansion(device, species, options)(batch, pairs);
  return {c.to_host(), c.extents()};
}

double largest_difference(const Coefficients& x, const Coefficients& y) {
  double largest = x.extents == y.extents ? 0 : 1e300;
  for (std::size_t k = 0; k < std::min(x.values.size(), y.values.size()); ++k)
    largest = std::max(largest, std::abs(x.values[k] - y.values[k]));
  return largest;
}

/// Atoms at random in a skewed cell, a third of them oxygen.
Structure skewed_cell(int atoms) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> unit(0, 1);
  Structure structure;
  structure.cell = {{{4.9, 0.2, -0.3}, {1.4, 4.6, 0.1}, {-0.9, 1.1, 5.1}}};
  structure.periodic = {true, true, true};
  for (int i = 0; i < atoms; ++i) {
    structure.numbers.push_back(i % 3 == 0 ? 8 : 1);
    Vector3 p{};
    for (std::size_t v = 0; v < 3; ++v) {
      const double f = unit(random);
      for (std::size_t k = 0; k < 3; ++k) p[k] += f * structure.cell[v][k];
    }
    structure.positions.push_back(p);
  }
  return structure;
}

TEST(SphericalExpansion, CoefficientsTurnLikeSphericalHarmonics) {
  const Structure structure = skewed_cell(9);
  const Coefficients before = expand(structure);
  for (const Matrix3& rotation : testing::some_rotations()) {
    Structure moved = structure;
    for (auto& p : moved.positions) p = testing::multiply(rotation, p);
    for (auto& v : moved.cell) v = testing::multiply(rotation, v);

    const Coefficients after = expand(moved);

    double largest = 0;
    for (int l = 0; l <= options.l_max; ++l) {
      const auto d = wigner_d_real(l, rotation);
      for (Index m = 0; m < 2 * l + 1; ++m)
        for (Index i = 0; i < before.extents[0]; ++i)
          for (Index q = 0; q < before.extents[2]; ++q) {
            double expected = 0;
            for (Index k = 0; k < 2 * l + 1; ++k)
              expected += d[static_cast<std::size_t>(m * (2 * l + 1) + k)] * before(i, l * l + k, q);
            largest = std::max(largest, std::abs(after(i, l * l + m, q) - expected));
          }
    }
    EXPECT_LT(largest, tolerance);
  }
}

TEST(SphericalExpansion, CoefficientsDoNotChangeUnderTranslation) {
  const Structure structure = skewed_cell(9);
  Structure moved = structure;
  for (auto& p : moved.positions) p[0] += 0.737, p[1] -= 1.21, p[2] += 0.0313;
  EXPECT_LT(largest_difference(expand(structure), expand(moved)), tolerance);
}

TEST(SphericalExpansion, CoefficientsFollowARenumberingOfTheAtoms) {
  const Structure structure = skewed_cell(9);
  Structure shuffled = structure;
  std::vector<std::size_t> order(9);
  std::iota(order.begin(), order.end(), 0u);
  std::shuffle(order.begin(), order.end(), std::mt19937_64(5));
  for (std::size_t i = 0; i < order.size(); ++i) {
    shuffled.numbers[i] = structure.numbers[order[i]];
    shuffled.positions[i] = structure.positions[order[i]];
  }
  const Coefficients before = expand(structure), after = expand(shuffled);
  double largest = 0;
  for (Index i = 0; i < 9; ++i)
    for (Index lm = 0; lm < before.extents[1]; ++lm)
      for (Index q = 0; q < before.extents[2]; ++q)
        largest = std::max(
            largest, std::abs(after(i, lm, q) - before(static_cast<Index>(order[static_cast<std::size_t>(i)]), lm, q)));
  EXPECT_LT(largest, tolerance);
}

TEST(SphericalExpansion, SupercellHasTheCoefficientsOfItsCell) {
  const Structure structure = skewed_cell(7);
  Structure repeated = structure;
  for (std::size_t v = 0; v < 3; ++v)
    for (double& x : repeated.cell[v]) x *= v == 1 ? 3 : 2;
  repeated.numbers.clear(), repeated.positions.clear();
  for (int u = 0; u < 2; ++u)
    for (int v = 0; v < 3; ++v)
      for (int w = 0; w < 2; ++w)
        for (std::size_t i = 0; i < structure.positions.size(); ++i) {
          Vector3 p = structure.positions[i];
          for (std::size_t k = 0; k < 3; ++k)
            p[k] += u * structure.cell[0][k] + v * structure.cell[1][k] + w * structure.cell[2][k];
          repeated.numbers.push_back(structure.numbers[i]);
          repeated.positions.push_back(p);
        }
  const Coefficients small = expand(structure), large = expand(repeated, 2);
  double largest = 0;
  for (Index i = 0; i < large.extents[0]; ++i)
    for (Index lm = 0; lm < small.extents[1]; ++lm)
      for (Index q = 0; q < small.extents[2]; ++q)
        largest = std::max(largest, std::abs(large(i, lm, q) - small(i % structure.size(), lm, q)));
  EXPECT_LT(largest, tolerance);
}

}  // namespace
}  // namespace rhofield
