// How one structure is treated by the long-range expansion: the cheapest of pairs, plane waves and meshes by a model of
// what they cost, within limits of memory. And the checks of options.
#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <utility>

#include "descriptors/long_range_internal.hpp"
#include "descriptors/long_range_mesh.hpp"
#include "rhofield/error.hpp"
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
constexpr double bytes_of_wave = 100;                            // of which there are two for each with its phases
constexpr double largest_diameter =
    150;  // bohr, of a molecule summed over pairs: the table of longer distances takes seconds
constexpr double structure_cost = 2e-4;  // what every pass over a structure costs anyway

constexpr double transform_cost = 1.2e-9;                      // of a field at a point, per doubling of the mesh
constexpr double filter_cost = 1.5e-8, gather_cost = 2.5e-10;  // of a wave and component; of a point of a field
constexpr double smallest_mesh_seconds = 0.02;                 // below it a mesh is not even considered

/// What pairs of one structure may take, and what its meshes may: a third of the memory each.
double most_bytes(const Device& device) {
  constexpr double unknown = 16e9;
  const auto memory = static_cast<double>(device.description().memory_bytes);
  return (memory > 0 ? memory : unknown) / 3;
}

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
  /// Density, its spectrum, amplitudes and fields of the radial functions of one source and component; the factors of
  /// the waves and the workspace of a transform.
  static double bytes_of_mesh(double points, int n_max) { return points * (16 * (1 + n_max) + 24); }
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

/// Why no method is left for a structure.
std::string cannot_be_held(const Structure& structure, double across, LongRangeMethod method, double most,
                           double points, double waves) {
  std::string needs;
  const auto add = [&](const std::string& what) { needs += (needs.empty() ? "" : ", or ") + what; };
  if (std::isfinite(points)) add("a mesh of " + text(points) + " points");
  if (std::isfinite(waves)) add(text(waves) + " waves");
  if (needs.empty())
    add(text(static_cast<double>(structure.size()) * static_cast<double>(structure.size() - 1)) + " pairs");
  const bool free = !structure.any_periodic();
  if (free && across > largest_diameter)
    add("pairs up to " + text(across) + " bohr apart (at most " + text(largest_diameter) + ")");
  return "long-range expansion: a structure of " + std::to_string(structure.size()) + " atoms" +
         (free ? ", " + text(across) + " bohr across," : "") + " needs " + needs + "; " + text(most * 1e-9) +
         " GB, a third of the memory, do not hold that. Take " +
         (free ? "molecules that are far apart one by one" : "a smaller cell, or leave vacuum directions open") +
         ", a larger smearing or tolerance" + (method == LongRangeMethod::automatic ? "" : ", or the method automatic");
}

}  // namespace

void validate(const LongRangeOptions& options) {
  require(options.exponent >= 0 && options.exponent <= largest_exponent, "exponent", options.exponent,
          "use 0 (Gaussian), 1 (electrostatic) to " + std::to_string(largest_exponent));
  require(options.radius > 0 && std::isfinite(options.radius), "radius", options.radius,
          "it must be positive and finite");
  require(options.smearing >= 0.01 * options.radius && std::isfinite(options.smearing), "smearing", options.smearing,
          "it must be finite and at least a hundredth of the radius, which is " + text(options.radius) + " bohr");
  require(options.n_max >= 1 && options.n_max <= RadialBasis::largest_n_max, "n_max", options.n_max,
          "use 1 to " + std::to_string(RadialBasis::largest_n_max));
  require(options.l_max >= 0 && options.l_max <= formula::largest_angular_order, "l_max", options.l_max,
          "use 0 to " + std::to_string(formula::largest_angular_order));
  require(options.tolerance >= 1e-13 && options.tolerance <= 1e-2, "tolerance", options.tolerance, "use 1e-13 to 1e-2");
  for (const auto& [number, weight] : options.element_weights) {
    (void)element_symbol(number);
    require(std::isfinite(weight), "a weight of element_weights", weight, "it must be finite");
  }
  if (options.weights != SourceWeights::by_element && !options.element_weights.empty())
    throw InvalidInput("long-range expansion: element_weights are given for " +
                       std::to_string(options.element_weights.size()) +
                       " element(s), but sources are not weighted by element; choose these weights, or leave them out");
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
  const double most = most_bytes(device_);
  // The pairs of one structure are held at once: of splittings with pairs, those beyond the limit do not count.
  const auto pairs_of = [&](const Splitting& s) { return s.cutoff == 0 ? 0 : costs.atoms * neighbours(s.cutoff); };
  const auto fits = [&](const Splitting& s) { return pairs_of(s) * bytes_of_pair < most; };
  const auto consider = [&](LongRangePlan candidate) {
    if (candidate.predicted_seconds < best.predicted_seconds) best = std::move(candidate);
  };
  if (options_.exponent == 0) {
    const Splitting& only = tables.splittings()[0];
    consider({.method = LongRangeMethod::pairs,
              .cutoff = only.cutoff,
              .pairs = pairs_of(only),
              .predicted_seconds = costs.of_pairs(neighbours(only.cutoff))});
    return best;
  }
  const bool any = method == LongRangeMethod::automatic;
  if (method == LongRangeMethod::pairs && structure.any_periodic())
    throw InvalidInput(
        "long-range expansion: the method `pairs` sums over the atoms of a molecule, but the structure is periodic; "
        "use automatic, plane_waves or mesh");
  const double across = diameter(structure);
  if (!structure.any_periodic() && (any || method == LongRangeMethod::pairs) && across <= largest_diameter) {
    const double seconds = costs.of_pairs(costs.atoms - 1);
    if (costs.atoms * costs.atoms * bytes_of_pair < (any ? 4 * largest_pair_bytes : most))
      consider({.method = LongRangeMethod::pairs,
                .cutoff = tables.whole_reach(across),
                .pairs = costs.atoms * (costs.atoms - 1),
                .predicted_seconds = seconds});
  }
  // Of what the memory does not hold: points of the largest mesh, and the fewest points and waves.
  double largest_left_out = 0, fewest_points = std::numeric_limits<double>::infinity(), fewest_waves = fewest_points;
  // Pairs of a small molecule cost less than any sum over waves: no tables are made for it.
  const bool small = best.predicted_seconds < structure_cost;
  if (method == LongRangeMethod::plane_waves || (any && !small))
    for (const Splitting& s : tables.splittings()) {
      if (!fits(s)) continue;
      const WaveCell cell = make_wave_cell(structure, tables.margin(), s.width, options_.tolerance);
      const double waves = 0.5 * sphere(s.wave_cutoff) * cell.lattice.volume / std::pow(2 * pi, 3);
      if (waves * bytes_of_wave > most) {
        fewest_waves = std::min(fewest_waves, waves);
        continue;
      }
      consider({.method = LongRangeMethod::plane_waves,
                .splitting = s.width,
                .cutoff = s.cutoff,
                .pairs = pairs_of(s),
                .wave_cutoff = s.wave_cutoff,
                .waves = static_cast<Index>(waves),
                .predicted_seconds = structure_cost + costs.of_waves(waves) +
                                     (s.cutoff > 0 ? costs.of_pairs(neighbours(s.cutoff)) : 0)});
    }
  if (method == LongRangeMethod::mesh || (any && best.predicted_seconds >= smallest_mesh_seconds))
    for (const Splitting& s : tables.splittings()) {
      if (!fits(s)) continue;
      const WaveCell cell = make_wave_cell(structure, tables.margin(), s.width, options_.tolerance);
      for (std::size_t k = 0; k < s.mesh_spacing.size(); ++k) {
        const std::array<int, 3> mesh = mesh_of(cell, s.mesh_spacing[k], spline_order(k));
        const double points = static_cast<double>(mesh[0]) * mesh[1] * mesh[2];
        if (Costs::bytes_of_mesh(points, options_.n_max) > most) {
          largest_left_out = std::max(largest_left_out, points);
          fewest_points = std::min(fewest_points, points);
          continue;
        }
        consider({.method = LongRangeMethod::mesh,
                  .splitting = s.width,
                  .cutoff = s.cutoff,
                  .pairs = pairs_of(s),
                  .wave_cutoff = s.wave_cutoff,
                  .mesh = mesh,
                  .spline_order = spline_order(k),
                  .predicted_seconds = structure_cost + costs.of_mesh(points, spline_order(k), options_.n_max) +
                                       (s.cutoff > 0 ? costs.of_pairs(neighbours(s.cutoff)) : 0)});
      }
    }
  if (!std::isfinite(best.predicted_seconds))
    throw InvalidInput(cannot_be_held(structure, across, method, most, fewest_points, fewest_waves));
  best.notes = assumptions(options_, structure);
  if (best.method == LongRangeMethod::plane_waves && largest_left_out > 0)
    best.notes.push_back("meshes of up to " + text(largest_left_out) + " points for " +
                         std::to_string(structure.size()) + " atoms do not fit into " + text(most * 1e-9) +
                         " GB, a third of the memory; plane waves cost more the more atoms there are");
  return best;
}

LongRangePlan LongRangeExpansion::plan_for_derivatives(const Structure& structure) const {
  if (options_.method != LongRangeMethod::mesh)
    if (LongRangePlan plan = plan_with(structure, options_.method); plan.method != LongRangeMethod::mesh) return plan;
  return plan_with(structure, LongRangeMethod::plane_waves);
}

}  // namespace rhofield
