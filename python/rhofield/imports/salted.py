"""Working directories of SALTED into data sets, and back.

    inp.yaml                                    which files, which quantum code, which basis
    <structures>.xyz                            angstrom
    coefficients/coefficients_conf<i>.npy       [function], i from 0; responses coefficients/x/..., y, z
    overlaps/overlap_conf<i>.npy                [function, function]; projections/ (matrix times coefficients) are not needed

The order of functions is that of data sets. Which functions they are is not in the directory: by `qmcode`

    pyscf   PySCF's fitting basis for `qmbasis`
    cp2k    <element>-<dfbasis>, basis sets in CP2K's format, or basis/<element>-<dfbasis>-alphas-L<l>.dat and -contra-L<l>.dat
    aims    numerical; numbers of shells from new_basis_entry.yaml or data/1/basis_info.out

or whatever `basis` says: a name of PySCF's, a Basis, or for numerical functions {"H": [4, 3, 1], ...}, shells of each l.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from ..dataset_file import BOHR, Basis, Writer, function_count, is_basis, read, shell, symbols_of
from ..errors import InvalidInput, MissingFile
from ..files import keep_apart, must_exist
from . import aims, cp2k

_SAME = 1e-6  # largest difference between a stored matrix and the analytic overlap, relative to its largest element


def _numerical(basis: Basis) -> bool:
    return any(s.exponents is None for shells in basis.values() for s in shells)


def _basis(given: Any, directory: Path, settings: dict[str, Any], symbols: list[str]) -> Basis:
    elements = sorted(set(symbols))
    if isinstance(given, str):
        from ..pyscf import basis_of

        return basis_of(elements, given)
    if isinstance(given, dict):
        return given if is_basis(given) else aims.numerical_basis(given)
    qm = settings.get("qm", {})
    code, name = qm.get("qmcode"), qm.get("dfbasis")
    if code == "pyscf":
        from pyscf import df
        from pyscf.gto.basis import _format_basis_name

        from ..pyscf import basis_of

        orbitals = _format_basis_name(qm.get("qmbasis", ""))
        if orbitals not in df.addons.DEFAULT_AUXBASIS:
            raise InvalidInput(f"inp.yaml: PySCF knows no fitting basis for qmbasis {qm.get('qmbasis')!r}; give basis=")
        return basis_of(elements, df.addons.DEFAULT_AUXBASIS[orbitals][0])
    if code == "cp2k":
        return {symbol: _cp2k_basis(directory, directory / qm.get("path2qm", "."), symbol, name) for symbol in elements}
    if code == "aims":
        entry, info = directory / "new_basis_entry.yaml", directory / qm.get("path2qm", ".") / "data/1/basis_info.out"
        if entry.exists():
            import yaml

            known = yaml.safe_load(entry.read_text())
            known = known.get(name, known)
            return aims.numerical_basis({symbol: known[symbol]["nmax"] for symbol in elements})
        if info.exists():
            return aims.numerical_basis(aims.read_basis_info(info, symbols))
    raise InvalidInput(f"{directory}: which functions the coefficients belong to is not known (qmcode {code!r}, dfbasis {name!r}); "
                     'give basis=, a name of PySCF\'s, a Basis, or shells of each l: {"H": [4, 3, 1]}')


def _cp2k_basis(directory: Path, outputs: Path, symbol: str, name: str) -> list:
    for folder in (directory, outputs, directory / "basis"):
        if (folder / f"{symbol}-{name}").exists():
            return cp2k.read_basis_file(folder / f"{symbol}-{name}")
        shells, l = [], 0
        while (folder / f"{symbol}-{name}-alphas-L{l}.dat").exists():
            exponents = np.loadtxt(folder / f"{symbol}-{name}-alphas-L{l}.dat", ndmin=1)
            contracted = folder / f"{symbol}-{name}-contra-L{l}.dat"
            rows = np.loadtxt(contracted, ndmin=2) if contracted.exists() else np.eye(len(exponents))
            shells += [shell(l, exponents[row != 0], row[row != 0]) for row in rows]
            l += 1
        if shells:
            return shells
    raise MissingFile(f"{directory}: neither {symbol}-{name} nor {symbol}-{name}-alphas-L0.dat; print the RI basis with CP2K, or give basis=")


def _settings(directory: Path) -> dict[str, Any]:
    path = directory / "inp.yaml"
    if not path.exists():
        return {}
    import yaml

    return yaml.safe_load(path.read_text()) or {}


def import_directory(directory: str | os.PathLike, output: str | os.PathLike, basis: Any = None, structures: str | None = None,
                     matrix: str = "auto", periodic: bool | None = None, **attributes: Any) -> int:
    """Writes a data set of everything in a SALTED working directory; returns the number of structures.

    structures: the xyz file, default that of inp.yaml. periodic: default where the xyz file has a lattice and the code is not PySCF.
    matrix: what overlaps/ holds: "overlap", "metric" (any other, as the Coulomb matrices of CP2K), "none" (ignored, computed when
    needed), or "auto": numerical functions have an overlap, Gaussian ones nothing to store where the matrices are the analytic
    overlap (looked at in the first structure) and a metric where they are not. Structures without coefficients are an error.
    """
    import ase.io

    if matrix not in ("auto", "overlap", "metric", "none"):
        raise InvalidInput(f"matrix is auto, overlap, metric or none, not {matrix!r}")
    directory = Path(directory)
    must_exist(directory, "folder")
    settings = _settings(directory)
    name = structures or settings.get("system", {}).get("filename")
    if name is None:
        raise InvalidInput(f"{directory}: no inp.yaml that names the xyz file; give structures=")
    root = directory / settings.get("salted", {}).get("saltedpath", ".")
    must_exist(directory / name)
    keep_apart(output, _read_files(directory, root, directory / name))
    frames = ase.io.read(directory / name, ":")
    code = settings.get("qm", {}).get("qmcode")
    every = sorted({s for frame in frames for s in frame.get_chemical_symbols()})
    found = _basis(basis, directory, settings, frames[0].get_chemical_symbols() if code == "aims" and basis is None else every)
    response = (root / "coefficients/x/coefficients_conf0.npy").exists()
    density = not response or (root / "coefficients/coefficients_conf0.npy").exists()
    stored = None if matrix == "none" else matrix
    with Writer(output, found, **{"title": f"imported from SALTED, {code or 'unknown code'}", **attributes}) as file:
        for i, frame in enumerate(frames):
            size = function_count(found, frame.numbers)
            arrays: dict[str, np.ndarray] = {}
            if response:
                arrays["response"] = np.array([_load(root / f"coefficients/{k}/coefficients_conf{i}.npy", (size,)) for k in "xyz"])
            if density:
                arrays["coefficients"] = _load(root / f"coefficients/coefficients_conf{i}.npy", (size,))
            in_cell = bool(frame.pbc.any()) and code != "pyscf" if periodic is None else periodic
            cell = np.array(frame.cell) / BOHR if in_cell else None
            directions = frame.pbc.astype(int) if in_cell and frame.pbc.any() else None
            if periodic is None and code == "pyscf" and frame.pbc.any():
                raise InvalidInput(f"structure {i} has a lattice, but PySCF's workflow of SALTED is for molecules; say what it is: "
                                 "periodic=True or periodic=False")
            if stored is not None:
                values = _load(root / f"overlaps/overlap_conf{i}.npy", (size, size))
                if stored == "auto":
                    stored = _kind_of_matrix(values, found, frame.numbers, frame.positions / BOHR, cell)
                if stored is not None:
                    arrays[stored] = values
            file.add(frame.numbers, frame.positions / BOHR, cell=cell, pbc=directions, attributes={"label": f"conf{i}"}, **arrays)
        return file.count


def _read_files(directory: Path, root: Path, xyz: Path) -> list[Path]:
    """Everything that may be read of a working directory: settings, bases, arrays."""
    named = [path for path in directory.iterdir() if path.is_file() and path.suffix not in (".h5", ".hdf5")]
    return [xyz, *named, *(directory / "basis").glob("*"), *(root / "coefficients").rglob("*.npy"), *(root / "overlaps").glob("*.npy")]


def _kind_of_matrix(values: np.ndarray, basis: Basis, numbers: np.ndarray, positions: np.ndarray, cell: np.ndarray | None) -> str | None:
    if _numerical(basis):
        return "overlap"
    return None if np.abs(values - _overlap(basis, numbers, positions, cell)).max() < _SAME * np.abs(values).max() else "metric"


def _overlap(basis: Basis, numbers: np.ndarray, positions: np.ndarray, cell: np.ndarray | None) -> np.ndarray:
    from ..pyscf import auxiliary_molecule, file_order, metric_matrix

    aux = auxiliary_molecule(basis, numbers, positions, cell)
    order = file_order(aux)
    return metric_matrix(aux, "overlap")[np.ix_(order, order)]


def _load(path: Path, shape: tuple[int, ...]) -> np.ndarray:
    if not path.exists():
        raise MissingFile(f"{path} is missing")
    values = np.load(path)
    if values.shape != shape:
        raise InvalidInput(f"{path}: shape {values.shape}, expected {shape} for the basis and the atoms of this structure")
    return values


def export_directory(dataset: str | os.PathLike, directory: str | os.PathLike, overlaps: bool = True, qm: dict[str, Any] | None = None) -> int:
    """Writes a SALTED working directory, new or empty, from a data set; returns the number of structures.

    qm: entries of inp.yaml's section (qmcode, dfbasis, qmbasis ...). overlaps: also the matrices (stored, or analytic overlaps).
    Beside what SALTED reads there is new_basis_entry.yaml, the numbers of shells, for its list of bases.
    """
    import ase
    import ase.io
    import yaml

    directory = Path(directory)
    _check_empty(directory)
    basis, structures, _ = read(dataset)
    if (qm or {}).get("qmcode") is None and (_numerical(basis) or any("cell" in s for s in structures)):
        raise InvalidInput("cells and numerical functions are not of PySCF's workflow; name the code: qm={'qmcode': 'cp2k'} or 'aims'")
    (directory / "coefficients").mkdir(parents=True, exist_ok=True)
    qm = {"path2qm": "./", "qmcode": "pyscf", "dfbasis": "rhofield", **(qm or {})}
    if qm["qmcode"] == "cp2k" and not _numerical(basis):
        for symbol, shells in basis.items():
            cp2k.write_basis_file(directory / f"{symbol}-{qm['dfbasis']}", symbol, shells, qm["dfbasis"])
    frames = []
    for i, s in enumerate(structures):
        cell = s.get("cell")
        frames.append(ase.Atoms(numbers=s["numbers"], positions=s["positions"] * BOHR, cell=None if cell is None else cell * BOHR,
                                pbc=False if cell is None else s.get("pbc", [1, 1, 1])))
        if "coefficients" in s:
            np.save(directory / f"coefficients/coefficients_conf{i}.npy", s["coefficients"])
        for k, axis in enumerate("xyz" if "response" in s else ""):
            (directory / f"coefficients/{axis}").mkdir(exist_ok=True)
            np.save(directory / f"coefficients/{axis}/coefficients_conf{i}.npy", s["response"][k])
        if overlaps:
            (directory / "overlaps").mkdir(exist_ok=True)
            values = s.get("metric", s.get("overlap"))
            np.save(directory / f"overlaps/overlap_conf{i}.npy", _overlap(basis, s["numbers"], s["positions"], cell) if values is None else values)
    _write_xyz(directory / "structures.xyz", frames)
    used = sorted({symbol for s in structures for symbol in symbols_of(s["numbers"])})
    response = any("response" in s for s in structures) and not any("coefficients" in s for s in structures)
    settings = {"salted": {"saltedname": "rhofield", "saltedpath": "./", "saltedtype": "density-response" if response else "density"},
                "system": {"filename": "./structures.xyz", "species": used}, "qm": qm}
    (directory / "inp.yaml").write_text(yaml.safe_dump(settings, sort_keys=False))
    numbers = {symbol: [sum(s.l == l for s in basis[symbol]) for l in range(max(s.l for s in basis[symbol]) + 1)] for symbol in used if basis[symbol]}
    (directory / "new_basis_entry.yaml").write_text(
        yaml.safe_dump({qm["dfbasis"]: {symbol: {"lmax": len(n) - 1, "nmax": n} for symbol, n in numbers.items()}}, default_flow_style=None))
    return len(structures)


def _check_empty(directory: Path) -> None:
    """What another export left would be read as part of this one."""
    if directory.exists() and not directory.is_dir():
        raise InvalidInput(f"{directory} is a file; name a folder, new or empty")
    there = sorted(path.name for path in directory.iterdir()) if directory.exists() else []
    if there:
        raise InvalidInput(f"{directory} is not empty ({', '.join(there[:3])}{', ...' if len(there) > 3 else ''}): what is in it would be "
                           "read back beside the export; name a new folder, or empty it first")


def _write_xyz(path: Path, frames: list) -> None:
    """Extended XYZ with all digits: ASE's writer rounds to 1e-8 angstrom."""
    with open(path, "w") as file:
        for frame in frames:
            lattice = "" if not frame.pbc.any() else 'Lattice="' + " ".join(f"{v:.17g}" for v in np.array(frame.cell).ravel()) + '" '
            periodic = " ".join("FT"[int(p)] for p in frame.pbc)
            file.write(f'{len(frame)}\n{lattice}Properties=species:S:1:pos:R:3 pbc="{periodic}"\n')
            for symbol, r in zip(frame.get_chemical_symbols(), frame.positions):
                file.write(f"{symbol} {r[0]:.17g} {r[1]:.17g} {r[2]:.17g}\n")
