// Refuses structures that are not there, serve two purposes, or hold what a model has never seen.
#pragma once

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "rhofield/atoms/structure.hpp"
#include "rhofield/error.hpp"

namespace rhofield {

/// Throws InvalidInput naming the structure, the element and those that are known, unless all elements are. The first
/// structure is called `first`.
inline void require_known_elements(std::span<const Structure> structures, std::span<const int> known, Index first = 0) {
  for (std::size_t a = 0; a < structures.size(); ++a)
    for (const int number : structures[a].numbers) {
      if (std::find(known.begin(), known.end(), number) != known.end()) continue;
      std::string list;
      for (const int z : known) list += " " + std::string(element_symbol(z));
      throw InvalidInput("structure " + std::to_string(first + static_cast<Index>(a)) + " contains " +
                         std::string(element_symbol(number)) + ", but the model was trained on" + list + " only");
    }
}

/// Throws InvalidInput, with both numbers, for indices outside 0 .. size - 1.
inline void require_indices(std::span<const Index> indices, Index size) {
  for (const Index k : indices)
    if (k < 0 || k >= size)
      throw InvalidInput("structure " + std::to_string(k) + " is not among the " + std::to_string(size) +
                         " of the data");
}

/// Throws InvalidInput for sets without structures to train on, and for those that share one.
inline void require_training_sets(std::span<const Index> train, std::span<const Index> validation) {
  if (train.empty()) throw InvalidInput("there are no structures to train on; name at least one");
  const std::set<Index> learned(train.begin(), train.end());
  for (const Index k : validation)
    if (learned.contains(k))
      throw InvalidInput("structure " + std::to_string(k) + " is both trained and validated on; choose other sets");
}

/// Place of an element among those of a model, ascending; it must be there.
inline std::size_t place_of(std::span<const int> elements, int number) {
  return static_cast<std::size_t>(std::lower_bound(elements.begin(), elements.end(), number) - elements.begin());
}

/// Keys of what a model knows by element, ascending.
template <class Map>
std::vector<int> elements_of_keys(const Map& by_element) {
  std::vector<int> elements;
  for (const auto& [number, unused] : by_element) elements.push_back(number);
  return elements;
}

}  // namespace rhofield
