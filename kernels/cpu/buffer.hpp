// Scratch memory of the loops.
#pragma once

#include <algorithm>
#include <memory>
#include <new>

#include "rhofield/view.hpp"

namespace rhofield::cpu {

/// Scratch memory on cache lines, as the vectors want it; growing loses nothing.
template <class T>
class Buffer {
 public:
  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  T& operator[](Index k) { return data_[static_cast<std::size_t>(k)]; }
  const T& operator[](Index k) const { return data_[static_cast<std::size_t>(k)]; }
  void reserve(Index count) {
    if (count + 2 * vector <= capacity_) return;
    const Index capacity = 2 * count + 4 * vector;
    const auto bytes = sizeof(T) * static_cast<std::size_t>(capacity);
    Memory grown(static_cast<T*>(::operator new(bytes, alignment)));
    if (capacity_ > 0) std::copy_n(data_.get(), capacity_, grown.get());
    data_ = std::move(grown);
    capacity_ = capacity;
  }

 private:
  static constexpr Index vector = 16;  // elements; there is room for one more than the content
  static constexpr std::align_val_t alignment{64};
  struct Release {
    void operator()(T* memory) const { ::operator delete(memory, alignment); }
  };
  using Memory = std::unique_ptr<T[], Release>;
  Memory data_;
  Index capacity_ = 0;
};

}  // namespace rhofield::cpu
