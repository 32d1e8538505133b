// Splits: defaults, published lists, and more structures than there are.
#include "rhofield/storage/split.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using rhofield::testing::expect_error;
using rhofield::testing::put_bytes;
using rhofield::testing::range;
using rhofield::testing::TemporaryFolder;

TEST(Split, LastFifthIsHeldOutByDefault) {
  const Split split = make_split(60, {});
  EXPECT_EQ(split.train, range(0, 48));
  EXPECT_EQ(split.test, range(48, 60));
}

TEST(Split, NumbersCountFromTheEnds) {
  const Split split = make_split(200, {.train = 50, .test = 100});
  EXPECT_EQ(split.train, range(0, 50));
  EXPECT_EQ(split.test, range(100, 200));
}

TEST(Split, TrainingOnAlmostAllLeavesTheRestToTest) {
  const Split split = make_split(100, {.train = 95});
  EXPECT_EQ(split.train, range(0, 95));
  EXPECT_EQ(split.test, range(95, 100));
  EXPECT_TRUE(make_split(100, {.train = 100}).test.empty());
  EXPECT_EQ(make_split(3, {}).train, range(0, 2));
  EXPECT_EQ(make_split(1, {}).train, range(0, 1));
}

TEST(Split, ListsAreTakenAsTheyAre) {
  const Split split = make_split(10, {.train_indices = "7,1-3", .test_indices = "0, 9"});
  EXPECT_EQ(split.train, (std::vector<Index>{7, 1, 2, 3}));
  EXPECT_EQ(split.test, (std::vector<Index>{0, 9}));
  EXPECT_EQ(make_split(5, {.test_indices = "0-1"}).train, range(2, 5));
  EXPECT_EQ(make_split(5, {.test = 2, .train_indices = "4"}).test, (std::vector<Index>{2, 3}));
}

TEST(Split, FilesHoldOneIndexALine) {
  const TemporaryFolder folder;
  put_bytes(folder / "list", "# published\n3\n 1 \r\n\n2 # last\n");
  EXPECT_EQ(read_indices((folder / "list").string(), 4), (std::vector<Index>{3, 1, 2}));
}

TEST(Split, ShufflesDependOnTheSeedAlone) {
  const Split a = make_split(50, {.shuffle = 1}), b = make_split(50, {.shuffle = 1}),
              c = make_split(50, {.shuffle = 2});
  EXPECT_EQ(a.train, b.train);
  EXPECT_EQ(a.test, b.test);
  EXPECT_NE(a.train, c.train);
  std::vector<Index> all = a.train;
  all.insert(all.end(), a.test.begin(), a.test.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, range(0, 50));
}

TEST(Split, MoreStructuresThanThereAreGiveBothNumbers) {
  const auto split = [](Index size, SplitOptions options) { return [=] { (void)make_split(size, options); }; };
  expect_error<InvalidInput>(split(60, {.train = 100}), {"100 structures", "only 60"});
  expect_error<InvalidInput>(split(60, {.train = 50, .test = 20}),
                             {"50 structures", "only 40", "60 in all", "20 of them held out"});
  expect_error<InvalidInput>(split(60, {.test = 61}), {"61 structures", "only 60"});
  expect_error<InvalidInput>(split(60, {.test = 60}), {"train", "only 0"});
  expect_error<InvalidInput>(split(60, {.train = 0}), {"train = 0"});
}

TEST(Split, MistakesInListsAreNamed) {
  const TemporaryFolder folder;
  put_bytes(folder / "list", "3\n4\nfive\n");
  const auto read = [](std::string list) { return [=] { (void)read_indices(list, 10); }; };
  expect_error<InvalidInput>(read((folder / "list").string()), {"list:3", "'five'"});
  expect_error<InvalidInput>(read((folder / "none").string()), {"none", "no such file"});
  expect_error<InvalidInput>(read("3,10"), {"index 10", "0 .. 9"});
  expect_error<InvalidInput>(read("3,2-4"), {"index 3", "twice"});
  expect_error<InvalidInput>(read("4-2"), {"4-2", "backwards"});
  expect_error<InvalidInput>(read("1,,2"), {"''"});
  expect_error<InvalidInput>([] { (void)make_split(10, {.train_indices = "1-3", .test_indices = "3"}); },
                             {"structure 3", "both"});
  expect_error<InvalidInput>([] { (void)make_split(10, {.train = 2, .train_indices = "1-3"}); }, {"not both"});
}

}  // namespace
}  // namespace rhofield::storage
