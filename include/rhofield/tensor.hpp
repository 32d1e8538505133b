// Tensor<T, Rank>: owning, move-only, row-major memory on one device.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "rhofield/device.hpp"
#include "rhofield/view.hpp"

namespace rhofield {

namespace detail {
/// Throws InvalidInput unless `values` host values fill `elements` of a tensor.
void check_fill(std::size_t values, Index elements);

/// Untyped device memory; defined in src/runtime/device.cpp so that this header needs no backend.
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Device& device, std::size_t bytes);
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer();
  void* data() const { return data_; }
  void upload(const void* host, std::size_t bytes);
  void download(void* host, std::size_t bytes) const;
  void copy_from(const Buffer& other, std::size_t bytes);
  void zero(std::size_t bytes);

 private:
  std::shared_ptr<Device> device_;
  void* data_ = nullptr;
};
}  // namespace detail

template <class T, int Rank>
class Tensor {
 public:
  Tensor() = default;
  /// Uninitialised memory of the given shape.
  Tensor(const Device& device, std::array<Index, Rank> extents)
      : buffer_(device, sizeof(T) * static_cast<std::size_t>(View<T, Rank>(nullptr, extents).size())),
        extents_(extents) {}

  static Tensor zeros(const Device& device, std::array<Index, Rank> extents) {
    Tensor t(device, extents);
    t.set_zero();
    return t;
  }
  /// Copies host values to the device. Throws InvalidInput unless `values.size()` is the product of the extents.
  static Tensor from_host(const Device& device, std::span<const T> values, std::array<Index, Rank> extents) {
    detail::check_fill(values.size(), View<T, Rank>(nullptr, extents).size());
    Tensor t(device, extents);
    t.buffer_.upload(values.data(), sizeof(T) * static_cast<std::size_t>(t.size()));
    return t;
  }

  View<T, Rank> view() { return {static_cast<T*>(buffer_.data()), extents_}; }
  View<const T, Rank> view() const { return {static_cast<const T*>(buffer_.data()), extents_}; }
  operator View<T, Rank>() { return view(); }
  operator View<const T, Rank>() const { return view(); }

  Index extent(int axis) const { return extents_[static_cast<std::size_t>(axis)]; }
  const std::array<Index, Rank>& extents() const { return extents_; }
  Index size() const { return view().size(); }

  /// Waits for the device and copies everything to the host.
  std::vector<T> to_host() const {
    std::vector<T> values(static_cast<std::size_t>(size()));
    buffer_.download(values.data(), sizeof(T) * values.size());
    return values;
  }
  Tensor clone(const Device& device) const {
    Tensor t(device, extents_);
    t.buffer_.copy_from(buffer_, sizeof(T) * static_cast<std::size_t>(size()));
    return t;
  }
  void set_zero() { buffer_.zero(sizeof(T) * static_cast<std::size_t>(size())); }

 private:
  detail::Buffer buffer_;
  std::array<Index, Rank> extents_{};
};

}  // namespace rhofield
