"""featomic beside rhofield, one thread each, same run: spherical expansion of liquid water, n_max 8, l_max 6.

usage: spherical_expansion.py BUILD_FOLDER/bench/spherical_expansion_bench [repeats]
featomic needs: pip install featomic ase. It runs as its users run it, with splined radial integrals of accuracy 1e-8; ours
are tabulated to 1e-11. Both start from atoms: the neighbour list is part of the time. Processor time, the smallest of
several alternating runs, since other processes may share the machine. With gradients featomic makes the derivative of every
coefficient with respect to every neighbour (positions alone); ours carries a derivative with respect to the coefficients back to
the atoms and the strain, which is what forces and stresses need.
"""
import json
import os
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["RAYON_NUM_THREADS"] = "1"

import featomic  # noqa: E402
import numpy as np  # noqa: E402
from ase import Atoms  # noqa: E402
from water_box import ANGSTROM, LATTICE, water_box  # noqa: E402

CELLS = 4  # 768 atoms


def calculator(cutoff):
    return featomic.SphericalExpansion(
        cutoff={"radius": cutoff, "smoothing": {"type": "ShiftedCosine", "width": 0.1}},
        density={"type": "Gaussian", "width": 0.3},
        basis={"type": "TensorProduct", "max_angular": 6, "spline_accuracy": 1e-8, "radial": {"type": "Gto", "max_radial": 7}},
    )


def peer(expansion, atoms, gradients=()):
    """Seconds per atom."""
    start = time.process_time()
    expansion.compute(atoms, gradients=list(gradients))
    return (time.process_time() - start) / len(atoms)


def ours(program, cutoff, what="from_atoms"):
    """Seconds per atom."""
    out = subprocess.run([program, f"--benchmark_filter=^{what}/{CELLS}/{cutoff}$", "--benchmark_format=json"],
                         capture_output=True, text=True, check=True, env=dict(os.environ, RHOFIELD_DEVICE="cpu")).stdout
    return json.loads(out)["benchmarks"][0]["time_per_atom"]


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    program, repeats = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    symbols, positions = water_box(CELLS)
    atoms = Atoms(symbols, np.array(positions) / ANGSTROM, cell=np.eye(3) * LATTICE * CELLS, pbc=True)
    print(f"{len(atoms)} atoms, microseconds per atom, smallest of {repeats}")
    for cutoff in (4, 6):
        expansion = calculator(float(cutoff))
        expansion.compute(atoms)  # makes the splines
        runs = [(peer(expansion, atoms), ours(program, cutoff)) for _ in range(repeats)]
        theirs, own = np.array(runs).min(axis=0) * 1e6
        print(f"{cutoff} angstrom: featomic {theirs:6.1f}   rhofield {own:6.2f}   ratio {theirs / own:5.1f}")
        runs = [(peer(expansion, atoms, ["positions"]), ours(program, cutoff, "gradients_from_atoms")) for _ in range(repeats)]
        theirs, own = np.array(runs).min(axis=0) * 1e6
        print(f"    with gradients: featomic {theirs:6.1f}   rhofield {own:6.2f}   ratio {theirs / own:5.1f}")


if __name__ == "__main__":
    main()
