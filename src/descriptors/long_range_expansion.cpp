// Long-distance expansion: every structure is planned by a cost model; structures that are treated alike share their
// pairs; the smooth part of each is a matrix product c += E B of phases and channels.
#include "rhofield/descriptors/long_range_expansion.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "descriptors/long_range_internal.hpp"
#include "descriptors/long_range_mesh.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/parallel.hpp"
#include "runtime/text.hpp"

namespace rhofield {

LongRangeExpansion::LongRangeExpansion(const Device& device, std::vector<int> species, const LongRangeOptions& options)
    : device_(device), species_(std::move(species)), options_(options) {
  validate(options);
  if (species_.empty())
    throw InvalidInput("long-range expansion: the list of species is empty; name at least one element");
  if (options.weights == SourceWeights::by_element)
    for (const int number : species_)
      if (!options.element_weights.contains(number))
        throw InvalidInput("long-range expansion: element_weights has " +
                           std::to_string(options.element_weights.size()) + " weights, none for " +
                           std::string(element_symbol(number)) + "; give one (0 if it is no source)");
  state_ = std::make_unique<State>(device, options);
}
LongRangeExpansion::~LongRangeExpansion() = default;
LongRangeExpansion::LongRangeExpansion(LongRangeExpansion&&) noexcept = default;
LongRangeExpansion& LongRangeExpansion::operator=(LongRangeExpansion&&) noexcept = default;

std::vector<double> source_weights(const LongRangeOptions& options, std::span<const Structure> structures) {
  std::vector<double> weights;
  for (const Structure& structure : structures) {
    if (options.weights == SourceWeights::charges) {
      weights.insert(weights.end(), structure.charges.begin(), structure.charges.end());
      continue;
    }
    for (const int number : structure.numbers)
      weights.push_back(options.weights == SourceWeights::unit ? 1.0 : options.element_weights.at(number));
  }
  return weights;
}

/// Contents and weights, with the structure's number; distances are checked with the pairs.
void LongRangeExpansion::check(std::span<const Structure> structures) const {
  for (std::size_t s = 0; s < structures.size(); ++s) {
    try {
      validate(structures[s], 0);
    } catch (const InvalidInput& error) {
      throw InvalidInput("structure " + std::to_string(s) + ": " + error.what());
    }
    if (options_.weights == SourceWeights::charges && structures[s].charges.empty())
      throw InvalidInput("long-range expansion: sources are weighted by charges, but structure " + std::to_string(s) +
                         " of " + std::to_string(structures[s].size()) +
                         " atoms has none; give them (`charges` of a data set, a column `initial_charges` of extended "
                         "XYZ), or choose other weights");
  }
}

Tensor<double, 3> LongRangeExpansion::operator()(std::span<const Structure> structures) const {
  check(structures);
  const Index components = Index{options_.l_max + 1} * (options_.l_max + 1);
  std::vector<Index> first_atom{0};
  for (const Structure& s : structures) first_atom.push_back(first_atom.back() + s.size());
  auto c = Tensor<double, 3>::zeros(device_, {first_atom.back(), components, Index{channels()}});
  std::vector<LongRangePlan> plans;
  for (const Structure& s : structures) plans.push_back(plan_with(s, options_.method));
  // Consecutive structures that are treated alike, as many as their pairs fit.
  for (std::size_t begin = 0; begin < structures.size();) {
    std::size_t end = begin;
    double pairs = 0;
    while (end < structures.size() && plans[end].method == plans[begin].method &&
           plans[end].splitting == plans[begin].splitting && plans[end].cutoff == plans[begin].cutoff &&
           (end == begin || (pairs + plans[end].pairs) * bytes_of_pair < largest_pair_bytes))
      pairs += plans[end++].pairs;
    const auto some = structures.subspan(begin, end - begin);
    const View<double, 3> rows = c.view().rows(first_atom[begin], first_atom[end] - first_atom[begin]);
    add_pairs(some, plans[begin], rows);
    for (std::size_t s = begin; s < end; ++s) {
      const View<double, 3> own = c.view().rows(first_atom[s], structures[s].size());
      if (plans[s].method == LongRangeMethod::plane_waves) add_waves(structures[s], plans[s], own);
      if (plans[s].method == LongRangeMethod::mesh) add_mesh(structures[s], plans[s], own);
    }
    begin = end;
  }
  return c;
}

void LongRangeExpansion::add_pairs(std::span<const Structure> structures, const LongRangePlan& plan,
                                   View<double, 3> c) const {
  with_pairs(
      structures, plan,
      [&](const RadialTableView& table, const StructureBatch& batch, const NeighbourList&, const PairsView& pairs) {
        device_.backend().kernels().spherical_expansion(table, pairs, batch.species_index.view(), c);
      });
}

void LongRangeExpansion::add_waves(const Structure& structure, const LongRangePlan& plan, View<double, 3> c) const {
  const WaveSum sum(*this, structure, plan);
  const Index width = c.extent(1) * c.extent(2);
  for (Index first = 0; first < sum.waves.size(); first += waves_at_once(structure.size())) {
    const WaveBatch part(sum, first);
    device_.backend().linear_algebra().gemm(Op::none, Op::none, 1, matrix(part.phases.view()),
                                            matrix(part.channels.view().reshape<2>({2 * part.count, width})), 1,
                                            matrix(c.reshape<2>({structure.size(), width})));
  }
}

Tensor<double, 2> LongRangeExpansion::strengths(const Structure& structure) const {
  const Index atoms = structure.size(), sources = options_.by_species ? static_cast<Index>(species_.size()) : 1;
  const std::vector<double> weights = source_weights(options_, std::span(&structure, 1));
  std::vector<double> q(static_cast<std::size_t>(sources * atoms), 0.0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto at = std::lower_bound(species_.begin(), species_.end(), structure.numbers[i]) - species_.begin();
    q[static_cast<std::size_t>((options_.by_species ? at : 0) * atoms) + i] = weights[i];
  }
  return Tensor<double, 2>::from_host(device_, q, {sources, atoms});
}

namespace {

/// factor(k) / b(k)^2 of half the mesh, zero beyond the wave cutoff: [n0, n1, n2/2+1].
std::vector<double> mesh_factors(const WaveCell& cell, const SmoothPotential& potential, const std::array<int, 3>& mesh,
                                 int order) {
  std::array<std::vector<double>, 3> splines;
  for (std::size_t d = 0; d < 3; ++d) splines[d] = spline_transform(order, mesh[d]);
  const int half = mesh[2] / 2 + 1;
  const auto size =
      static_cast<std::size_t>(mesh[0]) * static_cast<std::size_t>(mesh[1]) * static_cast<std::size_t>(half);
  std::vector<double> factors(size, 0.0);
  const auto make_nothing = [] { return 0; };
  parallel_for(mesh[0], 1, make_nothing, [&](Index i, int) {
    for (int j = 0; j < mesh[1]; ++j)
      for (int h = 0; h < half; ++h) {
        const std::array<int, 3> index{
            2 * static_cast<int>(i) > mesh[0] ? static_cast<int>(i) - mesh[0] : static_cast<int>(i),
            2 * j > mesh[1] ? j - mesh[1] : j, h};
        const Vector3 k = wave_vector(cell.lattice, index);
        if (formula::dot(k.data(), k.data()) >= potential.wave_cutoff() * potential.wave_cutoff()) continue;
        const double b = splines[0][static_cast<std::size_t>(i)] * splines[1][static_cast<std::size_t>(j)] *
                         splines[2][static_cast<std::size_t>(h)];
        factors[(static_cast<std::size_t>(i) * static_cast<std::size_t>(mesh[1]) + static_cast<std::size_t>(j)) *
                    static_cast<std::size_t>(half) +
                static_cast<std::size_t>(h)] = 4 * pi / cell.lattice.volume * potential.transform(index) / (b * b);
      }
  });
  return factors;
}

/// Atoms by the mesh point in front of them.
struct Bins {
  std::vector<Index> offset;  // [point + 1]
  std::vector<int> atom;
};
Bins bins_of(std::span<const double> fractional, const std::array<int, 3>& mesh) {
  Bins bins;
  const std::size_t points =
      static_cast<std::size_t>(mesh[0]) * static_cast<std::size_t>(mesh[1]) * static_cast<std::size_t>(mesh[2]);
  const std::size_t atoms = fractional.size() / 3;
  bins.offset.assign(points + 1, 0);
  std::vector<std::size_t> bin(atoms);
  for (std::size_t i = 0; i < atoms; ++i) {
    std::size_t at = 0;
    for (std::size_t d = 0; d < 3; ++d)
      at = at * static_cast<std::size_t>(mesh[d]) + static_cast<std::size_t>(fractional[3 * i + d] * mesh[d]);
    bin[i] = at;
    ++bins.offset[at + 1];
  }
  for (std::size_t p = 0; p < points; ++p) bins.offset[p + 1] += bins.offset[p];
  bins.atom.resize(atoms);
  std::vector<Index> next(bins.offset.begin(), bins.offset.end() - 1);
  for (std::size_t i = 0; i < atoms; ++i) bins.atom[static_cast<std::size_t>(next[bin[i]]++)] = static_cast<int>(i);
  return bins;
}

}  // namespace

void LongRangeExpansion::add_mesh(const Structure& structure, const LongRangePlan& plan, View<double, 3> c) const {
  auto& kernels = device_.backend().kernels();
  const LongRangeTables& tables = state_->tables;
  const WaveCell cell = make_wave_cell(structure, tables.margin(), plan.splitting, options_.tolerance);
  const SmoothPotential potential(cell, options_.exponent, options_.smearing, plan.splitting, plan.wave_cutoff);
  const auto [n0, n1, n2] = plan.mesh;
  const Index half = n2 / 2 + 1, n_max = options_.n_max;
  const std::vector<double> fractional = fractions_of(cell, structure);
  const Bins bins = bins_of(fractional, plan.mesh);
  const Index atoms = structure.size();
  const auto device_fractional = Tensor<double, 2>::from_host(device_, fractional, {atoms, 3});
  const auto bin_offset = Tensor<Index, 1>::from_host(device_, bins.offset, {static_cast<Index>(bins.offset.size())});
  const auto bin_atom = Tensor<int, 1>::from_host(device_, bins.atom, {atoms});
  const MeshAtoms places{plan.spline_order, device_fractional.view(), bin_offset.view(), bin_atom.view()};
  const auto factors = Tensor<double, 3>::from_host(
      device_, mesh_factors(cell, potential, plan.mesh, plan.spline_order), {n0, n1, half});
  const RadialTable& table = tables.transforms(plan.wave_cutoff);
  MeshFilter filter{
      .reciprocal = {}, .factor = factors.view(), .table = {table.coefficients(), options_.n_max, table.cutoff(), 0}};
  for (std::size_t d = 0; d < 3; ++d)
    for (std::size_t x = 0; x < 3; ++x) filter.reciprocal[d][x] = 2 * pi * cell.lattice.reciprocal[d][x];
  const Tensor<double, 2> q = strengths(structure);
  Tensor<double, 3> density(device_, {n0, n1, n2});
  Tensor<double, 4> spectrum(device_, {n0, n1, half, 2});
  Tensor<double, 5> amplitudes(device_, {n0, n1, half, n_max, 2});
  Tensor<double, 4> fields(device_, {n0, n1, n2, n_max});
  for (Index a = 0; a < q.extent(0); ++a) {
    kernels.mesh_spread(places, q.view().rows(a, 1).reshape<1>({atoms}), density.view());
    kernels.fourier_forward(std::as_const(density).view(), spectrum.view());
    for (Index lm = 0; lm < c.extent(1); ++lm) {
      kernels.mesh_filter(filter, static_cast<int>(lm), std::as_const(spectrum).view(), amplitudes.view());
      kernels.fourier_backward(amplitudes.view(), fields.view());
      kernels.mesh_gather(places, std::as_const(fields).view(), static_cast<int>(lm), a * n_max, c);
    }
  }
}

}  // namespace rhofield
