// Energies of several structures in fields and their derivatives: the recursion over the atoms, then a network for each
// element at every atom.
#pragma once

#include <span>
#include <vector>

#include "model/probe_pass.hpp"
#include "rhofield/model/energy_network.hpp"

namespace rhofield {

/// Structures, each in a field (atomic units).
struct EnergyTasks {
  std::vector<Structure> structures;
  std::vector<Vector3> fields;
  std::size_t size() const { return structures.size(); }
  void add(const Structure& structure, const Vector3& field = {}) {
    structures.push_back(structure);
    fields.push_back(field);
  }
};

/// Derivatives of the sum of a structure's outputs.
struct EnergySlopes {
  std::vector<Vector3> positions;  ///< [atom]
  Vector3 field{};
};

class EnergyPass {
 public:
  /// Keeps references to both; the layout must be one of atoms.
  EnergyPass(const Device& device, const ProbeNetworkOptions& options, const ProbeNetworkLayout& layout)
      : atoms_(device, options, layout), outputs_(atoms_), unused_(Tensor<double, 1>::zeros(device, {layout.size})) {}

  /// Sums of the outputs [task].
  std::vector<double> run(View<const double, 1> parameters, const EnergyTasks& tasks, bool derivatives);
  /// After run() with derivatives: those of weight_t sum_t of each task; to parameters_bar, unless it is empty, it adds
  /// those of their total.
  std::vector<EnergySlopes> run_backward(View<const double, 1> parameters, const EnergyTasks& tasks,
                                         std::span<const double> weights, View<double, 1> parameters_bar = {});

  double field_unit() const { return atoms_.options().field_unit; }

 private:
  AtomPass<double> atoms_;
  ProbePass<double> outputs_;
  Tensor<double, 1> unused_;  // gradients nobody asked for
};

/// What is wanted beside energies.
struct EnergyDerivatives {
  bool first = true;            ///< forces and dipoles
  bool polarizability = false;  ///< by central differences of the derivatives by the field
};

/// Energies (less those of atoms) and their derivatives [task], `scale` being an output of one in hartree.
std::vector<PredictedEnergy> evaluate_energies(EnergyPass& pass, View<const double, 1> parameters,
                                               const EnergyTasks& tasks, double scale, const EnergyDerivatives& wanted);

/// Sum of e over the atoms, hartree; elements must be known.
double energy_of_atoms(const EnergyNetwork& model, const Structure& structure);

}  // namespace rhofield
