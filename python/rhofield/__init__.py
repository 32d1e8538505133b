"""Electron densities of molecules and materials and their response to a field, learned from structures.

    import rhofield
    data = rhofield.DataSet.read("water.h5")
    model = rhofield.train(data, config={"expansion.cutoff_angstrom": 4.0})
    print(rhofield.validate(model, data).density.total_percent)
    prediction = model.predict(ase.io.read("new.xyz", ":"))

Structures are ase.Atoms; lengths (positions, cutoffs, grids) are in angstrom; coefficients, densities, dipoles,
polarizabilities and energies are in atomic units, as in the files. The calculator (rhofield.calculator) speaks ASE's units.
"""

from __future__ import annotations

from . import errors
from ._core import VERSION as __version__
from ._core import Device, devices, threads, use_threads
from .basis import Basis
from .configuration import Configuration
from .data import DataSet, Entry
from .errors import (BackendUnavailable, DeviceError, Error, InternalError, Interrupted, InvalidInput, NumericalFailure,
                     OutOfMemory)
from .model import Gradient, Model, Prediction
from .observables import (Grid, PointCharges, atomic_polarizabilities, basis_values, coulomb_matrix, density_at,
                          density_on_grid, dipole_moment, electrons, induced_charge, overlap_matrix, point_charges,
                          polarizability, remove_induced_charge, write_cube)
from .training import (DensityErrors, PropertyErrors, ResponseErrors, Solution, TrainingReport, ValidationReport,
                       cross_validate, learning_curve, split, train, validate)

__all__ = [
    "BackendUnavailable", "Basis", "Configuration", "DataSet", "DensityErrors", "Device", "DeviceError", "Entry", "Error",
    "Gradient", "Grid", "InternalError", "Interrupted", "InvalidInput", "Model", "NumericalFailure", "OutOfMemory",
    "PointCharges", "Prediction", "PropertyErrors", "ResponseErrors", "Solution", "TrainingReport", "ValidationReport",
    "__version__", "atomic_polarizabilities", "basis_values", "coulomb_matrix", "cross_validate", "density_at",
    "density_on_grid", "devices", "dipole_moment", "electrons", "errors", "induced_charge", "learning_curve",
    "overlap_matrix", "point_charges", "polarizability", "remove_induced_charge", "split", "threads", "train",
    "use_threads", "validate", "write_cube",
]
