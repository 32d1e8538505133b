// Grids, values of basis functions on points, and densities on grids: what is negligible is left out, images included.
#include "rhofield/observables/grid.hpp"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <map>
#include <numeric>
#include <sstream>
#include <string>

#include "basis/lattice_images.hpp"
#include "observables/check_density.hpp"
#include "observables/grid_bricks.hpp"
#include "observables/grid_tables.hpp"
#include "observables/length_text.hpp"
#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"
#include "shared/neighbours.hpp"

namespace rhofield {

namespace {

constexpr double value_precision = 1e-16;    // of a basis function, bohr^-3/2
constexpr double density_precision = 1e-13;  // of the density of one primitive, e/bohr^3

double dot(const Vector3& a, const Vector3& b) { return formula::dot(a.data(), b.data()); }
double norm(const Vector3& a) { return std::sqrt(dot(a, a)); }

/// Squared distance beyond which |size r^l exp(-a r^2) Y_lm| < precision: r^2 = (ln(size sqrt((2l+1)/4pi) / precision)
/// + l ln r) / a, iterated from outside. Zero where the function is smaller everywhere.
double reach_squared(int l, double exponent, double size, double precision) {
  const double peak2 = l / (2 * exponent);
  const double logarithm = std::log(std::max(std::abs(size) * std::sqrt((2 * l + 1) / (4 * pi)) / precision, 1e-300));
  const double at_peak = logarithm + 0.5 * l * std::log(std::max(peak2, 1e-300)) - 0.5 * l;
  if (l == 0 ? logarithm <= 0 : at_peak <= 0) return 0;
  double r2 = peak2 + 4 * (std::abs(logarithm) + l + 10) / exponent;
  for (int iteration = 0; iteration < 60; ++iteration)
    r2 = std::max(peak2, (logarithm + 0.5 * l * std::log(r2)) / exponent);
  return 1.001 * r2;
}

void require_gaussian(const GaussianBasis& basis) {
  if (!basis.is_gaussian())
    throw InvalidInput("values of basis functions need a Gaussian basis, but this one holds numerical shells");
}

template <class Value>
Tensor<Value, 1> upload(const Device& device, const std::vector<Value>& values) {
  return Tensor<Value, 1>::from_host(device, values, {static_cast<Index>(values.size())});
}
Tensor<double, 2> upload_rows(const Device& device, const std::vector<double>& values) {
  return Tensor<double, 2>::from_host(device, values, {static_cast<Index>(values.size()) / 3, 3});
}

std::vector<double> flattened(const Matrix3& m) {
  std::vector<double> values;
  for (const Vector3& row : m) values.insert(values.end(), row.begin(), row.end());
  return values;
}

}  // namespace

double Grid::voxel_volume() const {
  Vector3 area{};
  formula::cross(steps[1].data(), steps[2].data(), area.data());
  return std::abs(dot(steps[0], area));
}

Vector3 point_of(const Grid& grid, Index place) {
  const Index plane = grid.counts[1] * grid.counts[2];
  return point_of(grid, {place / plane, place / grid.counts[2] % grid.counts[1], place % grid.counts[2]});
}

Grid make_grid(const Structure& structure, double spacing, double margin) {
  validate(structure);
  if (!(spacing > 0) || !std::isfinite(spacing))
    throw InvalidInput("grid spacing must be positive, got " + length_text(spacing));
  if (!(margin >= 0) || !std::isfinite(margin))
    throw InvalidInput("grid margin must not be negative, got " + length_text(margin));
  constexpr double most_points = 1e10;
  const LatticeImages lattice(structure);
  Grid grid;
  double points = 1;
  for (std::size_t k = 0; k < 3; ++k) {
    const Vector3& direction = lattice.completed()[k];
    double length = norm(direction);
    if (structure.periodic[k]) {
      points *= std::ceil(length / spacing);
      grid.counts[k] = static_cast<Index>(std::min(most_points, std::ceil(length / spacing - 1e-9)));
      for (std::size_t x = 0; x < 3; ++x) grid.steps[k][x] = direction[x] / static_cast<double>(grid.counts[k]);
      continue;
    }
    // A unit vector at right angles to the periodic ones: the box spans the atoms and the margin along it.
    double low = dot(direction, structure.positions.front()), high = low;
    for (const Vector3& r : structure.positions) {
      low = std::min(low, dot(direction, r));
      high = std::max(high, dot(direction, r));
    }
    const double intervals = std::ceil((high - low + 2 * margin) / spacing - 1e-9);
    points *= intervals + 1;
    grid.counts[k] = static_cast<Index>(std::min(most_points, intervals)) + 1;
    const double start = 0.5 * (low + high - intervals * spacing);
    for (std::size_t x = 0; x < 3; ++x) {
      grid.steps[k][x] = spacing * direction[x];
      grid.origin[x] += start * direction[x];
    }
  }
  if (points > most_points) {
    std::ostringstream message;
    message << "a grid with a spacing of " << length_text(spacing) << " would have " << std::setprecision(0)
            << (points < 1e18 ? std::fixed : std::scientific) << points << " points, the most are " << std::fixed
            << most_points << "; choose a larger spacing";
    throw InvalidInput(message.str());
  }
  return grid;
}

Tensor<double, 2> basis_values(const Device& device, const GaussianBasis& basis, const Structure& structure,
                               View<const double, 2> points) {
  validate(structure);
  require_gaussian(basis);
  if (points.extent(1) != 3)
    throw InvalidInput("points need 3 coordinates each, got " + std::to_string(points.extent(1)));
  std::vector<int> species(structure.numbers);
  std::sort(species.begin(), species.end());
  species.erase(std::unique(species.begin(), species.end()), species.end());
  std::vector<Index> shell_offset{0}, first_function;
  std::vector<ValueShell> shells;
  std::vector<double> exponent, coefficient, reach2, positions;
  int l_max = 0;
  for (int number : species) {
    int function = 0;
    double longest = 0;
    for (const Shell& shell : basis.shells(number)) {
      const auto primitives = shell.exponents.size();
      ValueShell entry{shell.l, static_cast<int>(exponent.size()), static_cast<int>(primitives), function, 0};
      for (std::size_t p = 0; p < primitives; ++p)
        entry.reach2 = std::max(
            entry.reach2, reach_squared(shell.l, shell.exponents[p],
                                        shell.coefficients[p] * static_cast<double>(primitives), value_precision));
      exponent.insert(exponent.end(), shell.exponents.begin(), shell.exponents.end());
      coefficient.insert(coefficient.end(), shell.coefficients.begin(), shell.coefficients.end());
      shells.push_back(entry);
      longest = std::max(longest, entry.reach2);
      function += 2 * shell.l + 1;
      l_max = std::max(l_max, shell.l);
    }
    reach2.push_back(longest);
    shell_offset.push_back(static_cast<Index>(shells.size()));
  }
  std::vector<int> species_index;
  Index functions = 0;
  for (std::size_t i = 0; i < structure.numbers.size(); ++i) {
    species_index.push_back(
        static_cast<int>(std::lower_bound(species.begin(), species.end(), structure.numbers[i]) - species.begin()));
    first_function.push_back(functions);
    functions += basis.functions(structure.numbers[i]);
    positions.insert(positions.end(), structure.positions[i].begin(), structure.positions[i].end());
  }
  const LatticeImages lattice(structure);
  const double longest = std::sqrt(*std::max_element(reach2.begin(), reach2.end()));
  std::vector<double> translations;
  lattice.for_each({}, longest + lattice.half_diagonal(),
                   [&](const Vector3& t) { translations.insert(translations.end(), t.begin(), t.end()); });

  const auto device_offset = upload(device, shell_offset), device_first = upload(device, first_function);
  const auto device_shells = upload(device, shells);
  const auto device_exponent = upload(device, exponent), device_coefficient = upload(device, coefficient);
  const auto device_reach = upload(device, reach2);
  const auto device_species = upload(device, species_index);
  const auto device_positions = upload_rows(device, positions), device_translations = upload_rows(device, translations);
  const auto device_cell = upload_rows(device, flattened(lattice.cell()));
  const auto device_dual = upload_rows(device, flattened(lattice.dual()));
  Tensor<double, 2> values(device, {points.extent(0), functions});
  device.backend().kernels().basis_values(
      {l_max, device_offset.view(), device_shells.view(), device_exponent.view(), device_coefficient.view(),
       device_reach.view(), device_positions.view(), device_species.view(), device_first.view(), device_cell.view(),
       device_dual.view(), device_translations.view()},
      points, values);
  device.synchronize();
  return values;
}

namespace {

/// The density of the atoms as DensityTables lists it, on the host.
struct AtomDensities {
  int l_max = 0;
  std::vector<Index> exponent_offset{0};
  std::vector<double> exponent, reach2, weights;
  std::vector<int> block_offset{0};
  std::vector<ExponentBlock> blocks;
};

AtomDensities atom_densities(const GaussianBasis& basis, const Structure& structure,
                             std::span<const double> coefficients) {
  AtomDensities tables;
  std::size_t function = 0;
  for (int number : structure.numbers) {
    std::map<double, std::map<int, std::vector<double>>> sums;  // exponent -> l -> weights of the components
    for (const Shell& shell : basis.shells(number)) {
      const auto components = static_cast<std::size_t>(2 * shell.l + 1);
      for (std::size_t p = 0; p < shell.exponents.size(); ++p) {
        auto& weights = sums[shell.exponents[p]][shell.l];
        weights.resize(components, 0.0);
        for (std::size_t m = 0; m < components; ++m) weights[m] += shell.coefficients[p] * coefficients[function + m];
      }
      function += components;
      tables.l_max = std::max(tables.l_max, shell.l);
    }
    struct Term {
      double exponent, reach2;
      const std::map<int, std::vector<double>>* by_order;
    };
    std::vector<Term> terms;
    for (const auto& [exponent, by_order] : sums) {
      double reach2 = 0;
      for (const auto& [l, weights] : by_order) {
        double square = 0;
        for (double w : weights) square += w * w;
        reach2 = std::max(reach2, reach_squared(l, exponent, std::sqrt(square), density_precision));
      }
      if (reach2 > 0) terms.push_back({exponent, reach2, &by_order});
    }
    std::stable_sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.reach2 > b.reach2; });
    for (const Term& term : terms) {
      tables.exponent.push_back(term.exponent);
      tables.reach2.push_back(term.reach2);
      for (const auto& [l, weights] : *term.by_order) {
        tables.blocks.push_back({l, static_cast<int>(tables.weights.size())});
        tables.weights.insert(tables.weights.end(), weights.begin(), weights.end());
      }
      tables.block_offset.push_back(static_cast<int>(tables.blocks.size()));
    }
    tables.exponent_offset.push_back(static_cast<Index>(tables.exponent.size()));
  }
  return tables;
}

/// Atoms and images within reach of the grid, and for each plane of it those that reach the plane.
struct Centres {
  std::vector<int> atom, plane_centre;
  std::vector<double> position, reach;
  std::vector<Index> plane_offset{0};
};

Centres centres_near(const Structure& structure, const AtomDensities& densities, const Grid& grid) {
  const auto at = [&grid](double i, double j, double k) {
    Vector3 r = grid.origin;
    for (std::size_t x = 0; x < 3; ++x) r[x] += i * grid.steps[0][x] + j * grid.steps[1][x] + k * grid.steps[2][x];
    return r;
  };
  /// Half the longest diagonal of a box with these numbers of intervals.
  const auto half_diagonal = [&grid](double n0, double n1, double n2) {
    double most = 0;
    for (const double s1 : {-1.0, 1.0})
      for (const double s2 : {-1.0, 1.0}) {
        Vector3 d{};
        for (std::size_t x = 0; x < 3; ++x)
          d[x] = 0.5 * (n0 * grid.steps[0][x] + s1 * n1 * grid.steps[1][x] + s2 * n2 * grid.steps[2][x]);
        most = std::max(most, norm(d));
      }
    return most;
  };
  const double n0 = static_cast<double>(grid.counts[0] - 1), n1 = static_cast<double>(grid.counts[1] - 1),
               n2 = static_cast<double>(grid.counts[2] - 1);
  const LatticeImages lattice(structure);
  const Vector3 middle = at(0.5 * n0, 0.5 * n1, 0.5 * n2);
  const double half_box = half_diagonal(n0, n1, n2), half_plane = half_diagonal(0, n1, n2);
  Centres centres;
  for (std::size_t i = 0; i < structure.numbers.size(); ++i) {
    const Index first = densities.exponent_offset[i];
    if (first == densities.exponent_offset[i + 1]) continue;  // no density
    const double reach = std::sqrt(densities.reach2[static_cast<std::size_t>(first)]);
    Vector3 d = structure.positions[i];
    for (std::size_t x = 0; x < 3; ++x) d[x] -= middle[x];
    lattice.for_each(d, reach + half_box, [&](const Vector3& v) {
      centres.atom.push_back(static_cast<int>(i));
      centres.reach.push_back(reach);
      for (std::size_t x = 0; x < 3; ++x) centres.position.push_back(middle[x] + v[x]);
    });
  }
  for (Index plane = 0; plane < grid.counts[0]; ++plane) {
    const Vector3 r = at(static_cast<double>(plane), 0.5 * n1, 0.5 * n2);
    for (std::size_t c = 0; c < centres.atom.size(); ++c) {
      const Vector3 d{centres.position[3 * c] - r[0], centres.position[3 * c + 1] - r[1],
                      centres.position[3 * c + 2] - r[2]};
      if (norm(d) <= centres.reach[c] + half_plane) centres.plane_centre.push_back(static_cast<int>(c));
    }
    centres.plane_offset.push_back(static_cast<Index>(centres.plane_centre.size()));
  }
  return centres;
}

/// AtomDensities on a device.
struct DeviceDensities {
  int l_max;
  Tensor<Index, 1> exponent_offset;
  Tensor<double, 1> exponent, reach2, weights;
  Tensor<int, 1> block_offset;
  Tensor<ExponentBlock, 1> blocks;

  DeviceDensities(const Device& device, const AtomDensities& densities)
      : l_max(densities.l_max),
        exponent_offset(upload(device, densities.exponent_offset)),
        exponent(upload(device, densities.exponent)),
        reach2(upload(device, densities.reach2)),
        weights(upload(device, densities.weights)),
        block_offset(upload(device, densities.block_offset)),
        blocks(upload(device, densities.blocks)) {}
  AtomDensityTables tables() const {
    return {l_max,         exponent_offset.view(), exponent.view(), reach2.view(), block_offset.view(),
            blocks.view(), weights.view()};
  }
};

}  // namespace

std::vector<double> density_on_grid(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                    std::span<const double> coefficients, const Grid& grid) {
  check_density(basis, structure, coefficients);
  check_grid(grid);
  const AtomDensities densities = atom_densities(basis, structure, coefficients);
  const Centres centres = centres_near(structure, densities, grid);
  const DeviceDensities atoms(device, densities);
  const auto centre_atom = upload(device, centres.atom), plane_centre = upload(device, centres.plane_centre);
  const auto plane_offset = upload(device, centres.plane_offset);
  const auto position = upload_rows(device, centres.position);
  GridGeometry geometry;
  for (std::size_t x = 0; x < 3; ++x) {
    geometry.origin[x] = grid.origin[x];
    for (std::size_t k = 0; k < 3; ++k) geometry.steps[k][x] = grid.steps[k][x];
  }
  Tensor<double, 3> density(device, grid.counts);
  device.backend().kernels().density_on_grid(
      {atoms.tables(), centre_atom.view(), position.view(), plane_offset.view(), plane_centre.view()}, geometry,
      density);
  return density.to_host();
}

PointDensities density_at_points(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                 std::span<const double> coefficients, std::span<const Vector3> points,
                                 bool gradients) {
  check_density(basis, structure, coefficients);
  std::vector<double> positions, flat_points, translations;
  for (std::size_t p = 0; p < points.size(); ++p)
    for (const double x : points[p]) {
      if (!std::isfinite(x))
        throw InvalidInput("point " + std::to_string(p) + " has a coordinate of " + text(x) + "; all must be finite");
      flat_points.push_back(x);
    }
  const AtomDensities densities = atom_densities(basis, structure, coefficients);
  for (const Vector3& r : structure.positions) positions.insert(positions.end(), r.begin(), r.end());
  const LatticeImages lattice(structure);
  const double longest2 =
      densities.reach2.empty() ? 0.0 : *std::max_element(densities.reach2.begin(), densities.reach2.end());
  lattice.for_each({}, std::sqrt(longest2) + lattice.half_diagonal(),
                   [&](const Vector3& t) { translations.insert(translations.end(), t.begin(), t.end()); });
  const DeviceDensities atoms(device, densities);
  const auto device_positions = upload_rows(device, positions), device_translations = upload_rows(device, translations);
  const auto device_cell = upload_rows(device, flattened(lattice.cell()));
  const auto device_dual = upload_rows(device, flattened(lattice.dual()));
  const auto device_points = upload_rows(device, flat_points);
  const auto count = static_cast<Index>(points.size());
  Tensor<double, 1> values(device, {count});
  Tensor<double, 2> slopes(device, {gradients ? count : 0, 3});
  device.backend().kernels().density_at_points(
      {atoms.tables(), device_positions.view(), device_cell.view(), device_dual.view(), device_translations.view()},
      device_points, values, slopes);
  PointDensities result{values.to_host(), {}};
  if (!gradients) return result;
  const std::vector<double> flat = slopes.to_host();
  for (std::size_t p = 0; p < points.size(); ++p)
    result.gradients.push_back({flat[3 * p], flat[3 * p + 1], flat[3 * p + 2]});
  return result;
}

double integrate(const Grid& grid, std::span<const double> values) {
  check_grid_values(grid, values);
  return std::accumulate(values.begin(), values.end(), 0.0) * grid.voxel_volume();
}

double normalise_charge(const Grid& grid, std::span<double> values, double electrons) {
  check_grid_values(grid, values);
  if (!(electrons > 0) || !std::isfinite(electrons))
    throw InvalidInput("a density cannot be scaled to " + text(electrons) +
                       " electrons; their number must be positive");
  double positive = 0, negative = 0;
  for (const double value : values) (value > 0 ? positive : negative) += value;
  positive *= grid.voxel_volume(), negative *= -grid.voxel_volume();
  constexpr double most_negative = 0.01;  // predicted densities dip below zero here and there, by less
  if (!(negative <= most_negative * positive) || !(positive > 0) || !std::isfinite(positive))
    throw InvalidInput("values whose positive part integrates to " + text(positive) + " and whose negative part to " +
                       text(-negative) + " are no density; scaling to a number of electrons makes no sense for them");
  const double factor = electrons / (positive - negative);
  for (double& value : values) value *= factor;
  return factor;
}

}  // namespace rhofield
