// The keys of the configuration file (docs/configuration.md) for Python.
#include "rhofield/storage/config.hpp"

#include <nanobind/stl/pair.h>

#include "common.hpp"
#include "rhofield/model/model.hpp"

namespace rhofield::python {

using storage::Configuration;

void bind_configuration(nb::module_& m) {
  nb::class_<Configuration>(m, "Configuration")
      .def(nb::init<>())
      .def("__copy__", [](const Configuration& c) { return Configuration(c); })
      .def_static(
          "parse",
          [](const std::string& text, const std::string& name) { return storage::parse_configuration(text, name); },
          nb::arg("text"), nb::arg("name") = "configuration")
      .def_static(
          "read", [](const std::string& path) { return storage::read_configuration(path); }, nb::arg("path"))
      .def(
          "set",
          [](Configuration& c, const std::string& key, const std::string& value, const std::string& name) {
            storage::set_key(c, key, value, name);
          },
          nb::arg("key"), nb::arg("value"), nb::arg("name") = "configuration")
      .def(
          "add_property",
          [](Configuration& c, const std::string& text) { storage::add_property(c, text, "properties"); },
          nb::arg("text"))
      .def("validate", [](const Configuration& c) { storage::validate(c); })
      .def("text", [](const Configuration& c) { return storage::configuration_text(c); })
      .def_ro("device", &Configuration::device)
      .def_ro("threads", &Configuration::threads)
      .def("properties",
           [](const Configuration& c) {
             std::vector<std::string> names;
             for (const PropertyOptions& property : c.properties) names.push_back(property.name);
             return names;
           })
      .def("quantities",
           [](const Configuration& c) {
             std::vector<std::string> names;
             for (const Quantity quantity : c.model.quantities) names.push_back(name_of(quantity));
             return names;
           })
      .def_static(
          "of_model",
          [](const Model& model) {
            Configuration c;
            c.model = model.options;
            c.environments_automatic = false;
            c.quantities_automatic = !model.properties.empty();
            for (const auto& [name, learned] : model.properties) c.properties.push_back(learned.options);
            return c;
          },
          nb::arg("model"))
      .def(
          "split",
          [](const Configuration& c, const DataSet& data) {
            storage::Split split = storage::split_of(data, c);
            return std::pair(std::move(split.train), std::move(split.test));
          },
          nb::arg("data"));
}

}  // namespace rhofield::python
