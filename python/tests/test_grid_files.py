import numpy as np
import pytest
from ase import Atoms
from ase.build import bulk
from ase.calculators.vasp import VaspChargeDensity
from ase.io.cube import read_cube_data
from conftest import BOHR

import rhofield

#: relative, digits of a cube file and of a CHGCAR
CUBE, CHGCAR = 1e-5, 1e-10


@pytest.fixture(scope="module")
def cell():
    """Rock salt of helium and neon, a skewed cell with positive values on a grid of unequal numbers."""
    atoms = bulk("NeHe", "rocksalt", a=4.2)
    atoms.positions += 0.3
    grid = rhofield.Grid.of_cell(atoms, (4, 5, 7))
    return atoms, grid, np.random.default_rng(0).uniform(0.01, 2.0, grid.counts)


def test_a_cube_is_read_again_and_by_ase(cell, tmp_path):
    atoms, grid, values = cell
    rhofield.write_cube(tmp_path / "d.cube", atoms, grid, values, comment="two atoms")
    read = rhofield.read_cube(tmp_path / "d.cube")
    np.testing.assert_allclose(read.values, values, rtol=CUBE)
    np.testing.assert_allclose(read.grid.steps, grid.steps, atol=1e-6)
    np.testing.assert_allclose(read.atoms.positions, atoms.positions, atol=1e-6)
    assert list(read.charges) == list(atoms.numbers) == list(read.atoms.numbers) and "two atoms" in read.comment
    by_ase, ase_atoms = read_cube_data(str(tmp_path / "d.cube"))
    np.testing.assert_array_equal(by_ase, read.values)
    np.testing.assert_allclose(ase_atoms.cell.array, atoms.cell.array, atol=1e-5)
    with pytest.raises(rhofield.InvalidInput, match="d.cube"):
        text = (tmp_path / "d.cube").read_text()
        (tmp_path / "d.cube").write_text(text[:len(text) // 2])
        rhofield.read_cube(tmp_path / "d.cube")


def test_a_cube_is_read_by_pymatgen(cell, tmp_path):
    common = pytest.importorskip("pymatgen.io.common")
    atoms, grid, values = cell
    rhofield.write_cube(tmp_path / "d.cube", atoms, grid, values)
    read = common.VolumetricData.from_cube(str(tmp_path / "d.cube"))
    np.testing.assert_array_equal(read.data["total"], rhofield.read_cube(tmp_path / "d.cube").values)
    np.testing.assert_allclose(read.structure.cart_coords, atoms.positions, atol=1e-5)


def test_a_chgcar_is_read_again_and_by_ase(cell, tmp_path):
    atoms, grid, values = cell
    rhofield.write_chgcar(tmp_path / "CHGCAR", atoms, grid, values)
    read = rhofield.read_chgcar(tmp_path / "CHGCAR")
    np.testing.assert_allclose(read.values, values, rtol=CHGCAR)
    assert read.atoms.pbc.all() and list(read.atoms.numbers) == list(atoms.numbers) and len(read.blocks) == 1
    by_ase = VaspChargeDensity(str(tmp_path / "CHGCAR"))
    np.testing.assert_allclose(by_ase.chg[0] * BOHR**3, values, rtol=CHGCAR)
    np.testing.assert_allclose(by_ase.atoms[0].get_scaled_positions(), atoms.get_scaled_positions(), atol=1e-8)
    rhofield.write_chgcar(tmp_path / "CHGCAR", atoms, grid, [values, 0.1 * values])
    np.testing.assert_allclose(rhofield.read_chgcar(tmp_path / "CHGCAR").blocks[1], 0.1 * values, rtol=CHGCAR)


def test_chgcar_and_locpot_are_read_by_pymatgen(cell, tmp_path):
    outputs = pytest.importorskip("pymatgen.io.vasp.outputs")
    atoms, grid, values = cell
    rhofield.write_chgcar(tmp_path / "CHGCAR", atoms, grid, values)
    chgcar = outputs.Chgcar.from_file(str(tmp_path / "CHGCAR"))
    # the file holds the density times the volume of the cell, in any unit of length
    np.testing.assert_allclose(chgcar.data["total"], values * atoms.get_volume() / BOHR**3, rtol=CHGCAR)
    np.testing.assert_allclose(chgcar.structure.frac_coords % 1, atoms.get_scaled_positions(), atol=1e-8)
    rhofield.write_locpot(tmp_path / "LOCPOT", atoms, grid, -values)
    hartree = 27.211386245988  # eV
    np.testing.assert_allclose(outputs.Locpot.from_file(str(tmp_path / "LOCPOT")).data["total"], -values * hartree, rtol=1e-9)
    np.testing.assert_allclose(rhofield.read_locpot(tmp_path / "LOCPOT").values, -values, rtol=CHGCAR)


def test_augmentation_of_a_template_is_kept(cell, tmp_path):
    atoms, grid, values = cell
    rhofield.write_chgcar(tmp_path / "CHGCAR", atoms, grid, values)
    occupancies = "augmentation occupancies 1 2\n  0.1000000E+01 -0.2000000E+00\naugmentation occupancies 2 1\n  0.5000000E+00\n"
    with open(tmp_path / "CHGCAR", "a") as file:
        file.write(occupancies)
    template = rhofield.read_chgcar(tmp_path / "CHGCAR")
    assert template.behind == [occupancies]
    rhofield.write_chgcar(tmp_path / "NEW", atoms, grid, 2 * values, template=template)
    assert (tmp_path / "NEW").read_text().endswith(occupancies)
    np.testing.assert_allclose(rhofield.read_chgcar(tmp_path / "NEW").values, 2 * values, rtol=CHGCAR)
    moved, other = atoms.copy(), atoms[::-1]
    moved.positions[1] += 0.01
    moved.positions[0] += atoms.cell.array[1]  # the same place
    with pytest.raises(rhofield.InvalidInput, match="atom 1 lies 0.0173 angstrom"):
        rhofield.write_chgcar(tmp_path / "NEW", moved, grid, values, template=template)
    with pytest.raises(rhofield.InvalidInput, match="in their order"):
        rhofield.write_chgcar(tmp_path / "NEW", other, grid, values, template=template)
    with pytest.raises(rhofield.InvalidInput, match="2 blocks"):
        rhofield.write_chgcar(tmp_path / "NEW", atoms, grid, [values, values], template=template)


def test_a_molecule_gets_a_box(tmp_path):
    atoms = Atoms("HeH", [[0, 0, 0], [0, 0, 1.0]])
    grid = rhofield.Grid.around(atoms, spacing=0.5, margin=2.0)
    rhofield.write_chgcar(tmp_path / "CHGCAR", atoms, grid, np.ones(grid.counts))
    read = rhofield.read_chgcar(tmp_path / "CHGCAR")
    np.testing.assert_allclose(read.atoms.positions, atoms.positions - grid.origin, atol=1e-8)
    np.testing.assert_allclose(read.atoms.cell.array, grid.steps * np.array(grid.counts)[:, None], atol=1e-8)
    with pytest.raises(rhofield.InvalidInput, match="the grid spans"):
        rhofield.write_chgcar(tmp_path / "CHGCAR", bulk("He", "fcc", a=3.0), grid, np.ones(grid.counts))
