// The loss of one structure of an energy network, and its gradient.
#pragma once

#include <optional>

#include "model/energy_pass.hpp"

namespace rhofield {

/// References of one structure; what is not known, or not learned, is absent.
struct EnergyReferences {
  Structure structure;
  double energy = 0;  ///< less those of the atoms, hartree
  std::optional<std::vector<Vector3>> forces;
  std::optional<Vector3> dipole;
  std::optional<Matrix3> polarizability;
};

/// What squares of errors are multiplied with: the shares of the options over the square of a spread.
struct EnergyWeights {
  double energy = 0;  ///< per atom
  double forces = 0, dipole = 0, polarizability = 0;
};

/// Throws InvalidInput naming the structure for indices outside the data, forces of another number of atoms, and, where
/// dipoles count, for charged structures that have one: it depends on the origin.
void check_energy_entries(const DataSet& data, std::span<const Index> indices, bool dipoles);

/// L = w_E (dE/n)^2 + w_F |dF|^2/3n + w_mu |dmu|^2/3 + w_alpha |dalpha|^2/9; adds dL/dparameters to parameters_bar,
/// unless that is empty.
double energy_loss(EnergyPass& pass, View<const double, 1> parameters, const EnergyReferences& references,
                   const EnergyWeights& weights, double scale, View<double, 1> parameters_bar);

}  // namespace rhofield
