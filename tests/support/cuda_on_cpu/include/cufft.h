// The part of cuFFT that particle meshes need, on FFTW. Transforms are not normalised; arrays are row-major.
#pragma once

#include "cuda_runtime.h"

enum cufftResult {
  CUFFT_SUCCESS = 0,
  CUFFT_INVALID_PLAN = 1,
  CUFFT_INVALID_TYPE = 3,
  CUFFT_INVALID_VALUE = 4,
  CUFFT_INVALID_SIZE = 8
};
enum cufftType { CUFFT_Z2Z = 0x69, CUFFT_D2Z = 0x6a, CUFFT_Z2D = 0x6c };
inline constexpr int CUFFT_FORWARD = -1;
inline constexpr int CUFFT_INVERSE = 1;
using cufftHandle = int;
using cufftDoubleReal = double;
using cufftDoubleComplex = double2;

cufftResult cufftPlan3d(cufftHandle* plan, int nx, int ny, int nz, cufftType type);
/// `batch` transforms of `rank` dimensions n. Without inembed or onembed both layouts are the dense ones, and strides
/// and distances are not read.
cufftResult cufftPlanMany(cufftHandle* plan, int rank, int* n, int* inembed, int istride, int idist, int* onembed,
                          int ostride, int odist, cufftType type, int batch);
cufftResult cufftSetStream(cufftHandle plan, cudaStream_t stream);
cufftResult cufftExecD2Z(cufftHandle plan, cufftDoubleReal* in, cufftDoubleComplex* out);
cufftResult cufftExecZ2D(cufftHandle plan, cufftDoubleComplex* in, cufftDoubleReal* out);
cufftResult cufftExecZ2Z(cufftHandle plan, cufftDoubleComplex* in, cufftDoubleComplex* out, int direction);
/// Bytes of the workspace: as if it were as large as the fields.
cufftResult cufftGetSize(cufftHandle plan, size_t* bytes);
cufftResult cufftDestroy(cufftHandle plan);
