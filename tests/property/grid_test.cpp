// Grids, values on points and densities on grids: they agree with each other, with the analytic integrals and with
// charges, in molecules, slabs and cells.
#include "rhofield/observables/grid.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "support/dense_matrix.hpp"
#include "support/errors.hpp"
#include "support/turned.hpp"

namespace rhofield {
namespace {

using testing::DenseMatrix;

/// Soft functions, l up to l_max, one contracted shell; products are smooth on a grid of 0.3 bohr.
GaussianBasis soft_basis(int l_max) {
  std::vector<Shell> hydrogen, oxygen;
  for (int l = 0; l <= l_max; ++l) {
    hydrogen.push_back({l, {0.5 + 0.05 * l}, {1}});
    oxygen.push_back({l, {0.9, 0.5 + 0.05 * l}, {0.4, 1}});
  }
  oxygen.push_back({0, {0.4}, {1}});
  for (auto* list : {&hydrogen, &oxygen})
    for (Shell& shell : *list) normalise(shell);
  return GaussianBasis({{1, hydrogen}, {8, oxygen}});
}

Structure water() {
  Structure s;
  s.numbers = {8, 1, 1};
  s.positions = {{0.1, 0.2, -0.1}, {1.5, 1.2, 0.0}, {-1.3, 1.1, 0.3}};
  return s;
}

Structure cell(std::array<bool, 3> periodic) {
  Structure s = water();
  s.cell = {{{5.2, 0.3, -0.2}, {1.1, 5.6, 0.4}, {-0.6, 0.9, 6.1}}};
  s.periodic = periodic;
  s.positions[2][0] += 5.2, s.positions[2][1] += 0.3, s.positions[2][2] -= 0.2;  // outside the cell
  return s;
}

std::vector<double> random_coefficients(Index count) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  std::vector<double> c(static_cast<std::size_t>(count));
  for (double& x : c) x = normal(random);
  return c;
}

std::vector<Vector3> list_of(const Grid& grid) {
  std::vector<Vector3> points;
  for (Index i = 0; i < grid.counts[0]; ++i)
    for (Index j = 0; j < grid.counts[1]; ++j)
      for (Index k = 0; k < grid.counts[2]; ++k) {
        Vector3& r = points.emplace_back(grid.origin);
        for (std::size_t x = 0; x < 3; ++x)
          r[x] += static_cast<double>(i) * grid.steps[0][x] + static_cast<double>(j) * grid.steps[1][x] +
                  static_cast<double>(k) * grid.steps[2][x];
      }
  return points;
}

Tensor<double, 2> points_of(const Device& device, const Grid& grid) {
  std::vector<double> points;
  for (const Vector3& r : list_of(grid)) points.insert(points.end(), r.begin(), r.end());
  return Tensor<double, 2>::from_host(device, points, {grid.size(), 3});
}

TEST(Grid, AroundAMoleculeHoldsAllAtomsWithTheirMargin) {
  const Grid grid = make_grid(water(), 0.4, 3.0);
  for (std::size_t x = 0; x < 3; ++x) {
    const double last = grid.origin[x] + static_cast<double>(grid.counts[x] - 1) * grid.steps[x][x];
    EXPECT_DOUBLE_EQ(grid.steps[x][x], 0.4);
    for (const Vector3& r : water().positions) {
      EXPECT_LE(grid.origin[x], r[x] - 3.0 + 1e-12);
      EXPECT_GE(last, r[x] + 3.0 - 1e-12);
    }
  }
}

TEST(Grid, OfACellDividesItExactly) {
  const Structure structure = cell({true, true, true});
  const Grid grid = make_grid(structure, 0.5);
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t x = 0; x < 3; ++x)
      EXPECT_NEAR(grid.steps[k][x] * static_cast<double>(grid.counts[k]), structure.cell[k][x], 1e-13);
  EXPECT_EQ(grid.origin, (Vector3{0, 0, 0}));
}

TEST(Grid, SpacingsThatMakeNoSenseAreRefused) {
  testing::expect_error<InvalidInput>([] { (void)make_grid(water(), 0.0); }, {"spacing"});
  testing::expect_error<InvalidInput>([] { (void)make_grid(water(), 0.1, -1.0); }, {"margin"});
  testing::expect_error<InvalidInput>(
      [] { (void)make_grid(water(), 1e-4, 100.0); },
      {"(0.0001 bohr)", "angstrom", " points, the most are 10000000000;", "larger spacing"});
}

TEST(BasisValues, IntegrateToTheAnalyticOverlapUpToTheHighestOrder) {
  const Device device = Device::select("cpu");
  Structure radical = water();
  radical.numbers.pop_back();
  radical.positions.pop_back();
  for (const Structure& structure : {radical, cell({true, true, true}), cell({true, false, true})}) {
    const GaussianBasis basis = soft_basis(structure.any_periodic() ? 3 : 8);
    const Grid grid = make_grid(structure, 0.33, 7.0);
    const auto points = points_of(device, grid);
    const auto values = basis_values(device, basis, structure, points);
    const Index functions = values.extent(1);
    Tensor<double, 2> product(device, {functions, functions});
    LinearAlgebra& algebra = device.backend().linear_algebra();
    const View<const double, 2> v = values.view();
    algebra.gemm(Op::transpose, Op::none, grid.voxel_volume(), matrix(v), matrix(v), 0, matrix(product.view()));
    // The sum over equidistant points converges exponentially; what is left is the tail beyond the margin.
    EXPECT_LT(largest_difference(DenseMatrix(product), DenseMatrix(overlap_matrix(device, basis, structure))), 1e-9);
  }
}

TEST(Density, OnAGridIsTheSumOverBasisValues) {
  const Device device = Device::select("cpu");
  for (const std::array<bool, 3> periodic :
       {std::array{false, false, false}, {true, true, true}, {true, false, true}, {false, true, false}}) {
    const Structure structure = cell(periodic);
    for (const int l_max : {0, 4, 8}) {
      const GaussianBasis basis = soft_basis(l_max);
      const auto coefficients = random_coefficients(basis.functions(structure));
      Grid grid = make_grid(structure, 0.9, 5.0);
      grid.origin[0] -= 0.3;
      const auto density = density_on_grid(device, basis, structure, coefficients, grid);
      const auto points = points_of(device, grid);
      const DenseMatrix values(basis_values(device, basis, structure, points));
      for (Index p = 0; p < grid.size(); ++p) {
        double sum = 0;
        for (Index f = 0; f < values.columns; ++f) sum += values(p, f) * coefficients[static_cast<std::size_t>(f)];
        ASSERT_NEAR(density[static_cast<std::size_t>(p)], sum, 1e-11) << "point " << p;  // 10 to 100 terms below 1e-13
      }
    }
  }
}

/// Grids whose lines and planes are evaluated as products of factors: every cell with the second vector at right angles
/// to the third, turned ones included; the first step need not stand on the others.
TEST(Density, OnGridsOfRectangularPlanesIsTheSumOverBasisValues) {
  const Device device = Device::select("cpu");
  std::mt19937_64 random(11);
  const Matrix3 turn = testing::random_rotation(random);
  const Matrix3 cube{{{5.5, 0, 0}, {0, 6.1, 0}, {0, 0, 5.8}}}, sheared{{{5.5, 0.4, -0.8}, {0, 6.1, 0}, {0, 0, 5.8}}},
      mirrored{{{-5.5, 0, 0}, {0, 6.1, 0}, {0, 0, 5.8}}};
  for (const Matrix3& box : {cube, sheared, mirrored, testing::multiply(cube, turn), testing::multiply(sheared, turn)})
    for (const std::array<bool, 3> periodic : {std::array{true, true, true}, {false, false, false}})
      for (int l_max = 0; l_max <= 8; l_max += periodic[0] ? 3 : 1) {
        Structure structure = water();
        structure.cell = box;
        structure.periodic = periodic;
        const GaussianBasis basis = soft_basis(l_max);
        const auto coefficients = random_coefficients(basis.functions(structure));
        Grid grid{.origin = {0.2, 0.1, -0.3}, .steps = box, .counts = {7, 11, 19}};
        for (std::size_t k = 0; k < 3; ++k)
          for (std::size_t x = 0; x < 3; ++x) {
            grid.origin[x] -= 0.5 * box[k][x];
            grid.steps[k][x] /= static_cast<double>(grid.counts[k]);
          }
        const auto density = density_on_grid(device, basis, structure, coefficients, grid);
        const DenseMatrix values(basis_values(device, basis, structure, points_of(device, grid)));
        double largest = 0, worst = 0;
        for (Index p = 0; p < grid.size(); ++p) {
          double sum = 0;
          for (Index f = 0; f < values.columns; ++f) sum += values(p, f) * coefficients[static_cast<std::size_t>(f)];
          largest = std::max(largest, std::abs(sum));
          worst = std::max(worst, std::abs(sum - density[static_cast<std::size_t>(p)]));
        }
        // Of the largest value: what both leave out, 1e-13 a primitive and image.
        EXPECT_LT(worst, 1e-12 * largest) << "l up to " << l_max;
      }
}

TEST(Density, OfATurnedStructureOnATurnedGridIsTheSame) {
  const Device device = Device::select("cpu");
  std::mt19937_64 random(12);
  const Matrix3 turn = testing::random_rotation(random);
  const GaussianBasis basis = soft_basis(4);
  for (const bool rectangular : {false, true}) {
    Structure structure = cell({true, true, true});
    if (rectangular) structure.cell = {{{5.5, 0, 0}, {0, 6.1, 0}, {0, 0, 5.8}}};
    const auto coefficients = random_coefficients(basis.functions(structure));
    const Grid grid = make_grid(structure, 0.5);
    const auto expected = density_on_grid(device, basis, structure, coefficients, grid);
    const Structure other = testing::turned(structure, turn);
    const Grid other_grid = make_grid(other, 0.5);
    EXPECT_EQ(other_grid.counts, grid.counts);
    const auto density =
        density_on_grid(device, basis, other, testing::turned(coefficients, basis, structure, turn), other_grid);
    double largest = 0, worst = 0;
    for (std::size_t p = 0; p < density.size(); ++p) {
      largest = std::max(largest, std::abs(expected[p]));
      worst = std::max(worst, std::abs(density[p] - expected[p]));
    }
    EXPECT_LT(worst, 1e-11 * largest);  // the coefficients turn with a few roundings each
  }
}

TEST(Density, OfACellHoldsTheChargeOfItsFunctions) {
  const Structure structure = cell({true, true, true});
  const GaussianBasis basis = soft_basis(3);
  const auto coefficients = random_coefficients(basis.functions(structure));
  const auto charges = charge_moments(basis, structure);
  double expected = 0, charge = 0;
  for (std::size_t f = 0; f < charges.size(); ++f) expected += charges[f] * coefficients[f];
  const Grid grid = make_grid(structure, 0.3);
  for (double rho : density_on_grid(Device::select("cpu"), basis, structure, coefficients, grid)) charge += rho;
  EXPECT_NEAR(charge * grid.voxel_volume(), expected, 1e-10);
}

TEST(Density, OnASinglePointOrLineIsThatOfTheGrid) {
  const Structure structure = water();
  const GaussianBasis basis = soft_basis(2);
  const auto coefficients = random_coefficients(basis.functions(structure));
  const Device device = Device::select("cpu");
  const Grid grid = make_grid(structure, 0.7, 2.0);
  const auto all = density_on_grid(device, basis, structure, coefficients, grid);
  Grid line = grid;
  line.counts = {1, 1, grid.counts[2]};
  const auto first = density_on_grid(device, basis, structure, coefficients, line);
  for (std::size_t k = 0; k < first.size(); ++k) EXPECT_NEAR(first[k], all[k], 1e-13);
  line.counts = {1, 1, 1};
  EXPECT_NEAR(density_on_grid(device, basis, structure, coefficients, line).at(0), all[0], 1e-13);
}

TEST(DensityAtPoints, IsThatOfTheGridInMoleculesSlabsAndCells) {
  const Device device = Device::select("cpu");
  for (const std::array<bool, 3> periodic : {std::array{false, false, false}, {true, true, true}, {true, false, true}})
    for (int l_max = 0; l_max <= 8; ++l_max) {
      const Structure structure = cell(periodic);
      const GaussianBasis basis = soft_basis(l_max);
      const auto coefficients = random_coefficients(basis.functions(structure));
      Grid grid = make_grid(structure, 1.7, 2.0);
      grid.origin[1] -= 7.3;  // outside the cell, too
      const auto expected = density_on_grid(device, basis, structure, coefficients, grid);
      const std::vector<Vector3> points = list_of(grid);
      const auto values = density_at_points(device, basis, structure, coefficients, points);
      const auto both = density_at_points(device, basis, structure, coefficients, points, true);
      ASSERT_EQ(values.values.size(), expected.size());
      EXPECT_TRUE(values.gradients.empty());
      for (std::size_t p = 0; p < points.size(); ++p) {
        ASSERT_NEAR(values.values[p], expected[p], 1e-11) << "point " << p;  // as for grids
        ASSERT_NEAR(both.values[p], expected[p], 1e-11) << "point " << p;
      }
    }
}

TEST(DensityAtPoints, HasTheGradientOfItsValues) {
  const Device device = Device::select("cpu");
  for (const std::array<bool, 3> periodic : {std::array{false, false, false}, {true, true, true}, {false, true, false}})
    for (int l_max = 0; l_max <= 8; ++l_max) {
      const Structure structure = cell(periodic);
      const GaussianBasis basis = soft_basis(l_max);
      const auto coefficients = random_coefficients(basis.functions(structure));
      const std::vector<Vector3> points{{0.3, -0.2, 0.9}, structure.positions[0], {9.1, -4, 2.2}};
      const auto gradients = density_at_points(device, basis, structure, coefficients, points, true).gradients;
      // Differences of fourth order: errors h^4 / 30 times the fifth derivative, and roundings of rho over h.
      constexpr double h = 2e-3;
      for (std::size_t p = 0; p < points.size(); ++p)
        for (std::size_t x = 0; x < 3; ++x) {
          std::vector<Vector3> moved(4, points[p]);
          moved[0][x] -= 2 * h, moved[1][x] -= h, moved[2][x] += h, moved[3][x] += 2 * h;
          const auto v = density_at_points(device, basis, structure, coefficients, moved).values;
          const double difference = (8 * (v[2] - v[1]) - (v[3] - v[0])) / (12 * h);
          EXPECT_NEAR(gradients[p][x], difference, 1e-8 * std::max(1.0, std::abs(difference)))
              << "l up to " << l_max << ", point " << p << ", direction " << x;
        }
    }
}

TEST(DensityAtPoints, AcceptsNoPointsAndRefusesThoseThatAreNowhere) {
  const Device device = Device::select("cpu");
  const GaussianBasis basis = soft_basis(1);
  const auto coefficients = random_coefficients(13);
  EXPECT_TRUE(density_at_points(device, basis, water(), coefficients, {}, true).values.empty());
  testing::expect_error<InvalidInput>(
      [&] {
        (void)density_at_points(device, basis, water(), coefficients,
                                std::vector<Vector3>{{0, 0, 0}, {0, INFINITY, 0}});
      },
      {"point 1", "inf"});
}

TEST(GridIntegral, OfASmoothDensityIsItsChargeAtAFifthOfABohr) {
  const Device device = Device::select("cpu");
  for (const std::array<bool, 3> periodic :
       {std::array{true, true, true}, {true, false, true}, {false, false, false}}) {
    const Structure structure = cell(periodic);
    const GaussianBasis basis = soft_basis(3);
    const auto coefficients = random_coefficients(basis.functions(structure));
    const auto charges = charge_moments(basis, structure);
    const double expected = std::inner_product(charges.begin(), charges.end(), coefficients.begin(), 0.0);
    const Grid grid = make_grid(structure, 0.2, 8.0);
    const double found = integrate(grid, density_on_grid(device, basis, structure, coefficients, grid));
    EXPECT_NEAR(found, expected, 1e-6);  // what is asked for
  }
}

TEST(GridIntegral, OfADensityIsEnforcedByOneFactor) {
  const Grid grid{.origin = {}, .steps = {{{0.5, 0, 0}, {0, 0.5, 0}, {0.1, 0, 0.5}}}, .counts = {2, 2, 2}};
  const std::vector<double> values{1, 2, 3, 4, 0.5, 0, 1e-3, -0.01};
  std::vector<double> scaled = values;
  const double factor = normalise_charge(grid, scaled, 10.0);
  EXPECT_NEAR(integrate(grid, scaled), 10.0, 1e-13);
  for (std::size_t p = 0; p < values.size(); ++p) EXPECT_DOUBLE_EQ(scaled[p], factor * values[p]);
  std::vector<double> induced{1, 2, 3, 4, -1, -2, -3, -3.9};
  const std::vector<double> before = induced;
  testing::expect_error<InvalidInput>([&] { normalise_charge(grid, induced, 10.0); },
                                      {"no density", "1.25", "-1.2375"});
  EXPECT_EQ(induced, before);
  testing::expect_error<InvalidInput>([&] { normalise_charge(grid, scaled, -1.0); }, {"-1 electrons", "positive"});
  testing::expect_error<InvalidInput>([&] { (void)integrate(grid, std::vector<double>(7)); }, {"8 points", "7 values"});
}

TEST(Density, NeedsAGridThatIsThere) {
  const GaussianBasis basis = soft_basis(1);
  const auto coefficients = random_coefficients(13);
  const auto refuses = [&](const Grid& grid, std::initializer_list<std::string> parts) {
    testing::expect_error<InvalidInput>(
        [&] { (void)density_on_grid(Device::select("cpu"), basis, water(), coefficients, grid); }, parts);
  };
  refuses({.counts = {3, 3, 3}}, {"step 0", "(0, 0, 0)", "3 points", "not zero"});
  Grid grid = make_grid(water(), 1.0);
  grid.steps[1][2] = std::nan("");
  refuses(grid, {"step 1", "nan", "finite"});
  grid = make_grid(water(), 1.0);
  grid.origin[0] = INFINITY;
  refuses(grid, {"origin", "inf"});
  grid = make_grid(water(), 1.0);
  grid.counts[2] = 0;
  refuses(grid, {"at least one point", "got 0", "step 2"});
}

TEST(Density, NeedsOneFiniteCoefficientForEachFunction) {
  const GaussianBasis basis = soft_basis(1);
  const Grid grid = make_grid(water(), 1.0);
  const Device device = Device::select("cpu");
  std::vector<double> coefficients(3, 1.0);
  testing::expect_error<InvalidInput>([&] { (void)density_on_grid(device, basis, water(), coefficients, grid); },
                                      {"13", "3"});
  coefficients.assign(13, std::nan(""));
  testing::expect_error<InvalidInput>([&] { (void)density_on_grid(device, basis, water(), coefficients, grid); },
                                      {"finite"});
}

}  // namespace
}  // namespace rhofield
