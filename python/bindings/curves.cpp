// Learning curves and cross-validation.
#include <algorithm>

#include "reports.hpp"
#include "rhofield/storage/config.hpp"

namespace rhofield::python {

using storage::Configuration;

namespace {

nb::dict to_dict(const LearningCurvePoint& p) {
  nb::dict d;
  d["quantity"] = name_of(p.quantity);
  d["structures"] = p.structures;
  d["regularisation"] = p.regularisation;
  d["weights"] = p.dimension;
  d["percent"] = p.percent;
  d["percent_of_norm"] = p.percent_of_norm;
  d["train_percent"] = p.train_percent;
  if (p.quantity == Quantity::response) {
    d["fitted_polarizability_percent"] = p.fitted_polarizability_percent;
    d["polarizability_percent"] = p.polarizability_percent;
  }
  return d;
}

nb::list to_list(const std::vector<PropertyCurvePoint>& points, bool folded) {
  nb::list list;
  for (const PropertyCurvePoint& p : points) {
    nb::dict d = python::to_dict(p.errors);
    d["quantity"] = p.property;
    d["structures"] = p.structures;
    d["regularisation"] = p.regularisation;
    d["weights"] = p.dimension;
    if (!folded) d["train_percent"] = p.train_percent;
    list.append(d);
  }
  return list;
}

nb::list curve(const Device& device, const DataSet& data, const std::vector<Index>& train,
               const std::vector<Index>& sizes, const std::vector<Index>& test, const Configuration& choices,
               const std::vector<double>& regularisations, const nb::object& progress) {
  storage::validate(choices);
  if (sizes.empty()) throw InvalidInput("a learning curve needs at least one size");
  Configuration configuration = choices;
  const auto largest = static_cast<std::size_t>(std::clamp<Index>(sizes.back(), 0, static_cast<Index>(train.size())));
  storage::choose_environments(configuration, data, std::span(train).first(largest));
  if (!configuration.properties.empty())
    return to_list(long_work(progress,
                             [&](const Progress& p) {
                               return property_learning_curve(device, data, train, sizes, test,
                                                              configuration.properties, configuration.model,
                                                              configuration.regression, regularisations, p);
                             }),
                   false);
  const auto points = long_work(progress, [&](const Progress& p) {
    return learning_curve(device, data, train, sizes, test, configuration.model, configuration.regression,
                          regularisations, p);
  });
  nb::list list;
  for (const LearningCurvePoint& point : points) list.append(to_dict(point));
  return list;
}

}  // namespace

void bind_curves(nb::module_& m) {
  m.def("learning_curve", &curve, nb::arg("device"), nb::arg("data"), nb::arg("train"), nb::arg("sizes"),
        nb::arg("test"), nb::arg("configuration"), nb::arg("regularisations"), nb::arg("progress") = nb::none());
  m.def(
      "cross_validate",
      [](const Device& device, const DataSet& data, const std::vector<Index>& train, int folds,
         const std::string& group, const Configuration& choices, const std::vector<double>& regularisations,
         const nb::object& progress) {
        storage::validate(choices);
        if (choices.properties.empty())
          throw InvalidInput("only properties are cross-validated; name some, properties=[\"energy\"] say");
        Configuration configuration = choices;
        storage::choose_environments(configuration, data, train);
        return to_list(long_work(progress,
                                 [&](const Progress& p) {
                                   return cross_validate_properties(
                                       device, data, train, {.folds = folds, .group = group}, configuration.properties,
                                       configuration.model, configuration.regression, regularisations, p);
                                 }),
                       true);
      },
      nb::arg("device"), nb::arg("data"), nb::arg("train"), nb::arg("folds"), nb::arg("group"),
      nb::arg("configuration"), nb::arg("regularisations"), nb::arg("progress") = nb::none());
}

}  // namespace rhofield::python
