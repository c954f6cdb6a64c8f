"""The report as a whole: its row in reports, and the abbreviation list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.entries import Block, Structure
from pipeline.parse.cover import AsOf, find_as_of, language_of
from pipeline.parse.spans import Row, boxes_of
from pipeline.records import Abbreviation, Report, Unread
from pipeline.words import Document

FRONT = "front-matter"


def report_rows(
    report_id: str, plan: str, document: Document, structure: Structure
) -> Iterator[Row]:
    """The row of the report with spans; unread where no month is printed to speak for."""
    title = next((b for b in structure.blocks if b.scope == FRONT and b.part == "title"), None)
    stated = _as_of(structure.blocks)
    spoken = ("paragraph", "list-item", "title", "label")  # a short report says most in its labels
    texts = [block.text for block in structure.blocks if block.part in spoken]
    row = Report(
        report_id,
        None,
        report_id,
        1,
        plan=plan,
        title=title.text if title else None,
        as_of=stated[1].last_day if stated else None,
        as_of_printed=stated[1].printed if stated else None,
        pages=document.pages,
        language=language_of(texts),
        sha256=document.sha256,
        producer=document.producer,
        words=document.words,
    )
    yield row
    if title is not None:
        yield boxes_of(row, "title", [title])
    if stated is not None:
        block, month = stated
        yield boxes_of(row, "as_of", [block], month.start, month.end)
    else:
        yield Unread(
            report_id, None, "report/no-as-of", 1,
            stage="parse", scope=FRONT, reason="no-as-of", text="",
        )  # fmt: skip


def as_of_date(structure: Structure) -> date | None:
    """The last day of the month that the report speaks for."""
    stated = _as_of(structure.blocks)
    return stated[1].last_day if stated else None


def _as_of(blocks: Sequence[Block]) -> tuple[Block, AsOf] | None:
    """The month on the cover; where it has none, that of the introduction («per juni 2025»)."""
    cover = [b for b in blocks if b.scope == FRONT and b.part in ("paragraph", "title")]
    for block in cover:
        if (stated := find_as_of(block.text)) is not None:
            return block, stated
    for block in blocks:
        if block.scope == "introduction":
            at = block.text.lower().find("per ")
            if at >= 0 and (stated := find_as_of(block.text[at : at + 40])) is not None:
                start, end = stated.start + at, stated.end + at
                return block, stated._replace(start=start, end=end)
    return None


def abbreviation_rows(report_id: str, structure: Structure) -> Iterator[Row]:
    """One row for each entry of the abbreviation list, with spans."""
    count: Counter[str] = Counter()
    blocks = structure.blocks
    for index, short in enumerate(blocks):
        if short.part != "abbreviation":
            continue
        expansion = blocks[index + 1]
        count[short.text] += 1
        suffix = f"#{count[short.text]}" if count[short.text] > 1 else ""
        row = Abbreviation(
            report_id, None, f"{short.text}{suffix}", short.page,
            abbreviation=short.text, expansion=expansion.text,
        )  # fmt: skip
        yield row
        yield boxes_of(row, "mention", [short, expansion])
