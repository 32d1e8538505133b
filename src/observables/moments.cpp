// Moments of Gaussian densities, function by function: a function's own moments, moved from its atom.
#include "rhofield/observables/moments.hpp"

#include <array>
#include <cmath>
#include <string>

#include "observables/check_density.hpp"
#include "rhofield/error.hpp"
#include "rhofield/units.hpp"

namespace rhofield {

namespace {

/// int_0^inf r^power R(r) dr of a contracted shell.
double radial_moment(const Shell& shell, int power) {
  double sum = 0;
  const double half = 0.5 * (shell.l + power + 1);
  for (std::size_t p = 0; p < shell.exponents.size(); ++p)
    sum += shell.coefficients[p] * 0.5 * std::tgamma(half) / std::pow(shell.exponents[p], half);
  return sum;
}

constexpr std::array<std::array<std::size_t, 2>, 6> pairs{{{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}}};

/// int n_a n_b Y_2m over the sphere, [pair, m]: xy, yz, 3 z^2 - 1, xz, x^2 - y^2 and their norms.
std::array<std::array<double, 5>, 6> sphere_integrals() {
  const double off = std::sqrt(4 * pi / 15), along = std::sqrt(16 * pi / 45);
  std::array<std::array<double, 5>, 6> integral{};
  integral[0][2] = integral[1][2] = -0.5 * along;
  integral[2][2] = along;
  integral[0][4] = off, integral[1][4] = -off;
  integral[3][0] = integral[5][1] = integral[4][3] = off;
  return integral;
}

}  // namespace

Cores nuclei(const Structure& structure) {
  return {.charges = std::vector<double>(structure.numbers.begin(), structure.numbers.end()), .width = 0};
}

std::vector<double> atomic_populations(const GaussianBasis& basis, const Structure& structure,
                                       std::span<const double> coefficients) {
  check_density(basis, structure, coefficients);
  const std::vector<double> q = charge_moments(basis, structure);
  std::vector<double> populations;
  std::size_t first = 0;
  for (int number : structure.numbers) {
    double sum = 0;
    for (const auto last = first + static_cast<std::size_t>(basis.functions(number)); first < last; ++first)
      sum += q[first] * coefficients[first];
    populations.push_back(sum);
  }
  return populations;
}

std::vector<double> second_moments(const GaussianBasis& basis, const Structure& structure) {
  const std::vector<double> charge = charge_moments(basis, structure), dipole = dipole_moments(basis, structure);
  const std::size_t functions = charge.size();
  const auto sphere = sphere_integrals();
  std::vector<double> moments(6 * functions, 0.0);
  std::size_t f = 0;
  for (std::size_t atom = 0; atom < structure.numbers.size(); ++atom) {
    const Vector3& r = structure.positions[atom];
    for (const Shell& shell : basis.shells(structure.numbers[atom])) {
      const auto components = static_cast<std::size_t>(2 * shell.l + 1);
      for (std::size_t pair = 0; pair < 6; ++pair) {
        const auto [a, b] = pairs[pair];
        for (std::size_t m = 0; m < components; ++m) {
          // (R + s)_a (R + s)_b, with the dipole about the origin being R q + d.
          const std::size_t at = f + m;
          double value =
              r[a] * dipole[b * functions + at] + r[b] * dipole[a * functions + at] - r[a] * r[b] * charge[at];
          if (shell.l == 0 && a == b) value += std::sqrt(4 * pi) / 3 * radial_moment(shell, 4);
          if (shell.l == 2) value += sphere[pair][m] * radial_moment(shell, 4);
          moments[pair * functions + at] = value;
        }
      }
      f += components;
    }
  }
  return moments;
}

namespace {

void check_molecule(const Structure& structure) {
  if (structure.any_periodic())
    throw InvalidInput("dipole and quadrupole of a periodic structure (here along " +
                       std::to_string(structure.periodic[0] + structure.periodic[1] + structure.periodic[2]) +
                       " direction(s)) depend on where its cell begins; use atomic_populations, planar averages of the "
                       "potential, or the response to a field");
}

/// With the cores beside the electrons, whose dipole is in `result` and whose second moments are given.
Multipoles with_cores(Multipoles result, std::array<double, 6> second, const Structure& structure, const Cores& cores) {
  result.charge = -result.electrons;
  for (std::size_t i = 0; i < cores.charges.size(); ++i) {
    Vector3 r = structure.positions[i];
    for (std::size_t x = 0; x < 3; ++x) r[x] -= result.origin[x];
    result.charge += cores.charges[i];
    for (std::size_t x = 0; x < 3; ++x) result.dipole[x] += cores.charges[i] * r[x];
    for (std::size_t pair = 0; pair < 6; ++pair) {
      const auto [a, b] = pairs[pair];
      second[pair] += cores.charges[i] * (r[a] * r[b] + (a == b ? cores.width * cores.width : 0.0));
    }
  }
  for (std::size_t pair = 0; pair < 6; ++pair) {
    const auto [a, b] = pairs[pair];
    result.second_moment[a][b] = result.second_moment[b][a] = second[pair];
  }
  const double trace = second[0] + second[1] + second[2];
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t b = 0; b < 3; ++b)
      result.quadrupole[a][b] = 1.5 * result.second_moment[a][b] - (a == b ? 0.5 * trace : 0.0);
  return result;
}

}  // namespace

Multipoles multipoles(const GaussianBasis& basis, const Structure& structure, std::span<const double> coefficients,
                      const Cores& cores, const Vector3& origin) {
  check_density(basis, structure, coefficients);
  check_cores(structure, cores);
  check_molecule(structure);
  Structure moved = structure;
  for (Vector3& r : moved.positions)
    for (std::size_t x = 0; x < 3; ++x) r[x] -= origin[x];
  const std::vector<double> q = charge_moments(basis, moved), d = dipole_moments(basis, moved),
                            s = second_moments(basis, moved);
  const std::size_t functions = q.size();
  Multipoles result;
  result.origin = origin;
  std::array<double, 6> second{};
  for (std::size_t f = 0; f < functions; ++f) {
    result.electrons += q[f] * coefficients[f];
    for (std::size_t x = 0; x < 3; ++x) result.dipole[x] -= d[x * functions + f] * coefficients[f];
    for (std::size_t pair = 0; pair < 6; ++pair) second[pair] -= s[pair * functions + f] * coefficients[f];
  }
  return with_cores(result, second, structure, cores);
}

Multipoles multipoles(const Grid& grid, std::span<const double> values, const Structure& structure, const Cores& cores,
                      const Vector3& origin) {
  check_cores(structure, cores);
  check_molecule(structure);
  check_grid_values(grid, values);
  Multipoles result;
  result.origin = origin;
  std::array<double, 6> second{};
  const double voxel = std::abs(grid.voxel_volume());
  for (std::size_t g = 0; g < values.size(); ++g) {
    const double electrons = values[g] * voxel;
    Vector3 r = point_of(grid, static_cast<Index>(g));
    for (std::size_t x = 0; x < 3; ++x) r[x] -= origin[x];
    result.electrons += electrons;
    for (std::size_t x = 0; x < 3; ++x) result.dipole[x] -= electrons * r[x];
    for (std::size_t pair = 0; pair < 6; ++pair) second[pair] -= electrons * r[pairs[pair][0]] * r[pairs[pair][1]];
  }
  return with_cores(result, second, structure, cores);
}

double multipole_potential(const Multipoles& moments, const Vector3& r) {
  Vector3 n{};
  double square = 0;
  for (std::size_t x = 0; x < 3; ++x) {
    n[x] = r[x] - moments.origin[x];
    square += n[x] * n[x];
  }
  const double distance = std::sqrt(square);
  if (!(distance > 0)) throw InvalidInput("multipoles have no potential at their own origin; evaluate far from it");
  double potential = moments.charge / distance;
  for (std::size_t a = 0; a < 3; ++a) {
    potential += moments.dipole[a] * n[a] / (square * distance);
    for (std::size_t b = 0; b < 3; ++b)
      potential += n[a] * moments.quadrupole[a][b] * n[b] / (square * square * distance);
  }
  return potential;
}

}  // namespace rhofield
