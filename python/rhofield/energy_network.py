"""Energies of structures in an electric field by a network, with forces, dipoles and polarizabilities as its derivatives.

    trained = rhofield.train_energy_network(data, config={"energy_network.epochs": 300})
    atoms.calc = rhofield.EnergyNetworkCalculator(trained.model)
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import ase
import numpy as np
from ase.calculators.calculator import Calculator, all_changes
from ase.units import Bohr, Hartree
from numpy.typing import ArrayLike, NDArray

from . import _core
from .ase import from_atoms
from .configuration import Configuration, ConfigurationLike
from .data import DataSet
from .errors import InvalidInput
from .model import DeviceLike, Progress, device_of
from .training import network_sets

Array = NDArray[np.float64]


@dataclass(frozen=True)
class PredictedEnergy:
    """What a network says of a structure."""

    #: hartree
    energy: float
    #: [atom, xyz], hartree/bohr
    forces: Array
    #: [xyz], e bohr
    dipole: Array
    #: [xyz, xyz], bohr^3; None unless asked for
    polarizability: Array | None


@dataclass(frozen=True)
class EnergyErrors:
    """Root mean square errors; 0 where the data know nothing."""

    #: hartree per atom
    energy: float
    #: of components, hartree/bohr
    forces: float
    #: of components, e bohr; of neutral structures
    dipole: float
    #: of components, bohr^3
    polarizability: float


class EnergyNetwork:
    """A trained network of energies in a field."""

    def __init__(self, core: _core.EnergyNetwork):
        self._core = core
        self._predictors: dict[str, Any] = {}

    @classmethod
    def read(cls, path: str | os.PathLike) -> EnergyNetwork:
        """Reads a model file."""
        return cls(_core.EnergyNetwork.read(os.fspath(path)))

    def write(self, path: str | os.PathLike) -> None:
        """Writes a model file."""
        self._core.write(os.fspath(path))

    def __repr__(self) -> str:
        return f"EnergyNetwork({self._core.summary})"

    def predict(self, structures: ase.Atoms | Sequence[ase.Atoms], *, field: ArrayLike = (0, 0, 0),
                polarizabilities: bool = False, device: DeviceLike = "auto") -> PredictedEnergy | list[PredictedEnergy]:
        """Energy and its derivatives of one structure or several, in a field [xyz] (atomic units)."""
        on = device_of(device)
        if on.name not in self._predictors:
            self._predictors[on.name] = _core.EnergyPredictor(on, self._core)
        several = [structures] if isinstance(structures, ase.Atoms) else list(structures)
        found = self._predictors[on.name]([from_atoms(atoms) for atoms in several], np.asarray(field, dtype=float),
                                          polarizabilities)
        all_found = [PredictedEnergy(**one) for one in found]
        return all_found[0] if isinstance(structures, ase.Atoms) else all_found


@dataclass(frozen=True)
class TrainedEnergyNetwork:
    """A network and how it was trained."""

    model: EnergyNetwork
    train: list[int]
    validation: list[int]
    #: those that were neither
    test: list[int]
    #: a dict for each epoch: epoch, loss, learning_rate, validation_loss (0 where it was not validated)
    history: list[dict[str, float]]


def train_energy_network(data: DataSet, train: Iterable[int] | None = None, validation: Iterable[int] | None = None, *,
                         config: ConfigurationLike = None, device: DeviceLike = "auto",
                         progress: Progress = None) -> TrainedEnergyNetwork:
    """Trains on energies and, where the data have them, dipoles, polarizabilities and the property "forces" [atom, xyz].

    train       indices to train on; None: all but the last fifth
    validation  indices that choose the weights, never trained on; None: every sixth of those to train on
    config      keys [energy_network] of the configuration

    Raises InvalidInput for structures without an energy, charged ones with a dipole, and what does not fit.
    """
    if not isinstance(data, DataSet):
        raise InvalidInput(f"energies are learned from a DataSet, not from a {type(data).__name__}")
    learned, kept, rest = network_sets(len(data), train, validation)
    model, history = _core.train_energy_network(device_of(device), data._core, learned, kept,
                                                Configuration(config)._core, progress)
    return TrainedEnergyNetwork(EnergyNetwork(model), learned, kept, rest, history)


def validate_energy_network(model: EnergyNetwork, data: DataSet, test: Iterable[int] | None = None, *,
                            device: DeviceLike = "auto") -> EnergyErrors:
    """Errors on structures (None: all)."""
    indices = list(range(len(data))) if test is None else [int(k) for k in test]
    return EnergyErrors(**_core.validate_energy_network(device_of(device), model._core, data._core, indices))


class EnergyNetworkCalculator(Calculator):
    """An energy network as an ASE calculator: energy (eV), forces (eV/angstrom), dipole (e angstrom).

    field  [xyz], atomic units; energies and forces are those in it
    """

    implemented_properties = ["energy", "forces", "dipole"]

    def __init__(self, model: EnergyNetwork | str | os.PathLike, *, field: ArrayLike = (0, 0, 0), device: DeviceLike = "auto",
                 **arguments):
        self._model = EnergyNetwork.read(model) if isinstance(model, (str, os.PathLike)) else model
        self._field, self._device = np.asarray(field, dtype=float), device
        super().__init__(**arguments)

    def calculate(self, atoms=None, properties=("energy",), system_changes=all_changes):
        super().calculate(atoms, properties, system_changes)
        found = self._model.predict(self.atoms, field=self._field, device=self._device)
        self.results = {"energy": found.energy * Hartree, "forces": found.forces * (Hartree / Bohr),
                        "dipole": found.dipole * Bohr}
