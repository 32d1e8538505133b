// Solid and surface harmonics of many points, eight points at a time; formula in shared/real_spherical_harmonics.hpp.
#include "shared/real_spherical_harmonics.hpp"

#include <algorithm>
#include <array>

#include "cpu/unroll.hpp"
#include "cpu/vector8.hpp"
#include "cpu_backend.hpp"

namespace rhofield::cpu {

namespace {

constexpr Index smallest_parallel = 512;  // points; fewer are done before the threads have started

template <int l_max>
__attribute__((flatten)) void harmonics(bool of_directions, View<const double, 2> points, View<double, 2> values) {
  constexpr Index components = (l_max + 1) * (l_max + 1);
  const Index count = points.extent(0);
#pragma omp parallel for schedule(static) if (count > smallest_parallel)
  for (Index first = 0; first < count; first += lanes) {
    const Index group = std::min<Index>(lanes, count - first);
    Vector8 x{}, y{}, z{};
    for (Index p = 0; p < group; ++p) {
      std::array<double, 3> point{points(first + p, 0), points(first + p, 1), points(first + p, 2)};
      if (of_directions) formula::scale_to_unit_length(point.data());
      x[p] = point[0], y[p] = point[1], z[p] = point[2];
    }
    alignas(sizeof(Vector8)) std::array<Vector8, components> buffer;
    const Vector8 one = Vector8{} + 1.0;
    formula::solid_harmonics<l_max>(
        x, y, z, one, [&](int lm, const Vector8& value) { buffer[static_cast<std::size_t>(lm)] = value; });
    for (Index p = 0; p < group; ++p)
      for (Index lm = 0; lm < components; ++lm) values(first + p, lm) = buffer[static_cast<std::size_t>(lm)][p];
  }
}

}  // namespace

void CpuKernels::harmonics(int l_max, bool of_directions, View<const double, 2> points, View<double, 2> values) {
  unroll_for<formula::largest_angular_order>("harmonics", l_max,
                                             [&]<int l>() { cpu::harmonics<l>(of_directions, points, values); });
}

}  // namespace rhofield::cpu
