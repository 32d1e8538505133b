// The CUDA runtime as this project uses it: error checks, the current device, one stream per device, and launch(),
// through which every kernel starts. Only this header includes the runtime, so that all calls in use can be read (and
// replaced) here.
#pragma once

#include <cuda_runtime.h>

#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

#include "rhofield/error.hpp"
#include "rhofield/view.hpp"

namespace rhofield::cuda {

/// Throws DeviceError "cuda: <what the runtime says> in <function> (<file>:<line>)" unless `status` is success.
void check(cudaError_t status, std::source_location where = std::source_location::current());

/// "<function> (<file>:<line>)", as error messages end.
std::string describe(const std::source_location& where);

/// Makes a device current on this thread and restores the caller's choice at the end of the scope.
class [[nodiscard]] CurrentDevice {
 public:
  explicit CurrentDevice(int index);
  CurrentDevice(const CurrentDevice&) = delete;
  CurrentDevice& operator=(const CurrentDevice&) = delete;
  ~CurrentDevice();

 private:
  int previous_ = 0;
  bool changed_ = false;
};

/// A device and the stream on which all its copies, library calls and kernels are ordered.
class Context {
 public:
  /// Null makes a stream of its own; another one stays the caller's.
  explicit Context(int index, cudaStream_t stream = nullptr);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context();

  int index() const { return index_; }
  cudaStream_t stream() const { return stream_; }
  void synchronize() const;

 private:
  int index_;
  cudaStream_t stream_ = nullptr;
  bool owned_ = false;
};

/// Threads per block of kernels that give each element its own thread: a multiple of the warp, eight blocks fill an SM.
inline constexpr int threads_per_block = 256;

/// How a kernel is spread over the device, and where in the source it was asked for.
struct Grid {
  dim3 blocks;
  dim3 threads;
  std::size_t shared_bytes;
  std::source_location where;
};

/// One thread for each of `count` elements; the kernel guards its index (thread_index()) against `count`.
Grid one_thread_per(Index count, std::source_location where = std::source_location::current());
/// `count` blocks of `threads` threads that share `shared_bytes` of memory.
Grid one_block_per(Index count, int threads, std::size_t shared_bytes = 0,
                   std::source_location where = std::source_location::current());

/// Starts `kernel` on the context's stream. A grid without blocks starts nothing.
template <class... Parameters, class... Arguments>
void launch(const Context& context, const Grid& grid, void (*kernel)(Parameters...), Arguments&&... arguments) {
  if (grid.blocks.x == 0) return;
  const CurrentDevice current(context.index());
  cudaLaunchConfig_t config{};
  config.gridDim = grid.blocks;
  config.blockDim = grid.threads;
  config.dynamicSmemBytes = grid.shared_bytes;
  config.stream = context.stream();
  check(cudaLaunchKernelEx(&config, kernel, static_cast<Parameters>(std::forward<Arguments>(arguments))...),
        grid.where);
}

/// Runs `body.template operator()<value>()` for the one value in 0 .. largest that equals `wanted`: the way from an
/// order known at run time to a kernel unrolled for it. Throws InternalError for any other value.
template <int largest, class Body>
void unroll_for(int wanted, const Body& body) {
  const bool found = [&]<int... value>(std::integer_sequence<int, value...>) {
    return ((value == wanted && (body.template operator()<value>(), true)) || ...);
  }
  (std::make_integer_sequence<int, largest + 1>{});
  if (!found)
    throw InternalError("cuda: a kernel for order " + std::to_string(wanted) + " was asked for, the largest is " +
                        std::to_string(largest));
}

/// body(k) for k = 0 .. count - 1 as compile-time constants, so that arrays indexed by k stay in registers.
template <int count, class Body>
__device__ void unrolled(const Body& body) {
  [&]<int... k>(std::integer_sequence<int, k...>) { (body(std::integral_constant<int, k>{}), ...); }
  (std::make_integer_sequence<int, count>{});
}

/// Flat index of this thread in a grid made by one_thread_per.
__device__ inline Index thread_index() { return static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x; }

/// The memory that the threads of a block share, of the size given to one_block_per.
template <class T>
__device__ T* shared_memory() {
  extern __shared__ double2 block_memory[];
  return reinterpret_cast<T*>(block_memory);
}

/// Sum over the threads of a block, known to all of them, added in a fixed order; `sums` is shared, one per thread.
template <int Threads>
__device__ double block_sum(double value, double* sums) {
  static_assert((Threads & (Threads - 1)) == 0, "halving the threads must end at one");
  const int thread = static_cast<int>(threadIdx.x);
  sums[thread] = value;
  for (int half = Threads / 2; half > 0; half /= 2) {
    __syncthreads();
    if (thread < half) sums[thread] += sums[thread + half];
  }
  __syncthreads();
  const double total = sums[0];
  __syncthreads();  // before the next sum writes
  return total;
}

}  // namespace rhofield::cuda
