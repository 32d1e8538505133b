// Progress, Ctrl-C and the options that are keys of the configuration file.
#include "common.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <set>
#include <system_error>

#include "model/property_lessons.hpp"
#include "rhofield/error.hpp"

namespace rhofield::app {

// --- options ---------------------------------------------------------------------------------------------------------

void add_common_options(CLI::App& command, CommonOptions& options) {
  command.add_option("--device", options.device, "auto, cpu, cuda or cuda:<n>")->group("Common");
  command.add_option("--threads", options.threads, "CPU threads (default: as many as the environment gives)")
      ->check(whole_number_from(0))
      ->group("Common");
  command.add_flag("--json", options.json, "print one JSON object instead of text")->group("Common");
  command.add_flag("-q,--quiet", options.quiet, "print errors only")->group("Common");
}

CLI::Validator whole_number_from(Index least) {
  return {[least](const std::string& text) {
            Index value = 0;
            if (CLI::detail::lexical_cast(text, value) && value >= least) return std::string();
            return fmt::format("must be a whole number, {} or more, not {}", least, text);
          },
          "NUMBER"};
}

CLI::Validator positive_number() {
  return {[](const std::string& text) {
            double value = 0;
            if (CLI::detail::lexical_cast(text, value) && value > 0 && std::isfinite(value)) return std::string();
            return fmt::format("must be a positive number, not {}", text);
          },
          "NUMBER"};
}

Device start(const CommonOptions& options, const std::string& device, int threads) {
  Device::use_threads(options.threads.value_or(threads));
  return Device::select(options.device.value_or(device));
}

std::string describe(const Device& device) {
  const DeviceDescription& description = device.description();
  return description.hardware.empty() ? description.name : description.name + " (" + description.hardware + ")";
}

ConfigurationOptions::ConfigurationOptions(CLI::App& command, Keys keys) {
  command.add_option("-c,--config", file_, "configuration file (TOML); `rhofield config` writes one with all defaults")
      ->type_name("FILE");
  command
      .add_option_function<std::vector<std::string>>(
          "--set",
          [this](const std::vector<std::string>& all) {
            for (const std::string& text : all) {
              const std::size_t equals = text.find('=');
              if (equals == std::string::npos) throw CLI::ValidationError("--set", "expects KEY=VALUE, got " + text);
              settings_.push_back({"--set", text.substr(0, equals), text.substr(equals + 1)});
            }
          },
          "any key of the configuration file, e.g. --set expansion.n_max=6")
      ->type_name("KEY=VALUE")
      ->trigger_on_parse();
  if (keys == Keys::none) return;
  add(command, "--test", "data.test", "hold out the last so many structures (default: a fifth)");
  add(command, "--test-indices", "data.test_indices", "hold out these: 48-59,63 (from 0) or a file, one index a line");
  add(command, "--shuffle", "data.shuffle", "shuffle the structures with this seed before they are counted");
  add(command, "--group", "data.group", "keep structures together that have the same value of this attribute");
  add(command, "--test-groups", "data.test_groups", "hold out those with these values of it, e.g. 180-219");
  add_flag(command, "--leave-out-missing", "data.leave_out_missing", "leave structures out that lack a property");
  if (keys == Keys::split) return;
  add(command, "--train", "data.train", "train on the first so many (default: all that are not held out)");
  add(command, "--train-indices", "data.train_indices", "train on these");
  add(command, "--train-groups", "data.train_groups", "train on those with these values of the group, e.g. 0-179");
  add(command, "--property", "property",
      "learn a property instead: its name, or name,key=value,... as in [[properties]] (may be repeated)");
  add(command, "--cutoff", "expansion.cutoff_angstrom", "r_c in angstrom (default 4)");
  add(command, "--smearing", "expansion.smearing_angstrom", "width of the atomic Gaussians in angstrom (default 0.3)");
  add(command, "--n-max", "expansion.n_max", "radial functions (default 8)");
  add(command, "--l-max", "expansion.l_max", "largest angular order (default 6)");
  add(command, "--quantities", "model.quantities", "density (default), response (to an electric field), or both");
  add(command, "--zeta", "model.zeta", "exponent of the similarity (default 2)");
  add(command, "--environments", "model.environments", "reference environments (default: 100, or all atoms if fewer)");
  add(command, "--features", "model.features_per_lambda", "keep so many features of each order (default: all)");
  add(command, "--regularisation", "regression.regularisation", "eta (default 1e-8)");
  add(command, "--response-regularisation", "regression.response_regularisation",
      "eta of the response (default: the same)");
  add(command, "--metric", "regression.metric", "of the loss: overlap (default) or coulomb");
  add(command, "--solver", "regression.solver", "automatic, direct or conjugate_gradients");
  add(command, "--preconditioner", "regression.preconditioner", "kronecker, diagonal or none");
  add(command, "--committee", "regression.committee", "members of the committee that tells uncertainties (32, say)");
  add_flag(command, "--baseline-over-all", "regression.baseline_over_all",
           "species means over the whole file, test structures included");
  add_flag(command, "--environments-from-all", "regression.environments_from_all",
           "reference environments from the whole file");
}

void ConfigurationOptions::add(CLI::App& command, const std::string& option, const std::string& key,
                               const std::string& help) {
  command
      .add_option_function<std::string>(
          option,
          [=, this](const std::string& value) {
            settings_.push_back({option, key, value});
          },
          help)
      ->type_name("VALUE")
      ->trigger_on_parse();
}

void ConfigurationOptions::add_flag(CLI::App& command, const std::string& option, const std::string& key,
                                    const std::string& help) {
  command.add_flag_callback(
      option,
      [=, this] {
        settings_.push_back({option, key, "true"});
      },
      help);
}

storage::Configuration ConfigurationOptions::read() const {
  storage::Configuration configuration;
  if (!file_.empty()) configuration = storage::read_configuration(file_);
  for (const Setting& setting : settings_) {
    if (setting.key == "property")
      storage::add_property(configuration, setting.value, setting.option);
    else
      storage::set_key(configuration, setting.key, setting.value, setting.option);
  }
  validate(configuration);
  return configuration;
}

void ConfigurationOptions::refuse_keys_of_coefficients(const std::string& data) const {
  for (const Setting& setting : settings_) {
    const bool of_coefficients = setting.key.starts_with("expansion.") || setting.key.starts_with("regression.") ||
                                 (setting.key.starts_with("model.") && setting.key != "model.quantities");
    if (!of_coefficients) continue;
    const std::string option = setting.option == "--set" ? "--set " + setting.key : setting.option;
    throw InvalidInput(option + " is for models of coefficients, and " + data +
                       " holds values on grids: their keys are those of [network], [sampling] and [real_space] "
                       "(network.cutoff_angstrom, real_space.members ...)");
  }
}

std::string ConfigurationOptions::choice_of_structures() const {
  const std::set<std::string> keys{"data.test", "data.test_indices", "data.shuffle", "data.group", "data.test_groups"};
  for (const Setting& setting : settings_)
    if (keys.contains(setting.key)) return setting.option == "--set" ? "--set " + setting.key : setting.option;
  return {};
}

// --- Ctrl-C ----------------------------------------------------------------------------------------------------------

namespace {
volatile sig_atomic_t interrupt_seen = 0;
}

void catch_interrupt() {
  struct sigaction action {};
  action.sa_handler = [](int) { interrupt_seen = 1; };
  action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);  // batch systems end what is over its time
}

bool interrupted() { return interrupt_seen != 0; }

// --- output ----------------------------------------------------------------------------------------------------------

void check_standard_output() {
  errno = 0;
  const bool arrived = std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.flush().good();
  if (arrived) return;
  const int code = errno;
  throw Error("cannot write to standard output" + (code == 0 ? "" : ": " + std::generic_category().message(code)) +
              "; what it should show is not complete");
}

Reporter::Reporter(const CommonOptions& options)
    : json_(options.json), quiet_(options.quiet), terminal_(isatty(STDERR_FILENO) != 0) {}

Reporter::~Reporter() { clear_line(); }

void Reporter::write_line(const std::string& line) {
  clear_line();
  if (json_ || quiet_) return;
  // Without an exception on a full disk: the work goes on, check_standard_output() reports it in the end.
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

void Reporter::clear_line() {
  if (line_shown_) fmt::print(stderr, "\r\x1b[K");
  line_shown_ = false;
  stage_.clear();
}

Progress Reporter::progress() {
  return [this](const std::string& stage, Index done, Index total) {
    constexpr std::chrono::milliseconds pause{100};
    const auto now = std::chrono::steady_clock::now();
    const bool new_stage = stage != stage_;
    if (!quiet_ && terminal_ && (new_stage || now - last_shown_ >= pause)) {
      fmt::print(stderr, "\r\x1b[K  {}", total > 1 ? fmt::format("{} {} / {}", stage, done, total) : stage);
      std::fflush(stderr);
      line_shown_ = true;
      last_shown_ = now;
    } else if (!quiet_ && !terminal_ && !json_ && new_stage) {
      fmt::print(stderr, "  {} ...\n", stage);
    }
    stage_ = stage;
    return !interrupted();
  };
}

void Reporter::finish(const Json& result) {
  clear_line();
  if (json_) std::fputs((result.dump(2) + "\n").c_str(), stdout);
}

// --- words -----------------------------------------------------------------------------------------------------------

std::string element_list(std::span<const int> numbers) {
  std::string text;
  for (const int number : numbers) text += (text.empty() ? "" : ", ") + std::string(element_symbol(number));
  return text;
}

std::vector<Index> all_indices(Index size) {
  std::vector<Index> all(static_cast<std::size_t>(size));
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

std::string index_list(std::span<const Index> indices) {
  if (indices.empty()) return "none";
  const auto size = static_cast<Index>(indices.size());
  const bool run = std::is_sorted(indices.begin(), indices.end()) && indices.back() - indices.front() + 1 == size;
  if (run) return size == 1 ? fmt::format("{}", indices[0]) : fmt::format("{} .. {}", indices.front(), indices.back());
  constexpr std::size_t shown = 6;
  std::string text;
  for (const Index k : indices.first(std::min(shown, indices.size())))
    text += fmt::format("{}{}", text.empty() ? "" : ", ", k);
  return indices.size() > shown ? text + ", ..." : text;
}

storage::Split split_of(const std::string& file, const DataSet& data, const storage::Configuration& configuration) {
  try {
    return storage::split_of(data, configuration);
  } catch (const InvalidInput& error) {
    throw InvalidInput(file + ": " + error.what());
  }
}

std::string stem(const std::string& path) { return std::filesystem::path(path).stem().string(); }

void check_split(const DataSet& data, const storage::Split& split, const storage::Configuration& configuration) {
  const auto entry = [&](Index k) -> const LabelledStructure& { return data.entries[static_cast<std::size_t>(k)]; };
  bool by_charges = false;
  for (const NeighbourDensity& density : neighbour_densities(configuration.model))
    if (const auto* long_range = std::get_if<LongRangeOptions>(&density))
      by_charges = by_charges || long_range->weights == SourceWeights::charges;
  std::set<int> known;
  for (const Index k : split.train)
    for (const int number : entry(k).structure.numbers) known.insert(number);
  for (const auto* part : {&split.train, &split.test})
    for (const Index k : *part) {
      const std::string name = fmt::format("structure {}", k) + (part == &split.test ? " (held out)" : "");
      if (by_charges && entry(k).structure.charges.empty())
        throw InvalidInput(name +
                           " has no charges, by which a long-range density weighs its sources; add them to the data "
                           "set, leave the structure out, or choose other weights");
      for (const int number : entry(k).structure.numbers)
        if (!known.contains(number))
          throw InvalidInput(name + " contains " + std::string(element_symbol(number)) +
                             ", which no structure that is trained on does; train on one, or leave it out");
    }
  if (!configuration.properties.empty()) {
    if (!split.test.empty()) check_properties(data, split.test, configuration.properties, "test on");
    return;
  }
  for (const Quantity quantity : configuration.model.quantities)
    for (const Index k : split.test)
      validate(entry(k), data.basis, fmt::format("structure {} (held out)", k), quantity);
}

void say_assumptions(Reporter& reporter, const ModelOptions& options, std::span<const Structure> structures) {
  for (const std::string& note : assumptions(options, structures)) reporter.say("note      {}", note);
}

void say_errors(Reporter& reporter, const ValidationReport& report) {
  reporter.say("  {:10.4f} %  of the spread: |c - c_ref| / |c_ref - species means|, what there is to learn",
               report.total_percent);
  reporter.say("  {:10.4f} %  of the norm:   |c - c_ref| / |c_ref|, the whole density", report.total_percent_of_norm);
  if (!report.predicted_electrons.empty())
    reporter.say("  {:10.2e} e  mean error of the number of electrons", report.electron_error);
}

void say_errors(Reporter& reporter, const ResponseValidationReport& report) {
  reporter.say(
      "  {:10.4f} %  of the norm: |c - c_ref| / |c_ref| of all field directions; along x {:.4f}, y {:.4f}, z {:.4f}",
      report.total_percent, report.total_field_percent[0], report.total_field_percent[1],
      report.total_field_percent[2]);
  if (report.predicted_polarizability.empty()) return;
  reporter.say("  {:10.4f} %  polarizability, against that of the reference coefficients",
               report.fitted_polarizability_percent);
  if (report.polarizability_percent)
    reporter.say("  {:10.4f} %  polarizability, against the one in the data", *report.polarizability_percent);
  reporter.say("  {:10.2e} e  largest induced charge of a prediction (per atomic unit of field), taken out",
               report.largest_induced_charge);
}

Json to_json(const Matrix3& m) {
  Json rows = Json::array();
  for (const Vector3& row : m) rows.push_back({row[0], row[1], row[2]});
  return rows;
}

Json to_json(const ResponseValidationReport& report) {
  Json json{{"structures", report.indices.size()},
            {"percent", report.total_percent},
            {"percent_by_field", report.total_field_percent}};
  if (!report.predicted_polarizability.empty()) {
    json["fitted_polarizability_percent"] = report.fitted_polarizability_percent;
    if (report.polarizability_percent) json["polarizability_percent"] = *report.polarizability_percent;
    json["largest_induced_charge"] = report.largest_induced_charge;
  }
  Json& each = json["each"] = Json::array();
  for (std::size_t k = 0; k < report.indices.size(); ++k) {
    Json entry{
        {"index", report.indices[k]}, {"percent", report.percent[k]}, {"percent_by_field", report.field_percent[k]}};
    if (!report.predicted_polarizability.empty()) {
      entry["polarizability"] = to_json(report.predicted_polarizability[k]);
      entry["polarizability_reference_coefficients"] = to_json(report.fitted_polarizability[k]);
    }
    each.push_back(std::move(entry));
  }
  Json& blocks = json["percent_by_block"] = Json::array();
  for (const auto& [key, percent] : report.percent_by_block)
    blocks.push_back({{"element", element_symbol(key.first)}, {"lambda", key.second}, {"percent", percent}});
  return json;
}

Json to_json(const ValidationReport& report) {
  Json json{{"structures", report.indices.size()},
            {"percent", report.total_percent},
            {"percent_of_norm", report.total_percent_of_norm}};
  if (!report.predicted_electrons.empty()) json["electron_error"] = report.electron_error;
  Json& each = json["each"] = Json::array();
  for (std::size_t k = 0; k < report.indices.size(); ++k) {
    Json entry{
        {"index", report.indices[k]}, {"percent", report.percent[k]}, {"percent_of_norm", report.percent_of_norm[k]}};
    if (!report.predicted_electrons.empty()) {
      entry["electrons"] = report.predicted_electrons[k];
      entry["electrons_reference"] = report.reference_electrons[k];
    }
    each.push_back(std::move(entry));
  }
  Json& blocks = json["percent_by_block"] = Json::array();
  for (const auto& [key, percent] : report.percent_by_block)
    blocks.push_back({{"element", element_symbol(key.first)}, {"lambda", key.second}, {"percent", percent}});
  return json;
}

std::string quantity_list(std::span<const Quantity> quantities) {
  std::string text;
  for (const Quantity quantity : quantities) text += (text.empty() ? "" : " and ") + name_of(quantity);
  return text;
}

}  // namespace rhofield::app
