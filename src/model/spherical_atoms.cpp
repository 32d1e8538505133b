// Least squares for spherical atoms, and their superposition as a basis of s functions.
#include "rhofield/model/spherical_atoms.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "model/structure_checks.hpp"
#include "model/training_points.hpp"
#include "rhofield/error.hpp"
#include "runtime/eigen.hpp"

namespace rhofield {

namespace {

constexpr int gaussians = 12;
constexpr double smallest_exponent = 0.06;  // 1/bohr^2: valence tails; each next one is twice as large
constexpr Index points_of_structure = 2000;
constexpr double small_density = 1e-3;  // e/bohr^3
constexpr double ridge = 1e-9;          // of diagonals: neighbouring Gaussians are nearly the same

/// Functions exp(-e_k r^2) of every atom, in the order of the exponents.
GaussianBasis basis_of(std::span<const int> elements, std::span<const double> exponents) {
  std::map<int, std::vector<Shell>> shells;
  for (const int number : elements)
    for (const double exponent : exponents)
      shells[number].push_back({.l = 0, .exponents = {exponent}, .coefficients = {std::sqrt(4 * std::numbers::pi)}});
  return GaussianBasis(std::move(shells));
}

std::size_t place_of(const std::vector<int>& elements, int number) {
  return static_cast<std::size_t>(std::lower_bound(elements.begin(), elements.end(), number) - elements.begin());
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
                                   std::uint64_t seed) {
  require_indices(indices, data.size());
  std::vector<Structure> structures;
  for (const Index k : indices) structures.push_back(data.entries[static_cast<std::size_t>(k)].structure);
  SphericalAtoms atoms{.elements = species_of(structures), .exponents = {}, .amplitudes = {}};
  for (int k = 0; k < gaussians; ++k) atoms.exponents.push_back(std::ldexp(smallest_exponent, k));
  const GaussianBasis basis = basis_of(atoms.elements, atoms.exponents);
  const auto unknowns = static_cast<Eigen::Index>(atoms.elements.size()) * gaussians;
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(unknowns, unknowns);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(unknowns);
  SamplingOptions sampling;
  sampling.points = points_of_structure;
  for (const Index k : indices) {
    const GridEntry& entry = data.entries[static_cast<std::size_t>(k)];
    if (entry.density.empty())
      throw InvalidInput("structure " + std::to_string(k) + " has no density to make spherical atoms of");
    const auto targets = sampling_targets(entry.structure, entry.grid, entry.density, sampling);
    const PointSample sample =
        take_points(entry, Quantity::density, targets, sampling, seed + static_cast<std::uint64_t>(k));
    std::vector<double> places;
    for (const Vector3& x : sample.positions) places.insert(places.end(), x.begin(), x.end());
    const auto rows = static_cast<Index>(sample.positions.size());
    const auto on_device = Tensor<double, 2>::from_host(device, places, {rows, 3});
    const std::vector<double> values = basis_values(device, basis, entry.structure, on_device.view()).to_host();
    Eigen::MatrixXd design = Eigen::MatrixXd::Zero(rows, unknowns);
    Eigen::VectorXd known(rows);
    for (Eigen::Index p = 0; p < rows; ++p) {
      const auto at = static_cast<std::size_t>(p);
      const double* own = values.data() + at * entry.structure.numbers.size() * gaussians;
      for (std::size_t atom = 0; atom < entry.structure.numbers.size(); ++atom)
        design.row(p).segment(
            static_cast<Eigen::Index>(place_of(atoms.elements, entry.structure.numbers[atom])) * gaussians,
            gaussians) += Eigen::Map<const Eigen::RowVectorXd>(own + atom * gaussians, gaussians);
      const double weight = 1 / std::sqrt(sample.points.probability[at] * (sample.sizes[at] + small_density));
      design.row(p) *= weight;
      known(p) = weight * sample.values[at];
    }
    matrix.noalias() += design.transpose() * design;
    right.noalias() += design.transpose() * known;
  }
  matrix.diagonal() *= 1 + ridge;
  const Eigen::VectorXd found = matrix.ldlt().solve(right);
  atoms.amplitudes.assign(found.begin(), found.end());
  validate(atoms);
  return atoms;
}

void add_spherical_atoms(const Device& device, const SphericalAtoms& atoms, const Structure& structure,
                         std::span<const Vector3> points, std::span<double> values) {
  const auto found = density_at_points(device, basis_of(atoms.elements, atoms.exponents), structure,
                                       coefficients_of(atoms, structure), points);
  std::transform(values.begin(), values.end(), found.values.begin(), values.begin(), std::plus<>());
}

void add_spherical_atoms(const Device& device, const SphericalAtoms& atoms, const Structure& structure,
                         const Grid& grid, std::span<double> values) {
  constexpr Index points_at_once = 2'000'000;
  const GaussianBasis basis = basis_of(atoms.elements, atoms.exponents);
  const std::vector<double> coefficients = coefficients_of(atoms, structure);
  const Index plane = grid.counts[1] * grid.counts[2],
              planes = std::max<Index>(1, points_at_once / std::max<Index>(1, plane));
  for (Index first = 0; first < grid.counts[0]; first += planes) {
    Grid slab = grid;
    slab.counts[0] = std::min(planes, grid.counts[0] - first);
    for (std::size_t x = 0; x < 3; ++x) slab.origin[x] += static_cast<double>(first) * grid.steps[0][x];
    const std::vector<double> found = density_on_grid(device, basis, structure, coefficients, slab);
    double* const own = values.data() + first * plane;
    std::transform(found.begin(), found.end(), own, own, std::plus<>());
  }
}

}  // namespace rhofield
