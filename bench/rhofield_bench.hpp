// What the stages of rhofield_bench share: the water they work on, the work that is counted, and how a stage is listed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rhofield/atoms/structure.hpp"
#include "water_box.hpp"

namespace rhofield::bench {

/// What one call does, counted from its definition and never measured. Zero where a stage does not count it.
struct Work {
  double atoms = 0;
  double pairs = 0;
  double bytes = 0;       ///< inputs read once and results written once, what a cache can serve left out
  double flops = 0;       ///< additions and multiplications of doubles, counted one by one
  double iterations = 0;  ///< of an iterative solution
};

/// Runs a stage once on inputs that lie ready on the device and says what was done. The caller waits for the device.
using Call = std::function<Work()>;

/// One line of the table: a primitive, or a whole command.
struct Stage {
  std::string name;
  std::vector<Index> sizes;                             ///< atoms
  std::function<double(double)> memory;                 ///< bytes on the device for so many atoms, rounded up
  std::function<Call(const Device&, Index)> prepare{};  ///< makes the inputs; not timed
};

std::vector<Stage> descriptor_stages();
std::vector<Stage> basis_stages();
std::vector<Stage> model_stages();

/// One molecule, then boxes of liquid water.
inline const std::vector<Index> linear_sizes{3, 96, 768, 8748, 96000};
/// For stages that the pipeline applies to one structure after another, or whose cost grows faster than the atoms.
inline const std::vector<Index> smaller_sizes{3, 96, 768, 8748};

/// 3 atoms: a molecule without a cell; 12 n^3 atoms: a periodic box of liquid water.
inline Structure water(Index atoms) {
  const bool one_molecule = atoms < 12;
  Structure box = water_box(
      one_molecule ? 1 : static_cast<int>(std::lround(std::cbrt(static_cast<double>(atoms) / 12.0))), !one_molecule);
  if (one_molecule) {
    box.numbers.resize(3);
    box.positions.resize(3);
  }
  return box;
}

}  // namespace rhofield::bench
