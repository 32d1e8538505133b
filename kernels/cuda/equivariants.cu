// Equivariant products and their norms on the GPU (theory section 4, kernels/shared/equivariants.hpp).
#include "shared/equivariants.hpp"

#include "cuda/cuda_backend.hpp"

namespace rhofield::cuda {

namespace {

/// The block of features that holds `feature`: first_feature ascends, so that halving the range finds it.
__device__ Index block_of(View<const FeatureBlock, 1> blocks, Index feature) {
  Index first = 0;
  Index last = blocks.extent(0);
  while (last - first > 1) {
    const Index middle = (first + last) / 2;
    if (blocks(middle).first_feature <= feature)
      first = middle;
    else
      last = middle;
  }
  return first;
}

/// One column of c [lm, channel] from the row of l on: the coefficients of one channel.
struct Column {
  const double* first;
  Index channels;
  RHOFIELD_FORMULA double operator()(int m) const { return first[m * channels]; }
};
__device__ Column column(View<const double, 3> c, Index atom, int l, int channel) {
  return {&c(atom, l * l, channel), c.extent(2)};
}

/// One thread per (atom, feature); reads two channels of c, c' and the coupling of their orders, writes all mu of P.
__global__ void couple_kernel(EquivariantPlan plan, View<const double, 3> c, View<const double, 3> c_other,
                              View<const double, 1> norm, View<double, 3> p) {
  const Index features = p.extent(2);
  const Index atom = thread_index() / features;
  if (atom >= p.extent(0)) return;
  const Index feature = thread_index() - atom * features;
  const Index b = block_of(plan.blocks, feature);
  const FeatureBlock block = plan.blocks(b);
  const Column first = column(c, atom, block.l1, plan.q1(feature));
  const Column second = column(c_other, atom, block.l2, plan.q2(feature));
  const Column inner = block.l1 <= block.l2 ? first : second;
  const Column outer = block.l1 <= block.l2 ? second : first;
  const double scale = norm.empty() ? 1.0 : inverse_norm(norm(atom));
  const int* range = &plan.row_offset(b * p.extent(1));
  for (Index mu = 0; mu < p.extent(1); ++mu) {
    const double sum = coupled<double>(plan.rows.data(), range[mu], range[mu + 1], plan.factors.data(), inner, outer);
    p(atom, mu, feature) = scale == 0.0 ? 0.0 : scale * plan.weight(feature) * sum;
  }
}

constexpr int threads_per_atom = 128;

/// All invariants g of one atom's c [lm, channel] by way of the moments, shared by the threads of a block; returns this
/// thread's part of |c|^2.
__device__ double invariants(const NormPlan& plan, const double* c, double* moments, double* g) {
  const int channels = plan.channels;
  double square = 0.0;
  int l = 0;
  for (int k = static_cast<int>(threadIdx.x); k < moment_offset(plan.l_max + 1); k += threads_per_atom) {
    while (moment_offset(l + 1) <= k) ++l;
    int m = 0;
    while (moment_index(l, m + 1, 0) <= k) ++m;
    const int m_other = k - moment_index(l, m, 0);
    const double* a = c + (l * l + m) * channels;
    const double* b = c + (l * l + m_other) * channels;
    double sum = 0.0;
    for (int q = 0; q < channels; ++q) sum += a[q] * b[q];
    moments[k] = sum;
    if (m == m_other) square += sum;
  }
  __syncthreads();
  for (Index k = threadIdx.x; k + 1 < plan.factor_offset.extent(0); k += threads_per_atom) {
    double sum = 0.0;
    for (int f = plan.factor_offset(k); f < plan.factor_offset(k + 1); ++f)
      sum += plan.factors(f).value * moments[plan.factors(f).moment];
    g[k] = sum;
  }
  __syncthreads();
  return square;
}

/// Doubles of shared memory: moments, the invariants of c and c', one per thread for sums.
std::size_t norm_scratch(const NormPlan& plan) {
  return static_cast<std::size_t>(moment_offset(plan.l_max + 1) + 2 * (plan.factor_offset.extent(0) - 1) +
                                  threads_per_atom);
}

/// One block per atom, its threads share moments, invariants and pairs; reads c, c' and the tables, writes norm[atom].
__global__ void norm_kernel(NormPlan plan, View<const double, 3> c, View<const double, 3> c_other,
                            View<double, 1> norm) {
  const Index atom = blockIdx.x;
  const Index count = plan.factor_offset.extent(0) - 1;
  double* moments = shared_memory<double>();
  double* g = moments + moment_offset(plan.l_max + 1);
  double* g_other = g + count;
  double* sums = g_other + count;
  const double length = block_sum<threads_per_atom>(invariants(plan, &c(atom, 0, 0), moments, g), sums);
  const double length_other =
      block_sum<threads_per_atom>(invariants(plan, &c_other(atom, 0, 0), moments, g_other), sums);
  double square = 0.0;
  double magnitude = 0.0;
  for (Index k = threadIdx.x; k < plan.pairs.extent(0); k += threads_per_atom) {
    const NormPair pair = plan.pairs(k);
    double dot = 0.0;
    for (int i = 0; i < pair.length; ++i) dot += g[pair.first + i] * g_other[pair.second + i];
    dot *= pair.coefficient;
    square += dot;
    magnitude += fabs(dot);
  }
  square = block_sum<threads_per_atom>(square, sums);
  magnitude = block_sum<threads_per_atom>(magnitude, sums);
  if (threadIdx.x == 0) norm(atom) = sqrt(settled_square(square, magnitude, length * length_other));
}

}  // namespace

void CudaKernels::couple(const EquivariantPlan& plan, View<const double, 3> c, View<const double, 3> c_other,
                         View<const double, 1> norm, View<double, 3> p) {
  launch(context_, one_thread_per(p.extent(0) * p.extent(2)), couple_kernel, plan, c, c_other, norm, p);
}

void CudaKernels::equivariant_norms(const NormPlan& plan, View<const double, 3> c, View<const double, 3> c_other,
                                    View<double, 1> norm) {
  launch(context_, one_block_per(norm.size(), threads_per_atom, sizeof(double) * norm_scratch(plan)), norm_kernel, plan,
         c, c_other, norm);
}

}  // namespace rhofield::cuda
