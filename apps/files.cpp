// Files are compared by what they are, so that links and detours such as ./a.h5 are seen through.
#include "files.hpp"

#include <filesystem>

#include "rhofield/error.hpp"

namespace rhofield::app {

namespace fs = std::filesystem;

namespace {

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code failed;
  if (fs::equivalent(a, b, failed)) return fs::is_regular_file(a, failed);  // several outputs may go to /dev/null
  const fs::path one = fs::weakly_canonical(fs::absolute(a), failed),
                 other = fs::weakly_canonical(fs::absolute(b), failed);
  return !fs::exists(a, failed) && !one.empty() && one == other;
}

void refuse(const NamedFile& output, const NamedFile& other) {
  if (output.path.empty() || other.path.empty() || !same_file(output.path, other.path)) return;
  throw InvalidInput(output.what + " would be written to " + output.path + ", which is " + other.what +
                     (other.path == output.path ? "" : " (" + other.path + ")") + "; choose another name");
}

}  // namespace

void keep_apart(const std::vector<NamedFile>& inputs, const std::vector<NamedFile>& outputs) {
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    for (const NamedFile& input : inputs) refuse(outputs[k], input);
    for (std::size_t j = 0; j < k; ++j) refuse(outputs[k], outputs[j]);
  }
}

}  // namespace rhofield::app
