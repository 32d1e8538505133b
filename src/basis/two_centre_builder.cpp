// Tables of two-centre integrals: shell pairs by class, sorted by reach, with their angular and radial tables.
#include "basis/two_centre_builder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "basis/gaunt.hpp"
#include "basis/two_centre_radial.hpp"
#include "shared/two_centre_integrals.hpp"

namespace rhofield {

namespace {

struct ShellPair {
  double reach2;  // negative: no primitives, never computed
  int row, column;
  std::vector<PrimitivePair> primitives;
};

}  // namespace

struct TwoCentreTableSet::Host {
  std::vector<int> class_offset{0}, primitive_offset{0}, angular_offset, angular_harmonic, place;
  std::vector<ShellPairClass> classes;
  std::vector<double> reach2, exponent, weight, angular_value;
  std::vector<Index> functions;

  void append(const ShellPair& pair) {
    reach2.push_back(pair.reach2);
    place.insert(place.end(), {pair.row, pair.column});
    for (const PrimitivePair& primitive : pair.primitives) {
      exponent.push_back(primitive.exponent);
      weight.push_back(primitive.weight);
    }
    primitive_offset.push_back(static_cast<int>(exponent.size()));
  }
};

namespace {

/// Appends the rows (n, m1, m2) of one l1 <= l2, two entries each; scales of the harmonics folded in.
void add_angular(const std::vector<GauntEntry>& gaunt, int l1, int l2, std::vector<int>& harmonic,
                 std::vector<double>& value) {
  std::size_t e = 0;
  for (int L = l1 + l2; L >= l2 - l1; L -= 2)
    for (int m1 = -l1; m1 <= l1; ++m1)
      for (int m2 = -l2; m2 <= l2; ++m2)
        for (int entry = 0; entry < 2; ++entry) {
          const bool couples = e < gaunt.size() && gaunt[e].L == L && gaunt[e].m1 == m1 && gaunt[e].m2 == m2;
          harmonic.push_back(couples ? L * L + L + gaunt[e].M : 0);
          value.push_back(couples ? gaunt[e].value * solid_harmonic_scale(L, gaunt[e].M) : 0);
          if (couples) ++e;
        }
}

/// The shells of order l; shells are sorted by l.
std::span<const Shell> shells_of_order(const std::vector<Shell>& shells, int l) {
  const auto before = [l](const Shell& shell) { return shell.l < l; };
  const auto upto = [l](const Shell& shell) { return shell.l <= l; };
  return {std::partition_point(shells.begin(), shells.end(), before),
          std::partition_point(shells.begin(), shells.end(), upto)};
}

/// All pairs of the shells of two species and orders, longest reach first. `row0`, `column0`: first functions of the
/// orders.
std::vector<ShellPair> shell_pairs(const TwoCentreRequest& request, std::span<const Shell> shells1, int row0,
                                   std::span<const Shell> shells2, int column0, const DecayTable& decay) {
  // The exponent of the smooth charge that stands in for a primitive; see cell_coulomb.cpp.
  const auto smoothed = [&request](double a) { return std::min(a, request.smooth_exponent); };
  std::vector<ShellPair> pairs;
  int row = row0;
  for (const Shell& first : shells1) {
    int column = column0;
    for (const Shell& second : shells2) {
      ShellPair pair{-1, row, column, {}};
      const double share =
          request.precision / static_cast<double>(2 * first.exponents.size() * second.exponents.size());
      for (std::size_t i = 0; i < first.exponents.size(); ++i)
        for (std::size_t j = 0; j < second.exponents.size(); ++j) {
          const Primitive a{first.l, first.exponents[i], first.coefficients[i]};
          const Primitive b{second.l, second.exponents[j], second.coefficients[j]};
          const double exponent = reduced_exponent(a.exponent, b.exponent);
          if (request.smooth_exponent > 0) {
            const double smooth = reduced_exponent(smoothed(a.exponent), smoothed(b.exponent));
            if (smooth == exponent) continue;  // both smooth already: nothing is left for real space
            pair.primitives.push_back(combine(request.radial, a, b, smooth));
            pair.primitives.back().weight *= -1;
          }
          pair.primitives.push_back(combine(request.radial, a, b, exponent));
        }
      for (const PrimitivePair& primitive : pair.primitives)
        pair.reach2 = request.all_pairs ? std::numeric_limits<double>::infinity()
                                        : std::max(pair.reach2, decay.reach2(primitive, share));
      pairs.push_back(std::move(pair));
      column += 2 * second.l + 1;
    }
    row += 2 * first.l + 1;
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const ShellPair& x, const ShellPair& y) { return x.reach2 > y.reach2; });
  return pairs;
}

}  // namespace

TwoCentreTableSet::TwoCentreTableSet(const Device& device, const GaussianBasis& basis, std::span<const int> species,
                                     const TwoCentreRequest& request)
    : species_(species.size()), longest_reach_(species.size() * species.size(), 0.0) {
  int l_max = 0;
  for (int number : species)
    for (const Shell& shell : basis.shells(number)) l_max = std::max(l_max, shell.l);
  Host host;
  build(host, basis, species, request, l_max);

  const auto upload = [&device](const auto& values, auto& tensor, auto extents) {
    using Value = typename std::decay_t<decltype(values)>::value_type;
    tensor = std::decay_t<decltype(tensor)>::from_host(device, std::span<const Value>(values), extents);
  };
  const auto length = [](const auto& values) { return std::array<Index, 1>{static_cast<Index>(values.size())}; };
  upload(host.class_offset, class_offset_, length(host.class_offset));
  upload(host.classes, classes_, length(host.classes));
  upload(host.reach2, reach2_, length(host.reach2));
  upload(host.place, place_, std::array<Index, 2>{static_cast<Index>(host.place.size()) / 2, 2});
  upload(host.primitive_offset, primitive_offset_, length(host.primitive_offset));
  upload(host.exponent, exponent_, length(host.exponent));
  upload(host.weight, weight_, length(host.weight));
  upload(host.angular_offset, angular_offset_, length(host.angular_offset));
  const std::array<Index, 2> rows{static_cast<Index>(host.angular_value.size()) / 2, 2};
  upload(host.angular_harmonic, angular_harmonic_, rows);
  upload(host.angular_value, angular_value_, rows);
  upload(host.functions, functions_, length(host.functions));
  upload(polynomial_table(request.radial, l_max), polynomial_,
         std::array<Index, 3>{2 * l_max + 1, l_max + 1, l_max + 1});
  if (request.radial == TwoCentreOperator::coulomb) {
    const int orders = 2 * l_max + 1 + formula::boys_taylor_terms;
    upload(boys_table(orders), boys_,
           std::array<Index, 2>{formula::boys_table_end * formula::boys_nodes_per_unit + 1, orders});
  }
  tables_ = {
      request.radial,     l_max,         static_cast<Index>(species_), class_offset_.view(),     classes_.view(),
      reach2_.view(),     place_.view(), primitive_offset_.view(),     exponent_.view(),         weight_.view(),
      polynomial_.view(), boys_.view(),  angular_offset_.view(),       angular_harmonic_.view(), angular_value_.view(),
      functions_.view()};
}

void TwoCentreTableSet::build(Host& host, const GaussianBasis& basis, std::span<const int> species,
                              const TwoCentreRequest& request, int l_max) {
  const GauntTable gaunt(l_max);
  const auto orders = static_cast<std::size_t>(l_max + 1);
  host.angular_offset.assign(orders * orders, -1);
  std::vector<std::optional<DecayTable>> decay(orders * orders);  // of l1 <= l2
  for (int number : species) host.functions.push_back(basis.functions(number));
  for (std::size_t first = 0; first < species.size(); ++first)
    for (std::size_t second = 0; second < species.size(); ++second) {
      for (int l1 = 0; first <= second && l1 <= l_max; ++l1)
        for (int l2 = 0; l2 <= l_max; ++l2) {
          const auto shells1 = shells_of_order(basis.shells(species[first]), l1);
          const auto shells2 = shells_of_order(basis.shells(species[second]), l2);
          if (shells1.empty() || shells2.empty()) continue;
          const int lower = std::min(l1, l2), upper = std::max(l1, l2);
          const auto index = static_cast<std::size_t>(lower) * orders + static_cast<std::size_t>(upper);
          if (!decay[index]) {
            const auto entries = gaunt.coefficients(lower, upper);
            host.angular_offset[index] = static_cast<int>(host.angular_value.size() / 2);
            add_angular(entries, lower, upper, host.angular_harmonic, host.angular_value);
            decay[index].emplace(request.radial, lower, upper, entries);
          }
          auto pairs = shell_pairs(request, shells1, basis.function_offset(species[first], l1, 0), shells2,
                                   basis.function_offset(species[second], l2, 0), *decay[index]);
          host.classes.push_back({l1, l2, static_cast<int>(host.reach2.size()), static_cast<int>(pairs.size())});
          for (const ShellPair& pair : pairs) host.append(pair);
          for (const auto both : {first * species_ + second, second * species_ + first})
            longest_reach_[both] = std::max(longest_reach_[both], std::sqrt(std::max(0.0, pairs.front().reach2)));
        }
      host.class_offset.push_back(static_cast<int>(host.classes.size()));
    }
}

double TwoCentreTableSet::reach(std::size_t first, std::size_t second) const {
  return longest_reach_[first * species_ + second];
}

}  // namespace rhofield
