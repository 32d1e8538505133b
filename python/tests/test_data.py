import h5py
import numpy as np
import pytest
from ase.build import bulk, molecule
from conftest import WATER

import rhofield

BASIS = rhofield.Basis({"H": [(0, [1.2], [1.0])], "O": [(0, [2.0, 0.5], [0.4, 0.6]), (1, [0.8], [1.0])]})


def test_values_are_those_of_the_file(water):
    with h5py.File(WATER) as file:
        group = file["structures/000003"]
        entry = water[3]
        np.testing.assert_array_equal(entry.coefficients, group["coefficients"][:])
        np.testing.assert_array_equal(entry.response, group["response"][:])
        np.testing.assert_array_equal(entry.property("dipole"), group["dipole"][:])
        assert entry.property("energy") == group.attrs["energy"]
        # bohr to angstrom and back costs a rounding
        np.testing.assert_allclose(entry.atoms.positions, group["positions"][:] * 0.529177210903, rtol=1e-15)
        assert entry.atoms.info["label"] == group.attrs["label"]


def test_coefficients_are_views_that_cannot_be_written_and_outlive_the_set():
    data = rhofield.DataSet.read(WATER)
    first, again = data[5].coefficients, data[5].coefficients
    assert first.ctypes.data == again.ctypes.data
    with pytest.raises(ValueError):
        first[0] = 1.0
    copy = first.copy()
    del data, again
    np.testing.assert_array_equal(first, copy)


def test_indices_count_from_the_end_and_stop(water):
    assert len(list(water)) == len(water) == 60
    assert water[-1].index == 59
    with pytest.raises(IndexError):
        water[60]


def test_a_set_made_of_atoms_survives_the_file(tmp_path):
    water, crystal = molecule("H2O"), bulk("MgO", "rocksalt", a=4.2)
    water.set_initial_charges([-0.8, 0.4, 0.4])
    water.info["label"] = "one"
    basis = rhofield.Basis({"H": [(0, [1.2], [1.0])], "O": [(0, [2.0, 0.5], [0.4, 0.6]), (1, [0.8], [1.0])], "Mg": []})
    c = [np.arange(6.0), np.arange(4.0)]
    data = rhofield.DataSet.from_atoms(
        [water, crystal], basis, coefficients=c, responses=[np.ones((3, 6)), None], energies=[-76.0, None],
        dipoles=[[0, 0, 0.7], None], polarizabilities=[np.eye(3), None], properties={"gap": [None, 7.8]}, title="made here",
        remarks={"note": "text"})
    data.write(tmp_path / "made.h5")
    again = rhofield.DataSet.read(tmp_path / "made.h5")
    assert again.title == "made here" and again.remarks["note"] == "text" and again.species == ["H", "O", "Mg"]
    for one, other in zip(data, again):
        np.testing.assert_allclose(one.atoms.positions, other.atoms.positions, atol=1e-15)
        np.testing.assert_array_equal(one.coefficients, other.coefficients)
    assert again[0].atoms.info["label"] == "one"
    np.testing.assert_array_equal(again[0].atoms.get_initial_charges(), [-0.8, 0.4, 0.4])
    np.testing.assert_array_equal(again[0].response, np.ones((3, 6)))
    assert again[0].property("energy") == -76.0 and again[1].property("energy") is None
    np.testing.assert_allclose(again[1].atoms.cell.array, crystal.cell.array, atol=1e-14)
    assert again[1].atoms.pbc.all() and again[1].property("gap") == 7.8 and again[1].response is None
    assert again.basis.shells("O") == data.basis.shells("O") and again.basis.shells("Mg") == []


def test_arrays_outside_the_format_are_read_on_request(tmp_path):
    atoms = [molecule("H2O")]
    rhofield.DataSet.from_atoms(atoms, properties={"shifts": [np.arange(3.0)]}).write(tmp_path / "d.h5")
    assert rhofield.DataSet.read(tmp_path / "d.h5").unread_properties == ["shifts"]
    for wish in (["shifts"], "shifts", "all"):
        np.testing.assert_array_equal(rhofield.DataSet.read(tmp_path / "d.h5", wish)[0].property("shifts"), [0, 1, 2])


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"coefficients": [np.zeros(5)]}, "6 .*5|5 .*6"),
        ({"coefficients": [np.full(6, np.nan)]}, "(?i)nan|finite"),
        ({"responses": [np.zeros((3, 5))]}, "3 x 6, not of 3 x 5"),
        ({"energies": [1.0, 2.0]}, "energy: 2 values for 1 structures"),
        ({"dipoles": [[1.0, 2.0]]}, "needs 3 numbers, not 2"),
    ],
)
def test_what_does_not_fit_is_refused_with_both_numbers(arguments, message):
    with pytest.raises(rhofield.InvalidInput, match=message):
        rhofield.DataSet.from_atoms([molecule("H2O")], BASIS, **arguments)


def test_atoms_that_coincide_are_refused():
    atoms = molecule("H2O")
    atoms.positions[1] = atoms.positions[2]
    with pytest.raises(ValueError, match="1.*2|closer"):
        rhofield.DataSet.from_atoms([atoms])


def test_missing_files_are_input_errors(tmp_path):
    with pytest.raises(rhofield.InvalidInput, match="nothing.h5"):
        rhofield.DataSet.read(tmp_path / "nothing.h5")


def test_what_is_no_atoms_is_refused():
    with pytest.raises(rhofield.InvalidInput, match="ase.Atoms, got str"):
        rhofield.DataSet.from_atoms(["H2O.xyz"])
