// Derivatives of equivariant products and of their norms on the GPU (kernels/shared/equivariants.hpp). The real
// coupling is one 3j symbol in any order of its three indices, up to the sign: the derivative with respect to one
// factor is the coupling of p_bar with the other factor to the order of the first,
//   c_bar_{l m} += sign sum_{mu m'} T^{l lambda l'}_{m mu m'} p_bar_mu c_{l' m'},
// the straight code of the products themselves. Nothing is added up by more than one thread.
#include "shared/equivariants.hpp"

#include "cuda/cuda_backend.hpp"
#include "shared/unrolled_coupling.hpp"

namespace rhofield::cuda {

namespace {

constexpr int block_threads = 128;

/// What a thread differentiates: all features that one channel of one order of one atom is a factor of.
struct Work {
  Index atom;
  int l, q;
};
/// Orders outermost, so that the threads of a warp have a common one; atoms next, channels innermost.
__device__ bool find_work(const EquivariantPlan& plan, Index atoms, Work& work) {
  const Index index = thread_index(), per_order = atoms * plan.channels;
  if (index >= per_order * (plan.l_max + 1)) return false;
  const Index in_order = index % per_order;
  work = {in_order / plan.channels, static_cast<int>(index / per_order), static_cast<int>(in_order % plan.channels)};
  return true;
}

/// The inputs and results of a derivative.
struct Operands {
  View<const double, 3> c, c_other;
  View<const double, 2> norm;
  View<const double, 3> p_bar;
  View<double, 3> c_bar, c_other_bar;
  View<double, 3> along;  ///< [which, atom, l * channels + q]: what each thread knows of p_bar . P
};

/// body(l) for the one l in first .. last that equals `wanted`, as a compile-time constant.
template <int first, int last, class Body>
__device__ void for_order(int wanted, const Body& body) {
  [&]<int... k>(std::integer_sequence<int, k...>) {
    (void)((first + k == wanted && (body(std::integral_constant<int, first + k>{}), true)) || ...);
  }
  (std::make_integer_sequence<int, (last < first ? 0 : last - first + 1)>{});
}

/// Adds a coupled component to the sum of its m.
struct AddComponent {
  double* sums;
  double factor;
  __device__ void operator()(int m, double value) const { sums[m] += factor * value; }
};

/// 1/norm of an atom's features.
__device__ double scale_of(const Operands& data, Index which, Index atom) {
  return data.norm.empty() ? 1.0 : inverse_norm(data.norm(which, atom));
}

/// One channel and order by straight code: sums[m] of the features with one norm of which it is the first or the second
/// factor.
template <int lambda, int l>
__device__ void add_features(const EquivariantPlan& plan, const EquivariantBackwardPlan& backward, const Operands& data,
                             const Work& work, bool first, int which, double (&sums)[2 * l + 1]) {
  constexpr int lowest = lambda > l ? lambda - l : l - lambda;
  constexpr int highest = lambda + l < largest_unrolled_l ? lambda + l : largest_unrolled_l;
  const View<const double, 3> c = first ? data.c_other : data.c;  // of the other factor
  const Index slot = static_cast<Index>(l) * plan.channels + work.q;
  const double scale = scale_of(data, which, work.atom);
  for (Index k = backward.channel_offset(slot); k < backward.channel_offset(slot + 1); ++k) {
    const ChannelFeature feature = backward.of_channel(k);
    if (feature.first != first || feature.norm != which) continue;
    double p_bar[2 * lambda + 1];
    unrolled<2 * lambda + 1>([&](auto mu) { p_bar[mu] = data.p_bar(work.atom, int{mu}, feature.feature); });
    const double factor = feature.sign * scale * plan.weight(feature.feature);
    for_order<lowest, highest>(feature.other_l, [&](auto other_l) {
      constexpr int l2 = other_l;
      double other[2 * l2 + 1];
      unrolled<2 * l2 + 1>([&](auto m) { other[m] = c(work.atom, l2 * l2 + m, feature.other_channel); });
      if constexpr (lambda <= l2) {
        couple(Orders<l, lambda, l2>{}, p_bar, other, AddComponent{sums, factor});
      } else {
        constexpr double exchanged = (lambda + l + l2) % 2 == 0 ? 1.0 : -1.0;
        couple(Orders<l, l2, lambda>{}, other, p_bar, AddComponent{sums, exchanged * factor});
      }
    });
  }
}

/// One thread per (order, atom, channel); reads the other factors and p_bar of the features of this channel, adds to
/// c_bar[atom, all m, channel], writes along[which, atom, (order, channel)].
template <int lambda>
__global__ void __launch_bounds__(block_threads)
    couple_backward_kernel(EquivariantPlan plan, EquivariantBackwardPlan backward, Operands data) {
  Work work;
  if (!find_work(plan, data.c.extent(0), work)) return;
  const int norms = static_cast<int>(data.along.extent(0));
  for_order<0, largest_unrolled_l>(work.l, [&](auto order) {
    constexpr int l = order;
    for (int task = 0; task < 2 * norms; ++task) {
      const bool first = task < norms;
      const int which = first ? task : task - norms;
      double sums[2 * l + 1] = {};
      add_features<lambda, l>(plan, backward, data, work, first, which, sums);
      const View<double, 3> bar = first || data.c_other_bar.empty() ? data.c_bar : data.c_other_bar;
      unrolled<2 * l + 1>([&](auto m) { bar(work.atom, l * l + m, work.q) += sums[m]; });
      if (!first) continue;
      double along = 0;  // each feature once
      unrolled<2 * l + 1>([&](auto m) { along += sums[m] * data.c(work.atom, l * l + m, work.q); });
      data.along(which, work.atom, l * plan.channels + work.q) = along;
    }
  });
}

/// The same for any lambda and l, beyond those that are compiled: the coupling is read from tables.
__global__ void couple_backward_by_tables_kernel(EquivariantPlan plan, EquivariantBackwardPlan backward,
                                                 Operands data) {
  Work work;
  if (!find_work(plan, data.c.extent(0), work)) return;
  const Index slot = static_cast<Index>(work.l) * plan.channels + work.q, own_row = static_cast<Index>(work.l) * work.l;
  for (Index which = 0; which < data.along.extent(0); ++which) data.along(which, work.atom, slot) = 0;
  for (Index k = backward.channel_offset(slot); k < backward.channel_offset(slot + 1); ++k) {
    const ChannelFeature feature = backward.of_channel(k);
    const FeatureBlock& block = plan.blocks(feature.block);
    const bool own_is_inner = feature.first == (block.l1 <= block.l2);
    const View<const double, 3> own = feature.first ? data.c : data.c_other;
    const View<const double, 3> other = feature.first ? data.c_other : data.c;
    const View<double, 3> bar = feature.first || data.c_other_bar.empty() ? data.c_bar : data.c_other_bar;
    const Index other_row = static_cast<Index>(feature.other_l) * feature.other_l;
    const double factor = scale_of(data, feature.norm, work.atom) * plan.weight(feature.feature);
    double along = 0;
    for (int p = backward.pair_offset(feature.block); p < backward.pair_offset(feature.block + 1); ++p) {
      const CouplingPair pair = backward.pairs(p);
      double d = 0;
      for (int t = pair.first_factor; t < pair.first_factor + pair.factor_count; ++t)
        d += backward.components(t).value * data.p_bar(work.atom, backward.components(t).mu, feature.feature);
      const int m = own_is_inner ? pair.inner_m : pair.outer_m, m_other = own_is_inner ? pair.outer_m : pair.inner_m;
      const double slope = factor * d * other(work.atom, other_row + m_other, feature.other_channel);
      bar(work.atom, own_row + m, work.q) += slope;
      if (feature.first) along += slope * own(work.atom, own_row + m, work.q);
    }
    data.along(feature.norm, work.atom, slot) += along;
  }
}

/// One block per row; y[row] = sum of x[row, :].
__global__ void row_sums_kernel(View<const double, 2> x, View<double, 1> y) {
  const Index row = blockIdx.x;
  double sum = 0;
  for (Index k = threadIdx.x; k < x.extent(1); k += block_threads) sum += x(row, k);
  sum = block_sum<block_threads>(sum, shared_memory<double>());
  if (threadIdx.x == 0) y(row) = sum;
}

/// The first channel of a range of one atom's c, and how many a row has.
struct Channels {
  const double* c;
  double* bar;
  Index stride;
  int count;
};

/// All invariants g of one atom's channels by way of the moments, shared by the threads of a block.
__device__ void invariants(const NormPlan& plan, const Channels& of, double* moments, double* g) {
  for (int l = 0; l <= plan.l_max; ++l)
    for (int k = static_cast<int>(threadIdx.x); k < (2 * l + 1) * (l + 1); k += block_threads) {
      int m = 0;
      while ((m + 1) * (m + 2) / 2 <= k) ++m;
      const double* a = of.c + (l * l + m) * of.stride;
      const double* b = of.c + (l * l + k - m * (m + 1) / 2) * of.stride;
      double sum = 0;
      for (int q = 0; q < of.count; ++q) sum += a[q] * b[q];
      moments[moment_offset(l) + k] = sum;
    }
  __syncthreads();
  for (Index k = threadIdx.x; k + 1 < plan.factor_offset.extent(0); k += block_threads) {
    double sum = 0;
    for (int f = plan.factor_offset(k); f < plan.factor_offset(k + 1); ++f)
      sum += plan.factors(f).value * moments[plan.factors(f).moment];
    g[k] = sum;
  }
  __syncthreads();
}

/// What invariant k gives by these terms.
__device__ double slope_of(View<const int, 1> offset, View<const NormTerm, 1> terms, Index k, const double* g_other) {
  double sum = 0;
  for (int t = offset(k); t < offset(k + 1); ++t) sum += terms(t).coefficient * g_other[terms(t).other];
  return sum;
}

/// bar += what the derivatives of the invariants give c; `slopes` [moment] is scratch.
__device__ void invariants_backward(const NormPlan& plan, const NormBackwardPlan& backward, const Channels& of,
                                    const double* g_bar, double* slopes) {
  __syncthreads();
  for (int k = static_cast<int>(threadIdx.x); k < moment_offset(plan.l_max + 1); k += block_threads) {
    double sum = 0;
    for (int f = backward.moment_offset(k); f < backward.moment_offset(k + 1); ++f)
      sum += backward.factors(f).value * g_bar[backward.factors(f).invariant];
    slopes[k] = sum;
  }
  __syncthreads();
  for (int l = 0; l <= plan.l_max; ++l)
    for (int k = static_cast<int>(threadIdx.x); k < (2 * l + 1) * of.count; k += block_threads) {
      const int m = k / of.count, q = k % of.count;
      const double* c = of.c + l * l * of.stride + q;
      double sum = slopes[moment_index(l, m, m)] * c[m * of.stride];  // of the diagonal: twice
      for (int m_other = 0; m_other <= 2 * l; ++m_other)
        sum += slopes[moment_index(l, m, m_other)] * c[m_other * of.stride];
      of.bar[(l * l + m) * of.stride + q] += sum;
    }
}

/// One block per atom, its threads share invariants and their derivatives; reads c, c', norm and along, adds to
/// c_bar and c_other_bar.
__global__ void norm_backward_kernel(NormPlan plan, NormBackwardPlan backward, View<const double, 3> c,
                                     View<const double, 3> c_other, View<const double, 1> norm,
                                     View<const double, 1> along, View<double, 3> c_bar, View<double, 3> c_other_bar) {
  const Index atom = blockIdx.x, count = plan.factor_offset.extent(0) - 1;
  const double factor = plan.weight * norm_square_cotangent(norm(atom), along(atom));
  if (factor == 0.0) return;
  const ChannelRange left = plan.left, right = plan.right;
  const bool same = c_other_bar.empty() && left.first == right.first && left.count == right.count;
  const View<double, 3> right_bar = c_other_bar.empty() ? c_bar : c_other_bar;
  const Channels first{&c(atom, 0, left.first), &c_bar(atom, 0, left.first), c.extent(2), left.count};
  const Channels second{&c_other(atom, 0, right.first), &right_bar(atom, 0, right.first), c.extent(2), right.count};
  double* moments = shared_memory<double>();  // as many as invariants, whose derivatives take their place
  double* g = moments + count;
  double* g_other = same ? g : g + count;  // later scratch
  invariants(plan, first, moments, g);
  if (!same) invariants(plan, second, moments, g_other);
  for (Index k = threadIdx.x; k < count; k += block_threads) {
    const double slope = slope_of(backward.left_offset, backward.left, k, g_other);
    moments[k] = factor * (same ? slope + slope_of(backward.right_offset, backward.right, k, g) : slope);
  }
  invariants_backward(plan, backward, first, moments, g_other);
  if (same) return;
  __syncthreads();
  for (Index k = threadIdx.x; k < count; k += block_threads)
    moments[k] = factor * slope_of(backward.right_offset, backward.right, k, g);
  invariants_backward(plan, backward, second, moments, g_other);
}

}  // namespace

void CudaKernels::couple_backward(const EquivariantPlan& plan, const EquivariantBackwardPlan& backward,
                                  View<const double, 3> c, View<const double, 3> c_other, View<const double, 2> norm,
                                  View<const double, 3> p_bar, View<double, 3> c_bar, View<double, 3> c_other_bar,
                                  View<double, 2> along) {
  const Index atoms = c.extent(0), slots = static_cast<Index>(plan.l_max + 1) * plan.channels;
  auto* parts =
      static_cast<double*>(scratch_.at_least(sizeof(double) * static_cast<std::size_t>(along.size() * slots)));
  const Operands data{c, c_other, norm, p_bar, c_bar, c_other_bar, {parts, {along.extent(0), atoms, slots}}};
  const Grid grid = one_block_per((atoms * slots + block_threads - 1) / block_threads, block_threads);
  // In the straight code lambda takes the place of an order of the expansion.
  if (plan.lambda > largest_unrolled_l || plan.l_max > largest_unrolled_l)
    launch(context_, grid, couple_backward_by_tables_kernel, plan, backward, data);
  else
    unroll_for<largest_unrolled_l>(plan.lambda, [&]<int lambda>() {
      launch(context_, grid, couple_backward_kernel<lambda>, plan, backward, data);
    });
  launch(context_, one_block_per(along.size(), block_threads, sizeof(double) * block_threads), row_sums_kernel,
         View<const double, 2>(parts, {along.size(), slots}), along.reshape<1>({along.size()}));
}

void CudaKernels::equivariant_norms_backward(const NormPlan& plan, const NormBackwardPlan& backward,
                                             View<const double, 3> c, View<const double, 3> c_other,
                                             View<const double, 1> norm, View<const double, 1> along,
                                             View<double, 3> c_bar, View<double, 3> c_other_bar) {
  const auto shared = static_cast<std::size_t>(3 * (plan.factor_offset.extent(0) - 1));
  launch(context_, one_block_per(norm.size(), block_threads, sizeof(double) * shared), norm_backward_kernel, plan,
         backward, c, c_other, norm, along, c_bar, c_other_bar);
}

}  // namespace rhofield::cuda
