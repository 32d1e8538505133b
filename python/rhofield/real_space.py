"""Learning densities and their responses to a field from values on grids, without any basis (docs/real_space.md).

    data = rhofield.GridData.read("organics_grid.h5")
    trained = rhofield.train_real_space(data, config={"real_space.minutes": 10})
    rho = trained.model.density(atoms, rhofield.Grid.around(atoms))
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ase
import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _core
from .ase import from_atoms, to_atoms
from .configuration import Configuration, ConfigurationLike
from .errors import InvalidInput
from .grid_files import read_chgcar, read_cube
from .grids import Grid, values_on
from .model import DeviceLike, Progress, device_of
from .training import network_sets

Array = NDArray[np.float64]
#: [xyz], or a callable from points [point, xyz] (angstrom) to fields [point, xyz]; atomic units
FieldLike = ArrayLike | Callable[[Array], ArrayLike]


def _field_of(field: FieldLike) -> Array | Callable[[Array], Array]:
    if not callable(field):
        return np.asarray(field, dtype=float)
    return lambda points: np.ascontiguousarray(field(points / _core.ANGSTROM), dtype=float)


def _field_for(quantity: str, field: FieldLike | None) -> Array | Callable[[Array], Array]:
    """Responses need a field, densities have none."""
    if quantity == "response" and field is None:
        raise InvalidInput("a response is one to a field: give field=[x, y, z] in atomic units, or a callable")
    if quantity == "density" and field is not None:
        raise InvalidInput("densities are those without a field; quantity=\"response\" gives what a field changes")
    return _field_of((0, 0, 0) if field is None else field)


def _points_of(points: ArrayLike) -> Array:
    """[point, xyz], bohr."""
    found = np.asarray(points, dtype=float)
    if found.ndim != 2 or found.shape[1] != 3:
        raise InvalidInput(f"points are [point, xyz], these have shape {list(found.shape)}; a single one is [[x, y, z]]")
    if not np.isfinite(found).all():
        raise InvalidInput(f"point {int(np.argmin(np.isfinite(found).all(axis=1)))} is not finite")
    return np.ascontiguousarray(found * _core.ANGSTROM)


@dataclass(frozen=True)
class GridEntry:
    """One structure with values [i, j, k] on a grid, e/bohr^3; what is not known is None."""

    atoms: ase.Atoms
    grid: Grid
    #: at zero field, electrons positive
    density: Array | None
    #: density in `field` minus that at zero field
    response: Array | None = None
    #: what is taken for granted, in delta mode
    reference: Array | None = None
    #: [xyz], atomic units
    field: Array | None = None
    #: exact number of those in the density; 0: not known
    electrons: float = 0.0


class GridData(Sequence[GridEntry]):
    """Structures with densities (and responses to a field) on grids, as files of docs/data_format.md hold them."""

    def __init__(self, entries: Iterable[GridEntry] = ()):
        self._core = _core.GridData()
        for entry in entries:
            self.append(entry)

    @classmethod
    def read(cls, path: str | os.PathLike) -> GridData:
        """Reads a data set of grids. Raises InvalidInput naming file, structure and item for what is wrong."""
        data = cls()
        data._core = _core.GridData.read(os.fspath(path))
        return data

    @classmethod
    def from_files(cls, paths: Iterable[str | os.PathLike], electrons: Sequence[float] | None = None, *,
                   pbc: bool = False) -> GridData:
        """Densities of cube files and CHGCARs (CHG, AECCAR, PARCHG and .vasp files too), with the electrons of each if given.

        pbc  cube files are of crystals, whose cell their grids divide (VASP's always are); the format does not say so

        Raises InvalidInput where a density does not integrate to its electrons within a tenth (other units, other cores), or
        without them has more than its nuclei.
        """
        if isinstance(paths, (str, os.PathLike)):
            raise InvalidInput(f"files are given as a list, even one: [{os.fspath(paths)!r}]")
        files = list(paths)
        if not files:
            raise InvalidInput("no files were given; does the pattern match any?")
        if electrons is not None and np.shape(electrons) != (len(files),):
            raise InvalidInput(f"electrons: {np.size(electrons)} numbers for {len(files)} files; give one for each")
        data = cls()
        for k, path in enumerate(files):
            name = Path(path).name.upper()
            vasp = name.startswith(("CHG", "AECCAR", "PARCHG")) or "CHGCAR" in name or name.endswith(".VASP")
            file = read_chgcar(path) if vasp else read_cube(path)
            atoms, values = file.atoms, file.density if vasp else file.values
            if pbc and not vasp:
                atoms = atoms.copy()
                atoms.cell, atoms.pbc = file.grid.steps * np.asarray(file.grid.counts)[:, None], True
            count = file.grid.integrate(values)
            if electrons is None and count > 1.1 * atoms.numbers.sum():
                raise InvalidInput(f"{os.fspath(path)} integrates to {count:.2f} electrons, its nuclei have {atoms.numbers.sum()}: is it a density "
                                   "in e/bohr^3? Anions need their electrons")
            data.append(GridEntry(atoms, file.grid, values, electrons=0.0 if electrons is None else electrons[k]))
        return data

    def write(self, path: str | os.PathLike) -> None:
        """Writes the data set, whole or not at all."""
        self._core.write(os.fspath(path))

    def append(self, entry: GridEntry) -> None:
        """Adds a structure. Raises InvalidInput for values that are not on its grid or not finite."""
        def checked(values: ArrayLike | None) -> Array | None:
            return None if values is None else values_on(entry.grid, values)

        field = None if entry.field is None else np.asarray(entry.field, dtype=float)
        self._core.add(from_atoms(entry.atoms), entry.grid._core, checked(entry.density), checked(entry.response),
                       checked(entry.reference), field, float(entry.electrons or 0.0))

    def __repr__(self) -> str:
        return f"<GridData: {len(self)} structures>"

    def __len__(self) -> int:
        return len(self._core)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        k = index + len(self) if index < 0 else index
        if not 0 <= k < len(self):
            raise IndexError(f"structure {index} of {len(self)}")
        structure, grid, density, response, reference, field, electrons = self._core.entry(k)
        return GridEntry(to_atoms(structure), Grid._of(grid), density, response, reference,
                         field if response is not None else None, electrons)

    def __iter__(self) -> Iterator[GridEntry]:
        return (self[k] for k in range(len(self)))


@dataclass(frozen=True)
class RealSpaceErrors:
    """Errors on the full grids of structures: NMAE, 100 sum |d| / sum |value|."""

    quantity: str
    indices: NDArray[np.int64]
    #: [structure]
    percent: Array
    total_percent: float
    mean_percent: float
    #: the part of total_percent where |value| is below 1e-3 e/bohr^3
    vacuum_percent: float
    #: [structure], e: integral of the prediction minus that of the data; of a response the integral itself
    charge: Array
    #: [structure, xyz], responses: -int r delta rho, e bohr
    dipole: Array
    reference_dipole: Array


class RealSpaceModel:
    """A trained network of points and atoms."""

    def __init__(self, core: _core.RealSpaceModel):
        self._core = core
        self._predictors: dict[str, Any] = {}

    @classmethod
    def read(cls, path: str | os.PathLike) -> RealSpaceModel:
        """Reads a model file."""
        return cls(_core.RealSpaceModel.read(os.fspath(path)))

    def write(self, path: str | os.PathLike) -> None:
        """Writes a model file."""
        self._core.write(os.fspath(path))

    @property
    def quantities(self) -> list[str]:
        """What it has learned: "density", "response"."""
        return self._core.quantities()

    @property
    def members(self) -> int:
        """Networks whose mean is the prediction."""
        return self._core.members()

    def parameters(self, member: int = 0) -> dict[str, Array]:
        """Copies of all parameters of a network by name (docs/model_format.md)."""
        if not 0 <= member < self.members:
            raise IndexError(f"network {member} of {self.members}")
        return self._core.parameters(member)

    def __repr__(self) -> str:
        return f"RealSpaceModel({' and '.join(self.quantities)}; {self._core.summary})"

    def _predictor(self, device: DeviceLike) -> Any:
        on = device_of(device)
        if on.name not in self._predictors:
            self._predictors[on.name] = _core.RealSpacePredictor(on, self._core)
        return self._predictors[on.name]

    def density(self, atoms: ase.Atoms, grid: Grid, *, reference: ArrayLike | None = None, electrons: float | None = None,
                device: DeviceLike = "auto", progress: Progress = None) -> Array:
        """The density [i, j, k] on a grid, e/bohr^3.

        reference  [i, j, k], what the model was trained to add to (delta mode)
        electrons  the density is scaled to integrate to it
        """
        if self._core.needs_reference != (reference is not None):
            raise InvalidInput("this model learned " + ("the difference to a reference: give its values"
                                                        if self._core.needs_reference else "whole densities, no differences"))
        values = self._predictor(device).on_grid(from_atoms(atoms), "density", grid._core, np.zeros(3), progress)
        if reference is not None:
            values = values + values_on(grid, reference)
        return values if electrons is None else grid.normalise_charge(values, electrons)[0]

    def response(self, atoms: ase.Atoms, grid: Grid, field: FieldLike, *, device: DeviceLike = "auto",
                 progress: Progress = None) -> Array:
        """What a field changes in the density on a grid, [i, j, k]; it integrates to zero.

        field  [xyz], atomic units, or where it differs from place to place a callable from points [point, xyz] (angstrom) to
               fields [point, xyz]; every atom and point sees the field where it is. Models learn from uniform fields: expect
               the accuracy they have in these only of fields that hardly change over an atom
        """
        return self._predictor(device).on_grid(from_atoms(atoms), "response", grid._core, _field_of(field), progress)

    def at_points(self, atoms: ase.Atoms, points: ArrayLike, *, quantity: str = "density", field: FieldLike | None = None,
                  device: DeviceLike = "auto") -> Array:
        """Values [point] at any points [point, xyz], angstrom (of a difference to a reference without it); fields as of response.

        Raises InvalidInput for responses without a field, densities with one, and points that are not finite.
        """
        return self._predictor(device).at_points(from_atoms(atoms), quantity, _points_of(points), _field_for(quantity, field))

    def deviation_at_points(self, atoms: ase.Atoms, points: ArrayLike, *, quantity: str = "density",
                            field: FieldLike | None = None, device: DeviceLike = "auto") -> Array:
        """Standard deviations [point] (over n - 1), e/bohr^3, of the networks around their mean, at points [point, xyz], angstrom.

        Raises InvalidInput for models of one network.
        """
        return self._predictor(device).deviation_at_points(from_atoms(atoms), quantity, _points_of(points),
                                                           _field_for(quantity, field))


@dataclass(frozen=True)
class TrainedRealSpaceModel:
    """A model and how it was trained."""

    model: RealSpaceModel
    train: list[int]
    validation: list[int]
    #: those that were neither
    test: list[int]
    #: NMAE of the model at the points to validate on; 0 where there are none
    validation_percent: float
    #: a dict for each epoch: member, epoch, loss, learning_rate, validation_percent (0 where it was not validated), seconds
    history: list[dict[str, float]]
    warnings: list[str]


def train_real_space(
    data: GridData,
    train: Iterable[int] | None = None,
    validation: Iterable[int] | None = None,
    *,
    quantities: str = "density",
    config: ConfigurationLike = None,
    device: DeviceLike = "auto",
    progress: Progress = None,
) -> TrainedRealSpaceModel:
    """Trains a real-space model.

    train       indices to train on; None: all but the last fifth
    validation  indices that choose the weights, never trained on; None: every sixth of those to train on
    quantities  "density", "response" or "both"
    config      keys [network], [sampling] and [real_space] of the configuration

    Raises InvalidInput for structures without a quantity, and what does not fit.
    """
    if not isinstance(data, GridData):
        raise InvalidInput(f"real-space models learn from GridData, not from a {type(data).__name__} (rhofield.train does from a DataSet)")
    configuration = Configuration(config).updated(quantities)
    learned, kept, rest = network_sets(len(data), train, validation)
    model, percent, history, warnings = _core.train_real_space(device_of(device), data._core, learned, kept, configuration._core,
                                                      progress)
    return TrainedRealSpaceModel(RealSpaceModel(model), learned, kept, rest, percent, history, warnings)


def validate_real_space(model: RealSpaceModel, data: GridData, test: Iterable[int] | None = None, *,
                        quantity: str = "density", normalise: bool = False, device: DeviceLike = "auto",
                        progress: Progress = None) -> RealSpaceErrors:
    """Errors on the full grids of structures (None: all); `normalise` scales densities to the integrals of the data."""
    indices = list(range(len(data))) if test is None else [int(k) for k in test]
    return RealSpaceErrors(**_core.validate_real_space(device_of(device), model._core, data._core, indices, quantity,
                                                       normalise, progress))


def sample_points(entry: GridEntry, *, quantity: str = "density", config: ConfigurationLike = None,
                  seed: int = 1) -> tuple[NDArray[np.int64], Array]:
    """(places in the grid [point], their probabilities) that training would take of a structure (keys [sampling])."""
    values = entry.density if quantity == "density" else entry.response
    if values is None:
        raise InvalidInput(f"this structure has no {quantity}")
    return _core.sample_points(from_atoms(entry.atoms), entry.grid._core, values_on(entry.grid, values),
                               Configuration(config)._core, seed)
