"""The overview's rows on a page: all ways to part it, weighed by how well each row then reads.

Ruling lines part rows, or the white space between them, or their numbers alone, at the head of
each row or beside its middle. A way earns by rows with one number, in sequence, a status and
ministries that read whole, a title that begins like one; it pays for what is cut. It never looks at
what running text says of an item. Where the two best ways differ and are nearly as good, the rows
that differ are unread.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise
from math import inf
from typing import NamedTuple

from pipeline.norwegian.ministries import find_ministries
from pipeline.norwegian.statuses import Meanings, holds_another, status_at_start
from pipeline.norwegian.vocabulary import tagged
from pipeline.seams.words import Rule, Word
from pipeline.segment.claims import Claim, Evidence, decimal, known, weighed
from pipeline.segment.joining import BREAKS
from pipeline.segment.legend import is_mark
from pipeline.segment.lines import Layout, Line, text_of
from pipeline.segment.table_columns import separators
from pipeline.segment.table_rows import SKIPPED, Before, Marks, Row, by_line

RULES, GAPS, STARTS, CENTRES = "rules", "gaps", "starts", "centres"
NOTHING = "nothing"  # its cells hold several rows each, and nothing tells these apart
SAYS = {
    RULES: "står mellom to streker på tvers",
    GAPS: "skilles fra det som står rundt, av luft",
    STARTS: "begynner på linjen med nummeret",
    CENTRES: "ligger rundt et nummer midt i raden",
    NOTHING: "kan ikke skilles sikkert fra de andre radene",
}
WIDER = 1.12  # times the distance of lines inside cells: white space that parts rows
OFTEN = 0.1  # of the steps between lines: one that fewer have is not that inside cells
CENTRED = 0.6  # of the type size: as near to the middle of its row stands a centred number
CUT = 0.75  # what a way loses where an edge runs through a cell, between two of its lines
CLOSE_CALL = 0.5  # of a row's weight: ways that differ by less are nearly as good
READABLE = 1.0  # the least that rows weigh, on the mean, where they are parted rightly


class Band(NamedTuple):
    """A horizontal strip of one page that is one row, or a part of one.

    `ruled_cells` is False where the strip has no upright lines inside although others do; `edges`
    tells by what it is parted from the strips above and below. `claims` say what speaks for it, and
    what for parting the page otherwise.
    """

    words: list[Word]
    ruled_cells: bool
    edges: str
    claims: tuple[Claim, ...]

    @property
    def sure(self) -> bool:
        """Whether more than the first lines of its cells speaks for its edges."""
        return self.edges in (RULES, GAPS)


class Reading(NamedTuple):
    """A strip as it is weighed: its numbers, and the words of its cells."""

    numbers: int
    follows: bool
    section: bool
    first: bool
    last: bool
    headed: bool  # words stand above its number, in the same column
    title: str
    status: str
    ministries: str
    known: AbstractSet[str]  # statuses that stand in other rows
    statuses: Meanings  # those that the register states

    @property
    def is_row(self) -> bool:
        return self.numbers == 1


SIGNS: tuple[Evidence[Reading], ...] = (
    Evidence("number", 1.0, "har ett nummer", lambda strip: strip.is_row),
    Evidence(
        "follows",
        0.25,
        "har det neste nummeret, eller det første i en ny rekke",
        lambda s: s.is_row and s.follows,
    ),
    Evidence("section", 0.5, "er en deloverskrift", lambda s: s.numbers == 0 and s.section),
    Evidence(
        "numberless",
        -1.5,
        "har ikke noe nummer",
        lambda s: s.numbers == 0 and not s.section and not s.first and not s.last,
    ),
    Evidence(
        "title-overleaf",
        0.75,
        "har status og departementer nederst på siden, og tittelen på neste",
        lambda s: (
            s.numbers == 0
            and s.last
            and not s.title
            and _is_status(s)
            and _reads_whole(s.ministries)
        ),
    ),
    Evidence("headed", -1.0, "har ord over nummeret", lambda s: s.is_row and s.headed),
    Evidence("several", -2.0, "har flere numre", lambda s: s.numbers > 1),
    Evidence("status", 1.0, "har en status som er kjent", lambda s: s.is_row and _is_status(s)),
    Evidence(
        "other-status",
        -0.75,
        "har en status som ikke er kjent",
        lambda s: s.is_row and bool(s.status) and not _is_status(s),
    ),
    Evidence(
        "several-statuses",
        -2.0,
        "har flere statuser",
        lambda s: s.is_row and holds_another(s.status, s.statuses),
    ),
    Evidence(
        "ministries",
        0.5,
        "har departementer som leses helt",
        lambda s: s.is_row and _reads_whole(s.ministries),
    ),
    Evidence(
        "broken-list",
        -1.0,
        "har en liste over departementer som er brutt",
        lambda s: (s.is_row or s.section) and _is_broken(s.ministries),
    ),
    Evidence(
        "small-letter",
        -1.0,
        "har en tittel som begynner midt i en setning",
        lambda s: s.is_row and s.title[:1].islower(),
    ),
)


def _is_status(strip: Reading) -> bool:
    return (
        status_at_start(strip.status, strip.statuses) is not None
        or strip.status.casefold() in strip.known
    )


def _reads_whole(text: str) -> bool:
    named, unread = find_ministries(text)
    return bool(named) and not unread


def _is_broken(text: str) -> bool:
    """Whether a text ends where more must follow, or begins where something stood before."""
    words = text.casefold().split()
    if not words:
        return False
    joints = tagged("and")
    return (
        words[-1][-1] in (*BREAKS, ",", "/", ";") or words[-1] in joints or words[0] in joints
    ) and not (len(words) == 1 and words[0] in joints)


class Partition:
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
        of_report: Meanings,
    ) -> None:
        self.marks, self.rules, self.layout = marks, rules, layout
        self.read, self.before = read, before
        self.of_report = of_report
        self.lines: Sequence[Line] = ()  # those that are parted

    @cached_property
    def known(self) -> AbstractSet[str]:
        """The statuses that stand in several rows, and letters that do on the page."""
        statuses = Counter(
            text_of(row.cells.get("status", ())).casefold() for row in self.read if not row.section
        )
        cells = [self.marks.columns.within("status", line.words) for line in self.lines]
        statuses.update(cell[0].text.casefold() for cell in cells if is_mark(cell))
        return frozenset(status for status, count in statuses.items() if count > 1)

    def bands(self, lines: Sequence[Line], goes_on: bool) -> list[Band]:
        """The strips of the table's lines, from the top.

        `goes_on` says that the first may be the rest of a row that a page break cut.
        """
        self.lines = lines
        across = separators(self.rules)
        if across and across[-1] < lines[0].baseline:
            across = []  # they are the head's
        bands = self._ruled(lines, across, goes_on) if across else None
        return self._best(lines, goes_on) if bands is None else bands

    # Ruling lines

    def _ruled(
        self, lines: Sequence[Line], across: Sequence[float], goes_on: bool
    ) -> list[Band] | None:
        """Strips between ruling lines; None where these part no numbered row from another."""
        strips = _strips(lines, across)
        counts: list[int] = []
        before = self.before
        for strip in strips:
            counts.append(0)
            for part in self._by_gaps(strip, ("title",)) or [_words(strip)]:
                rows = by_line(part)  # below a gap a row may begin though its number skips some
                starts = self.marks.starts(rows, before, True)
                before = self._counted(rows, starts, before)
                counts[-1] += len(starts)
        if max(counts) > 1 and 1 not in counts:
            return None  # the rules part chapters, or frame the table
        bands: list[Band] = []
        for position, (strip, count) in enumerate(zip(strips, counts, strict=True)):
            words = _words(strip)
            if count > 1:
                parts = self._best(strip, goes_on and position == 0)
                doubtful = any(part.edges in (NOTHING, CENTRES) for part in parts)
                bands += [_band(words, True, NOTHING)] if doubtful else parts
            else:
                bands.append(_band(words, self._has_uprights(words), RULES))
        return bands

    def _has_uprights(self, words: Sequence[Word]) -> bool:
        """Whether upright lines part the cells at the height of `words`."""
        middle = (words[0].top + words[0].bottom) / 2
        return any(rule.top <= middle <= rule.bottom for rule in self.uprights)

    @cached_property
    def uprights(self) -> list[Rule]:
        """The upright lines between columns."""
        return [
            rule
            for rule in self.rules
            if not rule.horizontal and any(abs(rule.x0 - x) < 6 for x in self.marks.columns.edges)
        ]

    def _counted(
        self, rows: Sequence[Sequence[Word]], starts: Sequence[int], before: Before
    ) -> Before:
        for position in starts[-1:]:
            number = self.marks.number_of(rows[position])
            assert number is not None
            return number.number
        return before

    # Without ruling lines

    def _best(self, lines: Sequence[Line], goes_on: bool) -> list[Band]:
        """The way that reads best; one strip with `NOTHING` for its edges where none reads well."""
        ways = list(self._ways(lines))
        claims = [self._claims(strips, goes_on) for _, strips in ways]
        weights = [
            sum(claim.weight for claim in of_strips) - CUT * self._cells_cut(strips)
            for of_strips, (_, strips) in zip(claims, ways, strict=True)
        ]
        best = max(range(len(ways)), key=weights.__getitem__)
        edges, strips = ways[best]
        rows = [strip for strip in strips if self._reading(strip, False, False, None).is_row]
        poor = rows and weights[best] < READABLE * len(rows)
        if poor or (edges != GAPS and self._is_out_of_step(strips, rows, goes_on)):
            return [_band(_words(lines), True, NOTHING)]
        doubtful = self._doubtful(strips, ways, weights, best)
        rival = _rival(ways, weights, best)
        return [
            _band(strip, True, NOTHING if position in doubtful else edges, claim, *rival)
            for position, (strip, claim) in enumerate(zip(strips, claims[best], strict=True))
        ]

    def _is_out_of_step(
        self, strips: Sequence[list[Word]], rows: Sequence[list[Word]], goes_on: bool
    ) -> bool:
        """Whether cells run down beside each other that do not begin a row at each number.

        A title begins with a small letter though others do not; words stand above the first row; or
        numbers stand at equal distances though some row has more lines than another (the last may,
        but for its title, where no list of ministries breaks off in the others).
        """
        headless = bool(strips and rows) and strips[0] is not rows[0] and not goes_on
        if headless and not self._is_section(strips[0]):
            return True
        before = [text_of(row.cells["title"]) for row in self.read if not row.section]
        titles = [self._reading(row, False, False, None).title for row in rows]
        small = [title[0].islower() for title in titles if title]
        if any(small) and not all([*small, *(title[0].islower() for title in before if title)]):
            return True
        tops = [by_line(row)[0][0] for row in rows]
        steps = [b.baseline - a.baseline for a, b in pairwise(tops) if a.page == b.page]
        if len(steps) < 2 or max(steps) - min(steps) >= 1:
            return False
        counts = [len(by_line(row)) for row in rows[:-1]]
        last = _near_lines(rows[-1], max(steps))
        if len({*counts, len(by_line(last))}) == 1:
            return False
        if len(set(counts)) > 1:
            return True
        lists = [self.marks.columns.within("ministries", row) for row in rows[:-1]]
        wrapped = any(words and words[-1].text.endswith(",") for words in lists)
        return wrapped or len(by_line(self.marks.columns.within("title", last))) > counts[0]

    def _doubtful(
        self,
        strips: Sequence[list[Word]],
        ways: Sequence[tuple[str, list[list[Word]]]],
        weights: Sequence[float],
        best: int,
    ) -> set[int]:
        """The strips that another way, nearly as good, does not have."""
        doubtful: set[int] = set()
        for other, (_, rivals) in enumerate(ways):
            if other == best or weights[best] - weights[other] > CLOSE_CALL:
                continue
            same = _places(rivals)
            doubtful |= {
                position
                for position, strip in enumerate(strips)
                if frozenset(map(_place, strip)) not in same
            }
        return doubtful

    def _ways(self, lines: Sequence[Line]) -> Iterator[tuple[str, list[list[Word]]]]:
        """The ways to part the lines, surest first: of ways that read alike, the first is taken."""
        for names in (("title",), ("number", "title")):
            strips = self._by_gaps(lines, names)
            if strips is not None:
                yield GAPS, strips
        strips = self._by_gaps(lines, ("title",), whole=True)
        if strips is not None:
            yield GAPS, strips
        yield STARTS, self._by_starts(lines)
        centred = self._by_centres(lines)
        if centred is not None:
            yield CENTRES, centred

    def _by_gaps(
        self, lines: Sequence[Line], names: Sequence[str], whole: bool = False
    ) -> list[list[Word]] | None:
        """Strips parted by white space.

        It is sought between the lines that have a word in a column of `names`, and above those
        that end the page without one: a row's title may begin overleaf. Strips are parted in its
        middle or, where the `whole` cells are looked at, where it cuts none.
        """
        title_lines = [
            line
            for line in lines
            if any(self.marks.columns.of(word) in names for word in line.words)
            or self._is_section(line.words)
        ]
        if len(title_lines) < 3:
            glued = len(lines) > 1 and any(self.marks.is_named(line.words) for line in lines)
            return None if glued else [_words(lines)]
        title_lines += self._title_overleaf(lines, title_lines)
        steps = [b.baseline - a.baseline for a, b in pairwise(title_lines)]
        pitch = Counter(round(step * 2) / 2 for step in steps if step > 1).most_common()
        if not pitch:
            return None
        within = min(step for step, count in pitch if count >= max(1, OFTEN * len(steps)))
        groups: list[list[Line]] = [[title_lines[0]]]
        for step, line in zip(steps, title_lines[1:], strict=True):
            if step > WIDER * within + 0.5:
                groups.append([])
            groups[-1].append(line)
        if whole:
            edges = self._between_cells(lines, groups)
            return _parted(lines, edges) if edges else None
        edges = [(above[-1].bottom + below[0].top) / 2 for above, below in pairwise(groups)]
        return _parted(lines, edges)

    def _between_cells(
        self, lines: Sequence[Line], groups: Sequence[Sequence[Line]]
    ) -> list[float]:
        """The heights between the titles of rows that cut no cell: of several, where paragraphs
        are parted as rows are, that which leaves the title above in the middle of its row. None
        where there is no such height between two titles.
        """
        cells = self._baselines(_words(lines))
        nearest = _inside([cells])
        heights = sorted({baseline for column in cells.values() for baseline in column})
        free = [
            (above + below) / 2
            for above, below in pairwise(heights)
            if all(_gap_at(column, (above + below) / 2) > nearest for column in cells.values())
        ]
        edges = [heights[0] - lines[0].size if heights else 0.0]
        for above, below in pairwise(groups):
            between = [y for y in free if above[-1].baseline < y < below[0].baseline]
            even = above[0].top + above[-1].bottom - edges[-1]
            if not between:
                return []
            edges.append(min(between, key=lambda y: abs(y - even)))
        higher = [y for y in free if y < groups[0][0].baseline]
        if higher and self._is_section(groups[0][0].words):  # below the rest of a row
            edges[0] = higher[-1]
        else:
            del edges[0]
        return edges

    def _title_overleaf(self, lines: Sequence[Line], title_lines: Sequence[Line]) -> list[Line]:
        """The first of the lines that end the page below a gap, without a word of a title."""
        above = lines.index(title_lines[-1])
        steps = [b.baseline - a.baseline for a, b in pairwise(title_lines)]
        least = min((step for step in steps if step > 1), default=0.0)
        for last, line in pairwise(lines[above:]):
            if line.baseline - last.baseline > WIDER * least + 0.5:
                return [line]
        return []

    def _by_starts(self, lines: Sequence[Line]) -> list[list[Word]]:
        """Strips that begin at each line with a number, and at each section row."""
        starts = set(self.marks.starts([line.words for line in lines], self.before, False))
        strips: list[list[Word]] = []
        after_section = False
        for position, line in enumerate(lines):
            section = position not in starts and self._is_section(line.words, not strips)
            if position in starts or section != after_section or not strips:
                strips.append([])
            strips[-1] += line.words
            after_section = section
        return strips

    def _by_centres(self, lines: Sequence[Line]) -> list[list[Word]] | None:
        """Strips of the lines that stand nearest to each number, above it as well as below.

        None where the numbers do not stand beside the middle of what is nearest to them.
        """
        numbers = self.marks.starts([line.words for line in lines], self.before, False)
        if not numbers:
            return None
        middles = [_middle(lines[position]) for position in numbers]
        sections = [
            position
            for position, line in enumerate(lines)
            if position not in numbers and self._is_section(line.words)
        ]
        groups: dict[tuple[int, int], list[Word]] = {}
        for position, line in enumerate(lines):
            part = bisect(sections, position)
            if position in sections:
                groups[part, -1] = list(line.words)
                continue
            near = [
                n
                for n, number in enumerate(numbers)
                if bisect(sections, number) == part and lines[number].page == line.page
            ]
            nearest = min(near, key=lambda n: abs(middles[n] - _middle(line)), default=-2)
            groups.setdefault((part, nearest), []).extend(line.words)
        for (_, nearest), words in groups.items():
            if nearest >= 0:
                middle = (min(w.top for w in words) + max(w.bottom for w in words)) / 2
                if abs(middle - middles[nearest]) > CENTRED * words[0].size:
                    return None
        return list(groups.values())

    # What a way is worth

    def _claims(self, strips: Sequence[list[Word]], goes_on: bool) -> list[Claim]:
        claims, before = [], self.before
        for position, words in enumerate(strips):
            first, last = goes_on and position == 0, position == len(strips) - 1
            reading = self._reading(words, first, last and position > 0, before)
            if position == 0 and not goes_on and self._begins_series(words):
                reading = reading._replace(follows=True)
            claims.append(weighed("row", reading, SIGNS, 0))
            rows = by_line(words)
            before = self._counted(rows, self.marks.starts(rows, before, True), before)
        return claims

    def _begins_series(self, words: Sequence[Word]) -> bool:
        """Whether the first row below a head has a number that is not of the series above it."""
        rows = by_line(words)
        starts = self.marks.starts(rows, None, True)
        first = self.marks.number_of(rows[starts[0]]) if starts else None
        return first is not None and not first.number.lies_beyond(self.before, SKIPPED)

    def _cells_cut(self, strips: Sequence[Sequence[Word]]) -> int:
        """At how many edges a cell has a line above and the next right below."""
        cells = [self._baselines(strip) for strip in strips]
        nearest = _inside(cells)
        return sum(
            any(0 < below[name][0] - above[name][-1] <= nearest for name in above.keys() & below)
            for above, below in pairwise(cells)
        )

    def _baselines(self, strip: Sequence[Word]) -> dict[str, list[float]]:
        """The baselines of the lines of each column, from the top."""
        columns: dict[str, set[float]] = {}
        for word in strip:
            columns.setdefault(self.marks.columns.of(word), set()).add(word.baseline)
        return {name: sorted(lines) for name, lines in columns.items()}

    def _reading(self, words: Sequence[Word], first: bool, last: bool, before: Before) -> Reading:
        rows = by_line(words)
        starts = self.marks.starts(rows, before, True)
        number = self.marks.number_of(rows[starts[0]]) if starts else None
        title = self.marks.columns.within("title", words)
        if number is not None and not self.marks.columns.has_number:
            title = title[number.words :]
        return Reading(
            len(starts),
            number is not None and number.number.follows(before),
            not starts and self._is_section(words),
            first,
            last,
            any(self.marks.columns.within("number", row) for row in rows[: (*starts, 0)[0]]),
            text_of(title),
            text_of(self.marks.columns.within("status", words)),
            text_of(self.marks.columns.within("ministries", words)),
            self.known,
            self.of_report,
        )

    def _is_section(self, words: Sequence[Word], may_continue: bool = False) -> bool:
        return self.marks.is_section(words, self.read, may_continue)


def _band(
    words: list[Word], ruled_cells: bool, edges: str, claim: Claim | None = None, *rival: Claim
) -> Band:
    """A strip that says by what it is parted, besides what is claimed of it."""
    claim = claim or known("row")
    claim = claim._replace(reasons=(SAYS[edges], *claim.reasons))
    return Band(words, ruled_cells, edges, (claim, *rival))


def _rival(
    ways: Sequence[tuple[str, list[list[Word]]]], weights: Sequence[float], best: int
) -> list[Claim]:
    """What speaks for the best of the ways that part the page otherwise; none where all agree."""
    others = [n for n, (_, strips) in enumerate(ways) if _places(strips) != _places(ways[best][1])]
    if not others:
        return []
    other = max(others, key=weights.__getitem__)
    edges, strips = ways[other]
    better, worse = decimal(weights[best]), decimal(weights[other])
    way = f"siden delt i {len(strips)}, der hver rad {SAYS[edges]}"
    return [known("other-rows", f"{way}: i alt {worse} mot {better}")]


def _inside(cells: Iterable[Mapping[str, Sequence[float]]]) -> float:
    """How far from each other lines stand in cells, at most; 0 where no cell has several. `cells`
    has the baselines of each column.
    """
    steps = Counter(
        round(2 * (below - above)) / 2
        for columns in cells
        for lines in columns.values()
        for above, below in pairwise(lines)
    )
    often = [step for step, count in steps.items() if count >= OFTEN * steps.total()]
    return WIDER * min(often) + 0.5 if often else 0.0


def _gap_at(baselines: Sequence[float], y: float) -> float:
    """How far the lines above and below a height stand from each other."""
    at = bisect(baselines, y)
    return baselines[at] - baselines[at - 1] if 0 < at < len(baselines) else inf


def _places(strips: Iterable[Sequence[Word]]) -> set[frozenset[tuple[int, int, float]]]:
    return {frozenset(map(_place, strip)) for strip in strips}


def _near_lines(row: Sequence[Word], step: float) -> list[Word]:
    """The lines of a row down to where the next stands further off than `step`."""
    lines = by_line(row)
    near = [lines[0]]
    for above, below in pairwise(lines):
        if below[0].baseline - above[0].baseline > step + 1:
            break
        near.append(below)
    return [word for line in near for word in line]


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2


def _place(word: Word) -> tuple[int, int, float]:
    return word.page, word.line, word.x0


def _words(lines: Iterable[Line]) -> list[Word]:
    return [word for line in lines for word in line.words]


def _parted(lines: Iterable[Line], edges: Sequence[float]) -> list[list[Word]]:
    """The words between each height of `edges` and the next."""
    strips: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        for word in line.words:
            strips[bisect(edges, (word.top + word.bottom) / 2)].append(word)
    return [strip for strip in strips if strip]


def _strips(lines: Iterable[Line], edges: Sequence[float]) -> list[list[Line]]:
    """The lines between each height of `edges` and the next; one whose words part, in each."""
    strips: dict[int, list[Line]] = {}
    for line in lines:
        strip = bisect(edges, line.top)
        if strip == bisect(edges, line.bottom):  # as of most lines
            strips.setdefault(strip, []).append(line)
            continue
        parts: dict[int, list[Word]] = {}
        for word in line.words:
            parts.setdefault(bisect(edges, (word.top + word.bottom) / 2), []).append(word)
        for strip, words in parts.items():
            whole = len(parts) == 1
            strips.setdefault(strip, []).append(line if whole else line.of_words(words))
    return [strips[strip] for strip in sorted(strips)]
