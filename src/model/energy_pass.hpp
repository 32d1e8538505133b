// Energies of several structures in fields and their derivatives: the recursion over the atoms, then a network for each
// element at every atom.
#pragma once

#include <span>
#include <vector>

#include "model/probe_pass.hpp"

namespace rhofield {

/// A structure in a field, atomic units.
struct EnergyTask {
  Structure structure;
  Vector3 field{};
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
      : atoms_(device, options, layout), outputs_(atoms_) {}

  /// Sums of the outputs [task].
  std::vector<double> run(View<const double, 1> parameters, std::span<const EnergyTask> tasks, bool derivatives);
  /// Derivatives of each sum, after run() with derivatives; to parameters_bar it adds those of sum_t weight_t sum_t.
  /// Where weights are not 1 the slopes are those of weight_t sum_t.
  std::vector<EnergySlopes> run_backward(View<const double, 1> parameters, std::span<const EnergyTask> tasks,
                                         std::span<const double> weights, View<double, 1> parameters_bar);

 private:
  AtomPass<double> atoms_;
  ProbePass<double> outputs_;
};

/// -d2(sum of outputs)/dF2, by central differences of the derivatives by the field; `scratch` as long as the
/// parameters.
Matrix3 field_curvature(EnergyPass& pass, View<const double, 1> parameters, const EnergyTask& task, double field_unit,
                        View<double, 1> scratch);

}  // namespace rhofield
