// Particle meshes on the CPU: splines, FFTW, filters. Fields of one component stand side by side at every point, so
// that an atom reads whole cache lines.
#include <fftw3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <vector>

#include "cpu/unroll.hpp"
#include "cpu_backend.hpp"
#include "rhofield/basis/radial_basis.hpp"
#include "shared/long_range.hpp"
#include "shared/real_spherical_harmonics.hpp"
#include "shared/spherical_expansion.hpp"

#include <omp.h>

namespace rhofield::cpu {

namespace {

struct DestroyPlan {
  void operator()(fftw_plan_s* plan) const { fftw_destroy_plan(plan); }
};

/// FFTW's planner is not thread-safe, its plans are; a plan is made once per shape and number of threads. Estimated,
/// not measured, plans: equal input gives equal bits.
class Plans {
 public:
  using Key = std::tuple<bool, Index, Index, Index, Index, int>;  // forward, mesh, fields, threads
  template <class Make>
  fftw_plan of(const Key& key, const Make& make) {
    const std::lock_guard lock(mutex_);
    auto& plan = plans_[key];
    if (!plan) {
      static const int initialised = fftw_init_threads();
      (void)initialised;
      fftw_plan_with_nthreads(std::get<5>(key));
      plan.reset(make());
    }
    return plan.get();
  }

 private:
  std::mutex mutex_;
  std::map<Key, std::unique_ptr<fftw_plan_s, DestroyPlan>> plans_;
};

Plans& plans() {
  static Plans all;
  return all;
}

fftw_complex* complex_data(double* data) { return reinterpret_cast<fftw_complex*>(data); }

/// Splines of one atom along the three directions and the points they belong to.
struct Stencil {
  std::array<std::array<double, formula::largest_spline_order>, 3> value;
  std::array<std::array<int, formula::largest_spline_order>, 3> point;

  Stencil(const MeshAtoms& atoms, Index atom, const std::array<int, 3>& mesh) {
    for (std::size_t d = 0; d < 3; ++d) {
      const auto place = formula::mesh_place(atoms.order, atoms.fractional(atom, static_cast<Index>(d)), mesh[d]);
      formula::spline_values(atoms.order, place.fraction, value[d].data());
      for (int j = 0; j < atoms.order; ++j)
        point[d][static_cast<std::size_t>(j)] = formula::wrapped(place.first + j, mesh[d]);
    }
  }
};

template <int Rank>
std::array<int, 3> mesh_of(View<const double, Rank> x) {
  return {static_cast<int>(x.extent(0)), static_cast<int>(x.extent(1)), static_cast<int>(x.extent(2))};
}

}  // namespace

void CpuKernels::mesh_spread(const MeshAtoms& atoms, View<const double, 1> weight, View<double, 3> density) {
  const std::array<int, 3> mesh = mesh_of<3>(density);
  const Index plane = density.extent(1) * density.extent(2);
  // A thread owns planes of the mesh: it visits the atoms whose splines reach them, in the order of the bins.
#pragma omp parallel for schedule(dynamic)
  for (int x = 0; x < mesh[0]; ++x) {
    std::fill_n(&density(x, 0, 0), plane, 0.0);
    for (int j = 0; j < atoms.order; ++j) {
      const int base = formula::wrapped(x - j + atoms.order / 2 - 1, mesh[0]);
      for (Index k = atoms.bin_offset(base * plane); k < atoms.bin_offset((base + 1) * plane); ++k) {
        const Index atom = atoms.bin_atom(k);
        const double strength = weight(atom);
        if (strength == 0) continue;
        const Stencil stencil(atoms, atom, mesh);
        const double wx = strength * stencil.value[0][static_cast<std::size_t>(j)];
        for (std::size_t b = 0; b < static_cast<std::size_t>(atoms.order); ++b) {
          const double wxy = wx * stencil.value[1][b];
          double* row = &density(x, stencil.point[1][b], 0);
          for (std::size_t c = 0; c < static_cast<std::size_t>(atoms.order); ++c)
            row[stencil.point[2][c]] += wxy * stencil.value[2][c];
        }
      }
    }
  }
}

void CpuKernels::fourier_forward(View<const double, 3> x, View<double, 4> spectrum) {
  const std::array<int, 3> mesh = mesh_of<3>(x);
  const int threads = omp_get_max_threads();
  auto* in = const_cast<double*>(x.data());  // FFTW keeps the input of a real transform out of place
  const fftw_plan plan = plans().of({true, mesh[0], mesh[1], mesh[2], 1, threads}, [&] {
    return fftw_plan_dft_r2c_3d(mesh[0], mesh[1], mesh[2], in, complex_data(spectrum.data()),
                                FFTW_ESTIMATE | FFTW_UNALIGNED | FFTW_PRESERVE_INPUT);
  });
  fftw_execute_dft_r2c(plan, in, complex_data(spectrum.data()));
}

void CpuKernels::fourier_backward(View<double, 5> spectrum, View<double, 4> x) {
  const std::array<int, 3> mesh = mesh_of<4>(x);
  const auto fields = static_cast<int>(x.extent(3));
  const int threads = omp_get_max_threads();
  const fftw_plan plan = plans().of({false, mesh[0], mesh[1], mesh[2], fields, threads}, [&] {
    return fftw_plan_many_dft_c2r(3, mesh.data(), fields, complex_data(spectrum.data()), nullptr, fields, 1, x.data(),
                                  nullptr, fields, 1, FFTW_ESTIMATE | FFTW_UNALIGNED | FFTW_DESTROY_INPUT);
  });
  fftw_execute_dft_c2r(plan, complex_data(spectrum.data()), x.data());
}

namespace {

template <int l>
void filter_component(const MeshFilter& filter, int lm, View<const double, 4> density, View<double, 5> fields) {
  const Index n0 = density.extent(0), n1 = density.extent(1), half = density.extent(2), n_max = fields.extent(3);
  const auto& table = filter.table;
  const Index intervals = table.coefficients.extent(0), padded = table.coefficients.extent(3);
  const Index order_stride = (formula::radial_degree + 1) * padded;
  const Index stride = table.coefficients.extent(1) * order_stride;
  const double per_length = static_cast<double>(intervals) / table.cutoff;
#pragma omp parallel for collapse(2) schedule(static)
  for (Index i = 0; i < n0; ++i)
    for (Index j = 0; j < n1; ++j)
      for (Index h = 0; h < half; ++h) {
        double* out = &fields(i, j, h, 0, 0);
        const double factor = filter.factor(i, j, h);
        if (factor == 0) {
          std::fill_n(out, 2 * n_max, 0.0);
          continue;
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
        const double length = std::sqrt(k[0] * k[0] + k[1] * k[1] + k[2] * k[2]);
        const auto place = formula::table_place(length, per_length, intervals);
        const double* row = table.coefficients.data() + place.interval * stride + l * order_stride;
        for (Index n = 0; n < n_max; ++n) {
          double radial = row[n];
          for (int power = 1; power <= formula::radial_degree; ++power)
            radial = radial * place.t + row[power * padded + n];
          out[2 * n] = radial * source.real;
          out[2 * n + 1] = radial * source.imaginary;
        }
      }
}

}  // namespace

void CpuKernels::mesh_filter(const MeshFilter& filter, int lm, View<const double, 4> density, View<double, 5> fields) {
  unroll_for<formula::largest_angular_order>("mesh_filter", formula::order_of_component(lm),
                                             [&]<int l>() { filter_component<l>(filter, lm, density, fields); });
}

namespace {

/// Sums of all n of one component over the points around each atom, in registers.
template <int n_max>
void gather(const MeshAtoms& atoms, View<const double, 4> fields, int lm, Index first, View<double, 3> c) {
  const std::array<int, 3> mesh = mesh_of<4>(fields);
  const auto order = static_cast<std::size_t>(atoms.order);
  // In the order of the bins, so that neighbours in space are neighbours in time.
#pragma omp parallel for schedule(dynamic, 64)
  for (Index k = 0; k < atoms.bin_atom.extent(0); ++k) {
    const Index atom = atoms.bin_atom(k);
    const Stencil stencil(atoms, atom, mesh);
    double sum[n_max] = {};
    for (std::size_t a = 0; a < order; ++a)
      for (std::size_t b = 0; b < order; ++b) {
        const double wxy = stencil.value[0][a] * stencil.value[1][b];
        const double* row = &fields(stencil.point[0][a], stencil.point[1][b], 0, 0);
        for (std::size_t z = 0; z < order; ++z) {
          const double w = wxy * stencil.value[2][z];
          const double* in = row + stencil.point[2][z] * n_max;
          for (int n = 0; n < n_max; ++n) sum[n] += w * in[n];
        }
      }
    double* out = &c(atom, lm, first);
    for (int n = 0; n < n_max; ++n) out[n] += sum[n];
  }
}

}  // namespace

void CpuKernels::mesh_gather(const MeshAtoms& atoms, View<const double, 4> fields, int lm, Index first,
                             View<double, 3> c) {
  unroll_for<RadialBasis::largest_n_max>("mesh_gather", static_cast<int>(fields.extent(3)), [&]<int n_max>() {
    if constexpr (n_max > 0) gather<n_max>(atoms, fields, lm, first, c);
  });
}

}  // namespace rhofield::cpu
