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
from .energy_network import (EnergyErrors, EnergyNetwork, EnergyNetworkCalculator, PredictedEnergy, TrainedEnergyNetwork,
                             train_energy_network, validate_energy_network)
from .errors import (BackendUnavailable, DeviceError, Error, InternalError, Interrupted, InvalidInput, MissingFile,
                     NumericalFailure, OutOfMemory)
from .electrostatics import (AtomicIntegrals, Multipoles, Partition, Potential, atomic_populations, dipole_moment, electrons,
                             electrons_by_atom, hartree_energy, hartree_potential, integrate_by_atom, multipoles, partition_charges,
                             potential_at, potential_on_grid, promolecule)
from .grid_files import Cube, VaspGrid, read_chgcar, read_cube, read_locpot, write_chgcar, write_cube, write_locpot
from .grids import (Grid, GridValues, PotentialStep, Profile, basis_values, density_and_gradient_at, density_at,
                    density_on_grid, difference, planar_average)
from .model import Gradient, Model, Prediction
from .observables import (PointCharges, atomic_polarizabilities, coulomb_matrix, induced_charge, overlap_matrix,
                          point_charges, polarizability, remove_induced_charge)
from .real_space import (GridData, GridEntry, RealSpaceErrors, RealSpaceModel, TrainedRealSpaceModel, sample_points,
                         train_real_space, validate_real_space)
from .training import (DensityErrors, PropertyErrors, ResponseErrors, Solution, TrainingReport, ValidationReport,
                       cross_validate, learning_curve, split, train, validate)
from .uncertainty import PropertyUncertainty, Uncertainty, UncertaintyReport, validate_uncertainty

__all__ = [
    "AtomicIntegrals", "BackendUnavailable", "Basis", "Configuration", "Cube", "DataSet", "DensityErrors", "Device",
    "DeviceError", "EnergyErrors", "EnergyNetwork", "EnergyNetworkCalculator", "Entry", "Error", "Gradient", "Grid",
    "GridData", "GridEntry", "GridValues", "InternalError", "Interrupted", "InvalidInput", "MissingFile", "Model",
    "Multipoles", "NumericalFailure", "OutOfMemory", "Partition", "PointCharges", "Potential", "PotentialStep",
    "PredictedEnergy", "Prediction", "Profile", "PropertyErrors", "PropertyUncertainty", "RealSpaceErrors", "RealSpaceModel",
    "ResponseErrors", "Solution", "TrainedEnergyNetwork", "TrainedRealSpaceModel", "TrainingReport", "Uncertainty",
    "UncertaintyReport", "ValidationReport", "VaspGrid", "__version__", "atomic_polarizabilities", "atomic_populations",
    "basis_values", "coulomb_matrix", "cross_validate", "density_and_gradient_at", "density_at", "density_on_grid",
    "devices", "difference", "dipole_moment", "electrons", "electrons_by_atom", "errors", "hartree_energy",
    "hartree_potential", "induced_charge", "integrate_by_atom", "learning_curve", "multipoles", "overlap_matrix",
    "partition_charges", "planar_average", "point_charges", "polarizability", "potential_at", "potential_on_grid",
    "promolecule", "read_chgcar", "read_cube", "read_locpot", "remove_induced_charge", "sample_points", "split", "threads",
    "train", "train_energy_network", "train_real_space", "use_threads", "validate", "validate_energy_network",
    "validate_real_space", "validate_uncertainty", "write_chgcar", "write_cube", "write_locpot",
]
