// Potentials and fields at points on the CPU: one thread per group of points, eight points at a time. Per centre,
// radial factors are summed over exponents first, then the harmonics are run through once.
#include "shared/potential.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "cpu/unroll.hpp"
#include "cpu/vector8.hpp"
#include "cpu_backend.hpp"
#include "observables/potential_tables.hpp"
#include "rhofield/basis/gaussian_basis.hpp"
#include "shared/exponential.hpp"
#include "shared/solid_harmonic_gradients.hpp"

namespace rhofield::cpu {

namespace {

constexpr int boys_orders = GaussianBasis::maximum_l + 2;

/// Potential and its negative gradient at eight points.
struct Sums {
  Vector8 potential{}, x{}, y{}, z{};
};

bool all_beyond(const Vector8& argument, double limit) {
  bool beyond = true;
  for (int lane = 0; lane < lanes; ++lane) beyond = beyond && argument[lane] >= limit;
  return beyond;
}

/// F_lowest .. F_highest at eight arguments.
void boys_functions(const PotentialTables& tables, int lowest, int highest, const Vector8& argument,
                    std::array<Vector8, boys_orders>& values) {
  const auto orders = static_cast<int>(tables.boys.extent(1));
  std::array<double, lanes> arguments, top, exponentials;
  store(argument, arguments.data());
  for (std::size_t lane = 0; lane < lanes; ++lane)
    top[lane] = formula::boys_function(highest, arguments[lane], tables.boys.data(), orders);
  load(top.data(), values[static_cast<std::size_t>(highest)]);
  if (lowest == highest) return;
#pragma omp simd
  for (std::size_t lane = 0; lane < lanes; ++lane)
    exponentials[lane] = formula::exponential_of_negative(-arguments[lane]);
  Vector8 exponential;
  load(exponentials.data(), exponential);
  for (int order = highest - 1; order >= lowest; --order)
    formula::boys_below(order, argument, exponential, values[static_cast<std::size_t>(order + 1)],
                        values[static_cast<std::size_t>(order)]);
}

/// Adds what one centre gives at displacements x, y, z from it.
template <int l_max, bool with_field>
void add_centre(const PotentialTables& tables, Index atom, const Vector8& x, const Vector8& y, const Vector8& z,
                Sums& sums) {
  constexpr std::size_t components = (l_max + 1) * (l_max + 1);
  const Vector8 r2 = x * x + y * y + z * z;
  std::array<Vector8, components> u{}, slope{};  // of S_lm, and of -d S_lm in the gradient
  std::array<Vector8, boys_orders> boys;
  const Index first = tables.exponent_offset(atom), last = tables.exponent_offset(atom + 1);
  Index e = first;
  for (; e < last; ++e) {
    const double exponent = tables.exponent(e);
    const Vector8 argument = exponent * r2;
    if (all_beyond(argument, formula::multipole_from)) break;
    const int begin = tables.block_offset(e), end = tables.block_offset(e + 1);
    boys_functions(tables, tables.blocks(begin).l, tables.blocks(end - 1).l + (with_field ? 1 : 0), argument, boys);
    for (int b = begin; b < end; ++b) {
      const ExponentBlock& block = tables.blocks(b);
      const double* weights = tables.weights.data() + block.first_weight;
      const Vector8& radial = boys[static_cast<std::size_t>(block.l)];
      Vector8* out = u.data() + block.l * block.l;
      for (int m = 0; m < 2 * block.l + 1; ++m) out[m] += weights[m] * radial;
      if constexpr (with_field) {
        const Vector8 steeper = 2 * exponent * boys[static_cast<std::size_t>(block.l + 1)];
        Vector8* out_slope = slope.data() + block.l * block.l;
        for (int m = 0; m < 2 * block.l + 1; ++m) out_slope[m] += weights[m] * steeper;
      }
    }
  }
  if (e == first && tables.screened && first < last) return;
  const double* tail = &tables.tails(e + atom, 0);
  if (e < last || tail[0] != 0) {
    const Vector8 inverse2 = 1.0 / r2;
    Vector8 radial;
    for (int lane = 0; lane < lanes; ++lane) radial[lane] = std::sqrt(inverse2[lane]);
    const int highest = e < last ? l_max : 0;  // points have no higher moments
    for (int l = 0; l <= highest; ++l, radial *= inverse2)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) {
        const auto at = static_cast<std::size_t>(lm);
        u[at] += tail[lm] * radial;
        if constexpr (with_field) slope[at] += (2 * l + 1) * tail[lm] * (radial * inverse2);
      }
  }
  Vector8 inward{}, gx{}, gy{}, gz{};
  const auto visit = [&](auto lm, const Vector8& value) {
    constexpr std::size_t at = decltype(lm)::value;
    sums.potential += u[at] * value;
    if constexpr (with_field) {
      inward += slope[at] * value;
      const auto factor = [&](auto other) -> const Vector8& { return u[decltype(other)::value]; };
      formula::add_solid_gradient<l_max, decltype(lm)::value>(value, factor, gx, gy, gz);
    }
  };
  const Vector8 one = Vector8{} + 1.0;
  formula::solid_harmonics<l_max>(x, y, z, one, visit);
  if constexpr (with_field) {
    sums.x += inward * x - gx;
    sums.y += inward * y - gy;
    sums.z += inward * z - gz;
  }
}

template <int l_max, bool with_field>
void at_points(const PotentialTables& tables, View<const double, 2> points, View<double, 2> values) {
#pragma omp parallel for schedule(dynamic)
  for (Index group = 0; group < tables.group_centres.extent(0); ++group)
    for (Index p = group * PotentialTables::group_size; p < (group + 1) * PotentialTables::group_size; p += lanes) {
      Vector8 x, y, z;
      for (int lane = 0; lane < lanes; ++lane) {
        x[lane] = points(p + lane, 0);
        y[lane] = points(p + lane, 1);
        z[lane] = points(p + lane, 2);
      }
      Sums sums;
      for (Index c = tables.group_centres(group, 0); c < tables.group_centres(group, 1); ++c) {
        const double* centre = &tables.centre_position(c, 0);
        const Vector8 dx = x - centre[0], dy = y - centre[1], dz = z - centre[2];
        add_centre<l_max, with_field>(tables, tables.centre_atom(c), dx, dy, dz, sums);
      }
      for (int lane = 0; lane < lanes; ++lane) {
        values(p + lane, 0) = sums.potential[lane];
        if constexpr (with_field) {
          values(p + lane, 1) = sums.x[lane];
          values(p + lane, 2) = sums.y[lane];
          values(p + lane, 3) = sums.z[lane];
        }
      }
    }
}

}  // namespace

void CpuKernels::potential_at_points(const PotentialTables& tables, View<const double, 2> points,
                                     View<double, 2> values) {
  unroll_for<GaussianBasis::maximum_l>("potential_at_points", tables.l_max, [&]<int l>() {
    if (values.extent(1) == 4)
      at_points<l, true>(tables, points, values);
    else
      at_points<l, false>(tables, points, values);
  });
}

}  // namespace rhofield::cpu
