// Points in compact groups, so that what is near can be listed once for all of them.
#pragma once

#include <array>
#include <functional>
#include <span>

#include "observables/potential_tables.hpp"
#include "rhofield/observables/grid.hpp"

namespace rhofield {

/// Points of one group and the place of each in the result, -1 for those that only fill it up.
struct GroupOfPoints {
  static constexpr Index size = PotentialTables::group_size;
  std::array<Vector3, size> points;
  std::array<Index, size> place;

  /// A sphere that holds them.
  struct Sphere {
    Vector3 middle;
    double radius;
  };
  Sphere sphere() const;
};

struct PointSource {
  Index groups = 0;
  std::function<void(Index, GroupOfPoints&)> fill;
};

/// Groups in the order of the points, which must outlive them.
PointSource points_in_order(std::span<const Vector3> points);
/// Bricks of the grid, as near to cubes as its counts allow.
PointSource bricks_of(const Grid& grid);

Vector3 point_of(const Grid& grid, const std::array<Index, 3>& i);

}  // namespace rhofield
