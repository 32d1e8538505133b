// Backward spherical expansion on the GPU: eight threads a pair, one for each of eight radial functions, as the
// expansion itself. Pairs are spread evenly, wherever their rows begin and end: a pair finds its row in the offsets.
// What a thread keeps are the radial functions of all orders and five sums; c_bar comes from the cache, in which the
// pairs of a centre find the same numbers.
#include "shared/spherical_expansion.hpp"

#include "cuda/cuda_backend.hpp"
#include "shared/solid_harmonic_gradients.hpp"

namespace rhofield::cuda {

namespace {

constexpr int functions_at_once = 8;  // radial functions side by side, the padding of the table
constexpr int block_threads = 128;

/// The row that holds a pair: the last one that begins at it or before, empty rows left out.
__device__ Index row_of(View<const Index, 1> offset, Index pair) {
  Index low = 0, high = offset.extent(0) - 1;  // offset[low] <= pair < offset[high]
  while (high - low > 1) {
    const Index middle = (low + high) / 2;
    (offset(middle) <= pair ? low : high) = middle;
  }
  return low;
}

/// c_bar of one channel times the radial function of the order, for all (l, m) of a pair.
template <int l_max>
struct Cotangent {
  const double* c_bar;
  Index channels;
  double radial[l_max + 1], slope[l_max + 1];  ///< I_nl r^-l and its derivative in t
  template <class Place>
  __device__ double operator()(Place) const {
    constexpr int lm = Place::value, l = formula::detail::order_at(lm);
    return c_bar[lm * channels] * radial[l];
  }
};

/// Sums over (l, m) of one radial function of a pair.
struct PairSums {
  double x = 0, y = 0, z = 0, value = 0, slope = 0;
};
template <int l_max>
struct AddHarmonic {
  const Cotangent<l_max>& u;
  PairSums& sums;
  template <class Place>
  __device__ void operator()(Place place, double harmonic) const {
    constexpr int lm = Place::value, l = formula::detail::order_at(lm);
    if constexpr (lm == l * l + 2 * l) __syncwarp();  // a column begins: forget c_bar, it does not fit the registers
    sums.value += harmonic * u(place);
    sums.slope += harmonic * (u.c_bar[lm * u.channels] * u.slope[l]);
    formula::add_solid_gradient<l_max, lm>(harmonic, u, sums.x, sums.y, sums.z);
  }
};

/// Sum over the eight threads of a pair, in a fixed order, known to all of them.
__device__ double sum_over_functions(double value) {
  for (int distance = 1; distance < functions_at_once; distance *= 2)
    value += __shfl_xor_sync(0xffffffffU, value, distance);
  return value;
}

/// Eight threads per pair, a radial function each (several in turn beyond eight); reads the vector, the table and c_bar
/// of its centre and species, writes pair_bar[pair, :].
template <int l_max>
__global__ void __launch_bounds__(block_threads)
    expansion_backward_kernel(RadialTableView table, PairsView pairs, View<const double, 3> c_bar,
                              View<double, 2> pair_bar) {
  const int function = static_cast<int>(threadIdx.x % functions_at_once);
  const Index own = thread_index() / functions_at_once, last = pair_bar.extent(0) - 1;
  const Index pair = own < last ? own : last;  // threads behind the last pair repeat it: all take part in the sums
  const Index row = row_of(pairs.offset, pair), centre = row / pairs.species_count;
  const Index first_channel = (row - centre * pairs.species_count) * table.n_max;
  const Index n_padded = table.coefficients.extent(3), intervals = table.coefficients.extent(0);
  const Index order_stride = (formula::radial_degree + 1) * n_padded;
  const double* vector = &pairs.vector(pair, 0);
  const double r = vector[3], per_length = static_cast<double>(intervals) / table.cutoff;
  const auto place = formula::table_place(r, per_length, intervals);
  const double* interval = table.coefficients.data() + place.interval * table.coefficients.extent(1) * order_stride;

  PairSums sums;
  for (Index n = function; n < n_padded; n += functions_at_once) {
    Cotangent<l_max> u;  // the radial functions of the padding are zero
    u.c_bar = &c_bar(centre, 0, first_channel + (n < table.n_max ? n : 0));
    u.channels = c_bar.extent(2);
    unrolled<l_max + 1>([&](auto l) {
      const double* coefficients = interval + l * order_stride + n;
      double value = coefficients[0], slope = 0;
      unrolled<formula::radial_degree>([&](auto power) {
        slope = slope * place.t + value;
        value = value * place.t + coefficients[(power + 1) * n_padded];
      });
      u.radial[l] = value;
      u.slope[l] = slope;
    });
    formula::solid_harmonics<l_max>(vector[0], vector[1], vector[2], 1.0, AddHarmonic<l_max>{u, sums});
  }
  sums = {sum_over_functions(sums.x), sum_over_functions(sums.y), sum_over_functions(sums.z),
          sum_over_functions(sums.value), sum_over_functions(sums.slope)};
  if (own > last || function >= 3) return;
  const double weight = pairs.weight.empty() ? 1.0 : pairs.weight(pairs.neighbour(pair));
  const double cut = weight * formula::cutoff_function(r, table.cutoff, table.cutoff_width);
  const double cut_slope = weight * formula::cutoff_slope(r, table.cutoff, table.cutoff_width);
  const double outward = r > 0 ? (cut_slope * sums.value + cut * per_length * sums.slope) / r : 0.0;
  const double gradient = function == 0 ? sums.x : function == 1 ? sums.y : sums.z;
  pair_bar(pair, function) = cut * gradient + outward * vector[function];
}

}  // namespace

void CudaKernels::spherical_expansion_backward(const RadialTableView& table, const PairsView& pairs,
                                               View<const double, 3> c_bar, View<double, 2> pair_bar) {
  const Index threads = pair_bar.extent(0) * functions_at_once;
  const Grid grid = one_block_per((threads + block_threads - 1) / block_threads, block_threads);
  unroll_for<formula::largest_angular_order>(static_cast<int>(table.coefficients.extent(1)) - 1, [&]<int l_max>() {
    launch(context_, grid, expansion_backward_kernel<l_max>, table, pairs, c_bar, pair_bar);
  });
}

}  // namespace rhofield::cuda
