#!/usr/bin/env python3
"""Runs CP2K on boxes of water, fits the valence densities it prints and writes a data set.

    cp2k_water.py water_box.xyz water_box.h5 [--cp2k cp2k] [--metric overlap] [--work FOLDER]

The xyz file has one or several frames with their lattice (extended XYZ, angstrom, orthorhombic). GPW, PBE, GTH pseudopotentials,
DZVP-MOLOPT-SR, 280 Ry, gamma point. Needs CP2K (Debian: apt-get install cp2k), ase, h5py, pyscf, scipy.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

import ase.io

from rhofield.dataset_file import shell
from rhofield.imports import cp2k, cube_fit

# exponents (1/bohr^2) of uncontracted functions for the valence density
EXPONENTS = {
    "H": {0: [0.6431, 1.9696, 3.4467, 6.0318], 1: [0.45, 1.458, 4.7239], 2: [0.72, 2.3328]},
    "O": {0: [0.255, 0.4335, 0.7369, 2.1298, 3.6206, 6.1551, 10.4636], 1: [0.18, 0.5202, 0.9, 1.5034, 2.5557, 4.4, 7.3861, 12.5564],
          2: [0.4, 0.7225, 2.088, 3.5496, 6.0344], 3: [0.9, 2.916]},
}
BASIS = {s: [shell(l, [a], [1.0]) for l, exponents in shells.items() for a in exponents] for s, shells in EXPONENTS.items()}
ELECTRONS = {"H": 1, "O": 6}

INPUT = """&GLOBAL
  PROJECT {project}
  RUN_TYPE ENERGY
  PRINT_LEVEL LOW
&END GLOBAL
&FORCE_EVAL
  METHOD QS
  &DFT
    BASIS_SET_FILE_NAME BASIS_MOLOPT
    POTENTIAL_FILE_NAME GTH_POTENTIALS
    &MGRID
      CUTOFF 280
      REL_CUTOFF 30
      NGRIDS 5
    &END MGRID
    &QS
      EPS_DEFAULT 1.0E-8
    &END QS
    &SCF
      SCF_GUESS ATOMIC
      EPS_SCF 1.0E-6
      MAX_SCF 40
      &MIXING
        METHOD BROYDEN_MIXING
        ALPHA 0.5
        NBUFFER 8
      &END MIXING
    &END SCF
    &XC
      &XC_FUNCTIONAL PBE
      &END XC_FUNCTIONAL
    &END XC
    &PRINT
      &E_DENSITY_CUBE
        STRIDE 1 1 1
      &END E_DENSITY_CUBE
    &END PRINT
  &END DFT
  &SUBSYS
    &CELL
      ABC {cell}
    &END CELL
    &COORD
{atoms}
    &END COORD
    &KIND O
      BASIS_SET DZVP-MOLOPT-SR-GTH
      POTENTIAL GTH-PBE-q6
    &END KIND
    &KIND H
      BASIS_SET DZVP-MOLOPT-SR-GTH
      POTENTIAL GTH-PBE-q1
    &END KIND
  &END SUBSYS
&END FORCE_EVAL
"""


def calculate(frame, project, work, program):
    """Runs CP2K; the cube file of the density and the total energy."""
    if not frame.cell.orthorhombic:
        sys.exit("cp2k_water.py: the cell must be orthorhombic")
    atoms = "\n".join(f"      {s} {x:.10f} {y:.10f} {z:.10f}" for s, (x, y, z) in zip(frame.get_chemical_symbols(), frame.positions))
    cell = " ".join(f"{length:.8f}" for length in frame.cell.lengths())
    (work / f"{project}.inp").write_text(INPUT.format(project=project, cell=cell, atoms=atoms))
    subprocess.run([program, "-i", f"{project}.inp", "-o", f"{project}.out"], cwd=work, check=True)
    return work / f"{project}-ELECTRON_DENSITY-1_0.cube", cp2k.total_energy(work / f"{project}.out")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("structures")
    parser.add_argument("output")
    parser.add_argument("--cp2k", default="cp2k", help="the program")
    parser.add_argument("--metric", default="overlap", choices=["overlap", "coulomb"])
    parser.add_argument("--work", default="cp2k-work", help="folder for CP2K's files")
    options = parser.parse_args()
    work = Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    results = [calculate(frame, f"frame_{i}", work, options.cp2k) for i, frame in enumerate(ase.io.read(options.structures, ":"))]
    start = time.time()
    fits = cube_fit.import_grids([cube for cube, _ in results], options.output, BASIS, periodic=True, metric=options.metric, electrons=ELECTRONS,
                                 energies=[energy for _, energy in results], title="periodic water, CP2K PBE valence density")
    for i, (fit, (_, energy)) in enumerate(zip(fits, results)):
        print(f"frame {i}: energy {energy:.8f} hartree, {len(fit.coefficients)} functions, fit error {100 * fit.error:.3f} %, "
              f"condition {fit.condition:.1e}, electrons on the grid {fit.grid_electrons:.6f}, of the fit before its constraint "
              f"{fit.electrons_before:.6f}")
    print(f"fitted in {(time.time() - start) / len(fits):.1f} s each")


if __name__ == "__main__":
    main()
