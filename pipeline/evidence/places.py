"""The places of a finding's values: which words to mark, and what to show around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.evidence.strips import Printed, printed_on, strip_of
from pipeline.norwegian.letters import small_letters
from pipeline.seams.entries import Span
from pipeline.seams.ids import Ref, RowId, Scope, list_of, parts_of, scope_of, source_of, status_id
from pipeline.seams.tables import Finding, KeptOut, SpanRow
from pipeline.seams.vocabularies import Source
from pipeline.seams.words import Page, Word

FIELDS = {"text": "title", "overview": "overview", "words": "overview", "narrative": "narrative"}
ALIKE = 0.5  # similarity from which two texts are compared word by word
FEW = 4  # words: shorter texts differ as a whole
FRAMED = 12  # words: a longer text that differs as a whole is marked but not framed
REACH = 200.0  # points: the greatest distance from a value to its item's title in one picture
HIGHEST = 330.0  # points: the greatest height of a picture


class Place(NamedTuple):
    """One value on one page.

    `marks` are its lines; `frames` are the words that differ from the other value; `clip` is the
    part of the page to show; `text` has the marked words, `around` all words in the clip, in
    reading order. `whole`: the clip holds all the marks.
    """

    page: int
    marks: tuple[Span, ...]
    frames: tuple[Span, ...]
    clip: Span
    text: str
    around: str
    whole: bool


class Sides(NamedTuple):
    """The places of a finding's two values, one for each page.

    Empty if a value has no place, or the same place as the other (a link and its words).
    """

    left: list[Place]
    right: list[Place]


class Atlas:
    """The pages of a report and the boxes of its rows, for looking up places."""

    def __init__(self, spans: Iterable[SpanRow], pages: Iterable[Page]) -> None:
        self._pages = {page.number: page for page in pages}
        self._printed = {number: page.words for number, page in self._pages.items()}
        self._boxes: dict[tuple[str, RowId], dict[str, list[Span]]] = defaultdict(dict)
        self._siblings: dict[RowId, list[RowId]] = defaultdict(list)
        self._printed_lines: dict[int, Printed] = {}
        for row in spans:
            fields = self._boxes[row.of_table, row.id]
            if not fields and row.of_table == "ministries":
                self._siblings[list_of(row.id)].append(row.id)
            box = Span(row.page, row.x0, row.top, row.x1, row.bottom)
            fields.setdefault(row.field, []).append(box)

    def sides(self, finding: Finding, earlier: Atlas | None = None) -> Sides:
        """The places of both values. A dangling reference has none.

        `earlier` is the atlas of the previous report, if the left value is from there.
        """
        left_atlas = earlier or self
        left = left_atlas._words(finding.left_ref, finding.left_source, finding.left_value)
        right = self._words(finding.right_ref, finding.right_source, finding.right_value)
        here, there = differing([w.text for w in left], [w.text for w in right])
        both = Sides(
            left_atlas._places(left, to_show(here, left), finding.left_ref, finding.left_source),
            self._places(right, to_show(there, right), finding.right_ref, finding.right_source),
        )
        same = [place.marks for place in both.left] == [place.marks for place in both.right]
        return Sides(both.left, []) if same and left_atlas is self else both

    def entry(self, scope: Scope, source: Source) -> list[Place]:
        """The places of an item in one source, one for each page: its title with its status and
        ministries, which are marked.
        """
        title = self._boxes.get(("measures", RowId(scope)), {}).get(FIELDS[source], [])
        listed = status_id(scope, source)
        rows = [("statuses", listed)]
        rows += [("ministries", sibling) for sibling in self._siblings.get(listed, ())]
        marked = [
            box for row in rows for field in self._boxes.get(row, {}).values() for box in field
        ]
        places = []
        for number in sorted({box.page for box in (*title, *marked)} & self._pages.keys()):
            marks = [box for box in dict.fromkeys(marked) if box.page == number]
            heading = [box for box in title if box.page == number]
            clip, whole = self._clip(number, marks or heading, (), heading)
            text = " ".join(word.text for box in marks for word in self._inside(box))
            places.append(Place(number, tuple(marks), (), clip, text, "", whole))
        return places

    def _words(self, ref: Ref | None, source: str | None, value: str | None) -> list[Word]:
        """The printed words of a value; all words of its row if the value is not among them."""
        if ref is None:
            return []
        table, row_id = parts_of(ref)
        if table == "ministries":  # the value is the whole list, the row only its first entry
            listed = self._siblings[list_of(row_id)]
            candidates = [
                [box for sibling in listed for box in self._fields(table, sibling, source)[0]]
            ]
        else:
            candidates = self._fields(table, row_id, source)
        readings = [[word for box in boxes for word in self._inside(box)] for boxes in candidates]
        for words in readings:
            exact = located(words, value or "")
            if exact:
                return exact
        return next(iter(readings), [])

    def _fields(self, table: str, row_id: RowId, source: str | None) -> list[list[Span]]:
        """The boxes of a row, field by field, the source's field first."""
        fields = self._boxes.get((table, row_id), {})
        preferred = FIELDS.get(source or "", "title")
        return [fields[name] for name in sorted(fields, key=lambda name: name != preferred)]

    def _inside(self, box: Span) -> list[Word]:
        """The words whose centre is in the box, from left to right."""
        inside = [
            word
            for word in self._printed.get(box.page, [])
            if box.top - 1 <= (word.top + word.bottom) / 2 <= box.bottom + 1
            and box.x0 - 1 <= (word.x0 + word.x1) / 2 <= box.x1 + 1
        ]
        return sorted(inside, key=lambda word: word.x0)

    def _whole(self, number: int) -> Span:
        page = self._pages[number]
        return Span(number, 0.0, 0.0, page.width, page.height)

    def _lines(self, number: int) -> Printed:
        """The lines of a page; many places are on one."""
        if number not in self._printed_lines:
            self._printed_lines[number] = printed_on(self._whole(number), self._printed[number])
        return self._printed_lines[number]

    def _places(
        self, words: Sequence[Word], different: set[int], ref: Ref | None, source: str | None
    ) -> list[Place]:
        places = []
        for number in dict.fromkeys(word.page for word in words):
            on_page = [(i, word) for i, word in enumerate(words) if word.page == number]
            marks = lines_of(word for _, word in on_page)
            frames = lines_of(word for i, word in on_page if i in different)
            context = [box for box in self._title(ref, source) if box.page == number]
            clip, whole = self._clip(number, marks, frames, context)
            around = [
                word.text
                for word in self._printed[number]
                if clip.top <= (word.top + word.bottom) / 2 <= clip.bottom
            ]
            text = " ".join(word.text for _, word in on_page)
            places.append(
                Place(number, tuple(marks), tuple(frames), clip, text, " ".join(around), whole)
            )
        return places

    def _title(self, ref: Ref | None, source: str | None) -> list[Span]:
        """The boxes of the title of the row's item, in the row's source."""
        if ref is None:
            return []
        _, row_id = parts_of(ref)
        fields = self._boxes.get(("measures", RowId(scope_of(row_id))), {})
        in_overview = "overview" in (source, source_of(row_id))
        return fields.get("overview" if in_overview else "title", [])

    def _clip(
        self, number: int, marks: Sequence[Span], frames: Sequence[Span], context: Sequence[Span]
    ) -> tuple[Span, bool]:
        """The strip of the page to show, and whether it holds all marks."""
        first = frames[0] if frames else marks[0]
        top, bottom = min(box.top for box in marks), max(box.bottom for box in marks)
        near = [box for box in context if abs(box.top - top) < REACH]
        top = min([top, *(box.top for box in near)])
        bottom = max([bottom, *(box.bottom for box in near)])
        if bottom - top > HIGHEST:  # too much for one picture: show the first difference
            top = max(top, first.top - HIGHEST / 3) if first.top - top > HIGHEST / 2 else top
            bottom = top + HIGHEST
        clip = strip_of(self._whole(number), self._lines(number), top, bottom)
        whole = all(clip.top <= box.top and box.bottom <= clip.bottom for box in marks)
        return clip, whole


def covered_in(spans: Iterable[SpanRow], kept: Iterable[KeptOut]) -> list[Span]:
    """The boxes of a report's words that lie under something."""
    ids = {row.id for row in kept if row.kind == "covered"}
    return [
        Span(row.page, row.x0, row.top, row.x1, row.bottom)
        for row in spans
        if row.of_table == KeptOut.table and row.id in ids
    ]


def located(words: Sequence[Word], value: str) -> list[Word]:
    """The words that print `value`, ignoring spaces and punctuation; none if it is absent."""
    wanted = small_letters(value)
    owners: list[int] = []
    printed = ""
    for i, word in enumerate(words):
        letters = small_letters(word.text)
        printed += letters
        owners += [i] * len(letters)
    start = printed.find(wanted) if wanted else -1
    if start < 0:
        return []
    last = owners[start + len(wanted) - 1]
    return list(words[owners[start] : last + 1])


def differing(left: Sequence[str], right: Sequence[str]) -> tuple[set[int], set[int]]:
    """The positions of the words that differ, on either side.

    If a word is on one side only, its neighbours on the other side show the gap. Texts with little
    in common differ as a whole.
    """
    matcher = SequenceMatcher(a=list(left), b=list(right), autojunk=False)
    short = max(len(left), len(right)) < FEW and list(left) != list(right)
    if not left or not right or short or matcher.ratio() < ALIKE:
        return set(range(len(left))), set(range(len(right)))
    here: set[int] = set()
    there: set[int] = set()
    for kind, i0, i1, j0, j1 in matcher.get_opcodes():
        if kind != "equal":
            here |= set(range(i0, i1)) or {i for i in (i0 - 1, i0) if 0 <= i < len(left)}
            there |= set(range(j0, j1)) or {j for j in (j0 - 1, j0) if 0 <= j < len(right)}
    return here, there


def to_show(different: set[int], words: Sequence[object]) -> set[int]:
    """The differences worth framing: none if every word of a long text differs."""
    return set() if len(words) > FRAMED and len(different) == len(words) else different


def lines_of(words: Iterable[Word]) -> list[Span]:
    """One box for each group of adjacent words on a line."""
    lines: list[Span] = []
    before: Word | None = None
    for word in words:
        apart = before is None or (before.page, before.line) != (word.page, word.line)
        if apart or (before and word.x0 - before.x1 > word.size * 2):
            lines.append(Span(word.page, word.x0, word.top, word.x1, word.bottom))
        else:
            box = lines[-1]
            lines[-1] = Span(
                box.page, min(box.x0, word.x0), min(box.top, word.top),
                max(box.x1, word.x1), max(box.bottom, word.bottom),
            )  # fmt: skip
        before = word
    return lines
