// Basis functions on points and densities on grids, on the CPU. Points: one thread per point, vectors over primitives.
// Grids of rectangular planes: grid_separable.cpp. Others: one thread per line of points, eight points at a time; of
// each atom only the part of the line within its reach is visited, and only the exponents that reach the line.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "cpu/grid_separable.hpp"
#include "cpu/unroll.hpp"
#include "cpu/vector8.hpp"
#include "cpu_backend.hpp"
#include "observables/grid_tables.hpp"
#include "rhofield/basis/gaussian_basis.hpp"
#include "runtime/parallel.hpp"
#include "shared/density_gradients.hpp"
#include "shared/exponential.hpp"
#include "shared/real_spherical_harmonics.hpp"

namespace rhofield::cpu {

namespace {

/// Adds the functions of one atom (or image) at displacement d to their values at a point.
template <int l_max>
void add_atom_values(const ValueTables& tables, Index species, const std::array<double, 3>& d, double r2,
                     double* radial, double* values) {
  std::array<double, l_max == 0 ? 9 : (l_max + 1) * (l_max + 1)> harmonics{};
  formula::solid_harmonics<l_max>(d[0], d[1], d[2], 1.0,
                                  [&](int lm, double value) { harmonics[static_cast<std::size_t>(lm)] = value; });
  const Index first = tables.shell_offset(species), last = tables.shell_offset(species + 1);
  if (first == last) return;
  const ValueShell& final_shell = tables.shells(last - 1);
  const int begin = tables.shells(first).first_primitive;
  const int count = final_shell.first_primitive + final_shell.primitives - begin;
  const double* exponent = tables.exponent.data() + begin;
  const double* coefficient = tables.coefficient.data() + begin;
#pragma omp simd
  for (int p = 0; p < count; ++p) radial[p] = coefficient[p] * formula::exponential_of_negative(-exponent[p] * r2);
  for (Index s = first; s < last; ++s) {
    const ValueShell& shell = tables.shells(s);
    if (r2 > shell.reach2) continue;
    double sum = 0;
    for (int p = 0; p < shell.primitives; ++p) sum += radial[shell.first_primitive - begin + p];
    const double* y = harmonics.data() + shell.l * shell.l;
    for (int m = 0; m < 2 * shell.l + 1; ++m) values[shell.first_function + m] += sum * y[m];
  }
}

template <int l_max>
void values_at_points(const ValueTables& tables, View<const double, 2> points, View<double, 2> values) {
  constexpr Index chunk = 16;  // points
  const auto make_radial = [&] { return std::vector<double>(static_cast<std::size_t>(tables.exponent.size())); };
  parallel_for(points.extent(0), chunk, make_radial, [&](Index point, std::vector<double>& radial) {
    double* row = &values(point, 0);
    std::fill_n(row, values.extent(1), 0.0);
    for (Index atom = 0; atom < tables.positions.extent(0); ++atom) {
      const Index species = tables.species_index(atom);
      std::array<double, 3> d{};
      for (std::size_t x = 0; x < 3; ++x)
        d[x] = points(point, static_cast<Index>(x)) - tables.positions(atom, static_cast<Index>(x));
      for (Index k = 0; k < 3; ++k) {  // to |fraction| <= 1/2
        const double fraction = tables.dual(k, 0) * d[0] + tables.dual(k, 1) * d[1] + tables.dual(k, 2) * d[2];
        const double shift = std::nearbyint(fraction);
        for (std::size_t x = 0; x < 3; ++x) d[x] -= shift * tables.cell(k, static_cast<Index>(x));
      }
      for (Index t = 0; t < tables.translations.extent(0); ++t) {
        const std::array<double, 3> v{d[0] + tables.translations(t, 0), d[1] + tables.translations(t, 1),
                                      d[2] + tables.translations(t, 2)};
        const double r2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
        if (r2 <= tables.reach2(species))
          add_atom_values<l_max>(tables, species, v, r2, radial.data(), row + tables.first_function(atom));
      }
    }
  });
}

/// u_lm = sum_e w_elm exp(-a_e r^2) at eight points, over exponents [first, last); with slopes also v_lm, where every
/// term has a factor -2 a_e.
template <bool slopes>
void sum_exponents(const AtomDensityTables& tables, Index first, Index last, const Vector8& r2, Vector8* u,
                   Vector8* v) {
  for (Index e = first; e < last; ++e) {
    const double exponent = tables.exponent(e);
    const Vector8 argument = -exponent * r2;
    std::array<double, lanes> gaussians, arguments;
    store(argument, arguments.data());
#pragma omp simd
    for (std::size_t lane = 0; lane < lanes; ++lane)
      gaussians[lane] = formula::exponential_of_negative(arguments[lane]);
    Vector8 gaussian;
    load(gaussians.data(), gaussian);
    const Vector8 slope = (-2.0 * exponent) * gaussian;
    for (int b = tables.block_offset(e); b < tables.block_offset(e + 1); ++b) {
      const ExponentBlock& block = tables.blocks(b);
      const double* weights = tables.weights.data() + block.first_weight;
      const int place = block.l * block.l;
      for (int m = 0; m < 2 * block.l + 1; ++m) {
        u[place + m] += weights[m] * gaussian;
        if constexpr (slopes) v[place + m] += weights[m] * slope;
      }
    }
  }
}

/// The density of one atom at eight points; x, y, z: displacements from it. By reference, because passing such vectors
/// by value depends on the processor.
template <int l_max>
void density_of_atom(const AtomDensityTables& tables, Index first, Index last, const Vector8& x, const Vector8& y,
                     const Vector8& z, Vector8& density) {
  std::array<Vector8, (l_max + 1) * (l_max + 1)> sums{};
  const Vector8 r2 = x * x + y * y + z * z;
  sum_exponents<false>(tables, first, last, r2, sums.data(), nullptr);
  density = Vector8{};
  const Vector8 one = Vector8{} + 1.0;
  formula::solid_harmonics<l_max>(
      x, y, z, one, [&](int lm, const Vector8& value) { density += sums[static_cast<std::size_t>(lm)] * value; });
}

/// Adds one centre to a line of points; d: from the centre to the first point.
template <int l_max>
void add_centre_to_line(const DensityTables& tables, Index atom, const std::array<double, 3>& d, const double* step,
                        Index count, double* line) {
  const double step2 = step[0] * step[0] + step[1] * step[1] + step[2] * step[2];
  const double along = count > 1 ? -(d[0] * step[0] + d[1] * step[1] + d[2] * step[2]) / step2 : 0.0;
  const double clamped = std::clamp(along, 0.0, static_cast<double>(count - 1));
  double nearest2 = 0, foot2 = 0;
  for (std::size_t x = 0; x < 3; ++x) {
    const double at_nearest = d[x] + clamped * step[x], at_foot = d[x] + along * step[x];
    nearest2 += at_nearest * at_nearest;
    foot2 += at_foot * at_foot;
  }
  const Index first = tables.exponent_offset(atom);
  const double reach2 = tables.reach2(first);
  if (nearest2 > reach2) return;
  Index last = first + 1;
  while (last < tables.exponent_offset(atom + 1) && tables.reach2(last) >= nearest2) ++last;
  const double half = count > 1 ? std::sqrt(std::max(0.0, reach2 - foot2) / step2) : 0.0;
  const Index begin = std::max<Index>(0, static_cast<Index>(std::ceil(along - half)));
  const Index end = std::min<Index>(count, static_cast<Index>(std::floor(along + half)) + 1);
  const Vector8 lane_number{0, 1, 2, 3, 4, 5, 6, 7};
  for (Index k = begin; k < end; k += lanes) {
    const Vector8 number = lane_number + static_cast<double>(k);
    const Vector8 x = d[0] + number * step[0], y = d[1] + number * step[1], z = d[2] + number * step[2];
    Vector8 density;
    density_of_atom<l_max>(tables, first, last, x, y, z, density);
    const Index group = std::min<Index>(lanes, end - k);
    for (Index lane = 0; lane < group; ++lane) line[k + lane] += density[lane];
  }
}

template <int l_max>
void density_of_atoms(const DensityTables& tables, const GridGeometry& grid, View<double, 3> density) {
  const Index planes = density.extent(0), lines = density.extent(1), count = density.extent(2);
#pragma omp parallel for collapse(2) schedule(dynamic, 16)
  for (Index i = 0; i < planes; ++i)
    for (Index j = 0; j < lines; ++j) {
      double* line = &density(i, j, 0);
      std::fill_n(line, count, 0.0);
      std::array<double, 3> start{};
      for (std::size_t x = 0; x < 3; ++x)
        start[x] =
            grid.origin[x] + static_cast<double>(i) * grid.steps[0][x] + static_cast<double>(j) * grid.steps[1][x];
      for (Index c = tables.plane_offset(i); c < tables.plane_offset(i + 1); ++c) {
        const Index centre = tables.plane_centre(c);
        std::array<double, 3> d{};
        for (std::size_t x = 0; x < 3; ++x) d[x] = start[x] - tables.centre_position(centre, static_cast<Index>(x));
        add_centre_to_line<l_max>(tables, tables.centre_atom(centre), d, grid.steps[2], count, line);
      }
    }
}

/// Displacements of eight points from an atom, along periodic directions to |fraction| <= 1/2.
void displace(const PointDensityTables& tables, Index atom, const std::array<Vector8, 3>& points,
              std::array<Vector8, 3>& d) {
  for (std::size_t x = 0; x < 3; ++x) d[x] = points[x] - tables.positions(atom, static_cast<Index>(x));
  for (Index k = 0; k < 3; ++k) {
    const Vector8 fraction = tables.dual(k, 0) * d[0] + tables.dual(k, 1) * d[1] + tables.dual(k, 2) * d[2];
    std::array<double, lanes> shifts;
    store(fraction, shifts.data());
    for (double& shift : shifts) shift = std::nearbyint(shift);
    Vector8 shift;
    load(shifts.data(), shift);
    for (std::size_t x = 0; x < 3; ++x) d[x] -= shift * tables.cell(k, static_cast<Index>(x));
  }
}

/// Density, and on request its gradient, at eight points.
template <int l_max>
void density_at_eight(const PointDensityTables& tables, const std::array<Vector8, 3>& points, bool gradients,
                      formula::DensitySums<Vector8>& total) {
  constexpr std::size_t components = (l_max + 1) * (l_max + 1);
  const Vector8 one = Vector8{} + 1.0;
  for (Index atom = 0; atom < tables.positions.extent(0); ++atom) {
    const Index first = tables.exponent_offset(atom), end = tables.exponent_offset(atom + 1);
    if (first == end) continue;
    std::array<Vector8, 3> d;
    displace(tables, atom, points, d);
    for (Index t = 0; t < tables.translations.extent(0); ++t) {
      const Vector8 x = d[0] + tables.translations(t, 0), y = d[1] + tables.translations(t, 1),
                    z = d[2] + tables.translations(t, 2);
      const Vector8 r2 = x * x + y * y + z * z;
      double nearest2 = r2[0];
      for (int lane = 1; lane < lanes; ++lane) nearest2 = std::min(nearest2, r2[lane]);
      Index last = first;
      while (last < end && tables.reach2(last) >= nearest2) ++last;  // the longest reach comes first
      if (last == first) continue;
      if (!gradients) {
        Vector8 density;
        density_of_atom<l_max>(tables, first, last, x, y, z, density);
        total.density += density;
        continue;
      }
      std::array<Vector8, components> u{}, v{};
      sum_exponents<true>(tables, first, last, r2, u.data(), v.data());
      formula::DensitySums<Vector8> sums;
      formula::density_sums<l_max>(x, y, z, one, u.data(), v.data(), sums);
      total.density += sums.density;
      total.x += sums.x;
      total.y += sums.y;
      total.z += sums.z;
    }
  }
}

/// Eight points at a time; the last one stands in for those that are missing.
template <int l_max>
void densities_at_points(const PointDensityTables& tables, View<const double, 2> points, View<double, 1> density,
                         View<double, 2> gradients) {
  const Index count = points.extent(0);
  const bool with_gradients = !gradients.empty();
#pragma omp parallel for schedule(dynamic, 4)
  for (Index begin = 0; begin < count; begin += lanes) {
    std::array<Vector8, 3> r;
    for (std::size_t x = 0; x < 3; ++x)
      for (Index lane = 0; lane < lanes; ++lane)
        r[x][lane] = points(std::min(begin + lane, count - 1), static_cast<Index>(x));
    formula::DensitySums<Vector8> total;
    density_at_eight<l_max>(tables, r, with_gradients, total);
    for (Index lane = 0; lane < std::min<Index>(lanes, count - begin); ++lane) {
      density(begin + lane) = total.density[lane];
      if (!with_gradients) continue;
      gradients(begin + lane, 0) = total.x[lane];
      gradients(begin + lane, 1) = total.y[lane];
      gradients(begin + lane, 2) = total.z[lane];
    }
  }
}

}  // namespace

void CpuKernels::basis_values(const ValueTables& tables, View<const double, 2> points, View<double, 2> values) {
  unroll_for<GaussianBasis::maximum_l>("basis_values", tables.l_max,
                                       [&]<int l>() { values_at_points<l>(tables, points, values); });
}

void CpuKernels::density_on_grid(const DensityTables& tables, const GridGeometry& grid, View<double, 3> density) {
  if (has_rectangular_planes(grid, density)) return density_by_products(tables, grid, density);
  unroll_for<GaussianBasis::maximum_l>("density_on_grid", tables.l_max,
                                       [&]<int l>() { density_of_atoms<l>(tables, grid, density); });
}

void CpuKernels::density_at_points(const PointDensityTables& tables, View<const double, 2> points,
                                   View<double, 1> density, View<double, 2> gradients) {
  unroll_for<GaussianBasis::maximum_l>("density_at_points", tables.l_max,
                                       [&]<int l>() { densities_at_points<l>(tables, points, density, gradients); });
}

}  // namespace rhofield::cpu
