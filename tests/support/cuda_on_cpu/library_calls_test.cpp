// What the CUDA backend asks of the runtime and the libraries, counted by the layer.
#include <cuda_runtime.h>
#include <gtest/gtest.h>

#include <vector>

#include "rhofield/cuda.hpp"
#include "rhofield/tensor.hpp"
#include "runtime/backend.hpp"

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

}  // namespace
}  // namespace rhofield
