// Dense linear algebra of a device: what algorithms ask of BLAS and LAPACK, cuBLAS and cuSOLVER.
#pragma once

#include <limits>
#include <span>

#include "rhofield/view.hpp"

namespace rhofield {

enum class Op { none, transpose };

/// Dense linear algebra on row-major matrices with an explicit row stride (leading dimension, in elements).
struct MatrixView {
  double* data = nullptr;
  Index rows = 0, columns = 0, stride = 0;
};
struct ConstMatrixView {
  const double* data = nullptr;
  Index rows = 0, columns = 0, stride = 0;
  ConstMatrixView() = default;
  ConstMatrixView(const double* d, Index r, Index c, Index s) : data(d), rows(r), columns(c), stride(s) {}
  ConstMatrixView(const MatrixView& m) : data(m.data), rows(m.rows), columns(m.columns), stride(m.stride) {}
};
inline MatrixView matrix(View<double, 2> v) { return {v.data(), v.extent(0), v.extent(1), v.extent(1)}; }
inline ConstMatrixView matrix(View<const double, 2> v) { return {v.data(), v.extent(0), v.extent(1), v.extent(1)}; }

/// Rows and columns of op(A).
inline Index rows(Op op, ConstMatrixView a) { return op == Op::none ? a.rows : a.columns; }
inline Index columns(Op op, ConstMatrixView a) { return op == Op::none ? a.columns : a.rows; }

/// C = alpha op(A) op(B) + beta C, one of several that do not depend on each other.
struct Product {
  Op op_a = Op::none, op_b = Op::none;
  double alpha = 1.0;
  ConstMatrixView a, b;
  double beta = 0.0;
  MatrixView c;
};

class LinearAlgebra {
 public:
  virtual ~LinearAlgebra() = default;
  /// C = alpha op(A) op(B) + beta C.
  virtual void gemm(Op op_a, Op op_b, double alpha, ConstMatrixView a, ConstMatrixView b, double beta,
                    MatrixView c) = 0;
  /// `count` products of equal shape; matrix k starts k * step elements after the first.
  virtual void gemm_batched(Op op_a, Op op_b, double alpha, ConstMatrixView a, Index step_a, ConstMatrixView b,
                            Index step_b, double beta, MatrixView c, Index step_c, Index count) = 0;
  /// Products of any shapes in any order: where launching them would take longer than computing them, one launch.
  virtual void gemm_grouped(std::span<const Product> products) = 0;
  /// Lower triangle of C = alpha op(A) op(A)^T + beta C; the upper triangle is not touched.
  virtual void syrk(Op op, double alpha, ConstMatrixView a, double beta, MatrixView c) = 0;
  /// A = L L^T in place, lower triangle; false when A is not positive definite.
  [[nodiscard]] virtual bool cholesky(MatrixView a) = 0;
  /// B <- op(L)^-1 B; the lower triangle of `factor` is read.
  virtual void triangular_solve(Op op, ConstMatrixView factor, MatrixView b) = 0;
  /// B <- A^-1 B from the factor made by `cholesky`.
  void cholesky_solve(ConstMatrixView factor, MatrixView b) {
    triangular_solve(Op::none, factor, b);
    triangular_solve(Op::transpose, factor, b);
  }
  /// A = V diag(w) V^T: eigenvalues ascending [n], eigenvectors as the COLUMNS of A on return. Lower triangle is read.
  virtual void symmetric_eigen(MatrixView a, View<double, 1> eigenvalues) = 0;
  /// Rows that `symmetric_eigen` can take, so that larger problems are refused before work is spent on them.
  virtual Index largest_eigenproblem() const { return std::numeric_limits<Index>::max(); }
  virtual double dot(View<const double, 1> x, View<const double, 1> y) = 0;
  virtual void axpy(double alpha, View<const double, 1> x, View<double, 1> y) = 0;  ///< y += alpha x
  virtual void scale(double alpha, View<double, 1> x) = 0;                          ///< x *= alpha

 protected:
  /// What every backend checks and says: InternalError for shapes that do not match, NumericalFailure for `left`
  /// eigenvalues of an n x n matrix that did not converge.
  static void check_product(Op op_a, Op op_b, ConstMatrixView a, ConstMatrixView b, MatrixView c);
  static void check_rank_update(Op op, ConstMatrixView a, MatrixView c);
  [[noreturn]] static void eigenvalues_failed(Index n, Index left);
};

}  // namespace rhofield
