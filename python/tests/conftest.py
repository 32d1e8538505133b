"""What the tests share: the shipped sample of water molecules and a model trained on most of it."""

from __future__ import annotations

import os
from pathlib import Path

import matplotlib
import numpy as np
import pytest

import rhofield

matplotlib.use("Agg")
ROOT = Path(__file__).resolve().parents[2]
WATER = ROOT / "tests" / "data" / "water_monomers_60.h5"
BOHR = 0.529177210903  # angstrom, CODATA 2018
#: small enough to train in seconds, good enough that errors mean something
SMALL = {"model.environments": 40, "expansion.n_max": 6, "expansion.l_max": 4}


def gaussian(exponent):
    """A basis of one s function on helium and what it is: phi(r) = scale exp(-exponent r^2)."""
    scale = np.sqrt(4 * (2 * exponent) ** 1.5 / np.sqrt(np.pi)) / np.sqrt(4 * np.pi)
    return rhofield.Basis({"He": [(0, [exponent], [1.0])]}), scale


@pytest.fixture(scope="session")
def water() -> rhofield.DataSet:
    return rhofield.DataSet.read(WATER)


@pytest.fixture(scope="session")
def model(water: rhofield.DataSet) -> rhofield.Model:
    """Of the density and its response, trained on the first 48 molecules."""
    return rhofield.train(water, quantities="both", config=SMALL)


@pytest.fixture
def rotation() -> np.ndarray:
    """A proper rotation about no axis in particular."""
    q, r = np.linalg.qr(np.random.default_rng(7).normal(size=(3, 3)))
    q *= np.sign(np.diag(r))
    return q if np.linalg.det(q) > 0 else -q


@pytest.fixture(scope="session")
def program() -> str:
    """The command-line program, where the build made it."""
    path = os.environ.get("RHOFIELD_PROGRAM", "")
    if not path:
        pytest.skip("RHOFIELD_PROGRAM names no command-line program to compare with")
    return path
