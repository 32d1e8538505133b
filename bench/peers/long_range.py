"""featomic beside rhofield, one thread each, same run: long-range expansion of liquid water, exponent 1, n_max 8, l_max 6.

usage: long_range.py BUILD_FOLDER/bench/long_range_bench [repeats]
featomic needs: pip install featomic ase. It runs as its users run it: its own default for the largest wave vector, 1.2 pi / smearing,
and splined radial integrals of accuracy 1e-8; ours has its default tolerance, 1e-7 of the largest coefficient. Both start from atoms.
featomic sums over all wave vectors for each pair of an atom and a species, O(N^2); 768 atoms take it more than a minute at 0.3
angstrom, so that they are run once. Processor time, the smallest of several alternating runs, since other processes may share the machine.
The difference is the largest of any coefficient, relative to the largest coefficient: mostly what featomic's default leaves out.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = os.environ["RAYON_NUM_THREADS"] = "1"

import featomic  # noqa: E402
import numpy as np  # noqa: E402
from ase import Atoms  # noqa: E402
from water_box import ANGSTROM, LATTICE, water_box  # noqa: E402

N_MAX, L_MAX, SPECIES = 8, 6, (1, 8)


def calculator(smearing):
    """Lengths in angstrom."""
    return featomic.LodeSphericalExpansion(
        density={"type": "SmearedPowerLaw", "smearing": smearing, "exponent": 1},
        basis={"type": "TensorProduct", "max_angular": L_MAX, "spline_accuracy": 1e-8,
               "radial": {"type": "Gto", "max_radial": N_MAX - 1, "radius": 4.0}},
    )


def peer(expansion, atoms):
    """Seconds per atom, and what featomic returns."""
    start = time.process_time()
    result = expansion.compute(atoms)
    return (time.process_time() - start) / len(atoms), result


def ours(program, cells, smearing):
    """Seconds per atom, and coefficients [atom, lm, species, n]."""
    with tempfile.NamedTemporaryFile() as file:
        run = subprocess.run([program, f"--benchmark_filter=^expansion/{cells}/{round(10 * smearing)}/0$", "--benchmark_format=json"],
                             capture_output=True, text=True, check=True,
                             env=dict(os.environ, RHOFIELD_DEVICE="cpu", RHOFIELD_COEFFICIENTS=file.name))
        values = np.fromfile(file.name)
    seconds = json.loads(run.stdout)["benchmarks"][0]["time_per_atom"]
    return seconds, values.reshape(-1, (L_MAX + 1) ** 2, len(SPECIES), N_MAX)


def dense(descriptor, atoms):
    """featomic's blocks as [atom, lm, species, n]; its unit of length is angstrom, ours bohr: coefficients of 1/r projected on
    functions normalised in space differ by a factor, (length^(3/2 - 1))."""
    c = np.zeros((atoms, (L_MAX + 1) ** 2, len(SPECIES), N_MAX))
    for key, block in descriptor.items():
        order = key["o3_lambda"]
        c[block.samples.column("atom"), order**2:(order + 1) ** 2, SPECIES.index(key["neighbor_type"])] = block.values
    return c * ANGSTROM**0.5


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    program, repeats = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    print(f"microseconds per atom, smallest of {repeats} runs")
    for cells in (2, 4):
        symbols, positions = water_box(cells)
        atoms = Atoms(symbols, np.array(positions) / ANGSTROM, cell=np.eye(3) * LATTICE * cells, pbc=True)
        for smearing in (0.5, 0.3):
            expansion = calculator(smearing)
            expansion.compute(Atoms("OH", [[0, 0, 0], [0, 0, 1]], cell=np.eye(3) * 5, pbc=True))  # makes the splines
            times = []
            for _ in range(repeats if cells == 2 else 1):
                theirs, descriptor = peer(expansion, atoms)
                own, c = ours(program, cells, smearing)
                times.append((theirs, own))
            reference = dense(descriptor, len(atoms))
            difference = np.abs(c - reference).max() / np.abs(reference).max()
            theirs, own = np.array(times).min(axis=0) * 1e6
            print(f"{len(atoms)} atoms, {smearing} angstrom: featomic {theirs:9.1f}   rhofield {own:7.2f}   "
                  f"ratio {theirs / own:7.1f}   difference {difference:.1e}", flush=True)


if __name__ == "__main__":
    main()
