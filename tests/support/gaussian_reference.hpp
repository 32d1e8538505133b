// Structures and bases from the HDF5 layout of the data sets, for reference tests.
#pragma once

#include <string>

#include "rhofield/basis/gaussian_basis.hpp"
#include "support/hdf5_reader.hpp"

namespace rhofield::testing {

inline Structure read_structure(const Hdf5Reader& file, const std::string& group) {
  Structure structure;
  structure.numbers = file.ints(group + "/numbers").data;
  const auto positions = file.doubles(group + "/positions");
  for (std::size_t i = 0; i < structure.numbers.size(); ++i)
    structure.positions.push_back({positions(i, 0), positions(i, 1), positions(i, 2)});
  if (file.contains(group + "/cell")) {
    const auto cell = file.doubles(group + "/cell");
    const auto periodic = file.ints(group + "/pbc");
    for (std::size_t a = 0; a < 3; ++a) {
      structure.periodic[a] = periodic(a) != 0;
      for (std::size_t x = 0; x < 3; ++x) structure.cell[a][x] = cell(a, x);
    }
  }
  return structure;
}

inline GaussianBasis read_basis(const Hdf5Reader& file, const std::string& group) {
  std::map<int, std::vector<Shell>> shells;
  for (const std::string& symbol : file.names(group)) {
    const std::string item = group + "/" + symbol;
    const auto l = file.ints(item + "/shell_l");
    const auto offset = file.ints(item + "/primitive_offset");
    const auto exponent = file.doubles(item + "/exponent");
    const auto coefficient = file.doubles(item + "/coefficient");
    for (std::size_t s = 0; s < l.data.size(); ++s) {
      Shell shell;
      shell.l = l(s);
      for (int p = offset(s); p < offset(s + 1); ++p) {
        shell.exponents.push_back(exponent(p));
        shell.coefficients.push_back(coefficient(p));
      }
      shells[atomic_number(symbol)].push_back(std::move(shell));
    }
  }
  return GaussianBasis(std::move(shells));
}

}  // namespace rhofield::testing
