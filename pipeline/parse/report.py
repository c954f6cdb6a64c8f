"""The report as a whole: its row in reports, and the abbreviation list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from pipeline.norwegian.cover import AsOf, find_as_of, language_of
from pipeline.norwegian.vocabulary import vocabulary_hash
from pipeline.parse.spans import Row, boxes_of
from pipeline.seams.entries import Block
from pipeline.seams.ids import (
    FRONT_MATTER,
    INTRODUCTION,
    REPORT,
    ReportId,
    RowId,
    abbreviation_id,
    unread_id,
)
from pipeline.seams.tables import PROGRAM_VERSION, Abbreviation, Report, Unread
from pipeline.seams.terms import NO_TERMS, Terms
from pipeline.seams.words import Document

LISTED = ("abbreviation", "expansion")  # the parts of the abbreviation list
SPOKEN = ("paragraph", "list-item", "title", "label")  # a short report is mostly labels
Blocks = Callable[[], Iterable[Block]]  # starts from the first block on each call


def report_rows(
    report_id: ReportId,
    plan: str,
    document: Document,
    blocks: Blocks,
    printed: tuple[Block, AsOf] | None,
    as_of: date | None,
    terms: Terms = NO_TERMS,
) -> Iterator[Row]:
    """The row of the report, with spans; an unread row if no date is printed or stated."""
    title = next((b for b in blocks() if b.scope == FRONT_MATTER and b.part == "title"), None)
    language = language_of(block.text for block in blocks() if block.part in SPOKEN)
    row = Report(
        report_id,
        None,
        RowId(report_id),
        1,
        plan=plan,
        title=title.text if title else None,
        as_of=as_of,
        as_of_printed=printed[1].printed if printed else None,
        pages=document.pages,
        language=language,
        sha256=document.sha256,
        producer=document.producer,
        words=document.words,
        url=terms.url or None,
        retrieved=terms.retrieved,
        edition_note=terms.edition_note or None,
        links_guessed=terms.links_guessed,
        program=PROGRAM_VERSION,
        vocabulary=vocabulary_hash(),
    )
    yield row
    if title is not None:
        yield boxes_of(row, "title", [title])
    if printed is not None:
        block, month = printed
        yield boxes_of(row, "as_of", [block], month.start, month.end)
    elif as_of is None:
        yield Unread(
            report_id, None, unread_id(REPORT, "no-as-of", ""), 1,
            stage="parse", scope=FRONT_MATTER, reason="no-as-of", text="",
        )  # fmt: skip


def stated_month(blocks: Blocks) -> tuple[Block, AsOf] | None:
    """The as-of month: what the cover says that the report speaks for («per juni 2025»), else the
    first month on the cover, else what the introduction says, or any heading or table.
    """
    for spoken_for in (True, False):
        for block in blocks():  # most covers say it, and the rest of the report is not read
            if block.scope != FRONT_MATTER or block.part not in ("paragraph", "title"):
                continue
            if (stated := find_as_of(block.text, spoken_for)) is not None:
                return block, stated
    for scope in (INTRODUCTION, None):
        for block in blocks():
            if block.scope != scope and (scope is not None or block.owner):
                continue
            if (stated := find_as_of(block.text, spoken_for=True)) is not None:
                return block, stated
    return None


def abbreviations_of(listed: Iterable[Block]) -> list[tuple[str, str]]:
    """Each abbreviation of the list, and what it stands for. `listed` alternates the two."""
    texts = [block.text for block in listed]
    return list(zip(texts[::2], texts[1::2], strict=True))


def abbreviation_rows(report_id: ReportId, listed: Sequence[Block]) -> Iterator[Row]:
    """One row for each entry of the abbreviation list, with spans.

    `listed` alternates abbreviation and expansion.
    """
    count: Counter[str] = Counter()
    for short, expansion in zip(listed[::2], listed[1::2], strict=True):
        count[short.text] += 1
        row = Abbreviation(
            report_id, None, abbreviation_id(short.text, count[short.text]), short.page,
            abbreviation=short.text, expansion=expansion.text,
        )  # fmt: skip
        yield row
        yield boxes_of(row, "mention", [short, expansion])
