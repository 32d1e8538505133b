"""Densities on regular grids (Gaussian cube, CHGCAR) fitted with atom-centred Gaussians.

The grid's density is taken as its trigonometric interpolant rho(r) = sum_G rho_G exp(iG.r). Then the projections

    b_i = int phi_i w rho = sum_G w(G) rho_G conj(phi_i(G)),   phi_i(G) = (-i)^l exp(-iG.R) 4 pi Y_lm(G) int R_l(r) j_l(Gr) r^2 dr

are exact, however sharp phi_i is; w(G) = 1 fits in the overlap metric, 4 pi / G^2 (G != 0) in the Coulomb metric, and
c = W^-1 (b + lambda q) with the number of electrons imposed. W is the analytic (lattice-summed) overlap from PySCF, or for
Coulomb the sum over G until the sharpest function has died away (cells), or analytic (molecules). A molecule's grid is padded
with zeros until no function reaches a periodic image; for Coulomb its b_i is the sum over the grid of rho times the analytic
potential of phi_i.

Sharp core densities are not on such grids: fit valence densities (pseudopotentials), or a molecule with PySCF (rhofield.pyscf).
"""

from __future__ import annotations

import dataclasses
import os
import warnings
from typing import Any, Iterable, Iterator, Sequence

import numpy as np
import scipy.linalg

from ..dataset_file import BOHR, Basis, Writer, function_charges, symbols_of
from ..errors import InvalidInput
from ..files import keep_apart, must_exist

_BLOCK = 20000  # G vectors at once
_TAIL = 1e-7  # of a Gaussian where a periodic image may begin
_ELECTRONS_OFF = 0.05  # of a grid's own electrons, up to which another number may be imposed
_POOR = 0.1  # error of a fit that is worth a warning
_DECAY = 1e-10  # of the sharpest function's transform squared, where sums over G for the Coulomb matrix end


@dataclasses.dataclass
class GridDensity:
    """A density on a regular grid. values[i, j, k] is at origin + (i/n1) cell[0] + (j/n2) cell[1] + (k/n3) cell[2]."""

    values: np.ndarray  # [n1, n2, n3], electrons/bohr^3, counted positive
    cell: np.ndarray  # [vector, xyz], bohr
    origin: np.ndarray  # [xyz], bohr
    numbers: np.ndarray  # [atom]
    positions: np.ndarray  # [atom, xyz], bohr
    periodic: bool

    @property
    def electrons(self) -> float:
        return float(self.values.mean() * abs(np.linalg.det(self.cell)))


def read_cube(path: str | os.PathLike, periodic: bool) -> GridDensity:
    """A Gaussian cube file with one density in electrons/bohr^3; the format does not say whether it is periodic."""
    must_exist(path)
    try:
        return _read_cube(path, periodic)
    except InvalidInput:
        raise
    except (ValueError, IndexError) as error:
        raise InvalidInput(f"{path}: is no cube file ({error})") from None


def _read_cube(path: str | os.PathLike, periodic: bool) -> GridDensity:
    with open(path) as file:
        file.readline(), file.readline()
        head = file.readline().split()
        count, origin = int(head[0]), np.array(head[1:4], float)
        axes = [file.readline().split() for _ in range(3)]
        shape = [int(a[0]) for a in axes]
        if count <= 0 or min(shape) <= 0:
            raise InvalidInput(f"{path}: {count} atoms and {shape} points; orbital files and grids in angstrom are not read")
        atoms = np.array([file.readline().split() for _ in range(count)], float)
        values = np.array(file.read().split(), float)
    if values.size != np.prod(shape):
        raise InvalidInput(f"{path}: {values.size} values for a grid of {shape[0]} x {shape[1]} x {shape[2]}")
    cell = np.array([np.array(a[1:4], float) * n for a, n in zip(axes, shape)])
    return GridDensity(values.reshape(shape), cell, origin, atoms[:, 0].astype(int), atoms[:, 2:5], periodic)


def read_chgcar(path: str | os.PathLike) -> GridDensity:
    """A VASP CHGCAR (its first density: the total one), read with ASE. Of PAW densities only what is on the grid."""
    from ase.calculators.vasp import VaspChargeDensity

    must_exist(path)
    file = VaspChargeDensity(os.fspath(path))
    if not file.chg:
        raise InvalidInput(f"{path}: no density in it")
    atoms = file.atoms[0]
    return GridDensity(np.asarray(file.chg[0]) * BOHR**3, np.array(atoms.cell) / BOHR, np.zeros(3), atoms.numbers.copy(),
                       atoms.positions / BOHR, True)


@dataclasses.dataclass
class GridFit:
    """Coefficients in the order of data sets, and how good they are."""

    coefficients: np.ndarray  # [function]
    error: float  # int |rho_fit - rho| / int |rho| over the grid
    electrons: float  # of the fit
    grid_electrons: float  # of the grid
    electrons_before: float  # of the fit without constraint
    condition: float  # of W: largest over smallest eigenvalue


def _solid_harmonics(l: int, r: np.ndarray) -> np.ndarray:
    """|r|^l Y_lm(r) [m = -l .. l, point] of points [xyz, point], by PySCF's Cartesian-to-spherical matrices."""
    from pyscf.gto.mole import cart2sph

    powers = [(i, j, l - i - j) for i in range(l, -1, -1) for j in range(l - i, -1, -1)]
    monomials = np.array([r[0] ** i * r[1] ** j * r[2] ** k for i, j, k in powers])
    spherical = cart2sph(l, normalized="sp").T @ monomials
    if l == 0:
        return spherical * np.sqrt(1 / (4 * np.pi))
    if l == 1:  # PySCF: x, y, z without its factor
        return spherical[[1, 2, 0]] * np.sqrt(3 / (4 * np.pi))
    return spherical


class _Transforms:
    """Fourier transforms of the functions of each element at vectors G: [function, G] without (-i)^l and phase."""

    def __init__(self, basis: Basis, symbols: Iterable[str]):
        self.basis = {s: basis[s] for s in set(symbols)}
        self.order = {s: np.array([1j ** shell.l for shell in shells for _ in range(2 * shell.l + 1)]) for s, shells in self.basis.items()}

    def at(self, g: np.ndarray) -> dict[str, np.ndarray]:
        """g [xyz, G]. int R_l j_l(Gr) r^2 dr = sum_p c_p sqrt(pi) G^l / (2^(l+2) a^(l+3/2)) exp(-G^2/4a)."""
        square = (g * g).sum(0)
        highest = max((s.l for shells in self.basis.values() for s in shells), default=0)
        solid = [_solid_harmonics(l, g) for l in range(highest + 1)]
        out = {}
        for symbol, shells in self.basis.items():
            rows = []
            for s in shells:
                factor = s.coefficients * np.sqrt(np.pi) / (2 ** (s.l + 2) * s.exponents ** (s.l + 1.5))
                radial = sum(f * np.exp(-square / (4 * a)) for f, a in zip(factor, s.exponents))
                rows.append(4 * np.pi * radial * solid[s.l])
            out[symbol] = np.concatenate(rows) if rows else np.zeros((0, g.shape[1]))
        return out


def _half_sphere(cell: np.ndarray, shape: Sequence[int]) -> tuple[np.ndarray, tuple[np.ndarray, ...], np.ndarray]:
    """G of a real transform [G, 3 integers] without Nyquist planes, their places in it, and how often each counts (1 or 2)."""
    axes = [np.fft.fftfreq(n, 1 / n).round().astype(int) for n in shape[:2]] + [np.arange(shape[2] // 2 + 1)]
    grid = np.meshgrid(*axes, indexing="ij")
    keep = np.logical_and.reduce([2 * np.abs(g) < n for g, n in zip(grid, shape)])
    place = np.nonzero(keep)
    integers = np.stack([g[keep] for g in grid], 1)
    return integers, place, np.where(integers[:, 2] == 0, 1.0, 2.0)


class _Fourier:
    """A grid in reciprocal space."""

    def __init__(self, grid: GridDensity):
        self.grid = grid
        self.inverse = 2 * np.pi * np.linalg.inv(grid.cell).T  # rows: reciprocal vectors
        self.integers, self.place, self.weight = _half_sphere(grid.cell, grid.values.shape)

    def blocks(self, transforms: _Transforms) -> Iterator[tuple[slice, np.ndarray, dict[str, np.ndarray]]]:
        for start in range(0, len(self.integers), _BLOCK):
            here = slice(start, min(start + _BLOCK, len(self.integers)))
            g = (self.integers[here] @ self.inverse).T
            yield here, g, transforms.at(g)

    def project(self, transforms: _Transforms, coulomb: bool) -> np.ndarray:
        """b [function]"""
        grid = self.grid
        rho = np.fft.rfftn(grid.values)[self.place] / grid.values.size * self.weight
        symbols, out = symbols_of(grid.numbers), None
        for here, g, forms in self.blocks(transforms):
            weighted = rho[here]
            if coulomb:
                square = (g * g).sum(0)
                weighted = weighted * np.divide(4 * np.pi, square, out=np.zeros_like(square), where=square > 0)
            parts = []
            for symbol, position in zip(symbols, grid.positions - grid.origin):
                shifted = weighted * np.exp(1j * (position @ g))
                parts.append(((forms[symbol] @ shifted.real + 1j * (forms[symbol] @ shifted.imag)) * transforms.order[symbol]).real)
            block = np.concatenate(parts)
            out = block if out is None else out + block
        return out

    def evaluate(self, transforms: _Transforms, coefficients: np.ndarray) -> np.ndarray:
        """The fitted density on the grid, its components beyond the grid left out."""
        grid = self.grid
        total = np.zeros(len(self.integers), complex)
        for here, g, forms in self.blocks(transforms):
            at = 0
            for symbol, position in zip(symbols_of(grid.numbers), grid.positions - grid.origin):
                form = forms[symbol]
                c = coefficients[at:at + len(form)] * transforms.order[symbol].conj()
                at += len(form)
                total[here] += (c.real @ form + 1j * (c.imag @ form)) * np.exp(-1j * (position @ g))
        shape = grid.values.shape
        spectrum = np.zeros((shape[0], shape[1], shape[2] // 2 + 1), complex)
        spectrum[self.place] = total
        return np.fft.irfftn(spectrum, shape, axes=(0, 1, 2)) * grid.values.size / abs(np.linalg.det(grid.cell))


def _padded(grid: GridDensity, basis: Basis) -> GridDensity:
    """A molecule's grid, continued by zeros until the most diffuse function of an atom ends before the images of the grid."""
    smallest = min(a for s in set(symbols_of(grid.numbers)) for shell in basis[s] for a in shell.exponents)
    reach = np.sqrt(-np.log(_TAIL) / smallest)
    shape = []
    for vector, height, n in zip(grid.cell, 1 / np.linalg.norm(np.linalg.inv(grid.cell), axis=0), grid.values.shape):
        more = int(np.ceil(n * reach / height))
        even = n + more
        while max(_factors(even)) > 7:  # a length that transforms fast
            even += 1
        shape.append(even)
    values = np.zeros(shape)
    n = grid.values.shape
    values[:n[0], :n[1], :n[2]] = grid.values
    return dataclasses.replace(grid, values=values, cell=grid.cell * (np.array(shape) / n)[:, None])


def _factors(n: int) -> list[int]:
    out, p = [1], 2
    while n > 1:
        while n % p == 0:
            out.append(p)
            n //= p
        p += 1
    return out


def _matrix(grid: GridDensity, basis: Basis, metric: str, transforms: _Transforms) -> np.ndarray:
    from ..pyscf import auxiliary_molecule, file_order, metric_matrix

    if metric == "coulomb" and grid.periodic:
        return _coulomb_matrix_of_cell(grid, basis, transforms)
    aux = auxiliary_molecule(basis, grid.numbers, grid.positions, grid.cell if grid.periodic else None)
    order = file_order(aux)
    return metric_matrix(aux, metric)[np.ix_(order, order)]


def _coulomb_matrix_of_cell(grid: GridDensity, basis: Basis, transforms: _Transforms) -> np.ndarray:
    """W_ij = (4 pi / V) sum_{G != 0} conj(phi_i(G)) phi_j(G) / G^2."""
    sharpest = max(a for s in set(symbols_of(grid.numbers)) for shell in basis[s] for a in shell.exponents)
    largest = np.sqrt(-2 * sharpest * np.log(_DECAY))
    shape = [2 * int(np.ceil(largest * np.linalg.norm(v) / (2 * np.pi))) + 2 for v in grid.cell]
    integers, _, weight = _half_sphere(grid.cell, shape)
    inverse = 2 * np.pi * np.linalg.inv(grid.cell).T
    square = ((integers @ inverse) ** 2).sum(1)
    keep = (square > 0) & (square <= largest**2)
    integers, weight, square = integers[keep], weight[keep], square[keep]
    volume, out = abs(np.linalg.det(grid.cell)), 0.0
    for start in range(0, len(integers), 4000):
        here = slice(start, start + 4000)
        g = (integers[here] @ inverse).T
        forms = transforms.at(g)
        scale = np.sqrt(4 * np.pi / volume * weight[here] / square[here])
        rows = np.concatenate([forms[s] * transforms.order[s].conj()[:, None] * (scale * np.exp(-1j * (r @ g)))
                               for s, r in zip(symbols_of(grid.numbers), grid.positions)])
        out = out + rows.real @ rows.real.T + rows.imag @ rows.imag.T
    return out


def _potential_projections(grid: GridDensity, basis: Basis) -> np.ndarray:
    """b_i = sum over points of rho dV times the analytic potential of phi_i, for a molecule."""
    from pyscf import gto

    from ..pyscf import auxiliary_molecule, file_order

    aux = auxiliary_molecule(basis, grid.numbers, grid.positions)
    n, values = grid.values.shape, grid.values.ravel()
    volume = abs(np.linalg.det(grid.cell)) / values.size
    used = np.nonzero(np.abs(values) > 1e-12 * np.abs(values).max())[0]
    out = np.zeros(aux.nao)
    for start in range(0, len(used), _BLOCK):
        flat = used[start:start + _BLOCK]
        fraction = np.stack(np.unravel_index(flat, n), 1) / n
        points = gto.fakemol_for_charges(grid.origin + fraction @ grid.cell)
        out += gto.mole.intor_cross("int2c2e", aux, points) @ values[flat] * volume
    return out[file_order(aux)]


def fit_grid(grid: GridDensity, basis: Basis, metric: str = "overlap", electrons: float | None = None) -> GridFit:
    """Fits a density on a grid. electrons: what the fit integrates to, within 5 % of what the grid does, the default."""
    if metric not in ("overlap", "coulomb"):
        raise InvalidInput(f"metric is 'overlap' or 'coulomb', not {metric!r}")
    if not np.isfinite(grid.values).all():
        raise InvalidInput("the density on the grid has NaN or infinity in it")
    _check_electrons(grid, electrons)
    charges = function_charges(basis, grid.numbers)  # also checks that every element has a basis
    transforms = _Transforms(basis, symbols_of(grid.numbers))
    fourier = _Fourier(grid if grid.periodic else _padded(grid, basis))
    if metric == "coulomb" and not grid.periodic:
        right = _potential_projections(grid, basis)
    else:
        right = fourier.project(transforms, metric == "coulomb")
    matrix = _matrix(grid, basis, metric, transforms)
    eigenvalues = scipy.linalg.eigvalsh(matrix)
    if eigenvalues[0] <= 1e-13 * eigenvalues[-1]:
        raise InvalidInput(f"the basis is linearly dependent in this structure: eigenvalues of its {metric} matrix from {eigenvalues[0]:.1e} to "
                         f"{eigenvalues[-1]:.1e}; take a smaller basis, or one with wider spaced exponents")
    free, direction = scipy.linalg.cho_solve(scipy.linalg.cho_factor(matrix), np.stack([right, charges], 1)).T
    target = grid.electrons if electrons is None else float(electrons)
    coefficients = free + (target - free @ charges) / (direction @ charges) * direction
    difference = np.abs(fourier.evaluate(transforms, coefficients) - fourier.grid.values).sum()
    return GridFit(coefficients, float(difference / np.abs(grid.values).sum()), float(coefficients @ charges), grid.electrons,
                   float(free @ charges), float(eigenvalues[-1] / eigenvalues[0]))


def _check_electrons(grid: GridDensity, electrons: float | None) -> None:
    if electrons is not None and not abs(electrons - grid.electrons) <= _ELECTRONS_OFF * abs(grid.electrons):
        raise InvalidInput(f"{electrons:g} electrons are to be imposed on a grid that holds {grid.electrons:.4f}: is it a density in e/bohr^3, of "
                           "these cores, periodic or not as was said? Give the electrons that it has, or none to keep its own")


def _electrons_of(path: str | os.PathLike, grid: GridDensity, electrons: dict[str, float] | None) -> float | None:
    """The number to impose on a file, from those of its elements."""
    if electrons is None:
        return None
    symbols = symbols_of(grid.numbers)
    unknown = sorted(set(symbols) - set(electrons))
    if unknown:
        raise InvalidInput(f"{os.fspath(path)}: electrons gives no number for {', '.join(unknown)}; it has {', '.join(sorted(electrons))}")
    return float(sum(electrons[symbol] for symbol in symbols))


def _warn_of_poor_fits(paths: Sequence[str | os.PathLike], fits: Sequence[GridFit]) -> None:
    errors = np.array([fit.error for fit in fits])
    poor = int((errors > _POOR).sum())
    if poor:
        worst = int(errors.argmax())
        warnings.warn(f"{poor} of {len(fits)} fits miss more than {100 * _POOR:g} % of their density, that of {os.fspath(paths[worst])} "
                      f"{100 * errors[worst]:.1f} %: is it a density, of the cores that the basis is for, periodic or not as was said?", stacklevel=3)


def import_grids(paths: str | os.PathLike | Sequence[str | os.PathLike], output: str | os.PathLike, basis: Basis, periodic: bool | None = None,
                 metric: str = "overlap", electrons: dict[str, float] | None = None, energies: Sequence[float] | None = None,
                 **attributes: Any) -> list[GridFit]:
    """A data set of cube files and CHGCARs, one structure each, with the error of every fit (attribute fit_error).

    paths: files, or one. periodic: needed for cube files. electrons: of each element, {"O": 6, "H": 1}, to impose, within 5 % of
    what the grid has, the default. Warns of fits that miss more than 10 % of their density.
    """
    paths = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    if not paths:
        raise InvalidInput(f"no files to import were given for {os.fspath(output)}; nothing was written")
    keep_apart(output, paths)
    if energies is not None and len(energies) != len(paths):
        raise InvalidInput(f"{len(energies)} energies for {len(paths)} files")
    fits = []
    with Writer(output, basis, **{"fit": f"{metric} metric on the grid, electron number imposed", **attributes}) as file:
        for i, path in enumerate(paths):
            cube = os.fspath(path).lower().endswith((".cube", ".cub"))
            if cube and periodic is None:
                raise InvalidInput(f"{path}: cube files do not say whether they are periodic; give periodic=True or False")
            grid = read_cube(path, bool(periodic)) if cube else read_chgcar(path)
            wanted = _electrons_of(path, grid, electrons)
            try:
                found = fit_grid(grid, basis, metric, wanted)
            except InvalidInput as error:
                raise InvalidInput(f"{os.fspath(path)}: {error}") from None
            more = {} if energies is None else {"energy": float(energies[i])}
            file.add(grid.numbers, grid.positions, cell=grid.cell if grid.periodic else None, coefficients=found.coefficients,
                     attributes={"label": os.path.basename(os.fspath(path)), "fit_error": found.error, "grid_electrons": found.grid_electrons,
                                 "condition": found.condition, **more})
            fits.append(found)
    _warn_of_poor_fits(paths, fits)
    return fits
