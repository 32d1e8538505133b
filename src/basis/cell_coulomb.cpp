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

#include "basis/gaunt.hpp"
#include "basis/two_centre_tables.hpp"
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

/// Wave vectors of half the space, 0 < |k| < k_c, with the factor sqrt(8 pi / Omega) / k: [wave, 4].
std::vector<double> wave_vectors(const Matrix3& cell, double cutoff) {
  const formula::Lattice lattice = lattice_of(cell);
  std::array<int, 3> most{};
  for (std::size_t a = 0; a < 3; ++a) {
    const double length = std::sqrt(formula::dot(lattice.vectors[a], lattice.vectors[a]));
    most[a] = static_cast<int>(cutoff * length / (2 * pi));
  }
  const double factor = std::sqrt(8 * pi / lattice.volume);
  std::vector<double> waves;
  for (int a = 0; a <= most[0]; ++a)
    for (int b = a == 0 ? 0 : -most[1]; b <= most[1]; ++b)
      for (int c = a == 0 && b == 0 ? 1 : -most[2]; c <= most[2]; ++c) {
        Vector3 k{};
        for (std::size_t x = 0; x < 3; ++x)
          k[x] = 2 * pi * (a * lattice.reciprocal[0][x] + b * lattice.reciprocal[1][x] + c * lattice.reciprocal[2][x]);
        const double length = std::sqrt(formula::dot(k.data(), k.data()));
        if (length < cutoff) waves.insert(waves.end(), {k[0], k[1], k[2], factor / length});
      }
  return waves;
}

}  // namespace

double coulomb_smooth_exponent(const Structure& cell) {
  // Both sums cost about the same per pair of atoms: some 800 wave vectors, some 20 images, in a cell of any size.
  return std::pow(150 / lattice_of(cell.cell).volume, 2.0 / 3.0);
}

void add_reciprocal_coulomb(const Device& device, const GaussianBasis& basis, const Structure& cell,
                            double smooth_exponent, double precision, View<double, 2> matrix) {
  const double spread = 1 / (4 * smooth_exponent);
  std::vector<AmplitudeShell> shells;
  std::vector<Index> atom_offset{0};
  std::vector<double> weight, damping, scale, positions;
  std::vector<double> left, right;  // [function, 2]: (D Q, Q) and (Q, D Q)
  int l_max = 0;
  Index function = 0;
  for (std::size_t atom = 0; atom < cell.numbers.size(); ++atom) {
    positions.insert(positions.end(), cell.positions[atom].begin(), cell.positions[atom].end());
    for (const Shell& shell : basis.shells(cell.numbers[atom])) {
      shells.push_back({static_cast<int>(atom), shell.l, static_cast<int>(weight.size()),
                        static_cast<int>(shell.exponents.size()), function});
      double charge = 0, second_moment = 0;
      for (std::size_t p = 0; p < shell.exponents.size(); ++p) {
        const double a = shell.exponents[p];
        weight.push_back(shell.coefficients[p] * std::pow(pi / a, 1.5) / std::pow(2 * a, shell.l));
        damping.push_back(std::max(spread, 1 / (4 * a)));
        if (shell.l > 0) continue;
        charge += weight.back() / std::sqrt(4 * pi);
        second_moment += weight.back() / std::sqrt(4 * pi) * std::max(0.0, spread - 1 / (4 * a));
      }
      for (int m = 0; m < 2 * shell.l + 1; ++m) {
        left.insert(left.end(), {second_moment, charge});
        right.insert(right.end(), {charge, second_moment});
      }
      l_max = std::max(l_max, shell.l);
      function += 2 * shell.l + 1;
    }
    atom_offset.push_back(static_cast<Index>(shells.size()));
  }
  for (int l = 0; l <= l_max; ++l)
    for (int m = -l; m <= l; ++m) scale.push_back(solid_harmonic_scale(l, m));

  const auto vector = [&device](const auto& values) {
    using Value = typename std::decay_t<decltype(values)>::value_type;
    return Tensor<Value, 1>::from_host(device, values, {static_cast<Index>(values.size())});
  };
  const auto atoms = static_cast<Index>(cell.numbers.size());
  const auto device_shells = vector(shells);
  const auto device_offset = vector(atom_offset);
  const auto device_positions = Tensor<double, 2>::from_host(device, positions, {atoms, 3});
  const auto device_weight = vector(weight), device_damping = vector(damping), device_scale = vector(scale);
  const AmplitudeTables tables{l_max,
                               device_shells.view(),
                               device_offset.view(),
                               device_positions.view(),
                               device_weight.view(),
                               device_damping.view(),
                               device_scale.view()};

  LinearAlgebra& algebra = device.backend().linear_algebra();
  const auto device_left = Tensor<double, 2>::from_host(device, left, {function, 2});
  const auto device_right = Tensor<double, 2>::from_host(device, right, {function, 2});
  algebra.gemm(Op::none, Op::transpose, -4 * pi / lattice_of(cell.cell).volume, rhofield::matrix(device_left.view()),
               rhofield::matrix(device_right.view()), 1, rhofield::matrix(matrix));

  const std::vector<double> waves = wave_vectors(cell.cell, wave_cutoff(smooth_exponent, l_max, precision));
  const auto count = static_cast<Index>(waves.size()) / 4;
  constexpr Index batch = 512;  // amplitudes of a batch: 8 kB a function
  Tensor<double, 2> amplitudes(device, {function, 2 * std::min(batch, count)});
  for (Index first = 0; first < count; first += batch) {
    const Index size = std::min(batch, count - first);
    const auto part = Tensor<double, 2>::from_host(
        device, std::span(waves).subspan(static_cast<std::size_t>(4 * first), static_cast<std::size_t>(4 * size)),
        {size, 4});
    const View<double, 2> rows(amplitudes.view().data(), {function, 2 * size});
    device.backend().kernels().fourier_amplitudes(tables, part.view(), rows);
    algebra.syrk(Op::none, 1, rhofield::matrix(View<const double, 2>(rows)), 1, rhofield::matrix(matrix));
  }
  device.backend().kernels().mirror_lower_triangle(rhofield::matrix(matrix));
  device.synchronize();
}

}  // namespace rhofield
