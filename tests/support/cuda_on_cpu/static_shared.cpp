// Must not compile: a shared array inside a kernel.
#include <cuda_runtime.h>

__global__ void kernel(double* values) {
#if defined(WITH_STATIC_SHARED_ARRAY)
  __shared__ double tile[32];
#else
  extern __shared__ double2 tile[];
#endif
  values[threadIdx.x] = reinterpret_cast<double*>(tile)[threadIdx.x];
}
