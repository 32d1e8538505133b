// Which equivariant features of an order exist, and which of them a set holds.
#include "descriptors/feature_set.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "rhofield/error.hpp"

namespace rhofield {

bool couples(int lambda, Parity parity, int l1, int l2) {
  const bool even = (l1 + l2 + lambda) % 2 == 0;
  return std::abs(l1 - l2) <= lambda && lambda <= l1 + l2 && even == (parity == Parity::proper);
}

namespace {

std::string name_of(const Feature& f) {
  return "(l1 " + std::to_string(f.l1) + ", l2 " + std::to_string(f.l2) + ", q1 " + std::to_string(f.q1) + ", q2 " +
         std::to_string(f.q2) + ")";
}

void check_orders(int lambda, int l_max, int channels) {
  if (lambda < 0 || l_max < 0 || channels < 1)
    throw InvalidInput("features need lambda >= 0, l_max >= 0 and at least one channel, got " + std::to_string(lambda) +
                       ", " + std::to_string(l_max) + ", " + std::to_string(channels));
}

/// Densities and descriptors that belong together; features are counted on from here without further checks.
void check_densities(const FeatureSet& set) {
  check_orders(set.lambda, set.l_max, set.channels);
  const auto count = static_cast<int>(std::max<std::size_t>(set.densities.size(), 1));
  for (const ChannelRange& d : set.densities)
    if (d.count != 0 &&
        (d.first < 0 || d.count < 0 || d.first + d.count > set.channels || d.l_max < 0 || d.l_max > set.l_max))
      throw InvalidInput("a density with channels " + std::to_string(d.first) + " to " +
                         std::to_string(d.first + d.count - 1) + " and l_max " + std::to_string(d.l_max) +
                         " is no part of an expansion with " + std::to_string(set.channels) + " channels and l_max " +
                         std::to_string(set.l_max));
  const auto there = [&](int d) { return d >= 0 && d < count && set.density(d).count > 0; };
  for (const Descriptor& d : set.descriptors)
    if (!there(d.left) || !there(d.right) || !(d.weight > 0.0))
      throw InvalidInput("a descriptor of densities " + std::to_string(d.left) + " and " + std::to_string(d.right) +
                         " with weight " + std::to_string(d.weight) +
                         ": weights must be positive, and densities 0 to " + std::to_string(count - 1) +
                         " with channels");
  if (!set.symmetric && (count > 1 || set.descriptors.size() > 1))
    throw InvalidInput("products of two different expansions are features of one density each, got " +
                       std::to_string(count) + " densities and " + std::to_string(set.descriptors.size()) +
                       " descriptors; put the densities side by side in one expansion");
}

}  // namespace

void check_features(const FeatureSet& set) {
  check_densities(set);
  for (const Feature& f : set.features) {
    const int d = set.descriptor_of(f);
    const auto below = [](int l, int l_max) { return l >= 0 && l <= l_max; };
    const bool inside = d >= 0 && below(f.l1, set.density(set.descriptors[static_cast<std::size_t>(d)].left).l_max) &&
                        below(f.l2, set.density(set.descriptors[static_cast<std::size_t>(d)].right).l_max);
    if (!inside || !couples(set.lambda, set.parity, f.l1, f.l2))
      throw InvalidInput("feature " + name_of(f) + " does not exist for lambda " + std::to_string(set.lambda) +
                         (set.parity == Parity::proper ? " (proper)" : " (pseudo)") + ", l_max " +
                         std::to_string(set.l_max) + " and " + std::to_string(set.channels) +
                         " channels; the set belongs to another expansion");
  }
}

bool has_mirrors(const FeatureSet& set, const Descriptor& d) { return set.symmetric && d.left == d.right; }

std::string describe(FeatureOrder order) {
  return "lambda " + std::to_string(order.lambda) + (order.parity == Parity::proper ? "" : " (pseudo)");
}

ChannelRange FeatureSet::density(int index) const {
  return densities.empty() ? ChannelRange{0, channels, l_max} : densities[static_cast<std::size_t>(index)];
}

int FeatureSet::descriptor_of(const Feature& f) const {
  const auto has = [&](int density_index, int q) {
    const ChannelRange range = density(density_index);
    return q >= range.first && q < range.first + range.count;
  };
  const auto found = std::find_if(descriptors.begin(), descriptors.end(),
                                  [&](const Descriptor& d) { return has(d.left, f.q1) && has(d.right, f.q2); });
  return found == descriptors.end() ? -1 : static_cast<int>(found - descriptors.begin());
}

double FeatureSet::weight(const Feature& f) const {
  const Descriptor& d = descriptors[static_cast<std::size_t>(descriptor_of(f))];
  const bool own_mirror = f.l1 == f.l2 && f.q1 == f.q2;
  return std::sqrt(d.weight) * (has_mirrors(*this, d) && !own_mirror ? std::numbers::sqrt2 : 1.0);
}

namespace {

void add_features(FeatureSet& set, const Descriptor& d) {
  const bool mirrors = has_mirrors(set, d);
  const ChannelRange left = set.density(d.left), right = set.density(d.right);
  for (int l1 = 0; l1 <= left.l_max; ++l1)
    for (int l2 = mirrors ? l1 : 0; l2 <= right.l_max; ++l2) {
      if (!couples(set.lambda, set.parity, l1, l2)) continue;
      const bool halve = mirrors && l1 == l2;
      for (int q1 = 0; q1 < left.count; ++q1) {
        // A pseudotensor with equal factors is its own negative: it vanishes and is left out.
        const int begin = !halve ? 0 : set.parity == Parity::proper ? q1 : q1 + 1;
        for (int q2 = begin; q2 < right.count; ++q2)
          set.features.push_back({l1, l2, left.first + q1, right.first + q2});
      }
    }
}

}  // namespace

FeatureSet all_features(int lambda, int l_max, int channels, Parity parity, bool symmetric) {
  FeatureSet set{lambda, parity, l_max, channels, symmetric, {}};
  check_densities(set);
  add_features(set, set.descriptors.front());
  return set;
}

FeatureSet all_features(FeatureOrder order, std::vector<ChannelRange> densities, std::vector<Descriptor> descriptors) {
  FeatureSet set{order.lambda, order.parity, 0, 0, true, {}, std::move(densities), std::move(descriptors)};
  for (const ChannelRange& density : set.densities) {
    set.channels += density.count;
    if (density.count > 0) set.l_max = std::max(set.l_max, density.l_max);
  }
  check_densities(set);
  for (const Descriptor& d : set.descriptors) add_features(set, d);
  return set;
}

FeatureSet select_features(const FeatureSet& full, std::span<const Index> picks) {
  std::vector<Index> sorted(picks.begin(), picks.end());
  std::sort(sorted.begin(), sorted.end());
  FeatureSet set{full.lambda,    full.parity, full.l_max,     full.channels,
                 full.symmetric, {},          full.densities, full.descriptors};
  set.features.reserve(sorted.size());
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    if (sorted[k] < 0 || sorted[k] >= full.size())
      throw InvalidInput("feature " + std::to_string(sorted[k]) + " was selected but lambda " +
                         std::to_string(full.lambda) + " has features 0 to " + std::to_string(full.size() - 1));
    if (k > 0 && sorted[k] == sorted[k - 1])
      throw InvalidInput("feature " + std::to_string(sorted[k]) + " of lambda " + std::to_string(full.lambda) +
                         " was selected twice; select each once");
    set.features.push_back(full.features[static_cast<std::size_t>(sorted[k])]);
  }
  return set;
}

}  // namespace rhofield
