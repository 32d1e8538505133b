// Shells of variable length as flat arrays with offsets.
#include "storage/basis_tables.hpp"

#include <algorithm>
#include <functional>

namespace rhofield::storage {

using hdf5::Group;

namespace {

std::vector<Shell> read_shells(const Group& element) {
  const std::vector<int> shell_l = element.read<int>("shell_l", {-1});
  if (!std::is_sorted(shell_l.begin(), shell_l.end())) element.fail("shell_l", "is not sorted by l");
  std::vector<Shell> shells;
  for (const int l : shell_l) shells.push_back({l, {}, {}});
  if (!element.has("exponent") && !element.has("coefficient")) return shells;  // numerical functions

  const auto count = static_cast<Index>(shells.size());
  const std::vector<int> offset = element.read<int>("primitive_offset", {count + 1});
  const std::vector<double> exponent = element.read_finite("exponent", {-1});
  const std::vector<double> coefficient = element.read_finite("coefficient", {static_cast<Index>(exponent.size())});
  const bool complete = offset.front() == 0 && offset.back() == static_cast<int>(exponent.size());
  if (!complete || std::adjacent_find(offset.begin(), offset.end(), std::greater_equal<>()) != offset.end())
    element.fail("primitive_offset",
                 "must rise from 0 to the number of primitives, " + std::to_string(exponent.size()));
  for (std::size_t s = 0; s < shells.size(); ++s) {
    shells[s].exponents.assign(exponent.begin() + offset[s], exponent.begin() + offset[s + 1]);
    shells[s].coefficients.assign(coefficient.begin() + offset[s], coefficient.begin() + offset[s + 1]);
  }
  return shells;
}

void write_shells(const Group& element, const std::vector<Shell>& shells) {
  std::vector<int> shell_l, offset{0};
  std::vector<double> exponent, coefficient;
  for (const Shell& shell : shells) {
    shell_l.push_back(shell.l);
    exponent.insert(exponent.end(), shell.exponents.begin(), shell.exponents.end());
    coefficient.insert(coefficient.end(), shell.coefficients.begin(), shell.coefficients.end());
    offset.push_back(static_cast<int>(exponent.size()));
  }
  const auto count = static_cast<Index>(shell_l.size());
  const auto primitives = static_cast<Index>(exponent.size());
  element.write("shell_l", shell_l, {count});
  if (exponent.empty()) return;
  element.write("primitive_offset", offset, {count + 1});
  element.write("exponent", exponent, {primitives});
  element.write("coefficient", coefficient, {primitives});
}

}  // namespace

GaussianBasis read_basis(const Group& group) {
  std::map<int, std::vector<Shell>> shells;
  for (const std::string& symbol : group.names()) {
    int number = 0;
    try {
      number = atomic_number(symbol);
    } catch (const InvalidInput& error) {
      group.fail(symbol, error.what());
    }
    shells[number] = read_shells(group.group(symbol));
  }
  try {
    return GaussianBasis(std::move(shells));
  } catch (const InvalidInput& error) {
    group.fail("", error.what());
  }
}

void write_basis(const Group& group, const GaussianBasis& basis) {
  for (const auto& [number, shells] : basis.all())
    write_shells(group.create_group(std::string(element_symbol(number))), shells);
}

}  // namespace rhofield::storage
