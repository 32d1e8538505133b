// Scratch memory of one device that is taken piece by piece and given back all at once: nothing is allocated again once
// it has grown to what one pass needs.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "rhofield/tensor.hpp"

namespace rhofield {

class Arena {
 public:
  explicit Arena(const Device& device) : device_(device) {}

  /// Uninitialised memory, valid until reset().
  template <class T, int Rank>
  View<T, Rank> take(std::array<Index, Rank> extents) {
    const View<T, Rank> shape(nullptr, extents);
    const Index bytes = (static_cast<Index>(sizeof(T)) * shape.size() + alignment - 1) / alignment * alignment;
    while (block_ < blocks_.size() && used_ + bytes > blocks_[block_].size()) ++block_, used_ = 0;
    if (block_ == blocks_.size()) blocks_.emplace_back(device_, std::array<Index, 1>{std::max(bytes, least_block)});
    std::byte* data = blocks_[block_].view().data() + used_;
    used_ += bytes;
    return {reinterpret_cast<T*>(data), extents};
  }
  void reset() { block_ = 0, used_ = 0; }

 private:
  static constexpr Index alignment = 64;
  static constexpr Index least_block = Index{1} << 20;
  Device device_;
  std::vector<Tensor<std::byte, 1>> blocks_;
  std::size_t block_ = 0;
  Index used_ = 0;
};

}  // namespace rhofield
