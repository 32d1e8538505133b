// Host functions of the emulated CUDA runtime: devices, memory, streams, launches.
//   CUDA_ON_CPU_DEVICES    how many devices there are (0: none, as on a machine without a GPU)
//   CUDA_ON_CPU_SEED       of the order in which blocks and threads run; printed with every failure
//   CUDA_ON_CPU_MEGABYTES  memory of the devices
//   CUDA_ON_CPU_OPEN       1: the host may touch device memory, which is faster (memory.hpp)
//   CUDA_ON_CPU_LAUNCHES   file that receives the addresses of all kernels launched
//   (tests/support/cuda_on_cpu/README.md)
#include <cuda_runtime.h>
#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <sstream>

#include "memory.hpp"
#include "sanitizers.hpp"

namespace cuda_on_cpu {

namespace {

long from_environment(const char* name, long otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::strtol(text, nullptr, 10);
}

struct Runtime {
  int devices = static_cast<int>(from_environment("CUDA_ON_CPU_DEVICES", 0));
  long seed = from_environment("CUDA_ON_CPU_SEED", 1);
  BlockRunner runner{static_cast<std::uint64_t>(seed)};
  std::map<const void*, int> allowed_shared;
  std::set<const void*> launched;
  std::string failure;
  cudaError_t last = cudaSuccess;
  ~Runtime() { record_launches(); }
  void record_launches() const;
};

Runtime& runtime() {
  static Runtime instance;
  return instance;
}
thread_local int current_device = 0;
std::recursive_mutex lock;

/// One line per kernel: the file that holds its code and the address inside it.
void Runtime::record_launches() const {
  const char* path = std::getenv("CUDA_ON_CPU_LAUNCHES");
  std::FILE* file = path == nullptr ? nullptr : std::fopen(path, "a");
  if (file == nullptr) return;
  for (const void* kernel : launched) {
    Dl_info info{};
    if (dladdr(kernel, &info) != 0)
      std::fprintf(
          file, "%s %lx\n", info.dli_fname,
          static_cast<unsigned long>(static_cast<const char*>(kernel) - static_cast<const char*>(info.dli_fbase)));
  }
  std::fclose(file);
}

cudaError_t returned(cudaError_t status) {
  if (status != cudaSuccess) runtime().last = status;
  return status;
}

/// What work on a stream left behind.
cudaError_t outcome() {
  const std::string failure = take_failure();
  if (failure.empty()) return cudaSuccess;
  std::fprintf(stderr, "cuda on cpu: %s (CUDA_ON_CPU_SEED=%ld)\n", failure.c_str(), runtime().seed);
  return returned(cudaErrorLaunchFailure);
}

constexpr std::size_t shared_without_asking = std::size_t{48} << 10;
constexpr unsigned most_threads = 1024;

}  // namespace

Statistics& statistics() {
  static Statistics counted;
  return counted;
}

void enqueue(Stream* stream, std::function<void()> work) {
  const std::scoped_lock guard(lock);
  if (stream == nullptr) {
    work();
    return;
  }
  if (stream->capture) return stream->capture->work.push_back(std::move(work));
  stream->work.push_back(std::move(work));
  ++stream->enqueued;
}

void run_until(Stream& stream, long position) {
  const std::scoped_lock guard(lock);
  const OpenMemory open;
  while (stream.done < position) {
    const std::function<void()> work = std::move(stream.work.front());
    stream.work.pop_front();
    ++stream.done;
    work();
  }
}

bool breaks_capture(Stream* stream) {
  if (stream == nullptr || !stream->capture) return false;
  stream->capture_broken = true;
  return true;
}

void drain(Stream* stream) {
  if (stream != nullptr) run_until(*stream, stream->enqueued);
}

void fail(const std::string& what) {
  if (runtime().failure.empty()) runtime().failure = what;
}

std::string take_failure() { return std::exchange(runtime().failure, {}); }

cudaError_t allow_shared_memory(const void* kernel, int bytes) {
  const std::scoped_lock guard(lock);
  if (bytes < 0 || static_cast<std::size_t>(bytes) > most_shared_bytes) return returned(cudaErrorInvalidValue);
  runtime().allowed_shared[kernel] = bytes;
  return cudaSuccess;
}

cudaError_t enqueue_launch(const cudaLaunchConfig_t& config, const void* kernel, const void* arguments,
                           std::size_t argument_bytes, std::function<void()> body) {
  const std::scoped_lock guard(lock);
  const dim3 grid = config.gridDim;
  const dim3 block = config.blockDim;
  const std::size_t threads = std::size_t{block.x} * block.y * block.z;
  const auto allowed = runtime().allowed_shared.find(kernel);
  const std::size_t most_shared =
      allowed == runtime().allowed_shared.end() ? shared_without_asking : static_cast<std::size_t>(allowed->second);
  if (threads == 0 || threads > most_threads || grid.x == 0 || grid.y == 0 || grid.z == 0 || grid.y > 65535 ||
      grid.z > 65535 || grid.x > 0x7fffffffU)
    return returned(cudaErrorInvalidConfiguration);
  if (config.dynamicSmemBytes > most_shared) return returned(cudaErrorInvalidValue);
  for (std::size_t k = 0; k + sizeof(void*) <= argument_bytes; k += sizeof(void*)) {
    const void* address = nullptr;
    std::memcpy(&address, static_cast<const char*>(arguments) + k, sizeof address);
    if (!DeviceMemory::instance().holds(address) && is_host_memory(address)) {
      std::ostringstream what;
      what << "a kernel was given a pointer to memory of the host (" << address << "), in byte " << k << " of the "
           << argument_bytes << " of its arguments";
      fail(what.str());
      return returned(cudaErrorInvalidValue);
    }
  }
  runtime().launched.insert(kernel);
  enqueue(config.stream, [body = std::move(body), grid, block, shared = config.dynamicSmemBytes] {
    const OpenMemory open;
    const Body of_thread{[](void* context) { (*static_cast<const std::function<void()>*>(context))(); },
                         const_cast<std::function<void()>*>(&body)};
    const std::string failure =
        runtime().runner.run_grid(of_thread, {grid.x, grid.y, grid.z}, {block.x, block.y, block.z}, shared);
    if (!failure.empty()) fail(failure);
  });
  return cudaSuccess;
}

}  // namespace cuda_on_cpu

using namespace cuda_on_cpu;

const char* cudaGetErrorName(cudaError_t status) {
  switch (status) {
    case cudaSuccess:
      return "cudaSuccess";
    case cudaErrorInvalidValue:
      return "cudaErrorInvalidValue";
    case cudaErrorMemoryAllocation:
      return "cudaErrorMemoryAllocation";
    case cudaErrorInvalidConfiguration:
      return "cudaErrorInvalidConfiguration";
    case cudaErrorNoDevice:
      return "cudaErrorNoDevice";
    case cudaErrorInvalidDevice:
      return "cudaErrorInvalidDevice";
    case cudaErrorStreamCaptureUnsupported:
      return "cudaErrorStreamCaptureUnsupported";
    case cudaErrorStreamCaptureInvalidated:
      return "cudaErrorStreamCaptureInvalidated";
    case cudaErrorIllegalState:
      return "cudaErrorIllegalState";
    case cudaErrorLaunchFailure:
      return "cudaErrorLaunchFailure";
  }
  return "unknown";
}

const char* cudaGetErrorString(cudaError_t status) {
  switch (status) {
    case cudaSuccess:
      return "no error";
    case cudaErrorInvalidValue:
      return "invalid argument";
    case cudaErrorMemoryAllocation:
      return "out of memory";
    case cudaErrorInvalidConfiguration:
      return "invalid configuration argument";
    case cudaErrorNoDevice:
      return "no CUDA-capable device is detected";
    case cudaErrorInvalidDevice:
      return "invalid device ordinal";
    case cudaErrorStreamCaptureUnsupported:
      return "operation not permitted when stream is capturing";
    case cudaErrorStreamCaptureInvalidated:
      return "operation failed due to a previous error during capture";
    case cudaErrorIllegalState:
      return "the operation cannot be performed in the present state";
    case cudaErrorLaunchFailure:
      return "unspecified launch failure";
  }
  return "unknown error";
}

cudaError_t cudaGetLastError() { return std::exchange(runtime().last, cudaSuccess); }

cudaError_t cudaGetDeviceCount(int* count) {
  *count = runtime().devices;
  return *count == 0 ? returned(cudaErrorNoDevice) : cudaSuccess;
}

cudaError_t cudaGetDevice(int* index) {
  *index = current_device;
  return cudaSuccess;
}

cudaError_t cudaSetDevice(int index) {
  if (index < 0 || index >= runtime().devices) return returned(cudaErrorInvalidDevice);
  current_device = index;
  return cudaSuccess;
}

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int index) {
  if (index < 0 || index >= runtime().devices) return returned(cudaErrorInvalidDevice);
  *properties = {};
  std::strcpy(properties->name, "CUDA on CPU");
  properties->totalGlobalMem = DeviceMemory::instance().capacity();
  properties->major = 9;
  properties->multiProcessorCount = 1;
  return cudaSuccess;
}

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
  *free = DeviceMemory::instance().free_bytes();
  *total = DeviceMemory::instance().capacity();
  return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  *stream = new CUstream_st;
  return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  drain(stream);
  delete stream;
  return outcome();
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  if (breaks_capture(stream)) return returned(cudaErrorStreamCaptureUnsupported);
  drain(stream);
  return outcome();
}

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
  if (stream == nullptr || stream->capture) return returned(cudaErrorIllegalState);
  stream->capture = std::make_shared<Graph>();
  stream->capture_broken = false;
  return cudaSuccess;
}

cudaError_t cudaStreamIsCapturing(cudaStream_t stream, cudaStreamCaptureStatus* status) {
  *status = stream != nullptr && stream->capture ? cudaStreamCaptureStatusActive : cudaStreamCaptureStatusNone;
  return cudaSuccess;
}

cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  *graph = nullptr;
  if (!stream->capture) return returned(cudaErrorIllegalState);
  const std::shared_ptr<Graph> captured = std::exchange(stream->capture, nullptr);
  if (stream->capture_broken) return returned(cudaErrorStreamCaptureInvalidated);
  *graph = new std::shared_ptr<Graph>(captured);
  return cudaSuccess;
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long) {
  *executable = new std::shared_ptr<Graph>(*graph);
  return cudaSuccess;
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
  ++statistics().graph_launches;
  enqueue(stream, [graph = *executable] {
    for (const auto& work : graph->work) work();
  });
  return cudaSuccess;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  delete graph;
  return cudaSuccess;
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
  delete executable;
  return cudaSuccess;
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
  if (breaks_capture(stream)) return returned(cudaErrorStreamCaptureUnsupported);
  enqueue(stream, [recorded = *event] {
    if (recorded.stream != nullptr) run_until(*recorded.stream, recorded.position);
  });
  return cudaSuccess;
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  *event = new Event;
  return cudaSuccess;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  if (breaks_capture(stream)) return returned(cudaErrorStreamCaptureUnsupported);
  event->stream = stream;
  event->position = stream == nullptr ? 0 : stream->enqueued;
  return cudaSuccess;
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  if (event->stream != nullptr) run_until(*event->stream, event->position);
  return outcome();
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
  delete event;
  return cudaSuccess;
}

cudaError_t cudaMemPoolCreate(cudaMemPool_t* pool, const cudaMemPoolProps*) {
  *pool = nullptr;
  return cudaSuccess;
}
cudaError_t cudaMemPoolDestroy(cudaMemPool_t) { return cudaSuccess; }
cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t, cudaMemPoolAttr, void*) { return cudaSuccess; }
cudaError_t cudaMemPoolGetAttribute(cudaMemPool_t, cudaMemPoolAttr attribute, void* value) {
  if (attribute != cudaMemPoolAttrUsedMemHigh) return returned(cudaErrorInvalidValue);
  const unsigned long long bytes = DeviceMemory::instance().high_water();
  std::memcpy(value, &bytes, sizeof bytes);
  return cudaSuccess;
}

cudaError_t cudaMallocFromPoolAsync(void** data, std::size_t bytes, cudaMemPool_t, cudaStream_t stream) {
  const std::scoped_lock guard(lock);
  if (breaks_capture(stream)) return returned(cudaErrorStreamCaptureUnsupported);
  ++statistics().allocations;
  *data = DeviceMemory::instance().allocate(bytes);
  if (*data == nullptr) {  // as in CUDA, memory that is about to be released on the stream is waited for
    drain(stream);
    *data = DeviceMemory::instance().allocate(bytes);
  }
  return *data == nullptr ? returned(cudaErrorMemoryAllocation) : cudaSuccess;
}

cudaError_t cudaFreeAsync(void* data, cudaStream_t stream) {
  if (breaks_capture(stream)) return returned(cudaErrorStreamCaptureUnsupported);
  enqueue(stream, [data] {
    if (!DeviceMemory::instance().release(data)) fail("memory was released that had not been handed out");
  });
  return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {
  return cudaMemcpy2DAsync(to, bytes, from, bytes, bytes, 1, kind, stream);
}

cudaError_t cudaMemcpy2DAsync(void* to, std::size_t to_pitch, const void* from, std::size_t from_pitch,
                              std::size_t width, std::size_t height, cudaMemcpyKind kind, cudaStream_t stream) {
  const DeviceMemory& memory = DeviceMemory::instance();
  const bool to_device = kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice;
  const bool from_device = kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice;
  if (kind != cudaMemcpyDefault && (memory.holds(to) != to_device || memory.holds(from) != from_device))
    return returned(cudaErrorInvalidValue);
  if (width > to_pitch || width > from_pitch) return returned(cudaErrorInvalidValue);
  enqueue(stream, [=] {
    const OpenMemory open;
    for (std::size_t row = 0; row < height; ++row)
      std::memcpy(static_cast<char*>(to) + row * to_pitch, static_cast<const char*>(from) + row * from_pitch, width);
  });
  return cudaSuccess;
}

cudaError_t cudaMemsetAsync(void* data, int value, std::size_t bytes, cudaStream_t stream) {
  enqueue(stream, [=] {
    const OpenMemory open;
    std::memset(data, value, bytes);
  });
  return cudaSuccess;
}
