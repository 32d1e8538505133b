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

Target density_target(const GaussianBasis& basis) {
  Target target;
  for (const auto& [number, shells] : basis.all()) {
    auto& list = target.irreps[number];
    for (const Shell& shell : shells) {
      if (list.empty() || list.back().lambda != shell.l)
        list.push_back({.lambda = shell.l, .count = 0, .baseline = shell.l == 0});
      ++list.back().count;
    }
  }
  return target;
}

}  // namespace rhofield
