// Values of TOML files, read and written.
#pragma once

#include <toml++/toml.h>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "rhofield/error.hpp"

namespace rhofield::storage {

/// What a reader of values throws; the caller adds file, line and key.
[[noreturn]] inline void expected(const std::string& what) { throw InvalidInput("expected " + what); }

/// The shortest decimal that reads back as the same number, always with a point or an exponent.
inline std::string float_text(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string text(buffer.data(), end);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

/// The shortest decimal that gives `value` when multiplied by `unit`.
inline std::string scaled_text(double value, double unit) {
  for (int digits = 1; digits <= 17; ++digits) {
    std::array<char, 40> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value / unit, std::chars_format::general, digits)
            .ptr;
    double parsed = 0;
    std::from_chars(buffer.data(), end, parsed);
    if (parsed * unit == value) return float_text(parsed);
  }
  return float_text(value / unit);
}

inline std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

inline double float_value(const toml::node& node) {
  const auto value = node.value<double>();  // whole numbers are welcome too
  if (!value || !node.is_number() || !std::isfinite(*value)) expected("a finite number");
  return *value;
}

template <class T>
T whole_value(const toml::node& node) {
  const auto* value = node.as_integer();
  if (value == nullptr || !std::in_range<T>(value->get())) expected("a whole number");
  return static_cast<T>(value->get());
}

inline std::string text_value(const toml::node& node) {
  const auto* value = node.as_string();
  if (value == nullptr) expected("a text in quotes");
  return value->get();
}

}  // namespace rhofield::storage
