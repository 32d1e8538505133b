// Shape checks and messages that the linear algebra of all backends shares.
#include <string>

#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {
std::string shape(Index rows, Index columns) { return std::to_string(rows) + " x " + std::to_string(columns); }
}  // namespace

void LinearAlgebra::check_product(Op op_a, Op op_b, ConstMatrixView a, ConstMatrixView b, MatrixView c) {
  if (columns(op_a, a) != rows(op_b, b) || rows(op_a, a) != c.rows || columns(op_b, b) != c.columns)
    throw InternalError("gemm: shapes do not match: (" + shape(rows(op_a, a), columns(op_a, a)) + ") (" +
                        shape(rows(op_b, b), columns(op_b, b)) + ") -> " + shape(c.rows, c.columns));
}

void LinearAlgebra::check_rank_update(Op op, ConstMatrixView a, MatrixView c) {
  if (rows(op, a) != c.rows || c.rows != c.columns)
    throw InternalError("syrk: shapes do not match: " + std::to_string(rows(op, a)) + " rows -> " +
                        shape(c.rows, c.columns));
}

void LinearAlgebra::eigenvalues_failed(Index n, Index left) {
  throw NumericalFailure("eigenvalues of a " + shape(n, n) + " matrix did not converge (" + std::to_string(left) +
                         " left); check the input for NaN");
}

}  // namespace rhofield
