"""All that segment hands on, at once; the stages read only what they need."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline.seams.entries import (
    Block,
    Division,
    Entry,
    FieldColumn,
    Unplaced,
    read_blocks,
    read_listed,
)


class Structure(NamedTuple):
    """Blocks in reading order, entries of both sources, and doubts."""

    blocks: list[Block]
    entries: list[Entry]
    columns: list[FieldColumn]
    stated: list[str]
    unplaced: list[Unplaced]
    divisions: list[Division]


def read_structure(folder: Path) -> Structure:
    """What segment wrote to `folder`."""
    listed = read_listed(folder)
    return Structure(
        list(read_blocks(folder)),
        listed.entries,
        listed.columns,
        listed.stated,
        listed.unplaced,
        listed.divisions,
    )
