// Derivatives of equivariant products and of their norms on the CPU (kernels/shared/equivariants.hpp): vector lanes are
// atoms, which share all tables, so that nothing is gathered and every atom's sums have one order.
//   d[m, m'] = sum_mu T_{mu m m'} p_bar[mu],  inner_bar[m] += d outer[m'],  outer_bar[m'] += d inner[m]
#include <omp.h>

#include <algorithm>
#include <vector>

#include "cpu/vector8.hpp"
#include "cpu_backend.hpp"
#include "shared/equivariants.hpp"

namespace rhofield::cpu {

namespace {

/// `size` vectors for every thread.
class Scratch {
 public:
  explicit Scratch(Index size) : size_(size), vectors_(static_cast<std::size_t>(size * omp_get_max_threads())) {}
  Vector8* of_this_thread() { return vectors_.data() + omp_get_thread_num() * size_; }

 private:
  Index size_;
  std::vector<Vector8> vectors_;
};

/// The rows and channels of c [atom, lm, channel] that a primitive works on.
struct Part {
  Index rows, first, count;
};

/// c of up to eight atoms as vectors [lm, channel of the part]; lanes without an atom are zero.
void interleave(View<const double, 3> from, Index first, Index atoms, const Part& part, Vector8* to) {
  for (Index lm = 0; lm < part.rows; ++lm, to += part.count) {
    Index q = 0;
    for (; q + lanes <= part.count; q += lanes) {
      Vector8 v[lanes] = {};
      for (Index a = 0; a < atoms; ++a) load(&from(first + a, lm, part.first + q), v[a]);
      transpose(v);
      std::copy_n(v, lanes, to + q);
    }
    for (; q < part.count; ++q) {
      to[q] = Vector8{};
      for (Index a = 0; a < atoms; ++a) to[q][a] = from(first + a, lm, part.first + q);
    }
  }
}

/// The way back: to[atom, lm, channel of the part] += vectors.
void add_apart(const Vector8* from, Index first, Index atoms, const Part& part, View<double, 3> to) {
  for (Index lm = 0; lm < part.rows; ++lm, from += part.count) {
    Index q = 0;
    for (; q + lanes <= part.count; q += lanes) {
      Vector8 v[lanes];
      std::copy_n(from + q, lanes, v);
      transpose(v);
      for (Index a = 0; a < atoms; ++a) {
        double* out = &to(first + a, lm, part.first + q);
        Vector8 sum;
        load(out, sum);
        store(sum + v[a], out);
      }
    }
    for (; q < part.count; ++q)
      for (Index a = 0; a < atoms; ++a) to(first + a, lm, part.first + q) += from[q][a];
  }
}

/// One channel of one order of eight atoms, and its derivative.
struct Factor {
  const Vector8* c;
  Vector8* bar;
  Index stride;  ///< between m
};

/// One feature of eight atoms: adds to the derivatives of its two factors, returns p_bar . P.
Vector8 couple_feature_backward(const CouplingPair* pair, const CouplingPair* end, const CouplingComponent* components,
                                const Vector8* p_bar, const Factor& inner, const Factor& outer) {
  Vector8 along{};
  while (pair != end) {
    const int m = pair->inner_m;
    const Vector8 own = inner.c[m * inner.stride];
    Vector8 sum{};
    for (; pair != end && pair->inner_m == m; ++pair) {
      const CouplingComponent* factor = components + pair->first_factor;
      Vector8 d = p_bar[factor[0].mu] * factor[0].value;
      for (int k = 1; k < pair->factor_count; ++k) d += p_bar[factor[k].mu] * factor[k].value;
      sum += d * outer.c[pair->outer_m * outer.stride];
      outer.bar[pair->outer_m * outer.stride] += d * own;
    }
    inner.bar[m * inner.stride] += sum;
    along += sum * own;
  }
  return along;
}

/// p_bar of up to eight features, times their weights and `scale`: [feature, mu].
void load_cotangents(const EquivariantPlan& plan, View<const double, 3> p_bar, Index first_atom, Index atoms,
                     Index first_feature, Index features, const Vector8& scale, Vector8* to) {
  const int components = 2 * plan.lambda + 1;
  for (int mu = 0; mu < components; ++mu) {
    Vector8 v[lanes] = {};
    for (Index a = 0; a < atoms; ++a) {
      const double* from = &p_bar(first_atom + a, mu, first_feature);
      if (features == lanes)
        load(from, v[a]);
      else
        for (Index f = 0; f < features; ++f) v[a][f] = from[f];
    }
    transpose(v);
    for (Index f = 0; f < features; ++f) to[f * components + mu] = v[f] * (scale * plan.weight(first_feature + f));
  }
}

/// Moments and invariants of eight atoms as `equivariant_norms` has them: c [lm, channel].
void invariants(const NormPlan& plan, const Vector8* c, Index channels, Vector8* moments, Vector8* g) {
  for (int l = 0; l <= plan.l_max; ++l)
    for (int m = 0; m <= 2 * l; ++m)
      for (int m_other = 0; m_other <= m; ++m_other) {
        const Vector8 *a = c + (l * l + m) * channels, *b = c + (l * l + m_other) * channels;
        Vector8 sum{};
        for (Index q = 0; q < channels; ++q) sum += a[q] * b[q];
        moments[moment_index(l, m, m_other)] = sum;
      }
  for (Index k = 0; k + 1 < plan.factor_offset.extent(0); ++k) {
    g[k] = Vector8{};
    for (int f = plan.factor_offset(k); f < plan.factor_offset(k + 1); ++f)
      g[k] += plan.factors(f).value * moments[plan.factors(f).moment];
  }
}

/// g_bar[k] += factor * sum of the terms of k.
void add_terms(View<const int, 1> offset, View<const NormTerm, 1> terms, const Vector8* g_other, const Vector8& factor,
               Vector8* g_bar) {
  for (Index k = 0; k + 1 < offset.extent(0); ++k) {
    Vector8 sum{};
    for (int t = offset(k); t < offset(k + 1); ++t) sum += terms(t).coefficient * g_other[terms(t).other];
    g_bar[k] += factor * sum;
  }
}

/// bar [lm, channel] = what the derivatives of the invariants give c.
void invariants_backward(const NormPlan& plan, const NormBackwardPlan& backward, const Vector8* c, Index channels,
                         const Vector8* g_bar, Vector8* bar) {
  std::fill_n(bar, (plan.l_max + 1) * (plan.l_max + 1) * channels, Vector8{});
  for (int l = 0; l <= plan.l_max; ++l)
    for (int m = 0; m <= 2 * l; ++m)
      for (int m_other = 0; m_other <= m; ++m_other) {
        const int moment = moment_index(l, m, m_other);
        Vector8 slope{};
        for (int f = backward.moment_offset(moment); f < backward.moment_offset(moment + 1); ++f)
          slope += backward.factors(f).value * g_bar[backward.factors(f).invariant];
        const Index here = (l * l + m) * channels, there = (l * l + m_other) * channels;
        for (Index q = 0; q < channels; ++q) {
          bar[here + q] += slope * c[there + q];
          bar[there + q] += slope * c[here + q];
        }
      }
}

}  // namespace

void CpuKernels::couple_backward(const EquivariantPlan& plan, const EquivariantBackwardPlan& backward,
                                 View<const double, 3> c, View<const double, 3> c_other, View<const double, 2> norm,
                                 View<const double, 3> p_bar, View<double, 3> c_bar, View<double, 3> c_other_bar,
                                 View<double, 2> along) {
  const Index atoms = c.extent(0), channels = plan.channels, size = c.extent(1) * channels, norms = along.extent(0);
  const bool same = c_other_bar.empty();
  const int components = 2 * plan.lambda + 1;
  const Part all{c.extent(1), 0, channels};
  Scratch memory(4 * size + lanes * components + 2 * norms);
#pragma omp parallel for schedule(static)
  for (Index i = 0; i < atoms; i += lanes) {
    const Index here = std::min<Index>(lanes, atoms - i);
    Vector8 *first = memory.of_this_thread(), *first_bar = first + size;
    Vector8 *second = same ? first : first + 2 * size, *second_bar = same ? first_bar : first + 3 * size;
    Vector8 *cotangents = first + 4 * size, *scale = cotangents + lanes * components, *sum = scale + norms;
    interleave(c, i, here, all, first);
    std::fill_n(first_bar, size, Vector8{});
    if (!same) {
      interleave(c_other, i, here, all, second);
      std::fill_n(second_bar, size, Vector8{});
    }
    std::fill_n(scale, 2 * norms, Vector8{});
    for (Index which = 0; which < norms; ++which)
      for (Index a = 0; a < here; ++a) scale[which][a] = norm.empty() ? 1.0 : inverse_norm(norm(which, i + a));
    for (Index b = 0; b < plan.blocks.extent(0); ++b) {
      const FeatureBlock& block = plan.blocks(b);
      const CouplingPair* pairs = backward.pairs.data() + backward.pair_offset(b);
      const CouplingPair* end = backward.pairs.data() + backward.pair_offset(b + 1);
      for (Index done = 0; done < block.feature_count; done += lanes) {
        const Index begin = block.first_feature + done, count = std::min<Index>(lanes, block.feature_count - done);
        load_cotangents(plan, p_bar, i, here, begin, count, scale[block.norm], cotangents);
        for (Index f = 0; f < count; ++f) {
          const Index at1 = block.l1 * block.l1 * channels + plan.q1(begin + f);
          const Index at2 = block.l2 * block.l2 * channels + plan.q2(begin + f);
          const Factor factor1{first + at1, first_bar + at1, channels},
              factor2{second + at2, second_bar + at2, channels};
          const bool first_is_inner = block.l1 <= block.l2;
          sum[block.norm] +=
              couple_feature_backward(pairs, end, backward.components.data(), cotangents + f * components,
                                      first_is_inner ? factor1 : factor2, first_is_inner ? factor2 : factor1);
        }
      }
    }
    add_apart(first_bar, i, here, all, c_bar);
    if (!same) add_apart(second_bar, i, here, all, c_other_bar);
    for (Index which = 0; which < norms; ++which)
      for (Index a = 0; a < here; ++a) along(which, i + a) = sum[which][a];
  }
}

void CpuKernels::equivariant_norms_backward(const NormPlan& plan, const NormBackwardPlan& backward,
                                            View<const double, 3> c, View<const double, 3> c_other,
                                            View<const double, 1> norm, View<const double, 1> along,
                                            View<double, 3> c_bar, View<double, 3> c_other_bar) {
  const Index atoms = c.extent(0), rows = static_cast<Index>(plan.l_max + 1) * (plan.l_max + 1);
  const Part left{rows, plan.left.first, plan.left.count}, right{rows, plan.right.first, plan.right.count};
  const View<double, 3> right_bar = c_other_bar.empty() ? c_bar : c_other_bar;
  const bool same = c_other_bar.empty() && left.first == right.first && left.count == right.count;
  const Index moments = moment_offset(plan.l_max + 1), count = plan.factor_offset.extent(0) - 1;
  const Index size = rows * std::max(left.count, right.count);
  Scratch memory(3 * size + moments + 4 * count);
#pragma omp parallel for schedule(static)
  for (Index i = 0; i < atoms; i += lanes) {
    const Index here = std::min<Index>(lanes, atoms - i);
    Vector8 *first = memory.of_this_thread(), *second = same ? first : first + size, *bar = first + 2 * size;
    Vector8 *moment = bar + size, *g = moment + moments, *g_bar = g + count;
    Vector8 *g_other = same ? g : g_bar + count, *g_other_bar = same ? g_bar : g_other + count;
    interleave(c, i, here, left, first);
    invariants(plan, first, left.count, moment, g);
    if (!same) {
      interleave(c_other, i, here, right, second);
      invariants(plan, second, right.count, moment, g_other);
    }
    Vector8 factor{};  // of the derivative of |P|^2
    for (Index a = 0; a < here; ++a) factor[a] = plan.weight * norm_square_cotangent(norm(i + a), along(i + a));
    std::fill_n(g_bar, count, Vector8{});
    if (!same) std::fill_n(g_other_bar, count, Vector8{});
    add_terms(backward.left_offset, backward.left, g_other, factor, g_bar);
    add_terms(backward.right_offset, backward.right, g, factor, g_other_bar);
    invariants_backward(plan, backward, first, left.count, g_bar, bar);
    add_apart(bar, i, here, left, c_bar);
    if (same) continue;
    invariants_backward(plan, backward, second, right.count, g_other_bar, bar);
    add_apart(bar, i, here, right, right_bar);
  }
}

}  // namespace rhofield::cpu
