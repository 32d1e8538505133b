// Two-centre integrals on the CPU: one thread per pair of atoms, vectors over primitive pairs and over components.
// The angular factors A_n are formed once per pair of atoms and image, the radial f_n once per shell pair:
// an integral costs min(l1, l2) + 1 multiplications.
#include "shared/two_centre_integrals.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "basis/two_centre_tables.hpp"
#include "cpu_backend.hpp"
#include "rhofield/basis/gaussian_basis.hpp"
#include "rhofield/error.hpp"
#include "runtime/parallel.hpp"

namespace rhofield::cpu {

namespace {

constexpr int maximum_terms = GaussianBasis::maximum_l + 1;  // n = 0 .. min(l1, l2)
constexpr int chunk =
    64;  // primitive pairs worked on together, so that their radial functions stay in registers and L1

/// What one thread needs; sized once.
struct Workspace {
  std::vector<double> block;       // [class][shell pair, m, m'] with the smaller order first
  std::vector<double> tile;        // [function of the first atom, function of the second]
  std::vector<double> harmonics;   // [(2 l_max + 1)^2]
  std::vector<double> angular;     // [row] as in the tables
  std::vector<char> angular_done;  // [(l1, l2)]
};

int components(const ShellPairClass& c) { return (2 * c.l1 + 1) * (2 * c.l2 + 1); }

/// f_n, n < Terms, of primitive pairs [begin, begin + count) at squared distance r2: values[n * chunk + q].
template <int Terms>
void radial_functions(const TwoCentreTables& tables, const ShellPairClass& c, int begin, int count, double r2,
                      double* __restrict values) {
  const int order = c.l1 + c.l2;
  const double* exponent = tables.exponent.data() + begin;
  const double* weight = tables.weight.data() + begin;
  const double* polynomial = &tables.polynomial(order, 0, 0);
  const Index stride = tables.polynomial.extent(2);
  if (tables.radial == TwoCentreOperator::overlap) {
#pragma omp simd
    for (int q = 0; q < count; ++q) {
      const double t = exponent[q] * r2, inverse = 1 / exponent[q];
      double factor = weight[q] * formula::exponential_of_negative(-t);
#pragma GCC unroll 9
      for (int n = 0; n < Terms; ++n) {
        values[n * chunk + q] = factor * formula::horner(polynomial + n * stride, n, t);
        factor *= inverse;
      }
    }
    return;
  }
  const int orders = static_cast<int>(tables.boys.extent(1));
  for (int q = 0; q < count; ++q)
    values[q] = weight[q] * formula::boys_function(order, exponent[q] * r2, tables.boys.data(), orders);
  if constexpr (Terms > 1) {
#pragma omp simd
    for (int q = 0; q < count; ++q) {
      const double t = exponent[q] * r2, inverse = 1 / exponent[q];
      double factor = weight[q] * formula::exponential_of_negative(-t);
#pragma GCC unroll 8
      for (int n = 1; n < Terms; ++n) {
        factor *= inverse;
        values[n * chunk + q] = factor * formula::horner(polynomial + n * stride, n - 1, t);
      }
    }
  }
}

const double* angular_factors(const TwoCentreTables& tables, const ShellPairClass& c, Workspace& work) {
  const int lower = std::min(c.l1, c.l2), upper = std::max(c.l1, c.l2);
  const int orders = lower * (tables.l_max + 1) + upper;
  const int first = tables.angular_offset(orders);
  double* __restrict values = work.angular.data() + first;
  if (work.angular_done[static_cast<std::size_t>(orders)] != 0) return values;
  work.angular_done[static_cast<std::size_t>(orders)] = 1;
  const int rows = (lower + 1) * components(c);
  const int* harmonic = &tables.angular_harmonic(first, 0);
  const double* coupling = &tables.angular_value(first, 0);
  const double* harmonics = work.harmonics.data();
  for (int row = 0; row < rows; ++row)
    values[row] =
        coupling[2 * row] * harmonics[harmonic[2 * row]] + coupling[2 * row + 1] * harmonics[harmonic[2 * row + 1]];
  return values;
}

/// Adds the integrals of one class at one displacement to its part of the block.
template <int Terms>
void add_class(const TwoCentreTables& tables, const ShellPairClass& c, double r2, Workspace& work, double* block) {
  const double* reach2 = tables.reach2.data() + c.first_pair;
  const int active = static_cast<int>(
      std::partition_point(reach2, reach2 + c.pairs, [r2](double reach) { return reach >= r2; }) - reach2);
  if (active == 0) return;
  const int size = components(c);
  const double* __restrict angular = angular_factors(tables, c, work);
  const int* offset = tables.primitive_offset.data() + c.first_pair;
  alignas(64) std::array<double, static_cast<std::size_t>(Terms * chunk)> primitive;
  int computed = offset[0], begin = offset[0];  // primitives [begin, computed) are in the array
  for (int k = 0; k < active; ++k) {
    std::array<double, Terms> radial{};
    for (int q = offset[k]; q < offset[k + 1]; ++q) {
      if (q == computed) {
        begin = computed;
        computed = std::min(begin + chunk, offset[active]);
        radial_functions<Terms>(tables, c, begin, computed - begin, r2, primitive.data());
      }
      for (std::size_t n = 0; n < Terms; ++n) radial[n] += primitive[n * chunk + static_cast<std::size_t>(q - begin)];
    }
    double* __restrict target = block + static_cast<std::ptrdiff_t>(k) * size;
    for (int m = 0; m < size; ++m) {
      double sum = target[m];
#pragma GCC unroll 9
      for (int n = 0; n < Terms; ++n) sum += radial[static_cast<std::size_t>(n)] * angular[n * size + m];
      target[m] = sum;
    }
  }
}

using AddClass = void (*)(const TwoCentreTables&, const ShellPairClass&, double, Workspace&, double*);
template <std::size_t... Terms>
constexpr std::array<AddClass, sizeof...(Terms)> make_add_class(std::index_sequence<Terms...>) {
  return {&add_class<static_cast<int>(Terms) + 1>...};
}
constexpr auto add_class_of = make_add_class(std::make_index_sequence<maximum_terms>());

/// Moves one class from the block into the row-major tile.
void scatter_class(const TwoCentreTables& tables, const ShellPairClass& c, const double* block, Index stride,
                   double* tile) {
  const int rows = 2 * c.l1 + 1, columns = 2 * c.l2 + 1;
  for (int k = 0; k < c.pairs; ++k) {
    double* target = tile + tables.place(c.first_pair + k, 0) * stride + tables.place(c.first_pair + k, 1);
    const double* values = block + static_cast<std::ptrdiff_t>(k) * rows * columns;
    if (c.l1 <= c.l2) {
      for (int m1 = 0; m1 < rows; ++m1)
        for (int m2 = 0; m2 < columns; ++m2) target[m1 * stride + m2] = values[m1 * columns + m2];
    } else {
      for (int m1 = 0; m1 < rows; ++m1)
        for (int m2 = 0; m2 < columns; ++m2) target[m1 * stride + m2] = values[m2 * rows + m1];
    }
  }
}

/// Writes the tile and its mirror. An atom with itself and its images: the lower triangle serves both, so that the
/// matrix is symmetric to the bit.
void write_tile(const double* tile, Index rows, Index columns, Index row0, Index column0, View<double, 2> matrix) {
  if (row0 == column0) {
    for (Index r = 0; r < rows; ++r)
      for (Index c = 0; c <= r; ++c) matrix(row0 + r, row0 + c) = matrix(row0 + c, row0 + r) = tile[r * columns + c];
    return;
  }
  for (Index r = 0; r < rows; ++r) std::copy_n(tile + r * columns, columns, &matrix(row0 + r, column0));
  constexpr Index edge = 8;  // a cache line of the mirror at a time
  for (Index r = 0; r < rows; r += edge) {
    const Index last = std::min(r + edge, rows);
    for (Index c = 0; c < columns; ++c) {
      double* target = &matrix(column0 + c, row0);
      for (Index row = r; row < last; ++row) target[row] = tile[row * columns + c];
    }
  }
}

void integrate_pair(const TwoCentreTables& tables, const AtomPairs& pairs, Index pair, Workspace& work,
                    View<double, 2> matrix) {
  const int i = pairs.atoms(pair, 0), j = pairs.atoms(pair, 1);
  const Index first = pairs.species_index(i), second = pairs.species_index(j);
  const Index rows = tables.functions(first), columns = tables.functions(second);
  const int first_class = tables.class_offset(first * tables.species + second);
  const int last_class = tables.class_offset(first * tables.species + second + 1);
  std::fill_n(work.block.begin(), rows * columns, 0.0);
  for (Index image = pairs.image_offset(pair); image < pairs.image_offset(pair + 1); ++image) {
    const double x = pairs.image(image, 0), y = pairs.image(image, 1), z = pairs.image(image, 2);
    formula::scaled_solid_harmonics(2 * tables.l_max, x, y, z, work.harmonics.data());
    std::fill(work.angular_done.begin(), work.angular_done.end(), char{0});
    double* block = work.block.data();
    for (int c = first_class; c < last_class; ++c) {
      const ShellPairClass& shells = tables.classes(c);
      add_class_of[static_cast<std::size_t>(std::min(shells.l1, shells.l2))](tables, shells, x * x + y * y + z * z,
                                                                             work, block);
      block += static_cast<std::ptrdiff_t>(shells.pairs) * components(shells);
    }
  }
  const double* block = work.block.data();
  for (int c = first_class; c < last_class; ++c) {
    const ShellPairClass& shells = tables.classes(c);
    scatter_class(tables, shells, block, columns, work.tile.data());
    block += static_cast<std::ptrdiff_t>(shells.pairs) * components(shells);
  }
  write_tile(work.tile.data(), rows, columns, pairs.first_function(i), pairs.first_function(j), matrix);
}

}  // namespace

void CpuKernels::two_centre_integrals(const TwoCentreTables& tables, const AtomPairs& pairs, View<double, 2> matrix) {
  if (tables.l_max >= maximum_terms)
    throw InternalError("two_centre_integrals: order " + std::to_string(tables.l_max) +
                        " was asked for, but it is compiled for 0 to " + std::to_string(maximum_terms - 1) +
                        "; please report this");
  const Index most = *std::max_element(tables.functions.data(), tables.functions.data() + tables.functions.size());
  const auto make_workspace = [&] {
    Workspace work;
    work.block.resize(static_cast<std::size_t>(most * most));
    work.tile.resize(work.block.size());
    work.harmonics.resize(static_cast<std::size_t>((2 * tables.l_max + 1) * (2 * tables.l_max + 1)));
    work.angular.resize(static_cast<std::size_t>(tables.angular_value.extent(0)));
    work.angular_done.resize(static_cast<std::size_t>((tables.l_max + 1) * (tables.l_max + 1)));
    return work;
  };
  constexpr Index chunk_of_pairs = 4;
  parallel_for(pairs.atoms.extent(0), chunk_of_pairs, make_workspace,
               [&](Index pair, Workspace& work) { integrate_pair(tables, pairs, pair, work, matrix); });
}

}  // namespace rhofield::cpu
