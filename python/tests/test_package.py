import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import rhofield
from conftest import ROOT

PACKAGE = Path(rhofield.__file__).parent


def test_errors_are_pythons_own_too():
    assert issubclass(rhofield.InvalidInput, ValueError) and issubclass(rhofield.InvalidInput, rhofield.Error)
    assert issubclass(rhofield.OutOfMemory, MemoryError) and issubclass(rhofield.OutOfMemory, rhofield.DeviceError)
    assert issubclass(rhofield.NumericalFailure, ArithmeticError)
    assert rhofield.OutOfMemory("m", 5, 3).requested_bytes == 5


def test_devices_begin_with_the_cpu():
    first = rhofield.devices()[0]
    assert first.name == "cpu" == rhofield.Device("cpu").name and "cpu" in repr(first)
    rhofield.use_threads(1)
    assert rhofield.threads() == 1
    with pytest.raises(rhofield.InvalidInput, match="toaster"):
        rhofield.Device("toaster")


def test_types_are_shipped_for_the_extension():
    assert (PACKAGE / "py.typed").exists()
    stub = ast.parse((PACKAGE / "_core.pyi").read_text(encoding="utf-8"))
    names = {node.name for node in stub.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
    assert {"Device", "DataSet", "Model", "train", "density_on_grid"} <= names


def test_everything_public_is_documented_and_annotated():
    for name in rhofield.__all__:
        thing = getattr(rhofield, name)
        if callable(thing):
            assert thing.__doc__, name
            if not isinstance(thing, type) and thing.__module__ != "rhofield._core":
                assert "return" in thing.__annotations__, name


def test_the_package_is_a_program():
    done = subprocess.run([sys.executable, "-m", "rhofield", "report", "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "RUN.json" in done.stdout
    assert subprocess.run([sys.executable, "-m", "rhofield", "dance"], capture_output=True).returncode == 2


@pytest.mark.parametrize("example", sorted(path.name for path in (ROOT / "examples").glob("*.py")))
def test_examples_run(example, tmp_path):
    run_python([str(ROOT / "examples" / example)], tmp_path)


def test_the_example_of_the_readme_runs(tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = readme.split("## Python", 1)[1].split("```python", 1)[1].split("```", 1)[0]
    for folder in ("tests", "examples"):  # where it expects the sample and the structures
        (tmp_path / folder).symlink_to(ROOT / folder)
    printed = run_python(["-c", example], tmp_path)
    assert 0 < float(printed.split()[0]) < 1  # % of the spread
    assert rhofield.read_cube(tmp_path / "water.cube").values.max() > 1


def run_python(arguments, folder):
    """What Python prints, with this package, in a folder."""
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True,
                          env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)})
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return done.stdout
