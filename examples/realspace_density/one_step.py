"""One Kohn-Sham step from densities learned in real space: orbitals, and a density that is better than the one it came from.

    python3 one_step.py GRIDS.h5 MODEL.h5 --basis ccecp-cc-pvdz --ecp ccecp --xc pbe [--test 4,9,14] [--validation 0,7,15]

GRIDS.h5 holds densities on grids (docs/data_format.md) of that level of theory, MODEL.h5 a real-space model of others of them.
The network's density makes one Kohn-Sham matrix, its orbitals a new density; where the first has too much the second has too
little, so that a mixture of both, with one coefficient from the molecules to validate on, is better than either. Prints errors on
the full grids, NMAE in percent. --write FILE.h5 keeps the tested molecules with the mixtures as reference densities.
"""
import argparse
import pathlib
import time

import numpy as np
from pyscf import dft, gto

import rhofield
from rhofield import energies

BOHR = 0.529177210903  # angstrom
MIXTURES = np.arange(0, 1.01, 0.05)


def parse_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--basis", default="def2-svp")
    parser.add_argument("--ecp", help="effective cores, where the densities are of valence electrons")
    parser.add_argument("--xc", default="pbe")
    parser.add_argument("--level", type=int, default=2, help="of the integration grid")
    parser.add_argument("--test", help="structures, from 0; default: every fifth")
    parser.add_argument("--validation", help="structures that choose the mixture, not among those the model was trained on")
    parser.add_argument("--write", type=pathlib.Path)
    return parser.parse_args()


def indices(text, default):
    return [int(k) for k in text.split(",")] if text else default


def both_densities(entry, model, options):
    """The network's density on the grid, that of the new orbitals, and the seconds that these took."""
    atoms, begin = entry.atoms, time.perf_counter()
    molecule = gto.M(atom=list(zip(atoms.symbols, atoms.positions)), basis=options.basis, ecp=options.ecp or {}, verbose=0)
    mean_field = dft.RKS(molecule, xc=options.xc).density_fit()
    mean_field.grids.level = options.level
    density = energies.SampledDensity(mean_field, lambda points: model.at_points(atoms, points * BOHR))
    matrix = energies.one_step_from(mean_field, density).density_matrix
    points = entry.grid.points().reshape(-1, 3) / BOHR
    numint = mean_field._numint
    new = [numint.eval_rho(molecule, numint.eval_ao(molecule, block), matrix)
           for block in np.array_split(points, len(points) // 20000 + 1)]
    old = density.scaled * model.density(atoms, entry.grid)
    return old, np.concatenate(new).reshape(old.shape), time.perf_counter() - begin


def main():
    options = parse_command_line()
    data = rhofield.GridData.read(options.data)
    model = rhofield.RealSpaceModel.read(options.model)
    test = indices(options.test, list(range(4, len(data), 5)))
    validation = indices(options.validation, [k for k in range(len(data)) if k % 5 != 4 and k % 15 in (0, 7)])
    errors, size, mixed = {}, {}, {}
    for k in validation + test:
        entry = data[k]
        old, new, seconds = both_densities(entry, model, options)
        errors[k] = np.array([np.abs(old + a * (new - old) - entry.density).sum() for a in MIXTURES])
        size[k], mixed[k] = entry.density.sum(), (old, new)
        print(f"{k:4d} {entry.atoms.get_chemical_formula():12s} network {100 * errors[k][0] / size[k]:.2f} %, one step "
              f"{100 * errors[k][-1] / size[k]:.2f} %, {seconds:.1f} s", flush=True)
    total = {name: 100 * sum(errors[k] for k in chosen) / sum(size[k] for k in chosen)
             for name, chosen in (("validation", validation), ("test", test))}
    best = int(np.argmin(total["validation"]))
    for name, percent in total.items():
        print(f"{name:10s} network {percent[0]:.3f} %, one step {percent[-1]:.3f} %, mixed {MIXTURES[best]:.2f} {percent[best]:.3f} %")
    if options.write:
        kept = rhofield.GridData()
        for k in test:
            old, new = mixed[k]
            entry = data[k]
            kept.append(rhofield.GridEntry(entry.atoms, entry.grid, entry.density, electrons=entry.electrons,
                                           reference=old + MIXTURES[best] * (new - old)))
        kept.write(options.write)


if __name__ == "__main__":
    main()
