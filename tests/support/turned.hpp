// Turned structures, and the coefficients of densities and responses that belong to them.
#pragma once

#include <vector>

#include "rhofield/angular/wigner.hpp"
#include "rhofield/basis/gaussian_basis.hpp"
#include "support/rotations.hpp"

namespace rhofield::testing {

inline Structure turned(Structure structure, const Matrix3& rotation, double shift = 0.0) {
  for (Vector3& x : structure.positions) {
    x = multiply(rotation, x);
    for (double& component : x) component += shift;
  }
  for (Vector3& vector : structure.cell) vector = multiply(rotation, vector);
  return structure;
}

/// [field, function]: every (atom, l, n) block times D^l, and the fields of a response turned like vectors.
inline std::vector<double> turned(const std::vector<double>& c, const GaussianBasis& basis, const Structure& structure,
                                  const Matrix3& rotation) {
  const auto functions = static_cast<std::size_t>(basis.functions(structure));
  const std::size_t fields = c.size() / functions;
  std::vector<double> blocks(c.size());
  for (std::size_t k = 0; k < fields; ++k) {
    std::size_t f = k * functions;
    for (int number : structure.numbers)
      for (const Shell& shell : basis.shells(number)) {
        const auto size = static_cast<std::size_t>(2 * shell.l + 1);
        const auto d = wigner_d_real(shell.l, rotation);
        for (std::size_t m = 0; m < size; ++m)
          for (std::size_t m2 = 0; m2 < size; ++m2) blocks[f + m] += d[m * size + m2] * c[f + m2];
        f += size;
      }
  }
  if (fields == 1) return blocks;
  std::vector<double> out(c.size());
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t k2 = 0; k2 < 3; ++k2)
      for (std::size_t f = 0; f < functions; ++f)
        out[k * functions + f] += rotation[k][k2] * blocks[k2 * functions + f];
  return out;
}

}  // namespace rhofield::testing
