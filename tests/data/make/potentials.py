"""Prints the potentials of tests/reference/potential_test.cpp, computed by PySCF (libcint).   usage: potentials.py

The density has the basis and structure of `water_dimer` in gaussian_integrals.h5 and the coefficients
c_f = cos(3 f + 1) / (f + 1); points are point charges, Gaussians with an exponent of 1e16. The first derivative of a
two-centre Coulomb integral with respect to the first function is the gradient of the potential."""
from pathlib import Path

import h5py
import numpy as np
from ase.data import chemical_symbols
from pyscf import gto

POINTS = np.array([[0.0, 0.0, 0.0], [1.0, -2.0, 0.5], [-3.0, 1.5, 2.0], [6.0, 0.3, -0.7], [0.2, 14.0, -9.0],
                   [-60.0, 25.0, 40.0]])

with h5py.File(Path(__file__).parents[1] / "gaussian_integrals.h5") as file:
    group = file["water_dimer"]
    numbers, positions = group["numbers"][()], group["positions"][()]
    basis, order = {}, []
    for symbol, item in group["basis"].items():
        offset, a, c = (item[key][()] for key in ("primitive_offset", "exponent", "coefficient"))
        # PySCF multiplies by the norm of each primitive and normalises the contraction, which ours is already.
        basis[symbol] = [[int(l)] + [[a[p], c[p] / gto.gto_norm(int(l), a[p])] for p in range(offset[s], offset[s + 1])]
                         for s, l in enumerate(item["shell_l"][()])]
molecule = gto.M(atom=[[chemical_symbols[z], r] for z, r in zip(numbers, positions)], basis=basis, unit="bohr",
                 spin=None, verbose=0)
for shell in range(molecule.nbas):  # p functions stand as x, y, z there, as y, z, x here
    first = molecule.ao_loc_nr()[shell]
    l = molecule.bas_angular(shell)
    order += [first + 1, first + 2, first] if l == 1 else list(range(first, first + 2 * l + 1))
assert all(molecule.bas_nctr(shell) == 1 for shell in range(molecule.nbas))
charges = gto.fakemol_for_charges(POINTS)
f = np.arange(molecule.nao)
c = np.cos(3 * f + 1) / (f + 1)
potential = c @ gto.intor_cross("int2c2e", molecule, charges)[order]
gradient = np.einsum("f,xfp->px", c, gto.intor_cross("int2c2e_ip1", molecule, charges, comp=3)[:, order])
for r, v, g in zip(POINTS, potential, gradient):
    print("{" + ", ".join(f"{x:.16g}" for x in (*r, v, *g)) + "},")
