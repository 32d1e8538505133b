// What the parts of the long-range expansion share: plan (long_range_plan.cpp), coefficients (long_range_expansion.cpp)
// and their derivatives (long_range_gradients.cpp).
#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "descriptors/long_range_tables.hpp"
#include "descriptors/long_range_waves.hpp"
#include "rhofield/atoms/neighbours.hpp"
#include "rhofield/descriptors/long_range_expansion.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

constexpr double largest_pair_bytes = 256e6, bytes_of_pair = 72;  // of structures together

/// Waves whose phases are held at once: all of a small structure, few of a large one.
inline Index waves_at_once(Index atoms) {
  constexpr Index most = 2048, least = 32, phase_bytes = Index{128} << 20;
  return std::clamp(phase_bytes / (2 * static_cast<Index>(sizeof(double)) * atoms), least, most);
}

/// Strength of every atom as a source.
std::vector<double> source_weights(const LongRangeOptions& options, std::span<const Structure> structures);

struct LongRangeExpansion::State {
  LongRangeTables tables;
  State(const Device& device, const LongRangeOptions& options) : tables(device, options) {}
};

template <class Body>
void LongRangeExpansion::with_pairs(std::span<const Structure> structures, const LongRangePlan& plan,
                                    const Body& body) const {
  if (plan.cutoff == 0) return;
  StructureBatch batch = make_batch(device_, structures, species_);
  const bool whole = plan.method == LongRangeMethod::pairs && options_.exponent > 0;
  if (!options_.by_species) {  // all atoms count as one species
    std::fill(batch.host_species_index.begin(), batch.host_species_index.end(), 0);
    batch.species.resize(1);
    batch.species_index = Tensor<int, 1>::zeros(device_, {batch.atoms()});
  }
  const RadialTable& table =
      whole ? state_->tables.whole(plan.cutoff)
            : state_->tables.pairs({.width = plan.splitting, .cutoff = plan.cutoff, .wave_cutoff = plan.wave_cutoff});
  const NeighbourList list = neighbour_list(device_, batch, plan.cutoff);
  Tensor<double, 1> weight;
  if (options_.weights != SourceWeights::unit)
    weight = Tensor<double, 1>::from_host(device_, source_weights(options_, structures), {batch.atoms()});
  body(RadialTableView{table.coefficients(), options_.n_max, table.cutoff(), 0}, batch, list,
       PairsView{.species_count = list.species_count,
                 .offset = list.offset.view(),
                 .vector = list.vector.view(),
                 .neighbour = list.neighbour.view(),
                 .weight = std::as_const(weight).view()});
}

/// What the waves of one structure have in common.
struct LongRangeExpansion::WaveSum {
  const LongRangeExpansion& expansion;
  WaveCell cell;
  Waves waves;
  const RadialTable& table;
  Tensor<double, 2> fractional;  // [atom, 3]
  Tensor<double, 2> strengths;   // Q [source channel, atom]

  WaveSum(const LongRangeExpansion& e, const Structure& structure, const LongRangePlan& plan)
      : expansion(e),
        cell(make_wave_cell(structure, e.state_->tables.margin(), plan.splitting, e.options_.tolerance)),
        waves(
            SmoothPotential(cell, e.options_.exponent, e.options_.smearing, plan.splitting, plan.wave_cutoff).waves()),
        table(e.state_->tables.transforms(plan.wave_cutoff)),
        fractional(Tensor<double, 2>::from_host(e.device_, fractions_of(cell, structure), {structure.size(), 3})),
        strengths(e.strengths(structure)) {}
  RadialTableView table_view() const { return {table.coefficients(), expansion.options_.n_max, table.cutoff(), 0}; }
};

/// Phases E, structure factors S, radial functions times harmonics G and channels B of some of the waves.
struct LongRangeExpansion::WaveBatch {
  Index count;
  Tensor<double, 1> factor;
  Tensor<double, 2> vector;  // [wave, 4]
  Tensor<Index, 1> offset;   // [wave + 1]: each wave is the one neighbour of a centre
  Tensor<int, 1> species;
  Tensor<double, 2> phases, structure_factors;
  Tensor<double, 3> functions, channels;  // G [wave, lm, n], B [2 waves, lm, channel]

  WaveBatch(const WaveSum& sum, Index first)
      : count(std::min(waves_at_once(sum.fractional.extent(0)), sum.waves.size() - first)) {
    const Device& device = sum.expansion.device_;
    const LongRangeOptions& options = sum.expansion.options_;
    Kernels& kernels = device.backend().kernels();
    const auto part = [&](const auto& values, Index each) {
      return std::span(values).subspan(static_cast<std::size_t>(each * first), static_cast<std::size_t>(each * count));
    };
    const auto index = Tensor<int, 2>::from_host(device, part(sum.waves.index, 3), {count, 3});
    factor = Tensor<double, 1>::from_host(device, part(sum.waves.factor, 1), {count});
    vector = Tensor<double, 2>::from_host(device, part(sum.waves.vector, 4), {count, 4});
    std::vector<Index> offsets(static_cast<std::size_t>(count + 1));
    for (std::size_t w = 0; w < offsets.size(); ++w) offsets[w] = static_cast<Index>(w);
    offset = Tensor<Index, 1>::from_host(device, offsets, {count + 1});
    species = Tensor<int, 1>::zeros(device, {count});
    const Index components = Index{options.l_max + 1} * (options.l_max + 1);
    const Index atoms = sum.fractional.extent(0), sources = sum.strengths.extent(0);
    functions = Tensor<double, 3>(device, {count, components, options.n_max});
    kernels.spherical_expansion(sum.table_view(), pairs(), species.view(), functions.view());
    phases = Tensor<double, 2>(device, {atoms, 2 * count});
    kernels.wave_phases(index.view(), sum.fractional.view(), phases.view());
    structure_factors = Tensor<double, 2>(device, {sources, 2 * count});
    device.backend().linear_algebra().gemm(Op::none, Op::none, 1, matrix(sum.strengths.view()),
                                           matrix(std::as_const(phases).view()), 0, matrix(structure_factors.view()));
    channels = Tensor<double, 3>(device, {2 * count, components, Index{sum.expansion.channels()}});
    kernels.wave_channels(std::as_const(functions).view(), std::as_const(factor).view(),
                          std::as_const(structure_factors).view(), channels.view());
  }
  PairsView pairs() const {
    return {.species_count = 1, .offset = offset.view(), .vector = vector.view(), .centre_counts = false};
  }
};

}  // namespace rhofield
