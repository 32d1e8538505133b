// The two calls of a CUB algorithm: without work memory it tells how much it wants, with it the work goes on the
// stream.
#pragma once

#include "cuda_runtime.h"
#include "memory.hpp"

namespace cuda_on_cpu {

template <class Work>
cudaError_t with_work_memory(void* memory, std::size_t& bytes, cudaStream_t stream, Work work) {
  constexpr std::size_t wanted = 1000;
  if (memory == nullptr) {
    bytes = wanted;
    return cudaSuccess;
  }
  if (bytes < wanted || !DeviceMemory::instance().holds(memory)) return cudaErrorInvalidValue;
  enqueue(stream, [=, available = bytes] {
    const OpenMemory open;
    fill_with_poison(memory, available);
    work();
  });
  return cudaSuccess;
}

}  // namespace cuda_on_cpu
