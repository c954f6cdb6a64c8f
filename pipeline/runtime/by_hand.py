"""Hand-written YAML files: read safely, and written back with comments and layout kept."""

from __future__ import annotations

import io
import textwrap
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


def add_by_hand(path: Path, under: str, added: dict[str, Any] | list[Any]) -> None:
    """Add entries to the mapping or the list `under`, which stands last in the file.

    Replaces `path` in one step. Raises as `read_by_hand`.
    """
    content = read_by_hand(path)
    before = path.read_text(encoding="utf-8")
    edited = before if before.endswith("\n") else f"{before}\n"
    kept = content[under]
    if not kept:  # is written {} or [], and what is added would stand within
        content[under] = added
        edited = ""
    elif isinstance(added, dict):
        edited += textwrap.indent(_dumped(added), " " * kept.lc.key(next(iter(kept)))[1])
        kept.update(added)
    else:
        edited += textwrap.indent(_dumped(added), " " * (kept.lc.item(0)[1] - len("- ")))
        kept.extend(added)
    _write(path, content, edited)


def remove_by_hand(path: Path, under: str, key: str) -> None:
    """Remove an entry of the mapping `under`; what stands above the next entry stays.

    Replaces `path` in one step. Raises as `read_by_hand`, and KeyError.
    """
    content = read_by_hand(path)
    first, column = content[under].lc.key(key)
    lines = path.read_text(encoding="utf-8").split("\n")
    end = first + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > column):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    del content[under][key]
    _write(path, content, "\n".join(lines[:first] + lines[end:]))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _write(path: Path, content: Any, edited: str) -> None:
    """Write the changed content: as `edited`, if that text says it, because all other lines are
    then as somebody wrote them; a dump folds long ones anew, and loses comments.
    """
    dumped = _dumped(content)
    write_text(path, edited if edited and _said(edited) == _said(dumped) else dumped)


def _dumped(content: Any) -> str:
    text = io.StringIO()
    _yaml().dump(content, text)
    return text.getvalue()


def _said(text: str) -> Any:
    """The plain values of a text; the error where it is no YAML."""
    try:
        return YAML(typ="safe").load(text)
    except (YAMLError, ValueError) as error:
        return error


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
