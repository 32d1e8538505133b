// What the calls of CBLAS and LAPACKE share.
#pragma once

#include <cblas.h>

#include <limits>
#include <string>

#include "rhofield/error.hpp"
#include "runtime/linear_algebra.hpp"

namespace rhofield::cpu {

inline int narrow(Index n) {
  if (n > std::numeric_limits<int>::max())
    throw InvalidInput("matrix dimension " + std::to_string(n) +
                       " exceeds what this BLAS addresses; use smaller batches");
  return static_cast<int>(n);
}

inline CBLAS_TRANSPOSE blas(Op op) { return op == Op::none ? CblasNoTrans : CblasTrans; }

}  // namespace rhofield::cpu
