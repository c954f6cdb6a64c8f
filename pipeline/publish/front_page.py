"""The first page of the annotated copy: what was checked, and the findings with links to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

import pymupdf

from pipeline.glossary.annotated import FRONT
from pipeline.publish.note import Note

WIDTH, HEIGHT, EDGE = 595.0, 842.0, 48.0  # points: A4
LINE, SMALL = 10.2, 7.6  # from one line to the next, and the type size
LONGEST = 90  # letters of a bookmark
ROOM = 7.0  # between the parts
INK, LINKED = (0.1, 0.13, 0.19), (0.04, 0.29, 0.56)


class Front(NamedTuple):
    """What the first page says besides the findings."""

    title: str
    provenance: Sequence[tuple[str, str]]
    counted: str


class _Writer:
    """Writes lines on the page from the top."""

    def __init__(self, page: Any) -> None:
        self.page, self.y = page, EDGE
        self.plain, self.bold = pymupdf.Font("helv"), pymupdf.Font("hebo")
        self._width = cache(lambda font, letter, size: font.char_lengths(letter, size)[0])

    def line(self, text: str, size: float, *, bold: bool = False, x: float = EDGE,
             color: tuple[float, float, float] = INK) -> None:  # fmt: skip
        """One line, cut where the page ends."""
        font = self.bold if bold else self.plain
        room = WIDTH - EDGE - x
        fitting = self._fitting(font, text, size, room)
        if fitting < len(text):
            text = f"{text[: fitting - 1].rstrip()}…"
        writer = pymupdf.TextWriter(self.page.rect)
        writer.append((x, self.y), text, font=font, fontsize=size)
        writer.write_text(self.page, color=color)

    def folded(self, text: str, size: float, x: float) -> None:
        """A text on as many lines as it needs."""
        words = text.split()
        while words:
            text = " ".join(words)
            fitting = self._fitting(self.plain, text, size, WIDTH - EDGE - x)
            count = len(words) if fitting == len(text) else max(1, text[:fitting].count(" "))
            self.line(" ".join(words[:count]), size, x=x)
            self.y += LINE
            words = words[count:]

    def _fitting(self, font: Any, text: str, size: float, room: float) -> int:
        """How many letters of a text fit into `room` points."""
        ends = list(accumulate([self._width(font, letter, size) for letter in text]))
        return bisect_right(ends, room)


def add_front_page(document: Any, front: Front, notes: Sequence[Note]) -> None:
    """Put the list of findings before the report's pages, with a bookmark for each finding.

    One line and one link for each finding, the gravest first and last those set aside; what does
    not fit is counted, and has its bookmark.
    """
    firsts: dict[str, Note] = {}
    for note in notes:
        firsts.setdefault(note.finding, note)
    outline = _outline(document)
    page = document.new_page(0, width=WIDTH, height=HEIGHT)
    out = _Writer(page)
    out.y += 8
    out.line("Kontroll av statusrapport: funnene", 16, bold=True)
    out.y += 18
    out.line(front.title, 9.5)
    out.y += LINE + ROOM
    for name, text in front.provenance:
        out.line(name, SMALL, bold=True)
        out.folded(text, SMALL, EDGE + 112)
    out.y += ROOM
    out.folded(
        f"{front.counted} Hvert funn er markert på ordene det gjelder. Sidetallene er sidens "
        "nummer i rapporten; i programmer som teller denne siden med, er tallet ett høyere.",
        SMALL + 1,
        EDGE,
    )  # fmt: skip
    out.y += ROOM
    listed = sorted(firsts.values(), key=lambda note: note.rank)
    room = int((HEIGHT - EDGE - out.y) // LINE)
    shown = listed if len(listed) <= room else listed[: room - 1]
    for note in shown:
        box = pymupdf.Rect(EDGE, out.y - 6, EDGE + 5, out.y + 0.5)
        page.draw_rect(box, color=INK, fill=note.colour, width=0.4)
        out.line(f"s. {note.page}", SMALL, x=EDGE + 10, color=LINKED)
        out.line(note.kind, SMALL, x=EDGE + 36)
        out.line(note.text.split("\n")[1], SMALL, x=EDGE + 84)
        page.insert_link({
            "kind": pymupdf.LINK_GOTO, "page": note.page - 1 + FRONT,
            "from": pymupdf.Rect(EDGE, out.y - 8, WIDTH - EDGE, out.y + 2), "to": _corner(note),
        })  # fmt: skip
        out.y += LINE
    if len(shown) < len(listed):
        out.line(f"og {len(listed) - len(shown)} til: se bokmerkene.", SMALL, x=EDGE + 84)
    document.set_toc(
        [
            [1, "Funnene", 1],
            *([2, _short(note.text.split("\n")[1]), note.page + FRONT] for note in listed),
            *outline,
        ]
    )  # fmt: skip
    document.set_page_labels([
        {"startpage": 0, "prefix": "Funn", "style": "", "firstpagenum": 1},
        {"startpage": FRONT, "prefix": "", "style": "D", "firstpagenum": 1},
    ])  # fmt: skip


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST].rstrip()} …"


def _outline(document: Any) -> list[list[Any]]:
    """The report's own bookmarks, those that lead to a page, as they are behind the first page."""
    return [[level, title, page + FRONT] for level, title, page in document.get_toc() if page > 0]


def _corner(note: Note) -> Any:
    """Where to look on the page: a little above the first marked words."""
    return pymupdf.Point(0, max(0.0, note.boxes[0].top - 40) if note.boxes else 0.0)
