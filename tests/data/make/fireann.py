"""Cuts the test data of the probe network out of the reference vectors.   usage: fireann.py REFERENCE_FOLDER OUT.h5 [all]

Structures and cases with their parameters and gradients as one vector each, [values of every name in `names`, one after
another]; without `all` the cases crystal_t0 (tanh, no field), molecule_t1_field and crystal_t3 only.
"""
import sys
import h5py
import numpy as np

folder, out = sys.argv[1:3]
CASES = ["crystal_t0", "molecule_t1_field", "crystal_t3"]
KEPT = ("atom_A", "atom_c", "probe_B", "output", "loss", "loss_positions", "loss_probes", "loss_field", "prediction_field", "field",
        "scale")


def leaves(group):
    found = []
    group.visititems(lambda path, item: found.append(path) if isinstance(item, h5py.Dataset) else None)
    return found


with h5py.File(f"{folder}/fireann.h5") as source, h5py.File(out, "w", libver="latest") as target:
    target.attrs["note"] = "Independent evaluation in JAX (double precision, derivatives by autodiff)."
    target.attrs["r_min"] = source.attrs["r_min"]
    cases = list(source["cases"]) if len(sys.argv) > 3 else CASES
    for name in {source[f"cases/{case}"].attrs["structure"] for case in cases}:
        source.copy(f"structures/{name}", target.require_group("structures"))
    for case in cases:
        group, own = target.create_group(f"cases/{case}"), source[f"cases/{case}"]
        for key in ("T", "K", "M", "cutoff", "widths", "message_widths", "blocks", "message_blocks", "norm"):
            group.attrs[key] = own.attrs[key]
        for key in ("activation", "structure"):
            group.attrs[key] = np.bytes_(own.attrs[key])
        names = leaves(own["parameters"])
        group.attrs["names"] = np.bytes_("\n".join(names))
        for kind in ("parameters", "gradient"):
            group[kind] = np.concatenate([own[f"{kind}/{name}"][()].ravel() for name in names])
        for key in KEPT:
            group[key] = own[key][()]
