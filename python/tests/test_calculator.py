import numpy as np
import pytest
from ase.build import bulk, molecule
from ase.calculators.calculator import PropertyNotImplementedError
from ase.calculators.emt import EMT
from ase.optimize import BFGS
from ase.units import Bohr, Hartree

import rhofield
from rhofield.calculator import RhofieldCalculator


def strained_copper(count, seed):
    """Cells of four atoms, displaced and strained, with energies by EMT."""
    random = np.random.default_rng(seed)
    frames = []
    for _ in range(count):
        atoms = bulk("Cu", cubic=True)
        atoms.set_cell(atoms.cell.array @ (np.eye(3) + random.uniform(-0.03, 0.03, (3, 3))), scale_atoms=True)
        atoms.positions += random.uniform(-0.12, 0.12, (4, 3))
        frames.append(atoms)
    return frames


def emt_energy(atoms):
    copy = atoms.copy()
    copy.calc = EMT()
    return copy.get_potential_energy()


@pytest.fixture(scope="module")
def copper():
    """A model of energies in eV."""
    frames = strained_copper(60, 1)
    data = rhofield.DataSet.from_atoms(frames, properties={"potential": [emt_energy(a) for a in frames]})
    config = {"model.environments": 100, "expansion.cutoff_angstrom": 5, "expansion.n_max": 6, "expansion.l_max": 4}
    return rhofield.train(data, range(60), properties=[{"name": "potential", "baseline": "composition"}], config=config)


@pytest.fixture
def calculator(copper):
    return RhofieldCalculator(copper, energy_property="potential", energy_unit=1.0)


def test_energies_are_near_those_it_has_learned(calculator):
    frames = strained_copper(10, 2)
    reference = np.array([emt_energy(a) for a in frames])
    predicted = []
    for atoms in frames:
        atoms.calc = calculator
        predicted.append(atoms.get_potential_energy())
    error = np.sqrt(np.mean((predicted - reference) ** 2))
    assert error < 0.1 * np.std(reference)


def test_forces_are_minus_the_slope_of_the_energy(calculator):
    atoms = strained_copper(1, 3)[0]
    atoms.calc = calculator
    forces, step = atoms.get_forces(), 1e-4
    np.testing.assert_allclose(forces.sum(axis=0), 0.0, atol=1e-8)
    for a, x in ((0, 0), (2, 1), (3, 2)):
        energies = []
        for sign in (1, -1):
            moved = atoms.copy()
            moved.positions[a, x] += sign * step
            moved.calc = calculator
            energies.append(moved.get_potential_energy())
        # central differences of a smooth energy: step^2, and 1e-10 eV of roundings over the step
        assert forces[a, x] == pytest.approx(-(energies[0] - energies[1]) / (2 * step), abs=1e-5)


def test_stress_is_the_slope_with_strain(calculator):
    atoms = strained_copper(1, 4)[0]
    atoms.calc = calculator
    stress, step = atoms.get_stress(voigt=False), 1e-4
    for i, j in ((0, 0), (1, 2)):
        energies = []
        for sign in (1, -1):
            strain = np.zeros((3, 3))
            strain[i, j] += 0.5 * sign * step
            strain[j, i] += 0.5 * sign * step
            moved = atoms.copy()
            moved.set_cell(atoms.cell.array @ (np.eye(3) + strain), scale_atoms=True)
            moved.calc = calculator
            energies.append(moved.get_potential_energy())
        assert stress[i, j] == pytest.approx((energies[0] - energies[1]) / (2 * step * atoms.get_volume()), abs=1e-6)


def test_a_displaced_crystal_relaxes(calculator):
    atoms = bulk("Cu", cubic=True)
    atoms.positions += np.random.default_rng(5).uniform(-0.08, 0.08, (4, 3))
    atoms.calc = calculator
    before = atoms.get_potential_energy()
    # nearly a crystal again; the last step is the fit's, not the physics'
    assert BFGS(atoms, logfile=None).run(fmax=0.05, steps=50)
    assert atoms.get_potential_energy() < before


def test_hartree_is_the_default_and_molecules_have_no_stress(water):
    model = rhofield.train(water, properties=["energy"], config={"model.environments": 40})
    atoms = water[50].atoms
    atoms.calc = RhofieldCalculator(model)
    assert atoms.get_potential_energy() == pytest.approx(water[50].property("energy") * Hartree, abs=0.05)
    gradient = model.property_gradients("energy", atoms)[0]
    np.testing.assert_allclose(atoms.get_forces(), -gradient.positions * Hartree, rtol=1e-12)
    with pytest.raises(PropertyNotImplementedError, match="periodic"):
        atoms.get_stress()


def test_densities_and_responses_are_in_the_results(model, water):
    atoms = water[50].atoms
    atoms.calc = RhofieldCalculator(model)
    prediction = model.predict(atoms)
    np.testing.assert_allclose(atoms.get_dipole_moment(), prediction.dipoles()[0] * 0.529177210903, atol=1e-12)
    assert atoms.calc.results["electrons"] == pytest.approx(10, abs=5e-3)
    np.testing.assert_array_equal(atoms.calc.results["coefficients"], prediction.coefficients[0])
    alpha = atoms.calc.get_property("polarizability", atoms)
    np.testing.assert_allclose(alpha, prediction.polarizabilities[0] * Bohr**3, rtol=1e-6)
    with pytest.raises(PropertyNotImplementedError):
        atoms.get_potential_energy()


def test_models_share_a_calculator_unless_they_overlap(model, water):
    energies = rhofield.train(water, properties=["energy"], config={"model.environments": 20})
    atoms = water[50].atoms
    atoms.calc = RhofieldCalculator(energies, model)
    assert atoms.get_potential_energy() < 0 and atoms.get_dipole_moment().shape == (3,)
    with pytest.raises(rhofield.InvalidInput, match="two models have learned density"):
        RhofieldCalculator(model, model)
    with pytest.raises(rhofield.InvalidInput, match="at least one"):
        RhofieldCalculator()
    with pytest.raises(rhofield.InvalidInput, match="got Atoms"):
        RhofieldCalculator(atoms)


def test_files_of_models_are_read(model, water, tmp_path):
    model.write(tmp_path / "m.h5")
    atoms = water[50].atoms
    dipoles = [RhofieldCalculator(given).get_property("dipole", atoms) for given in (model, tmp_path / "m.h5", str(tmp_path / "m.h5"))]
    np.testing.assert_array_equal(dipoles[0], dipoles[1])
    np.testing.assert_array_equal(dipoles[0], dipoles[2])


def test_elements_that_the_model_has_not_seen_are_refused(model):
    atoms = molecule("CH4")
    atoms.calc = RhofieldCalculator(model)
    with pytest.raises(rhofield.InvalidInput, match="C"):
        atoms.get_dipole_moment()
