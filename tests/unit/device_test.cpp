// Devices, memory and dense linear algebra of the CPU backend.
#include <gtest/gtest.h>

#include <vector>

#include "rhofield/error.hpp"
#include "rhofield/tensor.hpp"
#include "runtime/backend.hpp"

namespace rhofield {
namespace {

TEST(Device, UnknownNamesAreRefusedWithTheAlternatives) {
  EXPECT_THROW((void)Device::select("gpu"), InvalidInput);
  EXPECT_THROW((void)Device::select("cuda:x"), InvalidInput);
}

TEST(Device, CpuIsAlwaysListedFirst) { EXPECT_EQ(Device::list().front().name, "cpu"); }

TEST(Tensor, ValuesSurviveTheRoundTripToTheDevice) {
  const Device device = Device::select("cpu");
  const std::vector<double> values{1, 2, 3, 4, 5, 6};
  const auto t = Tensor<double, 2>::from_host(device, values, {2, 3});
  EXPECT_EQ(t.to_host(), values);
  EXPECT_EQ(t.clone(device).to_host(), values);
  EXPECT_EQ(t.view()(1, 2), 6);
}

TEST(LinearAlgebra, CholeskySolvesARandomPositiveSystem) {
  const Device device = Device::select("cpu");
  auto& la = device.backend().linear_algebra();
  const Index n = 33;
  auto a = Tensor<double, 2>::zeros(device, {n, n});
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) a.view()(i, j) = (i == j ? 40.0 : 0.0) + 1.0 / static_cast<double>(1 + i + j);
  auto factor = a.clone(device);
  Tensor<double, 2> x(device, {n, 2});
  for (Index i = 0; i < n; ++i) x.view()(i, 0) = static_cast<double>(i), x.view()(i, 1) = 1.0;
  Tensor<double, 2> b(device, {n, 2});
  la.gemm(Op::none, Op::none, 1.0, matrix(a.view()), matrix(x.view()), 0.0, matrix(b.view()));
  ASSERT_TRUE(la.cholesky(matrix(factor.view())));
  la.cholesky_solve(matrix(factor.view()), matrix(b.view()));
  for (Index i = 0; i < n; ++i)
    for (Index k = 0; k < 2; ++k) EXPECT_NEAR(b.view()(i, k), x.view()(i, k), 1e-12);
}

TEST(LinearAlgebra, CholeskyReportsAnIndefiniteMatrix) {
  const Device device = Device::select("cpu");
  auto a = Tensor<double, 2>::zeros(device, {2, 2});
  a.view()(0, 0) = 1.0;
  a.view()(1, 1) = -1.0;
  EXPECT_FALSE(device.backend().linear_algebra().cholesky(matrix(a.view())));
}

TEST(LinearAlgebra, EigenvectorsAreColumnsAndEigenvaluesAscend) {
  const Device device = Device::select("cpu");
  auto a = Tensor<double, 2>::zeros(device, {2, 2});
  a.view()(0, 0) = 3.0;
  a.view()(1, 1) = 1.0;
  Tensor<double, 1> w(device, {2});
  device.backend().linear_algebra().symmetric_eigen(matrix(a.view()), w.view());
  EXPECT_NEAR(w.view()(0), 1.0, 1e-15);
  EXPECT_NEAR(w.view()(1), 3.0, 1e-15);
  EXPECT_NEAR(std::abs(a.view()(1, 0)), 1.0, 1e-15);
}

}  // namespace
}  // namespace rhofield
