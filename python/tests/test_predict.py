import numpy as np
import pytest
from ase.build import molecule

import rhofield


def test_a_model_survives_its_file_to_the_last_bit(model, water, tmp_path):
    model.write(tmp_path / "m.h5")
    again = rhofield.Model.read(tmp_path / "m.h5")
    atoms = [water[k].atoms for k in (50, 51)]
    for one, other in zip(model.predict(atoms, device="cpu").coefficients, again.predict(atoms, device="cpu").coefficients):
        np.testing.assert_array_equal(one, other)
    assert again.report is None and again.species == ["H", "O"] and again.quantities == ["density", "response"]
    assert again.configuration.changes()["model.environments"] == "40"
    assert again.info()["environments"].keys() == {"H", "O"}


def test_predictions_rotate_with_the_molecule(model, water, rotation):
    atoms = water[52].atoms
    turned = atoms.copy()
    turned.positions = atoms.positions @ rotation.T
    both = model.predict([atoms, turned])
    alpha = both.polarizabilities
    # tables of radial integrals are good to 1e-11
    np.testing.assert_allclose(alpha[1], rotation @ alpha[0] @ rotation.T, atol=1e-8)
    dipoles = both.dipoles()
    np.testing.assert_allclose(dipoles[1], rotation @ dipoles[0], atol=1e-8)
    np.testing.assert_allclose(both.electrons[0], both.electrons[1], atol=1e-9)


def test_observables_are_near_those_of_the_data(model, water):
    prediction = model.predict([water[k].atoms for k in range(48, 60)])
    np.testing.assert_allclose(prediction.electrons, 10.0, atol=5e-3)
    # the fit itself misses dipoles by 1-2 % and polarizabilities by 0.4 %
    dipoles = np.array([water[k].property("dipole") for k in range(48, 60)])
    np.testing.assert_allclose(prediction.dipoles(), dipoles, atol=0.03)
    alphas = np.array([water[k].property("polarizability") for k in range(48, 60)])
    np.testing.assert_allclose(prediction.polarizabilities, alphas, atol=0.15)
    np.testing.assert_allclose([p.sum(axis=0) for p in prediction.atomic_polarizabilities], prediction.polarizabilities,
                               atol=1e-12)


def test_electrons_are_imposed(model, water):
    atoms = [water[48].atoms, water[49].atoms]
    np.testing.assert_allclose(model.predict(atoms, electrons=10).electrons, 10.0, atol=1e-10)
    np.testing.assert_allclose(model.predict(atoms, electrons=[10, 9]).electrons, [10, 9], atol=1e-10)
    np.testing.assert_allclose(model.predict(atoms, electrons={"H": 1, "O": 6}).electrons, 8.0, atol=1e-10)
    for wrong, message in ((np.full(3, 10), "shape .3,. for 2 structures"), ("ten", "'ten'"), ({"O": 8}, "no number for H")):
        with pytest.raises(rhofield.InvalidInput, match=message):
            model.predict(atoms, electrons=wrong)


def test_polarizabilities_alone_are_the_same_without_coefficients(model, water):
    atoms = water[55].atoms
    alone, all_of_it = model.predict(atoms, polarizability_only=True), model.predict(atoms)
    assert alone.response is None and alone.coefficients is None
    np.testing.assert_allclose(alone.polarizabilities, all_of_it.polarizabilities, atol=1e-10)
    with pytest.raises(rhofield.InvalidInput, match="induced densities"):
        alone.induced_coefficients([0, 0, 1])


def test_induced_densities_carry_the_induced_dipole(model, water):
    atoms, field = water[55].atoms, [0.0, 0.002, 0.01]
    prediction = model.predict(atoms, quantities="response")
    moments = model.basis.dipole_moments(atoms) @ prediction.induced_coefficients(field)[0]
    # electrons are counted positive, so that their dipole is minus the moment; no net charge: no origin
    np.testing.assert_allclose(prediction.induced_dipoles(field)[0], -moments, atol=1e-10)
    assert prediction.coefficients is None and prediction.electrons is None
    for wrong in ([0, 0], "z", 0.01):
        with pytest.raises(rhofield.InvalidInput, match="three numbers"):
            prediction.induced_dipoles(wrong)
        with pytest.raises(rhofield.InvalidInput, match="three numbers"):
            prediction.induced_coefficients(wrong)


def test_predictions_are_a_data_set(model, water, tmp_path):
    prediction = model.predict([water[48].atoms, water[49].atoms])
    prediction.data_set().write(tmp_path / "p.h5")
    again = rhofield.DataSet.read(tmp_path / "p.h5")
    np.testing.assert_array_equal(again[1].coefficients, prediction.coefficients[1])
    np.testing.assert_array_equal(again[1].response, prediction.response[1])
    np.testing.assert_array_equal(again[0].property("polarizability"), prediction.polarizabilities[0])


def test_density_gradients_are_finite_differences(model, water):
    atoms = water[53].atoms
    v = np.random.default_rng(1).normal(size=model.basis.size(atoms))
    gradient = model.density_gradients(atoms, [v])[0]
    step, differences = 1e-4, np.zeros((3, 3))
    for a in range(3):
        for x in range(3):
            moved = [atoms.copy(), atoms.copy()]
            moved[0].positions[a, x] += step
            moved[1].positions[a, x] -= step
            plus, minus = model.predict(moved, quantities="density").coefficients
            differences[a, x] = v @ (plus - minus) / (2 * step)
    # central differences: step^2 times a third derivative, and 1e-11 / step of roundings
    np.testing.assert_allclose(gradient.positions, differences, rtol=1e-5, atol=1e-5 * np.abs(differences).max())
    np.testing.assert_allclose(gradient.positions.sum(axis=0), 0.0, atol=1e-8)


def test_unknown_elements_and_quantities_are_refused(model, water):
    with pytest.raises(rhofield.InvalidInput, match="C"):
        model.predict(molecule("CH4"))
    density = rhofield.train(water, range(4), config={"model.environments": 5, "expansion.n_max": 3, "expansion.l_max": 2})
    with pytest.raises(rhofield.InvalidInput, match="has not learned the response; it knows density"):
        density.predict(water[0].atoms, quantities="response")
    with pytest.raises(rhofield.InvalidInput, match="polarizability_only"):
        density.predict(water[0].atoms, polarizability_only=True)
    with pytest.raises(rhofield.InvalidInput, match="has not learned energy"):
        density.property_gradients("energy", water[0].atoms)


def test_predictions_are_described_in_a_line(model, water):
    assert repr(model.predict(water[0].atoms)) == "<Prediction of 1 structure: coefficients, electrons, response, polarizabilities>"
    assert repr(model.predict(water[0].atoms, polarizability_only=True)) == "<Prediction of 1 structure: polarizabilities>"


def test_one_structure_or_none_are_lists(model, water):
    assert len(model.predict(water[0].atoms)) == 1
    empty = model.predict([])
    assert empty.coefficients == [] and empty.electrons.shape == (0,) and empty.polarizabilities.shape == (0, 3, 3)
