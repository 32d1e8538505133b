// What the committee of a model says about its predictions.
#include "rhofield/model/uncertainty.hpp"

#include "common.hpp"

namespace rhofield::python {

namespace {

/// Keys are the fields of Uncertainty in rhofield/uncertainty.py.
nb::dict to_dict(PredictedUncertainty u, Quantity quantity) {
  nb::dict d;
  const std::size_t size = u.coefficients.size();
  d["coefficients"] = quantity == Quantity::response ? to_numpy(std::move(u.coefficients), {3, size / 3})
                                                     : to_numpy(std::move(u.coefficients));
  d["electrons"] = u.electrons;
  d["dipole"] = u.dipole ? nb::cast(to_numpy(*u.dipole)) : nb::none();
  d["polarizability"] = u.polarizability ? nb::cast(to_numpy(*u.polarizability)) : nb::none();
  d["of_atoms"] = to_numpy(std::move(u.of_atoms));
  d["strangeness"] = to_numpy(std::move(u.strangeness));
  d["far"] = u.far;
  return d;
}

/// Keys are the fields of PropertyUncertainty in rhofield/uncertainty.py; values of the shape of the prediction.
nb::dict to_dict(PropertyUncertainty u, const PropertyOptions& options, Index atoms) {
  nb::dict d;
  d["values"] = shaped(std::move(u.values), options, atoms, options.extent == PropertyExtent::atom);
  d["of_atoms"] = to_numpy(std::move(u.of_atoms));
  d["strangeness"] = to_numpy(std::move(u.strangeness));
  d["strangeness_of_structure"] = u.strangeness_of_structure;
  d["far"] = u.far;
  return d;
}

/// Errors of held-out structures beside what was expected of them.
template <class Report>
nb::dict errors_to_dict(Report& report) {
  nb::dict d;
  d["indices"] = to_numpy(std::move(report.indices));
  d["error"] = to_numpy(std::move(report.error));
  d["expected"] = to_numpy(std::move(report.expected));
  d["standardised"] = report.standardised;
  d["mean_error"] = report.mean_error;
  d["mean_error_of_most_uncertain"] = report.mean_error_of_most_uncertain;
  return d;
}

nb::dict to_dict(UncertaintyReport report) {
  nb::dict d = errors_to_dict(report);
  d["standardised_electrons"] = report.standardised_electrons;
  d["standardised_dipole"] = report.standardised_dipole;
  d["standardised_polarizability"] = report.standardised_polarizability;
  return d;
}

}  // namespace

void bind_uncertainty(nb::module_& m) {
  nb::class_<UncertaintyPredictor>(m, "UncertaintyPredictor")
      .def(
          "__init__",
          [](UncertaintyPredictor* self, const Device& device, const Model& model, const std::string& quantity) {
            const Quantity q = quantity_of(quantity);
            const nb::gil_scoped_release unlocked;
            new (self) UncertaintyPredictor(device, model, q);
          },
          nb::arg("device"), nb::arg("model"), nb::arg("quantity"), nb::keep_alive<1, 3>())
      .def(
          "__call__",
          [](const UncertaintyPredictor& predictor, const std::vector<Structure>& structures,
             const std::string& quantity, const nb::object& progress) {
            auto all = long_work(progress, [&](const Progress& p) { return predictor(structures, p); });
            nb::list list;
            for (PredictedUncertainty& u : all) list.append(to_dict(std::move(u), quantity_of(quantity)));
            return list;
          },
          nb::arg("structures"), nb::arg("quantity"), nb::arg("progress") = nb::none())
      .def(
          "deviations",
          [](const UncertaintyPredictor& predictor, const Structure& structure, const std::string& quantity) {
            const auto members =
                long_work(nb::none(), [&](const Progress&) { return predictor.deviations(structure); });
            const std::size_t size = members.empty() ? 0 : members[0].size();
            std::vector<double> flat;
            flat.reserve(members.size() * size);
            for (const auto& member : members) flat.insert(flat.end(), member.begin(), member.end());
            return quantity_of(quantity) == Quantity::response
                       ? to_numpy(std::move(flat), {members.size(), 3, size / 3})
                       : to_numpy(std::move(flat), {members.size(), size});
          },
          nb::arg("structure"), nb::arg("quantity"));
  m.def(
      "validate_uncertainty",
      [](const Device& device, const Model& model, const DataSet& data, const std::vector<Index>& indices,
         const std::string& quantity, const nb::object& progress) {
        return to_dict(long_work(progress, [&](const Progress& p) {
          return validate_uncertainty(device, model, data, indices, quantity_of(quantity), p);
        }));
      },
      nb::arg("device"), nb::arg("model"), nb::arg("data"), nb::arg("indices"), nb::arg("quantity"),
      nb::arg("progress") = nb::none());
  nb::class_<PropertyUncertaintyPredictor>(m, "PropertyUncertaintyPredictor")
      .def(
          "__init__",
          [](PropertyUncertaintyPredictor* self, const Device& device, const Model& model, const std::string& name) {
            const nb::gil_scoped_release unlocked;
            new (self) PropertyUncertaintyPredictor(device, model, std::span(&name, 1));
          },
          nb::arg("device"), nb::arg("model"), nb::arg("name"))
      .def(
          "__call__",
          [](const PropertyUncertaintyPredictor& predictor, const Model& model, const std::string& name,
             const std::vector<Structure>& structures, const nb::object& progress) {
            auto all = long_work(progress, [&](const Progress& p) { return predictor(structures, p).at(name); });
            const PropertyOptions& options = model.property(name).options;
            nb::list list;
            for (std::size_t a = 0; a < all.size(); ++a)
              list.append(to_dict(std::move(all[a]), options, structures[a].size()));
            return list;
          },
          nb::arg("model"), nb::arg("name"), nb::arg("structures"), nb::arg("progress") = nb::none());
  m.def(
      "validate_property_uncertainty",
      [](const Device& device, const Model& model, const DataSet& data, const std::vector<Index>& indices,
         const std::string& name, const nb::object& progress) {
        auto report = long_work(progress, [&](const Progress& p) {
          return validate_property_uncertainty(device, model, data, indices, std::span(&name, 1), p).at(0);
        });
        return errors_to_dict(report);
      },
      nb::arg("device"), nb::arg("model"), nb::arg("data"), nb::arg("indices"), nb::arg("name"),
      nb::arg("progress") = nb::none());
}

}  // namespace rhofield::python
