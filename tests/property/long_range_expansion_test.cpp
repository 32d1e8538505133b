// Long-range expansions: boundaries, symmetries and methods against each other.
#include "rhofield/descriptors/long_range_expansion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "basis/long_range_functions.hpp"
#include "rhofield/angular/real_spherical_harmonics.hpp"
#include "rhofield/basis/radial_basis.hpp"
#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/random_structures.hpp"
#include "support/rotations.hpp"
#include "support/sphere_quadrature.hpp"

namespace rhofield {
namespace {

const std::vector<int> species{1, 6, 8};

struct Coefficients {
  std::vector<double> values;
  std::array<Index, 3> extents{};
  double largest() const {
    double most = 0;
    for (const double x : values) most = std::max(most, std::abs(x));
    return most;
  }
};

Coefficients expand(const Structure& structure, const LongRangeOptions& options) {
  const Device device = Device::select("cpu");
  const Tensor<double, 3> c = LongRangeExpansion(device, species, options)(std::span(&structure, 1));
  return {c.to_host(), c.extents()};
}

/// Largest difference, relative to the largest coefficient.
double difference(const Coefficients& a, const Coefficients& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) most = std::max(most, std::abs(a.values[i] - b.values[i]));
  return most / a.largest();
}

Structure molecule(Index atoms = 6, std::uint64_t seed = 3) {
  return testing::random_structure(seed, atoms, {{{7, 0, 0}, {0, 6, 0}, {0, 0, 5}}}, {}, species, 0, 1, 1.5);
}

LongRangeOptions small_options(int exponent) {
  return {.exponent = exponent, .radius = 4.0, .smearing = 1.2, .n_max = 4, .l_max = 3, .tolerance = 1e-9};
}

double difference_by(const Structure& a, const LongRangeOptions& with, const Structure& b,
                     const LongRangeOptions& other) {
  return difference(expand(a, with), expand(b, other));
}

LongRangeOptions with_method(LongRangeOptions options, LongRangeMethod method) {
  options.method = method;
  return options;
}

/// The potential of charges, in one channel.
LongRangeOptions of_charges(LongRangeOptions options) {
  options.weights = SourceWeights::charges;
  options.by_species = false;
  return options;
}

Structure in_cell(Structure structure, const Matrix3& cell, std::array<bool, 3> periodic) {
  structure.cell = cell;
  structure.periodic = periodic;
  return structure;
}

class Exponents : public ::testing::TestWithParam<int> {};

TEST_P(Exponents, MoleculesEqualAQuadratureOfThePotential) {
  const Structure s = molecule(4);
  const LongRangeOptions options = small_options(GetParam());
  const Coefficients c = expand(s, options);
  const Device device = Device::select("cpu");
  const RadialBasis basis(options.radius, options.n_max);
  const testing::SphereQuadrature sphere = testing::sphere_quadrature(47);
  const auto points = static_cast<Index>(sphere.point.size());
  const Index components = (options.l_max + 1) * (options.l_max + 1), centre = 1;
  Tensor<double, 2> y(device, {points, components});
  std::vector<double> directions;
  for (const auto& u : sphere.point) directions.insert(directions.end(), u.begin(), u.end());
  real_spherical_harmonics(device, options.l_max, Tensor<double, 2>::from_host(device, directions, {points, 3}).view(),
                           y.view());
  std::vector<double> expected(static_cast<std::size_t>(components) * 12, 0.0), radial(4);
  const testing::Quadrature line = testing::gauss_legendre(60);
  constexpr double end = 14;
  for (std::size_t i = 0; i < line.node.size(); ++i) {
    const double r = 0.5 * end * (1 + line.node[i]);
    basis.evaluate(r, radial);
    for (Index p = 0; p < points; ++p) {
      std::array<double, 3> potential{};
      for (std::size_t j = 0; j < s.numbers.size(); ++j) {
        Vector3 d{};
        for (std::size_t x = 0; x < 3; ++x)
          d[x] = s.positions[centre][x] + r * sphere.point[static_cast<std::size_t>(p)][x] - s.positions[j][x];
        const auto at = std::find(species.begin(), species.end(), s.numbers[j]) - species.begin();
        potential[static_cast<std::size_t>(at)] +=
            long_range_potential(options.exponent, options.smearing, std::hypot(d[0], d[1], d[2]));
      }
      const double weight = 0.5 * end * line.weight[i] * r * r * sphere.weight[static_cast<std::size_t>(p)];
      for (Index lm = 0; lm < components; ++lm)
        for (std::size_t a = 0; a < 3; ++a)
          for (std::size_t n = 0; n < 4; ++n)
            expected[(static_cast<std::size_t>(lm) * 3 + a) * 4 + n] +=
                weight * radial[n] * y.view()(p, lm) * potential[a];
    }
  }
  double most = 0;
  for (std::size_t k = 0; k < expected.size(); ++k)
    most = std::max(most, std::abs(expected[k] - c.values[expected.size() * centre + k]));
  EXPECT_LT(most / c.largest(), 1e-8);  // what the quadrature is worth
}

TEST_P(Exponents, MoleculesAsPlaneWavesInAWindowEqualSumsOverPairs) {
  if (GetParam() == 0) GTEST_SKIP() << "a Gaussian has no smooth part";
  const LongRangeOptions options = small_options(GetParam());
  EXPECT_LT(difference_by(molecule(), with_method(options, LongRangeMethod::pairs), molecule(),
                          with_method(options, LongRangeMethod::plane_waves)),
            10 * options.tolerance);
}

TEST_P(Exponents, TheSplittingDoesNotMatter) {
  if (GetParam() == 0) GTEST_SKIP() << "a Gaussian is not split";
  // A cell of many small copies is split elsewhere than one; slabs and wires include the terms at k = 0.
  const Matrix3 cell{{{9, 0, 0}, {1, 8, 0}, {0, 0, 11}}};
  for (const std::array<bool, 3> periodic : {std::array{true, true, true}, {true, true, false}, {false, true, false}}) {
    const Structure one = in_cell(molecule(), cell, periodic);
    Structure many = one;
    const std::size_t d = 1;
    for (std::size_t x = 0; x < 3; ++x) many.cell[d][x] *= 12;
    for (int copy = 1; copy < 12; ++copy)
      for (std::size_t i = 0; i < one.numbers.size(); ++i) {
        many.numbers.push_back(one.numbers[i]);
        Vector3 r = one.positions[i];
        for (std::size_t x = 0; x < 3; ++x) r[x] += copy * cell[d][x];
        many.positions.push_back(r);
      }
    const LongRangeOptions options = small_options(GetParam());
    const LongRangeExpansion expansion(Device::select("cpu"), species, options);
    EXPECT_NE(expansion.plan(one).splitting, expansion.plan(many).splitting) << "nothing would be tested";
    const Coefficients a = expand(one, options), b = expand(many, options);
    double most = 0;
    for (std::size_t k = 0; k < a.values.size(); ++k) most = std::max(most, std::abs(a.values[k] - b.values[k]));
    EXPECT_LT(most / a.largest(), 20 * options.tolerance) << periodic[0] << periodic[1] << periodic[2];
  }
}

TEST_P(Exponents, MeshesEqualPlaneWavesForEveryBoundary) {
  if (GetParam() == 0) GTEST_SKIP() << "a Gaussian has no smooth part";
  const Matrix3 cell{{{9, 0, 0}, {1, 8, 0}, {0, 0, 11}}};
  // A tighter tolerance than the default shows that it steers the error.
  const auto expect_agreement = [&](std::array<bool, 3> periodic, double tolerance) {
    LongRangeOptions options = small_options(GetParam());
    options.tolerance = tolerance;
    options.l_max = 1;
    const Structure s = in_cell(molecule(), cell, periodic);
    LongRangeOptions exact = with_method(options, LongRangeMethod::plane_waves);
    exact.tolerance = 0.01 * tolerance;
    EXPECT_LT(difference(expand(s, exact), expand(s, with_method(options, LongRangeMethod::mesh))), 3 * tolerance)
        << periodic[0] << periodic[1] << periodic[2];
  };
  for (const std::array<bool, 3> periodic :
       {std::array{true, true, true}, {true, true, false}, {false, true, false}, {false, false, false}})
    expect_agreement(periodic, 1e-6);
  expect_agreement({true, true, true}, 1e-9);
}

TEST_P(Exponents, RotatedStructuresHaveRotatedCoefficients) {
  const LongRangeOptions options = small_options(GetParam());
  const Structure slab = in_cell(molecule(), {{{9, 0, 0}, {1, 8, 0}, {0, 0, 1}}}, {true, true, false});
  const Coefficients reference = expand(slab, options);
  for (const Matrix3& turn : testing::some_rotations()) {
    Structure turned = slab;
    for (Vector3& r : turned.positions) r = testing::multiply(turn, r);
    for (Vector3& v : turned.cell) v = testing::multiply(turn, v);
    const Coefficients c = expand(turned, options);
    // The norm over m of every (atom, l, channel) is invariant, and l = 1 turns as a vector (y, z, x).
    const View<const double, 3> p(reference.values.data(), reference.extents), q(c.values.data(), c.extents);
    for (Index i = 0; i < p.extent(0); ++i)
      for (Index k = 0; k < p.extent(2); ++k) {
        const Vector3 before{p(i, 3, k), p(i, 1, k), p(i, 2, k)}, after{q(i, 3, k), q(i, 1, k), q(i, 2, k)};
        const Vector3 expected = testing::multiply(turn, before);
        for (std::size_t x = 0; x < 3; ++x)
          EXPECT_NEAR(after[x], expected[x], 10 * options.tolerance * reference.largest());
        for (int l = 0; l <= options.l_max; ++l) {
          double square = 0;
          for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
            square += p(i, lm, k) * p(i, lm, k) - q(i, lm, k) * q(i, lm, k);
          EXPECT_NEAR(square, 0, 100 * options.tolerance * std::pow(reference.largest(), 2));
        }
      }
  }
}

TEST_P(Exponents, DerivativesEqualDifferencesForEveryBoundary) {
  const Device device = Device::select("cpu");
  LongRangeOptions options = of_charges(small_options(GetParam()));
  options.tolerance = 1e-11;
  options.by_species = GetParam() % 2 == 0;
  const Matrix3 cell{{{9, 0, 0}, {1, 8, 0}, {0.5, 0.3, 11}}};
  for (const std::array<bool, 3> periodic :
       {std::array{true, true, true}, {true, true, false}, {false, true, false}, {false, false, false}}) {
    Structure s = in_cell(molecule(4), cell, periodic);
    s.charges = {1.0, -0.5, -0.7, 0.2};
    const LongRangeExpansion expansion(device, species, options);
    const Tensor<double, 3> c = expansion(std::span(&s, 1));
    testing::Random random(5);
    std::vector<double> cotangent(static_cast<std::size_t>(c.size()));
    for (double& x : cotangent) x = testing::uniform(random, -1, 1);
    const auto c_bar = Tensor<double, 3>::from_host(device, cotangent, c.extents());
    auto positions_bar = Tensor<double, 2>::zeros(device, {s.size(), 3});
    auto strain_bar = Tensor<double, 3>::zeros(device, {1, 3, 3});
    expansion.backward(std::span(&s, 1), c_bar.view(), positions_bar.view(), strain_bar.view());
    const auto number = [&](const Structure& at) {
      const std::vector<double> values = expansion(std::span(&at, 1)).to_host();
      double sum = 0;
      for (std::size_t k = 0; k < values.size(); ++k) sum += cotangent[k] * values[k];
      return sum;
    };
    // Five points: the error falls as h^4, round-off and tolerance as 1/h.
    const auto slope = [&](const auto& moved) {
      constexpr double h = 4e-3;
      return (8 * (number(moved(h)) - number(moved(-h))) - (number(moved(2 * h)) - number(moved(-2 * h)))) / (12 * h);
    };
    double largest = 0;
    for (const double x : positions_bar.to_host()) largest = std::max(largest, std::abs(x));
    for (std::size_t x = 0; x < 3; ++x) {
      const double expected = slope([&](double h) {
        Structure moved = s;
        moved.positions[2][x] += h;
        return moved;
      });
      EXPECT_NEAR(positions_bar.view()(2, x), expected, 1e-7 * largest) << periodic[0] << periodic[1] << periodic[2];
    }
    largest = 0;
    for (const double x : strain_bar.to_host()) largest = std::max(largest, std::abs(x));
    for (std::size_t a = 0; a < 3; ++a)
      for (std::size_t b = 0; b < 3; ++b) {
        const double expected = slope([&](double h) {
          Structure moved = s;
          for (Vector3& r : moved.positions) r[a] += h * r[b];
          for (Vector3& v : moved.cell) v[a] += h * v[b];
          return moved;
        });
        EXPECT_NEAR(strain_bar.view()(0, a, b), expected, 1e-7 * largest)
            << periodic[0] << periodic[1] << periodic[2] << ", strain " << a << b;
      }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Exponents, ::testing::Range(0, 7));

TEST(LongRange, AMoleculeInGrowingBoxesTendsToTheFreeOne) {
  const LongRangeOptions options = small_options(6);
  const Coefficients free = expand(molecule(), options);
  double previous = 1;
  for (const double edge : {12.0, 18.0, 27.0}) {
    const Structure boxed = in_cell(molecule(), {{{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}}}, {true, true, true});
    const double off = difference(free, expand(boxed, options));
    EXPECT_LT(off, 0.2 * previous);  // images fall as edge^-6: by 0.088
    previous = off;
  }
}

/// Charges without total charge and dipole, mirror images of each other in z.
Structure mirrored() {
  Structure s;
  s.numbers = {1, 8, 8, 1};
  s.charges = {1, -1, -1, 1};
  s.positions = {{1, 2, 2.5}, {3, 2.5, 1}, {3, 2.5, -1}, {1, 2, -2.5}};
  return s;
}

TEST(LongRange, ASlabOfChargesEqualsACellWithLargeVacuum) {
  const LongRangeOptions options = of_charges(small_options(1));
  const auto cell = [](double height) { return Matrix3{{{8, 0, 0}, {1, 7, 0}, {0, 0, height}}}; };
  const Structure slab = in_cell(mirrored(), cell(1), {true, true, false});
  const Coefficients c = expand(slab, options);
  double previous = 1;
  for (const double height : {60.0, 120.0, 240.0}) {
    Coefficients boxed = expand(in_cell(mirrored(), cell(height), {true, true, true}), options);
    // Without dipole, what is left of the uniform background is a constant (its second moment over the height).
    const View<double, 3> b(boxed.values.data(), boxed.extents);
    const View<const double, 3> a(c.values.data(), c.extents);
    const double constant = (a(0, 0, 0) - b(0, 0, 0)) / b(0, 0, 0);
    EXPECT_LT(std::abs(constant), 0.7 * previous);
    previous = std::abs(constant);
    double most = 0;  // the orders above 0 do not see a constant
    for (Index i = 0; i < a.extent(0); ++i)
      for (Index lm = 1; lm < a.extent(1); ++lm)
        for (Index n = 0; n < a.extent(2); ++n) most = std::max(most, std::abs(a(i, lm, n) - b(i, lm, n)));
    EXPECT_LT(most / c.largest(), 20 * options.tolerance) << height;
  }
}

TEST(LongRange, AWireOfDispersionEqualsACellWithLargeVacuum) {
  const LongRangeOptions options = small_options(6);
  const Structure wire = in_cell(molecule(), {{{0, 0, 1}, {0, 0, 9}, {1, 0, 0}}}, {false, true, false});
  const Structure boxed = in_cell(molecule(), {{{130, 0, 0}, {0, 0, 9}, {0, 130, 0}}}, {true, true, true});
  // Lines of images 130 bohr away: 4 * 6/9 atoms per bohr * 3 pi/8 / 130^5, relative to 1/(6 * 2.88^3) here.
  EXPECT_LT(difference(expand(wire, options), expand(boxed, options)), 1e-7);
}

TEST(LongRange, ChannelsAddUpToOnePotential) {
  LongRangeOptions options = small_options(1);
  options.weights = SourceWeights::by_element;
  options.element_weights = {{1, 0.5}, {6, -1.5}, {8, 2.0}};
  const Structure s = in_cell(molecule(), {{{9, 0, 0}, {1, 8, 0}, {0, 0, 11}}}, {true, true, true});
  const Coefficients apart = expand(s, options);
  options.by_species = false;
  const Coefficients together = expand(s, options);
  const View<const double, 3> a(apart.values.data(), apart.extents), b(together.values.data(), together.extents);
  for (Index i = 0; i < b.extent(0); ++i)
    for (Index lm = 0; lm < b.extent(1); ++lm)
      for (Index n = 0; n < 4; ++n)
        EXPECT_NEAR(a(i, lm, n) + a(i, lm, 4 + n) + a(i, lm, 8 + n), b(i, lm, n),
                    10 * options.tolerance * apart.largest());
}

TEST(LongRange, LatticeVectorsAndOrderDoNotMatter) {
  const LongRangeOptions options = small_options(1);
  const Structure s = in_cell(molecule(), {{{9, 0, 0}, {1, 8, 0}, {0, 0, 11}}}, {true, true, true});
  Structure moved = s;
  moved.positions[2][0] += 3 * 9 - 2 * 1;
  moved.positions[2][1] -= 2 * 8;
  EXPECT_LT(difference(expand(s, options), expand(moved, options)), options.tolerance);
  const std::vector<Structure> several{s, molecule(3), s};
  const Device device = Device::select("cpu");
  const Tensor<double, 3> c = LongRangeExpansion(device, species, options)(several);
  const std::vector<double> values = c.to_host();
  const Coefficients alone = expand(s, options);
  const std::size_t last = values.size() - alone.values.size();
  double most = 0;
  for (std::size_t k = 0; k < alone.values.size(); ++k)
    most = std::max({most, std::abs(values[k] - alone.values[k]), std::abs(values[last + k] - alone.values[k])});
  EXPECT_LT(most / alone.largest(), 1e-12);
}

TEST(LongRange, LatticeVectorsMayComeInAnyOrder) {
  // A slab and a wire with tilted vectors, whose open directions are first, second and third in turn.
  const LongRangeOptions options = of_charges(small_options(1));
  for (const std::array<bool, 3> periodic : {std::array{true, true, false}, {true, false, false}}) {
    Structure s = in_cell(mirrored(), {{{8, 0, 1}, {1, 7, 0.5}, {0, 0, 1}}}, periodic);
    const Coefficients reference = expand(s, options);
    for (int turn = 0; turn < 2; ++turn) {
      std::rotate(s.cell.begin(), s.cell.begin() + 1, s.cell.end());
      std::rotate(s.periodic.begin(), s.periodic.begin() + 1, s.periodic.end());
      EXPECT_LT(difference(reference, expand(s, options)), 20 * options.tolerance);
    }
  }
}

TEST(LongRange, BadInputIsNamed) {
  const Device device = Device::select("cpu");
  const auto make = [&](LongRangeOptions options) { return LongRangeExpansion(device, species, options); };
  testing::expect_error<InvalidInput>([&] { make({.exponent = 7}); }, {"exponent is 7", "6"});
  testing::expect_error<InvalidInput>([&] { make({.tolerance = 1e-16}); }, {"tolerance", "1e-13"});
  testing::expect_error<InvalidInput>(
      [&] {
        make({.weights = SourceWeights::by_element, .element_weights = {{1, 1.0}}});
      },
      {"element_weights", "none for C"});
  testing::expect_error<InvalidInput>([&] { expand(molecule(), of_charges({})); }, {"6 atoms has none", "charges"});
  Structure charged = molecule();
  charged.charges = {1, 2};
  testing::expect_error<InvalidInput>([&] { expand(charged, of_charges({})); }, {"6 atoms", "2 charges"});
  const Structure cell = in_cell(molecule(), {{{9, 0, 0}, {1, 8, 0}, {0, 0, 11}}}, {true, true, true});
  testing::expect_error<InvalidInput>([&] { expand(cell, {.method = LongRangeMethod::pairs}); },
                                      {"periodic", "automatic"});
  const LongRangeExpansion strict =
      make({.radius = 4.0, .smearing = 1.0, .n_max = 16, .tolerance = 1e-13});  // asked twice: nothing half-made stays
  for (int again = 0; again < 2; ++again)
    for (const Structure& s : {cell, molecule()})
      testing::expect_error<InvalidInput>([&] { (void)strict(std::span(&s, 1)); }, {"tolerance of 1e-13"});
  const std::vector<Structure> one_empty{molecule(), Structure{}};
  testing::expect_error<InvalidInput>([&] { (void)make({})(one_empty); }, {"structure 1", "no atoms"});
  testing::expect_error<InvalidInput>([&] { (void)make({}).plan(Structure{}); }, {"no atoms"});
  Structure gold = molecule();
  gold.numbers[0] = 79;
  testing::expect_error<InvalidInput>([&] { expand(gold, {}); }, {"Au"});
}

TEST(LongRange, PlansSayWhatIsLeftOut) {
  const Device device = Device::select("cpu");
  const Structure cell = in_cell(molecule(), {{{9, 0, 0}, {1, 8, 0}, {0, 0, 11}}}, {true, true, true});
  const auto notes = [&](int exponent, const Structure& s) {
    return LongRangeExpansion(device, species, small_options(exponent)).plan(s).notes;
  };
  EXPECT_EQ(notes(1, cell).size(), 1U);
  EXPECT_EQ(notes(6, cell).size(), 0U);
  EXPECT_EQ(notes(1, molecule()).size(), 0U);
  Structure slab = cell;
  slab.periodic[2] = false;
  EXPECT_EQ(notes(2, slab).size(), 1U);
  EXPECT_EQ(notes(3, slab).size(), 0U);
  Structure charged = cell;
  charged.charges = {1, 0, 0, 0, 0.5, 0};
  const std::vector<std::string> of_charged = assumptions(of_charges(small_options(1)), charged);
  ASSERT_EQ(of_charged.size(), 1U);
  EXPECT_NE(of_charged[0].find("charge of 1.5 e"), std::string::npos) << of_charged[0];
  charged.charges[0] = -0.5;
  EXPECT_TRUE(assumptions(of_charges(small_options(1)), charged).empty());
}

}  // namespace
}  // namespace rhofield
