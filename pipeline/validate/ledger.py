"""What people write about the results: YAML lists of entries, read strictly and safely.

An entry is a mapping of known fields to plain values. The files are written by hand, so
every refusal names the file, the entry and its line.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from pipeline.runtime.by_hand import add_by_hand, read_by_hand
from pipeline.runtime.refusal import Refusal

_Name = TypeVar("_Name", bound=str)
Value = str | int | float | bool | date | None


class Entry(NamedTuple):
    """One entry: where it is written, for messages, and its values by field."""

    location: str
    values: Mapping[str, Value]

    def text(self, field: str) -> str:
        """A non-empty text. Raises `Refusal` for any other value."""
        value = self.printed(field)
        if value is None or not value.strip():
            raise self.refusal(f"«{field}» er tom.")
        return value

    def printed(self, field: str) -> str | None:
        """A printed value: a text, also an empty one, or null."""
        value = self.values[field]
        if value is not None and not isinstance(value, str):
            # Never str(value): YAML reads 0012 as 12, and an id such as 12e456789012 as infinity.
            raise self.refusal(
                f"«{field}» leses ikke som tekst.",
                advice=f"sett anførselstegn rundt det som står etter «{field}:».",
            )
        return value

    def day(self, field: str) -> date:
        """A day, written 2026-11-22."""
        value = self.values[field]
        if isinstance(value, str):
            value = day_of(value)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refusal(
                f"«{field}» er ingen dato ({self.values[field]}).",
                expected="år-måned-dag, for eksempel 2026-11-22.",
            )
        return value

    def known(self, field: str, names: Iterable[_Name], what: str) -> _Name:
        """One of `names`; `what` is the message's word for such a name."""
        value = self.text(field)
        choices = {str(name): name for name in names}
        if value not in choices:
            raise self.refusal(f"{what} «{value}» finnes ikke.", expected=nearest(value, choices))
        return choices[value]

    def refusal(self, found: str, *, expected: str = "", advice: str = "") -> Refusal:
        """A refusal of this entry."""
        return Refusal(self.location, found, expected=expected, advice=advice)


def read_entries(
    path: Path, key: str, fields: Sequence[str], optional: Sequence[str] = ()
) -> list[Entry]:
    """The entries of the list `key` in the YAML file at `path`, each with exactly `fields`.

    An entry may lack those that are `optional`; they are null then.

    Raises `Refusal` for a file that is missing, is not YAML or has other content.
    """
    return [
        _entry(path, entry, number, fields, optional)
        for number, entry in enumerate(_listed(path, _load(path), key), 1)
    ]


def write_entries(path: Path, key: str, added: Iterable[Mapping[str, Value]]) -> None:
    """Add entries to the list `key`; comments and the other entries stay as they are."""
    _listed(path, _load(path), key)
    new = [{field: _safe(value) for field, value in values.items()} for values in added]
    add_by_hand(path, key, new)


def _safe(value: Value) -> Value:
    """The value; in double quotes if it has line breaks that YAML would read as blanks."""
    if isinstance(value, str) and any(letter in value for letter in "\x85\u2028\u2029"):
        quoted: str = DoubleQuotedScalarString(value)
        return quoted
    return value


def nearest(name: str, known: Iterable[str]) -> str:
    """What may have been meant: the most similar known name, else some of them."""
    choices = sorted(known)
    close = difflib.get_close_matches(name, choices, n=1, cutoff=0.6)
    if close:
        return f"kanskje «{close[0]}»."
    if not choices:
        return "ingen er kjent."
    shown = ", ".join(choices[:SHOWN])
    return f"en av: {shown}{' …' if len(choices) > SHOWN else ''}."


SHOWN = 8  # names that a message lists


def day_of(text: str) -> date | None:
    """The day written as 2026-11-22; None for any other text."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-22") else None
    except ValueError:
        return None


def _load(path: Path) -> Any:
    try:
        return read_by_hand(path)
    except FileNotFoundError as error:
        raise Refusal(
            path,
            "filen finnes ikke.",
            expected="en fil med en liste, om så en tom.",
            advice="hent den fra git, der den er lagret med alt som er skrevet i den.",
        ) from error
    except (YAMLError, ValueError) as error:  # a ValueError for 30 February, and for bytes
        raise Refusal(
            path, f"filen er ikke gyldig YAML: {error}", advice="rett den for hånd."
        ) from error


def _listed(path: Path, content: Any, key: str) -> Any:
    """The list of entries; a key with nothing after it has an empty one."""
    if not isinstance(content, Mapping) or list(content) != [key]:
        raise Refusal(
            path,
            f"filen er ikke en liste under «{key}:».",
            expected=f"bare «{key}:», slik filens første linjer viser.",
        )
    entries = content[key]
    if entries is None:
        return CommentedSeq()
    if not isinstance(entries, CommentedSeq):
        raise Refusal(path, f"det som står under «{key}:», er ingen liste.")
    return entries


def _entry(
    path: Path, entry: Any, number: int, fields: Sequence[str], optional: Sequence[str]
) -> Entry:
    line = f", linje {entry.lc.line + 1}" if hasattr(entry, "lc") else ""
    read = Entry(f"{path}, punkt {number}{line}", {})
    if not isinstance(entry, Mapping):
        raise read.refusal("punktet har ingen felter.", expected=f"{', '.join(fields)}.")
    for field in entry:
        if field not in (*fields, *optional):
            raise read.refusal(
                f"feltet «{field}» er ikke kjent.",
                expected=nearest(str(field), (*fields, *optional)),
            )
    missing = [field for field in fields if field not in entry]
    if missing:
        raise read.refusal(
            f"mangler {', '.join(f'«{field}»' for field in missing)}.",
            advice="skriv null der det ikke er noen verdi.",
        )
    return read._replace(values={**dict.fromkeys(optional), **dict(_plain(read, entry))})


def _plain(read: Entry, entry: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """The values as plain Python types, without the YAML reader's notes on quoting."""
    for field, value in entry.items():
        if isinstance(value, str):
            yield field, str(value)
        elif isinstance(value, bool) or value is None or isinstance(value, date):
            yield field, value
        elif isinstance(value, int):
            yield field, int(value)
        elif isinstance(value, float):
            yield field, float(value)
        else:
            raise read.refusal(f"«{field}» er ingen enkel verdi.")
