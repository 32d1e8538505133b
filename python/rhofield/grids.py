"""Regular grids: densities on them and at points, integrals, averages along an axis, differences.

Grids, points and heights are in angstrom; values and integrals in atomic units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

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
        """The cell along periodic directions; along others a box around the atoms with `margin` to either side; angstrom."""
        return cls._of(_core.Grid.around(from_atoms(atoms), spacing * _core.ANGSTROM, margin * _core.ANGSTROM))

    @classmethod
    def of_cell(cls, atoms: ase.Atoms, counts: Sequence[int]) -> Grid:
        """The cell of a structure divided into so many points along each vector: the grid of another program, say."""
        n = np.asarray(counts, dtype=int)
        if n.shape != (3,) or n.min() < 1:
            raise InvalidInput(f"a grid needs three numbers of points, each 1 or more, not {list(counts)}")
        if atoms.cell.rank < 3:
            raise InvalidInput(f"a grid of the cell needs 3 vectors that span a volume, the structure has {atoms.cell.rank}; "
                               "Grid.around makes a box around a molecule")
        return cls(np.zeros(3), atoms.cell.array / n[:, None], (int(n[0]), int(n[1]), int(n[2])))

    @classmethod
    def _of(cls, core: _core.Grid) -> Grid:
        i, j, k = core.counts
        return cls(core.origin / _core.ANGSTROM, core.steps / _core.ANGSTROM, (i, j, k))

    @property
    def _core(self) -> _core.Grid:
        return _core.Grid(np.asarray(self.origin, dtype=float) * _core.ANGSTROM,
                          np.asarray(self.steps, dtype=float) * _core.ANGSTROM, [int(n) for n in self.counts])

    @property
    def voxel_volume(self) -> float:
        """Volume of one point, bohr^3: the integral of a density on the grid is its sum times this."""
        return self._core.voxel_volume()

    def points(self) -> Array:
        """Positions, [i, j, k, xyz], angstrom."""
        i, j, k = (np.arange(n) for n in self.counts)
        return (self.origin + i[:, None, None, None] * self.steps[0] + j[None, :, None, None] * self.steps[1]
                + k[None, None, :, None] * self.steps[2])

    def integrate(self, values: ArrayLike) -> float:
        """The integral of values [i, j, k] (atomic units, so e of a density), sum times voxel volume.

        Raises InvalidInput for values of another shape.
        """
        return self._core.integrate(values_on(self, values))

    def normalise_charge(self, density: ArrayLike, electrons: float) -> tuple[Array, float]:
        """(density [i, j, k] times a factor so that it integrates to `electrons`, the factor).

        Raises InvalidInput where the negative part is more than a hundredth of the positive one: a difference or an induced
        density, which no factor repairs.
        """
        return self._core.normalise_charge(values_on(self, density), float(electrons))

    def percent_of_electrons(self, density: ArrayLike, reference: ArrayLike) -> float:
        """100 int |density - reference| / int reference, values [i, j, k]: the error of a density in space."""
        exact = values_on(self, reference)
        return 100 * self.integrate(np.abs(values_on(self, density) - exact)) / self.integrate(exact)


def values_on(grid: Grid, values: ArrayLike) -> Array:
    """Values as an array of floats; InvalidInput, with both shapes, unless there is one for each point of the grid."""
    array = np.ascontiguousarray(values, dtype=float)
    if array.shape != tuple(grid.counts):
        raise InvalidInput(f"the grid has {tuple(grid.counts)} points, but the values have the shape {array.shape}")
    return array


def flat_points(points: ArrayLike) -> tuple[Array, tuple[int, ...]]:
    """(points [point, xyz] in bohr, shape of their values) of points [..., xyz] in angstrom."""
    where = np.asarray(points, dtype=float)
    if where.shape[-1:] != (3,):
        raise InvalidInput(f"points need 3 coordinates each, but their array has the shape {where.shape}")
    return where.reshape(-1, 3) * _core.ANGSTROM, where.shape[:-1]


def density_on_grid(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, grid: Grid, *,
                    device: DeviceLike = "auto") -> Array:
    """rho [i, j, k] in e/bohr^3, electrons positive; images included in periodic cells."""
    return _core.density_on_grid(device_of(device), basis._core, from_atoms(atoms), np.asarray(coefficients, dtype=float),
                                 grid._core)


def density_at(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, points: ArrayLike, *,
               device: DeviceLike = "auto") -> Array:
    """rho in e/bohr^3 at points [..., xyz] in angstrom, in the shape of the points without their last axis."""
    flat, shape = flat_points(points)
    values, _ = _core.density_at_points(device_of(device), basis._core, from_atoms(atoms),
                                        np.asarray(coefficients, dtype=float), flat)
    return values.reshape(shape)


def density_and_gradient_at(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, points: ArrayLike, *,
                            device: DeviceLike = "auto") -> tuple[Array, Array]:
    """(rho [...] in e/bohr^3, its gradient [..., xyz] in e/bohr^4) at points [..., xyz] in angstrom."""
    flat, shape = flat_points(points)
    values, gradients = _core.density_at_points(device_of(device), basis._core, from_atoms(atoms),
                                                np.asarray(coefficients, dtype=float), flat, True)
    return values.reshape(shape), gradients.reshape(*shape, 3)


def basis_values(basis: Basis, atoms: ase.Atoms, points: ArrayLike, *, device: DeviceLike = "auto") -> Array:
    """Every function at points [point, xyz] (angstrom): [point, function], bohr^-3/2; images included."""
    return _core.basis_values(device_of(device), basis._core, from_atoms(atoms),
                              np.asarray(points, dtype=float) * _core.ANGSTROM)


# --- averages along an axis ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PotentialStep:
    """Means of a profile in two regions, in its units."""

    first: float
    second: float
    #: second - first
    step: float
    #: max - min in the first region and in the second: how far they are from flat
    first_spread: float
    second_spread: float


@dataclass(frozen=True)
class Profile:
    """A function of the height along the normal of grid planes."""

    #: [plane], in the units of what was averaged
    values: Array
    #: height of plane 0, angstrom
    first: float
    #: between planes, angstrom
    spacing: float
    #: that one plane of the grid covers, angstrom^2
    area: float

    @classmethod
    def _of(cls, core: _core.Profile) -> Profile:
        values, first, spacing, area = core.plain()
        return cls(values, first / _core.ANGSTROM, spacing / _core.ANGSTROM, area / _core.ANGSTROM**2)

    @property
    def _core(self) -> _core.Profile:
        return _core.Profile(np.asarray(self.values, dtype=float), self.first * _core.ANGSTROM,
                             self.spacing * _core.ANGSTROM, self.area * _core.ANGSTROM**2)

    @property
    def heights(self) -> Array:
        """Of every plane, [plane], angstrom: its points r have r.n = height."""
        return self.first + self.spacing * np.arange(len(self.values))

    @property
    def length(self) -> float:
        """What the planes stand for, half a spacing to either side of each: the period of a cell, angstrom."""
        return self.spacing * len(self.values)

    def macroscopic(self, *lengths: float) -> Profile:
        """Running means over each of the lengths (angstrom), one after another: what oscillates with these periods is gone.

        The profile is periodic with its length. Raises InvalidInput for lengths outside (0, length].
        """
        return Profile._of(self._core.macroscopic([float(length) * _core.ANGSTROM for length in lengths]))

    def step(self, first: Sequence[float], second: Sequence[float]) -> PotentialStep:
        """Means of the planes within two regions (low, high), angstrom: vacuum levels on both sides of a slab, and their step.

        An electron at rest in vacuum has the energy -V. Raises InvalidInput for regions without a plane.
        """
        return PotentialStep(*self._core.step([float(z) * _core.ANGSTROM for z in first],
                                              [float(z) * _core.ANGSTROM for z in second]))

    def integral(self, low: float = -np.inf, high: float = np.inf) -> float:
        """The integral over the space between two heights (angstrom), values times bohr^3: e of a density.

        Planes at the rim count by the part of them inside.
        """
        return self._core.integral(float(low) * _core.ANGSTROM, float(high) * _core.ANGSTROM)


def planar_average(grid: Grid, values: ArrayLike, axis: int = 2) -> Profile:
    """Mean of values [i, j, k] over each plane of equal index along `axis` (0, 1, 2).

    Raises InvalidInput for another axis, another shape, and steps that span no volume.
    """
    return Profile._of(_core.planar_average(grid._core, values_on(grid, values), int(axis)))


# --- differences -----------------------------------------------------------------------------------------------------


class OnGrid(Protocol):
    """Anything with values on a grid: GridValues, or what read_cube and read_chgcar return."""

    @property
    def grid(self) -> Grid: ...

    @property
    def values(self) -> Array: ...


@dataclass(frozen=True)
class GridValues:
    """Values [i, j, k] on a grid."""

    grid: Grid
    values: Array


def difference(whole: OnGrid, parts: Iterable[OnGrid]) -> GridValues:
    """whole - sum of the parts, on one grid: adsorbate and surface minus each of them alone, say.

    Raises InvalidInput, saying what differs, where a point of a part is displaced by more than 1e-6 bohr.
    """
    values = values_on(whole.grid, whole.values).copy()
    for part in parts:
        whole.grid._core.check_same(part.grid._core)
        values -= values_on(part.grid, part.values)
    return GridValues(whole.grid, values)
