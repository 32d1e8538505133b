// Densities and their responses to a field on regular grids: what the real-space model learns from.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rhofield/model/target.hpp"
#include "rhofield/observables/grid.hpp"

namespace rhofield {

/// One structure. Values are those at the points, [n0, n1, n2] row-major, electrons positive, e/bohr^3.
struct GridEntry {
  Structure structure;
  Grid grid;
  std::vector<float> density;    ///< at zero field; empty: not known
  std::vector<float> response;   ///< density at `field` minus that at zero field; empty: not known
  std::vector<float> reference;  ///< what is taken for granted, in delta mode; empty: nothing
  Vector3 field{};               ///< atomic units; an electron has the energy +E.r in it
  double electrons = 0;          ///< exact number; 0: not known

  const std::vector<float>& values(Quantity quantity) const {
    return quantity == Quantity::density ? density : response;
  }
};

struct GridData {
  std::string title;
  std::vector<GridEntry> entries;

  Index size() const { return static_cast<Index>(entries.size()); }
};

/// Atomic numbers that occur in some entries, ascending.
std::vector<int> species_of(const GridData& data, std::span<const Index> indices);

/// Throws InvalidInput naming what is wrong: another number of values than points, steps without volume, values that
/// are not finite, a density that does not integrate to its electrons within a tenth (which units, which cores?).
void validate(const GridEntry& entry, const std::string& name);

}  // namespace rhofield
