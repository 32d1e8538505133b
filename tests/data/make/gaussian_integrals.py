"""Cuts the reference integrals down to what the tests ship.   usage: gaussian_integrals.py REFERENCE_FOLDER OUTPUT.h5

The matrices come from PySCF 2.14.0 (libcint), see the note in the source file. Of the molecules every STEP-th row is kept
(`rows`), the point values of every third point. The Coulomb matrix of the cell is computed here: the plain sum over
k != 0 of the Fourier transforms, without any division into near and far, far enough for the sharpest function."""
import sys
from math import pi

import h5py
import numpy as np
from ase.data import atomic_numbers
from scipy.special import sph_harm_y

STEP = {"water_dimer": 13, "formamide": 41, "periodic": 3}
POINT_STEP = {"water_dimer": 3}


def real_harmonics(l, theta, phi):
    """[m, point] for m = -l..l, without Condon-Shortley sign."""
    rows = []
    for m in range(-l, l + 1):
        y = sph_harm_y(l, abs(m), theta, phi) * (-1) ** m
        rows.append(y.real if m == 0 else np.sqrt(2) * (y.real if m > 0 else y.imag))
    return np.array(rows)


def cell_coulomb(group, k_cutoff=20.0):
    cell, positions, numbers = group["cell"][()], group["positions"][()], group["numbers"][()]
    volume, reciprocal = abs(np.linalg.det(cell)), 2 * pi * np.linalg.inv(cell).T
    most = (k_cutoff * np.linalg.norm(cell, axis=1) / (2 * pi)).astype(int)
    integers = np.stack(np.meshgrid(*[np.arange(-n, n + 1) for n in most], indexing="ij"), -1).reshape(-1, 3)
    waves = integers @ reciprocal
    length = np.linalg.norm(waves, axis=1)
    waves, length = waves[(length > 0) & (length < k_cutoff)], length[(length > 0) & (length < k_cutoff)]
    theta, phi = np.arccos(waves[:, 2] / length), np.arctan2(waves[:, 1], waves[:, 0])
    amplitudes = []
    symbol_of = {atomic_numbers[s]: s for s in group["basis"]}
    for number, position in zip(numbers, positions):
        basis = {key: item[()] for key, item in group[f"basis/{symbol_of[number]}"].items()}
        for shell, l in enumerate(basis["shell_l"]):
            radial = sum(c * (pi / a) ** 1.5 * (length / (2 * a)) ** l * np.exp(-length**2 / (4 * a))
                         for a, c in zip(*[basis[key][slice(*basis["primitive_offset"][shell:shell + 2])]
                                           for key in ("exponent", "coefficient")]))
            amplitudes += list((-1j) ** l * radial * real_harmonics(l, theta, phi) * np.exp(-1j * waves @ position))
    amplitudes = np.array(amplitudes) * np.sqrt(4 * pi / volume) / length
    return (amplitudes.conj() @ amplitudes.T).real


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
        if name == "periodic":
            target.create_dataset("coulomb", data=cell_coulomb(group)[rows], **packed)
        for key in ("charge", "dipole"):
            if key in group:
                target.create_dataset(key, data=group[key][()], **packed)
        if name in POINT_STEP:
            chosen = slice(None, None, POINT_STEP[name])
            target["points"] = group["points"][chosen]
            target.create_dataset("values", data=group["values"][chosen], **packed)
            # Of sum_f c_f phi_f with c_f = 1/2 + sin(0.7 f): [point, xyz].
            coefficients = 0.5 + np.sin(0.7 * np.arange(functions))
            target["density_gradients"] = (group["value_gradients"][()] @ coefficients).T[chosen]
