// Text files read line by line or number by number; every complaint names the file and the line.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "rhofield/view.hpp"

namespace rhofield::storage {

class TextLines {
 public:
  /// Reads the whole file; `kind` ("a Gaussian cube file") is what a complaint says was expected.
  TextLines(const std::filesystem::path& path, std::string kind);
  TextLines(const TextLines&) = delete;
  TextLines& operator=(const TextLines&) = delete;

  bool at_end() const { return place_ == text_.size(); }
  /// The next line without its end; `expected` names it in a complaint about a file that ends before.
  std::string_view line(const std::string& expected);
  /// The words of the next line, at least so many.
  std::vector<std::string_view> words(std::size_t least, const std::string& expected);
  /// The next number, on this or a later line.
  double number(const std::string& expected);
  /// The next `count` numbers.
  void numbers(double* to, std::size_t count, const std::string& expected);
  /// What is left of the current line, after numbers have been read from it.
  std::string_view rest_of_line() { return line(""); }

  /// Throws where the file is too short for so many numbers of a grid along three directions.
  void check_room(const std::array<Index, 3>& counts) const;
  double real(std::string_view word, const std::string& expected) const;
  int integer(std::string_view word, const std::string& expected) const;
  /// Throws InvalidInput: "file:line: what".
  [[noreturn]] void fail(const std::string& what) const;

  static std::vector<std::string_view> split(std::string_view line);

 private:
  void skip_blanks();
  std::string name_, kind_, text_;
  std::size_t place_ = 0, line_ = 1, last_line_ = 0;  // last_line_: of what was read last
};

}  // namespace rhofield::storage
