// An electric field at centres: the same everywhere, or known from place to place.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "rhofield/atoms/structure.hpp"

namespace rhofield {

/// Atomic units; an electron has the energy +E.r in a uniform one.
class ElectricField {
 public:
  /// Fields [point] at points (bohr). Called for many points at once, by several threads.
  using Local = std::function<std::vector<Vector3>(std::span<const Vector3> points)>;

  ElectricField() = default;
  ElectricField(const Vector3& uniform) : uniform_(uniform) {}  // NOLINT: a vector is a uniform field
  ElectricField(double x, double y, double z) : uniform_{x, y, z} {}
  explicit ElectricField(Local local) : local_(std::move(local)) {}

  bool is_uniform() const { return !local_; }
  /// One for all points where it is uniform, otherwise [point]. Throws InvalidInput for another number of fields than
  /// points, and for fields that are not finite.
  std::vector<Vector3> at(std::span<const Vector3> points) const;

 private:
  Vector3 uniform_{};
  Local local_;
};

}  // namespace rhofield
