// Grids and points as the functions of observables take them.
#pragma once

#include "common.hpp"
#include "rhofield/observables/grid.hpp"

namespace rhofield::python {

inline std::vector<std::size_t> shape_of(const Grid& grid) {
  return {static_cast<std::size_t>(grid.counts[0]), static_cast<std::size_t>(grid.counts[1]),
          static_cast<std::size_t>(grid.counts[2])};
}

/// Throws InvalidInput, with both shapes, unless there is one value for each point of the grid.
std::span<const double> values_on(const Grid& grid, const Array<double, 3>& values);

/// Rows [point, xyz]; throws InvalidInput for another number of coordinates.
std::vector<Vector3> points_of(const Array<double, 2>& points);

}  // namespace rhofield::python
