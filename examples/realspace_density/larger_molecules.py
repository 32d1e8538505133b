"""How well does a real-space model of small molecules predict larger ones?

    python3 larger_molecules.py MODEL.h5 [--structures FILE.xyz] --basis ccecp-cc-pvdz --ecp ccecp --xc pbe

Calculates every structure with PySCF at the level of the model's densities, and prints the NMAE of the prediction, plain and
scaled to the right number of electrons, on a grid of 0.36 bohr around it, with the times that both took. Without FILE.xyz: five
molecules of 7 to 12 heavy atoms, near their force-field minima.
"""
import argparse
import pathlib
import time

import ase.io
import numpy as np
from pyscf import dft, gto

import rhofield

BOHR = 0.529177210903  # angstrom
HERE = pathlib.Path(__file__).resolve().parent


def parse_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--structures", type=pathlib.Path, default=HERE.parent / "data" / "larger_molecules.xyz")
    parser.add_argument("--basis", default="def2-svp")
    parser.add_argument("--ecp")
    parser.add_argument("--xc", default="pbe")
    parser.add_argument("--level", type=int, default=2, help="of the integration grid")
    return parser.parse_args()


def main():
    options = parse_command_line()
    model = rhofield.RealSpaceModel.read(options.model)
    for atoms in ase.io.read(options.structures, ":", format="extxyz" if options.structures.suffix == ".extxyz" else "xyz"):
        begin = time.perf_counter()
        molecule = gto.M(atom=list(zip(atoms.symbols, atoms.positions)), basis=options.basis, ecp=options.ecp or {}, verbose=0)
        mean_field = dft.RKS(molecule, xc=options.xc).density_fit()
        mean_field.grids.level = options.level
        mean_field.kernel()
        calculated = time.perf_counter() - begin
        grid = rhofield.Grid.around(atoms, spacing=0.36 * BOHR, margin=6 * BOHR)
        points, numint = grid.points().reshape(-1, 3) / BOHR, mean_field._numint
        matrix = mean_field.make_rdm1()
        known = np.concatenate([numint.eval_rho(molecule, numint.eval_ao(molecule, block), matrix)
                                for block in np.array_split(points, len(points) // 20000 + 1)]).reshape(grid.counts)
        begin = time.perf_counter()
        predicted = model.density(atoms, grid)
        seconds = time.perf_counter() - begin
        scaled, _ = grid.normalise_charge(predicted, float(molecule.nelectron))
        plain, right = (100 * np.abs(rho - known).sum() / known.sum() for rho in (predicted, scaled))
        print(f"{atoms.get_chemical_formula():12s} {len(atoms):3d} atoms: NMAE {plain:.2f} %, {right:.2f} % with "
              f"{molecule.nelectron} electrons (predicted {grid.integrate(predicted):.2f}); {known.size} points in {seconds:.1f} s, "
              f"calculated in {calculated:.0f} s", flush=True)


if __name__ == "__main__":
    main()
