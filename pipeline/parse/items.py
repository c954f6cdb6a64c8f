"""The measures and requests: their rows in measures, statuses and ministries, from both sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from pipeline.norwegian.commitments import read_commitment
from pipeline.norwegian.ministries import find_ministries
from pipeline.norwegian.statuses import Meanings, order_of, status_at_start
from pipeline.parse.decisions import Stated
from pipeline.parse.spans import Row, boxes_of
from pipeline.seams.entries import Block, Entry, FieldColumn, Listed
from pipeline.seams.ids import (
    OVERVIEW,
    REPORT,
    ReportId,
    RowId,
    Scope,
    field_id,
    ministry_id,
    status_id,
    unread_id,
)
from pipeline.seams.tables import Field, Measure, Ministry, Status, Unread
from pipeline.seams.vocabularies import FIELD_KINDS, FieldKind
from pipeline.seams.words import COVERED, UNMAPPED

NARRATIVE = ("paragraph", "list-item", "table")


class Parts(dict[str, list[Block]]):
    """The blocks of an entry by part. `labels` has, by part, what stands before each as a label."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        super().__init__()
        self.labels: dict[str, list[str]] = {}
        label = ""
        for block in blocks:
            self.setdefault(block.part, []).append(block)
            self.labels.setdefault(block.part, []).append(label)
            if block.part == "label":
                label = block.text.strip(":|·• ")


class Items:
    """Makes the rows of the items one by one as their blocks are read.

    The overview's `cells` are read in parallel with the text. Most overviews are in the order of
    the text, so few of their rows have to wait.
    """

    def __init__(
        self,
        report_id: ReportId,
        listed: Listed,
        cells: Iterable[Block],
        as_of: date | None,
        statuses: Meanings,
        decided: Mapping[Scope, Stated],
    ) -> None:
        entries = listed.entries
        self._report_id, self._as_of, self._statuses = report_id, as_of, statuses
        self._decided = decided
        self._stated, self._columns = frozenset(listed.stated), listed.columns
        self.printed = {entry.id: entry for entry in entries if entry.source == "text"}
        self._listed = {entry.id: entry for entry in entries if entry.source == "overview"}
        self.known = self._listed | self.printed
        self._due = _in_order(self.printed, self._listed)
        self._cells = _parts_of(cells)
        self._waiting: dict[Scope, Parts] = {}
        self._shared: dict[Scope, Parts] = {}
        self._lent = {scope for entry in entries for _, scope in entry.shares}

    def lacking(self) -> Iterator[Row]:
        """An unread row if the report has no overview, and nothing else that was read."""
        if not self._listed:
            yield Unread(
                self._report_id, None, unread_id(REPORT, "no-overview", ""), 1,
                stage="segment", scope=OVERVIEW, reason="no-overview", text="",
            )  # fmt: skip

    def rows(self, blocks: Iterable[Block]) -> Iterator[Row]:
        """All rows of the items whose text is in these blocks, with spans and unread rows.

        Earlier items without any text come first.
        """
        for scope, here in _parts_of(filter(_is_part, blocks)):
            for due in self._due:
                yield from self._rows(due, here if due == scope else Parts())
                if due == scope:
                    break

    def other_rows(self) -> Iterator[Row]:
        """The rows of the items that are only in the overview."""
        for due in self._due:
            yield from self._rows(due, Parts())

    def _rows(self, scope: Scope, here: Parts) -> Iterator[Row]:
        text, overview = self.printed.get(scope), self._listed.get(scope)
        there = self._row_of(scope) if overview else Parts()
        decided = self._decided.get(scope)
        yield from _measure(self._report_id, text, overview, here, there, decided)
        for entry, parts in ((text, here), (overview, there)):
            if entry is not None:
                yield from self._stated_rows(entry, parts)

    def _stated_rows(self, entry: Entry, parts: Parts) -> Iterator[Row]:
        """Status, ministries and fields as one source has them; where it has none, it says so.

        Where no item of the source has any, there is nothing that this one lacks.
        """
        shared = {part: self._parts_shared(scope, part) for part, scope in entry.shares}
        for part, rows_of, lacking in (
            ("status", self._status, "no-status"),
            ("ministries", self._ministries, "no-ministries"),
        ):
            blocks = parts.get(part) or shared.get(part, [])
            yield from rows_of(entry, blocks, not parts.get(part) and bool(blocks))
            if not blocks and f"{entry.source}/{part}" in self._stated:
                yield _unread(self._report_id, entry, part, lacking, "")
        yield from _fields(self._report_id, entry, parts, self._columns)

    def _status(self, entry: Entry, blocks: Sequence[Block], inherited: bool) -> Iterator[Row]:
        return _status(self._report_id, entry, blocks, inherited, self._statuses)

    def _ministries(self, entry: Entry, blocks: Sequence[Block], inherited: bool) -> Iterator[Row]:
        return _ministries(self._report_id, entry, blocks, inherited, self._as_of)

    def _parts_shared(self, scope: Scope, part: str) -> Sequence[Block]:
        """The blocks of a cell that several rows share, which another of them has."""
        return self._row_of(scope).get(part, [])

    def _row_of(self, scope: Scope) -> Parts:
        """The overview's cells for an item."""
        if scope in self._shared:
            return self._shared[scope]
        while scope not in self._waiting:
            following = next(self._cells, None)
            if following is None:
                return Parts()
            self._waiting[following[0]] = following[1]
        row = self._waiting.pop(scope)
        if scope in self._lent:
            self._shared[scope] = row
        return row


def _is_part(block: Block) -> bool:
    """Whether the block is part of an item's text; footnotes, which come much later, are not."""
    return block.scope != OVERVIEW and block.part != "footnote"


def _in_order(text: Mapping[Scope, Entry], overview: Mapping[Scope, Entry]) -> Iterator[Scope]:
    """The ids of both sources in the order of the text, those only in the overview last."""
    yield from text
    yield from (scope for scope in overview if scope not in text)


def _parts_of(blocks: Iterable[Block]) -> Iterator[tuple[Scope, Parts]]:
    """The ids of the entries that own the blocks, each with its blocks by part."""
    for scope, group in groupby(blocks, key=attrgetter("owner")):
        if scope:
            yield scope, Parts(group)


def _fields(
    report_id: ReportId, entry: Entry, parts: Parts, columns: Sequence[FieldColumn]
) -> Iterator[Row]:
    """The values of labels and columns that have no table of their own.

    A column's label is its head; in running text, the label comes right before its value.
    """
    heads = {column.part: column for column in columns}
    position = 0
    for part, blocks in parts.items():
        if not part.startswith("field-"):
            continue
        for block, before in zip(blocks, parts.labels[part], strict=True):
            position += 1
            column = heads.get(part) if entry.source == "overview" else None
            kind = column.kind if column else _kind_of_field(part)
            label = column.label if column else before
            row = Field(
                report_id,
                entry.item_id,
                field_id(entry.id, entry.source, position),
                block.page,
                source=entry.source,
                label=label,
                kind=kind,
                value=block.text,
            )
            yield row
            yield boxes_of(row, "value", [block])


def _kind_of_field(part: str) -> FieldKind:
    name = part.removeprefix("field-")
    return next((kind for kind in FIELD_KINDS if kind == name), "other")


def _measure(
    report_id: ReportId,
    text: Entry | None,
    overview: Entry | None,
    here: Parts,
    there: Parts,
    decided: Stated | None,
) -> Iterator[Row]:
    entry = text or overview
    assert entry is not None
    narrative = [block for part in NARRATIVE for block in here.get(part, [])]
    narrative.sort(key=lambda block: block.paragraph)
    labelled = [block for part in ("title", "ministries", "status") for block in here.get(part, [])]
    row = Measure(
        report_id,
        entry.item_id,
        RowId(entry.id),
        entry.page,
        kind=entry.kind,
        number=entry.number,
        letter=entry.letter or None,
        number_printed=entry.printed,
        part=entry.part or None,
        session=entry.session or None,
        decided_on=decided.day if decided else None,
        title=_text(here.get("title", [])),
        overview_title=_text(there.get("title", [])),
        chapter_number=entry.chapter_number if text else None,
        chapter=_chapter(text),
        overview_chapter=_chapter(overview),
        narrative="\n\n".join(block.text for block in narrative) or None,
        page_first=text.page if text else None,
        page_last=max((block.last_page for block in narrative or labelled), default=None),
        overview_page=overview.page if overview else None,
        commitment_kind=read_commitment(_text(here.get("title") or there.get("title", [])) or ""),
    )
    yield row
    yield boxes_of(row, "title", here.get("title", []))
    yield boxes_of(row, "overview", there.get("title", []))
    yield boxes_of(row, "narrative", narrative)
    if decided is not None:
        yield boxes_of(row, "decided_on", [decided.block], decided.start, decided.end)
    for entry_, parts in ((text, here), (overview, there)):
        if entry_ is not None and not parts.get("title"):
            yield _unread(report_id, entry_, "title", "no-title", "")


def _status(
    report_id: ReportId,
    entry: Entry,
    blocks: Sequence[Block],
    inherited: bool,
    of_report: Meanings,
) -> Iterator[Row]:
    printed = _text(blocks)
    said = entry.meaning or printed
    start = status_at_start(said, of_report) if said and COVERED not in said else None
    status = start.status if start else None
    page = blocks[0].page if blocks else entry.page
    row = Status(
        report_id, entry.item_id, status_id(entry.id, entry.source), page,
        source=entry.source, status=status, status_printed=printed,
        status_order=order_of(status), inherited=inherited,
    )  # fmt: skip
    yield row
    yield boxes_of(row, "status", blocks)
    if status is None and printed is not None:
        yield _unread(report_id, entry, "status", _reason_of_status(printed), printed)


def _reason_of_status(printed: str) -> str:
    """Why no status could be read from what is printed."""
    return "covered" if COVERED in printed else "unknown-status"


def _ministries(
    report_id: ReportId,
    entry: Entry,
    blocks: Sequence[Block],
    inherited: bool,
    as_of: date | None,
) -> Iterator[Row]:
    position = 0
    times: dict[str, int] = {}
    for block in blocks:
        named, unread = find_ministries(block.text, as_of)
        for ministry in named:
            position += 1
            row = Ministry(
                report_id,
                entry.item_id,
                ministry_id(entry.id, entry.source, position),
                block.page,
                source=entry.source,
                position=position,
                ministry=ministry.ministry,
                name=ministry.name,
                orgnr=ministry.orgnr,
                role=ministry.role,
                printed=block.text,
                inherited=inherited,
            )
            yield row
            yield boxes_of(row, "ministries", [block], ministry.start, ministry.end)
        for part in unread:
            text = block.text[part.start : part.end]
            reason = "covered" if COVERED in text else part.reason
            key = reason if reason == "covered" else text
            times[key] = times.get(key, 0) + 1
            row_ = _unread(report_id, entry, "ministries", reason, text, times[key])
            yield row_
            yield boxes_of(row_, "mention", [block], part.start, part.end)


def _unread(
    report_id: ReportId, entry: Entry, part: str, reason: str, text: str, time: int = 1
) -> Unread:
    """An unread value of an entry; `time` counts repeats of the same text in the same source."""
    place = status_id(entry.id, entry.source)
    return Unread(
        report_id,
        entry.item_id,
        unread_id(f"{place}/{part}" if reason == "covered" else place, reason, text, time),
        entry.page,
        stage="parse",
        scope=entry.id if entry.source == "text" else OVERVIEW,
        reason=reason,
        text=text,
    )  # fmt: skip


def _chapter(printed: Entry | None) -> str | None:
    """The chapter that an item is printed in; None if its name is covered or illegible."""
    name = printed.chapter if printed else ""
    return name if name and COVERED not in name and UNMAPPED not in name else None


def _text(blocks: Sequence[Block]) -> str | None:
    return " ".join(block.text for block in blocks) or None
