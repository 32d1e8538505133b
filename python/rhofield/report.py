"""One self-contained HTML page about a training run: choices, training, learning curve, errors, worst structures.

    rhofield train water.h5 -o water.model.h5 --json > run.json
    rhofield-report run.json -o report.html        # or: python -m rhofield report ...
    rhofield-report water.model.h5 water.h5 -o report.html
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from . import __version__, plot
from .configuration import Configuration
from .data import DataSet
from .errors import Error, InvalidInput
from .files import check_writable, keep_apart
from .model import DeviceLike, Model, Progress
from .training import DensityErrors, PropertyErrors, ResponseErrors, TrainingReport, learning_curve, split, validate
from .uncertainty import validate_uncertainty

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 62em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.6em; margin-bottom: 0; } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #ddd; }
h3 { font-size: 1em; } p.note { color: #666; font-size: 0.9em; }
table { border-collapse: collapse; margin: 0.6em 0; } td, th { padding: 0.15em 1.2em 0.15em 0; text-align: left; }
th { font-weight: 600; border-bottom: 1px solid #ccc; } td.number, th.number { text-align: right; }
code, pre { font-size: 0.88em; } pre { background: #f6f6f6; padding: 0.8em; overflow-x: auto; }
figure { display: inline-block; margin: 0.5em 1em 0.5em 0; vertical-align: top; }
figcaption { color: #666; font-size: 0.85em; max-width: 30em; } img { max-width: 100%; }
"""
#: of the properties whose units data sets have fixed (docs/data_format.md)
UNITS = {"energy": "hartree", "charge": "e", "dipole": "e bohr", "polarizability": "bohr³"}
MOST_POINTS = 20000  # of a parity plot: more cannot be told apart


# --- pieces of HTML --------------------------------------------------------------------------------------------------


def _number(value: Any) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, (int, np.integer)) else f"{float(value):.4g}"


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Numbers stand on the right."""
    rows = [list(row) for row in rows]
    numeric = [all(not isinstance(row[c], str) for row in rows) for c in range(len(header))]

    def line(cells: Sequence[Any], tag: str) -> str:
        return "<tr>" + "".join(
            f"<{tag}{' class=number' if right else ''}>{escape(c) if isinstance(c, str) else _number(c)}</{tag}>"
            for c, right in zip(cells, numeric)) + "</tr>"

    return "<table>" + line(header, "th") + "".join(line(row, "td") for row in rows) + "</table>"


def _facts(pairs: Iterable[tuple[str, Any]]) -> str:
    return "<table>" + "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(v) if isinstance(v, str) else _number(v)}</td></tr>"
        for name, v in pairs) + "</table>"


def _picture(figure: Figure, caption: str) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=120)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return (f'<figure><img alt="{escape(caption)}" src="data:image/png;base64,{data}" '
            f'width="{int(figure.get_figwidth() * 96)}"><figcaption>{escape(caption)}</figcaption></figure>')


def _ranges(indices: Sequence[int]) -> str:
    """"0-47,50" of ascending indices, shortened."""
    parts: list[list[int]] = []
    for k in sorted(indices):
        if parts and k == parts[-1][1] + 1:
            parts[-1][1] = k
        else:
            parts.append([k, k])
    words = [f"{a}" if a == b else f"{a}-{b}" for a, b in parts]
    return ",".join(words[:12]) + (f", ... ({len(indices)})" if len(words) > 12 else "")


# --- sections --------------------------------------------------------------------------------------------------------


def _summary(model: Model, data: DataSet, train: Sequence[int], test: Sequence[int], where: Mapping[str, str]) -> str:
    info = model.info()
    learned = {**info["quantities"], **info["properties"]}
    pairs = [*where.items(), ("data set", f"{data.title or '(no title)'}: {len(data)} structures of {', '.join(data.species)}"),
             ("trained on", f"{len(train)} structures ({_ranges(train)})" if train else "not known"),
             ("tested on", f"{len(test)} structures ({_ranges(test)})"),
             ("environments", ", ".join(f"{n} of {element}" for element, n in info["environments"].items()))]
    pairs += [(name, f"{item['weights']} weights; {item['summary']}") for name, item in learned.items()]
    return _facts(pairs)


def _settings(configuration: Configuration) -> str:
    changes = configuration.changes()
    text = _table(["key", "value"], changes.items()) if changes else "<p>All choices have their defaults.</p>"
    return (f"{text}<details><summary>every key</summary><pre>{escape(configuration.text())}</pre></details>")


def _training(report: TrainingReport | None, run: Mapping[str, Any]) -> str:
    """Solver, stages and convergence, from this program or the JSON of `rhofield train`."""
    if report is not None:
        solutions = {name: dict(weights=s.weights, regularisation=s.regularisation, solver=s.solver,
                                convergence=[(i, residual) for i, residual, *_ in s.iterations])
                     for name, s in report.solutions.items()}
        seconds, remarks = list(report.seconds), report.warnings + report.notes
    else:
        named = {name: run[name] for name in ("density", "response") if name in run} | (run.get("properties") or {})
        solutions = {name: dict(weights=s["weights"], regularisation=s["regularisation"], solver=s["solver"],
                                convergence=[(i["iteration"], i["relative_residual"]) for i in s.get("convergence", [])])
                     for name, s in named.items()}
        seconds, remarks = [(s["stage"], s["seconds"]) for s in run.get("seconds_by_stage", [])], []
    if not solutions:
        return ""
    text = "<h2>Training</h2>" + _table(
        ["quantity", "weights", "η", "solver", "iterations"],
        [(name, s["weights"], s["regularisation"], s["solver"], len(s["convergence"]) or None)
         for name, s in solutions.items()])
    if seconds:
        text += _table(["stage", "seconds"], [*seconds, ("together", sum(value for _, value in seconds))])
    text += "".join(f"<p>{escape(remark)}</p>" for remark in remarks)
    iterated = {name: s["convergence"] for name, s in solutions.items() if s["convergence"]}
    if iterated:
        ax = Figure(figsize=(4.8, 3.2), layout="constrained").add_subplot()
        for name, points in iterated.items():
            ax.semilogy(*np.array(points).T, label=name)
        ax.set_xlabel("iteration")
        ax.set_ylabel("relative residual")
        ax.legend(frameon=False, fontsize="small")
        text += _picture(ax.figure, "Convergence of conjugate gradients")
    return text


def _curve(points: Sequence[Mapping[str, Any]]) -> str:
    columns = [("structures", "structures"), ("weights", "weights"), ("regularisation", "η"), ("percent", "% of the spread"),
               ("percent_of_norm", "% of the norm"), ("rmse", "RMSE"), ("mae", "MAE"), ("train_percent", "% training"),
               ("polarizability_percent", "% polarizability")]
    text = "<h2>Learning curve</h2>"
    for name in dict.fromkeys(p["quantity"] for p in points):
        part = [p for p in points if p["quantity"] == name]
        shown = [(key, title) for key, title in columns if any(p.get(key) is not None for p in part)
                 and not (name == "response" and key == "percent")]  # a response has no spread but its norm
        text += _picture(plot.learning_curve(part).figure, f"Error of the {name} on the test set against training structures")
        text += _table([title for _, title in shown], [[p.get(key) for key, _ in shown] for p in part])
    return text


def _structure_name(data: DataSet, index: int) -> tuple[str, str]:
    atoms = data[index].atoms
    return atoms.get_chemical_formula(), str(atoms.info.get("label", ""))


def _worst(data: DataSet, indices: Sequence[int], errors: Sequence[float], unit: str, count: int) -> tuple[str, list[int]]:
    order = np.argsort(errors)[::-1][:count]
    rows = [(int(indices[k]), *_structure_name(data, int(indices[k])), errors[k]) for k in order]
    return _table(["index", "formula", "label", f"error, {unit}"], rows), [int(k) for k in order]


def _thinned(*arrays: np.ndarray) -> list[np.ndarray]:
    if arrays[0].size <= MOST_POINTS:
        return list(arrays)
    picks = np.sort(np.random.default_rng(0).choice(arrays[0].size, MOST_POINTS, replace=False))
    return [a[picks] for a in arrays]


def _density(model: Model, data: DataSet, errors: DensityErrors, worst: int, device: DeviceLike) -> str:
    facts: list[tuple[str, Any]] = [("of the spread around the species means, %", errors.total_percent),
                                    ("of the norm, %", errors.total_percent_of_norm)]
    if errors.predicted_electrons.size:
        facts.append(("electrons, mean absolute, e", errors.electron_error))
    text = "<h2>Errors of the density</h2>" + _facts(facts)
    frames = [data[int(k)].atoms for k in errors.indices]
    predicted = model.predict(frames, quantities="density", device=device).coefficients
    base, symbols, reference = [], [], []
    for k, atoms in zip(errors.indices, frames):
        base.append(model.mean_coefficients(atoms))
        symbols += [s for s in atoms.get_chemical_symbols() for _ in range(model.basis.size(s))]
        reference.append(data[int(k)].coefficients)
    mean = np.concatenate(base)
    species = data.species
    by_element = np.argsort([species.index(s) for s in symbols], kind="stable")
    x, y, groups = _thinned((np.concatenate(reference) - mean)[by_element], (np.concatenate(predicted) - mean)[by_element],
                            np.array(symbols)[by_element])
    note = f"; {MOST_POINTS} of {mean.size} points" if mean.size > MOST_POINTS else ""
    text += _picture(plot.parity(x, y, label="coefficients less species means", groups=groups).figure,
                     f"Coefficients of the test set, by element{note}")
    text += _picture(plot.errors_by_block(errors.percent_by_block).figure, "Errors by element and order; no metric")
    table, order = _worst(data, errors.indices, errors.percent, "% of the spread", worst)
    text += "<h3>Worst structures</h3>" + table
    if order and model.basis.is_gaussian:
        k = order[0]
        atoms = frames[k]
        name = f"structure {int(errors.indices[k])} ({atoms.get_chemical_formula()})"
        text += _picture(plot.density_slice(model.basis, atoms, predicted[k], device=device).figure,
                         f"Predicted density of {name}, the worst one")
        text += _picture(plot.difference_slice(model.basis, atoms, predicted[k], reference[k], device=device).figure,
                         f"Predicted less reference density of {name}")
    return text


def _response(data: DataSet, errors: ResponseErrors, worst: int) -> str:
    facts: list[tuple[str, Any]] = [("of the norm, %", errors.total_percent)]
    facts += [(f"field along {axis}, %", value) for axis, value in zip("xyz", errors.total_field_percent)]
    if len(errors.predicted_polarizability):
        facts.append(("polarizability against that of the reference coefficients, %", errors.fitted_polarizability_percent))
        if errors.polarizability_percent is not None:
            facts.append(("polarizability against the data's own, %", errors.polarizability_percent))
    text = "<h2>Errors of the response</h2>" + _facts(facts)
    if len(errors.predicted_polarizability):
        text += _picture(plot.parity(errors.fitted_polarizability, errors.predicted_polarizability, label="polarizability",
                                     unit="bohr³").figure, "Polarizabilities of the test set, all components")
    text += _picture(plot.errors_by_block(errors.percent_by_block, of="norm").figure,
                     "Errors by element and order; no metric")
    return text + "<h3>Worst structures</h3>" + _worst(data, errors.indices, errors.percent, "% of the norm", worst)[0]


def _uncertainty(model: Model, data: DataSet, tested: Sequence[int], device: DeviceLike) -> str:
    """Standardised errors of what was learned with a committee."""
    text = ""
    info = model.info()
    for quantity, item in (info["quantities"] | info["properties"]).items():
        is_property = quantity in info["properties"]
        array = {"density": "coefficients", "response": "response"}.get(quantity)
        known = is_property or all(getattr(data[k], array) is not None for k in tested)
        if not item["committee"] or not known:
            continue
        report = validate_uncertainty(model, data, tested, quantity=quantity, device=device)
        facts: list[tuple[str, Any]] = [("members of the committee", item["committee"]),
                                        ("standardised error" + ("" if is_property else " of the coefficients"),
                                         report.standardised)]
        facts += [(f"of {name}", value) for name, value in (
            ("electrons", report.standardised_electrons), ("dipoles", report.standardised_dipole),
            ("polarizabilities", report.standardised_polarizability)) if value is not None]
        facts += [("mean error", report.mean_error),
                  ("mean error of the most uncertain tenth", report.mean_error_of_most_uncertain)]
        text += f"<h2>Uncertainty of the {quantity}</h2>" + _facts(facts)
        text += _picture(plot.uncertainty(report.expected, report.error).figure,
                         f"Error of the {quantity}{'' if is_property else ' in the metric'} against what was expected; lines: 1/2, "
                         "1 and 2 times it")
    return text


def _property(data: DataSet, errors: PropertyErrors, worst: int) -> str:
    unit = UNITS.get(errors.name, "")
    suffix = f", {unit}" if unit else ""
    facts = [("RMSE" + suffix, errors.rmse), ("MAE" + suffix, errors.mae), ("of the spread, %", errors.percent),
             ("spread" + suffix, errors.spread)]
    if errors.correlation is not None:
        facts.append(("correlation", errors.correlation))
    text = f"<h2>Errors of {escape(errors.name)}</h2>" + _facts(facts)
    if len(errors.parts) > 1:
        text += _table(["order", "RMSE", "MAE", "spread", "% of the spread"],
                       [(p["order"], p["rmse"], p["mae"], p["spread"], p["percent"]) for p in errors.parts])
    reference, predicted = (np.concatenate([np.ravel(v) for v in values]) for values in (errors.reference, errors.predicted))
    scalar = all(np.ndim(v) == 0 for v in errors.reference)
    text += _picture(plot.parity(*_thinned(reference, predicted), label=errors.name, unit=unit).figure,
                     "Test set" + ("" if scalar else ", all components") + ("" if unit else ", in the units of the data"))
    each = [float(np.sqrt(np.mean((p - r) ** 2))) for p, r in zip(errors.predicted, errors.reference)]
    return text + "<h3>Worst structures</h3>" + _worst(data, errors.indices, each, "RMSE" + suffix, worst)[0]


# --- the page --------------------------------------------------------------------------------------------------------


def page(
    model: Model,
    data: DataSet,
    *,
    train: Iterable[int] | None = None,
    test: Iterable[int] | None = None,
    config: Configuration | None = None,
    curve: bool | Sequence[int] = True,
    worst: int = 5,
    title: str | None = None,
    where: Mapping[str, str] | None = None,
    run: Mapping[str, Any] | None = None,
    device: DeviceLike = "auto",
    progress: Progress = None,
) -> str:
    """The HTML of a report, pictures included.

    train, test  indices (default: those of the model's training in this program, else split(data, config))
    config       choices of the training, for the learning curve (default: those of the model)
    curve        whether models are trained on parts of `train`; or the sizes of these parts
    run          what `rhofield train --json` printed
    """
    report = model.report
    if config is None:
        config = report.configuration if report is not None else model.configuration
    if train is None and report is not None:
        train = report.train
    if test is None and report is not None and report.test:
        test = report.test
    if test is None or (train is None and curve):
        parts = split(data, config)
        train = parts[0] if train is None else train
        test = parts[1] if test is None else test
    trained, tested = [int(k) for k in train or []], [int(k) for k in test]
    common = sorted(set(trained) & set(tested))
    if common:
        raise InvalidInput(f"structure {common[0]} would train and test; give the report other indices")
    name = title or f"{', '.join(model.quantities + model.properties)} of {data.title or 'a data set'}"
    body = f"<h1>{escape(name)}</h1><p class=note>Training report of rhofield {__version__}</p>"
    body += _summary(model, data, trained, tested, where or {})
    errors = validate(model, data, tested, device=device, progress=progress)
    body += "<h2>Choices</h2>" + _settings(config) + _training(report, run or {})
    if curve is not False and trained:
        sizes = None if curve is True else list(curve)
        body += _curve(learning_curve(data, sizes, train=trained, test=tested, config=config, device=device,
                                      progress=progress))
    if errors.density is not None:
        body += _density(model, data, errors.density, worst, device)
    if errors.response is not None:
        body += _response(data, errors.response, worst)
    body += _uncertainty(model, data, tested, device)
    for item in errors.properties.values():
        body += _property(data, item, worst)
    body += ('<p class=note>Of the spread: 100 |c - c_ref| / |c_ref - species means|; of the norm: 100 |c - c_ref| / |c_ref|, '
             'norms in the metric of the data (overlap unless they say otherwise). Properties: 100 RMSE / spread.</p>')
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title>'
            f"<style>{STYLE}</style></head><body>{body}</body></html>\n")


def write(path: str | os.PathLike, model: Model, data: DataSet, **choices: Any) -> None:
    """Writes `page(model, data, **choices)` under a temporary name and renames it."""
    check_writable(path)
    text = page(model, data, **choices)
    target = Path(path)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, suffix=".tmp", delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, target)


# --- command line ----------------------------------------------------------------------------------------------------


def _find(path: str, beside: Path) -> str:
    """A file named in a run, which may have been started elsewhere."""
    for candidate in (Path(path), beside.parent / path, beside.parent / Path(path).name):
        if candidate.is_file():
            return str(candidate)
    raise InvalidInput(f"{path}, named in {beside}, is not there")


def _read_run(path: Path) -> dict[str, Any]:
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidInput(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path}: is no text; give RUN.json of `rhofield train DATA --json > RUN.json`, or MODEL and DATA") from None
    except json.JSONDecodeError as error:
        raise InvalidInput(f"{path}: is no JSON ({error}); make it with `rhofield train DATA --json > {path.name}`") from None
    if not isinstance(run, dict) or not {"model", "data", "train", "test"} <= set(run):
        raise InvalidInput(f"{path}: is no record of a training; make it with `rhofield train DATA --json > {path.name}`")
    return run


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rhofield-report", description="One HTML page about a training run.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="RUN.json of `rhofield train --json`, or MODEL DATA")
    parser.add_argument("-o", "--output", default="report.html", help="HTML file to write (default: report.html)")
    parser.add_argument("--train", help="indices that the model was trained on: 0-79,90 (MODEL DATA only)")
    parser.add_argument("--test", help="indices to test on (MODEL DATA only; default: the last fifth)")
    parser.add_argument("-c", "--config", help="choices of the training, for the learning curve (MODEL DATA only)")
    parser.add_argument("--no-curve", action="store_true", help="no learning curve: nothing is trained")
    parser.add_argument("--sizes", help="training structures of its points: 20,50,100")
    parser.add_argument("--worst", type=int, default=5, help="how many of the worst structures are listed (default: 5)")
    parser.add_argument("--title", help="headline")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or cuda:<n>")
    return parser


def _sizes(text: str) -> list[int]:
    try:
        return [int(n) for n in text.split(",")]
    except ValueError:
        raise InvalidInput(f"--sizes {text} means nothing; numbers of structures look like 20,50,100") from None


def _make(options: argparse.Namespace) -> None:
    choices: dict[str, Any] = {"worst": options.worst, "title": options.title, "device": options.device}
    if len(options.files) == 1:
        path = Path(options.files[0])
        if options.train or options.test or options.config:
            raise InvalidInput("a run says itself what was trained and how; leave --train, --test and --config out")
        run = _read_run(path)
        files = [_find(run["model"], path), _find(run["data"], path)]
        choices |= {"run": run, "train": run["train"], "test": run["test"]}
        if "configuration" in run:
            choices["config"] = Configuration(run["configuration"])
    elif len(options.files) == 2:
        files = options.files
    else:
        raise InvalidInput("give RUN.json, or MODEL and DATA")
    model = Model.read(files[0])
    data = DataSet.read(files[1], properties=[p for p in model.properties if p in DataSet.read(files[1]).unread_properties])
    if len(options.files) == 2:
        config = Configuration(options.config) if options.config else model.configuration
        lists = {f"data.{key}_indices": value for key, value in (("train", options.train), ("test", options.test)) if value}
        for key, value in lists.items():
            config._core.set(key, f'"{value}"')
        choices["config"] = config
    if options.sizes:
        choices["curve"] = _sizes(options.sizes)
    if options.no_curve:
        choices["curve"] = False
    target = Path(options.output)
    keep_apart(target, [*files, options.files[0]])
    check_writable(target)
    write(target, model, data, where={"model": files[0], "data": files[1]}, **choices)
    print(f"report    {target}")


def main(arguments: Sequence[str] | None = None) -> int:
    """rhofield-report: 0, or 2 for wrong usage or input, 1 for anything else."""
    options = _arguments().parse_args(arguments)
    try:
        _make(options)
    except InvalidInput as error:
        print(f"rhofield-report: error: {error}", file=sys.stderr)
        return 2
    except Error as error:
        print(f"rhofield-report: error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
