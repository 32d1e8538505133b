import numpy as np
import pytest
from ase import Atoms
from ase.build import bulk
from conftest import BOHR, gaussian
from scipy.special import erf

import rhofield


def of_electrons(basis, atoms, count):
    """Coefficients of helium's s function that hold so many electrons."""
    return np.array(count) / basis.charge_moments(atoms)


def test_the_potential_of_a_gaussian_is_an_error_function():
    exponent = 0.9
    basis, _ = gaussian(exponent)
    atoms = Atoms("He", [[0.3, 0.0, -0.1]])
    c = of_electrons(basis, atoms, [2.0])
    points = np.random.default_rng(0).normal(scale=2.0, size=(3, 4, 3))
    r = (points - atoms.positions[0]) / BOHR
    d = np.linalg.norm(r, axis=-1)
    screened = 2.0 * erf(np.sqrt(exponent) * d) / d
    hartree = rhofield.potential_at(basis, atoms, c, points, kind="hartree")
    np.testing.assert_allclose(hartree.values, screened, atol=1e-10)
    assert hartree.field is None and hartree.values.shape == (3, 4)
    whole = rhofield.potential_at(basis, atoms, c, points, field=True)
    np.testing.assert_allclose(whole.values, 2.0 / d - screened, atol=1e-10)
    slope = 2.0 * (2 * np.sqrt(exponent / np.pi) * np.exp(-exponent * d**2) / d - erf(np.sqrt(exponent) * d) / d**2)
    radial = 2.0 / d**2 + slope
    np.testing.assert_allclose(whole.field, radial[..., None] * r / d[..., None], atol=1e-10)
    wide = rhofield.potential_at(basis, atoms, c, points, core_charges={"He": 2.0}, core_width=0.4)
    cores = 2.0 * erf(d * BOHR / (np.sqrt(2) * 0.4)) / d
    np.testing.assert_allclose(wide.values, cores - screened, atol=1e-10)


def test_grids_and_points_have_one_potential_in_molecules_and_cells(water):
    atoms, c = water[0].atoms, water[0].coefficients
    grid = rhofield.Grid.around(atoms, spacing=0.7, margin=1.0)
    on_grid = rhofield.potential_on_grid(water.basis, atoms, c, grid, field=True)
    at = rhofield.potential_at(water.basis, atoms, c, grid.points(), field=True)
    np.testing.assert_allclose(on_grid.values, at.values, atol=1e-9)
    np.testing.assert_allclose(on_grid.field, at.field, atol=1e-8)
    crystal = bulk("He", "fcc", a=3.2)
    basis, _ = gaussian(0.9)
    cell = rhofield.Grid.of_cell(crystal, (12, 12, 12))
    density = of_electrons(basis, crystal, [2.0])
    wide = rhofield.potential_on_grid(basis, crystal, density, cell, core_width=0.4)
    # precision of both sums
    assert abs(wide.values.mean()) < 1e-8
    points = cell.points()[1, 2]
    np.testing.assert_allclose(rhofield.potential_at(basis, crystal, density, points, core_width=0.4).values,
                               wide.values[1, 2], atol=1e-8)
    charged = rhofield.potential_on_grid(basis, crystal, density, cell, 3.0, core_width=0.4)
    assert any("background" in note for note in charged.notes)


def test_hartree_energies_are_quadratic_forms_of_the_coulomb_matrix(water):
    atoms, c = water[0].atoms, water[0].coefficients
    energy = rhofield.hartree_energy(water.basis, atoms, c)
    assert energy == pytest.approx(0.5 * c @ rhofield.coulomb_matrix(water.basis, atoms) @ c, rel=1e-10)
    basis, _ = gaussian(0.9)
    one = Atoms("He")
    # two electrons in one Gaussian: 1/2 q^2 sqrt(2 a / pi)
    expected = 0.5 * 2.0**2 * np.sqrt(2 * 0.9 / np.pi)
    assert rhofield.hartree_energy(basis, one, of_electrons(basis, one, [2.0])) == pytest.approx(expected, rel=1e-10)


def test_multipoles_are_those_of_charges_with_a_width():
    exponent = 0.7
    basis, _ = gaussian(exponent)
    atoms = Atoms("He2", [[0.5, 0.2, -0.4], [-0.3, 0.1, 0.9]])
    held = np.array([1.2, 2.9])
    q = rhofield.multipoles(basis, atoms, of_electrons(basis, atoms, held), 2.0, origin=[0.1, 0.0, 0.0])
    r = (atoms.positions - [0.1, 0.0, 0.0]) / BOHR
    net = 2.0 - held
    second = np.einsum("a,ax,ay->xy", net, r, r) - held.sum() / (2 * exponent) * np.eye(3)
    assert (q.electrons, q.charge) == pytest.approx((4.1, -0.1), abs=1e-12)
    np.testing.assert_allclose(q.dipole, net @ r, atol=1e-12)
    np.testing.assert_allclose(q.second_moment, second, atol=1e-11)
    np.testing.assert_allclose(q.quadrupole, 1.5 * second - 0.5 * np.trace(second) * np.eye(3), atol=1e-11)
    np.testing.assert_allclose(rhofield.atomic_populations(basis, atoms, of_electrons(basis, atoms, held)), held, rtol=1e-12)


def test_far_away_the_potential_is_that_of_the_multipoles(water):
    atoms, c = water[0].atoms, water[0].coefficients
    points = atoms.positions.mean(axis=0) + 20.0 * np.array([[1, 0, 0], [0, -0.6, 0.8]])
    moments = rhofield.multipoles(water.basis, atoms, c)
    exact = rhofield.potential_at(water.basis, atoms, c, points).values
    # octupoles of a few e bohr^3 at 38 bohr
    np.testing.assert_allclose(moments.potential(points), exact, atol=1e-5)
    assert np.abs(exact).max() > 1e-4
    np.testing.assert_allclose(moments.dipole, rhofield.dipole_moment(water.basis, atoms, c), atol=1e-12)


def test_second_moments_are_integrals_on_a_grid():
    basis = rhofield.Basis({"He": [(0, [0.8], [1.0]), (1, [0.7], [1.0]), (2, [0.9], [1.0])]})
    atoms = Atoms("He", [[0.2, -0.1, 0.3]])
    grid = rhofield.Grid.around(atoms, spacing=0.2, margin=4.0)
    points = grid.points().reshape(-1, 3)
    phi, r = rhofield.basis_values(basis, atoms, points), points / BOHR
    pairs = [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)]
    numeric = np.array([(r[:, a] * r[:, b]) @ phi for a, b in pairs]) * grid.voxel_volume
    # Gaussians this smooth: the sum is exact to the tail outside the box
    np.testing.assert_allclose(basis.second_moments(atoms), numeric, atol=1e-7)


@pytest.fixture(scope="module")
def pair():
    """Two atoms that hold 1.5 and 2.5 electrons, on a grid: (basis, atoms, grid, density)."""
    atoms = Atoms("HeNe", [[0, 0, 0], [0, 0, 2.0]])
    basis = rhofield.Basis({"He": [(0, [1.1], [1.0])], "Ne": [(0, [0.8], [1.0])]})
    grid = rhofield.Grid.around(atoms, spacing=0.25, margin=3.5)
    c = of_electrons(basis, atoms, [1.5, 2.5])
    return basis, atoms, grid, rhofield.density_on_grid(basis, atoms, c, grid)


def test_hirshfeld_charges_are_shares_of_free_atoms(pair):
    basis, atoms, grid, rho = pair
    free = rhofield.promolecule(basis, {"He": [1.3], "Ne": [2.0]})
    shares = rhofield.integrate_by_atom(atoms, grid, rho, rhofield.Partition("hirshfeld", free))
    r2 = ((grid.points()[..., None, :] - atoms.positions) ** 2).sum(axis=-1) / BOHR**2
    rho0 = np.stack([np.exp(-r2[..., k, None] * a) @ c for k, (a, c) in enumerate(free[s] for s in ("He", "Ne"))])
    weights = np.where(rho0.sum(axis=0) > 1e-12, rho0 / rho0.sum(axis=0), 0.0)
    np.testing.assert_allclose(shares.atoms, [grid.integrate(w * rho) for w in weights], rtol=1e-10)
    assert shares.fragment([0, 1]) + shares.unassigned == pytest.approx(grid.integrate(rho), rel=1e-12)
    charges = rhofield.partition_charges(atoms, grid, rho, rhofield.Partition("hirshfeld", free), core_charges=[2.0, 2.0])
    np.testing.assert_allclose(charges, 2.0 - shares.atoms, atol=1e-12)


def test_voronoi_cells_hold_what_is_nearest(pair):
    _, atoms, grid, rho = pair
    distances = np.linalg.norm(grid.points()[..., None, :] - atoms.positions, axis=-1)
    weights = np.where(np.isclose(distances[..., 0], distances[..., 1], rtol=0, atol=1e-9), 0.5,
                       distances[..., 0] < distances[..., 1])
    cells = rhofield.integrate_by_atom(atoms, grid, rho, rhofield.Partition("voronoi"))
    np.testing.assert_allclose(cells.atoms, [grid.integrate(weights * rho), grid.integrate((1 - weights) * rho)], rtol=1e-10)


def test_larger_radii_make_larger_cells(pair):
    _, atoms, grid, rho = pair
    becke = rhofield.integrate_by_atom(atoms, grid, rho)
    larger = rhofield.integrate_by_atom(atoms, grid, rho, rhofield.Partition(radii={"He": 0.9, "Ne": 0.45}))
    assert becke.atoms.sum() == pytest.approx(grid.integrate(rho), rel=1e-12)
    assert larger.atoms[0] > becke.atoms[0] + 0.05
    assert becke.fragment([1]) == becke.atoms[1]
    with pytest.raises(rhofield.InvalidInput, match="names atom 1 twice"):
        becke.fragment([1, 1])


def test_a_model_knows_its_mean_atoms(model, water):
    free = model.promolecule()
    assert set(free) == {"H", "O"}
    held = {s: float(np.sum(c * (np.pi / a) ** 1.5)) for s, (a, c) in free.items()}
    assert 2 * held["H"] + held["O"] == pytest.approx(10.0, abs=0.05)  # of the mean molecule
    atoms, c = water[0].atoms, water[0].coefficients
    mean = model.mean_coefficients(atoms)
    populations = rhofield.atomic_populations(model.basis, atoms, mean)
    np.testing.assert_allclose(populations, [held["O"], held["H"], held["H"]], rtol=1e-10)
    charges = []
    for spacing in (0.15, 0.12):
        grid = rhofield.Grid.around(atoms, spacing=spacing, margin=4.0)
        rest = rhofield.density_on_grid(model.basis, atoms, c - mean, grid)
        gained = rhofield.integrate_by_atom(atoms, grid, rest, rhofield.Partition("hirshfeld", free)).atoms
        charges.append(atoms.numbers - populations - gained)
    # without the cores coarse grids do (2e-4 measured); with them oxygen's electrons are wrong by one or two
    np.testing.assert_allclose(charges[0], charges[1], atol=1e-3)
    assert charges[1].sum() == pytest.approx(0.0, abs=1e-3)
    # Without taking mean atoms out, what is too sharp for the grid is divided as if it were at the nucleus. The mean atoms are
    # below zero in places, which count as zero in the weights but not in their populations: the two differ by 0.05 e.
    own = [atoms.numbers - rhofield.electrons_by_atom(model.basis, atoms, c, rhofield.Grid.around(atoms, spacing=h, margin=4.0),
                                                      rhofield.Partition("hirshfeld", free)).atoms for h in (0.15, 0.08)]
    np.testing.assert_allclose(own[0], own[1], atol=4e-3)  # measured 2.7e-3
    np.testing.assert_allclose(own[1], charges[1], atol=0.08)
    assert own[1].sum() == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize("call, message", [
    (lambda b, a, g, rho: rhofield.potential_at(b, a, [0.1, 0.1], [[1, 1, 1]]), "nuclei have 12 e"),
    (lambda b, a, g, rho: rhofield.potential_at(b, a, [0.1], [[1, 1, 1]], 0), "2 basis functions"),
    (lambda b, a, g, rho: rhofield.potential_at(b, a, [0.1, 0.1], [[0, 0, 0]], 1.0), "point charge"),
    (lambda b, a, g, rho: rhofield.potential_at(b, a, [0.1, 0.1], [[1, 1, 1]], 0, kind="coulomb"), "use electrostatic"),
    (lambda b, a, g, rho: rhofield.potential_at(b, a, [0.1, 0.1], [[1, 1, 1]], 0, kind="hartree"), "leave core_charges"),
    (lambda b, a, g, rho: rhofield.potential_at(b, a, [0.1, 0.1], [[1, 1, 1]], [1.0]), r"\(1,\) but there are 2 atoms"),
    (lambda b, a, g, rho: rhofield.partition_charges(a, g, rho, rhofield.Partition("hirshfeld"), core_charges=2), "He"),
    (lambda b, a, g, rho: rhofield.Partition("bader"), "use hirshfeld"),
    (lambda b, a, g, rho: rhofield.integrate_by_atom(a, g, rho, rhofield.Partition(radii={"He": -1})), "-1 angstrom"),
    (lambda b, a, g, rho: rhofield.partition_charges(a, g, rho), "nuclei have 12 e"),
    (lambda b, a, g, rho: rhofield.integrate_by_atom(a, g, rho[1:]), "the values have the shape"),
    (lambda b, a, g, rho: rhofield.promolecule(b, {"He": [1.0, 2.0]}), "1 s functions but 2"),
])
def test_what_cannot_be_meant_is_refused(pair, call, message):
    with pytest.raises(rhofield.InvalidInput, match=message):
        call(*pair)
