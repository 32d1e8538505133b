// Bases of the density, their moments, overlap and Coulomb matrices.
#include "rhofield/basis/gaussian_basis.hpp"

#include <map>

#include <nanobind/stl/map.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>

#include "common.hpp"
#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/storage/basis_by_name.hpp"

namespace rhofield::python {

namespace {

using PlainShell = std::tuple<int, std::vector<double>, std::vector<double>>;

GaussianBasis basis_of(const std::map<std::string, std::vector<PlainShell>>& elements, bool normalised) {
  std::map<int, std::vector<Shell>> shells;
  for (const auto& [symbol, list] : elements) {
    std::vector<Shell>& of_element = shells[atomic_number(symbol)];
    for (const auto& [l, exponents, coefficients] : list) {
      if (exponents.size() != coefficients.size())
        throw InvalidInput("a shell of " + symbol + " has " + std::to_string(exponents.size()) + " exponents but " +
                           std::to_string(coefficients.size()) + " coefficients");
      Shell shell{.l = l, .exponents = exponents, .coefficients = coefficients};
      if (!normalised && !exponents.empty()) normalise(shell);
      of_element.push_back(std::move(shell));
    }
  }
  return GaussianBasis(std::move(shells));
}

std::vector<PlainShell> plain_shells(const GaussianBasis& basis, const std::string& symbol) {
  std::vector<PlainShell> list;
  for (const Shell& shell : basis.shells(atomic_number(symbol)))
    list.emplace_back(shell.l, shell.exponents, shell.coefficients);
  return list;
}

}  // namespace

void bind_basis(nb::module_& m) {
  nb::class_<GaussianBasis>(m, "GaussianBasis")
      .def(
          "__init__",
          [](GaussianBasis* self, const std::map<std::string, std::vector<PlainShell>>& elements, bool normalised) {
            new (self) GaussianBasis(basis_of(elements, normalised));
          },
          nb::arg("elements"), nb::arg("normalised") = false)
      .def_static("from_nwchem", &parse_nwchem_basis, nb::arg("text"))
      .def_static(
          "by_name",
          [](const std::string& name, const std::vector<std::string>& symbols) {
            std::vector<int> numbers;
            for (const std::string& symbol : symbols) numbers.push_back(atomic_number(symbol));
            const nb::gil_scoped_release unlocked;  // another python3 is run
            return storage::basis_by_name(name, numbers);
          },
          nb::arg("name"), nb::arg("symbols"))
      .def("elements",
           [](const GaussianBasis& basis) {
             std::vector<std::string> symbols;
             for (const auto& [number, shells] : basis.all()) symbols.emplace_back(element_symbol(number));
             return symbols;
           })
      .def("shells", &plain_shells, nb::arg("symbol"))
      .def("is_gaussian", &GaussianBasis::is_gaussian)
      .def("l_max", &GaussianBasis::l_max)
      .def("functions", [](const GaussianBasis& basis, const Structure& s) { return basis.functions(s); })
      .def(
          "functions_of",
          [](const GaussianBasis& basis, const std::string& symbol) { return basis.functions(atomic_number(symbol)); },
          nb::arg("symbol"))
      .def("charge_moments",
           [](const GaussianBasis& basis, const Structure& s) { return to_numpy(charge_moments(basis, s)); })
      .def("dipole_moments", [](const GaussianBasis& basis, const Structure& s) {
        std::vector<double> moments = dipole_moments(basis, s);
        const std::size_t functions = moments.size() / 3;
        return to_numpy(std::move(moments), {3, functions});
      });
  m.def(
      "overlap_matrix",
      [](const Device& device, const GaussianBasis& basis, const Structure& s, double precision) {
        auto matrix = long_work(
            nb::none(), [&](const Progress&) { return overlap_matrix(device, basis, s, {.precision = precision}); });
        return to_numpy(device, std::move(matrix));
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("precision") = 1e-14);
  m.def(
      "coulomb_matrix",
      [](const Device& device, const GaussianBasis& basis, const Structure& s, double precision) {
        auto matrix = long_work(
            nb::none(), [&](const Progress&) { return coulomb_matrix(device, basis, s, {.precision = precision}); });
        return to_numpy(device, std::move(matrix));
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("precision") = 1e-14);
}

}  // namespace rhofield::python
