// cub::DeviceScan as kernels/cuda uses it: asked twice, first for the size of its work memory.
#pragma once

#include <numeric>

#include "cub/device/work_memory.hpp"

namespace cub {

struct DeviceScan {
  template <class T, class Count>
  static cudaError_t ExclusiveSum(void* work, std::size_t& bytes, const T* in, T* out, Count count,
                                  cudaStream_t stream) {
    return cuda_on_cpu::with_work_memory(work, bytes, stream, [=] { std::exclusive_scan(in, in + count, out, T{0}); });
  }
};

}  // namespace cub
