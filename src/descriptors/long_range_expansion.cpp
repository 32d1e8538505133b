// Long-distance expansion: every structure is planned by a cost model; structures that are treated alike share their
// pairs; the smooth part of each is a matrix product c += E B of phases and channels.
#include "rhofield/descriptors/long_range_expansion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <utility>

#include "descriptors/long_range_mesh.hpp"
#include "descriptors/long_range_tables.hpp"
#include "descriptors/long_range_waves.hpp"
#include "rhofield/atoms/neighbours.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/parallel.hpp"
#include "runtime/text.hpp"
#include "shared/real_spherical_harmonics.hpp"

namespace rhofield {

namespace {

void require(bool holds, const char* field, double value, const std::string& rule) {
  if (holds) return;
  std::ostringstream message;
  message << "long-range expansion: " << field << " is " << value << "; " << rule;
  throw InvalidInput(message.str());
}

// Costs of one processor core, seconds; other processors share their proportions.
constexpr double pair_cost = 25e-9, pair_channel_cost = 0.2e-9;  // a pair; each of its radial functions times harmonics
constexpr double multiplication_cost = 5e-11;                    // of a matrix product
constexpr double phase_cost = 4e-9, wave_channel_cost = 1.5e-9;  // a phase; a channel of a wave
constexpr double structure_cost = 2e-4;                          // what every pass over a structure costs anyway

constexpr double transform_cost = 1.2e-9;                      // of a field at a point, per doubling of the mesh
constexpr double filter_cost = 1.5e-8, gather_cost = 2.5e-10;  // of a wave and component; of a point of a field
constexpr double smallest_mesh_seconds = 0.02;                 // below it a mesh is not even considered

/// Waves whose phases are held at once: all of a small structure, few of a large one.
Index waves_at_once(Index atoms) {
  constexpr Index most = 2048, least = 32, phase_bytes = Index{128} << 20;
  return std::clamp(phase_bytes / (2 * static_cast<Index>(sizeof(double)) * atoms), least, most);
}

constexpr double largest_pair_bytes = 256e6, bytes_of_pair = 64;  // of structures together
constexpr double most_pair_bytes = 5e9;                           // of one structure

/// Largest distance between two atoms is no more than this.
double diameter(const Structure& structure) {
  Vector3 least = structure.positions[0], most = least;
  for (const Vector3& r : structure.positions)
    for (std::size_t x = 0; x < 3; ++x) {
      least[x] = std::min(least[x], r[x]);
      most[x] = std::max(most[x], r[x]);
    }
  return std::hypot(most[0] - least[0], most[1] - least[1], most[2] - least[2]);
}

/// Atoms per bohr^3 of the space that is filled, for estimates: a layer or molecule is given the thickness of an atom.
double density_of(const Structure& structure) {
  constexpr double thickness = 4;  // bohr
  const WaveCell cell = make_wave_cell(structure, 0.5 * thickness, 1e-6, 1e-3);
  double volume = cell.lattice.volume;
  for (std::size_t d = 0; d < 3; ++d)
    if (!cell.periodic[d]) volume *= (cell.exact[d] + 0.5 * thickness) / (2 * cell.exact[d] + cell.fading[d]);
  return static_cast<double>(structure.size()) / volume;
}

struct Costs {
  double components, channels, padded;  // lm, channels, radial functions times species with padding
  double atoms;
  double of_pairs(double per_atom) const {
    return atoms * per_atom * (pair_cost + pair_channel_cost * components * padded);
  }
  double of_waves(double waves) const {
    return waves * (atoms * phase_cost + components * (pair_channel_cost * padded + 2 * channels * wave_channel_cost) +
                    4 * atoms * components * channels * multiplication_cost);
  }
  double of_mesh(double points, int order, int n_max) const {
    const double fields = components * channels, sources = channels / n_max;
    return fields * points * std::log2(points) * transform_cost + sources * components * points * filter_cost +
           fields * atoms * std::pow(order, 3) * gather_cost;
  }
};

std::array<int, 3> mesh_of(const WaveCell& cell, double spacing, int order) {
  std::array<int, 3> mesh{};
  for (std::size_t d = 0; d < 3; ++d)
    // k.a turns by at most |k||a| along a vector a; a spline must not meet itself.
    mesh[d] = std::max(mesh_points(std::sqrt(formula::dot(cell.lattice.vectors[d], cell.lattice.vectors[d])), spacing),
                       mesh_points(order, 1));
  return mesh;
}

}  // namespace

void validate(const LongRangeOptions& options) {
  require(options.exponent >= 0 && options.exponent <= largest_exponent, "exponent", options.exponent,
          "use 0 (Gaussian), 1 (electrostatic) to " + std::to_string(largest_exponent));
  require(options.radius > 0 && std::isfinite(options.radius), "radius", options.radius,
          "it must be positive and finite");
  require(options.smearing >= 0.01 * options.radius && std::isfinite(options.smearing), "smearing", options.smearing,
          "it must be finite and at least a hundredth of the radius, " + text(options.radius));
  require(options.n_max >= 1 && options.n_max <= RadialBasis::largest_n_max, "n_max", options.n_max,
          "use 1 to " + std::to_string(RadialBasis::largest_n_max));
  require(options.l_max >= 0 && options.l_max <= formula::largest_angular_order, "l_max", options.l_max,
          "use 0 to " + std::to_string(formula::largest_angular_order));
  require(options.tolerance >= 1e-13 && options.tolerance <= 1e-2, "tolerance", options.tolerance, "use 1e-13 to 1e-2");
  for (const auto& [number, weight] : options.element_weights) {
    (void)element_symbol(number);
    require(std::isfinite(weight), "a weight of element_weights", weight, "it must be finite");
  }
  if (options.weights == SourceWeights::by_element && options.element_weights.empty())
    throw InvalidInput(
        "long-range expansion: sources are weighted by element, but element_weights is empty; give a weight for each");
}

std::vector<std::string> assumptions(const LongRangeOptions& options, const Structure& structure) {
  const int periodic = int{structure.periodic[0]} + int{structure.periodic[1]} + int{structure.periodic[2]};
  if (options.exponent < 1 || options.exponent > std::min(periodic, 3)) return {};
  const std::string potential = "potentials 1/r" + (options.exponent > 1 ? "^" + std::to_string(options.exponent) : "");
  if (periodic < 3)
    return {potential + " in a " + (periodic == 2 ? "slab" : "wire") + ": the constant part of a charged " +
            (periodic == 2 ? "layer" : "line") +
            " is left out; only differences and neutral sums of channels mean something"};
  double total = 0;
  for (const double charge : structure.charges) total += charge;
  if (options.weights != SourceWeights::charges || options.by_species)
    return {potential + " in a cell: k = 0 is left out, every channel has a uniform neutralising background"};
  if (std::abs(total) < 1e-9) return {};
  return {potential + " in a cell with a charge of " + text(total) +
          " e: k = 0 is left out, a uniform background neutralises it"};
}

struct LongRangeExpansion::State {
  LongRangeTables tables;
  State(const Device& device, const LongRangeOptions& options) : tables(device, options) {}
};

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

namespace {

/// Strength of every atom as a source.
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

}  // namespace

LongRangePlan LongRangeExpansion::plan(const Structure& structure) const {
  validate(structure);
  return plan_with(structure, options_.method);
}

LongRangePlan LongRangeExpansion::plan_with(const Structure& structure, LongRangeMethod method) const {
  const LongRangeTables& tables = state_->tables;
  const int lanes = RadialTable::lanes;
  const Costs costs{.components = std::pow(options_.l_max + 1.0, 2),
                    .channels = static_cast<double>(channels()),
                    .padded = static_cast<double>((options_.n_max + lanes - 1) / lanes * lanes),
                    .atoms = static_cast<double>(structure.size())};
  const double density = density_of(structure);
  const auto sphere = [](double r) { return 4 * pi / 3 * r * r * r; };
  const auto neighbours = [&](double cutoff) {
    const double all = density * sphere(cutoff);
    return structure.any_periodic() ? all : std::min(all, costs.atoms - 1);
  };
  LongRangePlan best;
  best.predicted_seconds = std::numeric_limits<double>::infinity();
  // The pairs of one structure are held at once: of splittings with pairs, those beyond the limit do not count.
  const auto fits = [&](const Splitting& s) {
    return s.cutoff == 0 || costs.atoms * neighbours(s.cutoff) * bytes_of_pair < most_pair_bytes;
  };
  const auto consider = [&](LongRangePlan candidate) {
    if (candidate.predicted_seconds < best.predicted_seconds) best = std::move(candidate);
  };
  if (options_.exponent == 0) {
    const Splitting& only = tables.splittings()[0];
    consider({.method = LongRangeMethod::pairs,
              .cutoff = only.cutoff,
              .predicted_seconds = costs.of_pairs(neighbours(only.cutoff))});
    return best;
  }
  const bool any = method == LongRangeMethod::automatic;
  if (method == LongRangeMethod::pairs && structure.any_periodic())
    throw InvalidInput(
        "long-range expansion: the method `pairs` sums over the atoms of a molecule, but the structure is periodic; "
        "use automatic, plane_waves or mesh");
  if (!structure.any_periodic() && (any || method == LongRangeMethod::pairs)) {
    const double seconds = costs.of_pairs(costs.atoms - 1);
    if (!any || costs.atoms * costs.atoms * bytes_of_pair < 4 * largest_pair_bytes)
      consider({.method = LongRangeMethod::pairs,
                .cutoff = tables.whole_reach(diameter(structure)),
                .predicted_seconds = seconds});
  }
  if (any || method == LongRangeMethod::plane_waves)
    for (const Splitting& s : tables.splittings()) {
      if (best.predicted_seconds < structure_cost) break;  // a small molecule
      if (!fits(s)) continue;
      const WaveCell cell = make_wave_cell(structure, tables.margin(), s.width, options_.tolerance);
      const double waves = 0.5 * sphere(s.wave_cutoff) * cell.lattice.volume / std::pow(2 * pi, 3);
      consider({.method = LongRangeMethod::plane_waves,
                .splitting = s.width,
                .cutoff = s.cutoff,
                .wave_cutoff = s.wave_cutoff,
                .waves = static_cast<Index>(waves),
                .predicted_seconds = structure_cost + costs.of_waves(waves) +
                                     (s.cutoff > 0 ? costs.of_pairs(neighbours(s.cutoff)) : 0)});
    }
  if (any || method == LongRangeMethod::mesh)
    for (const Splitting& s : tables.splittings()) {
      if (any && best.predicted_seconds < smallest_mesh_seconds) break;
      if (!fits(s)) continue;
      const WaveCell cell = make_wave_cell(structure, tables.margin(), s.width, options_.tolerance);
      for (std::size_t k = 0; k < s.mesh_spacing.size(); ++k) {
        const std::array<int, 3> mesh = mesh_of(cell, s.mesh_spacing[k], spline_order(k));
        consider({.method = LongRangeMethod::mesh,
                  .splitting = s.width,
                  .cutoff = s.cutoff,
                  .wave_cutoff = s.wave_cutoff,
                  .mesh = mesh,
                  .spline_order = spline_order(k),
                  .predicted_seconds =
                      structure_cost +
                      costs.of_mesh(static_cast<double>(mesh[0]) * mesh[1] * mesh[2], spline_order(k), options_.n_max) +
                      (s.cutoff > 0 ? costs.of_pairs(neighbours(s.cutoff)) : 0)});
      }
    }
  best.notes = assumptions(options_, structure);
  return best;
}

namespace {

/// Copies of a batch whose atoms all count as one species.
void merge_species(const Device& device, StructureBatch& batch) {
  std::fill(batch.host_species_index.begin(), batch.host_species_index.end(), 0);
  batch.species.resize(1);
  batch.species_index = Tensor<int, 1>::zeros(device, {batch.atoms()});
}

/// Positions as fractions of the wave cell, in [0, 1): [atom, 3].
std::vector<double> fractions_of(const WaveCell& cell, const Structure& structure) {
  std::vector<double> values;
  for (const Vector3& r : structure.positions)
    for (std::size_t d = 0; d < 3; ++d) {
      const double f = formula::dot(r.data(), cell.lattice.reciprocal[d]), inside = f - std::floor(f);
      values.push_back(inside < 1 ? inside : 0.0);  // a tiny negative f rounds to 1
    }
  return values;
}

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
                         " atoms has none; give charges, or choose other weights");
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
    const auto pairs_of = [&](std::size_t s) {
      const double atoms = static_cast<double>(structures[s].size());
      const double near = density_of(structures[s]) * 4 * pi / 3 * std::pow(plans[s].cutoff, 3);
      return atoms * (structures[s].any_periodic() ? near : std::min(near, atoms));
    };
    std::size_t end = begin;
    double pairs = 0;
    while (end < structures.size() && plans[end].method == plans[begin].method &&
           plans[end].splitting == plans[begin].splitting && plans[end].cutoff == plans[begin].cutoff &&
           (end == begin || (pairs + pairs_of(end)) * bytes_of_pair < largest_pair_bytes))
      pairs += pairs_of(end++);
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

template <class Body>
void LongRangeExpansion::with_pairs(std::span<const Structure> structures, const LongRangePlan& plan,
                                    const Body& body) const {
  StructureBatch batch = make_batch(device_, structures, species_);
  const bool whole = plan.method == LongRangeMethod::pairs && options_.exponent > 0;
  if (plan.cutoff == 0) return;
  if (!options_.by_species) merge_species(device_, batch);
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

void LongRangeExpansion::add_pairs(std::span<const Structure> structures, const LongRangePlan& plan,
                                   View<double, 3> c) const {
  with_pairs(
      structures, plan,
      [&](const RadialTableView& table, const StructureBatch& batch, const NeighbourList&, const PairsView& pairs) {
        device_.backend().kernels().spherical_expansion(table, pairs, batch.species_index.view(), c);
      });
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

LongRangePlan LongRangeExpansion::plan_for_derivatives(const Structure& structure) const {
  LongRangePlan plan = plan_with(structure, options_.method);
  if (plan.method != LongRangeMethod::mesh) return plan;
  return plan_with(structure, LongRangeMethod::plane_waves);
}

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
