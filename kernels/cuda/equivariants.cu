// Equivariant products and their norms on the GPU (theory section 4, kernels/shared/equivariants.hpp).
#include "shared/equivariants.hpp"

#include "cuda/cuda_backend.hpp"
#include "shared/unrolled_coupling.hpp"

namespace rhofield::cuda {

namespace {

/// One column of c [lm, channel] from the row of l on: the coefficients of one channel.
struct Column {
  const double* first;
  Index channels;
  RHOFIELD_FORMULA double operator()(int m) const { return first[m * channels]; }
};
__device__ Column column(View<const double, 3> c, Index atom, int l, int channel) {
  return {&c(atom, l * l, channel), c.extent(2)};
}

/// Takes the components of one feature of one atom to P.
struct StoreComponent {
  double* p;  ///< of mu = 0
  Index features;
  double factor;  ///< weight / norm, zero without a norm
  __device__ void operator()(int mu, double sum) const { p[mu * features] = factor == 0.0 ? 0.0 : factor * sum; }
};

/// Warps of a block; they take groups of features of one atom, whose c stays in the first cache.
constexpr int warps_per_block = 4;
constexpr int blocks_per_multiprocessor = 4;  // at once: leaves 128 registers to a thread
constexpr int warp = 32;
static_assert(FeatureGroup::largest_count == warp);

__host__ __device__ unsigned blocks_per_atom(const EquivariantPlan& plan) {
  return static_cast<unsigned>((plan.groups.extent(0) + warps_per_block - 1) / warps_per_block);
}

/// The feature of this thread: one of a group that its warp shares.
struct Work {
  Index atom, feature;
  FeatureGroup group;
};
/// False for the threads behind the last feature of a group and the warps behind the last group of an atom.
__device__ bool find_work(const EquivariantPlan& plan, Work& work) {
  const unsigned blocks = blocks_per_atom(plan);
  const Index g = static_cast<Index>(blockIdx.x % blocks) * warps_per_block + threadIdx.x / warp;
  if (g >= plan.groups.extent(0)) return false;
  const int lane = static_cast<int>(threadIdx.x % warp);
  work = {blockIdx.x / blocks, 0, plan.groups(g)};
  work.feature = work.group.first_feature + lane;
  return lane < work.group.count;
}

/// Where the coefficients of a feature come from and its components go.
struct CoupledChannels {
  Column inner, outer;  ///< of the smaller order and of the other one
  StoreComponent store;
};
__device__ CoupledChannels product_of(const Work& work, const EquivariantPlan& plan, View<const double, 3> c,
                                      View<const double, 3> c_other, View<const double, 2> norm, View<double, 3> p) {
  const Column first = column(c, work.atom, work.group.l1, plan.q1(work.feature));
  const Column second = column(c_other, work.atom, work.group.l2, plan.q2(work.feature));
  const double scale = norm.empty() ? 1.0 : inverse_norm(norm(work.group.norm, work.atom));
  const StoreComponent store{&p(work.atom, 0, work.feature), p.extent(2), scale * plan.weight(work.feature)};
  return work.group.l1 <= work.group.l2 ? CoupledChannels{first, second, store} : CoupledChannels{second, first, store};
}

/// body(l) for the one l in first .. last that equals `wanted`, as a compile-time constant.
template <int first, int last, class Body>
__device__ void for_order(int wanted, const Body& body) {
  [&]<int... k>(std::integer_sequence<int, k...>) {
    (void)((first + k == wanted && (body(std::integral_constant<int, first + k>{}), true)) || ...);
  }
  (std::make_integer_sequence<int, (last < first ? 0 : last - first + 1)>{});
}

/// One warp per (atom, group of features with common l1, l2), a thread per feature; reads two channels of c, c' into
/// registers, writes all mu of P, neighbouring threads side by side. A warp runs the straight code of one (lambda, l1,
/// l2).
template <int lambda>
__global__ void __launch_bounds__(warps_per_block* warp, blocks_per_multiprocessor)
    couple_kernel(EquivariantPlan plan, View<const double, 3> c, View<const double, 3> c_other,
                  View<const double, 2> norm, View<double, 3> p) {
  Work work;
  if (!find_work(plan, work)) return;
  CoupledChannels product = product_of(work, plan, c, c_other, norm, p);
  const FeatureGroup& group = work.group;
  const bool exchanged = group.l1 > group.l2;
  if (exchanged && (lambda + group.l1 + group.l2) % 2 != 0) product.store.factor = -product.store.factor;
  for_order<0, largest_unrolled_l>(exchanged ? group.l2 : group.l1, [&](auto inner_l) {
    constexpr int l1 = inner_l, lowest = lambda - l1 > l1 ? lambda - l1 : l1;
    constexpr int highest = lambda + l1 < largest_unrolled_l ? lambda + l1 : largest_unrolled_l;
    for_order<lowest, highest>(exchanged ? group.l1 : group.l2, [&](auto outer_l) {
      constexpr int l2 = outer_l;
      double inner[2 * l1 + 1], outer[2 * l2 + 1];
      unrolled<2 * l1 + 1>([&](auto m) { inner[m] = product.inner(m); });
      unrolled<2 * l2 + 1>([&](auto m) { outer[m] = product.outer(m); });
      couple(Orders<lambda, l1, l2>{}, inner, outer, product.store);
    });
  });
}

/// The same for any lambda and l, beyond those that are compiled: the coupling is read from the tables of the plan.
__global__ void couple_by_tables_kernel(EquivariantPlan plan, View<const double, 3> c, View<const double, 3> c_other,
                                        View<const double, 2> norm, View<double, 3> p) {
  Work work;
  if (!find_work(plan, work)) return;
  const CoupledChannels product = product_of(work, plan, c, c_other, norm, p);
  const int components = static_cast<int>(p.extent(1));
  const int* range = &plan.row_offset(static_cast<Index>(work.group.block) * components);
  for (int mu = 0; mu < components; ++mu)
    product.store(mu, coupled<double>(plan.rows.data(), range[mu], range[mu + 1], plan.factors.data(), product.inner,
                                      product.outer));
}

constexpr int threads_per_atom = 128;

/// All invariants g of a range of one atom's c [lm, channel] by way of the moments, shared by the threads of a block;
/// returns this thread's part of |c|^2.
__device__ double invariants(const NormPlan& plan, const double* c, int channels, const ChannelRange& range,
                             double* moments, double* g) {
  double square = 0.0;
  int l = 0;
  for (int k = static_cast<int>(threadIdx.x); k < moment_offset(plan.l_max + 1); k += threads_per_atom) {
    while (moment_offset(l + 1) <= k) ++l;
    int m = 0;
    while (moment_index(l, m + 1, 0) <= k) ++m;
    const int m_other = k - moment_index(l, m, 0);
    const double* a = c + (l * l + m) * channels + range.first;
    const double* b = c + (l * l + m_other) * channels + range.first;
    double sum = 0.0;
    for (int q = 0; q < range.count; ++q) sum += a[q] * b[q];
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

/// One block per atom, its threads share moments, invariants and pairs; reads c, c' and the tables, writes norm[atom]
/// (and reads it to add to it).
__global__ void norm_kernel(NormPlan plan, View<const double, 3> c, View<const double, 3> c_other,
                            View<double, 1> norm) {
  const Index atom = blockIdx.x;
  const Index count = plan.factor_offset.extent(0) - 1;
  double* moments = shared_memory<double>();
  double* g = moments + moment_offset(plan.l_max + 1);
  double* g_other = g + count;
  double* sums = g_other + count;
  const int channels = static_cast<int>(c.extent(2));
  const double length =
      block_sum<threads_per_atom>(invariants(plan, &c(atom, 0, 0), channels, plan.left, moments, g), sums);
  const double length_other =
      block_sum<threads_per_atom>(invariants(plan, &c_other(atom, 0, 0), channels, plan.right, moments, g_other), sums);
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
  if (threadIdx.x == 0)
    norm(atom) = joint_norm(plan.weight, settled_square(square, magnitude, length * length_other),
                            plan.accumulate ? norm(atom) : 0.0);
}

/// One thread per (atom, lm, channel of the part); writes c.
__global__ void place_channels_kernel(View<const double, 3> part, Index first, View<double, 3> c) {
  const Index k = thread_index();
  const Index count = part.extent(2), rows = c.extent(1);
  if (k >= c.extent(0) * rows * count) return;
  const Index q = k % count, lm = k / count % rows, atom = k / count / rows;
  c(atom, lm, first + q) = lm < part.extent(1) ? part(atom, lm, q) : 0.0;
}

}  // namespace

void CudaKernels::couple(const EquivariantPlan& plan, View<const double, 3> c, View<const double, 3> c_other,
                         View<const double, 2> norm, View<double, 3> p) {
  const Grid grid = one_block_per(p.extent(0) * blocks_per_atom(plan), warps_per_block * warp);
  if (plan.lambda > largest_unrolled_lambda || plan.l_max > largest_unrolled_l)
    launch(context_, grid, couple_by_tables_kernel, plan, c, c_other, norm, p);
  else
    unroll_for<largest_unrolled_lambda>(
        plan.lambda, [&]<int lambda>() { launch(context_, grid, couple_kernel<lambda>, plan, c, c_other, norm, p); });
}

void CudaKernels::equivariant_norms(const NormPlan& plan, View<const double, 3> c, View<const double, 3> c_other,
                                    View<double, 1> norm) {
  launch(context_, one_block_per(norm.size(), threads_per_atom, sizeof(double) * norm_scratch(plan)), norm_kernel, plan,
         c, c_other, norm);
}

void CudaKernels::place_channels(View<const double, 3> part, Index first, View<double, 3> c) {
  launch(context_, one_thread_per(c.extent(0) * c.extent(1) * part.extent(2)), place_channels_kernel, part, first, c);
}

}  // namespace rhofield::cuda
