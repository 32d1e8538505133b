"""Packs reference neighbour lists into one small file.   usage: neighbour_lists.py REFERENCE_FOLDER OUTPUT.h5

The reference holds one group per system: positions, cell, pbc, cutoff, and the full list i, j, shift, distance. Here all
systems stand behind one another (many small data sets cost more than their content). Distances are kept for i <= j only:
each pair occurs in both directions.
"""
import sys
from pathlib import Path

import h5py
import numpy as np

with h5py.File(Path(sys.argv[1]) / "neighbour_lists.h5") as source, h5py.File(sys.argv[2], "w") as file:
    names = sorted(source)
    groups = [source[name] for name in names]

    def stack(item):
        return np.concatenate([g[item][()] for g in groups])

    def put(name, values):
        file.create_dataset(name, data=values, compression="gzip", compression_opts=9, shuffle=True)

    i, j = stack("i"), stack("j")
    file.attrs["source"] = source.attrs["note"]
    file.attrs["systems"] = " ".join(names)
    file["atoms"] = np.array([len(g["positions"]) for g in groups], np.int32)
    file["pairs"] = np.array([len(g["i"]) for g in groups], np.int32)
    file["cutoff"] = np.array([g.attrs["cutoff"] for g in groups])
    file["cell"] = np.array([g["cell"][()] for g in groups])
    file["periodic"] = np.array([g["pbc"][()] for g in groups], np.int32)
    put("positions", stack("positions"))
    put("i", i.astype(np.int16))
    put("j", j.astype(np.int16))
    put("shift", stack("shift").astype(np.int8))
    put("distance", stack("distance")[i <= j])
