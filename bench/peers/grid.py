"""PySCF (libcint) beside rhofield, one thread each, same run: the density of 32 waters, cc-pVTZ-JKFIT, on 100^3 points.

usage: grid.py BUILD_FOLDER/bench/grid_bench
PySCF needs: pip install pyscf. It evaluates the same functions at every tenth plane of points, in blocks, and multiplies
them with the coefficients; its time is that of a plane times 100. Ratios are PySCF / rhofield. The last columns
are rhofield's time for a pair (primitive shell of an atom or image, point within reach), reach at 1e-13 and 1e-10 e/bohr^3;
CP2K's collocation takes 1.5-2.3 ns (published figures of its grid benchmark, not measured here).
"""
import json
import os
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402
from pyscf import gto, lib  # noqa: E402
from pyscf.pbc import gto as pbc_gto  # noqa: E402
from water_box import LATTICE, water_box  # noqa: E402

POINTS, EVERY, BLOCK, REPEATS = 100, 10, 5000, 5


def ours(program, name):
    """(best CPU seconds, counters) of the repetitions (the machine may be shared)."""
    out = subprocess.run([program, f"--benchmark_filter=^{name}$", f"--benchmark_repetitions={REPEATS}", "--benchmark_format=json"],
                         capture_output=True, text=True, check=True, env=dict(os.environ, RHOFIELD_DEVICE="cpu")).stdout
    runs = [run for run in json.loads(out)["benchmarks"] if run["run_type"] == "iteration"]
    best = min(runs, key=lambda run: run["cpu_time"])
    return best["cpu_time"] * 1e-3, best  # reported in ms


def peer(evaluate, points, coefficients):
    """CPU seconds for all points, from those of some planes."""
    start = time.process_time()
    for first in range(0, len(points), BLOCK):
        evaluate(points[first:first + BLOCK]) @ coefficients
    return (time.process_time() - start) * EVERY


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    lib.num_threads(1)
    symbols, positions = water_box(2)
    atoms = list(zip(symbols, positions))
    edge = 2 * LATTICE
    axis = np.arange(POINTS) * edge / POINTS
    points = np.stack(np.meshgrid(axis[::EVERY], axis, axis, indexing="ij"), -1).reshape(-1, 3)
    molecule = gto.M(atom=atoms, unit="B", basis="cc-pvtz-jkfit", verbose=0)
    coefficients = 0.5 + np.sin(0.7 * np.arange(molecule.nao))
    cell = pbc_gto.M(atom=atoms, unit="B", basis="cc-pvtz-jkfit", a=np.eye(3) * edge, verbose=0)
    print(f"{'density':18s} {'functions':>9s} {'PySCF s':>9s} {'rhofield s':>11s} {'ratio':>7s} {'ns/pair':>8s} {'at 1e-10':>9s}")
    for name, evaluate in (("molecule_density", lambda x: molecule.eval_gto("GTOval_sph", x)),
                           ("cell_density", lambda x: cell.pbc_eval_gto("GTOval_sph", x))):
        seconds, entry = ours(sys.argv[1], name)
        reference = peer(evaluate, points, coefficients)
        pair = [f"{entry[key] * 1e9:.2f}" if key in entry else "" for key in ("time_per_pair", "time_per_pair_10")]
        print(f"{name:18s} {molecule.nao:9d} {reference:9.1f} {seconds:11.4f} {reference / seconds:7.0f} {pair[0]:>8s} {pair[1]:>9s}")


if __name__ == "__main__":
    main()
