"""What the lines of a report are taken for: one reading of the whole, on which the blocks rest.

    lines → furniture → contents → overviews → footnotes → labels → items → chapters

Each step sees what the steps before it took, and none of what comes after. Where a step can read
the report in several ways (how labels stand, how headings look, how rows part), it weighs them all
and takes the one that leaves least unexplained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.runtime.refusal import Refusal
from pipeline.seams.entries import PageRead, Place, Unplaced
from pipeline.seams.terms import Terms
from pipeline.seams.words import Page, Rule, runs_of
from pipeline.segment.cells import unfolded
from pipeline.segment.chapters import LARGER, Chapter, find_chapters, stands_out
from pipeline.segment.claims import At, Claim, known
from pipeline.segment.footnotes import (
    Calls,
    Footnote,
    find_footnotes,
    mark_of,
    without_calls,
)
from pipeline.segment.front import Contents, find_contents
from pipeline.segment.furniture import furniture_of
from pipeline.segment.heading_statuses import with_statuses_apart
from pipeline.segment.insets import with_insets
from pipeline.segment.items import Explaining, Item, Items, Key, find_items
from pipeline.segment.joining import Hyphens, compose
from pipeline.segment.label_kinds import with_kinds_by_values
from pipeline.segment.labels import (
    CORE,
    Label,
    bare_label,
    find_labels,
    has_core_label,
    labels_of,
    with_whole_labels,
)
from pipeline.segment.lines import Layout, Line, formats_of, layout_of, lines_of, text_of
from pipeline.segment.margins import with_margins_apart
from pipeline.segment.numbers_apart import BESIDE_TITLE, with_numbers_joined
from pipeline.segment.overview import Overview, find_overviews
from pipeline.segment.pages import (
    LAST_MISSING,
    SEQUENCE_BREAKS,
    PageFacts,
    pages_again,
    pages_not_whole,
    pages_put_in,
    pages_read,
)
from pipeline.segment.rows_of_cells import with_cells_apart
from pipeline.segment.ruled_cells import with_ruled_cells_apart
from pipeline.segment.table_columns import cells_of
from pipeline.segment.table_rows import Row, by_line
from pipeline.segment.vocabulary import head_kind, heads, normalised

CELLS_OF_ROW = 3  # at least: a heading has none, but for its number
STATUSES = 3  # for each item: where there are more, most measures have no number
PUT_IN = "står på en side som er satt inn mellom rapportens, eller som står der fra før"
Composed = tuple[str, tuple[Place, ...]]  # a text, and where its words stand
Cells = Mapping[str, Composed]


class Reading(NamedTuple):
    """The lines of running text with what each is taken for, and what stands beside them.

    `cells` has the composed cells of each row of each overview, `gaps` the positions of its rows
    before which some are missing or out of place. `not_whole` says what pages lack. `printed` has
    every line of the report, `claims` what was thought of it, and `looks` of its headings.
    """

    lines: Sequence[Line]
    labels: Sequence[tuple[Label, ...]]
    items: Sequence[Item]
    chapters: Sequence[Chapter]
    contents: Contents
    contents_lines: AbstractSet[int]
    overviews: Sequence[Overview]
    cells: Sequence[Sequence[tuple[Row, Cells]]]
    gaps: Sequence[AbstractSet[int]]
    footnotes: Sequence[Footnote]
    calls: Calls
    layout: Layout
    hyphens: Hyphens
    furniture: Mapping[int, Sequence[Line]]
    facts: Sequence[PageFacts]
    pages: Sequence[PageRead]
    not_whole: Sequence[Unplaced]
    printed: Mapping[At, str]
    claims: defaultdict[At, list[Claim]]
    looks: Sequence[Explaining]


def read(pages: Iterable[Page], source: str, terms: Terms) -> Reading:
    """The reading of a report.

    Raises `Refusal` (naming `source`) where there is nothing that makes a status report: neither
    numbered items with labels nor an overview.
    """
    all_lines: list[list[Line]] = []
    rules: list[list[Rule]] = []
    facts: list[PageFacts] = []
    for page in pages:
        all_lines.append(lines_of(page))
        rules.append(page.rules)
        facts.append(PageFacts.of(page))
    if not any(all_lines):
        raise Refusal(
            source,
            "fant ingen tekst på noen side.",
            expected="en statusrapport med tekst som kan merkes og kopieres.",
            advice="er rapporten skannet, be utgiveren om en PDF med tekst, eller kjør den "
            "gjennom tekstgjenkjenning (OCR) først.",
        )
    formats = formats_of({page.number: (page.width, page.height) for page in facts})
    layout = layout_of([line for lines in all_lines for line in lines], formats)
    marks = _raised_marks(all_lines)
    furniture = furniture_of(
        all_lines,
        lambda line: _is_content(line, terms),
        lambda line: (line.page, mark_of(line.text)) in marks,
    )
    bare = [[ln for ln in lines if (ln.page, ln.number) not in furniture] for lines in all_lines]
    bare = with_statuses_apart(bare, layout, terms)
    joined, beside_titles = with_numbers_joined(bare, layout)
    whole = with_margins_apart(joined, layout, terms)
    if whole != bare:
        bare = whole
        layout = layout_of([line for lines in bare for line in lines], formats)
    heads_and_feet = {
        lines[0].page: [line for line in lines if (line.page, line.number) in furniture]
        for lines in all_lines
        if lines
    }
    pages_known = pages_read(facts, heads_and_feet)
    contents = find_contents([line for lines in bare for line in lines])
    titles = contents.titles | _large_titles(bare, layout, terms)
    fonts = {n: {ln.style.font for ln in lines} for n, lines in enumerate(all_lines, start=1)}
    put_in = pages_put_in(pages_known, fonts)

    def overviews_of(without: AbstractSet[int]) -> list[Overview]:
        printed = [
            n
            for n, page in enumerate(pages_known)
            if (page.kind != "blank" or page.picture_share) and page.page not in without
        ]
        of_pages = [bare[n] for n in printed], [rules[n] for n in printed]
        return find_overviews(*of_pages, layout, titles, marks, terms)

    overviews = overviews_of(frozenset())
    for overview in overviews:  # of other programs, perhaps; what is none inside it is told there
        on = [row.page for row in overview.rows]
        put_in -= {*on, *range(min(on, default=0), max(on, default=0))}
    again = pages_again(pages_known, all_lines)
    if away := put_in | again:
        overviews = overviews_of(away)
        for n in away:
            bare[n - 1], heads_and_feet[n] = [], all_lines[n - 1]
            furniture |= dict.fromkeys(
                ((line.page, line.number) for line in all_lines[n - 1]), PUT_IN
            )
    in_overview = set().union(*(overview.lines for overview in overviews))
    footnotes, calls = find_footnotes(bare, in_overview, layout)
    noted = {(line.page, line.number) for note in footnotes for line in note.lines}
    elsewhere = in_overview | noted
    terms = with_kinds_by_values(
        [
            line for lines in bare for line in lines
            if (line.page, line.number) not in elsewhere
            and (line.page, line.number) not in contents.lines
        ],
        terms,
    )  # fmt: skip
    drawn = with_ruled_cells_apart(list(zip(bare, rules, strict=True)), elsewhere, terms)
    framed = [
        with_insets(lines, of_page, layout, terms)
        for lines, of_page in zip(drawn, rules, strict=True)
        if not all((line.page, line.number) in elsewhere for line in lines)
    ]
    running = _running(framed, elsewhere, calls, layout, terms)
    texts = (line.text for lines in all_lines for line in lines)
    hyphens = Hyphens(chain(texts, _lines_of_cells(overviews)))
    cells = [[(row, _composed(row, hyphens)) for row in overview.rows] for overview in overviews]
    not_whole = list(pages_not_whole(facts, pages_known, put_in, again))
    gaps = [_gaps(overview, not_whole) for overview in overviews]
    labels = find_labels(running, layout, terms)
    contents_lines = {
        position for position, line in enumerate(running)
        if (line.page, line.number) in contents.lines
    }  # fmt: skip
    found = find_items(running, labels, layout, _titles_of(cells, gaps), contents_lines)
    items = found.items
    _refuse_unless_report(items, labels, overviews, source)
    taken = contents_lines | {p for item in items for p in range(item.first, item.last + 1)}
    names = contents.titles | {
        normalised(composed["title"][0]) for rows in cells for row, composed in rows if row.section
    }
    taken |= {position for position, of_line in enumerate(labels) if of_line}
    starts = {item.first for item in items}
    headings = {normalised(" ".join([ln.text for ln in o.heading])) for o in overviews}
    chapters = find_chapters(running, taken, starts, names, headings, layout)
    claims: defaultdict[At, list[Claim]] = defaultdict(list)
    for role, reasons in (("furniture", furniture), ("contents", contents.lines)):
        for at, reason in reasons.items():
            claims[at].append(known(role, reason))
    for at in beside_titles:
        claims[at].append(known("heading", BESIDE_TITLE))
    for overview in overviews:
        for at, of_rows in overview.claims.items():
            claims[at] += of_rows
    for note in footnotes:
        claims[note.page, note.lines[0].number].append(known("footnote", note.reason))
    for position, claim in _claims_of_text(running, labels, found, chapters, layout, terms):
        claims[running[position].page, running[position].number].append(claim)
    return Reading(
        running, labels, items, chapters, contents, contents_lines, overviews, cells,
        gaps, footnotes, calls, layout, hyphens, heads_and_feet, facts, pages_known, not_whole,
        {(line.page, line.number): line.text for lines in all_lines for line in lines}, claims,
        found.looks,
    )  # fmt: skip


def _claims_of_text(
    lines: Sequence[Line],
    labels: Sequence[tuple[Label, ...]],
    found: Items,
    chapters: Sequence[Chapter],
    layout: Layout,
    terms: Terms,
) -> Iterator[tuple[int, Claim]]:
    """What was thought of lines of running text, by position: as labels, as headings.

    Also of those that were not taken for what they look like.
    """
    yield from found.claims.items()
    headed = {p for chapter in chapters for p in range(chapter.first, chapter.last + 1)}
    headed |= {p for item in found.items for p in range(item.first, item.last + 1)}
    for chapter in chapters:
        for position in range(chapter.first, chapter.last + 1):
            yield position, known("chapter", chapter.reason)
    for position, (line, at) in enumerate(zip(lines, labels, strict=True)):
        if printed := at or labels_of(line, terms):
            yield position, known("label", printed[0].reason)
        elif position not in headed and stands_out(line, layout):
            yield position, known("chapter", "er satt større eller fetere enn teksten")


def _running(
    pages: Sequence[Sequence[Line]],
    elsewhere: AbstractSet[tuple[int, int]],
    calls: Calls,
    layout: Layout,
    terms: Terms,
) -> list[Line]:
    """The lines of running text, without the marks that call notes, small tables unfolded."""
    marked = {place[:2] for place in calls.glued}
    lines = [
        without_calls(line, calls) if place in marked else line
        for on_page in pages
        for line in on_page
        if (place := (line.page, line.number)) not in elsewhere
    ]
    apart = with_cells_apart(lines, layout, terms)
    return unfolded(with_whole_labels(apart, terms), layout, terms)


def _lines_of_cells(overviews: Sequence[Overview]) -> Iterator[str]:
    """The lines of overviews' cells that have several: a word is broken there, in the middle of a
    line of the page.
    """
    for row in (row for overview in overviews for row in overview.rows):
        for words in row.cells.values():
            lines = by_line(words)
            if len(lines) > 1:
                yield from map(text_of, lines)


def _composed(row: Row, hyphens: Hyphens) -> Cells:
    return {name: compose(runs_of(words), hyphens) for name, words in row.cells.items()}


def _gaps(overview: Overview, not_whole: Sequence[Unplaced]) -> set[int]:
    """The positions of an overview's rows before which some are missing or out of place.

    A page could not be read, or the printed page numbers break off.
    """
    breaks = {row.page for row in not_whole if row.reason in SEQUENCE_BREAKS}
    pages = [0, *(row.page for row in overview.rows)]
    broken = {
        position
        for position, (above, below) in enumerate(pairwise(pages))
        if above and not breaks.isdisjoint(range(above + 1, below + 1))
    }
    if any(row.reason == LAST_MISSING for row in not_whole):
        broken.add(len(overview.rows))
    return broken | set(overview.gaps)


def _titles_of(
    cells: Sequence[Sequence[tuple[Row, Cells]]], gaps: Sequence[AbstractSet[int]]
) -> dict[Key, list[str]]:
    """The overviews' titles by number, normalised, but for those that may be cut."""
    titles: dict[Key, list[str]] = defaultdict(list)
    for rows, broken in zip(cells, gaps, strict=True):
        for position, (row, composed) in enumerate(rows):
            if row.number is not None and position + 1 not in broken:
                titles[row.number.key].append(normalised(composed["title"][0]))
    return titles


def _is_content(line: Line, terms: Terms) -> bool:
    """Lines that repeat by nature at the top of pages: labels and the overview's heads."""
    text = line.text.lower()
    head_kinds = {kind for kind, phrase in heads(terms) if " ".join(phrase) in text}
    broken = text[-1] == "/" and head_kind(text.split(" "), terms) is not None
    label = bare_label(line.text, terms)
    is_label = has_core_label(line, terms) or (label is not None and label.kind in CORE)
    return broken or is_label or len(head_kinds) >= 3


def _raised_marks(pages: Sequence[Sequence[Line]]) -> dict[tuple[int, str], list[int]]:
    """The marks that call notes by page, with their lines: raised words after others of a line."""
    marks: dict[tuple[int, str], list[int]] = {}
    for line in (line for lines in pages for line in lines):
        for run in line.several[1:]:
            if run.raised:
                for mark in run.text.split(" "):
                    marks.setdefault((line.page, mark), []).append(line.number)
    return marks


def _large_titles(pages: Sequence[Sequence[Line]], layout: Layout, terms: Terms) -> set[str]:
    """Lines set larger than running text, as chapter headings are.

    Some reports set the titles of measures larger, too: the style above labels does not count.
    """
    large = [
        (line, lines[position + 1 : position + 2])
        for lines in pages
        for position, line in enumerate(lines)
        if layout.is_larger(line, LARGER) and len(cells_of(line)) < CELLS_OF_ROW
    ]
    above_labels = {
        line.style for line, below in large if below and has_core_label(below[0], terms)
    }
    return {normalised(line.text) for line, _ in large if line.style not in above_labels}


def _refuse_unless_report(
    items: Sequence[Item],
    labels: Sequence[tuple[Label, ...]],
    overviews: Sequence[Overview],
    source: str,
) -> None:
    kinds = [label.kind for at in labels for label in at]
    statuses, ministries = kinds.count("status"), kinds.count("ministries")
    rows = sum(not row.section for overview in overviews for row in overview.rows)
    if items and max(1, 0.1 * len(items)) <= statuses <= STATUSES * len(items):
        return
    if rows and statuses <= STATUSES * (rows + len(items)):
        return
    table = "fant en oversiktstabell" if overviews else "fant ingen oversiktstabell"
    raise Refusal(
        source,
        "dette ser ikke ut som en statusrapport: "
        f"fant {len(items)} nummererte tiltak, {statuses} linjer med «Status:» og "
        f"{ministries} linjer med «Ansvarlig departement:», og {table}.",
        expected="nummererte tiltak, hvert med ansvarlig departement og status, eller en oversikt "
        "over dem.",
        advice="kontroller at det er riktig fil. Er det en statusrapport med andre ord for "
        "dette, skriv dem under «labels:» eller «columns:» i registeret, eller legg dem til i "
        "pipeline/segment/vocab/labels.csv eller columns.csv. Er filen registrert uten å høre "
        f"hjemme her, ta den ut igjen: python -m pipeline remove {Path(source).stem}",
    )
