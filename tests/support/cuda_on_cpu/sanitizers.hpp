// What the address sanitizer must be told about stacks that change and memory that is handed out; nothing without it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace cuda_on_cpu {

#if defined(__SANITIZE_ADDRESS__)
inline void start_switch(void** fake_stack, const void* bottom, std::size_t bytes) {
  __sanitizer_start_switch_fiber(fake_stack, bottom, bytes);
}
inline void finish_switch(void* fake_stack, const void** bottom, std::size_t* bytes) {
  __sanitizer_finish_switch_fiber(fake_stack, bottom, bytes);
}
inline void poison(const void* data, std::size_t bytes) { __asan_poison_memory_region(data, bytes); }
inline void unpoison(const void* data, std::size_t bytes) { __asan_unpoison_memory_region(data, bytes); }
/// True where `address` lies on the heap or the stack of the host program. Most of what is asked about are numbers; the
/// sanitizer, which looks through all its blocks, is asked only about what can be an address.
inline bool is_host_memory(const void* address) {
  const auto number = reinterpret_cast<std::uintptr_t>(address);
  if (number < std::uintptr_t{1} << 20 || number >> 47 != 0) return false;
  char name[64] = "";
  void* region = nullptr;
  std::size_t bytes = 0;
  const char* kind = __asan_locate_address(const_cast<void*>(address), name, sizeof name, &region, &bytes);
  const bool inside = address >= region && address < static_cast<const char*>(region) + bytes;
  return std::strcmp(kind, "stack") == 0 || (std::strcmp(kind, "heap") == 0 && inside);  // not just close to a block
}
#else
inline void start_switch(void**, const void*, std::size_t) {}
inline void finish_switch(void*, const void**, std::size_t*) {}
inline void poison(const void*, std::size_t) {}
inline void unpoison(const void*, std::size_t) {}
inline bool is_host_memory(const void*) { return false; }
#endif

}  // namespace cuda_on_cpu
