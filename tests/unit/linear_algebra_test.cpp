// What the linear algebra of the CPU does beyond the sizes that BLAS and LAPACK count.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cmath>

#include "rhofield/error.hpp"
#include "rhofield/tensor.hpp"
#include "runtime/backend.hpp"
#include "support/errors.hpp"

namespace rhofield {
namespace {

LinearAlgebra& algebra() {
  static const Device device = Device::select("cpu");
  return device.backend().linear_algebra();
}

TEST(CpuLinearAlgebra, VectorsLongerThanBlasCountsAreWorkedOnInParts) {
  // Untouched pages take no memory: only both ends hold numbers.
  const Index size = (Index{1} << 31) + 3;
  const auto bytes = sizeof(double) * static_cast<std::size_t>(size);
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) GTEST_SKIP() << "no address space for " << bytes << " bytes";
  const View<double, 1> x(static_cast<double*>(memory), {size});
  x(0) = 2, x(size - 1) = 3;
  EXPECT_EQ(algebra().dot(x, x), 13.0);
  munmap(memory, bytes);
}

TEST(CpuLinearAlgebra, EigenproblemsThatOverflowTheWorkspaceAreRefusedBeforeTheyStart) {
  const Index n = algebra().largest_eigenproblem() + 1;
  testing::expect_error<InvalidInput>(
      [&] {
        algebra().symmetric_eigen({nullptr, n, n, n}, {});
      },
      {"32767 x 32767", "32766"});
}

TEST(CpuLinearAlgebra, AMatrixWithNaNIsNotPositiveDefinite) {
  const Device device = Device::select("cpu");
  for (const Index n : {1, 2, 33, 257}) {
    auto a = Tensor<double, 2>::zeros(device, {n, n});
    for (Index i = 0; i < n; ++i) a.view()(i, i) = 1;
    auto good = a.clone(device);
    EXPECT_TRUE(algebra().cholesky(matrix(good.view())));
    a.view()(n / 2, n / 3) = std::nan("");
    EXPECT_FALSE(algebra().cholesky(matrix(a.view()))) << n;
  }
}

}  // namespace
}  // namespace rhofield
