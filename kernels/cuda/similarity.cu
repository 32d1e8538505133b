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

/// One thread per element of y; reads the entries of its row and their elements of x, writes one element of y.
__global__ void combine_rows_kernel(View<const double, 2> x, RowCombination rows, Index origin, View<double, 2> y) {
  const Index element = thread_index();
  if (element >= y.size()) return;
  const Index k = element / y.extent(1);
  const Index column = element - k * y.extent(1);
  double sum = 0.0;
  for (Index t = rows.offset(k); t < rows.offset(k + 1); ++t)
    sum += rows.factor(t) * x(rows.source(t) - origin, column);
  y.data()[element] = sum;
}

/// One thread per element of y; reads the entries of its column and their elements of x, writes one element of y.
__global__ void combine_columns_kernel(View<const double, 2> x, RowCombination rows, Index origin, View<double, 2> y) {
  const Index element = thread_index();
  if (element >= y.size()) return;
  const Index i = element / y.extent(1);
  const Index k = element - i * y.extent(1);
  double sum = 0.0;
  for (Index t = rows.offset(k); t < rows.offset(k + 1); ++t) sum += rows.factor(t) * x(i, rows.source(t) - origin);
  y.data()[element] = sum;
}

/// One thread per element of x; reads the factor of its row, multiplies the element by it.
__global__ void scale_rows_kernel(View<const double, 1> factor, Index rows_each, View<double, 2> x) {
  const Index element = thread_index();
  if (element >= x.size()) return;
  x.data()[element] *= factor(element / (rows_each * x.extent(1)));
}

constexpr int threads_per_row = 128;

/// One block per row; its threads read the row, the first writes the sum of squares.
__global__ void row_squares_kernel(View<const double, 2> x, View<double, 1> y) {
  double* sums = shared_memory<double>();
  const Index row = blockIdx.x;
  double sum = 0.0;
  for (Index j = threadIdx.x; j < x.extent(1); j += threads_per_row) sum += x(row, j) * x(row, j);
  sum = block_sum<threads_per_row>(sum, sums);
  if (threadIdx.x == 0) y(row) = sum;
}

/// One thread per environment; reads its norms and self-similarities of all orders, writes a scale for each.
__global__ void field_scales_kernel(View<const double, 2> norms, View<const double, 2> squares,
                                    View<double, 2> scales) {
  const Index i = thread_index();
  if (i >= norms.extent(1)) return;
  double total = 0.0;
  for (Index l = 0; l < norms.extent(0); ++l) total += formula::self_similarity(norms(l, i), squares(l, i));
  for (Index l = 0; l < norms.extent(0); ++l) scales(l, i) = formula::field_scale(norms(l, i), total);
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

void CudaKernels::combine_rows(View<const double, 2> x, const RowCombination& rows, Index origin, View<double, 2> y) {
  launch(context_, one_thread_per(y.size()), combine_rows_kernel, x, rows, origin, y);
}

void CudaKernels::combine_columns(View<const double, 2> x, const RowCombination& rows, Index origin,
                                  View<double, 2> y) {
  launch(context_, one_thread_per(y.size()), combine_columns_kernel, x, rows, origin, y);
}

void CudaKernels::scale_rows(View<const double, 1> factor, Index rows_each, View<double, 2> x) {
  launch(context_, one_thread_per(x.size()), scale_rows_kernel, factor, rows_each, x);
}

void CudaKernels::row_squares(View<const double, 2> x, View<double, 1> y) {
  launch(context_, one_block_per(x.extent(0), threads_per_row, sizeof(double) * threads_per_row), row_squares_kernel, x,
         y);
}

void CudaKernels::field_scales(View<const double, 2> norms, View<const double, 2> squares, View<double, 2> scales) {
  launch(context_, one_thread_per(norms.extent(1)), field_scales_kernel, norms, squares, scales);
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
