// The file is held in memory: grids are read in one go, and memory for their values is needed anyway.
#include "storage/text_lines.hpp"

#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>

#include "rhofield/error.hpp"

namespace rhofield::storage {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v'; }
std::string quoted(std::string_view s) { return "'" + std::string(s.substr(0, 40)) + "'"; }

template <class Number>
bool parse(std::string_view word, Number& value) {
  if (word.starts_with('+')) word.remove_prefix(1);
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc{} && end == word.data() + word.size();
}

}  // namespace

TextLines::TextLines(const std::filesystem::path& path, std::string kind)
    : name_(path.string()), kind_(std::move(kind)) {
  if (std::filesystem::is_directory(path)) throw InvalidInput(name_ + " is a folder; expected " + kind_);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InvalidInput("cannot open " + name_ + "; expected " + kind_);
  if (std::filesystem::is_regular_file(path)) {
    text_.resize(static_cast<std::size_t>(std::filesystem::file_size(path)));
    file.read(text_.data(), static_cast<std::streamsize>(text_.size()));
    if (!file) throw InvalidInput("cannot read " + name_);
  } else {  // a pipe or device has no size
    text_.assign(std::istreambuf_iterator<char>(file), {});
    if (file.bad()) throw InvalidInput("cannot read " + name_);
  }
}

void TextLines::fail(const std::string& what) const {
  throw InvalidInput(name_ + ":" + std::to_string(last_line_) + ": " + what);
}

std::string_view TextLines::line(const std::string& expected) {
  last_line_ = line_;
  if (at_end() && !expected.empty()) fail("the file ends here; expected " + expected + " of " + kind_);
  const std::size_t end = std::min(text_.find('\n', place_), text_.size());
  std::string_view result = std::string_view(text_).substr(place_, end - place_);
  if (result.ends_with('\r')) result.remove_suffix(1);
  place_ = std::min(end + 1, text_.size());
  ++line_;
  return result;
}

std::vector<std::string_view> TextLines::split(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t k = 0; k < line.size();) {
    if (is_blank(line[k])) {
      ++k;
      continue;
    }
    std::size_t end = k;
    while (end < line.size() && !is_blank(line[end])) ++end;
    words.push_back(line.substr(k, end - k));
    k = end;
  }
  return words;
}

std::vector<std::string_view> TextLines::words(std::size_t least, const std::string& expected) {
  const std::string_view text = line(expected);
  auto result = split(text);
  if (result.size() < least) fail("expected " + expected + ", found " + quoted(text));
  return result;
}

void TextLines::skip_blanks() {
  while (place_ < text_.size() && is_blank(text_[place_])) line_ += text_[place_++] == '\n' ? 1U : 0U;
}

double TextLines::number(const std::string& expected) {
  double value = 0;
  numbers(&value, 1, expected);
  return value;
}

void TextLines::numbers(double* to, std::size_t count, const std::string& expected) {
  const char* const end = text_.data() + text_.size();
  for (std::size_t k = 0; k < count; ++k) {
    skip_blanks();
    last_line_ = line_;
    const auto which = [&] {
      return expected + (count > 1 ? ", number " + std::to_string(k + 1) + " of " + std::to_string(count) : "");
    };
    if (at_end()) fail("the file ends here; expected " + which());
    const char* const begin = text_.data() + place_;
    auto [stop, error] = std::from_chars(begin + (*begin == '+' ? 1 : 0), end, to[k]);
    // Fortran leaves the E out where an exponent has three digits.
    if (error == std::errc{} && stop != end && (*stop == '-' || *stop == '+') && to[k] != 0) {
      int exponent = 0;
      const auto [last, wrong] = std::from_chars(stop + (*stop == '+' ? 1 : 0), end, exponent);
      if (wrong == std::errc{}) to[k] *= std::pow(10.0, exponent), stop = last;
    }
    if (error != std::errc{} || (stop != end && !is_blank(*stop)) || !std::isfinite(to[k])) {
      const char* last = begin;
      while (last != end && !is_blank(*last)) ++last;
      fail("expected " + which() + ", found " + quoted({begin, static_cast<std::size_t>(last - begin)}));
    }
    place_ = static_cast<std::size_t>(stop - text_.data());
  }
}

void TextLines::check_room(const std::array<Index, 3>& counts) const {
  const double points =
      static_cast<double>(counts[0]) * static_cast<double>(counts[1]) * static_cast<double>(counts[2]);
  const std::size_t left = text_.size() - place_;  // a number and what divides it from the next take two characters
  if (2 * points > static_cast<double>(left) + 1)
    fail("a grid of " + std::to_string(counts[0]) + " x " + std::to_string(counts[1]) + " x " +
         std::to_string(counts[2]) + " points, but the file ends after " + std::to_string(left) + " more characters");
}

double TextLines::real(std::string_view word, const std::string& expected) const {
  double value = 0;
  if (!parse(word, value) || !std::isfinite(value)) fail("expected " + expected + ", found " + quoted(word));
  return value;
}

int TextLines::integer(std::string_view word, const std::string& expected) const {
  int value = 0;
  if (!parse(word, value)) fail("expected " + expected + ", found " + quoted(word));
  return value;
}

}  // namespace rhofield::storage
