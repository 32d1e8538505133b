// Two-centre integrals on the CPU: one thread per pair of atoms, vectors over primitive pairs and over components.
// The angular factors A_n are formed once per pair of atoms and image, the radial f_n once per shell pair:
// an integral costs min(l1, l2) + 1 multiplications.
#include "shared/two_centre_integrals.hpp"

#include <algorithm>
#include <vector>

#include "basis/two_centre_tables.hpp"
#include "cpu_backend.hpp"

namespace rhofield::cpu {

namespace {

constexpr int chunk = 128;  // shell pairs worked on together: their radial functions stay in the first cache
constexpr int maximum_n = 9;

/// What one thread needs; sized once.
struct Workspace {
  std::vector<double> block;      // [class][shell pair, m1, m2], the integrals of one pair of atoms
  std::vector<double> harmonics;  // [(2 l_max + 1)^2]
  std::vector<double> angular;    // [n, m1, m2]
  std::vector<double> primitive;  // [n, primitive pair of a chunk]
  std::vector<double> radial;     // [n, shell pair of a chunk]
};

/// f_n of primitive pairs [begin, begin + count) at squared distance r2: values[n * count + q].
void radial_functions(const TwoCentreTables& tables, const ShellPairClass& c, int begin, int count, double r2,
                      double* values) {
  const int n_max = std::min(c.l1, c.l2);
  const bool coulomb = tables.radial == TwoCentreOperator::coulomb;
  const double* exponent = tables.exponent.data() + begin;
  const double* weight = tables.weight.data() + begin;
  if (coulomb) {
    const int orders = static_cast<int>(tables.boys.extent(1));
    for (int q = 0; q < count; ++q)
      values[q] = weight[q] * boys_function(c.l1 + c.l2, exponent[q] * r2, tables.boys.data(), orders);
    if (n_max == 0) return;
  }
  // The last row holds the Gaussian factor W exp(-T) until its own turn comes.
  double* gaussian = values + static_cast<std::ptrdiff_t>(n_max) * count;
#pragma omp simd
  for (int q = 0; q < count; ++q) gaussian[q] = weight[q] * exponential_of_negative(-exponent[q] * r2);
  if (coulomb)
    for (int q = 0; q < count; ++q) gaussian[q] /= exponent[q];
  for (int n = coulomb ? 1 : 0; n <= n_max; ++n) {
    const double* polynomial = &tables.polynomial(c.l1 + c.l2, n, 0);
    const int degree = coulomb ? n - 1 : n;
    double* value = values + static_cast<std::ptrdiff_t>(n) * count;
#pragma omp simd
    for (int q = 0; q < count; ++q) {
      const double polynomial_value = horner(polynomial, degree, exponent[q] * r2);
      const double factor = gaussian[q];
      gaussian[q] = factor / exponent[q];
      value[q] = polynomial_value * factor;
    }
  }
}

void angular_factors(const TwoCentreTables& tables, const ShellPairClass& c, const double* harmonics, double* values) {
  const int rows = (std::min(c.l1, c.l2) + 1) * (2 * c.l1 + 1) * (2 * c.l2 + 1);
  const int* offset = tables.angular_offset.data() + c.first_row;
  for (int row = 0; row < rows; ++row) {
    double sum = 0;
    for (int e = offset[row]; e < offset[row + 1]; ++e)
      sum += tables.angular_value.data()[e] * harmonics[tables.angular_harmonic.data()[e]];
    values[row] = sum;
  }
}

/// Adds the integrals of one class at one displacement to its part of the block.
void add_class(const TwoCentreTables& tables, const ShellPairClass& c, double r2, Workspace& work, double* block) {
  const double* reach2 = tables.reach2.data() + c.first_pair;
  const int active = static_cast<int>(
      std::partition_point(reach2, reach2 + c.pairs, [r2](double reach) { return reach >= r2; }) - reach2);
  if (active == 0) return;
  const int terms = std::min(c.l1, c.l2) + 1;
  const int components = (2 * c.l1 + 1) * (2 * c.l2 + 1);
  angular_factors(tables, c, work.harmonics.data(), work.angular.data());
  const int* offset = tables.primitive_offset.data() + c.first_pair;
  for (int first = 0; first < active; first += chunk) {
    const int count = std::min(chunk, active - first);
    const int begin = offset[first];
    const int primitives = offset[first + count] - begin;
    work.primitive.resize(std::max(work.primitive.size(), static_cast<std::size_t>(primitives) * maximum_n));
    radial_functions(tables, c, begin, primitives, r2, work.primitive.data());
    for (int n = 0; n < terms; ++n)
      for (int k = 0; k < count; ++k) {
        double sum = 0;
        for (int q = offset[first + k] - begin; q < offset[first + k + 1] - begin; ++q)
          sum += work.primitive[static_cast<std::size_t>(n * primitives + q)];
        work.radial[static_cast<std::size_t>(n * chunk + k)] = sum;
      }
    for (int k = 0; k < count; ++k) {
      double* target = block + static_cast<std::ptrdiff_t>(first + k) * components;
      for (int n = 0; n < terms; ++n) {
        const double factor = work.radial[static_cast<std::size_t>(n * chunk + k)];
        const double* angular = work.angular.data() + static_cast<std::ptrdiff_t>(n) * components;
        for (int m = 0; m < components; ++m) target[m] += factor * angular[m];
      }
    }
  }
}

/// Copies one class from the block to the matrix and its mirror. On the diagonal (an atom with itself and its images)
/// only the lower triangle is used, so that the matrix is symmetric to the bit.
void write_class(const TwoCentreTables& tables, const ShellPairClass& c, const double* block, Index row0, Index column0,
                 View<double, 2> matrix) {
  const int rows = 2 * c.l1 + 1, columns = 2 * c.l2 + 1;
  for (int k = 0; k < c.pairs; ++k) {
    const Index row = row0 + tables.place(c.first_pair + k, 0);
    const Index column = column0 + tables.place(c.first_pair + k, 1);
    const double* values = block + static_cast<std::ptrdiff_t>(k) * rows * columns;
    for (int m1 = 0; m1 < rows; ++m1)
      for (int m2 = 0; m2 < columns; ++m2) {
        if (row0 == column0 && row + m1 < column + m2) continue;
        matrix(row + m1, column + m2) = values[m1 * columns + m2];
        matrix(column + m2, row + m1) = values[m1 * columns + m2];
      }
  }
}

void integrate_pair(const TwoCentreTables& tables, const AtomPairs& pairs, Index pair, Workspace& work,
                    View<double, 2> matrix) {
  const int i = pairs.atoms(pair, 0), j = pairs.atoms(pair, 1);
  const Index species_pair = pairs.species_index(i) * tables.species + pairs.species_index(j);
  const int first_class = tables.class_offset(species_pair), last_class = tables.class_offset(species_pair + 1);
  std::fill(work.block.begin(), work.block.end(), 0.0);
  for (Index image = pairs.image_offset(pair); image < pairs.image_offset(pair + 1); ++image) {
    const double x = pairs.image(image, 0), y = pairs.image(image, 1), z = pairs.image(image, 2);
    const double r2 = x * x + y * y + z * z;
    scaled_solid_harmonics(2 * tables.l_max, x, y, z, work.harmonics.data());
    double* block = work.block.data();
    for (int c = first_class; c < last_class; ++c) {
      const ShellPairClass& shells = tables.classes(c);
      add_class(tables, shells, r2, work, block);
      block += static_cast<std::ptrdiff_t>(shells.pairs) * (2 * shells.l1 + 1) * (2 * shells.l2 + 1);
    }
  }
  const double* block = work.block.data();
  for (int c = first_class; c < last_class; ++c) {
    const ShellPairClass& shells = tables.classes(c);
    write_class(tables, shells, block, pairs.first_function(i), pairs.first_function(j), matrix);
    block += static_cast<std::ptrdiff_t>(shells.pairs) * (2 * shells.l1 + 1) * (2 * shells.l2 + 1);
  }
}

}  // namespace

void CpuKernels::two_centre_integrals(const TwoCentreTables& tables, const AtomPairs& pairs, View<double, 2> matrix) {
  const Index most = *std::max_element(tables.functions.data(), tables.functions.data() + tables.functions.size());
  const auto harmonics = static_cast<std::size_t>((2 * tables.l_max + 1) * (2 * tables.l_max + 1));
#pragma omp parallel
  {
    Workspace work;
    work.block.resize(static_cast<std::size_t>(most * most));
    work.harmonics.resize(harmonics);
    work.angular.resize(harmonics * maximum_n);
    work.radial.resize(static_cast<std::size_t>(chunk) * maximum_n);
#pragma omp for schedule(dynamic, 4)
    for (Index pair = 0; pair < pairs.atoms.extent(0); ++pair) integrate_pair(tables, pairs, pair, work, matrix);
  }
}

}  // namespace rhofield::cpu
