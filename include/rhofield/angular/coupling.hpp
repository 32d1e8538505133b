// The sparse real coupling tensor T^{L l1 l2}_{M m1 m2} of theory section 1, from exact rational arithmetic.
#pragma once

#include <vector>

namespace rhofield {

struct CouplingTerm {
  int M, m1, m2;  ///< counted from 0: M + L, m1 + l1, m2 + l2
  double value;
};

/// Non-zero entries sorted by (M, m1, m2); sum of squares 1. Empty when |l1-l2| <= L <= l1+l2 is violated. Cached.
const std::vector<CouplingTerm>& real_coupling(int L, int l1, int l2);

/// Wigner 6j symbol {a b c; d e f} from exact rational arithmetic.
double wigner_6j(int a, int b, int c, int d, int e, int f);

}  // namespace rhofield
