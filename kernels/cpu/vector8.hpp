// Eight doubles side by side: one 512-bit register where there is one, several smaller ones elsewhere.
#pragma once

#include <cstring>
#include <utility>

namespace rhofield::cpu {

inline constexpr int lanes = 8;
using Vector8 = double __attribute__((vector_size(lanes * sizeof(double))));

/// From memory of any alignment.
inline void load(const double* from, Vector8& to) { std::memcpy(&to, from, sizeof(Vector8)); }
inline void store(const Vector8& from, double* to) { std::memcpy(to, &from, sizeof(Vector8)); }

template <int bit, int... k>
inline void exchange(Vector8& a, Vector8& b, std::integer_sequence<int, k...>) {
  const Vector8 low = __builtin_shufflevector(a, b, ((k & bit) == 0 ? k : lanes + (k ^ bit))...);
  b = __builtin_shufflevector(a, b, ((k & bit) == 0 ? (k ^ bit) : lanes + k)...);
  a = low;
}

/// v[i][k] -> v[k][i]: exchanges off-diagonal elements, then squares of two, of four.
inline void transpose(Vector8 (&v)[lanes]) {
  constexpr auto all = std::make_integer_sequence<int, lanes>{};
  for (int i = 0; i < lanes; i += 2) exchange<1>(v[i], v[i + 1], all);
  for (const int i : {0, 1, 4, 5}) exchange<2>(v[i], v[i + 2], all);
  for (int i = 0; i < lanes / 2; ++i) exchange<4>(v[i], v[i + 4], all);
}

}  // namespace rhofield::cpu
