"""What follows from a predicted density: dipole, charges of atoms, potential, and how sure the model is of it.

Run it anywhere: python observables.py [DATA.h5]
"""

import sys
from pathlib import Path

import numpy as np

import rhofield

root = Path(__file__).resolve().parents[1]
data = rhofield.DataSet.read(sys.argv[1] if len(sys.argv) == 2 else root / "tests/data/water_monomers_60.h5")
model = rhofield.train(data, config={"model.environments": 60, "regression.committee": 32})
entry = data[len(data) - 1]  # one of the last fifth, which the model has not seen
atoms = entry.atoms
coefficients = model.predict(atoms, electrons=atoms.numbers.sum()).coefficients[0]

# Analytic: moments and potentials need no grid.
moments = rhofield.multipoles(model.basis, atoms, coefficients)
uncertainty = model.uncertainty(atoms)[0]
print(f"dipole     {np.linalg.norm(moments.dipole):.5f} e bohr, each component +- {uncertainty.dipole.max():.5f}; "
      f"reference {np.linalg.norm(entry.property('dipole')):.5f}")
for distance in (2.0, 4.0, 8.0):  # along the dipole, from the mean position of the atoms
    point = moments.origin + distance * moments.dipole / np.linalg.norm(moments.dipole)
    exact = rhofield.potential_at(model.basis, atoms, coefficients, point).values
    print(f"potential  {exact:.6f} hartree/e at {distance:g} angstrom, of the multipoles {moments.potential(point):.6f}")

# On a grid: charges of atoms, space divided by the mean atoms of the model (Hirshfeld) or by fuzzy cells (Becke).
grid = rhofield.Grid.around(atoms, spacing=0.15, margin=3.5)
charges = [atoms.numbers - rhofield.electrons_by_atom(model.basis, atoms, coefficients, grid, partition).atoms for partition in
           (rhofield.Partition("hirshfeld", model.promolecule()), rhofield.Partition("becke", radii={"H": 0.35, "O": 0.6}))]
for symbol, hirshfeld, becke in zip(atoms.get_chemical_symbols(), *charges):
    print(f"charge     {symbol} {hirshfeld:+.4f} e (Hirshfeld), {becke:+.4f} e (Becke)")
rest = rhofield.density_on_grid(model.basis, atoms, coefficients - model.mean_coefficients(atoms), grid)

# Files for other programs.
potential = rhofield.potential_on_grid(model.basis, atoms, coefficients, grid).values
rhofield.write_cube("potential.cube", atoms, grid, np.clip(potential, -1.0, 1.0), comment="hartree/e, cut at 1")
rhofield.write_cube("rest.cube", atoms, grid, rest, comment="density less the mean atoms, e/bohr^3")
print("written: potential.cube, rest.cube")
