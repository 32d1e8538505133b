// Gaussian cube files: two comment lines, atoms and grid in bohr, then the values, six to a line, the last index
// fastest. A density is millions of numbers: they are formatted by NumberText, not by printf, which would take longer
// than the density itself.
#include "rhofield/storage/cube.hpp"

#include <array>
#include <cmath>
#include <cstdio>

#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"
#include "storage/number_text.hpp"
#include "storage/text_lines.hpp"

namespace rhofield::storage {

namespace {

/// "  count  x  y  z". Readers take any format: twelve decimals keep grids the same to 1e-9 bohr over a thousand steps.
std::string row(Index count, const Vector3& v) {
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%5td %18.12f %18.12f %18.12f\n", count, v[0], v[1], v[2]);
  return text.data();
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

void check(const Structure& structure, const Grid& grid, std::span<const double> values) {
  if (static_cast<Index>(values.size()) != grid.size())
    throw InvalidInput("cube: the grid has " + std::to_string(grid.size()) + " points but " +
                       std::to_string(values.size()) + " values were given");
  if (structure.numbers.size() != structure.positions.size())
    throw InvalidInput("cube: " + std::to_string(structure.numbers.size()) + " atomic numbers but " +
                       std::to_string(structure.positions.size()) + " positions");
  check_numbers("cube", values);
}

Vector3 vector_at(const TextLines& lines, const std::vector<std::string_view>& words, std::size_t first,
                  const std::string& what) {
  Vector3 v{};
  for (std::size_t x = 0; x < 3; ++x) v[x] = lines.real(words[first + x], what);
  return v;
}

/// Grid and cell from lines 4 to 6; returns one unit of the file's lengths in bohr.
double read_grid(TextLines& lines, CubeFile& file) {
  std::size_t in_angstrom = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    const std::string what = "number of points along step " + std::to_string(k) + " and the step";
    const auto words = lines.words(4, what);
    const int count = lines.integer(words[0], what);
    if (count == 0) lines.fail("a grid without points along step " + std::to_string(k));
    if (count < 0) ++in_angstrom;
    file.grid.counts[k] = std::abs(count);
    file.grid.steps[k] = vector_at(lines, words, 1, what);
  }
  if (in_angstrom != 0 && in_angstrom != 3)
    lines.fail(
        "numbers of points of both signs; the sign tells bohr (+) from angstrom (-) and must be the same for all");
  return in_angstrom == 3 ? angstrom : 1.0;
}

void read_atoms(TextLines& lines, Index count, CubeFile& file) {
  for (Index i = 0; i < count; ++i) {
    const std::string what = "atomic number, charge and position of atom " + std::to_string(i);
    const auto words = lines.words(5, what);
    const int number = lines.integer(words[0], what);
    if (number < 1 || number > 118) lines.fail("atomic number " + std::to_string(number) + "; must be 1 to 118");
    file.structure.numbers.push_back(number);
    file.charges.push_back(lines.real(words[1], what));
    file.structure.positions.push_back(vector_at(lines, words, 2, what));
  }
}

}  // namespace

void write_cube(const std::filesystem::path& path, const Structure& structure, const Grid& grid,
                std::span<const double> values, const std::string& comment) {
  check(structure, grid, values);
  std::string text = one_line(comment) + "\nlengths in bohr, values in atomic units, last index fastest\n";
  text += row(structure.size(), grid.origin);
  for (std::size_t k = 0; k < 3; ++k) text += row(grid.counts[k], grid.steps[k]);
  for (std::size_t i = 0; i < structure.numbers.size(); ++i) {
    std::array<char, 96> line{};
    const Vector3& r = structure.positions[i];
    std::snprintf(line.data(), line.size(), "%5d %12.6f %12.6f %12.6f %12.6f\n", structure.numbers[i],
                  static_cast<double>(structure.numbers[i]), r[0], r[1], r[2]);
    text += line.data();
  }
  // Every run of the last index starts a line of its own.
  const auto value = [&](std::size_t k) { return values[k]; };
  NumberBlock<5, decltype(value)> block(values.size(), static_cast<std::size_t>(grid.counts[2]), 6, value);
  bool head = true;
  write_atomically(path, [&] { return std::exchange(head, false) ? std::string_view(text) : block.next(); });
}

CubeFile read_cube(const std::filesystem::path& path) {
  TextLines lines(path, "a Gaussian cube file");
  CubeFile file;
  file.comment = std::string(lines.line("a comment"));
  file.comment += "\n" + std::string(lines.line("a second comment"));
  const std::string what = "the number of atoms and the origin";
  const auto words = lines.words(4, what);
  const int atoms = lines.integer(words[0], what);
  file.grid.origin = vector_at(lines, words, 1, what);
  const auto one_value = [&](int count) {
    if (count != 1)
      lines.fail("the file has " + std::to_string(count) + " values at each point; only files of one can be read");
  };
  if (words.size() > 4) one_value(lines.integer(words[4], "the number of values at each point"));
  const double unit = read_grid(lines, file);
  read_atoms(lines, std::abs(atoms), file);
  if (atoms < 0) {
    const double sets = lines.number("the number of data sets");
    one_value(static_cast<int>(sets));
    (void)lines.number("the name of the data set");
  }
  for (double& x : file.grid.origin) x *= unit;
  for (Vector3& r : file.structure.positions)
    for (double& x : r) x *= unit;
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t x = 0; x < 3; ++x) {
      file.grid.steps[k][x] *= unit;
      file.structure.cell[k][x] = file.grid.steps[k][x] * static_cast<double>(file.grid.counts[k]);
    }
  lines.check_room(file.grid.counts);
  file.values.resize(static_cast<std::size_t>(file.grid.size()));
  lines.numbers(file.values.data(), file.values.size(), "values on the grid");
  while (!lines.at_end())
    if (!TextLines::split(lines.line("")).empty())
      lines.fail("the grid is full after " + std::to_string(file.values.size()) + " values, but the file goes on");
  return file;
}

}  // namespace rhofield::storage
