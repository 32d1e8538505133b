// Work on many structures in batches that fit the device.
#pragma once

#include <algorithm>
#include <span>
#include <string>

#include "rhofield/atoms/structure.hpp"
#include "rhofield/error.hpp"

namespace rhofield {

/// Calls body(begin, end) for consecutive runs of structures of up to `atoms` atoms; a larger structure is a run of its
/// own. A run that does not fit the device's memory is tried again in halves, so body must count on being called again
/// for the same structures; where not even one fits, OutOfMemory says which and how much is missing.
template <class Body>
void for_each_batch(std::span<const Structure> structures, Index atoms, const Body& body) {
  std::size_t most = structures.size();  // what fitted last
  for (std::size_t begin = 0; begin < structures.size();) {
    std::size_t end = begin + 1;
    for (Index sum = structures[begin].size(); end < structures.size() && end - begin < most; ++end) {
      sum += structures[end].size();
      if (sum > atoms) break;
    }
    try {
      body(begin, end);
      begin = end;
    } catch (const OutOfMemory& error) {
      most = (end - begin) / 2;
      if (most > 0) continue;
      const std::size_t missing = error.requested_bytes - std::min(error.requested_bytes, error.available_bytes);
      throw OutOfMemory("structure " + std::to_string(begin) + " of " + std::to_string(structures[begin].size()) +
                            " atoms does not fit, at least " + std::to_string(missing) + " bytes are missing (" +
                            error.cause + ")",
                        error);
    }
  }
}

}  // namespace rhofield
