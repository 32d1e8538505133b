// Potentials at points and on grids: validation, the division of charges in cells, and groups of points with the
// centres they see.
#include "rhofield/observables/potential.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "basis/lattice_images.hpp"
#include "observables/charge_distribution.hpp"
#include "observables/check_density.hpp"
#include "observables/grid_bricks.hpp"
#include "observables/potential_waves.hpp"
#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"
#include "shared/neighbours.hpp"

namespace rhofield {

namespace {

constexpr Index group_size = GroupOfPoints::size;
constexpr Index group_batch = 1024;  // 65536 points a launch: 2 MB of points, some 100 MB of centres at most

bool is_crystal(const Structure& s) { return s.periodic[0] && s.periodic[1] && s.periodic[2]; }

void check_input(const GaussianBasis& basis, const Structure& structure, std::span<const double> coefficients,
                 const PotentialOptions& options) {
  check_density(basis, structure, coefficients);
  if (structure.any_periodic() && !is_crystal(structure))
    throw InvalidInput("potentials are available for molecules and three-dimensional cells; this structure has " +
                       std::to_string(structure.periodic[0] + structure.periodic[1] + structure.periodic[2]) +
                       " periodic direction(s): make it a molecule, or a cell with vacuum around it");
  if (!(options.precision >= 1e-14 && options.precision <= 1e-2))
    throw InvalidInput("potentials: the precision is " + text(options.precision) + " hartree/e; use 1e-14 to 1e-2");
  if (options.kind == PotentialKind::electrostatic) {
    check_cores(structure, options.cores);
  } else if (!options.cores.charges.empty()) {
    throw InvalidInput("potentials: the Hartree potential is that of the density alone, but " +
                       std::to_string(options.cores.charges.size()) +
                       " core charges were given; ask for the electrostatic potential, or leave them out");
  }
}

/// Which centres each group of points sees: all atoms, or images within the reach of each atom.
class Centres {
 public:
  explicit Centres(const Structure& structure) : structure_(structure), lattice_(structure) {}

  std::vector<double> reach;  ///< [atom], bohr; empty: all atoms of a molecule are seen from everywhere

  std::vector<int> atom;
  std::vector<double> position;
  std::vector<Index> range;  ///< [group, 2]

  void clear() { atom.clear(), position.clear(), range.clear(); }

  void add(const GroupOfPoints& group) {
    if (reach.empty()) {
      if (atom.empty())
        for (std::size_t i = 0; i < structure_.positions.size(); ++i) add(i, structure_.positions[i]);
      range.insert(range.end(), {0, static_cast<Index>(atom.size())});
      return;
    }
    const auto [middle, radius] = group.sphere();
    range.push_back(static_cast<Index>(atom.size()));
    for (std::size_t i = 0; i < reach.size(); ++i) {
      if (reach[i] == 0) continue;
      const Vector3& r = structure_.positions[i];
      lattice_.for_each({r[0] - middle[0], r[1] - middle[1], r[2] - middle[2]}, reach[i] + radius,
                        [&](const Vector3& v) {
                          add(i, {middle[0] + v[0], middle[1] + v[1], middle[2] + v[2]});
                        });
    }
    range.push_back(static_cast<Index>(atom.size()));
  }

 private:
  void add(std::size_t i, const Vector3& r) {
    atom.push_back(static_cast<int>(i));
    position.insert(position.end(), r.begin(), r.end());
  }

  const Structure& structure_;
  LatticeImages lattice_;
};

/// Adds the potential of the charges to every point of the source.
void add_charges(const Device& device, const ChargeTables& charges, const PointSource& source, Centres& centres,
                 PotentialValues& values) {
  const Index columns = values.field.empty() ? 1 : 4;
  GroupOfPoints group;
  for (Index first = 0; first < source.groups; first += group_batch) {
    const Index groups = std::min(group_batch, source.groups - first), count = groups * group_size;
    std::vector<double> points;
    std::vector<Index> place;
    centres.clear();
    for (Index g = first; g < first + groups; ++g) {
      source.fill(g, group);
      centres.add(group);
      for (const Vector3& r : group.points) points.insert(points.end(), r.begin(), r.end());
      place.insert(place.end(), group.place.begin(), group.place.end());
    }
    const auto centre_count = static_cast<Index>(centres.atom.size());
    const auto device_points = Tensor<double, 2>::from_host(device, points, {count, 3});
    const auto atom = Tensor<int, 1>::from_host(device, centres.atom, {centre_count});
    const auto position = Tensor<double, 2>::from_host(device, centres.position, {centre_count, 3});
    const auto range = Tensor<Index, 2>::from_host(device, centres.range, {groups, 2});
    Tensor<double, 2> sums(device, {count, columns});
    PotentialTables tables = charges.view();
    tables.group_centres = range.view();
    tables.centre_atom = atom.view();
    tables.centre_position = position.view();
    device.backend().kernels().potential_at_points(tables, device_points.view(), sums.view());
    const std::vector<double> host = sums.to_host();
    for (Index p = 0; p < count; ++p) {
      if (place[static_cast<std::size_t>(p)] < 0) continue;
      const auto at = static_cast<std::size_t>(place[static_cast<std::size_t>(p)]);
      const double* row = host.data() + p * columns;
      // Positions of images are rounded: a point on a charge sees it at some 1e-15 bohr.
      constexpr double beyond_any_nucleus = 1e10;  // hartree/e
      if (!(std::abs(row[0]) < beyond_any_nucleus)) {
        const double* r = points.data() + 3 * p;
        throw InvalidInput("the potential has no value at point " + std::to_string(at) + ", (" + text(r[0]) + ", " +
                           text(r[1]) + ", " + text(r[2]) +
                           ") bohr, which lies on a point charge; give the cores a width, or move the point");
      }
      values.potential[at] += row[0];
      for (std::size_t x = 0; x < 3 && columns == 4; ++x) values.field[at][x] += row[1 + x];
    }
  }
}

/// The exponent that divides the charges of a cell so that real space and waves cost least together; the result does
/// not depend on it. Times of one CPU core, of which only the ratios matter.
double choose_smooth_exponent(const std::vector<AtomCharge>& atoms, double volume, double functions, double points,
                              bool transformed, double precision) {
  constexpr double amplitude_time = 2, phase_time = 2, exponent_time = 6, harmonics_time = 10;  // ns
  double best = 0, least = 0;
  for (double alpha = 0.02 * std::pow(150 / volume, 2.0 / 3.0); alpha < 1e3; alpha *= 1.3) {
    const double k = typical_wave_cutoff(alpha, precision), waves = volume * k * k * k / (12 * pi * pi);
    double cost = waves * (amplitude_time * functions + (transformed ? 0.0 : phase_time * points));
    const double reach = std::sqrt((5 - std::log(precision)) / alpha),
                 seen = 4 * pi / 3 * reach * reach * reach / volume;
    for (const AtomCharge& atom : atoms) {
      const auto sharp = std::distance(atom.terms.upper_bound(alpha), atom.terms.end());
      if (sharp > 0 || atom.point != 0)
        cost += points * seen * (harmonics_time + exponent_time * static_cast<double>(sharp + 1));
    }
    if (best == 0 || cost < least) best = alpha, least = cost;
  }
  return best;
}

PotentialValues evaluate(const Device& device, const GaussianBasis& basis, const Structure& structure,
                         std::span<const double> coefficients, const PotentialOptions& options, std::size_t count,
                         const PointSource& source, const Grid* grid, std::span<const Vector3> points) {
  PotentialValues values;
  values.potential.assign(count, 0.0);
  if (options.field) values.field.assign(count, Vector3{});
  if (count == 0) return values;
  const std::vector<AtomCharge> atoms = charges_of(basis, structure, coefficients, options);
  Centres centres(structure);
  if (!structure.any_periodic()) {
    add_charges(device, ChargeTables(device, atoms, false), source, centres, values);
    return values;
  }
  const double volume = std::abs(formula::complete_lattice(structure.cell[0].data(), structure.periodic.data()).volume);
  const bool transformed = grid != nullptr && divides_cell(*grid, structure);
  const double smooth = choose_smooth_exponent(atoms, volume, static_cast<double>(coefficients.size()),
                                               static_cast<double>(count), transformed, options.precision);
  const std::vector<AtomCharge> narrow = short_range(atoms, smooth);
  double mean = 0, total = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    mean += short_range_integral(atoms[i], smooth) / volume;
    total += total_charge(atoms[i]);
    centres.reach.push_back(short_range_reach(narrow[i], smooth, 0.01 * options.precision));
  }
  for (double& v : values.potential) v = -mean;
  add_charges(device, ChargeTables(device, narrow, true), source, centres, values);
  const PotentialWaves waves = potential_waves(device, basis, structure, coefficients, options, smooth,
                                               wave_cutoff(atoms, smooth, 0.1 * options.precision));
  if (transformed) {
    add_waves(device, waves, *grid, values);
  } else if (grid != nullptr) {
    std::vector<Vector3> all;
    for (Index i = 0; i < grid->counts[0]; ++i)
      for (Index j = 0; j < grid->counts[1]; ++j)
        for (Index k = 0; k < grid->counts[2]; ++k) all.push_back(point_of(*grid, {i, j, k}));
    add_waves(device, waves, structure, all, values);
  } else {
    add_waves(device, waves, structure, points, values);
  }
  if (std::abs(total) > 1e-6)
    values.notes.push_back("the cell has a charge of " + text(total) +
                           " e: a uniform background neutralises it, and the potential averages to zero");
  return values;
}

}  // namespace

PotentialValues potential_at_points(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                    std::span<const double> coefficients, std::span<const Vector3> points,
                                    const PotentialOptions& options) {
  check_input(basis, structure, coefficients, options);
  for (std::size_t p = 0; p < points.size(); ++p)
    for (double x : points[p])
      if (!std::isfinite(x))
        throw InvalidInput("coordinates of point " + std::to_string(p) + " are " + text(x) + "; they must be finite");
  return evaluate(device, basis, structure, coefficients, options, points.size(), points_in_order(points), nullptr,
                  points);
}

PotentialValues potential_on_grid(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                  std::span<const double> coefficients, const Grid& grid,
                                  const PotentialOptions& options) {
  check_input(basis, structure, coefficients, options);
  check_grid(grid);
  return evaluate(device, basis, structure, coefficients, options, static_cast<std::size_t>(grid.size()),
                  bricks_of(grid), &grid, {});
}

double hartree_energy(const Device& device, const GaussianBasis& basis, const Structure& structure,
                      std::span<const double> coefficients) {
  check_density(basis, structure, coefficients);
  const auto functions = static_cast<Index>(coefficients.size());
  const Tensor<double, 2> coulomb = coulomb_matrix(device, basis, structure);
  const auto c = Tensor<double, 2>::from_host(device, coefficients, {functions, 1});
  Tensor<double, 2> potential(device, {functions, 1});
  LinearAlgebra& algebra = device.backend().linear_algebra();
  algebra.gemm(Op::none, Op::none, 1, matrix(coulomb.view()), matrix(c.view()), 0, matrix(potential.view()));
  const View<const double, 1> left(c.view().data(), {functions}), right(potential.view().data(), {functions});
  return 0.5 * algebra.dot(left, right);
}

}  // namespace rhofield
