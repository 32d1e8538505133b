// Backward spherical expansion on the CPU: one thread per centre, eight pairs of one species at a time. Radial
// polynomials and their slopes are computed for eight n at a time and transposed; from then on lanes are pairs.
#include "shared/spherical_expansion.hpp"

#include <algorithm>
#include <utility>

#include "cpu/unroll.hpp"
#include "cpu/vector8.hpp"
#include "cpu_backend.hpp"
#include "shared/solid_harmonic_gradients.hpp"

namespace rhofield::cpu {

namespace {

constexpr int powers = formula::radial_degree + 1;

/// Eight pairs of one centre and species, fewer at the end of a row.
struct Bundle {
  Index count;
  const double* block[lanes];  ///< coefficients of the pair's interval
  double t[lanes];             ///< place inside it
  Vector8 x, y, z;             ///< vectors, bohr; zero behind the last pair
  Vector8 inverse;             ///< 1/r, zero at the origin, where every function is flat
  Vector8 cut, cut_slope;      ///< weight f_c and its derivative

  Bundle(const RadialTableView& table, const PairsView& pairs, Index first, Index end)
      : count(std::min<Index>(lanes, end - first)), x{}, y{}, z{}, inverse{}, cut{}, cut_slope{} {
    const Index intervals = table.coefficients.extent(0), stride = table.coefficients.size() / intervals;
    const double per_length = static_cast<double>(intervals) / table.cutoff;
    for (Index p = 0; p < count; ++p) {
      const double* vector = &pairs.vector(first + p, 0);
      const double r = vector[3];
      const auto place = formula::table_place(r, per_length, intervals);
      block[p] = table.coefficients.data() + place.interval * stride;
      t[p] = place.t;
      x[p] = vector[0], y[p] = vector[1], z[p] = vector[2];
      inverse[p] = r > 0 ? 1.0 / r : 0.0;
      const double weight = pairs.weight.empty() ? 1.0 : pairs.weight(pairs.neighbour(first + p));
      cut[p] = weight * formula::cutoff_function(r, table.cutoff, table.cutoff_width);
      cut_slope[p] = weight * formula::cutoff_slope(r, table.cutoff, table.cutoff_width);
    }
  }
};

/// Eight radial functions and their slopes in t of each pair: value[n], slope[n], lanes are pairs.
inline void radial(const Bundle& bundle, Index offset, Index n_padded, Vector8 (&value)[lanes],
                   Vector8 (&slope)[lanes]) {
  for (int p = 0; p < lanes; ++p) {
    Vector8 v{}, s{};
    if (p < bundle.count) {
      const double* coefficients = bundle.block[p] + offset;
      load(coefficients, v);
#pragma GCC unroll 8
      for (int power = 1; power < powers; ++power) {
        Vector8 next;
        load(coefficients + power * n_padded, next);
        s = s * bundle.t[p] + v;
        v = v * bundle.t[p] + next;
      }
    }
    value[p] = v;
    slope[p] = s;
  }
  transpose(value);
  transpose(slope);
}

/// u[lm] = sum_n c_bar[lm, n] I_nl r^-l and its slope in t for the m of one order; c_bar begins at channel 0 of the
/// species.
template <int l>
void contract_order(const RadialTableView& table, const Bundle& bundle, const double* c_bar, Index channels, Vector8* u,
                    Vector8* u_slope) {
  constexpr int width = 2 * l + 1;
  const Index n_padded = table.coefficients.extent(3);
  Vector8 sum[width] = {}, sum_slope[width] = {};
  for (Index first = 0; first < table.n_max; first += lanes) {
    Vector8 value[lanes], slope[lanes];
    radial(bundle, l * powers * n_padded + first, n_padded, value, slope);
    const Index here = std::min<Index>(lanes, table.n_max - first);
    for (Index n = 0; n < here; ++n) {
      const double* c = c_bar + l * l * channels + first + n;
#pragma GCC unroll 32
      for (int m = 0; m < width; ++m) {
        sum[m] += c[m * channels] * value[n];
        sum_slope[m] += c[m * channels] * slope[n];
      }
    }
  }
  for (int m = 0; m < width; ++m) {
    u[l * l + m] = sum[m];
    u_slope[l * l + m] = sum_slope[m];
  }
}

template <int... l>
void contract_orders(std::integer_sequence<int, l...>, const RadialTableView& table, const Bundle& bundle,
                     const double* c_bar, Index channels, Vector8* u, Vector8* u_slope) {
  (contract_order<l>(table, bundle, c_bar, channels, u, u_slope), ...);
}

template <int l_max>
__attribute__((flatten)) void expand_backward(const RadialTableView& table, const PairsView& pairs,
                                              View<const double, 3> c_bar, View<double, 2> pair_bar) {
  constexpr int components = (l_max + 1) * (l_max + 1);
  const Index atoms = c_bar.extent(0), channels = c_bar.extent(2);
  const double per_length = static_cast<double>(table.coefficients.extent(0)) / table.cutoff;
#pragma omp parallel for schedule(dynamic, 16)
  for (Index i = 0; i < atoms; ++i)
    for (Index a = 0; a < pairs.species_count; ++a) {
      const Index end = pairs.offset(i * pairs.species_count + a + 1);
      for (Index first = pairs.offset(i * pairs.species_count + a); first < end; first += lanes) {
        const Bundle bundle(table, pairs, first, end);
        Vector8 u[components], u_slope[components];
        contract_orders(std::make_integer_sequence<int, l_max + 1>{}, table, bundle, &c_bar(i, 0, a * table.n_max),
                        channels, u, u_slope);
        Vector8 x{}, y{}, z{}, sum{}, sum_slope{};
        formula::solid_harmonics<l_max>(bundle.x, bundle.y, bundle.z, Vector8{} + 1.0,
                                        [&](auto lm, const Vector8& value) {
                                          sum += value * u[lm];
                                          sum_slope += value * u_slope[lm];
                                          formula::add_solid_gradient<l_max, lm>(
                                              value, [&](auto place) -> const Vector8& { return u[place]; }, x, y, z);
                                        });
        const Vector8 outward = (bundle.cut_slope * sum + (per_length * bundle.cut) * sum_slope) * bundle.inverse;
        x = bundle.cut * x + outward * bundle.x;
        y = bundle.cut * y + outward * bundle.y;
        z = bundle.cut * z + outward * bundle.z;
        for (Index p = 0; p < bundle.count; ++p) {
          double* out = &pair_bar(first + p, 0);
          out[0] = x[p], out[1] = y[p], out[2] = z[p];
        }
      }
    }
}

}  // namespace

void CpuKernels::spherical_expansion_backward(const RadialTableView& table, const PairsView& pairs,
                                              View<const double, 3> c_bar, View<double, 2> pair_bar) {
  const int l_max = static_cast<int>(table.coefficients.extent(1)) - 1;
  unroll_for<formula::largest_angular_order>("spherical_expansion_backward", l_max,
                                             [&]<int l>() { expand_backward<l>(table, pairs, c_bar, pair_bar); });
}

}  // namespace rhofield::cpu
