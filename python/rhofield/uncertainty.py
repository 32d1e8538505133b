"""How far predictions may be off: the spread of a committee, calibrated on structures that were held out.

    model = rhofield.train(data, config={"regression.committee": 32})
    model.uncertainty(atoms)[0].electrons
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import _core
from .data import DataSet
from .errors import InvalidInput
from .model import DeviceLike, Model, Progress, device_of
from .training import held_out

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Uncertainty:
    """Standard deviations of what is predicted for one structure, atomic units. What a quantity does not have is None."""

    #: [function], of a response [field xyz, function]
    coefficients: Array
    #: density: of their number
    electrons: float | None
    #: density of a molecule: [xyz], about the mean position of its atoms, e bohr
    dipole: Array | None
    #: response: [field, xyz], without induced charge, bohr^3
    polarizability: Array | None
    #: [atom], norm of those of the atom's coefficients
    of_atoms: Array
    #: [atom], the same over the largest that held-out structures had for that element
    strangeness: Array
    #: some atom is unlike all of the training set: its strangeness is above 2
    far: bool


@dataclass(frozen=True)
class PropertyUncertainty:
    """Standard deviations of one property of one structure, in its units."""

    #: of the shape of the property: [], [3], [3, 3]; of atoms [atom, ...]
    values: Array
    #: [atom], norm of those of what the atom contributes
    of_atoms: Array
    #: [atom], the same over the largest that held-out structures had for that element
    strangeness: Array
    #: norm of the uncertainty of the value (per atom of a sum) over the largest of held-out structures; 0 of values of atoms
    strangeness_of_structure: float
    #: the structure or one of its atoms is unlike all of the training set: its strangeness is above 2
    far: bool


@dataclass(frozen=True)
class UncertaintyReport:
    """Errors of structures beside what was expected of them.

    Standardised errors are errors over their standard deviation, root mean square: 1 where the uncertainties are right.
    """

    indices: NDArray[np.int64]
    #: [structure], in the metric of the structure; of a property the norm over components (and atoms)
    error: Array
    #: [structure], the same of the committee's deviations, root mean square
    expected: Array
    #: of the coefficients in the metric, or of the property
    standardised: float
    mean_error: float
    #: of the tenth of the structures (at least one) of which most was expected
    mean_error_of_most_uncertain: float
    standardised_electrons: float | None = None
    standardised_dipole: float | None = None
    standardised_polarizability: float | None = None


def validate_uncertainty(
    model: Model,
    data: DataSet,
    test: Iterable[int] | None = None,
    *,
    quantity: str = "density",
    device: DeviceLike = "auto",
    progress: Progress = None,
) -> UncertaintyReport:
    """Compares errors on structures that were not trained on with the uncertainties of a model.

    test      indices; None: those held out by its training, or the last fifth
    quantity  "density", "response" or the name of a property

    Raises InvalidInput where the quantity was learned without a committee (regression.committee).
    """
    indices = held_out(model, data, test)
    if quantity in model.properties:
        return UncertaintyReport(**_core.validate_property_uncertainty(device_of(device), model._core, data._core, indices,
                                                                       quantity, progress))
    if quantity not in model.quantities:
        raise InvalidInput(f"the model has not learned the {quantity}; it knows "
                           f"{', '.join(model.quantities + model.properties)}")
    return UncertaintyReport(**_core.validate_uncertainty(device_of(device), model._core, data._core, indices, quantity,
                                                          progress))
