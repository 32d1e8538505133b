// Densities and responses on grids with a known form: sums of exponentials of the atoms, a little moved by neighbours.
#pragma once

#include <cmath>
#include <random>

#include "rhofield/model/grid_data.hpp"
#include "support/synthetic_data.hpp"

namespace rhofield::testing {

/// Of every atom Z/8pi z^3 exp(-z r), z by element, bonds polarised: hydrogens near an oxygen are narrower.
inline double synthetic_density(const Structure& s, const Vector3& r) {
  double sum = 0;
  for (std::size_t i = 0; i < s.numbers.size(); ++i) {
    double d2 = 0, near = 0;
    for (std::size_t x = 0; x < 3; ++x) d2 += (r[x] - s.positions[i][x]) * (r[x] - s.positions[i][x]);
    for (std::size_t j = 0; j < s.numbers.size(); ++j) {
      double b2 = 0;
      for (std::size_t x = 0; x < 3; ++x) b2 += std::pow(s.positions[j][x] - s.positions[i][x], 2);
      if (j != i) near += std::exp(-0.5 * b2);
    }
    const double z = (s.numbers[i] == 8 ? 2.0 : 1.6) + 0.4 * near;
    sum += (s.numbers[i] == 8 ? 6.0 : 1.0) * z * z * z / (8 * 3.14159265358979) * std::exp(-z * std::sqrt(d2));
  }
  return sum;
}

/// Dipoles -E.(r - R) on every atom.
inline double synthetic_response(const Structure& s, const Vector3& r, const Vector3& field) {
  double sum = 0;
  for (std::size_t i = 0; i < s.numbers.size(); ++i) {
    double d2 = 0, along = 0;
    for (std::size_t x = 0; x < 3; ++x) {
      d2 += (r[x] - s.positions[i][x]) * (r[x] - s.positions[i][x]);
      along -= field[x] * (r[x] - s.positions[i][x]);
    }
    sum += (s.numbers[i] == 8 ? 1.0 : 0.4) * along * std::exp(-1.4 * std::sqrt(d2));
  }
  return sum;
}

inline GridData synthetic_grids(int count, double spacing = 0.8, double margin = 4.0) {
  GridData data{.title = "synthetic", .entries = {}};
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> uniform(-1, 1);
  for (int k = 0; k < count; ++k) {
    GridEntry entry{.structure = random_water(random)};
    entry.grid = make_grid(entry.structure, spacing, margin);
    entry.field = {0.01 * uniform(random), 0.01 * uniform(random), 0.01 * uniform(random)};
    for (Index i = 0; i < entry.grid.counts[0]; ++i)
      for (Index j = 0; j < entry.grid.counts[1]; ++j)
        for (Index l = 0; l < entry.grid.counts[2]; ++l) {
          Vector3 r = entry.grid.origin;
          for (std::size_t x = 0; x < 3; ++x)
            r[x] += static_cast<double>(i) * entry.grid.steps[0][x] + static_cast<double>(j) * entry.grid.steps[1][x] +
                    static_cast<double>(l) * entry.grid.steps[2][x];
          entry.density.push_back(static_cast<float>(synthetic_density(entry.structure, r)));
          entry.response.push_back(static_cast<float>(synthetic_response(entry.structure, r, entry.field)));
        }
    data.entries.push_back(std::move(entry));
  }
  return data;
}

}  // namespace rhofield::testing
