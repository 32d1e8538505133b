"""Real-space models from Python: data in and out, training, prediction."""

import math
import subprocess
import sys
from pathlib import Path

import ase
import numpy as np
import pytest

import rhofield

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

SMALL = {"network.channels": 6, "network.features": 12, "network.output_widths": [16, 16], "network.message_widths": [8],
         "sampling.points": 120, "real_space.epochs": 40, "real_space.batch": 500, "real_space.learning_rate": 0.01}


def density_of(atoms, grid):
    """Exponentials of the atoms, e/bohr^3."""
    points = grid.points()
    values = 0.0
    for symbol, position in zip(atoms.symbols, atoms.positions):
        r = np.linalg.norm(points - position, axis=-1) / 0.529177210903
        charge, decay = (6.0, 2.2) if symbol == "O" else (1.0, 1.7)
        values = values + charge * decay**3 / (8 * np.pi) * np.exp(-decay * r)
    return values


@pytest.fixture(scope="module")
def grids():
    rng = np.random.default_rng(3)
    data = rhofield.GridData()
    for _ in range(10):
        atoms = ase.Atoms("OH2", [[0, 0, 0], [0.96, 0, 0], [-0.24, 0.93, 0]] + rng.normal(0, 0.05, (3, 3)))
        grid = rhofield.Grid.around(atoms, spacing=0.4, margin=2.0)
        density = density_of(atoms, grid)
        data.append(rhofield.GridEntry(atoms, grid, density, electrons=grid.integrate(density)))
    return data


@pytest.fixture(scope="module")
def trained(grids):
    return rhofield.train_real_space(grids, range(8), config=SMALL)


@pytest.fixture(scope="module")
def responses(grids):
    """Dipoles along the field on every atom."""
    data, field = rhofield.GridData(), np.array([0.004, 0.007, -0.003])
    for entry in grids:
        points, values = entry.grid.points(), 0.0
        for position in entry.atoms.positions:
            d = points - position
            values = values - d @ field * np.exp(-2.5 * np.linalg.norm(d, axis=-1))
        data.append(rhofield.GridEntry(entry.atoms, entry.grid, None, response=values, field=field))
    return rhofield.train_real_space(data, range(8), quantities="response", config={**SMALL, "real_space.epochs": 5}).model


def test_fields_may_differ_from_place_to_place(responses, grids):
    atoms, grid, field = grids[0].atoms, grids[0].grid, np.array([0.002, -0.005, 0.001])
    uniform, seen = responses.response(atoms, grid, field), []

    def same_everywhere(points):
        seen.append(points)
        return np.tile(field, (len(points), 1))

    np.testing.assert_allclose(responses.response(atoms, grid, same_everywhere), uniform, atol=2e-5 * np.abs(uniform).max())
    seen = np.concatenate(seen)
    assert np.linalg.norm(seen[:, None] - atoms.positions, axis=-1).min(axis=0).max() < 1e-9  # angstrom, atoms among them
    assert np.linalg.norm(seen - grid.points()[1, 2, 3], axis=-1).min() < 1e-9
    points = [[0.5, 0.5, 0.0], [0.0, -0.7, 0.2]]
    charge = np.array([4.0, 0.0, 0.0])

    def of_charge(at):
        d = (at - charge) / 0.529177210903
        return 0.3 * d / np.linalg.norm(d, axis=1)[:, None] ** 3

    found = responses.at_points(atoms, points, quantity="response", field=of_charge)
    np.testing.assert_allclose(responses.at_points(atoms, points, quantity="response", field=lambda at: -of_charge(at)), -found)
    assert np.abs(found).min() > 0
    with pytest.raises(rhofield.InvalidInput, match="field"):
        responses.at_points(atoms, points, quantity="response", field=lambda at: np.zeros((1, 3)))
    for wrong in (0.01, [[0, 0, 0.01]], lambda at: [0, 0, 0.01], lambda at: np.zeros(3)):
        with pytest.raises(rhofield.InvalidInput, match="field"):
            responses.at_points(atoms, points, quantity="response", field=wrong)
    with pytest.raises((rhofield.InvalidInput, TypeError)):
        responses.at_points(atoms, points, quantity="response", field=lambda at: None)
    with pytest.raises(ZeroDivisionError):
        responses.at_points(atoms, points, quantity="response", field=lambda at: 1 / 0)


def test_calls_without_meaning_are_refused(responses, trained, grids):
    atoms = grids[0].atoms
    with pytest.raises(rhofield.InvalidInput, match="give field"):
        responses.at_points(atoms, [[0, 0, 1]], quantity="response")
    with pytest.raises(rhofield.InvalidInput, match="without a field"):
        trained.model.at_points(atoms, [[0, 0, 1]], field=[0, 0, 0.01])
    with pytest.raises(rhofield.InvalidInput, match="point 1 is not finite"):
        trained.model.at_points(atoms, [[0, 0, 1], [0, np.nan, 0]])
    with pytest.raises(rhofield.InvalidInput, match=r"shape \[3\]"):
        trained.model.at_points(atoms, [0, 0, 1])
    with pytest.raises(rhofield.InvalidInput, match="no files"):
        rhofield.GridData.from_files([])


def test_superposed_atoms_are_part_of_a_model(grids, tmp_path):
    model = rhofield.train_real_space(grids, range(8), config={**SMALL, "real_space.superposed_atoms": True}).model
    assert rhofield.validate_real_space(model, grids, [8, 9]).total_percent < 5
    model.write(tmp_path / "model.h5")
    again = rhofield.RealSpaceModel.read(tmp_path / "model.h5")
    entry = grids[9]
    np.testing.assert_array_equal(again.density(entry.atoms, entry.grid), model.density(entry.atoms, entry.grid))


def test_data_come_back_as_they_were(grids, tmp_path):
    grids.write(tmp_path / "grids.h5")
    again = rhofield.GridData.read(tmp_path / "grids.h5")
    assert len(again) == 10 and again[-1].response is None and again[2].field is None
    np.testing.assert_allclose(again[3].density, grids[3].density)
    np.testing.assert_allclose(again[3].atoms.positions, grids[3].atoms.positions, atol=1e-12)
    assert len(again[2:5]) == 3


def test_a_density_is_learned_and_predicted(trained, grids, tmp_path):
    assert trained.validation == [3] and trained.test == [8, 9] and not trained.warnings
    assert trained.history[-1]["validation_percent"] > 0
    errors = rhofield.validate_real_space(trained.model, grids, trained.test)
    assert errors.total_percent < 12
    entry = grids[8]
    rho = trained.model.density(entry.atoms, entry.grid)
    wrong = 100 * np.abs(rho - entry.density).sum() / np.abs(entry.density).sum()
    np.testing.assert_allclose(wrong, errors.percent[0], rtol=1e-4)
    scaled = trained.model.density(entry.atoms, entry.grid, electrons=8.0)
    np.testing.assert_allclose(entry.grid.integrate(scaled), 8.0)
    at = entry.grid.points()[3, 4, 5]
    np.testing.assert_allclose(trained.model.at_points(entry.atoms, [at])[0], rho[3, 4, 5], rtol=1e-3, atol=1e-7)
    trained.model.write(tmp_path / "model.h5")
    again = rhofield.RealSpaceModel.read(tmp_path / "model.h5")
    np.testing.assert_array_equal(again.density(entry.atoms, entry.grid), rho)
    assert again.parameters()["W"].shape == (3, 6, 12) and "density" in repr(again)


def test_the_potential_of_a_grid_is_that_of_its_charge():
    atoms = ase.Atoms("He", [[0.1, 0.0, -0.1]])
    grid = rhofield.Grid.around(atoms, spacing=0.2, margin=3.0)
    r = np.linalg.norm(grid.points() - atoms.positions[0], axis=-1) / 0.529177210903
    potential = rhofield.hartree_potential(atoms, grid, 2 * (0.8 / np.pi) ** 1.5 * np.exp(-0.8 * r**2))
    erf = np.vectorize(math.erf)
    np.testing.assert_allclose(potential, 2 * erf(np.sqrt(0.8) * r) / r, atol=1e-6)


def test_cubes_become_data(tmp_path):
    atoms = ase.Atoms("He", [[1.0, 1.0, 1.0]], cell=[3, 3, 3], pbc=True)
    grid = rhofield.Grid.of_cell(atoms, (12, 12, 12))
    density = np.full(grid.counts, 2 / (27 / 0.529177210903**3))
    rhofield.write_cube(tmp_path / "a.cube", atoms, grid, density)
    crystal, = rhofield.GridData.from_files([tmp_path / "a.cube"], electrons=[2], pbc=True)
    assert crystal.atoms.pbc.all()
    np.testing.assert_allclose(crystal.atoms.cell.lengths(), 3, atol=1e-5)
    assert not rhofield.GridData.from_files([tmp_path / "a.cube"])[0].atoms.pbc.any()
    with pytest.raises(rhofield.InvalidInput, match="2 numbers for 1 files"):
        rhofield.GridData.from_files([tmp_path / "a.cube"], electrons=[2, 2])
    rhofield.write_cube(tmp_path / "b.cube", atoms, grid, 7 * density)
    with pytest.raises(rhofield.InvalidInput, match="its nuclei have 2"):
        rhofield.GridData.from_files([tmp_path / "b.cube"])


def test_ensembles_know_how_far_their_members_are_apart(grids, trained):
    point = [[0.5, 0.5, 0.0]]
    with pytest.raises(rhofield.InvalidInput, match="one network"):
        trained.model.deviation_at_points(grids[8].atoms, point)
    config = {**SMALL, "real_space.epochs": 5, "real_space.members": 3}
    ensemble = rhofield.train_real_space(grids, range(8), config=config)
    assert ensemble.model.members == 3 and {h["member"] for h in ensemble.history} == {0, 1, 2}
    assert ensemble.model.deviation_at_points(grids[8].atoms, point)[0] > 0 and ensemble.validation_percent > 0
    assert not np.array_equal(ensemble.model.parameters(0)["W"], ensemble.model.parameters(2)["W"])


def test_charges_of_atoms_come_from_its_grids(trained, grids):
    entry = grids[9]
    rho = trained.model.density(entry.atoms, entry.grid, electrons=entry.electrons)
    becke = rhofield.Partition("becke", radii={"O": 0.6, "H": 0.3})
    parts = rhofield.integrate_by_atom(entry.atoms, entry.grid, rho, becke)
    assert abs(parts.atoms.sum() + parts.unassigned - entry.electrons) < 1e-6


def test_cubes_are_data(grids, tmp_path):
    entry = grids[0]
    rhofield.write_cube(tmp_path / "a.cube", entry.atoms, entry.grid, entry.density)
    data = rhofield.GridData.from_files([tmp_path / "a.cube"], electrons=[entry.electrons])
    np.testing.assert_allclose(data[0].density, entry.density, rtol=1e-4, atol=1e-8)
    with pytest.raises(rhofield.InvalidInput, match="integrates to"):
        rhofield.GridData.from_files([tmp_path / "a.cube"], electrons=[80.0])


def test_sampled_points_estimate_sums(grids):
    entry = grids[0]
    places, probabilities = rhofield.sample_points(entry, config={"sampling.points": 2000})
    estimate = (entry.density.ravel()[places] / probabilities).sum()
    assert estimate == pytest.approx(entry.density.sum(), rel=0.03)


def test_mistakes_are_named(trained, grids):
    with pytest.raises(rhofield.InvalidInput, match="no response"):
        rhofield.train_real_space(grids, range(8), quantities="response", config=SMALL)
    with pytest.raises(rhofield.InvalidInput, match="shape"):
        grids.append(rhofield.GridEntry(grids[0].atoms, grids[0].grid, np.zeros((2, 2, 2))))
    with pytest.raises(rhofield.InvalidInput, match="not the response"):
        trained.model.response(grids[0].atoms, grids[0].grid, [0, 0, 0.01])
    with pytest.raises(rhofield.InvalidInput, match="whole densities"):
        trained.model.density(grids[0].atoms, grids[0].grid, reference=grids[0].density)
    with pytest.raises(IndexError):
        grids[100]


@pytest.mark.parametrize("name", ["realspace_density", "realspace_response"])
def test_examples_run(name, tmp_path):
    arguments = ["--epochs", "2", "--points", "50", "--spacing", "0.6", "-o", str(tmp_path)]
    done = subprocess.run([sys.executable, str(EXAMPLES / name / f"{name}.py"), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "NMAE" in done.stdout and (tmp_path / f"{name}.png").stat().st_size > 10000
    assert (tmp_path / "model.h5").exists()


@pytest.fixture(scope="module")
def hydrogen(tmp_path_factory):
    """Ten stretched H2 molecules of PySCF, and a model of eight of them."""
    dft, gto = pytest.importorskip("pyscf.dft"), pytest.importorskip("pyscf.gto")
    data, bohr = rhofield.GridData(), 0.529177210903
    for k in range(10):
        atoms = ase.Atoms("H2", [[0, 0, 0], [0, 0.1, 0.68 + 0.02 * k]])
        molecule = gto.M(atom=list(zip(atoms.symbols, atoms.positions)), basis="sto-3g", verbose=0)
        mean_field = dft.RKS(molecule, xc="pbe").run()
        grid = rhofield.Grid.around(atoms, spacing=0.35, margin=2.0)
        orbitals = mean_field._numint.eval_ao(molecule, grid.points().reshape(-1, 3) / bohr)
        density = mean_field._numint.eval_rho(molecule, orbitals, mean_field.make_rdm1()).reshape(grid.counts)
        data.append(rhofield.GridEntry(atoms, grid, density, electrons=2.0))
    folder = tmp_path_factory.mktemp("hydrogen")
    data.write(folder / "grids.h5")
    rhofield.train_real_space(data, range(8), config={**SMALL, "real_space.epochs": 300}).model.write(folder / "model.h5")
    return folder


@pytest.mark.parametrize("script, arguments, says", [
    ("first_step.py", ["grids.h5", "--basis", "sto-3g", "--members", "1", "--epochs", "40", "-o", "delta.h5"], "with the network"),
    ("one_step.py", ["grids.h5", "model.h5", "--basis", "sto-3g"], "mixed"),
    ("atom_centred.py", ["grids.h5", "--environments", "6", "--features", "10"], "of the fits")])
def test_examples_of_steps_run(hydrogen, script, arguments, says):
    done = subprocess.run([sys.executable, str(EXAMPLES / "realspace_density" / script), *arguments], cwd=hydrogen,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert says in done.stdout, done.stdout
