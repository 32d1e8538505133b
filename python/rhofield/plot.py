"""Pictures with matplotlib. Each function draws into `ax` (default: a new one) and returns it.

    ax = rhofield.plot.density_slice(model.basis, atoms, coefficients)
    ax.figure.savefig("density.png")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ase
import matplotlib.colors
import matplotlib.ticker
import numpy as np
from ase.data import covalent_radii
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from numpy.typing import ArrayLike, NDArray

from .basis import Basis
from .errors import InvalidInput
from .grids import density_at
from .model import DeviceLike

Array = NDArray[np.float64]


def _axes(ax: Axes | None, size: tuple[float, float] = (4.8, 3.6)) -> Axes:
    return Figure(figsize=size, layout="constrained").add_subplot() if ax is None else ax


def learning_curve(points: Sequence[Mapping[str, Any]], *, error: str = "percent", ax: Axes | None = None) -> Axes:
    """Test errors against training structures, both logarithmic: one line for each quantity and regularisation.

    `points` as rhofield.learning_curve gives them; `error` is any of their keys (percent, percent_of_norm, rmse, mae).
    """
    ax = _axes(ax)
    if not points:
        raise InvalidInput("a learning curve without points cannot be drawn")
    lines: dict[tuple, list] = {}
    for p in points:
        lines.setdefault((p["quantity"], p["regularisation"]), []).append((p["structures"], p[error]))
    names = {quantity for quantity, _ in lines}
    for (quantity, eta), line in lines.items():
        label = ", ".join(([quantity] if len(names) > 1 else []) + ([f"η = {eta:g}"] if len(lines) > len(names) else []))
        ax.plot(*np.array(sorted(line)).T, "o-", markersize=4, label=label or quantity)
    ax.set_xscale("log")
    ax.set_yscale("log")
    sizes = sorted({p["structures"] for p in points})
    ax.set_xticks(sizes, [str(n) for n in sizes])
    ax.xaxis.set_minor_locator(matplotlib.ticker.NullLocator())
    ax.yaxis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
    values = [p[error] for p in points]
    few_decades = max(values) < 200 * min(values)
    ax.yaxis.set_minor_formatter(matplotlib.ticker.FuncFormatter(
        lambda y, _: f"{y:g}" if few_decades and round(y / 10 ** np.floor(np.log10(y))) in (2, 5) else ""))
    # A response has no mean to spread around: its errors are those of the norm.
    of = "norm" if names == {"response"} else "spread (response: norm)" if "response" in names else "spread"
    words = {"percent": f"error, % of {of}", "percent_of_norm": "error, % of norm"}
    ax.set_xlabel("training structures")
    ax.set_ylabel(words.get(error, error))
    ax.grid(True, which="major", alpha=0.3)
    ax.legend(frameon=False, fontsize="small")
    return ax


def parity(reference: ArrayLike, predicted: ArrayLike, *, label: str = "", unit: str = "",
           groups: Iterable[str] | None = None, ax: Axes | None = None) -> Axes:
    """Predicted against reference values with the line of equality; RMSE in the corner; `groups` names one of each value.

    Values that differ by less than a hundredth of their size are shown less their middle, which the labels name.
    """
    ax = _axes(ax, (4.0, 4.0))
    x, y = np.ravel(np.asarray(reference, dtype=float)), np.ravel(np.asarray(predicted, dtype=float))
    if x.shape != y.shape or x.size == 0:
        raise InvalidInput(f"{x.size} reference values and {y.size} predicted ones: a parity plot needs as many, and some")
    rmse = np.sqrt(np.mean((x - y) ** 2))
    low, high = min(x.min(), y.min()), max(x.max(), y.max())
    if max(abs(low), abs(high)) > 100 * (high - low) > 0:  # total energies, say: the numbers on the axes would be alike
        middle = float(f"{0.5 * (low + high):.{max(0, 1 - int(np.floor(np.log10(high - low))))}f}")
        x, y, low, high = x - middle, y - middle, low - middle, high - middle
        label = f"{label} {'−' if middle > 0 else '+'} {abs(middle):g}".strip()
    names = np.array(["" for _ in x] if groups is None else list(groups))
    size = 12 if x.size < 1000 else 3
    for name in dict.fromkeys(names):
        part = names == name
        ax.scatter(x[part], y[part], s=size, alpha=0.6, linewidths=0, label=name or None, rasterized=x.size > 5000)
    pad = 0.04 * (high - low) or 1.0
    ax.plot([low - pad, high + pad], [low - pad, high + pad], color="0.4", linewidth=0.8, zorder=0)
    ax.set_xlim(low - pad, high + pad)
    ax.set_ylim(low - pad, high + pad)
    ax.set_aspect("equal")
    ax.locator_params(nbins=5)
    suffix = f", {unit}" if unit else ""
    ax.set_xlabel(f"reference {label}".strip() + suffix)
    ax.set_ylabel(f"predicted {label}".strip() + suffix)
    ax.text(0.97, 0.03, f"RMSE {rmse:.3g} {unit}".strip(), transform=ax.transAxes, ha="right", va="bottom", fontsize="small")
    if groups is not None:
        ax.legend(frameon=False, fontsize="small", loc="upper left", markerscale=2 if size > 5 else 4)
    return ax


def errors_by_block(percent_by_block: Mapping[tuple[str, int], float], *, of: str = "spread",
                    ax: Axes | None = None) -> Axes:
    """Errors by element and order λ: groups of bars. `percent_by_block` as in DensityErrors (of="spread") and ResponseErrors
    (of="norm")."""
    ax = _axes(ax)
    if not percent_by_block:
        raise InvalidInput("there are no errors by element and order to draw")
    elements = list(dict.fromkeys(element for element, _ in percent_by_block))
    orders = sorted({order for _, order in percent_by_block})
    width = 0.85 / len(elements)
    for k, element in enumerate(elements):
        known = [(order, percent_by_block[element, order]) for order in orders if (element, order) in percent_by_block]
        where = [order + (k - 0.5 * (len(elements) - 1)) * width for order, _ in known]
        ax.bar(where, [value for _, value in known], 0.92 * width, label=element)
    ax.set_xticks(orders)
    ax.set_xlabel("order λ")
    ax.set_ylabel(f"error, % of the {of} of the coefficients")
    ax.set_axisbelow(True)
    ax.grid(True, axis="y", alpha=0.3)
    ax.legend(frameon=False, fontsize="small")
    return ax


def uncertainty(expected: ArrayLike, error: ArrayLike, *, unit: str = "", ax: Axes | None = None) -> Axes:
    """Errors against what was expected of them, both logarithmic, with the lines of one, a half and two expected errors.

    `expected` and `error` as in UncertaintyReport, or of any observable with its standard deviation.
    """
    ax = _axes(ax, (4.0, 4.0))
    x, y = np.ravel(np.asarray(expected, dtype=float)), np.abs(np.ravel(np.asarray(error, dtype=float)))
    if x.shape != y.shape or x.size == 0:
        raise InvalidInput(f"{x.size} expected errors and {y.size} errors: a plot needs as many, and some")
    known = (x > 0) & (y > 0)
    if not known.any():
        raise InvalidInput("no error and expectation above zero; there is nothing to draw")
    low, high = 0.7 * min(x[known].min(), y[known].min()), 1.4 * max(x[known].max(), y[known].max())
    line = np.array([low, high])
    for factor, style in ((1.0, "-"), (0.5, ":"), (2.0, ":")):
        ax.plot(line, factor * line, style, color="0.4", linewidth=0.8, zorder=0)
    ax.scatter(x[known], y[known], s=14, alpha=0.7, linewidths=0)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(low, high)
    ax.set_ylim(low, high)
    if high > 20 * low:  # a power of ten is in sight
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_minor_formatter(matplotlib.ticker.NullFormatter())
    ax.set_aspect("equal")
    suffix = f", {unit}" if unit else ""
    ax.set_xlabel("expected error" + suffix)
    ax.set_ylabel("error" + suffix)
    standardised = np.sqrt(np.mean((y[x > 0] / x[x > 0]) ** 2))
    ax.text(0.97, 0.03, f"standardised {standardised:.2f}", transform=ax.transAxes, ha="right", va="bottom", fontsize="small")
    return ax


def _plane(atoms: ase.Atoms, normal: str | ArrayLike | None, centre: ArrayLike | None) -> tuple[Array, Array, Array]:
    """Origin and two orthonormal directions of a plane, angstrom."""
    origin = atoms.positions.mean(axis=0) if centre is None else np.asarray(centre, dtype=float)
    if normal is None:  # the plane that most atoms lie closest to
        _, _, rows = np.linalg.svd(np.vstack([atoms.positions - atoms.positions.mean(axis=0), np.zeros((3, 3))]))
        axis = rows[2]
        if len(atoms) < 3 and np.abs(axis[2]) > 0.999:
            axis = np.array([0.0, 0.0, 1.0])
        first = rows[0]
    else:
        if isinstance(normal, str):
            if normal not in ("x", "y", "z"):
                raise InvalidInput(f"normal '{normal}' means nothing; use x, y, z or a vector")
            normal = np.eye(3)["xyz".index(normal)]
        axis = np.asarray(normal, dtype=float)
        length = np.linalg.norm(axis)
        if not length > 0:
            raise InvalidInput("the normal of a plane must not be zero")
        axis = axis / length
        towards = np.eye(3)[int(np.argmin(np.abs(axis)))] if abs(axis[0]) > 0.9 else np.array([1.0, 0.0, 0.0])
        first = towards - axis * (towards @ axis)
    first = first / np.linalg.norm(first)
    if first[np.argmax(np.abs(first))] < 0:
        first = -first
    second = np.cross(axis, first)
    if second[np.argmax(np.abs(second))] < 0:
        second = -second
    return origin, first, second


def _sample(basis: Basis, atoms: ase.Atoms, coefficients: ArrayLike, normal: str | ArrayLike | None,
            centre: ArrayLike | None, margin: float, spacing: float, device: DeviceLike):
    origin, first, second = _plane(atoms, normal, centre)
    flat = (atoms.positions - origin) @ np.array([first, second]).T
    (left, bottom), (right, top) = flat.min(axis=0) - margin, flat.max(axis=0) + margin
    u = np.arange(left, right + spacing, spacing)
    v = np.arange(bottom, top + spacing, spacing)
    points = origin + u[None, :, None] * first + v[:, None, None] * second
    heights = (atoms.positions - origin) @ np.cross(first, second)
    return u, v, density_at(basis, atoms, coefficients, points, device=device), flat, heights


def _draw_atoms(ax: Axes, atoms: ase.Atoms, flat: Array, heights: Array, colour: str) -> None:
    for (x, y), height, number, symbol in zip(flat, heights, atoms.numbers, atoms.get_chemical_symbols()):
        if abs(height) > covalent_radii[number] + 0.5:
            continue  # far above or below the plane
        edge = [withStroke(linewidth=2.5, foreground="0.2" if colour == "white" else "white")]
        ax.plot(x, y, "o", markersize=3, color=colour, path_effects=edge)
        ax.annotate(symbol, (x, y), textcoords="offset points", xytext=(4, 3), fontsize="medium", fontweight="bold",
                    color=colour, path_effects=edge)


def density_slice(
    basis: Basis,
    atoms: ase.Atoms,
    coefficients: ArrayLike,
    *,
    normal: str | ArrayLike | None = None,
    centre: ArrayLike | None = None,
    margin: float = 1.5,
    spacing: float = 0.025,
    device: DeviceLike = "auto",
    ax: Axes | None = None,
) -> Axes:
    """A density in a plane, logarithmic colours with contours a factor of ten apart, e/bohr^3.

    normal   "x", "y", "z" or a vector; None: the plane that the atoms lie closest to
    centre   a point of the plane, angstrom; None: the mean position of the atoms
    margin   around the atoms, spacing of the points: angstrom
    """
    ax = _axes(ax, (4.6, 3.8))
    u, v, rho, flat, heights = _sample(basis, atoms, coefficients, normal, centre, margin, spacing, device)
    highest = np.ceil(np.log10(np.percentile(rho, 99.5)))
    levels = 10.0 ** np.arange(highest - 5, highest + 1)
    shown = np.clip(rho, levels[0], None)  # tails, where fits may be slightly negative, are the lowest colour
    image = ax.pcolormesh(u, v, shown, norm=matplotlib.colors.LogNorm(levels[0], levels[-1]), cmap="viridis",
                          shading="gouraud", rasterized=True)
    ax.contour(u, v, shown, levels=levels[1:-1], colors="white", linewidths=0.5)
    _draw_atoms(ax, atoms, flat, heights, "white")
    _colour_bar(ax, image, "density, e/bohr³")
    return _finish_slice(ax)


def difference_slice(
    basis: Basis,
    atoms: ase.Atoms,
    coefficients: ArrayLike,
    reference: ArrayLike,
    *,
    normal: str | ArrayLike | None = None,
    centre: ArrayLike | None = None,
    margin: float = 1.5,
    spacing: float = 0.025,
    limit: float | None = None,
    device: DeviceLike = "auto",
    ax: Axes | None = None,
) -> Axes:
    """coefficients minus reference as a density in a plane, symmetric colours up to `limit` (e/bohr^3; default: the 99th
    percentile of its size). Other arguments as density_slice; an induced density is a difference to zeros."""
    ax = _axes(ax, (4.6, 3.8))
    change = np.asarray(coefficients, dtype=float) - np.asarray(reference, dtype=float)
    u, v, rho, flat, heights = _sample(basis, atoms, change, normal, centre, margin, spacing, device)
    largest = limit or float(np.percentile(np.abs(rho), 99)) or 1.0
    image = ax.pcolormesh(u, v, rho, vmin=-largest, vmax=largest, cmap="RdBu_r", shading="gouraud", rasterized=True)
    _draw_atoms(ax, atoms, flat, heights, "black")
    power = int(np.floor(np.log10(largest)))
    power = 0 if -2 <= power < 3 else power
    bar = _colour_bar(ax, image, "difference, " + (f"$10^{{{power}}}$ " if power else "") + "e/bohr³")
    bar.formatter = matplotlib.ticker.FuncFormatter(lambda v, _: f"{v / 10.0**power:g}".replace("-", "−"))
    return _finish_slice(ax)


def _colour_bar(ax: Axes, image: Any, label: str):
    """As high as the picture, whatever its proportions."""
    return ax.figure.colorbar(image, cax=ax.inset_axes((1.03, 0.0, 0.045, 1.0)), label=label, extend="both")


def _finish_slice(ax: Axes) -> Axes:
    ax.set_aspect("equal")
    ax.set_xlabel("distance, Å")
    ax.set_ylabel("distance, Å")
    return ax
