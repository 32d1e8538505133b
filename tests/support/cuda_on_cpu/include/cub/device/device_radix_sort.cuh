// cub::DeviceRadixSort as kernels/cuda uses it: asked twice, first for the size of its work memory.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "cub/device/work_memory.hpp"

namespace cub {

struct DeviceRadixSort {
  /// Stable, by bits begin_bit .. end_bit of the keys.
  template <class Key, class Value>
  static cudaError_t SortPairs(void* work, std::size_t& bytes, const Key* keys_in, Key* keys_out,
                               const Value* values_in, Value* values_out, int count, int begin_bit, int end_bit,
                               cudaStream_t stream) {
    return cuda_on_cpu::with_work_memory(work, bytes, stream, [=] {
      std::vector<int> order(static_cast<std::size_t>(count));
      std::iota(order.begin(), order.end(), 0);
      const auto digits = [=](int k) {
        const Key above = end_bit >= static_cast<int>(8 * sizeof(Key)) ? Key(~Key{0}) : Key((Key{1} << end_bit) - 1);
        return static_cast<Key>((keys_in[k] & above) >> begin_bit);
      };
      std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return digits(a) < digits(b); });
      std::vector<Key> keys(order.size());
      std::vector<Value> values(order.size());
      for (std::size_t k = 0; k < order.size(); ++k) keys[k] = keys_in[order[k]], values[k] = values_in[order[k]];
      std::copy(keys.begin(), keys.end(), keys_out);
      std::copy(values.begin(), values.end(), values_out);
    });
  }
};

}  // namespace cub
