// Small seeded data sets for tests of the model: distorted water molecules with smooth synthetic coefficients.
#pragma once

#include <cmath>
#include <random>

#include "rhofield/model/data_set.hpp"

namespace rhofield::testing {

/// An s, p, d basis with two radial functions for l = 0 and 1; well conditioned.
inline GaussianBasis small_basis() {
  std::map<int, std::vector<Shell>> shells;
  for (int number : {1, 8}) {
    for (int l = 0; l <= 2; ++l)
      for (double exponent : l < 2 ? std::vector<double>{0.5, 2.0} : std::vector<double>{0.9}) {
        Shell shell{.l = l, .exponents = {exponent * (number == 8 ? 1.5 : 1.0)}, .coefficients = {1.0}};
        normalise(shell);
        shells[number].push_back(shell);
      }
  }
  return GaussianBasis(std::move(shells));
}

/// One water molecule with random bond lengths, angle and orientation, bohr.
inline Structure random_water(std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  const double r1 = 1.81 + 0.08 * normal(random);
  const double r2 = 1.81 + 0.08 * normal(random);
  const double angle = 1.82 + 0.12 * normal(random);
  // A random orthonormal pair spans the molecular plane.
  Vector3 u{normal(random), normal(random), normal(random)};
  Vector3 v{normal(random), normal(random), normal(random)};
  const auto dot = [](const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; };
  const double nu = std::sqrt(dot(u, u));
  for (double& x : u) x /= nu;
  const double uv = dot(u, v);
  for (std::size_t k = 0; k < 3; ++k) v[k] -= uv * u[k];
  const double nv = std::sqrt(dot(v, v));
  for (double& x : v) x /= nv;
  Structure s;
  s.numbers = {8, 1, 1};
  s.positions.resize(3);
  for (std::size_t k = 0; k < 3; ++k) {
    s.positions[1][k] = r1 * u[k];
    s.positions[2][k] = r2 * (std::cos(angle) * u[k] + std::sin(angle) * v[k]);
  }
  return s;
}

/// Coefficients that follow the geometry equivariantly: every atom gets s functions that depend on the distances and
/// p functions along the weighted directions v to the other atoms; d functions are zero. Their response to a field
/// along k: s functions by v_k, p functions by the tensor scalar 1 + v v, d functions zero.
inline LabelledStructure label(Structure s, const GaussianBasis& basis) {
  LabelledStructure entry;
  entry.structure = std::move(s);
  const auto& x = entry.structure.positions;
  const auto functions = static_cast<std::size_t>(basis.functions(entry.structure));
  entry.response.resize(3 * functions);
  std::size_t f = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double scalar = 0;
    Vector3 vector{};
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (i == j) continue;
      Vector3 d{};
      double r2 = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        d[k] = x[j][k] - x[i][k];
        r2 += d[k] * d[k];
      }
      const double weight = std::exp(-0.3 * r2) * entry.structure.numbers[j];
      scalar += weight;
      for (std::size_t k = 0; k < 3; ++k) vector[k] += weight * d[k];
    }
    const int number = entry.structure.numbers[i];
    for (const Shell& shell : basis.shells(number)) {
      const double size = 1.0 / shell.exponents[0];
      for (std::size_t k = 0; k < 3; ++k) {
        double* response = entry.response.data() + k * functions + f;
        if (shell.l == 0) response[0] = size * vector[k];
        for (std::size_t m = 0; m < 3 && shell.l == 1; ++m) {
          const std::size_t c = m == 0 ? 1 : m == 1 ? 2 : 0;
          response[m] = -0.2 * size * ((k == c ? scalar : 0.0) + 0.1 * vector[k] * vector[c]);
        }
      }
      f += static_cast<std::size_t>(2 * shell.l + 1);
      if (shell.l == 0) entry.coefficients.push_back(0.3 * number + size * scalar);
      if (shell.l == 1)
        for (std::size_t k : {1U, 2U, 0U}) entry.coefficients.push_back(0.1 * size * vector[k]);
      if (shell.l == 2) entry.coefficients.insert(entry.coefficients.end(), 5, 0.0);
    }
  }
  return entry;
}

inline DataSet synthetic_waters(int count, unsigned seed = 7) {
  std::mt19937_64 random(seed);
  DataSet data;
  data.title = "synthetic waters";
  data.basis = small_basis();
  for (int k = 0; k < count; ++k) data.entries.push_back(label(random_water(random), data.basis));
  return data;
}

}  // namespace rhofield::testing
