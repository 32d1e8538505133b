// Stands in for the CUDA backend in builds without a CUDA compiler: no devices, and a clear error.
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

std::vector<DeviceDescription> cuda_devices() { return {}; }

std::shared_ptr<Backend> make_cuda_backend(int index, CUstream_st* /*stream*/) {
  throw BackendUnavailable(
      "device cuda:" + std::to_string(index) +
      " is not available: this rhofield was built without CUDA; use --device cpu, or configure with the cuda preset");
}

}  // namespace rhofield
