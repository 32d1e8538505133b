// From an order known at run time to code unrolled for it.
#pragma once

#include <string>
#include <utility>

#include "rhofield/error.hpp"

namespace rhofield::cpu {

/// Runs `body.template operator()<value>()` for the one value in 0 .. largest that equals `wanted`. Nothing is left
/// undone silently: another order is a fault of the caller's checks.
template <int largest, class Body>
void unroll_for(const char* primitive, int wanted, const Body& body) {
  const bool found = [&]<int... value>(std::integer_sequence<int, value...>) {
    return ((value == wanted && (body.template operator()<value>(), true)) || ...);
  }
  (std::make_integer_sequence<int, largest + 1>{});
  if (!found)
    throw InternalError(std::string(primitive) + ": order " + std::to_string(wanted) +
                        " was asked for, but it is compiled for 0 to " + std::to_string(largest) +
                        "; please report this");
}

}  // namespace rhofield::cpu
