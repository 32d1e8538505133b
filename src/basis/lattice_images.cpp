// Dual vectors of one, two or three lattice vectors: the directions that are not periodic are completed by unit vectors
// at right angles to the others, which leaves the duals of the periodic ones within their span.
#include "basis/lattice_images.hpp"

namespace rhofield {

namespace {

Vector3 cross(const Vector3& a, const Vector3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
double dot(const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
double length(const Vector3& a) { return std::sqrt(dot(a, a)); }
Vector3 scaled(const Vector3& a, double factor) { return {factor * a[0], factor * a[1], factor * a[2]}; }

/// A unit vector at right angles to a.
Vector3 perpendicular(const Vector3& a) {
  std::size_t smallest = 0;
  for (std::size_t x = 1; x < 3; ++x)
    if (std::abs(a[x]) < std::abs(a[smallest])) smallest = x;
  Vector3 axis{};
  axis[smallest] = 1;
  const Vector3 normal = cross(a, axis);
  return scaled(normal, 1 / length(normal));
}

}  // namespace

LatticeImages::LatticeImages(const Structure& structure) : periodic_(structure.periodic) {
  if (!structure.any_periodic()) return;
  Matrix3& full = completed_;
  full = {};
  for (std::size_t k = 0; k < 3; ++k)
    if (periodic_[k]) full[k] = cell_[k] = structure.cell[k];
  for (std::size_t k = 0; k < 3; ++k) {
    if (periodic_[k]) continue;
    const Vector3& next = full[(k + 1) % 3];
    const Vector3& last = full[(k + 2) % 3];
    const bool has_next = length(next) > 0, has_last = length(last) > 0;
    const Vector3 normal = cross(next, last);
    full[k] = has_next && has_last ? scaled(normal, 1 / length(normal)) : perpendicular(has_next ? next : last);
  }
  const double volume = dot(full[0], cross(full[1], full[2]));
  for (std::size_t k = 0; k < 3; ++k) {
    if (!periodic_[k]) continue;
    dual_[k] = scaled(cross(full[(k + 1) % 3], full[(k + 2) % 3]), 1 / volume);
    dual_length_[k] = length(dual_[k]);
  }
}

double LatticeImages::half_diagonal() const {
  double most = 0;
  for (const double s1 : {-0.5, 0.5})
    for (const double s2 : {-0.5, 0.5}) {
      Vector3 d{};
      for (std::size_t x = 0; x < 3; ++x) d[x] = 0.5 * cell_[0][x] + s1 * cell_[1][x] + s2 * cell_[2][x];
      most = std::max(most, length(d));
    }
  return most;
}

}  // namespace rhofield
