"""Data sets: structures with reference densities, responses and properties."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import ase
import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _core
from .ase import atoms_list, from_atoms, to_atoms
from .basis import Basis
from .errors import InvalidInput

Array = NDArray[np.float64]


class Entry:
    """One structure of a data set. Arrays of coefficients are read-only views of the set's memory, in atomic units."""

    def __init__(self, data: _core.DataSet, index: int):
        self._data, self.index = data, index

    @property
    def atoms(self) -> ase.Atoms:
        """The structure, angstrom; its label is info["label"], charges of the atoms are initial charges."""
        return to_atoms(self._data.structure(self.index))

    @property
    def coefficients(self) -> Array | None:
        """Of the electron density, [function], electrons positive; None where there are none."""
        return self._data.coefficients(self.index)

    @property
    def response(self) -> Array | None:
        """Derivatives of the coefficients with respect to a field, [field xyz, function], per atomic unit of field."""
        return self._data.response(self.index)

    @property
    def metric(self) -> Array | None:
        """The matrix that errors are measured in, [function, function], where it is not the overlap of the basis."""
        return self._data.metric(self.index)

    def property(self, name: str) -> Array | float | None:
        """energy (hartree), charge (e), dipole (e bohr), polarizability (bohr^3), charges (e) or another one by name."""
        value = self._data.property(self.index, name)
        return float(value) if value is not None and value.ndim == 0 else value

    def __repr__(self) -> str:
        return f"<Entry {self.index}: {self.atoms.get_chemical_formula()}>"


class DataSet:
    """Structures, the basis of their densities and what is known about them: one HDF5 file (docs/data_format.md).

    `len(data)`, `data[k]` and iteration give its entries. Read it with DataSet.read, make it with DataSet.from_atoms.
    """

    def __init__(self, core: _core.DataSet):
        self._core = core

    @classmethod
    def read(cls, path: str | os.PathLike, properties: Iterable[str] = ()) -> DataSet:
        """Reads a file; arrays that are no part of the format are read when `properties` names them ("all": all of them).

        Raises InvalidInput naming file, structure and item for missing or truncated files, wrong types or shapes, NaN,
        unknown elements, coefficients that do not fit the basis.
        """
        names = properties
        if names == "all":
            names = sorted(_core.DataSet.read(os.fspath(path)).unread_properties)
        elif isinstance(names, str):
            names = [names]
        return cls(_core.DataSet.read(os.fspath(path), list(names)))

    @classmethod
    def from_atoms(
        cls,
        atoms: Iterable[ase.Atoms],
        basis: Basis | None = None,
        *,
        coefficients: Sequence[ArrayLike | None] | None = None,
        responses: Sequence[ArrayLike | None] | None = None,
        metrics: Sequence[ArrayLike | None] | None = None,
        energies: Sequence[float | None] | None = None,
        charges: Sequence[float | None] | None = None,
        dipoles: Sequence[ArrayLike | None] | None = None,
        polarizabilities: Sequence[ArrayLike | None] | None = None,
        properties: Mapping[str, Sequence[Any]] | None = None,
        title: str = "",
        remarks: Mapping[str, str] | None = None,
    ) -> DataSet:
        """Makes a data set of structures (angstrom) and lists of what is known, one item a structure, None where unknown.

        basis             of coefficients and responses; not needed for properties alone
        coefficients      [function] of the density, electrons positive
        responses         [field xyz, function], d coefficients / d field, per atomic unit of field
        metrics           [function, function], where errors are not measured in the overlap
        energies          hartree
        charges           total charges, e
        dipoles           [3], e bohr, nuclei included
        polarizabilities  [3, 3], bohr^3
        properties        any others by name: numbers or arrays, of atoms [atom, ...], in units of your choice

        Raises InvalidInput for lists of another length, shapes that do not fit the basis, NaN, atoms that coincide.
        """
        structures = atoms_list(atoms)
        known = {"coefficients": coefficients, "response": responses, "metric": metrics, "energy": energies,
                 "charge": charges, "dipole": dipoles, "polarizability": polarizabilities}
        for name, values in (known | dict(properties or {})).items():
            if values is not None and len(values) != len(structures):
                raise InvalidInput(f"{name}: {len(values)} values for {len(structures)} structures")
        data = _core.DataSet((basis or Basis())._core, title, dict(remarks or {}))
        for k, one in enumerate(structures):
            fixed = {name: _value(values[k], name) for name, values in known.items() if values is not None}
            others = {name: np.asarray(values[k], dtype=float)
                      for name, values in (properties or {}).items() if values[k] is not None}
            data.append(from_atoms(one), properties=others, **fixed)
        return cls(data)

    def write(self, path: str | os.PathLike) -> None:
        """Writes the file under a temporary name and renames it; Error with the system's reason where that fails."""
        self._core.write(os.fspath(path))

    def __len__(self) -> int:
        return len(self._core)

    def __getitem__(self, index: int) -> Entry:
        index = int(index)
        if not -len(self) <= index < len(self):
            raise IndexError(f"structure {index} of {len(self)}")
        return Entry(self._core, index % len(self))

    def __iter__(self) -> Iterator[Entry]:
        return (self[k] for k in range(len(self)))

    @property
    def title(self) -> str:
        """What the file says it is."""
        return self._core.title

    @property
    def remarks(self) -> dict[str, str]:
        """Other texts about it by name: method, fit, note ..."""
        return self._core.remarks

    @property
    def basis(self) -> Basis:
        """What coefficients refer to."""
        return Basis._of(self._core.basis)

    @property
    def atoms(self) -> list[ase.Atoms]:
        """All structures, angstrom."""
        return [entry.atoms for entry in self]

    @property
    def species(self) -> list[str]:
        """Symbols of the elements that occur, by atomic number."""
        from ase.data import chemical_symbols

        numbers = {int(z) for k in range(len(self)) for z in self._core.structure(k).numbers}
        return [chemical_symbols[z] for z in sorted(numbers)]

    @property
    def property_names(self) -> list[str]:
        """Properties that any structure has and that were read."""
        return self._core.property_names()

    @property
    def unread_properties(self) -> list[str]:
        """Arrays in the file that are read when DataSet.read is given their names."""
        return sorted(self._core.unread_properties)

    def __repr__(self) -> str:
        return f"<DataSet {self.title!r}: {len(self)} structures of {', '.join(self.species)}>"


def _value(value: Any, name: str) -> Any:
    if value is None:
        return None
    return float(value) if name in ("energy", "charge") else np.asarray(value, dtype=float)
