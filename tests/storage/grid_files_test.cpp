// Cube files, CHGCAR and LOCPOT read again: what was written comes back, and what is no such file is refused with its
// line.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>

#include "rhofield/error.hpp"
#include "rhofield/observables/averages.hpp"
#include "rhofield/storage/cube.hpp"
#include "rhofield/storage/vasp_grid.hpp"
#include "rhofield/units.hpp"
#include "support/errors.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using rhofield::testing::expect_error;
using rhofield::testing::file_bytes;
using rhofield::testing::TemporaryFolder;

constexpr double cube_digits = 0.5001e-5;   // five digits after the point, of the leading one
constexpr double vasp_digits = 0.5001e-11;  // eleven

Structure salt() {
  Structure s;
  s.numbers = {11, 17, 11};
  s.positions = {{0.3, 0.2, 0.1}, {2.5, 3.0, 1.5}, {4.1, 1.0, 2.0}};
  s.cell = {{{7, 0, 0}, {1.5, 6, 0}, {-0.5, 1, 5}}};
  s.periodic = {true, true, true};
  return s;
}

Grid cell_grid(const Structure& s, std::array<Index, 3> counts) {
  Grid grid{.origin = {}, .steps = s.cell, .counts = counts};
  for (std::size_t k = 0; k < 3; ++k)
    for (double& x : grid.steps[k]) x /= static_cast<double>(counts[k]);
  return grid;
}

std::vector<double> wave(const Grid& grid, double phase) {
  std::vector<double> values;
  for (Index p = 0; p < grid.size(); ++p) values.push_back(0.01 * std::sin(0.37 * static_cast<double>(p) + phase));
  return values;
}

void expect_close(const std::vector<double>& read, const std::vector<double>& written, double digits) {
  ASSERT_EQ(read.size(), written.size());
  for (std::size_t p = 0; p < written.size(); ++p)
    ASSERT_NEAR(read[p], written[p], 2 * digits * std::abs(written[p]) + 1e-99) << p;
}

void expect_positions(const Structure& read, const Structure& written, double tolerance) {
  EXPECT_EQ(read.numbers, written.numbers);
  for (std::size_t i = 0; i < written.positions.size(); ++i)
    for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(read.positions[i][x], written.positions[i][x], tolerance);
}

void write_text(const std::filesystem::path& path, const std::string& text) { std::ofstream(path) << text; }

TEST(CubeFiles, WhatIsWrittenIsReadBack) {
  const TemporaryFolder folder;
  const Structure s = salt();
  Grid grid = cell_grid(s, {3, 5, 7});
  grid.origin = {-1, 2, 0.5};
  const auto values = wave(grid, 0.3);
  write_cube(folder / "a.cube", s, grid, values, "a density");
  const CubeFile file = read_cube(folder / "a.cube");
  EXPECT_TRUE(file.comment.starts_with("a density\n"));
  EXPECT_EQ(file.grid.counts, grid.counts);
  EXPECT_EQ(file.grid.origin, grid.origin);
  constexpr double six_decimals = 0.5001e-6;  // of lengths in the file
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(file.grid.steps[k][x], grid.steps[k][x], six_decimals);
  expect_positions(file.structure, s, six_decimals);
  EXPECT_EQ(file.charges, (std::vector<double>{11, 17, 11}));
  expect_close(file.values, values, cube_digits);
}

const std::string small_cube =
    "title\nsecond\n 1 0.5 0 0\n 1 0.2 0 0\n 2 0 0.3 0\n 2 0 0 0.4\n 8 6.0 1 2 3\n 1 2\n 3\n\n +4e0\n";

TEST(CubeFiles, AnyLayoutOfTheValuesIsRead) {
  const TemporaryFolder folder;
  write_text(folder / "a.cube", small_cube);
  const CubeFile file = read_cube(folder / "a.cube");
  EXPECT_EQ(file.values, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(file.charges, std::vector<double>{6});
  EXPECT_DOUBLE_EQ(file.structure.cell[1][1], 0.6);
}

TEST(CubeFiles, ExponentsOfThreeDigitsHaveNoE) {
  const TemporaryFolder folder;
  std::string text = small_cube;
  write_text(folder / "a.cube", text.replace(text.find("+4e0"), 4, "0.5-101"));
  EXPECT_DOUBLE_EQ(read_cube(folder / "a.cube").values[3], 0.5e-101);
}

TEST(CubeFiles, AGridComesBackAsTheSame) {
  const TemporaryFolder folder;
  const Grid grid = cell_grid(salt(), {70, 51, 43});
  write_cube(folder / "a.cube", salt(), grid, wave(grid, 0.3), "a density");
  check_same_grid(read_cube(folder / "a.cube").grid, grid);
}

TEST(CubeFiles, NegativeCountsOfPointsMeanAngstrom) {
  const TemporaryFolder folder;
  write_text(folder / "a.cube", "t\ns\n1 1 0 0\n-1 0.2 0 0\n-1 0 0.3 0\n-2 0 0 0.4\n8 8 1 2 3\n5 6\n");
  const CubeFile file = read_cube(folder / "a.cube");
  EXPECT_EQ(file.grid.counts, (std::array<Index, 3>{1, 1, 2}));
  EXPECT_DOUBLE_EQ(file.grid.origin[0], angstrom);
  EXPECT_DOUBLE_EQ(file.grid.steps[2][2], 0.4 * angstrom);
  EXPECT_DOUBLE_EQ(file.structure.positions[0][2], 3 * angstrom);
}

TEST(CubeFiles, ANegativeNumberOfAtomsAnnouncesNamesOfDataSets) {
  const TemporaryFolder folder;
  write_text(folder / "a.cube", "t\ns\n-1 0 0 0\n1 1 0 0\n1 0 1 0\n2 0 0 1\n1 1 0 0 0\n1 57\n0.25 0.5\n");
  EXPECT_EQ(read_cube(folder / "a.cube").values, (std::vector<double>{0.25, 0.5}));
  write_text(folder / "b.cube", "t\ns\n-1 0 0 0\n1 1 0 0\n1 0 1 0\n2 0 0 1\n1 1 0 0 0\n2 57 58\n1 2 3 4\n");
  expect_error<InvalidInput>([&] { read_cube(folder / "b.cube"); }, {"b.cube:8", "2 values at each point"});
}

TEST(CubeFiles, WhatIsNoCubeFileIsRefusedWithItsLine) {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& text, std::initializer_list<std::string> parts) {
    write_text(folder / "x.cube", text);
    expect_error<InvalidInput>([&] { read_cube(folder / "x.cube"); }, parts);
  };
  const auto changed = [](const std::string& from, const std::string& to) {
    std::string text = small_cube;
    return text.replace(text.find(from), from.size(), to);
  };
  refused(changed("+4e0", ""), {"x.cube:12", "ends here", "number 4 of 4"});
  refused(changed("+4e0", "nan"), {"x.cube:11", "number 4 of 4", "'nan'"});
  refused(changed("+4e0", "4 5"), {"full after 4 values"});
  refused(changed(" 2 0 0.3 0", " -2 0 0.3 0"), {"both signs"});
  refused(changed(" 8 6.0", " 0 6.0"), {"x.cube:7", "atomic number 0", "118"});
  refused(changed(" 1 0.5 0 0\n", " 1 0.5 0\n"), {"x.cube:3", "origin"});
  refused(changed(" 1 0.2 0 0", " 2000000000 0.2 0 0"), {"2000000000 x 2 x 2", "ends after"});
  refused("", {"x.cube:1", "ends here"});
  expect_error<InvalidInput>([&] { read_cube(folder / "none.cube"); }, {"cannot open", "none.cube"});
}

VaspGridFile file_of(const Structure& s, std::array<Index, 3> counts) {
  VaspGridFile file;
  file.comment = "salt";
  file.structure = s;
  file.grid = cell_grid(s, counts);
  file.blocks = {wave(file.grid, 0.1)};
  return file;
}

Structure sorted_salt() {
  Structure s = salt();
  std::swap(s.numbers[1], s.numbers[2]);
  std::swap(s.positions[1], s.positions[2]);
  return s;
}

TEST(VaspGrids, AChgcarIsReadBackAtomsSortedByElement) {
  const TemporaryFolder folder;
  const VaspGridFile written = file_of(salt(), {3, 4, 6});
  write_chgcar(folder / "CHGCAR", written);
  const VaspGridFile file = read_chgcar(folder / "CHGCAR");
  EXPECT_EQ(file.comment, "salt");
  expect_positions(file.structure, sorted_salt(), 1e-12);
  EXPECT_EQ(file.grid.counts, written.grid.counts);
  ASSERT_EQ(file.blocks.size(), 1U);
  expect_close(file.blocks[0], written.blocks[0], vasp_digits);
}

TEST(VaspGrids, TheNumbersOfAChgcarAddUpToElectronsTimesPoints) {
  const TemporaryFolder folder;
  VaspGridFile file = file_of(salt(), {2, 2, 2});
  file.blocks = {std::vector<double>(8, 0.01)};
  write_chgcar(folder / "CHGCAR", file);
  const std::string text = file_bytes(folder / "CHGCAR");
  // 0.01 e/bohr^3 times 7 x 6 x 5 bohr^3
  EXPECT_NE(text.find(" 2 2 2\n  2.10000000000E+00  2.10000000000E+00"), std::string::npos) << text;
}

TEST(VaspGrids, SeveralBlocksAndWhatFollowsThemComeBackAsTheyWere) {
  const TemporaryFolder folder;
  VaspGridFile written = file_of(sorted_salt(), {3, 2, 5});
  written.blocks.push_back(wave(written.grid, 1.1));
  written.behind = {"augmentation occupancies 1 3\n  0.1  0.2  0.3\n", "augmentation occupancies 1 1\n  0.5\n"};
  write_chgcar(folder / "CHGCAR", written);
  const VaspGridFile file = read_chgcar(folder / "CHGCAR");
  ASSERT_EQ(file.blocks.size(), 2U);
  expect_close(file.blocks[1], written.blocks[1], vasp_digits);
  EXPECT_EQ(file.behind, written.behind);
  write_chgcar(folder / "again", file);
  EXPECT_EQ(read_chgcar(folder / "again").behind, written.behind);
}

TEST(VaspGrids, ALocpotIsInElectronvolt) {
  const TemporaryFolder folder;
  VaspGridFile written = file_of(salt(), {1, 1, 2});
  written.blocks = {{1.0, -0.5}};  // hartree
  write_locpot(folder / "LOCPOT", written);
  EXPECT_NE(file_bytes(folder / "LOCPOT").find("  2.72113862460E+01 -1.36056931230E+01"), std::string::npos);
  expect_close(read_locpot(folder / "LOCPOT").blocks[0], written.blocks[0], vasp_digits);
}

const std::string small_chgcar =
    "unknown system\n 2.0\n 1 0 0\n 0 1.5 0\n 0 0 2\n H He_h\n 1 1\nSelective dynamics\nDirect\n 0 0 0 T T T\n 0.5 0.5 "
    "0.5 "
    "F F F\n\n 1 2 1\n 1.0 2.0\n";

TEST(VaspGrids, ScalesLabelsAndSelectiveDynamicsAreUnderstood) {
  const TemporaryFolder folder;
  write_text(folder / "CHGCAR", small_chgcar);
  const VaspGridFile file = read_chgcar(folder / "CHGCAR");
  EXPECT_EQ(file.structure.numbers, (std::vector<int>{1, 2}));
  EXPECT_NEAR(file.structure.cell[2][2], 4 * angstrom, 1e-12);
  const double volume = 24 * angstrom * angstrom * angstrom;
  expect_close(file.blocks[0], {1 / volume, 2 / volume}, 1e-15);
}

TEST(VaspGrids, ANegativeScaleIsTheVolume) {
  const TemporaryFolder folder;
  std::string text = small_chgcar;
  write_text(folder / "CHGCAR", text.replace(text.find(" 2.0"), 4, "-24.0"));
  EXPECT_NEAR(read_chgcar(folder / "CHGCAR").structure.cell[2][2], 4 * angstrom, 1e-12);
}

TEST(VaspGrids, WhatIsNoSuchFileIsRefusedWithItsLine) {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& from, const std::string& to, std::initializer_list<std::string> parts) {
    std::string text = small_chgcar;
    write_text(folder / "x", text.replace(text.find(from), from.size(), to));
    expect_error<InvalidInput>([&] { read_chgcar(folder / "x"); }, parts);
  };
  refused("H He_h", "1 1", {"x:6", "before version 5"});
  refused(" 1 1\nS", " 1\nS", {"x:7", "2 elements", "1 numbers"});
  refused(" 1 2 1\n", " 1 two 1\n", {"x:13", "numbers of points"});
  refused(" 1.0 2.0", " 1.0", {"ends here", "number 2 of 2"});
  refused(" 1.0 2.0", " 1.0 2.0 3.0", {"x:14", "full in the middle"});
  refused(" 0 1.5 0", " 2 0 0", {"span no volume"});
  refused("Direct", "Cartesian", {"Cartesian"});
}

TEST(VaspGrids, GridsThatAreNotThoseOfTheCellAreRefused) {
  const TemporaryFolder folder;
  VaspGridFile file = file_of(salt(), {3, 3, 3});
  file.grid.counts[0] = 2;
  file.blocks = {wave(file.grid, 0)};
  expect_error<InvalidInput>([&] { write_chgcar(folder / "CHGCAR", file); }, {"4.66667", "7", "make_grid"});
  file = file_of(salt(), {3, 3, 3});
  file.behind = {"augmentation occupancies 1 1\n 0.5\n"};
  expect_error<InvalidInput>([&] { write_chgcar(folder / "CHGCAR", file); }, {"another order"});
  file.behind.clear();
  file.blocks[0].pop_back();
  expect_error<InvalidInput>([&] { write_chgcar(folder / "CHGCAR", file); }, {"27", "26"});
  EXPECT_TRUE(folder.names().empty());
}

TEST(VaspGrids, AMoleculeInABoxIsWrittenFromTheOriginOfItsGrid) {
  const TemporaryFolder folder;
  Structure s = sorted_salt();
  s.cell = {};
  s.periodic = {false, false, false};
  VaspGridFile file;
  file.structure = s;
  file.grid = make_grid(s, 1.0, 4.0);
  file.blocks = {wave(file.grid, 0)};
  write_chgcar(folder / "CHGCAR", file);
  const VaspGridFile read = read_chgcar(folder / "CHGCAR");
  for (std::size_t i = 0; i < s.positions.size(); ++i)
    for (std::size_t x = 0; x < 3; ++x)
      EXPECT_NEAR(read.structure.positions[i][x], s.positions[i][x] - file.grid.origin[x], 1e-12);
}

}  // namespace
}  // namespace rhofield::storage
