"""What CP2K prints: Gaussian basis sets, coefficients and matrices of its RI density fit, energies.

Its functions are ours: normalised, real spherical harmonics m = -l .. l, p as y, z, x. Density cubes: rhofield.imports.cube_fit.
"""

from __future__ import annotations

import os
import re

import numpy as np

from ..dataset_file import Shell, shell
from ..errors import InvalidInput
from ..files import must_exist


def read_basis_file(path: str | os.PathLike, symbol: str | None = None, name: str | None = None) -> list[Shell]:
    """Shells of one element from a file in CP2K's basis-set format, sorted by l.

    symbol, name: which entry; default the first of the file. An entry is a line "<symbol> <names>", the number of sets, and for
    each set "n lmin lmax exponents shells(lmin) .. shells(lmax)" with one line "exponent coefficients ..." per exponent.
    Coefficients belong to normalised primitives.
    """
    must_exist(path)
    with open(path) as file:
        rows = [line.split("#")[0].split() for line in file]
    rows = [r for r in rows if r and not r[0].startswith("!")]
    start = next((i for i, r in enumerate(rows) if r[0].isalpha() and (symbol is None or r[0] == symbol) and (name is None or name in r[1:])), None)
    if start is None:
        raise InvalidInput(f"{path}: no basis {name or ''} of {symbol or 'any element'}")
    try:
        at, shells = start + 2, []
        for _ in range(int(rows[start + 1][0])):
            header = [int(v) for v in rows[at]]
            lmin, lmax, count, numbers = header[1], header[2], header[3], header[4:]
            if len(numbers) != lmax - lmin + 1:
                raise InvalidInput(f"{len(numbers)} numbers of shells for l = {lmin} .. {lmax}")
            table = np.array([[float(v.replace("D", "E").replace("d", "e")) for v in r] for r in rows[at + 1:at + 1 + count]])
            if table.shape != (count, 1 + sum(numbers)):
                raise InvalidInput(f"a table of {table.shape}, expected {(count, 1 + sum(numbers))}")
            column = 1
            for l, many in zip(range(lmin, lmax + 1), numbers):
                for _ in range(many):
                    used = table[:, column] != 0
                    shells.append(shell(l, table[used, 0], table[used, column], of_normalised_primitives=True))
                    column += 1
            at += 1 + count
    except (ValueError, IndexError) as error:
        raise InvalidInput(f"{path}: not a basis set in CP2K's format: {error}") from error
    return sorted(shells, key=lambda s: s.l)


def write_basis_file(path: str | os.PathLike, symbol: str, shells: list[Shell], name: str = "RI-basis") -> None:
    """One element in CP2K's format, each shell a set of its own."""
    from ..dataset_file import moment

    with open(path, "w") as file:
        file.write(f"{symbol} {name}\n {len(shells)}\n")
        for s in shells:
            file.write(f" {s.l + 1} {s.l} {s.l} {len(s.exponents)} 1\n")
            for a, c in zip(s.exponents, s.coefficients * np.sqrt(moment(2 * s.l + 2, 2 * s.exponents))):
                file.write(f"  {a:.16e} {c:.16e}\n")


def read_coefficients(path: str | os.PathLike, size: int) -> np.ndarray:
    """RI coefficients [function] from text, one a line."""
    must_exist(path)
    values = np.loadtxt(path, ndmin=1)
    if values.shape != (size,):
        raise InvalidInput(f"{path}: {values.shape} numbers for {size} functions; is this the basis they were computed in?")
    return values


def read_matrix(path: str | os.PathLike, size: int) -> np.ndarray:
    """Two-centre RI matrix [function, function]: Fortran records of `size` doubles, each between two 4-byte lengths."""
    must_exist(path)
    expected = size * (8 * size + 8)
    if os.path.getsize(path) != expected:
        raise InvalidInput(f"{path}: {os.path.getsize(path)} bytes; a matrix of {size} functions has {expected}")
    record = np.dtype([("before", "<i4"), ("row", "<f8", (size,)), ("after", "<i4")])
    records = np.fromfile(path, record)
    if (records["before"] != 8 * size).any() or (records["after"] != 8 * size).any():
        raise InvalidInput(f"{path}: not a Fortran file of records of {size} doubles")
    matrix = records["row"]
    if np.abs(matrix - matrix.T).max() > 1e-8 * np.abs(matrix).max():
        raise InvalidInput(f"{path}: the matrix is not symmetric")
    return 0.5 * (matrix + matrix.T)


def total_energy(path: str | os.PathLike) -> float:
    """Energy (hartree) from CP2K's output; an SCF that did not converge is an error."""
    must_exist(path)
    with open(path) as file:
        text = file.read()
    found = re.findall(r"ENERGY\| Total.*:\s+(\S+)", text)
    if not found:
        raise InvalidInput(f"{path}: no total energy; did CP2K finish?")
    if "SCF run NOT converged" in text:
        raise InvalidInput(f"{path}: the SCF is not converged")
    return float(found[-1])
