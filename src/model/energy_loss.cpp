// Residuals, and derivatives along them. With g(r, F) = dE/dparameters, and v the derivative of L by a slope of E,
//   sum_x v_x dg/dx = |v| [g(x + h v/|v|) - g(x - h v/|v|)] / 2h + O(h^2);
// a curvature's residual R = sum_k r_k u_k u_k^T takes second differences along its eigenvectors u_k.
#include "model/energy_loss.hpp"

#include <cmath>

#include "model/structure_checks.hpp"
#include "rhofield/error.hpp"
#include "runtime/eigen.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr double position_step = 1e-3;  // bohr, of all atoms together
constexpr double field_step = 1e-3;     // units of the field
constexpr double curvature_step = 0.004;

/// The structure that is learned, without field, then others near it; and what dE/dparameters of each counts for.
struct Differences {
  EnergyTasks tasks;
  std::vector<double> weights;
  void add(const Structure& structure, const Vector3& field, double weight) {
    tasks.add(structure, field);
    weights.push_back(weight);
  }
};

void add_forces(const EnergyReferences& references, const std::vector<Vector3>& v, Differences& all) {
  double length = 0;
  for (const Vector3& x : v) length += x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
  length = std::sqrt(length);
  if (length == 0) return;
  for (const double sign : {1.0, -1.0}) {
    all.add(references.structure, {}, -sign * length / (2 * position_step));
    for (std::size_t i = 0; i < v.size(); ++i)
      for (std::size_t x = 0; x < 3; ++x)
        all.tasks.structures.back().positions[i][x] += sign * position_step * v[i][x] / length;
  }
}

void add_dipole(const EnergyReferences& references, const Vector3& v, double field_unit, Differences& all) {
  const double length = std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]), step = field_step * field_unit;
  if (length == 0) return;
  for (const double sign : {1.0, -1.0}) {
    Vector3 field{};
    for (std::size_t x = 0; x < 3; ++x) field[x] = sign * step * v[x] / length;
    all.add(references.structure, field, -sign * length / (2 * step));
  }
}

void add_polarizability(const EnergyReferences& references, const Matrix3& v, double field_unit, Differences& all) {
  Eigen::Matrix3d symmetric;
  for (int x = 0; x < 3; ++x)
    for (int y = 0; y < 3; ++y)
      symmetric(x, y) = 0.5 * (v[static_cast<std::size_t>(x)][static_cast<std::size_t>(y)] +
                               v[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)]);
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(symmetric);
  const double step = curvature_step * field_unit;
  for (int k = 0; k < 3; ++k) {
    const double weight = -solver.eigenvalues()(k) / (step * step);
    all.weights.front() -= 2 * weight;  // without field
    for (const double sign : {1.0, -1.0}) {
      Vector3 field{};
      for (int x = 0; x < 3; ++x) field[static_cast<std::size_t>(x)] = sign * step * solver.eigenvectors()(x, k);
      all.add(references.structure, field, weight);
    }
  }
}

}  // namespace

void check_energy_entries(const DataSet& data, std::span<const Index> indices, bool dipoles) {
  require_indices(indices, data.size());
  for (const Index k : indices) {
    const LabelledStructure& entry = data.entries[static_cast<std::size_t>(k)];
    const std::string name = "structure " + std::to_string(k);
    validate(entry.structure);
    if (entry.charge && *entry.charge != 0 && entry.dipole && dipoles)
      throw InvalidInput(name + " has the charge " + text(*entry.charge) +
                         ": its dipole depends on the origin, which no network can know; learn without (dipole = 0)");
    const auto forces = entry.properties.find("forces");
    if (forces != entry.properties.end() && forces->second.values.size() != 3 * entry.structure.numbers.size())
      throw InvalidInput(name + " has " + std::to_string(forces->second.values.size()) + " components of forces for " +
                         std::to_string(entry.structure.size()) + " atoms");
  }
}

double energy_loss(EnergyPass& pass, View<const double, 1> parameters, const EnergyReferences& references,
                   const EnergyWeights& weights, double scale, View<double, 1> parameters_bar) {
  const double field_unit = pass.field_unit();
  Differences all;  // the first task is the structure itself
  all.add(references.structure, {}, 0);
  const PredictedEnergy found = evaluate_energies(
      pass, parameters, all.tasks, scale,
      {.first = references.forces || references.dipole, .polarizability = references.polarizability.has_value()})[0];
  const auto n = static_cast<double>(references.structure.size());
  const double difference = found.energy - references.energy;
  double loss = weights.energy * difference * difference / (n * n);
  all.weights[0] = 2 * weights.energy * difference / (n * n);
  if (references.forces) {
    std::vector<Vector3> v = found.forces;
    for (std::size_t i = 0; i < v.size(); ++i)
      for (std::size_t x = 0; x < 3; ++x) {
        const double d = v[i][x] - (*references.forces)[i][x];
        loss += weights.forces * d * d / (3 * n);
        v[i][x] = 2 * weights.forces * d / (3 * n);
      }
    add_forces(references, v, all);
  }
  if (references.dipole) {
    Vector3 v{};
    for (std::size_t x = 0; x < 3; ++x) {
      const double d = found.dipole[x] - (*references.dipole)[x];
      loss += weights.dipole * d * d / 3;
      v[x] = 2 * weights.dipole * d / 3;
    }
    add_dipole(references, v, field_unit, all);
  }
  if (references.polarizability) {
    Matrix3 v{};
    for (std::size_t x = 0; x < 3; ++x)
      for (std::size_t y = 0; y < 3; ++y) {
        const double d = found.polarizability[x][y] - (*references.polarizability)[x][y];
        loss += weights.polarizability * d * d / 9;
        v[x][y] = 2 * weights.polarizability * d / 9;
      }
    add_polarizability(references, v, field_unit, all);
  }
  if (parameters_bar.empty()) return loss;
  for (double& w : all.weights) w *= scale;
  (void)pass.run(parameters, all.tasks, true);
  (void)pass.run_backward(parameters, all.tasks, all.weights, parameters_bar);
  return loss;
}

}  // namespace rhofield
