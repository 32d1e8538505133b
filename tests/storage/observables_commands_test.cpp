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

double sum_of(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

TEST(GridCommand, ADensityIsWrittenAndItsChargeEnforced) {
  const TemporaryFolder folder;
  const Result result =
      run(folder, "grid " + sample + " --structures 3 --spacing 0.3 --margin 3 --fix-charge -o w --json");
  ASSERT_EQ(result.code, 0) << result.errors;
  const CubeFile cube = read_cube(folder / "w.density.cube");
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
  const CubeFile v = read_cube(folder / "v.potential.cube"), e = read_cube(folder / "v.potential_field_z.cube");
  EXPECT_EQ(v.grid.counts, e.grid.counts);
  // Far from a neutral molecule both are small, and near an oxygen's core the potential is positive and large.
  EXPECT_LT(std::abs(v.values.front()), 0.1);
  EXPECT_GT(*std::max_element(v.values.begin(), v.values.end()), 1);
  const std::string csv = file_bytes(folder / "v.potential.profile.csv");
  EXPECT_TRUE(csv.starts_with("height_angstrom,potential,macroscopic\n")) << csv;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), v.grid.counts[2] + 1);
  EXPECT_TRUE(holds(result.output, "step")) << result.output;
}

TEST(GridCommand, InducedDensitiesComeFromResponses) {
  const TemporaryFolder folder;
  const Result result =
      run(folder, "grid " + sample + " --structures 1 --field 0,0,0.01 --spacing 0.4 --margin 6 -o i --json");
  ASSERT_EQ(result.code, 0) << result.errors;
  const CubeFile cube = read_cube(folder / "i.induced_density.cube");
  double moved = 0;
  for (const double value : cube.values) moved += std::abs(value);
  EXPECT_LT(std::abs(sum_of(cube.values)), 0.01 * moved);  // a coarse grid
  EXPECT_GT(*std::max_element(cube.values.begin(), cube.values.end()), 1e-5);
}

TEST(GridCommand, AGridOfAnotherFileIsUsedAndVaspGetsItsFiles) {
  const TemporaryFolder folder;
  ASSERT_EQ(run(folder, "grid " + sample + " --structures 2 --spacing 0.5 -o a").code, 0);
  ASSERT_EQ(run(folder, "grid " + sample + " --structures 2 --like a.density.cube --format vasp -o b").code, 0);
  const CubeFile a = read_cube(folder / "a.density.cube");
  const VaspGridFile b = read_chgcar(folder / "b.density.CHGCAR");
  ASSERT_EQ(b.grid.counts, a.grid.counts);
  constexpr double digits = 1e-4;  // of the cube's values and of its grid
  for (std::size_t p = 0; p < a.values.size(); ++p)
    ASSERT_NEAR(b.blocks[0][p], a.values[p], digits * std::abs(a.values[p]) + 1e-6);
}

TEST(GridCommand, WhatMakesNoSenseIsRefusedBeforeTheWork) {
  const TemporaryFolder folder;
  const std::string grid = "grid " + sample + " --structures 0 ";
  expect_failure(run(folder, grid + "--fix-charge --quantity hartree"), 2, {"--fix-charge"});
  expect_failure(run(folder, grid + "--electric-field"), 2, {"--electric-field", "--quantity"});
  expect_failure(run(folder, grid + "--window 3"), 2, {"--profile"});
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

TEST(AnalyseCommand, WhatMakesNoSenseIsRefused) {
  const TemporaryFolder folder;
  const std::string analyse = "analyse " + sample + " --structures 0 ";
  expect_failure(run(folder, analyse + "--fragment 0"), 2, {"--charges"});
  expect_failure(run(folder, analyse + "--charges mulliken"), 2, {"mulliken", "population"});
  expect_failure(run(folder, analyse + "--charges hirshfeld"), 2, {"--promolecule"});
  expect_failure(run(folder, analyse + "--charges becke --cores H=1"), 2, {"--cores", "O"});
  expect_failure(run(folder, analyse + "--charges becke --fragment 9"), 2, {"9"});
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
  EXPECT_TRUE(holds(predicted.output, "1 of 2 structures have atoms unlike")) << predicted.output;
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
