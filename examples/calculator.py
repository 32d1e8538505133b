"""Energies, forces, dipoles and densities of models through ASE: relax a water molecule and look at its dipole.

Run it anywhere: python calculator.py [DATA.h5]
"""

import sys
from pathlib import Path

from ase.build import molecule
from ase.optimize import BFGS

import rhofield
from rhofield.calculator import RhofieldCalculator

root = Path(__file__).resolve().parents[1]
data = rhofield.DataSet.read(sys.argv[1] if len(sys.argv) == 2 else root / "tests/data/water_monomers_60.h5")

# A model holds properties or densities; a calculator takes as many models as it needs.
energies = rhofield.train(data, properties=["energy"], config={"regression.regularisation": 1e-10})
densities = rhofield.train(data, config={"model.environments": 60})

atoms = molecule("H2O")
atoms.calc = RhofieldCalculator(energies, densities)
print(f"before: {atoms.get_potential_energy():.4f} eV, largest force {abs(atoms.get_forces()).max():.3f} eV/angstrom")
BFGS(atoms, logfile=None).run(fmax=0.02, steps=50)
print(f"after:  {atoms.get_potential_energy():.4f} eV, largest force {abs(atoms.get_forces()).max():.3f} eV/angstrom")
print(f"O-H {atoms.get_distance(0, 1):.4f} angstrom, angle {atoms.get_angle(1, 0, 2):.2f} degrees")
print(f"dipole {(atoms.get_dipole_moment() ** 2).sum() ** 0.5:.4f} e angstrom, "
      f"{atoms.calc.results['electrons']:.4f} electrons")
