"""Hand-written YAML files: read safely, and written back with comments and layout kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.runtime.files import write_text


def read_by_hand(path: Path) -> Any:
    """The content of the YAML file at `path`, with its comments, quotes and line positions.

    Raises FileNotFoundError; ruamel's YAMLError for invalid YAML; and ValueError for bytes that are
    not text and for an unquoted day that does not exist (2026-02-30 is parsed as a date).
    """
    return _read(_yaml(), path)


def read_plainly(path: Path) -> Any:
    """The plain values in the YAML file at `path`, as DVC reads it. Raises as `read_by_hand`."""
    return _read(YAML(typ="safe"), path)


def write_by_hand(path: Path, content: Any) -> None:
    """Write the changed content from `read_by_hand`, replacing `path` in one step."""
    text = io.StringIO()
    _yaml().dump(content, text)
    write_text(path, text.getvalue())


def _read(yaml: YAML, path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise YAMLError("klammer eller innrykk går for dypt.") from error


def _yaml() -> YAML:
    yaml = YAML()  # the round-trip loader is safe: it creates no arbitrary objects
    yaml.preserve_quotes = True
    yaml.width = 96
    return yaml
