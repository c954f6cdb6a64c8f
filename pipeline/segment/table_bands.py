"""The overview's strips: where one row ends and the next begins, and where the table does.

Ruling lines tell, else the white space between rows, else the numbers alone.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.seams.words import Rule, Word
from pipeline.segment.lines import TIGHTEST, Layout, Line
from pipeline.segment.table_columns import separators
from pipeline.segment.table_rows import Before, Marks, Row, by_line

SMALLER = 0.93  # times the size of running text: what is set smaller is a note
WRAPPED = 1.5  # times the size of the type: further off, a line is not the next
LARGE = 1.15  # times the size of running text: what is larger is a heading
RULES, GAPS, STARTS = "rules", "gaps", "starts"  # what parts a strip from its neighbours
NOTHING = "nothing"  # its cells hold several rows each, and nothing tells these apart


class Band(NamedTuple):
    """A horizontal strip of one page that is one row, or a part of one.

    `ruled_cells` is False where the strip has no upright lines inside although others do; `edges`
    tells by what it is parted from the strips above and below.
    """

    words: list[Word]
    ruled_cells: bool
    edges: str

    @property
    def sure(self) -> bool:
        """Whether more than the first lines of its cells speaks for its edges."""
        return self.edges in (RULES, GAPS)


def is_large(line: Line, layout: Layout) -> bool:
    """Whether the line is set as large as a heading."""
    return line.size > LARGE * layout.on(line.page).body.size


class Bands:
    """The strips of one page's stretch of the table.

    `rules` are the ruling lines there, `read` the rows that were read before it, and `before` the
    number right before the next row.
    """

    def __init__(
        self,
        marks: Marks,
        rules: Sequence[Rule],
        layout: Layout,
        read: Sequence[Row],
        before: Before,
    ) -> None:
        self.marks, self.rules, self.layout = marks, rules, layout
        self.read, self.before = read, before

    def of(self, lines: Sequence[Line], goes_on: bool) -> tuple[list[Band], list[Line]]:
        """The page's strips from the top, and the lines after the table's end.

        `goes_on` says that the first strip may be the rest of a row that a page break cut.
        """
        across = separators(self.rules)
        inside, rest = self._part_at_end(lines, across)
        if not inside:
            return [], rest
        bands = self._ruled_bands(inside, across)
        return (self._unruled_bands(inside, goes_on) if bands is None else bands), rest

    def _part_at_end(
        self, lines: Sequence[Line], across: Sequence[float]
    ) -> tuple[list[Line], list[Line]]:
        """Part the page's lines where the table ends."""
        limit = self._new_part(lines)
        if limit is not None:
            inside, rest = self._part_at_end(lines[:limit], across) if limit else ([], [])
            return inside, [*rest, *lines[limit:]]
        last_start = _last(lines, self._starts_row)
        if len(across) >= 2:
            inside = [line for line in lines if line.baseline <= across[-1]]
            below = [line for line in lines if line.baseline > across[-1]]
            least = SMALLER * self._size_of_rows(lines[max(last_start, 0)])
            while below and (
                self._is_inside(below[0], least) or _wraps(below[0], inside, across[-1])
            ):
                inside.append(below.pop(0))
            if below and not any(self.marks.number_of(line.words) is not None for line in below):
                return inside, below
        for position in range(max(last_start, 0), len(lines)):
            if position > last_start and (
                self._is_running_text(lines[position], last_start >= 0)
                or lines[position].size < SMALLER * self._size_of_rows(lines[max(last_start, 0)])
            ):
                return list(lines[:position]), list(lines[position:])
        return list(lines), []

    def _starts_row(self, line: Line) -> bool:
        return self.marks.number_of(line.words) is not None and self.marks.looks_like_row(line)

    def _left_of_rows(self) -> float:
        """The x at which the rows read so far begin."""
        return min(
            (w.x0 for row in self.read for ws in row.cells.values() for w in ws), default=0.0
        )

    def _size_of_rows(self, line: Line) -> float:
        """The type size of the rows read so far, or that of `line` before the first."""
        rows = [row for row in self.read if not row.section and row.cells["title"]]
        if not rows:
            return line.size
        word = rows[-1].cells["title"][-1]
        here, there = self.layout.on(line.page), self.layout.on(word.page)
        return word.size * here.body.size / there.body.size

    def _new_part(self, lines: Sequence[Line]) -> int | None:
        """Where on the page another part of the report begins; None if nothing says that.

        It begins with a heading, or with text that runs on across the columns line after line,
        if no row stands below.
        """
        if not self._has_large_sections():
            large = next((p for p, line in enumerate(lines) if is_large(line, self.layout)), None)
            if large is not None:
                return large
        for position in range(_last(lines, self.marks.is_whole_row) + 1, len(lines)):
            if is_large(lines[position], self.layout):
                return position
            if all(self.marks.crosses(line) for line in lines[position : position + 3]):
                return position if position + 3 <= len(lines) else None
        return None

    def _has_large_sections(self) -> bool:
        """Whether section rows, or all rows so far, are set as large as headings."""
        words = [w for row in self.read for w in row.cells["title"][:1]]
        return not words or any(w.size > LARGE * self.layout.on(w.page).body.size for w in words)

    def _is_inside(self, line: Line, least: float) -> bool:
        """Whether a line below the last rule across is a part of the table all the same.

        It is where a page break cuts a row: upright rules go on beside it, it begins in another
        column than the first, or has cells side by side, as no note does. What is set smaller
        than `least` is a note.
        """
        if is_large(line, self.layout):
            return False
        kinds = {self.marks.columns.of(word) for word in line.words}
        if len(kinds) > 1 and not self.marks.crosses(line) and line.size >= least:
            return True
        inner = self.marks.columns.of(line.words[0]) != self.marks.columns.kinds[0]
        if inner and not self.marks.crosses(line) and line.x0 > self._left_of_rows() + line.size:
            return True
        return self.marks.is_named(line.words) or any(
            not rule.horizontal and rule.top < line.baseline < rule.bottom for rule in self.rules
        )

    def _is_running_text(self, line: Line, after_row: bool) -> bool:
        """Whether a line after the last row is no part of the table: it runs across columns."""
        if self.marks.number_of(line.words) is not None:
            return False
        if self.marks.is_named(line.words) or is_large(line, self.layout):
            return is_large(line, self.layout)
        outermost = (
            self.marks.columns.has_number and self.marks.columns.of(line.words[0]) == "number"
        )
        return self.marks.crosses(line) or (outermost and after_row)

    def _ruled_bands(self, lines: Sequence[Line], across: Sequence[float]) -> list[Band] | None:
        """Strips between ruling lines; None where these part no numbered row from another."""
        if not across:
            return None
        strips = _strips(lines, across)
        counts: list[int] = []
        before = self.before
        for strip in strips:
            rows = [line.words for line in strip]
            starts = self.marks.starts(rows, before, True)
            before = self._counted(rows, starts, before)
            counts.append(len(starts))
        if max(counts) > 1 and 1 not in counts:
            return None  # the rules part chapters, or frame the table
        bands: list[Band] = []
        for strip, count in zip(strips, counts, strict=True):
            words = [word for line in strip for word in line.words]
            if count > 1:
                bands += self._unruled_bands(strip, False)
            else:
                bands.append(Band(words, self._has_uprights(words), RULES))
        return bands

    def _unruled_bands(self, lines: Sequence[Line], goes_on: bool) -> list[Band]:
        """Strips of lines between which no ruling line runs."""
        # In a centred row the number stands beside the title, not on its lines.
        bands = self._bands_by_gaps(lines, ("title",))
        if bands is None:
            bands = self._bands_by_gaps(lines, ("number", "title"))
        if bands is None:
            bands = self._bands_by_starts(lines, goes_on)
        return bands

    def _counted(
        self, rows: Sequence[Sequence[Word]], starts: Sequence[int], before: Before
    ) -> Before:
        for position in starts[-1:]:
            number = self.marks.number_of(rows[position])
            assert number is not None
            return number.number, number.letter
        return before

    def _has_uprights(self, words: Sequence[Word]) -> bool:
        """Whether upright lines part the cells at the height of `words`."""
        middle = (words[0].top + words[0].bottom) / 2
        return any(
            not rule.horizontal
            and rule.top <= middle <= rule.bottom
            and any(abs(rule.x0 - x) < 6 for x in self.marks.columns.edges)
            for rule in self.rules
        )

    def _bands_by_gaps(self, lines: Sequence[Line], kinds: Sequence[str]) -> list[Band] | None:
        """Strips parted by white space; None unless each holds one number (or is a section).

        The white space is sought between the lines that have a word in a column of `kinds`, and
        above those that end the page without one: a row's title may begin overleaf.
        """
        title_lines = [
            line
            for line in lines
            if any(self.marks.columns.of(word) in kinds for word in line.words)
            or self.marks.is_section(line.words, self.read)
        ]
        if len(title_lines) < 3:
            return self._one_band(lines)
        title_lines += self._title_overleaf(lines, title_lines)
        steps = [b.baseline - a.baseline for a, b in pairwise(title_lines)]
        pitch = Counter(round(step * 2) / 2 for step in steps if step > 1).most_common()
        if not pitch:
            return None
        within = min(step for step, count in pitch if count >= max(1, 0.1 * len(steps)))
        groups: list[list[Line]] = [[title_lines[0]]]
        for step, line in zip(steps, title_lines[1:], strict=True):
            if step > 1.12 * within + 0.5:
                groups.append([])
            groups[-1].append(line)
        edges = [(above[-1].bottom + below[0].top) / 2 for above, below in pairwise(groups)]
        strips: list[list[Word]] = [[] for _ in groups]
        for line in lines:
            for word in line.words:
                strips[bisect(edges, (word.top + word.bottom) / 2)].append(word)
        before = self.before
        for position, words in enumerate(strips):
            rows = by_line(words)
            starts = self.marks.starts(rows, before, True)
            several = len(starts) > 1 or self._holds_whole_rows(rows, before)
            before = self._counted(rows, starts, before)
            section = self.marks.is_section(words, self.read)
            glued = not section and any(map(self.marks.is_named, rows))
            inner = 0 < position < len(strips) - 1  # the outer ones may be cut by a page break
            if several or glued or (inner and not starts and not section):
                return None
        return [Band(words, True, GAPS) for words in strips]

    def _title_overleaf(self, lines: Sequence[Line], title_lines: Sequence[Line]) -> list[Line]:
        """The first of the lines that end the page below a gap, without a word of a title."""
        above = lines.index(title_lines[-1])
        steps = [b.baseline - a.baseline for a, b in pairwise(title_lines)]
        for last, line in pairwise(lines[above:]):
            if line.baseline - last.baseline > 1.12 * min(s for s in steps if s > 1) + 0.5:
                return [line]
        return []

    def _one_band(self, lines: Sequence[Line]) -> list[Band] | None:
        """All lines as one strip, where they have one number between them and no section."""
        rows, before = [line.words for line in lines], self.before
        alone = len(self.marks.starts(rows, before, True)) == 1
        alone = alone and not self._holds_whole_rows(rows, before)
        if not alone or any(self.marks.is_section(row, self.read) for row in rows):
            return None
        return [Band([word for row in rows for word in row], True, GAPS)]

    def _holds_whole_rows(self, lines: Sequence[Sequence[Word]], before: Before) -> bool:
        """Whether a strip holds several lines with number, title, ministries and status.

        Too far apart for one to be the next line of the other, they are rows whatever their
        numbers: one that is printed twice, or that does not come next.
        """
        firsts = [lines[position][0] for position in self.marks.starts(lines, before, False)]
        return any(b.baseline - a.baseline > WRAPPED * b.size for a, b in pairwise(firsts))

    def _bands_by_starts(self, lines: Sequence[Line], goes_on: bool) -> list[Band]:
        """Strips that begin at each line with a number, and at each section row.

        One strip, with `NOTHING` for its edges, where rows cannot begin there.
        """
        bands: list[list[Line]] = []
        numbers = self.marks.starts([line.words for line in lines], self.before, False)
        starts = self._begun_above(lines, numbers)
        numbered: list[int] = []  # positions in `bands`
        for position, line in enumerate(lines):
            section = self.marks.is_section(line.words, self.read, not bands)
            after_section = bool(bands) and self.marks.is_section(_words(bands[-1]), self.read)
            if position in starts or section or not bands or after_section:
                if position in starts:
                    numbered.append(len(bands))
                bands.append([])
            bands[-1].append(line)
        rows = [bands[position] for position in numbered]
        headless = numbered[:1] == [1] and not goes_on and not self._is_section(bands[0])
        runs_apart = starts == set(numbers) and self._runs_apart(rows)
        if headless or runs_apart or self._begins_small(rows):
            return [Band(_words(lines), True, NOTHING)]
        return [Band(_words(band), True, STARTS) for band in bands]

    def _begun_above(self, lines: Sequence[Line], numbers: Sequence[int]) -> set[int]:
        """Where rows begin: at their numbers, or above these where cells are centred beside them.

        A line is centred where it stands nearer to the number than two lines of one cell can.
        Then each line belongs to the number that is nearest to it.
        """
        centred = any(
            number - 1 not in (-1, *numbers)
            and 0 < _step(lines[number - 1], lines[number]) < TIGHTEST * lines[number].size
            for number in numbers
        )
        if not centred:
            return set(numbers)
        starts = set()
        for before, number in zip((None, *numbers), numbers, strict=False):
            start = number
            while start > (0 if before is None else before + 1):
                step = _step(lines[start - 1], lines[number])
                least = (
                    lines[number].size if before is None else _step(lines[before], lines[start - 1])
                )
                if not 0 < step < least or self._is_section([lines[start - 1]]):
                    break
                start -= 1
            starts.add(start)
        return starts

    def _is_section(self, lines: Sequence[Line]) -> bool:
        return self.marks.is_section(_words(lines), self.read)

    def _runs_apart(self, rows: Sequence[Sequence[Line]]) -> bool:
        """Whether cells run down beside each other that do not begin a row on each number's line.

        Each row has its number in its first line. It cannot be so where numbers stand at equal
        distances and yet some row has more lines than another (the last may, but for its title,
        where no list of ministries breaks off in the others).
        """
        steps = [b[0].baseline - a[0].baseline for a, b in pairwise(rows) if a[0].page == b[0].page]
        even = len(steps) >= 2 and max(steps) - min(steps) < 1
        if even and len({len(row) for row in [*rows[:-1], _close(rows[-1], max(steps))]}) > 1:
            if any(len(row) != len(rows[0]) for row in rows[:-1]):
                return True
            ends = [self._in_column("ministries", row) for row in rows[:-1]]
            wrapped = any(words and words[-1].text.endswith(",") for words in ends)
            last = self._title_of(_close(rows[-1], max(steps)))
            return wrapped or len(by_line(last)) > len(rows[0])
        return False

    def _begins_small(self, rows: Sequence[Sequence[Line]]) -> bool:
        """Whether a title begins with a small letter though others do not: it began further up."""
        before = [row.cells["title"] for row in self.read if not row.section]
        small = [title[0].text[0].islower() for title in map(self._title_of, rows) if title]
        others = [title[0].text[0].islower() for title in before if title]
        return any(small) and not all(small + others)

    def _in_column(self, kind: str, row: Sequence[Line]) -> list[Word]:
        return [w for line in row for w in line.words if self.marks.columns.of(w) == kind]

    def _title_of(self, row: Sequence[Line]) -> list[Word]:
        """The title's words in the lines of a row, without the number where it stands there."""
        words = self._in_column("title", row)
        if not self.marks.columns.has_number:
            number = self.marks.number_of(row[0].words)
            words = words[number.words if number else 0 :]
        return words


def _wraps(line: Line, above: Sequence[Line], last_rule: float) -> bool:
    """Whether a line goes on with a row that a page break leaves without its lower rule.

    It follows at the next line of the same type; a note keeps off from the rows.
    """
    return (
        bool(above)
        and above[-1].baseline > last_rule
        and above[-1].style == line.style
        and 0 < line.baseline - above[-1].baseline < WRAPPED * line.size
    )


def _step(above: Line, below: Line) -> float:
    """How far a line stands below another of the same page; less than 0 where pages differ."""
    return below.baseline - above.baseline if above.page == below.page else -1.0


def _close(row: Sequence[Line], step: float) -> Sequence[Line]:
    """The lines of a row down to where the next stands further off than `step`."""
    for position, (above, below) in enumerate(pairwise(row), start=1):
        if below.baseline - above.baseline > step + 1:
            return row[:position]
    return row


def _words(lines: Iterable[Line]) -> list[Word]:
    return [word for line in lines for word in line.words]


def _last(lines: Sequence[Line], is_such: Callable[[Line], bool]) -> int:
    """The position of the last line that is such, or -1."""
    return next((p for p in range(len(lines) - 1, -1, -1) if is_such(lines[p])), -1)


def _strips(lines: Iterable[Line], edges: Sequence[float]) -> list[list[Line]]:
    """The lines between each height of `edges` and the next; one whose words part, in each."""
    strips: dict[int, list[Line]] = {}
    for line in lines:
        parts: dict[int, list[Word]] = {}
        for word in line.words:
            parts.setdefault(bisect(edges, (word.top + word.bottom) / 2), []).append(word)
        for strip, words in parts.items():
            whole = len(parts) == 1
            strips.setdefault(strip, []).append(line if whole else line.of_words(words))
    return [strips[strip] for strip in sorted(strips)]
