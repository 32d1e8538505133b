// Gaussian cube files: two comment lines, atoms and grid in bohr, then the values, six to a line, the last index
// fastest. A density is millions of numbers: they are formatted here, not by printf, which would take longer than the
// density itself.
#include "rhofield/storage/cube.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>

#include "rhofield/error.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::storage {

namespace {

/// Width of one value: blank, sign, digit, point, five digits, E, sign, two digits.
constexpr std::size_t width = 13;
constexpr int digits = 5;

/// 10^k for the exponents a value of two digits may have, and a margin.
const std::array<double, 233>& powers_of_ten() {
  static const auto table = [] {
    std::array<double, 233> powers{};
    for (int k = 0; k < 233; ++k) powers[static_cast<std::size_t>(k)] = std::pow(10.0, k - 116);
    return powers;
  }();
  return table;
}
double power_of_ten(int k) { return powers_of_ten()[static_cast<std::size_t>(k + 116)]; }

/// " -1.23456E-02" as %13.5E writes it; values below 1e-99 are written as zero.
void format(double value, char* text) {
  text[0] = ' ';
  text[1] = std::signbit(value) ? '-' : ' ';
  const double size = std::abs(value);
  int exponent = 0;
  std::int64_t mantissa = 0;  // 6 digits
  if (size >= 1e-99) {
    int binary = 0;
    std::frexp(size, &binary);
    exponent = static_cast<int>(std::floor((binary - 1) * 0.30102999566398120));  // at most one too small
    if (size >= power_of_ten(exponent + 1)) ++exponent;
    mantissa = std::llround(size * power_of_ten(digits - exponent));
    if (mantissa >= 1000000) {
      mantissa /= 10;
      ++exponent;
    }
  } else {
    text[1] = ' ';
  }
  for (int k = digits; k > 0; --k) {
    text[3 + k] = static_cast<char>('0' + mantissa % 10);
    mantissa /= 10;
  }
  text[2] = static_cast<char>('0' + mantissa);
  text[3] = '.';
  text[9] = 'E';
  text[10] = exponent < 0 ? '-' : '+';
  const int shown = exponent < 0 ? -exponent : exponent;
  text[11] = static_cast<char>('0' + shown / 10);
  text[12] = static_cast<char>('0' + shown % 10);
}

/// "  count  x  y  z" with six decimals.
std::string row(Index count, const Vector3& v) {
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%5td %12.6f %12.6f %12.6f\n", count, v[0], v[1], v[2]);
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
  for (std::size_t k = 0; k < values.size(); ++k)
    if (!(std::abs(values[k]) < 1e99))
      throw InvalidInput("cube: value " + std::to_string(k) + " (" + std::to_string(values[k]) +
                         ") is not finite or does not fit the format");
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
  const auto run = static_cast<std::size_t>(grid.counts[2]);
  const std::size_t runs = run == 0 ? 0 : values.size() / run;
  const std::size_t head = text.size(), run_bytes = run * width + (run + 5) / 6;
  text.resize(head + runs * run_bytes);
  char* to = text.data() + head;
  for (std::size_t r = 0; r < runs; ++r)
    for (std::size_t k = 0; k < run; ++k) {
      format(values[r * run + k], to);
      to += width;
      if (k % 6 == 5 || k + 1 == run) *to++ = '\n';
    }
  write_atomically(path, text);
}

}  // namespace rhofield::storage
