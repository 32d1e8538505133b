"""Cut the shipped sample, tests/data/water_monomers_60.h5, from the full set of 200 distorted water monomers.

    python3 water_monomers_60.py water_monomers.h5 ../water_monomers_60.h5

Copies the basis, the first 60 structures with everything known about them, and all attributes.
"""
import sys

import h5py

COUNT = 60
FILTER_FROM = 4096  # bytes; below it a filter costs more room than it saves


def copy_array(source, target, name):
    values = source[name][()]
    options = {"compression": "gzip", "compression_opts": 9, "shuffle": True} if values.nbytes > FILTER_FROM else {}
    target.create_dataset(name, data=values, **options)


def copy_group(source, target):
    for name, value in source.attrs.items():
        target.attrs[name] = value
    for name, item in source.items():
        if isinstance(item, h5py.Group):
            copy_group(item, target.create_group(name))
        else:
            copy_array(source, target, name)


def main(source_path, target_path):
    with h5py.File(source_path) as source, h5py.File(target_path, "w", libver=("v108", "v108")) as target:
        for name, value in source.attrs.items():
            target.attrs[name] = value
        target.attrs["note"] = f"the first {COUNT} structures of {source.attrs['title']}; {source.attrs.get('note', '')}"
        copy_group(source["basis"], target.create_group("basis"))
        structures = target.create_group("structures")
        for name in sorted(source["structures"])[:COUNT]:
            copy_group(source["structures"][name], structures.create_group(name))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
