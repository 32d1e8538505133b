// Charges of atoms from densities on grids: what is put on an atom is found there, sums are conserved, and weights
// equal those of all atoms and images written out.
#include "rhofield/observables/partition.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/random_structures.hpp"

namespace rhofield {
namespace {

const std::map<int, std::vector<double>> free_atoms{{1, {0.4}}, {8, {1.5, 2.0}}};
const std::map<int, double> radii{{1, 0.5}, {8, 1.1}};

GaussianBasis soft_basis() {
  std::vector<Shell> hydrogen{{0, {0.6}, {1}}, {1, {0.7}, {1}}}, oxygen{{0, {0.5}, {1}}, {0, {1.2, 0.8}, {0.4, 1}}};
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

Structure crystal() {
  Structure s = water();
  s.cell = {{{5.2, 0.3, -0.2}, {1.1, 5.6, 0.4}, {-0.6, 0.9, 6.1}}};
  s.periodic = {true, true, true};
  s.positions[2][0] += 5.2, s.positions[2][1] += 0.3, s.positions[2][2] -= 0.2;  // outside the cell
  return s;
}

/// Coefficients of free atoms side by side.
std::vector<double> superposition(const Structure& structure) {
  std::vector<double> c;
  for (int number : structure.numbers) {
    const auto& s = free_atoms.at(number);
    c.insert(c.end(), s.begin(), s.end());
    c.resize(c.size() + static_cast<std::size_t>(soft_basis().functions(number)) - s.size(), 0.0);
  }
  return c;
}

Partition hirshfeld() { return {.kind = PartitionKind::hirshfeld, .atoms = promolecule(soft_basis(), free_atoms)}; }
std::vector<Partition> all_kinds() {
  return {hirshfeld(), {.kind = PartitionKind::becke, .radii = radii}, {.kind = PartitionKind::voronoi}};
}

/// A core that no affordable grid resolves, inside a valence density.
GaussianBasis basis_with_core() {
  std::vector<Shell> hydrogen{{0, {0.6}, {1}}}, oxygen{{0, {2000.0, 150.0, 1.3}, {9, 5, 0.4}}, {0, {0.7}, {1}}};
  for (auto* list : {&hydrogen, &oxygen})
    for (Shell& shell : *list) normalise(shell);
  return GaussianBasis({{1, hydrogen}, {8, oxygen}});
}

TEST(Partition, CoresDoNotHaveToBeResolvedByTheGrid) {
  const Device device = Device::select("cpu");
  const GaussianBasis basis = basis_with_core();
  const std::vector<double> c{60.0, 1.6, 0.4, 0.4};
  const std::vector<double> moments = charge_moments(basis, water());
  const double all = std::inner_product(c.begin(), c.end(), moments.begin(), 0.0);
  for (const Partition& partition : {Partition{.kind = PartitionKind::becke, .radii = radii}, hirshfeld()}) {
    const Grid coarse = make_grid(water(), 0.33, 8.0), fine = make_grid(water(), 0.27, 8.0);
    const auto a = electrons_by_atom(device, basis, water(), c, coarse, partition).atoms;
    const auto b = electrons_by_atom(device, basis, water(), c, fine, partition).atoms;
    EXPECT_NEAR(std::accumulate(a.begin(), a.end(), 0.0), all, 1e-4);
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-5 * all) << "atom " << i;
  }
  // The same sum without taking them apart.
  const Grid coarse = make_grid(water(), 0.33, 8.0);
  EXPECT_GT(std::abs(integrate(coarse, density_on_grid(device, basis, water(), c, coarse)) - all), 0.05);
}

TEST(Hirshfeld, FindsTheElectronsOfFreeAtomsThatStandSideBySide) {
  for (const Structure& structure : {water(), crystal()}) {
    const auto c = superposition(structure);
    const Grid grid = make_grid(structure, 0.33, 8.0);
    const auto rho = density_on_grid(Device::select("cpu"), soft_basis(), structure, c, grid);
    const AtomicIntegrals electrons = integrate_by_atom(structure, grid, rho, hirshfeld());
    const auto expected = atomic_populations(soft_basis(), structure, c);
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_NEAR(electrons.atoms[i], expected[i], 1e-8) << "atom " << i;
    EXPECT_NEAR(electrons.unassigned, 0, 1e-9);
    Cores cores{.charges = {6, 1, 1}};
    const auto charges = partition_charges(structure, cores, grid, rho, hirshfeld());
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(charges[i], cores.charges[i] - expected[i], 1e-8);
  }
}

TEST(Partition, OfAnyKindConservesTheIntegral) {
  testing::Random random(2);
  for (const Structure& structure : {water(), crystal()}) {
    auto c = superposition(structure);
    for (double& x : c) x += testing::uniform(random, -0.3, 0.3);
    const Grid grid = make_grid(structure, 0.5, 7.0);
    const auto rho = density_on_grid(Device::select("cpu"), soft_basis(), structure, c, grid);
    const double total = grid.voxel_volume() * std::accumulate(rho.begin(), rho.end(), 0.0);
    for (const Partition& partition : all_kinds()) {
      const AtomicIntegrals parts = integrate_by_atom(structure, grid, rho, partition);
      EXPECT_NEAR(std::accumulate(parts.atoms.begin(), parts.atoms.end(), parts.unassigned), total, 1e-12);
    }
  }
}

TEST(Partition, DoesNotSeeWhichImageAnAtomIsOrHowManyThreadsWork) {
  const auto c = superposition(crystal());
  const Grid grid = make_grid(crystal(), 0.5);
  const auto rho = density_on_grid(Device::select("cpu"), soft_basis(), crystal(), c, grid);
  Structure moved = crystal();
  for (std::size_t x = 0; x < 3; ++x) moved.positions[0][x] += 2 * moved.cell[0][x] - moved.cell[2][x];
  for (const Partition& partition : all_kinds()) {
    const auto expected = integrate_by_atom(crystal(), grid, rho, partition);
    const auto values = integrate_by_atom(moved, grid, rho, partition);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(values.atoms[i], expected.atoms[i], 1e-10);
    Device::use_threads(3);
    EXPECT_EQ(integrate_by_atom(crystal(), grid, rho, partition).atoms, expected.atoms);
    Device::use_threads(0);
  }
}

/// Becke's formulas over the atoms of a block of 7^3 cells that count, one point at a time.
std::vector<double> weights_written_out(const Structure& cell, const Vector3& r, bool becke, double margin) {
  std::vector<Vector3> positions;
  std::vector<std::size_t> atom;
  for (int a = -3; a <= 3; ++a)
    for (int b = -3; b <= 3; ++b)
      for (int c = -3; c <= 3; ++c)
        for (std::size_t i = 0; i < cell.positions.size(); ++i) {
          Vector3 x = cell.positions[i];
          for (std::size_t d = 0; d < 3; ++d) x[d] += a * cell.cell[0][d] + b * cell.cell[1][d] + c * cell.cell[2][d];
          positions.push_back(x);
          atom.push_back(i);
        }
  const auto distance = [](const Vector3& x, const Vector3& y) {
    return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
  };
  std::vector<double> weights(cell.positions.size(), 0.0);
  double sum = 0;
  std::size_t nearest = 0;
  for (std::size_t i = 0; i < positions.size(); ++i)
    if (distance(r, positions[i]) < distance(r, positions[nearest])) nearest = i;
  const double limit = distance(r, positions[nearest]) + margin;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    double p = becke && distance(r, positions[i]) <= limit ? 1 : 0;
    for (std::size_t j = 0; j < positions.size() && p > 1e-20; ++j) {
      if (i == j || distance(r, positions[j]) > limit) continue;
      const double mu = (distance(r, positions[i]) - distance(r, positions[j])) / distance(positions[i], positions[j]);
      const double ratio = radii.at(cell.numbers[atom[i]]) / radii.at(cell.numbers[atom[j]]);
      const double u = (ratio - 1) / (ratio + 1);
      double nu = mu + std::min(0.5, std::max(-0.5, u / (u * u - 1))) * (1 - mu * mu);
      for (int k = 0; k < 3; ++k) nu = 1.5 * nu - 0.5 * nu * nu * nu;
      p *= 0.5 * (1 - nu);
    }
    weights[atom[i]] += p;
    sum += p;
  }
  if (!becke) weights[atom[nearest]] = sum = 1;
  for (double& w : weights) w /= sum;
  return weights;
}

TEST(Partition, WeightsOfACellAreThoseOfImagesWrittenOut) {
  const Structure cell = crystal();
  testing::Random random(4);
  for (int trial = 0; trial < 20; ++trial) {
    Grid point{.origin = {}, .steps = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, .counts = {1, 1, 1}};
    for (double& x : point.origin) x = testing::uniform(random, -3, 6);
    for (const bool becke : {true, false}) {
      const Partition partition{.kind = becke ? PartitionKind::becke : PartitionKind::voronoi,
                                .radii = becke ? radii : std::map<int, double>{}};
      const auto values = integrate_by_atom(cell, point, std::vector<double>{1.0}, partition).atoms;
      const auto expected = weights_written_out(cell, point.origin, becke, partition.margin);
      // Products below 1e-14 are dropped, of sums that may be a thousandth.
      for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(values[i], expected[i], 1e-10) << "point " << trial;
    }
  }
}

/// Steps of equal radii fall as (r_A / r_B)^8; there are as many centres at r_B as its square.
TEST(Becke, CentresBeyondTheMarginChangeChargesByLessThanAThousandthWithEqualRadii) {
  const auto c = superposition(crystal());
  const Grid grid = make_grid(crystal(), 0.6);
  const auto rho = density_on_grid(Device::select("cpu"), soft_basis(), crystal(), c, grid);
  const auto near = integrate_by_atom(crystal(), grid, rho, {}).atoms;
  const auto far = integrate_by_atom(crystal(), grid, rho, {.margin = 20}).atoms;
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(near[i], far[i], 1e-3 * near[i]) << "atom " << i;
}

TEST(Voronoi, SharesPointsThatAreAsNearToTwoAtoms) {
  const Structure pair{{1, 1}, {{-1, 0, 0}, {1, 0, 0}}};
  const Grid plane{.origin = {0, -1, 0}, .steps = {{{1, 0, 0}, {0, 0.5, 0}, {0, 0, 1}}}, .counts = {1, 5, 1}};
  const auto parts = integrate_by_atom(pair, plane, std::vector<double>(5, 2.0), {.kind = PartitionKind::voronoi});
  EXPECT_DOUBLE_EQ(parts.atoms[0], 2.5);
  EXPECT_DOUBLE_EQ(parts.atoms[1], 2.5);
}

TEST(Becke, AWallMovesTowardsTheSmallerAtom) {
  const Structure pair{{1, 8}, {{-1, 0, 0}, {1, 0, 0}}};
  const Grid middle{.origin = {0, 0.3, 0}, .steps = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, .counts = {1, 1, 1}};
  const std::vector<double> one{1.0};
  EXPECT_DOUBLE_EQ(integrate_by_atom(pair, middle, one, {}).atoms[0], 0.5);
  EXPECT_LT(integrate_by_atom(pair, middle, one, {.radii = radii}).atoms[0], 0.2);
}

TEST(Fragments, HoldTheSumOfTheirAtomsAndWhatNobodyReachesIsTold) {
  const AtomicIntegrals parts{{1.0, 2.0, 4.0}, 0.5};
  EXPECT_DOUBLE_EQ(fragment_integral(parts, std::vector<Index>{0, 2}), 5.0);
  EXPECT_DOUBLE_EQ(fragment_integral(parts, {}), 0.0);
  testing::expect_error<InvalidInput>([&] { (void)fragment_integral(parts, std::vector<Index>{3}); }, {"atom 3", "3"});
  testing::expect_error<InvalidInput>(
      [&] {
        (void)fragment_integral(parts, std::vector<Index>{1, 1});
      },
      {"atom 1", "twice"});
  const Grid far{.origin = {60, 0, 0}, .steps = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, .counts = {1, 1, 1}};
  const auto nobody = integrate_by_atom(water(), far, std::vector<double>{3.0}, hirshfeld());
  EXPECT_DOUBLE_EQ(nobody.unassigned, 3.0);
  EXPECT_EQ(nobody.atoms, (std::vector<double>{0, 0, 0}));
}

TEST(Partition, SaysWhatItNeeds) {
  const Grid grid = make_grid(water(), 1.0);
  const std::vector<double> values(static_cast<std::size_t>(grid.size()), 1.0);
  const auto refuses = [&](const Partition& partition, std::initializer_list<std::string> parts) {
    testing::expect_error<InvalidInput>([&] { (void)integrate_by_atom(water(), grid, values, partition); }, parts);
  };
  refuses({.kind = PartitionKind::hirshfeld}, {"free atom for O", "every element"});
  refuses({.radii = {{8, 1.0}}}, {"radius for H"});
  refuses({.radii = {{8, 1.0}, {1, -1.0}}}, {"radius of H", "-1"});
  refuses({.kind = PartitionKind::voronoi, .radii = radii}, {"only Becke's"});
  refuses({.smoothing = 0}, {"smoothing", "0", "1 to 10"});
  refuses({.margin = 0}, {"margin", "0 bohr"});
  testing::expect_error<InvalidInput>([&] { (void)integrate_by_atom(water(), grid, std::vector<double>(5), {}); },
                                      {"5 values", "points"});
  testing::expect_error<InvalidInput>(
      [&] {
        (void)promolecule(soft_basis(), {{8, {1.0}}});
      },
      {"O", "2 s functions", "1 coefficients"});
}

}  // namespace
}  // namespace rhofield
