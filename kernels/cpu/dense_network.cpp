// Element networks on the CPU: products on BLAS, all else one row after another.
#include <cblas.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "cpu/blas.hpp"
#include "cpu_backend.hpp"
#include "runtime/parallel.hpp"
#include "shared/dense_network.hpp"

namespace rhofield::cpu {

namespace {

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

}  // namespace

template <class Real>
int CpuDenseNetwork<Real>::workers() const {
  return omp_get_max_threads();
}

template <class Real>
void CpuDenseNetwork<Real>::share(Index count, const std::function<void(Index k, int worker)>& work) {
  const SerialBlas serial;
  const auto nothing = [] { return 0; };
  parallel_for(count, 1, nothing, [&](Index k, int) { work(k, omp_get_thread_num()); });
}

template <class Real>
void CpuDenseNetwork<Real>::multiply(Op op_a, Op op_b, Real alpha, Rows<const Real> a, Rows<const Real> b, Real beta,
                                     Rows<Real> c) {
  if (c.rows == 0 || c.columns == 0) return;
  const Index inner = op_a == Op::none ? a.columns : a.rows;
  blas_gemm(op_a, op_b, narrow(c.rows), narrow(c.columns), narrow(inner), alpha, a.data,
            narrow(std::max<Index>(1, a.stride)), b.data, narrow(std::max<Index>(1, b.stride)), beta, c.data,
            narrow(std::max<Index>(1, c.stride)));
}

template <class Real>
void CpuDenseNetwork<Real>::add_row(View<const Real, 2> x, View<const Real, 1> row, View<Real, 2> y) {
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
void CpuDenseNetwork<Real>::add_column_sums(View<const Real, 2> x, View<Real, 1> y) {
  const Index n = y.size();
  for (Index i = 0; i < x.extent(0); ++i) {
    const Real* in = x.data() + i * n;
#pragma omp simd
    for (Index k = 0; k < n; ++k) y.data()[k] += in[k];
  }
}

template <class Real>
void CpuDenseNetwork<Real>::add(View<const Real, 1> x, View<Real, 1> y) {
#pragma omp simd
  for (Index k = 0; k < y.size(); ++k) y.data()[k] += x.data()[k];
}

template <class Real>
void CpuDenseNetwork<Real>::gather(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  for (Index k = 0; k < index.size(); ++k)
    std::copy_n(x.data() + index(k) * y.extent(1), y.extent(1), y.data() + k * y.extent(1));
}

template <class Real>
void CpuDenseNetwork<Real>::scatter_add(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) {
  const Index n = y.extent(1);
  for (Index k = 0; k < index.size(); ++k)
    for (Index c = 0; c < n; ++c) y.data()[index(k) * n + c] += x.data()[k * n + c];
}

template <class Real>
void CpuDenseNetwork<Real>::add_listed(View<const Real, 2> x, View<const Index, 1> offset, View<const Index, 1> index,
                                       View<Real, 2> y) {
  const Index n = y.extent(1);
  for (Index s = 0; s < y.extent(0); ++s)
    for (Index k = offset(s); k < offset(s + 1); ++k)
      for (Index c = 0; c < n; ++c) y.data()[s * n + c] += x.data()[index(k) * n + c];
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
void CpuDenseNetwork<Real>::layer(const LayerParameters<Real>& parameters, View<const Real, 2> x, View<Real, 2> y) {
  if (parameters.activation == static_cast<int>(formula::Activation::silu))
    layer_rows<Real, formula::Activation::silu>(parameters, x, y);
  else
    layer_rows<Real, formula::Activation::tanh>(parameters, x, y);
}

template <class Real>
void CpuDenseNetwork<Real>::layer_backward(const LayerParameters<Real>& parameters, View<const Real, 2> x,
                                           View<const Real, 2> y_bar, const LayerGradients<Real>& gradients,
                                           View<Real, 2> x_bar) {
  if (parameters.activation == static_cast<int>(formula::Activation::silu))
    layer_rows_backward<Real, formula::Activation::silu>(parameters, x, y_bar, gradients, x_bar);
  else
    layer_rows_backward<Real, formula::Activation::tanh>(parameters, x, y_bar, gradients, x_bar);
}

template class CpuDenseNetwork<float>;
template class CpuDenseNetwork<double>;

}  // namespace rhofield::cpu
