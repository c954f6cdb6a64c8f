"""Files that people write by hand, in YAML: read safely, and written with all that they wrote."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.runtime.files import write_text


def read_by_hand(path: Path) -> Any:
    """What stands in the YAML file at `path`, with its comments, its quotes and its lines.

    Raises FileNotFoundError; ruamel's YAMLError for what is no YAML; and a ValueError for bytes
    that are no text, and for a day that is none: 2026-02-30 is made a date, unless it is quoted.
    """
    return _read(_yaml(), path)


def read_plainly(path: Path) -> Any:
    """The plain values in the YAML file at `path`, as DVC reads it. Raises as `read_by_hand`."""
    return _read(YAML(typ="safe"), path)


def write_by_hand(path: Path, content: Any) -> None:
    """Write what `read_by_hand` read and the program changed, replacing `path` in one step."""
    text = io.StringIO()
    _yaml().dump(content, text)
    write_text(path, text.getvalue())


def _read(yaml: YAML, path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise YAMLError("klammer eller innrykk går for dypt.") from error


def _yaml() -> YAML:
    yaml = YAML()  # the round-trip loader is a safe one: it makes no objects but its own
    yaml.preserve_quotes = True
    yaml.width = 96
    return yaml
