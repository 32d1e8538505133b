// Farthest-point sampling on the GPU: picks stay on the device, one pass over all points for each.
#include <limits>

#include "cuda/cuda_backend.hpp"

namespace rhofield::cuda {

namespace {

constexpr int warp_lanes = 32;
constexpr unsigned all_lanes = ~0U;
constexpr int threads_of_search = 1024;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// One thread per point; writes the distances before the first pick, which is point 0.
__global__ void begin_kernel(View<double, 1> distance, View<Index, 1> picks) {
  const Index i = thread_index();
  if (i < distance.size()) distance(i) = infinity;
  if (i == 0) picks(0) = 0;
}

/// One warp per point; reads its row and that of pick number k, shrinks its distance to the picked set.
__global__ void shrink_kernel(View<const double, 2> x, View<const double, 1> squares, View<const Index, 1> picks,
                              Index k, View<double, 1> distance) {
  const Index i = thread_index() / warp_lanes;
  if (i >= x.extent(0)) return;
  const Index pick = picks(k);
  const int lane = static_cast<int>(threadIdx.x) % warp_lanes;
  double product = 0.0;
  for (Index f = lane; f < x.extent(1); f += warp_lanes) product += x(i, f) * x(pick, f);
  for (int half = warp_lanes / 2; half > 0; half /= 2) product += __shfl_xor_sync(all_lanes, product, half);
  if (lane != 0) return;
  const double d = squares(i) + squares(pick) - 2.0 * product;
  if (i == pick)
    distance(i) = -infinity;  // no longer available
  else if (d < distance(i))
    distance(i) = d;
}

/// One block; finds the largest distance, then the first point within `tie` of it, which becomes pick number k.
__global__ void farthest_kernel(View<const double, 1> distance, double tie, Index k, View<Index, 1> picks) {
  double* values = shared_memory<double>();
  const int thread = static_cast<int>(threadIdx.x);
  double largest = -infinity;
  for (Index i = thread; i < distance.size(); i += threads_of_search)
    largest = distance(i) > largest ? distance(i) : largest;
  values[thread] = largest;
  for (int half = threads_of_search / 2; half > 0; half /= 2) {
    __syncthreads();
    if (thread < half && values[thread + half] > values[thread]) values[thread] = values[thread + half];
  }
  __syncthreads();
  largest = values[0];
  __syncthreads();
  Index* first = shared_memory<Index>();
  Index mine = distance.size();
  for (Index i = thread; i < distance.size() && mine == distance.size(); i += threads_of_search)
    if (distance(i) >= largest - tie) mine = i;
  first[thread] = mine;
  for (int half = threads_of_search / 2; half > 0; half /= 2) {
    __syncthreads();
    if (thread < half && first[thread + half] < first[thread]) first[thread] = first[thread + half];
  }
  if (thread == 0) picks(k) = first[0];
}

}  // namespace

void CudaKernels::farthest_points(View<const double, 2> x, View<const double, 1> squares, double tie,
                                  View<Index, 1> picks) {
  if (picks.empty()) return;
  const Index points = x.extent(0);
  const View<double, 1> distance(
      static_cast<double*>(scratch_.at_least(sizeof(double) * static_cast<std::size_t>(points))), {points});
  launch(context_, one_thread_per(points), begin_kernel, distance, picks);
  for (Index k = 0; k + 1 < picks.size(); ++k) {
    launch(context_, one_thread_per(warp_lanes * points), shrink_kernel, x, squares, picks, k, distance);
    launch(context_, one_block_per(1, threads_of_search, sizeof(double) * threads_of_search), farthest_kernel, distance,
           tie, k + 1, picks);
  }
}

}  // namespace rhofield::cuda
