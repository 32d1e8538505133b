// The expansion against its definition, pair by pair, for every size at which its loops change; and its refusals.
#include "rhofield/descriptors/spherical_expansion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "rhofield/angular/real_spherical_harmonics.hpp"
#include "rhofield/basis/radial_basis.hpp"
#include "rhofield/error.hpp"
#include "shared/spherical_expansion.hpp"
#include "support/brute_force_neighbours.hpp"

namespace rhofield {
namespace {

/// One carbon at the origin with `count` oxygen atoms around it, all within the cutoff of the carbon.
Structure star(int count, double cutoff) {
  std::mt19937_64 random(count);
  std::normal_distribution<double> gauss;
  std::uniform_real_distribution<double> length(0.2 * cutoff, 0.999 * cutoff);
  Structure structure;
  structure.numbers.push_back(6);
  structure.positions.push_back({0, 0, 0});
  while (structure.size() <= count) {
    Vector3 p{gauss(random), gauss(random), gauss(random)};
    const double scale = length(random) / std::hypot(p[0], p[1], p[2]);
    for (double& x : p) x *= scale;
    const auto apart = [&](const Vector3& q) { return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) > 0.2; };
    if (!std::all_of(structure.positions.begin(), structure.positions.end(), apart)) continue;
    structure.numbers.push_back(8);
    structure.positions.push_back(p);
  }
  return structure;
}

double switch_function(double r, const ExpansionOptions& o) {
  const double into = r - o.cutoff + o.cutoff_width;
  if (r >= o.cutoff) return 0;
  return into <= 0 ? 1 : 0.5 * (1 + std::cos(std::numbers::pi * into / o.cutoff_width));
}

/// The definition: [lm, channel] of atom 0 by summing over all atoms of the molecule.
std::vector<double> expected_of_centre(const Device& device, const Structure& structure,
                                       const std::vector<int>& species, const ExpansionOptions& o) {
  const auto components = static_cast<std::size_t>((o.l_max + 1) * (o.l_max + 1)),
             n_max = static_cast<std::size_t>(o.n_max);
  const std::size_t channels = species.size() * n_max;
  const RadialIntegrals integrals(RadialBasis(o.cutoff, o.n_max), o.smearing, o.l_max);
  std::vector<double> radial(static_cast<std::size_t>(o.l_max + 1) * n_max), sum(components * channels);
  for (std::size_t j = 0; j < structure.positions.size(); ++j) {
    const Vector3& p = structure.positions[j];
    const double r = std::hypot(p[0], p[1], p[2]), f = switch_function(r, o);
    const auto a =
        static_cast<std::size_t>(std::find(species.begin(), species.end(), structure.numbers[j]) - species.begin());
    const auto point = Tensor<double, 2>::from_host(device, std::vector<double>{p[0], p[1], p[2]}, {1, 3});
    Tensor<double, 2> harmonics(device, {1, static_cast<Index>(components)});
    solid_harmonics(device, o.l_max, point, harmonics);
    const auto y = harmonics.to_host();
    integrals.evaluate(r, radial);
    for (int l = 0; l <= o.l_max; ++l)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
        for (std::size_t n = 0; n < n_max; ++n)
          sum[static_cast<std::size_t>(lm) * channels + a * n_max + n] +=
              f * radial[static_cast<std::size_t>(l) * n_max + n] * y[static_cast<std::size_t>(lm)];
  }
  return sum;
}

class SphericalExpansionSizes : public ::testing::TestWithParam<std::tuple<int, int, int>> {};

TEST_P(SphericalExpansionSizes, CoefficientsAreTheSumOverNeighbours) {
  const Device device = Device::select("cpu");
  const auto [neighbours, n_max, l_max] = GetParam();
  const ExpansionOptions options{
      .cutoff = 4, .cutoff_width = 0.5, .smearing = 0.4, .n_max = n_max, .l_max = l_max, .table_error = 1e-9};
  const std::vector<int> species{1, 6, 8};
  const std::vector<Structure> structures{star(neighbours, options.cutoff)};
  const StructureBatch batch = make_batch(device, structures, species);
  // A list that reaches further than the expansion: what lies beyond must not count.
  const NeighbourList pairs = testing::brute_force_neighbours(device, batch, structures, 2 * options.cutoff, 0);

  const auto actual = SphericalExpansion(device, species, options)(batch, pairs).to_host();

  const auto expected = expected_of_centre(device, structures[0], species, options);
  // Every pair may be wrong by the table's error times Y_lm (below 1.5); sums round.
  const double tolerance = 1e-14 + 2 * options.table_error * (neighbours + 1);
  for (std::size_t k = 0; k < expected.size(); ++k) ASSERT_NEAR(actual[k], expected[k], tolerance) << k;
}

INSTANTIATE_TEST_SUITE_P(PairCounts, SphericalExpansionSizes,
                         ::testing::Combine(::testing::Values(0, 1, 7, 8, 9, 31, 32, 33, 65, 257), ::testing::Values(8),
                                            ::testing::Values(6)));
INSTANTIATE_TEST_SUITE_P(Orders, SphericalExpansionSizes,
                         ::testing::Combine(::testing::Values(20), ::testing::Values(1, 5, 9, 16),
                                            ::testing::Values(0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12)));

TEST(CutoffFunction, IsTheShiftedCosineFromOneToZero) {
  const double cutoff = 7.5, width = 0.19, round_off = 4e-16 + 1e-15 * cutoff / width;  // of r, as the width sees it
  EXPECT_EQ(formula::cutoff_function(0.0, cutoff, width), 1.0);
  EXPECT_EQ(formula::cutoff_function(cutoff, cutoff, width), 0.0);
  for (int k = 0; k <= 1000; ++k) {
    const double u = k / 1000.0;
    EXPECT_NEAR(formula::half_cosine(u), 0.5 * (1 + std::cos(std::numbers::pi * u)), 4e-16) << u;
    const double r = cutoff - width + u * width;
    EXPECT_NEAR(formula::cutoff_function(r, cutoff, width), 0.5 * (1 + std::cos(std::numbers::pi * u)), round_off) << r;
  }
}

TEST(SphericalExpansion, LonelyAtomHasOnlyItsOwnDensityAtOrderZero) {
  const Device device = Device::select("cpu");
  const ExpansionOptions options{.cutoff = 4, .cutoff_width = 0.1, .smearing = 0.3, .n_max = 4, .l_max = 3};
  const std::vector<int> species{1, 8};
  std::vector<Structure> structures(1);
  structures[0].numbers = {8};
  structures[0].positions = {{1.0, 2.0, 3.0}};
  const StructureBatch batch = make_batch(device, structures, species);
  const NeighbourList pairs = testing::brute_force_neighbours(device, batch, structures, options.cutoff, 0);
  const auto c = SphericalExpansion(device, species, options)(batch, pairs);
  const auto values = c.to_host();
  const View<const double, 3> view(values.data(), c.extents());
  for (Index lm = 0; lm < 16; ++lm)
    for (Index q = 0; q < 8; ++q) {
      if (lm == 0 && q >= 4)
        EXPECT_NE(view(0, lm, q), 0.0);
      else
        EXPECT_EQ(view(0, lm, q), 0.0);
    }
}

TEST(SphericalExpansion, RepeatedCallsGiveTheSameBits) {
  const Device device = Device::select("cpu");
  const ExpansionOptions options{.cutoff = 4, .cutoff_width = 0.1, .smearing = 0.3};
  const std::vector<int> species{6, 8};
  const std::vector<Structure> structures{star(40, options.cutoff), star(3, options.cutoff)};
  const StructureBatch batch = make_batch(device, structures, species);
  const NeighbourList pairs = testing::brute_force_neighbours(device, batch, structures, options.cutoff, 0);
  const SphericalExpansion expansion(device, species, options);
  EXPECT_EQ(expansion(batch, pairs).to_host(), expansion(batch, pairs).to_host());
}

TEST(SphericalExpansion, OptionsOutOfRangeAreRefusedByName) {
  const auto refuses = [](const char* field, ExpansionOptions options) {
    try {
      validate(options);
    } catch (const InvalidInput& error) {
      EXPECT_NE(std::string(error.what()).find(field), std::string::npos) << error.what();
      return;
    }
    ADD_FAILURE() << field << " was accepted";
  };
  refuses("cutoff", {.cutoff = 0});
  refuses("cutoff", {.cutoff = std::nan("")});
  refuses("cutoff_width", {.cutoff = 4, .cutoff_width = 4.1});
  refuses("cutoff_width", {.cutoff_width = -1});
  refuses("smearing", {.smearing = 0});
  refuses("n_max", {.n_max = 0});
  refuses("n_max", {.n_max = 17});
  refuses("l_max", {.l_max = -1});
  refuses("l_max", {.l_max = 13});
  refuses("table_error", {.table_error = 0});
  EXPECT_NO_THROW(validate(ExpansionOptions{}));
}

TEST(SphericalExpansion, InputThatDoesNotBelongTogetherIsRefused) {
  const Device device = Device::select("cpu");
  const ExpansionOptions options{.cutoff = 4, .cutoff_width = 0.1, .smearing = 0.5, .n_max = 2, .l_max = 1};
  const std::vector<int> species{6, 8};
  const std::vector<Structure> structures{star(3, 4.0)}, others{star(4, 4.0)};
  const StructureBatch batch = make_batch(device, structures, species), other = make_batch(device, others, species);
  const SphericalExpansion expansion(device, species, options);
  const NeighbourList pairs = testing::brute_force_neighbours(device, batch, structures, 4.0, 0);
  EXPECT_THROW(SphericalExpansion(device, {}, options), InvalidInput);
  EXPECT_THROW((void)SphericalExpansion(device, {1, 6, 8}, options)(batch, pairs), InvalidInput);
  EXPECT_THROW((void)expansion(other, pairs), InvalidInput);
  const NeighbourList shorter = testing::brute_force_neighbours(device, batch, structures, 3.9, 0);
  EXPECT_THROW((void)expansion(batch, shorter), InvalidInput);
}

}  // namespace
}  // namespace rhofield
