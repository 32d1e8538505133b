// Names of files, checked before any work is done: no output may replace an input, and every output can be written.
#pragma once

#include <string>
#include <vector>

namespace rhofield::app {

struct NamedFile {
  std::string what;  ///< "the data set", for messages
  std::string path;  ///< empty: there is none
};

/// Throws InvalidInput, naming both, where an output is the same file as an input or another output.
void keep_apart(const std::vector<NamedFile>& inputs, const std::vector<NamedFile>& outputs);

}  // namespace rhofield::app
