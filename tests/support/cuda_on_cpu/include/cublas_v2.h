// The part of cuBLAS that kernels/cuda uses, on CBLAS. Matrices are column-major, as in cuBLAS.
#pragma once

#include <cstdint>

#include "cuda_runtime.h"

enum cublasStatus_t { CUBLAS_STATUS_SUCCESS = 0, CUBLAS_STATUS_INVALID_VALUE = 7, CUBLAS_STATUS_EXECUTION_FAILED = 13 };
enum cublasOperation_t { CUBLAS_OP_N = 0, CUBLAS_OP_T = 1 };
enum cublasFillMode_t { CUBLAS_FILL_MODE_LOWER = 0, CUBLAS_FILL_MODE_UPPER = 1 };
enum cublasSideMode_t { CUBLAS_SIDE_LEFT = 0, CUBLAS_SIDE_RIGHT = 1 };
enum cublasDiagType_t { CUBLAS_DIAG_NON_UNIT = 0, CUBLAS_DIAG_UNIT = 1 };
struct cublasContext {
  cudaStream_t stream = nullptr;
};
using cublasHandle_t = cublasContext*;

const char* cublasGetStatusString(cublasStatus_t status);
cublasStatus_t cublasCreate(cublasHandle_t* handle);
cublasStatus_t cublasDestroy(cublasHandle_t handle);
cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t stream);
cublasStatus_t cublasDgemm_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, std::int64_t m,
                              std::int64_t n, std::int64_t k, const double* alpha, const double* a, std::int64_t lda,
                              const double* b, std::int64_t ldb, const double* beta, double* c, std::int64_t ldc);
cublasStatus_t cublasSgemm_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, std::int64_t m,
                              std::int64_t n, std::int64_t k, const float* alpha, const float* a, std::int64_t lda,
                              const float* b, std::int64_t ldb, const float* beta, float* c, std::int64_t ldc);
cublasStatus_t cublasDgemmStridedBatched_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b,
                                            std::int64_t m, std::int64_t n, std::int64_t k, const double* alpha,
                                            const double* a, std::int64_t lda, long long step_a, const double* b,
                                            std::int64_t ldb, long long step_b, const double* beta, double* c,
                                            std::int64_t ldc, long long step_c, std::int64_t count);
cublasStatus_t cublasDgemmGroupedBatched_64(cublasHandle_t handle, const cublasOperation_t op_a[],
                                            const cublasOperation_t op_b[], const std::int64_t m[],
                                            const std::int64_t n[], const std::int64_t k[], const double alpha[],
                                            const double* const a[], const std::int64_t lda[], const double* const b[],
                                            const std::int64_t ldb[], const double beta[], double* const c[],
                                            const std::int64_t ldc[], std::int64_t groups, const std::int64_t size[]);
cublasStatus_t cublasDgemv_64(cublasHandle_t handle, cublasOperation_t op, std::int64_t m, std::int64_t n,
                              const double* alpha, const double* a, std::int64_t lda, const double* x,
                              std::int64_t step_x, const double* beta, double* y, std::int64_t step_y);
cublasStatus_t cublasDsyrk_64(cublasHandle_t handle, cublasFillMode_t fill, cublasOperation_t op, std::int64_t n,
                              std::int64_t k, const double* alpha, const double* a, std::int64_t lda,
                              const double* beta, double* c, std::int64_t ldc);
cublasStatus_t cublasDtrsm_64(cublasHandle_t handle, cublasSideMode_t side, cublasFillMode_t fill,
                              cublasOperation_t op, cublasDiagType_t diagonal, std::int64_t m, std::int64_t n,
                              const double* alpha, const double* a, std::int64_t lda, double* b, std::int64_t ldb);
cublasStatus_t cublasDgeam_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, std::int64_t m,
                              std::int64_t n, const double* alpha, const double* a, std::int64_t lda,
                              const double* beta, const double* b, std::int64_t ldb, double* c, std::int64_t ldc);
cublasStatus_t cublasDdot_64(cublasHandle_t handle, std::int64_t n, const double* x, std::int64_t step_x,
                             const double* y, std::int64_t step_y, double* result);
cublasStatus_t cublasDaxpy_64(cublasHandle_t handle, std::int64_t n, const double* alpha, const double* x,
                              std::int64_t step_x, double* y, std::int64_t step_y);
cublasStatus_t cublasDscal_64(cublasHandle_t handle, std::int64_t n, const double* alpha, double* x,
                              std::int64_t step_x);
