// How long do integrals, values and densities of the fitting basis (cc-pVTZ-JKFIT, 139 functions a molecule) take?
// Screening decides how much arithmetic is left: only the bytes of the results are counted.
#include <memory>
#include <utility>

#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/observables/grid.hpp"
#include "rhofield_bench.hpp"

namespace rhofield::bench {
namespace {

constexpr double functions_per_atom = 139.0 / 3;
constexpr Index points = 128;            // of the values
constexpr double grid_spacing = 0.5;     // bohr
constexpr double points_per_atom = 530;  // of the grid, in the liquid

GaussianBasis fitting_basis() { return parse_nwchem_basis(water_fitting_basis); }

/// The matrix written once; `pairs`: of functions. Tables of the species are made before.
Call overlap(const Device& device, Index atoms) {
  const auto structure = std::make_shared<Structure>(water(atoms));
  const auto integrals = std::make_shared<TwoCentreIntegrals>(device, fitting_basis(), structure->numbers);
  return [structure, integrals] {
    const auto elements = static_cast<double>(integrals->overlap(*structure).size());
    return Work{.atoms = static_cast<double>(structure->size()), .pairs = elements, .bytes = 8 * elements};
  };
}

/// All functions at 128 points on a line through the box: the values written once; `pairs`: (point, function).
Call values(const Device& device, Index atoms) {
  const auto structure = std::make_shared<Structure>(water(atoms));
  const double edge = atoms < 12 ? 10.0 : structure->cell[0][0];
  std::vector<double> xyz;
  for (Index k = 0; k < points; ++k)
    for (const double slope : {1.0, 0.7, 0.4})
      xyz.push_back(slope * edge * static_cast<double>(k) / static_cast<double>(points));
  const auto x = std::make_shared<Tensor<double, 2>>(Tensor<double, 2>::from_host(device, xyz, {points, 3}));
  return [device, structure, x, basis = fitting_basis()] {
    const auto count = static_cast<double>(basis_values(device, basis, *structure, std::as_const(*x).view()).size());
    return Work{.atoms = static_cast<double>(structure->size()), .pairs = count, .bytes = 8 * count};
  };
}

/// The density on a grid of 0.5 bohr, copied to the host: every point written once.
Call density(const Device& device, Index atoms) {
  const auto structure = std::make_shared<Structure>(water(atoms));
  const GaussianBasis basis = fitting_basis();
  const std::vector<double> coefficients(static_cast<std::size_t>(basis.functions(*structure)), 0.1);
  const Grid grid = make_grid(*structure, grid_spacing);
  return [device, structure, basis, coefficients, grid] {
    (void)density_on_grid(device, basis, *structure, coefficients, grid);
    return Work{.atoms = static_cast<double>(structure->size()), .bytes = 8 * static_cast<double>(grid.size())};
  };
}

}  // namespace

std::vector<Stage> basis_stages() {
  return {
      {"overlap", smaller_sizes,
       [](double atoms) { return 8 * functions_per_atom * functions_per_atom * atoms * atoms + 1e4 * atoms; }, overlap},
      {"basis_values", linear_sizes, [](double atoms) { return 8 * points * functions_per_atom * atoms; }, values},
      {"density_on_grid", linear_sizes, [](double atoms) { return 1e7 + 8 * points_per_atom * atoms + 1e4 * atoms; },
       density},
  };
}

}  // namespace rhofield::bench
