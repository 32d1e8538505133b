// The one backend conditional of the tree: marks a function of one element as usable on host and device.
#pragma once

#if defined(__CUDACC__)
#define RHOFIELD_FORMULA __host__ __device__ inline
#else
#define RHOFIELD_FORMULA inline
#endif
