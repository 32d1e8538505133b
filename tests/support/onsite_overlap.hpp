// The overlap of an atom with itself, from the integral of the radial functions.
#pragma once

#include <cmath>
#include <vector>

#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield::testing {

/// S^{a lambda}_{nn'} = int R_n R_n' r^2 dr of one species and order, [n, n'] row-major: the overlap of an atom with
/// itself is this matrix times the unit matrix in the components.
inline std::vector<double> onsite_overlap(const GaussianBasis& basis, int atomic_number, int l) {
  std::vector<const Shell*> shells;
  for (const Shell& shell : basis.shells(atomic_number))
    if (shell.l == l) shells.push_back(&shell);
  std::vector<double> overlap;
  for (const Shell* a : shells)
    for (const Shell* b : shells) {
      double sum = 0;
      for (std::size_t p = 0; p < a->exponents.size(); ++p)
        for (std::size_t q = 0; q < b->exponents.size(); ++q)
          sum += a->coefficients[p] * b->coefficients[q] * 0.5 * std::tgamma(l + 1.5) /
                 std::pow(a->exponents[p] + b->exponents[q], l + 1.5);
      overlap.push_back(sum);
    }
  return overlap;
}

}  // namespace rhofield::testing
