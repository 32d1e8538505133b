// Random numbers that are the same with every standard library.
#pragma once

#include <random>
#include <utility>
#include <vector>

namespace rhofield {

/// In (0, 1).
inline double uniform(std::mt19937_64& random) { return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; }

template <class T>
void shuffle(std::vector<T>& list, std::mt19937_64& random) {
  for (std::size_t k = list.size(); k > 1; --k) std::swap(list[k - 1], list[random() % k]);
}

}  // namespace rhofield
