// Coulomb integrals in a cell, J_ab = 1/Omega sum_{k != 0} 4 pi / k^2 conj(phi_a(k)) phi_b(k), divided as by Ewald, but
// by primitives: one sharper than alpha is replaced by the Gaussian charge with exponent alpha and the same multipole,
//   phi_a(k) = c (pi/a)^(3/2) (-i)^l (2a)^-l k^l Y_lm exp(-k^2 d - ik.R),   d = 1/4a  ->  max(1/4a, 1/4 alpha),
// whose sum over k converges as exp(-k^2/2alpha). True minus smooth interactions have no multipole tail and are summed
// over images in real space (two_centre_builder.cpp). That sum holds a k = 0 term where both have a charge, which is
// taken out:
//   4 pi/Omega lim (1 - exp(-k^2 (D_a + D_b)))/k^2 Q_a Q_b = 4 pi/Omega (D_a Q_a Q_b + Q_a D_b Q_b),  D = max(0,
//   1/4alpha - 1/4a).
#include "basis/cell_coulomb.hpp"

#include <algorithm>
#include <cmath>

#include "basis/amplitude_tables.hpp"
#include "rhofield/units.hpp"
#include "runtime/backend.hpp"
#include "shared/neighbours.hpp"

namespace rhofield {

namespace {

formula::Lattice lattice_of(const Matrix3& cell) {
  constexpr std::array<bool, 3> periodic{true, true, true};
  return formula::complete_lattice(cell[0].data(), periodic.data());
}

/// k_c such that the product of two normalised amplitudes, at most x^l exp(-x) / Gamma(l + 3/2) with x = k^2/2alpha, is
/// below the precision beyond.
double wave_cutoff(double smooth_exponent, int l_max, double precision) {
  double x = std::max(1.0, -std::log(precision));
  for (int iteration = 0; iteration < 20; ++iteration)
    x = std::max(l_max + 1.0, l_max * std::log(x) - std::lgamma(l_max + 1.5) - std::log(precision));
  return std::sqrt(2 * smooth_exponent * x);
}

}  // namespace

double coulomb_smooth_exponent(const Structure& cell) {
  // Both sums cost about the same per pair of atoms: some 800 wave vectors, some 20 images, in a cell of any size.
  return std::pow(150 / lattice_of(cell.cell).volume, 2.0 / 3.0);
}

void add_reciprocal_coulomb(const Device& device, const GaussianBasis& basis, const Structure& cell,
                            double smooth_exponent, double precision, View<double, 2> matrix) {
  const double spread = 1 / (4 * smooth_exponent);
  const AmplitudeTableSet tables(device, basis, cell, smooth_exponent);
  std::vector<double> left, right;  // [function, 2]: (D Q, Q) and (Q, D Q)
  for (int number : cell.numbers)
    for (const Shell& shell : basis.shells(number)) {
      double charge = 0, second_moment = 0;
      for (std::size_t p = 0; shell.l == 0 && p < shell.exponents.size(); ++p) {
        const double a = shell.exponents[p];
        const double part = shell.coefficients[p] * std::pow(pi / a, 1.5) / std::sqrt(4 * pi);
        charge += part;
        second_moment += part * std::max(0.0, spread - 1 / (4 * a));
      }
      for (int m = 0; m < 2 * shell.l + 1; ++m) {
        left.insert(left.end(), {second_moment, charge});
        right.insert(right.end(), {charge, second_moment});
      }
    }
  const Index function = tables.functions();
  const double volume = lattice_of(cell.cell).volume;

  LinearAlgebra& algebra = device.backend().linear_algebra();
  const auto device_left = Tensor<double, 2>::from_host(device, left, {function, 2});
  const auto device_right = Tensor<double, 2>::from_host(device, right, {function, 2});
  algebra.gemm(Op::none, Op::transpose, -4 * pi / volume, rhofield::matrix(device_left.view()),
               rhofield::matrix(device_right.view()), 1, rhofield::matrix(matrix));

  const AmplitudeTables amplitude_tables = tables.view();
  HalfSpaceWaves waves = half_space_waves(cell.cell, wave_cutoff(smooth_exponent, amplitude_tables.l_max, precision));
  const Index count = waves.size();
  for (std::size_t w = 3; w < waves.vector.size(); w += 4)
    waves.vector[w] = std::sqrt(8 * pi / volume) / waves.vector[w];
  constexpr Index batch = 512;  // amplitudes of a batch: 8 kB a function
  Tensor<double, 2> amplitudes(device, {function, 2 * std::min(batch, count)});
  for (Index first = 0; first < count; first += batch) {
    const Index size = std::min(batch, count - first);
    const auto part = Tensor<double, 2>::from_host(
        device,
        std::span<const double>(waves.vector)
            .subspan(static_cast<std::size_t>(4 * first), static_cast<std::size_t>(4 * size)),
        {size, 4});
    const View<double, 2> rows(amplitudes.view().data(), {function, 2 * size});
    device.backend().kernels().fourier_amplitudes(amplitude_tables, part.view(), rows);
    algebra.syrk(Op::none, 1, rhofield::matrix(View<const double, 2>(rows)), 1, rhofield::matrix(matrix));
  }
  device.backend().kernels().mirror_lower_triangle(rhofield::matrix(matrix));
  device.synchronize();
}

}  // namespace rhofield
