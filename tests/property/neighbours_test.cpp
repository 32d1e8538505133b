// What must hold for neighbour lists of any structure: order of rows, symmetries, and cost that batches share.
#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <vector>

#include "rhofield/atoms/neighbours.hpp"
#include "rhofield/error.hpp"
#include "support/random_structures.hpp"

namespace rhofield {
namespace {

using testing::liquid_water;
using testing::random_structure;

constexpr double rounding = 1e-12;  ///< of sums of coordinates and lattice vectors below 100 bohr

const Matrix3 skewed{{{6.0, 0, 0}, {5.5, 4.2, 0}, {-4.9, 3.1, 5.6}}};
const Matrix3 left_handed{{{0, 9.1, 0.4}, {8.8, 0.2, 0}, {0.3, -0.2, 9.5}}};

/// A list on the host.
struct HostList {
  Index species = 0;
  std::vector<Index> offset;
  std::vector<int> neighbour;
  std::vector<std::int32_t> shift;
  std::vector<double> vector;
  bool operator==(const HostList&) const = default;
};

HostList list_of(const std::vector<Structure>& structures, double cutoff) {
  const Device device = Device::select("cpu");
  const auto batch = make_batch(device, structures, species_of(structures));
  const auto list = neighbour_list(device, batch, cutoff);
  return {list.species_count, list.offset.to_host(), list.neighbour.to_host(), list.shift.to_host(),
          list.vector.to_host()};
}

using Key = std::tuple<int, int, int, int, int>;  // i, j, shift
std::map<Key, Vector3> pairs_of(const HostList& list) {
  std::map<Key, Vector3> pairs;
  for (std::size_t row = 0; row + 1 < list.offset.size(); ++row)
    for (auto p = static_cast<std::size_t>(list.offset[row]); p < static_cast<std::size_t>(list.offset[row + 1]); ++p)
      pairs[{static_cast<int>(row) / static_cast<int>(list.species), list.neighbour[p], list.shift[3 * p],
             list.shift[3 * p + 1], list.shift[3 * p + 2]}] = {list.vector[4 * p], list.vector[4 * p + 1],
                                                               list.vector[4 * p + 2]};
  return pairs;
}

void expect_near(const Vector3& a, const Vector3& b) {
  for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(a[x], b[x], rounding);
}

/// Every pair by brute force over a generous range of shifts.
std::set<Key> brute_force(const Structure& s, double cutoff, int range) {
  std::set<Key> pairs;
  const auto reach = [&](std::size_t d) { return s.periodic[d] ? range : 0; };
  for (int i = 0; i < s.size(); ++i)
    for (int j = 0; j < s.size(); ++j)
      for (int a = -reach(0); a <= reach(0); ++a)
        for (int b = -reach(1); b <= reach(1); ++b)
          for (int c = -reach(2); c <= reach(2); ++c) {
            if (i == j && a == 0 && b == 0 && c == 0) continue;
            double d2 = 0;
            for (std::size_t x = 0; x < 3; ++x) {
              const double d = s.positions[static_cast<std::size_t>(j)][x] -
                               s.positions[static_cast<std::size_t>(i)][x] + a * s.cell[0][x] + b * s.cell[1][x] +
                               c * s.cell[2][x];
              d2 += d * d;
            }
            if (d2 < cutoff * cutoff) pairs.insert({i, j, a, b, c});
          }
  return pairs;
}

struct Boundary {
  const char* name;
  Matrix3 cell;
  std::array<bool, 3> periodic;
};
std::vector<Boundary> boundaries() {
  return {{"crystal", skewed, {true, true, true}},         {"left-handed", left_handed, {true, true, true}},
          {"slab", skewed, {true, true, false}},           {"slab across x", left_handed, {false, true, true}},
          {"slab across y", skewed, {true, false, true}},  {"wire x", skewed, {true, false, false}},
          {"wire y", left_handed, {false, true, false}},   {"wire z", left_handed, {false, false, true}},
          {"molecule", left_handed, {false, false, false}}};
}

TEST(Neighbours, AllBoundariesAgreeWithBruteForceForFewAndManyAtoms) {
  for (const Boundary& b : boundaries())
    for (const Index atoms : {1, 2, 7, 60})
      for (const double cutoff : {1.3, 4.0, 11.0}) {
        SCOPED_TRACE(std::string(b.name) + ", atoms " + std::to_string(atoms) + ", cutoff " + std::to_string(cutoff));
        const auto s = random_structure(17, atoms, b.cell, b.periodic, {1, 6, 8}, -0.7, 1.4);
        std::set<Key> found;
        for (const auto& [key, unused] : pairs_of(list_of({s}, cutoff))) found.insert(key);
        EXPECT_EQ(found, brute_force(s, cutoff, 9));
      }
}

TEST(Neighbours, RowsAreOrderedBySpeciesNeighbourAndShift) {
  const auto s = random_structure(3, 40, skewed, {true, true, true});
  const auto list = list_of({s}, 9.0);
  const auto species = species_of(std::vector{s});
  ASSERT_EQ(list.species, 3);
  for (std::size_t row = 0; row + 1 < list.offset.size(); ++row)
    for (auto p = static_cast<std::size_t>(list.offset[row]); p < static_cast<std::size_t>(list.offset[row + 1]); ++p) {
      ASSERT_EQ(s.numbers[static_cast<std::size_t>(list.neighbour[p])], species[row % 3]);
      if (p == static_cast<std::size_t>(list.offset[row])) continue;
      const auto key = [&](std::size_t q) {
        return std::tuple(list.neighbour[q], list.shift[3 * q], list.shift[3 * q + 1], list.shift[3 * q + 2]);
      };
      ASSERT_LT(key(p - 1), key(p));
    }
}

TEST(Neighbours, LongRowsAreOrderedToo) {
  const auto s = random_structure(5, 8, left_handed, {true, true, true});
  const auto list = list_of({s}, 30.0);  // rows of more than a thousand
  ASSERT_GT(list.offset.back(), 8 * 1000);
  for (std::size_t row = 0; row + 1 < list.offset.size(); ++row)
    EXPECT_TRUE(
        std::is_sorted(list.neighbour.begin() + list.offset[row], list.neighbour.begin() + list.offset[row + 1]));
}

TEST(Neighbours, VectorsJoinTheGivenPositions) {
  const auto s = random_structure(4, 30, skewed, {true, true, true}, {1, 8}, -2.0, 3.0);
  for (const auto& [key, vector] : pairs_of(list_of({s}, 7.0))) {
    const auto [i, j, a, b, c] = key;
    Vector3 expected{};
    for (std::size_t x = 0; x < 3; ++x)
      expected[x] = s.positions[static_cast<std::size_t>(j)][x] - s.positions[static_cast<std::size_t>(i)][x] +
                    a * s.cell[0][x] + b * s.cell[1][x] + c * s.cell[2][x];
    expect_near(vector, expected);
  }
}

TEST(Neighbours, EveryPairOccursInBothDirections) {
  const auto s = random_structure(8, 50, skewed, {true, true, false}, {1, 8}, -1.0, 2.0);
  const auto pairs = pairs_of(list_of({s}, 6.0));
  ASSERT_FALSE(pairs.empty());
  for (const auto& [key, vector] : pairs) {
    const auto [i, j, a, b, c] = key;
    const auto reversed = pairs.find({j, i, -a, -b, -c});
    ASSERT_NE(reversed, pairs.end());
    for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(vector[x], -reversed->second[x], rounding);
  }
}

TEST(Neighbours, WrappingAtomsIntoTheCellChangesShiftsAlone) {
  const auto inside = random_structure(9, 25, skewed, {true, true, true}, {1, 6}, 0.02, 0.98);
  auto outside = inside;
  std::vector<std::array<int, 3>> turns;
  for (std::size_t i = 0; i < outside.numbers.size(); ++i) {
    const int k = static_cast<int>(i);
    turns.push_back({k % 5 - 2, k % 3 - 1, 3 - k % 7});
    for (std::size_t d = 0; d < 3; ++d)
      for (std::size_t x = 0; x < 3; ++x) outside.positions[i][x] += turns[i][d] * skewed[d][x];
  }
  const auto before = pairs_of(list_of({inside}, 6.5)), after = pairs_of(list_of({outside}, 6.5));
  ASSERT_EQ(before.size(), after.size());
  for (const auto& [key, vector] : before) {
    const auto [i, j, a, b, c] = key;
    const auto& ti = turns[static_cast<std::size_t>(i)];
    const auto& tj = turns[static_cast<std::size_t>(j)];
    const auto moved = after.find({i, j, a + ti[0] - tj[0], b + ti[1] - tj[1], c + ti[2] - tj[2]});
    ASSERT_NE(moved, after.end());
    expect_near(vector, moved->second);
  }
}

TEST(Neighbours, TranslationChangesNothingForAtomsThatAreNotWrapped) {
  for (const Boundary& b : boundaries()) {
    SCOPED_TRACE(b.name);
    const auto s = random_structure(10, 30, b.cell, b.periodic);
    auto moved = s;
    for (Vector3& r : moved.positions) r[0] += 3.7, r[1] -= 11.1, r[2] += 0.9;
    const auto before = pairs_of(list_of({s}, 5.0)), after = pairs_of(list_of({moved}, 5.0));
    ASSERT_EQ(before.size(), after.size());
    for (const auto& [key, vector] : before) {
      const auto same = after.find(key);
      ASSERT_NE(same, after.end());
      expect_near(vector, same->second);
    }
  }
}

TEST(Neighbours, PermutingAtomsPermutesTheList) {
  const auto s = random_structure(11, 60, left_handed, {true, true, true});
  std::vector<int> place(s.numbers.size());
  std::iota(place.begin(), place.end(), 0);
  std::shuffle(place.begin(), place.end(), std::mt19937_64(1));
  auto permuted = s;
  for (std::size_t i = 0; i < place.size(); ++i) {
    permuted.numbers[static_cast<std::size_t>(place[i])] = s.numbers[i];
    permuted.positions[static_cast<std::size_t>(place[i])] = s.positions[i];
  }
  const auto before = pairs_of(list_of({s}, 5.0)), after = pairs_of(list_of({permuted}, 5.0));
  ASSERT_EQ(before.size(), after.size());
  for (const auto& [key, vector] : before) {
    const auto [i, j, a, b, c] = key;
    const auto same = after.find({place[static_cast<std::size_t>(i)], place[static_cast<std::size_t>(j)], a, b, c});
    ASSERT_NE(same, after.end());
    expect_near(vector, same->second);
  }
}

TEST(Neighbours, ASupercellRepeatsEveryRow) {
  const auto s = random_structure(12, 9, skewed, {true, true, true});
  auto doubled = s;
  doubled.cell[1] = {2 * skewed[1][0], 2 * skewed[1][1], 2 * skewed[1][2]};
  for (std::size_t i = 0; i < 9; ++i) {
    doubled.numbers.push_back(s.numbers[i]);
    Vector3 r = s.positions[i];
    for (std::size_t x = 0; x < 3; ++x) r[x] += skewed[1][x];
    doubled.positions.push_back(r);
  }
  const auto small = list_of({s}, 6.0), large = list_of({doubled}, 6.0);
  const auto lengths = [](const HostList& list, std::size_t row) {
    std::vector<double> sorted;
    for (auto p = list.offset[row]; p < list.offset[row + 1]; ++p)
      sorted.push_back(list.vector[static_cast<std::size_t>(4 * p + 3)]);
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  };
  const std::size_t rows = small.offset.size() - 1;
  ASSERT_EQ(large.offset.size() - 1, 2 * rows);
  for (std::size_t row = 0; row < 2 * rows; ++row) {
    const auto expected = lengths(small, row % rows), found = lengths(large, row);
    ASSERT_EQ(expected.size(), found.size());
    for (std::size_t p = 0; p < found.size(); ++p) EXPECT_NEAR(found[p], expected[p], rounding);
  }
}

TEST(Neighbours, ABatchIsItsStructuresOneAfterTheOther) {
  std::vector<Structure> structures;
  std::uint64_t seed = 30;
  for (const Boundary& b : boundaries())
    for (const Index atoms : {1, 5, 80}) structures.push_back(random_structure(seed++, atoms, b.cell, b.periodic));
  const auto all = species_of(structures);
  const Device device = Device::select("cpu");
  const auto batch = make_batch(device, structures, all);
  const auto together = neighbour_list(device, batch, 4.5);
  const auto offset = together.offset.to_host();
  const auto neighbour = together.neighbour.to_host();
  const auto vector = together.vector.to_host();
  for (std::size_t s = 0; s < structures.size(); ++s) {
    const auto alone = neighbour_list(device, make_batch(device, std::span(&structures[s], 1), all), 4.5);
    const auto row = static_cast<std::size_t>(batch.first_atom[s]) * all.size();
    const auto own_offset = alone.offset.to_host();
    for (std::size_t r = 0; r < own_offset.size(); ++r) ASSERT_EQ(offset[row + r] - offset[row], own_offset[r]);
    const auto own_neighbour = alone.neighbour.to_host();
    const auto own_vector = alone.vector.to_host();
    for (std::size_t p = 0; p < own_neighbour.size(); ++p) {
      const auto q = static_cast<std::size_t>(offset[row]) + p;
      ASSERT_EQ(neighbour[q] - batch.first_atom[s], own_neighbour[p]);
      for (std::size_t x = 0; x < 4; ++x) ASSERT_EQ(vector[4 * q + x], own_vector[4 * p + x]);
    }
  }
}

TEST(Neighbours, TheSameBitsComeOutForAnyNumberOfThreads) {
  const std::vector<Structure> water{liquid_water(8)};  // 6144 atoms
  const int usual = omp_get_max_threads();
  omp_set_num_threads(1);
  const auto one = list_of(water, 8.0);
  omp_set_num_threads(5);
  const auto five = list_of(water, 8.0);
  omp_set_num_threads(usual);
  EXPECT_TRUE(one == five);
}

TEST(Neighbours, FlatAndLongMoleculesKeepTheNumberOfBinsSmall) {
  // A line and a sheet of far-apart atoms: a grid over their box would need far more bins than atoms.
  Structure line, sheet;
  for (int k = 0; k < 4000; ++k) {
    line.numbers.push_back(1);
    line.positions.push_back({1e4 * k, 0.0, 0.0});
    sheet.numbers.push_back(1);
    sheet.positions.push_back({1e4 * (k % 63), 0.0, 1e4 * (k / 63)});
  }
  line.positions[17] = {1e4 * 18 + 1.0, 1.0, 0.0};
  sheet.positions[17] = {1e4 * 18 + 1.0, 1.0, 0.0};
  EXPECT_EQ(list_of({line}, 3.0).neighbour.size(), 2u);
  EXPECT_EQ(list_of({sheet}, 3.0).neighbour.size(), 2u);
}

TEST(Neighbours, ABatchWithoutStructuresHasNoPairs) {
  const Device device = Device::select("cpu");
  const auto batch = make_batch(device, {}, std::vector<int>{1, 8});
  EXPECT_EQ(neighbour_list(device, batch, 4.0).pairs(), 0);
}

TEST(Neighbours, CutoffsThatMeanNothingAreRefused) {
  const Device device = Device::select("cpu");
  const std::vector<Structure> one{liquid_water(1)};
  const auto batch = make_batch(device, one, species_of(one));
  for (const double cutoff : {0.0, -4.0, std::nan(""), HUGE_VAL})
    EXPECT_THROW((void)neighbour_list(device, batch, cutoff), InvalidInput) << cutoff;
  EXPECT_THROW((void)neighbour_list(device, batch, 1e6), InvalidInput) << "more images than can be stored";
}

}  // namespace
}  // namespace rhofield
