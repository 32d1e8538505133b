"""Matrices of a basis, polarizabilities from responses, energies of point charges.

Structures are in angstrom; results in atomic units. Densities in space: grids.py; potentials, moments, charges:
electrostatics.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import ase
import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _core
from .ase import from_atoms
from .basis import Basis
from .model import DeviceLike, device_of

Array = NDArray[np.float64]


def overlap_matrix(basis: Basis, atoms: ase.Atoms, *, precision: float = 1e-14, device: DeviceLike = "auto") -> Array:
    """S_ab = int phi_a phi_b dr, [function, function]; summed over lattice vectors along periodic directions."""
    return _core.overlap_matrix(device_of(device), basis._core, from_atoms(atoms), precision)


def coulomb_matrix(basis: Basis, atoms: ase.Atoms, *, precision: float = 1e-14, device: DeviceLike = "auto") -> Array:
    """J_ab = int int phi_a(r) phi_b(r') / |r - r'|, [function, function], hartree. Cells: without k = 0 (a neutralising
    background); slabs and wires raise InvalidInput."""
    return _core.coulomb_matrix(device_of(device), basis._core, from_atoms(atoms), precision)


def induced_charge(basis: Basis, atoms: ase.Atoms, response: ArrayLike) -> Array:
    """Electrons that a response [field, function] makes, [field], e per atomic unit of field: zero but for errors."""
    return _core.induced_charge(basis._core, from_atoms(atoms), np.asarray(response, dtype=float))


def remove_induced_charge(basis: Basis, atoms: ase.Atoms, response: ArrayLike) -> tuple[Array, Array]:
    """(response without its induced charge [field, function], that charge [field]); every atom gives the same share."""
    return _core.remove_induced_charge(basis._core, from_atoms(atoms), np.asarray(response, dtype=float))


def polarizability(basis: Basis, atoms: ase.Atoms, response: ArrayLike) -> Array:
    """alpha [field, xyz] of a response [field, function], bohr^3. In periodic cells induced charge flows the shortest ways
    between neighbours; currents that leave no charge are not in it."""
    return _core.polarizability(basis._core, from_atoms(atoms), np.asarray(response, dtype=float))


def atomic_polarizabilities(basis: Basis, atoms: ase.Atoms, response: ArrayLike) -> Array:
    """Parts of alpha per atom, [atom, field, xyz], bohr^3, which add up to it."""
    return _core.atomic_polarizabilities(basis._core, from_atoms(atoms), np.asarray(response, dtype=float))


@dataclass(frozen=True)
class PointCharges:
    """Electrostatics of point charges."""

    #: hartree
    energy: float
    #: [atom], hartree per e, of all other charges
    potentials: Array
    #: [atom, xyz], hartree per bohr
    forces: Array
    #: a neutralising background, say
    notes: list[str]


def point_charges(atoms: ase.Atoms, charges: ArrayLike | None = None, *, precision: float = 1e-13,
                  device: DeviceLike = "auto") -> PointCharges:
    """Energy, potentials and forces of charges [atom] (e; default: the initial charges) in molecules, wires, slabs, cells.

    Raises InvalidInput for missing charges and for charged slabs and wires, whose energy is not finite.
    """
    with_charges = atoms.copy()
    if charges is not None:
        with_charges.set_initial_charges(np.asarray(charges, dtype=float))
    return PointCharges(*_core.point_charge_energy(device_of(device), from_atoms(with_charges), precision))
