"""What a report says, apart from how it is set: the data that a pipeline has to give back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

# Printed status → the category it stands for (data-model.md, table `statuses`). A word that is
# not here is one that nobody has used before.
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "Ikke startet": "Ikke startet",
        "Under arbeid": "Under arbeid",
        "Gjennomført": "Gjennomført",
        "Ikkje starta": "Ikke startet",
        "Påbegynt": "Under arbeid",
        "Byrja": "Under arbeid",
        "Ferdig": "Gjennomført",
        "Løpende": "Løpende",
        "Avsluttet": "Avsluttet",
        "Pågående – i rute.": "Pågående – i rute",
        "Pågår": "Under arbeid",
        "Igangsatt": "Under arbeid",
        "Fullført": "Gjennomført",
        "Ferdigstilt": "Gjennomført",
        "Ikke påbegynt": "Ikke startet",
        "Delvis gjennomført": "Delvis gjennomført",
        "I rute": "I rute",
        "Forsinket": "Forsinket",
        "Utgår": "Utgår",
    }
)


def category(status: str) -> str | None:
    """The category of a printed status; what is added after a comma, a full stop or in brackets
    does not count («Under arbeid, forventes ferdig i 2027»). None for a new word."""
    if status in STATUSES:
        return STATUSES[status]
    return STATUSES.get(re.split(r"[,.(]|\s+i\s+\d", status, maxsplit=1)[0].strip())


MINISTRIES = frozenset(
    {"AD", "AID", "ASD", "BFD", "BLD", "DFD", "ED", "FD", "FIN", "HOD", "JD", "KD", "KDD", "KLD"}
    | {"KMD", "KUD", "LMD", "NFD", "OED", "SD", "UD"}
)

FULL_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "AID": "Arbeids- og inkluderingsdepartementet",
        "BFD": "Barne- og familiedepartementet",
        "DFD": "Digitaliserings- og forvaltningsdepartementet",
        "FIN": "Finansdepartementet",
        "HOD": "Helse- og omsorgsdepartementet",
        "JD": "Justis- og beredskapsdepartementet",
        "KD": "Kunnskapsdepartementet",
        "KDD": "Kommunal- og distriktsdepartementet",
        "KUD": "Kultur- og likestillingsdepartementet",
        "UD": "Utenriksdepartementet",
    }
)


@dataclass(frozen=True)
class Link:
    """Words that carry a hyperlink."""

    text: str
    url: str


@dataclass(frozen=True)
class Emphasis:
    """Words in italics, such as the name of a plan."""

    text: str


@dataclass(frozen=True)
class Note:
    """A footnote, called by a raised figure where it stands in the running text."""

    text: str


Run = str | Link | Emphasis | Note
"""A piece of a paragraph. A line feed inside a string is a line break that the author forced: it
puts what follows at the beginning of a line, and reads as a space."""


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list item if it has a mark: `•` and `–` are not text, `a)` and `1)` are."""

    runs: tuple[Run, ...]
    mark: str = ""
    boxed: bool = False
    """In a frame, as a fact box is."""

    @property
    def text(self) -> str:
        """The block as data: forced breaks as spaces, bullets and footnotes left out."""
        words = "".join(
            r if isinstance(r, str) else "" if isinstance(r, Note) else r.text for r in self.runs
        )
        return plain(f"{self.mark} {words}" if self.mark.endswith(")") else words)

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(r.text for r in self.runs if isinstance(r, Note))

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(r for r in self.runs if isinstance(r, Link))


def paragraph(*runs: Run) -> Block:
    return Block(runs)


def items(mark: str, *texts: str) -> tuple[Block, ...]:
    """List items under a bullet, or counted on from `a)` or `1)`."""
    if not mark.endswith(")"):
        return tuple(Block((text,), mark) for text in texts)
    return tuple(Block((text,), f"{chr(ord(mark[0]) + i)})") for i, text in enumerate(texts))


def plain(text: str) -> str:
    """White space folded to single spaces, soft hyphens gone."""
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split())


@dataclass(frozen=True)
class OverviewRow:
    """A measure's row in the overview: None is «as in the text», anything else differs from it."""

    title: str | None = None
    ministries: str | None = None
    status: str | None = None
    chapter: int | None = None
    """Under which chapter's section row it stands."""


@dataclass(frozen=True)
class Measure:
    """A tiltak or anmodningsvedtak as the text has it, and as the overview has it."""

    number: int
    title: str
    ministries: str
    status: str
    narrative: tuple[Block, ...] = ()
    points: tuple[str, ...] = ()
    """Sub-points of the title, each printed after a dash on a line of its own."""
    letter: str = ""
    """A lettered sub-measure's letter: 29 a, 29 b."""
    kind: str = "tiltak"
    period: str = ""
    """What predecessor plans printed as «Gjennomføring: 2014–2017»; not part of the narrative."""
    prefix: str = ""
    """What stands before the number: `1.` of 1.2."""
    part: int = 1
    """The part of the report, where numbers begin anew in each."""
    session: str = ""
    """The session of the Storting that numbered a decision: `2025–2026`."""
    previous: str = ""
    """The status of the report before."""
    decided: str = ""
    """The day of the decision, in a column of the overview."""
    fields: tuple[tuple[str, str], ...] = ()
    """Labels, without colon, that stand beside status and ministries in the text, with values."""
    in_text: bool = True
    overview: tuple[OverviewRow, ...] = (OverviewRow(),)
    """No row: missing in the overview. Two: printed twice there."""

    @property
    def item_id(self) -> str:
        kind = "tiltak" if self.kind == "tiltak" else "vedtak"
        of_part = f"-del-{self.part}" if self.part > 1 else ""
        return f"{kind}-{self.prefix}{self.number}{self.letter}{of_part}"

    @property
    def printed_number(self) -> str:
        return f"{self.prefix}{self.number} {self.letter}".strip()

    @property
    def full_title(self) -> str:
        """The title with its sub-points, as data has it."""
        return plain(" - ".join((self.title, *self.points)))


@dataclass(frozen=True)
class Section:
    """A part of a chapter, with a heading of its own before the measure of that index."""

    before: int
    title: str
    introduction: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Chapter:
    title: str
    measures: tuple[Measure, ...]
    introduction: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    part: str = ""
    """The heading of the part of the report that begins with this chapter: «Del II …»."""


@dataclass(frozen=True)
class Edition:
    """A whole report. A measure that stands twice in the chapters is printed twice in the text."""

    title: str
    subtitle: str
    as_of: str
    """The month as printed on the cover, without «Per»: `juni 2026`."""
    chapters: tuple[Chapter, ...]
    introduction: tuple[Block, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    overview_note: str = ""
    """What stands below the overview table, such as what «alle» means."""
    foreword: tuple[Block, ...] = ()
    summary: tuple[Block, ...] = ()
    """A summary in English, which closes the report."""
    form: Literal["both", "text", "overview", "table"] = "both"
    """Text and overview, one of them alone, or everything in one table."""
    language: str = "nb"
    publisher: str = "Justis- og beredskapsdepartementet"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(measure for chapter in self.chapters for measure in chapter.measures)

    def with_measure(self, item_id: str, **changes: Any) -> Edition:
        """The same report with one measure changed: how most faults are planted. KeyError if
        there is no such item."""
        return self._mapped(item_id, lambda m: (replace(m, **changes),))

    def without_measure(self, item_id: str) -> Edition:
        """The same report without that measure in either source: a gap in the numbering."""
        return self._mapped(item_id, lambda m: ())

    def with_second_printing(self, item_id: str, **changes: Any) -> Edition:
        """The same report with that measure printed a second time in the text, right after the
        first, perhaps with other values there; the overview has it once."""
        return self._mapped(item_id, lambda m: (m, replace(m, overview=(), **changes)))

    def _mapped(self, item_id: str, change: Callable[[Measure], tuple[Measure, ...]]) -> Edition:
        if item_id not in {m.item_id for m in self.measures}:
            raise KeyError(item_id)
        return replace(
            self,
            chapters=tuple(
                replace(
                    chapter,
                    measures=tuple(
                        new
                        for m in chapter.measures
                        for new in (change(m) if m.item_id == item_id else (m,))
                    ),
                )
                for chapter in self.chapters
            ),
        )
