// Neighbour lists against lists made by two other programs that agree with each other: skewed, left-handed and tiny
// cells, slabs, wires, molecules, atoms far outside the cell.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <vector>

#include "rhofield/atoms/neighbours.hpp"
#include "support/hdf5_reader.hpp"

namespace rhofield {
namespace {

using testing::Hdf5Reader;

/// Rounding of sums of coordinates and lattice vectors up to a few hundred.
constexpr double distance_tolerance = 1e-12;

struct Pair {
  int i, j;
  std::array<int, 3> shift;
  double distance;
};
bool same_pair(const Pair& a, const Pair& b) { return a.i == b.i && a.j == b.j && a.shift == b.shift; }
bool before(const Pair& a, const Pair& b) { return std::tie(a.i, a.j, a.shift) < std::tie(b.i, b.j, b.shift); }

struct System {
  std::string name;
  Structure structure;
  double cutoff = 0;
  std::vector<Pair> pairs;  ///< sorted; distance 0 where the file leaves it to the reversed pair
};

std::vector<System> read_systems() {
  const Hdf5Reader file(RHOFIELD_TEST_DATA "/neighbour_lists.h5");
  const auto atoms = file.ints("atoms"), pairs = file.ints("pairs"), periodic = file.ints("periodic");
  const auto i = file.ints("i"), j = file.ints("j"), shift = file.ints("shift");
  const auto cutoff = file.doubles("cutoff"), cell = file.doubles("cell"), positions = file.doubles("positions");
  const auto distance = file.doubles("distance");
  std::istringstream names(file.text("/", "systems"));
  std::vector<System> systems(atoms.data.size());
  std::size_t atom = 0, pair = 0, next_distance = 0;
  for (std::size_t s = 0; s < systems.size(); ++s) {
    System& system = systems[s];
    names >> system.name;
    system.cutoff = cutoff(s);
    for (std::size_t d = 0; d < 3; ++d) {
      system.structure.periodic[d] = periodic(s, d) != 0;
      for (std::size_t x = 0; x < 3; ++x) system.structure.cell[d][x] = cell(s, d, x);
    }
    for (int a = 0; a < atoms(s); ++a, ++atom) {
      // Two species in turn, so that the order by species is seen too.
      system.structure.numbers.push_back(a % 2 == 0 ? 8 : 1);
      system.structure.positions.push_back({positions(atom, 0), positions(atom, 1), positions(atom, 2)});
    }
    for (int k = 0; k < pairs(s); ++k, ++pair)
      system.pairs.push_back({i(pair),
                              j(pair),
                              {shift(pair, 0), shift(pair, 1), shift(pair, 2)},
                              i(pair) <= j(pair) ? distance(next_distance++) : 0.0});
  }
  return systems;
}

std::vector<Pair> pairs_of(const NeighbourList& list) {
  const auto offset = list.offset.to_host();
  const auto neighbour = list.neighbour.to_host();
  const auto shift = list.shift.to_host();
  const auto vector = list.vector.to_host();
  std::vector<Pair> pairs;
  for (std::size_t row = 0; row + 1 < offset.size(); ++row)
    for (auto p = static_cast<std::size_t>(offset[row]); p < static_cast<std::size_t>(offset[row + 1]); ++p)
      pairs.push_back({static_cast<int>(static_cast<Index>(row) / list.species_count),
                       neighbour[p],
                       {shift[3 * p], shift[3 * p + 1], shift[3 * p + 2]},
                       vector[4 * p + 3]});
  return pairs;
}

TEST(NeighbourReference, PairsShiftsAndDistancesOfAllSystemsAgree) {
  const Device device = Device::select("cpu");
  const auto systems = read_systems();
  ASSERT_EQ(systems.size(), 19u);
  for (const System& system : systems) {
    SCOPED_TRACE(system.name);
    const std::vector<Structure> one{system.structure};
    const auto batch = make_batch(device, one, species_of(one));
    auto found = pairs_of(neighbour_list(device, batch, system.cutoff));
    std::sort(found.begin(), found.end(), before);
    ASSERT_EQ(found.size(), system.pairs.size());
    for (std::size_t p = 0; p < found.size(); ++p) {
      ASSERT_TRUE(same_pair(found[p], system.pairs[p])) << "pair " << p << ": " << found[p].i << ' ' << found[p].j;
      if (found[p].i <= found[p].j) {
        ASSERT_NEAR(found[p].distance, system.pairs[p].distance, distance_tolerance);
      }
    }
  }
}

}  // namespace
}  // namespace rhofield
