import numpy as np
import pytest
from conftest import SMALL

import rhofield

MEMBERS = 24


@pytest.fixture(scope="module")
def committee(water):
    return rhofield.train(water, range(40), quantities="both",
                          config=SMALL | {"model.environments": 20, "regression.committee": MEMBERS})


def rms(values, axis=0):
    return np.sqrt(np.mean(np.square(values), axis=axis))


def test_uncertainties_are_the_spread_of_the_committee(committee, water):
    atoms = water[50].atoms
    one = committee.uncertainty(atoms)[0]
    members = committee.committee_deviations(atoms)
    assert members.shape == (MEMBERS, water.basis.size(atoms))
    np.testing.assert_allclose(one.coefficients, rms(members), rtol=1e-9)
    parts = np.split(one.coefficients**2, [water.basis.size("O"), water.basis.size("O") + water.basis.size("H")])
    np.testing.assert_allclose(one.of_atoms, np.sqrt([part.sum() for part in parts]), rtol=1e-9)
    # the factors of electrons and dipoles were found on their own errors: one for all structures
    centred = atoms.copy()
    centred.positions -= atoms.positions.mean(axis=0)
    spread = rms(members @ water.basis.dipole_moments(centred).T)
    factor = one.dipole / spread
    np.testing.assert_allclose(factor, factor[0], rtol=1e-9)
    assert one.electrons > 0 and one.polarizability is None and not one.far


def test_uncertainties_of_responses_have_their_shape(committee, water):
    atoms = water[50].atoms
    one = committee.uncertainty(atoms, quantity="response")[0]
    members = committee.committee_deviations(atoms, quantity="response")
    assert one.coefficients.shape == (3, water.basis.size(atoms)) and members.shape == (MEMBERS, *one.coefficients.shape)
    np.testing.assert_allclose(one.coefficients, rms(members), rtol=1e-9)
    assert one.polarizability.shape == (3, 3) and (one.polarizability > 0).all() and one.electrons is None


def test_errors_are_standardised_by_what_was_expected(committee, water):
    report = rhofield.validate_uncertainty(committee, water, range(40, 60))
    assert list(report.indices) == list(range(40, 60))
    for k in (0, 7):
        entry = water[40 + k]
        metric = rhofield.overlap_matrix(water.basis, entry.atoms)
        wrong = committee.predict(entry.atoms, quantities="density").coefficients[0] - entry.coefficients
        assert report.error[k] == pytest.approx(np.sqrt(wrong @ metric @ wrong), rel=1e-8)
        members = committee.committee_deviations(entry.atoms)
        expected = np.sqrt(np.mean(np.einsum("kf,fg,kg->k", members, metric, members)))
        assert report.expected[k] == pytest.approx(expected, rel=1e-8)
    assert report.standardised == pytest.approx(rms(report.error / report.expected), rel=1e-10)
    assert report.mean_error == pytest.approx(report.error.mean(), rel=1e-10)
    most = np.argsort(report.expected)[-2:]
    assert report.mean_error_of_most_uncertain == pytest.approx(report.error[most].mean(), rel=1e-10)
    # 20 structures and 24 members: calibrated on 8 others, so within a factor of two or so
    assert 0.4 < report.standardised < 2.5 and 0.3 < report.standardised_dipole < 3
    assert report.standardised_polarizability is None


def test_strangers_are_noticed(committee, water):
    near, stretched = water[50].atoms, water[50].atoms
    stretched.set_distance(0, 1, 1.6, fix=0)
    known, strange = committee.uncertainty([near, stretched])
    assert strange.far and not known.far and strange.strangeness.max() > 2 > known.strangeness.max()
    assert strange.electrons > known.electrons


def test_a_committee_survives_its_file(committee, water, tmp_path):
    assert committee.info()["quantities"]["density"]["committee"] == MEMBERS
    committee.write(tmp_path / "c.h5")
    again = rhofield.Model.read(tmp_path / "c.h5")
    np.testing.assert_array_equal(again.uncertainty(water[50].atoms)[0].coefficients,
                                  committee.uncertainty(water[50].atoms)[0].coefficients)


def test_models_without_a_committee_say_so(model, water):
    assert model.info()["quantities"]["density"]["committee"] == 0
    with pytest.raises(rhofield.InvalidInput, match="committee"):
        model.uncertainty(water[50].atoms)
    with pytest.raises(rhofield.InvalidInput, match="committee"):
        rhofield.validate_uncertainty(model, water)
    with pytest.raises(rhofield.InvalidInput, match="has not learned the energy"):
        rhofield.validate_uncertainty(model, water, quantity="energy")
    with pytest.raises(rhofield.InvalidInput, match="committee"):
        rhofield.train(water, range(3), config=SMALL | {"regression.committee": 8, "model.environments": 5})


def test_properties_have_uncertainties_of_their_shape(water):
    config = SMALL | {"model.environments": 20, "regression.committee": 16}
    model = rhofield.train(water, range(40), properties=["energy", "dipole"], config=config)
    one, other = model.uncertainty([water[50].atoms, water[51].atoms], quantity="dipole")
    assert one.values.shape == (3,) and one.of_atoms.shape == (3,) and not one.far
    energy = model.uncertainty(water[50].atoms, quantity="energy")[0]
    assert energy.values.shape == () and energy.values > 0 and (energy.strangeness > 0).all()
    report = rhofield.validate_uncertainty(model, water, range(40, 60), quantity="energy")
    wrong = [abs(model.predict(water[k].atoms).properties["energy"][0] - water[k].property("energy")) for k in range(40, 60)]
    np.testing.assert_allclose(report.error, wrong, rtol=1e-9, atol=1e-12)  # of energies of 76: rounded at 1e-14
    np.testing.assert_allclose(report.expected[10], energy.values, rtol=1e-9)
    assert 0.3 < report.standardised < 3
    with pytest.raises(rhofield.InvalidInput, match="neither|not learned|knows|has learned"):
        model.uncertainty(water[50].atoms)
