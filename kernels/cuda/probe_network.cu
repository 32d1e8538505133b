// The real-space network on the GPU. Sums over pairs: a thread per result, channels in neighbouring threads, over all
// of the other side of its group. Sums over rows: 32 columns a block, its warps share the rows, then chunks of rows are
// added in their order, so that the same input gives the same bits.
#include "shared/probe_network.hpp"

#include <algorithm>

#include "cuda/blas.hpp"
#include "cuda/cuda_backend.hpp"

namespace rhofield::cuda {

namespace {

using formula::row_of;
using formula::tensor_components;

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

// --- Pairs ---

/// Distance and direction from a centre to a source.
template <class Real>
struct Pair {
  Real r, u[3];
  bool counts;
  __device__ Pair(const CentreGroups<Real>& groups, Index i, Index j) {
    for (int x = 0; x < 3; ++x) u[x] = groups.sources(j, x) - groups.centres(i, x);
    r = std::sqrt(u[0] * u[0] + u[1] * u[1] + u[2] * u[2]);
    counts = r > groups.closest && r <= groups.cutoff;
    const Real inverse = counts ? 1 / r : Real(0);
    for (Real& x : u) x *= inverse;
  }
};

/// One thread per (centre, k); reads the sources of its group with c, mu, eta and A of channel k, writes the ten
/// components of B.
template <class Real>
__global__ void embed_kernel(CentreGroups<Real> groups, EmbeddingParameters<Real> p, View<Real, 1> b) {
  const Index centres = groups.centres.extent(0), channels = p.mu.extent(1), atoms = p.charge.extent(0);
  const Index at = thread_index();
  if (at >= centres * channels) return;
  const Index i = at / channels, k = at % channels;
  const int group = groups.group_of_centre(i);
  const bool with_passed = !p.passed.empty();
  Real sums[tensor_components];
  unrolled<tensor_components>([&](auto a) { sums[a] = p.field(group, a) * p.field_orbital(k); });
  for (Index j = groups.source_offset(group); j < groups.source_offset(group + 1); ++j) {
    const Pair<Real> pair(groups, i, j);
    if (!pair.counts) continue;
    const Index atom = groups.source_atom(j), species = groups.species(atom);
    const Real d = pair.r - p.mu(species, k);
    const Real weight = formula::cosine_cutoff(pair.r, groups.cutoff).value * p.charge(atom, k);
    const Real radial = weight * formula::exponential_of_negative(p.eta(species, k) * d * d);
    Real t[tensor_components];
    formula::symmetric_tensor(pair.u[0], pair.u[1], pair.u[2], t);
    unrolled<tensor_components>([&](auto a) { sums[a] += radial * t[a]; });
    if (with_passed)
      unrolled<tensor_components>([&](auto a) { sums[a] += weight * p.passed(row_of(atoms, atom, a) * channels + k); });
  }
  unrolled<tensor_components>([&](auto a) { b(row_of(centres, i, a) * channels + k) = sums[a]; });
}

/// One thread per (source, k); reads b_bar of channel k of the centres of its group, writes the source's sums for c,
/// mu, eta and, where it is there, A.
template <class Real>
__global__ void embed_backward_kernel(CentreGroups<Real> groups, EmbeddingParameters<Real> p, View<const Real, 1> b_bar,
                                      SourceGradients<Real> bars) {
  const Index centres = groups.centres.extent(0), channels = p.mu.extent(1), atoms = p.charge.extent(0);
  const Index sources = groups.sources.extent(0), at = thread_index();
  if (at >= sources * channels) return;
  const Index j = at / channels, k = at % channels;
  const int group = groups.group_of_source(j);
  const Index atom = groups.source_atom(j), species = groups.species(atom);
  const bool with_passed = !p.passed.empty();
  const Real mu = p.mu(species, k), eta = p.eta(species, k), c = p.charge(atom, k);
  Real passed[tensor_components] = {}, passed_sum[tensor_components] = {}, c_sum = 0, mu_sum = 0, eta_sum = 0;
  if (with_passed)
    unrolled<tensor_components>([&](auto a) { passed[a] = p.passed(row_of(atoms, atom, a) * channels + k); });
  for (Index i = groups.centre_offset(group); i < groups.centre_offset(group + 1); ++i) {
    const Pair<Real> pair(groups, i, j);
    if (!pair.counts) continue;
    const Real f = formula::cosine_cutoff(pair.r, groups.cutoff).value;
    Real t[tensor_components], g = 0, h = 0;
    formula::symmetric_tensor(pair.u[0], pair.u[1], pair.u[2], t);
    unrolled<tensor_components>([&](auto a) {
      const Real bar = b_bar(row_of(centres, i, a) * channels + k);
      g += bar * t[a];
      h += bar * passed[a];
      passed_sum[a] += f * bar;
    });
    const Real d = pair.r - mu;
    const Real radial = f * g * formula::exponential_of_negative(eta * d * d);
    c_sum += radial + f * h;
    mu_sum += c * radial * d;
    eta_sum += c * radial * d * d;
  }
  bars.charge(j, k) = c_sum;
  bars.mu(j, k) = -2 * eta * mu_sum;
  bars.eta(j, k) = eta_sum;
  if (with_passed)
    unrolled<tensor_components>([&](auto a) { bars.passed(row_of(sources, j, a) * channels + k) = c * passed_sum[a]; });
}

/// One thread per centre (or source); reads all sources (centres) of its group and b_bar, writes its row of
/// positions_bar.
template <class Real>
__global__ void embed_positions_backward_kernel(CentreGroups<Real> groups, EmbeddingParameters<Real> p,
                                                View<const Real, 1> b_bar, bool of_sources,
                                                View<Real, 2> positions_bar) {
  const Index own = thread_index();
  if (own >= positions_bar.extent(0)) return;
  const Index centres = groups.centres.extent(0), channels = p.mu.extent(1), atoms = p.charge.extent(0);
  const int group = of_sources ? groups.group_of_source(own) : groups.group_of_centre(own);
  const View<const Index, 1> offset = of_sources ? groups.centre_offset : groups.source_offset;
  Real total[3] = {};
  for (Index other = offset(group); other < offset(group + 1); ++other) {
    const Index i = of_sources ? other : own, j = of_sources ? own : other;
    const Pair<Real> pair(groups, i, j);
    if (!pair.counts) continue;
    const Index atom = groups.source_atom(j), species = groups.species(atom);
    Real slope[3];
    formula::pair_slope(
        pair.r, pair.u, groups.cutoff, static_cast<int>(channels), &p.mu(species, 0), &p.eta(species, 0),
        &p.charge(atom, 0), [&](int a, int k) { return b_bar(row_of(centres, i, a) * channels + k); },
        !p.passed.empty(), [&](int a, int k) { return p.passed(row_of(atoms, atom, a) * channels + k); }, slope);
    unrolled<3>([&](auto x) { total[x] += of_sources ? slope[x] : -slope[x]; });
  }
  unrolled<3>([&](auto x) { positions_bar(own, x) = total[x]; });
}

/// One thread per (group, component, k); reads x of the group's centres, writes their sum.
template <class Real>
__global__ void sum_groups_kernel(CentreGroups<Real> groups, View<const Real, 1> x, View<Real, 3> sums) {
  const Index at = thread_index(), centres = groups.centres.extent(0), channels = sums.extent(2);
  if (at >= sums.size()) return;
  const Index k = at % channels, group = at / channels / tensor_components;
  const int a = static_cast<int>(at / channels % tensor_components);
  Real total = 0;
  for (Index i = groups.centre_offset(group); i < groups.centre_offset(group + 1); ++i)
    total += x(row_of(centres, i, a) * channels + k);
  sums.data()[at] = total;
}

/// One thread per (centre, m); reads its ten components, writes rho.
template <class Real>
__global__ void square_components_kernel(View<const Real, 1> c, View<Real, 2> rho) {
  const Index at = thread_index(), centres = rho.extent(0), width = rho.extent(1);
  if (at >= rho.size()) return;
  const Index i = at / width, m = at % width;
  Real total = 0;
  unrolled<tensor_components>([&](auto a) {
    const Real one = c(row_of(centres, i, a) * width + m);
    total += one * one;
  });
  rho(i, m) = total;
}

/// One thread per (centre, m); reads rho_bar and its ten components, writes theirs, possibly in their place.
template <class Real>
__global__ void square_components_backward_kernel(View<const Real, 1> c, View<const Real, 2> rho_bar,
                                                  View<Real, 1> c_bar) {
  const Index at = thread_index(), centres = rho_bar.extent(0), width = rho_bar.extent(1);
  if (at >= rho_bar.size()) return;
  const Index i = at / width, m = at % width;
  const Real bar = rho_bar(i, m);
  unrolled<tensor_components>([&](auto a) {
    const Index own = row_of(centres, i, a) * width + m;
    c_bar(own) = 2 * c(own) * bar;
  });
}

/// exp(-decay r) times the switch, and the distance, which ends at the cutoff, where the switch is zero.
template <class Real>
struct EnvelopeTerm {
  Real r, value;
  __device__ EnvelopeTerm(const CentreGroups<Real>& groups, Index i, Index j, Real decay) {
    Real square = 0;
    for (int x = 0; x < 3; ++x) {
      const Real d = groups.sources(j, x) - groups.centres(i, x);
      square += d * d;
    }
    r = std::sqrt(square);
    r = r < groups.cutoff ? r : groups.cutoff;
    value = formula::exponential_of_negative(-decay * r) * formula::envelope_switch(r, groups.cutoff);
  }
};

/// One thread per centre; reads the sources of its group, writes its envelope.
template <class Real>
__global__ void envelope_kernel(CentreGroups<Real> groups, View<const Real, 1> amplitude, View<const Real, 1> decay,
                                View<Real, 1> envelope) {
  const Index i = thread_index();
  if (i >= envelope.size()) return;
  const int group = groups.group_of_centre(i);
  Real total = 0;
  for (Index j = groups.source_offset(group); j < groups.source_offset(group + 1); ++j) {
    const int species = groups.species(groups.source_atom(j));
    total += amplitude(species) * EnvelopeTerm<Real>(groups, i, j, decay(species)).value;
  }
  envelope(i) = total;
}

/// One thread per source; reads envelope_bar of the centres of its group, writes amplitude_bar and decay_bar.
template <class Real>
__global__ void envelope_backward_kernel(CentreGroups<Real> groups, View<const Real, 1> amplitude,
                                         View<const Real, 1> decay, View<const Real, 1> envelope_bar,
                                         View<Real, 1> amplitude_bar, View<Real, 1> decay_bar) {
  const Index j = thread_index();
  if (j >= amplitude_bar.size()) return;
  const int group = groups.group_of_source(j), species = groups.species(groups.source_atom(j));
  Real total = 0, total_along = 0;
  for (Index i = groups.centre_offset(group); i < groups.centre_offset(group + 1); ++i) {
    const EnvelopeTerm<Real> term(groups, i, j, decay(species));
    total += envelope_bar(i) * term.value;
    total_along += envelope_bar(i) * term.value * term.r;
  }
  amplitude_bar(j) = total;
  decay_bar(j) = -amplitude(species) * total_along;
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
struct CudaNetworkKernels<Real>::Blas {
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
CudaNetworkKernels<Real>::CudaNetworkKernels(const Context& context, CudaMemory& memory)
    : context_(context), scratch_(memory) {}

template <class Real>
CudaNetworkKernels<Real>::~CudaNetworkKernels() = default;

template <class Real>
void CudaNetworkKernels<Real>::share(Index count, const std::function<void(Index k, int worker)>& work) {
  for (Index k = 0; k < count; ++k) work(k, 0);
}

template <class Real>
void CudaNetworkKernels<Real>::multiply(Op op_a, Op op_b, Real alpha, Rows<const Real> a, Rows<const Real> b, Real beta,
                                        Rows<Real> c) {
  if (c.rows == 0 || c.columns == 0) return;
  const CurrentDevice current(context_.index());
  if (!blas_) blas_ = std::make_unique<Blas>(context_);
  const Index inner = op_a == Op::none ? a.columns : a.rows;
  check(gemm(blas_->handle, same(op_b), same(op_a), c.columns, c.rows, inner, alpha, b.data, leading(b), a.data,
             leading(a), beta, c.data, leading(c)));
}

template <class Real>
void CudaNetworkKernels<Real>::add_row(View<const Real, 2> x, View<const Real, 1> row, View<Real, 2> y) {
  launch(context_, one_thread_per(y.size()), add_row_kernel<Real>, x, row, y);
}

template <class Real>
void CudaNetworkKernels<Real>::add_column_sums(View<const Real, 2> x, View<Real, 1> y) {
  if (x.empty()) return;
  const Index chunks = parts(x.extent(0), rows_of_chunk);
  const View<Real, 2> sums(
      static_cast<Real*>(scratch_.at_least(sizeof(Real) * static_cast<std::size_t>(chunks * y.size()))),
      {chunks, y.size()});
  launch(context_, one_tile_per<Real>(chunks, y.size()), chunk_sums_kernel<Real>, x, sums);
  add_chunk_sums<Real>(context_, sums, y);
}

template <class Real>
void CudaNetworkKernels<Real>::add(View<const Real, 1> x, View<Real, 1> y) {
  launch(context_, one_thread_per(y.size()), add_kernel<Real>, x, y);
}

template <class Real>
void CudaNetworkKernels<Real>::gather(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  launch(context_, one_thread_per(index.size() * y.extent(1)), gather_kernel<Real>, x, index, y);
}

template <class Real>
void CudaNetworkKernels<Real>::scatter_add(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  launch(context_, one_thread_per(index.size() * y.extent(1)), scatter_add_kernel<Real>, x, index, y);
}

template <class Real>
void CudaNetworkKernels<Real>::add_listed(View<const Real, 2> x, View<const Index, 1> offset,
                                          View<const Index, 1> index, View<Real, 2> y) {
  if (index.size() >= long_list * y.extent(0))
    launch(context_, one_tile_per<Real>(y.extent(0), y.extent(1)), add_long_listed_kernel<Real>, x, offset, index, y);
  else
    launch(context_, one_thread_per(y.size()), add_listed_kernel<Real>, x, offset, index, y);
}

template <class Real>
void CudaNetworkKernels<Real>::layer(const LayerParameters<Real>& parameters, View<const Real, 2> x, View<Real, 2> y) {
  launch(context_, one_thread_per(warp * y.extent(0)), layer_kernel<Real>, parameters, x, y);
}

template <class Real>
void CudaNetworkKernels<Real>::layer_backward(const LayerParameters<Real>& parameters, View<const Real, 2> x,
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

template <class Real>
void CudaNetworkKernels<Real>::embed(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                                     View<Real, 1> b) {
  launch(context_, one_thread_per(groups.centres.extent(0) * parameters.mu.extent(1)), embed_kernel<Real>, groups,
         parameters, b);
}

template <class Real>
void CudaNetworkKernels<Real>::embed_backward(const CentreGroups<Real>& groups,
                                              const EmbeddingParameters<Real>& parameters, View<const Real, 1> b_bar,
                                              const SourceGradients<Real>& sources) {
  launch(context_, one_thread_per(groups.sources.extent(0) * parameters.mu.extent(1)), embed_backward_kernel<Real>,
         groups, parameters, b_bar, sources);
}

template <class Real>
void CudaNetworkKernels<Real>::embed_positions_backward(const CentreGroups<Real>& groups,
                                                        const EmbeddingParameters<Real>& parameters,
                                                        View<const Real, 1> b_bar, bool of_sources,
                                                        View<Real, 2> positions_bar) {
  launch(context_, one_thread_per(positions_bar.extent(0)), embed_positions_backward_kernel<Real>, groups, parameters,
         b_bar, of_sources, positions_bar);
}

template <class Real>
void CudaNetworkKernels<Real>::sum_groups(const CentreGroups<Real>& groups, View<const Real, 1> x, View<Real, 3> sums) {
  launch(context_, one_thread_per(sums.size()), sum_groups_kernel<Real>, groups, x, sums);
}

template <class Real>
void CudaNetworkKernels<Real>::square_components(View<const Real, 1> c, View<Real, 2> rho) {
  launch(context_, one_thread_per(rho.size()), square_components_kernel<Real>, c, rho);
}

template <class Real>
void CudaNetworkKernels<Real>::square_components_backward(View<const Real, 1> c, View<const Real, 2> rho_bar,
                                                          View<Real, 1> c_bar) {
  launch(context_, one_thread_per(rho_bar.size()), square_components_backward_kernel<Real>, c, rho_bar, c_bar);
}

template <class Real>
void CudaNetworkKernels<Real>::envelope(const CentreGroups<Real>& groups, View<const Real, 1> amplitude,
                                        View<const Real, 1> decay, View<Real, 1> envelope) {
  launch(context_, one_thread_per(envelope.size()), envelope_kernel<Real>, groups, amplitude, decay, envelope);
}

template <class Real>
void CudaNetworkKernels<Real>::envelope_backward(const CentreGroups<Real>& groups, View<const Real, 1> amplitude,
                                                 View<const Real, 1> decay, View<const Real, 1> envelope_bar,
                                                 View<Real, 1> amplitude_bar, View<Real, 1> decay_bar) {
  launch(context_, one_thread_per(groups.sources.extent(0)), envelope_backward_kernel<Real>, groups, amplitude, decay,
         envelope_bar, amplitude_bar, decay_bar);
}

template <class Real>
std::unique_ptr<CudaNetworkKernels<Real>> make_network_kernels(const Context& context, CudaMemory& memory) {
  return std::make_unique<CudaNetworkKernels<Real>>(context, memory);
}

template class CudaNetworkKernels<float>;
template class CudaNetworkKernels<double>;
template std::unique_ptr<CudaNetworkKernels<float>> make_network_kernels<float>(const Context&, CudaMemory&);
template std::unique_ptr<CudaNetworkKernels<double>> make_network_kernels<double>(const Context&, CudaMemory&);

}  // namespace rhofield::cuda
