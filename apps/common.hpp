// What the commands share: options every command has, progress on long work, Ctrl-C, output for people or as JSON.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "rhofield/model/properties.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield/storage/config.hpp"

namespace rhofield::app {

using Json = nlohmann::ordered_json;

/// Options of every command.
struct CommonOptions {
  std::optional<std::string> device;
  std::optional<int> threads;
  bool json = false;
  bool quiet = false;
};

void add_common_options(CLI::App& command, CommonOptions& options);

/// Threads and device; what the command line leaves open comes from the configuration.
Device start(const CommonOptions& options, const std::string& device = "auto", int threads = 0);
/// "cpu (AMD EPYC), 2 threads"
std::string describe(const Device& device);

/// Options that are keys of the configuration file: `-c FILE`, `--set KEY=VALUE` and shorthands such as `--n-max`.
class ConfigurationOptions {
 public:
  /// Which keys have options of their own: none, those that split a data set, or also those that only training has.
  enum class Keys { none, split, training };
  ConfigurationOptions(CLI::App& command, Keys keys);
  /// File first, then what the command line says in its order; ranges checked.
  storage::Configuration read() const;
  /// The first option on the command line that chooses among the structures to test on; empty: none does.
  std::string choice_of_structures() const;
  const std::string& file() const { return file_; }  ///< empty when none was named
  /// Throws InvalidInput for options that mean nothing where `data` holds values on grids.
  void refuse_keys_of_coefficients(const std::string& data) const;

 private:
  void add(CLI::App& command, const std::string& option, const std::string& key, const std::string& help);
  void add_flag(CLI::App& command, const std::string& option, const std::string& key, const std::string& help);
  struct Setting {
    std::string option, key, value;
  };
  std::string file_;
  std::vector<Setting> settings_;
};

/// Checks of numbers on the command line that say what is wrong in one line: "--threads: must be 0 or more, not -1".
CLI::Validator whole_number_from(Index least);
CLI::Validator positive_number();

/// Throws Error when something that was printed on standard output did not arrive (a full disk, say).
void check_standard_output();

/// Ctrl-C sets a flag that `Reporter::progress` hands to the library; a second Ctrl-C ends the program at once.
void catch_interrupt();
bool interrupted();

/// Text for people on stdout unless --json or --quiet; a progress line on stderr that disappears again on a terminal,
/// one line a stage elsewhere.
class Reporter {
 public:
  explicit Reporter(const CommonOptions& options);
  ~Reporter();
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;

  template <class... Arguments>
  void say(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    write_line(fmt::format(format, std::forward<Arguments>(arguments)...));
  }
  /// To pass to the library; refers to this Reporter.
  Progress progress();
  /// Ends the progress line; prints `result` when --json was given.
  void finish(const Json& result);

 private:
  void write_line(const std::string& line);
  void clear_line();
  bool json_, quiet_, terminal_, line_shown_ = false;
  std::string stage_;
  std::chrono::steady_clock::time_point last_shown_{};
};

/// Seconds since it was made.
class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// "1 structure", "2 structures"
template <class Number>
std::string counted(Number count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}
/// "H, O"
std::string element_list(std::span<const int> numbers);
/// "48 .. 59", or the first few of an irregular list.
std::string index_list(std::span<const Index> indices);
/// 0 to size - 1.
std::vector<Index> all_indices(Index size);
/// The file's name without folder and extension.
std::string stem(const std::string& path);

/// storage::split_of with the file's name in its errors.
storage::Split split_of(const std::string& file, const DataSet& data, const storage::Configuration& configuration);

/// Everything that structures need to be trained or tested on, before hours of work: references, elements, charges.
/// Throws InvalidInput with their numbers in the file.
void check_split(const DataSet& data, const storage::Split& split, const storage::Configuration& configuration);

/// What long-range densities assume about the structures, a line each.
void say_assumptions(Reporter& reporter, const ModelOptions& options, std::span<const Structure> structures);

/// The table of errors of `train` and `validate`, and the same as JSON.
void say_errors(Reporter& reporter, const ValidationReport& report);
void say_errors(Reporter& reporter, const ResponseValidationReport& report);
Json to_json(const ValidationReport& report);
Json to_json(const ResponseValidationReport& report);
Json to_json(const Matrix3& m);

/// "density and response"
std::string quantity_list(std::span<const Quantity> quantities);

}  // namespace rhofield::app
