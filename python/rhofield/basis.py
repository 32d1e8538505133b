"""Bases that densities are expanded in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ase
import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _core
from .ase import from_atoms
from .errors import InvalidInput

Shell = tuple[int, list[float], list[float]]


class Basis:
    """The shells of each element: R(r) = sum_p c_p r^l exp(-a_p r^2) times real spherical harmonics.

    `elements` maps symbols to shells (l, exponents [primitive] in 1/bohr^2, coefficients [primitive]). Contractions are
    scaled so that the integral of R^2 r^2 dr is 1, unless `normalised` says that they are. An element without shells has
    no functions: its atoms are neighbours only. Shells are sorted by l; functions are ordered by atom, l, shell, m.

    Raises InvalidInput for l outside 0..8, exponents <= 0 and unknown elements.
    """

    def __init__(self, elements: Mapping[str, Sequence[tuple[int, ArrayLike, ArrayLike]]] | None = None, *,
                 normalised: bool = False):
        plain = {
            symbol: [(int(l), [float(a) for a in exponents], [float(c) for c in coefficients])
                     for l, exponents, coefficients in shells]
            for symbol, shells in (elements or {}).items()
        }
        self._core = _core.GaussianBasis(plain, normalised)

    @classmethod
    def _of(cls, core: _core.GaussianBasis) -> Basis:
        basis = cls.__new__(cls)
        basis._core = core
        return basis

    @classmethod
    def from_nwchem(cls, text: str) -> Basis:
        r"""From text in NWChem format ("H S\n 13.0 0.02\n ..."), several elements and SP shells included."""
        return cls._of(_core.GaussianBasis.from_nwchem(text))

    @classmethod
    def by_name(cls, name: str, elements: Sequence[str]) -> Basis:
        """A published set from the Python package basis_set_exchange (no network): by_name("cc-pvtz-jkfit", ["H", "O"]).

        Raises InvalidInput for unknown names and elements, and Error where the package is missing.
        """
        try:
            import basis_set_exchange
        except ImportError:  # the library looks for another python3 that has it, and says what to do
            return cls._of(_core.GaussianBasis.by_name(name, list(elements)))
        try:
            text = basis_set_exchange.get_basis(name, elements=list(elements), fmt="nwchem", header=False)
        except KeyError as error:
            raise InvalidInput(f"basis {name} of {', '.join(elements)}: {error.args[0]}") from None
        return cls.from_nwchem(text)

    @property
    def elements(self) -> list[str]:
        """Symbols of the elements that it knows, by atomic number."""
        return self._core.elements()

    @property
    def l_max(self) -> int:
        """The largest angular order."""
        return self._core.l_max()

    @property
    def is_gaussian(self) -> bool:
        """False where shells are numerical: their functions are not known, only how many there are."""
        return self._core.is_gaussian()

    def shells(self, element: str) -> list[Shell]:
        """(l, exponents in 1/bohr^2, coefficients with their normalisation) of every shell."""
        return self._core.shells(element)

    def size(self, atoms: ase.Atoms | str) -> int:
        """Number of functions of a structure, or of one atom of an element."""
        return self._core.functions_of(atoms) if isinstance(atoms, str) else self._core.functions(from_atoms(atoms))

    def charge_moments(self, atoms: ase.Atoms) -> NDArray[np.float64]:
        """Electrons of each function, [function]: the electrons of a density are coefficients @ charge_moments."""
        return self._core.charge_moments(from_atoms(atoms))

    def dipole_moments(self, atoms: ase.Atoms) -> NDArray[np.float64]:
        """First moments of the functions about the origin, [xyz, function], e bohr, electrons counted positive."""
        return self._core.dipole_moments(from_atoms(atoms))

    def second_moments(self, atoms: ase.Atoms) -> NDArray[np.float64]:
        """int r_a r_b phi(r) dr about the origin, e bohr^2: [xx yy zz xy xz yz, function]."""
        return _core.second_moments(self._core, from_atoms(atoms))

    def labels(self, atoms: ase.Atoms) -> NDArray[np.int64]:
        """What each function is: [function, 4] with its atom, l, shell n of that l, and m."""
        rows = []
        for index, symbol in enumerate(atoms.get_chemical_symbols()):
            seen: dict[int, int] = {}
            for l, _, _ in self.shells(symbol):
                n = seen.get(l, 0)
                seen[l] = n + 1
                rows += [(index, l, n, m) for m in range(-l, l + 1)]
        return np.array(rows, dtype=np.int64).reshape(-1, 4)

    def __repr__(self) -> str:
        letters = "spdfghikl"
        parts = []
        for symbol in self.elements:
            count: dict[int, int] = {}
            for l, _, _ in self.shells(symbol):
                count[l] = count.get(l, 0) + 1
            parts.append(f"{symbol}: " + (" ".join(f"{letters[l]}{n}" for l, n in count.items()) or "none"))
        return f"<Basis {', '.join(parts)}>"
