// Numbers as messages show them.
#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace rhofield {

/// Six significant digits, whatever the size: std::to_string(1e-9) would say 0.000000.
inline std::string text(double value) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%g", value);
  return digits.data();
}

}  // namespace rhofield
