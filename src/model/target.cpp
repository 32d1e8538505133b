// Targets as lists of irreps.
#include "rhofield/model/target.hpp"

#include <algorithm>
#include <string>

#include "rhofield/error.hpp"

namespace rhofield {

int Target::lambda_max() const {
  int largest = 0;
  for (const auto& [number, list] : irreps)
    for (const Irrep& irrep : list) largest = std::max(largest, irrep.lambda);
  return largest;
}

const std::vector<Irrep>& Target::of(int atomic_number) const {
  const auto found = irreps.find(atomic_number);
  if (found != irreps.end()) return found->second;
  std::string known;
  for (const auto& [number, list] : irreps) known += " " + std::string(element_symbol(number));
  throw InvalidInput("element " + std::string(element_symbol(atomic_number)) +
                     " is not part of this target; known:" + known);
}

std::set<FeatureOrder> Target::feature_orders() const {
  std::set<FeatureOrder> orders{{0, Parity::proper}};
  for (const auto& [number, list] : irreps)
    for (const Irrep& irrep : list) orders.insert(irrep.features());
  return orders;
}

std::string name_of(Quantity quantity) { return quantity == Quantity::density ? "density" : "response"; }

Target density_target(const GaussianBasis& basis) {
  Target target;
  for (const auto& [number, shells] : basis.all()) {
    auto& list = target.irreps[number];
    for (const Shell& shell : shells) {
      if (list.empty() || list.back().lambda != shell.l)
        list.push_back({.lambda = shell.l, .order = shell.l, .count = 0, .baseline = shell.l == 0});
      ++list.back().count;
    }
  }
  return target;
}

Target response_target(const GaussianBasis& basis) {
  Target target{.fields = 3, .irreps = {}};
  for (const auto& [number, functions] : density_target(basis).irreps) {
    auto& list = target.irreps[number];
    for (const Irrep& irrep : functions) {
      const int lambda = irrep.lambda;
      for (int order = lambda == 0 ? 1 : lambda - 1; order <= lambda + 1; ++order)
        list.push_back({.lambda = lambda,
                        .order = order,
                        .parity = order == lambda ? Parity::pseudo : Parity::proper,
                        .count = irrep.count});
    }
  }
  return target;
}

Target make_target(Quantity quantity, const GaussianBasis& basis) {
  return quantity == Quantity::density ? density_target(basis) : response_target(basis);
}

}  // namespace rhofield
