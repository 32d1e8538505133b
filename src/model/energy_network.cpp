// Energy networks that are there: what fits together, predictions, errors.
#include "rhofield/model/energy_network.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "model/batches.hpp"
#include "model/energy_loss.hpp"
#include "model/structure_checks.hpp"
#include "model/training_steps.hpp"
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
  const std::string misfit = "this energy network does not fit together";
  const auto require = [&](bool holds, const std::string& what) {
    if (!holds) throw InvalidInput(misfit + ": " + what);
  };
  validate(model.network);
  require(!model.elements.empty() && std::is_sorted(model.elements.begin(), model.elements.end()),
          "it knows no elements, or not in ascending order");
  require(model.elements.size() == model.atom_energy.size(), std::to_string(model.elements.size()) + " elements and " +
                                                                 std::to_string(model.atom_energy.size()) +
                                                                 " energies of atoms");
  require(std::isfinite(model.scale) && model.scale > 0, "its scale is not positive");
  check_parameters(model.parameters, layout_of(model), misfit);
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
  check_step_options(o);
}

struct EnergyPredictor::State {
  Device device;
  EnergyNetwork model;
  ProbeNetworkLayout layout;
  Tensor<double, 1> parameters;
  EnergyPass pass;
  std::mutex one_at_a_time;

  State(const Device& d, const EnergyNetwork& m)
      : device(d),
        model(m),
        layout(layout_of(m)),
        parameters(Tensor<double, 1>::from_host(d, m.parameters, {layout.size})),
        pass(device, model.network, layout) {}
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
  constexpr Index fields = 6;  // that polarizabilities evaluate every structure in
  for_each_batch(structures, polarizabilities ? atoms_at_once / fields : atoms_at_once,
                 [&](std::size_t begin, std::size_t end) {
                   EnergyTasks tasks;
                   for (std::size_t s = begin; s < end; ++s) tasks.add(structures[s], field);
                   auto found = evaluate_energies(own.pass, parameters, tasks, own.model.scale,
                                                  {.first = true, .polarizability = polarizabilities});
                   for (std::size_t t = 0; t < found.size(); ++t) {
                     found[t].energy += energy_of_atoms(own.model, structures[begin + t]);
                     all[begin + t] = std::move(found[t]);
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
