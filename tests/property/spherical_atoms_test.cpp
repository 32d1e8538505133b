// Densities as differences: to references of one's own, and to spherical atoms that are fitted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rhofield/model/spherical_atoms.hpp"
#include "support/errors.hpp"
#include "support/real_space_fixture.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;
using testing::RealSpace;
using testing::small_options;

TEST_F(RealSpace, DifferencesToAReferenceAreLearned) {
  GridData data = data_;
  for (GridEntry& entry : data.entries) {
    entry.reference = entry.density;
    for (float& x : entry.reference) x *= 0.97F;
  }
  const auto options = small_options({Quantity::density}, 30);
  const auto trained = train_real_space(device_, data, range(0, 10), range(10, 12), options);
  EXPECT_TRUE(trained.model.needs_reference);
  expect_error<InvalidInput>(
      [&] { (void)validate_real_space(device_, trained.model, data_, range(12, 13), Quantity::density); },
      {"structure 12", "no reference"});
  EXPECT_LT(validate_real_space(device_, trained.model, data, range(12, 16), Quantity::density).total_percent, 1.0);
}

/// Superposed atoms of known Gaussians.
double two_gaussians(const Structure& s, const Vector3& r) {
  double sum = 0;
  for (std::size_t i = 0; i < s.numbers.size(); ++i) {
    double d2 = 0;
    for (std::size_t x = 0; x < 3; ++x) d2 += (r[x] - s.positions[i][x]) * (r[x] - s.positions[i][x]);
    sum += s.numbers[i] == 8 ? 0.9 * std::exp(-1.92 * d2) + 0.1 * std::exp(-0.24 * d2) : 0.3 * std::exp(-0.96 * d2);
  }
  return sum;
}

TEST_F(RealSpace, SphericalAtomsAreFoundAgain) {
  GridData data = testing::synthetic_grids(13, 0.5);
  for (GridEntry& entry : data.entries)
    for (std::size_t g = 0; g < entry.density.size(); ++g)
      entry.density[g] =
          static_cast<float>(two_gaussians(entry.structure, point_of(entry.grid, static_cast<Index>(g))));
  const SphericalAtoms atoms = fit_spherical_atoms(device_, data, range(0, 8), 1);
  EXPECT_EQ(atoms.elements, (std::vector<int>{1, 8}));
  const GridEntry& other = data.entries[12];
  std::vector<double> on_grid(other.density.size(), 0.0), at_points(other.density.size(), 1.0);
  add_spherical_atoms(device_, atoms, other.structure, other.grid, on_grid);
  std::vector<Vector3> points;
  for (std::size_t g = 0; g < on_grid.size(); ++g) points.push_back(point_of(other.grid, static_cast<Index>(g)));
  add_spherical_atoms(device_, atoms, other.structure, points, at_points);
  for (std::size_t g = 0; g < on_grid.size(); ++g) {
    EXPECT_NEAR(on_grid[g], other.density[g], 2e-3 * other.density[g] + 2e-4);
    EXPECT_NEAR(at_points[g] - 1, on_grid[g], 1e-11);
  }
}

TEST_F(RealSpace, SphericalAtomsStaySmallWherePointsSayNothingOfThem) {
  // Coarse grids and few structures of a density that is no sum of these atoms: between the points nothing grows.
  for (const double spacing : {0.6, 1.0})
    for (const Index structures : {1, 4}) {
      const GridData data = testing::synthetic_grids(5, spacing);
      const SphericalAtoms atoms = fit_spherical_atoms(device_, data, range(0, structures), 1);
      const Structure& one = data.entries[4].structure;
      std::vector<double> at_nuclei(one.positions.size(), 0.0);
      add_spherical_atoms(device_, atoms, one, one.positions, at_nuclei);
      double largest = 0;
      for (const Vector3& r : one.positions) largest = std::max(largest, testing::synthetic_density(one, r));
      for (const double rho : at_nuclei) EXPECT_LT(std::abs(rho), 3 * largest) << spacing << " bohr, " << structures;
      const auto electrons = [&](const Grid& grid) {
        std::vector<double> values(static_cast<std::size_t>(grid.size()), 0.0);
        add_spherical_atoms(device_, atoms, one, grid, values);
        return integrate(grid, values);
      };
      EXPECT_NEAR(electrons(make_grid(one, 0.2, 5.0)), electrons(make_grid(one, 0.4, 5.0)), 0.2);
    }
  Structure other;
  other.numbers = {16};
  other.positions = {{0, 0, 0}};
  std::vector<double> values(1);
  const SphericalAtoms atoms = fit_spherical_atoms(device_, data_, range(0, 2), 1);
  expect_error<InvalidInput>([&] { add_spherical_atoms(device_, atoms, other, other.positions, values); },
                             {"contains S", "trained on"});
  values.resize(3);
  other.numbers = {8};
  expect_error<InvalidInput>([&] { add_spherical_atoms(device_, atoms, other, other.positions, values); },
                             {"3 values", "1 points"});
}

TEST_F(RealSpace, DifferencesToSuperposedAtomsAreLearned) {
  auto options = small_options({Quantity::density, Quantity::response}, 80);
  options.superposed_atoms = true;
  options.members = 2;
  const auto trained = train(options);
  ASSERT_TRUE(trained.model.atoms);
  EXPECT_FALSE(trained.model.needs_reference);
  const auto errors = validate_real_space(device_, trained.model, data_, range(12, 16), Quantity::density);
  EXPECT_LT(errors.total_percent, 5.0);
  // Predictions at points are those on grids, and the network's part is what the atoms leave.
  const GridEntry& one = data_.entries[13];
  const RealSpacePredictor predictor(device_, trained.model);
  const auto on_grid = predictor.on_grid(one.structure, Quantity::density, one.grid);
  const Vector3 at = point_of(one.grid, 77);
  EXPECT_NEAR(predictor.at_points(one.structure, Quantity::density, std::span(&at, 1))[0], on_grid[77], 1e-6);
  RealSpaceModel without = trained.model;
  without.atoms.reset();
  std::vector<double> rest = RealSpacePredictor(device_, without).on_grid(one.structure, Quantity::density, one.grid);
  add_spherical_atoms(device_, *trained.model.atoms, one.structure, one.grid, rest);
  for (std::size_t g = 0; g < rest.size(); ++g) EXPECT_NEAR(rest[g], on_grid[g], 1e-12);
  GridData referenced = data_;
  for (GridEntry& entry : referenced.entries) entry.reference = entry.density;
  expect_error<InvalidInput>([&] { (void)train_real_space(device_, referenced, range(0, 10), range(10, 12), options); },
                             {"reference densities already", "superposed_atoms"});
  options.quantities = {Quantity::response};
  expect_error<InvalidInput>([&] { (void)train(options); }, {"superposed_atoms", "density"});
}

}  // namespace
}  // namespace rhofield
