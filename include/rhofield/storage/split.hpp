// Which structures of a data set train a model and which are held out to test it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rhofield/view.hpp"

namespace rhofield::storage {

/// Without any wish the last fifth of the file is held out and all the rest trains.
struct SplitOptions {
  /// The first so many of what is not held out; absent: all of it.
  std::optional<Index> train = {};
  /// The last so many are held out; absent: a fifth, or what `train` leaves if that is less.
  std::optional<Index> test = {};
  std::string train_indices = {};  ///< instead of `train`: a list, see read_indices
  std::string test_indices = {};   ///< instead of `test`: a list, see read_indices
  /// Seed of a shuffle before anything is counted; absent: the order of the file.
  std::optional<unsigned> shuffle = {};
  /// Name of a number that structures have (`curve`): those with the same value stay together, and `train`, `test` and
  /// `shuffle` count and order such groups instead of structures. Empty: every structure for itself.
  std::string group = {};
  std::string train_groups = {};  ///< instead of `train`: values of `group`, "0-179,200" (ends included)
  std::string test_groups = {};   ///< instead of `test`: likewise
};

/// Throws InvalidInput naming the option for numbers out of range, and for a number and a list of the same thing.
void validate(const SplitOptions& options);

struct Split {
  std::vector<Index> train, test;  ///< indices of structures, counted from 0
};

/// Splits `size` structures. Throws InvalidInput with both numbers when more are asked for than there are, and when a
/// structure would train and test.
Split make_split(Index size, const SplitOptions& options);
/// The same by groups: `values` of the number named by `options.group`, one per structure.
Split make_split(std::span<const double> values, const SplitOptions& options);

/// "0-79,90" (counted from 0, ends included), or the name of a file with one index a line. Throws InvalidInput naming
/// the line or the entry for what is no index, lies outside 0 .. size-1 or comes twice.
std::vector<Index> read_indices(const std::string& list_or_file, Index size);

}  // namespace rhofield::storage
