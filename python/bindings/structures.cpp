// Structures in bohr; rhofield/ase.py makes them of ase.Atoms.
#include "rhofield/atoms/structure.hpp"

#include <nanobind/stl/array.h>

#include "common.hpp"

namespace rhofield::python {

void bind_structures(nb::module_& m) {
  nb::class_<Structure>(m, "Structure", "Atoms in bohr: numbers [atom], positions [atom, xyz], cell [vector, xyz].")
      .def(
          "__init__",
          [](Structure* self, const Array<int, 1>& numbers, const Array<double, 2>& positions,
             const Array<double, 2>& cell, std::array<bool, 3> periodic, const std::string& label,
             const std::optional<Array<double, 1>>& charges) {
            check_shape(positions, numbers.size(), 3, "positions");
            Structure s;
            s.numbers.assign(numbers.data(), numbers.data() + numbers.size());
            for (std::size_t a = 0; a < numbers.size(); ++a)
              s.positions.push_back({positions(a, 0), positions(a, 1), positions(a, 2)});
            s.cell = matrix3(cell, "cell");
            s.periodic = periodic;
            s.label = label;
            if (charges) s.charges.assign(charges->data(), charges->data() + charges->size());
            new (self) Structure(std::move(s));
          },
          nb::arg("numbers"), nb::arg("positions"), nb::arg("cell"), nb::arg("periodic"), nb::arg("label") = "",
          nb::arg("charges") = nb::none())
      .def("__len__", &Structure::size)
      .def_prop_ro(
          "numbers", [](const Structure& s) { return to_numpy(s.numbers); }, nb::rv_policy::automatic)
      .def_prop_ro(
          "positions", [](const Structure& s) { return to_numpy(s.positions); }, nb::rv_policy::automatic)
      .def_prop_ro(
          "cell", [](const Structure& s) { return to_numpy(s.cell); }, nb::rv_policy::automatic)
      .def_ro("periodic", &Structure::periodic)
      .def_ro("label", &Structure::label)
      .def_prop_ro(
          "charges", [](const Structure& s) { return to_numpy(s.charges); }, nb::rv_policy::automatic);
}

}  // namespace rhofield::python
