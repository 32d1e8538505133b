// The program `rhofield` as users run it, for tests that are told where it lies (RHOFIELD_PROGRAM).
#pragma once
#ifdef RHOFIELD_PROGRAM

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <initializer_list>
#include <string>

#include "support/temporary_folder.hpp"

namespace rhofield::testing {

/// What a run of the program left.
struct Result {
  int code = -1;
  std::string output, errors;
};

/// Runs `rhofield <arguments>` in `folder`; `before` is shell text in front of it (limits, say).
inline Result run(const TemporaryFolder& folder, const std::string& arguments, const std::string& before = "") {
  const std::string where = (folder / ".").string();
  const std::string command =
      "cd '" + where + "' || exit 99; " + before + " '" RHOFIELD_PROGRAM "' " + arguments + " 2>stderr.txt </dev/null";
  Result result;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe))
    result.output.append(buffer.data(), n);
  const int status = ::pclose(pipe);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.errors = file_bytes(folder / "stderr.txt");
  return result;
}

/// The exit code, and one line on stderr that begins as it should and holds all parts.
inline void expect_failure(const Result& result, int code, std::initializer_list<std::string> parts) {
  EXPECT_EQ(result.code, code) << result.errors;
  const std::size_t begin = result.errors.rfind("rhofield: ");
  ASSERT_NE(begin, std::string::npos) << result.errors;
  const std::string line = result.errors.substr(begin);
  EXPECT_EQ(line.find('\n'), line.size() - 1) << "more than one line: " << line;
  for (const std::string& part : parts)
    EXPECT_NE(line.find(part), std::string::npos) << "'" << part << "' is missing in: " << line;
}

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace rhofield::testing
#endif
