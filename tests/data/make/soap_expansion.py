"""Part of the featomic reference vectors, small enough to ship.   usage: soap_expansion.py REFERENCE_FOLDER OUTPUT.h5

Kept: the coefficients of all centres of water_dimer, nacl and triclinic and of the first four of formamide; no gradients.
"""
import os
import sys

import h5py

with h5py.File(os.path.join(sys.argv[1], "soap_expansion.h5")) as source, h5py.File(sys.argv[2], "w") as out:
    out.attrs["note"] = source.attrs["note"]
    for name, group in source.items():
        copy = out.create_group(name)
        for key, value in group.attrs.items():
            copy.attrs[key] = value
        for key in ("numbers", "positions", "cell", "pbc"):
            if key in group:
                copy[key] = group[key][:]
        centres = 4 if name == "formamide" else len(group["numbers"])
        copy.create_dataset("coefficients", data=group["coefficients"][:centres], compression="gzip", compression_opts=9, shuffle=True)
