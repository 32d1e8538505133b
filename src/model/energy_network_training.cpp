// Training of energy networks.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <optional>
#include <tuple>

#include "model/energy_loss.hpp"
#include "model/structure_checks.hpp"
#include "model/training_steps.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/eigen.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

const LabelledStructure& entry_of(const DataSet& data, Index k) { return data.entries[static_cast<std::size_t>(k)]; }

void check_entries(const DataSet& data, std::span<const Index> indices, const EnergyNetworkOptions& options) {
  check_energy_entries(data, indices, options.dipole > 0);
  for (const Index k : indices)
    if (!entry_of(data, k).energy) throw InvalidInput("structure " + std::to_string(k) + " has no energy");
}

/// Energies of atoms by least squares over compositions, the shortest ones where these do not tell.
std::vector<double> energies_of_atoms(const DataSet& data, std::span<const Index> train,
                                      const std::vector<int>& elements) {
  const auto width = static_cast<Eigen::Index>(elements.size());
  Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(width, width);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(width);
  for (const Index k : train) {
    Eigen::VectorXd counts = Eigen::VectorXd::Zero(width);
    for (const int number : entry_of(data, k).structure.numbers)
      counts(static_cast<Eigen::Index>(place_of(elements, number))) += 1;
    normal += counts * counts.transpose();
    right += *entry_of(data, k).energy * counts;
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(normal);
  Eigen::VectorXd found = Eigen::VectorXd::Zero(width);
  for (Eigen::Index e = 0; e < width; ++e) {
    const double value = solver.eigenvalues()(e);
    if (value > 1e-10 * solver.eigenvalues()(width - 1))
      found += solver.eigenvectors().col(e).dot(right) / value * solver.eigenvectors().col(e);
  }
  return {found.data(), found.data() + found.size()};
}

EnergyReferences references_of(const LabelledStructure& entry, const EnergyNetwork& model,
                               const EnergyNetworkOptions& options) {
  EnergyReferences references{.structure = entry.structure,
                              .energy = *entry.energy - energy_of_atoms(model, entry.structure)};
  const auto forces = entry.properties.find("forces");
  if (forces != entry.properties.end() && options.forces > 0) {
    references.forces.emplace();
    for (std::size_t i = 0; i < entry.structure.numbers.size(); ++i) {
      const double* f = forces->second.values.data() + 3 * i;
      references.forces->push_back({f[0], f[1], f[2]});
    }
  }
  if (options.dipole > 0) references.dipole = entry.dipole;
  if (options.polarizability > 0) references.polarizability = entry.polarizability;
  return references;
}

/// Shares of the options over the mean squares of the references: of energies per atom, forces and dipoles themselves,
/// of polarizabilities less their mean, where a hundredth of it counts as well.
EnergyWeights weights_of(std::span<const EnergyReferences> all, const EnergyNetworkOptions& options) {
  double energy = 0, forces = 0, dipole = 0, polarizability = 0, mean = 0;
  double force_count = 0, dipole_count = 0, polarizability_count = 0;
  for (const EnergyReferences& r : all) {
    const double per_atom = r.energy / static_cast<double>(r.structure.size());
    energy += per_atom * per_atom;
    if (r.forces)
      for (const Vector3& f : *r.forces) forces += f[0] * f[0] + f[1] * f[1] + f[2] * f[2], force_count += 3;
    if (r.dipole)
      for (const double d : *r.dipole) dipole += d * d, dipole_count += 1;
    for (std::size_t x = 0; x < 3 && r.polarizability; ++x)
      mean += (*r.polarizability)[x][x], polarizability_count += 3;
  }
  mean /= std::max(polarizability_count, 1.0);
  for (const EnergyReferences& r : all)
    for (std::size_t x = 0; x < 3 && r.polarizability; ++x)
      for (std::size_t y = 0; y < 3; ++y)
        polarizability += std::pow((*r.polarizability)[x][y] - (x == y ? mean : 0), 2) + 1e-4 * mean * mean;
  // Where compositions alone explain the energies, what is left of them is rounding.
  energy = std::max(energy, 1e-10 * static_cast<double>(all.size()));
  const auto over = [](double share, double square, double count) {
    return square > 0 ? share * std::max(count, 1.0) / square : 0.0;
  };
  return {.energy = over(options.energy, energy, static_cast<double>(all.size())),
          .forces = over(options.forces, forces, force_count),
          .dipole = over(options.dipole, dipole, dipole_count),
          .polarizability = over(options.polarizability, polarizability, 3 * polarizability_count)};
}

struct EnergyTrainingState {
  Index step = 0;
  std::vector<double> parameters, average, first_moment, second_moment;
};

class EnergyTrainer {
 public:
  EnergyTrainer(const Device& device, const DataSet& data, std::span<const Index> train,
                std::span<const Index> validation, const EnergyNetworkOptions& options)
      : device_(device), options_(options) {
    std::vector<Structure> structures;
    for (const Index k : train) structures.push_back(entry_of(data, k).structure);
    model_.network = options.network;
    model_.elements = species_of(structures);
    model_.atom_energy = energies_of_atoms(data, train, model_.elements);
    layout_ = std::make_unique<ProbeNetworkLayout>(model_.network, model_.elements, 1, NetworkCentres::atoms);
    for (const Index k : train) train_.push_back(references_of(entry_of(data, k), model_, options));
    for (const Index k : validation) {
      require_known_elements(std::span(&entry_of(data, k).structure, 1), model_.elements, k);
      validation_.push_back(references_of(entry_of(data, k), model_, options));
    }
    weights_ = weights_of(train_, options);
    if (weights_.energy == 0 && weights_.forces == 0 && weights_.dipole == 0 && weights_.polarizability == 0)
      throw InvalidInput(
          "nothing is left to learn: the structures to train on have none of what has a share of the loss; give energy "
          "a share, or the data forces, dipoles or polarizabilities");
    model_.scale = 1e-12;
    const double unit = model_.network.field_unit;  // what outputs of size one have to make in a field of one unit
    for (const auto& [share, weight, in_unit] :
         {std::tuple(options.energy, weights_.energy, 1.0), std::tuple(options.forces, weights_.forces, 1.0),
          std::tuple(options.dipole, weights_.dipole, unit),
          std::tuple(options.polarizability, weights_.polarizability, unit * unit)})
      if (weight > 0) model_.scale = std::max(model_.scale, in_unit * std::sqrt(share / weight));
    state_.parameters = initial_parameters(*layout_, model_.network, options.seed);
    state_.average = model_.parameters = state_.parameters;
    state_.first_moment.assign(state_.parameters.size(), 0.0);
    state_.second_moment = state_.first_moment;
    for (int w = 0; w < network_kernels<double>(device_.backend()).workers(); ++w)
      passes_.push_back(std::make_unique<EnergyPass>(device_, model_.network, *layout_));
  }

  TrainedEnergyNetwork run(const Progress& progress) {
    const auto begin = std::chrono::steady_clock::now();
    TrainedEnergyNetwork trained;
    std::optional<double> best;
    for (int epoch = 0; epoch < options_.epochs; ++epoch) {
      if (progress && !progress("training", epoch, options_.epochs))
        throw Interrupted("training was stopped after " + std::to_string(epoch) + " of " +
                          std::to_string(options_.epochs) + " epochs");
      EnergyEpoch record{.epoch = epoch,
                         .learning_rate = cosine_rate(static_cast<double>(epoch) / options_.epochs, options_)};
      record.loss = run_epoch(epoch, record.learning_rate);
      if (!std::isfinite(record.loss))
        throw NumericalFailure("the loss is not finite in epoch " + std::to_string(epoch) + " at a learning rate of " +
                               text(record.learning_rate) + "; start with a smaller one");
      const bool due = (epoch + 1) % options_.validate_every == 0 || epoch + 1 == options_.epochs;
      if (validation_.empty()) {
        model_.parameters = state_.average;
      } else if (due) {
        record.validation_loss = mean_loss(validation_, state_.average);
        if (!std::isfinite(record.validation_loss))
          throw NumericalFailure("the loss of the structures to validate on is not finite in epoch " +
                                 std::to_string(epoch) + "; start with a smaller learning rate");
        if (!best || record.validation_loss < *best) best = record.validation_loss, model_.parameters = state_.average;
      }
      trained.records.push_back(record);
    }
    model_.training_summary = std::to_string(train_.size()) + " training structures, " +
                              std::to_string(options_.epochs) + " epochs, " + std::to_string(layout_->size) +
                              " parameters";
    trained.model = model_;
    trained.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return trained;
  }

 private:
  Tensor<double, 1> on_device(const std::vector<double>& parameters) const {
    return Tensor<double, 1>::from_host(device_, parameters, {layout_->size});
  }

  double run_epoch(int epoch, double rate) {
    const auto order = order_of_epoch(train_.size(), options_.seed, epoch);
    double sum = 0;
    for (std::size_t first = 0; first < order.size(); first += static_cast<std::size_t>(options_.batch)) {
      const std::size_t count = std::min(static_cast<std::size_t>(options_.batch), order.size() - first);
      const double loss = step(std::span(order).subspan(first, count), rate);
      if (!std::isfinite(loss)) return loss;
      sum += loss * static_cast<double>(count);
    }
    return sum / static_cast<double>(order.size());
  }

  double step(std::span<const std::size_t> chosen, double rate) {
    const Tensor<double, 1> parameters = on_device(state_.parameters);
    while (gradients_.size() < chosen.size()) gradients_.emplace_back(device_, std::array<Index, 1>{layout_->size});
    std::vector<double> losses(chosen.size());
    network_kernels<double>(device_.backend()).share(static_cast<Index>(chosen.size()), [&](Index s, int worker) {
      const auto k = static_cast<std::size_t>(s), w = static_cast<std::size_t>(worker);
      gradients_[k].set_zero();
      losses[k] =
          energy_loss(*passes_[w], parameters.view(), train_[chosen[k]], weights_, model_.scale, gradients_[k].view());
    });
    const auto count = static_cast<double>(chosen.size());
    std::vector<double> gradient(state_.parameters.size(), 0.0);
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      const std::vector<double> own = gradients_[k].to_host();
      for (std::size_t p = 0; p < own.size(); ++p) gradient[p] += own[p] / count;
    }
    const double norm = adam_step(state_, gradient, rate, options_);
    keep_decaying(state_.parameters, *layout_, model_.network);
    return std::isfinite(norm) ? std::accumulate(losses.begin(), losses.end(), 0.0) / count : std::nan("");
  }

  double mean_loss(std::span<const EnergyReferences> all, const std::vector<double>& values) {
    const Tensor<double, 1> parameters = on_device(values);
    std::vector<double> losses(all.size());
    network_kernels<double>(device_.backend()).share(static_cast<Index>(all.size()), [&](Index s, int worker) {
      const auto w = static_cast<std::size_t>(worker);
      losses[static_cast<std::size_t>(s)] =
          energy_loss(*passes_[w], parameters.view(), all[static_cast<std::size_t>(s)], weights_, model_.scale, {});
    });
    return std::accumulate(losses.begin(), losses.end(), 0.0) / static_cast<double>(all.size());
  }

  Device device_;
  EnergyNetworkOptions options_;
  EnergyNetwork model_;
  std::unique_ptr<ProbeNetworkLayout> layout_;
  std::vector<EnergyReferences> train_, validation_;
  EnergyWeights weights_;
  EnergyTrainingState state_;
  std::vector<std::unique_ptr<EnergyPass>> passes_;  // [worker]
  std::vector<Tensor<double, 1>> gradients_;         // [structure of a step]
};

}  // namespace

TrainedEnergyNetwork train_energy_network(const Device& device, const DataSet& data, std::span<const Index> train,
                                          std::span<const Index> validation, const EnergyNetworkOptions& options,
                                          const Progress& progress) {
  validate(options);
  check_entries(data, train, options);
  check_entries(data, validation, options);
  require_training_sets(train, validation);
  return EnergyTrainer(device, data, train, validation, options).run(progress);
}

}  // namespace rhofield
