// Points of lists and grids, group by group.
#include "observables/grid_bricks.hpp"

#include <algorithm>
#include <cmath>

#include "shared/neighbours.hpp"

namespace rhofield {

namespace {
constexpr Index group_size = GroupOfPoints::size;
}

GroupOfPoints::Sphere GroupOfPoints::sphere() const {
  Vector3 low = points[0], high = low;
  for (const Vector3& r : points)
    for (std::size_t x = 0; x < 3; ++x) low[x] = std::min(low[x], r[x]), high[x] = std::max(high[x], r[x]);
  Sphere sphere{};
  for (std::size_t x = 0; x < 3; ++x) sphere.middle[x] = 0.5 * (low[x] + high[x]);
  for (const Vector3& r : points)
    sphere.radius =
        std::max(sphere.radius, std::hypot(r[0] - sphere.middle[0], r[1] - sphere.middle[1], r[2] - sphere.middle[2]));
  return sphere;
}

PointSource points_in_order(std::span<const Vector3> points) {
  const auto count = static_cast<Index>(points.size());
  return {(count + group_size - 1) / group_size, [points, count](Index group, GroupOfPoints& out) {
            for (Index k = 0; k < group_size; ++k) {
              const Index p = group * group_size + k;
              const auto at = static_cast<std::size_t>(k);
              out.points[at] = points[static_cast<std::size_t>(std::min(p, count - 1))];
              out.place[at] = p < count ? p : -1;
            }
          }};
}

Vector3 point_of(const Grid& grid, const std::array<Index, 3>& i) {
  Vector3 r = grid.origin;
  for (std::size_t d = 0; d < 3; ++d)
    for (std::size_t x = 0; x < 3; ++x) r[x] += static_cast<double>(i[d]) * grid.steps[d][x];
  return r;
}

PointSource bricks_of(const Grid& grid) {
  std::array<Index, 3> edge{1, 1, 1}, bricks{};
  for (Index product = 1; product < group_size; product *= 2) {
    std::size_t shortest = 3;
    double length = 0;
    for (std::size_t d = 0; d < 3; ++d) {
      const double now =
          static_cast<double>(edge[d]) * std::sqrt(formula::dot(grid.steps[d].data(), grid.steps[d].data()));
      if (edge[d] < grid.counts[d] && (shortest == 3 || now < length)) shortest = d, length = now;
    }
    edge[shortest == 3 ? 2 : shortest] *= 2;  // a grid smaller than a group: filled up
  }
  for (std::size_t d = 0; d < 3; ++d) bricks[d] = (grid.counts[d] + edge[d] - 1) / edge[d];
  return {bricks[0] * bricks[1] * bricks[2], [grid, edge, bricks](Index group, GroupOfPoints& out) {
            const std::array<Index, 3> brick{group / (bricks[1] * bricks[2]), group / bricks[2] % bricks[1],
                                             group % bricks[2]};
            for (Index k = 0; k < group_size; ++k) {
              const std::array<Index, 3> inside{k / (edge[1] * edge[2]), k / edge[2] % edge[1], k % edge[2]};
              std::array<Index, 3> i{};
              bool there = true;
              for (std::size_t d = 0; d < 3; ++d) {
                i[d] = brick[d] * edge[d] + inside[d];
                there = there && i[d] < grid.counts[d];
                i[d] = std::min(i[d], grid.counts[d] - 1);
              }
              const auto at = static_cast<std::size_t>(k);
              out.points[at] = point_of(grid, i);
              out.place[at] = there ? (i[0] * grid.counts[1] + i[1]) * grid.counts[2] + i[2] : -1;
            }
          }};
}

}  // namespace rhofield
