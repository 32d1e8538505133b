// Values on grids, and the models that learn from them.
#include "rhofield/model/real_space.hpp"

#include <memory>

#include "grids.hpp"
#include "rhofield/storage/config.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/real_space_model_file.hpp"

namespace rhofield::python {

using storage::Configuration;

namespace {

nb::object values_of(const GridEntry& entry, const std::vector<float>& values) {
  if (values.empty()) return nb::none();
  return nb::cast(to_numpy(std::vector<double>(values.begin(), values.end()), shape_of(entry.grid)));
}

std::vector<float> rounded(const Grid& grid, const std::optional<Array<double, 3>>& values) {
  if (!values) return {};
  const auto all = values_on(grid, *values);
  return {all.begin(), all.end()};
}

nb::dict to_dict(const EpochRecord& r) {
  nb::dict d;
  d["member"] = r.member;
  d["epoch"] = r.epoch;
  d["loss"] = r.loss;
  d["learning_rate"] = r.learning_rate;
  d["validation_percent"] = r.validation_percent;
  d["seconds"] = r.seconds;
  return d;
}

nb::dict to_dict(RealSpaceErrors errors) {
  nb::dict d;
  d["quantity"] = name_of(errors.quantity);
  d["indices"] = to_numpy(std::move(errors.indices));
  d["percent"] = to_numpy(std::move(errors.percent));
  d["total_percent"] = errors.total_percent;
  d["mean_percent"] = errors.mean_percent;
  d["vacuum_percent"] = errors.vacuum_percent;
  d["charge"] = to_numpy(std::move(errors.charge));
  d["dipole"] = to_numpy(errors.dipole);
  d["reference_dipole"] = to_numpy(errors.reference_dipole);
  return d;
}

/// [xyz], or a callable from points [point, xyz] (bohr) to fields [point, xyz]; its exceptions come out as they were.
ElectricField field_of(const nb::object& field) {
  if (!PyCallable_Check(field.ptr())) {
    Array<double, 1> uniform;
    if (!nb::try_cast(field, uniform)) throw InvalidInput("a field is [x, y, z], or a callable from points to fields");
    return vector3(uniform, "field");
  }
  const auto release = [](nb::object* function) {
    const nb::gil_scoped_acquire locked;
    delete function;
  };
  const std::shared_ptr<nb::object> function(new nb::object(field), release);  // copied where there is no lock
  return ElectricField([function](std::span<const Vector3> points) {
    const nb::gil_scoped_acquire locked;
    Array<double, 2> rows;
    if (!nb::try_cast((*function)(to_numpy(std::vector(points.begin(), points.end()))), rows))
      throw InvalidInput("a callable field gives [point, xyz], here " + std::to_string(points.size()) +
                         " x 3 numbers: one field for each point that it is asked for");
    check_shape(rows, points.size(), 3, "the field");
    return points_of(rows);
  });
}

/// (model, validation_percent, history, warnings)
nb::tuple train_model(const Device& device, const GridData& data, const std::vector<Index>& train,
                      const std::vector<Index>& validation, const Configuration& configuration,
                      const nb::object& progress) {
  storage::validate(configuration);
  RealSpaceTrainingOptions options = configuration.real_space;
  options.quantities = configuration.model.quantities;
  TrainedRealSpaceModel trained = long_work(progress, [&](const Progress& p) {
    return train_real_space(device, data, train, validation, options, nullptr, {}, p);
  });
  nb::list history;
  for (const EpochRecord& record : trained.state.records) history.append(to_dict(record));
  return nb::make_tuple(nb::cast(std::move(trained.model)), trained.validation_percent, history, trained.warnings);
}

}  // namespace

void bind_real_space(nb::module_& m) {
  nb::class_<GridData>(m, "GridData")
      .def(nb::init<>())
      .def_static(
          "read", [](const std::string& path) { return storage::read_grid_data(path); }, nb::arg("path"))
      .def(
          "write", [](const GridData& data, const std::string& path) { storage::write_grid_data(path, data); },
          nb::arg("path"))
      .def("__len__", [](const GridData& data) { return data.entries.size(); })
      .def(
          "add",
          [](GridData& data, const Structure& structure, const Grid& grid,
             const std::optional<Array<double, 3>>& density, const std::optional<Array<double, 3>>& response,
             const std::optional<Array<double, 3>>& reference, const std::optional<Array<double, 1>>& field,
             double electrons) {
            GridEntry entry{.structure = structure, .grid = grid, .electrons = electrons};
            entry.density = rounded(grid, density);
            entry.response = rounded(grid, response);
            entry.reference = rounded(grid, reference);
            if (field) entry.field = vector3(*field, "field");
            validate(entry, "structure " + std::to_string(data.size()));
            data.entries.push_back(std::move(entry));
          },
          nb::arg("structure"), nb::arg("grid"), nb::arg("density").none(), nb::arg("response").none(),
          nb::arg("reference").none(), nb::arg("field").none(), nb::arg("electrons"))
      .def(
          "entry",
          [](const GridData& data, std::size_t k) {
            const GridEntry& entry = data.entries.at(k);
            return nb::make_tuple(entry.structure, entry.grid, values_of(entry, entry.density),
                                  values_of(entry, entry.response), values_of(entry, entry.reference),
                                  to_numpy(entry.field), entry.electrons);
          },
          nb::arg("index"));
  nb::class_<RealSpaceModel>(m, "RealSpaceModel")
      .def_static(
          "read", [](const std::string& path) { return storage::read_real_space_model(path); }, nb::arg("path"))
      .def(
          "write",
          [](const RealSpaceModel& model, const std::string& path) { storage::write_real_space_model(path, model); },
          nb::arg("path"))
      .def_ro("elements", &RealSpaceModel::elements)
      .def_ro("needs_reference", &RealSpaceModel::needs_reference)
      .def_ro("summary", &RealSpaceModel::training_summary)
      .def("quantities",
           [](const RealSpaceModel& model) {
             std::vector<std::string> names;
             for (const Quantity quantity : model.quantities) names.push_back(name_of(quantity));
             return names;
           })
      .def("members", [](const RealSpaceModel& model) { return model.members.size(); })
      .def(
          "parameters",
          [](const RealSpaceModel& model, std::size_t member) {
            nb::dict all;
            for (const ParameterBlock& block : parameter_blocks(model)) {
              const auto first = model.members.at(member).parameters.begin() + block.offset;
              all[nb::str(block.name.c_str())] =
                  to_numpy(std::vector<double>(first, first + block.size()),
                           std::vector<std::size_t>(block.shape.begin(), block.shape.end()));
            }
            return all;
          },
          nb::arg("member"));
  nb::class_<RealSpacePredictor>(m, "RealSpacePredictor")
      .def(nb::init<const Device&, const RealSpaceModel&>(), nb::arg("device"), nb::arg("model"))
      .def(
          "at_points",
          [](const RealSpacePredictor& predictor, const Structure& structure, const std::string& quantity,
             const Array<double, 2>& points, const nb::object& field) {
            const auto rows = points_of(points);
            const ElectricField f = field_of(field);
            return to_numpy(long_work(nb::none(), [&](const Progress&) {
              return predictor.at_points(structure, quantity_of(quantity), rows, f);
            }));
          },
          nb::arg("structure"), nb::arg("quantity"), nb::arg("points"), nb::arg("field"))
      .def(
          "deviation_at_points",
          [](const RealSpacePredictor& predictor, const Structure& structure, const std::string& quantity,
             const Array<double, 2>& points, const nb::object& field) {
            const auto rows = points_of(points);
            const ElectricField f = field_of(field);
            return to_numpy(long_work(nb::none(), [&](const Progress&) {
              return predictor.deviation_at_points(structure, quantity_of(quantity), rows, f);
            }));
          },
          nb::arg("structure"), nb::arg("quantity"), nb::arg("points"), nb::arg("field"))
      .def(
          "on_grid",
          [](const RealSpacePredictor& predictor, const Structure& structure, const std::string& quantity,
             const Grid& grid, const nb::object& field, const nb::object& progress) {
            const ElectricField f = field_of(field);
            return to_numpy(long_work(progress,
                                      [&](const Progress& p) {
                                        return predictor.on_grid(structure, quantity_of(quantity), grid, f, p);
                                      }),
                            shape_of(grid));
          },
          nb::arg("structure"), nb::arg("quantity"), nb::arg("grid"), nb::arg("field"),
          nb::arg("progress") = nb::none());
  m.def("train_real_space", &train_model, nb::arg("device"), nb::arg("data"), nb::arg("train"), nb::arg("validation"),
        nb::arg("configuration"), nb::arg("progress") = nb::none());
  m.def(
      "validate_real_space",
      [](const Device& device, const RealSpaceModel& model, const GridData& data, const std::vector<Index>& indices,
         const std::string& quantity, bool normalise, const nb::object& progress) {
        return to_dict(long_work(progress, [&](const Progress& p) {
          return validate_real_space(device, model, data, indices, quantity_of(quantity), normalise, p);
        }));
      },
      nb::arg("device"), nb::arg("model"), nb::arg("data"), nb::arg("indices"), nb::arg("quantity"),
      nb::arg("normalise"), nb::arg("progress") = nb::none());
  m.def(
      "sample_points",
      [](const Structure& structure, const Grid& grid, const Array<double, 3>& values,
         const Configuration& configuration, std::uint64_t seed) {
        const auto all = values_on(grid, values);
        const std::vector<float> single(all.begin(), all.end());
        const SamplingOptions& options = configuration.real_space.sampling;
        SampledPoints sample = sample_points(sampling_targets(structure, grid, single, options), options, seed);
        return nb::make_tuple(to_numpy(std::move(sample.index)), to_numpy(std::move(sample.probability)));
      },
      nb::arg("structure"), nb::arg("grid"), nb::arg("values"), nb::arg("configuration"), nb::arg("seed"));
}

}  // namespace rhofield::python
