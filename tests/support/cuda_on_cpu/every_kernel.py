"""Runs a program on the emulated device and fails unless it launched every CUDA kernel of the sources.

usage: every_kernel.py SOURCE_FOLDER PROGRAM [arguments]
The kernels are the functions marked __global__ in SOURCE_FOLDER/*.cu; those launched are found by their addresses.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

NEVER_LAUNCHED = {"probe"}  # only asked for its attributes


def kernels_in(folder):
    names = set()
    for path in sorted(Path(folder).glob("*.cu")):
        names.update(re.findall(r"__global__\s+void\s+(?:__launch_bounds__\([^)]*\)\s+)?(\w+)\s*\(", path.read_text()))
    return names - NEVER_LAUNCHED


def names_at(launches):
    """Function names without namespaces and template arguments, from lines of `file address`."""
    names = set()
    by_file = {}
    for line in launches:
        file, address = line.split()
        by_file.setdefault(file, set()).add(int(address, 16))
    for file, addresses in by_file.items():
        symbols = subprocess.run(["nm", "-C", file], check=True, capture_output=True, text=True).stdout
        for line in symbols.splitlines():
            parts = line.split(maxsplit=2)
            if len(parts) == 3 and len(parts[1]) == 1 and int(parts[0], 16) in addresses:
                names.update(re.findall(r"(\w+)(?:<[^(]*>)?\(", parts[2]))
    return names


def main():
    wanted = kernels_in(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "launches"
        status = subprocess.run(sys.argv[2:], env={**os.environ, "CUDA_ON_CPU_LAUNCHES": str(log)}).returncode
        if status != 0:
            return status
        launched = names_at(log.read_text().splitlines()) if log.exists() else set()
    missing = sorted(wanted - launched)
    print(f"{len(wanted) - len(missing)} of {len(wanted)} kernels were launched")
    for name in missing:
        print(f"never launched: {name}")
    return 1 if missing or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
