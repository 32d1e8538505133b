#!/usr/bin/env python3
"""Plot learning curves written by `rhofield learning-curve -o curve.csv`.

    plot_learning_curve.py curve.csv [more.csv ...] -o curve.png [--norm]

One line for each file, quantity and regularisation, on logarithmic axes. --norm shows the error relative to the norm of the
density instead of its spread around the species means.
"""
import argparse
import csv
import os

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402 (the backend has to be chosen first)


def read_curves(path):
    """{(quantity, regularisation): [(structures, percent, percent_of_norm), ...]}"""
    curves = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            point = int(row["structures"]), float(row["percent"]), float(row["percent_of_norm"])
            curves.setdefault((row.get("quantity") or "density", float(row["regularisation"])), []).append(point)
    return curves


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("curves", nargs="+")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--norm", action="store_true")
    arguments = parser.parse_args()

    figure, axes = plt.subplots(figsize=(5.5, 4.0), constrained_layout=True)
    column = 2 if arguments.norm else 1
    ticks = set()
    for path in arguments.curves:
        stem = os.path.splitext(os.path.basename(path))[0]
        curves = read_curves(path)
        several = len({quantity for quantity, _ in curves}) > 1
        for (quantity, eta), points in sorted(curves.items()):
            points.sort()
            ticks.update(p[0] for p in points)
            name = f"{stem}, {quantity}" if several else stem
            label = f"{name}, η = {eta:.0e}" if len(curves) > 1 or len(arguments.curves) > 1 else f"η = {eta:.0e}"
            axes.loglog([p[0] for p in points], [p[column] for p in points], "o-", label=label)
    axes.set_xticks(sorted(ticks), [str(t) for t in sorted(ticks)])
    axes.minorticks_off()
    axes.set_xlabel("training structures")
    axes.set_ylabel("test error, % of the " + ("norm" if arguments.norm else "spread"))
    axes.grid(True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(arguments.output, dpi=150)


if __name__ == "__main__":
    main()
