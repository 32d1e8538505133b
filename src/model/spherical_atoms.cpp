// Least squares for spherical atoms, and their superposition as a basis of s functions.
#include "rhofield/model/spherical_atoms.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "model/structure_checks.hpp"
#include "model/training_points.hpp"
#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "runtime/eigen.hpp"

namespace rhofield {

namespace {

constexpr int most_gaussians = 12;
constexpr double smallest_exponent = 0.06;  // 1/bohr^2: valence tails; each next one is twice as large
constexpr Index points_of_structure = 2000;
constexpr double small_density = 1e-3;  // e/bohr^3
constexpr double ridge = 1e-9;          // of diagonals: neighbouring Gaussians are nearly the same
constexpr double unseen = 1e-5;         // of the diagonal of a well-sampled Gaussian at 1 e/bohr^3

/// Functions exp(-e_k r^2) of every atom, in the order of the exponents.
GaussianBasis basis_of(std::span<const int> elements, std::span<const double> exponents) {
  std::map<int, std::vector<Shell>> shells;
  for (const int number : elements)
    for (const double exponent : exponents)
      shells[number].push_back({.l = 0, .exponents = {exponent}, .coefficients = {std::sqrt(4 * pi)}});
  return GaussianBasis(std::move(shells));
}

std::size_t place_of(const std::vector<int>& elements, int number) {
  return static_cast<std::size_t>(std::lower_bound(elements.begin(), elements.end(), number) - elements.begin());
}

/// 1/bohr^2: up to 1/h^2, h the widest step of the grids, beyond which a Gaussian fits between their points.
std::vector<double> exponents_for(const GridData& data, std::span<const Index> indices) {
  double widest = 0;
  for (const Index k : indices)
    for (const Vector3& step : data.entries[static_cast<std::size_t>(k)].grid.steps)
      widest = std::max(widest, std::sqrt(step[0] * step[0] + step[1] * step[1] + step[2] * step[2]));
  std::vector<double> exponents{smallest_exponent};
  while (exponents.size() < most_gaussians && 2 * exponents.back() * widest * widest <= 1)
    exponents.push_back(2 * exponents.back());
  return exponents;
}

void check(const SphericalAtoms& atoms, const Structure& structure, std::size_t values, Index points) {
  validate(atoms);
  validate(structure);
  require_known_elements(std::span(&structure, 1), atoms.elements);
  if (static_cast<Index>(values) != points)
    throw InvalidInput(std::to_string(values) + " values for " + std::to_string(points) + " points");
}

std::vector<double> coefficients_of(const SphericalAtoms& atoms, const Structure& structure) {
  std::vector<double> all;
  const auto count = static_cast<std::ptrdiff_t>(atoms.exponents.size());
  for (const int number : structure.numbers) {
    const auto first = atoms.amplitudes.begin() + static_cast<std::ptrdiff_t>(place_of(atoms.elements, number)) * count;
    all.insert(all.end(), first, first + count);
  }
  return all;
}

}  // namespace

void validate(const SphericalAtoms& atoms) {
  const auto require = [](bool holds, const std::string& what) {
    if (!holds) throw InvalidInput("these spherical atoms do not fit together: " + what);
  };
  require(!atoms.elements.empty() && std::is_sorted(atoms.elements.begin(), atoms.elements.end()),
          "they have no elements, or not in ascending order");
  require(!atoms.exponents.empty(), "they have no Gaussians");
  require(atoms.amplitudes.size() == atoms.elements.size() * atoms.exponents.size(),
          std::to_string(atoms.amplitudes.size()) + " amplitudes of " + std::to_string(atoms.elements.size()) +
              " elements with " + std::to_string(atoms.exponents.size()) + " Gaussians each");
  for (const double e : atoms.exponents) require(std::isfinite(e) && e > 0, "an exponent is not positive");
  for (const double a : atoms.amplitudes) require(std::isfinite(a), "an amplitude is not finite");
}

SphericalAtoms fit_spherical_atoms(const Device& device, const GridData& data, std::span<const Index> indices,
                                   std::uint64_t seed, const Progress& progress) {
  require_indices(indices, data.size());
  std::vector<Structure> structures;
  for (const Index k : indices) structures.push_back(data.entries[static_cast<std::size_t>(k)].structure);
  SphericalAtoms atoms{.elements = species_of(structures), .exponents = exponents_for(data, indices), .amplitudes = {}};
  const auto gaussians = static_cast<Eigen::Index>(atoms.exponents.size());
  const GaussianBasis basis = basis_of(atoms.elements, atoms.exponents);
  const auto unknowns = static_cast<Eigen::Index>(atoms.elements.size()) * gaussians;
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(unknowns, unknowns);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(unknowns), small = right;
  Index done = 0;
  SamplingOptions sampling;
  sampling.points = points_of_structure;
  for (const Index k : indices) {
    if (progress && !progress("spherical atoms", done++, static_cast<Index>(indices.size())))
      throw Interrupted("stopped at spherical atoms");
    const GridEntry& entry = data.entries[static_cast<std::size_t>(k)];
    if (entry.density.empty())
      throw InvalidInput("structure " + std::to_string(k) + " has no density to make spherical atoms of");
    const auto targets = sampling_targets(entry.structure, entry.grid, entry.density, sampling);
    const PointSample sample =
        take_points(entry, Quantity::density, targets, {}, sampling, seed + static_cast<std::uint64_t>(k));
    std::vector<double> places;
    for (const Vector3& x : sample.positions) places.insert(places.end(), x.begin(), x.end());
    const auto rows = static_cast<Index>(sample.positions.size());
    const auto on_device = Tensor<double, 2>::from_host(device, places, {rows, 3});
    const std::vector<double> values = basis_values(device, basis, entry.structure, on_device.view()).to_host();
    for (const int number : entry.structure.numbers)
      for (Eigen::Index g = 0; g < gaussians; ++g)  // int exp(-2 e r^2) dr over the voxel
        small(static_cast<Eigen::Index>(place_of(atoms.elements, number)) * gaussians + g) +=
            unseen * std::pow(pi / (2 * atoms.exponents[static_cast<std::size_t>(g)]), 1.5) /
            std::abs(entry.grid.voxel_volume());
    Eigen::MatrixXd design = Eigen::MatrixXd::Zero(rows, unknowns);
    Eigen::VectorXd known(rows);
    for (Eigen::Index p = 0; p < rows; ++p) {
      const auto at = static_cast<std::size_t>(p);
      const double* own = values.data() + at * entry.structure.numbers.size() * atoms.exponents.size();
      for (std::size_t atom = 0; atom < entry.structure.numbers.size(); ++atom)
        design.row(p).segment(
            static_cast<Eigen::Index>(place_of(atoms.elements, entry.structure.numbers[atom])) * gaussians,
            gaussians) += Eigen::Map<const Eigen::RowVectorXd>(own + atom * atoms.exponents.size(), gaussians);
      const double weight = 1 / std::sqrt(sample.points.probability[at] * (sample.sizes[at] + small_density));
      design.row(p) *= weight;
      known(p) = weight * sample.values[at];
    }
    matrix.noalias() += design.transpose() * design;
    right.noalias() += design.transpose() * known;
  }
  matrix.diagonal() = (1 + ridge) * matrix.diagonal() + small;
  const Eigen::VectorXd found = matrix.ldlt().solve(right);
  atoms.amplitudes.assign(found.begin(), found.end());
  validate(atoms);
  return atoms;
}

void add_spherical_atoms(const Device& device, const SphericalAtoms& atoms, const Structure& structure,
                         std::span<const Vector3> points, std::span<double> values) {
  check(atoms, structure, values.size(), static_cast<Index>(points.size()));
  constexpr std::size_t points_at_once = 500'000;
  const GaussianBasis basis = basis_of(atoms.elements, atoms.exponents);
  const std::vector<double> coefficients = coefficients_of(atoms, structure);
  for (std::size_t first = 0; first < points.size(); first += points_at_once) {
    const auto block = points.subspan(first, std::min(points_at_once, points.size() - first));
    const auto found = density_at_points(device, basis, structure, coefficients, block);
    for (std::size_t k = 0; k < block.size(); ++k) values[first + k] += found.values[k];
  }
}

void add_spherical_atoms(const Device& device, const SphericalAtoms& atoms, const Structure& structure,
                         const Grid& grid, std::span<double> values) {
  check(atoms, structure, values.size(), grid.size());
  constexpr Index points_at_once = 2'000'000;
  const GaussianBasis basis = basis_of(atoms.elements, atoms.exponents);
  const std::vector<double> coefficients = coefficients_of(atoms, structure);
  const Index plane = grid.counts[1] * grid.counts[2];
  const Index planes = std::max<Index>(1, points_at_once / std::max<Index>(1, plane));
  for (Index first = 0; first < grid.counts[0]; first += planes) {
    Grid slab = grid;
    slab.counts[0] = std::min(planes, grid.counts[0] - first);
    slab.origin = point_of(grid, first * plane);
    const std::vector<double> found = density_on_grid(device, basis, structure, coefficients, slab);
    for (std::size_t k = 0; k < found.size(); ++k) values[static_cast<std::size_t>(first * plane) + k] += found[k];
  }
}

}  // namespace rhofield
