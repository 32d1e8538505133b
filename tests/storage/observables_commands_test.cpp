// `rhofield grid`, `analyse` and uncertainties as users run them: files that hold what they say, and refusals.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "rhofield/storage/cube.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/vasp_grid.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#ifdef RHOFIELD_PROGRAM
namespace rhofield::storage {
namespace {

using rhofield::testing::expect_failure;
using rhofield::testing::file_bytes;
using rhofield::testing::holds;
using rhofield::testing::put_bytes;
using rhofield::testing::Result;
using rhofield::testing::run;
using rhofield::testing::TemporaryFolder;

const std::string sample = RHOFIELD_TEST_DATA "/water_monomers_60.h5";

/// The number behind `key` in JSON text.
double number_of(const Result& result, const std::string& key) {
  const std::size_t at = result.output.find("\"" + key + "\": ");
  return at == std::string::npos ? NAN : std::stod(result.output.substr(at + key.size() + 4));
}

/// Two hydrogen atoms in cells of two sizes, one s function each.
void write_cells(const std::filesystem::path& path) {
  DataSet data;
  data.basis = GaussianBasis({{1, {{0, {0.5}, {0.7}}}}});
  for (const double length : {8.0, 9.0}) {
    LabelledStructure entry;
    entry.structure = {.numbers = {1, 1},
                       .positions = {{0, 0, 0}, {1.4, 0, 0}},
                       .cell = {{{length, 0, 0}, {0, length, 0}, {0, 0, length}}},
                       .periodic = {true, true, true}};
    entry.coefficients = {0.4, 0.4};
    data.entries.push_back(entry);
  }
  write_dataset(path, data);
}

double sum_of(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

TEST(GridCommand, ADensityIsWrittenAndItsChargeEnforced) {
  const TemporaryFolder folder;
  const Result result =
      run(folder, "grid " + sample + " --structures 3 --spacing 0.3 --margin 3 --fix-charge -o w --json");
  ASSERT_EQ(result.code, 0) << result.errors;
  const CubeFile cube = read_cube(folder / "w_000003.density.cube");
  EXPECT_EQ(cube.structure.numbers.size(), 3U);
  constexpr double digits = 1e-4;  // six-digit numbers that all round alike
  EXPECT_NEAR(sum_of(cube.values) * cube.grid.voxel_volume(), 10, 10 * digits);
  EXPECT_NEAR(number_of(result, "electrons"), 10, 1e-3);
  EXPECT_GT(std::abs(number_of(result, "factor") - 1), 1e-3);  // a coarse grid misses some of the core
}

TEST(GridCommand, StructuresTakenFromThemselvesLeaveNothing) {
  const TemporaryFolder folder;
  const Result result = run(folder, "grid " + sample + " --structures 0,5 --minus " + sample + " --spacing 0.5 -o d");
  ASSERT_EQ(result.code, 0) << result.errors;
  for (const char* name : {"d_000000.difference_density.cube", "d_000005.difference_density.cube"})
    for (const double value : read_cube(folder / name).values) ASSERT_EQ(value, 0) << name;
}

TEST(GridCommand, PotentialsHaveTheirFieldAndProfile) {
  const TemporaryFolder folder;
  const Result result =
      run(folder, "grid " + sample +
                      " --structures 0 --quantity potential --electric-field --spacing 0.6 --core-width "
                      "0.2 --profile c --window 1.2 --region=-4:-3 --region 3:4 -o v");
  ASSERT_EQ(result.code, 0) << result.errors;
  const CubeFile v = read_cube(folder / "v_000000.potential.cube"),
                 e = read_cube(folder / "v_000000.potential_field_z.cube");
  EXPECT_EQ(v.grid.counts, e.grid.counts);
  // Far from a neutral molecule both are small, and near an oxygen's core the potential is positive and large.
  EXPECT_LT(std::abs(v.values.front()), 0.1);
  EXPECT_GT(*std::max_element(v.values.begin(), v.values.end()), 1);
  const std::string csv = file_bytes(folder / "v_000000.potential.profile.csv");
  EXPECT_TRUE(csv.starts_with("height_angstrom,potential,macroscopic\n")) << csv;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), v.grid.counts[2] + 1);
  EXPECT_TRUE(holds(result.output, "step")) << result.output;
}

TEST(GridCommand, InducedDensitiesComeFromResponses) {
  const TemporaryFolder folder;
  const Result result =
      run(folder, "grid " + sample + " --structures 1 --field 0,0,0.01 --spacing 0.4 --margin 6 -o i --json");
  ASSERT_EQ(result.code, 0) << result.errors;
  const CubeFile cube = read_cube(folder / "i_000001.induced_density.cube");
  double moved = 0;
  for (const double value : cube.values) moved += std::abs(value);
  EXPECT_LT(std::abs(sum_of(cube.values)), 0.01 * moved);  // a coarse grid
  EXPECT_GT(*std::max_element(cube.values.begin(), cube.values.end()), 1e-5);
}

TEST(GridCommand, AGridOfAnotherFileIsUsedAndVaspGetsItsFiles) {
  const TemporaryFolder folder;
  ASSERT_EQ(run(folder, "grid " + sample + " --structures 2 --spacing 0.5 -o a").code, 0);
  ASSERT_EQ(run(folder, "grid " + sample + " --structures 2 --like a_000002.density.cube --format vasp -o b").code, 0);
  const CubeFile a = read_cube(folder / "a_000002.density.cube");
  const VaspGridFile b = read_chgcar(folder / "b_000002.density.CHGCAR");
  ASSERT_EQ(b.grid.counts, a.grid.counts);
  constexpr double digits = 1e-4;  // of the cube's values and of its grid
  for (std::size_t p = 0; p < a.values.size(); ++p)
    ASSERT_NEAR(b.blocks[0][p], a.values[p], digits * std::abs(a.values[p]) + 1e-6);
}

TEST(GridCommand, StructuresKeepTheirNumbersWhicheverAreChosen) {
  const TemporaryFolder folder;
  for (const char* k : {"0", "1"})
    ASSERT_EQ(run(folder, "grid " + sample + " --spacing 1 -o d --structures " + std::string(k)).code, 0);
  EXPECT_EQ(folder.names(), (std::set<std::string>{"d_000000.density.cube", "d_000001.density.cube", "stderr.txt"}));
  DataSet one = read_dataset(sample);
  one.entries.resize(1);
  write_dataset(folder / "one.h5", one);
  ASSERT_EQ(run(folder, "grid one.h5 --spacing 1").code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder / "one.density.cube"));
}

TEST(GridCommand, AMoleculeIsMovedToTheAtomsOfItsFile) {
  const TemporaryFolder folder;
  const std::string grid = "grid " + sample + " --structures 2 ";
  ASSERT_EQ(run(folder, grid + "--spacing 0.4 --format vasp -o a").code, 0);  // counts positions from its corner
  const Result result = run(folder, grid + "--like a_000002.density.CHGCAR -o b --json");
  ASSERT_EQ(result.code, 0) << result.errors;
  EXPECT_GT(number_of(result, "integral"), 9);
  const VaspGridFile a = read_chgcar(folder / "a_000002.density.CHGCAR");
  const CubeFile b = read_cube(folder / "b_000002.density.cube");
  constexpr double digits = 1e-4;  // of the values and of the grid in the files
  for (std::size_t p = 0; p < b.values.size(); ++p)
    ASSERT_NEAR(a.blocks[0][p], b.values[p], digits * std::abs(b.values[p]) + 1e-6);
  for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(a.structure.positions[0][x], b.structure.positions[0][x], 1e-5);
  const Result other = run(folder, "grid " + sample + " --structures 3 --like a_000002.density.CHGCAR -o c");
  expect_failure(other, 2, {"a_000002.density.CHGCAR holds other atoms than structure 3", "--spacing"});
  EXPECT_EQ(other.output, "");
}

TEST(GridCommand, GridsOfOtherCellsAreRefusedWithBoth) {
  const TemporaryFolder folder;
  write_cells(folder / "cells.h5");
  ASSERT_EQ(run(folder, "grid cells.h5 --structures 0 --spacing 0.5 -o a").code, 0);
  ASSERT_EQ(run(folder, "grid cells.h5 --structures 0 --like a_000000.density.cube -o b").code, 0);
  EXPECT_EQ(file_bytes(folder / "a_000000.density.cube"), file_bytes(folder / "b_000000.density.cube"));
  for (const char* format : {"cube", "vasp"}) {
    const std::string how = " --like a_000000.density.cube -o c --format " + std::string(format);
    const Result result = run(folder, "grid cells.h5 --structures 1" + how);
    expect_failure(result, 2, {"(4.2334, 0.0000, 0.0000)", "(4.7626, 0.0000, 0.0000)", "structure 1", "--spacing"});
    EXPECT_EQ(result.output, "");
  }
  expect_failure(run(folder, "analyse cells.h5 --charges becke --like a_000000.density.cube"), 2, {"structure 1"});
}

TEST(GridCommand, WhatGridsMissIsSaid) {
  const TemporaryFolder folder;
  const std::string grid = "grid " + sample + " --structures 3 ";
  const Result coarse = run(folder, grid + "--spacing 0.3 -o a");
  EXPECT_TRUE(holds(coarse.output, "miss up to") && holds(coarse.output, "0.3 angstrom")) << coarse.output;
  const Result scaled = run(folder, grid + "--spacing 0.3 --fix-charge -o b");
  EXPECT_TRUE(holds(scaled.output, "bonds included") && !holds(scaled.output, "miss up to")) << scaled.output;
  write_cells(folder / "cells.h5");
  const Result smooth = run(folder, "grid cells.h5 --spacing 0.3 --fix-charge -o c");
  EXPECT_FALSE(holds(smooth.output, "note")) << smooth.output;
}

TEST(GridCommand, OutputsReplaceNoInputs) {
  const TemporaryFolder folder;
  const std::string potential = "grid " + sample + " --structures 0 --spacing 1 --quantity potential --electric-field ";
  ASSERT_EQ(run(folder, potential + "-o a").code, 0);
  put_bytes(folder / "a_000000.potential.profile.csv", "0\n");
  const auto before = folder.names();
  const std::string like = "grid " + sample + " --quantity potential --like a_000000.potential_field_y.cube -o a ";
  const std::string list = "--structures a_000000.potential.profile.csv --profile c";
  expect_failure(run(folder, like + "--structures 0 --electric-field"), 2,
                 {"_field_y.cube", "is the file of the grid"});
  expect_failure(run(folder, like + list), 2, {".profile.csv", "is the list of structures"});
  EXPECT_EQ(file_bytes(folder / "a_000000.potential.profile.csv"), "0\n");
  EXPECT_EQ(folder.names(), before);
}

TEST(GridCommand, WhatMakesNoSenseIsRefusedBeforeTheWork) {
  const TemporaryFolder folder;
  const std::string grid = "grid " + sample + " --structures 0 ";
  expect_failure(run(folder, grid + "--fix-charge --quantity hartree"), 2, {"--fix-charge"});
  expect_failure(run(folder, grid + "--electric-field"), 2, {"--electric-field", "--quantity"});
  expect_failure(run(folder, grid + "--window 3"), 2, {"--profile"});
  expect_failure(run(folder, grid + "--profile c --region 3:1"), 2, {"3:1", "backwards", "1:3"});
  expect_failure(run(folder, grid + "--profile c --region 0:1 --region 30:40"), 2, {"30 angstrom", "40 angstrom"});
  expect_failure(run(folder, grid + "--profile c --window 30"), 2, {"window", "30 angstrom"});
  expect_failure(run(folder, grid + "--cores H=1,O=6"), 2, {"--cores", "--quantity potential"});
  expect_failure(run(folder, grid + "--core-width 0.2 --quantity hartree"), 2, {"--core-width", "potential"});
  expect_failure(run(folder, grid + "--cores none --quantity potential --field 0,0,1"), 2, {"--cores", "--field"});
  expect_failure(run(folder, grid + "--like none.cube"), 2, {"none.cube"});
  expect_failure(run(folder, grid + "--like none.cube --spacing 1"), 2, {"--like", "--spacing"});
  expect_failure(run(folder, grid + "--minus none.h5"), 2, {"none.h5"});
  expect_failure(run(folder, "grid " + sample + " --structures 60"), 2, {"60"});
  expect_failure(run(folder, grid + "-o none/a"), 1, {"none/a"});
  EXPECT_EQ(folder.names(), (std::set<std::string>{"stderr.txt"}));
}

TEST(AnalyseCommand, ChargesOfAtomsAddUpToThatOfTheMolecule) {
  const TemporaryFolder folder;
  const Result result =
      run(folder,
          "analyse " + sample +
              " --structures 4 --charges population,becke,voronoi --radii H=0.32,O=0.64 --spacing 0.12 --fragment 0 "
              "--fragment 1-2 --hartree-energy -o charges.csv");
  ASSERT_EQ(result.code, 0) << result.errors;
  EXPECT_TRUE(holds(result.output, "dipole") && holds(result.output, "polarizability") &&
              holds(result.output, "Hartree energy") && holds(result.output, "fragment 1-2"))
      << result.output;
  std::istringstream table(file_bytes(folder / "charges.csv"));
  std::string line;
  std::getline(table, line);
  EXPECT_EQ(line, "structure,atom,element,population,becke,voronoi");
  std::vector<double> sums(3, 0.0), oxygen;
  while (std::getline(table, line)) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream words(line);
    std::string index, atom, element;
    words >> index >> atom >> element;
    for (double& sum : sums) {
      double charge = NAN;
      words >> charge;
      sum += charge;
      if (element == "O") oxygen.push_back(charge);
    }
  }
  EXPECT_NEAR(sums[0], 0, 1e-3);
  EXPECT_NEAR(sums[1], sums[2], 1e-9);  // the same grid, divided in two ways
  EXPECT_NEAR(sums[1], 0, 0.05);        // what the grid misses of the cores
  ASSERT_EQ(oxygen.size(), 3U);
  EXPECT_LT(oxygen[1], 0);  // with sensible radii oxygen is negative in water
}

TEST(AnalyseCommand, TheDipoleIsThatOfTheData) {
  const TemporaryFolder folder;
  const Result result = run(folder, "analyse " + sample + " --structures 7 --json");
  ASSERT_EQ(result.code, 0) << result.errors;
  const DataSet data = read_dataset(sample);
  const std::size_t at = result.output.find("\"dipole\": [");
  ASSERT_NE(at, std::string::npos) << result.output;
  std::string text = result.output.substr(at + 11);
  std::replace(text.begin(), text.end(), ',', ' ');
  std::istringstream words(text);
  const Vector3 expected = data.entries.at(7).dipole.value();
  constexpr double of_the_fit = 5e-3;  // the density is fitted, the dipole of the data is that of the orbitals
  for (const double component : expected) {
    double value = NAN;
    words >> value;
    EXPECT_NEAR(value, component, of_the_fit);
  }
}

TEST(AnalyseCommand, CellsSayWhyTheyHaveNoDipole) {
  const TemporaryFolder folder;
  write_cells(folder / "cells.h5");
  const Result result = run(folder, "analyse cells.h5 --structures 1 --charges becke");
  ASSERT_EQ(result.code, 0) << result.errors;
  EXPECT_TRUE(holds(result.output, "no dipole") && holds(result.output, "choice of its cell")) << result.output;
  EXPECT_TRUE(holds(result.output, "equal radii") && holds(result.output, "1 structure\n")) << result.output;
}

TEST(AnalyseCommand, OutputsReplaceNoInputs) {
  const TemporaryFolder folder;
  for (const char* name : {"set.h5", "part.h5"}) std::filesystem::copy_file(sample, folder / name);
  put_bytes(folder / "list.txt", "0\n");
  put_bytes(folder / "model.h5", "a model");
  put_bytes(folder / "grid.cube", "a grid");
  std::filesystem::create_symlink("list.txt", folder / "link.txt");
  const std::string analyse = "analyse set.h5 --structures link.txt --charges hirshfeld --minus part.h5 ";
  const std::string files = "--promolecule model.h5 --like grid.cube -o ";
  const std::string part = file_bytes(folder / "part.h5");
  expect_failure(run(folder, analyse + files + "set.h5"), 2, {"set.h5", "is the data set"});
  expect_failure(run(folder, analyse + files + "part.h5"), 2, {"part.h5", "is a part"});
  expect_failure(run(folder, "analyse set.h5 --charges becke --structures 0 --fragment list.txt -o list.txt"), 2,
                 {"is the list of a fragment"});
  expect_failure(run(folder, analyse + files + "list.txt"), 2, {"is the list of structures (link.txt)"});
  expect_failure(run(folder, analyse + files + "model.h5"), 2, {"is the model of the free atoms"});
  expect_failure(run(folder, analyse + files + "grid.cube"), 2, {"is the file of the grid"});
  EXPECT_EQ(file_bytes(folder / "part.h5"), part);
  EXPECT_EQ(file_bytes(folder / "model.h5") + file_bytes(folder / "grid.cube"), "a modela grid");
}

TEST(AnalyseCommand, WhatMakesNoSenseIsRefused) {
  const TemporaryFolder folder;
  const std::string analyse = "analyse " + sample + " --structures 0 ";
  expect_failure(run(folder, analyse + "--fragment 0"), 2, {"--charges"});
  expect_failure(run(folder, analyse + "--charges mulliken"), 2, {"mulliken", "population"});
  expect_failure(run(folder, analyse + "--charges hirshfeld"), 2, {"--promolecule"});
  expect_failure(run(folder, analyse + "--charges becke --cores H=1"), 2, {"--cores", "O"});
  expect_failure(run(folder, analyse + "--spacing 0.3 --charges population"), 2, {"--spacing", "--charges becke"});
  const auto refused_at_once = [&](const std::string& arguments, std::initializer_list<std::string> parts) {
    const Result result = run(folder, analyse + "--charges becke -o table.csv " + arguments);
    expect_failure(result, 2, parts);
    EXPECT_EQ(result.output, "");
  };
  refused_at_once("--fragment 9", {"--fragment of structure 0", "9", "0 .. 2"});
  refused_at_once("--radii H=-1,O=0.6", {"--radii", "H", "-1 angstrom"});
  refused_at_once("--radii H=0.3", {"--radii", "no number for O"});
  EXPECT_EQ(folder.names(), (std::set<std::string>{"stderr.txt"}));
  expect_failure(run(folder, analyse + "--charges becke -o " + sample), 2, {"is the data set"});
}

TEST(UncertaintyOfTheProgram, ACommitteeIsTrainedValidatedAndUsed) {
  const TemporaryFolder folder;
  const Result trained =
      run(folder, "train " + sample +
                      " --train-indices 8-27 --test 8 --environments 20 --n-max 4 --l-max 3 --device cpu "
                      "--committee 8 -o model.h5");
  ASSERT_EQ(trained.code, 0) << trained.errors;
  const Result validated = run(folder, "validate model.h5 " + sample + " --test 8");
  ASSERT_EQ(validated.code, 0) << validated.errors;
  EXPECT_TRUE(holds(validated.output, "errors over their expected size")) << validated.output;
  put_bytes(folder / "two.xyz",
            "3\n\nO 0 0 0.1173\nH 0 0.7572 -0.4692\nH 0 -0.7572 -0.4692\n3\n\nO 0 0 0\nH 0 0.45 0\nH 0 0 2.5\n");
  const Result predicted = run(folder, "predict model.h5 two.xyz --uncertainty -o p.h5");
  ASSERT_EQ(predicted.code, 0) << predicted.errors;
  EXPECT_TRUE(holds(predicted.output, "standard deviations")) << predicted.output;
  EXPECT_TRUE(holds(predicted.output, "1 of 2 structures are unlike all")) << predicted.output;
  ASSERT_EQ(
      run(folder, "train " + sample +
                      " --train-indices 8-19 --test 4 --environments 20 --n-max 4 --l-max 3 --device cpu -o plain.h5")
          .code,
      0);
  expect_failure(run(folder, "predict plain.h5 two.xyz --uncertainty"), 2, {"plain.h5", "--committee 32"});
  // Free atoms of Hirshfeld's charges come from the baseline of a model.
  const Result charges = run(folder, "analyse p.h5 --structures 0 --charges hirshfeld --promolecule model.h5 --json");
  ASSERT_EQ(charges.code, 0) << charges.errors;
  EXPECT_TRUE(holds(charges.output, "\"hirshfeld\": [")) << charges.output;
}

}  // namespace
}  // namespace rhofield::storage
#endif
