// Equivariant products on the CPU: one atom per task, features in vector lanes; norms: one vector lane per atom.
//   P [atom, mu, feature] = weight / norm * sum_rows inner[m] sum_factors value outer[m']
//   (kernels/shared/equivariants.hpp)
// Complete sets of channel pairs are small matrix products held in registers, P_mu(q1, q2) = sum_m left(m, q1) right(m,
// q2); listed features are gathered into contiguous columns first.
#include "shared/equivariants.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include <omp.h>

#include "cpu_backend.hpp"

namespace rhofield::cpu {

namespace {

constexpr int lanes = __BIGGEST_ALIGNMENT__ / static_cast<int>(sizeof(double));  // of this processor's widest vector
typedef double Pack __attribute__((vector_size(lanes * sizeof(double))));

constexpr Index padding = 8;  // channels are padded to full vectors on every processor
static_assert(padding % lanes == 0);

/// One cache line: vectors of it are aligned for every Pack.
struct alignas(64) Line {
  double values[padding];
};

Index padded(Index n) { return (n + padding - 1) / padding * padding; }

Pack load(const double* p) {
  Pack v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
void store(double* p, const Pack& v) { std::memcpy(p, &v, sizeof v); }

/// c [lm, channel] -> rows of padded length, zeros behind the last channel.
void pad_rows(const double* c, Index rows, Index channels, double* out) {
  const Index stride = padded(channels);
  for (Index r = 0; r < rows; ++r) {
    std::copy_n(c + r * channels, channels, out + r * stride);
    std::fill(out + r * stride + channels, out + (r + 1) * stride, 0.0);
  }
}

// --- complete blocks ------------------------------------------------------------------------------------------------

/// Where a tile of P_mu(q1, q2) goes in memory.
struct TileTarget {
  double* p;             // first feature of the block
  const double* weight;  // of the same feature; used by triangles, where it is not the same for all
  Index channels;
  BlockLayout layout;

  /// Element (q1, q2) of the block is p[row(q1) + q2].
  Index row(Index q1) const {
    switch (layout) {
      case BlockLayout::upper:
        return q1 * channels - q1 * (q1 + 1) / 2;
      case BlockLayout::strictly_upper:
        return q1 * channels - (q1 + 1) * (q1 + 2) / 2;
      default:
        return q1 * channels;
    }
  }
  Index first_column(Index q1) const {
    switch (layout) {
      case BlockLayout::upper:
        return q1;
      case BlockLayout::strictly_upper:
        return q1 + 1;
      default:
        return 0;
    }
  }
  void put(Index q1, Index q2, const Pack& value) const {
    const Index first = std::max(first_column(q1), q2), last = std::min(channels, q2 + lanes);
    const Index base = row(q1);
    const bool triangle = layout != BlockLayout::square;
    if (first == q2 && last == q2 + lanes) {
      store(p + base + q2, triangle ? Pack(value * load(weight + base + q2)) : value);
      return;
    }
    for (Index q = first; q < last; ++q) p[base + q] = value[q - q2] * (triangle ? weight[base + q] : 1.0);
  }
};

/// Rows q1 .. q1 + R - 1, columns q2 .. q2 + C lanes - 1 of sum_k left[k][q1] right[k][q2].
template <int R, int C>
void product_tile(const double* const* left, const double* const* right, int depth, Index q1, Index q2,
                  const TileTarget& target) {
  Pack sum[R][C] = {};
  for (int k = 0; k < depth; ++k) {
    const double* a = left[k] + q1;
    Pack b[C];
    for (int j = 0; j < C; ++j) b[j] = load(right[k] + q2 + j * lanes);
    for (int i = 0; i < R; ++i)
      for (int j = 0; j < C; ++j) sum[i][j] += a[i] * b[j];
  }
  const Index rows = std::min<Index>(R, target.channels - q1);
  for (Index i = 0; i < rows; ++i)
    for (int j = 0; j < C; ++j) target.put(q1 + i, q2 + j * lanes, sum[i][j]);
}

void product(const double* const* left, const double* const* right, int depth, const TileTarget& target) {
  constexpr int R = lanes == 8 ? 8 : 4;
  for (Index q1 = 0; q1 < target.channels; q1 += R) {
    // Triangles start at the vector that holds the first kept column of the first row.
    Index q2 = target.first_column(q1) / lanes * lanes;
    for (; q2 + lanes < target.channels; q2 += 2 * lanes) product_tile<R, 2>(left, right, depth, q1, q2, target);
    if (q2 < target.channels) product_tile<R, 1>(left, right, depth, q1, q2, target);
  }
}

constexpr int largest_depth = 64;  // orders up to 31

/// One (l1, l2) with all its channel pairs, for one atom. c1, c2 have padded rows; `outer_rows` is scratch for
/// sum_factors value outer[m'] of every m, [m, channel].
void couple_complete(const EquivariantPlan& plan, Index b, const double* c1, const double* c2, double scale,
                     double* outer_rows, double* p) {
  const FeatureBlock& block = plan.blocks(b);
  const Index stride = padded(plan.channels), features = plan.weight.extent(0);
  const bool first_is_inner = block.l1 <= block.l2;
  const double* inner = first_is_inner ? c1 + block.l1 * block.l1 * stride : c2 + block.l2 * block.l2 * stride;
  const double* outer = first_is_inner ? c2 + block.l2 * block.l2 * stride : c1 + block.l1 * block.l1 * stride;
  const double* weight = plan.weight.data() + block.first_feature;
  if (block.layout == BlockLayout::square) scale *= weight[0];

  const double* inner_rows[largest_depth];
  const double* transformed[largest_depth];
  for (int mu = 0; mu <= 2 * plan.lambda; ++mu) {
    const int* range = plan.row_offset.data() + b * (2 * plan.lambda + 1) + mu;
    int depth = 0;
    for (int r = range[0]; r < range[1]; ++r, ++depth) {
      const CouplingRow row = plan.rows(r);
      const CouplingFactor* factor = plan.factors.data() + row.first_factor;
      double* out = outer_rows + depth * stride;
      for (Index q = 0; q < stride; q += lanes) {
        Pack t = load(outer + factor[0].outer_m * stride + q) * factor[0].value;
        for (int k = 1; k < row.factor_count; ++k) t += load(outer + factor[k].outer_m * stride + q) * factor[k].value;
        store(out + q, t * scale);
      }
      inner_rows[depth] = inner + row.inner_m * stride;
      transformed[depth] = out;
    }
    const TileTarget target{p + mu * features + block.first_feature, weight, plan.channels, block.layout};
    if (first_is_inner)
      product(inner_rows, transformed, depth, target);
    else
      product(transformed, inner_rows, depth, target);
  }
}

// --- listed blocks --------------------------------------------------------------------------------------------------

/// N vectors handled as one number, so that every coupling coefficient is loaded once for all of them.
template <int N>
struct Bundle {
  Pack v[N] = {};
  Bundle& operator+=(const Bundle& o) {
    for (int i = 0; i < N; ++i) v[i] += o.v[i];
    return *this;
  }
  friend Bundle operator*(Bundle a, double s) {
    for (int i = 0; i < N; ++i) a.v[i] *= s;
    return a;
  }
  friend Bundle operator*(Bundle a, const Bundle& b) {
    for (int i = 0; i < N; ++i) a.v[i] *= b.v[i];
    return a;
  }
  static Bundle from(const double* p) {
    Bundle a;
    for (int i = 0; i < N; ++i) a.v[i] = load(p + i * lanes);
    return a;
  }
};

constexpr Index chunk = 32;  // features gathered at a time: 25 columns of them stay in the first-level cache

/// `count` <= N lanes features from `first` on; inner and outer are their gathered columns [m, chunk].
template <int N>
void couple_bundle(const EquivariantPlan& plan, Index b, Index first, Index count, const double* inner,
                   const double* outer, double scale, double* p) {
  alignas(64) double weight[N * lanes] = {};
  for (Index f = 0; f < count; ++f) weight[f] = scale * plan.weight(first + f);
  const auto weights = Bundle<N>::from(weight);
  const int* range = plan.row_offset.data() + b * (2 * plan.lambda + 1);
  const Index features = plan.weight.extent(0);
  for (int mu = 0; mu <= 2 * plan.lambda; ++mu) {
    const auto sum = weights * coupled<Bundle<N>>(
                                   plan.rows.data(), range[mu], range[mu + 1], plan.factors.data(),
                                   [&](int m) { return Bundle<N>::from(inner + m * chunk); },
                                   [&](int m) { return Bundle<N>::from(outer + m * chunk); });
    double* out = p + mu * features + first;
    for (int i = 0; i < N; ++i) {
      const Index left = count - i * lanes;
      if (left >= lanes)
        store(out + i * lanes, sum.v[i]);
      else
        for (Index k = 0; k < left; ++k) out[i * lanes + k] = sum.v[i][k];
    }
  }
}

/// columns[m][f] = c[m][q[f]], zeros behind the last feature.
void gather(const double* c, int size, Index stride, const int* q, Index count, double* columns) {
  for (int m = 0; m < size; ++m, c += stride, columns += chunk) {
    for (Index f = 0; f < count; ++f) columns[f] = c[q[f]];
    for (Index f = count; f % lanes != 0; ++f) columns[f] = 0.0;
  }
}

void couple_listed(const EquivariantPlan& plan, Index b, const double* c1, const double* c2, double scale,
                   double* columns, double* p) {
  const FeatureBlock& block = plan.blocks(b);
  const Index stride = padded(plan.channels);
  const bool first_is_inner = block.l1 <= block.l2;
  double* columns1 = columns;
  double* columns2 = columns + (2 * block.l1 + 1) * chunk;
  const double* inner = first_is_inner ? columns1 : columns2;
  const double* outer = first_is_inner ? columns2 : columns1;
  for (Index f = 0; f < block.feature_count; f += chunk) {
    const Index first = block.first_feature + f, count = std::min(chunk, block.feature_count - f);
    gather(c1 + block.l1 * block.l1 * stride, 2 * block.l1 + 1, stride, &plan.q1(first), count, columns1);
    gather(c2 + block.l2 * block.l2 * stride, 2 * block.l2 + 1, stride, &plan.q2(first), count, columns2);
    constexpr int most = static_cast<int>(chunk) / lanes;
    Index done = 0;
    const auto rest = [&] { return (count - done + lanes - 1) / lanes; };
    const auto run = [&]<int N>() {
      couple_bundle<N>(plan, b, first + done, std::min<Index>(count - done, N * lanes), inner + done, outer + done,
                       scale, p);
      done += N * lanes;
    };
    while (rest() >= 4) run.template operator()<4>();
    if (most >= 3 && rest() == 3) run.template operator()<3>();
    if (rest() == 2) run.template operator()<2>();
    if (rest() == 1) run.template operator()<1>();
  }
}

// --- norms ----------------------------------------------------------------------------------------------------------

/// c of `lanes` atoms, [lm, channel, lane]; lanes without an atom repeat the last one.
void transpose_atoms(const double* c, Index size, Index atoms, double* out) {
  for (Index a = 0; a < lanes; ++a) {
    const double* from = c + std::min(a, atoms - 1) * size;
    for (Index x = 0; x < size; ++x) out[x * lanes + a] = from[x];
  }
}

/// Moments G^l_{mm'} = sum_q c_{q lm} c_{q lm'} of `lanes` atoms, then the invariants g; returns |c|^2 = sum_l tr G^l.
Pack invariants(const NormPlan& plan, const double* c, double* moments, double* g) {
  const Index channels = plan.channels;
  Pack trace{};
  for (int l = 0; l <= plan.l_max; ++l) {
    const double* first = c + l * l * channels * lanes;
    double* out = moments + moment_offset(l) * lanes;
    for (int m = 0; m <= 2 * l; ++m)
      for (int m_other = 0; m_other <= m; ++m_other, out += lanes) {
        const double* a = first + m * channels * lanes;
        const double* b = first + m_other * channels * lanes;
        Pack sum{};
        for (Index q = 0; q < channels; ++q) sum += load(a + q * lanes) * load(b + q * lanes);
        if (m == m_other) trace += sum;
        store(out, sum);
      }
  }
  for (Index k = 0; k + 1 < plan.factor_offset.extent(0); ++k) {
    Pack sum{};
    for (int f = plan.factor_offset(k); f < plan.factor_offset(k + 1); ++f) {
      const InvariantFactor& factor = plan.factors(f);
      sum += factor.value * load(moments + factor.moment * lanes);
    }
    store(g + k * lanes, sum);
  }
  return trace;
}

}  // namespace

void CpuKernels::couple(const EquivariantPlan& plan, View<const double, 3> c, View<const double, 3> c_other,
                        View<const double, 1> norm, View<double, 3> p) {
  const Index atoms = c.extent(0), rows = c.extent(1), stride = padded(plan.channels);
  const bool same = c.data() == c_other.data();
  const Index expansion = rows * stride;
  const Index largest = 2 * plan.l_max + 1;
  const Index scratch = 2 * expansion + largest * stride + 2 * largest * chunk;  // multiple of `padding`
  std::vector<Line> memory(static_cast<std::size_t>(scratch / padding) *
                           static_cast<std::size_t>(omp_get_max_threads()));
#pragma omp parallel for schedule(static)
  for (Index i = 0; i < atoms; ++i) {
    double* c1 = memory.data()->values + omp_get_thread_num() * scratch;
    double* c2 = same ? c1 : c1 + expansion;
    double* outer_rows = c1 + 2 * expansion;
    double* columns = outer_rows + largest * stride;
    double* out = p.rows(i, 1).data();
    const double scale = norm.empty() ? 1.0 : inverse_norm(norm(i));
    if (scale == 0.0) {
      std::fill_n(out, p.extent(1) * p.extent(2), 0.0);
      continue;
    }
    pad_rows(c.rows(i, 1).data(), rows, plan.channels, c1);
    if (!same) pad_rows(c_other.rows(i, 1).data(), rows, plan.channels, c2);
    for (Index b = 0; b < plan.blocks.extent(0); ++b) {
      if (plan.blocks(b).layout == BlockLayout::listed)
        couple_listed(plan, b, c1, c2, scale, columns, out);
      else
        couple_complete(plan, b, c1, c2, scale, outer_rows, out);
    }
  }
}

void CpuKernels::equivariant_norms(const NormPlan& plan, View<const double, 3> c, View<const double, 3> c_other,
                                   View<double, 1> norm) {
  const Index atoms = c.extent(0), size = c.extent(1) * c.extent(2);
  const bool same = c.data() == c_other.data();
  const Index moments = moment_offset(plan.l_max + 1), count = plan.factor_offset.extent(0) - 1;
  const Index scratch = padded((size + moments + 2 * count) * lanes);
  std::vector<Line> memory(static_cast<std::size_t>(scratch / padding) *
                           static_cast<std::size_t>(omp_get_max_threads()));
#pragma omp parallel for schedule(static)
  for (Index first = 0; first < atoms; first += lanes) {
    double* lane_c = memory.data()->values + omp_get_thread_num() * scratch;
    double* lane_moments = lane_c + size * lanes;
    double* g = lane_moments + moments * lanes;
    double* g_other = same ? g : g + count * lanes;
    const Index here = std::min<Index>(lanes, atoms - first);
    transpose_atoms(c.rows(first, here).data(), size, here, lane_c);
    const Pack length = invariants(plan, lane_c, lane_moments, g);
    Pack length_other = length;
    if (!same) {
      transpose_atoms(c_other.rows(first, here).data(), size, here, lane_c);
      length_other = invariants(plan, lane_c, lane_moments, g_other);
    }
    Pack square{}, magnitude{};
    for (Index k = 0; k < plan.pairs.extent(0); ++k) {
      const NormPair& pair = plan.pairs(k);
      Pack dot{};
      for (int i = 0; i < pair.length; ++i)
        dot += load(g + (pair.first + i) * lanes) * load(g_other + (pair.second + i) * lanes);
      dot *= pair.coefficient;
      square += dot;
      magnitude += dot < 0.0 ? -dot : dot;
    }
    for (Index a = 0; a < here; ++a)
      norm(first + a) = std::sqrt(settled_square(square[a], magnitude[a], length[a] * length_other[a]));
  }
}

}  // namespace rhofield::cpu
