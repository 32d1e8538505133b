// Fourier amplitudes of Gaussian shells on the GPU, and the second half of a symmetric matrix.
#include "shared/fourier_amplitudes.hpp"

#include "basis/two_centre_tables.hpp"
#include "cuda/cuda_backend.hpp"
#include "rhofield/basis/gaussian_basis.hpp"
#include "shared/exponential.hpp"
#include "shared/two_centre_integrals.hpp"

namespace rhofield::cuda {

namespace {

/// One thread per (shell, wave vector); reads both, writes real and imaginary parts of the shell's components.
__global__ void fourier_amplitudes_kernel(AmplitudeTables tables, View<const double, 2> waves,
                                          View<double, 2> amplitudes) {
  constexpr int components = (GaussianBasis::maximum_l + 1) * (GaussianBasis::maximum_l + 1);
  const Index count = waves.extent(0);
  const Index s = thread_index() / count;
  if (s >= tables.shells.extent(0)) return;
  const Index w = thread_index() - s * count;
  const AmplitudeShell shell = tables.shells(s);
  const double* k = &waves(w, 0);
  const double square = k[0] * k[0] + k[1] * k[1] + k[2] * k[2];
  double radial = 0;
  for (int p = shell.first_primitive; p < shell.first_primitive + shell.primitives; ++p)
    radial += tables.weight(p) * formula::exponential_of_negative(-tables.damping(p) * square);
  const double* r = &tables.positions(shell.atom, 0);
  double cosine = 0;
  double sine = 0;
  sincos(k[0] * r[0] + k[1] * r[1] + k[2] * r[2], &sine, &cosine);
  const formula::ComplexNumber phase = formula::amplitude_phase(shell.l, cosine, sine);
  double harmonics[components];
  formula::scaled_solid_harmonics(shell.l, k[0], k[1], k[2], harmonics);
  for (int m = 0; m < 2 * shell.l + 1; ++m) {
    const int lm = shell.l * shell.l + m;
    const double size = radial * k[3] * tables.harmonic_scale(lm) * harmonics[lm];
    amplitudes(shell.first_function + m, w) = size * phase.real;
    amplitudes(shell.first_function + m, count + w) = size * phase.imaginary;
  }
}

/// One thread per element; those above the diagonal read the mirrored element and write their own.
__global__ void mirror_lower_triangle_kernel(MatrixView a) {
  const Index row = thread_index() / a.columns;
  if (row >= a.rows) return;
  const Index column = thread_index() - row * a.columns;
  if (column > row) a.data[row * a.stride + column] = a.data[column * a.stride + row];
}

}  // namespace

void CudaKernels::fourier_amplitudes(const AmplitudeTables& tables, View<const double, 2> waves,
                                     View<double, 2> amplitudes) {
  launch(context_, one_thread_per(tables.shells.extent(0) * waves.extent(0)), fourier_amplitudes_kernel, tables, waves,
         amplitudes);
}

void CudaKernels::mirror_lower_triangle(MatrixView a) {
  launch(context_, one_thread_per(a.rows * a.columns), mirror_lower_triangle_kernel, a);
}

}  // namespace rhofield::cuda
