// Equivariant features: the tables that couple them (theory section 4).
//   |P|^2 over all features of (l1, l2) = (-1)^lambda sum_{L even} {l1 l1 L; l2 l2 lambda} g^{l1}_L . g^{l2}_L,
//   g^l_{LM} = sqrt(2L+1) sum_{mm'} T^{L l l}_{M m m'} sum_q c_{q l m} c_{q l m'}.
#include "rhofield/descriptors/equivariants.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numbers>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "descriptors/equivariants_backward.hpp"
#include "descriptors/feature_set.hpp"
#include "rhofield/angular/coupling.hpp"
#include "rhofield/error.hpp"
#include "shared/equivariants.hpp"

namespace rhofield {

namespace {

/// Whether the `count` features from `first` on are all channel pairs of a descriptor in the order of `layout`.
bool complete(const FeatureSet& set, const Descriptor& d, std::size_t first, std::size_t count, BlockLayout layout) {
  const ChannelRange left = set.density(d.left), right = set.density(d.right);
  std::size_t f = first;
  for (int q1 = 0; q1 < left.count; ++q1) {
    const int begin = layout == BlockLayout::square ? 0 : layout == BlockLayout::upper ? q1 : q1 + 1;
    for (int q2 = begin; q2 < right.count; ++q2, ++f)
      if (f == first + count || set.features[f].q1 != left.first + q1 || set.features[f].q2 != right.first + q2)
        return false;
  }
  return f == first + count;
}

BlockLayout layout_of(const FeatureSet& set, const Descriptor& d, std::size_t first, std::size_t count) {
  const bool diagonal = has_mirrors(set, d) && set.features[first].l1 == set.features[first].l2;
  if (!diagonal) return complete(set, d, first, count, BlockLayout::square) ? BlockLayout::square : BlockLayout::listed;
  for (const BlockLayout layout : {BlockLayout::upper, BlockLayout::strictly_upper})
    if (complete(set, d, first, count, layout)) return layout;
  return BlockLayout::listed;
}

template <class T>
Tensor<T, 1> on_device(const Device& device, const std::vector<T>& values) {
  return Tensor<T, 1>::from_host(device, values, {static_cast<Index>(values.size())});
}

}  // namespace

/// The plans of the two primitives and the device memory they point to.
struct Equivariants::Tables {
  Tensor<FeatureBlock, 1> blocks;
  Tensor<FeatureGroup, 1> groups;
  Tensor<int, 1> row_offset, q1, q2, invariant_offset;
  Tensor<CouplingRow, 1> rows;
  Tensor<CouplingFactor, 1> factors;
  Tensor<double, 1> weight;
  Tensor<InvariantFactor, 1> invariant_factors;
  Tensor<ChannelRange, 1> densities;
  std::vector<Tensor<NormPair, 1>> pairs;  // by descriptor
  EquivariantPlan plan;
  std::vector<NormPlan> norm_plans;  // by descriptor, of weight 1

  /// What only derivatives need, made when they are first asked for.
  struct Backward {
    EquivariantBackwardTables coupling;
    std::vector<NormBackwardTables> norms;  // by descriptor
  };
  std::once_flag backward_made;
  std::optional<Backward> backward_tables;
  const Backward& backward(const Device& device) {
    std::call_once(backward_made, [&] {
      const CouplingTables coupling{plan.lambda,       plan.l_max,           plan.channels,
                                    blocks.to_host(),  row_offset.to_host(), rows.to_host(),
                                    factors.to_host(), q1.to_host(),         q2.to_host()};
      Backward made{{device, coupling}, {}};
      const std::vector<int> offsets = invariant_offset.to_host();
      for (std::size_t d = 0; d < norm_plans.size(); ++d) {
        const NormPlan& norm = norm_plans[d];
        const NormTables tables{norm.l_max,
                                {offsets.begin(), offsets.begin() + norm.factor_offset.extent(0)},
                                invariant_factors.to_host(),
                                pairs[d].to_host()};
        made.norms.emplace_back(device, tables);
      }
      backward_tables.emplace(std::move(made));
    });
    return *backward_tables;
  }

  Tables(const Device& device, const FeatureSet& set, bool norm_of_each) {
    make_coupling(device, set, norm_of_each);
    make_norms(device, set);
  }

  void make_coupling(const Device& device, const FeatureSet& set, bool norm_of_each);
  void make_norms(const Device& device, const FeatureSet& set);
  std::vector<NormPair> norm_pairs(const FeatureSet& set, const Descriptor& d,
                                   const std::vector<std::vector<int>>& first_of) const;
  void norms_of_each(Kernels& kernels, View<const double, 3> c, View<const double, 3> c_other,
                     View<double, 2> norm) const;
  void norms_of_all(Kernels& kernels, const FeatureSet& set, View<const double, 3> c, View<const double, 3> c_other,
                    View<double, 1> norm) const;
};

/// `norm_of_each`: every descriptor has its own norm.
void Equivariants::Tables::make_coupling(const Device& device, const FeatureSet& set, bool norm_of_each) {
  std::vector<FeatureBlock> block_list;
  std::vector<FeatureGroup> group_list;
  std::vector<int> offsets{0}, channel1, channel2;
  std::vector<CouplingRow> row_list;
  std::vector<CouplingFactor> factor_list;
  std::vector<double> weights;
  for (const Feature& f : set.features) {
    channel1.push_back(f.q1);
    channel2.push_back(f.q2);
    weights.push_back(set.weight(f));
  }
  for (std::size_t first = 0; first < set.features.size();) {
    const int l1 = set.features[first].l1, l2 = set.features[first].l2;
    const int which = set.descriptor_of(set.features[first]), norm = norm_of_each ? which : 0;
    const Descriptor& descriptor = set.descriptors[static_cast<std::size_t>(which)];
    std::size_t last = first;
    while (last < set.features.size() && set.features[last].l1 == l1 && set.features[last].l2 == l2 &&
           set.descriptor_of(set.features[last]) == which)
      ++last;
    block_list.push_back({l1, l2, layout_of(set, descriptor, first, last - first), descriptor.left, descriptor.right,
                          norm, static_cast<Index>(first), static_cast<Index>(last - first)});
    for (std::size_t f = first; f < last; f += FeatureGroup::largest_count)
      group_list.push_back({static_cast<int>(block_list.size()) - 1, l1, l2, norm,
                            static_cast<int>(std::min<std::size_t>(last - f, FeatureGroup::largest_count)),
                            static_cast<Index>(f)});
    // Terms by (mu, inner m, outer m); the inner order is the smaller one.
    struct Term {
      int mu, inner, outer;
      double value;
    };
    std::vector<Term> terms;
    for (const CouplingTerm& t : real_coupling(set.lambda, l1, l2))
      terms.push_back(l1 <= l2 ? Term{t.M, t.m1, t.m2, t.value} : Term{t.M, t.m2, t.m1, t.value});
    std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
      return std::tie(a.mu, a.inner, a.outer) < std::tie(b.mu, b.inner, b.outer);
    });
    auto t = terms.begin();
    for (int mu = 0; mu <= 2 * set.lambda; ++mu) {
      while (t != terms.end() && t->mu == mu) {
        CouplingRow row{t->inner, static_cast<int>(factor_list.size()), 0};
        for (; t != terms.end() && t->mu == mu && t->inner == row.inner_m; ++t, ++row.factor_count)
          factor_list.push_back({t->value, t->outer});
        row_list.push_back(row);
      }
      offsets.push_back(static_cast<int>(row_list.size()));
    }
    first = last;
  }
  std::vector<ChannelRange> density_list;
  for (std::size_t d = 0; d < std::max<std::size_t>(set.densities.size(), 1); ++d)
    density_list.push_back(set.density(static_cast<int>(d)));
  densities = on_device(device, density_list);
  blocks = on_device(device, block_list);
  groups = on_device(device, group_list);
  row_offset = on_device(device, offsets);
  rows = on_device(device, row_list);
  factors = on_device(device, factor_list);
  q1 = on_device(device, channel1);
  q2 = on_device(device, channel2);
  weight = on_device(device, weights);
  plan = {set.lambda,
          set.l_max,
          set.channels,
          std::as_const(densities),
          std::as_const(blocks),
          std::as_const(groups),
          std::as_const(row_offset),
          std::as_const(rows),
          std::as_const(factors),
          std::as_const(q1),
          std::as_const(q2),
          std::as_const(weight)};
}

void Equivariants::Tables::make_norms(const Device& device, const FeatureSet& set) {
  std::vector<int> offsets{0};
  std::vector<InvariantFactor> factor_list;
  std::vector<Index> count_to;                                                      // invariants of orders up to l
  std::vector<std::vector<int>> first_of(static_cast<std::size_t>(set.l_max) + 1);  // g^l_L begins here, by [l][L/2]
  for (int l = 0; l <= set.l_max; ++l) {
    for (int L = 0; L <= 2 * l; L += 2) {
      first_of[static_cast<std::size_t>(l)].push_back(static_cast<int>(offsets.size()) - 1);
      const auto& terms = real_coupling(L, l, l);
      for (int M = 0; M <= 2 * L; ++M) {
        for (const CouplingTerm& t : terms)
          if (t.M == M && t.m1 >= t.m2)  // T^{L l l} is symmetric for even L
            factor_list.push_back(
                {std::sqrt(2.0 * L + 1.0) * t.value * (t.m1 == t.m2 ? 1.0 : 2.0), moment_index(l, t.m1, t.m2)});
        offsets.push_back(static_cast<int>(factor_list.size()));
      }
    }
    count_to.push_back(static_cast<Index>(offsets.size()) - 1);
  }
  invariant_offset = on_device(device, offsets);
  invariant_factors = on_device(device, factor_list);
  for (const Descriptor& d : set.descriptors) {
    pairs.push_back(on_device(device, norm_pairs(set, d, first_of)));
    const ChannelRange left = set.density(d.left), right = set.density(d.right);
    const int l_max = std::max(left.l_max, right.l_max);
    norm_plans.push_back(
        {.l_max = l_max,
         .left = left,
         .right = right,
         .factor_offset = std::as_const(invariant_offset).view().rows(0, count_to[static_cast<std::size_t>(l_max)] + 1),
         .factors = std::as_const(invariant_factors),
         .pairs = std::as_const(pairs.back())});
  }
}

std::vector<NormPair> Equivariants::Tables::norm_pairs(const FeatureSet& set, const Descriptor& d,
                                                       const std::vector<std::vector<int>>& first_of) const {
  const auto lambda_sign = set.lambda % 2 == 0 ? 1.0 : -1.0;
  const bool mirrored = has_mirrors(set, d);
  std::vector<NormPair> list;
  for (int l1 = 0; l1 <= set.density(d.left).l_max; ++l1)
    for (int l2 = mirrored ? l1 : 0; l2 <= set.density(d.right).l_max; ++l2) {
      if (!couples(set.lambda, set.parity, l1, l2)) continue;
      const double mirrors = mirrored && l1 != l2 ? 2.0 : 1.0;
      for (int L = 0; L <= 2 * std::min(l1, l2); L += 2)
        list.push_back({mirrors * lambda_sign * wigner_6j(l1, l1, L, l2, l2, set.lambda),
                        first_of[static_cast<std::size_t>(l1)][static_cast<std::size_t>(L / 2)],
                        first_of[static_cast<std::size_t>(l2)][static_cast<std::size_t>(L / 2)], 2 * L + 1});
    }
  return list;
}

void Equivariants::Tables::norms_of_each(Kernels& kernels, View<const double, 3> c, View<const double, 3> c_other,
                                         View<double, 2> norm) const {
  for (std::size_t d = 0; d < norm_plans.size(); ++d)
    kernels.equivariant_norms(norm_plans[d], c, c_other,
                              {norm.rows(static_cast<Index>(d), 1).data(), {norm.extent(1)}});
}

void Equivariants::Tables::norms_of_all(Kernels& kernels, const FeatureSet& set, View<const double, 3> c,
                                        View<const double, 3> c_other, View<double, 1> norm) const {
  for (std::size_t d = 0; d < norm_plans.size(); ++d) {
    NormPlan weighted = norm_plans[d];
    weighted.weight = set.descriptors[d].weight;
    weighted.accumulate = d > 0;
    kernels.equivariant_norms(weighted, c, c_other, norm);
  }
}

namespace {

void check_expansion(const FeatureSet& set, View<const double, 3> c) {
  const Index rows = static_cast<Index>(set.l_max + 1) * (set.l_max + 1);
  if (c.extent(1) != rows || c.extent(2) != set.channels)
    throw InvalidInput("equivariants: the expansion is [atom, " + std::to_string(c.extent(1)) + ", " +
                       std::to_string(c.extent(2)) + "] but the features want [atom, " + std::to_string(rows) + ", " +
                       std::to_string(set.channels) + "]; use the options the features were made for");
}

void check_same_atoms(View<const double, 3> c, View<const double, 3> c_other) {
  if (c.extent(0) != c_other.extent(0))
    throw InvalidInput("equivariants: one expansion has " + std::to_string(c.extent(0)) + " atoms, the other " +
                       std::to_string(c_other.extent(0)));
}

void check_same_shape(View<const double, 3> c, View<const double, 3> c_bar) {
  if (c.extents() != c_bar.extents())
    throw InvalidInput("equivariants: derivatives with respect to an expansion [" + std::to_string(c.extent(0)) + ", " +
                       std::to_string(c.extent(1)) + ", " + std::to_string(c.extent(2)) + "] go into [" +
                       std::to_string(c_bar.extent(0)) + ", " + std::to_string(c_bar.extent(1)) + ", " +
                       std::to_string(c_bar.extent(2)) + "]; give a tensor of the same shape");
}

}  // namespace

Equivariants::Equivariants(const Device& device, FeatureSet features, Normalisation normalisation)
    : device_(device), features_(std::move(features)), normalisation_(normalisation) {
  check_features(features_);
  tables_ = std::make_unique<Tables>(device_, features_, normalisation_ == Normalisation::per_descriptor);
}
Equivariants::~Equivariants() = default;
Equivariants::Equivariants(Equivariants&&) noexcept = default;
Equivariants& Equivariants::operator=(Equivariants&&) noexcept = default;

Tensor<double, 3> Equivariants::operator()(View<const double, 3> c) const {
  Tensor<double, 3> p(device_, {c.extent(0), 2 * features_.lambda + 1, features_.size()});
  compute(c, p.view());
  return p;
}

void Equivariants::compute(View<const double, 3> c, View<double, 3> p) const { compute(c, c, p); }

void Equivariants::check(View<const double, 3> c, View<const double, 3> c_other, View<const double, 3> p) const {
  check_expansion(features_, c);
  check_expansion(features_, c_other);
  check_same_atoms(c, c_other);
  if (features_.symmetric && c.data() != c_other.data())
    throw InvalidInput("equivariants: two different expansions need a feature set made with symmetric = false");
  if (p.extent(0) != c.extent(0) || p.extent(1) != 2 * features_.lambda + 1 || p.extent(2) != features_.size())
    throw InvalidInput("equivariants: the result has shape [" + std::to_string(p.extent(0)) + ", " +
                       std::to_string(p.extent(1)) + ", " + std::to_string(p.extent(2)) + "], expected [" +
                       std::to_string(c.extent(0)) + ", " + std::to_string(2 * features_.lambda + 1) + ", " +
                       std::to_string(features_.size()) + "]");
}

void Equivariants::compute(View<const double, 3> c, View<const double, 3> c_other, View<double, 3> p) const {
  check(c, c_other, p);
  if (p.empty()) return;
  const Tensor<double, 2> norm = divisors(c, c_other);
  device_.backend().kernels().couple(tables_->plan, c, c_other, norm.view(), p);
}

Tensor<double, 2> Equivariants::divisors(View<const double, 3> c, View<const double, 3> c_other) const {
  Kernels& kernels = device_.backend().kernels();
  Tensor<double, 2> norm;
  if (normalisation_ == Normalisation::per_descriptor) {
    norm = Tensor<double, 2>(device_, {static_cast<Index>(features_.descriptors.size()), c.extent(0)});
    tables_->norms_of_each(kernels, c, c_other, norm.view());
  } else if (normalisation_ == Normalisation::per_atom) {
    norm = Tensor<double, 2>(device_, {1, c.extent(0)});
    tables_->norms_of_all(kernels, features_, c, c_other, {norm.view().data(), {c.extent(0)}});
  }
  return norm;
}

void Equivariants::backward(View<const double, 3> c, View<const double, 3> p_bar, View<double, 3> c_bar) const {
  backward(c, c, p_bar, c_bar, {});
}

void Equivariants::backward(View<const double, 3> c, View<const double, 3> c_other, View<const double, 3> p_bar,
                            View<double, 3> c_bar, View<double, 3> c_other_bar) const {
  check(c, c_other, p_bar);
  check_same_shape(c, c_bar);
  if (c.data() != c_other.data()) check_same_shape(c_other, c_other_bar);
  if (p_bar.empty()) return;
  Kernels& kernels = device_.backend().kernels();
  const Tables::Backward& backward = tables_->backward(device_);
  const Index atoms = c.extent(0);
  const Tensor<double, 2> norm = divisors(c, c_other);
  Tensor<double, 2> along(device_, {std::max<Index>(norm.extent(0), 1), atoms});
  kernels.couple_backward(tables_->plan, backward.coupling.plan(), c, c_other, norm.view(), p_bar, c_bar, c_other_bar,
                          along.view());
  if (normalisation_ == Normalisation::none) return;
  for (std::size_t d = 0; d < features_.descriptors.size(); ++d) {
    const bool own = normalisation_ == Normalisation::per_descriptor;
    NormPlan part = tables_->norm_plans[d];
    if (!own) part.weight = features_.descriptors[d].weight;
    const auto row = [&](View<const double, 2> rows) {
      return rows.rows(own ? static_cast<Index>(d) : 0, 1).reshape<1>({atoms});
    };
    kernels.equivariant_norms_backward(part, backward.norms[d].plan(), c, c_other, row(norm), row(along.view()), c_bar,
                                       c_other_bar);
  }
}

Tensor<double, 1> Equivariants::norms(View<const double, 3> c) const {
  check_expansion(features_, c);
  Tensor<double, 1> norm(device_, {c.extent(0)});
  tables_->norms_of_all(device_.backend().kernels(), features_, c, c, norm.view());
  return norm;
}

}  // namespace rhofield
