// Checks of values on grids.
#include "rhofield/model/grid_data.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "rhofield/error.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

void check_values(const std::vector<float>& values, const Grid& grid, const std::string& name) {
  if (values.empty()) return;
  if (static_cast<Index>(values.size()) != grid.size())
    throw InvalidInput(name + ": " + std::to_string(values.size()) + " values for " + std::to_string(grid.size()) +
                       " grid points");
  const auto bad = std::find_if(values.begin(), values.end(), [](float x) { return !std::isfinite(x); });
  if (bad != values.end())
    throw InvalidInput(name + ": value " + std::to_string(bad - values.begin()) + " is not a finite number");
}

}  // namespace

std::vector<int> species_of(const GridData& data, std::span<const Index> indices) {
  std::set<int> all;
  for (const Index k : indices) {
    const auto& numbers = data.entries[static_cast<std::size_t>(k)].structure.numbers;
    all.insert(numbers.begin(), numbers.end());
  }
  return {all.begin(), all.end()};
}

void validate(const GridEntry& entry, const std::string& name) {
  constexpr double largest_miss = 0.1;  // coarse grids miss a few percent of sharp shells; other units miss 85 %
  validate(entry.structure);
  if (entry.grid.size() < 1 || !(std::abs(entry.grid.voxel_volume()) > 0))
    throw InvalidInput(name + ": its grid has " + std::to_string(entry.grid.size()) + " points of " +
                       text(entry.grid.voxel_volume()) + " bohr^3; both must be positive");
  check_values(entry.density, entry.grid, name + ": density");
  check_values(entry.response, entry.grid, name + ": response");
  check_values(entry.reference, entry.grid, name + ": reference");
  if (entry.density.empty() || !(entry.electrons > 0)) return;
  double sum = 0;
  for (const float x : entry.density) sum += x;
  sum *= entry.grid.voxel_volume();
  if (std::abs(sum - entry.electrons) > largest_miss * entry.electrons)
    throw InvalidInput(name + ": the density integrates to " + text(sum) + " on its grid, but there are " +
                       text(entry.electrons) +
                       " electrons; check that it is in e/bohr^3, that steps are in bohr, and that cores are left out "
                       "of both or of neither");
}

}  // namespace rhofield
