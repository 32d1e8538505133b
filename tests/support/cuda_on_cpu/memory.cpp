// Device memory and shared memory (memory.hpp).
#include "memory.hpp"

#include <cuda_runtime.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <stdexcept>

#include "sanitizers.hpp"

namespace rhofield::cuda {
// `extern __shared__ double2 block_memory[]` in kernels/cuda/runtime.hpp.
alignas(512) double2 block_memory[cuda_on_cpu::most_shared_bytes / sizeof(double2)];
}  // namespace rhofield::cuda

namespace cuda_on_cpu {

namespace {

constexpr std::size_t granularity = 512;  ///< alignment of blocks, and the gap between them that belongs to nobody
constexpr std::size_t default_capacity = std::size_t{2} << 30;

std::size_t rounded(std::size_t bytes) { return (bytes + granularity - 1) / granularity * granularity; }

}  // namespace

void fill_with_poison(void* data, std::size_t bytes) {
  constexpr std::uint64_t signalling_nan = 0x7ff4'0000'0000'0000;
  auto* to = static_cast<std::uint64_t*>(data);  // memory that is handed out is aligned to 512 bytes
  std::fill_n(to, bytes / sizeof signalling_nan, signalling_nan);
  std::memcpy(to + bytes / sizeof signalling_nan, &signalling_nan, bytes % sizeof signalling_nan);
}

DeviceMemory& DeviceMemory::instance() {
  static auto* memory = new DeviceMemory;  // outlives every static object that may release its memory late
  return *memory;
}

DeviceMemory::DeviceMemory() {
  const char* megabytes = std::getenv("CUDA_ON_CPU_MEGABYTES");
  capacity_ = megabytes == nullptr ? default_capacity : std::size_t{std::strtoull(megabytes, nullptr, 10)} << 20;
  const char* open = std::getenv("CUDA_ON_CPU_OPEN");
  always_open_ = open != nullptr && *open == '1';
  if (always_open_) opened_ = 1;
  void* range = mmap(nullptr, capacity_, always_open_ ? PROT_READ | PROT_WRITE : PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (range == MAP_FAILED) throw std::runtime_error("cuda on cpu: no address range for the device's memory");
  base_ = static_cast<char*>(range);
  gaps_[0] = capacity_;
  poison(base_, capacity_);
}

void* DeviceMemory::allocate(std::size_t bytes) {
  const std::size_t wanted = rounded(bytes) + granularity;
  for (auto gap = gaps_.begin(); gap != gaps_.end(); ++gap) {
    if (gap->second < wanted) continue;
    const std::size_t offset = gap->first;
    const std::size_t left = gap->second - wanted;
    gaps_.erase(gap);
    if (left > 0) gaps_[offset + wanted] = left;
    blocks_[offset] = wanted;
    used_ += wanted;
    most_used_ = std::max(most_used_, used_);
    touched_ = std::max(touched_, offset + wanted);
    unpoison(base_ + offset, bytes);
    protect(offset, bytes, PROT_READ | PROT_WRITE);  // this block alone: opening all costs time for every page
    fill_with_poison(base_ + offset, bytes);
    if (opened_ == 0) protect(offset, bytes, PROT_NONE);
    return base_ + offset;
  }
  return nullptr;
}

bool DeviceMemory::release(void* data) {
  if (!holds(data)) return false;
  auto block = blocks_.find(static_cast<std::size_t>(static_cast<char*>(data) - base_));
  if (block == blocks_.end()) return false;
  std::size_t offset = block->first;
  std::size_t bytes = block->second;
  blocks_.erase(block);
  used_ -= bytes;
  poison(base_ + offset, bytes);
  auto next = gaps_.lower_bound(offset);
  if (next != gaps_.end() && offset + bytes == next->first) {
    bytes += next->second;
    next = gaps_.erase(next);
  }
  if (next != gaps_.begin()) {
    const auto before = std::prev(next);
    if (before->first + before->second == offset) {
      offset = before->first;
      bytes += before->second;
    }
  }
  gaps_[offset] = bytes;
  if (offset + bytes == capacity_) give_back(offset);
  return true;
}

/// Nothing from `offset` on is in use: its pages go back to the system, so that opening and closing stays cheap.
void DeviceMemory::give_back(std::size_t offset) {
  constexpr std::size_t page = 4096, worth_it = std::size_t{1} << 20;
  const std::size_t end = (offset + page - 1) / page * page;
  if (always_open_ || touched_ < end + worth_it) return;
  madvise(base_ + end, touched_ - end, MADV_DONTNEED);
  mprotect(base_ + end, touched_ - end, PROT_NONE);
  touched_ = end;
}

/// Of all pages with some of these bytes.
void DeviceMemory::protect(std::size_t offset, std::size_t bytes, int protection) {
  constexpr std::size_t page = 4096;
  const std::size_t first = offset / page * page;
  const std::size_t end = (offset + bytes + page - 1) / page * page;
  if (!always_open_ && bytes > 0) mprotect(base_ + first, std::min(end, capacity_) - first, protection);
}

bool DeviceMemory::holds(const void* data) const {
  const auto* address = static_cast<const char*>(data);
  return address >= base_ && address < base_ + capacity_;
}

void DeviceMemory::open() {
  if (opened_++ == 0) protect(0, touched_, PROT_READ | PROT_WRITE);
}

void DeviceMemory::close() {
  if (--opened_ == 0) protect(0, touched_, PROT_NONE);
}

void open_shared_memory(std::size_t bytes) {
  static std::size_t opened = most_shared_bytes;
  char* memory = reinterpret_cast<char*>(rhofield::cuda::block_memory);
  if (bytes != opened) {
    unpoison(memory, bytes);
    poison(memory + bytes, most_shared_bytes - bytes);
    opened = bytes;
  }
  fill_with_poison(memory, bytes);
}

}  // namespace cuda_on_cpu
