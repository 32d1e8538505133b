import base64
import io
import json
import re

import matplotlib.image
import numpy as np
import pytest
from conftest import WATER

import rhofield
from rhofield import plot, report


def test_a_learning_curve_draws_its_points():
    points = [{"quantity": "density", "regularisation": eta, "structures": n, "percent": n**-0.5 * 10 * (1 + eta)}
              for eta in (0.1, 0.2) for n in (40, 10, 20)]
    ax = plot.learning_curve(points)
    assert [line.get_label() for line in ax.lines] == ["η = 0.1", "η = 0.2"]
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [(n, 11 * n**-0.5) for n in (10, 20, 40)])
    with pytest.raises(rhofield.InvalidInput):
        plot.learning_curve([])


def test_a_parity_plot_tells_the_error():
    ax = plot.parity([0.0, 1.0, 2.0], [0.0, 1.0, 5.0], unit="eV")
    assert any(text.get_text() == f"RMSE {np.sqrt(3):.3g} eV" for text in ax.texts)
    with pytest.raises(rhofield.InvalidInput, match="3 reference values and 2"):
        plot.parity([1, 2, 3], [1, 2])


def test_total_energies_are_shown_less_their_middle():
    ax = plot.parity([-76.354, -76.350], [-76.353, -76.351], label="energy", unit="hartree")
    assert ax.get_xlabel() == "reference energy + 76.352, hartree"
    np.testing.assert_allclose(ax.collections[0].get_offsets(), [[-0.002, -0.001], [0.002, 0.001]], atol=1e-12)


def test_errors_stand_against_what_was_expected():
    ax = plot.uncertainty([1.0, 2.0, 10.0], [-1.0, 4.0, 10.0], unit="e")
    assert any(text.get_text() == f"standardised {np.sqrt(2):.2f}" for text in ax.texts)
    np.testing.assert_array_equal(ax.collections[0].get_offsets(), [[1, 1], [2, 4], [10, 10]])
    with pytest.raises(rhofield.InvalidInput, match="2 expected errors and 1"):
        plot.uncertainty([1, 2], [1])


def test_bars_are_the_errors_by_element_and_order():
    ax = plot.errors_by_block({("H", 0): 3.0, ("O", 0): 5.0, ("O", 1): 7.0})
    assert [bar.get_height() for bar in ax.patches] == [3.0, 5.0, 7.0]
    # ("O", 1) stands at order 1, right of its middle as the second of two elements
    assert 1.0 < ax.patches[2].get_x() + 0.5 * ax.patches[2].get_width() < 1.5


def test_a_slice_shows_the_density_of_its_plane(water):
    atoms, c = water[0].atoms, water[0].coefficients
    ax = plot.density_slice(water.basis, atoms, c, normal="z", centre=[0, 0, 0.3], spacing=0.2)
    mesh = ax.collections[0]
    corners = mesh.get_coordinates()
    values = np.asarray(mesh.get_array()).reshape(corners.shape[:2])
    # normal z: the plane's directions are x and y
    where = corners[3, 7]
    origin = np.array([0, 0, 0.3])
    expected = rhofield.density_at(water.basis, atoms, c, origin + [where[0], where[1], 0.0])
    assert values[3, 7] == pytest.approx(max(float(expected), mesh.norm.vmin), rel=1e-10)


def test_a_molecule_lies_in_its_own_plane(water):
    ax = plot.difference_slice(water.basis, water[0].atoms, water[0].coefficients, 0 * water[0].coefficients, spacing=0.2)
    assert sorted(text.get_text() for text in ax.texts) == ["H", "H", "O"]
    low, high = ax.collections[0].get_clim()
    assert low == -high < 0


@pytest.fixture(scope="module")
def run(model, tmp_path_factory):
    """The record of a training as the program writes it, its files beside it."""
    folder = tmp_path_factory.mktemp("run")
    model.write(folder / "w.model.h5")
    record = {"data": str(WATER), "model": "w.model.h5", "train": list(range(48)), "test": list(range(48, 60)),
              "configuration": model.report.configuration.text(), "seconds_by_stage": [{"stage": "solving", "seconds": 1.5}],
              "density": {"weights": 7, "regularisation": 1e-8, "solver": "conjugate gradients",
                          "convergence": [{"iteration": 0, "relative_residual": 1.0}, {"iteration": 1, "relative_residual": 0.1}]}}
    (folder / "run.json").write_text(json.dumps(record))
    return folder


def pictures(html):
    return [matplotlib.image.imread(io.BytesIO(base64.b64decode(text)))
            for text in re.findall(r'src="data:image/png;base64,([^"]+)"', html)]


def test_a_report_of_a_run_is_one_page_with_everything(run, model, water, capsys):
    page = run / "r.html"
    assert report.main([str(run / "run.json"), "-o", str(page), "--sizes", "24,48"]) == 0
    assert str(page) in capsys.readouterr().out
    html = page.read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!data:)', html) and "<script" not in html
    shown = pictures(html)
    # convergence, two curves, parity, blocks, two slices; parity and blocks of the response
    assert len(shown) == 9
    assert all(picture.shape[0] > 200 and picture[..., :3].std() > 0.05 for picture in shown)
    errors = rhofield.validate(model, water)
    worst = int(errors.density.indices[np.argmax(errors.density.percent)])
    assert f"structure {worst} (H2O)" in html
    for word in (f"{errors.density.total_percent:.4g}", f"{errors.response.polarizability_percent:.4g}", "solving",
                 "model.environments", "0-47", "48-59", "conjugate gradients"):
        assert word in html, word


def test_a_report_of_a_model_and_data_needs_no_training(run):
    page = run / "m.html"
    assert report.main([str(run / "w.model.h5"), str(WATER), "-o", str(page), "--no-curve", "--test", "50-53"]) == 0
    html = page.read_text(encoding="utf-8")
    assert "50-53" in html and "Learning curve" not in html


def test_a_report_names_the_file_that_cannot_be_written(model, water):
    with pytest.raises(rhofield.InvalidInput, match="cannot write nowhere/report.html: the folder nowhere"):
        report.write("nowhere/report.html", model, water)


def test_a_report_of_properties_shows_their_errors(water):
    model = rhofield.train(water, properties=["dipole"], config={"model.environments": 20, "expansion.n_max": 4})
    html = report.page(model, water, curve=[10, 40], title="<dipoles>")
    assert "&lt;dipoles&gt;" in html and "Errors of dipole" in html and "RMSE" in html and len(pictures(html)) == 2
    error = rhofield.validate(model, water).properties["dipole"]
    assert f"{error.rmse:.4g}" in html


def test_a_report_of_a_committee_shows_standardised_errors(water):
    config = {"model.environments": 15, "expansion.n_max": 4, "expansion.l_max": 3, "regression.committee": 8}
    model = rhofield.train(water, range(20), config=config)
    html = report.page(model, water, test=range(40, 50), curve=False)
    found = rhofield.validate_uncertainty(model, water, range(40, 50))
    assert "Uncertainty of the density" in html and f"{found.standardised:.4g}" in html
    assert len(pictures(html)) == 5


@pytest.mark.parametrize("arguments, message", [
    (["missing.json"], "missing.json"),
    (["run.txt"], "is no JSON"),
    (["other.json"], "is no record of a training"),
    (["run.json", "--test", "3"], "leave"),
    (["a", "b", "c"], "RUN.json, or MODEL and DATA"),
    (["run.json", "-o", "w.model.h5"], "would replace"),
    (["run.json", "-o", "nowhere/r.html"], "the folder nowhere is not there"),
    (["run.json", "--sizes", "many"], "--sizes many"),
    (["w.model.h5"], "w.model.h5: is no text.*MODEL and DATA"),
])
def test_wrong_reports_are_refused_with_code_2(run, arguments, message, capsys, monkeypatch):
    monkeypatch.chdir(run)
    (run / "run.txt").write_text("text")
    (run / "other.json").write_text("{}")
    assert report.main(arguments) == 2
    assert re.search(message, capsys.readouterr().err)
