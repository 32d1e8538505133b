// Energy networks that are there: what fits together, predictions, errors.
#include "rhofield/model/energy_network.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "model/batches.hpp"
#include "model/energy_loss.hpp"
#include "model/known_elements.hpp"
#include "rhofield/error.hpp"
#include "runtime/option_range.hpp"

namespace rhofield {

namespace {

constexpr Index atoms_at_once = 4096;

ProbeNetworkLayout layout_of(const EnergyNetwork& model) {
  return {model.network, model.elements, 1, NetworkCentres::atoms};
}

}  // namespace

std::vector<ParameterBlock> parameter_blocks(const EnergyNetwork& model) { return layout_of(model).blocks; }

void validate(const EnergyNetwork& model) {
  const auto require = [](bool holds, const std::string& what) {
    if (!holds) throw InvalidInput("this energy network does not fit together: " + what);
  };
  validate(model.network);
  require(!model.elements.empty() && std::is_sorted(model.elements.begin(), model.elements.end()),
          "it knows no elements, or not in ascending order");
  require(model.elements.size() == model.atom_energy.size(), std::to_string(model.elements.size()) + " elements and " +
                                                                 std::to_string(model.atom_energy.size()) +
                                                                 " energies of atoms");
  require(std::isfinite(model.scale) && model.scale > 0, "its scale is not positive");
  const Index size = layout_of(model).size;
  require(static_cast<Index>(model.parameters.size()) == size,
          std::to_string(model.parameters.size()) + " parameters where its network has " + std::to_string(size));
  require(std::all_of(model.parameters.begin(), model.parameters.end(), [](double x) { return std::isfinite(x); }),
          "some parameters are not finite numbers");
}

void validate(const EnergyNetworkOptions& o) {
  validate(o.network);
  const auto share = [](const char* field, double value) {
    require_option(std::isfinite(value) && value >= 0, field, value, "0 (not learned) or more");
  };
  share("energy", o.energy);
  share("forces", o.forces);
  share("dipole", o.dipole);
  share("polarizability", o.polarizability);
  require_option(o.energy > 0 || o.forces > 0, "energy", o.energy, "positive where forces are not learned");
  require_option(o.epochs >= 1, "epochs", o.epochs, "1 or more");
  require_option(o.batch >= 1, "batch", o.batch, "1 or more");
  require_option(std::isfinite(o.learning_rate) && o.learning_rate > 0, "learning_rate", o.learning_rate, "positive");
  require_option(o.last_learning_rate > 0 && o.last_learning_rate <= o.learning_rate, "last_learning_rate",
                 o.last_learning_rate, "positive and no more than learning_rate");
  require_option(o.weight_decay >= 0, "weight_decay", o.weight_decay, "0 or more");
  require_option(o.average >= 0 && o.average < 1, "average", o.average, "from 0 to below 1");
  require_option(o.gradient_limit > 0, "gradient_limit", o.gradient_limit, "positive");
  require_option(o.validate_every >= 1, "validate_every", o.validate_every, "1 or more");
}

struct EnergyPredictor::State {
  Device device;
  EnergyNetwork model;
  ProbeNetworkLayout layout;
  Tensor<double, 1> parameters, scratch;
  EnergyPass pass;
  std::mutex one_at_a_time;

  State(const Device& d, const EnergyNetwork& m)
      : device(d),
        model(m),
        layout(layout_of(m)),
        parameters(Tensor<double, 1>::from_host(d, m.parameters, {layout.size})),
        scratch(Tensor<double, 1>::zeros(d, {layout.size})),
        pass(device, model.network, layout) {}

  double energy_of_atoms(const Structure& structure) const {
    double sum = 0;
    for (const int number : structure.numbers)
      sum += model.atom_energy[static_cast<std::size_t>(
          std::lower_bound(model.elements.begin(), model.elements.end(), number) - model.elements.begin())];
    return sum;
  }
};

EnergyPredictor::EnergyPredictor(const Device& device, const EnergyNetwork& model) {
  validate(model);
  state_ = std::make_unique<State>(device, model);
}
EnergyPredictor::~EnergyPredictor() = default;
EnergyPredictor::EnergyPredictor(EnergyPredictor&&) noexcept = default;
EnergyPredictor& EnergyPredictor::operator=(EnergyPredictor&&) noexcept = default;

std::vector<PredictedEnergy> EnergyPredictor::operator()(std::span<const Structure> structures, const Vector3& field,
                                                         bool polarizabilities) const {
  State& own = *state_;
  for (const Structure& structure : structures) validate(structure);
  require_known_elements(structures, own.model.elements);
  const std::lock_guard lock(own.one_at_a_time);  // the pass has memory of its own
  const View<const double, 1> parameters = std::as_const(own.parameters).view();
  std::vector<PredictedEnergy> all(structures.size());
  for_each_batch(structures, atoms_at_once, [&](std::size_t begin, std::size_t end) {
    std::vector<EnergyTask> tasks;
    for (std::size_t s = begin; s < end; ++s) tasks.push_back({.structure = structures[s], .field = field});
    const std::vector<double> sums = own.pass.run(parameters, tasks, true);
    const std::vector<double> ones(tasks.size(), 1.0);
    const auto slopes = own.pass.run_backward(parameters, tasks, ones, own.scratch.view());
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      PredictedEnergy& one = all[begin + t];
      one.energy = own.energy_of_atoms(tasks[t].structure) + own.model.scale * sums[t];
      one.forces = slopes[t].positions;
      for (Vector3& f : one.forces)
        for (double& x : f) x *= -own.model.scale;
      for (std::size_t x = 0; x < 3; ++x) one.dipole[x] = -own.model.scale * slopes[t].field[x];
    }
    for (std::size_t t = 0; t < tasks.size() && polarizabilities; ++t) {
      Matrix3& alpha = all[begin + t].polarizability;
      alpha = field_curvature(own.pass, parameters, tasks[t], own.model.network.field_unit, own.scratch.view());
      for (Vector3& row : alpha)
        for (double& x : row) x *= own.model.scale;
    }
  });
  return all;
}

EnergyErrors validate_energy_network(const Device& device, const EnergyNetwork& model, const DataSet& data,
                                     std::span<const Index> indices) {
  check_energy_entries(data, indices, false);
  for (const Index k : indices)
    require_known_elements(std::span(&data.entries[static_cast<std::size_t>(k)].structure, 1), model.elements, k);
  const EnergyPredictor predictor(device, model);
  EnergyErrors sums, counts;
  const auto add = [](double error, double& sum, double& count) { sum += error * error, count += 1; };
  for (const Index k : indices) {
    const LabelledStructure& entry = data.entries[static_cast<std::size_t>(k)];
    const PredictedEnergy found = predictor(std::span(&entry.structure, 1), {}, entry.polarizability.has_value())[0];
    if (entry.energy)
      add((found.energy - *entry.energy) / static_cast<double>(entry.structure.size()), sums.energy, counts.energy);
    const auto forces = entry.properties.find("forces");
    if (forces != entry.properties.end())
      for (std::size_t i = 0; i < found.forces.size(); ++i)
        for (std::size_t x = 0; x < 3; ++x)
          add(found.forces[i][x] - forces->second.values.at(3 * i + x), sums.forces, counts.forces);
    const bool charged = entry.charge && *entry.charge != 0;  // then the dipole depends on the origin
    for (std::size_t x = 0; x < 3 && entry.dipole && !charged; ++x)
      add(found.dipole[x] - (*entry.dipole)[x], sums.dipole, counts.dipole);
    for (std::size_t x = 0; x < 3 && entry.polarizability; ++x)
      for (std::size_t y = 0; y < 3; ++y)
        add(found.polarizability[x][y] - (*entry.polarizability)[x][y], sums.polarizability, counts.polarizability);
  }
  const auto root = [](double sum, double count) { return count > 0 ? std::sqrt(sum / count) : 0.0; };
  return {.energy = root(sums.energy, counts.energy),
          .forces = root(sums.forces, counts.forces),
          .dipole = root(sums.dipole, counts.dipole),
          .polarizability = root(sums.polarizability, counts.polarizability)};
}

}  // namespace rhofield
