"""Structures between ase.Atoms (angstrom) and the library (bohr)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Union

import ase
import numpy as np

from . import _core
from .errors import InvalidInput

AtomsLike = Union[ase.Atoms, Sequence[ase.Atoms]]


def from_atoms(atoms: ase.Atoms) -> _core.Structure:
    """A structure of the library: positions and cell in bohr, initial charges (e) as charges, info["label"] as label.

    Raises InvalidInput for what is no ase.Atoms.
    """
    if not isinstance(atoms, ase.Atoms):
        raise InvalidInput(f"expected an ase.Atoms, got {type(atoms).__name__}; read files with ase.io.read")
    charges = atoms.get_initial_charges() if atoms.has("initial_charges") else None
    return _core.Structure(
        atoms.numbers.astype(np.int32),
        atoms.positions * _core.ANGSTROM,
        np.where(atoms.pbc[:, None], atoms.cell.array, 0.0) * _core.ANGSTROM,
        [bool(p) for p in atoms.pbc],
        str(atoms.info.get("label", "")),
        charges,
    )


def to_atoms(structure: _core.Structure) -> ase.Atoms:
    """The ase.Atoms (angstrom) of a structure of the library (bohr)."""
    atoms = ase.Atoms(
        numbers=structure.numbers,
        positions=structure.positions / _core.ANGSTROM,
        cell=structure.cell / _core.ANGSTROM,
        pbc=structure.periodic,
    )
    if structure.label:
        atoms.info["label"] = structure.label
    charges = structure.charges
    if charges.size:
        atoms.set_initial_charges(charges)
    return atoms


def structures_of(atoms: AtomsLike | Iterable[ase.Atoms]) -> list[_core.Structure]:
    """Structures of one ase.Atoms or of any number of them."""
    return [from_atoms(one) for one in atoms_list(atoms)]


def atoms_list(atoms: AtomsLike | Iterable[ase.Atoms]) -> list[ase.Atoms]:
    """One ase.Atoms or any number of them as a list."""
    return [atoms] if isinstance(atoms, ase.Atoms) else list(atoms)
