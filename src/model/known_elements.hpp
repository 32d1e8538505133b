// Refuses what a model has never seen.
#pragma once

#include <algorithm>
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

/// Keys of what a model knows by element, ascending.
template <class Map>
std::vector<int> elements_of_keys(const Map& by_element) {
  std::vector<int> elements;
  for (const auto& [number, unused] : by_element) elements.push_back(number);
  return elements;
}

}  // namespace rhofield
