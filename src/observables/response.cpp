// Moments of responses, atom by atom.
#include "rhofield/observables/response.hpp"

#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <string>

#include "observables/charge_flow.hpp"
#include "rhofield/device.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

void check_size(std::size_t functions, std::span<const double> response) {
  if (response.size() != 3 * functions)
    throw InvalidInput("a response of " + std::to_string(response.size()) + " coefficients was given, but there are " +
                       std::to_string(functions) + " functions, " + std::to_string(3 * functions) +
                       " for the three field directions; check basis and structure");
}

/// int R_a R_b r^2 dr of two s shells on one atom.
double s_overlap(const Shell& a, const Shell& b) {
  double sum = 0;
  for (std::size_t p = 0; p < a.exponents.size(); ++p)
    for (std::size_t q = 0; q < b.exponents.size(); ++q) {
      const double exponent = a.exponents[p] + b.exponents[q];
      sum += a.coefficients[p] * b.coefficients[q] * std::sqrt(std::numbers::pi / exponent) / (4.0 * exponent);
    }
  return sum;
}

/// The smallest coefficients of one element's s functions, in the metric of their overlaps, that hold one electron:
/// s^-1 q / (q.s^-1 q), [n]. Shells are sorted: the s functions of an atom come first.
std::vector<double> unit_charge(const std::vector<Shell>& shells, const double* charges) {
  std::size_t count = 0;
  while (count < shells.size() && shells[count].l == 0) ++count;
  std::vector<double> s(count * count);
  for (std::size_t a = 0; a < count; ++a)
    for (std::size_t b = 0; b < count; ++b) s[a * count + b] = s_overlap(shells[a], shells[b]);
  std::vector<double> direction(charges, charges + count);
  const auto n = static_cast<Index>(count);
  const Device host = Device::select("cpu");
  auto& la = host.backend().linear_algebra();
  if (!la.cholesky({s.data(), n, n, n}))
    throw NumericalFailure("the " + std::to_string(count) +
                           " s functions of an element are linearly dependent; the induced charge cannot be removed");
  la.cholesky_solve({s.data(), n, n, n}, {direction.data(), n, 1, 1});
  const double electrons = std::inner_product(direction.begin(), direction.end(), charges, 0.0);
  for (double& x : direction) x /= electrons;
  return direction;
}

}  // namespace

Vector3 induced_charge(const GaussianBasis& basis, const Structure& structure, std::span<const double> response) {
  const std::vector<double> q = charge_moments(basis, structure);
  check_size(q.size(), response);
  Vector3 charge{};
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t f = 0; f < q.size(); ++f) charge[k] += q[f] * response[k * q.size() + f];
  return charge;
}

Vector3 remove_induced_charge(const GaussianBasis& basis, const Structure& structure, std::span<double> response) {
  const Vector3 charge = induced_charge(basis, structure, response);
  const std::vector<double> q = charge_moments(basis, structure);
  std::map<int, std::vector<double>> directions;
  double carriers = 0;  // atoms with s functions
  std::size_t first = 0;
  for (int number : structure.numbers) {
    if (!directions.contains(number)) directions.emplace(number, unit_charge(basis.shells(number), q.data() + first));
    if (!directions.at(number).empty()) carriers += 1;
    first += static_cast<std::size_t>(basis.functions(number));
  }
  if (carriers == 0) {
    if (charge == Vector3{}) return charge;
    throw InvalidInput("the induced charge cannot be removed: none of the " + std::to_string(q.size()) +
                       " functions of the structure is an s function");
  }
  first = 0;
  for (int number : structure.numbers) {
    const std::vector<double>& direction = directions.at(number);
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t n = 0; n < direction.size(); ++n)
        response[k * q.size() + first + n] -= charge[k] / carriers * direction[n];
    first += static_cast<std::size_t>(basis.functions(number));
  }
  return charge;
}

std::vector<Matrix3> atomic_polarizabilities(const GaussianBasis& basis, const Structure& structure,
                                             std::span<const double> response) {
  // Positions of charges are taken from the mean, or left out of the moments and followed along their flow.
  const bool periodic = structure.any_periodic();
  Structure centred = structure;
  Vector3 mean{};
  for (const Vector3& position : structure.positions)
    for (std::size_t c = 0; c < 3; ++c) mean[c] += position[c] / static_cast<double>(structure.positions.size());
  for (Vector3& position : centred.positions)
    for (std::size_t c = 0; c < 3; ++c) position[c] = periodic ? 0.0 : position[c] - mean[c];
  const std::vector<double> moments = dipole_moments(basis, centred);
  const std::size_t functions = moments.size() / 3;
  check_size(functions, response);
  std::vector<Matrix3> parts(structure.numbers.size(), Matrix3{});
  std::size_t first = 0;
  for (std::size_t atom = 0; atom < parts.size(); ++atom) {
    const auto last = first + static_cast<std::size_t>(basis.functions(structure.numbers[atom]));
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t f = first; f < last; ++f)
          parts[atom][k][c] -= moments[c * functions + f] * response[k * functions + f];
    first = last;
  }
  if (!periodic) return parts;
  const std::vector<double> q = charge_moments(basis, structure);
  const ChargeFlow flow(structure);
  for (std::size_t k = 0; k < 3; ++k) {
    std::vector<double> charges;
    first = 0;
    for (int number : structure.numbers) {
      double charge = 0;
      for (const auto last = first + static_cast<std::size_t>(basis.functions(number)); first < last; ++first)
        charge += q[first] * response[k * functions + first];
      charges.push_back(charge);
    }
    const std::vector<Vector3> dipoles = flow.dipoles(charges);
    for (std::size_t atom = 0; atom < parts.size(); ++atom)
      for (std::size_t c = 0; c < 3; ++c) parts[atom][k][c] -= dipoles[atom][c];
  }
  return parts;
}

Matrix3 polarizability(const GaussianBasis& basis, const Structure& structure, std::span<const double> response) {
  Matrix3 alpha{};
  for (const Matrix3& part : atomic_polarizabilities(basis, structure, response))
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t c = 0; c < 3; ++c) alpha[k][c] += part[k][c];
  return alpha;
}

Vector3 induced_dipole(const Matrix3& polarizability, const Vector3& field) {
  Vector3 dipole{};
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t c = 0; c < 3; ++c) dipole[c] += field[k] * polarizability[k][c];
  return dipole;
}

std::vector<double> induced_density(std::span<const double> response, const Vector3& field) {
  if (response.size() % 3 != 0)
    throw InvalidInput("a response of " + std::to_string(response.size()) +
                       " coefficients does not hold three field directions");
  const std::size_t functions = response.size() / 3;
  std::vector<double> density(functions, 0.0);
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t f = 0; f < functions; ++f) density[f] += field[k] * response[k * functions + f];
  return density;
}

}  // namespace rhofield
