// The part of cuSOLVER that kernels/cuda uses, on LAPACK. Matrices are column-major, as in cuSOLVER.
#pragma once

#include <cstdint>

#include "cublas_v2.h"

enum cusolverStatus_t { CUSOLVER_STATUS_SUCCESS = 0, CUSOLVER_STATUS_INVALID_VALUE = 3 };
enum cusolverEigMode_t { CUSOLVER_EIG_MODE_NOVECTOR = 0, CUSOLVER_EIG_MODE_VECTOR = 1 };
enum cudaDataType { CUDA_R_32F = 0, CUDA_R_64F = 1 };
struct cusolverDnContext {
  cudaStream_t stream = nullptr;
};
using cusolverDnHandle_t = cusolverDnContext*;
using cusolverDnParams_t = struct cusolverDnParams*;

cusolverStatus_t cusolverDnCreate(cusolverDnHandle_t* handle);
cusolverStatus_t cusolverDnDestroy(cusolverDnHandle_t handle);
cusolverStatus_t cusolverDnSetStream(cusolverDnHandle_t handle, cudaStream_t stream);
cusolverStatus_t cusolverDnCreateParams(cusolverDnParams_t* parameters);
cusolverStatus_t cusolverDnDestroyParams(cusolverDnParams_t parameters);
cusolverStatus_t cusolverDnXpotrf_bufferSize(cusolverDnHandle_t handle, cusolverDnParams_t parameters,
                                             cublasFillMode_t fill, std::int64_t n, cudaDataType type_a, const void* a,
                                             std::int64_t lda, cudaDataType compute, std::size_t* device_bytes,
                                             std::size_t* host_bytes);
cusolverStatus_t cusolverDnXpotrf(cusolverDnHandle_t handle, cusolverDnParams_t parameters, cublasFillMode_t fill,
                                  std::int64_t n, cudaDataType type_a, void* a, std::int64_t lda, cudaDataType compute,
                                  void* device_work, std::size_t device_bytes, void* host_work, std::size_t host_bytes,
                                  int* info);
cusolverStatus_t cusolverDnXsyevd_bufferSize(cusolverDnHandle_t handle, cusolverDnParams_t parameters,
                                             cusolverEigMode_t mode, cublasFillMode_t fill, std::int64_t n,
                                             cudaDataType type_a, const void* a, std::int64_t lda, cudaDataType type_w,
                                             const void* w, cudaDataType compute, std::size_t* device_bytes,
                                             std::size_t* host_bytes);
cusolverStatus_t cusolverDnXsyevd(cusolverDnHandle_t handle, cusolverDnParams_t parameters, cusolverEigMode_t mode,
                                  cublasFillMode_t fill, std::int64_t n, cudaDataType type_a, void* a,
                                  std::int64_t lda, cudaDataType type_w, void* w, cudaDataType compute,
                                  void* device_work, std::size_t device_bytes, void* host_work, std::size_t host_bytes,
                                  int* info);
