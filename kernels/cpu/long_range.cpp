// Reciprocal-space part of long-range expansions on the CPU. Phases: three one-dimensional tables per atom, multiplied.
#include "shared/long_range.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <vector>

#include "cpu_backend.hpp"
#include "rhofield/units.hpp"
#include "runtime/parallel.hpp"

namespace rhofield::cpu {

void CpuKernels::wave_phases(View<const int, 2> index, View<const double, 2> fractional, View<double, 2> phases) {
  const Index waves = index.extent(0);
  if (waves == 0) return;  // rows without elements have no address
  std::array<int, 3> most{};
  for (Index w = 0; w < waves; ++w)
    for (std::size_t d = 0; d < 3; ++d) most[d] = std::max(most[d], std::abs(index(w, d)));
  struct Tables {
    std::array<std::vector<double>, 3> cosine, sine;  // [index + most]
  };
  const auto make_tables = [&most] {
    Tables tables;
    for (std::size_t d = 0; d < 3; ++d) {
      tables.cosine[d].resize(static_cast<std::size_t>(2 * most[d] + 1));
      tables.sine[d] = tables.cosine[d];
    }
    return tables;
  };
  parallel_for(fractional.extent(0), 1, make_tables, [&](Index atom, Tables& tables) {
    for (std::size_t d = 0; d < 3; ++d) {
      const double f = fractional(atom, d);
      for (int n = 0; n <= most[d]; ++n) {
        const double turns = n * f, angle = 2 * pi * (turns - std::round(turns));
        const double cosine = std::cos(angle), sine = std::sin(angle);
        const auto middle = static_cast<std::size_t>(most[d]), step = static_cast<std::size_t>(n);
        tables.cosine[d][middle + step] = tables.cosine[d][middle - step] = cosine;
        tables.sine[d][middle + step] = sine;
        tables.sine[d][middle - step] = -sine;
      }
    }
    const auto middle = [&](std::size_t d, const std::vector<double>& table) { return table.data() + most[d]; };
    const double *cx = middle(0, tables.cosine[0]), *sx = middle(0, tables.sine[0]);
    const double *cy = middle(1, tables.cosine[1]), *sy = middle(1, tables.sine[1]);
    const double *cz = middle(2, tables.cosine[2]), *sz = middle(2, tables.sine[2]);
    double* cosine = &phases(atom, 0);
    double* sine = cosine + waves;
    for (Index w = 0; w < waves; ++w) {
      const int* n = &index(w, 0);
      const double real = cx[n[0]] * cy[n[1]] - sx[n[0]] * sy[n[1]];
      const double imaginary = cx[n[0]] * sy[n[1]] + sx[n[0]] * cy[n[1]];
      cosine[w] = real * cz[n[2]] - imaginary * sz[n[2]];
      sine[w] = real * sz[n[2]] + imaginary * cz[n[2]];
    }
  });
}

void CpuKernels::wave_channels(View<const double, 3> g, View<const double, 1> factor,
                               View<const double, 2> structure_factors, View<double, 3> b) {
  const Index waves = g.extent(0), components = g.extent(1), n_max = g.extent(2), species = structure_factors.extent(0);
#pragma omp parallel for schedule(static)
  for (Index w = 0; w < waves; ++w)
    for (Index lm = 0; lm < components; ++lm) {
      const int l = formula::order_of_component(static_cast<int>(lm));
      for (Index a = 0; a < species; ++a) {
        const auto pair = formula::wave_pair(l, structure_factors(a, w), structure_factors(a, waves + w));
        const double of_cosine = factor(w) * pair.of_cosine, of_sine = factor(w) * pair.of_sine;
        const double* in = &g(w, lm, 0);
        double* cosine = &b(w, lm, a * n_max);
        double* sine = &b(waves + w, lm, a * n_max);
        for (Index n = 0; n < n_max; ++n) {
          cosine[n] = of_cosine * in[n];
          sine[n] = of_sine * in[n];
        }
      }
    }
}

void CpuKernels::wave_channels_backward(View<const double, 3> g, View<const double, 1> factor,
                                        View<const double, 2> structure_factors, View<const double, 3> b_bar,
                                        View<double, 3> g_bar, View<double, 1> g_dot,
                                        View<double, 2> structure_factors_bar) {
  const Index waves = g.extent(0), components = g.extent(1), n_max = g.extent(2), species = structure_factors.extent(0);
#pragma omp parallel for schedule(static)
  for (Index w = 0; w < waves; ++w) {
    for (Index a = 0; a < species; ++a) structure_factors_bar(a, w) = structure_factors_bar(a, waves + w) = 0;
    g_dot(w) = 0;
    for (Index lm = 0; lm < components; ++lm) {
      const int l = formula::order_of_component(static_cast<int>(lm));
      for (Index n = 0; n < n_max; ++n) {
        double sum = 0;
        for (Index a = 0; a < species; ++a) {
          const double of_cosine = b_bar(w, lm, a * n_max + n), of_sine = b_bar(waves + w, lm, a * n_max + n);
          const auto pair = formula::wave_pair(l, structure_factors(a, w), structure_factors(a, waves + w));
          sum += pair.of_cosine * of_cosine + pair.of_sine * of_sine;
          const double size = factor(w) * g(w, lm, n);
          const auto back = formula::wave_pair_backward(l, size * of_cosine, size * of_sine);
          structure_factors_bar(a, w) += back.of_cosine;
          structure_factors_bar(a, waves + w) += back.of_sine;
        }
        g_bar(w, lm, n) = factor(w) * sum;
        g_dot(w) += factor(w) * sum * g(w, lm, n);
      }
    }
  }
}

void CpuKernels::wave_phases_backward(View<const double, 2> waves, View<const double, 2> phases,
                                      View<const double, 2> phases_bar, View<double, 2> positions_bar) {
  const Index count = waves.extent(0), atoms = phases.extent(0);
#pragma omp parallel for schedule(static)
  for (Index atom = 0; atom < atoms; ++atom) {
    double sum[3] = {};
    for (Index w = 0; w < count; ++w) {
      const double slope =
          phases(atom, w) * phases_bar(atom, count + w) - phases(atom, count + w) * phases_bar(atom, w);
      for (int x = 0; x < 3; ++x) sum[x] += slope * waves(w, x);
    }
    for (int x = 0; x < 3; ++x) positions_bar(atom, x) += sum[x];
  }
}

}  // namespace rhofield::cpu
