// Checks that everything computed from the coefficients of a density, or on a grid, begins with.
#pragma once

#include <span>

#include "rhofield/observables/grid.hpp"
#include "rhofield/observables/moments.hpp"

namespace rhofield {

/// InvalidInput unless the structure is sound, the basis Gaussian, and there is one finite coefficient a function.
void check_density(const GaussianBasis& basis, const Structure& structure, std::span<const double> coefficients);
/// InvalidInput unless there are points, and steps where there are several.
void check_grid(const Grid& grid);
/// InvalidInput unless there are as many finite values as points of a sound grid.
void check_grid_values(const Grid& grid, std::span<const double> values);
/// InvalidInput unless there is one finite core charge for each atom and the width is not negative.
void check_cores(const Structure& structure, const Cores& cores);

}  // namespace rhofield
