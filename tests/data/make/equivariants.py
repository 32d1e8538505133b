"""Cuts the test data of the equivariant features out of the reference vectors.   usage: equivariants.py REFERENCE_FOLDER OUT.h5

coupling/orders [tensor, (L, l1, l2)] and coupling/values (the tensors [M, m1, m2], one after another), all with l <= 3;
features: expansion coefficients [atom, species, n, lm] of a water dimer (all atoms) and unnormalised features of one of them;
recoupling: R [(mu k), M], k in the order y, z, x; response: normalised vector-field kernels [i, j, (mu k), (mu' k')], i
in rows, and norms N_i of the same two structures;
kernels: normalised density kernels, K = k_lambda k_0^(zeta-1), of the dimer (small basis) and of a triclinic crystal.
"""
import sys
import h5py
import numpy as np

packed = dict(compression="gzip", compression_opts=9, shuffle=True)
folder, out = sys.argv[1:]
ATOMS = [4]

with h5py.File(f"{folder}/lambda_soap.h5") as features, h5py.File(f"{folder}/equivariant_kernels.h5") as kernels, \
        h5py.File(f"{folder}/soap_expansion.h5") as soap, h5py.File(out, "w") as target:
    target.attrs["note"] = "Expansion coefficients from featomic 0.6.7, combined by an independent numpy evaluation (real 3j algebra in rational numbers)."
    names = sorted(features["coupling"])
    target["coupling/orders"] = np.array([[int(x) for x in name.split("_")] for name in names], np.int32)
    values = np.concatenate([features[f"coupling/{name}"][:].ravel() for name in names])
    target.create_dataset("coupling/values", data=np.where(abs(values) > 1e-14, values, 0.0), **packed)
    dimer = features["water_dimer"]
    target.create_dataset("water_dimer/coefficients", data=dimer["coefficients"][:], **packed)
    target["water_dimer/atoms"] = np.array(ATOMS, np.int32)
    for L in range(5):
        for parity in ("even", "odd"):
            if f"lambda_{L}/{parity}" in dimer:
                group = dimer[f"lambda_{L}/{parity}"]
                target[f"water_dimer/lambda_{L}/{parity}/pairs"] = group["pairs"][:]
                target.create_dataset(f"water_dimer/lambda_{L}/{parity}/features", data=group["features"][ATOMS], **packed)
    for L in range(5):
        target.create_dataset(f"water_dimer/kernel/lambda_{L}/zeta_2", data=kernels[f"small/water_dimer/density/lambda_{L}/zeta_2"][:], **packed)
    target.create_dataset("triclinic/coefficients", data=soap["triclinic/coefficients"][:], **packed)
    for L in range(5):
        for zeta in (1, 2, 3):
            if zeta == 3 or L < 2:
                target.create_dataset(f"triclinic/kernel/lambda_{L}/zeta_{zeta}", data=kernels[f"full/triclinic/density/lambda_{L}/zeta_{zeta}"][:], **packed)
    for name in kernels["recoupling"]:
        target[f"recoupling/{name}"] = kernels[f"recoupling/{name}"][:]
    for structure, size, zetas, rows in (("water_dimer", "small", (2,), ATOMS), ("triclinic", "full", (1, 3), range(4))):
        target[f"{structure}/response/rows"] = np.array(rows, np.int32)
        for L in range(4):
            for zeta in zetas:
                if zeta == 1 and L > 1:
                    continue
                source = kernels[f"{size}/{structure}/response/lambda_{L}"]
                target.create_dataset(f"{structure}/response/lambda_{L}/zeta_{zeta}", data=source[f"zeta_{zeta}"][list(rows)], **packed)
                target[f"{structure}/response/lambda_{L}/norm_{zeta}"] = source[f"norm_{zeta}"][:]
