// Lattice translations within a distance, for any mix of periodic directions.
#pragma once

#include <cmath>

#include "rhofield/atoms/structure.hpp"

namespace rhofield {

/// Enumerates T = S . cell over the periodic directions with |d + T| <= reach. Vectors b_k, dual to the lattice vectors
/// a_k within their span, bound the sums: |b_k . (d + T)| <= reach |b_k|.
class LatticeImages {
 public:
  explicit LatticeImages(const Structure& structure);

  const Matrix3& cell() const { return cell_; }  ///< zero along directions that are not periodic
  const Matrix3& dual() const { return dual_; }  ///< likewise
  /// The cell with unit vectors at right angles where it is not periodic.
  const Matrix3& completed() const { return completed_; }
  /// Longest |d| of a displacement whose fractions along the periodic directions lie within 1/2, in their span.
  double half_diagonal() const;

  /// Calls visit(d + T) in a fixed order.
  template <class Visit>
  void for_each(const Vector3& d, double reach, Visit&& visit) const {
    std::array<int, 3> first{}, last{};
    for (std::size_t k = 0; k < 3; ++k) {
      if (!periodic_[k]) continue;
      const double fraction = dual_[k][0] * d[0] + dual_[k][1] * d[1] + dual_[k][2] * d[2];
      first[k] = static_cast<int>(std::ceil(-fraction - reach * dual_length_[k]));
      last[k] = static_cast<int>(std::floor(-fraction + reach * dual_length_[k]));
    }
    for (int a = first[0]; a <= last[0]; ++a)
      for (int b = first[1]; b <= last[1]; ++b)
        for (int c = first[2]; c <= last[2]; ++c) {
          Vector3 v = d;
          for (std::size_t x = 0; x < 3; ++x) v[x] += a * cell_[0][x] + b * cell_[1][x] + c * cell_[2][x];
          if (v[0] * v[0] + v[1] * v[1] + v[2] * v[2] <= reach * reach) visit(v);
        }
  }

 private:
  Matrix3 cell_{};
  Matrix3 dual_{};
  Matrix3 completed_{};
  std::array<double, 3> dual_length_{};
  std::array<bool, 3> periodic_{};
};

}  // namespace rhofield
