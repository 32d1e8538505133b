// Solid and surface harmonics of many points on the GPU; formula in shared/real_spherical_harmonics.hpp.
#include "shared/real_spherical_harmonics.hpp"

#include "cuda/cuda_backend.hpp"

namespace rhofield::cuda {

namespace {

/// Takes the harmonics of one point to its row of the result.
struct StoreRow {
  double* row;
  RHOFIELD_FORMULA void operator()(int lm, double value) const { row[lm] = value; }
};

/// One thread per point; reads its coordinates, writes its row of values.
template <int l_max>
__global__ void harmonics_kernel(bool of_directions, View<const double, 2> points, View<double, 2> values) {
  const Index p = thread_index();
  if (p >= points.extent(0)) return;
  double point[3] = {points(p, 0), points(p, 1), points(p, 2)};
  if (of_directions) formula::scale_to_unit_length(point);
  formula::solid_harmonics<l_max>(point[0], point[1], point[2], 1.0, StoreRow{&values(p, 0)});
}

}  // namespace

void CudaKernels::harmonics(int l_max, bool of_directions, View<const double, 2> points, View<double, 2> values) {
  unroll_for<formula::largest_angular_order>(l_max, [&]<int l>() {
    launch(context_, one_thread_per(points.extent(0)), harmonics_kernel<l>, of_directions, points, values);
  });
}

}  // namespace rhofield::cuda
