// Batches of structures: how they are cut, and what happens when one does not fit the device's memory.
#include "model/batches.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "support/errors.hpp"

namespace rhofield {
namespace {

using Runs = std::vector<std::pair<std::size_t, std::size_t>>;

std::vector<Structure> structures_of(const std::vector<int>& atoms) {
  std::vector<Structure> structures;
  for (const int n : atoms) {
    Structure s;
    s.numbers.assign(static_cast<std::size_t>(n), 1);
    s.positions.resize(static_cast<std::size_t>(n));
    structures.push_back(s);
  }
  return structures;
}

TEST(Batches, HoldAsManyAtomsAsAllowedAndALargerStructureIsOneOfItsOwn) {
  Runs runs;
  for_each_batch(structures_of({3, 3, 3, 20, 1, 9}), 6,
                 [&](std::size_t begin, std::size_t end) { runs.emplace_back(begin, end); });
  EXPECT_EQ(runs, (Runs{{0, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}}));
}

TEST(Batches, ThatDoNotFitAreHalvedAndStaySmall) {
  Runs done;
  for_each_batch(structures_of({1, 1, 1, 1, 1, 1, 1, 1}), 100, [&](std::size_t begin, std::size_t end) {
    if (end - begin > 2) throw OutOfMemory("no room", 100, 50);
    done.emplace_back(begin, end);
  });
  EXPECT_EQ(done, (Runs{{0, 2}, {2, 4}, {4, 6}, {6, 8}}));
}

TEST(Batches, AStructureThatDoesNotFitAloneIsNamedWithWhatIsMissing) {
  const auto structures = structures_of({1, 7});
  testing::expect_error<OutOfMemory>(
      [&] {
        for_each_batch(structures, 100, [&](std::size_t begin, std::size_t) {
          // Inside another batch, as prediction does: the outer number counts.
          if (begin == 1)
            for_each_batch(std::span(structures).subspan(1), 100,
                           [](std::size_t, std::size_t) { throw OutOfMemory("no room", 1000, 400); });
          if (begin == 0) throw OutOfMemory("too many", 2, 1);
        });
      },
      {"structure 0 of 1 atoms", "1 bytes are missing", "too many"});
  testing::expect_error<OutOfMemory>(
      [&] {
        for_each_batch(structures, 3, [&](std::size_t begin, std::size_t) {
          if (begin == 1)
            for_each_batch(std::span(structures).subspan(1), 100,
                           [](std::size_t, std::size_t) { throw OutOfMemory("no room", 1000, 400); });
        });
      },
      {"structure 1 of 7 atoms", "600 bytes are missing", "(no room)"});
}

}  // namespace
}  // namespace rhofield
