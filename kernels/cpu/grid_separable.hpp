// Densities on grids whose second and third steps are at right angles, by products of one-dimensional factors.
#pragma once

#include "observables/grid_tables.hpp"

namespace rhofield::cpu {

/// Whether density_by_products can be used: lines and planes of more than one point, second step at right angles to the
/// third. Cells with a unique axis b or c, and everything of higher symmetry, are such, turned or not.
bool has_rectangular_planes(const GridGeometry& grid, View<const double, 3> density);

/// As the primitive density_on_grid; the grid has_rectangular_planes.
void density_by_products(const DensityTables& tables, const GridGeometry& grid, View<double, 3> density);

}  // namespace rhofield::cpu
