"""Data sets of rhofield (docs/data_format.md) in plain numpy and h5py: what the imports and the PySCF bridge write.

Beside rhofield.DataSet because that one holds everything in memory until it is written. Here structures go to the file one by
one, as calculations that take hours end; positions keep all their digits (no angstrom in between); bases may be numerical
with stored overlaps (FHI-aims); and attributes may be anything. To read, train and predict, take rhofield.DataSet.

A basis is ``{symbol: [Shell(l, exponents, coefficients), ...]}`` with the shells of each element sorted by l and
R(r) = sum_p c_p r^l exp(-a_p r^2), int R^2 r^2 dr = 1. Functions run atom by atom, then by shell, then m = -l .. l
(p functions as y, z, x). Atomic units throughout: bohr, hartree, electrons counted positive.
"""

from __future__ import annotations

import os
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

import numpy as np
from ase.data import chemical_symbols

from . import _core
from .basis import Basis as _PackageBasis
from .errors import Error, InvalidInput
from .files import check_writable, must_exist

BOHR = 1 / _core.ANGSTROM  # angstrom


class Shell(NamedTuple):
    """One contracted shell; a numerical one (FHI-aims) has neither exponents nor coefficients."""

    l: int
    exponents: np.ndarray | None  # [primitive], 1/bohr^2
    coefficients: np.ndarray | None  # [primitive], of r^l exp(-a r^2), normalised


Basis = dict[str, list[Shell]]


def plain(basis: Any) -> Basis:
    """The basis of a model or a data set (rhofield.Basis) in the form of this module; one that has it already as it is.

    Raises TypeError for anything else.
    """
    if is_basis(basis):
        return basis
    if not isinstance(basis, _PackageBasis):
        raise TypeError(f"expected a rhofield.Basis or {{symbol: [Shell, ...]}}, got {type(basis).__name__}")
    shells = {symbol: basis.shells(symbol) for symbol in basis.elements}
    return {symbol: [Shell(l, np.array(a), np.array(c)) if len(a) else Shell(l, None, None) for l, a, c in of] for symbol, of in shells.items()}


def is_basis(basis: Any) -> bool:
    """Whether it is {symbol: [Shell, ...]}."""
    return isinstance(basis, dict) and all(isinstance(s, Shell) for shells in basis.values() for s in shells)


def moment(power: float, exponents: np.ndarray) -> np.ndarray:
    """int_0^inf r^power exp(-a r^2) dr for every a."""
    from math import gamma

    return 0.5 * gamma((power + 1) / 2) / np.asarray(exponents, float) ** ((power + 1) / 2)


def shell(l: int, exponents: Sequence[float], coefficients: Sequence[float], of_normalised_primitives: bool = False) -> Shell:
    """A normalised shell. Coefficients are those of r^l exp(-a r^2), or of primitives that are normalised themselves."""
    a = np.atleast_1d(np.asarray(exponents, float))
    c = np.atleast_1d(np.asarray(coefficients, float))
    if a.shape != c.shape or not (a > 0).all():
        raise InvalidInput(f"a shell needs as many coefficients as exponents, all positive: got {a.shape} exponents, {c.shape} coefficients")
    if of_normalised_primitives:
        c = c / np.sqrt(moment(2 * l + 2, 2 * a))
    norm = c @ moment(2 * l + 2, a[:, None] + a[None, :]) @ c
    return Shell(int(l), a, c / np.sqrt(norm))


def element_size(shells: Sequence[Shell]) -> int:
    """Functions of one atom."""
    return sum(2 * s.l + 1 for s in shells)


def symbols_of(numbers: Sequence[int]) -> list[str]:
    return [chemical_symbols[int(z)] for z in numbers]


def function_count(basis: Basis, numbers: Sequence[int]) -> int:
    """Functions of a structure; an element without a basis is an error."""
    basis = plain(basis)
    unknown = sorted(set(symbols_of(numbers)) - set(basis))
    if unknown:
        raise InvalidInput(f"the basis has no entry for {', '.join(unknown)}; it has {', '.join(sorted(basis))}")
    return sum(element_size(basis[s]) for s in symbols_of(numbers))


def function_charges(basis: Basis, numbers: Sequence[int]) -> np.ndarray:
    """int phi d^3r of every function [function]: sqrt(4 pi) int R r^2 dr for l = 0, nothing else."""

    def of(s: Shell) -> list[float]:
        if s.exponents is None:
            raise InvalidInput("charges of numerical functions are not known: their basis has no exponents")
        return [float(np.sqrt(4 * np.pi) * s.coefficients @ moment(2, s.exponents))] if s.l == 0 else [0.0] * (2 * s.l + 1)

    basis = plain(basis)
    function_count(basis, numbers)  # every element has a basis
    by_element = {symbol: np.array([q for s in shells for q in of(s)]) for symbol, shells in basis.items()}
    return np.concatenate([by_element[s] for s in symbols_of(numbers)] or [np.zeros(0)])


class Writer:
    """Writes structures one by one; the file takes its name only when everything is in it. Without any structure there is none.

    >>> with Writer("mine.h5", basis, title="my molecules") as file:
    ...     file.add(numbers, positions, coefficients=c, attributes={"energy": e})
    """

    def __init__(self, path: str | os.PathLike, basis: Basis, **attributes: Any):
        import h5py

        check_writable(path)
        self.path, self.count = os.fspath(path), 0
        self._temporary = f"{self.path}.{os.getpid()}.part"
        self.basis = {symbol: sorted(shells, key=lambda s: s.l) for symbol, shells in plain(basis).items()}
        try:
            self._file = h5py.File(self._temporary, "w")
        except OSError as error:
            raise Error(f"cannot write {self.path}: {os.strerror(error.errno) if error.errno else error}") from None
        for key, value in attributes.items():
            self._file.attrs[key] = value
        for symbol, shells in self.basis.items():
            group = self._file.create_group(f"basis/{symbol}")
            group["shell_l"] = np.array([s.l for s in shells], "i4")
            if any(s.exponents is None for s in shells):
                continue  # numerical functions: only their orders are known
            group["primitive_offset"] = np.cumsum([0] + [len(s.exponents) for s in shells]).astype("i4")
            group["exponent"] = np.concatenate([s.exponents for s in shells] or [np.zeros(0)])
            group["coefficient"] = np.concatenate([s.coefficients for s in shells] or [np.zeros(0)])

    def add(self, numbers: Sequence[int], positions: np.ndarray, cell: np.ndarray | None = None,
            pbc: Sequence[int] | None = None, attributes: Mapping[str, Any] | None = None, **arrays: np.ndarray) -> None:
        """One structure: positions [atom, xyz] and cell [vector, xyz] in bohr; arrays and attributes of docs/data_format.md."""
        numbers = np.asarray(numbers, "i4")
        size = function_count(self.basis, numbers)
        for name, trailing in (("coefficients", 1), ("response", 1), ("overlap", 2), ("metric", 2)):
            shape = np.shape(arrays[name]) if name in arrays else (size,) * trailing
            if shape[-trailing:] != (size,) * trailing:
                raise InvalidInput(f"structure {self.count}: {name} has shape {shape}, the basis has {size} functions for its atoms")
        group = self._file.create_group(f"structures/{self.count:06d}")
        group["numbers"] = numbers
        group["positions"] = np.asarray(positions, float).reshape(len(numbers), 3)
        if cell is not None:
            group["cell"] = np.asarray(cell, float)
            group["pbc"] = np.asarray([1, 1, 1] if pbc is None else pbc, "i1")
        for name, value in arrays.items():
            packed = dict(compression="gzip", shuffle=True) if np.size(value) > 64 else {}
            group.create_dataset(name, data=np.asarray(value), **packed)
        for name, value in (attributes or {}).items():
            group.attrs[name] = value
        self.count += 1

    def close(self) -> None:
        try:
            self._file.close()
            if self.count == 0:
                raise InvalidInput(f"no structures were given for {self.path}: a data set needs at least one; nothing was written")
            os.replace(self._temporary, self.path)
        except BaseException:
            self._remove()
            raise

    def _remove(self) -> None:
        if os.path.exists(self._temporary):
            os.remove(self._temporary)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind, value, trace) -> None:
        if kind is None:
            self.close()
        else:
            self._file.close()
            self._remove()


def read(path: str | os.PathLike, indices: Iterable[int] | None = None) -> tuple[Basis, list[dict[str, Any]], dict[str, Any]]:
    """Basis, structures (arrays and attributes of each in one dictionary) and attributes of a data set."""
    import h5py

    must_exist(path, "data set")
    if not h5py.is_hdf5(path):
        raise InvalidInput(f"{os.fspath(path)}: is no HDF5 file, and so no data set")
    with h5py.File(path) as file:
        if "structures" not in file:
            raise InvalidInput(f"{os.fspath(path)}: holds no structures; is it a data set?")
        basis: Basis = {}
        for symbol, group in file.get("basis", {}).items():
            orders = group["shell_l"][:]
            if "exponent" not in group:
                basis[symbol] = [Shell(int(l), None, None) for l in orders]
                continue
            offset, a, c = group["primitive_offset"][:], group["exponent"][:], group["coefficient"][:]
            basis[symbol] = [Shell(int(l), a[offset[s]:offset[s + 1]], c[offset[s]:offset[s + 1]]) for s, l in enumerate(orders)]
        names = sorted(file["structures"])
        chosen = names if indices is None else [names[i] for i in indices]
        structures = [{**{k: v[()] for k, v in file["structures"][n].items()}, **dict(file["structures"][n].attrs)} for n in chosen]
        return basis, structures, dict(file.attrs)
