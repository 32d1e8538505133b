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

/// R^{lambda L}_{(mu k), M} = sqrt(2L+1) T^{L lambda 1}_{M mu k} of theory section 6: the tensor of order L within
/// lambda x 1 (a function's component mu and a direction k). Its sign cancels in similarities and errors; the weights
/// of model files depend on it (docs/model_format.md).
struct RecouplingTerm {
  int M, mu;     ///< counted from 0: M + L, mu + lambda
  int field;     ///< 0, 1, 2: x, y, z
  double value;  ///< sum over (mu, field) of the squares is 1 for every M
};
/// Non-zero entries sorted by (M, mu, field), L = lambda-1 .. lambda+1 (for lambda = 0: 1).
std::vector<RecouplingTerm> recoupling(int lambda, int L);

/// Wigner 6j symbol {a b c; d e f} from exact rational arithmetic.
double wigner_6j(int a, int b, int c, int d, int e, int f);

}  // namespace rhofield
