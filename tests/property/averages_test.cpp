// Averages along an axis: waves come out as waves, windows take their period out, charges and levels are found again.
#include "rhofield/observables/averages.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "rhofield/error.hpp"
#include "rhofield/observables/potential.hpp"
#include "rhofield/units.hpp"
#include "support/errors.hpp"

namespace rhofield {
namespace {

/// A triclinic cell of 6 x 8 x n points.
Grid triclinic(Index n) {
  const Matrix3 cell{{{5.2, 0.3, -0.2}, {1.1, 5.6, 0.4}, {-0.6, 0.9, 18.1}}};
  Grid grid{.origin = {0.4, -0.7, 1.3}, .steps = cell, .counts = {6, 8, n}};
  for (std::size_t d = 0; d < 3; ++d)
    for (double& x : grid.steps[d]) x /= static_cast<double>(grid.counts[d]);
  return grid;
}

Profile wave(double amplitude, int periods, double constant, Index planes = 60, double spacing = 0.3) {
  Profile profile{.values = {}, .first = 2.0, .spacing = spacing, .area = 30};
  for (Index k = 0; k < planes; ++k)
    profile.values.push_back(
        constant + amplitude * std::cos(2 * pi * periods * static_cast<double>(k) / static_cast<double>(planes) + 0.3));
  return profile;
}

TEST(PlanarAverage, KeepsWhatVariesAlongItsAxisOnly) {
  const Grid grid = triclinic(20);
  for (const int axis : {0, 1, 2}) {
    const auto a = static_cast<std::size_t>(axis);
    std::vector<double> values;
    for (Index i = 0; i < grid.counts[0]; ++i)
      for (Index j = 0; j < grid.counts[1]; ++j)
        for (Index k = 0; k < grid.counts[2]; ++k) {
          const std::array<Index, 3> at{i, j, k};
          double across = 0;
          for (std::size_t d = 0; d < 3; ++d)
            if (d != a) across += std::cos(2 * pi * static_cast<double>(at[d]) / static_cast<double>(grid.counts[d]));
          values.push_back(std::sin(static_cast<double>(at[a])) + across);
        }
    const Profile profile = planar_average(grid, values, axis);
    ASSERT_EQ(profile.values.size(), static_cast<std::size_t>(grid.counts[a]));
    for (std::size_t k = 0; k < profile.values.size(); ++k)
      EXPECT_NEAR(profile.values[k], std::sin(static_cast<double>(k)), 1e-14);
    // Planes and their spacing make up the cell.
    EXPECT_NEAR(profile.area * profile.length(), grid.voxel_volume() * static_cast<double>(grid.size()), 1e-10);
  }
}

TEST(PlanarAverage, HeightsAreThoseOfThePointsAlongTheNormal) {
  const Grid grid{.origin = {1, 2, 3}, .steps = {{{0.5, 0, 0}, {0.1, 0.4, 0}, {0.2, 0.3, -0.6}}}, .counts = {2, 2, 4}};
  const Profile profile = planar_average(grid, std::vector<double>(16, 1.0), 2);
  // Steps go down: the normal points down with them.
  EXPECT_NEAR(profile.first, -3, 1e-14);
  EXPECT_NEAR(profile.height(3), -3 + 3 * 0.6, 1e-14);
  EXPECT_NEAR(profile.area, 4 * 0.5 * 0.4, 1e-14);
}

TEST(MacroscopicAverage, TakesOutThePeriodOfItsWindowWhateverTheGrid) {
  // 7 periods over 60 planes: no window of whole planes has that length.
  const Profile profile = wave(3.0, 7, 1.5);
  const double period = profile.length() / 7;
  for (double v : macroscopic_average(profile, std::vector<double>{period}).values) EXPECT_NEAR(v, 1.5, 1e-12);
  for (double v : macroscopic_average(profile, std::vector<double>{0.7, period}).values) EXPECT_NEAR(v, 1.5, 1e-12);
}

TEST(MacroscopicAverage, OfAWaveIsTheWaveTimesTheWindowsTransform) {
  const Profile profile = wave(3.0, 2, 1.5);
  const double length = 1.7, k = 2 * pi * 2 / profile.length(), factor = std::sin(k * length / 2) / (k * length / 2);
  const Profile smooth = macroscopic_average(profile, std::vector<double>{length, length});
  for (std::size_t p = 0; p < smooth.values.size(); ++p)
    EXPECT_NEAR(smooth.values[p], 1.5 + factor * factor * (profile.values[p] - 1.5), 1e-12);
  EXPECT_EQ(macroscopic_average(profile, {}).values.size(), profile.values.size());
  for (const Index planes : {1, 2, 5, 8}) {  // no window: the profile itself
    const Profile same = wave(1.0, 1, 0.2, planes);
    const Profile back = macroscopic_average(same, {});
    for (std::size_t p = 0; p < same.values.size(); ++p) EXPECT_NEAR(back.values[p], same.values[p], 1e-13);
  }
}

/// Sheets of Gaussian charges +1, -2, +1 in a long cell: a slab without a dipole. Its profile is the series of the wave
/// vectors along z, and both vacua are at the level that one dimension gives.
TEST(PotentialProfile, OfASlabOfChargesIsThatOfOneDimension) {
  Structure slab;
  slab.numbers = {1, 8, 1};
  slab.positions = {{1, 1, 8}, {2, 2, 10}, {1, 3, 12}};
  slab.cell = {{{4, 0, 0}, {0.5, 4.5, 0}, {0, 0, 24}}};
  slab.periodic = {true, true, true};
  const GaussianBasis none({{1, {}}, {8, {}}});
  const double width = 0.5, area = 18;
  const std::vector<double> charges{1, -2, 1};
  const Grid grid = make_grid(slab, 0.4);
  const Device device = Device::select("cpu");
  const auto v = potential_on_grid(device, none, slab, {}, grid, {.cores = {charges, width}});
  const Profile profile = planar_average(grid, v.potential, 2);
  for (Index plane = 0; plane < grid.counts[2]; ++plane) {
    double expected = 0;
    for (int n = 1; n < 60; ++n) {
      const double k = 2 * pi * n / 24;
      for (std::size_t i = 0; i < 3; ++i)
        expected += 8 * pi / (area * 24 * k * k) * charges[i] * std::exp(-0.5 * width * width * k * k) *
                    std::cos(k * (profile.height(plane) - slab.positions[i][2]));
    }
    EXPECT_NEAR(profile.values[static_cast<std::size_t>(plane)], expected, 1e-9) << "plane " << plane;
  }
  const PotentialStep step = potential_step(profile, {0, 4}, {16, 23});
  EXPECT_NEAR(step.step, 0, 1e-9);
  EXPECT_LT(std::max(step.first_spread, step.second_spread), 1e-9);
  // Between the sheets the field is 4 pi q / A over 2 bohr: the well in the middle averages to the level outside.
  const double well = 4 * pi / area * (2 * 2.0 * 2.0 / 2) / 24 * 2;
  EXPECT_NEAR(std::abs(step.first), well / 2, 1e-9);
}

TEST(PotentialStep, IsTheDifferenceOfLevelsAndTellsHowFlatTheyAre) {
  Profile profile{.values = {1, 1, 1.5, 4, 5, 5.25}, .first = 0, .spacing = 0.5, .area = 1};
  const PotentialStep step = potential_step(profile, {0, 0.6}, {1.9, 2.6});
  EXPECT_DOUBLE_EQ(step.first, 1);
  EXPECT_DOUBLE_EQ(step.second, 5.125);
  EXPECT_DOUBLE_EQ(step.step, 4.125);
  EXPECT_DOUBLE_EQ(step.first_spread, 0);
  EXPECT_DOUBLE_EQ(step.second_spread, 0.25);
  testing::expect_error<InvalidInput>(
      [&] {
        (void)potential_step(profile, {0.6, 0.9}, {0, 1});
      },
      {"0.6", "0.9", "no plane", "2.5"});
}

TEST(IntegralBetween, CountsPlanesAtTheRimByTheirPartInside) {
  const Profile profile{.values = {1, 2, 4, 8}, .first = 1, .spacing = 0.5, .area = 3};
  EXPECT_DOUBLE_EQ(integral_between(profile, -INFINITY), 3 * 0.5 * 15);
  EXPECT_DOUBLE_EQ(integral_between(profile, 1.25, 1.75), 3 * 0.5 * 2);
  EXPECT_DOUBLE_EQ(integral_between(profile, 1.0, 1.5), 3 * (0.25 * 1 + 0.25 * 2));
  EXPECT_DOUBLE_EQ(integral_between(profile, -INFINITY, 2) + integral_between(profile, 2), 3 * 0.5 * 15);
  EXPECT_DOUBLE_EQ(integral_between(profile, 7), 0);
  testing::expect_error<InvalidInput>([&] { (void)integral_between(profile, 2, 1); }, {"2", "1", "lower end"});
}

TEST(MacroscopicAverage, RefusesWindowsThatDoNotFit) {
  const Profile profile = wave(1, 1, 0);
  for (const double length : {0.0, -1.0, 18.1})
    testing::expect_error<InvalidInput>([&] { (void)macroscopic_average(profile, std::vector<double>{length}); },
                                        {"window", "18"});
  testing::expect_error<InvalidInput>([] { (void)macroscopic_average({}, {}); }, {"0 planes"});
}

TEST(Difference, IsTakenPointByPointOnOneGridOnly) {
  const Grid grid = triclinic(4);
  const auto n = static_cast<std::size_t>(grid.size());
  const GridValues whole{grid, std::vector<double>(n, 5.0)};
  GridValues part{grid, std::vector<double>(n, 1.5)};
  EXPECT_EQ(difference(whole, std::vector<GridValues>{part, part}).values, std::vector<double>(n, 2.0));
  EXPECT_EQ(difference(whole, {}).values, whole.values);
  const auto refuses = [&](const GridValues& other, std::initializer_list<std::string> parts) {
    testing::expect_error<InvalidInput>([&] { (void)difference(whole, std::vector<GridValues>{other}); }, parts);
  };
  GridValues other = part;
  other.grid.origin[1] += 1e-3;
  refuses(other, {"begin at", "same grid"});
  other = part;
  other.grid.steps[2][0] += 1e-3;
  refuses(other, {"steps 2", "same grid"});
  other = part;
  other.grid.counts = {6, 4, 8};
  refuses(other, {"8 and 4 points", "step 1"});
  other = part;
  other.values.pop_back();
  refuses(other, {"191 values", "192 points"});
}

TEST(PlanarAverage, SaysWhatItNeeds) {
  const Grid grid = triclinic(4);
  const std::vector<double> values(static_cast<std::size_t>(grid.size()), 1.0);
  testing::expect_error<InvalidInput>([&] { (void)planar_average(grid, values, 3); }, {"axis", "3"});
  testing::expect_error<InvalidInput>([&] { (void)planar_average(grid, std::span(values).first(7), 2); }, {"7 values"});
  Grid flat = grid;
  flat.steps[0] = flat.steps[1];
  testing::expect_error<InvalidInput>([&] { (void)planar_average(flat, values, 2); }, {"no normal", "axis 2"});
}

}  // namespace
}  // namespace rhofield
