#!/usr/bin/env python3
"""A data set of distorted water molecules, calculated and fitted with PySCF: energies, densities and, if wanted, responses.

    water_molecules.py OUT.h5 [--count 40] [--seed 2] [--response]

PBE0/aug-cc-pVDZ, densities fitted in aug-cc-pvdz-jkfit in the Coulomb metric; bonds N(0.96, 0.05) angstrom, angles N(104.5, 8)
degrees, cut off at 0.85 to 1.15 angstrom and 80 to 129 degrees, random orientations. About a second each. Other molecules: give
rhofield.pyscf.write_dataset their converged calculations.
"""

import argparse

import numpy as np
from pyscf import dft, gto
from scipy.spatial.transform import Rotation

from rhofield import pyscf


def within(random, mean, deviation, low, high):
    """A normal random number between low and high."""
    while True:
        value = random.normal(mean, deviation)
        if low <= value <= high:
            return value


def water(random):
    """Positions of O, H, H [atom, xyz], angstrom."""
    bonds = [within(random, 0.96, 0.05, 0.85, 1.15) for _ in range(2)]
    half = np.radians(within(random, 104.5, 8.0, 80.0, 129.0)) / 2
    positions = np.array([[0, 0, 0], [bonds[0] * np.sin(half), 0, bonds[0] * np.cos(half)],
                          [-bonds[1] * np.sin(half), 0, bonds[1] * np.cos(half)]])
    return positions @ Rotation.random(random_state=random).as_matrix().T


def calculations(count, seed):
    """Converged calculations, one after the other."""
    random = np.random.default_rng(seed)
    for i in range(count):
        molecule = gto.M(atom=list(zip("OHH", water(random))), basis="aug-cc-pvdz", verbose=0)
        calculation = dft.RKS(molecule, xc="pbe0").density_fit()
        calculation.conv_tol = 1e-10
        calculation.kernel()
        print(f"{i}: {calculation.e_tot:.8f} hartree", flush=True)
        yield calculation


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--response", action="store_true", help="also responses to a field, from coupled-perturbed equations")
    options = parser.parse_args()
    pyscf.write_dataset(options.output, calculations(options.count, options.seed), "aug-cc-pvdz-jkfit", "OH", response=options.response,
                        error_level=2, title="distorted water molecules, PBE0/aug-cc-pVDZ")


if __name__ == "__main__":
    main()
