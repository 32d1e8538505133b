// Row gathers, similarity factors and the vector operations of the regression on CPU threads.
#include "shared/similarity.hpp"

#include <algorithm>
#include <cstring>

#include "cpu_backend.hpp"

namespace rhofield::cpu {

void CpuKernels::gather_rows(View<const double, 2> x, View<const Index, 1> rows, Index origin, View<double, 2> y) {
  const Index width = y.extent(1);
  const Index stride = x.extent(1);
  const Index count = rows.size();
  if (width == 1 && stride == 1) {
#pragma omp parallel for schedule(static)
    for (Index k = 0; k < count; ++k) y.data()[k] = x.data()[rows(k) - origin];
    return;
  }
#pragma omp parallel for schedule(static)
  for (Index k = 0; k < count; ++k)
    std::memcpy(y.data() + k * width, x.data() + (rows(k) - origin) * stride,
                sizeof(double) * static_cast<std::size_t>(width));
}

void CpuKernels::combine_rows(View<const double, 2> x, const RowCombination& rows, Index origin, View<double, 2> y) {
  const Index width = x.extent(1);
#pragma omp parallel for schedule(static)
  for (Index k = 0; k < rows.rows(); ++k) {
    double* out = y.data() + k * width;
    std::fill_n(out, width, 0.0);
    for (Index t = rows.offset(k); t < rows.offset(k + 1); ++t) {
      const double factor = rows.factor(t);
      const double* in = x.data() + (rows.source(t) - origin) * width;
      for (Index j = 0; j < width; ++j) out[j] += factor * in[j];
    }
  }
}

void CpuKernels::combine_columns(View<const double, 2> x, const RowCombination& rows, Index origin, View<double, 2> y) {
  const Index stride = x.extent(1);
  const Index count = rows.rows();
#pragma omp parallel for schedule(static)
  for (Index i = 0; i < x.extent(0); ++i) {
    const double* in = x.data() + i * stride;
    for (Index k = 0; k < count; ++k) {
      double sum = 0.0;
      for (Index t = rows.offset(k); t < rows.offset(k + 1); ++t) sum += rows.factor(t) * in[rows.source(t) - origin];
      y.data()[i * count + k] = sum;
    }
  }
}

void CpuKernels::scale_rows(View<const double, 1> factor, Index rows_each, View<double, 2> x) {
#pragma omp parallel for schedule(static)
  for (Index r = 0; r < x.extent(0); ++r) {
    const double f = factor(r / rows_each);
    for (Index j = 0; j < x.extent(1); ++j) x(r, j) *= f;
  }
}

void CpuKernels::row_squares(View<const double, 2> x, View<double, 1> y) {
#pragma omp parallel for schedule(static)
  for (Index k = 0; k < x.extent(0); ++k) {
    double sum = 0.0;
    for (Index j = 0; j < x.extent(1); ++j) sum += x(k, j) * x(k, j);
    y(k) = sum;
  }
}

void CpuKernels::field_scales(View<const double, 2> norms, View<const double, 2> squares, View<double, 2> scales) {
  for (Index i = 0; i < norms.extent(1); ++i) {
    double total = 0.0;
    for (Index l = 0; l < norms.extent(0); ++l) total += formula::self_similarity(norms(l, i), squares(l, i));
    for (Index l = 0; l < norms.extent(0); ++l) scales(l, i) = formula::field_scale(norms(l, i), total);
  }
}

void CpuKernels::scale_similarity(View<const double, 2> k0, int exponent, int components, View<double, 2> k) {
  if (exponent == 0) return;
  const Index references = k0.extent(1);
  const Index stride = k.extent(1);
#pragma omp parallel for schedule(static)
  for (Index i = 0; i < k0.extent(0); ++i)
    for (Index m = 0; m < references; ++m) {
      const double factor = formula::integer_power(k0(i, m), exponent);
      for (Index mu = 0; mu < components; ++mu) {
        double* row = k.data() + (i * components + mu) * stride + m * components;
        for (Index nu = 0; nu < components; ++nu) row[nu] *= factor;
      }
    }
}

void CpuKernels::divide(View<const double, 1> x, View<const double, 1> d, View<double, 1> y) {
  for (Index i = 0; i < x.size(); ++i) y(i) = x(i) / d(i);
}

void CpuKernels::add_to_diagonal(double alpha, MatrixView a) {
  for (Index i = 0; i < a.rows; ++i) a.data[i * a.stride + i] += alpha;
}

}  // namespace rhofield::cpu
