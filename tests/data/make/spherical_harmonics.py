"""Part of the sphericart reference vectors, small enough to ship.   usage: spherical_harmonics.py REFERENCE_FOLDER OUTPUT.h5

Kept: points on axes, in planes and near the poles, 14 general ones, all tiny (1e-12..1e-4) and huge (1e2..1e10) ones;
solid harmonics and their gradients at the first 24 of them (no tiny or huge ones).
"""
import os
import sys

import h5py
import numpy as np

with h5py.File(os.path.join(sys.argv[1], "spherical_harmonics.h5")) as source, h5py.File(sys.argv[2], "w") as out:
    kept = np.r_[0:36, 82:100]
    out.attrs["note"] = source.attrs["note"]
    out.attrs["l_max"] = source.attrs["lmax"]
    options = dict(compression="gzip", compression_opts=9, shuffle=True)
    out.create_dataset("points", data=source["points"][:][kept], **options)
    out.create_dataset("values", data=source["values"][:][kept], **options)
    out.create_dataset("solid_values", data=source["solid_values"][:24], **options)
    out.create_dataset("solid_gradients", data=source["solid_gradients"][:24], **options)
