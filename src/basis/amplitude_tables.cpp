// Tables of Fourier amplitudes; the formula stands in kernels/shared/fourier_amplitudes.hpp.
#include "basis/amplitude_tables.hpp"

#include <algorithm>
#include <cmath>

#include "basis/gaunt.hpp"
#include "rhofield/units.hpp"
#include "shared/neighbours.hpp"

namespace rhofield {

HalfSpaceWaves half_space_waves(const Matrix3& cell, double cutoff) {
  constexpr std::array<bool, 3> periodic{true, true, true};
  const formula::Lattice lattice = formula::complete_lattice(cell[0].data(), periodic.data());
  std::array<int, 3> most{};
  for (std::size_t a = 0; a < 3; ++a) {
    const double length = std::sqrt(formula::dot(lattice.vectors[a], lattice.vectors[a]));
    most[a] = static_cast<int>(cutoff * length / (2 * pi));
  }
  HalfSpaceWaves waves;
  for (int a = 0; a <= most[0]; ++a)
    for (int b = a == 0 ? 0 : -most[1]; b <= most[1]; ++b)
      for (int c = a == 0 && b == 0 ? 1 : -most[2]; c <= most[2]; ++c) {
        Vector3 k{};
        for (std::size_t x = 0; x < 3; ++x)
          k[x] = 2 * pi * (a * lattice.reciprocal[0][x] + b * lattice.reciprocal[1][x] + c * lattice.reciprocal[2][x]);
        const double length = std::sqrt(formula::dot(k.data(), k.data()));
        if (length >= cutoff) continue;
        waves.index.insert(waves.index.end(), {a, b, c});
        waves.vector.insert(waves.vector.end(), {k[0], k[1], k[2], length});
      }
  return waves;
}

AmplitudeTableSet::AmplitudeTableSet(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                     double smooth_exponent, std::span<const double> core_widths) {
  const double spread = 1 / (4 * smooth_exponent);
  const std::size_t atoms = structure.numbers.size();
  std::vector<AmplitudeShell> shells;
  std::vector<Index> atom_offset{0};
  std::vector<double> weight, damping, scale, positions;
  const Index of_shells = basis.functions(structure);
  for (std::size_t atom = 0; atom < atoms; ++atom) {
    const auto number = static_cast<int>(atom);
    positions.insert(positions.end(), structure.positions[atom].begin(), structure.positions[atom].end());
    for (const Shell& shell : basis.shells(structure.numbers[atom])) {
      shells.push_back(
          {number, shell.l, static_cast<int>(weight.size()), static_cast<int>(shell.exponents.size()), functions_});
      for (std::size_t p = 0; p < shell.exponents.size(); ++p) {
        const double a = shell.exponents[p];
        weight.push_back(shell.coefficients[p] * std::pow(pi / a, 1.5) / std::pow(2 * a, shell.l));
        damping.push_back(std::max(spread, 1 / (4 * a)));
      }
      l_max_ = std::max(l_max_, shell.l);
      functions_ += 2 * shell.l + 1;
    }
    if (!core_widths.empty()) {
      shells.push_back({number, 0, static_cast<int>(weight.size()), 1, of_shells + static_cast<Index>(atom)});
      weight.push_back(std::sqrt(4 * pi));
      damping.push_back(std::max(spread, 0.5 * core_widths[atom] * core_widths[atom]));
    }
    atom_offset.push_back(static_cast<Index>(shells.size()));
  }
  if (!core_widths.empty()) functions_ += static_cast<Index>(atoms);
  for (int l = 0; l <= l_max_; ++l)
    for (int m = -l; m <= l; ++m) scale.push_back(solid_harmonic_scale(l, m));
  const auto upload = [&device](const auto& values) {
    using Value = typename std::decay_t<decltype(values)>::value_type;
    return Tensor<Value, 1>::from_host(device, values, {static_cast<Index>(values.size())});
  };
  shells_ = upload(shells);
  atom_offset_ = upload(atom_offset);
  positions_ = Tensor<double, 2>::from_host(device, positions, {static_cast<Index>(atoms), 3});
  weight_ = upload(weight);
  damping_ = upload(damping);
  scale_ = upload(scale);
}

AmplitudeTables AmplitudeTableSet::view() const {
  return {l_max_,         shells_.view(),  atom_offset_.view(), positions_.view(),
          weight_.view(), damping_.view(), scale_.view()};
}

}  // namespace rhofield
