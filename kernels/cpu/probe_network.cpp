// The real-space network on the CPU. Pairs: one centre (or source) after another, its neighbours found by vectors over
// sources, then sums over them with channels in lanes, ten components in registers. Layers: one row after another.
#include <cblas.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <exception>
#include <limits>
#include <string>
#include <vector>

#include "cpu_backend.hpp"
#include "rhofield/error.hpp"
#include "shared/probe_network.hpp"

namespace rhofield::cpu {

namespace {

using formula::row_of;
using formula::tensor_components;

int narrow(Index n) {
  if (n > std::numeric_limits<int>::max())
    throw InvalidInput("matrix dimension " + std::to_string(n) +
                       " exceeds what this BLAS addresses; use smaller tiles");
  return static_cast<int>(n);
}

CBLAS_TRANSPOSE blas(Op op) { return op == Op::none ? CblasNoTrans : CblasTrans; }

void blas_gemm(Op op_a, Op op_b, int m, int n, int k, float alpha, const float* a, int lda, const float* b, int ldb,
               float beta, float* c, int ldc) {
  cblas_sgemm(CblasRowMajor, blas(op_a), blas(op_b), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
void blas_gemm(Op op_a, Op op_b, int m, int n, int k, double alpha, const double* a, int lda, const double* b, int ldb,
               double beta, double* c, int ldc) {
  cblas_dgemm(CblasRowMajor, blas(op_a), blas(op_b), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

/// BLAS of one thread for as long as this lives.
class [[nodiscard]] SerialBlas {
 public:
  SerialBlas() : threads_(openblas_get_num_threads()) {
    if (threads_ > 1) openblas_set_num_threads(1);
  }
  ~SerialBlas() {
    if (threads_ > 1) openblas_set_num_threads(threads_);
  }
  SerialBlas(const SerialBlas&) = delete;
  SerialBlas& operator=(const SerialBlas&) = delete;

 private:
  int threads_;
};

template <class Real>
constexpr int lanes_of = __BIGGEST_ALIGNMENT__ / static_cast<int>(sizeof(Real));
template <class Real>
struct PackOf {
  typedef Real type __attribute__((vector_size(__BIGGEST_ALIGNMENT__)));
};
template <class Real>
using PackT = typename PackOf<Real>::type;

template <class Real>
inline void load(const Real* p, PackT<Real>& v) {
  std::memcpy(&v, p, sizeof v);
}
template <class Real>
inline void store(const PackT<Real>& v, Real* p) {
  std::memcpy(p, &v, sizeof v);
}
/// A vector whose first element begins a cache line, so that whole vectors do not straddle two.
template <class T>
class Aligned {
 public:
  void assign(Index count, T value) {
    resize(count);
    std::fill_n(data(), count, value);
  }
  void resize(Index count) {
    constexpr auto spare = static_cast<Index>(line / sizeof(T));
    if (static_cast<Index>(memory_.size()) < count + spare) memory_.resize(static_cast<std::size_t>(count + spare));
  }
  T* data() {
    const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
    return memory_.data() + ((line - address % line) % line) / sizeof(T);
  }
  const T* data() const { return const_cast<Aligned*>(this)->data(); }

 private:
  static constexpr std::size_t line = 64;
  std::vector<T> memory_;
};

Index padded(Index count, Index lanes) { return (count + lanes - 1) / lanes * lanes; }

/// The first `left` lanes; all of them without a detour.
template <class Real>
inline void store_first(const PackT<Real>& v, Real* p, Index left) {
  if (left == lanes_of<Real>)
    store<Real>(v, p);
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
    points_.assign(3 * step_, far);
    table_.resize(width * step_);
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
  Aligned<Real> points_, table_;
  std::vector<int> found_;
};

/// What the channels of sources look like, padded to whole vectors.
template <class Real>
struct Channels {
  Index step = 0;  // padded K
  bool with_passed = false;
  Aligned<Real> rows;        // [source, 11 or 1, step]: c, then A
  Aligned<Real> shapes;      // [species, 2, step]: mu, eta
  std::vector<int> species;  // [source]

  void set_shapes(const EmbeddingParameters<Real>& p, Index lanes) {
    const Index channels = p.mu.extent(1);
    step = padded(channels, lanes);
    shapes.assign(p.mu.extent(0) * 2 * step, Real(0));
    for (Index s = 0; s < p.mu.extent(0); ++s) {
      std::copy_n(p.mu.data() + s * channels, channels, shapes.data() + 2 * s * step);
      std::copy_n(p.eta.data() + s * channels, channels, shapes.data() + (2 * s + 1) * step);
    }
  }
  void set_sources(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& p, Index first, Index count) {
    const Index channels = p.mu.extent(1), each = p.passed.empty() ? 1 : 1 + tensor_components;
    with_passed = each > 1;
    rows.assign(count * each * step, Real(0));
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
                     Aligned<Real>& values) {
  constexpr int lanes = lanes_of<Real>;
  values.resize(static_cast<Index>(pairs) * lanes);
  Real* all = values.data();
  for (int p = 0; p < pairs; ++p) {
    PackT<Real> mu, eta;
    const Real* shape = shape_of(p);
    load<Real>(shape, mu);
    load<Real>(shape + step, eta);
    const PackT<Real> d = finder.row(finder.found(p))[finder.step()] - mu;
    store<Real>(eta * d * d, all + p * lanes);
  }
#pragma omp simd
  for (int k = 0; k < pairs * lanes; ++k) all[k] = formula::exponential_of_negative(all[k]);
}

template <class Real, bool with_passed>
void embed_centre(const PairFinder<Real>& finder, const Channels<Real>& channels, int pairs, const Real* field,
                  const Real* orbital, Index k, Index left, Aligned<Real>& radials,
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
    PackT<Real> c, value;
    load<Real>(row, c);
    load<Real>(radials.data() + p * lanes_of<Real>, value);
    const PackT<Real> t = pair[0] * c;
    const PackT<Real> tr = t * value;
    const Real* component = pair + 2 * step;
#pragma GCC unroll 10
    for (int a = 0; a < tensor_components; ++a) {
      sums[a] += tr * component[0];
      component += step;
      if constexpr (with_passed) {
        row += width;
        PackT<Real> passed;
        load<Real>(row, passed);
        sums[a] += t * passed;
      }
    }
  }
#pragma GCC unroll 10
  for (int a = 0; a < tensor_components; ++a) store_first<Real>(sums[a], out[a] + k, left);
}

/// Sums over the centres that one source sees.
template <class Real, bool with_passed>
void embed_source_backward(const PairFinder<Real>& finder, const Real* shape, const Real* row, Index step, int pairs,
                           const Aligned<Real>& bars, Index k, Index left, Aligned<Real>& radials, Real* c_bar,
                           Real* const (&passed_bar)[tensor_components], Real* mu_bar, Real* eta_bar) {
  radial_of_pairs<Real>(
      finder, pairs, step, [&](int) { return shape + k; }, radials);
  PackT<Real> mu, eta, c, passed[tensor_components], passed_sum[tensor_components];
  load<Real>(shape + k, mu);
  load<Real>(shape + step + k, eta);
  load<Real>(row + k, c);
  PackT<Real> c_sum{}, mu_sum{}, eta_sum{};
  for (int a = 0; a < tensor_components; ++a) {
    passed_sum[a] = PackT<Real>{};
    if constexpr (with_passed) load<Real>(row + (a + 1) * step + k, passed[a]);
  }
  const Index apart = finder.step();
  for (int p = 0; p < pairs; ++p) {
    const int i = finder.found(p);
    const Real* pair = finder.row(i);
    const Real* bar = bars.data() + i * tensor_components * step + k;
    PackT<Real> value;
    const PackT<Real> d = pair[apart] - mu;
    const PackT<Real> dd = d * d;
    load<Real>(radials.data() + p * lanes_of<Real>, value);
    PackT<Real> g{}, h{};
    const Real* component = pair + 2 * apart;
#pragma GCC unroll 10
    for (int a = 0; a < tensor_components; ++a) {
      PackT<Real> b;
      load<Real>(bar, b);
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
int CpuNetworkKernels<Real>::workers() const {
  return omp_get_max_threads();
}

template <class Real>
void CpuNetworkKernels<Real>::share(Index count, const std::function<void(Index k, int worker)>& work) {
  const SerialBlas serial;
  std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic, 1) if (count > 1)
  for (Index k = 0; k < count; ++k) {
    try {
      work(k, omp_get_thread_num());
    } catch (...) {
#pragma omp critical(rhofield_share_failure)
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

template <class Real>
void CpuNetworkKernels<Real>::multiply(Op op_a, Op op_b, Real alpha, Rows<const Real> a, Rows<const Real> b, Real beta,
                                       Rows<Real> c) {
  if (c.rows == 0 || c.columns == 0) return;
  const Index inner = op_a == Op::none ? a.columns : a.rows;
  blas_gemm(op_a, op_b, narrow(c.rows), narrow(c.columns), narrow(inner), alpha, a.data,
            narrow(std::max<Index>(1, a.stride)), b.data, narrow(std::max<Index>(1, b.stride)), beta, c.data,
            narrow(std::max<Index>(1, c.stride)));
}

template <class Real>
void CpuNetworkKernels<Real>::add_row(View<const Real, 2> x, View<const Real, 1> row, View<Real, 2> y) {
  const Index n = y.extent(1);
  for (Index i = 0; i < y.extent(0); ++i) {
    Real* out = y.data() + i * n;
    if (x.empty()) {
      std::copy_n(row.data(), n, out);
      continue;
    }
    const Real* in = x.data() + i * n;
#pragma omp simd
    for (Index k = 0; k < n; ++k) out[k] = in[k] + row.data()[k];
  }
}

template <class Real>
void CpuNetworkKernels<Real>::add_column_sums(View<const Real, 2> x, View<Real, 1> y) {
  const Index n = y.size();
  for (Index i = 0; i < x.extent(0); ++i) {
    const Real* in = x.data() + i * n;
#pragma omp simd
    for (Index k = 0; k < n; ++k) y.data()[k] += in[k];
  }
}

template <class Real>
void CpuNetworkKernels<Real>::add(View<const Real, 1> x, View<Real, 1> y) {
#pragma omp simd
  for (Index k = 0; k < y.size(); ++k) y.data()[k] += x.data()[k];
}

template <class Real>
void CpuNetworkKernels<Real>::gather(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  for (Index k = 0; k < index.size(); ++k)
    std::copy_n(x.data() + index(k) * y.extent(1), y.extent(1), y.data() + k * y.extent(1));
}

template <class Real>
void CpuNetworkKernels<Real>::scatter_add(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  const Index n = y.extent(1);
  for (Index k = 0; k < index.size(); ++k)
    for (Index c = 0; c < n; ++c) y.data()[index(k) * n + c] += x.data()[k * n + c];
}

template <class Real>
void CpuNetworkKernels<Real>::add_listed(View<const Real, 2> x, View<const Index, 1> offset, View<const Index, 1> index,
                                         View<Real, 2> y) {
  const Index n = y.extent(1);
  for (Index s = 0; s < y.extent(0); ++s)
    for (Index k = offset(s); k < offset(s + 1); ++k)
      for (Index c = 0; c < n; ++c) y.data()[s * n + c] += x.data()[index(k) * n + c];
}

template <class Real>
void CpuNetworkKernels<Real>::embed(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                                    View<Real, 1> b) {
  const Index channels = parameters.mu.extent(1), centres = groups.centres.extent(0);
  thread_local PairFinder<Real> finder;
  thread_local Channels<Real> own;
  thread_local Aligned<Real> radials;
  own.set_shapes(parameters, lanes_of<Real>);
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
  thread_local Aligned<Real> radials;
  thread_local Aligned<Real> bars;  // [centre, component, padded K]
  own.set_shapes(parameters, lanes_of<Real>);
  for (Index g = 0; g + 1 < groups.centre_offset.size(); ++g) {
    const Index first = groups.source_offset(g), count = groups.source_offset(g + 1) - first;
    const Index first_centre = groups.centre_offset(g), in_group = groups.centre_offset(g + 1) - first_centre;
    own.set_sources(groups, parameters, first, count);
    finder.set_points(groups.centres, first_centre, in_group);
    bars.assign(in_group * tensor_components * own.step, Real(0));
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

namespace {

template <class Real, formula::Activation kind>
void activate_row(const LayerParameters<Real>& p, const Real* x, Index n, Real* y) {
  const Real* alpha = p.alpha.data();
  const Real* beta = p.beta.data();
#pragma omp simd
  for (Index k = 0; k < n; ++k) y[k] = formula::activate(kind, alpha[k], beta[k], x[k]);
}

/// Mean and 1 / sqrt(variance + shift) of a row.
template <class Real>
struct RowMoments {
  Real mean = 0, scale = 1;
};
template <class Real>
RowMoments<Real> moments_of(const Real* a, Index n) {
  // One pass around one of the values: nothing cancels, as they spread about it no less than about their mean.
  const Real about = a[0];
  Real sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum, squares)
  for (Index k = 0; k < n; ++k) {
    const Real d = a[k] - about;
    sum += d;
    squares += d * d;
  }
  const Real count = static_cast<Real>(n), moved = sum / count;
  const Real variance = std::max(Real(0), squares / count - moved * moved);
  return {about + moved, 1 / std::sqrt(variance + static_cast<Real>(formula::layer_norm_shift))};
}

template <class Real, formula::Activation kind>
void layer_rows(const LayerParameters<Real>& p, View<const Real, 2> x, View<Real, 2> y) {
  const Index n = y.extent(1);
  for (Index i = 0; i < y.extent(0); ++i) {
    Real* out = y.data() + i * n;
    activate_row<Real, kind>(p, x.data() + i * n, n, out);
    if (p.gain.empty()) continue;
    const RowMoments<Real> m = moments_of(out, n);
    const Real* gain = p.gain.data();
    const Real* shift = p.shift.data();
#pragma omp simd
    for (Index k = 0; k < n; ++k) out[k] = gain[k] * (out[k] - m.mean) * m.scale + shift[k];
  }
}

/// From derivatives of y to those of the activations a, in place.
template <class Real>
void norm_backward(const LayerParameters<Real>& p, const LayerGradients<Real>& gradients, const Real* a, Index n,
                   Real* bar) {
  const RowMoments<Real> m = moments_of(a, n);
  const Real* gain = p.gain.data();
  Real* gain_bar = gradients.gain.data();
  Real* shift_bar = gradients.shift.data();
  Real sum = 0, along = 0;
#pragma omp simd reduction(+ : sum, along)
  for (Index k = 0; k < n; ++k) {
    const Real unit = (a[k] - m.mean) * m.scale, g = gain[k] * bar[k];
    gain_bar[k] += bar[k] * unit;
    shift_bar[k] += bar[k];
    sum += g;
    along += g * unit;
  }
  sum /= static_cast<Real>(n), along /= static_cast<Real>(n);
#pragma omp simd
  for (Index k = 0; k < n; ++k) {
    const Real unit = (a[k] - m.mean) * m.scale;
    bar[k] = m.scale * (gain[k] * bar[k] - sum - unit * along);
  }
}

template <class Real, formula::Activation kind>
void layer_rows_backward(const LayerParameters<Real>& p, View<const Real, 2> x, View<const Real, 2> y_bar,
                         const LayerGradients<Real>& gradients, View<Real, 2> x_bar) {
  const Index n = x.extent(1);
  thread_local std::vector<Real> activation, bar;
  activation.resize(static_cast<std::size_t>(n));
  bar.resize(static_cast<std::size_t>(n));
  const Real* alpha = p.alpha.data();
  const Real* beta = p.beta.data();
  Real* alpha_bar = gradients.alpha.data();
  Real* beta_bar = gradients.beta.data();
  Real* from = bar.data();
  for (Index i = 0; i < x.extent(0); ++i) {
    const Real* in = x.data() + i * n;
    std::copy_n(y_bar.data() + i * n, n, from);
    if (!p.gain.empty()) {
      activate_row<Real, kind>(p, in, n, activation.data());
      norm_backward(p, gradients, activation.data(), n, from);
    }
    Real* out = x_bar.data() + i * n;
#pragma omp simd
    for (Index k = 0; k < n; ++k) {
      const auto slopes = formula::activation_slopes(kind, alpha[k], beta[k], in[k]);
      alpha_bar[k] += from[k] * slopes.alpha;
      beta_bar[k] += from[k] * slopes.beta;
      out[k] = from[k] * slopes.z;
    }
  }
}

}  // namespace

template <class Real>
void CpuNetworkKernels<Real>::layer(const LayerParameters<Real>& parameters, View<const Real, 2> x, View<Real, 2> y) {
  if (parameters.activation == static_cast<int>(formula::Activation::silu))
    layer_rows<Real, formula::Activation::silu>(parameters, x, y);
  else
    layer_rows<Real, formula::Activation::tanh>(parameters, x, y);
}

template <class Real>
void CpuNetworkKernels<Real>::layer_backward(const LayerParameters<Real>& parameters, View<const Real, 2> x,
                                             View<const Real, 2> y_bar, const LayerGradients<Real>& gradients,
                                             View<Real, 2> x_bar) {
  if (parameters.activation == static_cast<int>(formula::Activation::silu))
    layer_rows_backward<Real, formula::Activation::silu>(parameters, x, y_bar, gradients, x_bar);
  else
    layer_rows_backward<Real, formula::Activation::tanh>(parameters, x, y_bar, gradients, x_bar);
}

template <class Real>
void CpuNetworkKernels<Real>::envelope(const CentreGroups<Real>& groups, View<const Real, 1> amplitude,
                                       View<const Real, 1> decay, View<Real, 1> envelope) {
  thread_local Aligned<Real> table;  // x, y, z, amplitude, decay of the sources, filled up to whole vectors
  for (Index g = 0; g + 1 < groups.centre_offset.size(); ++g) {
    const Index first = groups.source_offset(g), count = groups.source_offset(g + 1) - first;
    const Index step = padded(count, lanes_of<Real>);
    table.assign(5 * step, Real(0));
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
