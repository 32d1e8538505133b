// Potentials and fields: closed forms and quadrature of single functions, Poisson's equation, derivatives, far fields,
// and in cells an independent Ewald sum, the energy, and one result whatever way it is computed.
#include "rhofield/observables/potential.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "rhofield/angular/real_spherical_harmonics.hpp"
#include "rhofield/error.hpp"
#include "rhofield/observables/point_charges.hpp"
#include "rhofield/units.hpp"
#include "support/errors.hpp"
#include "support/random_structures.hpp"
#include "support/turned.hpp"

namespace rhofield {
namespace {

const Device& cpu() {
  static const Device device = Device::select("cpu");
  return device;
}

/// Soft functions, l up to l_max, for sums over grids; `sharp` adds an exponent of 40 and one of 3000 to oxygen.
GaussianBasis basis(int l_max, bool sharp = false) {
  std::vector<Shell> hydrogen, oxygen;
  for (int l = 0; l <= l_max; ++l) {
    hydrogen.push_back({l, {0.5 + 0.05 * l}, {1}});
    oxygen.push_back({l, {0.9, 0.5 + 0.05 * l}, {0.4, 1}});
  }
  oxygen.push_back({0, {0.4}, {1}});
  if (sharp) oxygen.push_back({0, {3000.0, 40.0}, {1, 0.5}});
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

std::vector<double> random_coefficients(const GaussianBasis& basis, const Structure& structure) {
  testing::Random random(3);
  std::vector<double> c(static_cast<std::size_t>(basis.functions(structure)));
  for (double& x : c) x = testing::uniform(random, -1, 1);
  return c;
}

std::vector<Vector3> random_points(int count, double reach) {
  testing::Random random(5);
  std::vector<Vector3> points(static_cast<std::size_t>(count));
  for (Vector3& r : points)
    for (double& x : r) x = testing::uniform(random, -reach, reach);
  return points;
}

PotentialOptions hartree(bool field = false) {
  return {.kind = PotentialKind::hartree, .cores = {}, .field = field, .precision = 1e-11};
}
PotentialOptions with_nuclei(const Structure& structure, double width, bool field) {
  return {.cores = {.charges = nuclei(structure).charges, .width = width}, .field = field, .precision = 1e-11};
}

/// Simpson's rule.
double integral(double from, double to, const std::function<double(double)>& f) {
  constexpr int intervals = 12000;
  const double h = (to - from) / intervals;
  double sum = f(from) + f(to);
  for (int k = 1; k < intervals; ++k) sum += (k % 2 == 1 ? 4 : 2) * f(from + k * h);
  return sum * h / 3;
}

TEST(Potential, OfOneFunctionOfAnyOrderIsItsRadialIntegral) {
  Structure atom;
  atom.numbers = {1};
  atom.positions = {{0.3, -0.2, 0.1}};
  const Vector3 direction{2.0 / 7, -3.0 / 7, 6.0 / 7};
  for (int l = 0; l <= GaussianBasis::maximum_l; ++l)
    for (const double a : {0.3, 5.0, 200.0}) {
      Shell shell{l, {a}, {1}};
      normalise(shell);
      const double norm = shell.coefficients[0];
      const GaussianBasis one({{1, {shell}}});
      std::vector<double> c(static_cast<std::size_t>(2 * l + 1), 0.0);
      const auto m = static_cast<std::size_t>(l / 2);
      c[m] = 1;
      Tensor<double, 2> harmonics(cpu(), {1, (l + 1) * (l + 1)});
      real_spherical_harmonics(cpu(), l, View<const double, 2>(direction.data(), {1, 3}), harmonics);
      const double y = harmonics.view()(0, l * l + static_cast<Index>(m));
      std::vector<Vector3> points;
      std::vector<double> expected;
      for (const double x : {0.0, 0.1, 0.5, 1.0, 2.0, 4.0, 7.99, 8.01, 8.93, 8.95, 40.0, 1e4}) {  // sqrt(T)
        const double r = x / std::sqrt(a), end = 13 / std::sqrt(a);
        points.push_back({atom.positions[0][0] + r * direction[0], atom.positions[0][1] + r * direction[1],
                          atom.positions[0][2] + r * direction[2]});
        const double inside = integral(0, std::min(r, end), [&](double s) {
          return r == 0 ? 0.0 : std::pow(s / r, l + 1) * std::pow(s, l + 1) * std::exp(-a * s * s);
        });
        const double outside =
            r >= end ? 0.0 : integral(r, end, [&](double s) { return std::pow(r, l) * s * std::exp(-a * s * s); });
        expected.push_back(4 * pi / (2 * l + 1) * norm * y * (inside + outside));
      }
      const auto values = potential_at_points(cpu(), one, atom, c, points, hartree()).potential;
      double scale = 0;
      for (double v : expected) scale = std::max(scale, std::abs(v));
      for (std::size_t p = 0; p < points.size(); ++p) {
        EXPECT_NEAR(values[p], expected[p], 1e-11 * scale) << "l " << l << ", a " << a << ", point " << p;
        EXPECT_NEAR(values[p], expected[p], 1e-6 * std::abs(expected[p])) << "l " << l << ", a " << a;  // Simpson's
      }
    }
}

TEST(Potential, OfCoresIsThatOfPointsOrOfGaussiansMinusTheElectrons) {
  const Structure atom{{1}, {{0, 0, 0}}};
  const GaussianBasis one = basis(0);
  const double a = 0.5, q = charge_moments(one, atom)[0], width = 0.25;
  const std::vector<double> c{0.7};
  const std::vector<Vector3> points{{0.4, 0, 0}, {0, -2, 0}, {0, 3, 4}, {30, 0, 0}};
  for (const double w : {0.0, width}) {
    const auto values = potential_at_points(cpu(), one, atom, c, points, with_nuclei(atom, w, false)).potential;
    for (std::size_t p = 0; p < points.size(); ++p) {
      const double r = std::hypot(points[p][0], points[p][1], points[p][2]);
      const double core = w == 0 ? 1 / r : std::erf(r / (std::sqrt(2) * w)) / r;
      EXPECT_NEAR(values[p], core - 0.7 * q * std::erf(std::sqrt(a) * r) / r, 1e-14);
    }
  }
}

/// Fourth-order differences of step h have an error of order h^4 V^(5)/30; what is sharp is kept 0.3 bohr away.
TEST(Field, IsMinusTheGradientOfThePotentialInMoleculesAndCells) {
  constexpr double h = 0.004;
  for (const Structure& structure : {water(), crystal()})
    for (const double width : {0.0, 0.4}) {
      const int l_max = structure.any_periodic() ? 4 : 8;
      const GaussianBasis functions = basis(l_max);
      const auto c = random_coefficients(functions, structure);
      const auto points = random_points(40, 4.0);
      const auto options = with_nuclei(structure, width, true);
      const auto centre = potential_at_points(cpu(), functions, structure, c, points, options);
      auto without = options;
      without.field = false;
      double scale = 0;
      for (const Vector3& e : centre.field)
        for (double x : e) scale = std::max(scale, std::abs(x));
      for (std::size_t x = 0; x < 3; ++x) {
        std::array<std::vector<double>, 4> moved;
        for (std::size_t s = 0; s < 4; ++s) {
          auto shifted = points;
          for (Vector3& r : shifted) r[x] += std::array{-2 * h, -h, h, 2 * h}[s];
          moved[s] = potential_at_points(cpu(), functions, structure, c, shifted, without).potential;
        }
        for (std::size_t p = 0; p < points.size(); ++p) {
          const double gradient = (moved[0][p] - 8 * moved[1][p] + 8 * moved[2][p] - moved[3][p]) / (12 * h);
          EXPECT_NEAR(centre.field[p][x], -gradient, 2e-7 * scale) << "point " << p << ", core width " << width;
        }
      }
    }
}

TEST(Potential, OfAMoleculeTurnsWithIt) {
  const GaussianBasis functions = basis(8);
  const auto c = random_coefficients(functions, water());
  const auto points = random_points(20, 5.0);
  const auto expected = potential_at_points(cpu(), functions, water(), c, points, with_nuclei(water(), 0, true));
  for (const Matrix3& rotation : testing::some_rotations()) {
    const Structure turned = testing::turned(water(), rotation);
    auto turned_points = points;
    for (Vector3& r : turned_points) r = testing::multiply(rotation, r);
    const auto values = potential_at_points(cpu(), functions, turned, testing::turned(c, functions, water(), rotation),
                                            turned_points, with_nuclei(turned, 0, true));
    for (std::size_t p = 0; p < points.size(); ++p) {
      EXPECT_NEAR(values.potential[p], expected.potential[p], 1e-12 * std::abs(expected.potential[p]) + 1e-12);
      const Vector3 field = testing::multiply(rotation, expected.field[p]);
      for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(values.field[p][x], field[x], 1e-11);
    }
  }
}

TEST(Potential, FarAwayIsThatOfChargeDipoleAndQuadrupole) {
  const GaussianBasis functions = basis(3, true);
  const auto c = random_coefficients(functions, water());
  const Cores cores{nuclei(water()).charges, 0.3};
  const Multipoles moments = multipoles(functions, water(), c, cores, {0.5, -0.2, 0.1});
  // What is left is the octupole: it falls by 16 when the distance doubles, where a wrong quadrupole would leave 8.
  for (const Vector3& n : {Vector3{1, 0, 0}, {0, -1, 0}, {0.48, 0.6, 0.64}}) {
    std::array<double, 2> left{};
    for (std::size_t k = 0; k < 2; ++k) {
      const double r = k == 0 ? 200 : 400;
      const Vector3 point{0.5 + r * n[0], -0.2 + r * n[1], 0.1 + r * n[2]};
      left[k] = potential_at_points(cpu(), functions, water(), c, std::span(&point, 1), {.cores = cores}).potential[0] -
                multipole_potential(moments, point);
    }
    EXPECT_NEAR(left[0] / left[1], 16, 0.5);
  }
}

/// Point charges on atoms, seen where one has no charge, by the sum of point_charges.cpp that shares no code.
TEST(CellPotential, OfPointChargesEqualsEwaldsSum) {
  Structure cell = crystal();
  const GaussianBasis none({{1, {}}, {8, {}}});
  for (std::size_t without = 0; without < 3; ++without) {
    cell.charges = {-1.7, 0.6, 0.9};
    cell.charges[without] = 0;
    const auto expected = point_charge_energy(cpu(), cell).potentials[without];
    const auto values = potential_at_points(cpu(), none, cell, {}, std::span(&cell.positions[without], 1),
                                            {.cores = {.charges = cell.charges, .width = 0}, .precision = 1e-12});
    EXPECT_NEAR(values.potential[0], expected, 1e-11);
    EXPECT_EQ(values.notes.size(), 1U);  // the charge that is left
  }
}

TEST(CellPotential, SolvesPoissonsEquationWithABackground) {
  const GaussianBasis functions = basis(3);
  const auto c = random_coefficients(functions, crystal());
  constexpr double h = 0.02;
  const auto centres = random_points(30, 6.0);
  double total = 0;
  const auto q = charge_moments(functions, crystal());
  for (std::size_t f = 0; f < q.size(); ++f) total += q[f] * c[f];
  const double volume =
      std::abs(make_grid(crystal(), 1.0).voxel_volume() * static_cast<double>(make_grid(crystal(), 1.0).size()));
  std::vector<double> flat;
  for (const Vector3& r : centres) flat.insert(flat.end(), r.begin(), r.end());
  const auto points = Tensor<double, 2>::from_host(cpu(), flat, {30, 3});
  const auto values = basis_values(cpu(), functions, crystal(), points).to_host();
  const auto at = [&](const std::vector<Vector3>& where) {
    return potential_at_points(cpu(), functions, crystal(), c, where, hartree()).potential;
  };
  const auto middle = at(centres);
  std::vector<double> laplacian(centres.size(), 0.0);
  for (std::size_t x = 0; x < 3; ++x)
    for (const auto& [step, weight] : {std::pair{1.0, 1.5}, {2.0, -0.15}, {3.0, 1.0 / 90}})  // sixth order
      for (const double sign : {-1.0, 1.0}) {
        auto moved = centres;
        for (Vector3& r : moved) r[x] += sign * step * h;
        const auto v = at(moved);
        for (std::size_t p = 0; p < v.size(); ++p) laplacian[p] += weight * (v[p] - middle[p]) / (h * h);
      }
  for (std::size_t p = 0; p < centres.size(); ++p) {
    double density = 0;
    for (std::size_t f = 0; f < c.size(); ++f) density += c[f] * values[p * c.size() + f];
    EXPECT_NEAR(laplacian[p], -4 * pi * (density - total / volume), 1e-6) << "point " << p;
  }
}

/// Points and grids divide the charges differently, and sum waves by products or by a transform.
TEST(CellPotential, IsTheSameOnAnyGridAndAtItsPoints) {
  const GaussianBasis functions = basis(4, true);
  const auto c = random_coefficients(functions, crystal());
  for (const double width : {0.0, 0.5}) {
    const PotentialOptions options = with_nuclei(crystal(), width, true);
    Grid dividing = make_grid(crystal(), 0.6);
    dividing.origin = {0.11, -0.2, 0.3};
    Grid other = dividing;
    other.counts[1] -= 3;
    std::vector<Vector3> points;
    for (const Grid& grid : {dividing, other}) {
      points.clear();
      for (Index i = 0; i < grid.counts[0]; ++i)
        for (Index j = 0; j < grid.counts[1]; ++j)
          for (Index k = 0; k < grid.counts[2]; ++k) {
            Vector3 r = grid.origin;
            for (std::size_t x = 0; x < 3; ++x)
              r[x] += static_cast<double>(i) * grid.steps[0][x] + static_cast<double>(j) * grid.steps[1][x] +
                      static_cast<double>(k) * grid.steps[2][x];
            points.push_back(r);
          }
      const auto on_grid = potential_on_grid(cpu(), functions, crystal(), c, grid, options);
      const std::span<const Vector3> few = std::span<const Vector3>(points).first(50);
      const auto expected = potential_at_points(cpu(), functions, crystal(), c, few, options);
      for (std::size_t p = 0; p < few.size(); ++p) {
        EXPECT_NEAR(on_grid.potential[p], expected.potential[p], 1e-10) << "point " << p;
        for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(on_grid.field[p][x], expected.field[p][x], 1e-9);
      }
    }
  }
}

TEST(CellPotential, AveragesToZeroAndDoesNotSeeWhichImageAnAtomIs) {
  const GaussianBasis functions = basis(3);
  const auto c = random_coefficients(functions, crystal());
  const Grid grid = make_grid(crystal(), 0.3);
  const auto v = potential_on_grid(cpu(), functions, crystal(), c, grid, hartree()).potential;
  double mean = 0;
  for (double x : v) mean += x / static_cast<double>(v.size());
  EXPECT_NEAR(mean, 0, 1e-10);
  Structure moved = crystal();
  for (std::size_t x = 0; x < 3; ++x) moved.positions[0][x] += 2 * moved.cell[0][x] - moved.cell[2][x];
  const auto again = potential_on_grid(cpu(), functions, moved, c, grid, hartree()).potential;
  for (std::size_t p = 0; p < v.size(); p += 97) EXPECT_NEAR(again[p], v[p], 1e-10);
}

TEST(HartreeEnergy, IsHalfTheIntegralOfDensityTimesPotential) {
  for (const Structure& structure : {water(), crystal()}) {
    const GaussianBasis functions = basis(3);
    const auto c = random_coefficients(functions, structure);
    const Grid grid = make_grid(structure, 0.33, 7.0);
    const auto rho = density_on_grid(cpu(), functions, structure, c, grid);
    const auto v = potential_on_grid(cpu(), functions, structure, c, grid, hartree()).potential;
    double energy = 0;
    for (std::size_t p = 0; p < v.size(); ++p) energy += 0.5 * rho[p] * v[p] * grid.voxel_volume();
    EXPECT_NEAR(hartree_energy(cpu(), functions, structure, c), energy, 1e-8 * std::abs(energy));
  }
}

TEST(CellPotential, HasNoValueOnAPointChargeWhereverItsImageIs) {
  const Device device = Device::select("cpu");
  Structure s;
  s.numbers = {1};
  s.cell = {{{7.1, 0.3, 0}, {-0.4, 6.7, 0.2}, {0.1, 0, 8.3}}};
  s.periodic = {true, true, true};
  std::vector<Shell> shells{{0, {0.6}, {1}}};
  normalise(shells[0]);
  const GaussianBasis basis({{1, shells}});
  for (const double x : {0.1, 1.7, 3.3, 5.9}) {  // rounding differs from place to place
    s.positions = {{x, 0.7 * x, 1.3 * x}};
    std::vector<Vector3> point{s.positions[0]};
    for (std::size_t c = 0; c < 3; ++c) point[0][c] += s.cell[0][c] - s.cell[2][c];
    testing::expect_error<InvalidInput>(
        [&] { potential_at_points(device, basis, s, std::vector<double>{1.0}, point, {.cores = nuclei(s)}); },
        {"lies on a point charge"});
  }
}

TEST(Potential, SaysWhatItNeeds) {
  const GaussianBasis functions = basis(1);
  const auto c = random_coefficients(functions, water());
  const std::vector<Vector3> points{{0, 0, 0}, water().positions[1]};
  const auto refuses = [&](const Structure& s, const PotentialOptions& options,
                           std::initializer_list<std::string> parts) {
    testing::expect_error<InvalidInput>([&] { (void)potential_at_points(cpu(), functions, s, c, points, options); },
                                        parts);
  };
  refuses(water(), {}, {"3 atoms", "0 core charges", "nuclei"});
  refuses(water(), with_nuclei(water(), -1.0, false), {"width", "-1"});
  refuses(water(), with_nuclei(water(), 0.0, false), {"point 1", "(1.5, 1.2, 0)", "point charge", "width"});
  refuses(water(), {.kind = PotentialKind::hartree, .cores = nuclei(water())}, {"Hartree", "3 core charges"});
  refuses(water(), {.cores = nuclei(water()), .precision = 0}, {"precision", "1e-14"});
  Structure slab = crystal();
  slab.periodic[2] = false;
  refuses(slab, hartree(), {"2 periodic direction(s)", "cell with vacuum"});
  EXPECT_NO_THROW((void)potential_at_points(cpu(), functions, water(), c, points, with_nuclei(water(), 0.2, true)));
}

TEST(PotentialOfGrids, IsThatOfTheFunctions) {
  const GaussianBasis functions = basis(2);
  for (const Structure& structure : {water(), crystal()}) {
    const Grid grid = make_grid(structure, 0.35, 7.0);
    const std::vector<double> c = random_coefficients(functions, structure);
    const auto density = density_on_grid(cpu(), functions, structure, c, grid);
    const auto exact =
        potential_on_grid(cpu(), functions, structure, c, grid, {.kind = PotentialKind::hartree}).potential;
    const auto found = hartree_potential(cpu(), structure, grid, density);
    double largest = 0, error = 0;
    for (std::size_t g = 0; g < exact.size(); ++g) {
      largest = std::max(largest, std::abs(exact[g]));
      error = std::max(error, std::abs(found[g] - exact[g]));
    }
    EXPECT_LT(error, 1e-5 * largest);
  }
}

TEST(PotentialOfGrids, RefusesWhatItCannotDo) {
  Structure slab = crystal();
  slab.periodic[2] = false;
  const Grid grid = make_grid(crystal(), 0.8);
  const std::vector<double> density(static_cast<std::size_t>(grid.size()), 0.0);
  testing::expect_error<InvalidInput>([&] { (void)hartree_potential(cpu(), slab, grid, density); },
                                      {"slabs", "vacuum"});
  Grid shorter = grid;
  shorter.counts[0] -= 1;
  testing::expect_error<InvalidInput>(
      [&] { (void)hartree_potential(cpu(), crystal(), grid, std::span(density).first(9)); }, {"9 values"});
  testing::expect_error<InvalidInput>(
      [&] {
        (void)hartree_potential(cpu(), crystal(), shorter,
                                std::vector<double>(static_cast<std::size_t>(shorter.size()), 0.0));
      },
      {"lattice vector 0", "divides"});
}

}  // namespace
}  // namespace rhofield
