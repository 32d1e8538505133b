// Data sets: what is written comes back to the bit, and every kind of bad input is refused by name.
#include "rhofield/storage/dataset.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>

#include "rhofield/error.hpp"
#include "storage/hdf5.hpp"
#include "support/disk_full.hpp"
#include "support/errors.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using rhofield::testing::DiskFull;
using rhofield::testing::expect_error;
using rhofield::testing::file_bytes;
using rhofield::testing::put_bytes;
using rhofield::testing::TemporaryFolder;

const std::filesystem::path sample = RHOFIELD_TEST_DATA "/water_monomers_60.h5";

/// Hydrogen fluoride in a cell, one s function on H and s + p on F (5 functions), with everything that may be known.
DataSet small_set() {
  DataSet data;
  data.title = "hydrogen fluoride";
  data.remarks = {{"method", "made up"}, {"units", "atomic"}};
  data.basis = GaussianBasis({{1, {{0, {0.5}, {0.7}}}}, {9, {{0, {2.0, 0.3}, {0.4, 0.6}}, {1, {0.9}, {1.1}}}}});
  LabelledStructure entry;
  entry.structure = {.numbers = {9, 1},
                     .positions = {{0.1, 0.2, 0.3}, {0.1, 0.2, 2.0}},
                     .cell = {{{8, 0, 0}, {0, 9, 0}, {0, 1, 10}}},
                     .periodic = {true, true, false},
                     .label = "HF",
                     .charges = {-1.0 / 3.0, 0.5}};
  entry.coefficients = {1.0 / 3.0, 0.1, -0.2, 0.3, 0.4};
  entry.response = std::vector<double>(15, 1e-300);
  entry.metric = std::vector<double>(25, 0.25);
  entry.charge = -1.0;
  entry.energy = -100.4;
  entry.dipole = Vector3{0, 0, 0.7};
  entry.polarizability = Matrix3{{{5, 0, 0}, {0, 5, 0}, {0, 0, 6}}};
  data.entries = {entry, entry};
  data.entries[1].structure.periodic = {};
  data.entries[1].structure.cell = {};
  data.entries[1].structure.charges.clear();
  data.entries[1].metric.clear();
  return data;
}

/// A correct file made by hand (one H atom with one s function), after `spoil` had its way with structure and basis.
struct HandMade {
  std::vector<int> numbers{1};
  std::vector<double> positions{0, 0, 0}, coefficients{0.5};
  std::vector<double> overlap;
  std::string symbol = "H";
  bool numerical = false, cell_without_pbc = false, flat_cell = false;
  std::vector<int> primitive_offset{0, 1};
};

void write_by_hand(const std::filesystem::path& path, const HandMade& made) {
  hdf5::File file = hdf5::File::create(path);
  const auto element = file.root().create_group("basis").create_group(made.symbol);
  element.write("shell_l", std::vector<int>{0}, {1});
  if (!made.numerical) {
    element.write("primitive_offset", made.primitive_offset, {static_cast<Index>(made.primitive_offset.size())});
    element.write("exponent", std::vector<double>{0.5}, {1});
    element.write("coefficient", std::vector<double>{0.7}, {1});
  }
  const auto entry = file.root().create_group("structures").create_group("000000");
  entry.write("numbers", made.numbers, {static_cast<Index>(made.numbers.size())});
  entry.write("positions", made.positions, {static_cast<Index>(made.positions.size()) / 3, 3});
  entry.write("coefficients", made.coefficients, {static_cast<Index>(made.coefficients.size())});
  if (!made.overlap.empty()) {
    const auto side = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(made.overlap.size()))));
    entry.write("overlap", made.overlap, {side, side});
  }
  if (made.cell_without_pbc) entry.write("cell", std::vector<double>{9, 0, 0, 0, 9, 0, 0, 0, 9}, {3, 3});
  if (made.flat_cell) {
    entry.write("cell", std::vector<double>{9, 0, 0, 0, 9, 0, 9, 9, 0}, {3, 3});
    entry.write("pbc", std::vector<std::int8_t>{1, 1, 1}, {3});
  }
  file.save();
}

void expect_refusal(const std::function<void(HandMade&)>& spoil, std::initializer_list<std::string> parts) {
  const TemporaryFolder folder;
  HandMade made;
  spoil(made);
  write_by_hand(folder / "bad.h5", made);
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "bad.h5"); }, {"bad.h5"});
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "bad.h5"); }, parts);
}

TEST(DataSetFile, ShippedSampleHoldsSixtyWaterMolecules) {
  const DataSet data = read_dataset(sample);

  ASSERT_EQ(data.size(), 60);
  EXPECT_EQ(data.title, "distorted water monomers");
  EXPECT_TRUE(data.remarks.contains("method"));
  EXPECT_TRUE(data.basis.is_gaussian());
  for (const LabelledStructure& entry : data.entries) {
    EXPECT_EQ(entry.structure.numbers, (std::vector<int>{8, 1, 1}));
    EXPECT_EQ(entry.coefficients.size(), 150U);
    EXPECT_EQ(entry.response.size(), 450U);
    EXPECT_TRUE(entry.metric.empty());
    EXPECT_TRUE(entry.dipole && entry.polarizability && entry.energy);
    EXPECT_EQ(entry.charge, 0.0);
  }
}

TEST(DataSetFile, EverythingComesBackToTheBit) {
  const TemporaryFolder folder;
  const DataSet data = small_set();

  write_dataset(folder / "set.h5", data);
  const DataSet copy = read_dataset(folder / "set.h5");

  EXPECT_EQ(copy.title, data.title);
  EXPECT_EQ(copy.remarks, data.remarks);
  ASSERT_EQ(copy.size(), data.size());
  for (std::size_t k = 0; k < data.entries.size(); ++k) {
    const auto& a = data.entries[k];
    const auto& b = copy.entries[k];
    EXPECT_EQ(a.structure.numbers, b.structure.numbers);
    EXPECT_EQ(a.structure.positions, b.structure.positions);
    EXPECT_EQ(a.structure.cell, b.structure.cell);
    EXPECT_EQ(a.structure.periodic, b.structure.periodic);
    EXPECT_EQ(a.structure.label, b.structure.label);
    EXPECT_EQ(a.structure.charges, b.structure.charges);
    EXPECT_EQ(a.coefficients, b.coefficients);
    EXPECT_EQ(a.response, b.response);
    EXPECT_EQ(a.metric, b.metric);
    EXPECT_EQ(a.charge, b.charge);
    EXPECT_EQ(a.energy, b.energy);
    EXPECT_EQ(a.dipole, b.dipole);
    EXPECT_EQ(a.polarizability, b.polarizability);
  }
  for (const int number : {1, 9}) {
    const auto& a = data.basis.shells(number);
    const auto& b = copy.basis.shells(number);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t s = 0; s < a.size(); ++s) {
      EXPECT_EQ(a[s].l, b[s].l);
      EXPECT_EQ(a[s].exponents, b[s].exponents);
      EXPECT_EQ(a[s].coefficients, b[s].coefficients);
    }
  }
  EXPECT_EQ(folder.names(), (std::set<std::string>{"set.h5"}));
}

TEST(DataSetFile, LargeArraysSurviveCompression) {
  const TemporaryFolder folder;
  DataSet data = read_dataset(sample);
  data.entries.resize(2);
  for (auto& entry : data.entries) {
    entry.metric.assign(150 * 150, 0.0);
    for (std::size_t a = 0; a < 150; ++a)
      for (std::size_t b = 0; b < 150; ++b) entry.metric[150 * a + b] = std::sin(0.1 * static_cast<double>(a * b));
  }

  write_dataset(folder / "set.h5", data);

  EXPECT_EQ(read_dataset(folder / "set.h5").entries[1].metric, data.entries[1].metric);
}

TEST(DataSetFile, EqualSetsGiveEqualFiles) {
  const TemporaryFolder folder;
  write_dataset(folder / "a.h5", small_set());
  write_dataset(folder / "b.h5", small_set());
  EXPECT_EQ(file_bytes(folder / "a.h5"), file_bytes(folder / "b.h5"));
}

TEST(DataSetFile, MetricWinsOverOverlap) {
  const TemporaryFolder folder;
  {
    hdf5::File file = hdf5::File::create(folder / "set.h5");
    file.root().create_group("basis").create_group("H").write("shell_l", std::vector<int>{0}, {1});
    const auto entry = file.root().create_group("structures").create_group("000000");
    entry.write("numbers", std::vector<int>{1}, {1});
    entry.write("positions", std::vector<double>{0, 0, 0}, {1, 3});
    entry.write("coefficients", std::vector<double>{1}, {1});
    entry.write("overlap", std::vector<double>{2}, {1, 1});
    entry.write("metric", std::vector<double>{3}, {1, 1});
    file.save();
  }
  EXPECT_EQ(read_dataset(folder / "set.h5").entries[0].metric, std::vector<double>{3});
}

TEST(DataSetFile, NumericalBasisIsReadWithItsOverlap) {
  const TemporaryFolder folder;
  HandMade made;
  made.numerical = true;
  made.overlap = {1.0};
  write_by_hand(folder / "set.h5", made);

  const DataSet data = read_dataset(folder / "set.h5");

  EXPECT_FALSE(data.basis.is_gaussian());
  EXPECT_EQ(data.entries[0].metric, std::vector<double>{1.0});
}

TEST(DataSetFile, MissingFileFolderEmptyAndForeignFilesAreRefused) {
  const TemporaryFolder folder;
  put_bytes(folder / "empty.h5", "");
  put_bytes(folder / "text.h5", "3\nwater\nO 0 0 0\n");
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "none.h5"); }, {"none.h5", "no such file"});
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "."); }, {"folder"});
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "empty.h5"); }, {"empty.h5", "empty"});
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "text.h5"); }, {"text.h5", "no HDF5 file"});
}

TEST(DataSetFile, TruncatedFilesAreRefusedAtEveryLength) {
  const TemporaryFolder folder;
  const std::string bytes = file_bytes(sample);
  for (const double part : {0.001, 0.1, 0.5, 0.9, 0.999}) {
    const auto length = static_cast<std::size_t>(part * static_cast<double>(bytes.size()));
    put_bytes(folder / "cut.h5", bytes.substr(0, length));
    expect_error<InvalidInput>([&] { (void)read_dataset(folder / "cut.h5"); }, {"cut.h5", "truncated"});
  }
}

TEST(DataSetFile, FilesOfOtherKindsAreToldApart) {
  const TemporaryFolder folder;
  hdf5::File file = hdf5::File::create(folder / "other.h5");
  file.save();
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "other.h5"); },
                             {"other.h5", "structures", "no data set"});
}

TEST(DataSetFile, CoefficientsThatDoNotFitTheBasisAreCountedInTheMessage) {
  expect_refusal(
      [](HandMade& made) {
        made.coefficients = {1, 2, 3};
      },
      {"structures/000000/coefficients", "3 values", "1 functions"});
}

TEST(DataSetFile, NotANumberIsFoundWhereverItHides) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  expect_refusal([&](HandMade& made) { made.coefficients = {nan}; }, {"structures/000000/coefficients", "nan"});
  expect_refusal([&](HandMade& made) { made.positions[2] = nan; }, {"structures/000000/positions", "value 2", "nan"});
  expect_refusal([&](HandMade& made) { made.overlap = {std::numeric_limits<double>::infinity()}; },
                 {"structures/000000/overlap", "inf"});
}

TEST(DataSetFile, WrongShapesNameBothShapes) {
  expect_refusal([](HandMade& made) { made.positions = {0, 0, 0, 1, 1, 1}; },
                 {"structures/000000/positions", "[2, 3]", "[1, 3]"});
  expect_refusal(
      [](HandMade& made) {
        made.overlap = {1, 0, 0, 1};
      },
      {"structures/000000/overlap", "2 values", "1 functions"});
}

TEST(DataSetFile, UnknownElementsAreRefused) {
  expect_refusal([](HandMade& made) { made.symbol = "Xx"; }, {"basis/Xx", "Xx"});
  expect_refusal([](HandMade& made) { made.numbers = {119}; }, {"structures/000000", "119"});
  expect_refusal([](HandMade& made) { made.numbers = {8}; }, {"structures/000000", "O has no basis", "H"});
}

TEST(DataSetFile, AtomsOnTopOfEachOtherAreRefused) {
  expect_refusal(
      [](HandMade& made) {
        made.numbers = {1, 1};
        made.positions = {0, 0, 0, 0, 0, 0.01};
        made.coefficients = {1, 1};
      },
      {"structures/000000", "0.01 bohr apart"});
}

TEST(DataSetFile, CellsWithoutVolumeAreRefused) {
  expect_refusal([](HandMade& made) { made.flat_cell = true; }, {"structures/000000", "volume"});
}

TEST(DataSetFile, NumericalBasisWithoutOverlapIsNoTrainingData) {
  const TemporaryFolder folder;
  HandMade made;
  made.numerical = true;
  write_by_hand(folder / "prediction.h5", made);
  const DataSet data = read_dataset(folder / "prediction.h5");
  expect_error<InvalidInput>([&] { validate(data.entries[0], data.basis, "structure 0"); }, {"structure 0", "overlap"});
}

TEST(DataSetFile, MetricMustBeSymmetric) {
  expect_refusal(
      [](HandMade& made) {
        made.numbers = {1, 1};
        made.positions = {0, 0, 0, 0, 0, 1.4};
        made.coefficients = {1, 1};
        made.overlap = {1, 0.5, 0.4, 1};
      },
      {"structures/000000/overlap", "not symmetric"});
}

TEST(DataSetFile, CellNeedsItsPeriodicDirections) {
  expect_refusal([](HandMade& made) { made.cell_without_pbc = true; }, {"structures/000000/pbc", "missing"});
}

TEST(DataSetFile, PrimitiveOffsetsMustFitTheExponents) {
  expect_refusal([](HandMade& made) { made.primitive_offset = {0, 2}; }, {"basis/H/primitive_offset", "1"});
  expect_refusal([](HandMade& made) { made.primitive_offset = {0, 1, 1}; }, {"basis/H/primitive_offset", "[3]", "[2]"});
}

TEST(DataSetFile, ChargesMustBeThereForEveryAtom) {
  const TemporaryFolder folder;
  DataSet data = small_set();
  data.entries[1].structure.charges = {1.0};
  expect_error<InvalidInput>([&] { write_dataset(folder / "set.h5", data); },
                             {"structures/000001/charges", "1 values for 2 atoms"});
}

TEST(DataSetFile, ElementsWithoutShellsComeBack) {
  const TemporaryFolder folder;
  DataSet data = small_set();
  auto shells = data.basis.all();
  shells[2] = {};
  data.basis = GaussianBasis(std::move(shells));
  for (auto& entry : data.entries) {
    entry.structure.numbers.push_back(2);
    entry.structure.positions.push_back({4, 0, 0});
    entry.structure.charges.clear();
  }
  write_dataset(folder / "set.h5", data);
  const DataSet copy = read_dataset(folder / "set.h5");
  EXPECT_TRUE(copy.basis.contains(2));
  EXPECT_EQ(copy.basis.functions(2), 0);
  EXPECT_EQ(copy.entries[0].coefficients, data.entries[0].coefficients);
}

TEST(DataSetFile, FullDiskCostsNeitherTheOldFileNorLeavesDebris) {
  const TemporaryFolder folder;
  write_dataset(folder / "set.h5", small_set());
  const std::string before = file_bytes(folder / "set.h5");
  const DataSet larger = read_dataset(sample);

  {
    const DiskFull disk(40000);
    expect_error<Error>([&] { write_dataset(folder / "set.h5", larger); }, {"set.h5", "too large", "40000 of"});
  }

  EXPECT_EQ(file_bytes(folder / "set.h5"), before);
  EXPECT_EQ(folder.names(), (std::set<std::string>{"set.h5"}));
}

TEST(DataSetFile, FoldersThatDoNotExistAreNamed) {
  const TemporaryFolder folder;
  expect_error<Error>([&] { write_dataset(folder / "none/set.h5", small_set()); }, {"none/set.h5", "No such file"});
}

TEST(DataSetFile, SymbolicLinksKeepPointingToTheirFile) {
  const TemporaryFolder folder;
  write_dataset(folder / "set.h5", small_set());
  std::filesystem::create_symlink("set.h5", folder / "link.h5");

  write_dataset(folder / "link.h5", read_dataset(sample));

  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.h5"));
  EXPECT_EQ(read_dataset(folder / "set.h5").size(), 60);
}

}  // namespace
}  // namespace rhofield::storage
