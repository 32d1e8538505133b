// From outputs at atoms to sums of structures and back.
#include "model/energy_pass.hpp"

#include "model/structure_checks.hpp"
#include "runtime/backend.hpp"
#include "shared/probe_network.hpp"

namespace rhofield {

std::vector<double> EnergyPass::run(View<const double, 1> parameters, const EnergyTasks& tasks, bool derivatives) {
  atoms_.set_structures(tasks.structures, tasks.fields, derivatives);
  atoms_.run(parameters);
  outputs_.run(parameters);
  std::vector<double> host(static_cast<std::size_t>(outputs_.outputs().size()));
  atoms_.device().backend().memory().download(host.data(), outputs_.outputs().data(), sizeof(double) * host.size());
  std::vector<double> sums;
  std::size_t atom = 0;
  for (const Structure& structure : tasks.structures) {
    double& sum = sums.emplace_back(0.0);
    for (Index i = 0; i < structure.size(); ++i) sum += host[atom++];
  }
  return sums;
}

std::vector<EnergySlopes> EnergyPass::run_backward(View<const double, 1> parameters, const EnergyTasks& tasks,
                                                   std::span<const double> weights, View<double, 1> parameters_bar) {
  const Device& device = atoms_.device();
  if (parameters_bar.empty()) parameters_bar = unused_.view();
  std::vector<double> bar;
  for (std::size_t t = 0; t < tasks.size(); ++t) bar.insert(bar.end(), tasks.structures[t].numbers.size(), weights[t]);
  const auto groups = static_cast<Index>(tasks.size());
  const auto& by_atom = outputs_.groups().by_atom;
  const auto outputs_bar = Tensor<double, 2>::from_host(device, bar, {atoms_.atoms(), 1});
  auto positions = Tensor<double, 2>::zeros(device, {atoms_.atoms(), 3});
  auto centres = Tensor<double, 2>::zeros(device, {atoms_.atoms(), 3});
  auto sources = Tensor<double, 2>::zeros(device, {by_atom.index.view().extent(0), 3});
  auto field = Tensor<double, 2>::zeros(device, {groups, formula::tensor_components});
  outputs_.run_backward(parameters, outputs_bar.view(), {}, atoms_, parameters_bar, centres.view(), sources.view(),
                        field.view());
  atoms_.run_backward(parameters, parameters_bar, positions.view(), field.view());
  network_kernels<double>(device.backend())
      .add_listed(sources.view(), by_atom.offset.view(), by_atom.index.view(), positions.view());
  const std::vector<double> of_centres = centres.to_host(), of_atoms = positions.to_host(), of_field = field.to_host();
  std::vector<EnergySlopes> slopes;
  std::size_t atom = 0;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    EnergySlopes& one = slopes.emplace_back();
    for (Index i = 0; i < tasks.structures[t].size(); ++i, ++atom) {
      Vector3& x = one.positions.emplace_back();
      for (std::size_t c = 0; c < 3; ++c) x[c] = of_atoms[3 * atom + c] + of_centres[3 * atom + c];
    }
    Vector3 f = tasks.fields[t];
    for (double& x : f) x /= field_unit();
    const double* tensor = of_field.data() + t * formula::tensor_components;
    formula::symmetric_tensor_backward(f[0], f[1], f[2], tensor, one.field.data());
    for (double& x : one.field) x /= field_unit();
  }
  return slopes;
}

namespace {

/// -d2(sum of outputs)/dF2 of every task.
std::vector<Matrix3> field_curvatures(EnergyPass& pass, View<const double, 1> parameters, const EnergyTasks& tasks) {
  const double step = 1e-3 * pass.field_unit();
  EnergyTasks near;
  for (std::size_t t = 0; t < tasks.size(); ++t)
    for (std::size_t x = 0; x < 3; ++x)
      for (const double sign : {1.0, -1.0}) {
        near.add(tasks.structures[t], tasks.fields[t]);
        near.fields.back()[x] += sign * step;
      }
  (void)pass.run(parameters, near, true);
  const std::vector<double> ones(near.size(), 1.0);
  const auto slopes = pass.run_backward(parameters, near, ones);
  std::vector<Matrix3> all(tasks.size());
  for (std::size_t t = 0; t < tasks.size(); ++t)
    for (std::size_t x = 0; x < 3; ++x)
      for (std::size_t y = 0; y < 3; ++y) {
        const Vector3 &plus = slopes[6 * t + 2 * x].field, &minus = slopes[6 * t + 2 * x + 1].field;
        const double half = 0.5 * (plus[y] - minus[y]) / (2 * step);  // of both orders
        all[t][x][y] -= half;
        all[t][y][x] -= half;
      }
  return all;
}

}  // namespace

std::vector<PredictedEnergy> evaluate_energies(EnergyPass& pass, View<const double, 1> parameters,
                                               const EnergyTasks& tasks, double scale,
                                               const EnergyDerivatives& wanted) {
  std::vector<PredictedEnergy> all(tasks.size());
  const std::vector<double> sums = pass.run(parameters, tasks, wanted.first);
  for (std::size_t t = 0; t < tasks.size(); ++t) all[t].energy = scale * sums[t];
  if (wanted.first) {
    const std::vector<double> ones(tasks.size(), 1.0);
    auto slopes = pass.run_backward(parameters, tasks, ones);
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      for (std::size_t x = 0; x < 3; ++x) all[t].dipole[x] = -scale * slopes[t].field[x];
      all[t].forces = std::move(slopes[t].positions);
      for (Vector3& f : all[t].forces)
        for (double& x : f) x *= -scale;
    }
  }
  if (!wanted.polarizability) return all;
  const auto curvatures = field_curvatures(pass, parameters, tasks);
  for (std::size_t t = 0; t < tasks.size(); ++t)
    for (std::size_t x = 0; x < 3; ++x)
      for (std::size_t y = 0; y < 3; ++y) all[t].polarizability[x][y] = scale * curvatures[t][x][y];
  return all;
}

double energy_of_atoms(const EnergyNetwork& model, const Structure& structure) {
  double sum = 0;
  for (const int number : structure.numbers) sum += model.atom_energy[place_of(model.elements, number)];
  return sum;
}

}  // namespace rhofield
