// Rotation matrices of real spherical harmonics, order by order:
//   D^l_{M M'} = (2l+1) sum T^{l 1 l-1}_{M m1 m2} D^1_{m1 m1'} D^{l-1}_{m2 m2'} T^{l 1 l-1}_{M' m1' m2'},
// because sqrt(2L+1) T is orthonormal and carries Y_1 x Y_{l-1} to Y_l. D^1 is the matrix itself in the order y, z, x,
// so an improper matrix needs no special case: each order brings one factor of the inversion, (-1)^l in all.
#include "rhofield/angular/wigner.hpp"

#include <cmath>
#include <string>

#include "rhofield/angular/coupling.hpp"
#include "rhofield/error.hpp"

namespace rhofield {

namespace {

constexpr std::array<std::size_t, 3> cartesian{1, 2, 0};  // m = -1, 0, 1 is y, z, x

void check_orthogonal(const Matrix3& rotation) {
  constexpr double tolerance = 1e-8;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      double product = 0.0;
      for (std::size_t k = 0; k < 3; ++k) product += rotation[i][k] * rotation[j][k];
      if (!(std::abs(product - (i == j ? 1.0 : 0.0)) < tolerance))
        throw InvalidInput("wigner_d_real: the matrix is not orthogonal: rows " + std::to_string(i) + " and " +
                           std::to_string(j) + " have the product " + std::to_string(product));
    }
}

}  // namespace

std::vector<double> wigner_d_real(int l, const Matrix3& rotation) {
  if (l < 0) throw InvalidInput("wigner_d_real: order must not be negative, got " + std::to_string(l));
  check_orthogonal(rotation);
  std::vector<double> d{1.0};  // of order k - 1
  for (int k = 1; k <= l; ++k) {
    const auto size = static_cast<std::size_t>(2 * k + 1), previous = static_cast<std::size_t>(2 * k - 1);
    std::vector<double> next(size * size);
    const auto& terms = real_coupling(k, 1, k - 1);
    for (const CouplingTerm& s : terms)
      for (const CouplingTerm& t : terms) {
        const double d1 =
            rotation[cartesian[static_cast<std::size_t>(s.m1)]][cartesian[static_cast<std::size_t>(t.m1)]];
        const double d2 = d[static_cast<std::size_t>(s.m2) * previous + static_cast<std::size_t>(t.m2)];
        next[static_cast<std::size_t>(s.M) * size + static_cast<std::size_t>(t.M)] +=
            (2 * k + 1) * s.value * t.value * d1 * d2;
      }
    d = std::move(next);
  }
  return d;
}

}  // namespace rhofield
