// Neighbour lists: the same pairs in the same order on both devices.
#include "rhofield/atoms/neighbours.hpp"

#include "parity/parity.hpp"
#include "rhofield/units.hpp"
#include "support/errors.hpp"
#include "support/random_structures.hpp"

namespace rhofield::parity {
namespace {

class NeighboursParity : public ParityTest {
 protected:
  /// A vector is a sum of four terms, whose rounding counts against the longest of them.
  static constexpr double tolerance = 64.0 * epsilon;

  void expect_agreement(const std::vector<Structure>& structures, double cutoff, const std::string& what) {
    const std::vector<int> species{1, 6, 8};
    const auto list_on = [&](const Device& device) {
      return neighbour_list(device, make_batch(device, structures, species), cutoff);
    };
    expect_parity([&](const Device& device) { return list_on(device).vector.to_host(); }, tolerance, what);
    const std::vector<Device> both = devices();
    const NeighbourList expected = list_on(both.front());
    for (const Device& device : both) {
      const NeighbourList list = list_on(device);
      EXPECT_EQ(list.offset.to_host(), expected.offset.to_host()) << what;
      EXPECT_EQ(list.neighbour.to_host(), expected.neighbour.to_host()) << what;
      EXPECT_EQ(list.shift.to_host(), expected.shift.to_host()) << what;
    }
  }

  static Structure cell_of(Index atoms, const Matrix3& cell, std::array<bool, 3> periodic, std::uint64_t seed = 3,
                           double low = 0.0, double high = 1.0) {
    return testing::random_structure(seed, atoms, cell, periodic, {1, 6, 8}, low, high);
  }
  static Matrix3 cube(double edge) { return {{{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}}}; }
};

TEST_F(NeighboursParity, MoleculesOfAnySizeAgree) {
  for (const Index atoms : sizes)
    if (atoms > 0) expect_agreement({cell_of(atoms, cube(3.0 * std::cbrt(atoms)), {})}, 6.0, std::to_string(atoms));
}

TEST_F(NeighboursParity, EveryMixOfBoundariesAgrees) {
  const Matrix3 skewed{{{7.0, 0.0, 0.0}, {5.0, 6.0, 0.0}, {-4.0, 3.0, 8.0}}};
  for (unsigned mix = 0; mix < 8; ++mix)
    expect_agreement({cell_of(33, skewed, {(mix & 1U) != 0, (mix & 2U) != 0, (mix & 4U) != 0})}, 6.0,
                     "periodic directions " + std::to_string(mix));
}

TEST_F(NeighboursParity, CellsBelowTheCutoffLeftHandedOnesAndAtomsFarOutsideAgree) {
  const std::array<bool, 3> all{true, true, true};
  expect_agreement({cell_of(1, cube(2.5), all)}, 7.0, "one atom in a small cell");
  expect_agreement({cell_of(4, {{{0, 5.0, 0}, {5.0, 0, 0}, {0.5, 0, 4.0}}}, all)}, 9.0, "left-handed");
  expect_agreement({cell_of(31, cube(9.0), all, 5, -4.0, 5.0)}, 6.0, "atoms up to four cells away");
}

TEST_F(NeighboursParity, ABatchOfDifferentStructuresAgrees) {
  std::vector<Structure> structures;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto atoms = static_cast<Index>(1 + seed % 9);
    structures.push_back(seed % 3 == 0 ? cell_of(atoms, cube(6.0), {true, true, true}, seed)
                                       : cell_of(atoms, cube(7.0), {}, seed));
  }
  structures.push_back(testing::liquid_water(2));
  expect_agreement(structures, 4.0 * angstrom, "a batch");
}

TEST_F(NeighboursParity, ACutoffThatReachesOverTooManyImagesIsRefusedByName) {
  const std::vector<Structure> structures{cell_of(2, cube(9.0), {}), cell_of(1, cube(1.0), {true, true, true})};
  for (const Device& device : devices()) {
    const StructureBatch batch = make_batch(device, structures, std::vector<int>{1, 6, 8});
    testing::expect_error<InvalidInput>([&] { (void)neighbour_list(device, batch, 2000.0); }, {"structure 1", "2000"});
  }
}

}  // namespace
}  // namespace rhofield::parity
