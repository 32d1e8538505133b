// Models and their predictors, gradients included.
#include "rhofield/model/model.hpp"

#include <map>

#include "common.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/properties.hpp"
#include "rhofield/storage/model_file.hpp"

namespace rhofield::python {

namespace {

std::vector<std::string> symbols_of(std::span<const int> numbers) {
  std::vector<std::string> symbols;
  for (const int number : numbers) symbols.emplace_back(element_symbol(number));
  return symbols;
}

nb::dict options_dict(const PropertyOptions& o) {
  nb::dict d;
  d["kind"] = name_of(o.kind);
  d["extent"] = name_of(o.extent);
  d["baseline"] = name_of(o.baseline);
  d["transform"] = name_of(o.transform);
  return d;
}

/// What a model is, for people and reports.
nb::dict describe_model(const Model& model) {
  nb::dict info, environments, features, learned, properties;
  info["species"] = symbols_of(model.species);
  for (const auto& [number, part] : model.species_models)
    environments[nb::str(std::string(element_symbol(number)).c_str())] = part.environments;
  for (const auto& [order, set] : model.feature_sets) features[nb::str(describe(order).c_str())] = set.size();
  for (const auto& [quantity, part] : model.learned) {
    nb::dict item;
    item["summary"] = part.training_summary;
    item["weights"] = part.dimension();
    item["committee"] = part.committee.members;
    learned[nb::str(name_of(quantity).c_str())] = item;
  }
  for (const auto& [name, part] : model.properties) {
    nb::dict item = options_dict(part.options);
    item["summary"] = part.training_summary;
    item["weights"] = part.dimension();
    item["committee"] = part.committee.members;
    properties[nb::str(name.c_str())] = item;
  }
  info["environments"] = environments;
  info["features"] = features;
  info["quantities"] = learned;
  info["properties"] = properties;
  return info;
}

/// Mean of the lambda = 0 coefficients of one element, in the order of its functions: what every atom starts from.
std::vector<double> baseline_of(const Model& model, const std::string& symbol) {
  const int number = atomic_number(symbol);
  std::vector<double> values(static_cast<std::size_t>(model.basis.functions(number)), 0.0);
  const auto& species = model.of(Quantity::density).species;
  const auto found = species.find(number);
  if (found == species.end()) throw InvalidInput("the model has learned nothing about " + symbol);
  const std::vector<double>& mean = found->second.baseline;
  for (std::size_t n = 0; n < mean.size(); ++n)
    values[static_cast<std::size_t>(model.basis.function_offset(number, 0, static_cast<int>(n)))] = mean[n];
  return values;
}

nb::list arrays(std::vector<std::vector<double>>& values, std::span<const Structure> structures, bool response) {
  nb::list list;
  for (std::size_t a = 0; a < structures.size(); ++a) {
    const std::size_t size = values[a].size();
    list.append(response ? to_numpy(std::move(values[a]), {3, size / 3}) : to_numpy(std::move(values[a])));
  }
  return list;
}

/// [(positions_bar [atom, xyz], strain_bar [xyz, xyz])]
nb::list gradient_list(const std::vector<StructureGradient>& gradients) {
  nb::list list;
  for (const StructureGradient& g : gradients) list.append(nb::make_tuple(to_numpy(g.positions), to_numpy(g.strain)));
  return list;
}

std::vector<std::vector<double>> vectors_of(const std::vector<AnyArray>& arrays) {
  std::vector<std::vector<double>> vectors;
  for (const AnyArray& array : arrays) vectors.push_back(vector_of(array));
  return vectors;
}

nb::dict property_dict(std::map<std::string, PredictedProperty>& properties, std::span<const Structure> structures) {
  nb::dict all;
  for (auto& [name, property] : properties) {
    nb::list values, contributions;
    for (std::size_t a = 0; a < structures.size(); ++a) {
      const PropertyOptions& options = property.options;
      const Index atoms = structures[a].size();
      values.append(shaped(std::move(property.values[a]), options, atoms, options.extent == PropertyExtent::atom));
      if (!property.contributions.empty())
        contributions.append(shaped(std::move(property.contributions[a]), options, atoms, true));
    }
    all[nb::str(name.c_str())] = nb::make_tuple(values, contributions);
  }
  return all;
}

}  // namespace

void bind_model(nb::module_& m) {
  nb::class_<Model>(m, "Model")
      .def_static(
          "read",
          [](const std::string& path) {
            const nb::gil_scoped_release unlocked;
            return storage::read_model(path);
          },
          nb::arg("path"))
      .def(
          "write",
          [](const Model& model, const std::string& path) {
            const nb::gil_scoped_release unlocked;
            storage::write_model(path, model);
          },
          nb::arg("path"))
      .def_ro("basis", &Model::basis)
      .def("describe", &describe_model)
      .def("baseline",
           [](const Model& model, const std::string& symbol) { return to_numpy(baseline_of(model, symbol)); })
      .def(
          "assumptions",
          [](const Model& model, const std::vector<Structure>& structures) {
            return assumptions(model.options, structures);
          },
          nb::arg("structures"));

  nb::class_<Predictor>(m, "Predictor")
      .def(
          "__init__",
          [](Predictor* self, const Device& device, const Model& model, const std::string& quantity, int lambda_max) {
            const Quantity q = quantity_of(quantity);
            const nb::gil_scoped_release unlocked;
            if (lambda_max >= 0)
              new (self) Predictor(device, model, q, lambda_max);
            else
              new (self) Predictor(device, model, q);
          },
          nb::arg("device"), nb::arg("model"), nb::arg("quantity") = "density", nb::arg("lambda_max") = -1,
          nb::keep_alive<1, 3>())
      .def(
          "__call__",
          [](const Predictor& predictor, const std::vector<Structure>& structures, bool response,
             const std::optional<std::vector<double>>& electrons, const nb::object& progress) {
            PredictionOptions options;
            options.conserve_charge = electrons.has_value();
            if (electrons) options.electrons = *electrons;
            auto values = long_work(progress, [&](const Progress& p) { return predictor(structures, options, p); });
            return arrays(values, structures, response);
          },
          nb::arg("structures"), nb::arg("response") = false, nb::arg("electrons") = nb::none(),
          nb::arg("progress") = nb::none())
      .def(
          "backward",
          [](const Predictor& predictor, const std::vector<Structure>& structures,
             const std::vector<AnyArray>& cotangents, const nb::object& progress) {
            const auto vectors = vectors_of(cotangents);
            return gradient_list(
                long_work(progress, [&](const Progress& p) { return predictor.backward(structures, vectors, p); }));
          },
          nb::arg("structures"), nb::arg("cotangents"), nb::arg("progress") = nb::none());

  nb::class_<PropertyPredictor>(m, "PropertyPredictor")
      .def(
          "__init__",
          [](PropertyPredictor* self, const Device& device, const Model& model) {
            const nb::gil_scoped_release unlocked;
            new (self) PropertyPredictor(device, model);
          },
          nb::arg("device"), nb::arg("model"), nb::keep_alive<1, 3>())
      .def(
          "__call__",
          [](const PropertyPredictor& predictor, const std::vector<Structure>& structures, bool contributions,
             const nb::object& progress) {
            auto properties =
                long_work(progress, [&](const Progress& p) { return predictor(structures, contributions, p); });
            return property_dict(properties, structures);
          },
          nb::arg("structures"), nb::arg("contributions") = false, nb::arg("progress") = nb::none())
      .def(
          "backward",
          [](const PropertyPredictor& predictor, const std::string& name, const std::vector<Structure>& structures,
             const std::vector<AnyArray>& cotangents, const nb::object& progress) {
            const auto vectors = vectors_of(cotangents);
            return gradient_list(long_work(
                progress, [&](const Progress& p) { return predictor.backward(name, structures, vectors, p); }));
          },
          nb::arg("name"), nb::arg("structures"), nb::arg("cotangents") = std::vector<AnyArray>(),
          nb::arg("progress") = nb::none());
}

}  // namespace rhofield::python
