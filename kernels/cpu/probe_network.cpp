// Sums over sources on the CPU: one centre (or source) after another, its neighbours found by vectors over sources,
// then sums over them with channels in lanes, ten components in registers.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "cpu/buffer.hpp"
#include "cpu/packs.hpp"
#include "cpu_backend.hpp"
#include "shared/probe_network.hpp"

namespace rhofield::cpu {

namespace {

using formula::row_of;
using formula::tensor_components;

Index padded(Index count, Index each) { return (count + each - 1) / each * each; }

template <class Real>
void refill(Buffer<Real>& buffer, Index count, Real value) {
  buffer.reserve(count);
  std::fill_n(buffer.data(), count, value);
}

/// The first `left` lanes; all of them without a detour.
template <class Real>
inline void store_first(const PackT<Real>& v, Real* p, Index left) {
  if (left == lanes_of<Real>)
    store<Real>(p, v);
  else
    std::memcpy(p, &v, sizeof(Real) * static_cast<std::size_t>(left));
}

/// One side of the pairs of a group: points as vectors, and the pairs of one point of the other side with them.
template <class Real>
class PairFinder {
 public:
  static constexpr int width = 2 + tensor_components;

  /// f, r and the tensor of the unit vector of point k, `step()` numbers apart.
  const Real* row(int k) const { return table_.data() + k; }
  Index step() const { return step_; }
  int found(int pair) const { return found_[static_cast<std::size_t>(pair)]; }

  void set_points(View<const Real, 2> points, Index first, Index count) {
    constexpr Real far = Real(1e15);  // fills the last vector
    count_ = static_cast<int>(count);
    step_ = padded(count, lanes_of<Real>);
    refill(points_, 3 * step_, far);
    table_.reserve(width * step_);
    found_.resize(static_cast<std::size_t>(step_));
    for (Index k = 0; k < count; ++k)
      for (int axis = 0; axis < 3; ++axis) points_.data()[axis * step_ + k] = points(first + k, axis);
  }
  /// Pairs of one point with all, `sign` times the vector from the point to them. Returns how many.
  int find(const Real* at, Real cutoff, Real closest, Real sign) {
    const Real px = at[0], py = at[1], pz = at[2];
    const Index step = step_;
    const Real* x = points_.data();
    Real* table = table_.data();
#pragma omp simd
    for (Index k = 0; k < step; ++k) {
      const Real dx = x[k] - px, dy = x[step + k] - py, dz = x[2 * step + k] - pz;
      const Real r = std::sqrt(dx * dx + dy * dy + dz * dz);
      const Real bounded = r < cutoff ? r : cutoff;
      const Real inverse = sign / (r > closest ? r : Real(1));
      table[k] = formula::cosine_cutoff(bounded, cutoff).value;
      table[step + k] = r;
      formula::symmetric_tensor(dx * inverse, dy * inverse, dz * inverse,
                                [&](int a, Real value) { table[(2 + a) * step + k] = value; });
    }
    int pairs = 0;
    const Real* r = table + step;
    for (int k = 0; k < count_; ++k) {
      found_[static_cast<std::size_t>(pairs)] = k;
      pairs += r[k] > closest && r[k] <= cutoff ? 1 : 0;
    }
    return pairs;
  }

 private:
  int count_ = 0;
  Index step_ = 0;  // points, filled up to whole vectors
  Buffer<Real> points_, table_;
  std::vector<int> found_;
};

/// What the channels of sources look like, padded to whole vectors.
template <class Real>
struct Channels {
  Index step = 0;  // padded K
  bool with_passed = false;
  Buffer<Real> rows;         // [source, 11 or 1, step]: c, then A
  Buffer<Real> shapes;       // [species, 2, step]: mu, eta
  std::vector<int> species;  // [source]

  void set_shapes(const EmbeddingParameters<Real>& p) {
    const Index channels = p.mu.extent(1);
    step = padded(channels, lanes_of<Real>);
    refill(shapes, p.mu.extent(0) * 2 * step, Real(0));
    for (Index s = 0; s < p.mu.extent(0); ++s) {
      std::copy_n(p.mu.data() + s * channels, channels, shapes.data() + 2 * s * step);
      std::copy_n(p.eta.data() + s * channels, channels, shapes.data() + (2 * s + 1) * step);
    }
  }
  void set_sources(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& p, Index first, Index count) {
    const Index channels = p.mu.extent(1), each = p.passed.empty() ? 1 : 1 + tensor_components;
    with_passed = each > 1;
    refill(rows, count * each * step, Real(0));
    species.resize(static_cast<std::size_t>(count));
    for (Index j = 0; j < count; ++j) {
      const Index atom = groups.source_atom(first + j);
      species[static_cast<std::size_t>(j)] = groups.species(atom);
      Real* row = rows.data() + j * each * step;
      std::copy_n(p.charge.data() + atom * channels, channels, row);
      for (int a = 0; a + 1 < each; ++a)
        std::copy_n(p.passed.data() + formula::row_of(p.charge.extent(0), atom, a) * channels, channels,
                    row + (a + 1) * step);
    }
  }
  const Real* row(int source) const { return rows.data() + source * (with_passed ? 1 + tensor_components : 1) * step; }
  const Real* shape(int source) const { return shapes.data() + 2 * species[static_cast<std::size_t>(source)] * step; }
};

/// exp(eta (r - mu)^2) of all pairs in one loop, [pair, lane], `shape_of(pair)` the mu of the source and eta one step
/// on. Pairs do not wait for each other here, as they would where each exponential is used at once.
template <class Real, class ShapeOf>
void radial_of_pairs(const PairFinder<Real>& finder, int pairs, Index step, const ShapeOf& shape_of,
                     Buffer<Real>& values) {
  constexpr int width = lanes_of<Real>;
  values.reserve(static_cast<Index>(pairs) * width);
  Real* all = values.data();
  for (int p = 0; p < pairs; ++p) {
    const Real* shape = shape_of(p);
    const PackT<Real> mu = load(shape), eta = load(shape + step);
    const PackT<Real> d = finder.row(finder.found(p))[finder.step()] - mu;
    store<Real>(all + p * width, eta * d * d);
  }
#pragma omp simd
  for (int k = 0; k < pairs * width; ++k) all[k] = formula::exponential_of_negative(all[k]);
}

template <class Real, bool with_passed>
void embed_centre(const PairFinder<Real>& finder, const Channels<Real>& channels, int pairs, const Real* field,
                  const Real* orbital, Index k, Index left, Buffer<Real>& radials,
                  Real* const (&out)[tensor_components]) {
  radial_of_pairs<Real>(
      finder, pairs, channels.step, [&](int p) { return channels.shape(finder.found(p)) + k; }, radials);
  PackT<Real> sums[tensor_components], own{};
  std::memcpy(&own, orbital + k, sizeof(Real) * static_cast<std::size_t>(left));
#pragma GCC unroll 10
  for (int a = 0; a < tensor_components; ++a) sums[a] = field[a] * own;
  const Index step = finder.step(), width = channels.step;
  for (int p = 0; p < pairs; ++p) {
    const int j = finder.found(p);
    const Real* pair = finder.row(j);
    const Real* row = channels.row(j) + k;
    const PackT<Real> c = load(row), value = load(radials.data() + p * lanes_of<Real>);
    const PackT<Real> t = pair[0] * c;
    const PackT<Real> tr = t * value;
    const Real* component = pair + 2 * step;
#pragma GCC unroll 10
    for (int a = 0; a < tensor_components; ++a) {
      sums[a] += tr * component[0];
      component += step;
      if constexpr (with_passed) {
        row += width;
        sums[a] += t * load(row);
      }
    }
  }
#pragma GCC unroll 10
  for (int a = 0; a < tensor_components; ++a) store_first<Real>(sums[a], out[a] + k, left);
}

/// Sums over the centres that one source sees.
template <class Real, bool with_passed>
void embed_source_backward(const PairFinder<Real>& finder, const Real* shape, const Real* row, Index step, int pairs,
                           const Buffer<Real>& bars, Index k, Index left, Buffer<Real>& radials, Real* c_bar,
                           Real* const (&passed_bar)[tensor_components], Real* mu_bar, Real* eta_bar) {
  radial_of_pairs<Real>(
      finder, pairs, step, [&](int) { return shape + k; }, radials);
  const PackT<Real> mu = load(shape + k), eta = load(shape + step + k), c = load(row + k);
  PackT<Real> passed[tensor_components], passed_sum[tensor_components];
  PackT<Real> c_sum{}, mu_sum{}, eta_sum{};
  for (int a = 0; a < tensor_components; ++a) {
    passed_sum[a] = PackT<Real>{};
    if constexpr (with_passed) passed[a] = load(row + (a + 1) * step + k);
  }
  const Index apart = finder.step();
  for (int p = 0; p < pairs; ++p) {
    const int i = finder.found(p);
    const Real* pair = finder.row(i);
    const Real* bar = bars.data() + i * tensor_components * step + k;
    const PackT<Real> d = pair[apart] - mu;
    const PackT<Real> dd = d * d, value = load(radials.data() + p * lanes_of<Real>);
    PackT<Real> g{}, h{};
    const Real* component = pair + 2 * apart;
#pragma GCC unroll 10
    for (int a = 0; a < tensor_components; ++a) {
      const PackT<Real> b = load(bar);
      bar += step;
      g += b * component[0];
      component += apart;
      if constexpr (with_passed) {
        h += b * passed[a];
        passed_sum[a] += pair[0] * b;
      }
    }
    const PackT<Real> gr = pair[0] * g * value;
    c_sum += gr;
    if constexpr (with_passed) c_sum += pair[0] * h;
    const PackT<Real> moved = c * gr;
    mu_sum += moved * d;
    eta_sum += moved * dd;
  }
  mu_sum *= Real(-2) * eta;
  store_first<Real>(c_sum, c_bar + k, left);
  store_first<Real>(mu_sum, mu_bar + k, left);
  store_first<Real>(eta_sum, eta_bar + k, left);
  if constexpr (with_passed)
    for (int a = 0; a < tensor_components; ++a) {
      passed_sum[a] *= c;
      store_first<Real>(passed_sum[a], passed_bar[a] + k, left);
    }
}

}  // namespace

template <class Real>
void CpuNetworkKernels<Real>::embed(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                                    View<Real, 1> b) {
  const Index channels = parameters.mu.extent(1), centres = groups.centres.extent(0);
  thread_local PairFinder<Real> finder;
  thread_local Channels<Real> own;
  thread_local Buffer<Real> radials;
  own.set_shapes(parameters);
  for (Index g = 0; g + 1 < groups.centre_offset.size(); ++g) {
    const Index first = groups.source_offset(g), count = groups.source_offset(g + 1) - first;
    finder.set_points(groups.sources, first, count);
    own.set_sources(groups, parameters, first, count);
    const Real* field = parameters.field.data() + g * tensor_components;
    for (Index i = groups.centre_offset(g); i < groups.centre_offset(g + 1); ++i) {
      const int pairs = finder.find(groups.centres.data() + 3 * i, groups.cutoff, groups.closest, Real(1));
      Real* out[tensor_components];
      for (int a = 0; a < tensor_components; ++a) out[a] = b.data() + row_of(centres, i, a) * channels;
      for (Index k = 0; k < channels; k += lanes_of<Real>) {
        const Index left = std::min<Index>(lanes_of<Real>, channels - k);
        if (own.with_passed)
          embed_centre<Real, true>(finder, own, pairs, field, parameters.field_orbital.data(), k, left, radials, out);
        else
          embed_centre<Real, false>(finder, own, pairs, field, parameters.field_orbital.data(), k, left, radials, out);
      }
    }
  }
}

template <class Real>
void CpuNetworkKernels<Real>::embed_backward(const CentreGroups<Real>& groups,
                                             const EmbeddingParameters<Real>& parameters, View<const Real, 1> b_bar,
                                             const SourceGradients<Real>& sources) {
  const Index channels = parameters.mu.extent(1), centres = groups.centres.extent(0);
  thread_local PairFinder<Real> finder;
  thread_local Channels<Real> own;
  thread_local Buffer<Real> radials;
  thread_local Buffer<Real> bars;  // [centre, component, padded K]
  own.set_shapes(parameters);
  for (Index g = 0; g + 1 < groups.centre_offset.size(); ++g) {
    const Index first = groups.source_offset(g), count = groups.source_offset(g + 1) - first;
    const Index first_centre = groups.centre_offset(g), in_group = groups.centre_offset(g + 1) - first_centre;
    own.set_sources(groups, parameters, first, count);
    finder.set_points(groups.centres, first_centre, in_group);
    refill(bars, in_group * tensor_components * own.step, Real(0));
    for (Index i = 0; i < in_group; ++i)
      for (int a = 0; a < tensor_components; ++a)
        std::copy_n(b_bar.data() + row_of(centres, first_centre + i, a) * channels, channels,
                    bars.data() + (i * tensor_components + a) * own.step);
    for (Index j = 0; j < count; ++j) {
      const Index source = first + j;
      const int pairs = finder.find(groups.sources.data() + 3 * source, groups.cutoff, groups.closest, Real(-1));
      const Real* shape = own.shape(static_cast<int>(j));
      const Real* row = own.row(static_cast<int>(j));
      Real* c_bar = sources.charge.data() + source * channels;
      Real* mu_bar = sources.mu.data() + source * channels;
      Real* eta_bar = sources.eta.data() + source * channels;
      Real* passed_bar[tensor_components] = {};
      if (own.with_passed)
        for (int a = 0; a < tensor_components; ++a)
          passed_bar[a] = sources.passed.data() + row_of(sources.charge.extent(0), source, a) * channels;
      for (Index k = 0; k < channels; k += lanes_of<Real>) {
        const Index left = std::min<Index>(lanes_of<Real>, channels - k);
        if (own.with_passed)
          embed_source_backward<Real, true>(finder, shape, row, own.step, pairs, bars, k, left, radials, c_bar,
                                            passed_bar, mu_bar, eta_bar);
        else
          embed_source_backward<Real, false>(finder, shape, row, own.step, pairs, bars, k, left, radials, c_bar,
                                             passed_bar, mu_bar, eta_bar);
      }
    }
  }
}

template <class Real>
void CpuNetworkKernels<Real>::embed_positions_backward(const CentreGroups<Real>& groups,
                                                       const EmbeddingParameters<Real>& parameters,
                                                       View<const Real, 1> b_bar, bool of_sources,
                                                       View<Real, 2> positions_bar) {
  const Index channels = parameters.mu.extent(1), centres = groups.centres.extent(0);
  std::fill_n(positions_bar.data(), positions_bar.size(), Real(0));
  for (Index g = 0; g + 1 < groups.centre_offset.size(); ++g)
    for (Index i = groups.centre_offset(g); i < groups.centre_offset(g + 1); ++i)
      for (Index j = groups.source_offset(g); j < groups.source_offset(g + 1); ++j) {
        Real d[3];
        for (int x = 0; x < 3; ++x) d[x] = groups.sources(j, x) - groups.centres(i, x);
        const Real r = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        if (!(r > groups.closest && r <= groups.cutoff)) continue;
        for (Real& x : d) x /= r;
        const Index atom = groups.source_atom(j), species = groups.species(atom);
        Real slope[3];
        formula::pair_slope(
            r, d, groups.cutoff, static_cast<int>(channels), parameters.mu.data() + species * channels,
            parameters.eta.data() + species * channels, parameters.charge.data() + atom * channels,
            [&](int a, int k) { return b_bar(row_of(centres, i, a) * channels + k); }, !parameters.passed.empty(),
            [&](int a, int k) {
              return parameters.passed(row_of(parameters.charge.extent(0), atom, a) * channels + k);
            },
            slope);
        for (int x = 0; x < 3; ++x) positions_bar(of_sources ? j : i, x) += of_sources ? slope[x] : -slope[x];
      }
}

template <class Real>
void CpuNetworkKernels<Real>::sum_groups(const CentreGroups<Real>& groups, View<const Real, 1> x, View<Real, 3> sums) {
  const Index channels = sums.extent(2), centres = groups.centres.extent(0);
  std::fill_n(sums.data(), sums.size(), Real(0));
  for (Index g = 0; g + 1 < groups.centre_offset.size(); ++g)
    for (Index i = groups.centre_offset(g); i < groups.centre_offset(g + 1); ++i)
      for (int a = 0; a < tensor_components; ++a) {
        const Real* in = x.data() + row_of(centres, i, a) * channels;
        Real* out = sums.data() + (g * tensor_components + a) * channels;
#pragma omp simd
        for (Index k = 0; k < channels; ++k) out[k] += in[k];
      }
}

template <class Real>
void CpuNetworkKernels<Real>::square_components(View<const Real, 1> c, View<Real, 2> rho) {
  const Index centres = rho.extent(0), width = rho.extent(1);
  for (Index i = 0; i < centres; ++i) {
    Real* out = rho.data() + i * width;
    const Real* zero = c.data() + row_of(centres, i, 0) * width;
    const Real* one = c.data() + row_of(centres, i, 1) * width;
    const Real* two = c.data() + row_of(centres, i, 4) * width;
#pragma omp simd
    for (Index m = 0; m < width; ++m) {
      Real sum = zero[m] * zero[m];
      for (int a = 0; a < 3; ++a) sum += one[a * width + m] * one[a * width + m];
      for (int a = 0; a < 6; ++a) sum += two[a * width + m] * two[a * width + m];
      out[m] = sum;
    }
  }
}

template <class Real>
void CpuNetworkKernels<Real>::square_components_backward(View<const Real, 1> c, View<const Real, 2> rho_bar,
                                                         View<Real, 1> c_bar) {
  const Index centres = rho_bar.extent(0), width = rho_bar.extent(1);
  for (Index i = 0; i < centres; ++i)
    for (int a = 0; a < tensor_components; ++a) {
      const Real* in = c.data() + row_of(centres, i, a) * width;
      const Real* bar = rho_bar.data() + i * width;
      Real* out = c_bar.data() + row_of(centres, i, a) * width;
#pragma omp simd
      for (Index m = 0; m < width; ++m) out[m] = 2 * in[m] * bar[m];
    }
}

template <class Real>
void CpuNetworkKernels<Real>::envelope(const CentreGroups<Real>& groups, View<const Real, 1> amplitude,
                                       View<const Real, 1> decay, View<Real, 1> envelope) {
  thread_local Buffer<Real> table;  // x, y, z, amplitude, decay of the sources, filled up to whole vectors
  for (Index g = 0; g + 1 < groups.centre_offset.size(); ++g) {
    const Index first = groups.source_offset(g), count = groups.source_offset(g + 1) - first;
    const Index step = padded(count, lanes_of<Real>);
    refill(table, 5 * step, Real(0));
    for (Index j = 0; j < count; ++j) {
      const Index species = groups.species(groups.source_atom(first + j));
      const Real row[5] = {groups.sources(first + j, 0), groups.sources(first + j, 1), groups.sources(first + j, 2),
                           amplitude(species), decay(species)};
      for (Index x = 0; x < 5; ++x) table.data()[x * step + j] = row[x];
    }
    const Real* x = table.data();
    for (Index i = groups.centre_offset(g); i < groups.centre_offset(g + 1); ++i) {
      const Real px = groups.centres(i, 0), py = groups.centres(i, 1), pz = groups.centres(i, 2);
      Real sum = 0;
#pragma omp simd reduction(+ : sum)
      for (Index j = 0; j < step; ++j) {
        const Real dx = x[j] - px, dy = x[step + j] - py, dz = x[2 * step + j] - pz;
        const Real r = std::sqrt(dx * dx + dy * dy + dz * dz);
        const Real bounded = r < groups.cutoff ? r : groups.cutoff;
        sum += x[3 * step + j] * formula::exponential_of_negative(-x[4 * step + j] * bounded) *
               formula::envelope_switch(bounded, groups.cutoff);
      }
      envelope(i) = sum;
    }
  }
}

template <class Real>
void CpuNetworkKernels<Real>::envelope_backward(const CentreGroups<Real>& groups, View<const Real, 1> amplitude,
                                                View<const Real, 1> decay, View<const Real, 1> envelope_bar,
                                                View<Real, 1> amplitude_bar, View<Real, 1> decay_bar) {
  for (Index g = 0; g + 1 < groups.centre_offset.size(); ++g)
    for (Index j = groups.source_offset(g); j < groups.source_offset(g + 1); ++j) {
      const Index species = groups.species(groups.source_atom(j));
      const Real px = groups.sources(j, 0), py = groups.sources(j, 1), pz = groups.sources(j, 2);
      const Real* centre = groups.centres.data();
      const Real rate = decay(species);
      Real sum = 0, along = 0;
#pragma omp simd reduction(+ : sum, along)
      for (Index i = groups.centre_offset(g); i < groups.centre_offset(g + 1); ++i) {
        const Real dx = centre[3 * i] - px, dy = centre[3 * i + 1] - py, dz = centre[3 * i + 2] - pz;
        const Real r = std::sqrt(dx * dx + dy * dy + dz * dz);
        const Real bounded = r < groups.cutoff ? r : groups.cutoff;
        const Real term = envelope_bar.data()[i] * formula::exponential_of_negative(-rate * bounded) *
                          formula::envelope_switch(bounded, groups.cutoff);
        sum += term;
        along += term * bounded;
      }
      amplitude_bar(j) = sum;
      decay_bar(j) = -amplitude(species) * along;
    }
}

template class CpuNetworkKernels<float>;
template class CpuNetworkKernels<double>;

}  // namespace rhofield::cpu
