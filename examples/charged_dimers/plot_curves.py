#!/usr/bin/env python3
"""Plot reference and predicted binding curves of the test set.

    plot_curves.py with_charges.h5 with_charges.properties.h5 -o curves.png [--first-test-curve 180] [--count 12]
"""
import argparse

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402 (the backend has to be chosen first)

EV = 27.211386245988


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("predictions")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--first-test-curve", type=int, default=180)
    parser.add_argument("--count", type=int, default=12)
    arguments = parser.parse_args()

    curves = {}
    with h5py.File(arguments.data) as data, h5py.File(arguments.predictions) as predicted:
        for name in sorted(data["structures"]):
            reference = data["structures"][name].attrs
            if reference["curve"] < arguments.first_test_curve:
                continue
            point = reference["separation"], EV * reference["energy"], EV * predicted["structures"][name].attrs["energy"]
            curves.setdefault(int(reference["curve"]), (reference["label"], []))[1].append(point)
    chosen = list(curves.items())[: arguments.count]
    columns = 4
    figure, axes = plt.subplots(-(-len(chosen) // columns), columns, figsize=(11, 7.5), constrained_layout=True, squeeze=False)
    for axis, (curve, (label, points)) in zip(axes.flat, chosen):
        distance, reference, predicted = zip(*sorted(points))
        axis.plot(distance, reference, "k.-", label="GFN2-xTB")
        axis.plot(distance, predicted, "C1o--", mfc="none", label="predicted")
        axis.set_title(label, fontsize=8)
        axis.axhline(0, color="0.8", lw=0.6)
    for axis in axes[-1]:
        axis.set_xlabel("separation from contact / angstrom", fontsize=8)
    for axis in axes[:, 0]:
        axis.set_ylabel("interaction / eV", fontsize=8)
    axes[0, 0].legend(fontsize=7)
    figure.savefig(arguments.output, dpi=110)


if __name__ == "__main__":
    main()
