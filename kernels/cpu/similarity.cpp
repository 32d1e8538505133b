// Row gathers, similarity factors and the vector operations of the regression on CPU threads.
#include "shared/similarity.hpp"

#include <cstring>

#include "cpu_backend.hpp"

namespace rhofield::cpu {

void CpuKernels::gather_rows(View<const double, 2> x, View<const Index, 1> rows, Index origin, View<double, 2> y) {
  const Index width = x.extent(1);
  const Index count = rows.size();
  if (width == 1) {
#pragma omp parallel for schedule(static)
    for (Index k = 0; k < count; ++k) y.data()[k] = x.data()[rows(k) - origin];
    return;
  }
#pragma omp parallel for schedule(static)
  for (Index k = 0; k < count; ++k)
    std::memcpy(y.data() + k * width, x.data() + (rows(k) - origin) * width,
                sizeof(double) * static_cast<std::size_t>(width));
}

void CpuKernels::scale_similarity(View<const double, 2> k0, int exponent, int components, View<double, 2> k) {
  if (exponent == 0) return;
  const Index references = k0.extent(1);
  const Index stride = k.extent(1);
#pragma omp parallel for schedule(static)
  for (Index i = 0; i < k0.extent(0); ++i)
    for (Index m = 0; m < references; ++m) {
      const double factor = formula::integer_power(k0(i, m), exponent);
      for (Index mu = 0; mu < components; ++mu) {
        double* row = k.data() + (i * components + mu) * stride + m * components;
        for (Index nu = 0; nu < components; ++nu) row[nu] *= factor;
      }
    }
}

void CpuKernels::divide(View<const double, 1> x, View<const double, 1> d, View<double, 1> y) {
  for (Index i = 0; i < x.size(); ++i) y(i) = x(i) / d(i);
}

void CpuKernels::add_to_diagonal(double alpha, MatrixView a) {
  for (Index i = 0; i < a.rows; ++i) a.data[i * a.stride + i] += alpha;
}

}  // namespace rhofield::cpu
