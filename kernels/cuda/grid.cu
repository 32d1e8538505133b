// Basis functions on points and densities on grids, on the GPU.
#include "observables/grid_tables.hpp"

#include "cuda/cuda_backend.hpp"
#include "rhofield/basis/gaussian_basis.hpp"
#include "shared/density_gradients.hpp"
#include "shared/exponential.hpp"
#include "shared/real_spherical_harmonics.hpp"

namespace rhofield::cuda {

namespace {

constexpr int components_of(int l_max) { return (l_max + 1) * (l_max + 1); }

/// Keeps the harmonics of one displacement.
struct Keep {
  double* values;
  RHOFIELD_FORMULA void operator()(int lm, double value) const { values[lm] = value; }
};

/// Adds the functions of one atom (or image) at displacement d to their values.
template <int l_max>
__device__ void add_atom_values(const ValueTables& tables, Index species, const double* d, double r2, double* values) {
  double harmonics[components_of(l_max)];
  formula::solid_harmonics<l_max>(d[0], d[1], d[2], 1.0, Keep{harmonics});
  for (Index s = tables.shell_offset(species); s < tables.shell_offset(species + 1); ++s) {
    const ValueShell shell = tables.shells(s);
    if (r2 > shell.reach2) continue;
    double radial = 0.0;
    for (int p = shell.first_primitive; p < shell.first_primitive + shell.primitives; ++p)
      radial += tables.coefficient(p) * formula::exponential_of_negative(-tables.exponent(p) * r2);
    for (int m = 0; m < 2 * shell.l + 1; ++m)
      values[shell.first_function + m] += radial * harmonics[shell.l * shell.l + m];
  }
}

/// One thread per (point, atom); reads the point and the atom's shells, writes the values of the atom's functions.
template <int l_max>
__global__ void basis_values_kernel(ValueTables tables, View<const double, 2> points, View<double, 2> values) {
  const Index atoms = tables.positions.extent(0);
  const Index point = thread_index() / atoms;
  if (point >= points.extent(0)) return;
  const Index atom = thread_index() - point * atoms;
  const Index species = tables.species_index(atom);
  double* row = &values(point, tables.first_function(atom));
  for (Index s = tables.shell_offset(species); s < tables.shell_offset(species + 1); ++s)
    for (int m = 0; m < 2 * tables.shells(s).l + 1; ++m) row[tables.shells(s).first_function + m] = 0.0;
  double d[3];
  for (int x = 0; x < 3; ++x) d[x] = points(point, x) - tables.positions(atom, x);
  for (int k = 0; k < 3; ++k) {  // to |fraction| <= 1/2
    const double shift = nearbyint(tables.dual(k, 0) * d[0] + tables.dual(k, 1) * d[1] + tables.dual(k, 2) * d[2]);
    for (int x = 0; x < 3; ++x) d[x] -= shift * tables.cell(k, x);
  }
  for (Index t = 0; t < tables.translations.extent(0); ++t) {
    double v[3];
    for (int x = 0; x < 3; ++x) v[x] = d[x] + tables.translations(t, x);
    const double r2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
    if (r2 <= tables.reach2(species)) add_atom_values<l_max>(tables, species, v, r2, row);
  }
}

/// Adds value times the sum kept for the same lm.
struct AddProduct {
  const double* sums;
  double* total;
  RHOFIELD_FORMULA void operator()(int lm, double value) const { *total += sums[lm] * value; }
};

/// The density of one atom at displacement d.
template <int l_max>
__device__ double density_of_atom(const AtomDensityTables& tables, Index atom, const double* d) {
  const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
  double sums[components_of(l_max)] = {};
  for (Index e = tables.exponent_offset(atom); e < tables.exponent_offset(atom + 1); ++e) {
    if (tables.reach2(e) < r2) break;  // the longest reach comes first
    const double gaussian = formula::exponential_of_negative(-tables.exponent(e) * r2);
    for (int b = tables.block_offset(e); b < tables.block_offset(e + 1); ++b) {
      const ExponentBlock block = tables.blocks(b);
      for (int m = 0; m < 2 * block.l + 1; ++m)
        sums[block.l * block.l + m] += tables.weights(block.first_weight + m) * gaussian;
    }
  }
  double density = 0.0;
  formula::solid_harmonics<l_max>(d[0], d[1], d[2], 1.0, AddProduct{sums, &density});
  return density;
}

/// One thread per point of the grid; reads the centres near its plane, writes the density there.
template <int l_max>
__global__ void density_kernel(DensityTables tables, GridGeometry grid, View<double, 3> density) {
  const Index element = thread_index();
  if (element >= density.size()) return;
  const Index k = element % density.extent(2);
  const Index j = element / density.extent(2) % density.extent(1);
  const Index i = element / density.extent(2) / density.extent(1);
  double r[3];
  for (int x = 0; x < 3; ++x)
    r[x] = grid.origin[x] + static_cast<double>(i) * grid.steps[0][x] + static_cast<double>(j) * grid.steps[1][x] +
           static_cast<double>(k) * grid.steps[2][x];
  double sum = 0.0;
  for (Index c = tables.plane_offset(i); c < tables.plane_offset(i + 1); ++c) {
    const Index centre = tables.plane_centre(c);
    double d[3];
    for (int x = 0; x < 3; ++x) d[x] = r[x] - tables.centre_position(centre, x);
    sum += density_of_atom<l_max>(tables, tables.centre_atom(centre), d);
  }
  density.data()[element] = sum;
}

/// Adds the density of one atom at displacement d and its gradient.
template <int l_max>
__device__ void add_gradient_of_atom(const AtomDensityTables& tables, Index atom, const double* d,
                                     formula::DensitySums<double>& total) {
  const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
  double u[components_of(l_max)] = {}, v[components_of(l_max)] = {};
  for (Index e = tables.exponent_offset(atom); e < tables.exponent_offset(atom + 1); ++e) {
    if (tables.reach2(e) < r2) break;  // the longest reach comes first
    const double gaussian = formula::exponential_of_negative(-tables.exponent(e) * r2);
    const double slope = -2.0 * tables.exponent(e) * gaussian;
    for (int b = tables.block_offset(e); b < tables.block_offset(e + 1); ++b) {
      const ExponentBlock block = tables.blocks(b);
      for (int m = 0; m < 2 * block.l + 1; ++m) {
        u[block.l * block.l + m] += tables.weights(block.first_weight + m) * gaussian;
        v[block.l * block.l + m] += tables.weights(block.first_weight + m) * slope;
      }
    }
  }
  formula::DensitySums<double> sums;
  formula::density_sums<l_max>(d[0], d[1], d[2], 1.0, u, v, sums);
  total.density += sums.density;
  total.x += sums.x;
  total.y += sums.y;
  total.z += sums.z;
}

/// One thread per point; reads all atoms, writes the density there and, where there is room for it, its gradient.
template <int l_max>
__global__ void density_at_points_kernel(PointDensityTables tables, View<const double, 2> points,
                                         View<double, 1> density, View<double, 2> gradients) {
  const Index point = thread_index();
  if (point >= points.extent(0)) return;
  formula::DensitySums<double> total;
  for (Index atom = 0; atom < tables.positions.extent(0); ++atom) {
    const Index first = tables.exponent_offset(atom);
    if (first == tables.exponent_offset(atom + 1)) continue;
    double d[3];
    for (int x = 0; x < 3; ++x) d[x] = points(point, x) - tables.positions(atom, x);
    for (int k = 0; k < 3; ++k) {  // to |fraction| <= 1/2
      const double shift = nearbyint(tables.dual(k, 0) * d[0] + tables.dual(k, 1) * d[1] + tables.dual(k, 2) * d[2]);
      for (int x = 0; x < 3; ++x) d[x] -= shift * tables.cell(k, x);
    }
    for (Index t = 0; t < tables.translations.extent(0); ++t) {
      double v[3];
      for (int x = 0; x < 3; ++x) v[x] = d[x] + tables.translations(t, x);
      if (v[0] * v[0] + v[1] * v[1] + v[2] * v[2] > tables.reach2(first)) continue;
      if (gradients.empty())
        total.density += density_of_atom<l_max>(tables, atom, v);
      else
        add_gradient_of_atom<l_max>(tables, atom, v, total);
    }
  }
  density(point) = total.density;
  if (gradients.empty()) return;
  gradients(point, 0) = total.x;
  gradients(point, 1) = total.y;
  gradients(point, 2) = total.z;
}

}  // namespace

void CudaKernels::basis_values(const ValueTables& tables, View<const double, 2> points, View<double, 2> values) {
  unroll_for<GaussianBasis::maximum_l>(tables.l_max, [&]<int l_max>() {
    launch(context_, one_thread_per(points.extent(0) * tables.positions.extent(0)), basis_values_kernel<l_max>, tables,
           points, values);
  });
}

void CudaKernels::density_on_grid(const DensityTables& tables, const GridGeometry& grid, View<double, 3> density) {
  unroll_for<GaussianBasis::maximum_l>(tables.l_max, [&]<int l_max>() {
    launch(context_, one_thread_per(density.size()), density_kernel<l_max>, tables, grid, density);
  });
}

void CudaKernels::density_at_points(const PointDensityTables& tables, View<const double, 2> points,
                                    View<double, 1> density, View<double, 2> gradients) {
  unroll_for<GaussianBasis::maximum_l>(tables.l_max, [&]<int l_max>() {
    launch(context_, one_thread_per(points.extent(0)), density_at_points_kernel<l_max>, tables, points, density,
           gradients);
  });
}

}  // namespace rhofield::cuda
