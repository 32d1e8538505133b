// A small dense matrix for tests: plain loops, nothing of the library's own linear algebra.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "rhofield/tensor.hpp"

namespace rhofield::testing {

struct DenseMatrix {
  Index rows = 0, columns = 0;
  std::vector<double> values;

  DenseMatrix(Index r, Index c) : rows(r), columns(c), values(static_cast<std::size_t>(r * c), 0.0) {}
  explicit DenseMatrix(const Tensor<double, 2>& t) : rows(t.extent(0)), columns(t.extent(1)), values(t.to_host()) {}

  double& operator()(Index i, Index j) { return values[static_cast<std::size_t>(i * columns + j)]; }
  double operator()(Index i, Index j) const { return values[static_cast<std::size_t>(i * columns + j)]; }
  bool operator==(const DenseMatrix&) const = default;

  DenseMatrix transposed() const {
    DenseMatrix t(columns, rows);
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < columns; ++j) t(j, i) = (*this)(i, j);
    return t;
  }
  double largest() const {
    double most = 0;
    for (double v : values) most = std::max(most, std::abs(v));
    return most;
  }
};

inline DenseMatrix operator*(const DenseMatrix& a, const DenseMatrix& b) {
  DenseMatrix c(a.rows, b.columns);
  for (Index i = 0; i < a.rows; ++i)
    for (Index k = 0; k < a.columns; ++k) {
      if (a(i, k) == 0) continue;
      for (Index j = 0; j < b.columns; ++j) c(i, j) += a(i, k) * b(k, j);
    }
  return c;
}

inline double largest_difference(const DenseMatrix& a, const DenseMatrix& b) {
  double most = a.rows == b.rows && a.columns == b.columns ? 0 : INFINITY;
  for (std::size_t k = 0; std::isfinite(most) && k < a.values.size(); ++k)
    most = std::max(most, std::abs(a.values[k] - b.values[k]));
  return most;
}

/// By Cholesky's decomposition.
inline bool positive_definite(DenseMatrix a) {
  for (Index j = 0; j < a.rows; ++j) {
    for (Index k = 0; k < j; ++k) a(j, j) -= a(j, k) * a(j, k);
    if (!(a(j, j) > 0)) return false;
    a(j, j) = std::sqrt(a(j, j));
    for (Index i = j + 1; i < a.rows; ++i) {
      for (Index k = 0; k < j; ++k) a(i, j) -= a(i, k) * a(j, k);
      a(i, j) /= a(j, j);
    }
  }
  return true;
}

}  // namespace rhofield::testing
