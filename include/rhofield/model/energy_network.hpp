// Energies of structures in a uniform electric field by the network of the real-space model, answered at the atoms
// (theory section 8; Y. Zhang, B. Jiang, Nat. Commun. 14, 6424 (2023)):
//   E(r, F) = sum_i [ e_{s_i} + scale NN_{s_i}(rho_i(r, F)) ],
//   forces -dE/dr,   dipole -dE/dF,   polarizability -d2E/dF2.
// All observables are derivatives of one function, so that forces conserve energy and dipoles turn with the structure.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rhofield/device.hpp"
#include "rhofield/model/data_set.hpp"
#include "rhofield/model/probe_network.hpp"
#include "rhofield/progress.hpp"

namespace rhofield {

struct EnergyNetwork {
  ProbeNetworkOptions network;
  std::vector<int> elements;        ///< atomic numbers, ascending
  std::vector<double> atom_energy;  ///< e [species], hartree
  double scale = 1;                 ///< hartree
  std::vector<double> parameters;   ///< in the order of `parameter_blocks`
  std::string training_summary;
};

/// Names, shapes and places of the parameters.
std::vector<ParameterBlock> parameter_blocks(const EnergyNetwork& model);
/// Throws InvalidInput unless its parts fit together.
void validate(const EnergyNetwork& model);

/// What is learned from; entries that lack one of them do without it.
struct EnergyNetworkOptions {
  ProbeNetworkOptions network{.cutoff = 6.0,
                              .channels = 12,
                              .features = 32,
                              .output = {.widths = {32, 32}, .blocks = 1},
                              .message = {.widths = {24, 24}, .blocks = 1},
                              .layer_norm = false,  // small outputs are learned more steadily without
                              .envelope = false};
  /// Shares of the loss; each counts squares of errors over the mean square of its references (of
  /// energies less those of atoms, of polarizabilities less their mean). 0: not learned. Forces are
  /// the property "forces" [atom, xyz] of the data, hartree/bohr.
  double energy = 1, forces = 1, dipole = 1, polarizability = 1;
  int epochs = 300;
  Index batch = 1;  ///< structures of a step
  double learning_rate = 3e-3;
  double last_learning_rate = 1e-5;  ///< reached along a cosine
  double weight_decay = 1e-6;
  double average = 0.99;       ///< of the weights, per step; predictions use the average
  double gradient_limit = 10;  ///< norm of the gradient beyond which it is shortened
  int validate_every = 10;     ///< epochs
  std::uint64_t seed = 1;
};
/// Throws InvalidInput naming the field and the allowed range.
void validate(const EnergyNetworkOptions& options);

/// Root mean square errors; 0 where nothing is known to compare with.
struct EnergyErrors {
  double energy = 0;          ///< hartree per atom
  double forces = 0;          ///< of components, hartree/bohr
  double dipole = 0;          ///< of components, e bohr
  double polarizability = 0;  ///< of components, bohr^3
};

struct EnergyEpoch {
  int epoch = 0;
  double loss = 0, learning_rate = 0;
  double validation_loss = 0;  ///< of the averaged weights; 0 where it was not validated
};

struct TrainedEnergyNetwork {
  EnergyNetwork model;
  std::vector<EnergyEpoch> records;
  double seconds = 0;
};

/// Trains in double precision on the entries at `train`; `validation`, never trained on, choose the weights that are
/// returned. Derivatives of forces, dipoles and polarizabilities by the parameters are central differences of
/// gradients of the energy along the residuals. Throws InvalidInput for entries without an energy, charged ones with a
/// dipole (which depends on the origin), overlapping sets and options out of range.
TrainedEnergyNetwork train_energy_network(const Device& device, const DataSet& data, std::span<const Index> train,
                                          std::span<const Index> validation, const EnergyNetworkOptions& options,
                                          const Progress& progress = {});

struct PredictedEnergy {
  double energy = 0;            ///< hartree
  std::vector<Vector3> forces;  ///< [atom], hartree/bohr
  Vector3 dipole{};             ///< e bohr
  Matrix3 polarizability{};     ///< bohr^3; zero unless asked for
};

class EnergyPredictor {
 public:
  EnergyPredictor(const Device& device, const EnergyNetwork& model);
  ~EnergyPredictor();
  EnergyPredictor(EnergyPredictor&&) noexcept;
  EnergyPredictor& operator=(EnergyPredictor&&) noexcept;

  /// In one field (atomic units). Polarizabilities are central differences of dipoles. Throws InvalidInput for elements
  /// the model has not seen.
  std::vector<PredictedEnergy> operator()(std::span<const Structure> structures, const Vector3& field = {},
                                          bool polarizabilities = false) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

EnergyErrors validate_energy_network(const Device& device, const EnergyNetwork& model, const DataSet& data,
                                     std::span<const Index> indices);

}  // namespace rhofield
