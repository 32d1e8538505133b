#!/usr/bin/env python3
"""Total energies and starting guesses from predicted densities, against the self-consistent ones.

    energies.py                                            the shipped water molecules, a few seconds
    energies.py DATA.h5 --orbitals def2-svp --xc pbe --train 0-238 --test 239-298 --set expansion.cutoff_angstrom=3

Trains density models on structures of DATA (--config, --set: docs/configuration.md; --train several times gives a learning
curve), predicts the held-out ones and takes one step of Kohn-Sham from each density (rhofield.energies.one_step). DATA holds
energies and fitted densities of closed-shell molecules at the level --orbitals, --xc, --grid-level, density-fitted as PySCF does
it. "fit" is the same step from the fitted density of the data set: what a perfect model would give. --scf N also runs N
self-consistent calculations with each starting guess. --test-data takes the structures to test from another data set.

The Harris-Foulkes energy is first order in what the fitting basis leaves out, mostly near the nuclei, and so much the same for
every atom of an element. --offsets N finds that constant of each element with the steps from the fitted densities of the first
N training structures (least squares) and takes it away: harris_corrected.

--errors-only leaves the steps out and reports errors of the density alone, among them the Coulomb energy 1/2 (d|d) of the error
d = predicted - fitted density: settings are chosen by it, on structures held out of the training set. docs/energies.md has
what comes out.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from pyscf import dft, gto

import rhofield
from rhofield import dataset_file, energies, pyscf

ROOT = Path(__file__).resolve().parents[2]
MILLI_ELECTRONVOLT = 27211.386245988  # in a hartree


def indices(text):
    """'0-9,12' -> [0, ..., 9, 12]"""
    parts = [p.split("-") for p in text.split(",")]
    return [i for p in parts for i in range(int(p[0]), int(p[-1]) + 1)]


def value(text):
    """A number, list or truth value of a configuration, or a text."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def learned(data, train, tests, chosen, config, keep):
    """(densities of the structures `chosen` of `tests`, what to say about them) of a model trained on `train` of `data`."""
    model = rhofield.train(data, indices(train), config=config)
    if keep:
        Path(keep).mkdir(parents=True, exist_ok=True)
        model.write(f"{keep}/{train}.model.h5")
    atoms = [tests[i].atoms for i in chosen]
    electrons = [float(a.numbers.sum()) - charge_of(tests[i]) for a, i in zip(atoms, chosen)]
    errors = rhofield.validate(model, tests, chosen).density
    percents = {"percent_of_spread": errors.total_percent, "percent_of_norm": errors.total_percent_of_norm}
    return model.predict(atoms, electrons=electrons).coefficients, percents


def charge_of(entry):
    return entry.property("charge") or 0.0


def coulomb_error(entry, basis, coefficients):
    """1/2 (d|d) of the error d of a predicted density against the fitted one, meV."""
    atoms = entry.atoms
    aux = pyscf.auxiliary_molecule(basis, atoms.numbers, atoms.positions / dataset_file.BOHR)
    error = pyscf.to_pyscf_order(aux, coefficients - entry.coefficients)
    return 0.5 * float(error @ pyscf.metric_matrix(aux, "coulomb") @ error) * MILLI_ELECTRONVOLT


def mean_field(entry, options):
    """The level of theory on one structure, not yet run."""
    atoms = entry.atoms
    positions = atoms.positions / dataset_file.BOHR
    molecule = gto.M(atom=list(zip(atoms.get_chemical_symbols(), positions)), unit="B", basis=options.orbitals,
                     charge=round(charge_of(entry)), verbose=0)
    calculation = dft.RKS(molecule, xc=options.xc).density_fit()
    calculation.grids.level = options.grid_level
    calculation.conv_check = False
    return calculation


def evaluate(entries, models, basis, options):
    """One list of rows per model, one row per structure: energies relative to the self-consistent one in meV, and iterations
    with each guess, of the last model's densities."""
    rows = [[] for _ in models]
    for i, entry in enumerate(entries):
        atoms = entry.atoms
        for of_model, predicted in zip(rows, models):
            of_model.append({"label": atoms.info.get("label", str(i)), "atoms": len(atoms),
                             "coulomb": coulomb_error(entry, basis, predicted[i])})
        if options.errors_only:
            continue
        calculation = mean_field(entry, options)
        fit = energies.one_step(calculation, basis, entry.coefficients, options.exchange_steps)
        steps = [energies.one_step(calculation, basis, predicted[i], options.exchange_steps) for predicted in models]
        reference, row = entry.property("energy"), {}
        if i < options.scf or reference is None:
            for name, guess in (("default", None), ("prediction", steps[-1].guess), ("prediction_step", steps[-1].density_matrix)):
                scf = calculation.copy()
                scf.kernel(dm0=guess)
                if not scf.converged:
                    sys.exit(f"energies.py: the SCF of structure {i} did not converge")
                row[f"iterations_{name}"] = scf.cycles
                if name == "default":
                    row["stored"] = None if reference is None else (reference - scf.e_tot) * MILLI_ELECTRONVOLT
                    reference = scf.e_tot
        for model, of_model in zip(steps, rows):
            of_model[-1].update(row)
            for name, step in (("fit", fit), ("model", model)):
                of_model[-1][name] = (step.energy - reference) * MILLI_ELECTRONVOLT
                of_model[-1][f"{name}_harris"] = (step.harris_foulkes - reference) * MILLI_ELECTRONVOLT
        if options.verbose:
            print([of_model[-1] for of_model in rows], flush=True)
    return rows


def composition(atoms):
    """How many atoms of each element [atomic number]."""
    return np.bincount(atoms.numbers, minlength=119).astype(float)


def offsets(entries, basis, options):
    """Contribution of an atom of each element to the Harris-Foulkes error of the fit [atomic number], meV."""
    errors = []
    for entry in entries:
        energy = energies.one_step(mean_field(entry, options), basis, entry.coefficients, options.exchange_steps).harris_foulkes
        errors.append((energy - entry.property("energy")) * MILLI_ELECTRONVOLT)
    return np.linalg.lstsq(np.array([composition(entry.atoms) for entry in entries]), np.array(errors), rcond=None)[0]


def summary(rows, percents):
    """Mean absolute errors in meV per atom and per molecule, and mean iterations."""
    out = {"structures": len(rows), **percents}
    names = [name for name in ("coulomb", "fit", "model", "fit_harris", "model_harris", "fit_harris_corrected", "model_harris_corrected")
             if name in rows[0]]
    column = {name: np.array([row[name] for row in rows]) for name in names}
    atoms = np.array([row["atoms"] for row in rows])
    if "model" in column:
        column["above_fit"] = column["model"] - column["fit"]
        column["harris_above_fit"] = column["model_harris"] - column["fit_harris"]
        out["largest_meV"] = float(np.abs(column["model"]).max())
        out["median_meV"] = float(np.median(np.abs(column["model"])))
    for name, values in column.items():
        out[f"{name}_meV_per_atom"] = float(np.abs(values / atoms).mean())
        out[f"{name}_meV"] = float(np.abs(values).mean())
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
    parser.add_argument("--exchange-steps", type=int, default=2, help="diagonalisations with exact exchange, of hybrids")
    parser.add_argument("--train", action="append", help="structures to train on, from 0: 0-49,55 (default 0-49); may be repeated")
    parser.add_argument("--test", default="52-59", help="structures to test on")
    parser.add_argument("--test-data", help="take the structures to test from this data set")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--config", help="configuration file of the training")
    how.add_argument("--set", action="append", metavar="KEY=VALUE", help="any key of it; may be repeated")
    parser.add_argument("--scf", type=int, default=0, help="self-consistent runs, for iterations and exact references")
    parser.add_argument("--offsets", type=int, default=0, help="training structures to find the Harris-Foulkes error of the fit with")
    parser.add_argument("--errors-only", action="store_true", help="no energies, only errors of the densities")
    parser.add_argument("--keep", help="folder to keep the trained models in, TRAIN.model.h5 each")
    parser.add_argument("--json", help="write rows and summary to this file")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    shipped = options.data is None
    config = options.config or {k: value(v) for k, _, v in (item.partition("=") for item in options.set or [])}
    if shipped:
        config = config or {"model.environments": 60, "regression.metric": "coulomb"}
        options.scf = options.scf or 3
    options.train = options.train or ["0-49"]
    data = rhofield.DataSet.read(options.data or ROOT / "tests/data/water_monomers_60.h5")
    tests, chosen = rhofield.DataSet.read(options.test_data) if options.test_data else data, indices(options.test)
    if tests is data and set(chosen) & {i for train in options.train for i in indices(train)}:
        sys.exit("energies.py: --train and --test overlap")
    if options.offsets > len(indices(options.train[0])):
        sys.exit(f"energies.py: --offsets {options.offsets}, but --train {options.train[0]} has fewer structures")
    models = [learned(data, train, tests, chosen, config, options.keep) for train in options.train]
    entries = [tests[i] for i in chosen]
    every = evaluate(entries, [densities for densities, _ in models], tests.basis, options)
    if options.offsets and not options.errors_only:
        offset = offsets([data[i] for i in indices(options.train[0])[:options.offsets]], data.basis, options)
        for rows in every:
            for row, entry in zip(rows, entries):
                for name in ("fit_harris", "model_harris"):
                    row[f"{name}_corrected"] = row[name] - float(composition(entry.atoms) @ offset)
    results = [{"train": train, "summary": summary(rows, percents), "rows": rows}
               for train, rows, (_, percents) in zip(options.train, every, models)]
    for result in results:
        print(f"trained on {result['train']}")
        for name, number in result["summary"].items():
            print(f"    {name:32s} {number:.4g}")
    if options.json:
        settings = rhofield.Configuration(config).changes()
        Path(options.json).write_text(json.dumps({"test": options.test, "settings": settings, "results": results}, indent=1))
    if shipped and not options.errors_only and not results[-1]["summary"]["above_fit_meV_per_atom"] < 0.01:  # measured: 0.0005
        sys.exit("energies.py: the predicted densities of the shipped sample are worse than they were")


if __name__ == "__main__":
    main()
