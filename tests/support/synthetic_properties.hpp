// Properties that follow the geometry as scalars, vectors and tensors should, for tests of learning them.
#pragma once

#include <cmath>
#include <random>
#include <string>

#include "support/rotations.hpp"
#include "support/synthetic_data.hpp"

namespace rhofield::testing {

/// T' = A T A^T
inline Matrix3 transformed(const Matrix3& t, const Matrix3& a) {
  Matrix3 transposed{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) transposed[i][j] = a[j][i];
  return multiply(multiply(a, t), transposed);
}

inline Structure rotated(Structure s, const Matrix3& a) {
  for (Vector3& x : s.positions) x = multiply(a, x);
  for (Vector3& x : s.cell) x = multiply(a, x);
  return s;
}

inline std::vector<double> flat(const Matrix3& t) {
  std::vector<double> all;
  for (const Vector3& row : t) all.insert(all.end(), row.begin(), row.end());
  return all;
}

/// Adds to an entry, as sums over atoms of functions of their neighbours within a few bohr: `energy`, `dipole`,
/// `polarizability` (symmetric), `shielding` (not symmetric), and of each atom `populations` and `forces` (any
/// vectors).
inline void add_properties(LabelledStructure& entry) {
  const auto& x = entry.structure.positions;
  const std::size_t atoms = x.size();
  double energy = 0;
  Vector3 dipole{};
  Matrix3 alpha{}, shielding{};
  std::vector<double> charges, vectors;
  for (std::size_t i = 0; i < atoms; ++i) {
    double density = 0;
    Vector3 near{}, far{};  // sums of two radial functions times the vectors to the neighbours
    for (std::size_t j = 0; j < atoms; ++j) {
      if (i == j) continue;
      Vector3 d{};
      double r2 = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        d[k] = x[j][k] - x[i][k];
        r2 += d[k] * d[k];
      }
      const double z = entry.structure.numbers[j], g = z * std::exp(-0.3 * r2), h = std::exp(-0.15 * r2);
      density += g;
      for (std::size_t k = 0; k < 3; ++k) {
        near[k] += g * d[k];
        far[k] += h * d[k];
        for (std::size_t l = 0; l < 3; ++l) alpha[k][l] += h * d[k] * d[l];
      }
    }
    energy += std::sqrt(density) - 0.4 * entry.structure.numbers[i];
    charges.push_back(density);
    for (std::size_t k = 0; k < 3; ++k) {
      dipole[k] += near[k];
      vectors.push_back(near[k]);
      alpha[k][k] += 1 + density;
      for (std::size_t l = 0; l < 3; ++l) shielding[k][l] += near[k] * far[l];
    }
  }
  entry.energy = energy;
  entry.dipole = dipole;
  entry.polarizability = alpha;
  entry.properties["shielding"] = {.shape = {3, 3}, .values = flat(shielding)};
  const auto n = static_cast<Index>(atoms);
  entry.properties["populations"] = {.shape = {n}, .values = charges};
  entry.properties["forces"] = {.shape = {n, 3}, .values = vectors};
}

/// Water molecules with properties, no basis and no density.
inline DataSet waters_with_properties(int count, unsigned seed = 3) {
  std::mt19937_64 random(seed);
  DataSet data;
  for (int k = 0; k < count; ++k) {
    LabelledStructure& entry = data.entries.emplace_back();
    entry.structure = random_water(random);
    add_properties(entry);
  }
  return data;
}

}  // namespace rhofield::testing
