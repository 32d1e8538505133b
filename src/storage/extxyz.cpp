// Extended XYZ, a text format of frames:
//   number of atoms
//   Lattice="ax ay az bx by bz cx cy cz" Properties=species:S:1:pos:R:3 pbc="T T T" label="any text"
//   H 0.0 0.0 0.0
// Charges of the atoms, e, in a column charges or initial_charges; where both are given, in the first of these. Lengths
// in angstrom. In a plain XYZ file the second line is a comment and every line of an atom starts with symbol,
// x, y, z. Keys follow the conventions of ASE (https://wiki.fysik.dtu.dk/ase/ase/io/formatoptions.html#extxyz): a
// lattice without pbc is periodic in all directions, without lattice nothing is.
#include "rhofield/storage/extxyz.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::storage {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
  return s;
}

/// The next word of a line, removed from it; empty at the end.
std::string_view next_word(std::string_view& line) {
  while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
  std::size_t end = 0;
  while (end < line.size() && !is_space(line[end])) ++end;
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (auto word = next_word(line); !word.empty(); word = next_word(line)) words.push_back(word);
  return words;
}

std::string lower(std::string_view s) {
  std::string copy(s);
  for (char& c : copy) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return copy;
}

template <class Number>
bool parse(std::string_view word, Number& value) {
  if (word.starts_with('+')) word.remove_prefix(1);
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc{} && end == word.data() + word.size() && !word.empty();
}

/// Where the columns of an atom's line are.
struct Columns {
  std::size_t element = 0;   ///< of the symbol, or of the atomic number
  std::size_t position = 1;  ///< of x; y and z follow
  std::size_t count = 4;     ///< a line must have at least so many
  bool numbers = false;      ///< elements are given by atomic number
  std::optional<std::size_t> charge{};
};

class Reader {
 public:
  Reader(std::string name, std::string_view text) : name_(std::move(name)), rest_(text) {}

  std::vector<Structure> frames() {
    std::vector<Structure> all;
    while (skip_blank_lines()) all.push_back(frame(all.size()));
    if (all.empty()) throw InvalidInput(name_ + ": no structure found; expected a line with the number of atoms");
    return all;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw InvalidInput(name_ + ":" + std::to_string(number_) + ": " + what);
  }
  static std::string quoted(std::string_view s) { return "'" + std::string(s.substr(0, 80)) + "'"; }

  bool skip_blank_lines() {
    while (!rest_.empty()) {
      const auto end = rest_.find('\n');
      if (!trimmed(rest_.substr(0, end)).empty()) return true;
      next_line("");
    }
    return false;
  }

  std::string_view next_line(const std::string& expected) {
    ++number_;
    if (rest_.empty()) fail("the file ends here; expected " + expected);
    const auto end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return line;
  }

  Structure frame(std::size_t index) {
    const std::string_view first = trimmed(next_line("the number of atoms"));
    long long atoms = 0;
    if (!parse(first, atoms) || atoms < 1)
      fail("expected the number of atoms, a positive integer, got " + quoted(first));
    const auto keys = keys_of(next_line("the comment line of a frame of " + std::to_string(atoms) + " atoms"));

    Structure s;
    s.label = name_ + " frame " + std::to_string(index);
    if (const auto at = keys.find("label"); at != keys.end()) s.label = at->second;
    read_cell(keys, s);
    const Columns columns = columns_of(keys);
    for (long long i = 0; i < atoms; ++i) {
      const std::string_view line =
          next_line("atom " + std::to_string(i) + " of " + std::to_string(atoms) + " (counted from 0)");
      read_atom(line, columns, i, atoms, s);
    }
    return s;
  }

  void read_atom(std::string_view line, const Columns& columns, long long i, long long atoms, Structure& s) const {
    const auto words = words_of(line);
    const std::string atom = "atom " + std::to_string(i) + " of " + std::to_string(atoms);
    if (words.size() < columns.count)
      fail("expected " + std::to_string(columns.count) + " columns for " + atom + ", got " +
           std::to_string(words.size()) + ": " + quoted(line));
    s.numbers.push_back(element(words[columns.element], columns.numbers, atom));
    Vector3 position{};
    for (std::size_t x = 0; x < 3; ++x) {
      const std::string_view word = words[columns.position + x];
      if (!parse(word, position[x]) || !std::isfinite(position[x]))
        fail("expected a finite number as coordinate " + std::string(1, "xyz"[x]) + " of " + atom + ", got " +
             quoted(word));
      position[x] *= angstrom;
    }
    s.positions.push_back(position);
    if (!columns.charge) return;
    double charge = 0;
    if (!parse(words[*columns.charge], charge) || !std::isfinite(charge))
      fail("expected a finite number as charge of " + atom + ", got " + quoted(words[*columns.charge]));
    s.charges.push_back(charge);
  }

  /// "Fe", "fe", "FE" or 26.
  int element(std::string_view word, bool number_wanted, const std::string& atom) const {
    int z = 0;
    if (parse(word, z)) {
      if (z >= 1 && z <= 118) return z;
    } else if (!number_wanted) {
      std::string symbol = lower(word);
      symbol[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(symbol[0])));
      try {
        return atomic_number(symbol);
      } catch (const InvalidInput&) {  // reported below, with the line
      }
    }
    fail("expected " + std::string(number_wanted ? "an atomic number" : "an element") + " for " + atom + ", got " +
         quoted(word) + "; known are H (1) to Og (118)");
  }

  /// key=value, key="value with spaces" (also '...', {...}, [...]); words without '=' are ignored. Keys in lower case.
  std::map<std::string, std::string> keys_of(std::string_view line) const {
    std::map<std::string, std::string> keys;
    std::size_t at = 0;
    while (at < line.size()) {
      if (is_space(line[at])) {
        ++at;
        continue;
      }
      const std::size_t start = at;
      while (at < line.size() && !is_space(line[at]) && line[at] != '=') ++at;
      const std::string key = lower(line.substr(start, at - start));
      if (at == line.size() || line[at] != '=') continue;
      ++at;
      const char open = at < line.size() ? line[at] : ' ';
      const std::string_view closers = open == '"'    ? "\""
                                       : open == '\'' ? "'"
                                       : open == '{'  ? "}"
                                       : open == '['  ? "]"
                                                      : "";
      keys[key] = closers.empty() ? bare_value(line, at) : delimited_value(line, at, closers[0], key);
    }
    return keys;
  }

  static std::string bare_value(std::string_view line, std::size_t& at) {
    const std::size_t start = at;
    while (at < line.size() && !is_space(line[at])) ++at;
    return std::string(line.substr(start, at - start));
  }

  std::string delimited_value(std::string_view line, std::size_t& at, char close, const std::string& key) const {
    const char open = line[at++];
    std::string value;
    for (int depth = 1; at < line.size(); ++at) {
      if (line[at] == '\\' && close == '"' && at + 1 < line.size()) {
        value += line[++at];
        continue;
      }
      if (line[at] == close)
        --depth;
      else if (line[at] == open)
        ++depth;
      if (depth == 0) {
        ++at;
        return value;
      }
      value += line[at];
    }
    // A plain XYZ comment may hold an apostrophe; only keys with a meaning here have to be well formed.
    if (key == "lattice" || key == "properties" || key == "pbc" || key == "label")
      fail("the value of " + key + " is not closed by " + quoted(std::string(1, close)));
    return value;
  }

  void read_cell(const std::map<std::string, std::string>& keys, Structure& s) const {
    const auto lattice = keys.find("lattice");
    if (lattice != keys.end()) {
      const auto numbers = numbers_of(lattice->second);
      if (numbers.size() != 9 && numbers.size() != 3)
        fail("expected 9 numbers (three vectors) or 3 (a box) in Lattice, got " + std::to_string(numbers.size()));
      for (std::size_t d = 0; d < 3; ++d) {
        if (numbers.size() == 3)
          s.cell[d][d] = numbers[d] * angstrom;
        else
          for (std::size_t x = 0; x < 3; ++x) s.cell[d][x] = numbers[3 * d + x] * angstrom;
      }
      s.periodic = {true, true, true};
    }
    const auto pbc = keys.find("pbc");
    if (pbc == keys.end()) return;
    const std::string text = without_brackets(pbc->second);  // the words below point into it
    const auto flags = words_of(text);
    if (flags.size() != 3 && flags.size() != 1)
      fail("expected three flags in pbc, like \"T T F\", got " + quoted(pbc->second));
    for (std::size_t d = 0; d < 3; ++d) {
      const std::string flag = lower(flags[flags.size() == 1 ? 0 : d]);
      const bool yes = flag == "t" || flag == "true" || flag == "1";
      if (!yes && flag != "f" && flag != "false" && flag != "0")
        fail("expected T or F as flags in pbc, got " + quoted(pbc->second));
      s.periodic[d] = yes;
    }
    if (s.any_periodic() && lattice == keys.end()) fail("pbc is " + quoted(pbc->second) + " but there is no Lattice");
  }

  static std::string without_brackets(std::string text) {
    for (char& c : text)
      if (c == '[' || c == ']' || c == '{' || c == '}' || c == ',') c = ' ';
    return text;
  }

  std::vector<double> numbers_of(const std::string& value) const {
    const std::string text = without_brackets(value);
    std::vector<double> numbers;
    for (const std::string_view word : words_of(text)) {
      double number = 0;
      if (!parse(word, number) || !std::isfinite(number))
        fail("expected finite numbers in Lattice, got " + quoted(word));
      numbers.push_back(number);
    }
    return numbers;
  }

  /// Properties=name:type:columns:...
  Columns columns_of(const std::map<std::string, std::string>& keys) const {
    const auto at = keys.find("properties");
    if (at == keys.end()) return {};
    std::vector<std::string> parts(1);
    for (const char c : at->second) {
      if (c == ':')
        parts.emplace_back();
      else
        parts.back() += c;
    }
    if (parts.size() % 3 != 0) fail("expected name:type:columns triples in Properties, got " + quoted(at->second));
    Columns columns;
    constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::size_t symbol = none, number = none, position = none, charges = none, initial_charges = none, count = 0;
    for (std::size_t k = 0; k < parts.size(); k += 3) {
      std::size_t width = 0;
      if (!parse(parts[k + 2], width) || width == 0 || width > 1000000)
        fail("expected the number of columns of " + quoted(parts[k]) + " in Properties, got " + quoted(parts[k + 2]));
      const std::string name = lower(parts[k]);
      if (name == "species") symbol = count;
      if (name == "z" || name == "numbers") number = count;
      if (name == "pos" || name == "positions") {
        if (width != 3) fail("expected pos:R:3 in Properties, got " + std::to_string(width) + " columns");
        position = count;
      }
      if (name == "charges" || name == "initial_charges") {
        if (width != 1) fail("expected one column of " + name + " in Properties, got " + std::to_string(width));
        (name == "charges" ? charges : initial_charges) = count;
      }
      count += width;
    }
    if (position == none) fail("expected pos:R:3 in Properties, got " + quoted(at->second));
    if (symbol == none && number == none)
      fail("expected species:S:1 or Z:I:1 in Properties, got " + quoted(at->second));
    columns.numbers = symbol == none;
    columns.element = columns.numbers ? number : symbol;
    columns.position = position;
    columns.count = count;
    if (charges != none || initial_charges != none) columns.charge = charges != none ? charges : initial_charges;
    return columns;
  }

  std::string name_;
  std::string_view rest_;
  std::size_t number_ = 0;  ///< of the current line, from 1
};

/// Enough digits to read the same number back.
void append(std::string& out, double value) {
  char digits[32];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 17);
  out.append(digits, end);
}

void append_text(std::string& out, const std::string& text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  out += '"';
}

}  // namespace

std::vector<Structure> read_extxyz(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path))
    throw InvalidInput(path.string() + " is a folder; expected an (extended) XYZ file");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InvalidInput("cannot open " + path.string() + "; expected an (extended) XYZ file");
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad() || !file) throw InvalidInput("cannot read " + path.string());
  return Reader(path.string(), text).frames();
}

void write_extxyz(const std::filesystem::path& path, std::span<const Structure> structures) {
  std::string out;
  for (const Structure& s : structures) {
    validate(s);
    out += std::to_string(s.size()) + "\n";
    if (s.any_periodic()) {
      out += "Lattice=\"";
      for (std::size_t k = 0; k < 9; ++k) {
        if (k > 0) out += ' ';
        append(out, s.cell[k / 3][k % 3] / angstrom);
      }
      out += "\" ";
    }
    out +=
        std::string("Properties=species:S:1:pos:R:3") + (s.charges.empty() ? "" : ":initial_charges:R:1") + " pbc=\"";
    for (std::size_t d = 0; d < 3; ++d) out += std::string(d == 0 ? "" : " ") + (s.periodic[d] ? "T" : "F");
    out += '"';
    if (!s.label.empty()) {
      out += " label=";
      append_text(out, s.label);
    }
    out += '\n';
    for (std::size_t i = 0; i < s.numbers.size(); ++i) {
      out += element_symbol(s.numbers[i]);
      for (const double x : s.positions[i]) {
        out += ' ';
        append(out, x / angstrom);
      }
      if (!s.charges.empty()) {
        out += ' ';
        append(out, s.charges[i]);
      }
      out += '\n';
    }
  }
  write_atomically(path, out);
}

}  // namespace rhofield::storage
