"""What people write in corrections.yaml and reviews.yaml, as they would write it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import regex


def entry_of(usual: Mapping[str, str], /, **changed: str | None) -> str:
    """An entry with the usual fields but for what is changed; None leaves a field out.

    A field that is a word of Python's is given with a line behind: `from_`.
    """
    fields = usual | {key.rstrip("_"): value for key, value in changed.items()}
    lines = [f"{key}: {value}" for key, value in fields.items() if value is not None]
    return "- " + "\n  ".join(lines)


def write_list(name: str, folder: Path, *entries: str) -> Path:
    """Write the entries as the list `name`, in the file of that name."""
    path = folder / f"{name}.yaml"
    path.write_text("\n".join([f"{name}:", *entries, ""]), encoding="utf-8")
    return path


def example_of(path: Path) -> str:
    """The file with the example of its comment as its only entry."""
    text = path.read_text(encoding="utf-8")
    lines = regex.search(r"(?m)^# For example:\n((?:#   .*\n)+)", text)
    assert lines is not None
    return f"{path.stem}:\n" + regex.sub(r"(?m)^#   ", "", lines[1])
