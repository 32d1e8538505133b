// Device memory, recorded work and the assembly of the CUDA backend.
#include "cuda/cuda_backend.hpp"

#include <limits>
#include <string>

#include "rhofield/error.hpp"

namespace rhofield {
namespace cuda {

CudaMemory::CudaMemory(const Context& context) : context_(context) {
  cudaMemPoolProps properties{};
  properties.allocType = cudaMemAllocationTypePinned;
  properties.location.type = cudaMemLocationTypeDevice;
  properties.location.id = context_.index();
  check(cudaMemPoolCreate(&pool_, &properties));
  // Released memory stays with the pool: it is handed out again without asking the driver.
  unsigned long long keep = std::numeric_limits<unsigned long long>::max();
  check(cudaMemPoolSetAttribute(pool_, cudaMemPoolAttrReleaseThreshold, &keep));
}

CudaMemory::~CudaMemory() { (void)cudaMemPoolDestroy(pool_); }

void* CudaMemory::allocate(std::size_t bytes) {
  const CurrentDevice current(context_.index());
  void* data = nullptr;
  cudaStreamCaptureStatus capture = cudaStreamCaptureStatusNone;
  check(cudaStreamIsCapturing(context_.stream(), &capture));
  if (capture != cudaStreamCaptureStatusNone)  // a graph would allocate anew at every replay
    throw DeviceError("cuda:" + std::to_string(context_.index()) + ": " + std::to_string(bytes) +
                      " bytes were asked for while work is recorded; allocate them before");
  const cudaError_t status = cudaMallocFromPoolAsync(&data, bytes, pool_, context_.stream());
  if (status == cudaErrorMemoryAllocation) {
    (void)cudaGetLastError();
    std::size_t free = 0;
    std::size_t total = 0;
    check(cudaMemGetInfo(&free, &total));
    throw OutOfMemory("cuda:" + std::to_string(context_.index()) + ": could not allocate " + std::to_string(bytes) +
                          " bytes; " + std::to_string(free) + " of " + std::to_string(total) +
                          " are free; use another device or --device cpu",
                      bytes, free);
  }
  check(status);
  return data;
}

void CudaMemory::release(void* data) noexcept { (void)cudaFreeAsync(data, context_.stream()); }

void CudaMemory::upload(void* device, const void* host, std::size_t bytes) {
  const CurrentDevice current(context_.index());
  check(cudaMemcpyAsync(device, host, bytes, cudaMemcpyHostToDevice, context_.stream()));
  context_.synchronize();  // the caller may reuse its memory at once, pinned memory included
}

void CudaMemory::download(void* host, const void* device, std::size_t bytes) {
  const CurrentDevice current(context_.index());
  check(cudaMemcpyAsync(host, device, bytes, cudaMemcpyDeviceToHost, context_.stream()));
  context_.synchronize();
}

void CudaMemory::copy(void* to, const void* from, std::size_t bytes) {
  const CurrentDevice current(context_.index());
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDefault, context_.stream()));
}

void CudaMemory::zero(void* data, std::size_t bytes) {
  const CurrentDevice current(context_.index());
  check(cudaMemsetAsync(data, 0, bytes, context_.stream()));
}

void CudaMemory::synchronize() { context_.synchronize(); }

std::size_t CudaMemory::high_water() const {
  unsigned long long bytes = 0;
  check(cudaMemPoolGetAttribute(pool_, cudaMemPoolAttrUsedMemHigh, &bytes));
  return bytes;
}

void* Scratch::at_least(std::size_t bytes) {
  if (bytes > bytes_) {
    data_.reset();
    bytes_ = 0;
    data_ = {memory_.allocate(bytes), [&memory = memory_](void* data) { memory.release(data); }};
    bytes_ = bytes;
  }
  return data_.get();
}

CudaRecording::CudaRecording(const Context& context, const std::function<void()>& work) : context_(context) {
  const CurrentDevice current(context_.index());
  cudaGraph_t graph = nullptr;
  check(cudaStreamBeginCapture(context_.stream(), cudaStreamCaptureModeThreadLocal));
  try {
    work();
  } catch (...) {
    (void)cudaStreamEndCapture(context_.stream(), &graph);
    (void)cudaGetLastError();
    if (graph != nullptr) (void)cudaGraphDestroy(graph);
    throw;
  }
  check(cudaStreamEndCapture(context_.stream(), &graph));
  const cudaError_t status = cudaGraphInstantiate(&graph_, graph, 0);
  (void)cudaGraphDestroy(graph);
  check(status);
}

CudaRecording::~CudaRecording() { (void)cudaGraphExecDestroy(graph_); }

void CudaRecording::replay() {
  const CurrentDevice current(context_.index());
  check(cudaGraphLaunch(graph_, context_.stream()));
}

namespace {

/// Does nothing. That the device can run it shows that this build holds code for it.
__global__ void probe() {}

DeviceDescription describe_device(int index) {
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, index));
  return {.kind = DeviceKind::cuda,
          .index = index,
          .name = "cuda:" + std::to_string(index),
          .hardware = std::string(properties.name) + ", compute capability " + std::to_string(properties.major) + "." +
                      std::to_string(properties.minor),
          .memory_bytes = properties.totalGlobalMem};
}

class CudaBackend final : public Backend {
 public:
  CudaBackend(int index, cudaStream_t stream)
      : description_(describe_device(index)),
        context_(index, stream),
        memory_(context_),
        linear_algebra_(context_, memory_),
        kernels_(context_, memory_),
        single_network_(make_network_kernels<float>(context_, memory_)),
        double_network_(make_network_kernels<double>(context_, memory_)) {}
  const DeviceDescription& description() const override { return description_; }
  Memory& memory() override { return memory_; }
  LinearAlgebra& linear_algebra() override { return linear_algebra_; }
  Kernels& kernels() override { return kernels_; }
  NetworkKernels<float>& single_network() override { return *single_network_; }
  NetworkKernels<double>& double_network() override { return *double_network_; }
  std::unique_ptr<Recording> record(std::function<void()> work) override {
    if (context_.stream() == cudaStreamLegacy) return Backend::record(std::move(work));  // cannot be captured
    work();  // makes scratch large enough and loads what libraries load late: a graph can hold neither
    std::vector<std::shared_ptr<void>> kept = linear_algebra_.scratch();
    kept.push_back(kernels_.scratch());
    kept.push_back(single_network_->scratch());
    kept.push_back(double_network_->scratch());
    linear_algebra_.keep_arguments(&kept);
    std::unique_ptr<CudaRecording> recording;
    try {
      recording = std::make_unique<CudaRecording>(context_, work);
    } catch (...) {
      linear_algebra_.keep_arguments(nullptr);
      throw;
    }
    linear_algebra_.keep_arguments(nullptr);
    recording->keep(std::move(kept));
    return recording;
  }

 private:
  DeviceDescription description_;
  Context context_;
  CudaMemory memory_;
  CudaLinearAlgebra linear_algebra_;
  CudaKernels kernels_;
  std::unique_ptr<CudaNetworkKernels<float>> single_network_;
  std::unique_ptr<CudaNetworkKernels<double>> double_network_;
};

}  // namespace
}  // namespace cuda

std::vector<DeviceDescription> cuda_devices() {
  int count = 0;
  // Without a driver or a device the answer is "none"; make_cuda_backend tells the reason to those who ask for one.
  if (cudaGetDeviceCount(&count) != cudaSuccess) {
    (void)cudaGetLastError();
    count = 0;
  }
  std::vector<DeviceDescription> devices;
  for (int index = 0; index < count; ++index) devices.push_back(cuda::describe_device(index));
  return devices;
}

std::shared_ptr<Backend> make_cuda_backend(int index, CUstream_st* stream) {
  const std::string name = "device cuda:" + std::to_string(index) + " is not available: ";
  int count = 0;
  if (const cudaError_t status = cudaGetDeviceCount(&count); status != cudaSuccess) {
    (void)cudaGetLastError();
    throw BackendUnavailable(name + cudaGetErrorString(status) +
                             "; check the driver with nvidia-smi, or use --device cpu");
  }
  if (index >= count)
    throw BackendUnavailable(name + "this machine shows " + std::to_string(count) +
                             " CUDA device(s), counted from 0; check CUDA_VISIBLE_DEVICES, or use --device cpu");
  const cuda::CurrentDevice current(index);
  cudaFuncAttributes attributes{};
  if (const cudaError_t status = cudaFuncGetAttributes(&attributes, cuda::probe); status != cudaSuccess) {
    (void)cudaGetLastError();
    throw BackendUnavailable(name + cuda::describe_device(index).hardware + " cannot run this build (" +
                             cudaGetErrorString(status) +
                             "); configure with CMAKE_CUDA_ARCHITECTURES=native, or use --device cpu");
  }
  return std::make_shared<cuda::CudaBackend>(index, stream);
}

}  // namespace rhofield
