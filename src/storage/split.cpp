// Splits by order of the file or by seed, so that the same command always trains on the same structures.
#include "rhofield/storage/split.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>

#include "rhofield/error.hpp"

namespace rhofield::storage {

namespace {

constexpr Index held_out_part = 5;  // one in so many

Index parse_index(std::string_view text, Index size, const std::string& place) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  Index index = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty())
    throw InvalidInput(place + ": '" + std::string(text) + "' is no index");
  if (index < 0 || index >= size)
    throw InvalidInput(place + ": index " + std::to_string(index) + " lies outside 0 .. " + std::to_string(size - 1));
  return index;
}

void refuse_repeats(std::vector<Index> indices, const std::string& place) {
  std::sort(indices.begin(), indices.end());
  const auto twice = std::adjacent_find(indices.begin(), indices.end());
  if (twice != indices.end()) throw InvalidInput(place + ": index " + std::to_string(*twice) + " comes twice");
}

/// 0 .. size-1, shuffled on request in a way that does not depend on the standard library in use.
std::vector<Index> order_of(Index size, std::optional<unsigned> shuffle) {
  std::vector<Index> order(static_cast<std::size_t>(size));
  std::iota(order.begin(), order.end(), Index{0});
  if (!shuffle) return order;
  std::mt19937_64 random(*shuffle);
  for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random() % k]);
  return order;
}

[[noreturn]] void too_few(Index wanted, const char* purpose, Index there, const std::string& what) {
  throw InvalidInput(std::to_string(wanted) + " structures were asked for to " + purpose + ", but there are only " +
                     std::to_string(there) + what);
}

}  // namespace

std::vector<Index> read_indices(const std::string& list_or_file, Index size) {
  std::vector<Index> indices;
  if (!list_or_file.empty() && list_or_file.find_first_not_of("0123456789,- ") == std::string::npos) {
    std::string_view rest = list_or_file;
    while (true) {
      const std::string_view item = rest.substr(0, rest.find(','));
      const std::size_t dash = item.find('-');
      const Index first = parse_index(item.substr(0, dash), size, list_or_file);
      const Index last =
          dash == std::string_view::npos ? first : parse_index(item.substr(dash + 1), size, list_or_file);
      if (last < first) throw InvalidInput(list_or_file + ": the range '" + std::string(item) + "' runs backwards");
      for (Index k = first; k <= last; ++k) indices.push_back(k);
      if (item.size() == rest.size()) break;
      rest.remove_prefix(item.size() + 1);
    }
  } else {
    std::ifstream file(list_or_file);
    if (!file || std::filesystem::is_directory(list_or_file))
      throw InvalidInput(list_or_file + ": there is no such file of indices; a list looks like 0-79,90");
    int number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      line.erase(std::min(line.find('#'), line.size()));
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      indices.push_back(parse_index(line, size, list_or_file + ":" + std::to_string(number)));
    }
  }
  if (indices.empty()) throw InvalidInput(list_or_file + ": holds no indices");
  refuse_repeats(indices, list_or_file);
  return indices;
}

void validate(const SplitOptions& options) {
  if (options.train && *options.train < 1)
    throw InvalidInput("train = " + std::to_string(*options.train) + "; it must be 1 or more");
  if (options.test && *options.test < 0)
    throw InvalidInput("test = " + std::to_string(*options.test) + "; it must be 0 or more");
  if (options.train && !options.train_indices.empty())
    throw InvalidInput("give either a number or a list of structures to train on, not both");
  if (options.test && !options.test_indices.empty())
    throw InvalidInput("give either a number or a list of structures to test on, not both");
}

Split make_split(Index size, const SplitOptions& options) {
  validate(options);
  Split split;
  std::vector<bool> used(static_cast<std::size_t>(size), false);
  const auto use = [&](const std::vector<Index>& indices) {
    for (const Index k : indices) used[static_cast<std::size_t>(k)] = true;
  };
  if (!options.train_indices.empty()) use(split.train = read_indices(options.train_indices, size));
  if (!options.test_indices.empty()) {
    split.test = read_indices(options.test_indices, size);
    for (const Index k : split.test)
      if (used[static_cast<std::size_t>(k)])
        throw InvalidInput("structure " + std::to_string(k) + " is in both lists, to train and to test on");
    use(split.test);
  }

  std::vector<Index> free;  // neither list names them
  for (const Index k : order_of(size, options.shuffle))
    if (!used[static_cast<std::size_t>(k)]) free.push_back(k);
  const auto available = static_cast<Index>(free.size());

  if (options.test_indices.empty()) {
    const Index left = available - options.train.value_or(options.train_indices.empty() ? 1 : 0);
    const Index wanted =
        options.test ? *options.test : std::clamp<Index>(left, 0, std::max<Index>(1, size / held_out_part));
    if (wanted > available) too_few(wanted, "test", available, " to choose from");
    split.test.assign(free.end() - wanted, free.end());
    free.resize(free.size() - static_cast<std::size_t>(wanted));
  }
  if (options.train_indices.empty()) {
    const auto left = static_cast<Index>(free.size());
    const Index wanted = options.train.value_or(left);
    if (wanted > left || wanted < 1) {
      const auto held = static_cast<Index>(split.test.size());
      too_few(std::max<Index>(wanted, 1), "train on", left,
              held > 0 ? " (" + std::to_string(size) + " in all, " + std::to_string(held) + " of them held out to test)"
                       : "");
    }
    split.train.assign(free.begin(), free.begin() + wanted);
  }
  return split;
}

}  // namespace rhofield::storage
