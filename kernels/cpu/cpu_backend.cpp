// Host memory and the assembly of the CPU backend.
#include "cpu_backend.hpp"

#include <cblas.h>
#include <malloc.h>
#include <omp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <new>
#include <string>

#include "rhofield/error.hpp"

namespace rhofield {
namespace cpu {

namespace {
constexpr std::size_t alignment = 64;  // one cache line, one AVX-512 register
/// Arrays of this size and more ask the system for huge pages: touching them for the first time is then 3 times faster.
constexpr std::size_t huge_page = 2097152;
constexpr std::size_t most_kept = std::size_t{512} << 20;  // bytes of released blocks that wait for their next use

#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer);
#else
constexpr bool sanitized = false;
#endif

std::size_t rounded_up(std::size_t bytes, std::size_t unit) { return (bytes + unit - 1) / unit * unit; }
/// Of the machine, or what a container is allowed of it.
std::size_t installed_memory() {
  const std::size_t installed = static_cast<std::size_t>(std::max(0L, sysconf(_SC_PHYS_PAGES))) *
                                static_cast<std::size_t>(std::max(0L, sysconf(_SC_PAGESIZE)));
  std::size_t allowed = 0;
  std::ifstream limit("/sys/fs/cgroup/memory.max");  // "max" where there is no limit
  return limit >> allowed && allowed > 0 ? std::min(installed, allowed) : installed;
}
}  // namespace

void* CpuMemory::allocate(std::size_t bytes) {
  const bool big = bytes >= huge_page;
  const std::size_t unit = big ? huge_page : alignment;
  void* data = big ? take_kept(bytes) : nullptr;
  if (data == nullptr) {
    data = std::aligned_alloc(unit, rounded_up(bytes, unit));
    if (data == nullptr) {
      release_kept();
      data = std::aligned_alloc(unit, rounded_up(bytes, unit));
    }
#if defined(MADV_HUGEPAGE)
    if (big && data != nullptr) madvise(data, rounded_up(bytes, unit), MADV_HUGEPAGE);  // a wish: else time is lost
#endif
  }
  if (data == nullptr)
    throw OutOfMemory("cpu: could not allocate " + std::to_string(bytes) + " bytes of " +
                          std::to_string(installed_memory()) +
                          " in this machine; lower memory_limit, or use fewer environments, features or structures",
                      bytes, installed_memory());
  const std::size_t now = in_use_ += malloc_usable_size(data);
  for (std::size_t most = high_water_; now > most && !high_water_.compare_exchange_weak(most, now);) {
  }
  return data;
}

void CpuMemory::release(void* data) noexcept {
  const std::size_t size = malloc_usable_size(data);
  in_use_ -= size;
  if (!keep(data, size)) std::free(data);
}

/// The smallest kept block that is large enough, and not much larger.
void* CpuMemory::take_kept(std::size_t bytes) {
  const std::lock_guard lock(kept_mutex_);
  const auto found = kept_.lower_bound(bytes);
  if (found == kept_.end() || found->first > 2 * bytes) return nullptr;
  void* data = found->second;
  kept_bytes_ -= found->first;
  kept_.erase(found);
  return data;
}

/// Keeps a big block for the next allocation: the system clears every page it hands out, which took a third of the time
/// of a training. Not under the address sanitizer, which shall see every allocation.
bool CpuMemory::keep(void* data, std::size_t size) noexcept {
  if (sanitized || size < huge_page || size > most_kept) return false;
  try {
    const std::lock_guard lock(kept_mutex_);
    while (kept_bytes_ + size > most_kept) {  // the largest go first
      const auto largest = std::prev(kept_.end());
      kept_bytes_ -= largest->first;
      std::free(largest->second);
      kept_.erase(largest);
    }
    kept_.emplace(size, data);
    kept_bytes_ += size;
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void CpuMemory::release_kept() noexcept {
  const std::lock_guard lock(kept_mutex_);
  for (const auto& [size, data] : kept_) std::free(data);
  kept_.clear();
  kept_bytes_ = 0;
}

void CpuMemory::upload(void* device, const void* host, std::size_t bytes) { std::memcpy(device, host, bytes); }
void CpuMemory::download(void* host, const void* device, std::size_t bytes) { std::memcpy(host, device, bytes); }
void CpuMemory::copy(void* to, const void* from, std::size_t bytes) { std::memcpy(to, from, bytes); }
void CpuMemory::zero(void* data, std::size_t bytes) { std::memset(data, 0, bytes); }

namespace {

class CpuBackend final : public Backend {
 public:
  CpuBackend() {
    description_.kind = DeviceKind::cpu;
    description_.name = "cpu";
    description_.hardware = std::to_string(omp_get_num_procs()) + " logical processors";
    description_.memory_bytes = installed_memory();
  }
  const DeviceDescription& description() const override { return description_; }
  Memory& memory() override { return memory_; }
  LinearAlgebra& linear_algebra() override { return linear_algebra_; }
  Kernels& kernels() override { return kernels_; }
  NetworkKernels<float>& single_network() override { return single_network_; }
  NetworkKernels<double>& double_network() override { return double_network_; }

 private:
  DeviceDescription description_;
  CpuMemory memory_;
  CpuLinearAlgebra linear_algebra_;
  CpuKernels kernels_;
  CpuNetworkKernels<float> single_network_;
  CpuNetworkKernels<double> double_network_;
};

}  // namespace
}  // namespace cpu

std::shared_ptr<Backend> make_cpu_backend() { return std::make_shared<cpu::CpuBackend>(); }

void Device::use_threads(int count) {
  if (count < 0) throw InvalidInput("number of threads must be 0 (automatic) or more, got " + std::to_string(count));
  if (count == 0) return;
  omp_set_num_threads(count);
  openblas_set_num_threads(count);
}

int Device::threads() { return omp_get_max_threads(); }

}  // namespace rhofield
