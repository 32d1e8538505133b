import numpy as np
import pytest
from ase import Atoms
from ase.build import bulk, molecule
from ase.io.cube import read_cube_data

import rhofield


def test_grid_points_and_functions_give_one_density(water):
    atoms, c = water[0].atoms, water[0].coefficients
    grid = rhofield.Grid.around(atoms, spacing=0.4, margin=2.0)
    rho = rhofield.density_on_grid(water.basis, atoms, c, grid)
    assert rho.shape == grid.counts == grid.points().shape[:3]
    at = rhofield.density_at(water.basis, atoms, c, grid.points())
    scale = np.abs(rho).max()
    # sums of 150 products in another order
    np.testing.assert_allclose(at, rho, atol=1e-12 * scale)
    points = grid.points()[2, 3]
    values = rhofield.basis_values(water.basis, atoms, points)
    assert values.shape == (len(points), len(c))
    np.testing.assert_allclose(values @ c, rho[2, 3], atol=1e-12 * scale)


def test_the_grid_integrates_to_the_electrons():
    basis = rhofield.Basis({"H": [(0, [0.6], [1.0]), (1, [0.5], [1.0])]})
    atoms = molecule("H2")
    c = np.array([1.1, 0.2, -0.1, 0.3, 0.8, 0.0, 0.1, 0.05])
    grid = rhofield.Grid.around(atoms, spacing=0.1, margin=4.0)
    total = rhofield.density_on_grid(basis, atoms, c, grid).sum() * grid.voxel_volume
    # Gaussians this smooth: the sum is exact to the tail outside the box
    assert total == pytest.approx(rhofield.electrons(basis, atoms, c), abs=1e-6)


def test_a_periodic_density_has_the_period_of_the_cell():
    atoms = bulk("He", "fcc", a=3.2)
    basis = rhofield.Basis({"He": [(0, [0.7], [1.0]), (1, [0.9], [1.0])]})
    points = np.random.default_rng(0).uniform(-1, 1, (5, 3))
    shifted = points + atoms.cell.array[0] - 2 * atoms.cell.array[2]
    c = np.array([1.0, 0.1, 0.2, 0.3])
    one, other = (rhofield.density_at(basis, atoms, c, p) for p in (points, shifted))
    np.testing.assert_allclose(one, other, rtol=1e-10)
    grid = rhofield.Grid.around(atoms, spacing=0.2)
    np.testing.assert_allclose(grid.steps * np.array(grid.counts)[:, None], atoms.cell.array, atol=1e-12)


def test_a_cube_is_read_by_ase(water, tmp_path):
    atoms, c = water[0].atoms, water[0].coefficients
    grid = rhofield.Grid.around(atoms, spacing=0.5, margin=1.5)
    rho = rhofield.density_on_grid(water.basis, atoms, c, grid)
    rhofield.write_cube(tmp_path / "d.cube", atoms, grid, rho)
    values, read = read_cube_data(str(tmp_path / "d.cube"))
    np.testing.assert_allclose(values, rho, rtol=1e-4, atol=1e-9)  # digits of the format
    np.testing.assert_allclose(read.positions, atoms.positions, atol=1e-5)
    with pytest.raises(rhofield.InvalidInput, match="shape"):
        rhofield.write_cube(tmp_path / "e.cube", atoms, grid, rho[1:])


def test_dipoles_need_to_know_their_cores(water):
    atoms, c = water[0].atoms, water[0].coefficients
    dipole = rhofield.dipole_moment(water.basis, atoms, c)
    np.testing.assert_allclose(dipole, water[0].property("dipole"), atol=0.03)  # what the density fit misses
    # half of the density leaves cores of half the charge
    half = rhofield.dipole_moment(water.basis, atoms, 0.5 * c, {"H": 0.5, "O": 4.0})
    np.testing.assert_allclose(half, 0.5 * dipole, atol=1e-9)
    moved = atoms.copy()
    moved.positions += 10.0
    np.testing.assert_allclose(rhofield.dipole_moment(water.basis, moved, c), dipole, atol=1e-9)
    with pytest.raises(rhofield.InvalidInput, match="5.0.* electrons"):
        rhofield.dipole_moment(water.basis, atoms, 0.5 * c)
    with pytest.raises(rhofield.InvalidInput, match="no number for O"):
        rhofield.dipole_moment(water.basis, atoms, c, {"H": 1.0})
    moved.pbc, moved.cell = True, np.eye(3) * 10
    with pytest.raises(rhofield.InvalidInput, match="periodic"):
        rhofield.dipole_moment(water.basis, moved, c)


def test_responses_give_the_polarizability_of_the_data(water):
    atoms, response = water[0].atoms, water[0].response
    np.testing.assert_allclose(rhofield.induced_charge(water.basis, atoms, response), 0.0, atol=1e-6)
    alpha = rhofield.polarizability(water.basis, atoms, response)
    np.testing.assert_allclose(alpha, water[0].property("polarizability"), atol=0.15)  # what the density fit misses
    parts = rhofield.atomic_polarizabilities(water.basis, atoms, response)
    np.testing.assert_allclose(parts.sum(axis=0), alpha, atol=1e-12)
    charged = response.copy()
    charged[2, 0] += 0.1
    neutral, charge = rhofield.remove_induced_charge(water.basis, atoms, charged)
    assert abs(charge[2]) > 1e-3
    np.testing.assert_allclose(rhofield.induced_charge(water.basis, atoms, neutral), 0.0, atol=1e-10)


def test_rock_salt_has_the_madelung_constant():
    a = 5.64
    atoms = bulk("NaCl", "rocksalt", a=a)
    charges = np.where(atoms.numbers == 11, 1.0, -1.0)
    result = rhofield.point_charges(atoms, charges)
    madelung = 1.7475645946331821906  # of rock salt, by the nearest distance a / 2
    assert result.energy == pytest.approx(-madelung / (0.5 * a / 0.529177210903), rel=1e-11)
    np.testing.assert_allclose(result.forces, 0.0, atol=1e-11)
    np.testing.assert_allclose(0.5 * charges @ result.potentials, result.energy, rtol=1e-12)


def test_two_charges_obey_coulomb():
    atoms = Atoms("HLi", [[0, 0, 0], [0, 0, 2.0]])
    r = 2.0 / 0.529177210903
    atoms.set_initial_charges([1.0, -2.0])
    result = rhofield.point_charges(atoms)
    assert result.energy == pytest.approx(-2.0 / r, rel=1e-12)
    np.testing.assert_allclose(result.forces[1], [0, 0, -2.0 / r**2], atol=1e-12)
    with pytest.raises(rhofield.InvalidInput, match="(?i)charges"):
        rhofield.point_charges(molecule("H2O"))


def test_points_need_three_coordinates(water):
    with pytest.raises(rhofield.InvalidInput, match="3 coordinates"):
        rhofield.density_at(water.basis, water[0].atoms, water[0].coefficients, np.zeros((4, 2)))
    with pytest.raises(rhofield.InvalidInput, match="150 .*3 coefficients|3 .*150"):
        rhofield.density_at(water.basis, water[0].atoms, np.zeros(3), np.zeros((4, 3)))
