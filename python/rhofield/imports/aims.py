"""What FHI-aims prints of its density fit ("ri_full_output"): coefficients and overlap of numerical product functions.

One folder per structure: ri_restart_coeffs_df.out, ri_ovlp.out, basis_info.out; before version 240403 in FHI-aims' own order
and phases, which idx_prodbas.out and prodbas_condon_shotley_list.out translate.
"""

from __future__ import annotations

import os
import re

import numpy as np

from ..dataset_file import Shell
from ..errors import InvalidInput, MissingFile
from ..files import must_exist

FIRST_ORDERED_VERSION = 240403  # from here on FHI-aims writes atom, l, shell, m = -l .. l by itself


def numerical_basis(shells_by_order: dict[str, list[int]]) -> dict[str, list[Shell]]:
    """{"H": [4, 3, 1]}: four s, three p and one d shell, none with exponents."""
    return {symbol: [Shell(l, None, None) for l, n in enumerate(numbers) for _ in range(n)] for symbol, numbers in shells_by_order.items()}


def read_basis_info(path: str | os.PathLike, symbols: list[str]) -> dict[str, list[int]]:
    """Shells of every l of each element from basis_info.out; symbols: of the atoms, in order."""
    must_exist(path)
    with open(path) as file:
        parts = re.split(r"^\s*atom\s+\d+\s*$", file.read(), flags=re.MULTILINE)[1:]
    if len(parts) != len(symbols):
        raise InvalidInput(f"{path}: {len(parts)} atoms, the structure has {len(symbols)}")
    basis: dict[str, list[int]] = {}
    for symbol, part in zip(symbols, parts):
        found = [(int(l), int(n)) for l, n in re.findall(r"For L =\s*(\d+)\s+there are\s+(\d+)", part)]
        numbers = [n for _, n in sorted(found)]
        if [l for l, _ in sorted(found)] != list(range(len(found))) or basis.setdefault(symbol, numbers) != numbers:
            raise InvalidInput(f"{path}: the shells of {symbol} are not complete, or differ between its atoms")
    return basis


def _own_order(folder: str) -> bool:
    """Whether the files are in FHI-aims' own order, by the version in aims.out."""
    path = os.path.join(folder, "aims.out")
    if not os.path.exists(path):
        raise MissingFile(f"{path} is missing: it says the version and so the order of the functions; or give reorder=True or False")
    with open(path) as file:
        for line in file:
            found = re.search(r"FHI-aims version\s*:?\s*(\d{6})", line)
            if found:
                return int(found.group(1)) < FIRST_ORDERED_VERSION
    raise InvalidInput(f"{path}: no version of FHI-aims found; give reorder=True or False")


def read_folder(folder: str | os.PathLike, reorder: bool | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients [function] and overlap [function, function] of one calculation in the order of data sets."""
    folder = os.fspath(folder)
    must_exist(folder, "folder")
    for name in ("ri_restart_coeffs_df.out", "ri_ovlp.out"):
        must_exist(os.path.join(folder, name))
    coefficients = np.loadtxt(os.path.join(folder, "ri_restart_coeffs_df.out")).reshape(-1)
    size = len(coefficients)
    overlap = np.loadtxt(os.path.join(folder, "ri_ovlp.out")).reshape(-1)
    if overlap.size != size * size:
        raise InvalidInput(f"{folder}: {overlap.size} elements of the overlap for {size} coefficients")
    overlap = overlap.reshape(size, size)
    if _own_order(folder) if reorder is None else reorder:
        order, sign = _translation(folder, size)
        coefficients, overlap = (sign * coefficients)[order], (overlap * sign * sign[:, None])[np.ix_(order, order)]
    return coefficients, overlap


def write_coefficients(folder: str | os.PathLike, coefficients: np.ndarray, reorder: bool = False) -> None:
    """ri_restart_coeffs_predicted.out of a folder, which FHI-aims starts from; reorder: for versions before 240403."""
    folder, values = os.fspath(folder), np.asarray(coefficients, float)
    if reorder:
        order, sign = _translation(folder, len(values))
        own = np.empty_like(values)
        own[order] = values
        values = own * sign
    np.savetxt(os.path.join(folder, "ri_restart_coeffs_predicted.out"), values)


def _translation(folder: str, size: int) -> tuple[np.ndarray, np.ndarray]:
    order = np.loadtxt(os.path.join(folder, "idx_prodbas.out")).astype(int).reshape(-1) - 1
    if sorted(order) != list(range(size)):
        raise InvalidInput(f"{folder}/idx_prodbas.out: no permutation of {size} functions")
    sign = np.ones(size)
    sign[np.loadtxt(os.path.join(folder, "prodbas_condon_shotley_list.out"), ndmin=1).astype(int) - 1] = -1
    return order, sign
