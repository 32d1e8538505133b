// cuFFT of the layer against the definition, X_k = sum_x x exp(-+ 2 pi i k.x / n).
#include <cufft.h>
#include <gtest/gtest.h>

#include <complex>
#include <numbers>
#include <random>
#include <vector>

#include "memory.hpp"

namespace cuda_on_cpu {
namespace {

using Complex = std::complex<double>;
constexpr int nx = 3, ny = 4, nz = 5, points = nx * ny * nz, half = nz / 2 + 1;
constexpr double tolerance = 1e-13;  // sums of 60 numbers below 1

std::vector<Complex> definition(const std::vector<Complex>& x, double sign) {
  std::vector<Complex> result(points);
  for (int k = 0; k < points; ++k)
    for (int r = 0; r < points; ++r) {
      const double phase = double(k / (ny * nz) * (r / (ny * nz))) / nx + double(k / nz % ny * (r / nz % ny)) / ny +
                           double(k % nz * (r % nz)) / nz;
      result[static_cast<std::size_t>(k)] +=
          x[static_cast<std::size_t>(r)] * std::polar(1.0, sign * 2.0 * std::numbers::pi * phase);
    }
  return result;
}

class Fourier : public testing::Test {
 protected:
  void SetUp() override { cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking); }
  void TearDown() override { cudaStreamDestroy(stream_); }

  template <class T>
  T* device_array(std::size_t count, const void* values = nullptr) {
    T* data = nullptr;
    EXPECT_EQ(cudaMallocFromPoolAsync(&data, sizeof(T) * count, nullptr, stream_), cudaSuccess);
    if (values != nullptr) cudaMemcpyAsync(data, values, sizeof(T) * count, cudaMemcpyHostToDevice, stream_);
    cudaStreamSynchronize(stream_);
    return data;
  }
  template <class T>
  std::vector<T> host_array(const void* data, std::size_t count) {
    std::vector<T> values(count);
    cudaMemcpyAsync(values.data(), data, sizeof(T) * count, cudaMemcpyDeviceToHost, stream_);
    EXPECT_EQ(cudaStreamSynchronize(stream_), cudaSuccess);
    return values;
  }
  static std::vector<double> random(std::size_t count) {
    std::mt19937_64 generator(1);
    std::vector<double> values(count);
    for (double& v : values) v = std::uniform_real_distribution<double>(-1.0, 1.0)(generator);
    return values;
  }

  cudaStream_t stream_ = nullptr;
};

TEST_F(Fourier, RealTransformsAreThoseOfTheDefinitionAndGoBack) {
  const std::vector<double> x = random(points);
  const std::vector<Complex> expected = definition({x.begin(), x.end()}, -1.0);
  cufftHandle forward = 0, backward = 0;
  ASSERT_EQ(cufftPlan3d(&forward, nx, ny, nz, CUFFT_D2Z), CUFFT_SUCCESS);
  ASSERT_EQ(cufftPlan3d(&backward, nx, ny, nz, CUFFT_Z2D), CUFFT_SUCCESS);
  cufftSetStream(forward, stream_);
  cufftSetStream(backward, stream_);
  auto* real = device_array<double>(points, x.data());
  auto* transform = device_array<cufftDoubleComplex>(nx * ny * half);
  const long done = stream_->done;
  ASSERT_EQ(cufftExecD2Z(forward, real, transform), CUFFT_SUCCESS);
  EXPECT_EQ(stream_->done, done) << "transforms wait on the stream like all work";
  const auto got = host_array<Complex>(transform, nx * ny * half);
  for (int row = 0; row < nx * ny; ++row)
    for (int k = 0; k < half; ++k)
      EXPECT_LT(
          std::abs(got[static_cast<std::size_t>(row * half + k)] - expected[static_cast<std::size_t>(row * nz + k)]),
          tolerance);
  ASSERT_EQ(cufftExecZ2D(backward, transform, real), CUFFT_SUCCESS);
  const auto back = host_array<double>(real, points);
  for (std::size_t r = 0; r < points; ++r) EXPECT_NEAR(back[r], points * x[r], points * tolerance);
  EXPECT_TRUE(std::isnan(host_array<double>(transform, 1).front())) << "the input of Z2D is lost";
  EXPECT_EQ(cufftDestroy(forward), CUFFT_SUCCESS);
  EXPECT_EQ(cufftDestroy(forward), CUFFT_INVALID_PLAN);
  EXPECT_EQ(cufftDestroy(backward), CUFFT_SUCCESS);
}

TEST_F(Fourier, BatchesOfComplexTransformsInPlaceAreThoseOfTheDefinition) {
  constexpr std::size_t batch = 2;
  const std::vector<double> x = random(2 * batch * points);
  for (const int direction : {CUFFT_FORWARD, CUFFT_INVERSE}) {
    cufftHandle plan = 0;
    std::array<int, 3> n{nx, ny, nz};
    ASSERT_EQ(cufftPlanMany(&plan, 3, n.data(), nullptr, 1, 0, nullptr, 1, 0, CUFFT_Z2Z, batch), CUFFT_SUCCESS);
    cufftSetStream(plan, stream_);
    auto* data = device_array<cufftDoubleComplex>(batch * points, x.data());
    ASSERT_EQ(cufftExecZ2Z(plan, data, data, direction), CUFFT_SUCCESS);
    const auto got = host_array<Complex>(data, batch * points);
    for (std::size_t b = 0; b < batch; ++b) {
      std::vector<Complex> one(points);
      for (std::size_t r = 0; r < points; ++r) one[r] = {x[2 * (b * points + r)], x[2 * (b * points + r) + 1]};
      const auto expected = definition(one, direction);
      for (std::size_t k = 0; k < points; ++k) EXPECT_LT(std::abs(got[b * points + k] - expected[k]), tolerance);
    }
    cufftDestroy(plan);
  }
}

TEST_F(Fourier, LayoutsWithStridesAndRealTransformsInPlaceWork) {
  // Columns of a [nz, 3] array, one transform each; then the same rows in place, padded to 2 (nz / 2 + 1).
  const std::vector<double> x = random(3 * nz);
  int n = nz, in_embed = nz, out_embed = half;
  cufftHandle columns = 0, rows = 0;
  ASSERT_EQ(cufftPlanMany(&columns, 1, &n, &in_embed, 3, 1, &out_embed, 1, half, CUFFT_D2Z, 3), CUFFT_SUCCESS);
  ASSERT_EQ(cufftPlanMany(&rows, 1, &n, nullptr, 1, 0, nullptr, 1, 0, CUFFT_D2Z, 3), CUFFT_SUCCESS);
  cufftSetStream(columns, stream_);
  cufftSetStream(rows, stream_);
  std::vector<double> padded(3 * 2 * half, 0.0);
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t r = 0; r < nz; ++r) padded[c * 2 * half + r] = x[r * 3 + c];
  auto* strided = device_array<double>(3 * nz, x.data());
  auto* transform = device_array<cufftDoubleComplex>(3 * half);
  auto* in_place = device_array<double>(padded.size(), padded.data());
  ASSERT_EQ(cufftExecD2Z(columns, strided, transform), CUFFT_SUCCESS);
  ASSERT_EQ(cufftExecD2Z(rows, in_place, reinterpret_cast<cufftDoubleComplex*>(in_place)), CUFFT_SUCCESS);
  const auto a = host_array<Complex>(transform, 3 * half);
  const auto b = host_array<Complex>(in_place, 3 * half);
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t k = 0; k < half; ++k) {
      Complex expected = 0.0;
      for (std::size_t r = 0; r < nz; ++r)
        expected += x[r * 3 + c] * std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k * r) / nz);
      EXPECT_LT(std::abs(a[c * half + k] - expected), tolerance);
      EXPECT_LT(std::abs(b[c * half + k] - expected), tolerance);
    }
  cufftDestroy(columns);
  cufftDestroy(rows);
}

TEST_F(Fourier, WrongPlansTypesAndHostMemoryAreRefused) {
  cufftHandle plan = 0;
  EXPECT_EQ(cufftPlan3d(&plan, 0, 4, 4, CUFFT_D2Z), CUFFT_INVALID_SIZE);
  ASSERT_EQ(cufftPlan3d(&plan, 2, 2, 2, CUFFT_Z2Z), CUFFT_SUCCESS);
  std::vector<cufftDoubleComplex> host(8);
  auto* device = device_array<cufftDoubleComplex>(8);
  EXPECT_EQ(cufftExecZ2Z(plan, host.data(), device, CUFFT_FORWARD), CUFFT_INVALID_VALUE);
  EXPECT_EQ(cufftExecD2Z(plan, reinterpret_cast<double*>(device), device), CUFFT_INVALID_TYPE);
  EXPECT_EQ(cufftExecZ2Z(plan + 1, device, device, CUFFT_FORWARD), CUFFT_INVALID_PLAN);
  cufftDestroy(plan);
}

}  // namespace
}  // namespace cuda_on_cpu
