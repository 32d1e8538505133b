// Equivariant products and their norms on the CPU.
//   P [atom, mu, feature] = weight / norm * sum_rows inner[m] sum_factors value outer[m']
//   (kernels/shared/equivariants.hpp)
// Complete sets of channel pairs: one atom after another, vector lanes are channels; P_mu(q1, q2) = sum_m left(m, q1)
// right(m, q2) is a small matrix product held in registers. Listed features and norms: vector lanes are atoms, so that
// any channels can be combined without gathering.
#include "shared/equivariants.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include <omp.h>

#include "cpu_backend.hpp"
#include "packs.hpp"

namespace rhofield::cpu {

namespace {

constexpr Index padding = 8;  // channels are padded to full vectors on every processor
static_assert(padding % lanes == 0);

Index padded(Index n) { return (n + padding - 1) / padding * padding; }

/// `size` numbers (a multiple of `padding`) for every thread, aligned for every Pack.
class Scratch {
 public:
  explicit Scratch(Index size)
      : size_(size),
        lines_(static_cast<std::size_t>(size / padding) * static_cast<std::size_t>(omp_get_max_threads())) {}
  double* of_this_thread() { return lines_.data()->values + omp_get_thread_num() * size_; }

 private:
  struct alignas(64) Line {
    double values[padding];
  };
  Index size_;
  std::vector<Line> lines_;
};

/// The first `count` < lanes elements.
[[gnu::noinline]] void put_front(double* p, Pack v, Index count) {
  for (Index k = 0; k < count; ++k) p[k] = v[k];
}

/// Rows of a range of c [lm, channel] of padded length, zeros behind the last channel: c itself where it is so, else
/// `copy`, where `fill_padded_rows` puts them.
const double* padded_rows(const double* c, Index channels, const ChannelRange& range, const double* copy) {
  return padded(range.count) == channels ? c : copy;
}
void fill_padded_rows(const double* c, Index rows, Index channels, const ChannelRange& range, double* out) {
  const Index stride = padded(range.count);
  if (stride == channels) return;
  for (Index r = 0; r < rows; ++r) {
    std::copy_n(c + r * channels + range.first, range.count, out + r * stride);
    std::fill(out + r * stride + range.count, out + (r + 1) * stride, 0.0);
  }
}

// --- complete blocks ------------------------------------------------------------------------------------------------

/// Where P_mu(q1, q2) of one block goes. Vectors are stored whole wherever what they write beyond their row is stored
/// again later: squares go through their rows forwards and may overrun a row's end, triangles go backwards and may
/// begin in front of a row. No store leaves the block.
struct BlockTarget {
  double* p;            ///< first feature of the block
  Index rows, columns;  ///< channels; of triangles as many
  BlockLayout layout;
  const Pack* diagonal;  ///< vector k: the weight of (q, q) relative to the others in element k, else 1

  /// Element (q1, q2) is p[row(q1) + q2].
  Index row(Index q1) const {
    switch (layout) {
      case BlockLayout::upper:
        return q1 * columns - q1 * (q1 + 1) / 2;
      case BlockLayout::strictly_upper:
        return q1 * columns - (q1 + 1) * (q1 + 2) / 2;
      default:
        return q1 * columns;
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
  /// Columns [q2, q2 + lanes) of row q1 by single elements: only what belongs to the row.
  [[gnu::noinline]] void put_elements(Index q1, Index q2, Pack value) const {
    const Index last = std::min(columns, q2 + lanes);
    for (Index q = std::max(first_column(q1), q2); q < last; ++q) p[row(q1) + q] = value[q - q2];
  }
  RHOFIELD_IN_REGISTERS void put_square(Index q1, Index q2, const Pack& value) const {
    if (q1 * columns + q2 + lanes <= rows * columns)
      store(p + q1 * columns + q2, value);
    else
      put_elements(q1, q2, value);
  }
  RHOFIELD_IN_REGISTERS void put_triangle(Index q1, Index q2, Pack value) const {
    const Index first = first_column(q1);
    if (first >= q2 + lanes || first >= columns) return;
    if (q2 <= q1 && q1 < q2 + lanes) value *= diagonal[q1 - q2];
    if (q2 + lanes <= columns && (first <= q2 || q1 > 0))
      store(p + row(q1) + q2, value);
    else
      put_elements(q1, q2, value);
  }
};

/// Rows q1 .. q1 + R - 1, columns q2 .. q2 + C lanes - 1 of sum_k left[k][q1] right[k][q2].
template <int R, int C>
void product_tile(const double* const* left, const double* const* right, int depth, Index q1, Index q2,
                  const BlockTarget& target) {
  Pack sum[R][C];
  each<R * C>([&](auto x) RHOFIELD_IN_REGISTERS { sum[x / C][x % C] = Pack{}; });
  for (int k = 0; k < depth; ++k) {
    const double* a = left[k] + q1;
    const double* b = right[k] + q2;
    Pack vectors[C];
    each<C>([&](auto j) RHOFIELD_IN_REGISTERS { vectors[j] = load(b + j * lanes); });
    each<R * C>([&](auto x) RHOFIELD_IN_REGISTERS { sum[x / C][x % C] += a[x / C] * vectors[x % C]; });
  }
  const Index rows = std::min<Index>(R, target.rows - q1);
  if (R == lanes && target.layout == BlockLayout::upper && q1 == q2 && q2 + C * lanes <= target.columns)
    each<R * C>([&](auto x) RHOFIELD_IN_REGISTERS {  // a whole tile on the diagonal, the most frequent one of triangles
      constexpr int i = R - 1 - x / C, j = x % C;
      const Pack value = j == 0 ? sum[i][j] * target.diagonal[i] : sum[i][j];
      store(target.p + target.row(q1 + i) + q2 + j * lanes, value);
    });
  else if (target.layout == BlockLayout::square)
    each<R * C>([&](auto x) RHOFIELD_IN_REGISTERS {
      if (x / C < rows) target.put_square(q1 + x / C, q2 + x % C * lanes, sum[x / C][x % C]);
    });
  else
    each<R * C>([&](auto x) RHOFIELD_IN_REGISTERS {
      constexpr int i = R - 1 - x / C;
      if (i < rows) target.put_triangle(q1 + i, q2 + x % C * lanes, sum[i][x % C]);
    });
}

constexpr Index tile_rows = lanes == 8 ? 8 : 4;  // with two columns of vectors: half of the registers hold sums
static_assert(padding % tile_rows == 0);

/// All tiles of a block, in the order BlockTarget relies on.
void product(const double* const* left, const double* const* right, int depth, const BlockTarget& target) {
  const Index columns = (target.columns + lanes - 1) / lanes * lanes;
  const auto tile = [&](Index q1, Index q2, Index width) {
    if (width == 2 * lanes)
      product_tile<tile_rows, 2>(left, right, depth, q1, q2, target);
    else
      product_tile<tile_rows, 1>(left, right, depth, q1, q2, target);
  };
  if (target.layout == BlockLayout::square) {
    for (Index q1 = 0; q1 < target.rows; q1 += tile_rows)
      for (Index end = columns; end > 0;) {
        const Index width = std::min<Index>(end, 2 * lanes);
        end -= width;
        tile(q1, end, width);
      }
  } else {
    for (Index q1 = (target.rows - 1) / tile_rows * tile_rows; q1 >= 0; q1 -= tile_rows)
      for (Index q2 = q1 / lanes * lanes; q2 < columns; q2 += 2 * lanes)
        tile(q1, q2, std::min<Index>(columns - q2, 2 * lanes));
  }
}

/// scale sum_factors value outer[m'] of C vectors of channels.
template <int C>
void transform_row(const EquivariantPlan& plan, const CouplingRow& row, const double* outer, Index stride, double scale,
                   double* out) {
  Pack sum[C];
  each<C>([&](auto j) RHOFIELD_IN_REGISTERS { sum[j] = Pack{}; });
  const CouplingFactor* factor = plan.factors.data() + row.first_factor;
  for (int k = 0; k < row.factor_count; ++k) {
    const double* from = outer + factor[k].outer_m * stride;
    each<C>([&](auto j) RHOFIELD_IN_REGISTERS { sum[j] += load(from + j * lanes) * factor[k].value; });
  }
  each<C>([&](auto j) RHOFIELD_IN_REGISTERS { store(out + j * lanes, sum[j] * scale); });
}

constexpr int largest_depth = 64;  // orders up to 31

/// One (l1, l2) with all its channel pairs, for one atom. c1, c2 are its densities' rows, padded; `outer_rows` is
/// scratch for sum_factors value outer[m'] of every m, [m, channel].
void couple_complete(const EquivariantPlan& plan, Index b, const double* c1, const double* c2, double scale,
                     double* outer_rows, double* p) {
  const FeatureBlock& block = plan.blocks(b);
  const Index rows = plan.densities(block.left).count, columns = plan.densities(block.right).count;
  const Index stride1 = padded(rows), stride2 = padded(columns), features = plan.weight.extent(0);
  const bool first_is_inner = block.l1 <= block.l2;
  const double* const first = c1 + block.l1 * block.l1 * stride1;
  const double* const second = c2 + block.l2 * block.l2 * stride2;
  const double* inner = first_is_inner ? first : second;
  const double* outer = first_is_inner ? second : first;
  const Index inner_stride = first_is_inner ? stride1 : stride2, stride = first_is_inner ? stride2 : stride1;
  // The second feature is off the diagonal in every layout (or there is only one).
  const double weight = plan.weight(block.first_feature + std::min<Index>(1, block.feature_count - 1));
  const double diagonal = plan.weight(block.first_feature) / weight;
  Pack diagonals[lanes];
  for (int k = 0; k < lanes; ++k)
    for (int x = 0; x < lanes; ++x) diagonals[k][x] = k == x ? diagonal : 1.0;

  const double* inner_rows[largest_depth];
  const double* transformed[largest_depth];
  for (int mu = 0; mu <= 2 * plan.lambda; ++mu) {
    const int* range = plan.row_offset.data() + b * (2 * plan.lambda + 1) + mu;
    int depth = 0;
    for (int r = range[0]; r < range[1]; ++r, ++depth) {
      const CouplingRow row = plan.rows(r);
      double* out = outer_rows + depth * stride;
      Index q = 0;
      for (; q + 2 * lanes <= stride; q += 2 * lanes)
        transform_row<2>(plan, row, outer + q, stride, scale * weight, out + q);
      if (q < stride) transform_row<1>(plan, row, outer + q, stride, scale * weight, out + q);
      inner_rows[depth] = inner + row.inner_m * inner_stride;
      transformed[depth] = out;
    }
    const BlockTarget target{p + mu * features + block.first_feature, rows, columns, block.layout, diagonals};
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
  Pack v[N];
  RHOFIELD_IN_REGISTERS Bundle() {
    each<N>([&](auto i) RHOFIELD_IN_REGISTERS { v[i] = Pack{}; });
  }
  RHOFIELD_IN_REGISTERS Bundle(const double* const* c, Index offset) {
    each<N>([&](auto i) RHOFIELD_IN_REGISTERS { v[i] = load(c[i] + offset); });
  }
  RHOFIELD_IN_REGISTERS Bundle& operator+=(const Bundle& o) {
    each<N>([&](auto i) RHOFIELD_IN_REGISTERS { v[i] += o.v[i]; });
    return *this;
  }
  RHOFIELD_IN_REGISTERS friend Bundle operator*(Bundle a, double s) {
    each<N>([&](auto i) RHOFIELD_IN_REGISTERS { a.v[i] *= s; });
    return a;
  }
  RHOFIELD_IN_REGISTERS friend Bundle operator*(Bundle a, const Bundle& b) {
    each<N>([&](auto i) RHOFIELD_IN_REGISTERS { a.v[i] *= b.v[i]; });
    return a;
  }
};

constexpr int group = std::max(lanes, 4);  // features computed together: as many as there are registers for

/// One bundle of features of one block for `atoms` <= lanes atoms.
struct ListedTarget {
  double* p;  ///< of the first atom and feature, mu = 0
  Index atoms;
  Index atom_step;  ///< (2 lambda + 1) * features
  Index mu_step;    ///< features
  Index count;      ///< features that may be stored from here on: more than the bundle has where others follow
};

/// N features: inner[f] and outer[f] are c of their channels, [m, lane] with `stride` between m.
template <int N>
void couple_bundle(const EquivariantPlan& plan, const int* range, const double* const* inner,
                   const double* const* outer, Index stride, const Pack* scale, const ListedTarget& target) {
  for (int mu = 0; mu <= 2 * plan.lambda; ++mu) {
    const auto sum = coupled<Bundle<N>>(
        plan.rows.data(), range[mu], range[mu + 1], plan.factors.data(),
        [&](int m) RHOFIELD_IN_REGISTERS { return Bundle<N>(inner, m * stride); },
        [&](int m) RHOFIELD_IN_REGISTERS { return Bundle<N>(outer, m * stride); });
    double* out = target.p + mu * target.mu_step;
    each<(N + lanes - 1) / lanes>([&](auto part) RHOFIELD_IN_REGISTERS {
      constexpr int begin = part * lanes;
      Pack v[lanes];
      each<lanes>([&](auto f) RHOFIELD_IN_REGISTERS {
        if constexpr (begin + f < N)
          v[f] = sum.v[begin + f] * scale[begin + f];
        else
          v[f] = Pack{};
      });
      transpose(v);
      const Index room = target.count - begin;
      each<lanes>([&](auto a) RHOFIELD_IN_REGISTERS {
        if (a >= target.atoms) return;
        double* row = out + a * target.atom_step + begin;
        if (room >= lanes)
          store(row, v[a]);
        else
          put_front(row, v[a], room);
      });
    });
  }
}

/// Listed features of one (l1, l2). A last, incomplete bundle also writes behind its block: blocks are coupled in
/// order, complete ones after all listed ones.
void couple_listed(const EquivariantPlan& plan, Index b, const double* c1, const double* c2, const Pack& scale,
                   Index atoms, double* p) {
  const FeatureBlock& block = plan.blocks(b);
  const Index stride = plan.channels * lanes, features = plan.weight.extent(0);
  const int* range = plan.row_offset.data() + b * (2 * plan.lambda + 1);
  c1 += block.l1 * block.l1 * stride;
  c2 += block.l2 * block.l2 * stride;
  for (Index done = 0; done < block.feature_count; done += group) {
    const Index first = block.first_feature + done, count = std::min<Index>(group, block.feature_count - done);
    const double *first_factor[group], *second_factor[group];
    Pack scales[group];
    for (Index k = 0; k < group; ++k) {
      const Index f = first + std::min(k, count - 1);
      first_factor[k] = c1 + plan.q1(f) * lanes;
      second_factor[k] = c2 + plan.q2(f) * lanes;
      scales[k] = scale * plan.weight(f);
    }
    const bool first_is_inner = block.l1 <= block.l2;
    const auto inner = first_is_inner ? first_factor : second_factor,
               outer = first_is_inner ? second_factor : first_factor;
    const ListedTarget target{p + first, atoms, (2 * plan.lambda + 1) * features, features, features - first};
    if (count > group / 2)
      couple_bundle<group>(plan, range, inner, outer, stride, scales, target);
    else
      couple_bundle<group / 2>(plan, range, inner, outer, stride, scales, target);
  }
}

// --- norms ----------------------------------------------------------------------------------------------------------

/// Moments G^l_{mm'} = sum_q c_{q lm} c_{q lm'} of `lanes` atoms, then the invariants g; returns |c|^2 = sum_l tr G^l.
Pack invariants(const NormPlan& plan, const double* c, Index channels, double* moments, double* g) {
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
                        View<const double, 2> norm, View<double, 3> p) {
  const Index atoms = c.extent(0), rows = c.extent(1), size = rows * plan.channels;
  const bool same = c.data() == c_other.data();
  const auto listed = [&](Index b) { return plan.blocks(b).layout == BlockLayout::listed; };
  Index listed_blocks = 0;
  for (Index b = 0; b < plan.blocks.extent(0); ++b) listed_blocks += listed(b) ? 1 : 0;
  std::vector<double> scales(static_cast<std::size_t>(norm.size()));
  std::transform(norm.data(), norm.data() + norm.size(), scales.begin(), inverse_norm);
  const auto scale_of = [&](Index b, Index i) {
    return scales.empty() ? 1.0 : scales[static_cast<std::size_t>(plan.blocks(b).norm * atoms + i)];
  };

  if (listed_blocks > 0) {
    const Index scratch = padded(2 * size * lanes);
    Scratch memory(scratch);
#pragma omp parallel for schedule(static)
    for (Index i = 0; i < atoms; i += lanes) {
      const Index here = std::min<Index>(lanes, atoms - i);
      double* c1 = memory.of_this_thread();
      double* c2 = same ? c1 : c1 + size * lanes;
      interleave_atoms(c.rows(i, here).data(), size, size, here, c1);
      if (!same) interleave_atoms(c_other.rows(i, here).data(), size, size, here, c2);
      for (Index b = 0; b < plan.blocks.extent(0); ++b) {
        if (!listed(b)) continue;
        Pack scale{};
        for (Index a = 0; a < here; ++a) scale[a] = scale_of(b, i + a);
        couple_listed(plan, b, c1, c2, scale, here, p.rows(i, here).data());
      }
    }
  }
  if (listed_blocks < plan.blocks.extent(0)) {
    std::vector<Index> place;  // of the padded rows of each density
    Index expansion = 0, widest = 0;
    for (Index d = 0; d < plan.densities.extent(0); ++d) {
      const Index stride = padded(plan.densities(d).count);
      place.push_back(expansion);
      expansion += rows * stride;
      widest = std::max(widest, stride);
    }
    Scratch memory(2 * expansion + (2 * plan.l_max + 1) * widest);
#pragma omp parallel for schedule(static)
    for (Index i = 0; i < atoms; ++i) {
      double* scratch = memory.of_this_thread();
      double* scratch_other = same ? scratch : scratch + expansion;
      const double *c1 = c.rows(i, 1).data(), *c2 = c_other.rows(i, 1).data();
      for (std::size_t d = 0; d < place.size(); ++d) {
        const ChannelRange& range = plan.densities(static_cast<Index>(d));
        fill_padded_rows(c1, rows, plan.channels, range, scratch + place[d]);
        if (!same) fill_padded_rows(c2, rows, plan.channels, range, scratch_other + place[d]);
      }
      double* outer_rows = scratch + 2 * expansion;
      for (Index b = 0; b < plan.blocks.extent(0); ++b) {
        if (listed(b)) continue;
        const int left = plan.blocks(b).left, right = plan.blocks(b).right;
        couple_complete(
            plan, b,
            padded_rows(c1, plan.channels, plan.densities(left), scratch + place[static_cast<std::size_t>(left)]),
            padded_rows(c2, plan.channels, plan.densities(right),
                        scratch_other + place[static_cast<std::size_t>(right)]),
            scale_of(b, i), outer_rows, p.rows(i, 1).data());
      }
    }
  }
}

void CpuKernels::equivariant_norms(const NormPlan& plan, View<const double, 3> c, View<const double, 3> c_other,
                                   View<double, 1> norm) {
  const Index atoms = c.extent(0), rows = static_cast<Index>(plan.l_max + 1) * (plan.l_max + 1);
  const Index left = plan.left.count, right = plan.right.count;
  const bool same = c.data() == c_other.data() && plan.left.first == plan.right.first && left == right;
  const Index moments = moment_offset(plan.l_max + 1), count = plan.factor_offset.extent(0) - 1;
  Scratch memory(padded((rows * std::max(left, right) + moments + 2 * count) * lanes));
#pragma omp parallel for schedule(static)
  for (Index first = 0; first < atoms; first += lanes) {
    double* lane_c = memory.of_this_thread();
    double* lane_moments = lane_c + rows * std::max(left, right) * lanes;
    double* g = lane_moments + moments * lanes;
    double* g_other = same ? g : g + count * lanes;
    const Index here = std::min<Index>(lanes, atoms - first);
    interleave_range(c.rows(first, here), plan.left, rows, lane_c);
    const Pack length = invariants(plan, lane_c, left, lane_moments, g);
    Pack length_other = length;
    if (!same) {
      interleave_range(c_other.rows(first, here), plan.right, rows, lane_c);
      length_other = invariants(plan, lane_c, right, lane_moments, g_other);
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
    for (Index a = 0; a < here; ++a) {
      const double settled = settled_square(square[a], magnitude[a], length[a] * length_other[a]);
      double& out = norm(first + a);
      out = joint_norm(plan.weight, settled, plan.accumulate ? out : 0.0);
    }
  }
}

void CpuKernels::place_channels(View<const double, 3> part, Index first, View<double, 3> c) {
  const Index rows = part.extent(1), count = part.extent(2);
#pragma omp parallel for schedule(static)
  for (Index i = 0; i < c.extent(0); ++i)
    for (Index lm = 0; lm < c.extent(1); ++lm) {
      double* out = &c(i, lm, first);
      if (lm < rows)
        std::copy_n(&part(i, lm, 0), count, out);
      else
        std::fill_n(out, count, 0.0);
    }
}

}  // namespace rhofield::cpu
