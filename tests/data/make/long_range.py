"""Copies what the tests read of the long-range reference files.   usage: long_range.py REFERENCE_FOLDER OUTPUT_FOLDER"""
import sys

import h5py

source, target = sys.argv[1:]
compact = dict(compression="gzip", compression_opts=9, shuffle=True)
with h5py.File(f"{source}/lode_expansion.h5") as old, h5py.File(f"{target}/lode_expansion.h5", "w") as new:
    new.attrs["note"] = old.attrs["note"]
    for name, exponents in (("nacl", range(7)), ("triclinic", range(7)), ("water_8", (1, 6))):
        group = new.create_group(name)
        group.attrs.update(old[name].attrs)
        for item in ("numbers", "positions", "cell", "pbc"):
            group[item] = old[name][item][()]
        for p in exponents:
            group.create_dataset(f"p_{p}", data=old[name][f"p_{p}_own"][()], **compact)
with h5py.File(f"{source}/ewald.h5") as old, h5py.File(f"{target}/ewald.h5", "w") as new:
    new.attrs["note"] = old.attrs["note"]
    for name in ("crystals/NaCl", "crystals/CsCl", "crystals/ZnS", "boxes/0", "boxes/4", "triclinic"):
        old.copy(name, new.require_group(name.rpartition("/")[0] or "/"))
