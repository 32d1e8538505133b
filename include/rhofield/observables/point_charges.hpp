// Electrostatics of point charges in molecules, wires, slabs and crystals (Ewald, Ann. Phys. 369, 253 (1921); theory
// section 3): what long-range features are tested against, and what charges alone give.
#pragma once

#include <string>
#include <vector>

#include "rhofield/atoms/structure.hpp"

namespace rhofield {

struct PointChargeEnergy {
  double energy = 0;               ///< hartree: sum over pairs and images, conducting surroundings
  std::vector<double> potentials;  ///< [atom], hartree per e: of all other charges
  std::vector<Vector3> forces;     ///< [atom], hartree per bohr
  std::vector<std::string> notes;  ///< a neutralising background, say
};

/// Energy, potentials and forces of Structure::charges, to about `precision` relative to the largest pair. In periodic
/// cells k = 0 is left out: a charged cell has a uniform background, which a note says. A charged slab or wire has no
/// finite energy: throws InvalidInput with the charge. Throws InvalidInput for missing charges.
PointChargeEnergy point_charge_energy(const Device& device, const Structure& structure, double precision = 1e-13);

}  // namespace rhofield
