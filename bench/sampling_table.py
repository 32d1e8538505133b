#!/usr/bin/env python3
"""Which points are worth training on? Errors of real-space models at equal numbers of training points.

    sampling_table.py GRIDS.h5 [--points 50,200,1000] [--seeds 1,2,3] [--steps 3000] [-o FILE.csv]

GRIDS.h5 is a data set of densities on grids (docs/data_format.md). Structure k is tested for k mod 5 = 4, else validated (it
chooses among the weights on the way) for k mod 15 = 0 or 7, else trained on. Every run makes the same number of steps of the
same number of probes with the same network, on points that are taken once ("fixed") or once more after half of the steps
("redrawn": then screening knows the features of a trained network instead of those of the first weights). Points:

    uniform          evenly over the grid
    targeted         in proportion to |density| + alpha |gradient|
    targeted+share   the same, and a fifth of the points evenly
    screening        none; of four times as many candidates those with independent features (products of two included), of each
                     structure, or of all together
    weights          the loss divides by the probabilities, or not

Writes a row for each run and prints a table of the mean NMAE on the full grids of the tested structures. Runs that FILE.csv
holds already are not repeated.
"""
import argparse
import csv
import itertools
import pathlib
import statistics
import time

import rhofield

SAMPLING = {"uniform": 1.0, "targeted": 0.0, "targeted+share": 0.2}  # the uniform share
SCREENING = {"none": {}, "structure": {"sampling.screening": 1e-7}, "pooled": {"sampling.screening": 1e-7,
                                                                             "sampling.pooled_screening": True}}
FIELDS = ["points", "taken", "sampling", "screening", "weights", "seed", "nmae_percent", "vacuum_percent",
          "validation_percent", "seconds", "data", "steps"]


def parse_command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--points", default="50,200,1000", help="of each structure")
    parser.add_argument("--taken", default="fixed,redrawn")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--steps", type=int, default=3000, help="of each run, a thousand probes each")
    parser.add_argument("--device", default="auto")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=pathlib.Path("sampling_table.csv"))
    return parser.parse_args()


def configuration(run, structures, steps):
    epochs = max(20, steps * 1000 // (run["points"] * structures))
    return {
        "sampling.points": run["points"],
        "sampling.uniform": SAMPLING[run["sampling"]],
        "sampling.resample": 0 if run["taken"] == "fixed" else (epochs + 1) // 2,
        "sampling.importance_weights": run["weights"] == "yes",
        "sampling.screening_degree": 2,
        **SCREENING[run["screening"]],
        "real_space.epochs": epochs,
        "real_space.batch": 1000,
        "real_space.validate_every": max(1, epochs // 20),
        "real_space.validation_points": 4000,
        "real_space.seed": run["seed"],
    }


def measure(run, data, train, validation, test, options):
    begin = time.perf_counter()
    config = configuration(run, len(train), options.steps)
    trained = rhofield.train_real_space(data, train, validation, config=config, device=options.device)
    errors = rhofield.validate_real_space(trained.model, data, test, device=options.device)
    return {**run, "nmae_percent": errors.total_percent, "vacuum_percent": errors.vacuum_percent,
            "validation_percent": trained.validation_percent, "seconds": time.perf_counter() - begin, "data": options.data.name,
            "steps": options.steps}


def key_of(row):
    return tuple(str(row[name]) for name in FIELDS[:6])


def read_rows(options):
    """Those of FILE.csv; they must be of the same data and steps."""
    if not options.output.exists():
        return []
    with open(options.output, newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if (row["data"], row["steps"]) != (options.data.name, str(options.steps)):
            raise SystemExit(f"{options.output} holds runs of {row['data']} with {row['steps']} steps; name another file with -o")
    return rows


def print_table(rows):
    print("| points | taken | sampling | weights | " + " | ".join(f"screening: {s}" for s in SCREENING) + " |")
    print("|---|---|---|---|" + "---|" * len(SCREENING))
    found = {}
    for row in rows:
        found.setdefault(key_of(row)[:5], []).append(float(row["nmae_percent"]))
    for points, taken, sampling, weights in dict.fromkeys((k[0], k[1], k[2], k[4]) for k in found):
        cells = []
        for screening in SCREENING:
            values = found.get((points, taken, sampling, screening, weights), [])
            spread = f" ± {statistics.stdev(values):.2f}" if len(values) > 1 else ""
            cells.append(f"{statistics.mean(values):.2f}{spread}" if values else "")
        print(f"| {points} | {taken} | {sampling} | {weights} | " + " | ".join(cells) + " |")


def main():
    options = parse_command_line()
    data = rhofield.GridData.read(options.data)
    test = [k for k in range(len(data)) if k % 5 == 4]
    validation = [k for k in range(len(data)) if k % 5 != 4 and k % 15 in (0, 7)]
    train = [k for k in range(len(data)) if k not in test and k not in validation]
    rows = read_rows(options)
    known = {key_of(row) for row in rows}
    runs = [dict(zip(FIELDS, run)) for run in itertools.product(
        map(int, options.points.split(",")), options.taken.split(","), SAMPLING, SCREENING, ("yes", "no"))]
    for seed, run in itertools.product(map(int, options.seeds.split(",")), runs):
        run = {**run, "seed": seed}
        if run["sampling"] == "uniform" and run["weights"] == "no":
            continue  # equal probabilities have no weights
        if key_of(run) in known:
            continue
        rows.append(measure(run, data, train, validation, test, options))
        with open(options.output, "w", newline="") as file:
            writer = csv.DictWriter(file, FIELDS)
            writer.writeheader()
            writer.writerows(rows)
        print(", ".join(f"{name} {rows[-1][name]}" for name in FIELDS[:6]),
              f": {rows[-1]['nmae_percent']:.3f} % after {rows[-1]['seconds']:.1f} s", flush=True)
    print_table(rows)


if __name__ == "__main__":
    main()
