"""The seams: what one stage writes is what the next one reads, whatever it is; and boxes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple, replace

from pipeline.runtime import files
from pipeline.runtime.files import fingerprint
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import Column, columns_of, read_records, write_records
from pipeline.seams.entries import (
    Division,
    Entry,
    FieldColumn,
    Listed,
    PageCount,
    PageRead,
    Span,
    Unplaced,
    read_conservation,
    read_listed,
    write_structure,
)
from pipeline.seams.readings import (
    UNIT,
    NotReread,
    PageText,
    Readings,
    TableRow,
    read_readings,
    write_readings,
)
from pipeline.seams.rows import ROWS, Batch, ValueSpans, read_parsed, write_rows
from pipeline.seams.tables import ACROSS, PARSED, TABLES, Abbreviation, SpanRow, column_name
from pipeline.seams.vocabularies import FIELD_KINDS, ITEM_KINDS, SOURCES
from pipeline.seams.words import (
    Document,
    Kept,
    Link,
    Page,
    Rule,
    Run,
    Strip,
    edges_of,
    first_right,
    packed,
    read_document,
    read_kept,
    read_links,
    read_pages,
    runs_of,
    write_document,
)
from tests.printed import blocks, words
from tests.structure import Structure, read_structure

small = st.integers(-(2**15), 2**15 - 1)
whole = st.integers(-(2**31), 2**31 - 1)
number = st.floats(width=32, allow_nan=False)
NEAR = 1e-3  # points: float arithmetic, far less than anybody sees


@contextmanager
def folder() -> Iterator[Path]:
    """A fresh folder for one example: Hypothesis tries many within one test."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


# --- seam 1: words ------------------------------------------------------------------------------


@st.composite
def runs(draw: st.DrawFn, page: int) -> Run:
    text = draw(st.lists(words, min_size=1, max_size=4))
    edges = st.lists(number, min_size=len(text), max_size=len(text))
    lefts, rights = draw(edges), draw(edges)
    return Run(
        page, draw(small), lefts[0], draw(number), max(rights), draw(number), draw(number),
        " ".join(text), draw(number), draw(st.text()),
        *draw(st.tuples(st.booleans(), st.booleans(), st.booleans())),
        draw(st.integers(0, 0xFFFFFF)), packed(lefts, rights),
    )  # fmt: skip


def kept(text: str, box: tuple[int, float, float, float, float]) -> Kept:
    return Kept("invisible", text, *box)


@st.composite
def pages(draw: st.DrawFn) -> list[Page]:
    """Pages in order; some of them empty, some left out."""
    made: list[Page] = []
    for own in sorted(draw(st.sets(st.integers(1, 2**15 - 1), max_size=4))):
        box = st.tuples(st.just(own), number, number, number, number)
        some: dict[str, Any] = {"max_size": 3}
        made.append(
            Page(
                own,
                draw(number),
                draw(number),
                draw(st.lists(runs(own), **some)),
                draw(st.lists(box.map(lambda b: Rule(*b)), **some)),
                draw(st.lists(st.builds(lambda b, u: Link(*b, u), box, st.text()), **some)),
                draw(st.lists(st.builds(kept, st.text(), box), **some)),
                draw(st.lists(st.builds(Strip, *[number] * 6), **some)),
                draw(st.integers(0, 3)),
                draw(whole),
                draw(number),
                draw(st.booleans()),
                draw(st.booleans()),
                draw(st.booleans()),
            )
        )
    return made


@given(st.text(), st.text(), st.text(), pages())
def test_pages_come_back(name: str, sha256: str, producer: str, some: list[Page]) -> None:
    words = sum(page.word_count for page in some)
    with folder() as path:
        write_document(path, name, sha256, producer, iter(some))
        assert read_document(path) == Document(name, sha256, len(some), producer, words)
        assert list(read_pages(path)) == some
        assert read_links(path) == [link for page in some for link in page.links]
        assert read_kept(path) == [kept for page in some for kept in page.kept]


@given(pages())
def test_a_run_is_its_words(some: list[Page]) -> None:
    for page in some:
        for run in page.runs:
            own = run.words()
            assert " ".join(word.text for word in own) == run.text
            assert [(word.x0, word.x1) for word in own] == list(
                zip(*edges_of(run.edges), strict=True)
            )
            assert (own[0].x0, own[0].x1) == (run.x0, first_right(run.edges))
            assert run.word_count == len(own)
            for word in own:
                assert (word.page, word.line, word.top, word.bottom) == (
                    run.page, run.line, run.top, run.bottom,
                )  # fmt: skip
                assert runs_of([word])[0].words() == [word]
            assert runs_of(own) == [run]
            for count in range(1, len(own)):
                first, rest = run.parted(count)
                assert (first.words(), rest.words()) == (own[:count], own[count:])
        assert page.words == [word for run in page.runs for word in run.words()]
        assert page.word_count == len(page.words)


# --- seam 2: entries ----------------------------------------------------------------------------

entries = st.builds(
    Entry, st.text(), st.text(), st.sampled_from(SOURCES), st.sampled_from(ITEM_KINDS), small,
    st.text(), st.text(), st.text(), st.text(), st.none() | small, st.text(), small, st.text(),
    st.just(()),
)  # fmt: skip
columns = st.builds(FieldColumn, st.text(), st.sampled_from(FIELD_KINDS), st.text())
unplaced = st.builds(Unplaced, st.text(), small, st.text(), st.text())
divisions = st.builds(Division, st.text(), small, st.text(), st.text(), st.text(), st.booleans())
counts = st.builds(PageCount, small, whole, whole)
structures = st.builds(
    Structure,
    st.lists(blocks, max_size=4),
    st.lists(entries, max_size=4),
    st.lists(columns, max_size=2),
    st.lists(st.text(), max_size=2),
    st.lists(unplaced, max_size=3),
    st.lists(divisions, max_size=3),
)


pages_read = st.builds(
    PageRead, small, whole, st.none(), st.just("text"), st.booleans(), whole, number, whole,
    st.just([]), st.integers(0, 3), number, number,
)  # fmt: skip


@given(structures, st.lists(pages_read, max_size=3), st.lists(counts, max_size=3))
def test_a_structure_comes_back(
    structure: Structure, pages: list[PageRead], conservation: list[PageCount]
) -> None:
    blocks, *listed = structure
    with folder() as path:
        write_structure(path, iter(blocks), Listed(*listed, pages, conservation))
        assert read_structure(path) == structure
        assert read_conservation(path) == conservation
        assert read_listed(path).pages == pages


@given(blocks)
def test_a_place_is_its_words(block: Any) -> None:
    for place in block.places:
        own = place.words(block.text)
        assert (
            " ".join(block.text[word.start : word.end] for word in own)
            == (block.text[place.start : place.end])
        )
        assert (own[0].start, own[-1].end) == (place.start, place.end)
        assert [(w.x0, w.x1) for w in own] == list(zip(*edges_of(place.edges), strict=True))
        assert place.word_count == len(own)


@given(blocks, st.data())
def test_boxes_of_any_stretch(block: Any, data: st.DataObject) -> None:
    """One for each line that has a word of it, within that line; the whole text has whole lines."""
    start = data.draw(st.integers(0, len(block.text) - 1))
    end = data.draw(st.integers(start + 1, len(block.text)))
    lines = {
        line: list(places)
        for line, places in groupby(
            (place for place in block.places if place.end > place.start),
            key=lambda place: (place.page, place.line),
        )
    }
    touched = [
        places
        for places in lines.values()
        if any(w.start < end and start < w.end for p in places for w in p.words(block.text))
    ]
    spans = block.spans(start, end)
    assert len(spans) == len(touched)
    for span, places in zip(spans, touched, strict=True):
        assert span.page == places[0].page
        assert (span.top, span.bottom) == (places[0].top, places[0].bottom)
        assert places[0].x0 - NEAR <= span.x0 < span.x1 <= places[-1].x1 + NEAR
    assert [astuple(span) for span in block.spans()] == [
        (places[0].page, places[0].x0, places[0].top, places[-1].x1, places[0].bottom)
        for places in lines.values()
    ]
    assert (block.page, block.last_page) == (block.places[0].page, block.places[-1].page)


@given(blocks, st.data())
def test_a_longer_stretch_has_no_smaller_boxes(block: Any, data: st.DataObject) -> None:
    cuts = st.integers(0, len(block.text))
    a, b, c, d = sorted(data.draw(st.tuples(cuts, cuts, cuts, cuts)))
    if b == c:
        return
    around = {(span.page, span.top): span for span in block.spans(a, d)}
    for inner in block.spans(b, c):
        outer = around[inner.page, inner.top]
        assert outer.x0 - NEAR <= inner.x0
        assert inner.x1 <= outer.x1 + NEAR


# --- the second readings ------------------------------------------------------------------------

cells = st.lists(st.text().map(lambda text: text.replace(UNIT, "")), min_size=1, max_size=4)
rows = st.builds(TableRow, small, cells.map(UNIT.join))
readings = st.builds(
    Readings,
    st.lists(st.builds(PageText, small, st.text()), max_size=4),
    st.lists(rows, max_size=4),
    st.lists(st.builds(NotReread, small, st.sampled_from(["pdfium", "pdfplumber"])), max_size=4),
)


@given(readings)
def test_readings_come_back(some: Readings) -> None:
    with folder() as path:
        write_readings(path, some)
        assert read_readings(path) == some


@given(small, cells)
def test_cells_come_back(page: int, texts: list[str]) -> None:
    assert TableRow(page, UNIT.join(texts)).texts() == texts


# --- seam 3: records ----------------------------------------------------------------------------

VALUES: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.string(): st.text(),
    pa.int8(): st.integers(-128, 127),
    pa.int16(): small,
    pa.int32(): whole,
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.float32(): number,
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(),
}
RECORDS: list[type[Any]] = [*TABLES.values(), *ACROSS]


def cells_of(column: Column) -> st.SearchStrategy[Any]:
    if column.vocabulary is not None and not column.vocabulary.open:
        return st.sampled_from(column.vocabulary.values)
    return VALUES[column.type]


def stored(record: type[Any]) -> list[Column]:
    """The columns that are fields of the type: not the key that is made of two."""
    fields = {column_name(field) for field in record.__struct_fields__}
    return [column for column in columns_of(record) if column.name in fields]


def values(record: type[Any]) -> st.SearchStrategy[Any]:
    """Rows of a table with any values that its columns allow."""
    columns = [
        cells_of(column) | st.none() if column.null else cells_of(column)
        for column in stored(record)
    ]
    return st.builds(lambda own: record(*own), st.tuples(*columns))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
@given(st.data())
def test_records_come_back(record: type[Any], data: st.DataObject) -> None:
    some = data.draw(st.lists(values(record), max_size=3))
    with folder() as path:
        write_records(path / "t.parquet", record, iter(some))
        assert read_records(path / "t.parquet", record) == some
        before = (path / "t.parquet").read_bytes()
        write_records(path / "t.parquet", record, some)
        assert (path / "t.parquet").read_bytes() == before


parsed_rows = st.one_of(
    *(values(record) for record in PARSED if record is not SpanRow),
    st.builds(
        ValueSpans, *[st.text()] * 5, st.lists(st.builds(Span, small, *[number] * 4), max_size=3)
    ),
)


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(parsed_rows, max_size=40)), max_size=12))
def test_rows_come_back_in_order(made: list[tuple[int, list[Any]]]) -> None:
    """However the batches came, and in each as the rows came."""
    with folder() as path:
        write_rows(path, iter([(0, []), *made]))
        read = read_parsed(path)
    for record in PARSED:
        kind = ValueSpans if record is SpanRow else record
        in_order = (row for order in range(4) for at, rows in made if at == order for row in rows)
        assert getattr(read, record.table) == [row for row in in_order if type(row) is kind]


def test_rows_cut_short_are_refused() -> None:
    """Wherever the file is torn, between two messages too: never fewer rows without a word."""
    row = Abbreviation("2025", None, "AID", 1, "AID", "Arbeids- og inkluderingsdepartementet")
    with folder() as path:
        write_rows(path, [(turn, [row] * 300) for turn in range(100)])
        assert len(read_parsed(path).abbreviations) == 300 * 100
        whole = (path / ROWS).read_bytes()
        head = len(fingerprint(Batch))
        second = (
            head + 4 + int.from_bytes(whole[head : head + 4], "big")
        )  # where the first message ends
        lengths = (
            0,
            head,
            head + 4,
            second - 1,
            second,
            second + 4,
            len(whole) - 4,
            len(whole) - 1,
        )
        for length in lengths:
            (path / ROWS).write_bytes(whole[:length])
            with pytest.raises(Refusal, match=r"rows\.msgpack"):
                read_parsed(path)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_nothing_is_empty_that_may_not_be(record: type[Any], tmp_path: Path) -> None:
    """A value missing where the schema promises one is a fault of ours, and nothing is written."""
    filled = {
        pa.string(): "x", pa.int8(): 1, pa.int16(): 1, pa.int32(): 1, pa.int64(): 1,
        pa.float32(): 1.0, pa.bool_(): True, pa.date32(): date(2025, 6, 30),
    }  # fmt: skip
    columns = stored(record)
    row = record(*(filled[column.type] for column in columns))
    fields = list(record.__struct_fields__)
    for field, column in zip(fields, columns, strict=True):
        empty = replace(row, **{field: None})
        path = tmp_path / f"{field}.parquet"
        if column.null:
            write_records(path, record, [empty])
            assert read_records(path, record) == [empty]
        else:
            with pytest.raises(pa.ArrowInvalid):
                write_records(path, record, [empty])
            assert not path.exists()


@given(st.integers(2**15, 2**40) | st.integers(-(2**40), -(2**15) - 1))
def test_a_page_too_great_for_its_column_is_never_another_page(page: int) -> None:
    with folder() as path, pytest.raises((pa.ArrowInvalid, OverflowError)):
        write_records(
            path / "t.parquet", Abbreviation, [Abbreviation("r", None, "a", page, "a", "b")]
        )


# --- files cut short ----------------------------------------------------------------------------


@given(st.data())
def test_a_file_cut_short_anywhere_is_refused(data: st.DataObject) -> None:
    """Whether a disk was full, a copy broke off or somebody saved too early."""
    record = Abbreviation("2025", None, "NAV", 4, "NAV", "Arbeids- og velferdsetaten")
    with folder() as path:
        links = [Link(page, 0.0, 1.0, 2.0, 3.0, "https://blåbær.no") for page in range(100)]
        files.write_messages(path / "t.msgpack", Link, links)
        write_records(path / "t.parquet", Abbreviation, [record])
        for name in ("t.msgpack", "t.parquet"):
            content = (path / name).read_bytes()
            length = data.draw(st.integers(0, len(content) - 1), label=name)
            (path / name).write_bytes(content[:length])
        with pytest.raises(Refusal, match=r"t\.msgpack"):
            list(files.read_messages(path / "t.msgpack", Link))
        with pytest.raises(Refusal, match=r"t\.parquet"):
            read_records(path / "t.parquet", Abbreviation)
