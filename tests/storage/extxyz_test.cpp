// Extended XYZ: what is understood, what is written, and what errors say.
#include "rhofield/storage/extxyz.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "support/disk_full.hpp"
#include "support/errors.hpp"
#include "support/random_structures.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using testing::DiskFull;
using testing::expect_error;
using testing::file_bytes;
using testing::put_bytes;
using testing::TemporaryFolder;

/// Two conversions between bohr and angstrom, half a unit in the last place each.
constexpr double conversion = 1e-14;

std::vector<Structure> read_text(const std::string& text) {
  const TemporaryFolder folder;
  put_bytes(folder / "some.xyz", text);
  return read_extxyz(folder / "some.xyz");
}

void expect_refused(const std::string& text, std::initializer_list<std::string> parts) {
  SCOPED_TRACE(text);
  expect_error<InvalidInput>([&] { (void)read_text(text); }, parts);
}

TEST(ExtendedXyz, ReadsLatticeBoundariesAndColumnsInAnyOrder) {
  const auto frames = read_text(
      "2\n"
      "energy=-1.5 Lattice=\"4.0 0.0 0.0 0.5 5.0 0.0 0.0 0.0 6.0\" "
      "Properties=forces:R:3:pos:R:3:Z:I:1:species:S:1 pbc=\"T F T\" label=\"a slab\" converged\n"
      "0.1 0.2 0.3  1.0 2.0 3.0 8 O\n"
      "0.1 0.2 0.3 -1.0 +2.5 3e-1 1 H\n");
  ASSERT_EQ(frames.size(), 1u);
  const Structure& s = frames[0];
  EXPECT_EQ(s.numbers, (std::vector<int>{8, 1}));
  EXPECT_EQ(s.label, "a slab");
  EXPECT_EQ(s.periodic, (std::array<bool, 3>{true, false, true}));
  EXPECT_DOUBLE_EQ(s.cell[1][0], 0.5 * angstrom);
  EXPECT_DOUBLE_EQ(s.cell[2][2], 6.0 * angstrom);
  EXPECT_DOUBLE_EQ(s.positions[1][0], -1.0 * angstrom);
  EXPECT_DOUBLE_EQ(s.positions[1][1], 2.5 * angstrom);
  EXPECT_DOUBLE_EQ(s.positions[1][2], 0.3 * angstrom);
}

TEST(ExtendedXyz, ReadsPlainXyzWithAnyComment) {
  const auto frames = read_text("2\nwater's proton, d = 1\r\nO 0 0 0\r\nh 0 0 1.0 extra\r\n1\n\nCL 1 2 3\n\n\n");
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0].numbers, (std::vector<int>{8, 1}));
  EXPECT_EQ(frames[1].numbers, (std::vector<int>{17}));
  EXPECT_FALSE(frames[0].any_periodic());
  EXPECT_NE(frames[1].label.find("frame 1"), std::string::npos);
}

TEST(ExtendedXyz, ReadsElementsByNumber) {
  EXPECT_EQ(read_text("1\nProperties=Z:I:1:pos:R:3\n79 0 0 0\n")[0].numbers, std::vector<int>{79});
  EXPECT_EQ(read_text("1\n\n6 0 0 0\n")[0].numbers, std::vector<int>{6});
}

TEST(ExtendedXyz, ALatticeAloneIsPeriodicInAllDirections) {
  const auto s = read_text("1\nLattice=\"4 0 0 0 4 0 0 0 4\" Properties=species:S:1:pos:R:3\nH 0 0 0\n")[0];
  EXPECT_EQ(s.periodic, (std::array<bool, 3>{true, true, true}));
}

TEST(ExtendedXyz, BracketsAndBoxesAreUnderstood) {
  const auto nested = read_text("1\nLattice=[[4, 0, 0], [0, 5, 0], [0, 1, 6]] pbc=[T, T, F]\nH 0 0 0\n")[0];
  EXPECT_DOUBLE_EQ(nested.cell[2][1], angstrom);
  EXPECT_EQ(nested.periodic, (std::array<bool, 3>{true, true, false}));
  EXPECT_DOUBLE_EQ(read_text("1\nLattice={4 5 6}\nH 0 0 0\n")[0].cell[1][1], 5 * angstrom);
}

TEST(ExtendedXyz, ReadsChargesOfTheAtomsByEitherName) {
  EXPECT_EQ(read_text("1\nProperties=species:S:1:pos:R:3:initial_charges:R:1\nNa 0 0 0 0.75\n")[0].charges,
            std::vector<double>{0.75});
  EXPECT_EQ(
      read_text("1\nProperties=initial_charges:R:1:species:S:1:charges:R:1:pos:R:3\n1.0 Na -2 0 0 0\n")[0].charges,
      std::vector<double>{-2.0});
  EXPECT_TRUE(read_text("1\nProperties=species:S:1:pos:R:3\nNa 0 0 0\n")[0].charges.empty());
  expect_refused("1\nProperties=species:S:1:pos:R:3:charges:R:1\nNa 0 0 0 nan\n",
                 {"some.xyz:3", "charge of atom 0", "nan"});
  expect_refused("1\nProperties=species:S:1:pos:R:3:charges:R:2\nNa 0 0 0 1 1\n", {"one column of charges", "got 2"});
}

TEST(ExtendedXyz, WhatIsWrittenIsReadBack) {
  const TemporaryFolder folder;
  const Matrix3 cell{{{9.1, 0, 0.3}, {-1.2, 8.8, 0}, {0.3, -0.2, 9.5}}};
  std::vector<Structure> written{testing::random_structure(1, 12, cell, {true, true, false}, {1, 8, 79}, -1.0, 2.0),
                                 testing::random_structure(2, 1, cell, {false, false, false})};
  written[0].label = "a \"quoted\" \\ label";
  for (int i = 0; i < 12; ++i) written[0].charges.push_back(i / 3.0 - 1.0);
  write_extxyz(folder / "out.xyz", written);
  const auto read = read_extxyz(folder / "out.xyz");
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].label, written[0].label);
  for (std::size_t s = 0; s < 2; ++s) {
    EXPECT_EQ(read[s].numbers, written[s].numbers);
    EXPECT_EQ(read[s].charges, written[s].charges);
    EXPECT_EQ(read[s].periodic, written[s].periodic);
    for (std::size_t i = 0; i < read[s].numbers.size(); ++i)
      for (std::size_t x = 0; x < 3; ++x)
        EXPECT_NEAR(read[s].positions[i][x], written[s].positions[i][x], conversion * 30);
  }
  for (std::size_t d = 0; d < 3; ++d)
    for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(read[0].cell[d][x], cell[d][x], conversion);
  EXPECT_EQ(folder.names(), std::set<std::string>{"out.xyz"});
}

TEST(ExtendedXyz, TruncatedFramesNameTheLineAndWhatIsMissing) {
  expect_refused("3\n\nO 0 0 0\nH 0 0 1\n", {"some.xyz:5", "atom 2 of 3"});
  expect_refused("3\n", {"some.xyz:2", "comment line"});
  expect_refused("2\n\nO 0 0 0\nH 0 0\n", {"some.xyz:4", "4 columns", "got 3"});
  expect_refused("1\n\nO 0 0 0\n2\n\nO 0 0 0\n", {"some.xyz:7", "atom 1 of 2"});
}

TEST(ExtendedXyz, WhatIsNoNumberNamesTheLine) {
  expect_refused("two\n\nO 0 0 0\n", {"some.xyz:1", "number of atoms", "two"});
  expect_refused("0\n\n", {"some.xyz:1", "positive"});
  expect_refused("1\n\nO 0 zero 0\n", {"some.xyz:3", "coordinate y", "zero"});
  expect_refused("1\n\nO 0 0 nan\n", {"some.xyz:3", "finite", "nan"});
  expect_refused("1\n\nO 0 0 1.0x\n", {"some.xyz:3", "1.0x"});
  expect_refused("1\nLattice=\"4 0 0 0 4 0 0 0 inf\"\nO 0 0 0\n", {"some.xyz:2", "inf"});
}

TEST(ExtendedXyz, UnknownElementsNameTheLine) {
  expect_refused("2\n\nO 0 0 0\nXx 0 0 1\n", {"some.xyz:4", "'Xx'", "atom 1 of 2"});
  expect_refused("1\nProperties=Z:I:1:pos:R:3\n119 0 0 0\n", {"some.xyz:3", "119"});
}

TEST(ExtendedXyz, MalformedKeysNameTheLine) {
  expect_refused("1\nLattice=\"4 0 0 0 4 0 0 0\"\nO 0 0 0\n", {"some.xyz:2", "9 numbers", "got 8"});
  expect_refused("1\nLattice=\"4 0 0 0 4 0 0 0 4\nO 0 0 0\n", {"some.xyz:2", "not closed"});
  expect_refused("1\nLattice=\"4 0 0 0 4 0 0 0 4\" pbc=\"T T\"\nO 0 0 0\n", {"some.xyz:2", "three flags"});
  expect_refused("1\npbc=\"T T T\"\nO 0 0 0\n", {"some.xyz:2", "no Lattice"});
  expect_refused("1\nProperties=species:S:1\nO 0 0 0\n", {"some.xyz:2", "pos:R:3"});
  expect_refused("1\nProperties=pos:R:3\n0 0 0\n", {"some.xyz:2", "species:S:1"});
  expect_refused("1\nProperties=species:S:1:pos\nO 0 0 0\n", {"some.xyz:2", "triples"});
}

TEST(ExtendedXyz, MissingAndEmptyFilesAreNamed) {
  const TemporaryFolder folder;
  expect_error<InvalidInput>([&] { (void)read_extxyz(folder / "absent.xyz"); }, {"absent.xyz"});
  expect_error<InvalidInput>([&] { (void)read_extxyz(folder / "."); }, {(folder / ".").string(), "is a folder"});
  expect_refused("\n\n", {"some.xyz", "no structure"});
}

TEST(ExtendedXyz, AFullDiskLeavesTheOldFile) {
  const TemporaryFolder folder;
  const std::vector<Structure> water{testing::liquid_water(4)};
  put_bytes(folder / "out.xyz", "old");
  {
    const DiskFull disk(1000);
    EXPECT_THROW(write_extxyz(folder / "out.xyz", water), Error);
  }
  EXPECT_EQ(file_bytes(folder / "out.xyz"), "old");
  EXPECT_EQ(folder.names(), std::set<std::string>{"out.xyz"});
}

TEST(ExtendedXyz, StructuresThatAreNotSoundAreNotWritten) {
  const TemporaryFolder folder;
  Structure s;
  s.numbers = {1};
  s.positions = {{0, 0, std::nan("")}};
  EXPECT_THROW(write_extxyz(folder / "out.xyz", std::span(&s, 1)), InvalidInput);
  EXPECT_TRUE(folder.names().empty());
}

}  // namespace
}  // namespace rhofield::storage
