// CHGCAR: a POSCAR (comment, scale, lattice, elements, counts, "Direct", fractions), an empty line, the numbers of
// points, then the values times the volume of the cell, the first index fastest, five to a line; then, for each block,
// lines of augmentation occupancies; a further block begins with the numbers of points again. LOCPOT: the same without
// the volume, in electronvolt.
#include "rhofield/storage/vasp_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"
#include "storage/number_text.hpp"
#include "storage/text_lines.hpp"

namespace rhofield::storage {

namespace {

Vector3 cross(const Vector3& a, const Vector3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
double dot(const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
double volume_of(const Matrix3& cell) { return std::abs(dot(cell[0], cross(cell[1], cell[2]))); }

/// The grid of a cell.
Matrix3 span_of(const Grid& grid) {
  Matrix3 cell = grid.steps;
  for (std::size_t k = 0; k < 3; ++k)
    for (double& x : cell[k]) x *= static_cast<double>(grid.counts[k]);
  return cell;
}

/// What a value in the file is, in units of the library.
double charge_unit(const Matrix3& cell) { return 1.0 / volume_of(cell); }
double potential_unit(const Matrix3&) { return electronvolt; }

// --- reading ---

/// Lattice and scale: one factor, the volume if it is negative, or a factor for each Cartesian direction.
Matrix3 read_lattice(TextLines& lines) {
  const std::string what = "the scale of the lattice";
  const auto words = lines.words(1, what);
  Vector3 scale{};
  const bool three = words.size() >= 3;
  for (std::size_t x = 0; x < 3; ++x) scale[x] = lines.real(words[three ? x : 0], what);
  const double least = *std::min_element(scale.begin(), scale.end());
  if (least == 0 || (three && least < 0)) lines.fail("a scale of the lattice of " + text(least));
  Matrix3 cell{};
  for (std::size_t k = 0; k < 3; ++k) {
    const auto row = lines.words(3, "lattice vector " + std::to_string(k));
    for (std::size_t x = 0; x < 3; ++x) cell[k][x] = lines.real(row[x], "a component of a lattice vector");
  }
  if (volume_of(cell) == 0) lines.fail("the lattice vectors span no volume");
  if (least < 0) scale.fill(std::cbrt(-least / volume_of(cell)));
  for (Vector3& vector : cell)
    for (std::size_t x = 0; x < 3; ++x) vector[x] *= scale[x] * angstrom;
  return cell;
}

void read_elements(TextLines& lines, Structure& structure) {
  const auto symbols = lines.words(1, "the elements");
  if (symbols[0].find_first_not_of("0123456789") == std::string_view::npos)
    lines.fail(
        "expected the elements, found numbers: files of VASP before version 5 do not name their elements; write "
        "them into a line of their own here");
  const auto counts = lines.words(1, "the numbers of atoms of each element");
  if (counts.size() != symbols.size())
    lines.fail(std::to_string(symbols.size()) + " elements, but " + std::to_string(counts.size()) +
               " numbers of atoms");
  for (std::size_t s = 0; s < symbols.size(); ++s) {
    const int count = lines.integer(counts[s], "a number of atoms");
    if (count < 0) lines.fail("a number of atoms of " + std::to_string(count));
    const std::string_view symbol = symbols[s].substr(0, symbols[s].find_first_of("_/"));  // "O_s/1f2e" of VASP 6
    structure.numbers.insert(structure.numbers.end(), static_cast<std::size_t>(count), atomic_number(symbol));
  }
}

void read_positions(TextLines& lines, Structure& structure) {
  auto mode = lines.words(1, "'Direct' or 'Cartesian'");
  if (mode[0][0] == 'S' || mode[0][0] == 's') mode = lines.words(1, "'Direct' or 'Cartesian'");  // selective dynamics
  if (std::string_view("DdCcKk").find(mode[0][0]) == std::string_view::npos)
    lines.fail("expected 'Direct' or 'Cartesian', found '" + std::string(mode[0]) + "'");
  if (mode[0][0] != 'D' && mode[0][0] != 'd') lines.fail("Cartesian positions, which these files never have");
  for (std::size_t i = 0; i < structure.numbers.size(); ++i) {
    const auto words = lines.words(3, "the position of atom " + std::to_string(i));
    Vector3& r = structure.positions.emplace_back();
    for (std::size_t k = 0; k < 3; ++k) {
      const double fraction = lines.real(words[k], "a coordinate of atom " + std::to_string(i));
      for (std::size_t x = 0; x < 3; ++x) r[x] += fraction * structure.cell[k][x];
    }
  }
}

bool read_counts(std::string_view line, std::array<Index, 3>& counts) {
  const auto words = TextLines::split(line);
  if (words.size() != 3) return false;
  for (std::size_t k = 0; k < 3; ++k) {
    if (words[k].size() > 9 || words[k].find_first_not_of("0123456789") != std::string_view::npos) return false;
    counts[k] = std::stol(std::string(words[k]));
  }
  return true;
}

VaspGridFile read(const std::filesystem::path& path, const std::string& kind, double (*unit_of)(const Matrix3&)) {
  TextLines lines(path, kind);
  VaspGridFile file;
  file.comment = std::string(lines.line("a comment"));
  file.structure.cell = read_lattice(lines);
  file.structure.periodic = {true, true, true};
  read_elements(lines, file.structure);
  read_positions(lines, file.structure);
  const std::string what = "the numbers of points along the three lattice vectors";
  std::string_view line = lines.line(what);
  while (TextLines::split(line).empty()) line = lines.line(what);
  const auto empty = [](Index count) { return count == 0; };
  if (!read_counts(line, file.grid.counts) || std::any_of(file.grid.counts.begin(), file.grid.counts.end(), empty))
    lines.fail("expected " + what + ", found '" + std::string(line.substr(0, 40)) + "'");
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t x = 0; x < 3; ++x)
      file.grid.steps[k][x] = file.structure.cell[k][x] / static_cast<double>(file.grid.counts[k]);

  const double unit = unit_of(file.structure.cell);
  const auto [n0, n1, n2] = file.grid.counts;
  lines.check_room(file.grid.counts);
  std::vector<double> values(static_cast<std::size_t>(file.grid.size()));
  for (bool more = true; more;) {
    lines.numbers(values.data(), values.size(), "values of block " + std::to_string(file.blocks.size()));
    if (!TextLines::split(lines.line("")).empty()) lines.fail("the grid is full in the middle of this line");
    auto& block = file.blocks.emplace_back(values.size());
    std::size_t p = 0;
    for (Index k = 0; k < n2; ++k)
      for (Index j = 0; j < n1; ++j)
        for (Index i = 0; i < n0; ++i) block[static_cast<std::size_t>((i * n1 + j) * n2 + k)] = unit * values[p++];
    std::string& behind = file.behind.emplace_back();
    more = false;
    while (!lines.at_end() && !more) {
      const std::string_view next = lines.line("");
      std::array<Index, 3> counts{};
      more = read_counts(next, counts) && counts == file.grid.counts;
      if (!more) behind.append(next).append("\n");
    }
  }
  return file;
}

// --- writing ---

/// The order in which atoms are written: by element, as these first occur.
std::vector<std::size_t> order_of(const Structure& structure) {
  std::vector<int> elements;
  for (const int number : structure.numbers)
    if (std::find(elements.begin(), elements.end(), number) == elements.end()) elements.push_back(number);
  std::vector<std::size_t> order;
  for (const int element : elements)
    for (std::size_t i = 0; i < structure.numbers.size(); ++i)
      if (structure.numbers[i] == element) order.push_back(i);
  return order;
}

void check(const char* kind, const VaspGridFile& file) {
  const std::string name = std::string(kind) + ": ";
  const Matrix3 cell = span_of(file.grid);
  if (file.grid.size() < 1 || volume_of(cell) == 0)
    throw InvalidInput(name + "the grid spans no volume; these files are of cells");
  if (file.structure.numbers.size() != file.structure.positions.size())
    throw InvalidInput(name + std::to_string(file.structure.numbers.size()) + " atomic numbers but " +
                       std::to_string(file.structure.positions.size()) + " positions");
  constexpr double digits = 1e-4;  // relative; grids from cube files have few digits
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t x = 0; x < 3; ++x)
      if (file.structure.periodic[k] &&
          std::abs(cell[k][x] - file.structure.cell[k][x]) > digits * std::sqrt(dot(cell[k], cell[k])))
        throw InvalidInput(name + "the grid spans " + text(cell[k][x]) + " bohr where lattice vector " +
                           std::to_string(k) + " has " + text(file.structure.cell[k][x]) +
                           "; these files need the grid of the whole cell (make_grid)");
  if (file.blocks.empty()) throw InvalidInput(name + "there are no values to write");
  for (const auto& block : file.blocks) {
    if (static_cast<Index>(block.size()) != file.grid.size())
      throw InvalidInput(name + "the grid has " + std::to_string(file.grid.size()) + " points but " +
                         std::to_string(block.size()) + " values were given");
    check_numbers(kind, block);
  }
  if (file.behind.empty()) return;
  if (file.behind.size() != file.blocks.size())
    throw InvalidInput(name + std::to_string(file.blocks.size()) + " blocks of values, but the text behind " +
                       std::to_string(file.behind.size()));
  const auto order = order_of(file.structure);
  if (!std::is_sorted(order.begin(), order.end()) &&
      std::any_of(file.behind.begin(), file.behind.end(), [](const std::string& text) { return !text.empty(); }))
    throw InvalidInput(name +
                       "augmentation occupancies belong to atoms in the order of the file they are from, element by "
                       "element; these atoms are in another order");
}

/// Three numbers of a line.
std::string row(const char* format, const Vector3& v) {
  std::array<char, 160> line{};
  std::snprintf(line.data(), line.size(), format, v[0], v[1], v[2]);
  return line.data();
}

std::string head_of(const VaspGridFile& file, const Matrix3& cell) {
  std::string text = file.comment.substr(0, file.comment.find_first_of("\r\n")) + "\n   1.00000000000000\n";
  for (const Vector3& vector : cell)
    text += row(" %21.16f %21.16f %21.16f\n", {vector[0] / angstrom, vector[1] / angstrom, vector[2] / angstrom});
  const auto order = order_of(file.structure);
  std::string symbols, counts;
  for (std::size_t a = 0; a < order.size();) {
    const int number = file.structure.numbers[order[a]];
    std::size_t end = a;
    while (end < order.size() && file.structure.numbers[order[end]] == number) ++end;
    symbols.append("   ").append(element_symbol(number));
    counts.append("   ").append(std::to_string(end - a));
    a = end;
  }
  text += symbols + "\n" + counts + "\nDirect\n";
  const double volume = dot(cell[0], cross(cell[1], cell[2]));
  for (const std::size_t i : order) {
    Vector3 d = file.structure.positions[i], fraction{};
    for (std::size_t x = 0; x < 3; ++x) d[x] -= file.grid.origin[x];
    for (std::size_t k = 0; k < 3; ++k) fraction[k] = dot(d, cross(cell[(k + 1) % 3], cell[(k + 2) % 3])) / volume;
    text += row(" %19.16f %19.16f %19.16f\n", fraction);
  }
  return text + "\n";
}

void write(const std::filesystem::path& path, const char* kind, const VaspGridFile& file,
           double (*unit_of)(const Matrix3&)) {
  check(kind, file);
  const Matrix3 cell = span_of(file.grid);
  const double factor = 1.0 / unit_of(cell);
  const auto [n0, n1, n2] = file.grid.counts;
  std::size_t block = 0;
  const auto value = [&, plane = static_cast<std::size_t>(n0 * n1), line = static_cast<std::size_t>(n0),
                      stride = static_cast<std::size_t>(n1 * n2), depth = static_cast<std::size_t>(n2)](std::size_t p) {
    const std::size_t k = p / plane, j = p % plane / line, i = p % line;
    return factor * file.blocks[block][i * stride + j * depth + k];
  };
  const auto size = static_cast<std::size_t>(file.grid.size());
  const std::string counts = " " + std::to_string(n0) + " " + std::to_string(n1) + " " + std::to_string(n2) + "\n";
  std::string between = head_of(file, cell) + counts;  // what stands before the values of `block`, or behind the last
  bool head = true;
  std::optional<NumberBlock<11, decltype(value)>> numbers;
  numbers.emplace(size, size, 5, value);
  write_atomically(path, [&]() -> std::string_view {
    if (std::exchange(head, false)) return between;
    if (block == file.blocks.size()) return {};
    if (const std::string_view part = numbers->next(); !part.empty()) return part;
    between = file.behind.empty() ? "" : file.behind[block];
    if (++block < file.blocks.size()) {
      between += counts;
      numbers.emplace(size, size, 5, value);
    }
    return between;
  });
}

}  // namespace

VaspGridFile read_chgcar(const std::filesystem::path& path) { return read(path, "a CHGCAR file of VASP", charge_unit); }
VaspGridFile read_locpot(const std::filesystem::path& path) {
  return read(path, "a LOCPOT file of VASP", potential_unit);
}
void write_chgcar(const std::filesystem::path& path, const VaspGridFile& file) {
  write(path, "CHGCAR", file, charge_unit);
}
void write_locpot(const std::filesystem::path& path, const VaspGridFile& file) {
  write(path, "LOCPOT", file, potential_unit);
}

}  // namespace rhofield::storage
