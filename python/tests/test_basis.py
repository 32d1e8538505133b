import numpy as np
import pytest
from ase import Atoms
from ase.build import molecule

import rhofield


def test_shells_are_normalised_and_sorted():
    basis = rhofield.Basis({"O": [(1, [0.8], [3.0]), (0, [2.0], [5.0])]})
    (l0, a0, c0), (l1, a1, c1) = basis.shells("O")
    assert (l0, l1, a0, a1) == (0, 1, [2.0], [0.8])
    # int (c r^l e^{-a r^2})^2 r^2 dr = 1
    assert c0[0] == pytest.approx((2 * (4.0) ** 1.5 / (0.5 * np.sqrt(np.pi))) ** 0.5, rel=1e-14)
    assert c1[0] == pytest.approx((2 * 1.6**2.5 / (0.75 * np.sqrt(np.pi))) ** 0.5, rel=1e-14)
    assert rhofield.Basis({"O": basis.shells("O")}, normalised=True).shells("O") == basis.shells("O")


def test_nwchem_text_gives_the_same_as_shells():
    read = rhofield.Basis.from_nwchem("H S\n 13.0 0.02\n 1.9 0.14\nH P\n 0.7 1.0\n")
    made = rhofield.Basis({"H": [(0, [13.0, 1.9], [0.02, 0.14]), (1, [0.7], [1.0])]})
    assert read.elements == ["H"] and read.l_max == 1 and read.size("H") == 4
    for one, other in zip(read.shells("H"), made.shells("H")):
        assert one[:2] == other[:2]
        # contractions may or may not be of normalised primitives; both are scaled to norm 1
        assert len(one[2]) == len(other[2])
    assert read.shells("H")[1] == made.shells("H")[1]


def test_labels_name_every_function(water):
    atoms = water[0].atoms
    labels = water.basis.labels(atoms)
    assert len(labels) == water.basis.size(atoms) == len(water[0].coefficients)
    assert [tuple(row) for row in labels[:2]] == [(0, 0, 0, 0), (0, 0, 1, 0)]
    # electrons are in s functions only
    np.testing.assert_array_equal(water.basis.charge_moments(atoms)[labels[:, 1] > 0], 0.0)


def test_charge_and_dipole_moments_of_a_gaussian_are_analytic():
    a = 0.9
    basis = rhofield.Basis({"He": [(0, [a], [1.0])]})
    atoms = Atoms("He", [[1.0, 2.0, -0.5]])
    norm = basis.shells("He")[0][2][0] * np.sqrt(1 / (4 * np.pi))
    charge = norm * (np.pi / a) ** 1.5
    np.testing.assert_allclose(basis.charge_moments(atoms), [charge], rtol=1e-14)
    np.testing.assert_allclose(basis.dipole_moments(atoms)[:, 0], charge * atoms.positions[0] / 0.529177210903, rtol=1e-14)


def test_overlap_and_coulomb_of_s_gaussians_are_analytic():
    a, b, distance = 0.9, 0.4, 1.3  # angstrom
    basis = rhofield.Basis({"He": [(0, [a], [1.0])], "H": [(0, [b], [1.0])]})
    atoms = Atoms("HeH", [[0, 0, 0], [0, 0, distance]])
    from scipy.special import erf

    r = distance / 0.529177210903
    overlap = (2 * np.sqrt(a * b) / (a + b)) ** 1.5 * np.exp(-a * b / (a + b) * r * r)
    s = rhofield.overlap_matrix(basis, atoms)
    np.testing.assert_allclose(s, [[1, overlap], [overlap, 1]], rtol=1e-12)
    charges = basis.charge_moments(atoms)
    coulomb = charges[0] * charges[1] * erf(np.sqrt(a * b / (a + b)) * r) / r
    assert rhofield.coulomb_matrix(basis, atoms)[0, 1] == pytest.approx(coulomb, rel=1e-12)


def test_published_sets_come_by_name():
    pytest.importorskip("basis_set_exchange")
    basis = rhofield.Basis.by_name("cc-pvtz-jkfit", ["H", "O"])
    assert basis.elements == ["H", "O"]
    with pytest.raises(rhofield.InvalidInput):
        rhofield.Basis.by_name("no-such-basis", ["H"])


def test_wrong_shells_are_refused():
    with pytest.raises(rhofield.InvalidInput, match="2 exponents but 1"):
        rhofield.Basis({"H": [(0, [1.0, 2.0], [1.0])]})
    with pytest.raises(rhofield.InvalidInput):
        rhofield.Basis({"H": [(0, [-1.0], [1.0])]})
    with pytest.raises(rhofield.InvalidInput, match="O"):
        rhofield.Basis({"H": [(0, [1.0], [1.0])]}).size(molecule("H2O"))
