"""Labels and their values below each other, beside the text on a measure, set before it.

    Status        Utkastet er til kommentar hos 25          Status
    Under arbeid  virksomheter. En evaluering er            Under arbeid
    Ansvarlig     satt bort, og rapporten ventes     →      Ansvarlig
    JD, KDD       i 2027.                                   JD, KDD
                                                            Utkastet er til kommentar hos 25 …

They stand in the margin or in a box, on the left or on the right, as high as lines of the text or
between these, and would stand within its sentences. In a table of labels the value stands beside
its label and nothing else does; here text stands beside both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.norwegian.numbering import item_heading
from pipeline.norwegian.statuses import status_at_start
from pipeline.seams.terms import Terms
from pipeline.seams.words import Word
from pipeline.segment.cells import first_words
from pipeline.segment.chapters import LARGER
from pipeline.segment.joining import BROKEN_OFF
from pipeline.segment.labels import CORE, GAP, LABEL_WORDS, Label, after_gaps, bare_label
from pipeline.segment.lines import Layout, Line, line_of_words, text_of
from pipeline.segment.narrative import ENDS_SENTENCE
from pipeline.segment.table_columns import cells_of

NEAR = 2.0  # points: lines of a column begin as near to each other
APART = 1.22  # times the line pitch: between paragraphs there is more
FAR = 4.0  # times its size: a line further down is not of the same labels
HABIT = 2  # measures: so many have their labels beside text where any has
LABELS = 2  # known ones: one alone may head a column
LEVEL = 0.8  # times the type size: lines of one column stand further apart
ROUND = 4  # lines above and below a label: among as many there is text beside it
WORDS = 4  # in a line of text, at least in one: cells have fewer


class Beside(NamedTuple):
    """A line, parted into what stands among the labels and what is text."""

    line: Line
    label: Sequence[Word]
    text: Sequence[Word]


class Entry(NamedTuple):
    """A label and the lines of its value."""

    label: list[Word]
    kind: str  # of one that no vocabulary has, none
    value: list[list[Word]]


class Stack(NamedTuple):
    """Labels beside text: the lines from the page's `first` on, and what the labels say."""

    first: int
    lines: list[Beside]
    entries: list[Entry]


def with_margins_apart(
    pages: Sequence[Sequence[Line]], layout: Layout, terms: Terms
) -> list[list[Line]]:
    """The lines of each page, labels that stand beside text right before it.

    A label's cell is odd, its value's is the next.
    """
    found = [list(_Page(lines, layout, terms).stacks()) for lines in pages]
    stated = sum(_has_status(stack, terms) for stacks in found for stack in stacks)
    if stated < HABIT:
        return [list(lines) for lines in pages]
    cell = 1
    apart: list[list[Line]] = []
    for lines, stacks in zip(pages, found, strict=True):
        out: list[Line] = []
        done = 0
        for stack in stacks:
            out += lines[done : stack.first]
            done = stack.first + len(stack.lines)
            ordered, cell = _ordered(stack, layout, cell)
            out += ordered
        apart.append([*out, *lines[done:]])
    return apart


def _ordered(stack: Stack, layout: Layout, cell: int) -> tuple[list[Line], int]:
    """The lines of a stack: a heading beside it, labels and values, the text; and the last cell."""
    headings, texts = _headings_apart(stack, layout)
    of_labels: list[Line] = []
    for entry in stack.entries:
        cell += 2
        of_labels.append(replace(line_of_words(entry.label), cell=cell))
        of_labels += [replace(line_of_words(words), cell=cell + 1) for words in entry.value]
    usual = layout.on(stack.lines[0].line.page)
    cut = (
        max(0.0, min(line.x0 for line in texts) - usual.left),
        max(0.0, usual.right - max(line.x1 for line in texts)),
    )
    return [*headings, *of_labels, *(replace(line, cut=cut) for line in texts)], cell


def _headings_apart(stack: Stack, layout: Layout) -> tuple[list[Line], list[Line]]:
    texts = [
        beside.line if not beside.label else line_of_words(beside.text)
        for beside in stack.lines
        if beside.text
    ]
    headings = [line for line in texts[:1] if _is_heading(line, layout)]
    headings += takewhile(lambda line: headings and line.style == headings[0].style, texts[1:])
    return headings, texts[len(headings) :]


def _has_status(stack: Stack, terms: Terms) -> bool:
    return any(
        entry.kind == "status"
        and status_at_start(text_of(entry.value[0]), terms.statuses) is not None
        for entry in stack.entries
    )


class _Page:
    """The stacks of labels among a page's lines."""

    def __init__(self, lines: Sequence[Line], layout: Layout, terms: Terms) -> None:
        self.lines, self.layout, self.terms = lines, layout, terms
        self.first_words = first_words(terms)

    def stacks(self) -> Iterator[Stack]:
        free = 0
        for position, line in enumerate(self.lines):
            if position >= free and self._may_have_label(line):
                stack = self._stack_at(position, free)
                if stack is not None:
                    yield stack
                    free = stack.first + len(stack.lines)

    def _stack_at(self, position: int, free: int) -> Stack | None:
        """The stack behind `free` of which a label at `position` is the first that is known."""
        if not self._is_beside_text(position):
            return None
        cells = cells_of(self.lines[position], GAP)
        for number, cell in enumerate(cells):
            if _label_in(cell, self.terms) is None:
                continue
            edge = cell[0].x0
            ways = [(edge, False)] if self._may_have_text_before(edge) else []
            if number == 0:
                ways += [(x, True) for x in self._texts_behind(position)]
            for edge, is_left in ways:
                if (stack := self._stack(position, free, edge, is_left)) is not None:
                    return stack
        return None

    def _may_have_label(self, line: Line) -> bool:
        """Whether a line, or one of its cells, may begin with a label: most do not."""
        first, _, others = line.text.partition(" ")
        words = [first, *others.split(" ")] if line.is_parted(GAP) else [first]
        begun = [word.casefold().removesuffix(":") for word in words]
        return not self.first_words.isdisjoint(begun)

    def _is_beside_text(self, position: int) -> bool:
        """Whether words stand side by side near a line, or lines at almost the same height as those
        before them, or higher: else it is running text, as most lines are.
        """
        near = self.lines[max(0, position - ROUND) : position + ROUND]
        return any(line.is_parted(GAP) for line in near) or any(
            below.baseline - above.baseline < LEVEL * below.size for above, below in pairwise(near)
        )

    def _may_have_text_before(self, edge: float) -> bool:
        """Whether several words of a line may stand left of an edge, and no others run across: so
        they do nowhere on a page whose labels are set in as far as its headings.
        """
        return any(
            (line.is_parted(GAP) or (line.several or (line,))[-1].x1 < edge)
            and len(line.words) >= WORDS
            and line.words[WORDS - 1].x0 < edge - NEAR
            for line in self.lines
        )

    def _texts_behind(self, position: int) -> list[float]:
        """Where text may begin, right of labels in the margin: there several words stand."""
        left = self.lines[position].x0
        edges: set[float] = set()
        for line in self.lines[max(0, position - ROUND) : position + ROUND]:
            for cell in cells_of(line, GAP):
                if cell[0].x0 > left + NEAR and len(cell) >= WORDS:
                    edges.add(cell[0].x0)
        return sorted(edges)

    def _stack(self, position: int, free: int, edge: float, is_left: bool) -> Stack | None:
        """The stack on the left or right of `edge`, where it is one, and there is text beside it.

        That of a known label at `position`; one that nobody knows may stand above it.
        """
        here = self._parted(self.lines[position], edge, is_left)
        if here is None:
            return None
        above = (self._parted(line, edge, is_left) for line in self.lines[free:position][::-1])
        nearest = here if here.text else next((b for b in above if b is None or b.text), None)
        heads = nearest is None or _is_heading(line_of_words(nearest.text), self.layout)
        down = list(self._on(here, range(position + 1, len(self.lines)), edge, is_left, heads))
        up = list(self._on(here, range(position - 1, free - 1, -1), edge, is_left))
        lines = [*reversed(up), here, *down]
        if is_left and not self._goes_on(position + len(down) + 1, lines, edge, is_left):
            lines = _without_rest_of_text(lines)
        entries = _entries([beside.label for beside in lines if beside.label], self.terms)
        if not self._are_labels(entries):
            return None
        head = next(n for n, beside in enumerate(lines)
                    if beside.label and beside.label[0] == entries[0].label[0])  # fmt: skip
        first, lines = position - len(up) + head, lines[head:]
        begun = self._begin_of_text(lines, self.lines[free:first], edge, is_left)
        together = [*begun, *lines]
        together += self._goes_on(first + len(lines), together, edge, is_left)
        return Stack(first - len(begun), together, entries) if self._is_prose(together) else None

    def _parted(self, line: Line, edge: float, is_left: bool) -> Beside | None:
        """The line, parted at the edge; None where it runs across."""
        before = [word for word in line.words if word.x0 < edge - NEAR]
        behind = [word for word in line.words if word.x0 >= edge - NEAR]
        begins = min([edge, *(word.x0 for word in behind[:1])])
        if before and before[-1].x1 > begins - GAP * before[-1].size:
            return None
        return Beside(line, before, behind) if is_left else Beside(line, behind, before)

    def _on(
        self,
        here: Beside,
        positions: Iterable[int],
        edge: float,
        is_left: bool,
        below_heading: bool = False,
    ) -> Iterator[Beside]:
        """The lines from a label on, up or down, as far as the labels go on there, and no other
        measure begins: a heading beside the labels is theirs where no text stands above it.
        """
        left = here.label[0].x0
        names = {text_of(lead_of(here.label, self.terms))}
        last = here.line
        since: list[Beside] = []
        is_below_heading = below_heading
        for position in positions:
            line = self.lines[position]
            beside = self._parted(line, edge, is_left)
            far = abs(line.baseline - last.baseline) > FAR * last.size
            if beside is None or far or (is_left and line.x0 < left - NEAR):
                return
            if beside.text:
                heads = _is_heading(line_of_words(beside.text), self.layout)
                if heads and not is_below_heading:
                    return
                is_below_heading = heads and line.baseline > here.line.baseline
            if not beside.label:
                since.append(beside)
                continue
            name = text_of(lead_of(beside.label, self.terms))
            if _is_heading(line_of_words(beside.label), self.layout) or name in names:
                return
            if _label_in(beside.label, self.terms) is not None:
                names.add(name)
            yield from since
            yield beside
            since, last = [], line

    def _are_labels(self, entries: Sequence[Entry]) -> bool:
        known = [entry for entry in entries if entry.kind]
        core = [entry for entry in known if entry.kind in CORE]
        return (
            len(known) >= LABELS
            and bool(core)
            and all(entry.value and _label_in(entry.value[0], self.terms) is None for entry in core)
        )

    def _is_prose(self, lines: Sequence[Beside]) -> bool:
        """Whether what stands beside is text, and no cells of a table or labels of their own."""
        texts = self._texts(lines)
        if any(_label_in(cell, self.terms) for line in texts for cell in cells_of(line, GAP)[:1]):
            return False
        if 2 * sum(bool(after_gaps(line)) for line in texts) > len(texts):
            return False
        return any(line.text.count(" ") >= WORDS - 1 for line in texts)

    def _texts(self, lines: Iterable[Beside]) -> list[Line]:
        """What stands beside the labels, but for a heading."""
        texts = [line_of_words(beside.text) for beside in lines if beside.text]
        return [line for line in texts if not _is_heading(line, self.layout)]

    def _begin_of_text(
        self, lines: Sequence[Beside], above: Sequence[Line], edge: float, is_left: bool
    ) -> list[Beside]:
        """The lines above the labels that the text beside them begins with: up to the heading, or
        those of the paragraph where wider lines stand above.
        """
        begun: list[Beside] = []
        paragraph = 0
        last = next((beside for beside in lines if beside.text), lines[0])
        for line in reversed(above):
            beside = self._parted(line, edge, is_left)
            step = last.line.baseline - line.baseline
            if _is_heading(line, self.layout):  # it may wrap beside the labels
                return [Beside(line, (), line.words), *begun]
            if step > FAR * line.size:
                break
            if beside is None or beside.label:
                return begun[-paragraph:] if paragraph else []
            begun.insert(0, beside)
            if paragraph == len(begun) - 1 and step < APART * self.layout.on(line.page).pitch:
                paragraph += 1
            last = beside
        return begun

    def _goes_on(
        self, after: int, lines: Sequence[Beside], edge: float, is_left: bool
    ) -> list[Beside]:
        """The lines below the labels that are as narrow as the text beside them."""
        narrow: list[Beside] = []
        last = lines[-1].line
        for line in self.lines[after:]:
            beside = self._parted(line, edge, is_left)
            far = line.baseline - last.baseline > FAR * last.size
            headed = _is_heading(line, self.layout) and self._texts([*lines, *narrow])
            if beside is None or beside.label or far or headed:
                break
            narrow.append(beside)
            last = line
        return narrow


def _without_rest_of_text(lines: list[Beside]) -> list[Beside]:
    """The lines but for those on which the text goes on below the last value: a short line there
    may end before the text beside the labels began.
    """
    last = max((n for n, beside in enumerate(lines) if beside.text), default=0)
    text = lines[last].text
    if not text or ENDS_SENTENCE.search(text[-1].text):
        return lines
    rest = (n for n, beside in enumerate(lines[last + 1 :], start=last + 1)
            if _style(beside.label[0]) == _style(text[-1]))  # fmt: skip
    return lines[: next(rest, len(lines))]


def _is_heading(line: Line, layout: Layout) -> bool:
    body = layout.on(line.page).body
    bold = line.style.bold and not body.bold
    larger = line.size > LARGER * body.size and any(map(str.isalpha, line.text))
    return larger or (bold and item_heading(line.text) is not None)


def _entries(lines: Sequence[Sequence[Word]], terms: Terms) -> list[Entry]:
    """The labels and their values, from the first label on.

    One that no vocabulary has is set as those that are known, or has a colon as these have.
    """
    leads = [(lead_of(words, terms), words) for words in lines]
    known = [lead for lead, words in leads if known_label(lead, terms) is not None]
    styles = {_style(lead[0]) for lead in known}
    colon = all(lead[-1].text[-1] == ":" for lead in known)
    entries: list[Entry] = []
    for lead, words in leads:
        label = known_label(lead, terms) if _style(lead[0]) in styles else None
        last = entries[-1] if entries else None
        rest = list(words[len(lead) :])
        alike = _style(lead[0]) in styles and (not colon or lead[-1].text[-1] == ":")
        unknown = (
            alike
            and lead[0].text[:1].isupper()
            and (last is None or (last.value and not BROKEN_OFF.search(text_of(last.value[-1]))))
        )
        if last is not None and _wraps(last, lead, terms):
            value = [*last.value, rest] if rest else last.value
            entries[-1] = Entry([*last.label, *lead], last.kind, value)
        elif label is not None or unknown:
            entries.append(Entry(list(lead), label.kind if label else "", [rest] if rest else []))
        elif last is not None:
            last.value.append(list(words))
    return entries


def _wraps(entry: Entry, lead: Sequence[Word], terms: Terms) -> bool:
    """Whether a label goes on in the line below it, perhaps beside lines of its value."""
    first = entry.label[0]
    below = abs(lead[0].x0 - first.x0) < NEAR and _style(lead[0]) == _style(first)
    beside = all(value[0].line == entry.label[-1].line for value in entry.value)
    return below and beside and known_label([*entry.label, *lead], terms) is not None


def lead_of(words: Sequence[Word], terms: Terms) -> Sequence[Word]:
    """The words of a line that its label would be: up to a colon, a gap or other type."""
    for count, word in enumerate(words[: LABEL_WORDS + 1], start=1):
        if word.text[-1] == ":":
            return words[:count]
    for count, (word, following) in enumerate(pairwise(words), start=1):
        gap = following.x0 - word.x1 > GAP * min(word.size, following.size)
        ends = word.bold > following.bold
        if ends or ((gap or word.bold < following.bold) and known_label(words[:count], terms)):
            return words[:count]
    return words


def _label_in(words: Sequence[Word], terms: Terms) -> Label | None:
    """The known label that words begin with, as labels beside text do."""
    return known_label(lead_of(words, terms), terms)


def known_label(lead: Sequence[Word], terms: Terms) -> Label | None:
    return bare_label(text_of(lead).removesuffix(":").rstrip(), terms)


def _style(word: Word) -> tuple[str, float, bool, bool, int]:
    return word.font, word.size, word.bold, word.italic, word.color
