// rhofield on the command line: parses, runs one command, turns errors into one line and an exit code.
#include <cstdlib>
#include <new>

#include "commands.hpp"
#include "common.hpp"
#include "rhofield/error.hpp"

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
    return fail(bad_input, "error", std::string(error.what()) + " (see --help)");
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
