// Weights of atoms at points of a grid, brick by brick: the centres near a brick are listed once.
#include "rhofield/observables/partition.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "basis/lattice_images.hpp"
#include "observables/check_density.hpp"
#include "observables/grid_bricks.hpp"
#include "observables/length_text.hpp"
#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "runtime/parallel.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr double negligible_density = 1e-12;  // e/bohr^3, of a free atom
constexpr double negligible_weight = 1e-14;
constexpr double tie = 1e-9;        // bohr: atoms as near as each other
constexpr Index partial_sums = 64;  // over runs of bricks, added in order: the same bits for any number of threads

struct Centre {
  std::size_t atom;
  Vector3 position;
  double distance2 = 0, distance = 0;
};
struct Scratch {
  GroupOfPoints group;
  std::vector<Centre> centres, near;
  std::vector<double> weight;  // of near[k]
};

double density_at(const AtomDensity& atom, double r2) {
  double sum = 0;
  for (std::size_t k = 0; k < atom.exponents.size(); ++k)
    sum += atom.coefficients[k] * std::exp(-atom.exponents[k] * r2);
  return std::max(0.0, sum);
}

/// Beyond, every term's share of the negligible density is not reached.
double reach_of(const AtomDensity& atom) {
  double reach2 = 0;
  for (std::size_t k = 0; k < atom.exponents.size(); ++k)
    reach2 = std::max(reach2, std::log(std::abs(atom.coefficients[k]) * static_cast<double>(atom.exponents.size()) /
                                           negligible_density +
                                       1e-300) /
                                  atom.exponents[k]);
  return std::sqrt(reach2);
}

/// Becke's step: 1 at -1, 0 at 1.
double step(double mu, int smoothing) {
  for (int k = 0; k < smoothing; ++k) mu = 0.5 * mu * (3 - mu * mu);
  return 0.5 * (1 - mu);
}

/// a of nu = mu + a (1 - mu^2), from the ratio of two radii; |a| <= 1/2 keeps nu monotonic.
double wall_shift(double radius, double other) {
  const double u = (radius - other) / (radius + other);
  return std::clamp(u / (u * u - 1), -0.5, 0.5);
}

class Divider {
 public:
  Divider(const Structure& structure, const Partition& partition)
      : structure_(structure), partition_(partition), lattice_(structure) {
    for (int number : structure.numbers) {
      const bool hirshfeld = partition.kind == PartitionKind::hirshfeld;
      const AtomDensity* density = hirshfeld ? &partition.atoms.at(number) : nullptr;
      density_.push_back(density);
      reach_.push_back(hirshfeld ? reach_of(*density) : 0);
      radius_.push_back(partition.radii.empty() ? 1.0 : partition.radii.at(number));
    }
  }

  /// Lists the centres that matter anywhere in scratch.group.
  void list_centres(Scratch& scratch) const {
    const auto [middle, radius] = scratch.group.sphere();
    const auto visit = [&, &from = middle](double reach, auto&& found) {
      for (std::size_t i = 0; i < structure_.positions.size(); ++i) {
        const Vector3& r = structure_.positions[i];
        lattice_.for_each({r[0] - from[0], r[1] - from[1], r[2] - from[2]}, reach_[i] + reach,
                          [&](const Vector3& v) { found(i, v); });
      }
    };
    double reach = radius;
    if (partition_.kind != PartitionKind::hirshfeld) {
      double nearest = std::numeric_limits<double>::infinity();
      for (double search = 5; !std::isfinite(nearest); search *= 2)
        visit(search,
              [&](std::size_t, const Vector3& v) { nearest = std::min(nearest, std::hypot(v[0], v[1], v[2])); });
      reach = nearest + 2 * radius + (partition_.kind == PartitionKind::becke ? partition_.margin : 2 * tie);
    }
    scratch.centres.clear();
    visit(reach, [&, &from = middle](std::size_t i, const Vector3& v) {
      scratch.centres.push_back({i, {from[0] + v[0], from[1] + v[1], from[2] + v[2]}});
    });
  }

  /// Centres with their weights at r, in scratch.near and scratch.weight; false where nothing has a share.
  bool weights_at(const Vector3& r, Scratch& scratch) const {
    double nearest = std::numeric_limits<double>::infinity();
    for (Centre& c : scratch.centres) {
      const double x = c.position[0] - r[0], y = c.position[1] - r[1], z = c.position[2] - r[2];
      c.distance2 = x * x + y * y + z * z;
      c.distance = std::sqrt(c.distance2);
      nearest = std::min(nearest, c.distance);
    }
    scratch.near.clear();
    scratch.weight.clear();
    for (const Centre& c : scratch.centres) {
      const double limit = partition_.kind == PartitionKind::hirshfeld
                               ? reach_[c.atom]
                               : nearest + (partition_.kind == PartitionKind::becke ? partition_.margin : tie);
      if (c.distance <= limit) scratch.near.push_back(c);
    }
    switch (partition_.kind) {
      case PartitionKind::hirshfeld:
        for (const Centre& c : scratch.near) scratch.weight.push_back(density_at(*density_[c.atom], c.distance2));
        break;
      case PartitionKind::voronoi:
        scratch.weight.assign(scratch.near.size(), 1.0);
        break;
      case PartitionKind::becke:
        becke_cells(scratch);
        break;
    }
    const double sum = std::accumulate(scratch.weight.begin(), scratch.weight.end(), 0.0);
    if (!(sum > 0)) return false;
    for (double& w : scratch.weight) w /= sum;
    return true;
  }

 private:
  /// Products of steps, against the nearest centres first: those farther away end soon.
  void becke_cells(Scratch& scratch) const {
    auto& near = scratch.near;
    std::stable_sort(near.begin(), near.end(),
                     [](const Centre& a, const Centre& b) { return a.distance < b.distance; });
    for (const Centre& a : near) {
      double product = 1;
      for (const Centre& b : near) {
        if (&a == &b) continue;
        const double mu =
            (a.distance - b.distance) /
            std::hypot(a.position[0] - b.position[0], a.position[1] - b.position[1], a.position[2] - b.position[2]);
        const double nu = mu + wall_shift(radius_[a.atom], radius_[b.atom]) * (1 - mu * mu);
        product *= step(nu, partition_.smoothing);
        if (product < negligible_weight) break;
      }
      scratch.weight.push_back(product);
    }
  }

  const Structure& structure_;
  const Partition& partition_;
  LatticeImages lattice_;
  std::vector<const AtomDensity*> density_;  // [atom]
  std::vector<double> reach_, radius_;       // [atom]
};

void check_partition(const Structure& structure, const Partition& partition) {
  const auto missing = [](int number, const char* what) {
    throw InvalidInput("the partition has no " + std::string(what) + " for " + std::string(element_symbol(number)) +
                       "; give one for every element of the structure");
  };
  for (int number : structure.numbers) {
    if (partition.kind == PartitionKind::hirshfeld) {
      const auto atom = partition.atoms.find(number);
      if (atom == partition.atoms.end()) missing(number, "free atom");
      if (atom->second.exponents.size() != atom->second.coefficients.size())
        throw InvalidInput("the free atom " + std::string(element_symbol(number)) + " has " +
                           std::to_string(atom->second.exponents.size()) + " exponents but " +
                           std::to_string(atom->second.coefficients.size()) + " coefficients");
      for (double a : atom->second.exponents)
        if (!(a > 0))
          throw InvalidInput("an exponent of the free atom " + std::string(element_symbol(number)) + " is " + text(a) +
                             "; it must be positive");
    }
    if (partition.radii.empty()) continue;
    const auto radius = partition.radii.find(number);
    if (radius == partition.radii.end()) missing(number, "radius");
    if (!(radius->second > 0) || !std::isfinite(radius->second))
      throw InvalidInput("the radius of " + std::string(element_symbol(number)) + " is " + length_text(radius->second) +
                         "; it must be positive");
  }
  if (partition.kind != PartitionKind::becke && !partition.radii.empty())
    throw InvalidInput("radii were given for " + std::to_string(partition.radii.size()) +
                       " element(s), but only Becke's cells have them; leave them out");
  if (partition.smoothing < 1 || partition.smoothing > 10)
    throw InvalidInput("the smoothing of Becke's cells is " + std::to_string(partition.smoothing) + "; use 1 to 10");
  if (!(partition.margin > 0 && partition.margin <= 1000))
    throw InvalidInput("the margin of Becke's cells is " + length_text(partition.margin) + "; use up to " +
                       length_text(1000));
}

}  // namespace

std::map<int, AtomDensity> promolecule(const GaussianBasis& basis,
                                       const std::map<int, std::vector<double>>& s_coefficients) {
  std::map<int, AtomDensity> atoms;
  for (const auto& [number, coefficients] : s_coefficients) {
    const int count = basis.shell_count(number, 0);
    if (static_cast<int>(coefficients.size()) != count)
      throw InvalidInput("the basis of " + std::string(element_symbol(number)) + " has " + std::to_string(count) +
                         " s functions but " + std::to_string(coefficients.size()) +
                         " coefficients of a free atom were given");
    AtomDensity& atom = atoms[number];
    for (std::size_t n = 0; n < coefficients.size(); ++n) {
      const Shell& shell = basis.shells(number)[n];  // sorted: s comes first
      for (std::size_t p = 0; p < shell.exponents.size(); ++p) {
        atom.exponents.push_back(shell.exponents[p]);
        atom.coefficients.push_back(coefficients[n] * shell.coefficients[p] / std::sqrt(4 * pi));
      }
    }
  }
  return atoms;
}

AtomicIntegrals integrate_by_atom(const Structure& structure, const Grid& grid, std::span<const double> values,
                                  const Partition& partition) {
  validate(structure);
  check_grid_values(grid, values);
  check_partition(structure, partition);
  const Divider divider(structure, partition);
  const PointSource bricks = bricks_of(grid);
  const auto atoms = structure.numbers.size();
  const Index runs = std::min(partial_sums, bricks.groups);
  std::vector<double> sums(static_cast<std::size_t>(runs) * (atoms + 1), 0.0);  // [run, atom and what nobody has]
  parallel_for(
      runs, 1, [] { return Scratch{}; },
      [&](Index run, Scratch& scratch) {
        double* sum = sums.data() + static_cast<std::size_t>(run) * (atoms + 1);
        for (Index brick = run * bricks.groups / runs; brick < (run + 1) * bricks.groups / runs; ++brick) {
          bricks.fill(brick, scratch.group);
          divider.list_centres(scratch);
          for (std::size_t k = 0; k < scratch.group.points.size(); ++k) {
            if (scratch.group.place[k] < 0) continue;
            const double value = values[static_cast<std::size_t>(scratch.group.place[k])];
            if (value == 0) continue;
            if (!divider.weights_at(scratch.group.points[k], scratch)) {
              sum[atoms] += value;
              continue;
            }
            for (std::size_t c = 0; c < scratch.near.size(); ++c)
              sum[scratch.near[c].atom] += scratch.weight[c] * value;
          }
        }
      });
  AtomicIntegrals result;
  result.atoms.assign(atoms, 0.0);
  const double volume = grid.voxel_volume();
  for (Index run = 0; run < runs; ++run) {
    const double* sum = sums.data() + static_cast<std::size_t>(run) * (atoms + 1);
    for (std::size_t i = 0; i < atoms; ++i) result.atoms[i] += volume * sum[i];
    result.unassigned += volume * sum[atoms];
  }
  return result;
}

AtomicIntegrals electrons_by_atom(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                  std::span<const double> coefficients, const Grid& grid, const Partition& partition) {
  check_density(basis, structure, coefficients);
  check_grid(grid);
  check_partition(structure, partition);
  constexpr double resolved = 0.9;  // a h^2 of a Gaussian whose sum over points is right to 2 exp(-pi^2/0.9) = 3e-5
  constexpr double close_to_nucleus = 10;  // 1/bohr^2
  double widest = 0;
  for (std::size_t k = 0; k < 3; ++k)
    if (grid.counts[k] > 1) widest = std::max(widest, std::hypot(grid.steps[k][0], grid.steps[k][1], grid.steps[k][2]));
  const double sharp = std::max(close_to_nucleus, resolved / (widest * widest));
  // The basis in two parts, functions in the same order.
  std::map<int, std::vector<Shell>> smooth_shells = basis.all(), sharp_shells = basis.all();
  for (auto* shells : {&smooth_shells, &sharp_shells})
    for (auto& [number, all] : *shells)
      for (Shell& shell : all)
        for (std::size_t p = 0; p < shell.exponents.size(); ++p)
          if ((shell.exponents[p] > sharp) == (shells == &smooth_shells)) shell.coefficients[p] = 0;
  const GaussianBasis smooth(std::move(smooth_shells)), rest(std::move(sharp_shells));
  AtomicIntegrals result =
      integrate_by_atom(structure, grid, density_on_grid(device, smooth, structure, coefficients, grid), partition);
  const std::vector<double> own = atomic_populations(rest, structure, coefficients);
  const Divider divider(structure, partition);
  const PointSource nuclei = points_in_order(structure.positions);
  Scratch scratch;
  for (Index group = 0; group < nuclei.groups; ++group) {
    nuclei.fill(group, scratch.group);
    divider.list_centres(scratch);
    for (std::size_t k = 0; k < scratch.group.points.size(); ++k) {
      if (scratch.group.place[k] < 0) continue;
      const double charge = own[static_cast<std::size_t>(scratch.group.place[k])];
      if (!divider.weights_at(scratch.group.points[k], scratch)) {
        result.unassigned += charge;
        continue;
      }
      for (std::size_t c = 0; c < scratch.near.size(); ++c)
        result.atoms[scratch.near[c].atom] += scratch.weight[c] * charge;
    }
  }
  return result;
}

std::vector<double> partition_charges(const Structure& structure, const Cores& cores, const Grid& grid,
                                      std::span<const double> density, const Partition& partition) {
  check_cores(structure, cores);
  std::vector<double> charges = cores.charges;
  const AtomicIntegrals electrons = integrate_by_atom(structure, grid, density, partition);
  for (std::size_t i = 0; i < charges.size(); ++i) charges[i] -= electrons.atoms[i];
  return charges;
}

double fragment_integral(const AtomicIntegrals& integrals, std::span<const Index> atoms) {
  std::vector<bool> seen(integrals.atoms.size(), false);
  double sum = 0;
  for (Index atom : atoms) {
    if (atom < 0 || atom >= static_cast<Index>(integrals.atoms.size()))
      throw InvalidInput("the fragment names atom " + std::to_string(atom) + ", but there are " +
                         std::to_string(integrals.atoms.size()) + ", counted from 0");
    if (seen[static_cast<std::size_t>(atom)])
      throw InvalidInput("the fragment names atom " + std::to_string(atom) + " twice");
    seen[static_cast<std::size_t>(atom)] = true;
    sum += integrals.atoms[static_cast<std::size_t>(atom)];
  }
  return sum;
}

}  // namespace rhofield
