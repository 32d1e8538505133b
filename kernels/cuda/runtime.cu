// Errors, the current device, streams and grids of the CUDA runtime.
#include "cuda/runtime.hpp"

#include <limits>
#include <string_view>

#include "rhofield/error.hpp"

namespace rhofield::cuda {

std::string describe(const std::source_location& where) {
  std::string_view file = where.file_name();
  if (const auto slash = file.rfind('/'); slash != std::string_view::npos) file.remove_prefix(slash + 1);
  return std::string(where.function_name()) + " (" + std::string(file) + ":" + std::to_string(where.line()) + ")";
}

void check(cudaError_t status, std::source_location where) {
  if (status == cudaSuccess) return;
  (void)cudaGetLastError();  // an error that is thrown must not be reported again by the next call
  throw DeviceError("cuda: " + std::string(cudaGetErrorString(status)) + " [" + cudaGetErrorName(status) + "] in " +
                    describe(where));
}

CurrentDevice::CurrentDevice(int index) {
  check(cudaGetDevice(&previous_));
  if (previous_ == index) return;
  check(cudaSetDevice(index));
  changed_ = true;
}

CurrentDevice::~CurrentDevice() {
  if (changed_) (void)cudaSetDevice(previous_);
}

Context::Context(int index, cudaStream_t stream) : index_(index), stream_(stream), owned_(stream == nullptr) {
  if (!owned_) return;
  const CurrentDevice current(index_);
  check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking));
}

Context::~Context() {
  if (owned_) (void)cudaStreamDestroy(stream_);
}

void Context::synchronize() const { check(cudaStreamSynchronize(stream_)); }

Grid one_thread_per(Index count, std::source_location where) {
  return one_block_per((count + threads_per_block - 1) / threads_per_block, threads_per_block, 0, where);
}

Grid one_block_per(Index count, int threads, std::size_t shared_bytes, std::source_location where) {
  if (count < 0 || count > std::numeric_limits<int>::max())
    throw InternalError("cuda: a grid of " + std::to_string(count) + " blocks was asked for, 0 to " +
                        std::to_string(std::numeric_limits<int>::max()) + " are possible, in " + describe(where));
  return {dim3(static_cast<unsigned>(count)), dim3(static_cast<unsigned>(threads)), shared_bytes, where};
}

}  // namespace rhofield::cuda
