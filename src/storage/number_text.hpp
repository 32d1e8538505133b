// Numbers of fixed width for files of millions of them: as printf's %.nE writes them, some ten times faster.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "rhofield/error.hpp"
#include "runtime/text.hpp"

namespace rhofield::storage {

/// " -1.23456E-02": blank, sign or blank, and `digits` after the point. Values half-way between two numbers may go
/// either way. Values below 1e-99 become zero; those from 1e99 on do not fit and must not be given.
template <int digits>
class NumberText {
  static_assert(1 <= digits && digits <= 15);

 public:
  static constexpr std::size_t width = digits + 8;
  static constexpr double limit = 1e99;

  NumberText() {
    for (int k = 0; k < count; ++k) powers_[static_cast<std::size_t>(k)] = std::pow(10.0, k - middle);
    for (int k = 0; k < 100; ++k) {
      pairs_[static_cast<std::size_t>(2 * k)] = static_cast<char>('0' + k / 10);
      pairs_[static_cast<std::size_t>(2 * k + 1)] = static_cast<char>('0' + k % 10);
    }
  }

  /// Writes `width` characters.
  void write(double value, char* text) const {
    const double size = std::abs(value);
    int exponent = 0;
    std::uint64_t mantissa = 0;  // digits + 1 decimal digits
    if (size >= 1e-99) {
      const int binary = static_cast<int>(std::bit_cast<std::uint64_t>(size) >> 52U) - 1023;
      exponent = (binary * 78913) >> 18;  // floor of the logarithm of 2^binary: right, or one too small
      exponent += size >= power(exponent + 1) ? 1 : 0;
      mantissa = static_cast<std::uint64_t>(size * power(digits - exponent) + 0.5);
      if (mantissa >= most) {
        mantissa = most / 10;
        ++exponent;
      }
    } else {
      value = 0.0;
    }
    text[0] = ' ';
    text[1] = std::signbit(value) ? '-' : ' ';
    char* last = text + 3 + digits;
    int left = digits;
    for (; left >= 2; left -= 2, last -= 2) {
      const std::uint64_t above = mantissa / 100;
      put_pair(static_cast<std::size_t>(mantissa - 100 * above), last - 1);
      mantissa = above;
    }
    if (left == 1) {
      *last = static_cast<char>('0' + mantissa % 10);
      mantissa /= 10;
    }
    text[2] = static_cast<char>('0' + mantissa);
    text[3] = '.';
    text[4 + digits] = 'E';
    text[5 + digits] = exponent < 0 ? '-' : '+';
    put_pair(static_cast<std::size_t>(exponent < 0 ? -exponent : exponent), text + 6 + digits);
  }

 private:
  static constexpr int middle = 116, count = 2 * middle + 1;
  static constexpr std::uint64_t most = [] {
    std::uint64_t power = 10;
    for (int k = 0; k < digits; ++k) power *= 10;
    return power;
  }();
  double power(int k) const { return powers_[static_cast<std::size_t>(k + middle)]; }
  void put_pair(std::size_t number, char* text) const {
    text[0] = pairs_[2 * number];
    text[1] = pairs_[2 * number + 1];
  }
  std::array<double, count> powers_{};
  std::array<char, 200> pairs_{};
};

/// The text of `count` values at(k), `columns` to a line, a new line after every `run` of them too; in parts for
/// write_atomically, so that it is never in memory as a whole.
template <int digits, class At>
class NumberBlock {
 public:
  NumberBlock(std::size_t count, std::size_t run, std::size_t columns, At at)
      : count_(count), run_(run), columns_(columns), at_(std::move(at)) {}

  /// The next part, valid until the next call; empty at the end.
  std::string_view next() {
    constexpr std::size_t part = 1 << 18;  // characters: stays in the cache until it is written
    if (text_.empty()) text_.resize(part);
    char* to = text_.data();
    for (const char* const last = to + part - columns_ * (numbers_.width + 1); k_ < count_ && to < last; *to++ = '\n') {
      const std::size_t end = std::min({count_, k_ + columns_, (k_ / run_ + 1) * run_});
      for (; k_ < end; ++k_, to += numbers_.width) numbers_.write(at_(k_), to);
    }
    return {text_.data(), static_cast<std::size_t>(to - text_.data())};
  }

 private:
  std::size_t count_, run_, columns_, k_ = 0;
  At at_;
  NumberText<digits> numbers_;
  std::string text_;
};

/// Throws InvalidInput where a value is not finite or does not fit.
template <class Values>
void check_numbers(const char* format, const Values& values) {
  for (std::size_t k = 0; k < values.size(); ++k)
    if (!(std::abs(values[k]) < NumberText<1>::limit))
      throw InvalidInput(std::string(format) + ": value " + std::to_string(k) + " (" + rhofield::text(values[k]) +
                         ") is not finite or does not fit the format");
}

}  // namespace rhofield::storage
