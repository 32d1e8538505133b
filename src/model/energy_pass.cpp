// From outputs at atoms to sums of structures and back.
#include "model/energy_pass.hpp"

#include "runtime/backend.hpp"
#include "shared/probe_network.hpp"

namespace rhofield {

std::vector<double> EnergyPass::run(View<const double, 1> parameters, std::span<const EnergyTask> tasks,
                                    bool derivatives) {
  std::vector<Structure> structures;
  std::vector<Vector3> fields;
  for (const EnergyTask& task : tasks) {
    structures.push_back(task.structure);
    fields.push_back(task.field);
  }
  atoms_.set_structures(structures, fields, derivatives);
  atoms_.run(parameters);
  outputs_.run(parameters);
  std::vector<double> host(static_cast<std::size_t>(outputs_.outputs().size()));
  atoms_.device().backend().memory().download(host.data(), outputs_.outputs().data(), sizeof(double) * host.size());
  std::vector<double> sums;
  std::size_t atom = 0;
  for (const EnergyTask& task : tasks) {
    double& sum = sums.emplace_back(0.0);
    for (Index i = 0; i < task.structure.size(); ++i) sum += host[atom++];
  }
  return sums;
}

std::vector<EnergySlopes> EnergyPass::run_backward(View<const double, 1> parameters, std::span<const EnergyTask> tasks,
                                                   std::span<const double> weights, View<double, 1> parameters_bar) {
  const Device& device = atoms_.device();
  std::vector<double> bar;
  for (std::size_t t = 0; t < tasks.size(); ++t) bar.insert(bar.end(), tasks[t].structure.numbers.size(), weights[t]);
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
    for (Index i = 0; i < tasks[t].structure.size(); ++i, ++atom) {
      Vector3& x = one.positions.emplace_back();
      for (std::size_t c = 0; c < 3; ++c) x[c] = of_atoms[3 * atom + c] + of_centres[3 * atom + c];
    }
    Vector3 f = atoms_.fields()[t];  // in units
    const double* tensor = of_field.data() + t * formula::tensor_components;
    formula::symmetric_tensor_backward(f[0], f[1], f[2], tensor, one.field.data());
    for (double& x : one.field) x /= atoms_.options().field_unit;
  }
  return slopes;
}

Matrix3 field_curvature(EnergyPass& pass, View<const double, 1> parameters, const EnergyTask& task, double field_unit,
                        View<double, 1> scratch) {
  constexpr double step = 1e-3;  // units
  std::vector<EnergyTask> tasks;
  for (std::size_t x = 0; x < 3; ++x)
    for (const double sign : {1.0, -1.0}) {
      tasks.push_back(task);
      tasks.back().field[x] += sign * step * field_unit;
    }
  (void)pass.run(parameters, tasks, true);
  const std::vector<double> ones(tasks.size(), 1.0);
  const auto slopes = pass.run_backward(parameters, tasks, ones, scratch);
  Matrix3 m{};
  for (std::size_t x = 0; x < 3; ++x)
    for (std::size_t y = 0; y < 3; ++y) {
      const double half = 0.5 / (2 * step * field_unit);  // of both orders
      m[x][y] -= half * (slopes[2 * x].field[y] - slopes[2 * x + 1].field[y]);
      m[y][x] -= half * (slopes[2 * x].field[y] - slopes[2 * x + 1].field[y]);
    }
  return m;
}

}  // namespace rhofield
