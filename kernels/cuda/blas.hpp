// What callers of cuBLAS share: its errors as exceptions, and its names of Op.
#pragma once

#include <cublas_v2.h>

#include <string>

#include "cuda/runtime.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield::cuda {

inline void check(cublasStatus_t status, std::source_location where = std::source_location::current()) {
  if (status != CUBLAS_STATUS_SUCCESS)
    throw DeviceError("cublas: " + std::string(cublasGetStatusString(status)) + " in " + describe(where));
}

inline cublasOperation_t same(Op op) { return op == Op::none ? CUBLAS_OP_N : CUBLAS_OP_T; }

}  // namespace rhofield::cuda
