// The part of the CUDA runtime and of its device functions that kernels/cuda uses, executed on the CPU by fibers
// (block.hpp) on work queues that run as late as the order of streams allows (stream.hpp). Names, types and meanings are
// CUDA's; what is not used is not here.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <source_location>
#include <tuple>
#include <utility>

#include "block.hpp"
#include "stream.hpp"

#define __global__
#define __device__
#define __host__
// Allows `extern __shared__` and nothing else: an array of a kernel's own, which would be one per thread here and could
// not be poisoned, has no linkage, and the compiler refuses it ("weak declaration of ... must be public").
#define __shared__ __attribute__((weak))
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __restrict__ __restrict

// --- Types ---
struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
};
struct alignas(16) double2 {
  double x, y;
};
enum cudaError_t {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorInvalidConfiguration = 9,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101,
  cudaErrorIllegalState = 401,
  cudaErrorLaunchFailure = 719,
  cudaErrorStreamCaptureUnsupported = 900,
  cudaErrorStreamCaptureInvalidated = 901
};
enum cudaMemcpyKind {
  cudaMemcpyHostToHost,
  cudaMemcpyHostToDevice,
  cudaMemcpyDeviceToHost,
  cudaMemcpyDeviceToDevice,
  cudaMemcpyDefault
};
struct CUstream_st : cuda_on_cpu::Stream {};
using cudaStream_t = CUstream_st*;
using cudaEvent_t = cuda_on_cpu::Event*;
using cudaGraph_t = std::shared_ptr<cuda_on_cpu::Graph>*;
using cudaGraphExec_t = std::shared_ptr<cuda_on_cpu::Graph>*;
enum cudaStreamCaptureMode { cudaStreamCaptureModeGlobal, cudaStreamCaptureModeThreadLocal };
enum cudaStreamCaptureStatus { cudaStreamCaptureStatusNone, cudaStreamCaptureStatusActive };
#define cudaStreamLegacy (reinterpret_cast<cudaStream_t>(1))  // the default stream, as a handle
using cudaMemPool_t = struct EmulatedPool*;
struct cudaDeviceProp {
  char name[256];
  std::size_t totalGlobalMem;
  int major, minor, multiProcessorCount;
};
struct cudaFuncAttributes {
  int maxDynamicSharedSizeBytes;
};
enum cudaFuncAttribute { cudaFuncAttributeMaxDynamicSharedMemorySize = 8 };
struct cudaLaunchConfig_t {
  dim3 gridDim, blockDim;
  std::size_t dynamicSmemBytes;
  cudaStream_t stream;
};
enum cudaMemAllocationType { cudaMemAllocationTypePinned = 1 };
enum cudaMemLocationType { cudaMemLocationTypeDevice = 1 };
struct cudaMemPoolProps {
  cudaMemAllocationType allocType;
  struct {
    cudaMemLocationType type;
    int id;
  } location;
};
enum cudaMemPoolAttr { cudaMemPoolAttrReleaseThreshold = 4, cudaMemPoolAttrUsedMemHigh = 8 };
inline constexpr unsigned cudaStreamNonBlocking = 1;
inline constexpr unsigned cudaEventDisableTiming = 2;

// --- Host functions ---
const char* cudaGetErrorName(cudaError_t status);
const char* cudaGetErrorString(cudaError_t status);
cudaError_t cudaGetLastError();
cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaGetDevice(int* index);
cudaError_t cudaSetDevice(int index);
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int index);
cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total);
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned flags = 0);
cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode mode);
cudaError_t cudaStreamIsCapturing(cudaStream_t stream, cudaStreamCaptureStatus* status);
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph);
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long flags);
cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream);
cudaError_t cudaGraphDestroy(cudaGraph_t graph);
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
cudaError_t cudaEventDestroy(cudaEvent_t event);
cudaError_t cudaMemPoolCreate(cudaMemPool_t* pool, const cudaMemPoolProps* properties);
cudaError_t cudaMemPoolDestroy(cudaMemPool_t pool);
cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t pool, cudaMemPoolAttr attribute, void* value);
cudaError_t cudaMemPoolGetAttribute(cudaMemPool_t pool, cudaMemPoolAttr attribute, void* value);
cudaError_t cudaMallocFromPoolAsync(void** data, std::size_t bytes, cudaMemPool_t pool, cudaStream_t stream);
template <class T>
cudaError_t cudaMallocFromPoolAsync(T** data, std::size_t bytes, cudaMemPool_t pool, cudaStream_t stream) {
  return cudaMallocFromPoolAsync(reinterpret_cast<void**>(data), bytes, pool, stream);
}
cudaError_t cudaFreeAsync(void* data, cudaStream_t stream);
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream);
cudaError_t cudaMemcpy2DAsync(void* to, std::size_t to_pitch, const void* from, std::size_t from_pitch,
                              std::size_t width, std::size_t height, cudaMemcpyKind kind, cudaStream_t stream);
cudaError_t cudaMemsetAsync(void* data, int value, std::size_t bytes, cudaStream_t stream);

namespace cuda_on_cpu {
cudaError_t allow_shared_memory(const void* kernel, int bytes);
/// Checks the launch, then puts it on its stream; `arguments` are looked through for host pointers.
cudaError_t enqueue_launch(const cudaLaunchConfig_t& config, const void* kernel, const void* arguments,
                           std::size_t argument_bytes, std::function<void()> body);
}  // namespace cuda_on_cpu

template <class... Parameters>
cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, void (*)(Parameters...)) {
  *attributes = {};
  return cudaSuccess;
}

template <class... Parameters>
cudaError_t cudaFuncSetAttribute(void (*kernel)(Parameters...), cudaFuncAttribute, int value) {
  return cuda_on_cpu::allow_shared_memory(reinterpret_cast<const void*>(kernel), value);
}

template <class... Parameters, class... Arguments>
cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t* config, void (*kernel)(Parameters...),
                               Arguments&&... arguments) {
  std::tuple<Parameters...> values(std::forward<Arguments>(arguments)...);
  __builtin_clear_padding(&values);  // what lies between arguments must not look like a pointer
  return cuda_on_cpu::enqueue_launch(*config, reinterpret_cast<const void*>(kernel), &values, sizeof values,
                                     [kernel, values] { std::apply(kernel, values); });
}

// --- Device functions ---
inline const cuda_on_cpu::Index3& threadIdx = cuda_on_cpu::place.thread;
inline const cuda_on_cpu::Index3& blockIdx = cuda_on_cpu::place.block;
inline const cuda_on_cpu::Index3& blockDim = cuda_on_cpu::place.block_size;
inline const cuda_on_cpu::Index3& gridDim = cuda_on_cpu::place.grid_size;
inline constexpr int warpSize = 32;

inline void __syncthreads(std::source_location where = std::source_location::current()) {
  (void)cuda_on_cpu::wait_for_block(false, where);
}
inline int __syncthreads_count(int vote, std::source_location where = std::source_location::current()) {
  return cuda_on_cpu::wait_for_block(vote != 0, where);
}
inline int __syncthreads_or(int vote, std::source_location where = std::source_location::current()) {
  return cuda_on_cpu::wait_for_block(vote != 0, where) > 0 ? 1 : 0;
}
inline void __syncwarp(unsigned mask = 0xffffffffU, std::source_location where = std::source_location::current()) {
  (void)cuda_on_cpu::exchange_in_warp(mask, 0, where);
}
inline unsigned __ballot_sync(unsigned mask, int vote, std::source_location where = std::source_location::current()) {
  const auto all = cuda_on_cpu::exchange_in_warp(mask, vote != 0 ? 1 : 0, where);
  unsigned votes = 0;
  for (unsigned k = 0; k < 32; ++k)
    if ((all.lanes >> k & 1U) != 0 && all.value[k] != 0) votes |= 1U << k;
  return votes;
}

namespace cuda_on_cpu {
template <class T>
T shuffle(unsigned mask, T value, unsigned from, std::source_location where) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t));
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  const WarpValues all = exchange_in_warp(mask, bits, where);
  // A lane beyond the warp keeps its own value; one that takes no part has none: a value that shows.
  if (from >= 32) return value;
  bits = (all.lanes >> from & 1U) != 0 ? all.value[from] : 0x7ff4'0000'0000'0000;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}
}  // namespace cuda_on_cpu

template <class T>
T __shfl_sync(unsigned mask, T value, int from, int width = 32,
              std::source_location where = std::source_location::current()) {
  const unsigned first = cuda_on_cpu::lane() / static_cast<unsigned>(width) * static_cast<unsigned>(width);
  return cuda_on_cpu::shuffle(mask, value, first + static_cast<unsigned>(from) % static_cast<unsigned>(width), where);
}
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int lanes, int = 32,
                  std::source_location where = std::source_location::current()) {
  return cuda_on_cpu::shuffle(mask, value, cuda_on_cpu::lane() ^ static_cast<unsigned>(lanes), where);
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned lanes, int = 32,
                   std::source_location where = std::source_location::current()) {
  return cuda_on_cpu::shuffle(mask, value, cuda_on_cpu::lane() + lanes, where);
}
template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned lanes, int = 32,
                 std::source_location where = std::source_location::current()) {
  const unsigned own = cuda_on_cpu::lane();
  return cuda_on_cpu::shuffle(mask, value, own >= lanes ? own - lanes : own, where);
}
inline int __popc(unsigned bits) { return __builtin_popcount(bits); }

template <class T>
T atomicAdd(T* address, T value) {
  return std::exchange(*address, static_cast<T>(*address + value));
}
template <class T>
T atomicMax(T* address, T value) {
  return std::exchange(*address, *address < value ? value : *address);
}
