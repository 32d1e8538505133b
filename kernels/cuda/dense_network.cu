// Element networks on the GPU. Sums over rows: 32 columns a block, its warps share the rows, then chunks of rows are
// added in their order, so that the same input gives the same bits.
#include "shared/dense_network.hpp"

#include <algorithm>

#include "cuda/blas.hpp"
#include "cuda/cuda_backend.hpp"

namespace rhofield::cuda {

namespace {

constexpr int warp = 32;
constexpr int shares = 8;                       ///< warps of a block that share the rows of 32 columns
constexpr Index rows_of_chunk = 256;            ///< so that a chunk has some 32 rows for each of them
constexpr Index long_list = 4 * Index{shares};  ///< rows of a list, on average, from which on a block pays
enum Statistic : int { mean, scale, sum, along, statistics };  ///< of a row, for layer_backward_kernel

Index parts(Index count, Index each) { return (count + each - 1) / each; }

/// Sum over a warp in a fixed order, known to all its threads.
template <class Real>
__device__ Real warp_sum(Real value) {
  for (int distance = 1; distance < warp; distance *= 2) value += __shfl_xor_sync(0xffffffffU, value, distance);
  return value;
}

/// Sum over the warps of a block, lane by lane, in their order; `sums` is shared, one per thread.
template <class Real>
__device__ Real share_sum(Real value, Real* sums) {
  const int lane = static_cast<int>(threadIdx.x) % warp;
  sums[threadIdx.x] = value;
  __syncthreads();
  Real total = sums[lane];
  for (int other = 1; other < shares; ++other) total += sums[other * warp + lane];
  __syncthreads();  // before the next sum writes
  return total;
}

/// Column and share of rows of a thread in a block that takes 32 columns; `row`, the block's segment, chunk or list.
struct Tile {
  Index row, column;
  int share;
  __device__ explicit Tile(Index columns) {
    const Index tiles = (columns + warp - 1) / warp;
    row = blockIdx.x / tiles;
    column = (blockIdx.x - row * tiles) * warp + threadIdx.x % warp;
    share = static_cast<int>(threadIdx.x) / warp;
  }
};
template <class Real>
Grid one_tile_per(Index rows, Index columns, std::source_location where = std::source_location::current()) {
  return one_block_per(rows * parts(columns, warp), warp * shares, sizeof(Real) * warp * shares, where);
}

// --- Rows ---

/// One thread per element; reads x, unless it is empty, and row, writes y.
template <class Real>
__global__ void add_row_kernel(View<const Real, 2> x, View<const Real, 1> row, View<Real, 2> y) {
  const Index at = thread_index();
  if (at >= y.size()) return;
  const Real own = row(at % y.extent(1));
  y.data()[at] = x.empty() ? own : x.data()[at] + own;
}

/// One thread per element; reads x, adds to y.
template <class Real>
__global__ void add_kernel(View<const Real, 1> x, View<Real, 1> y) {
  const Index at = thread_index();
  if (at < y.size()) y(at) += x(at);
}

/// One thread per element of y; reads its row of x, writes y.
template <class Real>
__global__ void gather_kernel(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  const Index at = thread_index(), n = y.extent(1);
  if (at >= index.size() * n) return;
  y.data()[at] = x(index(at / n), at % n);
}

/// One thread per element of x; reads it, adds to its row of y, which no other row of x has.
template <class Real>
__global__ void scatter_add_kernel(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  const Index at = thread_index(), n = y.extent(1);
  if (at >= index.size() * n) return;
  y(index(at / n), at % n) += x.data()[at];
}

/// One thread per element of y; reads the rows of x in its list, adds to y.
template <class Real>
__global__ void add_listed_kernel(View<const Real, 2> x, View<const Index, 1> offset, View<const Index, 1> index,
                                  View<Real, 2> y) {
  const Index at = thread_index(), n = y.extent(1);
  if (at >= y.size()) return;
  const Index list = at / n, column = at % n;
  Real total = 0;
  for (Index k = offset(list); k < offset(list + 1); ++k) total += x(index(k), column);
  y(list, column) += total;
}

/// One block per (list, 32 columns), its warps share the list; reads the rows of x in it, adds to y.
template <class Real>
__global__ void add_long_listed_kernel(View<const Real, 2> x, View<const Index, 1> offset, View<const Index, 1> index,
                                       View<Real, 2> y) {
  const Tile tile(y.extent(1));
  const bool inside = tile.column < y.extent(1);
  Real total = 0;
  if (inside)
    for (Index k = offset(tile.row) + tile.share; k < offset(tile.row + 1); k += shares)
      total += x(index(k), tile.column);
  total = share_sum(total, shared_memory<Real>());
  if (inside && tile.share == 0) y(tile.row, tile.column) += total;
}

/// One block per (chunk of rows, 32 columns), its warps share the rows; reads x, writes chunk_sums[chunk, column].
template <class Real>
__global__ void chunk_sums_kernel(View<const Real, 2> x, View<Real, 2> chunk_sums) {
  const Tile tile(x.extent(1));
  const bool inside = tile.column < x.extent(1);
  const Index first = tile.row * rows_of_chunk, end = std::min(first + rows_of_chunk, x.extent(0));
  Real total = 0;
  if (inside)
    for (Index i = first + tile.share; i < end; i += shares) total += x(i, tile.column);
  total = share_sum(total, shared_memory<Real>());
  if (inside && tile.share == 0) chunk_sums(tile.row, tile.column) = total;
}

/// One block per 32 columns, its warps share the chunks; reads chunk_sums, adds to y.
template <class Real>
__global__ void add_chunk_sums_kernel(View<const Real, 2> chunk_sums, View<Real, 1> y) {
  const Tile tile(y.size());
  const bool inside = tile.column < y.size();
  Real total = 0;
  if (inside)
    for (Index i = tile.share; i < chunk_sums.extent(0); i += shares) total += chunk_sums(i, tile.column);
  total = share_sum(total, shared_memory<Real>());
  if (inside && tile.share == 0) y(tile.column) += total;
}

// --- Layers ---

template <class Real>
__device__ Real activation_at(const LayerParameters<Real>& p, Index k, Real x) {
  return formula::activate(static_cast<formula::Activation>(p.activation), p.alpha(k), p.beta(k), x);
}
/// 1 / sqrt(variance + shift) from the sum of squares of differences from the mean.
template <class Real>
__device__ Real norm_scale(Real squares, Index n) {
  return 1 / std::sqrt(squares / static_cast<Real>(n) + static_cast<Real>(formula::layer_norm_shift));
}

/// One warp per row; reads the row of x, writes that of y: activations first, then, with gains, their norm in place.
template <class Real>
__global__ void layer_kernel(LayerParameters<Real> p, View<const Real, 2> x, View<Real, 2> y) {
  const Index i = thread_index() / warp, n = y.extent(1);
  if (i >= y.extent(0)) return;
  const int lane = static_cast<int>(threadIdx.x) % warp;
  Real total = 0, squares = 0;
  for (Index k = lane; k < n; k += warp) {
    const Real a = activation_at(p, k, x(i, k));
    y(i, k) = a;
    total += a;
  }
  if (p.gain.empty()) return;
  const Real middle = warp_sum(total) / static_cast<Real>(n);
  for (Index k = lane; k < n; k += warp) squares += (y(i, k) - middle) * (y(i, k) - middle);
  const Real factor = norm_scale(warp_sum(squares), n);
  for (Index k = lane; k < n; k += warp) y(i, k) = p.gain(k) * (y(i, k) - middle) * factor + p.shift(k);
}

/// One warp per row; reads the rows of x and y_bar, writes what the norm's derivatives need to know of the row: mean
/// and scale, and the means of gain y_bar and of the same times the unit activations.
template <class Real>
__global__ void row_statistics_kernel(LayerParameters<Real> p, View<const Real, 2> x, View<const Real, 2> y_bar,
                                      View<Real, 2> rows) {
  const Index i = thread_index() / warp, n = x.extent(1);
  if (i >= x.extent(0)) return;
  const int lane = static_cast<int>(threadIdx.x) % warp;
  Real total = 0, squares = 0, bar_total = 0, bar_along = 0;
  for (Index k = lane; k < n; k += warp) total += activation_at(p, k, x(i, k));
  const Real middle = warp_sum(total) / static_cast<Real>(n);
  for (Index k = lane; k < n; k += warp) {
    const Real d = activation_at(p, k, x(i, k)) - middle, g = p.gain(k) * y_bar(i, k);
    squares += d * d;
    bar_total += g;
    bar_along += g * d;
  }
  const Real factor = norm_scale(warp_sum(squares), n);
  bar_total = warp_sum(bar_total) / static_cast<Real>(n);
  bar_along = warp_sum(bar_along) / static_cast<Real>(n) * factor;
  if (lane != 0) return;
  rows(i, mean) = middle;
  rows(i, scale) = factor;
  rows(i, sum) = bar_total;
  rows(i, along) = bar_along;
}

/// One block per (chunk of rows, 32 columns), its warps share the rows; reads x, y_bar and, with gains, the statistics
/// of the rows, writes x_bar (which y_bar may be: each element is read by the thread that writes it) and the chunk's
/// sums of alpha_bar, beta_bar and, with gains, gain_bar, shift_bar: chunk_sums[parameter, chunk, column].
template <class Real>
__global__ void layer_backward_kernel(LayerParameters<Real> p, View<const Real, 2> x, View<const Real, 2> y_bar,
                                      View<const Real, 2> rows, View<Real, 2> x_bar, View<Real, 3> chunk_sums) {
  const Tile tile(x.extent(1));
  const Index k = tile.column;
  const bool inside = k < x.extent(1), norm = !p.gain.empty();
  const Index first = tile.row * rows_of_chunk, end = std::min(first + rows_of_chunk, x.extent(0));
  Real totals[4] = {};  // alpha, beta, gain, shift
  if (inside)
    for (Index i = first + tile.share; i < end; i += shares) {
      const Real z = x(i, k);
      Real bar = y_bar(i, k);
      if (norm) {
        const Real unit = (activation_at(p, k, z) - rows(i, mean)) * rows(i, scale);
        totals[2] += bar * unit;
        totals[3] += bar;
        bar = rows(i, scale) * (p.gain(k) * bar - rows(i, sum) - unit * rows(i, along));
      }
      const auto slopes =
          formula::activation_slopes(static_cast<formula::Activation>(p.activation), p.alpha(k), p.beta(k), z);
      totals[0] += bar * slopes.alpha;
      totals[1] += bar * slopes.beta;
      x_bar(i, k) = bar * slopes.z;
    }
  unrolled<4>([&](auto q) {
    if (q >= chunk_sums.extent(0)) return;
    const Real total = share_sum(totals[q], shared_memory<Real>());
    if (inside && tile.share == 0) chunk_sums(q, tile.row, k) = total;
  });
}

cublasStatus_t gemm(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, Index m, Index n, Index k,
                    float alpha, const float* a, Index lda, const float* b, Index ldb, float beta, float* c,
                    Index ldc) {
  return cublasSgemm_64(handle, op_a, op_b, m, n, k, &alpha, a, lda, b, ldb, &beta, c, ldc);
}
cublasStatus_t gemm(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, Index m, Index n, Index k,
                    double alpha, const double* a, Index lda, const double* b, Index ldb, double beta, double* c,
                    Index ldc) {
  return cublasDgemm_64(handle, op_a, op_b, m, n, k, &alpha, a, lda, b, ldb, &beta, c, ldc);
}
/// cuBLAS asks for a leading dimension of at least 1, even of matrices without elements.
template <class Real>
Index leading(const Rows<Real>& a) {
  return std::max<Index>(1, a.stride);
}

/// y += sums over chunks.
template <class Real>
void add_chunk_sums(const Context& context, View<const Real, 2> chunk_sums, View<Real, 1> y) {
  launch(context, one_tile_per<Real>(1, y.size()), add_chunk_sums_kernel<Real>, chunk_sums, y);
}

}  // namespace

template <class Real>
struct CudaDenseNetwork<Real>::Blas {
  explicit Blas(const Context& context) {
    check(cublasCreate(&handle));
    check(cublasSetStream(handle, context.stream()));
  }
  Blas(const Blas&) = delete;
  Blas& operator=(const Blas&) = delete;
  ~Blas() { (void)cublasDestroy(handle); }

  cublasHandle_t handle = nullptr;
};

template <class Real>
CudaDenseNetwork<Real>::CudaDenseNetwork(const Context& context, CudaMemory& memory)
    : context_(context), scratch_(memory) {}

template <class Real>
CudaDenseNetwork<Real>::~CudaDenseNetwork() = default;

template <class Real>
void CudaDenseNetwork<Real>::share(Index count, const std::function<void(Index k, int worker)>& work) {
  for (Index k = 0; k < count; ++k) work(k, 0);
}

template <class Real>
void CudaDenseNetwork<Real>::multiply(Op op_a, Op op_b, Real alpha, Rows<const Real> a, Rows<const Real> b, Real beta,
                                      Rows<Real> c) {
  if (c.rows == 0 || c.columns == 0) return;
  const CurrentDevice current(context_.index());
  if (!blas_) blas_ = std::make_unique<Blas>(context_);
  const Index inner = op_a == Op::none ? a.columns : a.rows;
  check(gemm(blas_->handle, same(op_b), same(op_a), c.columns, c.rows, inner, alpha, b.data, leading(b), a.data,
             leading(a), beta, c.data, leading(c)));
}

template <class Real>
void CudaDenseNetwork<Real>::add_row(View<const Real, 2> x, View<const Real, 1> row, View<Real, 2> y) {
  launch(context_, one_thread_per(y.size()), add_row_kernel<Real>, x, row, y);
}

template <class Real>
void CudaDenseNetwork<Real>::add_column_sums(View<const Real, 2> x, View<Real, 1> y) {
  if (x.empty()) return;
  const Index chunks = parts(x.extent(0), rows_of_chunk);
  const View<Real, 2> sums(
      static_cast<Real*>(scratch_.at_least(sizeof(Real) * static_cast<std::size_t>(chunks * y.size()))),
      {chunks, y.size()});
  launch(context_, one_tile_per<Real>(chunks, y.size()), chunk_sums_kernel<Real>, x, sums);
  add_chunk_sums<Real>(context_, sums, y);
}

template <class Real>
void CudaDenseNetwork<Real>::add(View<const Real, 1> x, View<Real, 1> y) {
  launch(context_, one_thread_per(y.size()), add_kernel<Real>, x, y);
}

template <class Real>
void CudaDenseNetwork<Real>::gather(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  launch(context_, one_thread_per(index.size() * y.extent(1)), gather_kernel<Real>, x, index, y);
}

template <class Real>
void CudaDenseNetwork<Real>::scatter_add(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  launch(context_, one_thread_per(index.size() * y.extent(1)), scatter_add_kernel<Real>, x, index, y);
}

template <class Real>
void CudaDenseNetwork<Real>::add_listed(View<const Real, 2> x, View<const Index, 1> offset, View<const Index, 1> index,
                                        View<Real, 2> y) {
  if (index.size() >= long_list * y.extent(0))
    launch(context_, one_tile_per<Real>(y.extent(0), y.extent(1)), add_long_listed_kernel<Real>, x, offset, index, y);
  else
    launch(context_, one_thread_per(y.size()), add_listed_kernel<Real>, x, offset, index, y);
}

template <class Real>
void CudaDenseNetwork<Real>::layer(const LayerParameters<Real>& parameters, View<const Real, 2> x, View<Real, 2> y) {
  launch(context_, one_thread_per(warp * y.extent(0)), layer_kernel<Real>, parameters, x, y);
}

template <class Real>
void CudaDenseNetwork<Real>::layer_backward(const LayerParameters<Real>& parameters, View<const Real, 2> x,
                                            View<const Real, 2> y_bar, const LayerGradients<Real>& gradients,
                                            View<Real, 2> x_bar) {
  if (x.empty()) return;
  const Index rows = x.extent(0), n = x.extent(1), chunks = parts(rows, rows_of_chunk);
  const bool norm = !parameters.gain.empty();
  const Index row_numbers = norm ? statistics * rows : 0, kinds = norm ? 4 : 2;
  auto* memory =
      static_cast<Real*>(scratch_.at_least(sizeof(Real) * static_cast<std::size_t>(row_numbers + kinds * chunks * n)));
  const View<Real, 2> of_rows(memory, {norm ? rows : 0, statistics});
  const View<Real, 3> sums(memory + row_numbers, {kinds, chunks, n});
  if (norm) launch(context_, one_thread_per(warp * rows), row_statistics_kernel<Real>, parameters, x, y_bar, of_rows);
  launch(context_, one_tile_per<Real>(chunks, n), layer_backward_kernel<Real>, parameters, x, y_bar, of_rows, x_bar,
         sums);
  const View<Real, 1> targets[] = {gradients.alpha, gradients.beta, gradients.gain, gradients.shift};
  for (Index q = 0; q < kinds; ++q)
    add_chunk_sums<Real>(context_, sums.rows(q, 1).template reshape<2>({chunks, n}), targets[q]);
}

template class CudaDenseNetwork<float>;
template class CudaDenseNetwork<double>;

}  // namespace rhofield::cuda
