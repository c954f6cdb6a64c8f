"""`python -m pipeline.parse 2025 interim/2025/extract interim/2025/segment interim/2025/parse`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice, takewhile
from pathlib import Path

from pipeline.norwegian.actors import Actors
from pipeline.parse.decisions import decided_days
from pipeline.parse.items import Items
from pipeline.parse.links import Links
from pipeline.parse.mentions import mention_rows
from pipeline.parse.pages import page_rows
from pipeline.parse.paragraphs import paragraph_rows, running_text
from pipeline.parse.report import (
    LISTED,
    abbreviation_rows,
    abbreviations_of,
    report_rows,
    stated_month,
)
from pipeline.parse.spans import Row, as_shown
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.progress import working_on
from pipeline.seams.entries import Block, Listed, Unplaced, read_blocks, read_listed, read_overview
from pipeline.seams.ids import FRONT_MATTER, ItemId, ReportId, RowId, Scope, unread_id
from pipeline.seams.register import read_register
from pipeline.seams.rows import write_rows
from pipeline.seams.tables import Unread
from pipeline.seams.terms import NO_TERMS, Terms, read_terms
from pipeline.seams.words import read_document, read_kept, read_links

# Order of the parsers; rows of earlier ones come first in each table.
REPORT, ITEMS, PARAGRAPHS, MENTIONS, LINKS, ABBREVIATIONS, PAGES, UNPLACED = range(8)
STRETCH = 256  # blocks in one batch: few enough to hold in memory, enough to be fast


def parse(
    report_id: ReportId,
    plan: str,
    extracted: Path,
    segmented: Path,
    folder: Path,
    terms: Terms = NO_TERMS,
) -> None:
    """Read the blocks of a report, on its terms, and write the rows of its tables into `folder`.

    Rows are written as the blocks are read, so that a report of thousands of pages takes little
    more memory than a short one.
    """
    structure = read_listed(segmented)
    frames = {page.page: page.frame for page in structure.pages if page.turned or page.strips}
    batches = _rows(report_id, plan, extracted, segmented, structure, terms)
    write_rows(folder, as_shown(batches, frames) if frames else batches)


def _rows(
    report_id: ReportId,
    plan: str,
    extracted: Path,
    segmented: Path,
    structure: Listed,
    terms: Terms,
) -> Iterator[tuple[int, Iterable[Row]]]:
    """All rows of a report in batches, each with the order of its parser."""
    following = read_blocks(segmented)
    opening = list(islice(following, STRETCH))

    def ahead() -> Iterator[Block]:
        """All blocks from the first, for repeated reading; the opening is usually enough."""
        yield from opening
        yield from islice(read_blocks(segmented), STRETCH, None)

    item_ids = {entry.id: entry.item_id for entry in structure.entries}
    printed = None if terms.as_of else stated_month(ahead)
    as_of = printed[1].last_day if printed else terms.as_of
    document = read_document(extracted)
    yield REPORT, report_rows(report_id, plan, document, ahead, printed, as_of, terms)
    decided = decided_days(ahead(), structure.entries, structure.columns, as_of)
    items = Items(report_id, structure, read_overview(segmented), as_of, terms.statuses, decided)
    links = Links(read_links(extracted))
    front = takewhile(lambda block: block.scope == FRONT_MATTER, ahead())
    actors = Actors(abbreviations_of(block for block in front if block.part in LISTED))
    listed: list[Block] = []
    yield ITEMS, items.lacking()
    for stretch in _stretches(chain(opening, following)):
        texts = running_text(stretch, items.known)
        yield ITEMS, items.rows(stretch)
        yield PARAGRAPHS, paragraph_rows(report_id, texts)
        yield MENTIONS, mention_rows(report_id, texts, plan, as_of, actors)
        links.look_in(stretch)
        listed += [block for block in stretch if block.part in LISTED]
    yield ITEMS, items.other_rows()
    yield LINKS, links.rows(report_id, item_ids)
    yield ABBREVIATIONS, abbreviation_rows(report_id, listed)
    yield PAGES, page_rows(report_id, structure.pages, read_kept(extracted))
    yield UNPLACED, _unplaced_rows(report_id, structure.unplaced, item_ids)


def _stretches(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks in batches of a few hundred; the blocks of an entry stay together."""
    stretch: list[Block] = []
    for block in blocks:
        if len(stretch) >= STRETCH and (not block.owner or block.owner != stretch[-1].owner):
            yield stretch
            stretch = []
        stretch.append(block)
    yield stretch


def _unplaced_rows(
    report_id: ReportId, unplaced: Iterable[Unplaced], item_ids: Mapping[Scope, ItemId]
) -> Iterator[Row]:
    times: Counter[RowId] = Counter()
    for stretch in unplaced:
        row_id = unread_id(stretch.scope, stretch.reason, stretch.text)
        times[row_id] += 1
        row_id = unread_id(stretch.scope, stretch.reason, stretch.text, times[row_id])
        yield Unread(
            report_id, item_ids.get(stretch.scope), row_id, stretch.page,
            stage="segment", scope=stretch.scope, reason=stretch.reason, text=stretch.text,
        )  # fmt: skip


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.parse", description="Lager radene i tabellene for en rapport."
    )
    parser.add_argument("report_id", metavar="ID", help="rapporten, slik den er registrert")
    parser.add_argument("extracted", type=Path, metavar="ORD", help="mappen med ordene")
    parser.add_argument("segmented", type=Path, metavar="DELER", help="mappen med delene")
    parser.add_argument("folder", type=Path, metavar="MAPPE", help="hit skrives radene")
    parser.add_argument(
        "terms", type=Path, metavar="ORDLISTE", nargs="?", help="rapportens egne ord"
    )
    arguments = parser.parse_args()
    working_on(arguments.report_id, "lager radene i tabellene")
    register = read_register()
    report_id = ReportId(arguments.report_id)
    if report_id not in register:
        raise refusal.Refusal(
            "raw/reports.yaml",
            f"rapporten «{report_id}» er ikke registrert.",
            advice="kjør «python -m pipeline add FIL.pdf».",
        )
    parse(
        report_id,
        register[report_id].plan,
        arguments.extracted,
        arguments.segmented,
        arguments.folder,
        read_terms(arguments.terms) if arguments.terms else NO_TERMS,
    )
    return 0


if __name__ == "__main__":
    refusal.run(main)
