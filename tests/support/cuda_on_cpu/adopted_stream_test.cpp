// A caller's stream: rhofield's work is ordered on it, and it stays the caller's.
#include <cuda_runtime.h>
#include <gtest/gtest.h>

#include "rhofield/cuda.hpp"
#include "rhofield/error.hpp"
#include "rhofield/tensor.hpp"

namespace rhofield {
namespace {

TEST(AdoptedStream, CarriesAllWorkAndOutlivesTheDevice) {
  cudaStream_t stream = nullptr;
  ASSERT_EQ(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), cudaSuccess);
  {
    const Device device = cuda_device(0, stream);
    const long before = stream->enqueued;
    auto x = Tensor<double, 1>::zeros(device, {3});
    EXPECT_GT(stream->enqueued, before);
    EXPECT_LT(stream->done, stream->enqueued) << "setting to zero waits for nobody";
    // The caller's own work, after ours without waiting in between.
    const std::vector<double> values{1.0, 2.0, 3.0};
    cudaMemcpyAsync(x.view().data(), values.data(), 24, cudaMemcpyHostToDevice, stream);
    EXPECT_EQ(x.to_host(), values);
  }
  EXPECT_EQ(cudaStreamSynchronize(stream), cudaSuccess);
  EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
}

TEST(AdoptedStream, OfADeviceThatIsNotThereIsRefused) {
  EXPECT_THROW((void)cuda_device(99, nullptr), BackendUnavailable);
}

}  // namespace
}  // namespace rhofield
