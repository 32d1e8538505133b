// Reciprocal-space part of long-range expansions on the GPU.
#include "shared/long_range.hpp"

#include "cuda/cuda_backend.hpp"
#include "rhofield/units.hpp"

namespace rhofield::cuda {

namespace {

/// One thread per (atom, wave); reads the indices of the wave and the fractional position, writes cosine and sine.
__global__ void wave_phases_kernel(View<const int, 2> index, View<const double, 2> fractional, View<double, 2> phases) {
  const Index waves = index.extent(0);
  const Index atom = thread_index() / waves;
  if (atom >= fractional.extent(0)) return;
  const Index w = thread_index() - atom * waves;
  double turns = 0;
  for (int d = 0; d < 3; ++d) {
    const double part = index(w, d) * fractional(atom, d);
    turns += part - std::rint(part);
  }
  double sine = 0, cosine = 0;
  sincos(2 * pi * turns, &sine, &cosine);
  phases(atom, w) = cosine;
  phases(atom, waves + w) = sine;
}

/// One thread per (wave, component, channel); reads one radial function and the species' structure factors, writes the
/// rows of the cosine and of the sine.
__global__ void wave_channels_kernel(View<const double, 3> g, View<const double, 1> factor,
                                     View<const double, 2> structure_factors, View<double, 3> b) {
  const Index channels = b.extent(2), components = g.extent(1), waves = g.extent(0), n_max = g.extent(2);
  const Index row = thread_index() / channels;
  if (row >= waves * components) return;
  const Index q = thread_index() - row * channels, w = row / components, lm = row - w * components, a = q / n_max;
  const auto pair = formula::wave_pair(formula::order_of_component(static_cast<int>(lm)), structure_factors(a, w),
                                       structure_factors(a, waves + w));
  const double size = factor(w) * g(w, lm, q - a * n_max);
  b(w, lm, q) = size * pair.of_cosine;
  b(waves + w, lm, q) = size * pair.of_sine;
}

/// One thread per (wave, component, radial function); reads the rows of both phases of all species, writes one g_bar.
__global__ void wave_functions_backward_kernel(View<const double, 1> factor, View<const double, 2> structure_factors,
                                               View<const double, 3> b_bar, View<double, 3> g_bar) {
  const Index waves = g_bar.extent(0), components = g_bar.extent(1), n_max = g_bar.extent(2);
  const Index row = thread_index() / n_max;
  if (row >= waves * components) return;
  const Index n = thread_index() - row * n_max, w = row / components, lm = row - w * components;
  const int l = formula::order_of_component(static_cast<int>(lm));
  double sum = 0;
  for (Index a = 0; a < structure_factors.extent(0); ++a) {
    const auto pair = formula::wave_pair(l, structure_factors(a, w), structure_factors(a, waves + w));
    sum += pair.of_cosine * b_bar(w, lm, a * n_max + n) + pair.of_sine * b_bar(waves + w, lm, a * n_max + n);
  }
  g_bar(w, lm, n) = factor(w) * sum;
}

/// One thread per wave; reads G and g_bar, writes their product.
__global__ void wave_dot_kernel(View<const double, 3> g, View<const double, 3> g_bar, View<double, 1> g_dot) {
  const Index w = thread_index();
  if (w >= g.extent(0)) return;
  double sum = 0;
  for (Index lm = 0; lm < g.extent(1); ++lm)
    for (Index n = 0; n < g.extent(2); ++n) sum += g(w, lm, n) * g_bar(w, lm, n);
  g_dot(w) = sum;
}

/// One thread per (species, wave); reads G and the rows of b_bar, writes both structure factors' derivatives.
__global__ void structure_factors_backward_kernel(View<const double, 3> g, View<const double, 1> factor,
                                                  View<const double, 3> b_bar, View<double, 2> structure_factors_bar) {
  const Index waves = g.extent(0), n_max = g.extent(2);
  const Index a = thread_index() / waves;
  if (a >= structure_factors_bar.extent(0)) return;
  const Index w = thread_index() - a * waves;
  double cosine = 0, sine = 0;
  for (Index lm = 0; lm < g.extent(1); ++lm) {
    const int l = formula::order_of_component(static_cast<int>(lm));
    for (Index n = 0; n < n_max; ++n) {
      const double size = factor(w) * g(w, lm, n);
      const auto back = formula::wave_pair_backward(l, size * b_bar(w, lm, a * n_max + n),
                                                    size * b_bar(waves + w, lm, a * n_max + n));
      cosine += back.of_cosine;
      sine += back.of_sine;
    }
  }
  structure_factors_bar(a, w) = cosine;
  structure_factors_bar(a, waves + w) = sine;
}

/// One thread per atom; reads its phases and their derivatives, adds to its position's derivative.
__global__ void wave_phases_backward_kernel(View<const double, 2> waves, View<const double, 2> phases,
                                            View<const double, 2> phases_bar, View<double, 2> positions_bar) {
  const Index atom = thread_index(), count = waves.extent(0);
  if (atom >= phases.extent(0)) return;
  double sum[3] = {};
  for (Index w = 0; w < count; ++w) {
    const double slope = phases(atom, w) * phases_bar(atom, count + w) - phases(atom, count + w) * phases_bar(atom, w);
    for (int x = 0; x < 3; ++x) sum[x] += slope * waves(w, x);
  }
  for (int x = 0; x < 3; ++x) positions_bar(atom, x) += sum[x];
}

}  // namespace

void CudaKernels::wave_phases(View<const int, 2> index, View<const double, 2> fractional, View<double, 2> phases) {
  launch(context_, one_thread_per(index.extent(0) * fractional.extent(0)), wave_phases_kernel, index, fractional,
         phases);
}

void CudaKernels::wave_channels(View<const double, 3> g, View<const double, 1> factor,
                                View<const double, 2> structure_factors, View<double, 3> b) {
  launch(context_, one_thread_per(g.extent(0) * g.extent(1) * b.extent(2)), wave_channels_kernel, g, factor,
         structure_factors, b);
}

void CudaKernels::wave_channels_backward(View<const double, 3> g, View<const double, 1> factor,
                                         View<const double, 2> structure_factors, View<const double, 3> b_bar,
                                         View<double, 3> g_bar, View<double, 1> g_dot,
                                         View<double, 2> structure_factors_bar) {
  launch(context_, one_thread_per(g.size()), wave_functions_backward_kernel, factor, structure_factors, b_bar, g_bar);
  launch(context_, one_thread_per(g.extent(0)), wave_dot_kernel, g, g_bar, g_dot);
  launch(context_, one_thread_per(structure_factors.extent(0) * g.extent(0)), structure_factors_backward_kernel, g,
         factor, b_bar, structure_factors_bar);
}

void CudaKernels::wave_phases_backward(View<const double, 2> waves, View<const double, 2> phases,
                                       View<const double, 2> phases_bar, View<double, 2> positions_bar) {
  launch(context_, one_thread_per(phases.extent(0)), wave_phases_backward_kernel, waves, phases, phases_bar,
         positions_bar);
}

}  // namespace rhofield::cuda
