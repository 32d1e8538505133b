"""Claims of the imports: SALTED directories, CP2K and FHI-aims files, densities on grids."""

import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyscf")
h5py = pytest.importorskip("h5py")
pytest.importorskip("ase")
from rhofield import InvalidInput, dataset_file  # noqa: E402
from rhofield.imports import aims, cp2k, cube_fit, salted  # noqa: E402

DATA = Path(__file__).resolve().parents[2] / "tests/data"
RANDOM = np.random.default_rng(5)
SMOOTH = {"O": [dataset_file.shell(0, [a], [1.0]) for a in (1.6, 0.7)] + [dataset_file.shell(1, [0.9, 0.5], [0.3, 1.0])]
          + [dataset_file.shell(l, [1.1], [1.0]) for l in (2, 3, 4)], "H": [dataset_file.shell(0, [0.9], [1.0]), dataset_file.shell(1, [0.8], [1.0])]}
RECOVERED = 1e-7  # coefficients from a grid whose band limit cuts functions off at 1e-9


def content(path):
    basis, structures, _ = dataset_file.read(path)
    return basis, [{k: v for k, v in s.items() if k != "label"} for s in structures]


def assert_same(one, two, tolerance=0.0):
    for symbol in one[0]:
        for a, b in zip(one[0][symbol], two[0][symbol], strict=True):
            assert a.l == b.l
            assert a.exponents is None or np.allclose(a.exponents, b.exponents, rtol=1e-12, atol=0)
            assert a.coefficients is None or np.allclose(a.coefficients, b.coefficients, rtol=1e-10, atol=0)
    assert len(one[1]) == len(two[1])
    for a, b in zip(one[1], two[1]):
        assert set(a) == set(b)
        for key in a:
            assert np.abs(np.asarray(a[key], float) - b[key]).max() <= tolerance, key


@pytest.fixture
def gaussian(tmp_path):
    """Three of the shipped molecules without what SALTED has no place for."""
    basis, structures, _ = dataset_file.read(DATA / "water_monomers_60.h5", [8, 9, 10])
    with dataset_file.Writer(tmp_path / "gaussian.h5", basis) as file:
        for s in structures:
            file.add(s["numbers"], s["positions"], coefficients=s["coefficients"], response=s["response"])
    return tmp_path / "gaussian.h5"


@pytest.fixture
def numerical(tmp_path):
    """Numerical functions with overlaps of their own."""
    with dataset_file.Writer(tmp_path / "numerical.h5", aims.numerical_basis({"H": [2, 1], "O": [2, 1, 1]})) as file:
        for _ in range(2):
            root = RANDOM.normal(size=(20, 20))
            file.add([8, 1, 1], RANDOM.normal(size=(3, 3)), coefficients=RANDOM.normal(size=20), overlap=root @ root.T)
    return tmp_path / "numerical.h5"


def test_a_salted_directory_of_pyscf_comes_back(tmp_path, gaussian):
    """qmbasis names the fitting basis as PySCF chooses it; the analytic overlaps need not be stored again."""
    assert salted.export_directory(gaussian, tmp_path / "work", qm={"qmcode": "pyscf", "qmbasis": "aug-cc-pvdz"}) == 3
    assert np.load(tmp_path / "work/overlaps/overlap_conf2.npy").shape == (150, 150)
    assert salted.import_directory(tmp_path / "work", tmp_path / "back.h5") == 3
    assert_same(content(gaussian), content(tmp_path / "back.h5"), 1e-14)
    # given by name instead
    salted.import_directory(tmp_path / "work", tmp_path / "named.h5", basis="aug-cc-pvdz-jkfit", matrix="overlap")
    assert {"coefficients", "overlap"} <= set(content(tmp_path / "named.h5")[1][0])


def test_a_salted_directory_of_cp2k_comes_back_with_its_metric(tmp_path):
    numbers, positions, cell = [8, 1, 1], RANDOM.normal(size=(3, 3)), np.diag([9.0, 9.5, 10.0])
    size = dataset_file.function_count(SMOOTH, numbers)
    root = RANDOM.normal(size=(size, size))
    with dataset_file.Writer(tmp_path / "cell.h5", SMOOTH) as file:
        file.add(numbers, positions, cell=cell, coefficients=RANDOM.normal(size=size), metric=root @ root.T)
    salted.export_directory(tmp_path / "cell.h5", tmp_path / "work", qm={"qmcode": "cp2k", "dfbasis": "RI"})
    salted.import_directory(tmp_path / "work", tmp_path / "back.h5")
    assert_same(content(tmp_path / "cell.h5"), content(tmp_path / "back.h5"), 1e-13)


def test_a_salted_directory_of_fhi_aims_comes_back(tmp_path, numerical):
    salted.export_directory(numerical, tmp_path / "work", qm={"qmcode": "aims", "dfbasis": "light"})
    salted.import_directory(tmp_path / "work", tmp_path / "back.h5")
    assert_same(content(numerical), content(tmp_path / "back.h5"), 1e-14)


def test_incomplete_salted_directories_are_refused(tmp_path, gaussian):
    salted.export_directory(gaussian, tmp_path / "work", qm={"qmcode": "pyscf", "qmbasis": "aug-cc-pvdz"})
    with pytest.raises(ValueError, match="expected \\(113,\\)"):
        salted.import_directory(tmp_path / "work", tmp_path / "x.h5", basis="def2-universal-jkfit")
    (tmp_path / "work/coefficients/coefficients_conf1.npy").unlink()
    with pytest.raises(FileNotFoundError, match="coefficients_conf1"):
        salted.import_directory(tmp_path / "work", tmp_path / "x.h5")
    assert not list(tmp_path.glob("x.h5*"))
    (tmp_path / "work/inp.yaml").unlink()
    with pytest.raises(ValueError, match="structures="):
        salted.import_directory(tmp_path / "work", tmp_path / "x.h5")
    with pytest.raises(ValueError, match="give basis="):
        salted.import_directory(tmp_path / "work", tmp_path / "x.h5", structures="structures.xyz")


def test_basis_sets_of_cp2k_are_read(tmp_path):
    """Two sets, the first with s and p of common exponents; coefficients of normalised primitives, zeros left out."""
    (tmp_path / "basis").write_text("# comment\nN OTHER\n 1\n 1 0 0 1 1\n 1.0 1.0\nO RI-small\n 2\n 1 0 1 2 2 1\n 3.0 1.0 0.0 0.4\n 0.5 0.2 1.0 0.6\n 2 2 2 1 1\n 1.5 1.0\n")
    shells = cp2k.read_basis_file(tmp_path / "basis", "O")
    assert [s.l for s in shells] == [0, 0, 1, 2] and [len(s.exponents) for s in shells] == [2, 1, 2, 1]
    expected = dataset_file.shell(0, [3.0, 0.5], [1.0, 0.2], of_normalised_primitives=True)
    assert np.allclose(shells[0].coefficients, expected.coefficients)
    # a primitive of l = 0 is normalised by 2 (2a)^(3/4) / pi^(1/4), times the same number for the whole shell
    assert np.isclose(expected.coefficients[0] / expected.coefficients[1], 1.0 / 0.2 * (3.0 / 0.5) ** 0.75)
    with pytest.raises(ValueError, match="no basis"):
        cp2k.read_basis_file(tmp_path / "basis", "C")
    (tmp_path / "bad").write_text("O RI\n 1\n 1 0 1 2 2 1\n 3.0 1.0 0.0\n")
    with pytest.raises(ValueError, match="not a basis set"):
        cp2k.read_basis_file(tmp_path / "bad")


def test_matrices_and_coefficients_of_cp2k_are_read(tmp_path):
    matrix = RANDOM.normal(size=(7, 7))
    matrix += matrix.T
    with open(tmp_path / "matrix", "wb") as file:
        for row in matrix:
            file.write(np.int32(56).tobytes() + row.tobytes() + np.int32(56).tobytes())
    assert np.array_equal(cp2k.read_matrix(tmp_path / "matrix", 7), matrix)
    with pytest.raises(ValueError, match="448 bytes"):
        cp2k.read_matrix(tmp_path / "matrix", 8)
    np.savetxt(tmp_path / "coefficients", matrix[0])
    assert np.allclose(cp2k.read_coefficients(tmp_path / "coefficients", 7), matrix[0], rtol=1e-15)
    with pytest.raises(ValueError, match="for 6 functions"):
        cp2k.read_coefficients(tmp_path / "coefficients", 6)


def test_functions_of_fhi_aims_are_put_in_order(tmp_path):
    order, flipped = RANDOM.permutation(6), [1, 4]  # in FHI-aims' order
    sign = np.ones(6)
    sign[flipped] = -1
    c, root = RANDOM.normal(size=6), RANDOM.normal(size=(6, 6))
    overlap = root @ root.T
    own = np.empty(6)
    own[order] = c
    own_overlap = np.empty((6, 6))
    own_overlap[np.ix_(order, order)] = overlap
    np.savetxt(tmp_path / "ri_restart_coeffs_df.out", own * sign)
    np.savetxt(tmp_path / "ri_ovlp.out", (own_overlap * sign * sign[:, None]).ravel())
    np.savetxt(tmp_path / "idx_prodbas.out", order + 1, fmt="%d")
    np.savetxt(tmp_path / "prodbas_condon_shotley_list.out", np.array(flipped) + 1, fmt="%d")
    (tmp_path / "aims.out").write_text("  Invoking FHI-aims\n          FHI-aims version      : 221103\n")
    read = aims.read_folder(tmp_path)
    assert np.allclose(read[0], c) and np.allclose(read[1], overlap)
    aims.write_coefficients(tmp_path, c, reorder=True)
    assert np.allclose(np.loadtxt(tmp_path / "ri_restart_coeffs_predicted.out"), own * sign)
    (tmp_path / "aims.out").write_text("          FHI-aims version      : 240403\n")
    assert np.allclose(aims.read_folder(tmp_path)[0], own * sign)  # ordered by FHI-aims itself
    (tmp_path / "basis_info.out").write_text("".join(
        f" atom {k}\n For L = 0 there are {n} radial functions\n For L = 1 there are 1 radial functions\n For atom {k} max L = 1\n" for k, n in ((1, 3), (2, 2), (3, 2))))
    assert aims.read_basis_info(tmp_path / "basis_info.out", ["O", "H", "H"]) == {"O": [3, 1], "H": [2, 1]}
    with pytest.raises(ValueError, match="differ"):
        aims.read_basis_info(tmp_path / "basis_info.out", ["O", "O", "H"])


CELLS = {"cubic": np.diag([9.0, 9.0, 9.0]), "triclinic": np.array([[9.0, 0.0, 0.0], [2.0, 8.5, 0.0], [-1.0, 1.5, 9.5]])}
NUMBERS, POSITIONS = np.array([8, 1, 1]), np.array([[1.0, 2.0, 8.0], [2.7, 2.4, 8.1], [0.2, 3.4, 7.2]])


def exact_grid(cell, shape, periodic, origin=(0.0, 0.0, 0.0), seed=3):
    """A density that is a sum of the functions, evaluated in real space by PySCF; molecules far from the edges."""
    from rhofield.pyscf import auxiliary_molecule, file_order

    aux = auxiliary_molecule(SMOOTH, NUMBERS, POSITIONS, cell if periodic else None)
    c = np.random.default_rng(seed).normal(size=aux.nao)
    fraction = np.stack(np.meshgrid(*[np.arange(n) / n for n in shape], indexing="ij"), -1).reshape(-1, 3)
    points = np.asarray(origin) + fraction @ cell
    values = np.asarray(aux.pbc_eval_gto("GTOval_sph", points)).real if periodic else aux.eval_gto("GTOval_sph", points)
    return c, cube_fit.GridDensity((values[:, file_order(aux)] @ c).reshape(shape), cell, np.asarray(origin, float), NUMBERS, POSITIONS, periodic)


@pytest.mark.parametrize("metric", ["overlap", "coulomb"])
@pytest.mark.parametrize("name", CELLS)
def test_coefficients_are_recovered_from_a_periodic_grid(name, metric):
    c, grid = exact_grid(CELLS[name], (40, 42, 45), True, origin=(0.3, -0.2, 0.1))
    fitted = cube_fit.fit_grid(grid, SMOOTH, metric)
    assert np.abs(fitted.coefficients - c).max() < 100 * RECOVERED and fitted.error < 10 * RECOVERED
    assert abs(fitted.electrons - dataset_file.function_charges(SMOOTH, NUMBERS) @ c) < RECOVERED


@pytest.mark.parametrize("metric", ["overlap", "coulomb"])
def test_coefficients_are_recovered_from_the_grid_of_a_molecule(metric):
    c, grid = exact_grid(np.diag([14.0, 14.5, 15.0]), (64, 64, 64), False, origin=(-5.5, -4.5, 0.5))
    fitted = cube_fit.fit_grid(grid, SMOOTH, metric)
    # what lies outside the grid is missing: functions are 1e-6 of their largest value at its faces
    assert np.abs(fitted.coefficients - c).max() < 2e-4 and fitted.error < 1e-4


def test_coulomb_matrices_of_cells_are_those_of_the_reference():
    with h5py.File(DATA / "gaussian_integrals.h5") as file:
        group = file["periodic"]
        basis = {s: [dataset_file.Shell(int(l), g["exponent"][a:b], g["coefficient"][a:b]) for l, a, b in
                     zip(g["shell_l"], g["primitive_offset"][:-1], g["primitive_offset"][1:])] for s, g in group["basis"].items()}
        numbers, cell = group["numbers"][:], group["cell"][:]
        grid = cube_fit.GridDensity(np.zeros((2, 2, 2)), cell, np.zeros(3), numbers, group["positions"][:], True)
        matrix = cube_fit._coulomb_matrix_of_cell(grid, basis, cube_fit._Transforms(basis, dataset_file.symbols_of(numbers)))
        assert np.abs(matrix[group["rows"][:]] - group["coulomb"][:]).max() < 1e-8  # sums end at 1e-10


def test_the_electron_number_is_imposed_and_the_misfit_is_reported():
    _, grid = exact_grid(CELLS["cubic"], (40, 40, 40), True)
    grid.values += 1e-3  # a background that the functions do not have
    fitted = cube_fit.fit_grid(grid, SMOOTH, electrons=grid.electrons + 0.1)
    charges = dataset_file.function_charges(SMOOTH, NUMBERS)
    assert abs(charges @ fitted.coefficients - grid.electrons - 0.1) < 1e-10
    assert abs(fitted.electrons_before - grid.electrons) > 1e-3 and 1e-4 < fitted.error < 1


def test_a_cell_is_exported_for_a_code_that_has_cells_only(tmp_path):
    basis = {"H": [dataset_file.shell(0, [1.0], [1.0])]}
    with dataset_file.Writer(tmp_path / "slab.h5", basis) as file:
        file.add([1], [[0.0, 0.0, 0.0]], cell=np.diag([6.0, 7.0, 30.0]), pbc=[1, 1, 0], coefficients=np.array([0.3]))
    with pytest.raises(ValueError, match="name the code"):
        salted.export_directory(tmp_path / "slab.h5", tmp_path / "none")
    salted.export_directory(tmp_path / "slab.h5", tmp_path / "work", overlaps=False, qm={"qmcode": "cp2k", "dfbasis": "RI"})
    salted.import_directory(tmp_path / "work", tmp_path / "again.h5", matrix="none")
    _, structures, _ = dataset_file.read(tmp_path / "again.h5")
    np.testing.assert_array_equal(structures[0]["pbc"], [1, 1, 0])


def write_cube(path, grid):
    n = grid.values.shape
    with open(path, "w") as file:
        file.write("title\ncomment\n")
        file.write(f"{len(grid.numbers)} {grid.origin[0]} {grid.origin[1]} {grid.origin[2]}\n")
        for vector, points in zip(grid.cell, n):
            file.write(f"{points} " + " ".join(f"{v / points:.15g}" for v in vector) + "\n")
        for z, r in zip(grid.numbers, grid.positions):
            file.write(f"{z} {float(z)} {r[0]:.15g} {r[1]:.15g} {r[2]:.15g}\n")
        file.write("\n".join(" ".join(f"{v:.13e}" for v in row) for row in grid.values.reshape(-1, n[2])) + "\n")


def test_cube_files_and_chgcars_become_data_sets(tmp_path):
    import ase
    from ase.calculators.vasp import VaspChargeDensity

    c, grid = exact_grid(CELLS["triclinic"], (36, 36, 40), True)
    write_cube(tmp_path / "a.cube", grid)
    atoms = ase.Atoms(numbers=NUMBERS, positions=POSITIONS * dataset_file.BOHR, cell=grid.cell * dataset_file.BOHR, pbc=True)
    chgcar = VaspChargeDensity(filename=None)
    chgcar.atoms, chgcar.chg, chgcar.chgdiff = [atoms], [grid.values / dataset_file.BOHR**3], []
    chgcar.write(str(tmp_path / "CHGCAR"), format="chgcar")
    fits = cube_fit.import_grids([tmp_path / "a.cube", tmp_path / "CHGCAR"], tmp_path / "out.h5", SMOOTH, periodic=True, energies=[-1.0, -2.0])
    _, structures, _ = dataset_file.read(tmp_path / "out.h5")
    for s, fitted, energy in zip(structures, fits, (-1.0, -2.0)):
        assert np.abs(s["coefficients"] - c).max() < 1e-4 and s["fit_error"] == fitted.error < 1e-5 and s["energy"] == energy
        assert np.abs(s["positions"] - POSITIONS).max() < 1e-6 and np.abs(s["cell"] - grid.cell).max() < 1e-6
    with pytest.raises(ValueError, match="periodic="):
        cube_fit.import_grids([tmp_path / "a.cube"], tmp_path / "x.h5", SMOOTH)
    text = (tmp_path / "a.cube").read_text().splitlines()
    (tmp_path / "short.cube").write_text("\n".join(text[:-1]))
    with pytest.raises(ValueError, match="values for a grid of 36 x 36 x 40"):
        cube_fit.import_grids([tmp_path / "short.cube"], tmp_path / "x.h5", SMOOTH, periodic=True)
    assert not list(tmp_path.glob("x.h5*"))


def test_imports_do_not_replace_what_they_read(tmp_path, gaussian):
    _, grid = exact_grid(CELLS["cubic"], (20, 20, 20), True)
    write_cube(tmp_path / "a.cube", grid)
    (tmp_path / "soft.h5").symlink_to("a.cube")
    (tmp_path / "hard.h5").hardlink_to(tmp_path / "a.cube")
    before = (tmp_path / "a.cube").read_bytes()
    for name in ("a.cube", "soft.h5", "hard.h5"):
        with pytest.raises(InvalidInput, match=f"{name} would replace .*a.cube"):
            cube_fit.import_grids([tmp_path / "a.cube"], tmp_path / name, SMOOTH, periodic=True)
    assert (tmp_path / "a.cube").read_bytes() == before
    work = tmp_path / "work"
    salted.export_directory(gaussian, work, qm={"qmbasis": "aug-cc-pvdz"})
    for name in ("structures.xyz", "inp.yaml", "coefficients/x/coefficients_conf1.npy", "overlaps/overlap_conf0.npy"):
        before = (work / name).read_bytes()
        with pytest.raises(InvalidInput, match="would replace"):
            salted.import_directory(work, work / name)
        assert (work / name).read_bytes() == before
    for _ in range(2):  # a data set that was put there before may be replaced
        assert salted.import_directory(work, work / "mine.h5") == 3


def test_exports_go_into_new_or_empty_folders(tmp_path, gaussian):
    salted.export_directory(gaussian, tmp_path / "work")
    with pytest.raises(InvalidInput, match="work is not empty .coefficients, inp.yaml"):
        salted.export_directory(gaussian, tmp_path / "work")
    with pytest.raises(InvalidInput, match="is a file"):
        salted.export_directory(gaussian, gaussian)
    (tmp_path / "empty").mkdir()
    assert salted.export_directory(gaussian, tmp_path / "empty", overlaps=False) == 3


def test_data_sets_without_structures_are_not_written(tmp_path):
    (tmp_path / "good.h5").write_text("precious")
    with pytest.raises(InvalidInput, match="no files"):
        cube_fit.import_grids([], tmp_path / "good.h5", SMOOTH)
    with pytest.raises(InvalidInput, match="no structures"), dataset_file.Writer(tmp_path / "good.h5", SMOOTH):
        pass
    assert (tmp_path / "good.h5").read_text() == "precious" and len(list(tmp_path.iterdir())) == 1


def test_grids_that_are_not_the_density_of_the_basis_are_questioned(tmp_path):
    _, grid = exact_grid(CELLS["cubic"], (36, 36, 36), True)
    write_cube(tmp_path / "a.cube", grid)
    imported = dict(output=tmp_path / "x.h5", basis=SMOOTH, periodic=True)
    with pytest.raises(InvalidInput, match=f"a.cube: 8 electrons .* holds {grid.electrons:.4f}"):
        cube_fit.import_grids([tmp_path / "a.cube"], electrons={"O": 6, "H": 1}, **imported)
    with pytest.raises(InvalidInput, match="no number for H; it has O"):
        cube_fit.import_grids([tmp_path / "a.cube"], electrons={"O": 6}, **imported)
    assert len(cube_fit.import_grids(str(tmp_path / "a.cube"), **imported)) == 1  # one file may stand alone
    few = {symbol: shells[:1] for symbol, shells in SMOOTH.items()}
    with pytest.warns(UserWarning, match="1 of 1 fits miss more than 10 % .*a.cube"):
        cube_fit.import_grids(tmp_path / "a.cube", **{**imported, "basis": few})


def test_missing_files_and_folders_are_named(tmp_path):
    for read in (lambda p: cube_fit.read_cube(p, True), cube_fit.read_chgcar, cp2k.read_basis_file, cp2k.total_energy, aims.read_folder,
                 dataset_file.read, lambda p: salted.import_directory(p, tmp_path / "x.h5")):
        with pytest.raises(InvalidInput, match="nowhere: there is no such") as raised:
            read(tmp_path / "nowhere")
        assert isinstance(raised.value, FileNotFoundError)
    with pytest.raises(InvalidInput, match="the folder .*nowhere is not there"):
        dataset_file.Writer(tmp_path / "nowhere" / "x.h5", SMOOTH)
    (tmp_path / "text.h5").write_text("no data")
    with pytest.raises(InvalidInput, match="text.h5: is no HDF5 file"):
        dataset_file.read(tmp_path / "text.h5")
    (tmp_path / "no.cube").write_text("title\n\n")
    with pytest.raises(InvalidInput, match="is no cube file"):
        cube_fit.read_cube(tmp_path / "no.cube", True)


def test_bases_that_cannot_be_fitted_are_refused():
    _, grid = exact_grid(CELLS["cubic"], (20, 20, 20), True)
    double = {**SMOOTH, "H": SMOOTH["H"][:1] * 2 + SMOOTH["H"][1:]}
    with pytest.raises(ValueError, match="linearly dependent"):
        cube_fit.fit_grid(grid, double)
    with pytest.raises(ValueError, match="no entry for O"):
        cube_fit.fit_grid(grid, {"H": SMOOTH["H"]})
    grid.values[0, 0, 0] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        cube_fit.fit_grid(grid, SMOOTH)
