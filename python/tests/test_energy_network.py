"""Energy networks from Python: training on the shipped molecules, prediction, the ASE calculator."""

import numpy as np
import pytest

import rhofield

SMALL = {"energy_network.channels": 6, "energy_network.features": 12, "energy_network.output_widths": [16, 16],
         "energy_network.message_widths": [8], "energy_network.epochs": 40}


@pytest.fixture(scope="module")
def trained(water):
    return rhofield.train_energy_network(water, range(24), range(24, 30), config=SMALL)


def test_dipoles_and_polarizabilities_are_learned_as_derivatives(water, trained, tmp_path):
    assert trained.test[0] == 30 and trained.history[-1]["validation_loss"] > 0
    errors = rhofield.validate_energy_network(trained.model, water, trained.test)
    assert 0 < errors.energy < 1e-2 and 0 < errors.dipole < 0.2 and 0 < errors.polarizability < 1 and errors.forces == 0
    atoms = water[30].atoms
    found = trained.model.predict(atoms, polarizabilities=True)
    up, down = (trained.model.predict(atoms, field=[0, 0, h]).energy for h in (1e-4, -1e-4))
    np.testing.assert_allclose(found.dipole[2], -(up - down) / 2e-4, atol=1e-5)
    np.testing.assert_allclose(found.polarizability[2, 2], -(up - 2 * found.energy + down) / 1e-8, rtol=1e-3)
    trained.model.write(tmp_path / "energy.h5")
    again = rhofield.EnergyNetwork.read(tmp_path / "energy.h5")
    assert again.predict([atoms])[0].energy == found.energy and "24 training structures" in repr(again)
    with pytest.raises(rhofield.InvalidInput, match="energy network"):
        rhofield.EnergyNetwork.read(rhofield_sample(water, tmp_path))


def rhofield_sample(water, folder):
    rhofield.train(water, range(10), config={"model.environments": 4}).write(folder / "other.h5")
    return folder / "other.h5"


def test_the_calculator_conserves_energy(water, trained):
    atoms = water[31].atoms.copy()
    atoms.calc = rhofield.EnergyNetworkCalculator(trained.model, field=[0, 0, 0.005])
    forces, step = atoms.get_forces(), 1e-4
    np.testing.assert_allclose(forces.sum(axis=0), 0, atol=1e-8)
    energies = []
    for sign in (1, -1):
        moved = atoms.copy()
        moved.calc = atoms.calc
        moved.positions[1, 0] += sign * step
        energies.append(moved.get_potential_energy())
    np.testing.assert_allclose(forces[1, 0], -(energies[0] - energies[1]) / (2 * step), atol=1e-5)
    assert atoms.get_dipole_moment().shape == (3,)


def test_mistakes_are_said(water):
    with pytest.raises(rhofield.InvalidInput, match="both trained and validated"):
        rhofield.train_energy_network(water, range(10), range(9, 12), config=SMALL)
    with pytest.raises(rhofield.InvalidInput, match="energy_network.epochs"):
        rhofield.train_energy_network(water, range(10), config={"energy_network.epoch": 3})
