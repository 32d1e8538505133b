"""What follows from coefficients: densities in space, integrals, moments, polarizabilities; energies of point charges.

Structures, grids and points are in angstrom; results in atomic units.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import ase
import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _core
from .ase import from_atoms
from .basis import Basis
from .errors import InvalidInput
from .model import DeviceLike, device_of

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """Point (i, j, k) lies at origin + i steps[0] + j steps[1] + k steps[2], angstrom."""

    #: [xyz]
    origin: Array
    #: [step, xyz]
    steps: Array
    counts: tuple[int, int, int]

    @classmethod
    def around(cls, atoms: ase.Atoms, spacing: float = 0.15, margin: float = 3.0) -> Grid:
        """A box around a molecule with `margin` to every side, or the cell of a periodic structure; angstrom."""
        origin, steps, counts = _core.make_grid(from_atoms(atoms), spacing * _core.ANGSTROM, margin * _core.ANGSTROM)
        return cls(origin / _core.ANGSTROM, steps / _core.ANGSTROM, tuple(counts))

    @property
    def voxel_volume(self) -> float:
        """Volume of one point, bohr^3: the integral of a density on the grid is its sum times this."""
        return float(abs(np.linalg.det(self.steps * _core.ANGSTROM)))

    def points(self) -> Array:
        """Positions, [i, j, k, xyz], angstrom."""
        i, j, k = (np.arange(n) for n in self.counts)
        return (self.origin + i[:, None, None, None] * self.steps[0] + j[None, :, None, None] * self.steps[1]
                + k[None, None, :, None] * self.steps[2])

    def _bohr(self) -> tuple[Array, Array]:
        return (np.asarray(self.origin, dtype=float) * _core.ANGSTROM, np.asarray(self.steps, dtype=float) * _core.ANGSTROM)


def density_on_grid(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, grid: Grid, *,
                    device: DeviceLike = "auto") -> Array:
    """rho [i, j, k] in e/bohr^3, electrons positive; images included in periodic cells."""
    origin, steps = grid._bohr()
    return _core.density_on_grid(device_of(device), basis._core, from_atoms(atoms), np.asarray(coefficients, dtype=float),
                                 origin, steps, list(grid.counts))


def density_at(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, points: ArrayLike, *,
               device: DeviceLike = "auto") -> Array:
    """rho in e/bohr^3 at points [..., xyz] in angstrom, in the shape of the points without their last axis."""
    where = np.asarray(points, dtype=float)
    if where.shape[-1:] != (3,):
        raise InvalidInput(f"points need 3 coordinates each, but their array has the shape {where.shape}")
    flat = where.reshape(-1, 3) * _core.ANGSTROM
    values = _core.density_at_points(device_of(device), basis._core, from_atoms(atoms),
                                     np.asarray(coefficients, dtype=float), flat)
    return values.reshape(where.shape[:-1])


def basis_values(basis: Basis, atoms: ase.Atoms, points: ArrayLike, *, device: DeviceLike = "auto") -> Array:
    """Every function at points [point, xyz] (angstrom): [point, function], bohr^-3/2; images included."""
    return _core.basis_values(device_of(device), basis._core, from_atoms(atoms),
                              np.asarray(points, dtype=float) * _core.ANGSTROM)


def write_cube(path: str | os.PathLike, atoms: ase.Atoms, grid: Grid, values: ArrayLike,
               comment: str = "written by rhofield") -> None:
    """A Gaussian cube file of values [i, j, k] in atomic units; written under a temporary name and renamed."""
    array = np.asarray(values, dtype=float)
    if array.shape != tuple(grid.counts):
        raise InvalidInput(f"the grid has {tuple(grid.counts)} points, but the values have the shape {array.shape}")
    origin, steps = grid._bohr()
    _core.write_cube(os.fspath(path), from_atoms(atoms), origin, steps, array, comment)


def overlap_matrix(basis: Basis, atoms: ase.Atoms, *, precision: float = 1e-14, device: DeviceLike = "auto") -> Array:
    """S_ab = int phi_a phi_b dr, [function, function]; summed over lattice vectors along periodic directions."""
    return _core.overlap_matrix(device_of(device), basis._core, from_atoms(atoms), precision)


def coulomb_matrix(basis: Basis, atoms: ase.Atoms, *, precision: float = 1e-14, device: DeviceLike = "auto") -> Array:
    """J_ab = int int phi_a(r) phi_b(r') / |r - r'|, [function, function], hartree. Cells: without k = 0 (a neutralising
    background); slabs and wires raise InvalidInput."""
    return _core.coulomb_matrix(device_of(device), basis._core, from_atoms(atoms), precision)


def electrons(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike) -> float:
    """Number of electrons of a density."""
    return float(np.asarray(coefficients, dtype=float) @ basis.charge_moments(atoms))


def dipole_moment(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike,
                  core_charges: Mapping[str, float] | None = None) -> Array:
    """Dipole [xyz] of cores and electrons, e bohr, about the mean position of the atoms (which matters for ions only).

    `core_charges` by symbol; without it nuclei have their full charge. Raises InvalidInput for periodic structures, and
    where cores and electrons differ by more than half an electron and no `core_charges` were given.
    """
    if atoms.pbc.any():
        raise InvalidInput("the dipole of a periodic structure depends on the choice of its cell; there is none to give")
    c = np.asarray(coefficients, dtype=float)
    if core_charges is None:
        cores = atoms.numbers.astype(float)
        missing = cores.sum() - electrons(basis, atoms, c)
        if abs(missing) > 0.5:
            raise InvalidInput(f"nuclei have {cores.sum():g} e but the density {cores.sum() - missing:.4f} electrons; for "
                               "valence densities give core_charges={'H': 1, 'O': 6}, for ions their nuclear charges")
    else:
        unknown = sorted(set(atoms.get_chemical_symbols()) - set(core_charges))
        if unknown:
            raise InvalidInput(f"core_charges has no number for {', '.join(unknown)}")
        cores = np.array([core_charges[symbol] for symbol in atoms.get_chemical_symbols()], dtype=float)
    moved = atoms.copy()
    moved.positions -= atoms.positions.mean(axis=0)
    return cores @ moved.positions * _core.ANGSTROM - basis.dipole_moments(moved) @ c


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
