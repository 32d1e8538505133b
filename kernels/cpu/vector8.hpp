// Eight doubles side by side: one 512-bit register where there is one, several smaller ones elsewhere.
#pragma once

#include <cstring>

namespace rhofield::cpu {

inline constexpr int lanes = 8;
using Vector8 = double __attribute__((vector_size(lanes * sizeof(double))));

/// From memory of any alignment.
inline void load(const double* from, Vector8& to) { std::memcpy(&to, from, sizeof(Vector8)); }
inline void store(const Vector8& from, double* to) { std::memcpy(to, &from, sizeof(Vector8)); }

}  // namespace rhofield::cpu
