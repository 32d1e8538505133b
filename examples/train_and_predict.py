"""Learn the densities of water molecules, test the model, predict new ones, draw and write what comes out.

Run it anywhere: python train_and_predict.py [DATA.h5 STRUCTURES.xyz]
"""

import sys
from pathlib import Path

import ase.io

import rhofield
from rhofield import plot

root = Path(__file__).resolve().parents[1]
data_file, new_file = sys.argv[1:3] if len(sys.argv) == 3 else (
    root / "tests/data/water_monomers_60.h5", root / "examples/data/water.xyz")

# The first four fifths train, the rest tests; every key of docs/configuration.md can be given.
data = rhofield.DataSet.read(data_file)
model = rhofield.train(data, quantities="both", config={"model.environments": 60, "expansion.cutoff_angstrom": 4.0})
errors = rhofield.validate(model, data)
print(f"density: {errors.density.total_percent:.3f} % of the spread, response: {errors.response.total_percent:.3f} %")

# New structures are ase.Atoms in angstrom; results are numpy arrays in atomic units.
structures = ase.io.read(new_file, ":")
prediction = model.predict(structures)
for atoms, electrons, dipole, alpha in zip(structures, prediction.electrons, prediction.dipoles(),
                                           prediction.polarizabilities):
    print(f"{atoms.get_chemical_formula()}: {electrons:.4f} electrons, dipole {abs(dipole @ dipole) ** 0.5:.4f} e bohr, "
          f"mean polarizability {alpha.trace() / 3:.3f} bohr^3")

# The density in space: as a picture and as a cube file.
atoms, coefficients = structures[0], prediction.coefficients[0]
plot.density_slice(model.basis, atoms, coefficients).figure.savefig("density.png", dpi=150)
grid = rhofield.Grid.around(atoms, spacing=0.15, margin=3.0)
rhofield.write_cube("density.cube", atoms, grid, rhofield.density_on_grid(model.basis, atoms, coefficients, grid))
print("written: density.png, density.cube")
