// Cube files: numbers come back as printf would write them, and a failed write leaves nothing behind.
#include "rhofield/storage/cube.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <random>
#include <sstream>

#include "rhofield/error.hpp"
#include "support/disk_full.hpp"
#include "support/errors.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using rhofield::testing::expect_error;
using rhofield::testing::file_bytes;
using rhofield::testing::TemporaryFolder;

Structure water() {
  Structure s;
  s.numbers = {8, 1, 1};
  s.positions = {{0, 0, 0.1}, {1.5, 1.2, 0}, {-1.5, 1.2, 0}};
  return s;
}

Grid grid(Index a, Index b, Index c) {
  return {{-1.5, 0.25, 3}, {{{0.5, 0, 0}, {0.1, 0.6, 0}, {0, 0, 0.7}}}, {a, b, c}};
}

TEST(Cube, HoldsAtomsGridAndValuesInTheOrderOfTheFormat) {
  const TemporaryFolder folder;
  std::vector<double> values;
  for (int k = 0; k < 2 * 1 * 8; ++k) values.push_back(k % 2 == 0 ? k * 1.25 : -k * 1e-3);
  write_cube(folder / "a.cube", water(), grid(2, 1, 8), values, "two\nlines");
  std::istringstream file(file_bytes(folder / "a.cube"));
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, "two lines");
  std::getline(file, line);
  std::vector<double> head(4 + 3 * 4 + 3 * 5);
  for (double& x : head) file >> x;
  EXPECT_EQ(std::vector<double>(head.begin(), head.begin() + 8), (std::vector<double>{3, -1.5, 0.25, 3, 2, 0.5, 0, 0}));
  EXPECT_EQ(std::vector<double>(head.end() - 5, head.end()), (std::vector<double>{1, 1, -1.5, 1.2, 0}));
  std::getline(file, line);
  for (std::size_t first : {0, 6, 8, 14}) {  // six to a line, a new line after every run of the last index
    std::getline(file, line);
    std::istringstream numbers(line);
    const std::size_t count = first == 0 || first == 8 ? 6 : 2;
    for (std::size_t k = first; k < first + count; ++k) {
      double value = NAN;
      numbers >> value;
      EXPECT_NEAR(value, values[k], 1e-5 * std::abs(values[k]));
    }
    numbers >> std::ws;
    EXPECT_TRUE(numbers.eof());
  }
}

TEST(Cube, NumbersReadAsThoseOfPrintf) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> logarithm(-98, 98), sign(-1, 1);
  std::vector<double> values{0.0, -0.0, 1.0, 9.999996, 9.9999949, 1e-99, 3e-100, -1e98, 0.1, 1e5, 123456.5};
  while (values.size() < 6000) values.push_back(std::copysign(std::pow(10.0, logarithm(random)), sign(random)));
  const TemporaryFolder folder;
  write_cube(folder / "a.cube", water(), grid(1, 1, static_cast<Index>(values.size())), values, "numbers");
  const std::string text = file_bytes(folder / "a.cube");
  std::istringstream file(text);
  std::string line;
  for (int skipped = 0; skipped < 9; ++skipped) std::getline(file, line);
  for (double expected : values) {
    std::string word;
    file >> word;
    char printed[32];
    std::snprintf(printed, sizeof printed, "%.5E", std::abs(expected) < 1e-99 ? 0.0 : expected);
    // Equal, up to one unit of the last digit where the value lies half-way between two.
    EXPECT_NEAR(std::stod(word), std::stod(printed), 1.001e-5 * std::abs(expected)) << printed;
    EXPECT_EQ(word.size(), std::string(printed).size());
  }
}

TEST(Cube, AFullDiskIsReportedAndLeavesNothing) {
  const TemporaryFolder folder;
  const std::vector<double> values(20 * 20 * 20, 1.0);
  const rhofield::testing::DiskFull full(4096);
  expect_error<Error>([&] { write_cube(folder / "a.cube", water(), grid(20, 20, 20), values, "x"); }, {"a.cube"});
  EXPECT_TRUE(folder.names().empty());
}

TEST(Cube, ValuesThatDoNotFitTheGridOrTheFormatAreRefused) {
  const TemporaryFolder folder;
  const std::vector<double> few(7, 1.0);
  expect_error<InvalidInput>([&] { write_cube(folder / "a.cube", water(), grid(2, 2, 2), few, "x"); }, {"8", "7"});
  std::vector<double> bad(8, 1.0);
  bad[3] = std::nan("");
  expect_error<InvalidInput>([&] { write_cube(folder / "a.cube", water(), grid(2, 2, 2), bad, "x"); }, {"value 3"});
  EXPECT_TRUE(folder.names().empty());
}

}  // namespace
}  // namespace rhofield::storage
