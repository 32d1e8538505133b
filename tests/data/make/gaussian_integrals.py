"""Cuts the reference integrals down to what the tests ship.   usage: gaussian_integrals.py REFERENCE_FOLDER OUTPUT.h5

The matrices come from PySCF 2.14.0 (libcint), see the note in the source file. Of the molecules every STEP-th row is kept
(`rows`), the point values of every third point."""
import sys

import h5py
import numpy as np

STEP = {"water_dimer": 13, "formamide": 41}
POINT_STEP = {"water_dimer": 3}
packed = dict(compression="gzip", compression_opts=9, shuffle=True)

with h5py.File(sys.argv[1] + "/gaussian_integrals.h5") as source, h5py.File(sys.argv[2], "w") as out:
    out.attrs["note"] = source.attrs["note"] + " Rows listed in `rows` only."
    for name, group in source.items():
        target = out.create_group(name)
        for key in ("numbers", "positions", "cell", "pbc"):
            if key in group:
                target[key] = group[key][()]
        for symbol, basis in group["basis"].items():
            for key, item in basis.items():
                target[f"basis/{symbol}/{key}"] = item[()]
        functions = len(group["overlap"])
        rows = np.arange(0, functions, STEP.get(name, 1), dtype=np.int32)
        target["rows"] = rows
        for key in ("overlap", "coulomb"):
            if key in group:
                target.create_dataset(key, data=group[key][rows], **packed)
        for key in ("charge", "dipole"):
            if key in group:
                target.create_dataset(key, data=group[key][()], **packed)
        if name in POINT_STEP:
            chosen = slice(None, None, POINT_STEP[name])
            target["points"] = group["points"][chosen]
            target.create_dataset("values", data=group["values"][chosen], **packed)
