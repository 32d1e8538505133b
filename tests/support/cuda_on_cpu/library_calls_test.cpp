// What the CUDA backend asks of the runtime and the libraries, counted by the layer.
#include <cuda_runtime.h>
#include <gtest/gtest.h>

#include <vector>

#include "rhofield/cuda.hpp"
#include "rhofield/error.hpp"
#include "rhofield/tensor.hpp"
#include "runtime/backend.hpp"
#include "runtime/network_kernels.hpp"

namespace rhofield {
namespace {

using cuda_on_cpu::statistics;

/// 2 on the diagonal, 1 below and above it.
Tensor<double, 2> tridiagonal(const Device& device, Index n) {
  std::vector<double> values(static_cast<std::size_t>(n * n), 0.0);
  for (Index i = 0; i < n; ++i)
    for (Index j = std::max<Index>(i - 1, 0); j < std::min(i + 2, n); ++j)
      values[static_cast<std::size_t>(i * n + j)] = i == j ? 2.0 : 1.0;
  return Tensor<double, 2>::from_host(device, values, {n, n});
}

TEST(LibraryCalls, AskForWorkMemoryOncePerRoutineAndShape) {
  const Device device = Device::select("cuda:0");
  auto& la = device.backend().linear_algebra();
  std::vector<Tensor<double, 2>> matrices;
  for (const Index n : {40, 7, 40, 7, 40, 7, 40, 7}) matrices.push_back(tridiagonal(device, n));
  Tensor<double, 1> eigenvalues(device, {40});
  const auto eigen = [&](Tensor<double, 2>& a) {
    la.symmetric_eigen(matrix(a.view()), View<double, 1>(eigenvalues.view().data(), {a.extent(0)}));
  };
  for (std::size_t k = 0; k < 2; ++k) EXPECT_TRUE(la.cholesky(matrix(matrices[k].view())));
  for (std::size_t k = 2; k < 4; ++k) eigen(matrices[k]);
  const long queries = statistics().work_size_queries;
  const long allocations = statistics().allocations;
  for (std::size_t k = 4; k < 6; ++k) EXPECT_TRUE(la.cholesky(matrix(matrices[k].view())));
  for (std::size_t k = 6; k < 8; ++k) eigen(matrices[k]);
  EXPECT_EQ(statistics().work_size_queries, queries);
  EXPECT_EQ(statistics().allocations, allocations);
  EXPECT_EQ(matrices[4].to_host(), matrices[0].to_host());
  EXPECT_EQ(matrices[7].to_host(), matrices[3].to_host());
}

TEST(LibraryCalls, AGroupOfProductsIsOneCallAndAReplayOneLaunch) {
  cudaStream_t stream = nullptr;
  ASSERT_EQ(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), cudaSuccess);
  {
    const Device device = cuda_device(0, stream);
    auto& backend = device.backend();
    const auto a = tridiagonal(device, 7);
    auto c = Tensor<double, 2>::zeros(device, {7, 7});
    std::vector<Product> products;
    for (Index n = 1; n <= 7; ++n)
      products.push_back({.a = ConstMatrixView(a.view().data(), 1, n, 7),
                          .b = ConstMatrixView(a.view().data(), n, 7, 7),
                          .c = {c.view().data() + 7 * (n - 1), 1, 7, 7}});
    const auto work = [&] {
      backend.linear_algebra().gemm_grouped(products);
      backend.linear_algebra().scale(0.5, c.view().reshape<1>({49}));
    };
    work();
    long before = stream->enqueued;
    work();
    EXPECT_EQ(stream->enqueued - before, 3) << "addresses of the operands, products, scale";
    const auto recording = backend.record(work);
    before = stream->enqueued;
    const long graphs = statistics().graph_launches;
    recording->replay();
    EXPECT_EQ(stream->enqueued - before, 1);
    EXPECT_EQ(statistics().graph_launches - graphs, 1);
    EXPECT_EQ(c.to_host()[0], 2.0) << "2 * 2, halved";
  }
  EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
}

TEST(LibraryCalls, ANetworksProductIsOneCallInEitherPrecision) {
  cudaStream_t stream = nullptr;
  ASSERT_EQ(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), cudaSuccess);
  const auto expect = [&]<class Real>(Real) {
    const Device device = cuda_device(0, stream);
    auto& kernels = network_kernels<Real>(device.backend());
    const auto a = Tensor<Real, 2>::from_host(device, std::vector<Real>{1, 2, 3, 4, 5, 6}, {2, 3});
    auto c = Tensor<Real, 2>::zeros(device, {2, 2});
    const long before = stream->enqueued;
    kernels.multiply(Op::none, Op::transpose, Real(2), rows_of(a.view()), rows_of(a.view()), Real(0),
                     rows_of(c.view()));
    EXPECT_EQ(stream->enqueued - before, 1);
    EXPECT_EQ(c.to_host(), (std::vector<Real>{28, 64, 64, 154}));
    std::vector<Real> host(4, Real(1));
    EXPECT_THROW(kernels.multiply(Op::none, Op::transpose, Real(1), rows_of(a.view()), rows_of(a.view()), Real(0),
                                  Rows<Real>{host.data(), 2, 2, 2}),
                 DeviceError)
        << "memory of the host";
  };
  expect(1.0F);
  expect(1.0);
  EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
}

TEST(LibraryCalls, ARecordedSumKeepsItsScratchWhenALaterOneNeedsMore) {
  const Device device = Device::select("cuda:0");
  auto& kernels = network_kernels<float>(device.backend());
  const auto ones = [&](Index rows, Index columns) {
    return Tensor<float, 2>::from_host(device, std::vector<float>(static_cast<std::size_t>(rows * columns), 1.0F),
                                       {rows, columns});
  };
  const auto x = ones(600, 3), larger = ones(600, 3000);
  auto y = Tensor<float, 1>::zeros(device, {3}), other = Tensor<float, 1>::zeros(device, {3000});
  const auto recording = device.backend().record([&] { kernels.add_column_sums(x.view(), y.view()); });
  kernels.add_column_sums(larger.view(), other.view());
  const long allocations = statistics().allocations;
  kernels.add_column_sums(larger.view(), other.view());
  EXPECT_EQ(statistics().allocations, allocations) << "scratch is kept between calls";
  recording->replay();
  EXPECT_EQ(y.to_host(), std::vector<float>(3, 1200.0F)) << "once when it was recorded, once replayed";
  EXPECT_EQ(other.to_host(), std::vector<float>(3000, 1200.0F));
}

}  // namespace
}  // namespace rhofield
