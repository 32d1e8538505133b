// What overlap and Coulomb matrices have to be, whatever the basis: symmetric, positive, covariant, consistent between
// molecules, cells and supercells. One contracted basis with l up to 8.
#include "rhofield/basis/two_centre_integrals.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "rhofield/angular/wigner.hpp"
#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "support/dense_matrix.hpp"
#include "support/errors.hpp"
#include "support/onsite_overlap.hpp"
#include "support/rotations.hpp"

namespace rhofield {
namespace {

using testing::DenseMatrix;
using testing::largest_difference;

DenseMatrix overlap(const GaussianBasis& basis, const Structure& structure) {
  return DenseMatrix(overlap_matrix(Device::select("cpu"), basis, structure));
}
DenseMatrix coulomb(const GaussianBasis& basis, const Structure& structure) {
  return DenseMatrix(coulomb_matrix(Device::select("cpu"), basis, structure));
}

Shell shell(int l, std::vector<double> exponents, std::vector<double> coefficients) {
  Shell s{l, std::move(exponents), std::move(coefficients)};
  normalise(s);
  return s;
}

/// Orders up to l_max on hydrogen, up to l_max - 1 on carbon; exponents from sharp to diffuse, some contracted.
GaussianBasis rich_basis(int l_max) {
  std::vector<Shell> hydrogen{shell(0, {0.11}, {1}), shell(0, {90.0, 7.0, 0.9}, {0.2, -0.5, 1})}, carbon{hydrogen[1]};
  for (int l = 1; l <= l_max; ++l) {
    hydrogen.push_back(shell(l, {0.6 + 0.2 * l}, {1}));
    if (l < l_max) carbon.push_back(shell(l, {4.0 + l, 0.35 + 0.1 * l}, {0.4, 1}));
  }
  return GaussianBasis({{1, hydrogen}, {6, carbon}});
}

Structure molecule() {
  Structure m;
  m.numbers = {1, 6, 1};
  m.positions = {{0.1, -0.3, 0.2}, {1.3, 0.9, -1.1}, {-0.8, 1.9, 1.4}};
  return m;
}

Structure crystal() {
  Structure c = molecule();
  c.cell = {{{5.1, 0.3, -0.4}, {1.2, 4.9, 0.2}, {-1.0, 0.7, 5.6}}};
  c.periodic = {true, true, true};
  return c;
}

TEST(TwoCentreIntegrals, AreSymmetricToTheBitAndPositiveDefinite) {
  const GaussianBasis basis = rich_basis(8);
  for (const DenseMatrix& m : {overlap(basis, molecule()), coulomb(basis, molecule()), overlap(basis, crystal())}) {
    EXPECT_EQ(m, m.transposed());
    EXPECT_TRUE(testing::positive_definite(m));
  }
}

TEST(TwoCentreIntegrals, AnAtomWithItselfIsDiagonalInComponentsAndNormalised) {
  const GaussianBasis basis = rich_basis(8);
  Structure atom;
  atom.numbers = {1};
  atom.positions = {{0.4, 0.5, -0.6}};
  const DenseMatrix s = overlap(basis, atom);
  for (int l = 0; l <= 8; ++l) {
    const auto radial = testing::onsite_overlap(basis, 1, l);
    const int n = basis.shell_count(1, l);
    for (int a = 0; a < n; ++a)
      for (int m = 0; m < 2 * l + 1; ++m)
        for (Index column = 0; column < s.columns; ++column) {
          const Index offset = column - basis.function_offset(1, l, 0);
          const bool same = offset >= 0 && offset < n * (2 * l + 1) && offset % (2 * l + 1) == m;
          const double expected = same ? radial[static_cast<std::size_t>(a * n + offset / (2 * l + 1))] : 0.0;
          EXPECT_NEAR(s(basis.function_offset(1, l, a) + m, column), expected, 1e-13);
          if (!same) {
            EXPECT_EQ(s(basis.function_offset(1, l, a) + m, column), 0.0);
          }
        }
  }
}

TEST(TwoCentreIntegrals, DoNotFeelTranslations) {
  const GaussianBasis basis = rich_basis(5);
  for (const Structure& original : {molecule(), crystal()}) {
    Structure moved = original;
    for (auto& r : moved.positions)
      for (std::size_t x = 0; x < 3; ++x) r[x] += 3.7 - 2.1 * static_cast<double>(x);
    if (moved.any_periodic())  // one atom, by a lattice vector
      for (std::size_t x = 0; x < 3; ++x) moved.positions[1][x] += moved.cell[2][x] - 2 * moved.cell[0][x];
    EXPECT_LT(largest_difference(overlap(basis, moved), overlap(basis, original)), 1e-13);
    EXPECT_LT(largest_difference(coulomb(basis, moved), coulomb(basis, original)), 1e-11);  // elements up to 300
  }
}

TEST(TwoCentreIntegrals, TurnWithTheStructure) {
  const GaussianBasis basis = rich_basis(8);
  for (const Matrix3& rotation : testing::some_rotations())
    for (const Structure& original : {molecule(), crystal()}) {
      Structure turned = original;
      for (auto& r : turned.positions) r = testing::multiply(rotation, r);
      for (auto& a : turned.cell) a = testing::multiply(rotation, a);
      const Index functions = basis.functions(original);
      DenseMatrix d(functions, functions);
      Index f = 0;
      for (int number : original.numbers)
        for (const Shell& s : basis.shells(number)) {
          const auto block = wigner_d_real(s.l, rotation);
          const Index size = 2 * s.l + 1;
          for (Index m = 0; m < size; ++m)
            for (Index k = 0; k < size; ++k) d(f + m, f + k) = block[static_cast<std::size_t>(m * size + k)];
          f += size;
        }
      const DenseMatrix expected = d * overlap(basis, original) * d.transposed();
      EXPECT_LT(largest_difference(overlap(basis, turned), expected), 1e-12);
      if (original.any_periodic()) continue;
      EXPECT_LT(largest_difference(coulomb(basis, turned), d * coulomb(basis, original) * d.transposed()), 1e-11);
    }
}

TEST(CellOverlap, OfAHugeCellIsThatOfTheMolecule) {
  const GaussianBasis basis = rich_basis(4);
  for (const std::array<bool, 3> periodic : {std::array{true, true, true}, {false, true, false}, {true, false, true}}) {
    Structure cell = molecule();
    cell.cell = {{{90, 3, 1}, {-4, 80, 2}, {1, 1, 85}}};
    cell.periodic = periodic;
    EXPECT_LT(largest_difference(overlap(basis, cell), overlap(basis, molecule())), 1e-15);
  }
}

/// The structure repeated `times` along lattice vector `axis`; atom j of copy c is number c * atoms + j.
Structure repeated(const Structure& cell, std::size_t axis, int times) {
  Structure result = cell;
  for (std::size_t x = 0; x < 3; ++x) result.cell[axis][x] *= times;
  for (int copy = 1; copy < times; ++copy)
    for (std::size_t j = 0; j < cell.numbers.size(); ++j) {
      Vector3 r = cell.positions[j];
      for (std::size_t x = 0; x < 3; ++x) r[x] += copy * cell.cell[axis][x];
      result.numbers.push_back(cell.numbers[j]);
      result.positions.push_back(r);
    }
  return result;
}

/// Sum over the copies of the cell: rows of the first copy, columns folded.
DenseMatrix folded(const DenseMatrix& m, Index functions) {
  DenseMatrix sum(functions, functions);
  for (Index i = 0; i < functions; ++i)
    for (Index j = 0; j < m.columns; ++j) sum(i, j % functions) += m(i, j);
  return sum;
}

TEST(CellIntegrals, OfASupercellSumUpToThoseOfTheCell) {
  const GaussianBasis basis = rich_basis(4);
  for (const std::array<bool, 3> periodic : {std::array{true, true, true}, {true, true, false}, {false, false, true}})
    for (std::size_t axis = 0; axis < 3; ++axis) {
      Structure cell = crystal();
      cell.periodic = periodic;
      if (!periodic[axis]) continue;
      const Structure supercell = repeated(cell, axis, 3);
      const Index n = basis.functions(cell);
      EXPECT_LT(largest_difference(folded(overlap(basis, supercell), n), overlap(basis, cell)), 1e-12);
      if (!std::all_of(periodic.begin(), periodic.end(), [](bool p) { return p; })) continue;
      // The volume differs, so does the division between real and reciprocal space.
      const DenseMatrix expected = coulomb(basis, cell);
      EXPECT_LT(largest_difference(folded(coulomb(basis, supercell), n), expected), 1e-12 * expected.largest());
    }
}

TEST(CellOverlap, TakesDiffuseFunctionsThatReachOverManyCells) {
  // Two s functions with exponent a, each the sum over a simple cubic lattice: by Poisson's formula the overlap of such
  // smooth sums is Q^2 / volume up to exp(-2 pi^2 / (a L^2)).
  const double a = 0.004, edge = 5;
  const GaussianBasis basis = GaussianBasis({{1, {shell(0, {a}, {1})}}});
  Structure cell;
  cell.numbers = {1};
  cell.positions = {{0, 0, 0}};
  cell.cell = {{{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}}};
  cell.periodic = {true, true, true};
  const double charge = std::pow(2 * pi / a, 0.75);
  EXPECT_NEAR(overlap(basis, cell)(0, 0), charge * charge / (edge * edge * edge), 1e-8);  // 1e4 images to 1e-14 of 500
}

TEST(CellCoulomb, OfSharpChargesOnRockSaltGivesItsMadelungConstant) {
  const double a = 60, edge = 4;  // charges that do not overlap at the nearest distance of 2 bohr
  const GaussianBasis basis = GaussianBasis({{1, {shell(0, {a}, {1})}}});
  Structure salt;
  std::vector<double> charges;
  const double unit = std::pow(2 * pi / a, -0.75);  // coefficient of a unit charge
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j)
      for (int k = 0; k < 2; ++k) {
        salt.numbers.push_back(1);
        salt.positions.push_back({2.0 * i, 2.0 * j, 2.0 * k});
        charges.push_back((i + j + k) % 2 == 0 ? unit : -unit);
      }
  salt.cell = {{{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}}};
  salt.periodic = {true, true, true};
  const double self = 8 * 0.5 * 2 * std::sqrt(a / 2 / pi);  // of each charge with itself: 2 sqrt(p/pi), p = a/2
  const DenseMatrix interaction = coulomb(basis, salt);
  double energy = -self;
  for (Index i = 0; i < 8; ++i)
    for (Index j = 0; j < 8; ++j)
      energy += 0.5 * charges[static_cast<std::size_t>(i)] * charges[static_cast<std::size_t>(j)] * interaction(i, j);
  EXPECT_NEAR(energy, -4 * 1.7475645946331822 / 2.0, 1e-11);  // four ion pairs, -alpha / distance each
}

TEST(CoulombMatrix, OfDistantChargesIsThatOfPoints) {
  const GaussianBasis basis = GaussianBasis({{1, {shell(0, {0.5}, {1})}}});
  Structure pair;
  pair.numbers = {1, 1};
  pair.positions = {{0, 0, 0}, {0, 0, 40}};
  const double charge = std::pow(2 * pi / 0.5, 0.75);
  EXPECT_NEAR(coulomb(basis, pair)(0, 1), charge * charge / 40, 1e-13);
}

TEST(CoulombMatrix, OfSlabsAndWiresIsRefusedWithTheWayOut) {
  Structure slab = crystal();
  slab.periodic = {true, true, false};
  testing::expect_error<InvalidInput>([&] { coulomb(rich_basis(2), slab); }, {"2 periodic", "vacuum"});
}

TEST(TwoCentreIntegrals, OfManyStructuresShareTheirTables) {
  const GaussianBasis basis = rich_basis(3);
  const std::vector<int> species{6, 1};
  const TwoCentreIntegrals integrals(Device::select("cpu"), basis, species);
  EXPECT_EQ(DenseMatrix(integrals.overlap(molecule())), overlap(basis, molecule()));
  EXPECT_EQ(DenseMatrix(integrals.overlap(crystal())), overlap(basis, crystal()));
  EXPECT_EQ(DenseMatrix(integrals.coulomb(molecule())), coulomb(basis, molecule()));
  Structure other = molecule();
  other.numbers[0] = 7;
  EXPECT_THROW((void)integrals.overlap(other), InvalidInput);
}

TEST(TwoCentreIntegrals, KeptTablesGiveTheSameMatrixInMemoryOfTheCaller) {
  const Device device = Device::select("cpu");
  const GaussianBasis basis = rich_basis(3);
  const Structure structure = molecule();
  const TwoCentreIntegrals integrals(device, basis, structure.numbers);
  const Index functions = basis.functions(structure);
  for (int pass = 0; pass < 2; ++pass) {
    Tensor<double, 2> found(device, {functions, functions});
    integrals.overlap(structure, found.view());
    EXPECT_EQ(found.to_host(), overlap_matrix(device, basis, structure).to_host());
  }
  Tensor<double, 2> small(device, {functions - 1, functions});
  testing::expect_error<InvalidInput>([&] { integrals.overlap(structure, small.view()); },
                                      {std::to_string(functions) + " functions", std::to_string(functions - 1) + " x"});
}

TEST(TwoCentreIntegrals, ElementsTheyWereNotMadeForAreNamed) {
  const Structure structure = molecule();
  const std::vector<int> hydrogen{1};
  const TwoCentreIntegrals integrals(Device::select("cpu"), rich_basis(1), hydrogen);
  testing::expect_error<InvalidInput>([&] { (void)integrals.overlap(structure); }, {"prepared for H ", "name all"});
}

TEST(TwoCentreIntegrals, ThePrecisionThatIsRefusedIsShown) {
  const auto make = [] {
    (void)TwoCentreIntegrals(Device::select("cpu"), rich_basis(1), std::vector<int>{1}, {.precision = -1e-12});
  };
  testing::expect_error<InvalidInput>(make, {"-1e-12"});
}

}  // namespace
}  // namespace rhofield
