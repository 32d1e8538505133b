// Potentials, fields and Hartree energies of densities; their moments; space divided among atoms.
#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>

#include <map>

#include "grids.hpp"
#include "rhofield/observables/moments.hpp"
#include "rhofield/observables/partition.hpp"
#include "rhofield/observables/potential.hpp"

namespace rhofield::python {

namespace {

using Charges = std::vector<double>;

template <class Kind>
Kind kind_of(const std::string& word, const std::vector<std::pair<std::string, Kind>>& kinds) {
  std::string known;
  for (const auto& [name, kind] : kinds) {
    if (word == name) return kind;
    known += (known.empty() ? "" : ", ") + name;
  }
  throw InvalidInput("'" + word + "' is unknown; use " + known);
}

PotentialOptions options_of(const std::string& kind, const Charges& cores, double width, bool field, double precision) {
  return {.kind = kind_of<PotentialKind>(
              kind, {{"electrostatic", PotentialKind::electrostatic}, {"hartree", PotentialKind::hartree}}),
          .cores = {.charges = cores, .width = width},
          .field = field,
          .precision = precision};
}

/// (potential, field, notes) in the shape of the points.
nb::tuple plain(PotentialValues values, const std::vector<std::size_t>& shape, bool with_field) {
  std::vector<std::size_t> with_axes = shape;
  with_axes.push_back(3);
  nb::object field = nb::none();
  if (with_field) {
    std::vector<double> flat;
    flat.reserve(3 * values.field.size());
    for (const Vector3& e : values.field) flat.insert(flat.end(), e.begin(), e.end());
    field = nb::cast(to_numpy(std::move(flat), with_axes));
  }
  return nb::make_tuple(to_numpy(std::move(values.potential), shape), field, values.notes);
}

void bind_potentials(nb::module_& m) {
  m.def(
      "potential_at_points",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure,
         const Array<double, 1>& coefficients, const Array<double, 2>& points, const std::string& kind,
         const Charges& cores, double width, bool field, double precision) {
        const std::vector<Vector3> where = points_of(points);
        const PotentialOptions options = options_of(kind, cores, width, field, precision);
        return plain(long_work(nb::none(),
                               [&](const Progress&) {
                                 return potential_at_points(device, basis, structure, span_of(coefficients), where,
                                                            options);
                               }),
                     {where.size()}, field);
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"), nb::arg("points"),
      nb::arg("kind"), nb::arg("cores"), nb::arg("width"), nb::arg("field"), nb::arg("precision"));
  m.def(
      "potential_on_grid",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure,
         const Array<double, 1>& coefficients, const Grid& grid, const std::string& kind, const Charges& cores,
         double width, bool field, double precision) {
        const PotentialOptions options = options_of(kind, cores, width, field, precision);
        return plain(long_work(nb::none(),
                               [&](const Progress&) {
                                 return potential_on_grid(device, basis, structure, span_of(coefficients), grid,
                                                          options);
                               }),
                     shape_of(grid), field);
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"), nb::arg("grid"),
      nb::arg("kind"), nb::arg("cores"), nb::arg("width"), nb::arg("field"), nb::arg("precision"));
  m.def(
      "hartree_potential",
      [](const Device& device, const Structure& structure, const Grid& grid, const Array<double, 3>& density) {
        const auto values = values_on(grid, density);
        return to_numpy(
            long_work(nb::none(), [&](const Progress&) { return hartree_potential(device, structure, grid, values); }),
            shape_of(grid));
      },
      nb::arg("device"), nb::arg("structure"), nb::arg("grid"), nb::arg("density"));
  m.def(
      "hartree_energy",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure,
         const Array<double, 1>& coefficients) {
        return long_work(nb::none(), [&](const Progress&) {
          return hartree_energy(device, basis, structure, span_of(coefficients));
        });
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"));
}

void bind_moments(nb::module_& m) {
  m.def(
      "atomic_populations",
      [](const GaussianBasis& basis, const Structure& structure, const Array<double, 1>& coefficients) {
        return to_numpy(atomic_populations(basis, structure, span_of(coefficients)));
      },
      nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"));
  m.def(
      "second_moments",
      [](const GaussianBasis& basis, const Structure& structure) {
        std::vector<double> moments = second_moments(basis, structure);
        const std::size_t functions = moments.size() / 6;
        return to_numpy(std::move(moments), {6, functions});
      },
      nb::arg("basis"), nb::arg("structure"));
  nb::class_<Multipoles>(m, "Multipoles", "Moments of cores minus electrons about an origin, in powers of e and bohr.")
      .def(
          "__init__",
          [](Multipoles* self, const GaussianBasis& basis, const Structure& structure,
             const Array<double, 1>& coefficients, const Charges& cores, const Array<double, 1>& origin) {
            new (self) Multipoles(multipoles(basis, structure, span_of(coefficients), {.charges = cores},
                                             vector3(origin, "the origin of multipoles")));
          },
          nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"), nb::arg("cores"), nb::arg("origin"))
      .def_ro("electrons", &Multipoles::electrons)
      .def_ro("charge", &Multipoles::charge)
      .def_prop_ro(
          "dipole", [](const Multipoles& q) { return to_numpy(q.dipole); }, nb::rv_policy::automatic)
      .def_prop_ro(
          "second_moment", [](const Multipoles& q) { return to_numpy(q.second_moment); }, nb::rv_policy::automatic)
      .def_prop_ro(
          "quadrupole", [](const Multipoles& q) { return to_numpy(q.quadrupole); }, nb::rv_policy::automatic)
      .def(
          "potential",
          [](const Multipoles& q, const Array<double, 2>& points) {
            std::vector<double> values;
            for (const Vector3& r : points_of(points)) values.push_back(multipole_potential(q, r));
            return to_numpy(std::move(values));
          },
          nb::arg("points"));
}

using PlainAtoms = std::map<std::string, std::pair<std::vector<double>, std::vector<double>>>;

Partition partition_of(const std::string& kind, const PlainAtoms& free_atoms,
                       const std::map<std::string, double>& radii, int smoothing, double margin) {
  Partition partition{.kind = kind_of<PartitionKind>(kind, {{"hirshfeld", PartitionKind::hirshfeld},
                                                            {"becke", PartitionKind::becke},
                                                            {"voronoi", PartitionKind::voronoi}}),
                      .smoothing = smoothing,
                      .margin = margin};
  for (const auto& [symbol, density] : free_atoms)
    partition.atoms[atomic_number(symbol)] = {.exponents = density.first, .coefficients = density.second};
  for (const auto& [symbol, radius] : radii) partition.radii[atomic_number(symbol)] = radius;
  return partition;
}

void bind_partition(nb::module_& m) {
  m.def(
      "promolecule",
      [](const GaussianBasis& basis, const std::map<std::string, std::vector<double>>& s_coefficients) {
        std::map<int, std::vector<double>> by_number;
        for (const auto& [symbol, values] : s_coefficients) by_number[atomic_number(symbol)] = values;
        nb::dict atoms;
        for (const auto& [number, density] : promolecule(basis, by_number))
          atoms[nb::str(std::string(element_symbol(number)).c_str())] =
              nb::make_tuple(to_numpy(density.exponents), to_numpy(density.coefficients));
        return atoms;
      },
      nb::arg("basis"), nb::arg("s_coefficients"));
  m.def(
      "integrate_by_atom",
      [](const Structure& structure, const Grid& grid, const Array<double, 3>& values, const std::string& kind,
         const PlainAtoms& free_atoms, const std::map<std::string, double>& radii, int smoothing, double margin) {
        const auto given = values_on(grid, values);
        const Partition partition = partition_of(kind, free_atoms, radii, smoothing, margin);
        AtomicIntegrals integrals = long_work(
            nb::none(), [&](const Progress&) { return integrate_by_atom(structure, grid, given, partition); });
        return nb::make_tuple(to_numpy(std::move(integrals.atoms)), integrals.unassigned);
      },
      nb::arg("structure"), nb::arg("grid"), nb::arg("values"), nb::arg("kind"), nb::arg("free_atoms"),
      nb::arg("radii"), nb::arg("smoothing"), nb::arg("margin"));
  m.def(
      "electrons_by_atom",
      [](const Device& device, const GaussianBasis& basis, const Structure& structure,
         const Array<double, 1>& coefficients, const Grid& grid, const std::string& kind, const PlainAtoms& free_atoms,
         const std::map<std::string, double>& radii, int smoothing, double margin) {
        const Partition partition = partition_of(kind, free_atoms, radii, smoothing, margin);
        AtomicIntegrals electrons = long_work(nb::none(), [&](const Progress&) {
          return electrons_by_atom(device, basis, structure, span_of(coefficients), grid, partition);
        });
        return nb::make_tuple(to_numpy(std::move(electrons.atoms)), electrons.unassigned);
      },
      nb::arg("device"), nb::arg("basis"), nb::arg("structure"), nb::arg("coefficients"), nb::arg("grid"),
      nb::arg("kind"), nb::arg("free_atoms"), nb::arg("radii"), nb::arg("smoothing"), nb::arg("margin"));
  m.def(
      "fragment_integral",
      [](const Array<double, 1>& integrals, const std::vector<Index>& atoms) {
        return fragment_integral({.atoms = {integrals.data(), integrals.data() + integrals.size()}}, atoms);
      },
      nb::arg("integrals"), nb::arg("atoms"));
}

}  // namespace

void bind_electrostatics(nb::module_& m) {
  bind_potentials(m);
  bind_moments(m);
  bind_partition(m);
}

}  // namespace rhofield::python
