// Populations and multipole moments: sums over a grid, rotations, other origins.
#include "rhofield/observables/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "rhofield/error.hpp"
#include "rhofield/observables/grid.hpp"
#include "support/errors.hpp"
#include "support/random_structures.hpp"
#include "support/turned.hpp"

namespace rhofield {
namespace {

GaussianBasis soft_basis() {
  std::vector<Shell> hydrogen{{0, {0.45}, {1}}}, oxygen{{0, {0.4}, {1}}, {0, {1.1, 0.6}, {0.5, 1}}};
  for (int l = 1; l <= 4; ++l) {
    hydrogen.push_back({l, {0.5 + 0.05 * l}, {1}});
    oxygen.push_back({l, {0.9, 0.5 + 0.05 * l}, {0.4, 1}});
  }
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

std::vector<double> random_coefficients() {
  testing::Random random(3);
  std::vector<double> c(static_cast<std::size_t>(soft_basis().functions(water())));
  for (double& x : c) x = testing::uniform(random, -1, 1);
  return c;
}

TEST(Multipoles, OfValuesOnAGridAreThoseOfTheirCoefficients) {
  const auto c = random_coefficients();
  const Vector3 origin{0.4, -0.3, 0.2};
  Cores cores{.charges = {6.0, 1.0, 1.0}, .width = 0.3};
  const Multipoles exact = multipoles(soft_basis(), water(), c, cores, origin);
  Grid grid = make_grid(water(), 0.33, 8.0);
  grid.steps[0][1] = 0.02;  // a grid need not be straight
  grid.origin[1] -= 0.3;
  const auto rho = density_on_grid(Device::select("cpu"), soft_basis(), water(), c, grid);
  const Multipoles found = multipoles(grid, rho, water(), cores, origin);
  EXPECT_NEAR(found.electrons, exact.electrons, 1e-6);
  EXPECT_NEAR(found.charge, exact.charge, 1e-6);
  for (std::size_t a = 0; a < 3; ++a) {
    EXPECT_NEAR(found.dipole[a], exact.dipole[a], 1e-5);
    for (std::size_t b = 0; b < 3; ++b) EXPECT_NEAR(found.quadrupole[a][b], exact.quadrupole[a][b], 1e-4);
  }
  testing::expect_error<InvalidInput>([&] { (void)multipoles(grid, std::span(rho).first(7), water(), cores); },
                                      {"7 values", std::to_string(grid.size())});
}

TEST(Multipoles, AreTheMomentsOfTheDensityOnAGrid) {
  const auto c = random_coefficients();
  const Vector3 origin{0.4, -0.3, 0.2};
  const Grid grid = make_grid(water(), 0.33, 8.0);
  const auto rho = density_on_grid(Device::select("cpu"), soft_basis(), water(), c, grid);
  double electrons = 0;
  Vector3 dipole{};
  Matrix3 second{};
  for (std::size_t p = 0; p < rho.size(); ++p) {
    const auto n2 = static_cast<std::size_t>(grid.counts[2]), n1 = static_cast<std::size_t>(grid.counts[1]);
    const std::array<double, 3> i{static_cast<double>(p / n2 / n1), static_cast<double>(p / n2 % n1),
                                  static_cast<double>(p % n2)};
    Vector3 r{};
    for (std::size_t x = 0; x < 3; ++x) r[x] = grid.origin[x] + i[x] * grid.steps[x][x] - origin[x];
    const double charge = rho[p] * grid.voxel_volume();
    electrons += charge;
    for (std::size_t a = 0; a < 3; ++a) {
      dipole[a] -= charge * r[a];
      for (std::size_t b = 0; b < 3; ++b) second[a][b] -= charge * r[a] * r[b];
    }
  }
  const Multipoles moments = multipoles(soft_basis(), water(), c, {.charges = {0, 0, 0}}, origin);
  EXPECT_NEAR(moments.electrons, electrons, 1e-9);  // the sum converges exponentially; tails beyond the margin
  EXPECT_NEAR(moments.charge, -electrons, 1e-9);
  for (std::size_t a = 0; a < 3; ++a) {
    EXPECT_NEAR(moments.dipole[a], dipole[a], 1e-8);
    for (std::size_t b = 0; b < 3; ++b) {
      EXPECT_NEAR(moments.second_moment[a][b], second[a][b], 1e-7);
      const double trace = second[0][0] + second[1][1] + second[2][2];
      EXPECT_NEAR(moments.quadrupole[a][b], 1.5 * second[a][b] - (a == b ? 0.5 * trace : 0), 1e-7);
    }
  }
}

TEST(Multipoles, OfCoresAreThoseOfPointsAndTheirWidths) {
  const std::vector<double> none(static_cast<std::size_t>(soft_basis().functions(water())), 0.0);
  const Multipoles moments = multipoles(soft_basis(), water(), none, {.charges = {6, 1, 1}, .width = 0.5});
  EXPECT_DOUBLE_EQ(moments.charge, 8);
  EXPECT_NEAR(moments.dipole[0], 6 * 0.1 + 1.5 - 1.3, 1e-14);
  EXPECT_NEAR(moments.second_moment[0][1], 6 * 0.1 * 0.2 + 1.5 * 1.2 - 1.3 * 1.1, 1e-14);
  EXPECT_NEAR(moments.second_moment[0][0], 6 * 0.01 + 1.5 * 1.5 + 1.3 * 1.3 + 8 * 0.25, 1e-14);
}

TEST(Multipoles, TurnWithTheMolecule) {
  const auto c = random_coefficients();
  const Multipoles expected = multipoles(soft_basis(), water(), c, nuclei(water()));
  for (const Matrix3& rotation : testing::some_rotations()) {
    const Structure turned = testing::turned(water(), rotation);
    const Multipoles moments =
        multipoles(soft_basis(), turned, testing::turned(c, soft_basis(), water(), rotation), nuclei(turned));
    const Vector3 dipole = testing::multiply(rotation, expected.dipole);
    for (std::size_t a = 0; a < 3; ++a) {
      EXPECT_NEAR(moments.dipole[a], dipole[a], 1e-12);
      for (std::size_t b = 0; b < 3; ++b) {
        double quadrupole = 0;
        for (std::size_t i = 0; i < 3; ++i)
          for (std::size_t j = 0; j < 3; ++j) quadrupole += rotation[a][i] * expected.quadrupole[i][j] * rotation[b][j];
        EXPECT_NEAR(moments.quadrupole[a][b], quadrupole, 1e-12);
      }
    }
  }
}

TEST(Populations, AddUpToTheElectronsAndBelongToTheAtomsOfTheirFunctions) {
  auto c = random_coefficients();
  const auto populations = atomic_populations(soft_basis(), water(), c);
  const Multipoles moments = multipoles(soft_basis(), water(), c, nuclei(water()));
  EXPECT_NEAR(populations[0] + populations[1] + populations[2], moments.electrons, 1e-13);
  const auto first_of_last = static_cast<std::size_t>(soft_basis().functions(8) + soft_basis().functions(1));
  c[first_of_last] += 0.5;
  const auto changed = atomic_populations(soft_basis(), water(), c);
  EXPECT_EQ(changed[0], populations[0]);
  EXPECT_EQ(changed[1], populations[1]);
  EXPECT_NEAR(changed[2] - populations[2], 0.5 * charge_moments(soft_basis(), water())[first_of_last], 1e-14);
}

TEST(Multipoles, OfPeriodicStructuresAndWrongCoresAreRefused) {
  const auto c = random_coefficients();
  Structure slab = water();
  slab.cell = {{{6, 0, 0}, {0, 6, 0}, {0, 0, 0}}};
  slab.periodic = {true, true, false};
  testing::expect_error<InvalidInput>([&] { (void)multipoles(soft_basis(), slab, c, nuclei(slab)); },
                                      {"2 direction(s)", "where its cell begins"});
  testing::expect_error<InvalidInput>([&] { (void)multipoles(soft_basis(), water(), c, {}); },
                                      {"3 atoms", "0 core charges"});
}

}  // namespace
}  // namespace rhofield
