import json
import signal
import subprocess
import threading

import numpy as np
import pytest
from conftest import SMALL, WATER

import rhofield


def test_the_default_split_holds_the_last_fifth_out(water, model):
    assert rhofield.split(water) == (list(range(48)), list(range(48, 60)))
    assert model.report.train == list(range(48)) and model.report.test == list(range(48, 60))
    train, test = rhofield.split(water, {"data.shuffle": 3, "data.train": 20})
    assert len(train) == 20 and len(test) == 12 and train != sorted(train) and not set(train) & set(test)


def test_errors_on_held_out_molecules_are_small(water, model):
    errors = rhofield.validate(model, water)
    # 100 % knows only the mean atom; 40 environments reach below 1 % (measured 0.2 and 0.1)
    assert 0 < errors.density.total_percent < 1.0
    assert 0 < errors.response.total_percent < 1.0
    assert errors.density.total_percent_of_norm < errors.density.total_percent
    assert list(errors.density.indices) == list(range(48, 60)) and len(errors.density.percent) == 12
    assert set(errors.density.percent_by_block) == {("H", 0), ("H", 1), ("H", 2), ("O", 0), ("O", 1), ("O", 2), ("O", 3)}
    assert model.report.solutions["density"].weights > 0 and errors.properties == {}


def test_validation_is_what_the_definition_says(water, model):
    errors = rhofield.validate(model, water, [50]).density
    atoms, reference = water[50].atoms, water[50].coefficients
    difference = model.predict(atoms).coefficients[0] - reference
    metric = rhofield.overlap_matrix(water.basis, atoms)
    percent = 100 * np.sqrt(difference @ metric @ difference / (reference @ metric @ reference))
    # both sum a hundred products in another order
    assert errors.percent_of_norm[0] == pytest.approx(percent, rel=1e-9)


def test_python_and_the_program_find_the_same_errors(program, tmp_path):
    options = ["--environments", "30", "--n-max", "5", "--l-max", "3", "--quantities", "both", "--train", "24"]
    done = subprocess.run([program, "train", str(WATER), "-o", str(tmp_path / "m.h5"), "--json", "--device", "cpu", *options],
                          check=True, capture_output=True, text=True)
    run = json.loads(done.stdout)
    config = {"model.environments": 30, "expansion.n_max": 5, "expansion.l_max": 3, "data.train": 24}
    data = rhofield.DataSet.read(WATER)
    model = rhofield.train(data, quantities="both", config=config, device="cpu")
    assert model.report.train == run["train"] and model.report.test == run["test"]
    errors = rhofield.validate(model, data, device="cpu")
    # the same library: only the order of sums may differ, with threads
    assert errors.density.total_percent == pytest.approx(run["density"]["errors"]["percent"], rel=1e-6)
    assert errors.response.total_percent == pytest.approx(run["response"]["errors"]["percent"], rel=1e-6)
    assert rhofield.Configuration(run["configuration"]).changes() == model.report.configuration.changes()
    read = rhofield.Model.read(tmp_path / "m.h5")
    np.testing.assert_allclose(read.predict(data[55].atoms, device="cpu").coefficients[0],
                               model.predict(data[55].atoms, device="cpu").coefficients[0], atol=1e-7)


def test_progress_sees_the_stages(water):
    seen = []
    rhofield.train(water, range(8), config=SMALL | {"model.environments": 10}, progress=lambda *what: seen.append(what))
    stages = [stage for stage, _, _ in seen]
    assert "direct solution" in stages and all(0 <= done <= total for _, done, total in seen)


def test_a_callback_that_returns_false_stops(water):
    with pytest.raises(rhofield.Interrupted):
        rhofield.train(water, range(20), config=SMALL, progress=lambda stage, done, total: stage != "normal equations")


def test_an_exception_of_the_callback_comes_out_as_it_was(water):
    def fail(stage, done, total):
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        rhofield.train(water, range(20), config=SMALL, progress=fail)
    with pytest.raises(ZeroDivisionError, match="mine"):
        rhofield.learning_curve(water, [20], train=range(20), test=[50], config=SMALL, progress=fail)


def test_control_c_stops_training_without_a_callback(water):
    """The signal arrives from another thread while the library computes."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # programs in the background ignore it
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            for _ in range(1000):  # one training may be over before the signal comes
                rhofield.train(water, config={"model.environments": 100})
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)


def test_other_threads_run_while_the_library_computes(water):
    count, stop = 0, threading.Event()

    def work():
        nonlocal count
        while not stop.wait(0.001):
            count += 1

    starts = {}
    thread = threading.Thread(target=work)
    thread.start()
    try:
        # after the last call of the callback there is no Python in the training to hand the lock over
        model = rhofield.train(water, range(40), quantities="response", config={"model.environments": 80},
                               progress=lambda stage, done, total: starts.update({stage: count}))
        ended = count
    finally:
        stop.set()
        thread.join()
    stage, seconds = model.report.seconds[-1]
    assert stage == "direct solution" and seconds > 0.02
    # it wakes up every millisecond; a quarter of these times are enough on a busy machine
    assert ended - starts[stage] > 0.25 * min(seconds, 0.2) / 0.004, "no other thread ran during the direct solution"


def test_learning_curve_falls(water):
    points = rhofield.learning_curve(water, [6, 24], train=range(24), test=range(48, 60), config=SMALL,
                                     regularisations=[1e-8, 1e-4])
    assert [(p["structures"], p["regularisation"]) for p in points] == [(6, 1e-8), (6, 1e-4), (24, 1e-8), (24, 1e-4)]
    assert points[2]["percent"] < points[0]["percent"] and points[2]["percent"] < points[3]["percent"]


def test_properties_are_trained_validated_and_cross_validated(water):
    names = ["energy", {"name": "polarizability", "kind": "symmetric_tensor"}, "dipole,baseline=none"]
    model = rhofield.train(water, properties=names, config=SMALL)
    assert sorted(model.properties) == ["dipole", "energy", "polarizability"] and model.quantities == []
    errors = rhofield.validate(model, water).properties
    assert errors["dipole"].percent < 5 and errors["polarizability"].percent < 5 and errors["energy"].percent < 10
    assert errors["dipole"].predicted[0].shape == (3,) and errors["polarizability"].reference[0].shape == (3, 3)
    prediction = model.predict([water[50].atoms, water[51].atoms], contributions=True)
    assert prediction.properties["energy"].shape == (2,)
    assert prediction.contributions["dipole"][0].shape == (3, 3)
    np.testing.assert_allclose(prediction.contributions["energy"][1].sum(), prediction.properties["energy"][1], rtol=1e-12)
    points = rhofield.cross_validate(water, range(30), properties="dipole", folds=3, regularisations=[1e-8, 1e2], config=SMALL)
    assert [p["regularisation"] for p in points] == [1e-8, 1e2] and points[0]["percent"] < points[1]["percent"]


def test_a_response_alone_is_learned_by_conjugate_gradients(water):
    config = SMALL | {"regression.solver": "conjugate_gradients", "regression.residual_tolerance": 1e-4}
    model = rhofield.train(water, range(14), quantities="response", config=config)
    solution = model.report.solutions["response"]
    assert model.quantities == ["response"] and solution.solver == "conjugate gradients" and solution.iterations
    residuals = [residual for _, residual, _, _ in solution.iterations]
    assert residuals[-1] <= 1e-4 < residuals[0]


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"config": {"expansion.cutof_angstrom": 4}}, "did you mean expansion.cutoff_angstrom"),
        ({"config": {"expansion": {"n_max": -1}}}, "n_max"),
        ({"config": {"model.zeta": "two"}}, "model.zeta"),
        ({"config": {"model.zeta": object()}}, "model.zeta: a object is no value"),
        ({"train": []}, "no training structures"),
        ({"train": [0, 60]}, "structure 60 does not exist; the data set has 60"),
        ({"train": [0, 0]}, "(?i)twice|once"),
        ({"properties": ["gap"]}, "gap"),
        ({"quantities": "energy"}, "quantities"),
        ({"quantities": "both", "properties": ["energy"]}, "properties"),
        ({"device": "gpu"}, "gpu"),
    ],
)
def test_wrong_choices_are_refused(water, arguments, message):
    with pytest.raises(rhofield.InvalidInput, match=message):
        rhofield.train(water, **arguments)


def test_a_device_that_is_not_there_is_said_to_be_missing(water):
    with pytest.raises(rhofield.BackendUnavailable, match="cuda:63"):
        rhofield.train(water, device="cuda:63")


def test_configurations_go_through_files_and_mappings(tmp_path):
    config = rhofield.Configuration({
        "expansion.cutoff_angstrom": 5, "model": {"zeta": 3}, "regression.solver": "direct",
        "densities": [{"kind": "long_range", "exponent": 1}],
        "descriptors": [{"densities": [0, 0]}, {"densities": [0, 1], "weight": 0.5}]})
    assert config.changes()["expansion.cutoff_angstrom"] == "5.0" and config.changes()["model.zeta"] == "3"
    config.write(tmp_path / "c.toml")
    for again in (rhofield.Configuration(tmp_path / "c.toml"), rhofield.Configuration(config.text()),
                  rhofield.Configuration(config)):
        assert again.text() == config.text()
    assert rhofield.Configuration().changes() == {} and rhofield.Configuration("model.zeta = 4").changes() == {"model.zeta": "4"}
    with pytest.raises(rhofield.InvalidInput, match="no such configuration file"):
        rhofield.Configuration(tmp_path / "missing.toml")


def test_structures_that_were_trained_on_are_not_tested_on_by_default(water):
    model = rhofield.train(water, range(60), config=SMALL)
    with pytest.raises(rhofield.InvalidInput, match="trained on 12 of the last 12"):
        rhofield.validate(model, water)
    assert rhofield.validate(model, water, [3]).density.total_percent > 0  # asked for, it is done
