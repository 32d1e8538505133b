// rhofield on the command line: parses, runs one command, turns errors into one line and an exit code.
#include <algorithm>
#include <cstdlib>
#include <new>

#include "commands.hpp"
#include "common.hpp"
#include "rhofield/error.hpp"
#include "runtime/nearest_word.hpp"

namespace {

/// Exit codes, as docs/command_line.md lists them.
enum ExitCode {
  success = 0,
  other_failure = 1,
  bad_input = 2,
  no_device = 3,
  numerical_failure = 4,
  interrupted = 130
};

int fail(ExitCode code, const char* kind, std::string message) {
  for (char& c : message)
    if (c == '\n') c = ' ';
  fmt::print(stderr, "rhofield: {}: {}\n", kind, message);
  return code;
}

/// "; did you mean grid?" or nothing.
std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const std::string nearest = rhofield::nearest_word(word, known);
  return nearest.empty() ? "" : "; did you mean " + nearest + "?";
}

/// What of the command line was not understood, with the name that was probably meant; empty where all was.
std::string unknown_word(const CLI::App& program) {
  const std::vector<std::string> rest = program.remaining(true);
  if (rest.empty()) return {};
  const auto option = std::find_if(rest.begin(), rest.end(), [](const auto& word) { return word.starts_with("-"); });
  const std::vector<CLI::App*> chosen = program.get_subcommands();
  std::vector<std::string> known;
  if (chosen.empty() && option != rest.begin()) {
    for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; }))
      known.push_back(command->get_name());
    return "there is no command " + rest.front() + suggestion(rest.front(), known);
  }
  const CLI::App& command = chosen.empty() ? program : *chosen.front();
  const std::string of = chosen.empty() ? "" : " of " + command.get_name();
  if (option == rest.end()) return "argument " + rest.front() + of + " was not expected";
  const std::string name = option->substr(0, option->find('='));
  for (const CLI::Option* one : command.get_options())
    for (const std::string& word : one->get_lnames()) known.push_back("--" + word);
  return "there is no option " + name + of + suggestion(name, known);
}

int run(int argc, char** argv) {
  CLI::App program{"Learns electron densities of molecules and materials from atomic structures.", "rhofield"};
  program.set_version_flag("--version", "rhofield " RHOFIELD_VERSION);
  program.require_subcommand(1);
  program.footer("`rhofield COMMAND --help` explains a command. Start with: rhofield train DATA.h5");
  rhofield::app::add_train(program);
  rhofield::app::add_validate(program);
  rhofield::app::add_predict(program);
  rhofield::app::add_learning_curve(program);
  rhofield::app::add_grid(program);
  rhofield::app::add_analyse(program);
  rhofield::app::add_sample(program);
  rhofield::app::add_inspect(program);
  rhofield::app::add_config(program);
  rhofield::app::add_devices(program);
  rhofield::app::catch_interrupt();
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help, --version
      program.exit(error);
      rhofield::app::check_standard_output();
      return success;
    }
    const bool names = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError) ||
                       error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
    const std::string unknown = names ? unknown_word(program) : "";
    return fail(bad_input, "error", (unknown.empty() ? error.what() : unknown) + " (see --help)");
  }
  rhofield::app::check_standard_output();
  return success;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const rhofield::Interrupted& error) {
    return fail(interrupted, "interrupted", error.what());
  } catch (const rhofield::InvalidInput& error) {
    return fail(bad_input, "error", error.what());
  } catch (const rhofield::BackendUnavailable& error) {
    return fail(no_device, "error", error.what());
  } catch (const rhofield::DeviceError& error) {
    return fail(no_device, "error", error.what());
  } catch (const rhofield::NumericalFailure& error) {
    return fail(numerical_failure, "error", error.what());
  } catch (const std::bad_alloc&) {
    return fail(other_failure, "error",
                "out of memory; for training try fewer environments or features or a smaller memory_limit_gib, for "
                "densities on a grid a larger --spacing");
  } catch (const std::exception& error) {
    return fail(other_failure, "error", error.what());
  }
}
