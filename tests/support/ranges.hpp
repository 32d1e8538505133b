// Lists of consecutive indices.
#pragma once

#include <numeric>
#include <vector>

#include "rhofield/tensor.hpp"

namespace rhofield::testing {

/// first, ..., last - 1.
inline std::vector<Index> range(Index first, Index last) {
  std::vector<Index> all(static_cast<std::size_t>(last - first));
  std::iota(all.begin(), all.end(), first);
  return all;
}

}  // namespace rhofield::testing
