// Data sets that are not shipped: read from the folder named by RHOFIELD_DATA.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "rhofield/storage/dataset.hpp"

namespace rhofield::testing {

/// Nothing where no folder is named; a folder that lacks the file fails the test with the path.
/// `arrays` are properties to read besides (read_dataset).
inline std::optional<DataSet> read_if_asked(const std::string& file, const std::vector<std::string>& arrays = {}) {
  const char* folder = std::getenv("RHOFIELD_DATA");
  if (folder == nullptr) return std::nullopt;
  return storage::read_dataset(std::filesystem::path(folder) / file, arrays);
}

inline std::vector<Index> range(Index first, Index last) {
  std::vector<Index> indices(static_cast<std::size_t>(last - first));
  std::iota(indices.begin(), indices.end(), first);
  return indices;
}

}  // namespace rhofield::testing
