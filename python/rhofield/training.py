"""Training, validation, learning curves and cross-validation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _core
from .configuration import Configuration, ConfigurationLike, PropertyLike
from .data import DataSet
from .errors import InvalidInput
from .model import DeviceLike, Model, Progress, device_of

Array = NDArray[np.float64]


def network_sets(count: int, train: Iterable[int] | None, validation: Iterable[int] | None) -> tuple[list[int], list[int], list[int]]:
    """Structures that a network learns from, that choose its weights, and the others, of `count`.

    train       None: all but the last fifth
    validation  None: every sixth of those to train on, which are taken out of them
    """
    chosen = list(range(count - count // 5)) if train is None else [int(k) for k in train]
    kept = chosen[3::6] if validation is None else [int(k) for k in validation]
    learned = [k for k in chosen if k not in set(kept)] if validation is None else chosen
    return learned, kept, [k for k in range(count) if k not in set(learned) | set(kept)]


@dataclass(frozen=True)
class Solution:
    """How the weights of one quantity or property were found."""

    weights: int
    regularisation: float
    solver: str
    #: (iteration, relative residual, loss, test percent) of conjugate gradients
    iterations: list[tuple[int, float, float, float]]


@dataclass(frozen=True)
class TrainingReport:
    """How a model was trained."""

    #: indices of the structures it was trained on
    train: list[int]
    #: indices held out by the configuration, where it made the split
    test: list[int]
    configuration: Configuration
    structures: int
    atoms: int
    #: by quantity or property
    solutions: dict[str, Solution]
    #: (stage, wall time in seconds)
    seconds: list[tuple[str, float]]
    warnings: list[str]
    notes: list[str]
    #: what the indices count in
    data: DataSet | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class DensityErrors:
    """Errors of predicted densities against the coefficients of the data, in the metric of each structure."""

    indices: NDArray[np.int64]
    #: per structure, 100 |c - c_ref| / |c_ref - species means|
    percent: Array
    #: per structure, 100 |c - c_ref| / |c_ref|
    percent_of_norm: Array
    predicted_electrons: Array
    reference_electrons: Array
    #: over the set, of the spread around the species means, and of the norm
    total_percent: float
    total_percent_of_norm: float
    #: mean |predicted - reference|
    electron_error: float
    #: by (element, lambda), no metric
    percent_by_block: dict[tuple[str, int], float]


@dataclass(frozen=True)
class ResponseErrors:
    """Errors of predicted responses, in the metric of each structure, and of the polarizabilities they give (bohr^3)."""

    indices: NDArray[np.int64]
    #: per structure, 100 |c - c_ref| / |c_ref| over all field directions
    percent: Array
    #: [structure, field]
    field_percent: Array
    total_percent: float
    total_field_percent: Array
    percent_by_block: dict[tuple[str, int], float]
    #: [structure, field, xyz], without induced charge; and from the reference coefficients
    predicted_polarizability: Array
    fitted_polarizability: Array
    #: mean of 100 |predicted - fitted| / |fitted|, and the same against the data's own where all have one
    fitted_polarizability_percent: float
    polarizability_percent: float | None
    #: e per atomic unit of field, before it was taken out
    largest_induced_charge: float


@dataclass(frozen=True)
class PropertyErrors:
    """Errors of one property, in its units."""

    name: str
    indices: NDArray[np.int64]
    #: structures, or atoms
    values: int
    #: over values and Cartesian components
    rmse: float
    mae: float
    #: root mean square of the reference, of its lambda = 0 part around its mean
    spread: float
    #: 100 rmse / spread
    percent: float
    correlation: float | None
    #: the same by spherical order
    parts: list[dict[str, Any]]
    #: [structure] of values in their shape
    predicted: list[Array]
    reference: list[Array]


@dataclass(frozen=True)
class ValidationReport:
    """Errors of everything that the model has learned and the data have."""

    density: DensityErrors | None
    response: ResponseErrors | None
    properties: dict[str, PropertyErrors]


def _indices(values: Iterable[int], data: DataSet, what: str) -> list[int]:
    indices = [int(k) for k in values]
    for k in indices:
        if not 0 <= k < len(data):
            raise InvalidInput(f"{what}: structure {k} does not exist; the data set has {len(data)}")
    return indices


def _to_train(values: Iterable[int], data: DataSet) -> list[int]:
    indices = _indices(values, data, "train")
    if not indices:
        raise InvalidInput(f"no training structures: 0 of the {len(data)} of the data set were given to train on")
    return indices


def split(data: DataSet, config: ConfigurationLike = None) -> tuple[list[int], list[int]]:
    """(train, test) indices by the keys data.*; without any the last fifth is held out."""
    return Configuration(config)._core.split(data._core)


def train(
    data: DataSet,
    train: Iterable[int] | None = None,
    *,
    quantities: str | None = None,
    properties: Iterable[PropertyLike] | None = None,
    config: ConfigurationLike = None,
    device: DeviceLike = "auto",
    progress: Progress = None,
) -> Model:
    """Trains a model of the density, its response to a field, or properties.

    train        indices of the structures to learn from; None: those of split(data, config), all but the last fifth
    quantities   "density" (default), "response" or "both"
    properties   instead of them: names, or mappings with the keys of [[properties]] (docs/configuration.md)
    config       any keys of the configuration file: {"expansion.cutoff_angstrom": 5, "model.environments": 200};
                 {"regression.committee": 32} for a model that knows its uncertainty
    progress     called with (stage, done, total); returning False stops with Interrupted. Ctrl-C works without it

    Raises InvalidInput for choices out of range and data that lack what is to be learned, NumericalFailure where the
    solution fails.
    """
    configuration = Configuration(config).updated(quantities, properties)
    test: list[int] = []
    if train is None:
        train, test = configuration._core.split(data._core)
    indices = _to_train(train, data)
    core, report = _core.train(device_of(device), data._core, indices, configuration._core, progress)
    solutions = {name: Solution(**solution) for name, solution in report.pop("solutions").items()}
    return Model(core, TrainingReport(train=indices, test=test, configuration=configuration, solutions=solutions, data=data, **report))


def held_out(model: Model, data: DataSet, test: Iterable[int] | None = None) -> list[int]:
    """Indices to test a model on: as given; None: those held out by its training, or the last fifth of another data set.

    Raises InvalidInput where the last fifth was trained on.
    """
    if test is None:
        report = model.report if model.report is not None and model.report.data is data else None
        test = (report.test if report is not None else []) or split(data)[1]
        trained = sorted(set(report.train) & set(test)) if report is not None else []
        if trained:
            raise InvalidInput(f"the model was trained on {len(trained)} of the last {len(test)} structures, structure {trained[0]} "
                               "for one; say which others to test it on: test=[...]")
    indices = _indices(test, data, "test")
    if not indices:
        raise InvalidInput("no structures to test on")
    return indices


def validate(
    model: Model,
    data: DataSet,
    test: Iterable[int] | None = None,
    *,
    device: DeviceLike = "auto",
    progress: Progress = None,
) -> ValidationReport:
    """Errors of a model on structures of a data set; None: those held out by its training, or the last fifth.

    Raises InvalidInput where model and data have nothing in common.
    """
    indices = held_out(model, data, test)
    on, arguments = device_of(device), (model._core, data._core, indices)
    first = data[indices[0]]
    density = response = None
    if "density" in model.quantities and first.coefficients is not None:
        density = DensityErrors(**_core.validate_density(on, *arguments, progress))
    if "response" in model.quantities and first.response is not None:
        response = ResponseErrors(**_core.validate_response(on, *arguments, progress))
    names = [name for name in model.properties if any(data[k].property(name) is not None for k in indices)]
    reports = _core.validate_properties(on, *arguments, names, progress) if names else []
    if density is None and response is None and not reports:
        raise InvalidInput(f"the data have nothing of what the model has learned: "
                           f"{', '.join(model.quantities + model.properties)}")
    return ValidationReport(density, response, {report["name"]: PropertyErrors(**report) for report in reports})


def learning_curve(
    data: DataSet,
    sizes: Sequence[int] | None = None,
    *,
    train: Iterable[int] | None = None,
    test: Iterable[int] | None = None,
    regularisations: Sequence[float] = (),
    quantities: str | None = None,
    properties: Iterable[PropertyLike] | None = None,
    config: ConfigurationLike = None,
    device: DeviceLike = "auto",
    progress: Progress = None,
) -> list[dict[str, Any]]:
    """Test error against the number of training structures: one dictionary a point.

    sizes            ascending; the first so many of `train` (default: an eighth, a quarter, half and all)
    train, test      indices (default: split(data, config))
    regularisations  several eta, each for every size (default: that of the configuration)

    Keys: quantity (or the property's name), structures, regularisation, weights, train_percent; of densities and responses
    percent and percent_of_norm, of responses also fitted_polarizability_percent and polarizability_percent; of properties
    rmse, mae, spread, percent, correlation, parts.
    """
    configuration = Configuration(config).updated(quantities, properties)
    parts = configuration._core.split(data._core) if train is None or test is None else ([], [])
    indices = _to_train(parts[0] if train is None else train, data)
    tested = _indices(parts[1] if test is None else test, data, "test")
    if sizes is None:
        sizes = sorted({len(indices) // part for part in (8, 4, 2, 1)} - {0})
    return _core.learning_curve(device_of(device), data._core, indices, [int(n) for n in sizes], tested,
                                configuration._core, [float(eta) for eta in regularisations], progress)


def cross_validate(
    data: DataSet,
    train: Iterable[int] | None = None,
    *,
    properties: Iterable[PropertyLike] | None = None,
    folds: int = 5,
    group: str = "",
    regularisations: Sequence[float] = (),
    config: ConfigurationLike = None,
    device: DeviceLike = "auto",
    progress: Progress = None,
) -> list[dict[str, Any]]:
    """Errors of properties of every structure predicted without its fold, for each regularisation: keys as learning_curve.

    Structures with the same value of the property `group` stay in one fold. Raises InvalidInput without properties.
    """
    configuration = Configuration(config).updated(None, properties)
    indices = _to_train(split(data, configuration)[0] if train is None else train, data)
    return _core.cross_validate(device_of(device), data._core, indices, folds, group, configuration._core,
                                [float(eta) for eta in regularisations], progress)
