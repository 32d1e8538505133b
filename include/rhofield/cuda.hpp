// For programs that use CUDA themselves: rhofield's work on a stream of theirs.
#pragma once

#include "rhofield/device.hpp"

namespace rhofield {

/// CUDA device `index` with all its work ordered on `stream` (a cudaStream_t of that device), which stays the caller's
/// and must outlive every copy of the result and every array made on it. What is called returns when results are on the
/// host; arrays that stay on the device are ready for later work on the same stream. Throws BackendUnavailable when
/// there is no such device, or in builds without CUDA.
Device cuda_device(int index, CUstream_st* stream);

}  // namespace rhofield
