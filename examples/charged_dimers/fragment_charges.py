#!/usr/bin/env python3
"""Give the atoms of fragments their share of the fragment's charge.

    fragment_charges.py dimers.h5 with_charges.h5 --train-curves 179

Labels are "first+second". Charge and number of atoms of each kind of fragment follow by least squares from the charges and
numbers of atoms of the structures up to --train-curves; each atom of a fragment gets an equal share. Long-range features of
these charges (weights = "charges") carry what the species alone cannot tell: which fragment is an ion.
"""
import argparse
import shutil

import h5py
import numpy as np


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("output")
    parser.add_argument("--train-curves", type=int, required=True, help="last curve that may be learned from")
    arguments = parser.parse_args()

    shutil.copyfile(arguments.data, arguments.output)
    with h5py.File(arguments.output, "r+") as file:
        groups = [file["structures"][name] for name in sorted(file["structures"])]
        labels = [group.attrs["label"].split("+") for group in groups]
        kinds = sorted({kind for pair in labels for kind in pair})
        known = [k for k, group in enumerate(groups) if group.attrs["curve"] <= arguments.train_curves]
        counts = np.array([[labels[k].count(kind) for kind in kinds] for k in known], float)
        values = np.array([[groups[k].attrs["charge"], len(groups[k]["numbers"])] for k in known], float)
        solution, _, rank, _ = np.linalg.lstsq(counts, values, rcond=None)
        if rank < len(kinds):
            raise SystemExit(f"{len(known)} structures tell only {rank} of {len(kinds)} kinds of fragments apart")
        charge = dict(zip(kinds, solution[:, 0]))
        atoms = dict(zip(kinds, np.rint(solution[:, 1]).astype(int)))
        for group, pair in zip(groups, labels):
            group["charges"] = np.concatenate([np.full(atoms[kind], charge[kind] / atoms[kind]) for kind in pair])
    print("charges:", ", ".join(f"{kind} {charge[kind]:+.0f}" for kind in kinds))


if __name__ == "__main__":
    main()
