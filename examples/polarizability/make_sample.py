"""Cut the shipped sample, nanoparticles_small.h5, from a set of 120 particles of 13 to 561 atoms.

    python3 make_sample.py nanoparticles.h5 nanoparticles_small.h5

Takes particles of up to 150 atoms, evenly by size, in the order of the source (which is random, so that any part of the
sample is representative); copies the basis and everything known about them.
"""
import sys

import h5py
import numpy as np

COUNT, LARGEST = 20, 150


def choose(structures):
    sizes = {name: len(group["numbers"]) for name, group in structures.items()}
    by_size = sorted((name for name in sizes if sizes[name] <= LARGEST), key=sizes.get)
    chosen = {by_size[k] for k in np.linspace(0, len(by_size) - 1, COUNT).round().astype(int)}
    return [name for name in structures if name in chosen]


def main(source_path, target_path):
    with h5py.File(source_path) as source, h5py.File(target_path, "w", libver=("v108", "v108")) as target:
        target.attrs.update(source.attrs)
        target.attrs["note"] = f"{COUNT} particles of up to {LARGEST} atoms; {source.attrs.get('note', '')}"
        source.copy("basis", target)
        for k, name in enumerate(choose(source["structures"])):
            group = target.create_group(f"structures/{k:06d}")
            for item, data in source["structures"][name].items():
                group[item] = data[()]  # plainly: positions that are random to the last digit do not compress


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
