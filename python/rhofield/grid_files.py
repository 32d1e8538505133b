"""Files with values on grids: Gaussian cube, and CHGCAR and LOCPOT of VASP."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import ase
import numpy as np
from ase.geometry import find_mic
from numpy.typing import ArrayLike, NDArray

from . import _core
from .ase import from_atoms, to_atoms
from .errors import InvalidInput
from .grids import Grid, values_on

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Cube:
    """What a cube file holds."""

    #: the cell spans the grid; the file does not say what is periodic: pbc is False
    atoms: ase.Atoms
    grid: Grid
    #: [i, j, k], as they stand in the file
    values: Array
    #: [atom], the column between atomic number and position: nuclear or core charges, e
    charges: Array
    #: the first two lines
    comment: str


def write_cube(path: str | os.PathLike, atoms: ase.Atoms, grid: Grid, values: ArrayLike,
               comment: str = "written by rhofield") -> None:
    """A Gaussian cube file of values [i, j, k] in atomic units; written under a temporary name and renamed.

    Raises InvalidInput for values that are not finite or do not fit the format or the grid.
    """
    _core.write_cube(os.fspath(path), from_atoms(atoms), grid._core, values_on(grid, values), comment)


def read_cube(path: str | os.PathLike) -> Cube:
    """Reads a cube file with one value at each point, in bohr or angstrom.

    Raises InvalidInput with file and line for what is no cube file, ends early or goes on.
    """
    comment, structure, grid, values, charges = _core.read_cube(os.fspath(path))
    return Cube(to_atoms(structure), Grid._of(grid), values, charges, comment)


@dataclass(frozen=True)
class VaspGrid:
    """What a CHGCAR or LOCPOT holds, in atomic units."""

    #: periodic in all directions
    atoms: ase.Atoms
    grid: Grid
    #: [block] of [i, j, k]: density and magnetisation, e/bohr^3; of a LOCPOT the potential energy of an electron, hartree
    blocks: list[Array]
    #: [block] or empty: the text behind the values of each block: augmentation occupancies, moments
    behind: list[str]
    comment: str

    @property
    def values(self) -> Array:
        """The first block: the density, or the potential of the first spin."""
        return self.blocks[0]


def _read_vasp(content: tuple) -> VaspGrid:
    comment, structure, grid, blocks, behind = content
    return VaspGrid(to_atoms(structure), Grid._of(grid), blocks, behind, comment)


def read_chgcar(path: str | os.PathLike) -> VaspGrid:
    """Reads a CHGCAR: densities in e/bohr^3 (the file holds them times the volume).

    Raises InvalidInput with file and line for what is none, ends early or has another number of values.
    """
    return _read_vasp(_core.read_chgcar(os.fspath(path)))


def read_locpot(path: str | os.PathLike) -> VaspGrid:
    """Reads a LOCPOT: the potential energy of an electron in hartree (the file holds eV). Raises as read_chgcar."""
    return _read_vasp(_core.read_locpot(os.fspath(path)))


def _augmentation(atoms: ase.Atoms, template: VaspGrid | None, blocks: int) -> list[str]:
    """The text behind the blocks of a template with the same atoms."""
    if template is None:
        return []
    if list(template.atoms.numbers) != list(atoms.numbers):
        raise InvalidInput(f"the template holds {template.atoms.get_chemical_formula('reduce')}, but "
                           f"{atoms.get_chemical_formula('reduce')} is to be written; its text belongs to its own atoms, "
                           "in their order")
    _, distances = find_mic(atoms.positions - template.atoms.positions, template.atoms.cell, pbc=True)
    far = int(np.argmax(distances))
    nearby = 1e-3  # angstrom: digits of POSCAR files and of extended XYZ
    if distances[far] > nearby:
        raise InvalidInput(f"atom {far} lies {distances[far]:.4f} angstrom from that of the template; its text belongs to "
                           "the same places")
    if len(template.behind) < blocks:
        raise InvalidInput(f"{blocks} blocks are to be written, but the template has text behind {len(template.behind)}")
    return template.behind[:blocks]


def _blocks(grid: Grid, values: ArrayLike | Sequence[ArrayLike]) -> list[Array]:
    array = np.asarray(values, dtype=float)
    return [values_on(grid, block) for block in (array if array.ndim == 4 else [array])]


def write_chgcar(path: str | os.PathLike, atoms: ase.Atoms, grid: Grid, values: ArrayLike | Sequence[ArrayLike], *,
                 template: VaspGrid | None = None, comment: str = "written by rhofield") -> None:
    """A CHGCAR of a density [i, j, k], or [block, i, j, k] with magnetisation, e/bohr^3.

    The cell is what the grid spans, so that a grid around a molecule makes a box around it; atoms are written element by
    element. With a `template` (read_chgcar) of the same atoms in the same order its augmentation occupancies are written
    too, and VASP can start from the file; without it the file is for viewing and analysis.

    Raises InvalidInput where the grid does not span the cell of a periodic structure, and for a template of other atoms.
    """
    blocks = _blocks(grid, values)
    _core.write_chgcar(os.fspath(path), comment, from_atoms(atoms), grid._core, blocks,
                       _augmentation(atoms, template, len(blocks)))


def write_locpot(path: str | os.PathLike, atoms: ase.Atoms, grid: Grid, values: ArrayLike | Sequence[ArrayLike], *,
                 comment: str = "written by rhofield") -> None:
    """A LOCPOT of the potential energy of an electron [i, j, k], hartree: minus the electrostatic potential.

    Otherwise as write_chgcar.
    """
    _core.write_locpot(os.fspath(path), comment, from_atoms(atoms), grid._core, _blocks(grid, values), [])
