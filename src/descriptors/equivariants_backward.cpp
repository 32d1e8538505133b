// The tables of a coupling sorted by what its derivatives add up.
#include "descriptors/equivariants_backward.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "rhofield/angular/coupling.hpp"
#include "rhofield/error.hpp"
#include "shared/equivariants.hpp"

namespace rhofield {

namespace {

template <class T>
Tensor<T, 1> on_device(const Device& device, const std::vector<T>& values) {
  return Tensor<T, 1>::from_host(device, values, {static_cast<Index>(values.size())});
}

/// Lists by key, one after the other: values [offset[k] .. offset[k + 1]).
template <class Offset, class T>
struct Lists {
  std::vector<Offset> offset{0};
  std::vector<T> values;

  explicit Lists(const std::vector<std::vector<T>>& of_key) {
    for (const auto& list : of_key) {
      values.insert(values.end(), list.begin(), list.end());
      offset.push_back(static_cast<Offset>(values.size()));
    }
  }
};

/// +1 or -1: T^{lambda own other} = sign T^{own lambda other}; both are one 3j symbol, up to its sign.
double exchange_sign(int lambda, int own, int other) {
  const auto& terms = real_coupling(lambda, own, other);
  const auto& largest = *std::max_element(terms.begin(), terms.end(), [](const CouplingTerm& a, const CouplingTerm& b) {
    return std::abs(a.value) < std::abs(b.value);
  });
  for (const CouplingTerm& t : real_coupling(own, lambda, other))
    if (t.M == largest.m1 && t.m1 == largest.M && t.m2 == largest.m2) return t.value * largest.value > 0 ? 1.0 : -1.0;
  throw InternalError("the coupling of orders " + std::to_string(lambda) + ", " + std::to_string(own) + ", " +
                      std::to_string(other) + " is not symmetric; please report this");
}

}  // namespace

EquivariantBackwardTables::EquivariantBackwardTables(const Device& device, const CouplingTables& coupling) {
  const auto& [lambda, l_max, channels, blocks, row_offset, rows, factors, q1, q2] = coupling;
  const auto components = static_cast<std::size_t>(2 * lambda + 1);
  std::vector<int> pair_offset{0};
  std::vector<CouplingPair> pairs;
  std::vector<CouplingComponent> values;
  std::vector<std::vector<ChannelFeature>> of_channel(static_cast<std::size_t>((l_max + 1) * channels));
  const auto at = [&, width = channels ](int l, int q) -> auto& {
    return of_channel[static_cast<std::size_t>(l * width + q)];
  };
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    std::map<std::pair<int, int>, std::vector<CouplingComponent>> of_pair;
    for (std::size_t mu = 0; mu < components; ++mu)
      for (int r = row_offset[b * components + mu]; r < row_offset[b * components + mu + 1]; ++r) {
        const CouplingRow& row = rows[static_cast<std::size_t>(r)];
        for (int k = 0; k < row.factor_count; ++k) {
          const CouplingFactor& factor = factors[static_cast<std::size_t>(row.first_factor + k)];
          of_pair[{row.inner_m, factor.outer_m}].push_back({factor.value, static_cast<int>(mu)});
        }
      }
    for (const auto& [pair, list] : of_pair) {
      pairs.push_back({pair.first, pair.second, static_cast<int>(values.size()), static_cast<int>(list.size())});
      values.insert(values.end(), list.begin(), list.end());
    }
    pair_offset.push_back(static_cast<int>(pairs.size()));

    const FeatureBlock& block = blocks[b];
    const int l1 = block.l1, l2 = block.l2;
    const double sign1 = exchange_sign(lambda, l1, l2);
    // T^{lambda l1 l2} = +- T^{lambda l2 l1}, which is where the second factor stands first.
    const double sign2 = exchange_sign(lambda, l2, l1) * ((lambda + l1 + l2) % 2 == 0 ? 1.0 : -1.0);
    for (Index f = block.first_feature; f < block.first_feature + block.feature_count; ++f) {
      const int first = q1[static_cast<std::size_t>(f)], second = q2[static_cast<std::size_t>(f)];
      at(l1, first).push_back({f, static_cast<int>(b), block.norm, l2, second, true, sign1});
      at(l2, second).push_back({f, static_cast<int>(b), block.norm, l1, first, false, sign2});
    }
  }
  for (auto& list : of_channel)
    std::stable_sort(list.begin(), list.end(),
                     [](const ChannelFeature& a, const ChannelFeature& b) { return a.other_l < b.other_l; });
  const Lists<Index, ChannelFeature> by_channel(of_channel);
  pair_offset_ = on_device(device, pair_offset);
  pairs_ = on_device(device, pairs);
  components_ = on_device(device, values);
  channel_offset_ = on_device(device, by_channel.offset);
  of_channel_ = on_device(device, by_channel.values);
  plan_ = {std::as_const(pair_offset_), std::as_const(pairs_), std::as_const(components_),
           std::as_const(channel_offset_), std::as_const(of_channel_)};
}

NormBackwardTables::NormBackwardTables(const Device& device, const NormTables& norm) {
  const auto& [l_max, offset, factors, pairs] = norm;
  const std::size_t invariants = offset.size() - 1;
  std::vector<std::vector<NormTerm>> left(invariants), right(invariants);
  for (const NormPair& pair : pairs)
    for (int i = 0; i < pair.length; ++i) {
      left[static_cast<std::size_t>(pair.first + i)].push_back({pair.coefficient, pair.second + i});
      right[static_cast<std::size_t>(pair.second + i)].push_back({pair.coefficient, pair.first + i});
    }
  std::vector<std::vector<MomentFactor>> of_moment(static_cast<std::size_t>(moment_offset(l_max + 1)));
  for (std::size_t k = 0; k < invariants; ++k)
    for (int f = offset[k]; f < offset[k + 1]; ++f) {
      const InvariantFactor& factor = factors[static_cast<std::size_t>(f)];
      of_moment[static_cast<std::size_t>(factor.moment)].push_back({factor.value, static_cast<int>(k)});
    }
  const Lists<int, NormTerm> lefts(left), rights(right);
  const Lists<int, MomentFactor> moments(of_moment);
  left_offset_ = on_device(device, lefts.offset);
  right_offset_ = on_device(device, rights.offset);
  moment_offset_ = on_device(device, moments.offset);
  left_ = on_device(device, lefts.values);
  right_ = on_device(device, rights.values);
  factors_ = on_device(device, moments.values);
  plan_ = {std::as_const(left_offset_), std::as_const(right_offset_),  std::as_const(left_),
           std::as_const(right_),       std::as_const(moment_offset_), std::as_const(factors_)};
}

}  // namespace rhofield
