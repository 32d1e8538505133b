"""Delta mode on a reference that costs one Kohn-Sham step: a network learns what self-consistency changes.

    python3 first_step.py GRIDS.h5 --basis ccecp-cc-pvdz --ecp ccecp --xc pbe [--members 4] [--epochs 600] [-o MODEL.h5]

GRIDS.h5 holds densities on grids (docs/data_format.md) of that level of theory. Superposed atoms (PySCF's minao) make one
Kohn-Sham matrix, whose orbitals make a density that has too much of what the atoms have too little; a mixture of both, with one
share for all molecules chosen on those to train on, is the reference, and the network learns the rest. Nothing of the reference is
learned from the densities but the share, so that it is as good for new molecules as for known ones. Structure k is tested for
k mod 5 = 4, else validated for k mod 15 = 0 or 7, else trained on; errors are NMAE in percent on the full grids.
"""
import argparse
import pathlib
import time

import numpy as np
from pyscf import dft, gto

import rhofield

BOHR = 0.529177210903  # angstrom
SHARES = np.arange(0, 1.01, 0.05)


def parse_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--basis", default="def2-svp")
    parser.add_argument("--ecp", help="effective cores, where the densities are of valence electrons")
    parser.add_argument("--xc", default="pbe")
    parser.add_argument("--level", type=int, default=2, help="of the integration grid")
    parser.add_argument("--members", type=int, default=4, help="networks")
    parser.add_argument("--epochs", type=int, default=600)
    parser.add_argument("-o", "--output", type=pathlib.Path, help="keeps the model")
    parser.add_argument("--references", type=pathlib.Path, help="keeps the data with their references, or reads them where they are: of this basis, ecp and xc")
    return parser.parse_args()


def atoms_and_step(atoms, grid, options):
    """Densities [i, j, k] of superposed atoms and of the orbitals that they make."""
    molecule = gto.M(atom=list(zip(atoms.symbols, atoms.positions)), basis=options.basis, ecp=options.ecp or {}, verbose=0)
    mean_field = dft.RKS(molecule, xc=options.xc).density_fit()
    mean_field.grids.level = options.level
    superposed = mean_field.get_init_guess(molecule, "minao")
    energies, orbitals = mean_field.eig(mean_field.get_fock(dm=superposed), mean_field.get_ovlp())
    new = mean_field.make_rdm1(orbitals, mean_field.get_occ(energies, orbitals))
    points = grid.points().reshape(-1, 3) / BOHR

    def on_grid(matrix):
        blocks = np.array_split(points, len(points) // 20000 + 1)
        values = [mean_field._numint.eval_rho(molecule, mean_field._numint.eval_ao(molecule, block), matrix) for block in blocks]
        return np.concatenate(values).reshape(grid.counts)

    first = on_grid(superposed)
    return first * (molecule.nelectron / grid.integrate(first)), on_grid(new)


def with_references(data, train, options):
    begin, pairs, errors, size = time.perf_counter(), [], np.zeros(len(SHARES)), 0.0
    for k, entry in enumerate(data):
        first, new = atoms_and_step(entry.atoms, entry.grid, options)
        pairs.append((first.astype(np.float32), new.astype(np.float32)))
        if k in train:
            errors += [np.abs(first + share * (new - first) - entry.density).sum() for share in SHARES]
            size += np.abs(entry.density).sum()
    best = int(np.argmin(errors))
    print(f"references of {len(pairs)} molecules: {time.perf_counter() - begin:.0f} s; those to train on: superposed atoms "
          f"{100 * errors[0] / size:.2f} %, new orbitals {100 * errors[-1] / size:.2f} %, mixed {SHARES[best]:.2f} "
          f"{100 * errors[best] / size:.2f} %", flush=True)
    referenced = rhofield.GridData()
    for entry, (first, new) in zip(data, pairs):
        referenced.append(rhofield.GridEntry(entry.atoms, entry.grid, entry.density, electrons=entry.electrons,
                                             reference=first + SHARES[best] * (new - first)))
    return referenced


def reference_percent(data, indices):
    wrong = sum(np.abs(data[k].reference - data[k].density).sum() for k in indices)
    return 100 * wrong / sum(np.abs(data[k].density).sum() for k in indices)


def main():
    options = parse_command_line()
    data = rhofield.GridData.read(options.data)
    test = list(range(4, len(data), 5))
    validation = [k for k in range(len(data)) if k % 5 != 4 and k % 15 in (0, 7)]
    train = [k for k in range(len(data)) if k not in test and k not in validation]
    if options.references and options.references.exists():
        referenced = rhofield.GridData.read(options.references)
        same = len(referenced) == len(data) and all(np.array_equal(a.density, b.density) for a, b in zip(referenced, data))
        if not same:
            raise SystemExit(f"{options.references} is not {options.data} with references; name another file")
        data = referenced
    else:
        data = with_references(data, train, options)
        if options.references:
            data.write(options.references)
    begin = time.perf_counter()
    trained = rhofield.train_real_space(data, train, validation,
                                        config={"real_space.members": options.members, "real_space.epochs": options.epochs})
    print(f"training: {time.perf_counter() - begin:.0f} s")
    for name, indices in (("validation", validation), ("test", test)):
        plain = rhofield.validate_real_space(trained.model, data, indices)
        scaled = rhofield.validate_real_space(trained.model, data, indices, normalise=True)
        print(f"{name:10s} reference {reference_percent(data, indices):.3f} %, with the network {plain.total_percent:.3f} % "
              f"(vacuum {plain.vacuum_percent:.3f}), right number of electrons {scaled.total_percent:.3f} %, charge at most "
              f"{np.abs(plain.charge).max():.3f} e off before", flush=True)
    if options.output:
        trained.model.write(options.output)


if __name__ == "__main__":
    main()
