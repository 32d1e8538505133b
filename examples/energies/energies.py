#!/usr/bin/env python3
"""Total energies and starting guesses from predicted densities, against the self-consistent ones.

    energies.py                                       the shipped water molecules, a few seconds
    energies.py DATA.h5 --orbitals def2-svp --xc pbe --train 0-238 --test 239-298 -- --environments 400 --cutoff 3

Trains density models on structures of DATA (arguments behind -- go to `rhofield train`; --train several times gives a learning
curve), predicts the held-out ones and takes one step of Kohn-Sham from each density (rhofield.energies.one_step). DATA holds
energies and fitted densities of closed-shell molecules at the level --orbitals, --xc, --grid-level, density-fitted as PySCF does
it. "fit" is the same step from the fitted density of the data set: what a perfect model would give. --scf N also runs N
self-consistent calculations with both starting guesses. --test-data takes the structures to test from another data set.

--errors-only leaves the steps out and reports the Coulomb energy 1/2 (d|d) of the error d = predicted - fitted density, which
takes no time: settings are chosen by it, on structures held out of the training set. docs/energies.md has what comes out.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from pyscf import dft, gto

ROOT = Path(__file__).resolve().parents[2]
try:
    from rhofield import dataset_file, energies, pyscf
except ImportError:  # not installed: the modules of this tree
    sys.path.insert(0, str(ROOT / "python"))
    from rhofield import dataset_file, energies, pyscf

MILLI_ELECTRONVOLT = 27211.386245988  # in a hartree


def indices(text):
    """'0-9,12' -> [0, ..., 9, 12]"""
    parts = [p.split("-") for p in text.split(",")]
    return [i for p in parts for i in range(int(p[0]), int(p[-1]) + 1)]


def program(given):
    found = [given, os.environ.get("RHOFIELD_PROGRAM"), shutil.which("rhofield")]
    found += [str(ROOT / f"build/{preset}/rhofield") for preset in ("native", "cuda", "cpu", "debug")]
    for path in found:
        if path and Path(path).exists():
            return path
    sys.exit("energies.py: no program `rhofield` found; build it or name it with --program")


def run(*command):
    """A command that must succeed; it has said why where it did not."""
    if subprocess.run(command).returncode != 0:
        sys.exit("energies.py: failed: " + " ".join(command))


def predict(rhofield, data, train, structures, basis, options, folder, keep):
    """Coefficients of the structures from a model trained on `train` of the file `data`; keep: where the model goes, or None."""
    with dataset_file.Writer(f"{folder}/test.h5", basis) as file:
        for s in structures:
            file.add(s["numbers"], s["positions"])
    threads = ["--quiet"] + (["--threads", os.environ["OMP_NUM_THREADS"]] if "OMP_NUM_THREADS" in os.environ else [])
    test = [] if any(o.startswith("--test") for o in options) else ["--test", "0"]
    run(rhofield, "train", data, "--train-indices", train, *test, "-o", f"{folder}/model.h5", *threads, *options)
    run(rhofield, "predict", f"{folder}/model.h5", f"{folder}/test.h5", "-o", f"{folder}/out.h5", "--conserve-charge", *threads)
    if keep:
        Path(keep).mkdir(parents=True, exist_ok=True)
        shutil.move(f"{folder}/model.h5", f"{keep}/{train}.model.h5")
    return [s["coefficients"] for s in dataset_file.read(f"{folder}/out.h5")[1]]


def coulomb_error(structure, basis, coefficients):
    """1/2 (d|d) of the error d of a predicted density against the fitted one, meV."""
    aux = pyscf.auxiliary_molecule(basis, structure["numbers"], structure["positions"])
    error = pyscf.to_pyscf_order(aux, coefficients - structure["coefficients"])
    return 0.5 * float(error @ pyscf.metric_matrix(aux, "coulomb") @ error) * MILLI_ELECTRONVOLT


def mean_field(structure, options):
    """The level of theory on one structure, not yet run."""
    atoms = list(zip(dataset_file.symbols_of(structure["numbers"]), structure["positions"]))
    molecule = gto.M(atom=atoms, unit="B", basis=options.orbitals, charge=int(structure.get("charge", 0)), verbose=0)
    calculation = dft.RKS(molecule, xc=options.xc).density_fit()
    calculation.grids.level = options.grid_level
    calculation.conv_check = False
    return calculation


def evaluate(structures, models, basis, options):
    """One list of rows per model, one row per structure: energies relative to the self-consistent one in meV, and iterations
    with each guess, of the last model's densities."""
    rows = [[] for _ in models]
    for i, structure in enumerate(structures):
        for of_row, predicted in zip(rows, models):
            of_row.append({"label": str(structure.get("label", i)), "atoms": len(structure["numbers"]),
                           "coulomb": coulomb_error(structure, basis, predicted[i])})
        if options.errors_only:
            continue
        calculation = mean_field(structure, options)
        fit = energies.one_step(calculation, basis, structure["coefficients"])
        steps = [energies.one_step(calculation, basis, predicted[i]) for predicted in models]
        row = {}
        reference = structure.get("energy")
        if i < options.scf or reference is None:
            for name, guess in (("default", None), ("prediction", steps[-1].guess), ("prediction_step", steps[-1].density_matrix)):
                scf = calculation.copy()
                scf.kernel(dm0=guess)
                if not scf.converged:
                    sys.exit(f"energies.py: the SCF of structure {i} did not converge")
                row[f"iterations_{name}"] = scf.cycles
                if name == "default":
                    row["stored"] = (float(structure["energy"]) - scf.e_tot) * MILLI_ELECTRONVOLT if "energy" in structure else None
                    reference = scf.e_tot
        for model, of_model in zip(steps, rows):
            of_model[-1].update(row)
            for name, step in (("fit", fit), ("model", model)):
                of_model[-1][name] = (step.energy - float(reference)) * MILLI_ELECTRONVOLT
                of_model[-1][f"{name}_harris"] = (step.harris_foulkes - float(reference)) * MILLI_ELECTRONVOLT
        if options.verbose:
            print(rows[-1][-1], flush=True)
    return rows


def summary(rows):
    """Mean absolute errors in meV per atom and per molecule, and mean iterations."""
    out = {"structures": len(rows)}
    names = ["coulomb"] + (["fit", "model", "fit_harris", "model_harris"] if "model" in rows[0] else [])
    column = {name: np.array([row[name] for row in rows]) for name in names}
    atoms = np.array([row["atoms"] for row in rows])
    if "model" not in column:
        return out | {"coulomb_meV_per_atom": float((column["coulomb"] / atoms).mean()), "coulomb_meV": float(column["coulomb"].mean())}
    column["above_fit"] = column["model"] - column["fit"]
    column["harris_above_fit"] = column["model_harris"] - column["fit_harris"]
    for name, value in column.items():
        out[f"{name}_meV_per_atom"] = float(np.abs(value / atoms).mean())
        out[f"{name}_meV"] = float(np.abs(value).mean())
    out["largest_meV"] = float(np.abs(column["model"]).max())
    out["median_meV"] = float(np.median(np.abs(column["model"])))
    for name in ("iterations_default", "iterations_prediction", "iterations_prediction_step"):
        values = [row[name] for row in rows if name in row]
        if values:
            out[name] = float(np.mean(values))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", help="data set with coefficients and energies; default: the shipped sample")
    parser.add_argument("--orbitals", default="aug-cc-pvdz", help="orbital basis of the data")
    parser.add_argument("--xc", default="pbe0", help="functional of the data")
    parser.add_argument("--grid-level", type=int, default=3, help="PySCF's grid level of the data")
    parser.add_argument("--train", action="append", help="structures to train on, from 0: 0-49,55 (default 0-49); may be repeated")
    parser.add_argument("--test", default="52-59", help="structures to test on")
    parser.add_argument("--test-data", help="take the structures to test from this data set")
    parser.add_argument("--scf", type=int, default=0, help="self-consistent runs, for iterations and exact references")
    parser.add_argument("--errors-only", action="store_true", help="no energies: only the Coulomb energy of the density's error")
    parser.add_argument("--keep", help="folder to keep the trained models in, TRAIN.model.h5 each")
    parser.add_argument("--program", help="the program rhofield")
    parser.add_argument("--json", help="write rows and summary to this file")
    parser.add_argument("--verbose", action="store_true")
    own = sys.argv[1:]
    passed = own[own.index("--") + 1:] if "--" in own else []
    options = parser.parse_args(own[:own.index("--")] if "--" in own else own)
    shipped = options.data is None
    data = options.data or str(ROOT / "tests/data/water_monomers_60.h5")
    if shipped:
        passed, options.scf = passed or ["--environments", "60", "--metric", "coulomb"], options.scf or 3
    options.train = options.train or ["0-49"]
    basis, structures, _ = dataset_file.read(options.test_data or data, indices(options.test))
    if not options.test_data and set(indices(options.test)) & {i for train in options.train for i in indices(train)}:
        sys.exit("energies.py: --train and --test overlap")
    models = []
    for train in options.train:
        with tempfile.TemporaryDirectory() as folder:
            models.append(predict(program(options.program), data, train, structures, basis, passed, folder, options.keep))
    every = evaluate(structures, models, basis, options)
    results = [{"train": train, "summary": summary(rows), "rows": rows} for train, rows in zip(options.train, every)]
    for result in results:
        print(f"trained on {result['train']}")
        for name, value in result["summary"].items():
            print(f"    {name:32s} {value:.4g}")
    if options.json:
        Path(options.json).write_text(json.dumps({"test": options.test, "settings": passed, "results": results}, indent=1))
    if shipped and not options.errors_only and not results[-1]["summary"]["above_fit_meV_per_atom"] < 0.01:  # measured: 0.0005
        sys.exit("energies.py: the predicted densities of the shipped sample are worse than they were")


if __name__ == "__main__":
    main()
