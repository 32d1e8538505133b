"""Names of files, checked before any work is done: no output may replace an input, and every output can be written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from .errors import InvalidInput, MissingFile

PathLike = str | os.PathLike


def must_exist(path: PathLike, what: str = "file") -> None:
    """Raises MissingFile unless there is something of that name."""
    if not os.path.exists(path):
        raise MissingFile(f"{os.fspath(path)}: there is no such {what}")


def check_writable(path: PathLike) -> None:
    """Raises InvalidInput where a file of that name cannot be: its folder is missing, or it is a folder itself."""
    target = Path(path)
    if not target.parent.is_dir():
        raise MissingFile(f"cannot write {target}: the folder {target.parent} is not there; make it first")
    if target.is_dir():
        raise InvalidInput(f"cannot write {target}: it is a folder; name a file")


def keep_apart(output: PathLike, inputs: Iterable[PathLike]) -> None:
    """Raises InvalidInput where the output is one of the inputs; links of both kinds are seen through."""
    if not os.path.exists(output):
        return
    for source in inputs:
        if os.path.exists(source) and os.path.samefile(output, source):
            raise InvalidInput(f"{os.fspath(output)} would replace {os.fspath(source)}, which is read; choose another name")
