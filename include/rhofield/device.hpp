// Device: where memory lives and work runs. Chosen once, passed first to everything that computes.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct CUstream_st;  // what CUDA's cudaStream_t points to

namespace rhofield {

class Backend;  // src/runtime/backend.hpp: memory, linear algebra and kernels of one device

enum class DeviceKind { cpu, cuda };

struct DeviceDescription {
  DeviceKind kind = DeviceKind::cpu;
  int index = 0;
  std::string name;              ///< as users select it: "cpu", "cuda:0"
  std::string hardware;          ///< e.g. "AMD EPYC, 2 threads"
  std::size_t memory_bytes = 0;  ///< 0 when unknown
};

/// Cheap to copy; all copies share one backend and its stream.
class Device {
 public:
  /// `auto | cpu | cuda | cuda:<n>`; the environment variable RHOFIELD_DEVICE replaces `auto`.
  /// Throws BackendUnavailable when the device does not exist, InvalidInput when the name means nothing.
  static Device select(std::string_view name = "auto");

  /// All devices this build can use on this machine, the CPU first.
  static std::vector<DeviceDescription> list();

  const DeviceDescription& description() const;
  DeviceKind kind() const { return description().kind; }
  bool is_host() const { return kind() == DeviceKind::cpu; }  ///< its memory can be read directly

  void synchronize() const;
  /// Bytes: the most that arrays on this device (and, on a GPU, its libraries' work space) took at one time.
  std::size_t memory_high_water() const;
  Backend& backend() const& { return *backend_; }
  Backend& backend() const&& = delete;  ///< it lives as long as the device or one of its copies

  /// Number of CPU threads for our loops and BLAS; 0 keeps the environment's choice.
  static void use_threads(int count);
  static int threads();

 private:
  friend Device cuda_device(int index, CUstream_st* stream);  // rhofield/cuda.hpp
  explicit Device(std::shared_ptr<Backend> backend) : backend_(std::move(backend)) {}
  std::shared_ptr<Backend> backend_;
};

}  // namespace rhofield
