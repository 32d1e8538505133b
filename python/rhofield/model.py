"""Trained models and what they predict."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional, Union

import ase
import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _core
from ._core import Device
from .ase import AtomsLike, atoms_list, structures_of
from .basis import Basis
from .configuration import Configuration
from .errors import InvalidInput

if TYPE_CHECKING:
    from .electrostatics import CoreCharges, FreeAtom
    from .training import TrainingReport
    from .uncertainty import PropertyUncertainty, Uncertainty

Array = NDArray[np.float64]
#: Called on long work with (stage, done, total); returning False stops it with rhofield.Interrupted.
Progress = Optional[Callable[[str, int, int], Union[bool, None]]]
DeviceLike = Union[str, Device]


def device_of(device: DeviceLike) -> Device:
    """A device by name, or as it is."""
    return device if isinstance(device, Device) else Device(device)


def _field(electric_field: ArrayLike) -> Array:
    """A field [xyz]; InvalidInput for anything else."""
    try:
        field = np.asarray(electric_field, dtype=float)
    except (TypeError, ValueError):
        raise InvalidInput(f"a field has three numbers in atomic units, [0, 0, 0.01] say, not {electric_field!r}") from None
    if field.shape != (3,):
        raise InvalidInput(f"a field has three numbers in atomic units, [0, 0, 0.01] say, not the shape {field.shape}")
    return field


def _electron_numbers(electrons: Any, atoms: Sequence[ase.Atoms]) -> list[float]:
    """Of each structure: from one number, one for each, or numbers by symbol."""
    if isinstance(electrons, Mapping):
        present = {symbol for one in atoms for symbol in one.get_chemical_symbols()}
        if present - set(electrons):
            raise InvalidInput(f"electrons gives no number for {', '.join(sorted(present - set(electrons)))}")
        return [float(sum(electrons[symbol] for symbol in one.get_chemical_symbols())) for one in atoms]
    try:
        numbers = np.asarray(electrons, dtype=float)
    except (TypeError, ValueError):
        raise InvalidInput(f"electrons is {electrons!r}; give a number, one for each structure, or numbers by element: "
                           "{'H': 1, 'O': 6}") from None
    if numbers.shape not in ((), (len(atoms),)):
        raise InvalidInput(f"electrons has the shape {numbers.shape} for {len(atoms)} structures; give a number, one for each, or "
                           "numbers by element")
    return [float(n) for n in np.broadcast_to(numbers, (len(atoms),))]


@dataclass
class Prediction:
    """What a model predicts for some structures, atomic units. What was not asked for or not learned is None or empty."""

    atoms: list[ase.Atoms]
    basis: Basis
    #: [structure] of [function]: density coefficients, electrons positive
    coefficients: list[Array] | None = None
    #: [structure]: electrons of the predicted densities; None in a numerical basis
    electrons: Array | None = None
    #: [structure] of [field xyz, function]: derivatives with respect to a field, per atomic unit, without induced charge
    response: list[Array] | None = None
    #: [structure, field, xyz], bohr^3, from the response
    polarizabilities: Array | None = None
    #: [structure] of [atom, field, xyz], bohr^3: parts of the atoms, which add up
    atomic_polarizabilities: list[Array] | None = None
    #: [structure, field], e per atomic unit of field: what was taken out of the response
    induced_charges: Array | None = None
    #: by name: [structure] of values in their shape and the units of the training data (numbers: one array [structure])
    properties: dict[str, Any] = field(default_factory=dict)
    #: by name: [structure] of [atom, ...], what every atom contributes to a property, on request
    contributions: dict[str, list[Array]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.atoms)

    def __repr__(self) -> str:
        known = [name for name in ("coefficients", "electrons", "response", "polarizabilities") if getattr(self, name) is not None]
        return f"<Prediction of {len(self)} structure{'' if len(self) == 1 else 's'}: {', '.join(known + list(self.properties)) or 'nothing'}>"

    def dipoles(self, core_charges: CoreCharges | None = None) -> Array:
        """Dipole moments of nuclei and predicted electrons, [structure, xyz], e bohr, about the mean position of the atoms.

        `core_charges` maps symbols to the charge of the core that the electrons belong to (H 1, O 6 for valence densities);
        without it nuclei have their full charge. Raises InvalidInput for periodic structures, where it means nothing,
        and where cores and electrons differ by more than half an electron and no `core_charges` were given.
        """
        from .electrostatics import dipole_moment

        if self.coefficients is None:
            raise InvalidInput("dipoles of densities need a predicted density; the model has none")
        return np.array([dipole_moment(self.basis, one, c, core_charges)
                         for one, c in zip(self.atoms, self.coefficients)]).reshape(-1, 3)

    def induced_dipoles(self, electric_field: ArrayLike) -> Array:
        """Dipoles that a field (atomic units, [xyz]) induces, [structure, xyz], e bohr: sum_k E_k alpha_kc."""
        if self.polarizabilities is None:
            raise InvalidInput("induced dipoles need a predicted response; the model has none")
        return np.einsum("k,skc->sc", _field(electric_field), self.polarizabilities)

    def induced_coefficients(self, electric_field: ArrayLike) -> list[Array]:
        """Coefficients of the density that a field (atomic units, [xyz]) induces, [structure] of [function]."""
        if self.response is None:
            raise InvalidInput("induced densities need a predicted response; the model has none, or only polarizabilities")
        return [_field(electric_field) @ r for r in self.response]

    def data_set(self, title: str = "predicted by rhofield"):
        """The predictions as a DataSet, to be written."""
        from .data import DataSet

        known = {name: self.properties[name] for name in ("energy", "charge", "dipole") if name in self.properties}
        others = {name: list(values) for name, values in self.properties.items() if name not in known}
        polarizabilities = self.polarizabilities
        if polarizabilities is None:
            polarizabilities = others.pop("polarizability", None)
        return DataSet.from_atoms(
            self.atoms, self.basis, coefficients=self.coefficients, responses=self.response,
            polarizabilities=polarizabilities, energies=known.get("energy"), charges=known.get("charge"),
            dipoles=known.get("dipole"), properties=others, title=title)


@dataclass
class Gradient:
    """Derivatives of one number with respect to a structure."""

    #: [atom, xyz], unit of the number per angstrom; forces are -positions
    positions: Array
    #: [xyz, xyz], d/dstrain of r -> (1 + strain) r with the cell alike; stress is strain / volume
    strain: Array


class Model:
    """A trained model, complete enough to predict anywhere. Made by rhofield.train or Model.read.

    `report` says how it was trained, where that happened in this program.
    """

    def __init__(self, core: _core.Model, report: TrainingReport | None = None):
        self._core = core
        self.report = report
        self._predictors: dict[tuple, Any] = {}

    @classmethod
    def read(cls, path: str | os.PathLike) -> Model:
        """Reads a model file; InvalidInput with the version numbers for versions that are not read, and for no model."""
        return cls(_core.Model.read(os.fspath(path)))

    def write(self, path: str | os.PathLike) -> None:
        """Writes the model file under a temporary name and renames it."""
        self._core.write(os.fspath(path))

    @property
    def basis(self) -> Basis:
        """Of its densities and responses."""
        return Basis._of(self._core.basis)

    @property
    def quantities(self) -> list[str]:
        """What it has learned of "density" and "response"."""
        return list(self._core.describe()["quantities"])

    @property
    def properties(self) -> list[str]:
        """Names of the properties it has learned."""
        return list(self._core.describe()["properties"])

    @property
    def species(self) -> list[str]:
        """Symbols of the elements it knows."""
        return self._core.describe()["species"]

    @property
    def configuration(self) -> Configuration:
        """Its choices; those of the regression and of the split are not in a model and have their defaults."""
        return Configuration.of_model(self._core)

    def info(self) -> dict[str, Any]:
        """What it holds: species, environments by element, features by order, quantities and properties with a summary
        of their training and the number of their weights."""
        return self._core.describe()

    def baseline(self, element: str) -> Array:
        """Coefficients [function] that every atom of an element starts from: species means for l = 0, zero beyond."""
        return self._core.baseline(element)

    def mean_coefficients(self, atoms: ase.Atoms) -> Array:
        """Coefficients [function] of the mean atoms that a learned density starts from. What is left of a density without them
        is smooth: their cores cancel, and a grid resolves it."""
        return np.concatenate([self.baseline(symbol) for symbol in atoms.get_chemical_symbols()])

    def promolecule(self) -> dict[str, FreeAtom]:
        """Its mean atoms by symbol for Partition("hirshfeld", ...): the s functions that every atom of a learned density starts
        from. They are no free atoms but hold the mean charges of the training set. For Hirshfeld charges in the usual sense give
        promolecule() the coefficients of calculated free atoms."""
        from .electrostatics import promolecule

        basis = self.basis
        return promolecule(basis, {symbol: self.baseline(symbol)[:sum(l == 0 for l, _, _ in basis.shells(symbol))]
                                   for symbol in self._core.describe()["environments"]})

    def assumptions(self, atoms: AtomsLike) -> list[str]:
        """What long-range features assume about structures, in words (a neutralising background, say)."""
        return self._core.assumptions(structures_of(atoms))

    def _predictor(self, device: DeviceLike, what: str, lambda_max: int = -1) -> Any:
        """Weights folded for a device, kept for the next call."""
        on = device_of(device)
        key = (on.name, what, lambda_max)
        if key not in self._predictors:
            if what == "properties":
                self._predictors[key] = _core.PropertyPredictor(on, self._core)
            elif what.startswith("uncertainty of property "):
                name = what.removeprefix("uncertainty of property ")
                self._predictors[key] = _core.PropertyUncertaintyPredictor(on, self._core, name)
            elif what.startswith("uncertainty of "):
                self._predictors[key] = _core.UncertaintyPredictor(on, self._core, what.removeprefix("uncertainty of "))
            else:
                self._predictors[key] = _core.Predictor(on, self._core, what, lambda_max)
        return self._predictors[key]

    def predict(
        self,
        atoms: AtomsLike,
        *,
        quantities: str | Sequence[str] | None = None,
        electrons: float | Sequence[float] | Mapping[str, float] | None = None,
        polarizability_only: bool = False,
        contributions: bool = False,
        device: DeviceLike = "auto",
        progress: Progress = None,
    ) -> Prediction:
        """Predicts what the model has learned for one ase.Atoms or many; densities and responses in its basis.

        quantities           "density", "response" or both (default: what was learned)
        electrons            of each structure, of every one, or by element ({"H": 1, "O": 6}): imposed on densities by the
                             smallest change in the metric
        polarizability_only  only polarizabilities, neither coefficients of the response nor a density: much cheaper
        contributions        also what every atom contributes to properties

        Raises InvalidInput for elements that the model has not seen and quantities that it has not learned.
        """
        frames = atoms_list(atoms)
        structures = structures_of(frames)
        learned = self.quantities
        wanted = learned if quantities is None else [quantities] if isinstance(quantities, str) else list(quantities)
        if wanted == ["both"]:
            wanted = ["density", "response"]
        for quantity in wanted:
            if quantity not in learned:
                raise InvalidInput(f"the model has not learned the {quantity}; it knows "
                                   f"{', '.join(learned + self.properties)}")
        if polarizability_only and "response" not in wanted:
            raise InvalidInput("polarizability_only needs a response, which is not predicted here")
        result = Prediction(atoms=frames, basis=self.basis)
        if electrons is not None and ("density" not in wanted or polarizability_only):
            raise InvalidInput("electrons are about a density, and none is predicted")
        if "density" in wanted and not polarizability_only:
            numbers = None if electrons is None else _electron_numbers(electrons, frames)
            self._predict_density(result, structures, numbers, device, progress)
        if "response" in wanted:
            self._predict_response(result, structures, polarizability_only, device, progress)
        if self.properties:
            predicted = self._predictor(device, "properties")(structures, contributions, progress)
            for name, (values, parts) in predicted.items():
                result.properties[name] = np.array(values) if all(v.ndim == 0 for v in values) else values
                if contributions:
                    result.contributions[name] = parts
        return result

    def _predict_density(self, result: Prediction, structures: list, electrons: list[float] | None, device: DeviceLike,
                         progress: Progress) -> None:
        result.coefficients = self._predictor(device, "density")(structures, False, electrons, progress)
        if self._core.basis.is_gaussian():
            result.electrons = np.array([self._core.basis.charge_moments(s) @ c
                                         for s, c in zip(structures, result.coefficients)])

    def _predict_response(self, result: Prediction, structures: list, polarizability_only: bool, device: DeviceLike,
                          progress: Progress) -> None:
        basis = self._core.basis
        if not basis.is_gaussian():
            raise InvalidInput("the moments of a numerical basis are not known, so that neither the induced charge of a "
                               "response nor its polarizability can be computed; predict quantities=\"density\"")
        predictor = self._predictor(device, "response", 1 if polarizability_only else -1)
        raw = predictor(structures, True, None, progress)
        neutral = [_core.remove_induced_charge(basis, s, r) for s, r in zip(structures, raw)]
        parts = [_core.atomic_polarizabilities(basis, s, r) for s, (r, _) in zip(structures, neutral)]
        result.response = None if polarizability_only else [r for r, _ in neutral]
        result.induced_charges = np.array([charge for _, charge in neutral]).reshape(-1, 3)
        result.atomic_polarizabilities = parts
        result.polarizabilities = np.array([p.sum(axis=0) for p in parts]).reshape(-1, 3, 3)

    def uncertainty(self, atoms: AtomsLike, *, quantity: str = "density", device: DeviceLike = "auto",
                    progress: Progress = None) -> list[Uncertainty] | list[PropertyUncertainty]:
        """Standard deviations of what is predicted for one ase.Atoms or many, [structure], and whether one is unlike all of
        the training set: Uncertainty of a "density" or "response", PropertyUncertainty of a property by its name. Costs as
        many predictions as the committee has members.

        Raises InvalidInput where the quantity was learned without a committee: train with
        config={"regression.committee": 32}.
        """
        from .uncertainty import PropertyUncertainty, Uncertainty

        if quantity in self.properties:
            of_property = self._predictor(device, f"uncertainty of property {quantity}")
            return [PropertyUncertainty(**one)
                    for one in of_property(self._core, quantity, structures_of(atoms), progress)]
        predictor = self._predictor(device, f"uncertainty of {quantity}")
        return [Uncertainty(**one) for one in predictor(structures_of(atoms), quantity, progress)]

    def committee_deviations(self, atoms: ase.Atoms, *, quantity: str = "density", device: DeviceLike = "auto") -> Array:
        """What the members of the committee predict minus the prediction, [member, function], of a response [member, field,
        function]. The root mean square of a linear function of them is its standard deviation: of a density at points, say.
        """
        return self._predictor(device, f"uncertainty of {quantity}").deviations(structures_of(atoms)[0], quantity)

    def property_gradients(
        self,
        name: str,
        atoms: AtomsLike,
        cotangents: Sequence[ArrayLike] | None = None,
        *,
        device: DeviceLike = "auto",
        progress: Progress = None,
    ) -> list[Gradient]:
        """Derivatives of a property y of each structure with respect to atoms (per angstrom) and strain.

        Of a scalar itself; otherwise of sum_k v_k y_k with `cotangents` v, [structure] of the shape of y. Forces of an
        energy are -positions. Raises InvalidInput for cotangents that are missing or of another length.
        """
        if name not in self.properties:
            raise InvalidInput(f"the model has not learned {name}; it knows {', '.join(self.quantities + self.properties)}")
        vectors = [np.asarray(v, dtype=float) for v in cotangents] if cotangents is not None else []
        gradients = self._predictor(device, "properties").backward(name, structures_of(atoms), vectors, progress)
        return [Gradient(positions * _core.ANGSTROM, strain) for positions, strain in gradients]

    def density_gradients(
        self,
        atoms: AtomsLike,
        cotangents: Sequence[ArrayLike],
        *,
        device: DeviceLike = "auto",
        progress: Progress = None,
    ) -> list[Gradient]:
        """Derivatives of sum_f v_f c_f of each structure, c its predicted density coefficients (electrons not imposed) and
        v `cotangents`, [structure] of [function], with respect to atoms (per angstrom) and strain."""
        if "density" not in self.quantities:
            raise InvalidInput(f"the model has not learned the density; it knows "
                               f"{', '.join(self.quantities + self.properties)}")
        vectors = [np.asarray(v, dtype=float) for v in cotangents]
        gradients = self._predictor(device, "density").backward(structures_of(atoms), vectors, progress)
        return [Gradient(positions * _core.ANGSTROM, strain) for positions, strain in gradients]

    def __repr__(self) -> str:
        return f"<Model of {', '.join(self.quantities + self.properties)}: {', '.join(self.species)}>"
