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

}  // namespace rhofield::cuda
