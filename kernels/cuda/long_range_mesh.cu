// Particle meshes on the GPU: splines, cuFFT, filters.
#include <cufft.h>

#include <array>
#include <map>
#include <memory>
#include <source_location>
#include <string>
#include <tuple>

#include "cuda/cuda_backend.hpp"
#include "shared/long_range.hpp"
#include "shared/real_spherical_harmonics.hpp"
#include "shared/spherical_expansion.hpp"

namespace rhofield::cuda {

namespace {

void check(cufftResult status, std::source_location where = std::source_location::current()) {
  if (status == CUFFT_SUCCESS) return;
  throw DeviceError("cuda: cuFFT error " + std::to_string(static_cast<int>(status)) + " in " + describe(where));
}

}  // namespace

/// A plan per shape, of the last few: each may hold device memory of the size of its fields. Plans of a device, which
/// is current when they are made.
struct FourierPlans {
  static constexpr std::size_t most = 8, most_bytes = std::size_t{1} << 30;  // kept beside that of the plan in use
  using Key = std::tuple<bool, Index, Index, Index, Index>;                  // forward, mesh, fields
  const Context& context;
  std::map<Key, cufftHandle> plans;
  std::size_t bytes = 0;  // of their workspaces

  explicit FourierPlans(const Context& c) : context(c) {}
  FourierPlans(const FourierPlans&) = delete;
  FourierPlans& operator=(const FourierPlans&) = delete;
  ~FourierPlans() { clear(); }
  void clear() {
    for (const auto& [key, plan] : plans) (void)cufftDestroy(plan);
    plans.clear();
    bytes = 0;
  }
  /// Fields stand side by side at every point.
  cufftHandle of(bool forward, std::array<int, 3> mesh, int fields) {
    const Key key{forward, mesh[0], mesh[1], mesh[2], fields};
    const auto found = plans.find(key);
    if (found != plans.end()) return found->second;
    if (plans.size() == most || bytes > most_bytes) {
      context.synchronize();  // they may be running
      clear();
    }
    std::array<int, 3> half{mesh[0], mesh[1], mesh[2] / 2 + 1};
    std::array<int, 3> real = mesh;
    cufftHandle plan{};
    check(cufftPlanMany(&plan, 3, mesh.data(), forward ? real.data() : half.data(), fields, 1,
                        forward ? half.data() : real.data(), fields, 1, forward ? CUFFT_D2Z : CUFFT_Z2D, fields));
    plans[key] = plan;
    std::size_t own = 0;
    check(cufftGetSize(plan, &own));
    bytes += own;
    check(cufftSetStream(plan, context.stream()));
    return plan;
  }
};

CudaKernels::CudaKernels(const Context& context, CudaMemory& memory)
    : context_(context), scratch_(memory), fourier_plans_(std::make_unique<FourierPlans>(context)) {}
CudaKernels::~CudaKernels() = default;

namespace {

/// One thread per (atom, direction); reads a fractional coordinate, writes the splines [atom, direction, order].
__global__ void spline_kernel(MeshAtoms atoms, int n0, int n1, int n2, double* splines) {
  const Index row = thread_index();
  if (row >= 3 * atoms.fractional.extent(0)) return;
  const Index atom = row / 3;
  const int d = static_cast<int>(row - 3 * atom);
  const auto place = formula::mesh_place(atoms.order, atoms.fractional(atom, d), d == 0 ? n0 : (d == 1 ? n1 : n2));
  double values[formula::largest_spline_order];
  formula::spline_values(atoms.order, place.fraction, values);
  for (int j = 0; j < atoms.order; ++j) splines[row * atoms.order + j] = values[j];
}

/// One thread per mesh point; reads the atoms of the bins whose splines reach it, writes its density.
__global__ void mesh_spread_kernel(MeshAtoms atoms, View<const double, 1> weight, const double* splines,
                                   View<double, 3> density) {
  const Index point = thread_index();
  if (point >= density.size()) return;
  const int order = atoms.order;
  const int n0 = static_cast<int>(density.extent(0)), n1 = static_cast<int>(density.extent(1)),
            n2 = static_cast<int>(density.extent(2));
  const int z = static_cast<int>(point % n2), y = static_cast<int>(point / n2 % n1),
            x = static_cast<int>(point / n2 / n1);
  double sum = 0;
  for (int a = 0; a < order; ++a)
    for (int b = 0; b < order; ++b)
      for (int c = 0; c < order; ++c) {
        const Index bin = (static_cast<Index>(formula::wrapped(x - a + order / 2 - 1, n0)) * n1 +
                           formula::wrapped(y - b + order / 2 - 1, n1)) *
                              n2 +
                          formula::wrapped(z - c + order / 2 - 1, n2);
        for (Index k = atoms.bin_offset(bin); k < atoms.bin_offset(bin + 1); ++k) {
          const Index atom = atoms.bin_atom(k);
          const double* values = splines + 3 * atom * order;
          sum += weight(atom) * values[a] * values[order + b] * values[2 * order + c];
        }
      }
  density(x, y, z) = sum;
}

/// One thread per wave; reads its factor and density, writes the amplitudes of one component of all radial functions.
template <int l>
__global__ void mesh_filter_kernel(MeshFilter filter, int lm, View<const double, 4> density, View<double, 5> fields) {
  const Index wave = thread_index();
  if (wave >= filter.factor.size()) return;
  const Index n0 = density.extent(0), n1 = density.extent(1), half = density.extent(2), n_max = fields.extent(3);
  const Index h = wave % half, j = wave / half % n1, i = wave / half / n1;
  double* out = &fields(i, j, h, 0, 0);
  const double factor = filter.factor(i, j, h);
  if (factor == 0) {
    for (Index n = 0; n < 2 * n_max; ++n) out[n] = 0;
    return;
  }
  const double m[3] = {static_cast<double>(2 * i > n0 ? i - n0 : i), static_cast<double>(2 * j > n1 ? j - n1 : j),
                       static_cast<double>(h)};
  double k[3];
  for (int x = 0; x < 3; ++x)
    k[x] = m[0] * filter.reciprocal[0][x] + m[1] * filter.reciprocal[1][x] + m[2] * filter.reciprocal[2][x];
  double harmonic = 0;
  formula::solid_harmonics<l>(k[0], k[1], k[2], factor, [&](int component, double value) {
    if (component == lm) harmonic = value;
  });
  const auto source = formula::times_i_power(l, density(i, j, h, 0) * harmonic, density(i, j, h, 1) * harmonic);
  const auto& table = filter.table;
  const Index intervals = table.coefficients.extent(0), padded = table.coefficients.extent(3);
  const Index order_stride = (formula::radial_degree + 1) * padded;
  const auto place = formula::table_place(sqrt(k[0] * k[0] + k[1] * k[1] + k[2] * k[2]),
                                          static_cast<double>(intervals) / table.cutoff, intervals);
  const double* row = table.coefficients.data() + (place.interval * table.coefficients.extent(1) + l) * order_stride;
  for (Index n = 0; n < n_max; ++n) {
    double radial = row[n];
    for (int power = 1; power <= formula::radial_degree; ++power) radial = radial * place.t + row[power * padded + n];
    out[2 * n] = radial * source.real;
    out[2 * n + 1] = radial * source.imaginary;
  }
}

/// One thread per (atom, radial function), atoms in the order of the bins; reads the field around the atom, adds to one
/// coefficient.
__global__ void mesh_gather_kernel(MeshAtoms atoms, View<const double, 4> fields, int lm, Index first,
                                   View<double, 3> c) {
  const Index n_max = fields.extent(3);
  const Index row = thread_index() / n_max;
  if (row >= atoms.bin_atom.extent(0)) return;
  const Index n = thread_index() - row * n_max, atom = atoms.bin_atom(row);
  double values[3][formula::largest_spline_order];
  int start[3];
  for (int d = 0; d < 3; ++d) {
    const auto place = formula::mesh_place(atoms.order, atoms.fractional(atom, d), static_cast<int>(fields.extent(d)));
    formula::spline_values(atoms.order, place.fraction, values[d]);
    start[d] = place.first;
  }
  double sum = 0;
  for (int a = 0; a < atoms.order; ++a)
    for (int b = 0; b < atoms.order; ++b) {
      const double wxy = values[0][a] * values[1][b];
      const int x = formula::wrapped(start[0] + a, static_cast<int>(fields.extent(0)));
      const int y = formula::wrapped(start[1] + b, static_cast<int>(fields.extent(1)));
      for (int z = 0; z < atoms.order; ++z)
        sum += wxy * values[2][z] * fields(x, y, formula::wrapped(start[2] + z, static_cast<int>(fields.extent(2))), n);
    }
  c(atom, lm, first + n) += sum;
}

template <int Rank>
std::array<int, 3> mesh_of(View<const double, Rank> x) {
  return {static_cast<int>(x.extent(0)), static_cast<int>(x.extent(1)), static_cast<int>(x.extent(2))};
}

}  // namespace

void CudaKernels::mesh_spread(const MeshAtoms& atoms, View<const double, 1> weight, View<double, 3> density) {
  const Index count = atoms.fractional.extent(0);
  auto* splines =
      static_cast<double*>(scratch_.at_least(sizeof(double) * static_cast<std::size_t>(3 * count * atoms.order)));
  const auto mesh = mesh_of<3>(density);
  launch(context_, one_thread_per(3 * count), spline_kernel, atoms, mesh[0], mesh[1], mesh[2], splines);
  launch(context_, one_thread_per(density.size()), mesh_spread_kernel, atoms, weight, splines, density);
}

void CudaKernels::fourier_forward(View<const double, 3> x, View<double, 4> spectrum) {
  const CurrentDevice current(context_.index());
  const cufftHandle plan = fourier_plans_->of(true, mesh_of<3>(x), 1);
  check(cufftExecD2Z(plan, const_cast<double*>(x.data()), reinterpret_cast<cufftDoubleComplex*>(spectrum.data())));
}

void CudaKernels::fourier_backward(View<double, 5> spectrum, View<double, 4> x) {
  const CurrentDevice current(context_.index());
  const cufftHandle plan = fourier_plans_->of(false, mesh_of<4>(x), static_cast<int>(x.extent(3)));
  check(cufftExecZ2D(plan, reinterpret_cast<cufftDoubleComplex*>(spectrum.data()), x.data()));
}

void CudaKernels::mesh_filter(const MeshFilter& filter, int lm, View<const double, 4> density, View<double, 5> fields) {
  unroll_for<formula::largest_angular_order>(formula::order_of_component(lm), [&]<int l>() {
    launch(context_, one_thread_per(filter.factor.size()), mesh_filter_kernel<l>, filter, lm, density, fields);
  });
}

void CudaKernels::mesh_gather(const MeshAtoms& atoms, View<const double, 4> fields, int lm, Index first,
                              View<double, 3> c) {
  launch(context_, one_thread_per(atoms.bin_atom.extent(0) * fields.extent(3)), mesh_gather_kernel, atoms, fields, lm,
         first, c);
}

}  // namespace rhofield::cuda
