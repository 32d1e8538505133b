// What a configuration leaves to the data: who trains and who tests, and how many environments there are.
#include <algorithm>
#include <vector>

#include "rhofield/error.hpp"
#include "rhofield/model/properties.hpp"
#include "rhofield/storage/config.hpp"

namespace rhofield::storage {

namespace {

/// The number `name` of every structure.
std::vector<double> group_values(const DataSet& data, const std::string& name) {
  std::vector<double> values;
  for (Index k = 0; k < data.size(); ++k) {
    const auto value = property_of(data.entries[static_cast<std::size_t>(k)], name);
    if (!value || value->values.size() != 1)
      throw InvalidInput("structure " + std::to_string(k) + " has no number " + name + " to group by");
    values.push_back(value->values.front());
  }
  return values;
}

}  // namespace

Split split_of(const DataSet& data, const Configuration& configuration) {
  const SplitOptions& options = configuration.split;
  Split split =
      options.group.empty() ? make_split(data.size(), options) : make_split(group_values(data, options.group), options);
  if (configuration.leave_out_missing) {
    split.train = structures_with(data, split.train, configuration.properties);
    split.test = structures_with(data, split.test, configuration.properties);
  }
  return split;
}

void choose_environments(Configuration& configuration, const DataSet& data, std::span<const Index> train) {
  if (!configuration.environments_automatic) return;
  Index atoms = 0;  // those that are learned; elements without functions are neighbours only
  const auto add = [&](const LabelledStructure& entry) {
    for (const int number : entry.structure.numbers)
      atoms += data.basis.contains(number) && data.basis.functions(number) == 0 ? 0 : 1;
  };
  if (configuration.regression.environments_from_all) {
    for (const auto& entry : data.entries) add(entry);
  } else {
    for (const Index k : train) add(data.entries[static_cast<std::size_t>(k)]);
  }
  constexpr Index enough = 100;
  configuration.model.environments = static_cast<int>(std::min(enough, atoms));
}

}  // namespace rhofield::storage
