// Contracted Gaussian bases: order of functions, moments, and the NWChem text format.
// phi(r) = R(|r - A|) Y_lm(r - A), R(r) = sum_p c_p r^l exp(-a_p r^2); int_0^inf r^k exp(-a r^2) dr = Gamma((k+1)/2) /
// (2 a^((k+1)/2)).
#include "rhofield/basis/gaussian_basis.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <sstream>

#include "rhofield/error.hpp"
#include "rhofield/units.hpp"

namespace rhofield {

namespace {

/// int_0^inf r^k exp(-a r^2) dr.
double radial_moment(double k, double a) {
  const double half = 0.5 * (k + 1);
  return 0.5 * std::tgamma(half) / std::pow(a, half);
}

/// int_0^inf r^power R(r) dr of a contracted shell.
double shell_moment(const Shell& shell, int power) {
  double sum = 0;
  for (std::size_t p = 0; p < shell.exponents.size(); ++p)
    sum += shell.coefficients[p] * radial_moment(shell.l + power, shell.exponents[p]);
  return sum;
}

std::string describe(int atomic_number, std::size_t shell) {
  return "basis of " + std::string(element_symbol(atomic_number)) + ", shell " + std::to_string(shell);
}

void check_shell(int atomic_number, std::size_t index, const Shell& shell) {
  if (shell.l < 0 || shell.l > GaussianBasis::maximum_l)
    throw InvalidInput(describe(atomic_number, index) + ": l = " + std::to_string(shell.l) + " lies outside 0.." +
                       std::to_string(GaussianBasis::maximum_l));
  if (shell.exponents.size() != shell.coefficients.size())
    throw InvalidInput(describe(atomic_number, index) + ": " + std::to_string(shell.exponents.size()) +
                       " exponents but " + std::to_string(shell.coefficients.size()) + " coefficients");
  for (std::size_t p = 0; p < shell.exponents.size(); ++p) {
    if (!(shell.exponents[p] > 0) || !std::isfinite(shell.exponents[p]))
      throw InvalidInput(describe(atomic_number, index) + ": exponent " + std::to_string(shell.exponents[p]) +
                         " must be positive and finite");
    if (!std::isfinite(shell.coefficients[p]))
      throw InvalidInput(describe(atomic_number, index) + ": coefficient " + std::to_string(p) + " is not finite");
  }
}

}  // namespace

void normalise(Shell& shell) {
  double norm = 0;
  for (std::size_t p = 0; p < shell.exponents.size(); ++p)
    for (std::size_t q = 0; q < shell.exponents.size(); ++q)
      norm += shell.coefficients[p] * shell.coefficients[q] *
              radial_moment(2 * shell.l + 2, shell.exponents[p] + shell.exponents[q]);
  if (!(norm > 0) || !std::isfinite(norm))
    throw InvalidInput("a shell of l = " + std::to_string(shell.l) + " with " + std::to_string(shell.exponents.size()) +
                       " primitives has norm " + std::to_string(norm) + " and cannot be normalised");
  for (double& c : shell.coefficients) c /= std::sqrt(norm);
}

GaussianBasis::GaussianBasis(std::map<int, std::vector<Shell>> shells) : shells_(std::move(shells)) {
  for (auto& [number, list] : shells_) {
    for (std::size_t s = 0; s < list.size(); ++s) check_shell(number, s, list[s]);
    std::stable_sort(list.begin(), list.end(), [](const Shell& a, const Shell& b) { return a.l < b.l; });
  }
}

const std::vector<Shell>& GaussianBasis::shells(int atomic_number) const {
  if (const auto found = shells_.find(atomic_number); found != shells_.end()) return found->second;
  std::string known;
  for (const auto& [number, list] : shells_) known += (known.empty() ? "" : ", ") + std::string(element_symbol(number));
  throw InvalidInput("the basis has no functions for " + std::string(element_symbol(atomic_number)) +
                     "; it covers: " + (known.empty() ? "no element" : known) +
                     ". An element that is a neighbour only needs an entry without shells");
}

bool GaussianBasis::is_gaussian() const {
  for (const auto& [number, list] : shells_)
    for (const Shell& shell : list)
      if (shell.exponents.empty()) return false;
  return true;
}

int GaussianBasis::l_max() const {
  int l = 0;
  for (const auto& [number, list] : shells_)
    if (!list.empty()) l = std::max(l, list.back().l);
  return l;
}

int GaussianBasis::functions(int atomic_number) const {
  int count = 0;
  for (const Shell& shell : shells(atomic_number)) count += 2 * shell.l + 1;
  return count;
}

int GaussianBasis::shell_count(int atomic_number, int l) const {
  const auto& list = shells(atomic_number);
  return static_cast<int>(std::count_if(list.begin(), list.end(), [l](const Shell& s) { return s.l == l; }));
}

int GaussianBasis::function_offset(int atomic_number, int l, int n) const {
  if (n < 0 || n >= shell_count(atomic_number, l))
    throw InvalidInput("the basis of " + std::string(element_symbol(atomic_number)) + " has " +
                       std::to_string(shell_count(atomic_number, l)) + " shells of l = " + std::to_string(l) +
                       ", so there is no shell n = " + std::to_string(n));
  int offset = n * (2 * l + 1);
  for (const Shell& shell : shells(atomic_number))
    if (shell.l < l) offset += 2 * shell.l + 1;
  return offset;
}

Index GaussianBasis::functions(const Structure& structure) const {
  Index count = 0;
  for (int number : structure.numbers) count += functions(number);
  return count;
}

namespace {

void require_gaussian(const GaussianBasis& basis, const char* what) {
  if (!basis.is_gaussian())
    throw InvalidInput(
        std::string(what) +
        " need a Gaussian basis, but this one holds numerical shells, whose radial functions are not known");
}

}  // namespace

std::vector<double> charge_moments(const GaussianBasis& basis, const Structure& structure) {
  require_gaussian(basis, "charge moments");
  std::vector<double> charge;
  charge.reserve(static_cast<std::size_t>(basis.functions(structure)));
  for (int number : structure.numbers)
    for (const Shell& shell : basis.shells(number)) {
      charge.insert(charge.end(), static_cast<std::size_t>(2 * shell.l + 1), 0.0);
      if (shell.l == 0) charge.back() = std::sqrt(4 * pi) * shell_moment(shell, 2);
    }
  return charge;
}

std::vector<double> dipole_moments(const GaussianBasis& basis, const Structure& structure) {
  const std::vector<double> charge = charge_moments(basis, structure);
  const std::size_t functions = charge.size();
  std::vector<double> dipole(3 * functions, 0.0);
  constexpr std::size_t axis_of_m[3] = {1, 2, 0};  // m = -1, 0, 1 point along y, z, x
  std::size_t f = 0;
  for (std::size_t atom = 0; atom < structure.numbers.size(); ++atom)
    for (const Shell& shell : basis.shells(structure.numbers[atom])) {
      if (shell.l == 0)
        for (std::size_t k = 0; k < 3; ++k) dipole[k * functions + f] = structure.positions[atom][k] * charge[f];
      if (shell.l == 1)
        for (std::size_t m = 0; m < 3; ++m)
          dipole[axis_of_m[m] * functions + f + m] = std::sqrt(4 * pi / 3) * shell_moment(shell, 3);
      f += static_cast<std::size_t>(2 * shell.l + 1);
    }
  return dipole;
}

// --- NWChem text ---------------------------------------------------------------------------------------------------

namespace {

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

[[noreturn]] void refuse(int line, const std::string& reason) {
  throw InvalidInput("NWChem basis, line " + std::to_string(line) + ": " + reason);
}

/// A number as Fortran programs write it: 1.5, 1.5E+02, 1.5D+02.
double parse_number(std::string word, int line) {
  std::replace_if(
      word.begin(), word.end(), [](char c) { return c == 'D' || c == 'd'; }, 'e');
  double value = 0;
  const char* begin = word.data() + (word.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) refuse(line, "'" + word + "' is not a number");
  return value;
}

/// The orders of a shell's columns: one for "S", "P", ...; two for "SP", whose columns are s and p.
std::vector<int> parse_orders(const std::string& word, int line) {
  static const std::string letters = "SPDFGHIKL";  // l = 0..8; the letter J is skipped
  const std::string type = upper(word);
  if (type == "SP") return {0, 1};
  if (type.size() == 1)
    if (const auto l = letters.find(type[0]); l != std::string::npos) return {static_cast<int>(l)};
  refuse(line, "shell type '" + word + "' is unknown; use one of S, P, D, F, G, H, I, K, L or SP");
}

/// One block "H S" with its rows of numbers: exponent, then one column per contraction.
struct Block {
  int atomic_number = 0;
  std::vector<int> orders;
  std::vector<std::vector<double>> rows;
  int line = 0;

  void add_to(std::map<int, std::vector<Shell>>& shells) const {
    if (orders.empty()) return;
    if (rows.empty()) refuse(line, "the shell has no primitives");
    const std::size_t columns = rows.front().size() - 1;
    if (orders.size() > 1 && columns != orders.size())
      refuse(line, "an SP shell needs 2 coefficient columns, found " + std::to_string(columns));
    for (std::size_t c = 0; c < columns; ++c) {
      Shell shell;
      shell.l = orders.size() > 1 ? orders[c] : orders[0];
      for (const auto& row : rows) {
        if (row.size() != columns + 1) refuse(line, "the rows of the shell have different numbers of columns");
        if (!(row[0] > 0)) refuse(line, "exponent " + std::to_string(row[0]) + " must be positive");
        if (row[c + 1] == 0) continue;
        // Published coefficients multiply normalised primitives.
        shell.exponents.push_back(row[0]);
        shell.coefficients.push_back(row[c + 1] / std::sqrt(radial_moment(2 * shell.l + 2, 2 * row[0])));
      }
      normalise(shell);
      shells[atomic_number].push_back(std::move(shell));
    }
  }
};

}  // namespace

GaussianBasis parse_nwchem_basis(std::string_view text) {
  std::map<int, std::vector<Shell>> shells;
  Block block;
  std::istringstream lines{std::string(text)};
  std::string content;
  for (int line = 1; std::getline(lines, content); ++line) {
    if (const auto comment = content.find('#'); comment != std::string::npos) content.erase(comment);
    std::istringstream words(content);
    std::vector<std::string> row;
    for (std::string word; words >> word;) row.push_back(word);
    if (row.empty() || upper(row[0]) == "BASIS" || upper(row[0]) == "END") continue;
    if (upper(row[0]) == "ECP") break;  // core potentials may follow the basis
    if (std::isalpha(static_cast<unsigned char>(row[0][0])) != 0) {
      block.add_to(shells);
      if (row.size() != 2) refuse(line, "expected an element and a shell type, found '" + content + "'");
      const auto letters =
          std::find_if_not(row[0].begin(), row[0].end(), [](unsigned char c) { return std::isalpha(c) != 0; });
      std::string symbol = std::string(row[0].begin(), letters);
      for (std::size_t k = 1; k < symbol.size(); ++k)
        symbol[k] = static_cast<char>(std::tolower(static_cast<unsigned char>(symbol[k])));
      symbol[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(symbol[0])));
      block = Block{atomic_number(symbol), parse_orders(row[1], line), {}, line};
    } else {
      if (block.orders.empty()) refuse(line, "numbers before the first shell: '" + content + "'");
      std::vector<double> values;
      for (const std::string& word : row) values.push_back(parse_number(word, line));
      if (values.size() < 2) refuse(line, "a primitive needs an exponent and at least one coefficient");
      block.rows.push_back(std::move(values));
    }
  }
  block.add_to(shells);
  if (shells.empty()) throw InvalidInput("NWChem basis: the text holds no shells");
  return GaussianBasis(std::move(shells));
}

}  // namespace rhofield
