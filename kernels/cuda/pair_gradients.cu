// From derivatives of pairs to those of atoms on the GPU.
#include "shared/pair_gradients.hpp"

#include "cuda/cuda_backend.hpp"

namespace rhofield::cuda {

namespace {

constexpr int warp = 32;
constexpr int segment_threads = 128;

/// Sum over a warp in a fixed order, known to all its threads.
__device__ double warp_sum(double value) {
  for (int distance = 1; distance < warp; distance *= 2) value += __shfl_xor_sync(0xffffffffU, value, distance);
  return value;
}

/// One warp per atom, its pairs in turn; reads pair_bar of them and of their reverses, adds to positions_bar[atom, :],
/// writes strain_bar[atom, :].
__global__ void gather_pair_gradients_kernel(FullPairsView pairs, View<const int, 1> species_index,
                                             View<const double, 2> pair_bar, View<double, 2> positions_bar,
                                             View<double, 2> strain_bar) {
  const Index atom = thread_index() / warp;
  if (atom >= species_index.size()) return;
  const int lane = static_cast<int>(threadIdx.x % warp);
  double position[3] = {}, strain[9] = {};
  const Index end = pairs.offset((atom + 1) * pairs.species_count);
  for (Index p = pairs.offset(atom * pairs.species_count) + lane; p < end; p += warp)
    formula::add_pair(pairs, species_index, pair_bar, atom, p, position, strain);
  unrolled<3>([&](auto a) {
    const double sum = warp_sum(position[a]);
    if (lane == a) positions_bar(atom, a) += sum;
  });
  unrolled<9>([&](auto k) {
    const double sum = warp_sum(strain[k]);
    if (lane == k) strain_bar(atom, k) = sum;
  });
}

/// One block per (segment, column); reads the rows of the segment, adds to y[segment, column].
__global__ void add_segments_kernel(View<const double, 2> x, View<const Index, 1> offset, View<double, 2> y) {
  const Index segment = blockIdx.x / y.extent(1), column = blockIdx.x % y.extent(1);
  double sum = 0.0;
  for (Index k = offset(segment) + threadIdx.x; k < offset(segment + 1); k += segment_threads) sum += x(k, column);
  sum = block_sum<segment_threads>(sum, shared_memory<double>());
  if (threadIdx.x == 0) y(segment, column) += sum;
}

}  // namespace

void CudaKernels::gather_pair_gradients(const FullPairsView& pairs, View<const int, 1> species_index,
                                        View<const double, 2> pair_bar, View<double, 2> positions_bar,
                                        View<double, 2> strain_bar) {
  launch(context_, one_thread_per(warp * species_index.size()), gather_pair_gradients_kernel, pairs, species_index,
         pair_bar, positions_bar, strain_bar);
}

void CudaKernels::add_segments(View<const double, 2> x, View<const Index, 1> offset, View<double, 2> y) {
  launch(context_, one_block_per(y.size(), segment_threads, sizeof(double) * segment_threads), add_segments_kernel, x,
         offset, y);
}

}  // namespace rhofield::cuda
