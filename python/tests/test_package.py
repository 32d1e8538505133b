import ast
import os
import re
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
    with pytest.raises(rhofield.InvalidInput, match="1 or more"):
        rhofield.use_threads(0)
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


@pytest.fixture
def clone(tmp_path):
    """A folder in which documentation finds the sample and the structures."""
    for folder in ("tests", "examples"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    return tmp_path


def python_blocks(path):
    return re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_of_the_readme_runs(clone):
    printed = run_python(["-c", python_blocks(ROOT / "README.md")[0]], clone)
    assert 0 < float(printed.split()[0]) < 1  # % of the spread
    assert rhofield.read_cube(clone / "water.cube").values.max() > 1


def test_the_manual_runs_from_top_to_bottom(clone):
    run_python(["-c", "\n".join(python_blocks(ROOT / "docs" / "python.md"))], clone)
    assert rhofield.DataSet.read(clone / "one.h5", properties=["gap"])[0].property("gap") == 0.3
    assert len(rhofield.DataSet.read(clone / "predicted.h5")) == 3
    for name in ("report.html", "density.png", "CHGCAR", "water.cube", "curve.png"):
        assert (clone / name).stat().st_size > 1000, name


def test_the_manual_names_everything_public():
    manual = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    described = {"errors", "__version__"}  # by their own help; results are described where they come from
    missing = [name for name in rhofield.__all__ if name not in described and not isinstance(getattr(rhofield, name), type)
               and not re.search(rf"\b{name}\b", manual)]
    assert not missing


def run_python(arguments, folder):
    """What Python prints, with this package, in a folder."""
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True,
                          env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)})
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return done.stdout
