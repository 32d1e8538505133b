// Dense linear algebra on cuBLAS and cuSOLVER. Both read matrices by columns, and a row-major matrix read by columns is
// its transpose: C = op(A) op(B) becomes C^T = op(B)^T op(A)^T, lower triangles become upper ones, and no copy is made.
// The swapped operands below are the only place where the two orders meet.
#include <cusolverDn.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cuda/blas.hpp"
#include "cuda/cuda_backend.hpp"
#include "rhofield/error.hpp"

namespace rhofield::cuda {

namespace {

void check(cusolverStatus_t status, std::source_location where = std::source_location::current()) {
  if (status != CUSOLVER_STATUS_SUCCESS)
    throw DeviceError("cusolver: status " + std::to_string(static_cast<int>(status)) + " in " + describe(where));
}

constexpr cublasFillMode_t lower =
    CUBLAS_FILL_MODE_UPPER;  ///< the lower triangle of a row-major matrix, read by columns
cublasOperation_t flipped(Op op) { return op == Op::none ? CUBLAS_OP_T : CUBLAS_OP_N; }
/// The libraries ask for a leading dimension of at least 1, even of matrices without elements.
std::int64_t leading(ConstMatrixView a) { return std::max<std::int64_t>(1, a.stride); }

/// Reading this much takes as long as a launch (2 us at 4 TB/s): larger products gain nothing from a group.
constexpr Index grouped_bytes = Index{8} << 20;

bool launched_alone(const Product& p) {
  const Index inner = columns(p.op_a, p.a);
  const Index numbers = p.a.rows * p.a.columns + p.b.rows * p.b.columns + p.c.rows * p.c.columns;
  return inner == 0 || numbers * static_cast<Index>(sizeof(double)) > grouped_bytes;
}

/// The operands of some products of a group as cuBLAS counts them, small enough to be the argument of a kernel: so they
/// reach the device in the order of the stream, without host memory that must be kept.
struct Operands {
  static constexpr int most = 128;
  const double* a[most];
  const double* b[most];
  double* c[most];
};

/// One thread per product; writes its three pointers to all_a, all_b, all_c.
__global__ void write_operands_kernel(Operands operands, int count, const double** all_a, const double** all_b,
                                      double** all_c) {
  const Index k = thread_index();
  if (k >= count) return;
  all_a[k] = operands.a[k];
  all_b[k] = operands.b[k];
  all_c[k] = operands.c[k];
}

}  // namespace

/// Handles of the two libraries, bound to the stream of one context.
struct CudaLinearAlgebra::Libraries {
  explicit Libraries(const Context& context) {
    const CurrentDevice current(context.index());
    check(cublasCreate(&blas));
    check(cublasSetStream(blas, context.stream()));
    check(cusolverDnCreate(&solver));
    check(cusolverDnSetStream(solver, context.stream()));
    check(cusolverDnCreateParams(&parameters));
  }
  Libraries(const Libraries&) = delete;
  Libraries& operator=(const Libraries&) = delete;
  ~Libraries() {
    (void)cusolverDnDestroyParams(parameters);
    (void)cusolverDnDestroy(solver);
    (void)cublasDestroy(blas);
  }

  cublasHandle_t blas = nullptr;
  cusolverDnHandle_t solver = nullptr;
  cusolverDnParams_t parameters = nullptr;
};

CudaLinearAlgebra::CudaLinearAlgebra(const Context& context, CudaMemory& memory)
    : context_(context),
      memory_(memory),
      libraries_(std::make_unique<Libraries>(context)),
      info_(memory),
      work_(memory),
      matrix_(memory),
      pointers_(memory) {}

CudaLinearAlgebra::~CudaLinearAlgebra() = default;

void CudaLinearAlgebra::gemm(Op op_a, Op op_b, double alpha, ConstMatrixView a, ConstMatrixView b, double beta,
                             MatrixView c) {
  check_product(op_a, op_b, a, b, c);
  if (c.rows == 0 || c.columns == 0) return;
  const CurrentDevice current(context_.index());
  const Index inner = columns(op_a, a);
  // One column or one row is a matrix-vector product, which has a faster routine.
  if (c.columns == 1 && inner > 0) {
    check(cublasDgemv_64(libraries_->blas, flipped(op_a), a.columns, a.rows, &alpha, a.data, leading(a), b.data,
                         op_b == Op::none ? leading(b) : 1, &beta, c.data, leading(c)));
    return;
  }
  if (c.rows == 1 && inner > 0) {  // c^T = op(B)^T op(A)^T
    check(cublasDgemv_64(libraries_->blas, same(op_b), b.columns, b.rows, &alpha, b.data, leading(b), a.data,
                         op_a == Op::none ? 1 : leading(a), &beta, c.data, 1));
    return;
  }
  check(cublasDgemm_64(libraries_->blas, same(op_b), same(op_a), c.columns, c.rows, inner, &alpha, b.data, leading(b),
                       a.data, leading(a), &beta, c.data, leading(c)));
}

void CudaLinearAlgebra::gemm_batched(Op op_a, Op op_b, double alpha, ConstMatrixView a, Index step_a, ConstMatrixView b,
                                     Index step_b, double beta, MatrixView c, Index step_c, Index count) {
  check_product(op_a, op_b, a, b, c);
  if (c.rows == 0 || c.columns == 0 || count == 0) return;
  const CurrentDevice current(context_.index());
  check(cublasDgemmStridedBatched_64(libraries_->blas, same(op_b), same(op_a), c.columns, c.rows, columns(op_a, a),
                                     &alpha, b.data, leading(b), step_b, a.data, leading(a), step_a, &beta, c.data,
                                     leading(c), step_c, count));
}

void CudaLinearAlgebra::gemm_grouped(std::span<const Product> products) {
  // Groups of one product each, with A and B exchanged: by columns C^T = op(B)^T op(A)^T.
  struct Arguments {
    std::vector<cublasOperation_t> op_a, op_b;
    std::vector<std::int64_t> m, n, k, lda, ldb, ldc, one_each;
    std::vector<double> alpha, beta;
  };
  const auto arguments = std::make_shared<Arguments>();
  auto& [op_a, op_b, m, n, k, lda, ldb, ldc, one_each, alpha, beta] = *arguments;
  std::vector<const Product*> grouped;
  for (const Product& p : products) {
    check_product(p.op_a, p.op_b, p.a, p.b, p.c);
    if (p.c.rows == 0 || p.c.columns == 0) continue;
    if (launched_alone(p)) {
      gemm(p.op_a, p.op_b, p.alpha, p.a, p.b, p.beta, p.c);
      continue;
    }
    grouped.push_back(&p);
    op_a.push_back(same(p.op_b)), op_b.push_back(same(p.op_a));
    m.push_back(p.c.columns), n.push_back(p.c.rows), k.push_back(columns(p.op_a, p.a));
    lda.push_back(leading(p.b)), ldb.push_back(leading(p.a)), ldc.push_back(leading(p.c));
    alpha.push_back(p.alpha), beta.push_back(p.beta);
  }
  if (grouped.empty()) return;
  if (grouped.size() == 1) {
    const Product& p = *grouped.front();
    return gemm(p.op_a, p.op_b, p.alpha, p.a, p.b, p.beta, p.c);
  }
  const CurrentDevice current(context_.index());
  const std::size_t count = grouped.size();
  auto** all_a = static_cast<const double**>(pointers_.at_least(3 * count * sizeof(double*)));
  const double** all_b = all_a + count;
  auto** all_c = const_cast<double**>(all_b + count);
  for (std::size_t first = 0; first < count; first += Operands::most) {
    const std::size_t some = std::min<std::size_t>(Operands::most, count - first);
    Operands operands{};
    for (std::size_t i = 0; i < some; ++i) {
      operands.a[i] = grouped[first + i]->b.data;
      operands.b[i] = grouped[first + i]->a.data;
      operands.c[i] = grouped[first + i]->c.data;
    }
    launch(context_, one_block_per(1, Operands::most), write_operands_kernel, operands, static_cast<int>(some),
           all_a + first, all_b + first, all_c + first);
  }
  one_each.assign(count, 1);
  if (kept_arguments_ != nullptr) kept_arguments_->push_back(arguments);
  check(cublasDgemmGroupedBatched_64(libraries_->blas, op_a.data(), op_b.data(), m.data(), n.data(), k.data(),
                                     alpha.data(), all_a, lda.data(), all_b, ldb.data(), beta.data(), all_c, ldc.data(),
                                     static_cast<std::int64_t>(count), one_each.data()));
}

void CudaLinearAlgebra::syrk(Op op, double alpha, ConstMatrixView a, double beta, MatrixView c) {
  check_rank_update(op, a, c);
  if (c.rows == 0) return;
  const CurrentDevice current(context_.index());
  check(cublasDsyrk_64(libraries_->blas, lower, flipped(op), c.rows, columns(op, a), &alpha, a.data, leading(a), &beta,
                       c.data, leading(c)));
}

template <class Query>
CudaLinearAlgebra::WorkBytes CudaLinearAlgebra::work_bytes(Routine routine, Index rows, Index stride,
                                                           const Query& query) {
  const std::tuple key{routine, rows, stride};
  auto known = work_bytes_.find(key);
  if (known == work_bytes_.end()) known = work_bytes_.emplace(key, query()).first;
  host_work_.resize(std::max(host_work_.size(), known->second.host));
  return known->second;
}

bool CudaLinearAlgebra::cholesky(MatrixView a) {
  if (a.rows == 0) return true;
  const CurrentDevice current(context_.index());
  const WorkBytes bytes = work_bytes(Routine::potrf, a.rows, leading(a), [&] {
    WorkBytes wanted;
    check(cusolverDnXpotrf_bufferSize(libraries_->solver, libraries_->parameters, lower, a.rows, CUDA_R_64F, a.data,
                                      leading(a), CUDA_R_64F, &wanted.device, &wanted.host));
    return wanted;
  });
  check(cusolverDnXpotrf(libraries_->solver, libraries_->parameters, lower, a.rows, CUDA_R_64F, a.data, leading(a),
                         CUDA_R_64F, work_.at_least(bytes.device), bytes.device, host_work_.data(), bytes.host,
                         static_cast<int*>(info_.at_least(sizeof(int)))));
  return wait_for_info("potrf") == 0;
}

void CudaLinearAlgebra::triangular_solve(Op op, ConstMatrixView factor, MatrixView b) {
  if (b.rows == 0 || b.columns == 0) return;
  const CurrentDevice current(context_.index());
  const double one = 1.0;
  // op(L) X = B read by columns: X^T op(L)^T = B^T, where L^T = U is the same memory as L.
  check(cublasDtrsm_64(libraries_->blas, CUBLAS_SIDE_RIGHT, lower, op == Op::none ? CUBLAS_OP_N : CUBLAS_OP_T,
                       CUBLAS_DIAG_NON_UNIT, b.columns, b.rows, &one, factor.data, leading(factor), b.data,
                       leading(b)));
}

void CudaLinearAlgebra::symmetric_eigen(MatrixView a, View<double, 1> eigenvalues) {
  if (a.rows == 0) return;
  const CurrentDevice current(context_.index());
  const Index n = a.rows;
  const std::size_t row = sizeof(double) * static_cast<std::size_t>(n);
  auto* vectors = static_cast<double*>(matrix_.at_least(row * static_cast<std::size_t>(n)));
  check(cudaMemcpy2DAsync(vectors, row, a.data, sizeof(double) * static_cast<std::size_t>(a.stride), row,
                          static_cast<std::size_t>(n), cudaMemcpyDeviceToDevice, context_.stream()));
  const WorkBytes bytes = work_bytes(Routine::syevd, n, n, [&] {
    WorkBytes wanted;
    check(cusolverDnXsyevd_bufferSize(libraries_->solver, libraries_->parameters, CUSOLVER_EIG_MODE_VECTOR, lower, n,
                                      CUDA_R_64F, vectors, n, CUDA_R_64F, eigenvalues.data(), CUDA_R_64F,
                                      &wanted.device, &wanted.host));
    return wanted;
  });
  check(cusolverDnXsyevd(libraries_->solver, libraries_->parameters, CUSOLVER_EIG_MODE_VECTOR, lower, n, CUDA_R_64F,
                         vectors, n, CUDA_R_64F, eigenvalues.data(), CUDA_R_64F, work_.at_least(bytes.device),
                         bytes.device, host_work_.data(), bytes.host, static_cast<int*>(info_.at_least(sizeof(int)))));
  if (const int info = wait_for_info("syevd"); info > 0) eigenvalues_failed(n, info);
  // cuSOLVER's columns are rows here: the transpose puts eigenvectors into the columns of A.
  const double one = 1.0;
  const double zero = 0.0;
  check(cublasDgeam_64(libraries_->blas, CUBLAS_OP_T, CUBLAS_OP_N, n, n, &one, vectors, n, &zero, a.data, leading(a),
                       a.data, leading(a)));
}

int CudaLinearAlgebra::wait_for_info(const char* routine) {
  int info = 0;
  memory_.download(&info, info_.at_least(sizeof(int)), sizeof(int));
  if (info < 0)
    throw InternalError("cusolver " + std::string(routine) + ": argument " + std::to_string(-info) + " is invalid");
  return info;
}

double CudaLinearAlgebra::dot(View<const double, 1> x, View<const double, 1> y) {
  const CurrentDevice current(context_.index());
  double result = 0.0;
  check(cublasDdot_64(libraries_->blas, x.size(), x.data(), 1, y.data(), 1, &result));
  return result;
}

void CudaLinearAlgebra::axpy(double alpha, View<const double, 1> x, View<double, 1> y) {
  const CurrentDevice current(context_.index());
  check(cublasDaxpy_64(libraries_->blas, x.size(), &alpha, x.data(), 1, y.data(), 1));
}

void CudaLinearAlgebra::scale(double alpha, View<double, 1> x) {
  const CurrentDevice current(context_.index());
  check(cublasDscal_64(libraries_->blas, x.size(), &alpha, x.data(), 1));
}

}  // namespace rhofield::cuda
