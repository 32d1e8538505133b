// Spherical expansion on the GPU (theory section 2): pairs of one centre and species are taken in groups, whose
// harmonics and radial functions are computed once and shared by all coefficients.
#include "shared/spherical_expansion.hpp"

#include "cuda/cuda_backend.hpp"
#include "shared/real_spherical_harmonics.hpp"

namespace rhofield::cuda {

namespace {

constexpr int threads_per_density = 128;
constexpr int largest_n_max = 16;

/// Pairs whose harmonics and radial functions are in shared memory together, at most 41 KiB of it.
constexpr int group_size(int l_max) { return l_max <= 6 ? 32 : 8; }

/// Takes the harmonics of one pair to its row of [pair, lm].
struct StoreRow {
  double* row;
  RHOFIELD_FORMULA void operator()(int lm, double value) const { row[lm] = value; }
};

/// I_nl r^-l at t of one interval of the table.
__device__ double radial_function(const RadialTableView& table, Index interval, Index l, Index n, double t) {
  double value = table.coefficients(interval, l, 0, n);
  for (Index power = 1; power <= formula::radial_degree; ++power)
    value = value * t + table.coefficients(interval, l, power, n);
  return value;
}

/// One block per (centre, species), its threads share the coefficients (lm, n); reads the pairs of the centre, writes
/// coefficients[centre, lm, species n].
template <int l_max>
__global__ void expansion_kernel(RadialTableView table, PairsView pairs, View<const int, 1> species_index,
                                 View<double, 3> coefficients) {
  constexpr int components = (l_max + 1) * (l_max + 1);
  constexpr int group = group_size(l_max);
  constexpr int most_elements = (components * largest_n_max + threads_per_density - 1) / threads_per_density;
  const int n_max = table.n_max;
  const int thread = static_cast<int>(threadIdx.x);
  const Index centre = blockIdx.x / pairs.species_count;
  const Index species = blockIdx.x - centre * pairs.species_count;
  // Coefficients run fastest: the threads of a warp read neighbouring or equal addresses, without bank conflicts.
  double* harmonics = shared_memory<double>();      // [pair, lm], times the cutoff function
  double* radial = harmonics + components * group;  // [pair, l, n]
  const int functions = (l_max + 1) * n_max;

  double sums[most_elements] = {};
  if (species == species_index(centre) && thread < n_max)  // the centre itself, at r = 0 where the cutoff function is 1
    sums[0] = formula::detail::sectoral(0) * radial_function(table, 0, 0, thread, -0.5);

  const Index intervals = table.coefficients.extent(0);
  const double per_length = static_cast<double>(intervals) / table.cutoff;
  const Index end = pairs.offset(blockIdx.x + 1);
  for (Index first = pairs.offset(blockIdx.x); first < end; first += group) {
    const int count = static_cast<int>(end - first < group ? end - first : group);
    if (thread < count) {
      const double* v = &pairs.vector(first + thread, 0);
      const double amplitude = formula::cutoff_function(v[3], table.cutoff, table.cutoff_width);
      formula::solid_harmonics<l_max>(v[0], v[1], v[2], amplitude, StoreRow{harmonics + thread * components});
    }
    for (int k = thread; k < functions * count; k += threads_per_density) {
      const int pair = k / functions;
      const int l = (k - pair * functions) / n_max;
      const auto place = formula::table_place(pairs.vector(first + pair, 3), per_length, intervals);
      radial[k] = radial_function(table, place.interval, l, k - pair * functions - l * n_max, place.t);
    }
    __syncthreads();
    unrolled<most_elements>([&](auto k) {
      const int element = thread + k * threads_per_density;
      const int lm = element / n_max;
      if (lm >= components) return;
      int l = 0;
      while ((l + 1) * (l + 1) <= lm) ++l;
      const double* y = harmonics + lm;
      const double* r = radial + l * n_max + element - lm * n_max;
      for (int pair = 0; pair < count; ++pair) sums[k] += y[pair * components] * r[pair * functions];
    });
    __syncthreads();
  }
  unrolled<most_elements>([&](auto k) {
    const int element = thread + k * threads_per_density;
    const int lm = element / n_max;
    if (lm < components) coefficients(centre, lm, species * n_max + element - lm * n_max) = sums[k];
  });
}

}  // namespace

void CudaKernels::spherical_expansion(const RadialTableView& table, const PairsView& pairs,
                                      View<const int, 1> species_index, View<double, 3> coefficients) {
  unroll_for<formula::largest_angular_order>(static_cast<int>(table.coefficients.extent(1)) - 1, [&]<int l_max>() {
    const int shared = ((l_max + 1) * (l_max + 1) + (l_max + 1) * table.n_max) * group_size(l_max);
    launch(context_,
           one_block_per(coefficients.extent(0) * pairs.species_count, threads_per_density,
                         sizeof(double) * static_cast<std::size_t>(shared)),
           expansion_kernel<l_max>, table, pairs, species_index, coefficients);
  });
}

}  // namespace rhofield::cuda
