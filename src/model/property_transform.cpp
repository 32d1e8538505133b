// The Clausius-Mossotti relation as functions of symmetric 3x3 matrices, on their eigenvalues.
#include "model/property_transform.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "rhofield/error.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

/// S = sum_k values[k] u_k u_k^T, u_k the columns of `vectors`.
struct Eigensystem {
  Vector3 values{};
  Matrix3 vectors{};
};

/// The symmetric part of a row-major matrix.
Matrix3 symmetric(std::span<const double> m) {
  Matrix3 s{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) s[i][j] = 0.5 * (m[3 * i + j] + m[3 * j + i]);
  return s;
}

/// Jacobi's rotations; quadratic, so that the last sweeps change nothing.
Eigensystem eigensystem(Matrix3 s) {
  constexpr int sweeps = 12;
  Matrix3 u{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (int sweep = 0; sweep < sweeps; ++sweep)
    for (const auto& [p, q] : {std::array<std::size_t, 2>{0, 1}, {0, 2}, {1, 2}}) {
      if (s[p][q] == 0) continue;
      const double difference = s[q][q] - s[p][p];  // the smaller of two angles, |theta| <= pi/4
      const double theta = 0.5 * std::atan2(std::copysign(2.0, difference) * s[p][q], std::abs(difference));
      const double c = std::cos(theta), d = std::sin(theta);
      const auto turn = [&](double& a, double& b) {
        const double old = a;
        a = c * old - d * b;
        b = d * old + c * b;
      };
      for (std::size_t k = 0; k < 3; ++k) turn(s[k][p], s[k][q]);
      for (std::size_t k = 0; k < 3; ++k) turn(s[p][k], s[q][k]);
      for (std::size_t k = 0; k < 3; ++k) turn(u[k][p], u[k][q]);
    }
  return {.values = {s[0][0], s[1][1], s[2][2]}, .vectors = u};
}

/// Row-major.
template <class Function>
std::vector<double> function_of(const Eigensystem& e, const Function& f) {
  std::vector<double> m(9, 0.0);
  for (std::size_t k = 0; k < 3; ++k) {
    const double value = f(e.values[k]);
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = 0; j < 3; ++j) m[3 * i + j] += value * e.vectors[i][k] * e.vectors[j][k];
  }
  return m;
}

std::string place(const PropertyOptions& options, Index number) {
  return "structure " + std::to_string(number) + ": " + options.name + ": ";
}

/// x per polarizability, 4 pi/(3 V), 1/bohr^3.
double field_factor(const PropertyOptions& options, const Structure& structure, Index number) {
  const int periodic = structure.periodic[0] + structure.periodic[1] + structure.periodic[2];
  if (periodic != 3)
    throw InvalidInput(place(options, number) + "the transform clausius_mossotti needs the volume of a cell that is " +
                       "periodic in 3 directions, this one is in " + std::to_string(periodic) +
                       "; learn it with transform none, or leave the structure out");
  const auto& [a, b, c] = structure.cell;
  const double volume = std::abs(a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) +
                                 a[2] * (b[0] * c[1] - b[1] * c[0]));
  if (!(volume > 0) || !std::isfinite(volume))
    throw InvalidInput(place(options, number) + "the transform clausius_mossotti needs a cell with a volume, got " +
                       text(volume) + " bohr^3");
  return 4 * std::numbers::pi / (3 * volume);
}

/// x of predicted polarizabilities, all |x| < 1.
Eigensystem checked_x(const PropertyOptions& options, Index number, double factor, std::span<const double> learned) {
  Eigensystem x = eigensystem(symmetric(learned));
  for (double& value : x.values) {
    value *= factor;
    if (!(std::abs(value) < 1))
      throw NumericalFailure(place(options, number) +
                             "the polarizability of the cell has x = 4 pi alpha/(3 V) = " + text(value) +
                             ", but the transform clausius_mossotti needs |x| < 1; the structure is too " +
                             "far from those learned, or the regularisation too small");
  }
  return x;
}

}  // namespace

std::vector<double> learned_values(const PropertyOptions& options, const Structure& structure, Index number,
                                   std::span<const double> reported) {
  if (options.transform == PropertyTransform::none) return {reported.begin(), reported.end()};
  const double factor = field_factor(options, structure, number);
  const Eigensystem epsilon = eigensystem(symmetric(reported));
  return function_of(epsilon, [&](double value) {
    if (!(std::abs(value + 2) > 1e-12))
      throw InvalidInput(place(options, number) + "eps + 2 is singular, with an eigenvalue of eps of " + text(value) +
                         "; no polarizability belongs to it");
    const double x = (value - 1) / (value + 2);
    if (!(std::abs(x) < 1))
      throw InvalidInput(place(options, number) + "the eigenvalue " + text(value) + " of eps has x = (eps - 1)/" +
                         "(eps + 2) = " + text(x) + ", but the transform clausius_mossotti needs |x| < 1 (eps above " +
                         "-1/2); learn it with transform none");
    return x / factor;
  });
}

std::vector<double> reported_values(const PropertyOptions& options, const Structure& structure, Index number,
                                    std::span<const double> learned) {
  if (options.transform == PropertyTransform::none) return {learned.begin(), learned.end()};
  const Eigensystem x = checked_x(options, number, field_factor(options, structure, number), learned);
  return function_of(x, [](double value) { return (1 + 2 * value) / (1 - value); });
}

LearnedCotangents learned_cotangents(const PropertyOptions& options, const Structure& structure, Index number,
                                     std::span<const double> learned, std::span<const double> v) {
  if (options.transform == PropertyTransform::none) return {.learned = {v.begin(), v.end()}};
  // d eps = 3 (1 - x)^-1 dx (1 - x)^-1 and dx = 4 pi/(3 V) d alpha - x tr(d strain)
  const double factor = field_factor(options, structure, number);
  const Eigensystem x = checked_x(options, number, factor, learned);
  const std::vector<double> inverse = function_of(x, [](double value) { return 1 / (1 - value); });
  const std::vector<double> matrix = function_of(x, [](double value) { return value; });
  const Matrix3 cotangent = symmetric(v);
  LearnedCotangents result{.learned = std::vector<double>(9, 0.0)};
  double of_volume = 0;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      double of_x = 0;
      for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t l = 0; l < 3; ++l) of_x += 3 * inverse[3 * i + k] * cotangent[k][l] * inverse[3 * l + j];
      result.learned[3 * i + j] = factor * of_x;
      of_volume += of_x * matrix[3 * i + j];
    }
  for (std::size_t k = 0; k < 3; ++k) result.strain[k][k] = -of_volume;
  return result;
}

}  // namespace rhofield
