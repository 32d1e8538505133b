// cuBLAS and cuSOLVER on BLAS and LAPACK: the same column-major routines by their older names, put on the stream.
// Work memory is asked for and given, and overwritten with poison, so that sizes and lifetimes are those of the GPU.
#include <cblas.h>
#include <cublas_v2.h>
#include <cusolverDn.h>
#include <lapacke.h>

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "memory.hpp"

using namespace cuda_on_cpu;

namespace {

CBLAS_TRANSPOSE of(cublasOperation_t op) { return op == CUBLAS_OP_N ? CblasNoTrans : CblasTrans; }
CBLAS_UPLO of(cublasFillMode_t fill) { return fill == CUBLAS_FILL_MODE_LOWER ? CblasLower : CblasUpper; }
char letter(cublasFillMode_t fill) { return fill == CUBLAS_FILL_MODE_LOWER ? 'L' : 'U'; }
int narrow(std::int64_t n) { return static_cast<int>(n); }

bool on_device(std::initializer_list<const void*> all) {
  for (const void* data : all)
    if (data != nullptr && !DeviceMemory::instance().holds(data)) return false;
  return true;
}

/// Puts a BLAS call on the stream of the handle once its operands are known to be device memory.
template <class Work>
cublasStatus_t put(cublasHandle_t handle, std::initializer_list<const void*> operands, Work work) {
  if (!on_device(operands)) return CUBLAS_STATUS_INVALID_VALUE;
  enqueue(handle->stream, [work] {
    const OpenMemory open;
    work();
  });
  return CUBLAS_STATUS_SUCCESS;
}

/// Any size will do to see that it is given; it grows with the matrix, so that one of another matrix is noticed.
std::size_t work_bytes(std::int64_t n) { return 4096 + 64 * static_cast<std::size_t>(n); }

}  // namespace

const char* cublasGetStatusString(cublasStatus_t status) {
  switch (status) {
    case CUBLAS_STATUS_SUCCESS:
      return "success";
    case CUBLAS_STATUS_INVALID_VALUE:
      return "an unsupported value or parameter was passed to the function";
    case CUBLAS_STATUS_EXECUTION_FAILED:
      return "the function failed to launch on the GPU";
  }
  return "unknown";
}

cublasStatus_t cublasCreate(cublasHandle_t* handle) {
  *handle = new cublasContext;
  return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasDestroy(cublasHandle_t handle) {
  delete handle;
  return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t stream) {
  handle->stream = stream;
  return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasDgemmStridedBatched_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b,
                                            std::int64_t m, std::int64_t n, std::int64_t k, const double* alpha,
                                            const double* a, std::int64_t lda, long long step_a, const double* b,
                                            std::int64_t ldb, long long step_b, const double* beta, double* c,
                                            std::int64_t ldc, long long step_c, std::int64_t count) {
  return put(handle, {a, b, c}, [=, alpha = *alpha, beta = *beta] {
    for (std::int64_t i = 0; i < count; ++i)
      cblas_dgemm(CblasColMajor, of(op_a), of(op_b), narrow(m), narrow(n), narrow(k), alpha, a + i * step_a,
                  narrow(lda), b + i * step_b, narrow(ldb), beta, c + i * step_c, narrow(ldc));
  });
}

cublasStatus_t cublasDgemm_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, std::int64_t m,
                              std::int64_t n, std::int64_t k, const double* alpha, const double* a, std::int64_t lda,
                              const double* b, std::int64_t ldb, const double* beta, double* c, std::int64_t ldc) {
  return cublasDgemmStridedBatched_64(handle, op_a, op_b, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}

cublasStatus_t cublasSgemm_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, std::int64_t m,
                              std::int64_t n, std::int64_t k, const float* alpha, const float* a, std::int64_t lda,
                              const float* b, std::int64_t ldb, const float* beta, float* c, std::int64_t ldc) {
  return put(handle, {a, b, c}, [=, alpha = *alpha, beta = *beta] {
    cblas_sgemm(CblasColMajor, of(op_a), of(op_b), narrow(m), narrow(n), narrow(k), alpha, a, narrow(lda), b,
                narrow(ldb), beta, c, narrow(ldc));
  });
}

cublasStatus_t cublasDgemmGroupedBatched_64(cublasHandle_t handle, const cublasOperation_t op_a[],
                                            const cublasOperation_t op_b[], const std::int64_t m[],
                                            const std::int64_t n[], const std::int64_t k[], const double alpha[],
                                            const double* const a[], const std::int64_t lda[], const double* const b[],
                                            const std::int64_t ldb[], const double beta[], double* const c[],
                                            const std::int64_t ldc[], std::int64_t groups, const std::int64_t size[]) {
  struct Group {
    cublasOperation_t op_a, op_b;
    std::int64_t m, n, k, lda, ldb, ldc, size;
    double alpha, beta;
  };
  std::vector<Group> all;  // what is on the host is taken now, pointers are read on the device when their turn comes
  for (std::int64_t g = 0; g < groups; ++g)
    all.push_back({op_a[g], op_b[g], m[g], n[g], k[g], lda[g], ldb[g], ldc[g], size[g], alpha[g], beta[g]});
  return put(handle, {a, b, c}, [=] {
    std::int64_t first = 0;
    for (const Group& g : all) {
      for (std::int64_t i = first; i < first + g.size; ++i) {
        if (!on_device({a[i], b[i], c[i]})) return fail("a grouped product was given memory of the host");
        cblas_dgemm(CblasColMajor, of(g.op_a), of(g.op_b), narrow(g.m), narrow(g.n), narrow(g.k), g.alpha, a[i],
                    narrow(g.lda), b[i], narrow(g.ldb), g.beta, c[i], narrow(g.ldc));
      }
      first += g.size;
    }
  });
}

cublasStatus_t cublasDgemv_64(cublasHandle_t handle, cublasOperation_t op, std::int64_t m, std::int64_t n,
                              const double* alpha, const double* a, std::int64_t lda, const double* x,
                              std::int64_t step_x, const double* beta, double* y, std::int64_t step_y) {
  return put(handle, {a, x, y}, [=, alpha = *alpha, beta = *beta] {
    cblas_dgemv(CblasColMajor, of(op), narrow(m), narrow(n), alpha, a, narrow(lda), x, narrow(step_x), beta, y,
                narrow(step_y));
  });
}

cublasStatus_t cublasDsyrk_64(cublasHandle_t handle, cublasFillMode_t fill, cublasOperation_t op, std::int64_t n,
                              std::int64_t k, const double* alpha, const double* a, std::int64_t lda,
                              const double* beta, double* c, std::int64_t ldc) {
  return put(handle, {a, c}, [=, alpha = *alpha, beta = *beta] {
    cblas_dsyrk(CblasColMajor, of(fill), of(op), narrow(n), narrow(k), alpha, a, narrow(lda), beta, c, narrow(ldc));
  });
}

cublasStatus_t cublasDtrsm_64(cublasHandle_t handle, cublasSideMode_t side, cublasFillMode_t fill, cublasOperation_t op,
                              cublasDiagType_t diagonal, std::int64_t m, std::int64_t n, const double* alpha,
                              const double* a, std::int64_t lda, double* b, std::int64_t ldb) {
  return put(handle, {a, b}, [=, alpha = *alpha] {
    cblas_dtrsm(CblasColMajor, side == CUBLAS_SIDE_LEFT ? CblasLeft : CblasRight, of(fill), of(op),
                diagonal == CUBLAS_DIAG_UNIT ? CblasUnit : CblasNonUnit, narrow(m), narrow(n), alpha, a, narrow(lda), b,
                narrow(ldb));
  });
}

cublasStatus_t cublasDgeam_64(cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b, std::int64_t m,
                              std::int64_t n, const double* alpha, const double* a, std::int64_t lda,
                              const double* beta, const double* b, std::int64_t ldb, double* c, std::int64_t ldc) {
  return put(handle, {a, b, c}, [=, alpha = *alpha, beta = *beta] {
    for (std::int64_t j = 0; j < n; ++j)
      for (std::int64_t i = 0; i < m; ++i) {
        double sum = 0.0;  // an operand whose factor is zero is not read
        if (alpha != 0.0) sum += alpha * (op_a == CUBLAS_OP_N ? a[i + j * lda] : a[j + i * lda]);
        if (beta != 0.0) sum += beta * (op_b == CUBLAS_OP_N ? b[i + j * ldb] : b[j + i * ldb]);
        c[i + j * ldc] = sum;
      }
  });
}

cublasStatus_t cublasDdot_64(cublasHandle_t handle, std::int64_t n, const double* x, std::int64_t step_x,
                             const double* y, std::int64_t step_y, double* result) {
  if (!on_device({result}) && breaks_capture(handle->stream)) return CUBLAS_STATUS_EXECUTION_FAILED;
  const cublasStatus_t status =
      put(handle, {x, y}, [=] { *result = cblas_ddot(narrow(n), x, narrow(step_x), y, narrow(step_y)); });
  if (!on_device({result})) drain(handle->stream);  // a result on the host is waited for
  return status;
}

cublasStatus_t cublasDaxpy_64(cublasHandle_t handle, std::int64_t n, const double* alpha, const double* x,
                              std::int64_t step_x, double* y, std::int64_t step_y) {
  return put(handle, {x, y},
             [=, alpha = *alpha] { cblas_daxpy(narrow(n), alpha, x, narrow(step_x), y, narrow(step_y)); });
}

cublasStatus_t cublasDscal_64(cublasHandle_t handle, std::int64_t n, const double* alpha, double* x,
                              std::int64_t step_x) {
  return put(handle, {x}, [=, alpha = *alpha] { cblas_dscal(narrow(n), alpha, x, narrow(step_x)); });
}

cusolverStatus_t cusolverDnCreate(cusolverDnHandle_t* handle) {
  *handle = new cusolverDnContext;
  return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnDestroy(cusolverDnHandle_t handle) {
  delete handle;
  return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnSetStream(cusolverDnHandle_t handle, cudaStream_t stream) {
  handle->stream = stream;
  return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnCreateParams(cusolverDnParams_t* parameters) {
  *parameters = nullptr;
  return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnDestroyParams(cusolverDnParams_t) { return CUSOLVER_STATUS_SUCCESS; }

namespace {

/// Puts a LAPACK call on n rows on the stream once work memory is as large as was asked for.
template <class Work>
cusolverStatus_t put(cusolverDnHandle_t handle, std::initializer_list<const void*> operands, std::int64_t n,
                     void* device_work, std::size_t device_bytes, std::size_t host_bytes, int* info, Work work) {
  if (!on_device(operands) || !on_device({device_work, info}) || std::min(device_bytes, host_bytes) < work_bytes(n))
    return CUSOLVER_STATUS_INVALID_VALUE;
  enqueue(handle->stream, [=] {
    const OpenMemory open;
    fill_with_poison(device_work, device_bytes);
    *info = work();
  });
  return CUSOLVER_STATUS_SUCCESS;
}

}  // namespace

cusolverStatus_t cusolverDnXpotrf_bufferSize(cusolverDnHandle_t, cusolverDnParams_t, cublasFillMode_t, std::int64_t n,
                                             cudaDataType, const void*, std::int64_t, cudaDataType,
                                             std::size_t* device_bytes, std::size_t* host_bytes) {
  ++statistics().work_size_queries;
  *device_bytes = *host_bytes = work_bytes(n);
  return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnXpotrf(cusolverDnHandle_t handle, cusolverDnParams_t, cublasFillMode_t fill, std::int64_t n,
                                  cudaDataType, void* a, std::int64_t lda, cudaDataType, void* device_work,
                                  std::size_t device_bytes, void*, std::size_t host_bytes, int* info) {
  return put(handle, {a}, n, device_work, device_bytes, host_bytes, info, [=] {
    return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, letter(fill), narrow(n), static_cast<double*>(a), narrow(lda));
  });
}

cusolverStatus_t cusolverDnXsyevd_bufferSize(cusolverDnHandle_t, cusolverDnParams_t, cusolverEigMode_t,
                                             cublasFillMode_t, std::int64_t n, cudaDataType, const void*, std::int64_t,
                                             cudaDataType, const void*, cudaDataType, std::size_t* device_bytes,
                                             std::size_t* host_bytes) {
  ++statistics().work_size_queries;
  *device_bytes = *host_bytes = work_bytes(n);
  return CUSOLVER_STATUS_SUCCESS;
}

cusolverStatus_t cusolverDnXsyevd(cusolverDnHandle_t handle, cusolverDnParams_t, cusolverEigMode_t mode,
                                  cublasFillMode_t fill, std::int64_t n, cudaDataType, void* a, std::int64_t lda,
                                  cudaDataType, void* w, cudaDataType, void* device_work, std::size_t device_bytes,
                                  void*, std::size_t host_bytes, int* info) {
  return put(handle, {a, w}, n, device_work, device_bytes, host_bytes, info, [=] {
    return LAPACKE_dsyevd(LAPACK_COL_MAJOR, mode == CUSOLVER_EIG_MODE_VECTOR ? 'V' : 'N', letter(fill), narrow(n),
                          static_cast<double*>(a), narrow(lda), static_cast<double*>(w));
  });
}
