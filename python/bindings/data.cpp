// Data sets: read, made of arrays, written. Arrays of a set are views of its memory and cannot be written to.
#include "rhofield/model/data_set.hpp"

#include <nanobind/stl/map.h>
#include <nanobind/stl/set.h>

#include "common.hpp"
#include "rhofield/storage/dataset.hpp"

namespace rhofield::python {

namespace {

const LabelledStructure& entry_of(const DataSet& data, Index k) {
  if (k < 0 || k >= data.size())
    throw InvalidInput("structure " + std::to_string(k) + " does not exist; the data set has " +
                       std::to_string(data.size()));
  return data.entries[static_cast<std::size_t>(k)];
}

/// A view of values inside the set, which keeps it alive; None where there are none.
nb::object view_in(const nb::handle& owner, const std::vector<double>& values, std::vector<std::size_t> shape) {
  if (values.empty()) return nb::none();
  return nb::cast(ReadOnlyNumpy(values.data(), shape.size(), shape.data(), owner));
}

PropertyValue property_value(const AnyArray& array) {
  PropertyValue value;
  for (std::size_t axis = 0; axis < array.ndim(); ++axis) value.shape.push_back(static_cast<Index>(array.shape(axis)));
  value.values = vector_of(array);
  return value;
}

void append(DataSet& data, const Structure& structure, const std::optional<Array<double, 1>>& coefficients,
            const std::optional<Array<double, 2>>& metric, const std::optional<Array<double, 2>>& response,
            std::optional<double> charge, std::optional<double> energy, const std::optional<Array<double, 1>>& dipole,
            const std::optional<Array<double, 2>>& polarizability, const std::map<std::string, AnyArray>& properties) {
  LabelledStructure entry;
  const std::string place = "structure " + std::to_string(data.size());
  validate(structure);
  entry.structure = structure;
  if (coefficients) entry.coefficients.assign(coefficients->data(), coefficients->data() + coefficients->size());
  if (metric) entry.metric.assign(metric->data(), metric->data() + metric->size());
  if (response) entry.response.assign(response->data(), response->data() + response->size());
  entry.charge = charge;
  entry.energy = energy;
  if (dipole) entry.dipole = vector3(*dipole, place + ": dipole");
  if (polarizability) entry.polarizability = matrix3(*polarizability, place + ": polarizability");
  for (const auto& [name, array] : properties) entry.properties[name] = property_value(array);
  if (coefficients) validate(entry, data.basis, place, Quantity::density);
  if (response) {
    check_shape(*response, 3, static_cast<std::size_t>(data.basis.functions(structure)), place + ": response");
    validate(entry, data.basis, place, Quantity::response);
  }
  data.entries.push_back(std::move(entry));
}

}  // namespace

void bind_data(nb::module_& m) {
  nb::class_<DataSet>(m, "DataSet")
      .def(
          "__init__",
          [](DataSet* self, const GaussianBasis& basis, const std::string& title,
             const std::map<std::string, std::string>& remarks) {
            new (self) DataSet{.title = title, .basis = basis, .entries = {}, .remarks = remarks};
          },
          nb::arg("basis"), nb::arg("title") = "", nb::arg("remarks") = std::map<std::string, std::string>())
      .def_static(
          "read",
          [](const std::string& path, const std::vector<std::string>& properties) {
            const nb::gil_scoped_release unlocked;
            return storage::read_dataset(path, properties);
          },
          nb::arg("path"), nb::arg("properties") = std::vector<std::string>())
      .def(
          "write",
          [](const DataSet& data, const std::string& path) {
            const nb::gil_scoped_release unlocked;
            storage::write_dataset(path, data);
          },
          nb::arg("path"))
      .def("append", &append, nb::arg("structure"), nb::kw_only(), nb::arg("coefficients") = nb::none(),
           nb::arg("metric") = nb::none(), nb::arg("response") = nb::none(), nb::arg("charge") = nb::none(),
           nb::arg("energy") = nb::none(), nb::arg("dipole") = nb::none(), nb::arg("polarizability") = nb::none(),
           nb::arg("properties") = std::map<std::string, AnyArray>())
      .def("__len__", &DataSet::size)
      .def_ro("title", &DataSet::title)
      .def_ro("basis", &DataSet::basis)
      .def_ro("remarks", &DataSet::remarks)
      .def_ro("unread_properties", &DataSet::unread_properties)
      .def("property_names", &DataSet::property_names)
      .def(
          "structure", [](const DataSet& data, Index k) { return entry_of(data, k).structure; }, nb::arg("index"))
      .def(
          "coefficients",
          [](nb::handle self, Index k) {
            const auto& values = entry_of(nb::cast<const DataSet&>(self), k).coefficients;
            return view_in(self, values, {values.size()});
          },
          nb::arg("index"))
      .def(
          "response",
          [](nb::handle self, Index k) {
            const auto& values = entry_of(nb::cast<const DataSet&>(self), k).response;
            return view_in(self, values, {3, values.size() / 3});
          },
          nb::arg("index"))
      .def(
          "metric",
          [](nb::handle self, Index k) {
            const auto& data = nb::cast<const DataSet&>(self);
            const auto functions = static_cast<std::size_t>(data.basis.functions(entry_of(data, k).structure));
            return view_in(self, entry_of(data, k).metric, {functions, functions});
          },
          nb::arg("index"))
      .def(
          "property",
          [](const DataSet& data, Index k, const std::string& name) -> std::optional<Numpy> {
            const auto value = property_of(entry_of(data, k), name);
            if (!value) return std::nullopt;
            return to_numpy(value->values, std::vector<std::size_t>(value->shape.begin(), value->shape.end()));
          },
          nb::arg("index"), nb::arg("name"));
}

}  // namespace rhofield::python
