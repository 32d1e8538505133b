// What densities and grids have to be; messages with both numbers.
#include "observables/check_density.hpp"

#include <cmath>
#include <string>

#include "rhofield/error.hpp"
#include "runtime/text.hpp"

namespace rhofield {

void check_grid(const Grid& grid) {
  const auto show = [](const Vector3& v) { return "(" + text(v[0]) + ", " + text(v[1]) + ", " + text(v[2]) + ")"; };
  const auto finite = [](const Vector3& v) {
    return std::isfinite(v[0]) && std::isfinite(v[1]) && std::isfinite(v[2]);
  };
  if (!finite(grid.origin))
    throw InvalidInput("the origin of the grid is " + show(grid.origin) + " bohr; it must be finite");
  for (std::size_t k = 0; k < 3; ++k) {
    if (grid.counts[k] < 1)
      throw InvalidInput("a grid needs at least one point along every step, got " + std::to_string(grid.counts[k]) +
                         " along step " + std::to_string(k));
    if (!finite(grid.steps[k]) || (grid.counts[k] > 1 && grid.steps[k] == Vector3{}))
      throw InvalidInput("step " + std::to_string(k) + " of the grid is " + show(grid.steps[k]) + " bohr for " +
                         std::to_string(grid.counts[k]) +
                         " points; it must be finite and not zero (make_grid sets it)");
  }
}

void check_density(const GaussianBasis& basis, const Structure& structure, std::span<const double> coefficients) {
  validate(structure);
  if (!basis.is_gaussian())
    throw InvalidInput("densities from coefficients need a Gaussian basis, but this one holds numerical shells");
  const Index functions = basis.functions(structure);
  if (static_cast<Index>(coefficients.size()) != functions)
    throw InvalidInput("the structure has " + std::to_string(functions) + " basis functions but " +
                       std::to_string(coefficients.size()) + " coefficients were given");
  for (std::size_t f = 0; f < coefficients.size(); ++f)
    if (!std::isfinite(coefficients[f]))
      throw InvalidInput("density coefficient " + std::to_string(f) + " is " + text(coefficients[f]) +
                         "; all must be finite");
}

void check_grid_values(const Grid& grid, std::span<const double> values) {
  check_grid(grid);
  if (static_cast<Index>(values.size()) != grid.size())
    throw InvalidInput("the grid has " + std::to_string(grid.size()) + " points (" + std::to_string(grid.counts[0]) +
                       " x " + std::to_string(grid.counts[1]) + " x " + std::to_string(grid.counts[2]) + "), but " +
                       std::to_string(values.size()) + " values were given");
  for (std::size_t p = 0; p < values.size(); ++p)
    if (!std::isfinite(values[p]))
      throw InvalidInput("value " + std::to_string(p) + " on the grid is " + text(values[p]) + "; all must be finite");
}

void check_cores(const Structure& structure, const Cores& cores) {
  if (cores.charges.size() != structure.numbers.size())
    throw InvalidInput("there are " + std::to_string(structure.numbers.size()) + " atoms but " +
                       std::to_string(cores.charges.size()) +
                       " core charges; give one for each atom (nuclei() for all-electron densities, zeros for none)");
  for (std::size_t i = 0; i < cores.charges.size(); ++i)
    if (!std::isfinite(cores.charges[i]))
      throw InvalidInput("the core charge of atom " + std::to_string(i) + " is " + text(cores.charges[i]) +
                         "; it must be finite");
  if (!(cores.width >= 0) || !std::isfinite(cores.width))
    throw InvalidInput("the width of the cores is " + text(cores.width) + " bohr; it must be finite and not negative");
}

}  // namespace rhofield
