"""Energies, potentials and starting guesses from predicted densities, with PySCF.

From a density rho (coefficients of a data set), without a self-consistent field:

    F[rho] = h + J[rho] + v_xc[rho]   ->   orbitals, density matrix D'   (one diagonalisation)

    Harris-Foulkes   E = tr D' F - 1/2 (rho|rho) - int v_xc rho + E_xc[rho] + E_nn          (Harris, Phys. Rev. B 31, 1770
    new orbitals     E = E[D'], the full functional of the new density matrix                (1985); Foulkes, Haydock 1989)

Both are second order in the error of rho; E[D'] is an upper bound of the self-consistent energy in exact arithmetic.

Hybrid functionals need a density matrix D for their exact exchange, which a density does not have. It comes from one more
diagonalisation: first F with a semilocal functional gives D; then F with the hybrid's own semilocal part at rho and a K[D] gives
D'. J and the semilocal part stay at the predicted density; `exchange_steps` repeats the second step (each costs one K and a
diagonalisation, no J and no quadrature). Closed shells, Gaussian bases, molecules.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from pyscf import df, gto, scf
from pyscf.dft import KohnShamDFT

from .dataset_file import Basis, function_charges
from .errors import InvalidInput
from .pyscf import _BLOCK, atomic_numbers, auxiliary_of, is_cell, to_pyscf_order

_POINTS = 4000  # grid points at once
_MISSING = 0.5  # e: beyond, a density belongs to something else
_DIFFERENCE = 0.02  # bohr, between values that make a gradient: single precision allows no less


class PredictedDensity:
    """A density given by coefficients, on the atoms of a PySCF molecule.

    >>> rho = PredictedDensity(mean_field.mol, basis, coefficients)
    >>> rho.coulomb_matrix(), rho.hartree_energy()
    """

    def __init__(self, molecule: gto.Mole, basis: Basis, coefficients: np.ndarray):
        if is_cell(molecule):
            raise NotImplementedError("energies from predicted densities are for molecules")
        if molecule.cart:
            raise InvalidInput("Cartesian orbitals are not supported: build the molecule with cart=False")
        self.molecule = molecule
        self.aux = auxiliary_of(molecule, basis)
        self.coefficients = to_pyscf_order(self.aux, coefficients)  # [function], PySCF's order

    def coulomb_matrix(self) -> np.ndarray:
        """J_uv = sum_i (uv|i) c_i [orbital, orbital], hartree."""
        mol, aux, location = self.molecule, self.aux, self.aux.ao_loc_nr()
        packed, first = np.zeros(mol.nao * (mol.nao + 1) // 2), 0
        while first < aux.nbas:
            last = first + 1
            while last < aux.nbas and location[last + 1] - location[first] <= _BLOCK:
                last += 1
            three = df.incore.aux_e2(mol, aux, "int3c2e", aosym="s2ij",
                                     shls_slice=(0, mol.nbas, 0, mol.nbas, first, last))
            packed += three @ self.coefficients[location[first]:location[last]]
            first = last
        lower = np.tril_indices(mol.nao)
        matrix = np.zeros((mol.nao, mol.nao))
        matrix[lower] = packed
        return matrix + np.tril(matrix, -1).T

    def hartree_energy(self) -> float:
        """1/2 (rho|rho), hartree."""
        return float(0.5 * self.coefficients @ self.aux.intor("int2c2e") @ self.coefficients)

    def values(self, points: np.ndarray, gradients: bool = False) -> np.ndarray:
        """rho at points [point, xyz] (bohr): [1, point], with gradients [4, point] as rho, x, y, z."""
        if gradients:
            return np.einsum("xgi,i->xg", self.aux.eval_gto("GTOval_sph_deriv1", points), self.coefficients)
        return (self.aux.eval_gto("GTOval_sph", points) @ self.coefficients)[None]

    def exchange_correlation(self, mean_field: Any, xc: str) -> tuple[np.ndarray, float, float]:
        """v_xc [orbital, orbital], E_xc and int v_xc rho (hartree) of a semilocal functional, or of a hybrid's semilocal part.

        On the grid of the mean field. A fitted density may be slightly negative far out, where it counts as zero.
        """
        numint, mol, grids = mean_field._numint, self.molecule, mean_field.grids
        kind = numint._xc_type(xc)
        if kind not in ("HF", "LDA", "GGA"):
            raise NotImplementedError(f"{xc} is of type {kind}; a density alone gives LDA and GGA (and hybrids of them)")
        matrix, energy, trace = np.zeros((mol.nao, mol.nao)), 0.0, 0.0
        if kind == "HF":
            return matrix, energy, trace
        gradients = kind == "GGA"
        if grids.coords is None:
            grids.build()
        for start in range(0, len(grids.weights), _POINTS):
            points, weights = grids.coords[start:start + _POINTS], grids.weights[start:start + _POINTS]
            rho = self.values(points, gradients)
            rho[:, rho[0] < 0] = 0
            energies, potential = numint.eval_xc_eff(xc, rho if gradients else rho[0], deriv=1, xctype=kind)[:2]
            weighted = weights * np.asarray(potential).reshape(rho.shape)
            energy += float(weights @ (rho[0] * energies))
            trace += float((weighted * rho).sum())
            weighted[0] *= 0.5
            orbitals = mol.eval_gto("GTOval_sph_deriv1" if gradients else "GTOval_sph", points)
            orbitals = orbitals if gradients else orbitals[None]
            matrix += orbitals[0].T @ np.einsum("xgu,xg->gu", orbitals, weighted, optimize=True)
        return matrix + matrix.T, energy, trace


class SampledDensity(PredictedDensity):
    """A density that is known by its values at points - of a real-space model, say -, on the atoms of a PySCF molecule.

    >>> rho = SampledDensity(mean_field, lambda points: model.at_points(atoms, points * BOHR))
    >>> step = one_step_from(mean_field, rho)

    mean_field  dft.RKS, which says the level and is not run; its grid is what the density is integrated on
    values      points [point, xyz] (bohr) to values [point], e/bohr^3; scaled to the electrons of the molecule
    auxbasis    what the difference to superposed atoms is fitted in, by least squares on the grid, for its Coulomb matrix only

    `scaled` is the number that the values were multiplied with, `fit_error` int |difference - fit| / N_e.
    """

    def __init__(self, mean_field: Any, values: Callable[[np.ndarray], np.ndarray], auxbasis: Any = "def2-universal-jfit"):
        self.molecule, self._mean_field, self._given, self.scaled = mean_field.mol, mean_field, values, 1.0
        if is_cell(self.molecule) or self.molecule.cart:
            raise NotImplementedError("energies from predicted densities are for molecules, with cart=False")
        self.aux = df.addons.make_auxmol(self.molecule, auxbasis)
        self._atoms = mean_field.get_init_guess(self.molecule, "minao")
        grids = mean_field.grids
        if grids.coords is None:
            grids.build()
        on_grid = self.values(grids.coords)[0]
        count = float(grids.weights @ on_grid)
        if not abs(count - self.molecule.nelectron) <= 0.05 * self.molecule.nelectron:
            raise InvalidInput(f"the density integrates to {count:.3f} electrons on the grid, the molecule has {self.molecule.nelectron}: is it of "
                               "this molecule and these cores, in e/bohr^3 at points in bohr?")
        self.scaled = self.molecule.nelectron / count
        self.coefficients, self.fit_error = self._fit_difference(mean_field._numint, grids, self.scaled * on_grid)

    def values(self, points: np.ndarray, gradients: bool = False) -> np.ndarray:
        """rho at points [point, xyz] (bohr): [1, point], with gradients (central differences) [4, point]."""
        rho = [self._given(points)]
        if gradients:
            rho += [(self._given(points + h) - self._given(points - h)) / (2 * _DIFFERENCE) for h in _DIFFERENCE * np.eye(3)]
        return self.scaled * np.asarray(rho)

    def _fit_difference(self, numint: Any, grids: Any, on_grid: np.ndarray) -> tuple[np.ndarray, float]:
        """Coefficients [function] of rho less superposed atoms, with its charge; int |what is left of it| / N_e."""
        size, blocks = self.aux.nao, range(0, len(grids.weights), _POINTS)
        matrix, right, charges = np.zeros((size, size)), np.zeros(size), np.zeros(size)
        differences, target = [], 0.0
        for start in blocks:
            points, weights = grids.coords[start:start + _POINTS], grids.weights[start:start + _POINTS]
            functions = self.aux.eval_gto("GTOval_sph", points)
            atoms = numint.eval_rho(self.molecule, numint.eval_ao(self.molecule, points), self._atoms)
            differences.append(on_grid[start:start + _POINTS] - atoms)
            target += float(weights @ differences[-1])  # of ions, and of atoms whose guess is not neutral
            weighted = functions * weights[:, None]
            matrix += weighted.T @ functions
            right += weighted.T @ differences[-1]
            charges += weighted.sum(axis=0)
        matrix[np.diag_indices(size)] += 1e-8 * np.trace(matrix) / size
        free, direction = np.linalg.solve(matrix, np.stack([right, charges], 1)).T
        found = free + (target - free @ charges) / (direction @ charges) * direction
        left = sum(float(grids.weights[start:start + _POINTS] @ np.abs(
            difference - self.aux.eval_gto("GTOval_sph", grids.coords[start:start + _POINTS]) @ found))
            for start, difference in zip(blocks, differences))
        return found, left / self.molecule.nelectron

    def coulomb_matrix(self) -> np.ndarray:
        return super().coulomb_matrix() + self._mean_field.get_j(self.molecule, self._atoms)

    def hartree_energy(self) -> float:
        own = self._mean_field.get_j(self.molecule, self._atoms)
        cross = np.einsum("uv,vu->", super().coulomb_matrix(), self._atoms)
        return float(super().hartree_energy() + cross + 0.5 * np.einsum("uv,vu->", own, self._atoms))


@dataclasses.dataclass
class OneStep:
    """Result of one_step; energies in hartree."""

    energy: float  # full functional of density_matrix
    harris_foulkes: float  # first-order energy around the predicted density
    density_matrix: np.ndarray  # [orbital, orbital], of the last diagonalisation
    guess: np.ndarray  # [orbital, orbital], of the first diagonalisation: without any exact exchange
    orbital_energies: np.ndarray  # [orbital]
    orbital_coefficients: np.ndarray  # [orbital, molecular orbital]
    band_gap: float  # of the last diagonalisation


def _exact_exchange(mean_field: Any, matrix: np.ndarray) -> np.ndarray:
    """The exact-exchange part of the Fock matrix, -1/2 (a K + (b - a) K_erf), of Kohn-Sham or Hartree-Fock."""
    molecule = mean_field.mol
    if not isinstance(mean_field, KohnShamDFT):
        return -0.5 * mean_field.get_k(molecule, matrix)
    omega, long_range, fraction = mean_field._numint.rsh_and_hybrid_coeff(mean_field.xc, spin=0)
    potential = -0.5 * fraction * mean_field.get_k(molecule, matrix) if fraction else np.zeros_like(matrix)
    if omega:
        potential = potential - 0.5 * (long_range - fraction) * mean_field.get_k(molecule, matrix, omega=omega)
    return potential


def _check(mean_field: Any) -> None:
    restricted = isinstance(mean_field, scf.hf.RHF) and not isinstance(mean_field, scf.rohf.ROHF)  # RKS is an RHF here
    if mean_field.mol.spin != 0 or not restricted:
        raise NotImplementedError(f"energies from predicted densities are for closed shells: use RKS or RHF, not {type(mean_field).__name__}")
    if isinstance(mean_field, KohnShamDFT) and mean_field.do_nlc():
        raise NotImplementedError(f"{mean_field.xc} has non-local correlation, which is not evaluated from predicted densities")


def _check_electrons(molecule: gto.Mole, basis: Basis, coefficients: np.ndarray) -> None:
    """The energy is second order in the error of a density with the right number of electrons, and wrong with another."""
    count = float(function_charges(basis, atomic_numbers(molecule)) @ np.asarray(coefficients, float))
    if not abs(count - molecule.nelectron) <= _MISSING:
        raise InvalidInput(f"the density has {count:.4f} electrons, the molecule {molecule.nelectron}; impose their number, "
                           f"model.predict(atoms, electrons={molecule.nelectron}), and give the density of this charge and these cores")


class _First(NamedTuple):
    """What the first diagonalisation needs, and what it is made of."""

    reference: Any  # the mean field, or for Hartree-Fock a Kohn-Sham one with its grid and quadrature
    xc: str  # of the level
    hybrid: bool
    fixed: np.ndarray  # h + J [orbital, orbital]
    semilocal: tuple[np.ndarray, float, float]  # v_xc, E_xc, int v_xc rho of the first functional


def _first_step(mean_field: Any, density: PredictedDensity, semilocal: str) -> _First:
    _check(mean_field)
    molecule = mean_field.mol
    kohn_sham = isinstance(mean_field, KohnShamDFT)
    reference = mean_field if kohn_sham else molecule.RKS(xc=semilocal)
    xc = mean_field.xc if kohn_sham else "hf"
    hybrid = not kohn_sham or reference._numint.libxc.is_hybrid_xc(xc)
    fixed = mean_field.get_hcore(molecule) + density.coulomb_matrix()
    return _First(reference, xc, hybrid, fixed, density.exchange_correlation(reference, semilocal if hybrid else xc))


def _diagonalise(mean_field: Any, fock: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Orbital energies, orbitals, occupation, density matrix."""
    energies, orbitals = mean_field.eig(fock, mean_field.get_ovlp(mean_field.mol))
    occupation = mean_field.get_occ(energies, orbitals)
    return energies, orbitals, occupation, np.asarray(mean_field.make_rdm1(orbitals, occupation))


def _density_of(mean_field: Any, basis: Basis, coefficients: np.ndarray) -> PredictedDensity:
    _check(mean_field)
    density = PredictedDensity(mean_field.mol, basis, coefficients)
    _check_electrons(mean_field.mol, basis, coefficients)
    return density


def one_step(mean_field: Any, basis: Basis, coefficients: np.ndarray, exchange_steps: int = 2, semilocal: str = "pbe") -> OneStep:
    """Energies of a molecule from a predicted density; the mean field (dft.RKS, scf.RHF) says the level and is not run.

    >>> prediction = model.predict(atoms, electrons=mean_field.mol.nelectron)
    >>> one_step(mean_field, model.basis, prediction.coefficients[0]).energy

    basis, coefficients: of a model or a data set, atoms in the order of mean_field.mol.
    exchange_steps: for hybrids, diagonalisations with exact exchange (1 or more); ignored for semilocal functionals.
    semilocal: for hybrids, the functional of the first diagonalisation, which gives the exchange its first density matrix.
    """
    return one_step_from(mean_field, _density_of(mean_field, basis, coefficients), exchange_steps, semilocal)


def one_step_from(mean_field: Any, density: PredictedDensity, exchange_steps: int = 2, semilocal: str = "pbe") -> OneStep:
    """one_step from a density that is there: a PredictedDensity, or a SampledDensity of a real-space model.

    The density of the new orbitals is most often better than the one that made them, and a mixture of both better still: what
    one of them has too much the other has too little of (docs/real_space.md).
    """
    first = _first_step(mean_field, density, semilocal)
    hybrid, xc = first.hybrid, first.xc
    if hybrid and exchange_steps < 1:
        raise InvalidInput(f"{xc} needs at least one step with exact exchange, got exchange_steps = {exchange_steps}")
    potential, exc, trace = first.semilocal
    fock = first.fixed + potential
    energies, orbitals, occupation, matrix = _diagonalise(mean_field, fock)
    guess, double_counting = matrix, 0.0
    if hybrid:
        potential, exc, trace = density.exchange_correlation(first.reference, xc)
        for _ in range(exchange_steps):
            exchange = _exact_exchange(mean_field, matrix)
            double_counting = -0.5 * float(np.einsum("uv,vu->", exchange, matrix))
            fock = first.fixed + potential + exchange
            energies, orbitals, occupation, matrix = _diagonalise(mean_field, fock)
    total = float(mean_field.energy_tot(matrix))
    constant = total - float(mean_field.energy_elec(matrix)[0])  # nuclei, and dispersion where the mean field has it
    harris = float(np.einsum("uv,vu->", fock, matrix)) - density.hartree_energy() - trace + exc + double_counting + constant
    empty = energies[occupation == 0]
    gap = float(empty.min() - energies[occupation > 0].max()) if len(empty) else np.inf
    return OneStep(total, harris, matrix, guess, energies, orbitals, gap)


def initial_guess(mean_field: Any, basis: Basis, coefficients: np.ndarray, semilocal: str = "pbe") -> np.ndarray:
    """A density matrix to start the SCF from: mean_field.kernel(dm0=initial_guess(...)).

    One diagonalisation; hybrids and Hartree-Fock take the semilocal functional for it, so that no exact exchange is built.
    """
    first = _first_step(mean_field, _density_of(mean_field, basis, coefficients), semilocal)
    return _diagonalise(mean_field, first.fixed + first.semilocal[0])[3]
