// What follows from the response of a density to a field.
#include "rhofield/observables/response.hpp"

#include "common.hpp"

namespace rhofield::python {

void bind_response(nb::module_& m) {
  m.def(
      "induced_charge",
      [](const GaussianBasis& basis, const Structure& s, const Array<double, 2>& response) {
        return to_numpy(induced_charge(basis, s, span_of(response)));
      },
      nb::arg("basis"), nb::arg("structure"), nb::arg("response"));
  m.def(
      "remove_induced_charge",
      [](const GaussianBasis& basis, const Structure& s, const Array<double, 2>& response) {
        std::vector<double> values(response.data(), response.data() + response.size());
        const Vector3 charge = remove_induced_charge(basis, s, values);
        const std::size_t functions = values.size() / 3;
        return nb::make_tuple(to_numpy(std::move(values), {3, functions}), to_numpy(charge));
      },
      nb::arg("basis"), nb::arg("structure"), nb::arg("response"));
  m.def(
      "polarizability",
      [](const GaussianBasis& basis, const Structure& s, const Array<double, 2>& response) {
        return to_numpy(polarizability(basis, s, span_of(response)));
      },
      nb::arg("basis"), nb::arg("structure"), nb::arg("response"));
  m.def(
      "atomic_polarizabilities",
      [](const GaussianBasis& basis, const Structure& s, const Array<double, 2>& response) {
        return to_numpy(atomic_polarizabilities(basis, s, span_of(response)));
      },
      nb::arg("basis"), nb::arg("structure"), nb::arg("response"));
}

}  // namespace rhofield::python
