// Fourier amplitudes of Gaussian shells on the CPU: one thread per atom, vectors over wave vectors.
#include "shared/fourier_amplitudes.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "basis/two_centre_tables.hpp"
#include "cpu_backend.hpp"
#include "runtime/parallel.hpp"
#include "shared/exponential.hpp"
#include "shared/two_centre_integrals.hpp"

namespace rhofield::cpu {

void CpuKernels::fourier_amplitudes(const AmplitudeTables& tables, View<const double, 2> waves,
                                    View<double, 2> amplitudes) {
  const Index count = waves.extent(0);
  const auto size = static_cast<std::size_t>(count);
  const int components = (tables.l_max + 1) * (tables.l_max + 1);
  std::vector<double> square(size), harmonics(size * static_cast<std::size_t>(components));  // [lm, wave]
  std::vector<double> one(static_cast<std::size_t>(components));
  for (Index w = 0; w < count; ++w) {
    const double x = waves(w, 0), y = waves(w, 1), z = waves(w, 2);
    square[static_cast<std::size_t>(w)] = x * x + y * y + z * z;
    formula::scaled_solid_harmonics(tables.l_max, x, y, z, one.data());
    for (int lm = 0; lm < components; ++lm)
      harmonics[static_cast<std::size_t>(lm * count + w)] =
          waves(w, 3) * tables.harmonic_scale(lm) * one[static_cast<std::size_t>(lm)];
  }
  struct Scratch {
    std::vector<double> cosine, sine, radial;  // [wave]
  };
  const auto make_scratch = [size] {
    return Scratch{std::vector<double>(size), std::vector<double>(size), std::vector<double>(size)};
  };
  parallel_for(tables.positions.extent(0), 1, make_scratch, [&](Index atom, Scratch& scratch) {
    auto& [cosine, sine, radial] = scratch;
    for (std::size_t w = 0; w < size; ++w) {
      const double* k = &waves(static_cast<Index>(w), 0);
      const double phase =
          k[0] * tables.positions(atom, 0) + k[1] * tables.positions(atom, 1) + k[2] * tables.positions(atom, 2);
      cosine[w] = std::cos(phase);
      sine[w] = std::sin(phase);
    }
    for (Index s = tables.atom_offset(atom); s < tables.atom_offset(atom + 1); ++s) {
      const AmplitudeShell& shell = tables.shells(s);
      std::fill(radial.begin(), radial.end(), 0.0);
      for (int p = shell.first_primitive; p < shell.first_primitive + shell.primitives; ++p) {
        const double weight = tables.weight(p), damping = tables.damping(p);
#pragma omp simd
        for (std::size_t w = 0; w < size; ++w)
          radial[w] += weight * formula::exponential_of_negative(-damping * square[w]);
      }
      for (int m = 0; m < 2 * shell.l + 1; ++m) {
        const double* harmonic = harmonics.data() + (shell.l * shell.l + m) * count;
        double* row = &amplitudes(shell.first_function + m, 0);
        for (std::size_t w = 0; w < size; ++w) {
          const formula::ComplexNumber phase = formula::amplitude_phase(shell.l, cosine[w], sine[w]);
          row[w] = radial[w] * harmonic[w] * phase.real;
          row[size + w] = radial[w] * harmonic[w] * phase.imaginary;
        }
      }
    }
  });
}

void CpuKernels::mirror_lower_triangle(MatrixView a) {
  constexpr Index edge = 64;  // tiles, so that neither side strides through memory
#pragma omp parallel for schedule(dynamic)
  for (Index block = 0; block < a.rows; block += edge)
    for (Index first = 0; first <= block; first += edge)
      for (Index row = block; row < std::min(block + edge, a.rows); ++row)
        for (Index column = first; column < std::min(first + edge, row); ++column)
          a.data[column * a.stride + row] = a.data[row * a.stride + column];
}

}  // namespace rhofield::cpu
