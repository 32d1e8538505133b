// Asks the Python package basis_set_exchange for NWChem-format text. The program is started without a shell, so that a
// name is never more than a name.
#include "rhofield/storage/basis_by_name.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <vector>

#include "rhofield/error.hpp"

extern char** environ;

namespace rhofield::storage {

namespace {

constexpr int no_package = 3, refused = 4;

const char* const script = R"(
import sys
try:
    import basis_set_exchange
except ImportError:
    sys.exit(3)
try:
    elements = [int(number) for number in sys.argv[2:]]
    print(basis_set_exchange.get_basis(sys.argv[1], elements=elements, fmt="nwchem", header=False))
except Exception as reason:
    print(reason)
    sys.exit(4)
)";

const char* const way_out =
    "; install it (pip install basis_set_exchange) or give the basis as a file in NWChem format";

struct Answer {
  int status = 0;
  std::string text;
};

/// A pipe whose ends are closed when they go out of scope.
struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      throw Error("cannot open a pipe: " + std::generic_category().message(errno));
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (int end : ends)
      if (end >= 0) ::close(end);
  }
  void close_writing() {
    ::close(ends[1]);
    ends[1] = -1;
  }
};

struct SpawnActions {
  posix_spawn_file_actions_t actions{};
  SpawnActions() { posix_spawn_file_actions_init(&actions); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions); }
};

Answer ask_python(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"python3", "-c", script};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  Pipe output;
  SpawnActions spawn;
  posix_spawn_file_actions_adddup2(&spawn.actions, output.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&spawn.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  if (const int code = posix_spawnp(&child, "python3", &spawn.actions, nullptr, argv.data(), environ); code != 0)
    throw Error("basis sets by name need python3 and its package basis_set_exchange, but python3 cannot be started (" +
                std::generic_category().message(code) + ")" + way_out);
  output.close_writing();
  Answer answer;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t count = ::read(output.ends[0], buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    answer.text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return answer;
}

}  // namespace

GaussianBasis basis_by_name(const std::string& name, std::span<const int> atomic_numbers) {
  if (name.empty() || name.find('\0') != std::string::npos)
    throw InvalidInput("the name of a basis set must not be empty");
  if (atomic_numbers.empty()) throw InvalidInput("basis set " + name + ": no elements were asked for");
  std::vector<std::string> arguments{name};
  for (int number : atomic_numbers) {
    (void)element_symbol(number);  // refuses what is no element
    arguments.push_back(std::to_string(number));
  }
  const Answer answer = ask_python(arguments);
  if (answer.status == no_package)
    throw Error("basis sets by name need the Python package basis_set_exchange, which python3 does not find" +
                std::string(way_out));
  if (answer.status == refused) throw InvalidInput("basis set '" + name + "': " + answer.text);
  if (answer.status != 0)
    throw Error("basis set '" + name + "': python3 ended with status " + std::to_string(answer.status) + way_out);
  GaussianBasis basis = parse_nwchem_basis(answer.text);
  for (int number : atomic_numbers) (void)basis.shells(number);
  return basis;
}

}  // namespace rhofield::storage
