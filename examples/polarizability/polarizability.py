"""Polarizabilities of nanoparticles that are larger than any the model was trained on.

    python3 polarizability.py [--data DATA.h5] [--larger LARGE.h5 ...] [-o FOLDER]

Drives the command line: trains a model of the field response, validates it on the last fifth of DATA, which training holds
out, and predicts polarizabilities of DATA and of the larger particles. Writes FOLDER/polarizability.csv and, where
matplotlib is there, FOLDER/polarizability.png: alpha(N) on logarithmic axes with its slope, alpha/N, and the error
against the references. Without --larger the larger particles are made by charge_dipole_model.py (--larger-sizes).
"""
import argparse
import csv
import json
import pathlib
import shutil
import subprocess
import sys

import h5py
import numpy as np

import charge_dipole_model

HERE = pathlib.Path(__file__).resolve().parent


def parse_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=HERE / "nanoparticles_small.h5", type=pathlib.Path)
    parser.add_argument("--larger", nargs="+", default=[], type=pathlib.Path, help="data sets of larger particles")
    parser.add_argument("--larger-sizes", default="201,309,561", help="of those to make when no --larger is named")
    parser.add_argument("-o", "--output", default="polarizability-output", type=pathlib.Path)
    parser.add_argument("--rhofield", help="the program (default: the newest build of this repository, else PATH)")
    parser.add_argument("--cutoff", default="7", help="angstrom; what lies further away cannot be learned")
    parser.add_argument("--smearing", default="0.5", help="angstrom")
    parser.add_argument("--n-max", default="5")
    parser.add_argument("--l-max", default="3")
    parser.add_argument("--environments", default="100")
    parser.add_argument("--regularisation", default="1e-6")
    parser.add_argument("--threads", default="0")
    return parser.parse_args()


def find_program(named):
    if named:
        return named
    builds = [path for path in HERE.parents[1].glob("build/*/rhofield") if path.is_file()]
    found = max(builds, key=lambda path: path.stat().st_mtime) if builds else shutil.which("rhofield")
    if not found:
        sys.exit("polarizability.py: no rhofield in build/*/ or in PATH; name it with --rhofield")
    return found


def run(program, *arguments):
    """What `rhofield ... --json` prints; its errors are shown and end this script."""
    command = [str(item) for item in (program, *arguments, "--json")]
    print("$", " ".join(command[:-1]), flush=True)
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if result.returncode:
        sys.exit(result.returncode)
    return json.loads(result.stdout)


def references(path):
    """Mean polarizabilities of a data set, NaN where it has none."""
    with h5py.File(path) as file:
        tensors = [group.get("polarizability") for group in file["structures"].values()]
        return [np.nan if tensor is None else np.trace(tensor[()]) / 3 for tensor in tensors]


def slope(atoms, alpha):
    """d ln(alpha) / d ln(N), least squares."""
    return np.polyfit(np.log(atoms), np.log(alpha), 1)[0]


def columns(rows, *keys):
    return np.array([[row[key] for key in keys] for row in rows]).T


def plot(path, rows):
    try:
        import matplotlib
    except ImportError:
        return print("without matplotlib there is no plot")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(14, 4.2))
    known = [row for row in rows if np.isfinite(row["reference"])]
    if known:
        atoms, alpha = columns(known, "atoms", "reference")
        left.loglog(atoms, alpha, "-", color="0.6", label=f"reference, slope {slope(atoms, alpha):.3f}")
        middle.semilogx(atoms, alpha / atoms, "-", color="0.6")
    for kind, marker, color in (("trained", ".", "tab:blue"), ("held out", "o", "tab:orange"), ("larger", "s", "tab:red")):
        chosen = [row for row in rows if row["set"] == kind]
        if not chosen:
            continue
        atoms, alpha, reference = columns(chosen, "atoms", "alpha", "reference")
        left.loglog(atoms, alpha, marker, color=color, label=f"predicted, {kind}")
        middle.semilogx(atoms, alpha / atoms, marker, color=color)
        right.semilogx(atoms, 100 * (alpha / reference - 1), marker, color=color)
    right.axhline(0, color="0.6")
    left.set(xlabel="atoms N", ylabel="α, bohr³",
             title=f"predictions: slope {slope(*columns(rows, 'atoms', 'alpha')):.3f}")
    middle.set(xlabel="atoms N", ylabel="α/N, bohr³", title="per atom")
    right.set(xlabel="atoms N", ylabel="predicted against reference, %", title="error")
    left.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=130)
    print("plot  ", path)


def main():
    options = parse_command_line()
    program = find_program(options.rhofield)
    options.output.mkdir(parents=True, exist_ok=True)
    common = ["--threads", options.threads]
    larger = options.larger
    if not larger:
        larger = [options.output / "larger.h5"]
        charge_dipole_model.generate(larger[0], charge_dipole_model.parse_sizes(options.larger_sizes), seed=7)

    model = options.output / "response.model.h5"
    trained = run(program, "train", options.data, "--quantities", "response", "-o", model, "--cutoff", options.cutoff,
                  "--smearing", options.smearing, "--n-max", options.n_max, "--l-max", options.l_max, "--environments",
                  options.environments, "--regularisation", options.regularisation, *common)
    errors = run(program, "validate", model, options.data, *common)["response"]
    print(f"trained on {len(trained['train'])} particles in {trained['seconds']:.1f} s; error of the response of "
          f"{errors['structures']} others {errors['percent']:.2f} %, of their polarizability "
          f"{errors['polarizability_percent']:.2f} %")

    rows = []
    for source in [options.data, *larger]:
        predicted = run(program, "predict", model, source, "--polarizability-only", "-o",
                        options.output / f"{source.stem}.polarizability.h5", *common)
        for entry, reference in zip(predicted["structures"], references(source)):
            kind = "larger" if source in larger else "held out" if entry["index"] in trained["test"] else "trained"
            rows.append({"set": kind, "atoms": entry["atoms"], "alpha": entry["mean_polarizability"],
                         "reference": reference})
    rows.sort(key=lambda row: row["atoms"])

    with open(options.output / "polarizability.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    print(f"\n{'atoms':>7} {'alpha/N':>10} {'reference':>10} {'error, %':>9}")
    for row in rows:
        if row["set"] != "trained":
            print(f"{row['atoms']:7d} {row['alpha'] / row['atoms']:10.4f} {row['reference'] / row['atoms']:10.4f} "
                  f"{100 * (row['alpha'] / row['reference'] - 1):9.2f}  {row['set']}")
    known = [row for row in rows if np.isfinite(row["reference"])]
    print(f"predictions: alpha ~ N^{slope(*columns(rows, 'atoms', 'alpha')):.4f}"
          + (f", references: N^{slope(*columns(known, 'atoms', 'reference')):.4f}" if known else ""))
    print("table ", options.output / "polarizability.csv")
    plot(options.output / "polarizability.png", rows)


if __name__ == "__main__":
    main()
