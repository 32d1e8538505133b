"""Potentials, fields and energies of densities; their multipoles; charges of atoms.

Structures, points and grids are in angstrom; results in atomic units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Union

import ase
import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _core
from .ase import from_atoms
from .basis import Basis
from .errors import InvalidInput
from .grids import Grid, flat_points, values_on
from .model import DeviceLike, device_of

Array = NDArray[np.float64]
#: Charges that the density does not hold, e: by symbol, [atom], or one number for every atom (0: no cores)
CoreCharges = Union[Mapping[str, float], ArrayLike]


def electrons(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike) -> float:
    """Number of electrons of a density. Raises InvalidInput for another number of coefficients than functions."""
    c, charges = np.asarray(coefficients, dtype=float), basis.charge_moments(atoms)
    if c.shape != charges.shape:
        raise InvalidInput(f"the structure has {charges.size} basis functions but coefficients of the shape {c.shape} were "
                           "given")
    return float(c @ charges)


def _nuclei(atoms: ase.Atoms, count: float) -> Array:
    nuclei = atoms.numbers.astype(float)
    if abs(nuclei.sum() - count) > 0.5:
        raise InvalidInput(f"nuclei have {nuclei.sum():g} e but the density {count:.4f} electrons; for valence densities "
                           "give core_charges={'H': 1, 'O': 6}, for ions their nuclear charges, for differences and induced "
                           "densities core_charges=0")
    return nuclei


def _cores(atoms: ase.Atoms, core_charges: CoreCharges | None, count: float) -> Array:
    """[atom]; nuclei where nothing was given and the electrons of the density fit to them."""
    if core_charges is None:
        return _nuclei(atoms, count)
    if isinstance(core_charges, Mapping):
        unknown = sorted(set(atoms.get_chemical_symbols()) - set(core_charges))
        if unknown:
            raise InvalidInput(f"core_charges has no number for {', '.join(unknown)}")
        return np.array([core_charges[symbol] for symbol in atoms.get_chemical_symbols()], dtype=float)
    given = np.asarray(core_charges, dtype=float)
    if given.ndim and given.shape != (len(atoms),):
        raise InvalidInput(f"core_charges has the shape {given.shape} but there are {len(atoms)} atoms")
    return np.broadcast_to(given, (len(atoms),))


# --- potentials ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Potential:
    """A potential at points or on a grid."""

    #: [...] in the shape of the points, hartree/e
    values: Array
    #: [..., xyz], hartree/(e bohr); None unless asked for
    field: Array | None
    #: what was assumed: a neutralising background, say
    notes: list[str]


def _potential_arguments(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, kind: str,
                         core_charges: CoreCharges | None, core_width: float) -> dict[str, Any]:
    c = np.asarray(coefficients, dtype=float)
    cores: list[float] = []
    if kind != "hartree":
        cores = _cores(atoms, core_charges, electrons(basis, atoms, c)).tolist()
    elif core_charges is not None:
        raise InvalidInput("the Hartree potential is that of the density alone; leave core_charges out, or ask for the "
                           "electrostatic potential")
    return {"coefficients": c, "kind": kind, "cores": cores, "width": float(core_width) * _core.ANGSTROM}


def potential_at(
    basis: Basis,
    atoms: ase.Atoms,
    coefficients: ArrayLike,
    points: ArrayLike,
    core_charges: CoreCharges | None = None,
    *,
    kind: str = "electrostatic",
    core_width: float = 0.0,
    field: bool = False,
    precision: float = 1e-10,
    device: DeviceLike = "auto",
) -> Potential:
    """The potential of a density and its cores at points [..., xyz], analytic: no grid is in it.

    kind          "electrostatic": V = sum_A Z_A / |r - R_A| - int rho / |r - r'|, felt by a positive charge;
                  "hartree": + int rho / |r - r'| of the density alone, felt by an electron, without cores
    core_charges  by symbol, [atom] or one number (0: none); None: nuclei with their full charge
    core_width    sigma of Gaussian cores, angstrom; 0: points
    field         also E = -grad V
    precision     of the sums in cells, hartree/e

    In cells the average over the cell is zero, a net charge is neutralised by a uniform background. Raises InvalidInput for
    slabs and wires, points on point charges, and where nuclei and electrons differ by more than half an electron and no
    `core_charges` were given.
    """
    flat, shape = flat_points(points)
    how = _potential_arguments(basis, atoms, coefficients, kind, core_charges, core_width)
    values, vectors, notes = _core.potential_at_points(device_of(device), basis._core, from_atoms(atoms), points=flat,
                                                       field=field, precision=precision, **how)
    return Potential(values.reshape(shape), None if vectors is None else vectors.reshape(*shape, 3), notes)


def potential_on_grid(
    basis: Basis,
    atoms: ase.Atoms,
    coefficients: ArrayLike,
    grid: Grid,
    core_charges: CoreCharges | None = None,
    *,
    kind: str = "electrostatic",
    core_width: float = 0.0,
    field: bool = False,
    precision: float = 1e-10,
    device: DeviceLike = "auto",
) -> Potential:
    """The same on a grid: values [i, j, k], field [i, j, k, xyz]. On grids that divide a cell one Fourier transform does
    the smooth part."""
    how = _potential_arguments(basis, atoms, coefficients, kind, core_charges, core_width)
    return Potential(*_core.potential_on_grid(device_of(device), basis._core, from_atoms(atoms), grid=grid._core,
                                              field=field, precision=precision, **how))


def hartree_potential(atoms: ase.Atoms, grid: Grid, density: ArrayLike, *, device: DeviceLike = "auto") -> Array:
    """int rho(r') / |r - r'| dr' [i, j, k], hartree/e, of a density known on a grid only: of a real-space model, of a cube file.

    The electrostatic potential that an induced density adds is minus this. Molecules (the grid must hold all of the density)
    and cells (the grid must divide them); as exact as the grid resolves the density. Raises InvalidInput for slabs and wires.
    """
    return _core.hartree_potential(device_of(device), from_atoms(atoms), grid._core, values_on(grid, density))


def hartree_energy(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, *, device: DeviceLike = "auto") -> float:
    """1/2 int int rho(r) rho(r') / |r - r'|, hartree; of cells per cell and without k = 0. Slabs and wires raise
    InvalidInput."""
    return _core.hartree_energy(device_of(device), basis._core, from_atoms(atoms), np.asarray(coefficients, dtype=float))


# --- moments ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Multipoles:
    """Moments of the charge of cores minus electrons about an origin, in powers of e and bohr."""

    #: [xyz], angstrom
    origin: Array
    electrons: float
    #: sum of the cores minus electrons, e
    charge: float
    #: [xyz], from negative to positive; depends on the origin unless the charge is 0
    dipole: Array
    #: [xyz, xyz], sum of charge times r_a r_b
    second_moment: Array
    #: [xyz, xyz], traceless, sum of charge times (3 r_a r_b - r^2 delta_ab) / 2 (Buckingham)
    quadrupole: Array
    _core: _core.Multipoles = field(repr=False, compare=False)

    def potential(self, points: ArrayLike) -> Array:
        """Potential of charge, dipole and quadrupole at points [..., xyz] (angstrom), hartree/e: what the potential of the
        charge tends to far away. InvalidInput at the origin."""
        flat, shape = flat_points(points)
        return self._core.potential(flat).reshape(shape)


def multipoles(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, core_charges: CoreCharges | None = None, *,
               origin: ArrayLike | None = None) -> Multipoles:
    """Charge, dipole and quadrupole of a molecule about `origin` (angstrom; default: the mean position of the atoms).

    Raises InvalidInput for periodic structures, whose moments depend on the choice of the cell, and for cores as
    potential_at.
    """
    c = np.asarray(coefficients, dtype=float)
    about = atoms.positions.mean(axis=0) if origin is None else np.asarray(origin, dtype=float)
    cores = _cores(atoms, core_charges, electrons(basis, atoms, c)).tolist()
    q = _core.Multipoles(basis._core, from_atoms(atoms), c, cores, about * _core.ANGSTROM)
    return Multipoles(about, q.electrons, q.charge, q.dipole, q.second_moment, q.quadrupole, q)


def dipole_moment(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike,
                  core_charges: CoreCharges | None = None) -> Array:
    """Dipole [xyz] of cores and electrons, e bohr, about the mean position of the atoms (which matters for ions only).

    `core_charges` as potential_at. Raises InvalidInput as multipoles.
    """
    return multipoles(basis, atoms, coefficients, core_charges).dipole


def atomic_populations(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike) -> Array:
    """Electrons that each atom's own functions hold, [atom]: cheap, exact in sum, and as arbitrary as the basis."""
    return _core.atomic_populations(basis._core, from_atoms(atoms), np.asarray(coefficients, dtype=float))


# --- space divided among atoms ---------------------------------------------------------------------------------------

#: Spherical density of a free atom, sum_k c_k exp(-a_k r^2): (exponents [k] in 1/bohr^2, coefficients [k] in e/bohr^3)
FreeAtom = tuple[ArrayLike, ArrayLike]
PARTITION_KINDS = ("hirshfeld", "becke", "voronoi")


def promolecule(basis: Basis, s_coefficients: Mapping[str, ArrayLike]) -> dict[str, FreeAtom]:
    """Free atoms by symbol from coefficients of an element's s functions [n], in the order of the basis.

    Those of calculated atoms; or the mean atoms of a model, Model.promolecule(). InvalidInput for another number of them.
    """
    plain = {symbol: [float(c) for c in np.ravel(values)] for symbol, values in s_coefficients.items()}
    return _core.promolecule(basis._core, plain)


@dataclass(frozen=True)
class Partition:
    """How space is divided among atoms.

    "hirshfeld": by free atoms, w_A = rho0_A / sum_B rho0_B; "becke": fuzzy cells, their walls moved by radii;
    "voronoi": all to the nearest atom.
    """

    kind: str = "becke"
    #: hirshfeld: by symbol, every element of the structure (promolecule, Model.promolecule)
    free_atoms: Mapping[str, FreeAtom] = field(default_factory=dict)
    #: becke: angstrom by symbol, every element of the structure; empty: all equal
    radii: Mapping[str, float] = field(default_factory=dict)
    #: becke: how often the step polynomial is applied, 1 to 10
    smoothing: int = 3
    #: becke: angstrom; atoms farther from a point than its nearest one by more than this do not count
    margin: float = 5.3

    def __post_init__(self) -> None:
        if self.kind not in PARTITION_KINDS:
            raise InvalidInput(f"'{self.kind}' is no way to divide space; use {', '.join(PARTITION_KINDS)}")

    def _plain(self) -> tuple:
        def numbers(values: ArrayLike) -> list[float]:
            return [float(v) for v in np.ravel(np.asarray(values, dtype=float))]

        return (self.kind, {s: (numbers(a), numbers(c)) for s, (a, c) in self.free_atoms.items()},
                {s: float(r) * _core.ANGSTROM for s, r in self.radii.items()}, int(self.smoothing),
                float(self.margin) * _core.ANGSTROM)


@dataclass(frozen=True)
class AtomicIntegrals:
    """What the space of each atom holds of a quantity on a grid; together the integral over the grid."""

    #: [atom], images included; e of a density
    atoms: Array
    #: hirshfeld: where all free atoms are below 1e-12 e/bohr^3
    unassigned: float

    def fragment(self, atoms: Iterable[int]) -> float:
        """The sum over some atoms: what a fragment holds, or (of a difference density) what it gained.

        Raises InvalidInput for atoms that do not exist or are named twice.
        """
        return _core.fragment_integral(self.atoms, [int(a) for a in atoms])


def integrate_by_atom(atoms: ase.Atoms, grid: Grid, values: ArrayLike,
                      partition: Partition = Partition()) -> AtomicIntegrals:
    """int w_A f dr for every atom, of values f [i, j, k] on a grid that holds the molecule, or one cell.

    A plain sum over points: with densities that are sharp at nuclei as accurate as the grid resolves them. Raises
    InvalidInput for elements that the partition lacks.
    """
    return AtomicIntegrals(*_core.integrate_by_atom(from_atoms(atoms), grid._core, values_on(grid, values),
                                                    *partition._plain()))


def electrons_by_atom(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, grid: Grid,
                      partition: Partition = Partition(), *, device: DeviceLike = "auto") -> AtomicIntegrals:
    """Electrons of every atom, of a density given by its coefficients [function].

    Functions too sharp for the grid are divided as if they were at their nucleus, analytically, so that cores need not be resolved; the rest is
    summed on the grid. Cores minus these are the charges of all-electron densities.
    """
    c = np.asarray(coefficients, dtype=float)
    return AtomicIntegrals(*_core.electrons_by_atom(device_of(device), basis._core, from_atoms(atoms), c, grid._core,
                                                    *partition._plain()))


def partition_charges(atoms: ase.Atoms, grid: Grid, density: ArrayLike, partition: Partition = Partition(), *,
                      core_charges: CoreCharges | None = None) -> Array:
    """Charges [atom], e: cores minus the electrons in the space of each atom. `core_charges` as potential_at.

    For densities that the grid resolves. Cores of all-electron densities fall between its points, an electron or so: where there
    are coefficients take electrons_by_atom.
    """
    values = values_on(grid, density)
    cores = _cores(atoms, core_charges, grid.integrate(values))
    return cores - integrate_by_atom(atoms, grid, values, partition).atoms
