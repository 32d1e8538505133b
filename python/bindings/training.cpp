// Training and validation.
#include "rhofield/model/training.hpp"

#include "reports.hpp"
#include "rhofield/storage/config.hpp"

namespace rhofield::python {

using storage::Configuration;

namespace {

/// (model, report): a model of properties where the configuration names some.
nb::tuple train_model(const Device& device, const DataSet& data, const std::vector<Index>& indices,
                      const Configuration& choices, const nb::object& progress) {
  storage::validate(choices);
  Configuration configuration = choices;
  TrainedModel trained = long_work(progress, [&](const Progress& p) {
    storage::choose_environments(configuration, data, indices);
    return configuration.properties.empty()
               ? train(device, data, indices, configuration.model, configuration.regression, p)
               : train_properties(device, data, indices, configuration.properties, configuration.model,
                                  configuration.regression, p);
  });
  nb::dict report = to_dict(trained.report);
  return nb::make_tuple(nb::cast(std::move(trained.model)), report);
}

}  // namespace

void bind_training(nb::module_& m) {
  m.def("train", &train_model, nb::arg("device"), nb::arg("data"), nb::arg("indices"), nb::arg("configuration"),
        nb::arg("progress") = nb::none());
  m.def(
      "validate_density",
      [](const Device& device, const Model& model, const DataSet& data, const std::vector<Index>& indices,
         const nb::object& progress) {
        return to_dict(
            long_work(progress, [&](const Progress& p) { return validate(device, model, data, indices, p); }));
      },
      nb::arg("device"), nb::arg("model"), nb::arg("data"), nb::arg("indices"), nb::arg("progress") = nb::none());
  m.def(
      "validate_response",
      [](const Device& device, const Model& model, const DataSet& data, const std::vector<Index>& indices,
         const nb::object& progress) {
        return to_dict(
            long_work(progress, [&](const Progress& p) { return validate_response(device, model, data, indices, p); }));
      },
      nb::arg("device"), nb::arg("model"), nb::arg("data"), nb::arg("indices"), nb::arg("progress") = nb::none());
  m.def(
      "validate_properties",
      [](const Device& device, const Model& model, const DataSet& data, const std::vector<Index>& indices,
         const std::vector<std::string>& names, const nb::object& progress) {
        const auto reports = long_work(
            progress, [&](const Progress& p) { return validate_properties(device, model, data, indices, names, p); });
        nb::list list;
        for (const PropertyValidationReport& report : reports) list.append(to_dict(report, data.entries));
        return list;
      },
      nb::arg("device"), nb::arg("model"), nb::arg("data"), nb::arg("indices"), nb::arg("names"),
      nb::arg("progress") = nb::none());
}

}  // namespace rhofield::python
