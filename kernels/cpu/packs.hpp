// Vectors of this processor and squares of them in registers: lanes are channels of one atom, or atoms.
#pragma once

#include <algorithm>
#include <cstring>
#include <utility>

#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/view.hpp"

namespace rhofield::cpu {

// Vectors of this processor's widest kind, in double or single precision.
template <class Real>
constexpr int lanes_of = __BIGGEST_ALIGNMENT__ / static_cast<int>(sizeof(Real));
template <class Real>
struct PackOf {
  typedef Real type __attribute__((vector_size(__BIGGEST_ALIGNMENT__)));
};
template <class Real>
using PackT = typename PackOf<Real>::type;
constexpr int lanes = lanes_of<double>;
using Pack = PackT<double>;

template <class Real>
inline PackT<Real> load(const Real* p) {
  PackT<Real> v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
template <class Real>
inline void store(Real* p, const PackT<Real>& v) {
  std::memcpy(p, &v, sizeof v);
}

// Every loop over the vectors of an array that shall live in registers is unrolled by the language, not by the
// optimiser, which would unroll it after deciding where the array lives.
#define RHOFIELD_IN_REGISTERS __attribute__((always_inline))

/// f(0), f(1), ..., f(N - 1) with arguments known at compile time.
template <int N, class F>
RHOFIELD_IN_REGISTERS inline void each(const F& f) {
  [&]<int... I>(std::integer_sequence<int, I...>) RHOFIELD_IN_REGISTERS { (f(std::integral_constant<int, I>{}), ...); }
  (std::make_integer_sequence<int, N>{});
}

template <int Bit, int... I>
RHOFIELD_IN_REGISTERS inline void exchange(Pack& a, Pack& b, std::integer_sequence<int, I...>) {
  const Pack low = __builtin_shufflevector(a, b, ((I & Bit) == 0 ? I : lanes + (I ^ Bit))...);
  b = __builtin_shufflevector(a, b, ((I & Bit) == 0 ? (I ^ Bit) : lanes + I)...);
  a = low;
}

/// v[i][k] -> v[k][i] of a square of vectors: exchanges off-diagonal elements, then squares of two, of four, ...
template <int Bit = 1>
RHOFIELD_IN_REGISTERS inline void transpose(Pack (&v)[lanes]) {
  if constexpr (Bit < lanes) {
    each<lanes>([&](auto i) RHOFIELD_IN_REGISTERS {
      if constexpr ((i & Bit) == 0) exchange<Bit>(v[i], v[i | Bit], std::make_integer_sequence<int, lanes>{});
    });
    transpose<2 * Bit>(v);
  }
}

/// `size` numbers of `lanes` atoms, c of which are `step` apart, [number, lane]; lanes without an atom repeat the last.
inline void interleave_atoms(const double* c, Index size, Index step, Index atoms, double* out) {
  const double* from[lanes];
  for (int a = 0; a < lanes; ++a) from[a] = c + std::min<Index>(a, atoms - 1) * step;
  Index x = 0;
  for (; x + lanes <= size; x += lanes) {
    Pack v[lanes];
    each<lanes>([&](auto a) RHOFIELD_IN_REGISTERS { v[a] = load(from[a] + x); });
    transpose(v);
    each<lanes>([&](auto k) RHOFIELD_IN_REGISTERS { store(out + (x + k) * lanes, v[k]); });
  }
  for (; x < size; ++x)
    for (int a = 0; a < lanes; ++a) out[x * lanes + a] = from[a][x];
}

/// A range of c of `lanes` atoms, [lm, channel, lane].
inline void interleave_range(View<const double, 3> c, const ChannelRange& range, Index rows, double* out) {
  const Index atoms = c.extent(0), channels = c.extent(2), step = c.extent(1) * channels;
  if (range.count == channels) return interleave_atoms(c.data(), rows * channels, step, atoms, out);
  for (Index r = 0; r < rows; ++r)
    interleave_atoms(c.data() + r * channels + range.first, range.count, step, atoms, out + r * range.count * lanes);
}

}  // namespace rhofield::cpu
