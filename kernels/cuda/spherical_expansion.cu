// Spherical expansion on the GPU (theory section 2): a warp per centre and species. Eight threads share a pair, one for
// each of eight radial functions; a thread keeps the sums of all its (l, m) in registers. The harmonics of a pair are
// computed by all eight: that costs less than handing them around, for which shared memory would carry a number per
// product, and leaves that memory to the cache, where most of the radial table stays (2.7 KB of it are read per pair).
#include "shared/spherical_expansion.hpp"

#include "cuda/cuda_backend.hpp"
#include "shared/real_spherical_harmonics.hpp"

namespace rhofield::cuda {

namespace {

constexpr int warp = 32;
constexpr int warps_per_block = 4;
constexpr int functions_at_once = 8;                     // radial functions of a warp, the padding of the table
constexpr int pairs_at_once = warp / functions_at_once;  // thread = functions_at_once * pair + function
static_assert(pairs_at_once == 4, "sum_over_pairs halves twice");

/// Orders whose sums fit the registers of a thread; the rest takes another pass over the pairs.
constexpr int largest_order_at_once = 8;

/// Row [power, n_padded] of one order at t: I_nl r^-l.
__device__ double radial_function(const double* row, Index n_padded, double t) {
  double value = row[0];
  for (int power = 1; power <= formula::radial_degree; ++power) value = value * t + row[power * n_padded];
  return value;
}

constexpr int order_of(int lm) {
  int l = 0;
  while ((l + 1) * (l + 1) <= lm) ++l;
  return l;
}

/// Adds the harmonics of one pair times its radial functions to the sums of the orders from l_first on.
template <int l_first>
struct AddPair {
  const double* radial;  ///< [l - l_first]
  double* sums;          ///< [lm - l_first^2]
  template <class Component>
  __device__ void operator()(Component, double value) const {
    constexpr int lm = Component::value, l = order_of(lm);
    if constexpr (l >= l_first) sums[lm - l_first * l_first] += radial[l - l_first] * value;
  }
};

/// Adds up what the four pairs of a warp gave, in a fixed order; keeps each total where it is stored:
/// totals[k] of the threads of pair p is that of component 4 k + p.
template <int quarter>
__device__ void sum_over_pairs(int pair, const double (&sums)[4 * quarter], double (&totals)[quarter]) {
  double halves[2 * quarter];
  const bool first_odd = pair % 2 != 0, second_odd = pair / 2 != 0;
  unrolled<2 * quarter>([&](auto k) {
    const double given = first_odd ? sums[2 * k] : sums[2 * k + 1], kept = first_odd ? sums[2 * k + 1] : sums[2 * k];
    halves[k] = kept + __shfl_xor_sync(0xffffffffU, given, functions_at_once);
  });
  unrolled<quarter>([&](auto k) {
    const double given = second_odd ? halves[2 * k] : halves[2 * k + 1];
    const double kept = second_odd ? halves[2 * k + 1] : halves[2 * k];
    totals[k] = kept + __shfl_xor_sync(0xffffffffU, given, 2 * functions_at_once);
  });
}

/// One warp per (centre, species, eight radial functions), four pairs at a time; reads the pairs of the centre and the
/// table, writes coefficients[centre, lm, species n] of the orders l_first .. l_last.
template <int l_first, int l_last>
__global__ void __launch_bounds__(warps_per_block* warp)
    expansion_kernel(RadialTableView table, PairsView pairs, View<const int, 1> species_index,
                     View<double, 3> coefficients) {
  constexpr int orders = l_last - l_first + 1;
  constexpr int components = (l_last + 1) * (l_last + 1) - l_first * l_first;
  constexpr int quarter = (components + pairs_at_once - 1) / pairs_at_once;
  const Index n_padded = table.coefficients.extent(3);
  const Index parts = n_padded / functions_at_once;
  const Index row = thread_index() / warp / parts;
  if (row >= coefficients.extent(0) * pairs.species_count) return;
  const Index centre = row / pairs.species_count;
  const Index species = row - centre * pairs.species_count;
  const int lane = static_cast<int>(threadIdx.x % warp), slot = lane / functions_at_once;
  const Index n = (thread_index() / warp - row * parts) * functions_at_once + lane % functions_at_once;
  const Index order_stride = (formula::radial_degree + 1) * n_padded;
  const Index interval_stride = table.coefficients.extent(1) * order_stride;

  double sums[pairs_at_once * quarter] = {};
  const bool weighted = !pairs.weight.empty();
  if (l_first == 0 && slot == 0 && pairs.centre_counts && species == species_index(centre))  // the cutoff function is 1
    sums[0] = formula::detail::sectoral(0) * (weighted ? pairs.weight(centre) : 1.0) *
              radial_function(table.coefficients.data() + n, n_padded, -0.5);

  const Index intervals = table.coefficients.extent(0);
  const double per_length = static_cast<double>(intervals) / table.cutoff;
  const Index end = pairs.offset(row + 1);
  for (Index pair = pairs.offset(row) + slot; pair < end; pair += pairs_at_once) {
    const double* vector = &pairs.vector(pair, 0);
    const auto place = formula::table_place(vector[3], per_length, intervals);
    const double* first_order = table.coefficients.data() + place.interval * interval_stride + n;
    double radial[orders];
    unrolled<orders>(
        [&](auto l) { radial[l] = radial_function(first_order + (l_first + l) * order_stride, n_padded, place.t); });
    const double amplitude = formula::cutoff_function(vector[3], table.cutoff, table.cutoff_width) *
                             (weighted ? pairs.weight(pairs.neighbour(pair)) : 1.0);
    formula::solid_harmonics<l_last>(vector[0], vector[1], vector[2], amplitude, AddPair<l_first>{radial, sums});
  }

  double totals[quarter];
  sum_over_pairs<quarter>(slot, sums, totals);
  unrolled<quarter>([&](auto k) {
    const int component = pairs_at_once * k + slot;
    if (component < components && n < table.n_max)
      coefficients(centre, l_first * l_first + component, species * table.n_max + n) = totals[k];
  });
}

}  // namespace

void CudaKernels::spherical_expansion(const RadialTableView& table, const PairsView& pairs,
                                      View<const int, 1> species_index, View<double, 3> coefficients) {
  const Index warps = coefficients.extent(0) * pairs.species_count * (table.coefficients.extent(3) / functions_at_once);
  const Grid grid = one_block_per((warps + warps_per_block - 1) / warps_per_block, warps_per_block * warp);
  unroll_for<formula::largest_angular_order>(static_cast<int>(table.coefficients.extent(1)) - 1, [&]<int l_max>() {
    if constexpr (l_max <= largest_order_at_once) {
      launch(context_, grid, expansion_kernel<0, l_max>, table, pairs, species_index, coefficients);
    } else {
      launch(context_, grid, expansion_kernel<0, largest_order_at_once>, table, pairs, species_index, coefficients);
      launch(context_, grid, expansion_kernel<largest_order_at_once + 1, l_max>, table, pairs, species_index,
             coefficients);
    }
  });
}

}  // namespace rhofield::cuda
