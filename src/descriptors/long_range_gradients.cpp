// Derivatives of the long-range expansion with respect to atoms and cell, by backward contraction: nothing of the size
// of dc/dr is held.
#include <cmath>
#include <string>
#include <utility>

#include "descriptors/long_range_internal.hpp"
#include "rhofield/error.hpp"

namespace rhofield {

namespace {

/// Onto the span of the periodic directions.
Matrix3 periodic_projector(const WaveCell& cell) {
  Matrix3 projector{};
  for (std::size_t d = 0; d < 3; ++d)
    for (std::size_t a = 0; a < 3; ++a)
      for (std::size_t b = 0; b < 3; ++b)
        // Directions that are not periodic are at right angles to all others.
        projector[a][b] += cell.lattice.vectors[d][a] * cell.lattice.reciprocal[d][b] * (cell.periodic[d] ? 1 : 0);
  return projector;
}

}  // namespace

void LongRangeExpansion::backward(std::span<const Structure> structures, View<const double, 3> c_bar,
                                  View<double, 2> positions_bar, View<double, 3> strain_bar) const {
  const Index components = Index{options_.l_max + 1} * (options_.l_max + 1);
  std::vector<Index> first_atom{0};
  for (const Structure& s : structures) first_atom.push_back(first_atom.back() + s.size());
  const Index atoms = first_atom.back(), count = static_cast<Index>(structures.size());
  if (c_bar.extents() != std::array<Index, 3>{atoms, components, Index{channels()}} ||
      positions_bar.extents() != std::array<Index, 2>{atoms, 3} ||
      strain_bar.extents() != std::array<Index, 3>{count, 3, 3})
    throw InvalidInput("long-range expansion: derivatives for " + std::to_string(atoms) + " atoms of " +
                       std::to_string(count) + " structures need c_bar [" + std::to_string(atoms) + ", " +
                       std::to_string(components) + ", " + std::to_string(channels()) + "], positions_bar [" +
                       std::to_string(atoms) + ", 3] and strain_bar [" + std::to_string(count) + ", 3, 3]");
  check(structures);
  for (Index s = 0; s < count; ++s) {
    const auto one = structures.subspan(static_cast<std::size_t>(s), 1);
    const LongRangePlan plan = plan_for_derivatives(one[0]);
    const Index first = first_atom[static_cast<std::size_t>(s)], size = one[0].size();
    const auto own = [&](auto view) { return view.rows(first, size); };
    add_pairs_backward(one[0], plan, own(c_bar), own(positions_bar), strain_bar.rows(s, 1));
    if (plan.method == LongRangeMethod::plane_waves)
      add_waves_backward(one[0], plan, own(c_bar), own(positions_bar), strain_bar.rows(s, 1));
  }
}

void LongRangeExpansion::add_pairs_backward(const Structure& structure, const LongRangePlan& plan,
                                            View<const double, 3> c_bar, View<double, 2> positions_bar,
                                            View<double, 3> strain_bar) const {
  with_pairs(std::span(&structure, 1), plan,
             [&](const RadialTableView& table, const StructureBatch& batch, const NeighbourList& list,
                 const PairsView& pairs) {
               Kernels& kernels = device_.backend().kernels();
               Tensor<double, 2> pair_bar(device_, {list.pairs(), 3}), strain_of_atom(device_, {batch.atoms(), 9});
               kernels.spherical_expansion_backward(table, pairs, c_bar, pair_bar.view());
               const FullPairsView full{list.species_count, list.offset.view(), list.neighbour.view(),
                                        list.shift.view(), list.vector.view()};
               kernels.gather_pair_gradients(full, batch.species_index.view(), std::as_const(pair_bar).view(),
                                             positions_bar, strain_of_atom.view());
               kernels.add_segments(std::as_const(strain_of_atom).view(), batch.structure_offset.view(),
                                    strain_bar.reshape<2>({1, 9}));
             });
}

/// c = E B, B = factor G (S), S = Q E. A strain moves waves along the periodic directions, dk = -P strain^T k with P
/// their projector, scales the volume, and moves atoms across them, where the extended cell stays:
///   strain_bar = sum_i r_bar_i ((1 - P) r_i)^T - sum_w k (P k_bar)^T - P sum_w factor factor_bar
void LongRangeExpansion::add_waves_backward(const Structure& structure, const LongRangePlan& plan,
                                            View<const double, 3> c_bar, View<double, 2> positions_bar,
                                            View<double, 3> strain_bar) const {
  auto& algebra = device_.backend().linear_algebra();
  auto& kernels = device_.backend().kernels();
  const WaveSum sum(*this, structure, plan);
  const Index atoms = structure.size(), width = c_bar.extent(1) * c_bar.extent(2);
  const auto cotangent = matrix(c_bar.reshape<2>({atoms, width}));
  auto moved = Tensor<double, 2>::zeros(device_, {atoms, 3});
  const Matrix3 along = periodic_projector(sum.cell);
  Matrix3 strain{};
  for (Index first = 0; first < sum.waves.size(); first += waves_at_once(structure.size())) {
    const WaveBatch part(sum, first);
    const Index count = part.count, sources = sum.strengths.extent(0);
    Tensor<double, 2> phases_bar(device_, {atoms, 2 * count}), factors_bar(device_, {sources, 2 * count});
    Tensor<double, 3> b_bar(device_, {2 * count, c_bar.extent(1), c_bar.extent(2)});
    Tensor<double, 3> g_bar(device_, part.functions.extents());
    Tensor<double, 1> g_dot(device_, {count});
    const auto channels_matrix = matrix(part.channels.view().reshape<2>({2 * count, width}));
    algebra.gemm(Op::none, Op::transpose, 1, cotangent, channels_matrix, 0, matrix(phases_bar.view()));
    algebra.gemm(Op::transpose, Op::none, 1, matrix(part.phases.view()), cotangent, 0,
                 matrix(b_bar.view().reshape<2>({2 * count, width})));
    kernels.wave_channels_backward(part.functions.view(), part.factor.view(), part.structure_factors.view(),
                                   std::as_const(b_bar).view(), g_bar.view(), g_dot.view(), factors_bar.view());
    algebra.gemm(Op::transpose, Op::none, 1, matrix(sum.strengths.view()), matrix(std::as_const(factors_bar).view()), 1,
                 matrix(phases_bar.view()));
    kernels.wave_phases_backward(part.vector.view(), part.phases.view(), std::as_const(phases_bar).view(),
                                 moved.view());
    Tensor<double, 2> vector_bar(device_, {count, 3});
    kernels.spherical_expansion_backward(sum.table_view(), part.pairs(), std::as_const(g_bar).view(),
                                         vector_bar.view());
    const std::vector<double> k_bar = vector_bar.to_host(), dot = g_dot.to_host();
    for (Index w = 0; w < count; ++w) {
      const auto at = static_cast<std::size_t>(first + w);
      const double* k = sum.waves.vector.data() + 4 * at;
      const double of_factor = dot[static_cast<std::size_t>(w)];  // factor times its derivative
      const double slope = sum.waves.factor[at] == 0 ? 0 : of_factor * sum.waves.slope[at] / sum.waves.factor[at];
      for (std::size_t b = 0; b < 3; ++b) {
        double projected = 0;
        for (std::size_t x = 0; x < 3; ++x)
          projected += along[b][x] * (k_bar[3 * static_cast<std::size_t>(w) + x] + slope * k[x]);
        for (std::size_t a = 0; a < 3; ++a) strain[a][b] -= k[a] * projected + along[a][b] * of_factor;
      }
    }
  }
  const std::vector<double> r_bar = moved.to_host();
  for (std::size_t i = 0; i < structure.positions.size(); ++i)
    for (std::size_t b = 0; b < 3; ++b) {
      double across = structure.positions[i][b];
      for (std::size_t x = 0; x < 3; ++x) across -= along[b][x] * structure.positions[i][x];
      for (std::size_t a = 0; a < 3; ++a) strain[a][b] += r_bar[3 * i + a] * across;
    }
  algebra.axpy(1, std::as_const(moved).view().reshape<1>({3 * atoms}), positions_bar.reshape<1>({3 * atoms}));
  const auto device_strain = Tensor<double, 1>::from_host(device_, std::span(&strain[0][0], 9), {9});
  algebra.axpy(1, device_strain.view(), strain_bar.reshape<1>({9}));
}

}  // namespace rhofield
