// Orthogonal matrices for tests, seeded: proper, improper and the identity.
#pragma once

#include <cmath>
#include <random>
#include <vector>

#include "rhofield/atoms/structure.hpp"

namespace rhofield::testing {

inline Matrix3 multiply(const Matrix3& a, const Matrix3& b) {
  Matrix3 c{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t k = 0; k < 3; ++k) c[i][j] += a[i][k] * b[k][j];
  return c;
}

inline Vector3 multiply(const Matrix3& a, const Vector3& r) {
  Vector3 out{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k) out[i] += a[i][k] * r[k];
  return out;
}

/// Uniform over the proper rotations: from a random unit quaternion.
template <class Random>
Matrix3 random_rotation(Random& random) {
  std::normal_distribution<double> normal;
  double w = normal(random), x = normal(random), y = normal(random), z = normal(random);
  const double norm = std::sqrt(w * w + x * x + y * y + z * z);
  w /= norm, x /= norm, y /= norm, z /= norm;
  return {{{1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)},
           {2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)},
           {2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)}}};
}

inline Matrix3 inverted(Matrix3 a) {
  for (auto& row : a)
    for (double& x : row) x = -x;
  return a;
}

inline std::vector<Matrix3> some_rotations() {
  std::mt19937_64 random(7);
  std::vector<Matrix3> rotations{{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}};
  for (int k = 0; k < 3; ++k) {
    rotations.push_back(random_rotation(random));
    rotations.push_back(inverted(random_rotation(random)));
  }
  return rotations;
}

}  // namespace rhofield::testing
