// Structures under a homogeneous strain.
#pragma once

#include "rhofield/atoms/structure.hpp"

namespace rhofield::testing {

/// r -> (1 + strain) r, with the cell alike.
inline Structure strained(const Structure& structure, const Matrix3& strain) {
  Structure result = structure;
  const auto apply = [&](Vector3& r) {
    const Vector3 old = r;
    for (std::size_t a = 0; a < 3; ++a)
      for (std::size_t b = 0; b < 3; ++b) r[a] += strain[a][b] * old[b];
  };
  for (Vector3& r : result.positions) apply(r);
  for (Vector3& r : result.cell) apply(r);
  return result;
}

}  // namespace rhofield::testing
