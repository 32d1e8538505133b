// Checks shapes and hands the points to the device.
#include "rhofield/angular/real_spherical_harmonics.hpp"

#include <string>

#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

constexpr int largest_order = 12;

void evaluate(const Device& device, int l_max, bool of_directions, View<const double, 2> points,
              View<double, 2> values) {
  if (l_max < 0 || l_max > largest_order)
    throw InvalidInput("spherical harmonics: l_max is " + std::to_string(l_max) + "; use 0 to " +
                       std::to_string(largest_order));
  const Index components = (l_max + 1) * (l_max + 1);
  if (points.extent(1) != 3 || values.extent(0) != points.extent(0) || values.extent(1) != components)
    throw InvalidInput("spherical harmonics: points are " + std::to_string(points.extent(0)) + " x " +
                       std::to_string(points.extent(1)) + " and values " + std::to_string(values.extent(0)) + " x " +
                       std::to_string(values.extent(1)) + "; l_max " + std::to_string(l_max) +
                       " needs points x 3 and points x " + std::to_string(components));
  device.backend().kernels().harmonics(l_max, of_directions, points, values);
}

}  // namespace

void real_spherical_harmonics(const Device& device, int l_max, View<const double, 2> points, View<double, 2> values) {
  evaluate(device, l_max, true, points, values);
}

void solid_harmonics(const Device& device, int l_max, View<const double, 2> points, View<double, 2> values) {
  evaluate(device, l_max, false, points, values);
}

}  // namespace rhofield
