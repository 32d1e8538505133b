// Splits by order of the file or by seed, so that the same command always trains on the same structures.
#include "rhofield/storage/split.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>

#include "rhofield/error.hpp"
#include "runtime/random.hpp"
#include "runtime/text.hpp"

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
std::vector<Index> order_of(Index size, std::optional<unsigned> seed) {
  std::vector<Index> order(static_cast<std::size_t>(size));
  std::iota(order.begin(), order.end(), Index{0});
  if (!seed) return order;
  std::mt19937_64 random(*seed);
  shuffle(order, random);
  return order;
}

[[noreturn]] void too_few(Index wanted, const char* units, const char* purpose, Index there, const std::string& what) {
  throw InvalidInput(std::to_string(wanted) + " " + units + " were asked for to " + purpose + ", but there are only " +
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
  if (options.group.empty() && !(options.train_groups.empty() && options.test_groups.empty()))
    throw InvalidInput("train_groups and test_groups need `group`, the name of what they are values of");
  if (!options.group.empty() && !(options.train_indices.empty() && options.test_indices.empty()))
    throw InvalidInput(
        "lists of structures and a split by `group` exclude each other; use train_groups and test_groups");
  if ((options.train && !options.train_groups.empty()) || (options.test && !options.test_groups.empty()))
    throw InvalidInput("give either a number or values of the groups to train (or test) on, not both");
}

namespace {

/// What there is to choose from, "structures" or "groups", and who is on a list already.
struct Units {
  Index size = 0;
  const char* name = "structures";
  std::optional<std::vector<Index>> train, test;  // lists, where there are any
};

Split split_units(const Units& units, const SplitOptions& options) {
  Split split;
  std::vector<bool> used(static_cast<std::size_t>(units.size), false);
  const auto use = [&](const std::vector<Index>& indices) {
    for (const Index k : indices) used[static_cast<std::size_t>(k)] = true;
  };
  if (units.train) use(split.train = *units.train);
  if (units.test) {
    split.test = *units.test;
    for (const Index k : split.test)
      if (used[static_cast<std::size_t>(k)])
        throw InvalidInput(std::string(units.name, std::strlen(units.name) - 1) + " " + std::to_string(k) +
                           " is in both lists, to train and to test on");
    use(split.test);
  }

  std::vector<Index> free;  // neither list names them
  for (const Index k : order_of(units.size, options.shuffle))
    if (!used[static_cast<std::size_t>(k)]) free.push_back(k);
  const auto available = static_cast<Index>(free.size());

  if (!units.test) {
    const Index left = available - options.train.value_or(units.train ? 0 : 1);
    const Index wanted =
        options.test ? *options.test : std::clamp<Index>(left, 0, std::max<Index>(1, units.size / held_out_part));
    if (wanted > available) too_few(wanted, units.name, "test", available, " to choose from");
    split.test.assign(free.end() - wanted, free.end());
    free.resize(free.size() - static_cast<std::size_t>(wanted));
  }
  if (!units.train) {
    const auto left = static_cast<Index>(free.size());
    const Index wanted = options.train.value_or(left);
    if (wanted > left || wanted < 1) {
      const auto held = static_cast<Index>(split.test.size());
      too_few(std::max<Index>(wanted, 1), units.name, "train on", left,
              held > 0 ? " (" + std::to_string(units.size) + " in all, " + std::to_string(held) +
                             " of them held out to test)"
                       : "");
    }
    split.train.assign(free.begin(), free.begin() + wanted);
  }
  return split;
}

/// "0-179,200,-1.5" as ranges of numbers, ends included. A minus that follows a digit or a point separates.
std::vector<std::pair<double, double>> parse_ranges(const std::string& text) {
  std::vector<std::pair<double, double>> ranges;
  const auto number = [&](std::string_view word) {
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || word.empty() || !std::isfinite(value))
      throw InvalidInput("'" + text + "' is no list of values such as 0-179,200");
    return value;
  };
  for (std::string_view rest = text;;) {
    const std::string_view item = rest.substr(0, rest.find(','));
    std::size_t dash = 1;
    while (dash < item.size() && !(item[dash] == '-' && item[dash - 1] != 'e' && item[dash - 1] != 'E')) ++dash;
    const double first = number(item.substr(0, dash));
    const double last = dash < item.size() ? number(item.substr(dash + 1)) : first;
    if (last < first) throw InvalidInput("'" + text + "': the range '" + std::string(item) + "' runs backwards");
    ranges.emplace_back(first, last);
    if (item.size() == rest.size()) return ranges;
    rest.remove_prefix(item.size() + 1);
  }
}

/// Groups whose value lies in one of the ranges.
std::vector<Index> groups_in(const std::vector<double>& group_values, const std::string& text,
                             const std::string& name) {
  const auto ranges = parse_ranges(text);
  std::vector<Index> chosen;
  for (std::size_t g = 0; g < group_values.size(); ++g)
    if (std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) {
          return group_values[g] >= range.first && group_values[g] <= range.second;
        }))
      chosen.push_back(static_cast<Index>(g));
  if (chosen.empty()) {
    const auto [least, most] = std::minmax_element(group_values.begin(), group_values.end());
    throw InvalidInput("no structure has a " + name + " in " + text + "; its values go from " + rhofield::text(*least) +
                       " to " + rhofield::text(*most));
  }
  return chosen;
}

}  // namespace

Split make_split(Index size, const SplitOptions& options) {
  validate(options);
  if (!options.group.empty())
    throw InvalidInput("splitting by " + options.group + " needs its values; give one for each structure");
  Units units{.size = size};
  if (!options.train_indices.empty()) units.train = read_indices(options.train_indices, size);
  if (!options.test_indices.empty()) units.test = read_indices(options.test_indices, size);
  return split_units(units, options);
}

Split make_split(std::span<const double> values, const SplitOptions& options) {
  validate(options);
  std::vector<double> group_values;  // in the order in which they occur
  std::map<double, std::size_t> group_of;
  std::vector<std::vector<Index>> members;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto [found, added] = group_of.try_emplace(values[k], members.size());
    if (added) {
      group_values.push_back(values[k]);
      members.emplace_back();
    }
    members[found->second].push_back(static_cast<Index>(k));
  }
  Units units{.size = static_cast<Index>(members.size()), .name = "groups"};
  if (!options.train_groups.empty()) units.train = groups_in(group_values, options.train_groups, options.group);
  if (!options.test_groups.empty()) units.test = groups_in(group_values, options.test_groups, options.group);
  const Split groups = split_units(units, options);
  Split split;
  const auto expand = [&](const std::vector<Index>& chosen, std::vector<Index>& structures) {
    for (const Index g : chosen)
      structures.insert(structures.end(), members[static_cast<std::size_t>(g)].begin(),
                        members[static_cast<std::size_t>(g)].end());
  };
  expand(groups.train, split.train);
  expand(groups.test, split.test);
  return split;
}

}  // namespace rhofield::storage
