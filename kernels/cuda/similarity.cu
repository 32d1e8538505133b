// Row gathers, similarity factors and the vector operations of the regression on the GPU.
#include "shared/similarity.hpp"

#include "cuda/cuda_backend.hpp"

namespace rhofield::cuda {

namespace {

/// One thread per element of y; reads the row's number and one element of x, writes one element of y.
__global__ void gather_rows_kernel(View<const double, 2> x, View<const Index, 1> rows, Index origin,
                                   View<double, 2> y) {
  const Index element = thread_index();
  if (element >= y.size()) return;
  const Index k = element / y.extent(1);
  y.data()[element] = x(rows(k) - origin, element - k * y.extent(1));
}

/// One thread per element of k that has a partner in k0; reads the partner, multiplies the element by its power.
__global__ void scale_similarity_kernel(View<const double, 2> k0, int exponent, int components, View<double, 2> k) {
  const Index element = thread_index();
  const Index columns = k0.extent(1) * components;
  if (element >= k0.extent(0) * components * columns) return;
  const Index row = element / columns;
  const Index column = element - row * columns;
  k(row, column) *= formula::integer_power(k0(row / components, column / components), exponent);
}

/// One thread per element; reads x and d, writes y.
__global__ void divide_kernel(View<const double, 1> x, View<const double, 1> d, View<double, 1> y) {
  const Index i = thread_index();
  if (i >= y.size()) return;
  y(i) = x(i) / d(i);
}

/// One thread per diagonal element; reads and writes it.
__global__ void add_to_diagonal_kernel(double alpha, MatrixView a) {
  const Index i = thread_index();
  if (i >= a.rows) return;
  a.data[i * a.stride + i] += alpha;
}

}  // namespace

void CudaKernels::gather_rows(View<const double, 2> x, View<const Index, 1> rows, Index origin, View<double, 2> y) {
  launch(context_, one_thread_per(y.size()), gather_rows_kernel, x, rows, origin, y);
}

void CudaKernels::scale_similarity(View<const double, 2> k0, int exponent, int components, View<double, 2> k) {
  if (exponent == 0) return;
  launch(context_, one_thread_per(k0.size() * components * components), scale_similarity_kernel, k0, exponent,
         components, k);
}

void CudaKernels::divide(View<const double, 1> x, View<const double, 1> d, View<double, 1> y) {
  launch(context_, one_thread_per(y.size()), divide_kernel, x, d, y);
}

void CudaKernels::add_to_diagonal(double alpha, MatrixView a) {
  launch(context_, one_thread_per(a.rows), add_to_diagonal_kernel, alpha, a);
}

}  // namespace rhofield::cuda
