// The memory of the emulated device: one range of addresses that the host program cannot read or write. Only work on a
// stream (kernels, copies, library calls) opens it.
#pragma once

#include <cstddef>
#include <map>

namespace cuda_on_cpu {

class DeviceMemory {
 public:
  static DeviceMemory& instance();
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;

  /// Null when less than `bytes` is left. The content is signalling NaN.
  void* allocate(std::size_t bytes);
  /// False when `data` was not handed out. Its content is lost.
  bool release(void* data);
  bool holds(const void* data) const;
  std::size_t capacity() const { return capacity_; }
  std::size_t high_water() const { return most_used_; }
  std::size_t free_bytes() const { return capacity_ - used_; }

  void open();
  void close();

 private:
  DeviceMemory();
  void give_back(std::size_t offset);
  void protect(std::size_t offset, std::size_t bytes, int protection);

  char* base_ = nullptr;
  std::size_t capacity_ = 0, used_ = 0, most_used_ = 0, touched_ = 0;
  int opened_ = 0;
  bool always_open_ = false;  ///< CUDA_ON_CPU_OPEN=1: faster, and blind to hosts that reach into the device
  std::map<std::size_t, std::size_t> gaps_;    ///< offset -> bytes, never adjacent
  std::map<std::size_t, std::size_t> blocks_;  ///< offset -> bytes
};

/// The device's memory stays open as long as this lives.
class [[nodiscard]] OpenMemory {
 public:
  OpenMemory() { DeviceMemory::instance().open(); }
  OpenMemory(const OpenMemory&) = delete;
  OpenMemory& operator=(const OpenMemory&) = delete;
  ~OpenMemory() { DeviceMemory::instance().close(); }
};

/// Signalling NaN in every double: arithmetic on what was never written raises FE_INVALID.
void fill_with_poison(void* data, std::size_t bytes);

/// Memory that the threads of a block share: `bytes` of it, poisoned; what lies beyond belongs to nobody.
inline constexpr std::size_t most_shared_bytes = std::size_t{227} << 10;
void open_shared_memory(std::size_t bytes);

}  // namespace cuda_on_cpu
