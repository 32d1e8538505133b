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
constexpr double penalty = 1e-5;        // of amplitudes, over the diagonal of a well-sampled Gaussian at 1 e/bohr^3

/// Functions exp(-e_k r^2) of every atom, in the order of the exponents.
GaussianBasis basis_of(std::span<const int> elements, std::span<const double> exponents) {
  std::map<int, std::vector<Shell>> shells;
  for (const int number : elements)
    for (const double exponent : exponents)
      shells[number].push_back({.l = 0, .exponents = {exponent}, .coefficients = {std::sqrt(4 * pi)}});
  return GaussianBasis(std::move(shells));
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

/// Least squares for the amplitudes [element, Gaussian].
class NormalEquations {
 public:
  explicit NormalEquations(const SphericalAtoms& atoms)
      : elements_(atoms.elements),
        exponents_(atoms.exponents),
        basis_(basis_of(elements_, exponents_)),
        matrix_(Eigen::MatrixXd::Zero(unknowns(), unknowns())),
        right_(Eigen::VectorXd::Zero(unknowns())),
        penalties_(right_) {}

  /// Points of an entry.
  void add(const Device& device, const GridEntry& entry, std::uint64_t seed) {
    SamplingOptions sampling;
    sampling.points = points_of_structure;
    const auto targets = sampling_targets(entry.structure, entry.grid, entry.density, sampling);
    const PointSample sample = take_points(entry, Quantity::density, targets, {}, sampling, seed);
    const Eigen::MatrixXd design = weighted(sample, sums_by_element(device, entry.structure, sample.positions));
    matrix_.noalias() += design.leftCols(unknowns()).transpose() * design.leftCols(unknowns());
    right_.noalias() += design.leftCols(unknowns()).transpose() * design.rightCols(1);
    for (const int number : entry.structure.numbers)
      for (Eigen::Index g = 0; g < gaussians(); ++g)  // int exp(-2 e r^2) dr over the voxel
        penalties_(first(number) + g) += penalty * std::pow(pi / (2 * exponents_[static_cast<std::size_t>(g)]), 1.5) /
                                         std::abs(entry.grid.voxel_volume());
  }

  std::vector<double> solve() const {
    Eigen::MatrixXd matrix = matrix_;
    matrix.diagonal() = (1 + ridge) * matrix_.diagonal() + penalties_;
    const Eigen::VectorXd found = matrix.ldlt().solve(right_);
    return {found.begin(), found.end()};
  }

 private:
  Eigen::Index gaussians() const { return static_cast<Eigen::Index>(exponents_.size()); }
  Eigen::Index unknowns() const { return static_cast<Eigen::Index>(elements_.size()) * gaussians(); }
  /// First unknown of an element.
  Eigen::Index first(int number) const { return static_cast<Eigen::Index>(place_of(elements_, number)) * gaussians(); }

  /// Every Gaussian of an element, summed over its atoms [point, unknown].
  Eigen::MatrixXd sums_by_element(const Device& device, const Structure& structure,
                                  std::span<const Vector3> positions) const {
    std::vector<double> places;
    for (const Vector3& x : positions) places.insert(places.end(), x.begin(), x.end());
    const auto rows = static_cast<Index>(positions.size());
    const auto points = Tensor<double, 2>::from_host(device, places, {rows, 3});
    const std::vector<double> values = basis_values(device, basis_, structure, points.view()).to_host();
    Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(rows, unknowns());
    const double* own = values.data();
    for (Eigen::Index p = 0; p < rows; ++p)
      for (const int number : structure.numbers) {
        sums.row(p).segment(first(number), gaussians()) += Eigen::Map<const Eigen::RowVectorXd>(own, gaussians());
        own += gaussians();
      }
    return sums;
  }

  /// With the densities as one more column, all rows weighted.
  static Eigen::MatrixXd weighted(const PointSample& sample, const Eigen::MatrixXd& sums) {
    Eigen::MatrixXd all(sums.rows(), sums.cols() + 1);
    all.leftCols(sums.cols()) = sums;
    for (Eigen::Index p = 0; p < sums.rows(); ++p) {
      const auto at = static_cast<std::size_t>(p);
      all(p, sums.cols()) = sample.values[at];
      all.row(p) /= std::sqrt(sample.points.probability[at] * (sample.sizes[at] + small_density));
    }
    return all;
  }

  std::vector<int> elements_;
  std::vector<double> exponents_;
  GaussianBasis basis_;
  Eigen::MatrixXd matrix_;
  Eigen::VectorXd right_, penalties_;
};

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
  SphericalAtoms atoms{
      .elements = species_of(data, indices), .exponents = exponents_for(data, indices), .amplitudes = {}};
  NormalEquations equations(atoms);
  Index done = 0;
  for (const Index k : indices) {
    if (progress && !progress("spherical atoms", done++, static_cast<Index>(indices.size())))
      throw Interrupted("stopped at spherical atoms");
    const GridEntry& entry = data.entries[static_cast<std::size_t>(k)];
    if (entry.density.empty())
      throw InvalidInput("structure " + std::to_string(k) + " has no density to make spherical atoms of");
    equations.add(device, entry, seed + static_cast<std::uint64_t>(k));
  }
  atoms.amplitudes = equations.solve();
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

std::vector<std::vector<float>> superposed(const Device& device, const SphericalAtoms& atoms, const GridData& data,
                                           std::span<const Index> indices, const Progress& progress) {
  std::vector<std::vector<float>> all(data.entries.size());
  Index done = 0;
  for (const Index k : indices) {
    if (progress && !progress("superposed atoms", done++, static_cast<Index>(indices.size())))
      throw Interrupted("stopped at superposed atoms");
    const GridEntry& entry = data.entries[static_cast<std::size_t>(k)];
    std::vector<double> values(static_cast<std::size_t>(entry.grid.size()), 0.0);
    add_spherical_atoms(device, atoms, entry.structure, entry.grid, values);
    all[static_cast<std::size_t>(k)].assign(values.begin(), values.end());
  }
  return all;
}

}  // namespace rhofield
