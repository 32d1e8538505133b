// Densities on grids and at points, cube files, energies of point charges.
#include <algorithm>
#include <numeric>

#include <nanobind/stl/array.h>

#include "common.hpp"
#include "rhofield/observables/grid.hpp"
#include "rhofield/observables/point_charges.hpp"
#include "rhofield/storage/cube.hpp"

namespace rhofield::python {

namespace {

std::vector<std::size_t> shape_of(const Grid& grid) {
  return {static_cast<std::size_t>(grid.counts[0]), static_cast<std::size_t>(grid.counts[1]),
          static_cast<std::size_t>(grid.counts[2])};
}

Grid grid_of(const Array<double, 1>& origin, const Array<double, 2>& steps, std::array<Index, 3> counts) {
  return {
      .origin = vector3(origin, "the grid's origin"), .steps = matrix3(steps, "the grid's steps"), .counts = counts};
}

void check_points(const Array<double, 2>& points) {
  if (points.shape(1) != 3)
    throw InvalidInput("points need 3 coordinates each, not " + std::to_string(points.shape(1)));
}

/// Values of all functions at some of the points, on the host: [point, function].
std::vector<double> values_at(const Device& device, const GaussianBasis& basis, const Structure& structure,
                              std::span<const double> points) {
  const std::array<Index, 2> extents{static_cast<Index>(points.size() / 3), 3};
  const auto on_device = Tensor<double, 2>::from_host(device, points, extents);
  return basis_values(device, basis, structure, on_device.view()).to_host();
}

std::vector<double> density_at_points(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                      std::span<const double> coefficients, std::span<const double> points) {
  const std::size_t count = points.size() / 3, functions = coefficients.size();
  if (static_cast<Index>(functions) != basis.functions(structure))
    throw InvalidInput("the structure has " + std::to_string(basis.functions(structure)) + " basis functions but " +
                       std::to_string(functions) + " coefficients were given");
  // Functions of so many points take 64 MB.
  constexpr std::size_t values_at_once = std::size_t{1} << 23;
  const std::size_t at_once = std::max<std::size_t>(1, values_at_once / std::max<std::size_t>(1, functions));
  std::vector<double> density(count);
  for (std::size_t first = 0; first < count; first += at_once) {
    const std::size_t some = std::min(at_once, count - first);
    const std::vector<double> values = values_at(device, basis, structure, points.subspan(3 * first, 3 * some));
    for (std::size_t p = 0; p < some; ++p)
      density[first + p] = std::inner_product(coefficients.begin(), coefficients.end(),
                                              values.begin() + static_cast<Index>(p * functions), 0.0);
  }
  return density;
}

}  // namespace

void bind_observables(nb::module_& m) {
  m.def(
      "make_grid",
      [](const Structure& structure, double spacing, double margin) {
        const Grid grid = make_grid(structure, spacing, margin);
        return nb::make_tuple(to_numpy(grid.origin), to_numpy(grid.steps), grid.counts);
      },
      nb::arg("structure"), nb::arg("spacing"), nb::arg("margin"));
  m.def(
      "density_on_grid",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure,
         const Array<double, 1>& coefficients, const Array<double, 1>& origin, const Array<double, 2>& steps,
         std::array<Index, 3> counts) {
        const Grid grid = grid_of(origin, steps, counts);
        auto values = long_work(nb::none(), [&](const Progress&) {
          return density_on_grid(device, basis, structure, span_of(coefficients), grid);
        });
        return to_numpy(std::move(values), shape_of(grid));
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"), nb::arg("origin"),
      nb::arg("steps"), nb::arg("counts"));
  m.def(
      "density_at_points",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure,
         const Array<double, 1>& coefficients, const Array<double, 2>& points) {
        check_points(points);
        return to_numpy(long_work(nb::none(), [&](const Progress&) {
          return density_at_points(device, basis, structure, span_of(coefficients), span_of(points));
        }));
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"), nb::arg("points"));
  m.def(
      "basis_values",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure, const Array<double, 2>& points) {
        check_points(points);
        auto values = long_work(nb::none(),
                                [&](const Progress&) { return values_at(device, basis, structure, span_of(points)); });
        return to_numpy(std::move(values), {points.shape(0), static_cast<std::size_t>(basis.functions(structure))});
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("points"));
  m.def(
      "write_cube",
      [](const std::string& path, const Structure& structure, const Array<double, 1>& origin,
         const Array<double, 2>& steps, const Array<double, 3>& values, const std::string& comment) {
        const Grid grid = grid_of(origin, steps,
                                  {static_cast<Index>(values.shape(0)), static_cast<Index>(values.shape(1)),
                                   static_cast<Index>(values.shape(2))});
        const nb::gil_scoped_release unlocked;
        storage::write_cube(path, structure, grid, span_of(values), comment);
      },
      nb::arg("path"), nb::arg("structure"), nb::arg("origin"), nb::arg("steps"), nb::arg("values"),
      nb::arg("comment"));
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
