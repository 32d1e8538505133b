// Dense linear algebra on CBLAS and LAPACKE, row-major.
#include <cblas.h>
#include <lapacke.h>

#include <algorithm>
#include <string>

#include "cpu/blas.hpp"
#include "cpu_backend.hpp"
#include "rhofield/error.hpp"

namespace rhofield::cpu {

namespace {

/// BLAS asks for a leading dimension of at least 1, even of matrices without elements.
int leading(ConstMatrixView a) { return narrow(std::max<Index>(1, a.stride)); }

/// Vectors beyond what BLAS counts are worked on in parts: body(first, count).
template <class Body>
void in_parts(Index size, const Body& body) {
  constexpr Index part = Index{1} << 30;
  for (Index first = 0; first < size; first += part) body(first, static_cast<int>(std::min(part, size - first)));
}

void check_info(lapack_int info, const char* routine) {
  if (info < 0) throw InternalError(std::string(routine) + ": argument " + std::to_string(-info) + " is invalid");
}

}  // namespace

void CpuLinearAlgebra::gemm(Op op_a, Op op_b, double alpha, ConstMatrixView a, ConstMatrixView b, double beta,
                            MatrixView c) {
  check_product(op_a, op_b, a, b, c);
  if (c.rows == 0 || c.columns == 0) return;
  const Index inner = columns(op_a, a);
  // One column is a matrix-vector product, which BLAS does at memory speed.
  if (c.columns == 1 && inner > 0) {
    cblas_dgemv(CblasRowMajor, blas(op_a), narrow(a.rows), narrow(a.columns), alpha, a.data, leading(a), b.data,
                op_b == Op::none ? leading(b) : 1, beta, c.data, leading(c));
    return;
  }
  if (c.rows == 1 && inner > 0) {  // c^T = op(B)^T op(A)^T
    cblas_dgemv(CblasRowMajor, op_b == Op::none ? CblasTrans : CblasNoTrans, narrow(b.rows), narrow(b.columns), alpha,
                b.data, leading(b), a.data, op_a == Op::none ? 1 : leading(a), beta, c.data, 1);
    return;
  }
  cblas_dgemm(CblasRowMajor, blas(op_a), blas(op_b), narrow(c.rows), narrow(c.columns), narrow(inner), alpha, a.data,
              leading(a), b.data, leading(b), beta, c.data, leading(c));
}

void CpuLinearAlgebra::gemm_batched(Op op_a, Op op_b, double alpha, ConstMatrixView a, Index step_a, ConstMatrixView b,
                                    Index step_b, double beta, MatrixView c, Index step_c, Index count) {
  check_product(op_a, op_b, a, b, c);
  for (Index k = 0; k < count; ++k) {
    ConstMatrixView ak = a;
    ConstMatrixView bk = b;
    MatrixView ck = c;
    ak.data += k * step_a;
    bk.data += k * step_b;
    ck.data += k * step_c;
    gemm(op_a, op_b, alpha, ak, bk, beta, ck);
  }
}

void CpuLinearAlgebra::gemm_grouped(std::span<const Product> products) {
  for (const Product& p : products) gemm(p.op_a, p.op_b, p.alpha, p.a, p.b, p.beta, p.c);
}

void CpuLinearAlgebra::syrk(Op op, double alpha, ConstMatrixView a, double beta, MatrixView c) {
  check_rank_update(op, a, c);
  if (c.rows == 0) return;
  cblas_dsyrk(CblasRowMajor, CblasLower, blas(op), narrow(c.rows), narrow(columns(op, a)), alpha, a.data, leading(a),
              beta, c.data, leading(c));
}

bool CpuLinearAlgebra::cholesky(MatrixView a) {
  if (a.rows == 0) return true;
  // The lower triangle of a row-major matrix is the upper triangle of the same memory read by columns: no copies.
  // Without LAPACKE's search for NaN, whose 32-bit places overflow beyond 46340 rows; a NaN reaches the diagonal.
  const lapack_int info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'U', narrow(a.rows), a.data, leading(a));
  check_info(info, "dpotrf");
  bool positive = info == 0;
  for (Index i = 0; i < a.rows; ++i) positive = positive && a.data[i * a.stride + i] > 0;
  return positive;
}

void CpuLinearAlgebra::triangular_solve(Op op, ConstMatrixView factor, MatrixView b) {
  if (b.rows == 0 || b.columns == 0) return;
  // On row-major B: no transposed copies (LAPACKE's row-major trtrs would make them).
  cblas_dtrsm(CblasRowMajor, CblasLeft, CblasLower, op == Op::none ? CblasNoTrans : CblasTrans, CblasNonUnit,
              narrow(factor.rows), narrow(b.columns), 1.0, factor.data, leading(factor), b.data, leading(b));
}

void CpuLinearAlgebra::symmetric_eigen(MatrixView a, View<double, 1> eigenvalues) {
  if (a.rows == 0) return;
  if (a.rows > largest_eigenproblem())
    throw InvalidInput("eigenvalues of a " + std::to_string(a.rows) + " x " + std::to_string(a.rows) +
                       " matrix were asked for, but this LAPACK addresses " + std::to_string(largest_eigenproblem()) +
                       " rows; use a smaller matrix");
  const lapack_int info =
      LAPACKE_dsyevd(LAPACK_ROW_MAJOR, 'V', 'L', narrow(a.rows), a.data, leading(a), eigenvalues.data());
  check_info(info, "dsyevd");
  if (info > 0) eigenvalues_failed(a.rows, info);
}

double CpuLinearAlgebra::dot(View<const double, 1> x, View<const double, 1> y) {
  double sum = 0;
  in_parts(x.size(),
           [&](Index first, int count) { sum += cblas_ddot(count, x.data() + first, 1, y.data() + first, 1); });
  return sum;
}
void CpuLinearAlgebra::axpy(double alpha, View<const double, 1> x, View<double, 1> y) {
  in_parts(x.size(),
           [&](Index first, int count) { cblas_daxpy(count, alpha, x.data() + first, 1, y.data() + first, 1); });
}
void CpuLinearAlgebra::scale(double alpha, View<double, 1> x) {
  in_parts(x.size(), [&](Index first, int count) { cblas_dscal(count, alpha, x.data() + first, 1); });
}

}  // namespace rhofield::cpu
