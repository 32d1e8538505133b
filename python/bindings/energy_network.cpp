// Energy networks: training, prediction, errors.
#include "rhofield/model/energy_network.hpp"

#include "common.hpp"
#include "rhofield/storage/config.hpp"
#include "rhofield/storage/energy_network_file.hpp"

namespace rhofield::python {

using storage::Configuration;

namespace {

/// (model, history)
nb::tuple train_network(const Device& device, const DataSet& data, const std::vector<Index>& train,
                        const std::vector<Index>& validation, const Configuration& configuration,
                        const nb::object& progress) {
  storage::validate(configuration);
  TrainedEnergyNetwork trained = long_work(progress, [&](const Progress& p) {
    return train_energy_network(device, data, train, validation, configuration.energy_network, p);
  });
  nb::list history;
  for (const EnergyEpoch& record : trained.records) {
    nb::dict d;
    d["epoch"] = record.epoch;
    d["loss"] = record.loss;
    d["learning_rate"] = record.learning_rate;
    d["validation_loss"] = record.validation_loss;
    history.append(d);
  }
  return nb::make_tuple(nb::cast(std::move(trained.model)), history);
}

nb::dict to_dict(const EnergyErrors& errors) {
  nb::dict d;
  d["energy"] = errors.energy;
  d["forces"] = errors.forces;
  d["dipole"] = errors.dipole;
  d["polarizability"] = errors.polarizability;
  return d;
}

nb::dict to_dict(const PredictedEnergy& found, bool polarizability) {
  nb::dict d;
  d["energy"] = found.energy;
  d["forces"] = to_numpy(found.forces);
  d["dipole"] = to_numpy(found.dipole);
  d["polarizability"] = polarizability ? nb::cast(to_numpy(found.polarizability)) : nb::none();
  return d;
}

}  // namespace

void bind_energy_network(nb::module_& m) {
  nb::class_<EnergyNetwork>(m, "EnergyNetwork")
      .def_static(
          "read", [](const std::string& path) { return storage::read_energy_network(path); }, nb::arg("path"))
      .def(
          "write",
          [](const EnergyNetwork& model, const std::string& path) { storage::write_energy_network(path, model); },
          nb::arg("path"))
      .def_ro("summary", &EnergyNetwork::training_summary)
      .def_ro("elements", &EnergyNetwork::elements);
  nb::class_<EnergyPredictor>(m, "EnergyPredictor")
      .def(nb::init<const Device&, const EnergyNetwork&>(), nb::arg("device"), nb::arg("model"))
      .def(
          "__call__",
          [](const EnergyPredictor& predictor, const std::vector<Structure>& structures, const Array<double, 1>& field,
             bool polarizabilities) {
            const Vector3 f = vector3(field, "field");
            const auto all =
                long_work(nb::none(), [&](const Progress&) { return predictor(structures, f, polarizabilities); });
            nb::list list;
            for (const PredictedEnergy& found : all) list.append(to_dict(found, polarizabilities));
            return list;
          },
          nb::arg("structures"), nb::arg("field"), nb::arg("polarizabilities"));
  m.def("train_energy_network", &train_network, nb::arg("device"), nb::arg("data"), nb::arg("train"),
        nb::arg("validation"), nb::arg("configuration"), nb::arg("progress") = nb::none());
  m.def(
      "validate_energy_network",
      [](const Device& device, const EnergyNetwork& model, const DataSet& data, const std::vector<Index>& indices) {
        return to_dict(long_work(
            nb::none(), [&](const Progress&) { return validate_energy_network(device, model, data, indices); }));
      },
      nb::arg("device"), nb::arg("model"), nb::arg("data"), nb::arg("indices"));
}

}  // namespace rhofield::python
