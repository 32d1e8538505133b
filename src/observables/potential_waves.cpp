// Plane waves: V(k) = 4 pi / (Omega k^2) rho(k), E(k) = -i k V(k). Waves beyond those of a grid are folded back onto
// it: there, e^{ik.r} of both are equal.
#include "observables/potential_waves.hpp"

#include <algorithm>
#include <cmath>

#include "basis/amplitude_tables.hpp"
#include "basis/lattice_images.hpp"
#include "rhofield/units.hpp"
#include "runtime/backend.hpp"
#include "shared/neighbours.hpp"

namespace rhofield {

namespace {

constexpr Index wave_batch = 512;
constexpr Index point_batch = 4096;  // phases of both batches: 33 MB

double dot(const Vector3& a, const Vector3& b) { return formula::dot(a.data(), b.data()); }

double volume_of(const Structure& cell) {
  Vector3 area{};
  formula::cross(cell.cell[1].data(), cell.cell[2].data(), area.data());
  return std::abs(dot(cell.cell[0], area));
}

}  // namespace

double typical_wave_cutoff(double smooth_exponent, double precision) {
  return std::sqrt(4 * smooth_exponent * (5 - std::log(precision)));
}

double wave_cutoff(const std::vector<AtomCharge>& atoms, double smooth_exponent, double precision) {
  std::map<std::pair<double, int>, double> squares;  // (exponent, l) -> sum over atoms of |w|^2
  for (const AtomCharge& atom : atoms) {
    if (atom.point != 0)
      squares[{smooth_exponent, 0}] += atom.point * atom.point * 4 * pi * std::pow(smooth_exponent / pi, 3);
    for (const auto& [a, by_order] : atom.terms) {
      const double exponent = std::min(a, smooth_exponent);
      for (const auto& [l, weights] : by_order)
        for (double w : weights) squares[{exponent, l}] += w * w * std::pow(exponent / a, 2 * l + 3);
    }
  }
  int l_max = 0;
  for (const auto& [term, square] : squares) l_max = std::max(l_max, term.second);
  double k = std::sqrt(2 * smooth_exponent * (l_max + 1));  // beyond the maximum of k^l exp(-k^2/4a)
  for (;; k *= 1.02) {
    double bound = 0;
    for (const auto& [term, square] : squares) {
      const auto [a, l] = term;
      bound += std::sqrt(square * (2 * l + 1) / (4 * pi)) * std::pow(pi / a, 1.5) * std::pow(k / (2 * a), l) *
               std::exp(-k * k / (4 * a)) * 2 * a / k;
    }
    if (2 / pi * bound * std::max(1.0, k) < precision) return k;
  }
}

PotentialWaves potential_waves(const Device& device, const GaussianBasis& basis, const Structure& cell,
                               std::span<const double> coefficients, const PotentialOptions& options,
                               double smooth_exponent, double cutoff) {
  const double sign = options.kind == PotentialKind::hartree ? 1.0 : -1.0;
  std::vector<double> strength(coefficients.begin(), coefficients.end());
  for (double& x : strength) x *= sign;
  strength.insert(strength.end(), options.cores.charges.begin(), options.cores.charges.end());
  const std::vector<double> widths(options.cores.charges.size(), options.cores.width);
  const AmplitudeTableSet tables(device, basis, cell, smooth_exponent, widths);
  const Index functions = tables.functions();

  HalfSpaceWaves half = half_space_waves(cell.cell, cutoff);
  PotentialWaves waves{half.index, half.vector, {}, {}};
  for (std::size_t w = 3; w < half.vector.size(); w += 4)
    half.vector[w] = 8 * pi / (volume_of(cell) * half.vector[w] * half.vector[w]);
  const auto device_strength = Tensor<double, 2>::from_host(device, strength, {1, functions});
  Tensor<double, 2> amplitudes(device, {functions, 2 * std::min(wave_batch, half.size())});
  for (Index first = 0; first < half.size(); first += wave_batch) {
    const Index size = std::min(wave_batch, half.size() - first);
    const auto part = Tensor<double, 2>::from_host(
        device,
        std::span<const double>(half.vector)
            .subspan(static_cast<std::size_t>(4 * first), static_cast<std::size_t>(4 * size)),
        {size, 4});
    const View<double, 2> rows(amplitudes.view().data(), {functions, 2 * size});
    device.backend().kernels().fourier_amplitudes(tables.view(), part.view(), rows);
    Tensor<double, 2> sums(device, {1, 2 * size});
    device.backend().linear_algebra().gemm(Op::none, Op::none, 1, matrix(device_strength.view()),
                                           matrix(View<const double, 2>(rows)), 0, matrix(sums.view()));
    const std::vector<double> host = sums.to_host();
    waves.real.insert(waves.real.end(), host.begin(), host.begin() + size);
    waves.imaginary.insert(waves.imaginary.end(), host.begin() + size, host.end());
  }
  return waves;
}

void add_waves(const Device& device, const PotentialWaves& waves, const Structure& cell,
               std::span<const Vector3> points, PotentialValues& values) {
  const LatticeImages lattice(cell);
  const Index columns = values.field.empty() ? 1 : 4, count = static_cast<Index>(points.size());
  for (Index first_point = 0; first_point < count; first_point += point_batch) {
    const Index size = std::min(point_batch, count - first_point);
    std::vector<double> fractions;
    for (Index p = first_point; p < first_point + size; ++p)
      for (const Vector3& dual : lattice.dual()) {
        const double f = dot(dual, points[static_cast<std::size_t>(p)]);
        fractions.push_back(f - std::floor(f));
      }
    const auto device_fractions = Tensor<double, 2>::from_host(device, fractions, {size, 3});
    auto sums = Tensor<double, 2>::zeros(device, {size, columns});
    Tensor<double, 2> phases(device, {size, 2 * std::min(wave_batch, waves.size())});
    for (Index first = 0; first < waves.size(); first += wave_batch) {
      const Index part = std::min(wave_batch, waves.size() - first);
      std::vector<double> factors(static_cast<std::size_t>(2 * part * columns));  // [cos and sin, (V, E)]
      const View<double, 2> factor(factors.data(), {2 * part, columns});
      for (Index w = 0; w < part; ++w) {
        const auto at = static_cast<std::size_t>(first + w);
        factor(w, 0) = waves.real[at];
        factor(part + w, 0) = -waves.imaginary[at];
        for (Index x = 1; x < columns; ++x) {
          const double k = waves.vector[4 * at + static_cast<std::size_t>(x) - 1];
          factor(w, x) = k * waves.imaginary[at];
          factor(part + w, x) = k * waves.real[at];
        }
      }
      const auto index = Tensor<int, 2>::from_host(
          device,
          std::span<const int>(waves.index)
              .subspan(static_cast<std::size_t>(3 * first), static_cast<std::size_t>(3 * part)),
          {part, 3});
      const auto device_factors = Tensor<double, 2>::from_host(device, factors, {2 * part, columns});
      const View<double, 2> phase(phases.view().data(), {size, 2 * part});
      device.backend().kernels().wave_phases(index.view(), device_fractions.view(), phase);
      device.backend().linear_algebra().gemm(Op::none, Op::none, 1, matrix(View<const double, 2>(phase)),
                                             matrix(device_factors.view()), 1, matrix(sums.view()));
      device.synchronize();  // the tables of the batch live until here
    }
    const std::vector<double> host = sums.to_host();
    for (Index p = 0; p < size; ++p) {
      const auto at = static_cast<std::size_t>(first_point + p);
      const double* row = host.data() + p * columns;
      values.potential[at] += row[0];
      for (std::size_t x = 0; x < 3 && columns == 4; ++x) values.field[at][x] += row[1 + x];
    }
  }
}

void add_waves(const Device& device, const PotentialWaves& waves, const Grid& grid, PotentialValues& values) {
  const auto [n0, n1, n2] = grid.counts;
  const Index half = n2 / 2 + 1;
  const auto wrapped = [](Index k, Index n) { return (k % n + n) % n; };
  const int columns = values.field.empty() ? 1 : 4;
  for (int column = 0; column < columns; ++column) {
    std::vector<double> spectrum(static_cast<std::size_t>(2 * n0 * n1 * half), 0.0);
    for (std::size_t w = 0; w < waves.real.size(); ++w) {
      const double* k = waves.vector.data() + 4 * w;
      // Half of the wave at the grid's origin; -i k times it for the field.
      const double phase = formula::dot(k, grid.origin.data()), cosine = std::cos(phase), sine = std::sin(phase);
      double real = 0.5 * (waves.real[w] * cosine - waves.imaginary[w] * sine);
      double imaginary = 0.5 * (waves.real[w] * sine + waves.imaginary[w] * cosine);
      if (column > 0) {
        const double along = k[column - 1], before = real;
        real = along * imaginary;
        imaginary = -along * before;
      }
      for (const int direction : {1, -1}) {
        const Index h = wrapped(direction * waves.index[3 * w + 2], n2);
        if (h >= half) continue;  // the other half is implied
        const Index i = wrapped(direction * waves.index[3 * w], n0),
                    j = wrapped(direction * waves.index[3 * w + 1], n1);
        double* out = spectrum.data() + 2 * ((i * n1 + j) * half + h);
        out[0] += real;
        out[1] += direction * imaginary;
      }
    }
    auto device_spectrum = Tensor<double, 5>::from_host(device, spectrum, {n0, n1, half, 1, 2});
    Tensor<double, 4> field(device, {n0, n1, n2, 1});
    device.backend().kernels().fourier_backward(device_spectrum.view(), field.view());
    const std::vector<double> host = field.to_host();
    for (std::size_t p = 0; p < host.size(); ++p)
      (column == 0 ? values.potential[p] : values.field[p][static_cast<std::size_t>(column - 1)]) += host[p];
  }
}

bool divides_cell(const Grid& grid, const Structure& cell) {
  for (std::size_t d = 0; d < 3; ++d) {
    const double length2 = dot(cell.cell[d], cell.cell[d]);
    double difference2 = 0;
    for (std::size_t x = 0; x < 3; ++x) {
      const double difference = static_cast<double>(grid.counts[d]) * grid.steps[d][x] - cell.cell[d][x];
      difference2 += difference * difference;
    }
    if (difference2 > 1e-26 * length2) return false;
  }
  return true;
}

}  // namespace rhofield
