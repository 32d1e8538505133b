// Neighbour lists: what may be asked for; the search itself is a primitive.
#include "rhofield/atoms/neighbours.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

NeighbourList neighbour_list(const Device& device, const StructureBatch& batch, double cutoff) {
  if (!std::isfinite(cutoff) || cutoff <= 0.0)
    throw InvalidInput("the cutoff must be positive and finite, got " + std::to_string(cutoff) + " bohr");
  if (batch.first_atom.empty()) throw InvalidInput("neighbour_list: the batch is empty; pack it with make_batch");
  if (batch.atoms() > std::numeric_limits<int>::max())
    throw InvalidInput("a batch of " + std::to_string(batch.atoms()) + " atoms is too large, the limit is " +
                       std::to_string(std::numeric_limits<int>::max()) + "; split it");
  return device.backend().kernels().neighbour_list(device, batch, cutoff);
}

}  // namespace rhofield
