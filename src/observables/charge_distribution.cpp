// Charges of atoms, their multipoles, and their division; formulas in kernels/shared/potential.hpp.
#include "observables/charge_distribution.hpp"

#include <algorithm>
#include <cmath>

#include "basis/two_centre_radial.hpp"
#include "rhofield/units.hpp"
#include "shared/potential.hpp"

namespace rhofield {

namespace {

const double y00 = 1 / std::sqrt(4 * pi);

void add(AtomCharge& atom, double exponent, int l, double factor, std::span<const double> weights) {
  auto& sum = atom.terms[exponent][l];
  sum.resize(weights.size(), 0.0);
  for (std::size_t m = 0; m < weights.size(); ++m) sum[m] += factor * weights[m];
}

/// pi Gamma(l + 1/2) a^-(l+3/2): the multipole of a term.
double moment_factor(int l, double exponent) { return pi * std::tgamma(l + 0.5) * std::pow(exponent, -l - 1.5); }

}  // namespace

std::vector<AtomCharge> charges_of(const GaussianBasis& basis, const Structure& structure,
                                   std::span<const double> coefficients, const PotentialOptions& options) {
  const double sign = options.kind == PotentialKind::hartree ? 1.0 : -1.0;
  std::vector<AtomCharge> atoms(structure.numbers.size());
  std::size_t function = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    for (const Shell& shell : basis.shells(structure.numbers[i])) {
      const auto components = static_cast<std::size_t>(2 * shell.l + 1);
      for (std::size_t p = 0; p < shell.exponents.size(); ++p)
        add(atoms[i], shell.exponents[p], shell.l, sign * shell.coefficients[p],
            coefficients.subspan(function, components));
      function += components;
    }
    if (options.cores.charges.empty()) continue;
    const double core = options.cores.charges[i], width = options.cores.width;
    if (width == 0) {
      atoms[i].point = core;
    } else if (core != 0) {
      const double exponent = 0.5 / (width * width), weight = core * std::pow(exponent / pi, 1.5) / y00;
      add(atoms[i], exponent, 0, 1.0, std::span(&weight, 1));
    }
  }
  return atoms;
}

double total_charge(const AtomCharge& atom) {
  double charge = atom.point;
  for (const auto& [exponent, by_order] : atom.terms)
    if (const auto s = by_order.find(0); s != by_order.end())
      charge += s->second[0] * y00 * std::pow(pi / exponent, 1.5);
  return charge;
}

std::vector<AtomCharge> short_range(const std::vector<AtomCharge>& atoms, double smooth_exponent) {
  std::vector<AtomCharge> narrow(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    AtomCharge& atom = narrow[i];
    atom.point = atoms[i].point;
    if (atom.point != 0) {
      const double weight = atom.point * std::pow(smooth_exponent / pi, 1.5) / y00;
      add(atom, smooth_exponent, 0, -1.0, std::span(&weight, 1));
    }
    for (const auto& [exponent, by_order] : atoms[i].terms) {
      if (exponent <= smooth_exponent) continue;
      for (const auto& [l, weights] : by_order) {
        add(atom, exponent, l, 1.0, weights);
        add(atom, smooth_exponent, l, -std::pow(smooth_exponent / exponent, l + 1.5), weights);
      }
    }
  }
  return narrow;
}

double short_range_integral(const AtomCharge& original, double smooth_exponent) {
  double sum = original.point / (4 * smooth_exponent);
  for (const auto& [exponent, by_order] : original.terms) {
    const auto s = by_order.find(0);
    if (exponent <= smooth_exponent || s == by_order.end()) continue;
    sum += s->second[0] * y00 * std::pow(pi / exponent, 1.5) * (1 / (4 * smooth_exponent) - 1 / (4 * exponent));
  }
  return 4 * pi * sum;
}

// |F_l - Gamma(l+1/2) / 2 T^(l+1/2)| = Gamma(l+1/2, T) / 2 T^(l+1/2) <= exp(-T) (l+1) / 2T for T >= l + 1; what is
// narrower has a smaller difference. The gradient is larger by about 2 a r, taken into account too.
double short_range_reach(const AtomCharge& atom, double smooth_exponent, double precision) {
  const auto found = atom.terms.find(smooth_exponent);
  if (found == atom.terms.end()) return 0;
  for (double t = 1; t < formula::multipole_from; t += 0.25) {
    const double r = std::sqrt(t / smooth_exponent);
    double bound = 0;
    for (const auto& [l, weights] : found->second) {
      if (t < l + 1) {
        bound = precision;
        break;
      }
      double square = 0;
      for (double w : weights) square += w * w;
      bound += std::sqrt(square * (2 * l + 1) / (4 * pi)) * std::pow(r, l) * (2 * pi / smooth_exponent) * (l + 1) /
               (2 * t) * std::exp(-t) * std::max(1.0, 2 * smooth_exponent * r);
    }
    if (bound < precision) return r;
  }
  return std::sqrt(formula::multipole_from / smooth_exponent);
}

ChargeTables::ChargeTables(const Device& device, const std::vector<AtomCharge>& atoms, bool screened)
    : screened_(screened) {
  std::vector<Index> exponent_offset{0};
  std::vector<double> exponent, weights;
  std::vector<int> block_offset{0};
  std::vector<ExponentBlock> blocks;
  for (const AtomCharge& atom : atoms)
    for (const auto& [a, by_order] : atom.terms) l_max_ = std::max(l_max_, by_order.rbegin()->first);
  const auto components = static_cast<std::size_t>((l_max_ + 1) * (l_max_ + 1));
  std::vector<double> tails;
  for (const AtomCharge& atom : atoms) {
    for (const auto& [a, by_order] : atom.terms) {
      exponent.push_back(a);
      for (const auto& [l, values] : by_order) {
        blocks.push_back({l, static_cast<int>(weights.size())});
        for (double w : values) weights.push_back(2 * pi / a * w);
      }
      block_offset.push_back(static_cast<int>(blocks.size()));
    }
    exponent_offset.push_back(static_cast<Index>(exponent.size()));
    // Moments, from the sharpest exponent down.
    const std::size_t first = tails.size(), count = atom.terms.size();
    tails.resize(first + (count + 1) * components, 0.0);
    tails[first + count * components] = atom.point / y00;
    std::size_t e = count;
    for (auto term = atom.terms.rbegin(); term != atom.terms.rend(); ++term, --e) {
      double* row = tails.data() + first + (e - 1) * components;
      std::copy_n(row + components, components, row);
      for (const auto& [l, values] : term->second)
        for (std::size_t m = 0; m < values.size(); ++m)
          row[static_cast<std::size_t>(l * l) + m] += moment_factor(l, term->first) * values[m];
    }
    if (screened && count > 0) std::fill_n(tails.begin() + static_cast<Index>(first), components, 0.0);
  }
  const auto upload = [&device](const auto& values) {
    using Value = typename std::decay_t<decltype(values)>::value_type;
    return Tensor<Value, 1>::from_host(device, values, {static_cast<Index>(values.size())});
  };
  exponent_offset_ = upload(exponent_offset);
  exponent_ = upload(exponent);
  weights_ = upload(weights);
  block_offset_ = upload(block_offset);
  blocks_ = upload(blocks);
  const auto columns = static_cast<Index>(components);
  tails_ = Tensor<double, 2>::from_host(device, tails, {static_cast<Index>(tails.size()) / columns, columns});
  const int orders = l_max_ + 2 + formula::boys_taylor_terms;
  boys_ = Tensor<double, 2>::from_host(device, boys_table(orders),
                                       {formula::boys_table_end * formula::boys_nodes_per_unit + 1, orders});
}

PotentialTables ChargeTables::view() const {
  return {.l_max = l_max_,
          .screened = screened_,
          .exponent_offset = exponent_offset_.view(),
          .exponent = exponent_.view(),
          .block_offset = block_offset_.view(),
          .blocks = blocks_.view(),
          .weights = weights_.view(),
          .tails = tails_.view(),
          .boys = boys_.view(),
          .group_centres = {},
          .centre_atom = {},
          .centre_position = {}};
}

}  // namespace rhofield
