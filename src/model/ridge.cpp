// Singular values on the host, conjugate gradients on the device.
#include "model/ridge.hpp"

#include <lapacke.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "rhofield/error.hpp"
#include "rhofield/tensor.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

RidgeFactors::RidgeFactors(std::span<const double> x, Index rows, Index columns)
    : rows_(rows), columns_(columns), rank_(std::min(rows, columns)) {
  if (rank_ == 0) return;
  // Row-major X is X^T in LAPACK's order: X^T = V diag(s) U^T with V [columns, rank] and U^T [rank, rows], stored by
  // columns, that is as rows of V^T and of U.
  std::vector<double> work(x.begin(), x.end()), u_by_row(static_cast<std::size_t>(rank_ * rows));
  v_.resize(static_cast<std::size_t>(rank_ * columns));
  values_.resize(static_cast<std::size_t>(rank_));
  const auto m = static_cast<lapack_int>(columns), n = static_cast<lapack_int>(rows),
             k = static_cast<lapack_int>(rank_);
  const lapack_int info =
      LAPACKE_dgesdd(LAPACK_COL_MAJOR, 'S', m, n, work.data(), m, values_.data(), v_.data(), m, u_by_row.data(), k);
  if (info != 0)
    throw NumericalFailure("singular values of a " + std::to_string(rows) + " x " + std::to_string(columns) +
                           " matrix did not converge (LAPACK says " + std::to_string(info) +
                           "); check the input, or use conjugate gradients");
  u_.resize(u_by_row.size());
  for (Index row = 0; row < rows; ++row)
    for (Index value = 0; value < rank_; ++value)
      u_[static_cast<std::size_t>(value * rows + row)] = u_by_row[static_cast<std::size_t>(row * rank_ + value)];
}

std::vector<double> RidgeFactors::solve(std::span<const double> y, double shift) const {
  std::vector<double> w(static_cast<std::size_t>(columns_), 0.0);
  const double least = rank_ == 0 ? 0.0
                                  : values_.front() * std::numeric_limits<double>::epsilon() *
                                        static_cast<double>(std::max(rows_, columns_));
  for (Index value = 0; value < rank_; ++value) {
    const double s = values_[static_cast<std::size_t>(value)];
    if (s <= least) break;
    const double* u = u_.data() + value * rows_;
    double projection = 0;
    for (Index row = 0; row < rows_; ++row) projection += u[row] * y[static_cast<std::size_t>(row)];
    const double factor = projection * s / (s * s + shift);
    const double* v = v_.data() + value * columns_;
    for (Index column = 0; column < columns_; ++column) w[static_cast<std::size_t>(column)] += factor * v[column];
  }
  return w;
}

std::vector<double> RidgeFactors::deviation(std::span<const double> z, double shift) const {
  const double outside = 1 / std::sqrt(shift);  // where X says nothing
  std::vector<double> d(z.begin(), z.end());
  for (double& x : d) x *= outside;
  for (Index value = 0; value < rank_; ++value) {
    const double s = values_[static_cast<std::size_t>(value)];
    const double* v = v_.data() + value * columns_;
    double projection = 0;
    for (Index column = 0; column < columns_; ++column) projection += v[column] * z[static_cast<std::size_t>(column)];
    const double factor = projection * (1 / std::sqrt(s * s + shift) - outside);
    for (Index column = 0; column < columns_; ++column) d[static_cast<std::size_t>(column)] += factor * v[column];
  }
  return d;
}

std::size_t RidgeFactors::bytes(Index rows, Index columns) {
  const Index rank = std::min(rows, columns);
  // A copy of X, its factors (U twice, while it is transposed), and LAPACK's own 3 rank^2.
  return sizeof(double) * static_cast<std::size_t>(rows * columns + rank * (columns + 2 * rows) + 3 * rank * rank);
}

RidgeIterations ridge_by_iteration(const Device& device, View<const double, 2> x, std::span<const double> y,
                                   Index values, double eta, const RegressionOptions& options,
                                   const Progress& progress) {
  const double shift = static_cast<double>(values) * eta;
  auto& la = device.backend().linear_algebra();
  const Index rows = x.extent(0), columns = x.extent(1);
  RidgeIterations result;
  if (columns == 0) {
    result.converged = true;
    return result;
  }
  const auto vector = [](Tensor<double, 1>& v) { return MatrixView{v.view().data(), v.size(), 1, 1}; };
  auto w = Tensor<double, 1>::zeros(device, {columns});
  auto r = Tensor<double, 1>::from_host(device, y, {rows});
  Tensor<double, 1> q(device, {rows}), s(device, {columns});
  const auto norm = [&](const Tensor<double, 1>& v) { return la.dot(v.view(), v.view()); };
  la.gemm(Op::transpose, Op::none, 1.0, matrix(x), vector(r), 0.0, vector(s));  // s = X^T y
  Tensor<double, 1> p = s.clone(device);
  double gamma = norm(s);
  const double first_gamma = gamma;
  const auto check_finite = [&](int k) {
    if (!std::isfinite(gamma))
      throw NumericalFailure("conjugate gradients of a property: the residual is not finite after " +
                             std::to_string(k) + " iterations; look for values or features that are not finite");
  };
  check_finite(0);
  for (int k = 0; gamma > 0; ++k) {
    const double loss = (norm(r) + shift * norm(w)) / static_cast<double>(values);
    result.records.push_back({.iteration = k, .relative_residual = std::sqrt(gamma / first_gamma), .loss = loss});
    const auto window = static_cast<std::size_t>(options.loss_window);
    const std::size_t records = result.records.size();
    result.converged = result.records.back().relative_residual <= options.residual_tolerance ||
                       (options.loss_tolerance > 0 && records > window &&
                        result.records[records - 1 - window].loss - loss <= options.loss_tolerance * loss);
    if (result.converged || k == options.max_iterations) break;
    if (progress && !progress("conjugate gradients", k, options.max_iterations))
      throw Interrupted("training was stopped after " + std::to_string(k) + " iterations");
    la.gemm(Op::none, Op::none, 1.0, matrix(x), vector(p), 0.0, vector(q));  // q = X p
    const double alpha = gamma / (norm(q) + shift * norm(p));
    la.axpy(alpha, std::as_const(p).view(), w.view());
    la.axpy(-alpha, std::as_const(q).view(), r.view());
    la.gemm(Op::transpose, Op::none, 1.0, matrix(x), vector(r), 0.0, vector(s));  // s = X^T r - shift w
    la.axpy(-shift, std::as_const(w).view(), s.view());
    const double next = norm(s);
    la.scale(next / gamma, p.view());  // p = s + beta p
    la.axpy(1.0, std::as_const(s).view(), p.view());
    gamma = next;
    check_finite(k + 1);
  }
  result.converged = result.converged || gamma == 0;
  result.weights = w.to_host();
  return result;
}

}  // namespace rhofield
