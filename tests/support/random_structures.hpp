// Seeded structures for tests and benchmarks. Lengths in bohr.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "rhofield/atoms/structure.hpp"
#include "rhofield/units.hpp"
#include "support/rotations.hpp"

namespace rhofield::testing {

using Random = std::mt19937_64;

/// The same bits on every platform, which the standard's distributions do not promise.
inline double uniform(Random& random, double low, double high) {
  return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
}

/// Atoms at random fractional coordinates of the cell in [low, high), no two (nor their images nearby) closer than
/// `apart` bohr; elements drawn from `elements`.
inline Structure random_structure(std::uint64_t seed, Index atoms, const Matrix3& cell, std::array<bool, 3> periodic,
                                  std::vector<int> elements = {1, 6, 8}, double low = 0.0, double high = 1.0,
                                  double apart = 0.5) {
  Random random(seed);
  Structure s;
  s.cell = cell;
  s.periodic = periodic;
  const auto too_close = [&](const Vector3& r) {
    for (const Vector3& other : s.positions)
      for (int a = periodic[0] ? -1 : 0; a <= (periodic[0] ? 1 : 0); ++a)
        for (int b = periodic[1] ? -1 : 0; b <= (periodic[1] ? 1 : 0); ++b)
          for (int c = periodic[2] ? -1 : 0; c <= (periodic[2] ? 1 : 0); ++c) {
            double d2 = 0.0;
            for (std::size_t x = 0; x < 3; ++x) {
              const double d = r[x] - other[x] + a * cell[0][x] + b * cell[1][x] + c * cell[2][x];
              d2 += d * d;
            }
            if (d2 < apart * apart) return true;
          }
    return false;
  };
  while (s.size() < atoms) {
    const double f[3] = {uniform(random, low, high), uniform(random, low, high), uniform(random, low, high)};
    Vector3 r{};
    for (std::size_t x = 0; x < 3; ++x) r[x] = f[0] * cell[0][x] + f[1] * cell[1][x] + f[2] * cell[2][x];
    if (too_close(r)) continue;
    s.positions.push_back(r);
    s.numbers.push_back(elements[random() % elements.size()]);
  }
  return s;
}

/// Randomly turned water molecules at the density of the liquid (1 g/cm^3) on a jittered face-centred lattice in a
/// periodic cube: 12 cells_per_edge^3 atoms, for 96, 768, ... 96 000.
inline Structure liquid_water(int cells_per_edge, std::uint64_t seed = 6, double jitter = 0.3 * angstrom) {
  Random random(seed);
  const double edge = 9.67446 / 2 * angstrom;
  const double sites[4][3] = {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}};
  const Matrix3 body{{{0, 0, 0}, {0.7572, 0.5859, 0}, {-0.7572, 0.5859, 0}}};  // O, H, H, angstrom
  Structure s;
  s.periodic = {true, true, true};
  for (std::size_t d = 0; d < 3; ++d) s.cell[d][d] = cells_per_edge * edge;
  for (int i = 0; i < cells_per_edge; ++i)
    for (int j = 0; j < cells_per_edge; ++j)
      for (int k = 0; k < cells_per_edge; ++k)
        for (const auto& site : sites) {
          const double corner[3] = {i + site[0], j + site[1], k + site[2]};
          Vector3 centre{};
          for (std::size_t x = 0; x < 3; ++x) centre[x] = corner[x] * edge + uniform(random, -jitter, jitter);
          const Matrix3 turn = random_rotation(random);
          for (int atom = 0; atom < 3; ++atom) {
            Vector3 r = multiply(turn, body[static_cast<std::size_t>(atom)]);
            for (std::size_t x = 0; x < 3; ++x) r[x] = centre[x] + r[x] * angstrom;
            s.positions.push_back(r);
            s.numbers.push_back(atom == 0 ? 8 : 1);
          }
        }
  return s;
}

}  // namespace rhofield::testing
