// The layer that executes CUDA code on the CPU, itself under test: what it computes, and that it reports broken
// kernels.
#include <cublas_v2.h>
#include <cuda_runtime.h>
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "cub/device/device_radix_sort.cuh"
#include "cub/device/device_scan.cuh"
#include "memory.hpp"

namespace rhofield::cuda {
extern double2 block_memory[];
}

namespace cuda_on_cpu {
namespace {

double* shared_doubles() { return reinterpret_cast<double*>(rhofield::cuda::block_memory); }

class CudaOnCpu : public testing::Test {
 protected:
  void SetUp() override { cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking); }
  void TearDown() override {
    (void)take_failure();
    cudaStreamDestroy(stream_);
  }

  template <class T>
  T* device_array(const std::vector<T>& values) {
    T* data = nullptr;
    EXPECT_EQ(cudaMallocFromPoolAsync(&data, sizeof(T) * values.size(), nullptr, stream_), cudaSuccess);
    cudaMemcpyAsync(data, values.data(), sizeof(T) * values.size(), cudaMemcpyHostToDevice, stream_);
    cudaStreamSynchronize(stream_);
    return data;
  }
  template <class T>
  std::vector<T> host_array(const T* data, std::size_t count) {
    std::vector<T> values(count);
    cudaMemcpyAsync(values.data(), data, sizeof(T) * count, cudaMemcpyDeviceToHost, stream_);
    cudaStreamSynchronize(stream_);
    return values;
  }
  template <class... Parameters, class... Arguments>
  cudaError_t launch(unsigned blocks, unsigned threads, std::size_t shared, void (*kernel)(Parameters...),
                     Arguments... arguments) {
    const cudaLaunchConfig_t config{blocks, threads, shared, stream_};
    return cudaLaunchKernelEx(&config, kernel, static_cast<Parameters>(arguments)...);
  }
  /// What a run reported, taken before anybody else sees it.
  std::string failure_of_run() {
    drain(stream_);
    return take_failure();
  }

  cudaStream_t stream_ = nullptr;
};

__global__ void reverse_kernel(double* values) {
  double* tile = shared_doubles();
  tile[threadIdx.x] = values[threadIdx.x];
  __syncthreads();
  values[threadIdx.x] = tile[blockDim.x - 1 - threadIdx.x];
}

TEST_F(CudaOnCpu, ThreadsOfABlockMeetAtBarriers) {
  std::vector<double> values(257);
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = static_cast<double>(k);
  double* data = device_array(values);
  ASSERT_EQ(launch(1, 257, sizeof(double) * 257, reverse_kernel, data), cudaSuccess);
  const std::vector<double> reversed = host_array(data, values.size());
  for (std::size_t k = 0; k < values.size(); ++k) EXPECT_EQ(reversed[k], values[values.size() - 1 - k]);
}

__global__ void skipped_barrier_kernel(double* values) {
  if (threadIdx.x >= 32) return;
  __syncthreads();
  values[threadIdx.x] = 1.0;
}

TEST_F(CudaOnCpu, ABarrierThatSomeThreadsSkipIsReportedAsADeadlock) {
  double* data = device_array(std::vector<double>(64, 0.0));
  ASSERT_EQ(launch(1, 64, 0, skipped_barrier_kernel, data), cudaSuccess);
  const std::string failure = failure_of_run();
  EXPECT_NE(failure.find("deadlock: 32 of 64 threads"), std::string::npos) << failure;
  EXPECT_NE(failure.find("32 threads at the barrier at layer_test.cpp"), std::string::npos) << failure;
}

__global__ void two_barriers_kernel(double* values) {
  if (threadIdx.x % 2 == 0)
    __syncthreads();
  else
    __syncthreads();
  values[threadIdx.x] = 1.0;
}

TEST_F(CudaOnCpu, ThreadsAtDifferentBarriersAreReported) {
  double* data = device_array(std::vector<double>(32, 0.0));
  ASSERT_EQ(launch(1, 32, 0, two_barriers_kernel, data), cudaSuccess);
  EXPECT_NE(failure_of_run().find("different barriers"), std::string::npos);
}

TEST_F(CudaOnCpu, TheDeviceWorksOnAfterABrokenKernel) {
  double* data = device_array(std::vector<double>{1.0, 2.0});
  ASSERT_EQ(launch(3, 2, 0, two_barriers_kernel, data), cudaSuccess);
  EXPECT_FALSE(failure_of_run().empty());
  ASSERT_EQ(launch(1, 2, 2 * sizeof(double), reverse_kernel, data), cudaSuccess);
  EXPECT_EQ(host_array(data, 2), (std::vector<double>{2.0, 1.0}));
}

__global__ void missing_barrier_kernel(double* values) {
  double* tile = shared_doubles();
  tile[threadIdx.x] = values[threadIdx.x];
  values[threadIdx.x] = 1.0 + tile[(threadIdx.x + 1) % blockDim.x];
}

TEST_F(CudaOnCpu, SharedMemoryThatIsReadBeforeItIsWrittenIsReported) {
  double* data = device_array(std::vector<double>(64, 0.0));
  ASSERT_EQ(launch(1, 64, sizeof(double) * 64, missing_barrier_kernel, data), cudaSuccess);
  EXPECT_NE(failure_of_run().find("never written"), std::string::npos);
}

__global__ void add_kernel(const double* values, double* result) { result[threadIdx.x] = values[threadIdx.x] + 1.0; }

TEST_F(CudaOnCpu, DeviceMemoryThatIsReadBeforeItIsWrittenIsReported) {
  double* data = nullptr;
  ASSERT_EQ(cudaMallocFromPoolAsync(&data, 64, nullptr, stream_), cudaSuccess);
  ASSERT_EQ(launch(1, 8, 0, add_kernel, data, data), cudaSuccess);
  EXPECT_NE(failure_of_run().find("never written"), std::string::npos);
}

__global__ void last_writer_kernel(int* winner) { *winner = static_cast<int>(32 * blockIdx.x + threadIdx.x); }

TEST_F(CudaOnCpu, ARaceEndsDifferentlyFromRunToRun) {
  int* winner = device_array(std::vector<int>{-1});
  std::set<int> winners;
  for (int run = 0; run < 20; ++run) {
    ASSERT_EQ(launch(4, 32, 0, last_writer_kernel, winner), cudaSuccess);
    winners.insert(host_array(winner, 1).front());
  }
  EXPECT_GT(winners.size(), 5U);
}

__global__ void warp_sum_kernel(double* sums) {
  double value = static_cast<double>(threadIdx.x);
  for (unsigned lanes = 16; lanes > 0; lanes /= 2) value += __shfl_down_sync(0xffffffffU, value, lanes);
  const unsigned even = __ballot_sync(0xffffffffU, threadIdx.x % 2 == 0);
  if (threadIdx.x % 32 == 0) sums[threadIdx.x / 32] = value + 1000.0 * __popc(even);
}

TEST_F(CudaOnCpu, LanesOfAWarpExchangeValues) {
  double* sums = device_array(std::vector<double>(2, 0.0));
  ASSERT_EQ(launch(1, 64, 0, warp_sum_kernel, sums), cudaSuccess);
  EXPECT_EQ(host_array(sums, 2), (std::vector<double>{496.0 + 16000.0, 496.0 + 1024.0 + 16000.0}));
}

__global__ void missing_lane_kernel(double* values) {
  if (threadIdx.x == 5) return;
  values[threadIdx.x] = __shfl_xor_sync(0xffffffffU, values[threadIdx.x], 1);
}

TEST_F(CudaOnCpu, AWarpCollectiveWithoutOneOfItsLanesIsReported) {
  double* data = device_array(std::vector<double>(32, 0.0));
  ASSERT_EQ(launch(1, 32, 0, missing_lane_kernel, data), cudaSuccess);
  EXPECT_NE(failure_of_run().find("31 threads at the warp collective"), std::string::npos);
}

TEST_F(CudaOnCpu, WorkWaitsUntilSomebodySynchronises) {
  std::vector<double> host{1.0, 2.0};
  double* data = device_array(std::vector<double>{0.0, 0.0});
  cudaMemcpyAsync(data, host.data(), 16, cudaMemcpyHostToDevice, stream_);
  host[0] = 7.0;  // too early: nobody waited for the copy
  EXPECT_EQ(host_array(data, 2), (std::vector<double>{7.0, 2.0}));
}

TEST_F(CudaOnCpu, AStreamWaitsForAnEventOfAnother) {
  cudaStream_t other = nullptr;
  cudaEvent_t event = nullptr;
  cudaStreamCreateWithFlags(&other, cudaStreamNonBlocking);
  cudaEventCreateWithFlags(&event, cudaEventDisableTiming);
  const std::vector<double> source{3.0};
  double* data = device_array(std::vector<double>{0.0});
  double* result = device_array(std::vector<double>{0.0});
  cudaMemcpyAsync(data, source.data(), 8, cudaMemcpyHostToDevice, other);
  cudaEventRecord(event, other);
  cudaStreamWaitEvent(stream_, event);
  ASSERT_EQ(launch(1, 1, 0, add_kernel, data, result), cudaSuccess);
  EXPECT_EQ(host_array(result, 1).front(), 4.0);
  cudaEventDestroy(event);
  cudaStreamDestroy(other);
}

TEST_F(CudaOnCpu, CapturedWorkIsDoneByEveryLaunchOfItsGraphAndNotBefore) {
  double* x = device_array(std::vector<double>{1.0});
  double* y = device_array(std::vector<double>{0.0});
  cublasHandle_t handle = nullptr;
  cublasCreate(&handle);
  cublasSetStream(handle, stream_);
  ASSERT_EQ(cudaStreamBeginCapture(stream_, cudaStreamCaptureModeThreadLocal), cudaSuccess);
  ASSERT_EQ(launch(1, 1, 0, add_kernel, x, y), cudaSuccess);
  double factor = 3.0;
  ASSERT_EQ(cublasDscal_64(handle, 1, &factor, y, 1), CUBLAS_STATUS_SUCCESS);
  ASSERT_EQ(cudaMemcpyAsync(x, y, sizeof(double), cudaMemcpyDefault, stream_), cudaSuccess);
  factor = 100.0;  // factors are those of the capture
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t executable = nullptr;
  ASSERT_EQ(cudaStreamEndCapture(stream_, &graph), cudaSuccess);
  ASSERT_EQ(cudaGraphInstantiate(&executable, graph, 0), cudaSuccess);
  cudaGraphDestroy(graph);
  EXPECT_EQ(host_array(x, 1).front(), 1.0);
  cudaGraphLaunch(executable, stream_);
  cudaGraphLaunch(executable, stream_);
  cudaGraphExecDestroy(executable);
  EXPECT_EQ(host_array(x, 1).front(), 21.0);  // 3 (3 (1 + 1) + 1)
  cublasDestroy(handle);
}

TEST_F(CudaOnCpu, ACaptureDoesNotWaitAllocateOrHandResultsToTheHost) {
  double* x = device_array(std::vector<double>{1.0});
  double result = 0.0;
  double* more = nullptr;
  cublasHandle_t handle = nullptr;
  cublasCreate(&handle);
  cublasSetStream(handle, stream_);
  const auto broken_by = [&](const auto& call) {
    cudaGraph_t graph = nullptr;
    cudaStreamBeginCapture(stream_, cudaStreamCaptureModeThreadLocal);
    const bool refused = call();
    return refused && cudaStreamEndCapture(stream_, &graph) == cudaErrorStreamCaptureInvalidated && graph == nullptr;
  };
  const auto unsupported = cudaErrorStreamCaptureUnsupported;
  EXPECT_TRUE(broken_by([&] { return cudaStreamSynchronize(stream_) == unsupported; }));
  EXPECT_TRUE(broken_by([&] { return cudaMallocFromPoolAsync(&more, 8, nullptr, stream_) == unsupported; }));
  EXPECT_TRUE(broken_by([&] { return cudaFreeAsync(x, stream_) == unsupported; }));
  EXPECT_TRUE(broken_by([&] { return cublasDdot_64(handle, 1, x, 1, x, 1, &result) != CUBLAS_STATUS_SUCCESS; }));
  EXPECT_EQ(cublasDdot_64(handle, 1, x, 1, x, 1, &result), CUBLAS_STATUS_SUCCESS) << "afterwards all is as before";
  EXPECT_EQ(result, 1.0);
  cublasDestroy(handle);
}

TEST_F(CudaOnCpu, ImpossibleLaunchesAreRefused) {
  double* data = device_array(std::vector<double>{0.0});
  EXPECT_EQ(launch(1, 1025, 0, reverse_kernel, data), cudaErrorInvalidConfiguration);
  EXPECT_EQ(launch(1, 32, 49 << 10, reverse_kernel, data), cudaErrorInvalidValue);
  EXPECT_EQ(cudaFuncSetAttribute(reverse_kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, 64 << 10), cudaSuccess);
  EXPECT_EQ(launch(1, 1, 49 << 10, reverse_kernel, data), cudaSuccess);
  EXPECT_EQ(cudaFuncSetAttribute(reverse_kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, 228 << 10),
            cudaErrorInvalidValue);
}

TEST_F(CudaOnCpu, LibrariesRefuseMemoryOfTheHost) {
  cublasHandle_t handle = nullptr;
  cublasCreate(&handle);
  cublasSetStream(handle, stream_);
  const double one = 1.0;
  std::array<double, 2> host{1.0, 2.0};
  EXPECT_EQ(cublasDscal_64(handle, 2, &one, host.data(), 1), CUBLAS_STATUS_INVALID_VALUE);
  cublasDestroy(handle);
}

TEST_F(CudaOnCpu, SortsAreStableAndScansExclusive) {
  unsigned* keys = device_array(std::vector<unsigned>{2, 1, 2, 0});
  unsigned* values = device_array(std::vector<unsigned>{10, 11, 12, 13});
  unsigned* sorted_keys = device_array(std::vector<unsigned>(4, 9));
  unsigned* sorted_values = device_array(std::vector<unsigned>(4, 9));
  std::size_t bytes = 0;
  char* none = nullptr;
  cub::DeviceRadixSort::SortPairs(none, bytes, keys, sorted_keys, values, sorted_values, 4, 0, 2, stream_);
  char* work = device_array(std::vector<char>(bytes, 0));
  cub::DeviceRadixSort::SortPairs(work, bytes, keys, sorted_keys, values, sorted_values, 4, 0, 2, stream_);
  EXPECT_EQ(host_array(sorted_values, 4), (std::vector<unsigned>{13, 11, 10, 12}));
  cub::DeviceScan::ExclusiveSum(work, bytes, keys, keys, 4, stream_);
  EXPECT_EQ(host_array(keys, 4), (std::vector<unsigned>{0, 2, 3, 5}));
}

using CudaOnCpuDeathTest = CudaOnCpu;

TEST_F(CudaOnCpuDeathTest, TheHostCannotTouchDeviceMemory) {
  double* data = device_array(std::vector<double>{1.0});
  EXPECT_DEATH({ *static_cast<volatile double*>(data) = 2.0; }, "");
}

#if defined(__SANITIZE_ADDRESS__)
__global__ void beyond_kernel(double* values, int beyond) { values[threadIdx.x + static_cast<unsigned>(beyond)] = 1.0; }

TEST_F(CudaOnCpuDeathTest, WritesBeyondDeviceMemoryAreCaught) {
  double* data = device_array(std::vector<double>(32, 0.0));
  EXPECT_DEATH(
      {
        launch(1, 32, 0, beyond_kernel, data, 1);
        drain(stream_);
      },
      "use-after-poison");
}

TEST_F(CudaOnCpuDeathTest, WritesBeyondSharedMemoryAreCaught) {
  double* data = device_array(std::vector<double>(64, 0.0));
  EXPECT_DEATH(
      {
        launch(1, 64, sizeof(double) * 63, reverse_kernel, data);
        drain(stream_);
      },
      "use-after-poison");
}

TEST_F(CudaOnCpu, APointerToTheHostAmongTheArgumentsIsReported) {
  std::vector<double> host(32);
  EXPECT_EQ(launch(1, 32, 0, add_kernel, host.data(), host.data()), cudaErrorInvalidValue);
  EXPECT_NE(take_failure().find("memory of the host"), std::string::npos);
}
#endif

}  // namespace
}  // namespace cuda_on_cpu
