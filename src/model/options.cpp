// Ranges of the options, checked once.
#include "rhofield/model/options.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "rhofield/error.hpp"
#include "runtime/option_range.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

/// Descriptors name densities that are there, each pair once; every further density serves in one.
void check_descriptors(const ModelOptions& o) {
  const auto densities = static_cast<int>(o.further_densities.size()) + 1;
  if (o.descriptors.empty())
    throw InvalidInput("there are no descriptors; features are products of densities, name at least one pair of them");
  std::set<std::pair<int, int>> pairs;
  std::set<int> used;
  for (std::size_t k = 0; k < o.descriptors.size(); ++k) {
    const Descriptor& d = o.descriptors[k];
    const std::string name = "descriptor " + std::to_string(k) + " (densities " + std::to_string(d.left) + " and " +
                             std::to_string(d.right) + ")";
    for (const int density : {d.left, d.right})
      if (density < 0 || density >= densities)
        throw InvalidInput(name + ": there is no density " + std::to_string(density) + ", only 0 to " +
                           std::to_string(densities - 1) +
                           " (0 is the first, `expansion`; further ones are listed in [[densities]])");
    if (!(std::isfinite(d.weight) && d.weight > 0))
      throw InvalidInput(name + ": the weight " + text(d.weight) + " must be positive and finite");
    if (!pairs.insert(std::minmax(d.left, d.right)).second)
      throw InvalidInput(name + " repeats an earlier one: either order gives the same features; add its weight there");
    used.insert({d.left, d.right});
  }
  for (int density = 1; density < densities; ++density)
    if (!used.contains(density))
      throw InvalidInput("density " + std::to_string(density) + " of 0 to " + std::to_string(densities - 1) +
                         " occurs in none of the " + std::to_string(o.descriptors.size()) +
                         " descriptors; name it in one, or leave it out");
  const bool response = std::find(o.quantities.begin(), o.quantities.end(), Quantity::response) != o.quantities.end();
  if (response && o.descriptors.size() > 1 && o.descriptor_normalisation == DescriptorNormalisation::each)
    throw InvalidInput("a response with " + std::to_string(o.descriptors.size()) +
                       " descriptors needs descriptor_normalisation `together` (or `none`): its similarity is "
                       "normalised over several orders of features at once, and `each` would change their proportions");
}

}  // namespace

std::vector<NeighbourDensity> neighbour_densities(const ModelOptions& options) {
  std::vector<NeighbourDensity> all{options.expansion};
  all.insert(all.end(), options.further_densities.begin(), options.further_densities.end());
  return all;
}

namespace {

int channels_of(const ExpansionOptions& density, std::size_t species) {
  return static_cast<int>(species) * density.n_max;
}
int channels_of(const LongRangeOptions& density, std::size_t species) {
  return (density.by_species ? static_cast<int>(species) : 1) * density.n_max;
}

}  // namespace

std::vector<ChannelRange> channel_ranges(const ModelOptions& options, std::size_t species) {
  std::vector<ChannelRange> ranges;
  int first = 0;
  for (const NeighbourDensity& density : neighbour_densities(options)) {
    const auto index = static_cast<int>(ranges.size());
    const bool used = std::any_of(options.descriptors.begin(), options.descriptors.end(),
                                  [&](const Descriptor& d) { return d.left == index || d.right == index; });
    ranges.push_back(std::visit(
        [&](const auto& d) {
          return ChannelRange{.first = first, .count = used ? channels_of(d, species) : 0, .l_max = d.l_max};
        },
        density));
    first += ranges.back().count;
  }
  return ranges;
}

ExpansionShape expansion_shape(const ModelOptions& options, std::size_t species) {
  ExpansionShape shape;
  for (const ChannelRange& range : channel_ranges(options, species)) {
    if (range.count == 0) continue;
    shape.l_max = std::max(shape.l_max, range.l_max);
    shape.channels += range.count;
  }
  return shape;
}

std::vector<std::string> assumptions(const ModelOptions& options, std::span<const Structure> structures) {
  std::vector<std::string> all;
  for (const NeighbourDensity& density : neighbour_densities(options))
    if (const auto* long_range = std::get_if<LongRangeOptions>(&density))
      for (const Structure& structure : structures)
        for (const std::string& note : assumptions(*long_range, structure))
          if (std::find(all.begin(), all.end(), note) == all.end()) all.push_back(note);
  constexpr std::size_t most = 3;  // charges of cells may all differ
  if (all.size() > most) {
    const std::string left = std::to_string(all.size() - most);
    all.resize(most);
    all.push_back("and " + left + " more");
  }
  return all;
}

double regularisation_of(const RegressionOptions& options, Quantity quantity) {
  const bool own = quantity == Quantity::response && options.response_regularisation > 0;
  return own ? options.response_regularisation : options.regularisation;
}

void validate(const ModelOptions& o) {
  validate(o.expansion);
  for (std::size_t k = 0; k < o.further_densities.size(); ++k) try {
      std::visit([](const auto& density) { validate(density); }, o.further_densities[k]);
    } catch (const InvalidInput& error) {
      throw InvalidInput("density " + std::to_string(k + 1) + ": " + error.what());
    }
  check_descriptors(o);
  const std::set<Quantity> distinct(o.quantities.begin(), o.quantities.end());
  require_option(distinct.size() == o.quantities.size(), "quantities", o.quantities.size(),
                 "the density, the response, or each of them once");
  require_option(o.zeta >= 1 && o.zeta <= 16, "zeta", o.zeta, "an integer from 1 to 16");
  require_option(o.environments >= 0, "environments", o.environments,
                 "1 or more, or 0 for properties that are linear in the features");
  require_option(o.environments > 0 || o.zeta == 1, "zeta", o.zeta,
                 "1 with environments = 0: weights of the features themselves are a linear model");
  for (int m : o.environments_by_lambda)
    require_option(m >= 1 && m <= o.environments, "environments_by_lambda", m, "between 1 and `environments`");
  require_option(o.features_per_lambda >= 0, "features_per_lambda", o.features_per_lambda, "0 (all) or more");
  require_option(std::isfinite(o.eigenvalue_cut) && o.eigenvalue_cut >= 0, "eigenvalue_cut", o.eigenvalue_cut,
                 "0 or more");
}

void validate(const RegressionOptions& o) {
  require_option(std::isfinite(o.regularisation) && o.regularisation > 0, "regularisation", o.regularisation,
                 "positive");
  require_option(std::isfinite(o.response_regularisation) && o.response_regularisation >= 0, "response_regularisation",
                 o.response_regularisation, "0 (the same as the density's) or positive");
  require_option(o.max_iterations >= 1, "max_iterations", o.max_iterations, "1 or more");
  require_option(o.residual_tolerance >= 0, "residual_tolerance", o.residual_tolerance, "0 or more");
  require_option(o.loss_tolerance >= 0, "loss_tolerance", o.loss_tolerance, "0 (off) or more");
  require_option(o.loss_window >= 1, "loss_window", o.loss_window, "1 or more");
  require_option(o.checkpoint_interval >= 1, "checkpoint_interval", o.checkpoint_interval, "1 or more");
  require_option(o.committee == 0 || (o.committee >= 4 && o.committee <= 1024), "committee", o.committee,
                 "0 (none), or 4 to 1024 members; 32 tell uncertainties to an eighth");
  require_option(o.memory_limit > 0, "memory_limit", o.memory_limit, "positive");
}

}  // namespace rhofield
