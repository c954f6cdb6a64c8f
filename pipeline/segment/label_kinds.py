"""What kind of label a word is, by its values: where the report has no other label of that kind.

    Gjennomføring: Pågår            stands above periods in other reports
    Fase │ Under arbeid │ Eier │ JD   words that no vocabulary has

What is found counts as the report's own words, as if the register stated them. Nothing is held
against the overview: else the report could not contradict it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex
from msgspec.structs import replace

from pipeline.norwegian.ministries import find_ministries
from pipeline.norwegian.statuses import status_at_start
from pipeline.seams.terms import Terms
from pipeline.segment.labels import GAP, LABEL_WORDS, SEPARATORS, bare_label
from pipeline.segment.lines import Line, text_of
from pipeline.segment.table_columns import cells_of
from pipeline.segment.vocabulary import labels

PLACES = 3  # in fewer, a label may have its values by chance
MOST = 2 / 3  # of a label's places have a value of its kind, and of the measures have the label
STRAY = 1 / 4  # of its places: as often may another label of that kind stand elsewhere
MEANINGS = 2  # different statuses: a deadline may be «Løpende» every time
SAME = 3.0  # points: cells of a column begin as near to each other
CELL = regex.compile(r"(?P<label>\p{Lu}[\p{L}./ -]{1,38}?)\s?:(?:\s+(?P<value>.*))?")
PART = re.compile(rf"\s[{SEPARATORS}]\s")
KNOWN_AS = {"status": (None, "period"), "ministries": (None,)}  # what it may be in the vocabulary


class _Cell(NamedTuple):
    text: str
    x0: float


class _Place(NamedTuple):
    """A place where a label may stand, and what may be its value there: beside or below it."""

    label: str
    values: tuple[str, ...]


def with_kinds_by_values(lines: Sequence[Line], terms: Terms) -> Terms:
    """The terms, with the labels whose kind the report's values tell."""
    places: dict[str, list[_Place]] = defaultdict(list)
    for place in _places(lines):
        places[place.label.casefold()].append(place)
    known = labels(terms)
    often = {name: at for name, at in places.items() if len(at) >= PLACES or name in known}
    found: list[tuple[str, str]] = []
    for kind in KNOWN_AS:
        label = _label_of_kind(kind, often, terms, [name for name, _ in found])
        found += [(label, kind)] if label is not None else []
    return replace(terms, labels=(*terms.labels, *found)) if found else terms


def _label_of_kind(
    kind: str, places: dict[str, list[_Place]], terms: Terms, taken: Sequence[str]
) -> str | None:
    """The label of the kind by its values; None where there is another, or more than one."""
    known = {name: label.kind for name in places if (label := bare_label(name, terms))}
    like = {
        name: at for name, at in places.items()
        if known.get(name) in KNOWN_AS[kind] and name not in taken and _has_values(kind, at, terms)
    }  # fmt: skip
    if len(like) != 1:
        return None
    name, at = like.popitem()
    stray = sum(len(places[other]) for other in known if known[other] == kind)
    most = max(len(places[other]) for other in [*known, *taken, name])
    return name if stray <= STRAY * len(at) and len(at) >= MOST * most else None


def _has_values(kind: str, places: Sequence[_Place], terms: Terms) -> bool:
    """Whether most places have a value of the kind; of statuses, not always the same."""
    read: Callable[[str, Terms], str | None] = _status if kind == "status" else _ministries
    if reads_as_value(places[0].label, terms):
        return False
    values = [next(filter(None, (read(v, terms) for v in at.values)), None) for at in places]
    different = len(set(values) - {None})
    return (
        sum(value is not None for value in values) >= MOST * len(places)
        and different >= (MEANINGS if kind == "status" else 1)
    )  # fmt: skip


def reads_as_value(text: str, terms: Terms) -> bool:
    """Whether a text is a status or ministries, and no label."""
    return any(read(text, terms) is not None for read in (_status, _ministries))


def _status(text: str, terms: Terms) -> str | None:
    status = status_at_start(text, terms.statuses)
    return status.status if status is not None else None


def _ministries(text: str, _: Terms) -> str | None:
    named, unread = find_ministries(text)
    return text if named and not unread else None


def _places(lines: Sequence[Line]) -> Iterator[_Place]:
    """Where labels may stand, on which lines and in which cells: in short words with a capital."""
    for line, below in pairwise([*lines, None]):
        assert line is not None
        cells = _cells(line)
        for cell, beside in pairwise([*cells, None]):
            assert cell is not None
            for name, value, is_alone in _named(cell.text):
                if value:
                    yield _Place(name, (value,))
                elif is_alone:
                    is_near = below is not None and below.page == line.page
                    under = _cells(below) if below is not None and is_near else []
                    yield _Place(name, tuple(_values(cell, beside, under)))


def _cells(line: Line) -> list[_Cell]:
    if not line.is_parted(GAP):  # as most lines
        return [_Cell(line.text, (line.several or (line,))[0].x0)]
    return [_Cell(text_of(cell), cell[0].x0) for cell in cells_of(line, GAP)]


def _named(text: str) -> Iterator[tuple[str, str | None, bool]]:
    """What may be labels in a cell: each with its value behind a colon, and whether it is alone."""
    parts = PART.split(text)
    for part in parts:
        if not part[:1].isupper():  # as in most lines
            continue
        match = CELL.fullmatch(part) if ":" in part else None
        name, value = (match["label"], match["value"]) if match else (part, None)
        if name.count(" ") < LABEL_WORDS and name[-1] not in ".,;:":
            yield name, value, len(parts) == 1


def _values(cell: _Cell, beside: _Cell | None, under: Sequence[_Cell]) -> Iterator[str]:
    """What may be a label's value: the cell beside it, perhaps with a line below, or that below."""
    if beside is not None:
        yield beside.text
        yield from (f"{beside.text} {more.text}" for more in _below(beside, under))
    yield from (more.text for more in _below(cell, under))


def _below(cell: _Cell, under: Sequence[_Cell]) -> Iterator[_Cell]:
    return (other for other in under if abs(other.x0 - cell.x0) < SAME)
