"""Neighbour lists per pair, ours and vesin's, one thread each, in one run.   usage: neighbours.py BUILD_FOLDER [repeats]

Both work on the same periodic boxes of water (bench/water_box.hpp), 96 000 atoms, cutoffs 4 and 6 angstrom. Ours returns
neighbour, shift, vector and length, ordered by centre, species, neighbour and shift. vesin is asked for
  ijSDd sorted   the same content, ordered by centre and neighbour: the equivalent
  ijSD sorted, ijSD unsorted, ijSd unsorted   less content or no order
Processor time, the smallest of several alternating runs, since other processes may share the machine.
"""
import json
import os
import subprocess
import sys
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402  (after the number of threads is fixed)
import vesin  # noqa: E402

CELLS = 20
LATTICE = 9.67446 / 2
WANTED = (("ijSDd", True), ("ijSD", True), ("ijSD", False), ("ijSd", False))


def water_box(cells):
    """The box of bench/water_box.hpp, in angstrom."""
    corners = np.array([np.add((a, b, c), site) for a in range(cells) for b in range(cells) for c in range(cells)
                        for site in ((0, 0, 0), (0, 0.5, 0.5), (0.5, 0, 0.5), (0.5, 0.5, 0))])
    u, v = 2.4 * np.arange(len(corners)), 1.1 * np.arange(len(corners))
    atoms = []
    for x0, y0 in ((0, 0), (0.7572, 0.5859), (-0.7572, 0.5859)):
        x, y = np.cos(u) * x0 - np.sin(u) * y0, np.sin(u) * x0 + np.cos(u) * y0
        atoms.append(LATTICE * corners + np.stack([x, np.cos(v) * y, np.sin(v) * y], axis=1))
    return np.stack(atoms, axis=1).reshape(-1, 3), np.eye(3) * LATTICE * cells


def ours(build, cutoff):
    """Nanoseconds per pair and number of pairs."""
    out = subprocess.run([build / "bench/neighbours_bench", f"--benchmark_filter=^liquid/{CELLS}/{cutoff}$",
                          "--benchmark_format=json", "--benchmark_min_time=0.5"],
                         check=True, capture_output=True, text=True).stdout
    run = json.loads(out)["benchmarks"][0]
    return run["ns_per_pair"], int(run["pairs"])


def peer(positions, box, cutoff, quantities, ordered):
    search = vesin.NeighborList(cutoff=float(cutoff), full_list=True, sorted=ordered)
    start = time.process_time()
    result = search.compute(points=positions, box=box, periodic=True, quantities=quantities)
    return (time.process_time() - start) / len(result[0]) * 1e9, len(result[0])


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    build, repeats = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    positions, box = water_box(CELLS)
    print(f"{len(positions)} atoms, processor nanoseconds per pair, smallest of {repeats}")
    for cutoff in (4, 6):
        best = {"ours": np.inf, **{w: np.inf for w in WANTED}}
        counts = set()
        for _ in range(repeats):
            ns, pairs = ours(build, cutoff)
            best["ours"] = min(best["ours"], ns)
            counts.add(pairs)
            for wanted in WANTED:
                ns, pairs = peer(positions, box, cutoff, *wanted)
                best[wanted] = min(best[wanted], ns)
                counts.add(pairs)
        assert len(counts) == 1, f"the lists differ: {counts} pairs"
        print(f"{cutoff} angstrom, {counts.pop()} pairs: ours {best['ours']:.1f}")
        for quantities, ordered in WANTED:
            ns = best[quantities, ordered]
            print(f"    vesin {quantities:5s} {'sorted' if ordered else 'unsorted':8s} {ns:6.1f}  = {ns / best['ours']:.1f} times ours")


if __name__ == "__main__":
    main()
