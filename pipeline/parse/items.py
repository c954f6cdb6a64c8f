"""The measures and requests: their rows in measures, statuses and ministries, from both sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.entries import OVERVIEW, TEXT, Block, Entry, Structure
from pipeline.parse.ministries import find_ministries
from pipeline.parse.spans import Row, boxes_of
from pipeline.parse.statuses import read_status
from pipeline.records import Measure, Ministry, Status, Unread

NARRATIVE = ("paragraph", "list-item")
Parts = Mapping[str, list[Block]]


def item_rows(report_id: str, structure: Structure, as_of: date | None) -> Iterator[Row]:
    """Every row that the items of a report give, with spans and what could not be read."""
    parts = _parts_by_entry(structure)
    printed = {
        source: {entry.id: entry for entry in structure.entries if entry.source == source}
        for source in (TEXT, OVERVIEW)
    }
    if not printed[OVERVIEW]:
        yield Unread(
            report_id, None, "report/no-overview", 1,
            stage="segment", scope=OVERVIEW, reason="no-overview", text="",
        )  # fmt: skip
    for own_id in _in_order(printed[TEXT], printed[OVERVIEW]):
        text, overview = printed[TEXT].get(own_id), printed[OVERVIEW].get(own_id)
        yield from _measure(report_id, text, overview, parts)
        for entry in (text, overview):
            if entry is not None:
                own = parts[entry.source, entry.id]
                yield from _status(report_id, entry, own.get("status", []))
                yield from _ministries(report_id, entry, own.get("ministries", []), as_of)


def _parts_by_entry(structure: Structure) -> dict[tuple[str, str], dict[str, list[Block]]]:
    parts: dict[tuple[str, str], dict[str, list[Block]]] = {
        (entry.source, entry.id): {} for entry in structure.entries
    }
    for block in structure.blocks:
        if block.owner:
            source = OVERVIEW if block.scope == OVERVIEW else TEXT
            parts[source, block.owner].setdefault(block.part, []).append(block)
    return parts


def _in_order(text: Mapping[str, Entry], overview: Mapping[str, Entry]) -> list[str]:
    """The ids of both sources, in the order of the text; what only the overview has, last."""
    return [*text, *(own_id for own_id in overview if own_id not in text)]


def _measure(
    report_id: str,
    text: Entry | None,
    overview: Entry | None,
    parts: Mapping[tuple[str, str], Parts],
) -> Iterator[Row]:
    entry = text or overview
    assert entry is not None
    here: Parts = parts[TEXT, text.id] if text else {}
    there: Parts = parts[OVERVIEW, overview.id] if overview else {}
    narrative = [block for part in NARRATIVE for block in here.get(part, [])]
    narrative.sort(key=lambda block: block.paragraph)
    labelled = [block for part in ("title", "ministries", "status") for block in here.get(part, [])]
    row = Measure(
        report_id,
        entry.item_id,
        entry.id,
        entry.page,
        kind=entry.kind,
        number=entry.number,
        letter=entry.letter or None,
        title=_text(here.get("title", [])),
        overview_title=_text(there.get("title", [])),
        chapter_number=entry.chapter_number if text else None,
        chapter=(text.chapter or None) if text else None,
        overview_chapter=(overview.chapter or None) if overview else None,
        narrative="\n\n".join(block.text for block in narrative) or None,
        page_first=text.page if text else None,
        page_last=max((block.last_page for block in narrative or labelled), default=None),
        overview_page=overview.page if overview else None,
    )
    yield row
    yield boxes_of(row, "title", here.get("title", []))
    yield boxes_of(row, "overview", there.get("title", []))
    yield boxes_of(row, "narrative", narrative)
    for entry_, own in ((text, here), (overview, there)):
        if entry_ is not None and not own.get("title"):
            yield _unread(report_id, entry_, "no-title", "")


def _status(report_id: str, entry: Entry, blocks: Sequence[Block]) -> Iterator[Row]:
    printed = _text(blocks)
    status = read_status(printed) if printed else None
    page = blocks[0].page if blocks else entry.page
    row = Status(
        report_id, entry.item_id, f"{entry.id}/{entry.source}", page,
        source=entry.source, status=status, status_printed=printed,
    )  # fmt: skip
    yield row
    yield boxes_of(row, "status", blocks)
    if status is None:
        yield _unread(report_id, entry, "unknown-status" if printed else "no-status", printed or "")


def _ministries(
    report_id: str, entry: Entry, blocks: Sequence[Block], as_of: date | None
) -> Iterator[Row]:
    if not blocks:
        yield _unread(report_id, entry, "no-ministries", "")
    position = 0
    times: Counter[str] = Counter()
    for block in blocks:
        found, unread = find_ministries(block.text, as_of)
        for ministry in found:
            position += 1
            row = Ministry(
                report_id,
                entry.item_id,
                f"{entry.id}/{entry.source}/{position}",
                block.page,
                source=entry.source,
                position=position,
                ministry=ministry.ministry,
                name=ministry.name,
                orgnr=ministry.orgnr,
                role=ministry.role,
                printed=block.text,
            )
            yield row
            yield boxes_of(row, "ministries", [block], ministry.start, ministry.end)
        for part in unread:
            text = block.text[part.start : part.end]
            times[text] += 1
            row_ = _unread(report_id, entry, part.reason, text, times[text])
            yield row_
            yield boxes_of(row_, "mention", [block], part.start, part.end)


def _unread(report_id: str, entry: Entry, reason: str, text: str, time: int = 1) -> Unread:
    """What could not be read of an entry; the key tells the source, reason, text and `time`."""
    own_id = f"{entry.id}/{entry.source}/{reason}" + (f"/{text}" if text else "")
    own_id += f"#{time}" if time > 1 else ""
    return Unread(
        report_id, entry.item_id, own_id, entry.page,
        stage="parse",
        scope=entry.id if entry.source == TEXT else OVERVIEW,
        reason=reason,
        text=text,
    )  # fmt: skip


def _text(blocks: Sequence[Block]) -> str | None:
    return " ".join(block.text for block in blocks) or None
