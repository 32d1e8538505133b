// View<T, Rank>: a non-owning, row-major, contiguous window on host or device memory. Shape is part of the type.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <type_traits>

namespace rhofield {

using Index = std::ptrdiff_t;

/// Row-major view. `constexpr` members work in device code too (relaxed constexpr).
template <class T, int Rank>
class View {
 public:
  constexpr View() = default;
  constexpr View(T* data, std::array<Index, Rank> extents) : data_(data), extents_(extents) {}

  /// A view of mutable data reads as a view of const data.
  constexpr operator View<const T, Rank>() const requires(!std::is_const_v<T>) { return {data_, extents_}; }

  template <class... I>
  requires(sizeof...(I) == Rank) constexpr T& operator()(I... index) const {
    Index flat = 0;
    int axis = 0;
    ((flat = flat * extents_[static_cast<std::size_t>(axis)] + static_cast<Index>(index), ++axis), ...);
    return data_[flat];
  }

  constexpr T* data() const { return data_; }
  constexpr Index extent(int axis) const { return extents_[static_cast<std::size_t>(axis)]; }
  constexpr const std::array<Index, Rank>& extents() const { return extents_; }
  constexpr Index size() const {
    Index n = 1;
    for (Index e : extents_) n *= e;
    return n;
  }
  constexpr bool empty() const { return size() == 0; }

  /// Rows [begin, begin + count) along the first axis.
  constexpr View rows(Index begin, Index count) const {
    auto extents = extents_;
    Index stride = 1;
    for (std::size_t a = 1; a < Rank; ++a) stride *= extents[a];
    extents[0] = count;
    return {data_ + begin * stride, extents};
  }

  /// The same memory under another shape of equal size.
  template <int R>
  constexpr View<T, R> reshape(std::array<Index, R> extents) const {
    return {data_, extents};
  }

 private:
  T* data_ = nullptr;
  std::array<Index, Rank> extents_{};
};

/// A host container as a view of rank 1.
template <class Container>
auto view_of(Container& c) {
  return View<std::remove_pointer_t<decltype(c.data())>, 1>(c.data(), {static_cast<Index>(c.size())});
}

}  // namespace rhofield
