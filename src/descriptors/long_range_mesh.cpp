// Sizes of meshes and transforms of splines.
#include "descriptors/long_range_mesh.hpp"

#include <algorithm>
#include <cmath>

#include "rhofield/units.hpp"

namespace rhofield {

double spline_error(int order, double kh) {
  if (kh >= pi) return 1e300;
  return 6 * std::pow(kh / (2 * pi - kh), order);
}

int mesh_points(double length, double spacing) {
  for (int points = std::max(1, static_cast<int>(std::ceil(length / spacing)));; ++points) {
    int rest = points;
    for (const int prime : {2, 3, 5, 7})
      while (rest % prime == 0) rest /= prime;
    if (rest == 1) return points;
  }
}

std::vector<double> spline_transform(int order, int points) {
  // M(g) at the whole numbers by the recursion of the splines: M_p(x) = (x M_{p-1}(x) + (p - x) M_{p-1}(x - 1))/(p -
  // 1).
  std::vector<double> spline{0, 1, 0};  // M_2 at 0, 1, 2
  for (int p = 3; p <= order; ++p) {
    std::vector<double> next(static_cast<std::size_t>(p) + 1, 0.0);
    for (int x = 1; x < p; ++x)
      next[static_cast<std::size_t>(x)] =
          (x * spline[static_cast<std::size_t>(x)] + (p - x) * spline[static_cast<std::size_t>(x - 1)]) / (p - 1);
    spline = std::move(next);
  }
  std::vector<double> transform(static_cast<std::size_t>(points), 0.0);
  for (int m = 0; m < points; ++m)
    for (int x = 1; x < order; ++x)
      transform[static_cast<std::size_t>(m)] +=
          spline[static_cast<std::size_t>(x)] * std::cos(2 * pi * m * (x - order / 2) / points);
  return transform;
}

}  // namespace rhofield
