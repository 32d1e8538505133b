"""Data sets from PySCF: densities of molecules and cells and their response to a field, fitted in a Gaussian basis.

rho(r) ~ sum_i c_i phi_i(r) minimises (rho - rho_fit | w | rho - rho_fit) with w = delta(r - r') (overlap) or 1/|r - r'|
(Coulomb), under sum_i c_i int phi_i = N (Lagrange multiplier): c = W^-1 (b + lambda q). Whitten, J. Chem. Phys. 58, 4496
(1973); Dunlap, Connolly, Sabin, J. Chem. Phys. 71, 3396 (1979).

What this package calls a basis and the order of its functions is in rhofield.dataset_file; energies from predicted
densities are in rhofield.energies. Everything in atomic units.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Iterable, Sequence

import numpy as np
import scipy.linalg
from pyscf import df, dft, gto
from pyscf.lib.exceptions import BasisNotFoundError
from pyscf.pbc import gto as pbc_gto
from pyscf.scf import cphf

from .basis import Basis as PackageBasis
from .dataset_file import Basis, Writer, function_charges, is_basis, moment, plain, shell, symbols_of
from .errors import InvalidInput

_BLOCK = 240  # fitting functions whose three-centre integrals are in memory at once: 240 nao^2 / 2 numbers


def is_cell(molecule: gto.MoleBase) -> bool:
    return isinstance(molecule, pbc_gto.Cell)


def basis_of(symbols: Iterable[str], auxbasis: Any) -> Basis:
    """The fitting basis `auxbasis` (a name, or PySCF's form of a basis) for these elements."""
    basis: Basis = {}
    for symbol in sorted(set(symbols)):
        atom = gto.M(atom=[(symbol, (0.0, 0.0, 0.0))], spin=None, verbose=0)
        try:
            aux = df.addons.make_auxmol(atom, auxbasis)
        except BasisNotFoundError:
            raise InvalidInput(f"PySCF knows no fitting basis {auxbasis!r} of {symbol}; give another name, or a Basis") from None
        shells = [shell(aux.bas_angular(s), aux.bas_exp(s), radial) for s in range(aux.nbas) for radial in aux._libcint_ctr_coeff(s).T]
        basis[symbol] = sorted(shells, key=lambda item: item.l)
    return basis


def auxiliary_molecule(basis: Basis, numbers: Sequence[int], positions: np.ndarray, cell: np.ndarray | None = None) -> gto.MoleBase:
    """A PySCF molecule (cell) whose orbitals are the functions of `basis`; positions and cell in bohr.

    basis: of a model or data set (rhofield.Basis), or that of rhofield.dataset_file.
    """
    basis = plain(basis)
    for symbol in set(symbols_of(numbers)):
        if symbol not in basis:
            raise InvalidInput(f"the fitting basis has no entry for {symbol}; it has {', '.join(sorted(basis))}")
        if any(s.exponents is None for s in basis[symbol]):
            raise InvalidInput(f"the functions of {symbol} are numerical; PySCF needs Gaussians")
    aux = gto.Mole() if cell is None else pbc_gto.Cell()
    aux.atom = [(symbol, tuple(map(float, r))) for symbol, r in zip(symbols_of(numbers), positions)]
    # PySCF's coefficients are those of normalised primitives
    aux.basis = {symbol: [[s.l] + [[float(a), float(c * np.sqrt(moment(2 * s.l + 2, 2 * a)))] for a, c in zip(s.exponents, s.coefficients)]
                          for s in shells] for symbol, shells in basis.items() if shells}
    aux.unit, aux.verbose, aux.spin, aux.cart = "B", 0, None, False
    if cell is not None:
        aux.a, aux.precision = np.asarray(cell, float), 1e-12
    aux.build(dump_input=False, parse_arg=False)
    return aux


def auxiliary_of(molecule: gto.MoleBase, basis: Basis) -> gto.MoleBase:
    """The fitting functions on the atoms of a PySCF molecule or cell."""
    cell = molecule.lattice_vectors() if is_cell(molecule) else None
    return auxiliary_molecule(basis, atomic_numbers(molecule), molecule.atom_coords(), cell)


def atomic_numbers(molecule: gto.MoleBase) -> np.ndarray:
    """Atomic numbers, of the elements also where core electrons are left to a pseudopotential [atom]."""
    return np.array([gto.charge(molecule.atom_symbol(a)) for a in range(molecule.natm)])


def file_order(aux: gto.MoleBase) -> np.ndarray:
    """Indices that take PySCF's order of functions to that of data sets: coefficients[file_order(aux)]."""
    location, order = aux.ao_loc_nr(), []
    for atom in range(aux.natm):
        for s in sorted(aux.atom_shell_ids(atom), key=aux.bas_angular):
            l = aux.bas_angular(s)
            block = np.arange(location[s], location[s + 1]).reshape(-1, 2 * l + 1)
            order.append((block[:, [1, 2, 0]] if l == 1 else block).ravel())  # PySCF has p as x, y, z
    return np.concatenate(order or [np.zeros(0, int)])


def to_pyscf_order(aux: gto.MoleBase, coefficients: np.ndarray) -> np.ndarray:
    """Coefficients [..., function] of a data set in the order of PySCF."""
    coefficients = np.asarray(coefficients, float)
    if coefficients.shape[-1] != aux.nao:
        raise InvalidInput(f"{coefficients.shape[-1]} coefficients for {aux.nao} functions; are these the basis and the atoms they belong to?")
    out = np.empty_like(coefficients)
    out[..., file_order(aux)] = coefficients
    return out


@dataclasses.dataclass
class Fit:
    """Fitted densities; coefficients in the order of data sets."""

    basis: Basis
    coefficients: np.ndarray  # [density, function]
    charge_before: np.ndarray  # [density], integral of the fit without constraint
    aux: gto.MoleBase


def metric_matrix(aux: gto.MoleBase, metric: str) -> np.ndarray:
    """W [function, function] in PySCF's order."""
    if metric == "overlap":
        return np.asarray(aux.pbc_intor("int1e_ovlp", hermi=1).real if is_cell(aux) else aux.intor_symmetric("int1e_ovlp"))
    if is_cell(aux):
        raise NotImplementedError("the Coulomb metric of a cell is not offered here: fit in the overlap metric, or fit the density on "
                                  "the cell's grid with rhofield.imports.cube_fit")
    return aux.intor("int2c2e")


def _projections(molecule: gto.MoleBase, aux: gto.MoleBase, matrices: np.ndarray, metric: str, kpts: np.ndarray | None) -> np.ndarray:
    """b_i = (phi_i | w | rho) for each density matrix [density, function]."""
    integral = {"overlap": "int3c1e", "coulomb": "int3c2e"}[metric]
    out = np.empty((len(matrices), aux.nao))
    if is_cell(molecule):
        from pyscf.pbc.df import incore

        kpts = np.zeros((1, 3)) if kpts is None else np.asarray(kpts).reshape(-1, 3)
        out[:] = 0
        for k, kpt in enumerate(kpts):
            three = incore.aux_e2(molecule, aux, intor=integral, aosym="s1", kptij_lst=np.array([[kpt, kpt]]))
            three = np.asarray(three).reshape(molecule.nao, molecule.nao, aux.nao)  # (u v | i), u conjugated
            out += np.einsum("dvu,uvi->di", matrices[:, k], three, optimize=True).real / len(kpts)
        return out
    lower = np.tril_indices(molecule.nao)
    weight = np.where(lower[0] == lower[1], 0.5, 1.0)
    packed = (matrices + matrices.transpose(0, 2, 1))[:, lower[0], lower[1]] * weight
    location, first = aux.ao_loc_nr(), 0
    while first < aux.nbas:
        last = first + 1
        while last < aux.nbas and location[last + 1] - location[first] <= _BLOCK:
            last += 1
        three = df.incore.aux_e2(molecule, aux, integral, aosym="s2ij",
                                 shls_slice=(0, molecule.nbas, 0, molecule.nbas, first, last))
        out[:, location[first]:location[last]] = packed @ three
        first = last
    return out


def fit(molecule: gto.MoleBase, matrices: np.ndarray, auxbasis: Any, metric: str = "coulomb",
        electrons: Sequence[float] | None = None, kpts: np.ndarray | None = None) -> Fit:
    """Fits the densities of one or several density matrices.

    matrices: [density, orbital, orbital], for cells with k-points [density, k, orbital, orbital]; spins already added.
    auxbasis: a name PySCF knows, its form of a basis, or a Basis (rhofield's or dataset_file's). metric: "coulomb" (molecules) or "overlap".
    electrons: integral of each fit; default that of its density matrix (zero for a response).
    """
    if metric not in ("overlap", "coulomb"):
        raise InvalidInput(f"metric is 'overlap' or 'coulomb', not {metric!r}")
    if molecule.cart:
        raise InvalidInput("Cartesian orbitals are not supported: build the molecule with cart=False")
    matrices = np.asarray(matrices)
    periodic = is_cell(molecule)
    if matrices.ndim == (3 if periodic and kpts is not None else 2):
        matrices = matrices[None]
    if periodic and matrices.ndim == 3:
        matrices = matrices[:, None]
    basis = _fitting_basis(auxbasis, symbols_of(atomic_numbers(molecule)))
    aux = auxiliary_of(molecule, basis)
    if electrons is None:
        overlap = np.asarray(molecule.pbc_intor("int1e_ovlp", kpts=np.zeros((1, 3)) if kpts is None else kpts)) if periodic else molecule.intor("int1e_ovlp")
        electrons = (np.einsum("dkvu,kuv->d", matrices, overlap).real / len(overlap)) if periodic else np.einsum("dvu,uv->d", matrices, overlap)
    factor = scipy.linalg.cho_factor(metric_matrix(aux, metric))
    right = _projections(molecule, aux, matrices, metric, kpts)
    charge = to_pyscf_order(aux, function_charges(basis, atomic_numbers(molecule)))
    free, direction = scipy.linalg.cho_solve(factor, right.T).T, scipy.linalg.cho_solve(factor, charge)
    before = free @ charge
    fitted = free + np.outer((np.asarray(electrons, float) - before) / (direction @ charge), direction)
    return Fit(basis, fitted[:, file_order(aux)], before, aux)


def _fitting_basis(auxbasis: Any, symbols: Iterable[str]) -> Basis:
    return plain(auxbasis) if isinstance(auxbasis, PackageBasis) or is_basis(auxbasis) else basis_of(symbols, auxbasis)


def fit_error(molecule: gto.MoleBase, matrices: np.ndarray, fitted: Fit, level: int = 3, block: int = 8000) -> np.ndarray:
    """int |rho_fit - rho| / int |rho| of each density on a Becke grid [density]; for a density the divisor is N_e."""
    matrices = np.asarray(matrices)
    if matrices.ndim == 2:
        matrices = matrices[None]
    if is_cell(molecule):
        from pyscf.pbc.dft import BeckeGrids

        grids = BeckeGrids(molecule)
    else:
        grids = dft.Grids(molecule)
    grids.level = level
    grids.build()
    values = (lambda m, x: np.asarray(m.pbc_eval_gto("GTOval_sph", x)).real) if is_cell(molecule) else (lambda m, x: m.eval_gto("GTOval_sph", x))
    coefficients = to_pyscf_order(fitted.aux, fitted.coefficients)
    sums = np.zeros((len(matrices), 2))
    for start in range(0, len(grids.weights), block):
        points, weights = grids.coords[start:start + block], grids.weights[start:start + block]
        orbitals, functions = values(molecule, points), values(fitted.aux, points)
        for d, (matrix, c) in enumerate(zip(matrices, coefficients)):
            exact = np.einsum("gu,gu->g", orbitals @ matrix, orbitals)
            sums[d] += weights @ np.abs(functions @ c - exact), weights @ np.abs(exact)
    return sums[:, 0] / sums[:, 1]


def response_matrices(mean_field: Any, tolerance: float = 1e-8, max_cycle: int = 50) -> np.ndarray:
    """dD/dE_k [field xyz, orbital, orbital] of a converged closed-shell molecule, H' = +E.r for an electron.

    Coupled-perturbed Hartree-Fock or Kohn-Sham equations with PySCF's solver: Gerratt, Mills, J. Chem. Phys. 49, 1719 (1968).
    """
    molecule = mean_field.mol
    if is_cell(molecule):
        raise NotImplementedError("responses of cells are not offered: a homogeneous field needs the Berry phase")
    coefficients, occupation = np.asarray(mean_field.mo_coeff), np.asarray(mean_field.mo_occ)
    if coefficients.ndim != 2 or set(np.unique(occupation)) - {0.0, 2.0}:
        raise NotImplementedError("responses need a closed-shell reference (RHF, RKS)")
    occupied, virtual = coefficients[:, occupation > 0], coefficients[:, occupation == 0]
    field = np.einsum("kuv,ua,vi->kai", molecule.intor_symmetric("int1e_r", comp=3), virtual, occupied, optimize=True)
    induced = mean_field.gen_response(hermi=1)

    def density(u: np.ndarray) -> np.ndarray:
        half = 2 * np.einsum("ua,kai,vi->kuv", virtual, u.reshape(-1, virtual.shape[1], occupied.shape[1]), occupied, optimize=True)
        return half + half.transpose(0, 2, 1)

    def potential(u: np.ndarray) -> np.ndarray:
        v = np.einsum("kuv,ua,vi->kai", induced(density(u)), virtual, occupied, optimize=True)
        return v.reshape(-1, virtual.shape[1] * occupied.shape[1])

    u = cphf.solve(potential, mean_field.mo_energy, occupation, field, max_cycle=max_cycle, tol=tolerance)[0]
    return density(np.asarray(u))


def record(mean_field: Any, auxbasis: Any, metric: str | None = None, response: bool = False, error_level: int | None = None) -> dict[str, Any]:
    """What a data set stores of one converged calculation: keyword arguments of dataset_file.Writer.add.

    metric: default Coulomb for molecules, overlap for cells. error_level: PySCF's grid level on which the fit's own error is
    measured (attributes fit_error, response_fit_error); None leaves it out. Densities are those of the electrons PySCF treats.
    """
    molecule = mean_field.mol
    if not mean_field.converged:
        raise InvalidInput("the SCF is not converged; a density of an unconverged calculation would be learned")
    periodic = is_cell(molecule)
    metric = metric or ("overlap" if periodic else "coulomb")
    matrix = np.asarray(mean_field.make_rdm1())
    kpts = getattr(mean_field, "kpts", None) if periodic and getattr(mean_field, "kpts", np.zeros((1, 3))).size > 3 else None
    if periodic and kpts is None and np.any(np.asarray(getattr(mean_field, "kpt", 0.0)) != 0):
        kpts, matrix = np.asarray(mean_field.kpt).reshape(1, 3), matrix[..., None, :, :]
    if matrix.ndim == (4 if kpts is not None else 3):
        matrix = matrix.sum(0)  # spins
    matrices = [matrix] + (list(response_matrices(mean_field)) if response else [])
    fitted = fit(molecule, np.array(matrices), auxbasis, metric, kpts=kpts)
    arrays: dict[str, Any] = {"coefficients": fitted.coefficients[0]}
    attributes: dict[str, Any] = {"energy": float(mean_field.e_tot), "charge": float(molecule.charge)}
    if response:
        arrays["response"] = fitted.coefficients[1:]
        position = molecule.intor_symmetric("int1e_r", comp=3)
        arrays["polarizability"] = -np.einsum("kuv,cuv->kc", np.array(matrices[1:]), position)
    if not periodic:
        arrays["dipole"] = mean_field.dip_moment(unit="AU", verbose=0)
    if error_level is not None:
        if kpts is not None:
            raise NotImplementedError("the fit's error is measured at the gamma point only")
        errors = fit_error(molecule, np.array(matrices), fitted, error_level)
        attributes["fit_error"] = errors[0]
        if response:
            attributes["response_fit_error"] = errors[1:]
    if periodic:
        arrays.update(cell=molecule.lattice_vectors(), pbc=[1, 1, 1])
    return dict(numbers=atomic_numbers(molecule), positions=molecule.atom_coords(), attributes=attributes, **arrays)


def write_dataset(path: str, mean_fields: Iterable[Any], auxbasis: Any, symbols: Iterable[str], metric: str | None = None,
                  response: bool = False, error_level: int | None = None, **attributes: Any) -> None:
    """A data set of converged calculations, one by one: `mean_fields` may be a generator. symbols: all elements that occur."""
    basis = _fitting_basis(auxbasis, symbols)
    text = f"{metric or 'Coulomb (cells: overlap)'} metric, electron number imposed"
    with Writer(path, basis, **{"fit": text, **attributes}) as file:
        for mean_field in mean_fields:
            file.add(**record(mean_field, basis, metric, response, error_level))
