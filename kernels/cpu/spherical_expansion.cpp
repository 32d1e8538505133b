// Spherical expansion on the CPU: one thread per centre, pairs of one species in groups. Harmonics are computed for
// eight pairs at a time; the radial polynomials for eight n at a time, in registers, and added at once to the sums of
// one l.
#include "shared/spherical_expansion.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "cpu/unroll.hpp"
#include "cpu/vector8.hpp"
#include "cpu_backend.hpp"
#include "rhofield/basis/radial_basis.hpp"
#include "shared/real_spherical_harmonics.hpp"

namespace rhofield::cpu {

namespace {

constexpr Index group_size = 32;  // pairs whose harmonics are kept: 12.5 KB for l_max 6
constexpr int powers = formula::radial_degree + 1;
constexpr Index largest_blocks = RadialBasis::largest_n_max / lanes;
static_assert(RadialBasis::largest_n_max % lanes == 0 && RadialTable::lanes == lanes);
static_assert(RadialTable::degree == formula::radial_degree);

/// Harmonics and places in the table of up to group_size pairs.
template <int l_max>
struct Group {
  static constexpr std::size_t components = (l_max + 1) * (l_max + 1);
  Index count = 0;
  std::array<const double*, group_size> block;                                   // coefficients of the pair's interval
  std::array<double, group_size> t;                                              // place inside it
  alignas(64) std::array<std::array<double, group_size>, components> harmonics;  // f_c r^l Y_lm, [lm, pair]

  void fill(const RadialTableView& table, const PairsView& pairs, Index first, Index last) {
    count = last - first;
    const Index intervals = table.coefficients.extent(0);
    const Index stride = table.coefficients.size() / intervals;
    const double per_length = static_cast<double>(intervals) / table.cutoff;
    for (Index begin = 0; begin < count; begin += lanes) {
      Vector8 x{}, y{}, z{}, amplitude{};
      for (Index p = begin; p < std::min(begin + lanes, count); ++p) {
        const double* vector = &pairs.vector(first + p, 0);
        const double r = vector[3];
        const auto place = formula::table_place(r, per_length, intervals);
        const auto at = static_cast<std::size_t>(p);
        block[at] = table.coefficients.data() + place.interval * stride;
        t[at] = place.t;
        x[p - begin] = vector[0], y[p - begin] = vector[1], z[p - begin] = vector[2];
        amplitude[p - begin] = formula::cutoff_function(r, table.cutoff, table.cutoff_width);
        if (!pairs.weight.empty()) amplitude[p - begin] *= pairs.weight(pairs.neighbour(first + p));
      }
      formula::solid_harmonics<l_max>(x, y, z, amplitude, [&](int lm, const Vector8& value) {
        store(value, harmonics[static_cast<std::size_t>(lm)].data() + begin);
      });
    }
  }
};

/// Eight radial functions of order l at t.
inline void radial(const double* coefficients, Index n_padded, double t, Vector8& value) {
  load(coefficients, value);
  for (int power = 1; power < powers; ++power) {
    Vector8 next;
    load(coefficients + power * n_padded, next);
    value = value * t + next;
  }
}

/// sums[m] += radial * harmonics over the pairs of the group; the 2l+1 sums stay in registers.
template <int l, int l_max>
void add_order(const Group<l_max>& group, Index n_padded, Index n_first, Vector8* sums) {
  constexpr int width = 2 * l + 1;
  std::array<Vector8, width> sum;
  for (int m = 0; m < width; ++m) sum[static_cast<std::size_t>(m)] = sums[l * l + m];
  for (Index p = 0; p < group.count; ++p) {
    const auto at = static_cast<std::size_t>(p);
    Vector8 value;
    radial(group.block[at] + l * powers * n_padded + n_first, n_padded, group.t[at], value);
#pragma GCC unroll 32
    for (int m = 0; m < width; ++m)
      sum[static_cast<std::size_t>(m)] += value * group.harmonics[static_cast<std::size_t>(l * l + m)][at];
  }
  for (int m = 0; m < width; ++m) sums[l * l + m] = sum[static_cast<std::size_t>(m)];
}

template <int l_max, int... l>
void add_orders(std::integer_sequence<int, l...>, const Group<l_max>& group, Index n_padded, Index n_first,
                Vector8* sums) {
  (add_order<l>(group, n_padded, n_first, sums), ...);
}

template <int l_max>
__attribute__((flatten)) void expand(const RadialTableView& table, const PairsView& pairs,
                                     View<const int, 1> species_index, View<double, 3> coefficients) {
  constexpr std::size_t components = (l_max + 1) * (l_max + 1);
  const Index atoms = coefficients.extent(0);
  const Index n_padded = table.coefficients.extent(3), blocks = n_padded / lanes;
  constexpr double y_00 = formula::detail::sectoral(0);
#pragma omp parallel for schedule(dynamic, 16)
  for (Index i = 0; i < atoms; ++i) {
    Group<l_max> group;
    std::array<std::array<Vector8, components>, largest_blocks> sums;
    for (Index a = 0; a < pairs.species_count; ++a) {
      const Index begin = pairs.offset(i * pairs.species_count + a),
                  end = pairs.offset(i * pairs.species_count + a + 1);
      for (Index block = 0; block < blocks; ++block) {
        auto& of_block = sums[static_cast<std::size_t>(block)];
        for (Vector8& sum : of_block) sum = Vector8{};
        if (!pairs.centre_counts || species_index(i) != a) continue;  // the centre is at r = 0, where f_c = 1
        radial(table.coefficients.data() + block * lanes, n_padded, -0.5, of_block[0]);
        of_block[0] *= pairs.weight.empty() ? y_00 : y_00 * pairs.weight(i);
      }
      for (Index first = begin; first < end; first += group_size) {
        group.fill(table, pairs, first, std::min(first + group_size, end));
        for (Index block = 0; block < blocks; ++block)
          add_orders(std::make_integer_sequence<int, l_max + 1>{}, group, n_padded, block * lanes,
                     sums[static_cast<std::size_t>(block)].data());
      }
      for (std::size_t lm = 0; lm < components; ++lm) {
        double* out = &coefficients(i, lm, a * table.n_max);
        for (Index block = 0; block < blocks; ++block) {
          const Vector8& sum = sums[static_cast<std::size_t>(block)][lm];
          const Index left = table.n_max - block * lanes;
          if (left >= lanes)
            store(sum, out + block * lanes);
          else
            std::memcpy(out + block * lanes, &sum, sizeof(double) * static_cast<std::size_t>(left));
        }
      }
    }
  }
}

}  // namespace

void CpuKernels::spherical_expansion(const RadialTableView& table, const PairsView& pairs,
                                     View<const int, 1> species_index, View<double, 3> coefficients) {
  const int l_max = static_cast<int>(table.coefficients.extent(1)) - 1;
  unroll_for<formula::largest_angular_order>("spherical_expansion", l_max,
                                             [&]<int l>() { expand<l>(table, pairs, species_index, coefficients); });
}

}  // namespace rhofield::cpu
