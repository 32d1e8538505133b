// Equivariant products, one element (theory section 4):
//   P_mu = sum_rows inner[m] t,  t = sum_factors value outer[m'],   the sparse real coupling in two steps: terms with a
//   common m share the product with inner[m], which saves four tenths of the multiplications.
#pragma once

#include <cmath>

#include "formula.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

/// sum over rows [first, last) for one or several features at once: V is a number or a bundle of numbers, `inner(m)`
/// and `outer(m)` give the coefficients of the feature(s).
template <class V, class Inner, class Outer>
RHOFIELD_FORMULA V coupled(const CouplingRow* rows, int first, int last, const CouplingFactor* factors,
                           const Inner& inner, const Outer& outer) {
  V sum{};
  for (int r = first; r < last; ++r) {
    const CouplingRow row = rows[r];
    const CouplingFactor* factor = factors + row.first_factor;
    V t = outer(factor[0].outer_m) * factor[0].value;
    for (int k = 1; k < row.factor_count; ++k) t += outer(factor[k].outer_m) * factor[k].value;
    sum += inner(row.inner_m) * t;
  }
  return sum;
}

/// Number of moments G^k_{mm'}, m' <= m, of all orders k < l: where those of order l begin.
RHOFIELD_FORMULA constexpr int moment_offset(int l) { return l * (l + 1) * (4 * l - 1) / 6; }
/// Position of G^l_{mm'} (m, m' counted from 0, in any order).
RHOFIELD_FORMULA constexpr int moment_index(int l, int m, int m_other) {
  return moment_offset(l) + (m >= m_other ? m * (m + 1) / 2 + m_other : m_other * (m_other + 1) / 2 + m);
}

/// Below these the squared norm is round-off: relative to the sum of the magnitudes it was added up from, and to the
/// square of |c| |c'| (a symmetric site leaves components of 1e-16 |c| where the exact ones vanish).
inline constexpr double norm_cancellation = 1e-13;
inline constexpr double norm_noise = 1e-26;

/// The norm from its square, `magnitude` = sum of |terms|, `scale` = |c|^2 |c'|^2; zero where nothing but noise is
/// left. The comparison is false for NaN, which therefore stays visible.
RHOFIELD_FORMULA double settled_square(double square, double magnitude, double scale) {
  return square <= norm_cancellation * magnitude || square <= norm_noise * scale ? 0.0 : square;
}

/// The norm of weight |P|^2 from `square` = |P|^2, together with a part whose norm is `rest`.
RHOFIELD_FORMULA double joint_norm(double weight, double square, double rest) {
  return sqrt(weight * square + rest * rest);
}

/// 1/norm, and zero for an atom without features of this order.
RHOFIELD_FORMULA double inverse_norm(double norm) { return norm == 0.0 ? 0.0 : 1.0 / norm; }

/// dE/d(N^2) of a product divided by its norm, P = P~/N: dE/dN = -(p_bar . P)/N, where `along` is p_bar . P.
RHOFIELD_FORMULA double norm_square_cotangent(double norm, double along) {
  return norm == 0.0 ? 0.0 : -0.5 * along / (norm * norm);
}

}  // namespace rhofield
