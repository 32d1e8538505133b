"""PySCF (libcint) beside rhofield, one thread each, same run: overlap and Coulomb matrices of water boxes, cc-pVTZ-JKFIT.

usage: integrals.py BUILD_FOLDER/bench/integrals_bench
PySCF needs: pip install pyscf. Times are the best of several; ratios are PySCF / rhofield.
"""
import json
import os
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402
from pyscf import gto, lib  # noqa: E402
from water_box import water_box  # noqa: E402

REPEATS = 5


def best(function):
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return min(times)


def ours(program, name):
    """Best of the repetitions, CPU seconds (the machine may be shared)."""
    out = subprocess.run([program, f"--benchmark_filter=^{name}$", f"--benchmark_repetitions={REPEATS}", "--benchmark_format=json"],
                         capture_output=True, text=True, check=True, env=dict(os.environ, RHOFIELD_DEVICE="cpu")).stdout
    runs = [run for run in json.loads(out)["benchmarks"] if run["run_type"] == "iteration"]
    return min(run["cpu_time"] for run in runs) * 1e-3  # reported in ms


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    program = sys.argv[1]
    lib.num_threads(1)
    print(f"{'matrix':28s} {'functions':>9s} {'PySCF ns/el':>12s} {'rhofield ns/el':>14s} {'ratio':>7s}")
    for size in (1, 2):
        symbols, positions = water_box(size)
        molecule = gto.M(atom=list(zip(symbols, positions)), unit="B", basis="cc-pvtz-jkfit", verbose=0)
        elements = molecule.nao**2
        for name, integral in (("molecule_overlap", "int1e_ovlp"), ("molecule_coulomb", "int2c2e")):
            peer = best(lambda: molecule.intor(integral))
            own = ours(program, f"{name}/{size}")
            print(f"{name:28s} {molecule.nao:9d} {peer / elements * 1e9:12.2f} {own / elements * 1e9:14.2f} {peer / own:7.1f}")
    points = np.arange(1000)[:, None] * np.array([[0.018, 0.011, 0.015]])
    peer = best(lambda: molecule.eval_gto("GTOval_sph", points))
    own = ours(program, "values_at_points")
    elements = molecule.nao * len(points)
    print(f"{'values_at_points':28s} {molecule.nao:9d} {peer / elements * 1e9:12.2f} {own / elements * 1e9:14.2f} {peer / own:7.1f}")
    print(f"{'monomer_density, 80^3 points':28s} {139:9d} {'':12s} {ours(program, 'monomer_density') * 1e3:11.1f} ms")


if __name__ == "__main__":
    main()
