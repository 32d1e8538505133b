"""An ASE calculator: energy, forces and stress of a property model, dipoles, polarizabilities, densities.

    atoms.calc = RhofieldCalculator(energy_model, density_model)
    atoms.get_forces()
"""

from __future__ import annotations

import os
from collections.abc import Iterable

import ase
import numpy as np
from ase.calculators.calculator import Calculator, PropertyNotImplementedError, all_changes
from ase.stress import full_3x3_to_voigt_6_stress
from ase.units import Hartree

from . import _core
from .errors import InvalidInput
from .model import DeviceLike, Model

BOHR = 1.0 / _core.ANGSTROM  # angstrom


def _model(given: Model | str | os.PathLike) -> Model:
    if isinstance(given, (str, os.PathLike)):
        return Model.read(given)
    if not isinstance(given, Model):
        raise InvalidInput(f"a calculator needs models (Model.read, rhofield.train) or their files, got {type(given).__name__}")
    return given


class RhofieldCalculator(Calculator):
    """Predictions of one or several models, or files of models, as an ASE calculator, in ASE's units.

    energy (eV), forces (eV/angstrom), stress (eV/angstrom^3, of cells periodic in three directions; Voigt order)
        where a model has learned the scalar property `energy_property` of structures, in `energy_unit` eV (default: hartree)
    dipole (e angstrom)
        of a property "dipole"; else of a density of molecules, with `core_charges` (by symbol; default: full nuclei)
    polarizability (angstrom^3, [field, xyz])
        of a learned response; else of a property "polarizability"
    coefficients [function] and electrons, response [field xyz, function] (atomic units)
        in `results` where they were learned

    Raises InvalidInput where two models have learned the same, and for elements that a model has not seen.
    """

    def __init__(self, *models: Model | str | os.PathLike, energy_property: str = "energy", energy_unit: float = Hartree,
                 core_charges: dict[str, float] | None = None, device: DeviceLike = "auto", **arguments):
        if not models:
            raise InvalidInput("a calculator needs at least one model")
        self._model_of: dict[str, Model] = {}
        for given in models:
            model = _model(given)
            for name in model.quantities + model.properties:
                if name in self._model_of:
                    raise InvalidInput(f"two models have learned {name}; give the calculator one of them")
                self._model_of[name] = model
        self._energy, self._unit = energy_property, energy_unit
        self._core_charges, self._device = core_charges, device
        self.implemented_properties = self._implemented()
        if not self.implemented_properties:
            raise InvalidInput(f"the models know {', '.join(self._model_of)}; a calculator needs the property "
                               f"{energy_property}, a dipole, a polarizability, a density or a response")
        super().__init__(**arguments)

    def _implemented(self) -> list[str]:
        names = []
        if self._energy in self._model_of:
            options = self._model_of[self._energy].info()["properties"][self._energy]
            if options["kind"] != "scalar" or options["extent"] != "sum":
                raise InvalidInput(f"{self._energy} is a {options['kind']} ({options['extent']}); forces need a scalar that "
                                   "is the sum over atoms")
            names += ["energy", "free_energy", "forces", "stress"]
        if "dipole" in self._model_of or "density" in self._model_of:
            names.append("dipole")
        if "polarizability" in self._model_of or "response" in self._model_of:
            names.append("polarizability")
        if "density" in self._model_of:
            names += ["coefficients", "electrons"]
        if "response" in self._model_of:
            names.append("response")
        return names

    def calculate(self, atoms: ase.Atoms | None = None, properties: Iterable[str] = ("energy",),
                  system_changes: list[str] = all_changes) -> None:
        """Computes what `properties` ask for and what comes with it."""
        super().calculate(atoms, properties, system_changes)
        wanted = set(properties)
        if wanted & {"energy", "free_energy", "forces", "stress"} and self._energy in self._model_of:
            self._calculate_energy(bool(wanted & {"forces", "stress"}), "stress" in wanted)
        if wanted & {"dipole", "coefficients", "electrons"}:
            self._calculate_density("dipole" in wanted)
        if wanted & {"polarizability", "response"}:
            self._calculate_response("response" in wanted)

    def _value(self, name: str):
        return self._model_of[name].predict(self.atoms, quantities=[], device=self._device).properties[name][0]

    def _calculate_energy(self, gradients: bool, stress: bool) -> None:
        energy = float(self._value(self._energy)) * self._unit
        self.results.update(energy=energy, free_energy=energy)
        if not gradients:
            return
        gradient = self._model_of[self._energy].property_gradients(self._energy, self.atoms, device=self._device)[0]
        self.results["forces"] = -gradient.positions * self._unit
        if self.atoms.pbc.all():
            tensor = gradient.strain * self._unit / self.atoms.get_volume()
            self.results["stress"] = full_3x3_to_voigt_6_stress(0.5 * (tensor + tensor.T))
        elif stress:
            raise PropertyNotImplementedError("stress is defined for cells that are periodic in three directions")

    def _calculate_density(self, dipole: bool) -> None:
        prediction = None
        if "density" in self._model_of:
            prediction = self._model_of["density"].predict(self.atoms, quantities="density", device=self._device)
            self.results["coefficients"] = prediction.coefficients[0]
            if prediction.electrons is not None:
                self.results["electrons"] = float(prediction.electrons[0])
        if "dipole" in self._model_of:
            self.results["dipole"] = np.asarray(self._value("dipole")) * BOHR
        elif dipole:
            if self.atoms.pbc.any():
                raise PropertyNotImplementedError("the dipole of a periodic density depends on the choice of its cell")
            self.results["dipole"] = prediction.dipoles(self._core_charges)[0] * BOHR

    def _calculate_response(self, response: bool) -> None:
        if "response" in self._model_of:
            prediction = self._model_of["response"].predict(self.atoms, quantities="response",
                                                            polarizability_only=not response, device=self._device)
            self.results["polarizability"] = prediction.polarizabilities[0] * BOHR**3
            if response:
                self.results["response"] = prediction.response[0]
        else:
            self.results["polarizability"] = np.asarray(self._value("polarizability")) * BOHR**3
