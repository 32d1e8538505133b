// Densities on grids and at points, what they integrate to, averages along an axis; energies of point charges.
#include <nanobind/stl/array.h>

#include "grids.hpp"
#include "rhofield/observables/averages.hpp"
#include "rhofield/observables/point_charges.hpp"

namespace rhofield::python {

std::span<const double> values_on(const Grid& grid, const Array<double, 3>& values) {
  const std::vector<std::size_t> shape = shape_of(grid);
  if (values.shape(0) != shape[0] || values.shape(1) != shape[1] || values.shape(2) != shape[2]) {
    const auto text = [](std::size_t a, std::size_t b, std::size_t c) {
      return std::to_string(a) + " x " + std::to_string(b) + " x " + std::to_string(c);
    };
    throw InvalidInput("the grid has " + text(shape[0], shape[1], shape[2]) +
                       " points, but the values have the shape " +
                       text(values.shape(0), values.shape(1), values.shape(2)));
  }
  return span_of(values);
}

std::vector<Vector3> points_of(const Array<double, 2>& points) {
  if (points.shape(1) != 3)
    throw InvalidInput("points need 3 coordinates each, not " + std::to_string(points.shape(1)));
  std::vector<Vector3> rows(points.shape(0));
  for (std::size_t p = 0; p < rows.size(); ++p) rows[p] = {points(p, 0), points(p, 1), points(p, 2)};
  return rows;
}

namespace {

void bind_grid(nb::module_& m) {
  nb::class_<Grid>(m, "Grid", "Point (i, j, k) lies at origin + i steps[0] + j steps[1] + k steps[2], bohr.")
      .def(
          "__init__",
          [](Grid* self, const Array<double, 1>& origin, const Array<double, 2>& steps, std::array<Index, 3> counts) {
            new (self) Grid{.origin = vector3(origin, "the grid's origin"),
                            .steps = matrix3(steps, "the grid's steps"),
                            .counts = counts};
          },
          nb::arg("origin"), nb::arg("steps"), nb::arg("counts"))
      .def_static("around", &make_grid, nb::arg("structure"), nb::arg("spacing"), nb::arg("margin"))
      .def_prop_ro(
          "origin", [](const Grid& grid) { return to_numpy(grid.origin); }, nb::rv_policy::automatic)
      .def_prop_ro(
          "steps", [](const Grid& grid) { return to_numpy(grid.steps); }, nb::rv_policy::automatic)
      .def_ro("counts", &Grid::counts)
      .def("voxel_volume", &Grid::voxel_volume)
      .def(
          "integrate",
          [](const Grid& grid, const Array<double, 3>& values) { return integrate(grid, values_on(grid, values)); },
          nb::arg("values"))
      .def(
          "normalise_charge",
          [](const Grid& grid, const Array<double, 3>& values, double electrons) {
            const auto given = values_on(grid, values);
            std::vector<double> scaled(given.begin(), given.end());
            const double factor = normalise_charge(grid, scaled, electrons);
            return nb::make_tuple(to_numpy(std::move(scaled), shape_of(grid)), factor);
          },
          nb::arg("values"), nb::arg("electrons"))
      .def("check_same", &check_same_grid, nb::arg("other"));
}

void bind_densities(nb::module_& m) {
  m.def(
      "density_on_grid",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure,
         const Array<double, 1>& coefficients, const Grid& grid) {
        auto values = long_work(nb::none(), [&](const Progress&) {
          return density_on_grid(device, basis, structure, span_of(coefficients), grid);
        });
        return to_numpy(std::move(values), shape_of(grid));
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"), nb::arg("grid"));
  m.def(
      "density_at_points",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure,
         const Array<double, 1>& coefficients, const Array<double, 2>& points, bool gradients) {
        const std::vector<Vector3> where = points_of(points);
        PointDensities result = long_work(nb::none(), [&](const Progress&) {
          return density_at_points(device, basis, structure, span_of(coefficients), where, gradients);
        });
        return nb::make_tuple(to_numpy(std::move(result.values)), to_numpy(result.gradients));
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"), nb::arg("points"),
      nb::arg("gradients") = false);
  m.def(
      "basis_values",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure, const Array<double, 2>& points) {
        if (points.shape(1) != 3)
          throw InvalidInput("points need 3 coordinates each, not " + std::to_string(points.shape(1)));
        auto values = long_work(nb::none(), [&](const Progress&) {
          const auto on_device =
              Tensor<double, 2>::from_host(device, span_of(points), {static_cast<Index>(points.shape(0)), 3});
          return basis_values(device, basis, structure, on_device.view());
        });
        return to_numpy(device, std::move(values));
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("points"));
}

/// (values [plane], first, spacing, area), bohr.
nb::tuple plain(const Profile& profile) {
  return nb::make_tuple(to_numpy(profile.values), profile.first, profile.spacing, profile.area);
}

void bind_averages(nb::module_& m) {
  nb::class_<Profile>(m, "Profile", "A function of the height along the normal of grid planes, bohr.")
      .def(
          "__init__",
          [](Profile* self, const Array<double, 1>& values, double first, double spacing, double area) {
            new (self) Profile{.values = {values.data(), values.data() + values.size()},
                               .first = first,
                               .spacing = spacing,
                               .area = area};
          },
          nb::arg("values"), nb::arg("first"), nb::arg("spacing"), nb::arg("area"))
      .def("plain", &plain)
      .def(
          "macroscopic",
          [](const Profile& profile, const std::vector<double>& lengths) {
            return macroscopic_average(profile, lengths);
          },
          nb::arg("lengths"))
      .def(
          "step",
          [](const Profile& profile, std::array<double, 2> first, std::array<double, 2> second) {
            const PotentialStep s = potential_step(profile, {first[0], first[1]}, {second[0], second[1]});
            return nb::make_tuple(s.first, s.second, s.step, s.first_spread, s.second_spread);
          },
          nb::arg("first"), nb::arg("second"))
      .def("integral", &integral_between, nb::arg("low"), nb::arg("high"));
  m.def(
      "planar_average",
      [](const Grid& grid, const Array<double, 3>& values, int axis) {
        const auto given = values_on(grid, values);
        const nb::gil_scoped_release unlocked;
        return planar_average(grid, given, axis);
      },
      nb::arg("grid"), nb::arg("values"), nb::arg("axis"));
}

}  // namespace

void bind_observables(nb::module_& m) {
  bind_grid(m);
  bind_densities(m);
  bind_averages(m);
  m.def(
      "point_charge_energy",
      [](const Device& device, const Structure& structure, double precision) {
        PointChargeEnergy result =
            long_work(nb::none(), [&](const Progress&) { return point_charge_energy(device, structure, precision); });
        return nb::make_tuple(result.energy, to_numpy(std::move(result.potentials)), to_numpy(result.forces),
                              result.notes);
      },
      nb::arg("device"), nb::arg("structure"), nb::arg("precision") = 1e-13);
}

}  // namespace rhofield::python
