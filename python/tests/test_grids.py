import numpy as np
import pytest
from ase import Atoms
from ase.build import bulk
from conftest import BOHR, gaussian

import rhofield


def test_gradients_are_those_of_a_gaussian():
    basis, scale = gaussian(0.8)
    atoms = Atoms("He", [[0.1, -0.2, 0.3]])
    points = np.random.default_rng(0).normal(size=(2, 5, 3))
    rho, gradient = rhofield.density_and_gradient_at(basis, atoms, [1.7], points)
    assert rho.shape == (2, 5) and gradient.shape == (2, 5, 3)
    r = (points - atoms.positions[0]) / BOHR
    expected = 1.7 * scale * np.exp(-0.8 * (r**2).sum(axis=-1))
    np.testing.assert_allclose(rho, expected, atol=1e-12)
    np.testing.assert_allclose(gradient, -1.6 * r * expected[..., None], atol=1e-12)
    np.testing.assert_array_equal(rhofield.density_at(basis, atoms, [1.7], points), rho)


def test_gradients_in_a_cell_are_differences():
    atoms = bulk("He", "fcc", a=3.2)
    basis = rhofield.Basis({"He": [(0, [0.7], [1.0]), (1, [0.9], [1.0])]})
    c, h = np.array([1.0, 0.1, 0.2, 0.3]), 1e-3
    point = np.array([0.4, 1.3, -0.2])
    _, gradient = rhofield.density_and_gradient_at(basis, atoms, c, point)
    sides = rhofield.density_at(basis, atoms, c, point + h * BOHR * np.array([np.eye(3), -np.eye(3)]))
    # h^2 / 6 times third derivatives of order one
    np.testing.assert_allclose(gradient, (sides[0] - sides[1]) / (2 * h), atol=1e-6)


def test_integrals_are_sums_times_the_volume_of_a_point():
    grid = rhofield.Grid.of_cell(bulk("He", "fcc", a=3.2), (4, 5, 6))
    values = np.random.default_rng(1).uniform(size=grid.counts)
    volume = 3.2**3 / 4 / BOHR**3
    assert grid.voxel_volume == pytest.approx(volume / 120, rel=1e-12)
    assert grid.integrate(values) == pytest.approx(values.mean() * volume, rel=1e-12)
    scaled, factor = grid.normalise_charge(values, 8)
    np.testing.assert_allclose(scaled, values * 8 / (values.mean() * volume), rtol=1e-12)
    assert grid.integrate(scaled) == pytest.approx(8, rel=1e-12) and factor == pytest.approx(8 / (values.mean() * volume))
    with pytest.raises(rhofield.InvalidInput, match="negative"):
        grid.normalise_charge(values - 0.5, 8)
    with pytest.raises(rhofield.InvalidInput, match=r"\(4, 5, 6\).*\(3, 5, 6\)"):
        grid.integrate(values[1:])
    with pytest.raises(rhofield.InvalidInput, match="three numbers"):
        rhofield.Grid.of_cell(bulk("He", "fcc", a=3.2), (3, 0, 2))


def test_errors_in_space_are_parts_of_the_electrons():
    grid = rhofield.Grid.of_cell(bulk("He", "fcc", a=3.2), (2, 2, 2))
    reference = np.full(grid.counts, 2.0)
    density = reference.copy()
    density[0, 0, 0], density[1, 1, 1] = 3.0, 1.5
    assert grid.percent_of_electrons(density, reference) == pytest.approx(100 * 1.5 / 16, rel=1e-12)


def slanted_grid():
    """A cell whose third vector is not normal to its planes."""
    cell = np.array([[4.0, 0.0, 0.0], [1.0, 3.0, 0.0], [0.5, 0.7, 8.0]])
    return rhofield.Grid.of_cell(Atoms(cell=cell, pbc=True), (3, 4, 16))


def test_grids_of_cells_need_a_cell():
    with pytest.raises(rhofield.InvalidInput, match="has 0; Grid.around"):
        rhofield.Grid.of_cell(Atoms("He"), (3, 4, 5))


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_planar_averages_are_means_over_planes(axis):
    grid = slanted_grid()
    values = np.random.default_rng(2).normal(size=grid.counts)
    profile = rhofield.planar_average(grid, values, axis)
    others = tuple({0, 1, 2} - {axis})
    np.testing.assert_allclose(profile.values, values.mean(axis=others), atol=1e-14)
    cell = grid.steps * np.array(grid.counts)[:, None]
    area = np.linalg.norm(np.cross(*cell[list(others)]))
    assert profile.area == pytest.approx(area, rel=1e-12)
    assert profile.length == pytest.approx(abs(np.linalg.det(cell)) / area, rel=1e-12)
    np.testing.assert_allclose(np.diff(profile.heights), profile.length / grid.counts[axis], rtol=1e-12)
    assert profile.integral() == pytest.approx(grid.integrate(values), rel=1e-11)
    with pytest.raises(rhofield.InvalidInput, match="axis"):
        rhofield.planar_average(grid, values, 3)


def test_macroscopic_averages_remove_the_period_of_layers():
    z = np.arange(16) * 0.5
    layers = 2.0 + np.sin(2 * np.pi * z / 2.0)
    slow = np.cos(2 * np.pi * z / 8.0)
    profile = rhofield.Profile(layers + slow, 0.0, 0.5, 1.0)
    # a running mean over 2 of 8 angstrom damps the slow wave by sinc(1/4)
    np.testing.assert_allclose(profile.macroscopic(2.0).values, 2.0 + np.sinc(0.25) * slow, atol=1e-12)
    np.testing.assert_allclose(profile.macroscopic(2.0, 8.0).values, 2.0, atol=1e-12)
    with pytest.raises(rhofield.InvalidInput, match="is 9 angstrom .*, 8 angstrom"):
        profile.macroscopic(9.0)


def test_steps_are_differences_of_the_vacuum_levels():
    values = np.array([1.0, 1.2, 5.0, 7.0, 3.0, 3.5, 3.1])
    profile = rhofield.Profile(values, -1.0, 0.5, 2.0)
    step = profile.step((-1.1, -0.4), (0.9, 2.1))
    assert (step.first, step.second, step.step) == pytest.approx((1.1, 3.2, 2.1), abs=1e-12)
    assert (step.first_spread, step.second_spread) == pytest.approx((0.2, 0.5), abs=1e-12)
    # planes 3 (half of it lies above 0.5 angstrom) to 6, each half an angstrom thick, 2 angstrom^2 wide
    assert profile.integral(0.5) == pytest.approx((0.5 * 7.0 + 3.0 + 3.5 + 3.1) / BOHR**3, rel=1e-12)
    with pytest.raises(rhofield.InvalidInput, match="between 5 angstrom .* and 6 angstrom .* from -1 angstrom .* to 2 angstrom .*, 0.5 angstrom"):
        profile.step((5.0, 6.0), (0.9, 2.1))


def test_differences_are_taken_on_one_grid():
    grid = slanted_grid()
    a, b, c = np.random.default_rng(3).normal(size=(3, *grid.counts))
    whole, parts = rhofield.GridValues(grid, a), [rhofield.GridValues(grid, b), rhofield.GridValues(grid, c)]
    np.testing.assert_allclose(rhofield.difference(whole, parts).values, a - b - c, atol=1e-15)
    moved = rhofield.Grid(grid.origin + 0.01, grid.steps, grid.counts)
    with pytest.raises(rhofield.InvalidInput, match="the grids begin at"):
        rhofield.difference(whole, [rhofield.GridValues(moved, b)])
