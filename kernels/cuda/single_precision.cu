// Products with matrices stored in single precision on the GPU.
#include "cuda/cuda_backend.hpp"

namespace rhofield::cuda {

namespace {

constexpr int lanes = 32;       ///< columns of A that a block of the transposed product takes
constexpr int row_groups = 8;   ///< shares of the rows in such a block
constexpr int warp_lanes = 32;  ///< threads that sum one row
constexpr unsigned all_lanes = ~0U;

/// One thread per element; reads x, writes y.
__global__ void round_to_single_kernel(View<const double, 1> x, View<float, 1> y) {
  const Index i = thread_index();
  if (i < y.size()) y(i) = static_cast<float>(x(i));
}

/// One warp per row; reads the row of A and all of W, writes the row of C. Sums run over lanes, then halves of the
/// warp.
__global__ void multiply_single_kernel(View<const float, 2> a, ConstMatrixView w, MatrixView c) {
  const Index row = thread_index() / warp_lanes;
  if (row >= a.extent(0)) return;
  const int lane = static_cast<int>(threadIdx.x) % warp_lanes;
  for (Index n = 0; n < w.rows; ++n) {
    double sum = 0.0;
    for (Index d = lane; d < a.extent(1); d += warp_lanes)
      sum += static_cast<double>(a(row, d)) * w.data[n * w.stride + d];
    for (int half = warp_lanes / 2; half > 0; half /= 2) sum += __shfl_xor_sync(all_lanes, sum, half);
    if (lane == 0) c.data[row * c.stride + n] = sum;
  }
}

/// One block per (n, 32 columns of A); its threads share the rows in 8 groups, whose sums are added in their order.
__global__ void multiply_single_transposed_kernel(View<const float, 2> a, ConstMatrixView c, MatrixView w,
                                                  Index column_blocks) {
  double* sums = shared_memory<double>();  // [group, lane]
  const Index n = blockIdx.x / column_blocks;
  const int lane = static_cast<int>(threadIdx.x) % lanes;
  const int group = static_cast<int>(threadIdx.x) / lanes;
  const Index d = (blockIdx.x - n * column_blocks) * lanes + lane;
  double sum = 0.0;
  if (d < a.extent(1))
    for (Index row = group; row < a.extent(0); row += row_groups)
      sum += static_cast<double>(a(row, d)) * c.data[row * c.stride + n];
  sums[group * lanes + lane] = sum;
  __syncthreads();
  if (group != 0 || d >= a.extent(1)) return;
  for (int other = 1; other < row_groups; ++other) sum += sums[other * lanes + lane];
  w.data[n * w.stride + d] = sum;
}

}  // namespace

void CudaKernels::round_to_single(View<const double, 1> x, View<float, 1> y) {
  launch(context_, one_thread_per(y.size()), round_to_single_kernel, x, y);
}

void CudaKernels::multiply_single(View<const float, 2> a, ConstMatrixView w, MatrixView c) {
  launch(context_, one_thread_per(warp_lanes * a.extent(0)), multiply_single_kernel, a, w, c);
}

void CudaKernels::multiply_single_transposed(View<const float, 2> a, ConstMatrixView c, MatrixView w) {
  const Index column_blocks = (a.extent(1) + lanes - 1) / lanes;
  launch(context_,
         one_block_per(w.rows * column_blocks, lanes * row_groups,
                       sizeof(double) * static_cast<std::size_t>(lanes * row_groups)),
         multiply_single_transposed_kernel, a, c, w, column_blocks);
}

}  // namespace rhofield::cuda
