"""Choices by the keys of the configuration file (docs/configuration.md), as a mapping, TOML text or a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Union

import numpy as np

from . import _core
from .errors import InvalidInput

ConfigurationLike = Union[None, str, os.PathLike, Mapping[str, Any], "Configuration"]
PropertyLike = Union[str, Mapping[str, Any]]


def _toml(value: Any, key: str) -> str:
    """A Python value as TOML."""
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    if isinstance(value, (str, os.PathLike)):
        text = os.fspath(value)
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(item, f'{key}.{name}')}" for name, item in value.items()) + " }"
    if isinstance(value, Iterable):
        return "[" + ", ".join(_toml(item, key) for item in value) + "]"
    raise InvalidInput(f"{key}: a {type(value).__name__} is no value of a configuration; use numbers, texts, lists")


class Configuration:
    """Everything that can be chosen, with the keys and defaults of the configuration file; lengths in angstrom.

    `values` maps keys to values, flat or nested: {"expansion.cutoff_angstrom": 5, "model": {"zeta": 3}}; or is TOML text
    (with a line break or "="), or the path of a TOML file. Values that only the program uses (data.file, data.model,
    run.device, run.threads) are read and have no effect in Python.

    Raises InvalidInput for unknown keys (naming the nearest known one), wrong types and values out of range.
    """

    def __init__(self, values: ConfigurationLike = None):
        if values is None:
            self._core = _core.Configuration()
        elif isinstance(values, Configuration):
            self._core = values._core.__copy__()
        elif isinstance(values, Mapping):
            self._core = _core.Configuration()
            self._set("", values)
            self._core.validate()
        elif isinstance(values, str) and ("\n" in values or "=" in values):
            self._core = _core.Configuration.parse(values)
        else:
            self._core = _core.Configuration.read(os.fspath(values))

    def _set(self, prefix: str, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            key = f"{prefix}{name}"
            if isinstance(value, Mapping) and not prefix and "." not in name:
                self._set(f"{name}.", value)
            else:
                self._core.set(key, _toml(value, key))

    @classmethod
    def of_model(cls, model: _core.Model) -> Configuration:
        """The part of the choices that a model remembers: all but those of the regression and the split."""
        result = cls()
        result._core = _core.Configuration.of_model(model)
        return result

    def updated(self, quantities: str | None = None, properties: Iterable[PropertyLike] | None = None) -> Configuration:
        """A copy that learns these quantities ("density", "response", "both") or properties.

        Properties are names, "name,key=value,..." as on the command line, or mappings with the keys of [[properties]].
        """
        result = Configuration(self)
        if quantities is not None:
            result._core.set("model.quantities", _toml(quantities, "quantities"))
        if properties is not None:
            result._core.set("properties", "[]")
            named = [properties] if isinstance(properties, (str, Mapping)) else list(properties)
            for item in named:
                if isinstance(item, str):
                    result._core.add_property(item)
                else:
                    words = [str(item.get("name", ""))]
                    words += [f"{key}={_word(value)}" for key, value in item.items() if key != "name"]
                    result._core.add_property(",".join(words))
        result._core.validate()
        return result

    @property
    def properties(self) -> list[str]:
        """Names of the properties to learn."""
        return self._core.properties()

    @property
    def quantities(self) -> list[str]:
        """What is learned where there are no properties: "density", "response"."""
        return self._core.quantities()

    def text(self) -> str:
        """Every key with its value and a comment, as TOML."""
        return self._core.text()

    def write(self, path: str | os.PathLike) -> None:
        """Writes the TOML file that gives this configuration back."""
        Path(path).write_text(self.text(), encoding="utf-8")

    def __repr__(self) -> str:
        changed = self.changes()
        return f"Configuration({changed!r})" if changed else "Configuration()"

    def changes(self) -> dict[str, str]:
        """The keys whose values differ from the defaults, with their values as TOML."""
        default = dict(_keys(_core.Configuration().text()))
        return {key: value for key, value in _keys(self.text()) if default.get(key) != value}


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, (bool, np.bool_)) else str(value)


def _keys(text: str) -> list[tuple[str, str]]:
    """(key, value) of a text that Configuration.text made: one key a line, comments after two blanks."""
    section, count, pairs = "", {}, []
    for line in text.splitlines():
        if line.startswith("[["):
            name = line.strip("[]")
            section = f"{name}[{count.setdefault(name, 0)}]."
            count[name] += 1
        elif line.startswith("["):
            section = line.strip("[]") + "."
        elif "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            pairs.append((section + key.strip(), value.split("  #", 1)[0].strip()))
    return pairs
