// Derivatives of the expansion carried backwards, against differences of the expansion itself.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "rhofield/basis/radial_basis.hpp"
#include "rhofield/descriptors/spherical_expansion.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "support/differences.hpp"
#include "support/errors.hpp"
#include "support/random_structures.hpp"
#include "support/strained.hpp"

namespace rhofield {
namespace {

constexpr double step = 2e-3;       // bohr: the stencil is off by about 1e-11 of the derivative, its round-off by 1e-12
constexpr double tolerance = 1e-8;  // relative to the largest: the table is 1e-13 off at steps of its intervals / step

/// Pairs at will, weighted, without centres: also what the expansion of wave vectors is made of.
struct Pairs {
  int species_count = 2, centres = 3;
  std::vector<Index> offset{0};
  std::vector<double> vector, weight{0.7, -1.3, 0.4};
  std::vector<int> neighbour;

  Pairs(double cutoff, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> unit(-1.0, 1.0);
    for (const int count : {11, 0, 1, 8, 3, 17}) {  // a row for each centre and species
      for (int p = 0; p < count; ++p) {
        Vector3 v{unit(random), unit(random), unit(random)};
        const double length = std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
        // The last ones of a row in the switch, beyond the cutoff, and almost at the centre.
        const double r = p == 7 ? cutoff - 0.09 : p == 8 ? cutoff + 0.2 : p == 9 ? 0.01 : cutoff * (p + 1) / 18.0;
        for (double& x : v) x *= r / length;
        vector.insert(vector.end(), {v[0], v[1], v[2], r});
        neighbour.push_back(p % 3);
      }
      offset.push_back(static_cast<Index>(neighbour.size()));
    }
  }
  Index size() const { return static_cast<Index>(neighbour.size()); }
  PairsView view(bool weighted) {
    for (std::size_t p = 0; p < neighbour.size(); ++p)
      vector[4 * p + 3] = std::hypot(vector[4 * p], vector[4 * p + 1], vector[4 * p + 2]);
    PairsView pairs{species_count, view_of(std::as_const(offset)), View<const double, 2>(vector.data(), {size(), 4})};
    if (!weighted) return pairs;
    pairs.neighbour = view_of(std::as_const(neighbour));
    pairs.weight = view_of(std::as_const(weight));
    pairs.centre_counts = false;
    return pairs;
  }
};

void expect_derivatives(int n_max, int l_max, double width, bool weighted) {
  const Device device = Device::select("cpu");
  const double cutoff = 4.0;
  const RadialTable radial(device, RadialIntegrals(RadialBasis(cutoff, n_max), 0.5, l_max), cutoff, 1e-13);
  const RadialTableView table{radial.coefficients(), n_max, cutoff, width};
  Pairs pairs(cutoff, 5);
  const std::vector<int> species_index{0, 1, 0};
  const std::array<Index, 3> shape{pairs.centres, Index{l_max + 1} * (l_max + 1), Index{pairs.species_count} * n_max};
  Tensor<double, 3> c(device, shape), c_bar(device, shape);
  std::mt19937_64 random(8);
  std::normal_distribution<double> normal;
  std::generate_n(c_bar.view().data(), c_bar.size(), [&] { return normal(random); });
  const auto energy = [&] {
    device.backend().kernels().spherical_expansion(table, pairs.view(weighted), view_of(species_index), c.view());
    return std::inner_product(c.view().data(), c.view().data() + c.size(), c_bar.view().data(), 0.0);
  };

  Tensor<double, 2> pair_bar(device, {pairs.size(), 3});
  device.backend().kernels().spherical_expansion_backward(table, pairs.view(weighted), c_bar.view(), pair_bar.view());

  const std::vector<double> got = pair_bar.to_host();
  double largest = 0.0;
  for (const double value : got) largest = std::max(largest, std::abs(value));
  EXPECT_GT(largest, 0.0);
  for (std::size_t p = 0; p < pairs.neighbour.size(); ++p)
    for (std::size_t x = 0; x < 3; ++x)
      EXPECT_NEAR(got[3 * p + x], testing::derivative(pairs.vector[4 * p + x], step, energy), tolerance * largest)
          << "n_max " << n_max << ", l_max " << l_max << ", pair " << p << " at "
          << std::hypot(pairs.vector[4 * p], pairs.vector[4 * p + 1], pairs.vector[4 * p + 2]);
}

TEST(SphericalExpansionBackward, PairDerivativesAreThoseOfTheExpansion) {
  for (const auto& [n_max, l_max] : {std::pair{1, 0}, {3, 1}, {8, 6}, {9, 4}, {2, 12}, {16, 3}})
    for (const bool weighted : {false, true}) expect_derivatives(n_max, l_max, 1.5, weighted);
}

TEST(SphericalExpansionBackward, APairAtItsCentreHasAFiniteDerivative) {
  const Device device = Device::select("cpu");
  const RadialTable radial(device, RadialIntegrals(RadialBasis(4.0, 3), 0.5, 2), 4.0, 1e-12);
  const std::vector<Index> offset{0, 1};
  const std::vector<double> vector{0.0, 0.0, 0.0, 0.0};
  const std::vector<double> ones(27, 1.0);
  std::vector<double> pair_bar(3, std::nan(""));
  device.backend().kernels().spherical_expansion_backward(
      {radial.coefficients(), 3, 4.0, 0.2}, {1, view_of(offset), View<const double, 2>(vector.data(), {1, 4})},
      View<const double, 3>(ones.data(), {1, 9, 3}), View<double, 2>(pair_bar.data(), {1, 3}));
  // Only l = 1 has a slope there: sqrt(3/4pi) sum_n I_n1 r^-1 along each axis.
  for (const double value : pair_bar) EXPECT_NEAR(value, pair_bar[0], 1e-14);
  EXPECT_GT(std::abs(pair_bar[0]), 1e-3);
}

// --- from atoms -----------------------------------------------------------------------------------------------------

const std::vector<int> elements{1, 6, 8};

struct Gradients {
  std::vector<double> positions;  ///< [atom, xyz]
  std::vector<double> strain;     ///< [structure, xyz, xyz]
};

/// sum c . c_bar with random c_bar of atoms of random structures, and its derivatives.
class Chain {
 public:
  Chain(const std::vector<Structure>& structures, double cutoff)
      : expansion_(
            device_, elements,
            {.cutoff = cutoff, .cutoff_width = 1.0, .smearing = 0.6, .n_max = 3, .l_max = 3, .table_error = 1e-13}) {
    Index atoms = 0;
    for (const Structure& s : structures) atoms += s.size();
    std::mt19937_64 random(4);
    std::normal_distribution<double> normal;
    c_bar_ = Tensor<double, 3>(device_, {atoms, 16, 9});
    std::generate_n(c_bar_.view().data(), c_bar_.size(), [&] { return normal(random); });
  }
  double energy(const std::vector<Structure>& structures) const {
    const auto c = expansion_(make_batch(device_, structures, elements));
    return std::inner_product(c.view().data(), c.view().data() + c.size(), c_bar_.view().data(), 0.0);
  }
  Gradients gradients(const std::vector<Structure>& structures, bool twice = false) const {
    const StructureBatch batch = make_batch(device_, structures, elements);
    auto positions = Tensor<double, 2>::zeros(device_, {batch.atoms(), 3});
    auto strain = Tensor<double, 3>::zeros(device_, {batch.structures(), 3, 3});
    const NeighbourList list = neighbour_list(device_, batch, expansion_.options().cutoff);
    for (int k = 0; k < (twice ? 2 : 1); ++k)
      expansion_.backward(batch, list, c_bar_.view(), positions.view(), strain.view());
    return {positions.to_host(), strain.to_host()};
  }

 private:
  Device device_ = Device::select("cpu");
  SphericalExpansion expansion_;
  Tensor<double, 3> c_bar_;
};

/// The table is 1e-13 off in its values, at each of its steps: 1e-13 / step of the derivative of each of about 1e2
/// pairs.
constexpr double chain_tolerance = 1e-7;

double largest_of(const std::vector<double>& values) {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

void expect_gradients(std::vector<Structure> structures, double cutoff, const std::string& what) {
  const Chain chain(structures, cutoff);
  const Gradients got = chain.gradients(structures);
  const auto energy = [&] { return chain.energy(structures); };
  const double force = largest_of(got.positions), stress = largest_of(got.strain);
  EXPECT_GT(force, 0.0) << what;
  std::size_t atom = 0;
  for (Structure& s : structures)
    for (Vector3& r : s.positions) {
      for (std::size_t x = 0; x < 3; ++x)
        EXPECT_NEAR(got.positions[3 * atom + x], testing::derivative(r[x], step, energy), chain_tolerance * force)
            << what << ", atom " << atom << ", direction " << x;
      ++atom;
    }
  for (std::size_t s = 0; s < structures.size(); ++s)
    for (std::size_t a = 0; a < 3; ++a)
      for (std::size_t b = 0; b < 3; ++b) {
        Matrix3 strain{};
        const double expected = testing::derivative(strain[a][b], step / 4.0, [&] {
          std::vector<Structure> moved = structures;
          moved[s] = testing::strained(structures[s], strain);
          return chain.energy(moved);
        });
        EXPECT_NEAR(got.strain[9 * s + 3 * a + b], expected, chain_tolerance * stress)
            << what << ", structure " << s << ", strain " << a << b;
      }
}

const Matrix3 triclinic{{{5.9, 0.2, -0.3}, {1.4, 5.6, 0.1}, {-0.9, 1.1, 6.1}}};

Structure cell_of(Index atoms, std::array<bool, 3> periodic, std::uint64_t seed = 3) {
  return testing::random_structure(seed, atoms, triclinic, periodic, elements, 0.0, 1.0, 1.0);
}

TEST(SphericalExpansionBackward, AtomsAndStrainOfMoleculesCellsSlabsAndWires) {
  expect_gradients({cell_of(7, {})}, 5.0, "molecule");
  expect_gradients({cell_of(5, {true, true, true})}, 5.0, "triclinic cell");
  expect_gradients({cell_of(5, {true, false, true})}, 5.0, "slab");
  expect_gradients({cell_of(5, {false, true, false})}, 5.0, "wire");
}

TEST(SphericalExpansionBackward, ImagesOfAnAtomItselfCountInTheStrainAlone) {
  expect_gradients({cell_of(2, {true, true, true})}, 8.5, "cutoff longer than the cell");
  const std::vector<Structure> alone{cell_of(1, {true, true, true})};
  const Gradients gradients = Chain(alone, 8.5).gradients(alone);
  EXPECT_GT(largest_of(gradients.strain), 1e-3);
  EXPECT_LT(largest_of(gradients.positions), 1e-13 * largest_of(gradients.strain));  // round-off
}

TEST(SphericalExpansionBackward, AtomsFarOutsideTheCellHaveTheGradientsOfThoseInside) {
  Structure inside = cell_of(5, {true, true, true}), outside = inside;
  for (std::size_t x = 0; x < 3; ++x) {
    outside.positions[1][x] += 3.0 * triclinic[0][x] - 2.0 * triclinic[2][x];
    outside.positions[4][x] -= 5.0 * triclinic[1][x];
  }
  const Chain chain({inside}, 7.0);
  const Gradients expected = chain.gradients({inside}), got = chain.gradients({outside});
  for (std::size_t k = 0; k < got.positions.size(); ++k)
    EXPECT_NEAR(got.positions[k], expected.positions[k], 1e-12 * largest_of(expected.positions));
  for (std::size_t k = 0; k < got.strain.size(); ++k)
    EXPECT_NEAR(got.strain[k], expected.strain[k], 1e-12 * largest_of(expected.strain));
}

TEST(SphericalExpansionBackward, StructuresOfABatchKeepTheirOwnGradients) {
  const std::vector<Structure> all{cell_of(3, {}, 1), cell_of(4, {true, true, false}, 2), cell_of(1, {}, 3)};
  expect_gradients(all, 4.5, "batch");
}

TEST(SphericalExpansionBackward, ForcesAddUpToNothing) {
  for (const auto& periodic : {std::array{false, false, false}, std::array{true, true, true}}) {
    const std::vector<Structure> structures{cell_of(9, periodic)};
    const Gradients gradients = Chain(structures, 6.0).gradients(structures);
    for (std::size_t x = 0; x < 3; ++x) {
      double sum = 0.0;
      for (std::size_t i = 0; i < 9; ++i) sum += gradients.positions[3 * i + x];
      EXPECT_NEAR(sum, 0.0, 1e-13 * largest_of(gradients.positions));
    }
  }
}

TEST(SphericalExpansionBackward, GradientsAreAddedAndRepeatBitForBit) {
  const std::vector<Structure> structures{cell_of(9, {true, true, true}), cell_of(3, {})};
  const Chain chain(structures, 6.0);
  const Gradients once = chain.gradients(structures), twice = chain.gradients(structures, true);
  for (std::size_t k = 0; k < once.positions.size(); ++k) EXPECT_EQ(twice.positions[k], 2.0 * once.positions[k]);
  for (std::size_t k = 0; k < once.strain.size(); ++k) EXPECT_EQ(twice.strain[k], 2.0 * once.strain[k]);
}

TEST(SphericalExpansionBackward, APairWithoutItsReverseGivesNoNumber) {
  const Device device = Device::select("cpu");
  const SphericalExpansion expansion(device, elements, {.n_max = 2, .l_max = 1, .table_error = 1e-8});
  Structure pair;
  pair.numbers = {1, 1};
  pair.positions = {{0, 0, 0}, {2, 0, 0}};
  const StructureBatch batch = make_batch(device, std::vector<Structure>{pair}, elements);
  NeighbourList list = neighbour_list(device, batch, expansion.options().cutoff);
  ASSERT_EQ(list.pairs(), 2);
  list.offset = Tensor<Index, 1>::from_host(device, std::vector<Index>{0, 1, 1, 1, 1, 1, 1}, {7});
  const std::vector<double> ones(48, 1.0);
  auto positions = Tensor<double, 2>::zeros(device, {2, 3});
  auto strain = Tensor<double, 3>::zeros(device, {1, 3, 3});
  expansion.backward(batch, list, View<const double, 3>(ones.data(), {2, 4, 6}), positions.view(), strain.view());
  for (Index x = 0; x < 3; ++x) {
    EXPECT_TRUE(std::isnan(positions.view()(0, x)));
    EXPECT_EQ(positions.view()(1, x), 0.0);  // has no pairs
  }
}

TEST(SphericalExpansionBackward, ShapesOfAnotherBatchAreRefused) {
  const Device device = Device::select("cpu");
  const SphericalExpansion expansion(device, elements, {.n_max = 2, .l_max = 1, .table_error = 1e-8});
  const StructureBatch batch = make_batch(device, std::vector<Structure>{cell_of(3, {})}, elements);
  const NeighbourList list = neighbour_list(device, batch, expansion.options().cutoff);
  Tensor<double, 3> c_bar(device, {2, 4, 6}), strain(device, {1, 3, 3});
  Tensor<double, 2> positions(device, {3, 3});
  testing::expect_error<InvalidInput>(
      [&] { expansion.backward(batch, list, c_bar.view(), positions.view(), strain.view()); },
      {"c_bar has shape [2, 4, 6], expected [3, 4, 6]"});
}

}  // namespace
}  // namespace rhofield
