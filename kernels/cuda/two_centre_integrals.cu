// Two-centre integrals on the GPU: angular factors from harmonics shared by a pair of atoms, radial functions per shell
// pair (kernels/shared/two_centre_integrals.hpp).
#include "shared/two_centre_integrals.hpp"

#include "basis/two_centre_tables.hpp"
#include "cuda/cuda_backend.hpp"
#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield::cuda {

namespace {

constexpr int threads_per_pair = 128;
constexpr int maximum_terms = GaussianBasis::maximum_l + 1;  // n = 0 .. min(l1, l2)

/// The block of two atoms inside the matrix.
struct AtomBlock {
  View<double, 2> matrix;
  Index row, column;

  /// Adds to an element and writes its mirror. An atom with itself and its images: the lower triangle serves both.
  __device__ void add(Index r, Index c, double value) const {
    if (row == column && c > r) return;
    matrix(column + c, row + r) = matrix(row + r, column + c) += value;
  }
  __device__ void clear(Index r, Index c) const { matrix(column + c, row + r) = matrix(row + r, column + c) = 0.0; }
};

/// f_n, n < terms, of one shell pair at squared distance r2.
__device__ void radial_functions(const TwoCentreTables& tables, int order, int terms, Index shell_pair, double r2,
                                 double* values) {
  const int first = tables.radial == TwoCentreOperator::overlap ? 0 : 1;  // the Coulomb operator has its own f_0
  for (int n = 0; n < terms; ++n) values[n] = 0.0;
  for (int q = tables.primitive_offset(shell_pair); q < tables.primitive_offset(shell_pair + 1); ++q) {
    const double exponent = tables.exponent(q);
    const double t = exponent * r2;
    if (first == 1)
      values[0] += tables.weight(q) *
                   formula::boys_function(order, t, tables.boys.data(), static_cast<int>(tables.boys.extent(1)));
    double factor = tables.weight(q) * formula::exponential_of_negative(-t);
    for (int n = 0; n < terms; ++n, factor /= exponent)
      if (n >= first) values[n] += factor * formula::horner(&tables.polynomial(order, n, 0), n - first, t);
  }
}

/// Adds the integrals of one shell pair at one displacement, whose harmonics are given.
__device__ void add_shell_pair(const TwoCentreTables& tables, const ShellPairClass& shells, Index shell_pair, double r2,
                               const double* harmonics, const AtomBlock& block) {
  const int lower = shells.l1 < shells.l2 ? shells.l1 : shells.l2;
  const int upper = shells.l1 < shells.l2 ? shells.l2 : shells.l1;
  const int size = (2 * lower + 1) * (2 * upper + 1);
  double radial[maximum_terms];
  radial_functions(tables, lower + upper, lower + 1, shell_pair, r2, radial);
  const Index first = tables.angular_offset(lower * (tables.l_max + 1) + upper);
  for (int m = 0; m < size; ++m) {
    double sum = 0.0;
    for (int n = 0; n <= lower; ++n) {
      const Index row = first + n * size + m;
      sum += radial[n] * (tables.angular_value(row, 0) * harmonics[tables.angular_harmonic(row, 0)] +
                          tables.angular_value(row, 1) * harmonics[tables.angular_harmonic(row, 1)]);
    }
    const int of_lower = m / (2 * upper + 1);
    const int of_upper = m - of_lower * (2 * upper + 1);
    const bool in_order = shells.l1 <= shells.l2;
    block.add(tables.place(shell_pair, 0) + (in_order ? of_lower : of_upper),
              tables.place(shell_pair, 1) + (in_order ? of_upper : of_lower), sum);
  }
}

/// One block per pair of atoms, its threads share the shell pairs; reads the tables and the images of the pair, writes
/// the integrals of the two atoms and their mirror.
__global__ void two_centre_kernel(TwoCentreTables tables, AtomPairs pairs, View<double, 2> matrix) {
  double* harmonics = shared_memory<double>();  // [(2 l_max + 1)^2] of the current image
  const Index pair = blockIdx.x;
  const int i = pairs.atoms(pair, 0);
  const int j = pairs.atoms(pair, 1);
  const Index first = pairs.species_index(i);
  const Index second = pairs.species_index(j);
  const AtomBlock block{matrix, pairs.first_function(i), pairs.first_function(j)};
  const Index columns = tables.functions(second);
  for (Index k = threadIdx.x; k < tables.functions(first) * columns; k += threads_per_pair)
    block.clear(k / columns, k % columns);

  const int first_class = tables.class_offset(first * tables.species + second);
  const int last_class = tables.class_offset(first * tables.species + second + 1);
  for (Index image = pairs.image_offset(pair); image < pairs.image_offset(pair + 1); ++image) {
    const double* d = &pairs.image(image, 0);
    const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
    __syncthreads();
    if (threadIdx.x == 0) formula::scaled_solid_harmonics(2 * tables.l_max, d[0], d[1], d[2], harmonics);
    __syncthreads();
    int c = first_class;
    Index end = c < last_class ? tables.classes(c).first_pair + tables.classes(c).pairs : 0;
    for (Index p = tables.classes(first_class).first_pair + threadIdx.x; c < last_class; p += threads_per_pair) {
      while (p >= end && ++c < last_class) end = tables.classes(c).first_pair + tables.classes(c).pairs;
      if (c < last_class && tables.reach2(p) >= r2) add_shell_pair(tables, tables.classes(c), p, r2, harmonics, block);
    }
  }
}

}  // namespace

void CudaKernels::two_centre_integrals(const TwoCentreTables& tables, const AtomPairs& pairs, View<double, 2> matrix) {
  const int orders = 2 * tables.l_max + 1;
  launch(context_,
         one_block_per(pairs.atoms.extent(0), threads_per_pair,
                       sizeof(double) * static_cast<std::size_t>(orders * orders)),
         two_centre_kernel, tables, pairs, matrix);
}

}  // namespace rhofield::cuda
