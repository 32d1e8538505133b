// Products with matrices stored in single precision, on CPU threads.
#include <algorithm>

#include "cpu_backend.hpp"

namespace rhofield::cpu {

void CpuKernels::round_to_single(View<const double, 1> x, View<float, 1> y) {
  const Index count = x.size();
#pragma omp parallel for schedule(static)
  for (Index i = 0; i < count; ++i) y.data()[i] = static_cast<float>(x.data()[i]);
}

void CpuKernels::multiply_single(View<const float, 2> a, ConstMatrixView w, MatrixView c) {
  const Index rows = a.extent(0), dimension = a.extent(1);
#pragma omp parallel for schedule(static)
  for (Index r = 0; r < rows; ++r) {
    const float* row = a.data() + r * dimension;
    for (Index n = 0; n < w.rows; ++n) {
      const double* weights = w.data + n * w.stride;
      double sum = 0.0;
#pragma omp simd reduction(+ : sum)
      for (Index d = 0; d < dimension; ++d) sum += static_cast<double>(row[d]) * weights[d];
      c.data[r * c.stride + n] = sum;
    }
  }
}

void CpuKernels::multiply_single_transposed(View<const float, 2> a, ConstMatrixView c, MatrixView w) {
  constexpr Index columns = 64;  // of A that one thread sums at a time: a cache line of each row, four times over
  const Index rows = a.extent(0), dimension = a.extent(1);
#pragma omp parallel for schedule(static)
  for (Index first = 0; first < dimension; first += columns) {
    const Index last = std::min(first + columns, dimension);
    for (Index n = 0; n < w.rows; ++n) std::fill(w.data + n * w.stride + first, w.data + n * w.stride + last, 0.0);
    for (Index r = 0; r < rows; ++r) {
      const float* row = a.data() + r * dimension;
      for (Index n = 0; n < w.rows; ++n) {
        const double factor = c.data[r * c.stride + n];
        double* sums = w.data + n * w.stride;
#pragma omp simd
        for (Index d = first; d < last; ++d) sums[d] += factor * static_cast<double>(row[d]);
      }
    }
  }
}

}  // namespace rhofield::cpu
