"""Files on disk: whole or not at all, and the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.runtime import files
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records, schema_of, write_records
from pipeline.seams.entries import Listed, read_conservation, read_listed, write_structure
from pipeline.seams.seam import Seam
from pipeline.seams.tables import PARSED, SpanRow
from pipeline.seams.words import Link, Rule, read_document, read_pages, write_document
from tests.conftest import Run
from tests.structure import read_structure

LINKS = [Link(1, 0.5, 1.0, 2.0, 3.0, "https://blåbær.no"), Link(2, 0.0, 0.0, 1.0, 1.0, "")]


@pytest.mark.parametrize("things", [[], LINKS, LINKS * 500], ids=len)
def test_what_was_written_is_read(tmp_path: Path, things: list[Link]) -> None:
    files.write_messages(tmp_path / "t.msgpack", Link, iter(things))
    assert list(files.read_messages(tmp_path / "t.msgpack", Link)) == things


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    files.write_text(path, "godt")
    with pytest.raises(RuntimeError), files.replacing(path) as temporary:
        temporary.write_text("halv")
        raise RuntimeError("power cut")
    assert path.read_text() == "godt"
    assert [p.name for p in tmp_path.iterdir()] == ["t.txt"]


def test_a_source_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    def broken() -> Iterator[Link]:
        yield from LINKS * 500
        raise RuntimeError("page 7")

    path = tmp_path / "t.msgpack"
    files.write_messages(path, Link, LINKS)
    with pytest.raises(RuntimeError):
        files.write_messages(path, Link, broken())
    assert list(files.read_messages(path, Link)) == LINKS
    assert [p.name for p in tmp_path.iterdir()] == ["t.msgpack"]


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"not a message at all", b"\x00\x00\x00\x01\xc1"]
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.msgpack"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=r"t\.msgpack"):
        list(files.read_messages(path, Link))


@pytest.mark.parametrize(
    "other",
    [
        Rule(1, 0.0, 0.0, 1.0, 1.0),
        [1, 0.5, 1.0, 2.0, 3.0, "https://blåbær.no", 1],
        ["1", 0.5, 1.0, 2.0, 3.0, "https://blåbær.no"],
    ],
    ids=["too few fields", "too many", "another type"],
)
def test_another_shape_is_refused(tmp_path: Path, other: Any) -> None:
    path = tmp_path / "t.msgpack"
    files.write_messages(path, Link, [other])
    with pytest.raises(Refusal, match=r"t\.msgpack"):
        list(files.read_messages(path, Link))


class Renamed(Seam):
    """A link as another version has it: the same types, and two fields changed about."""

    page: int
    top: float
    x0: float
    x1: float
    bottom: float
    url: str


def test_a_file_of_another_version_is_refused_although_its_types_fit(tmp_path: Path) -> None:
    path = tmp_path / "t.msgpack"
    files.write_messages(path, Renamed, [Renamed(1, 0.5, 1.0, 2.0, 3.0, "https://blåbær.no")])
    with pytest.raises(Refusal, match="annen versjon"):
        list(files.read_messages(path, Link))


def test_seams_read_back_and_write_the_same_bytes(june_2025: Run, tmp_path: Path) -> None:
    folders = june_2025.tables.folders
    pages = list(read_pages(folders.extract))
    own = read_document(folders.extract)
    write_document(tmp_path / "extract", own.name, own.sha256, own.producer, pages)
    assert list(read_pages(tmp_path / "extract")) == pages
    structure = read_structure(folders.segment)
    blocks, *listed = structure
    pages_read = read_listed(folders.segment).pages
    write_structure(
        tmp_path / "segment",
        blocks,
        Listed(*listed, pages_read, read_conservation(folders.segment)),
    )
    assert read_structure(tmp_path / "segment") == structure
    for stage in ("extract", "segment"):
        for path in (tmp_path / stage).iterdir():
            assert path.read_bytes() == (folders.extract.parent / stage / path.name).read_bytes()


def test_rows_come_back_from_tables(june_2025: Run, tmp_path: Path) -> None:
    for record in PARSED:
        path, again = tmp_path / f"{record.table}.parquet", tmp_path / f"{record.table}-2.parquet"
        rows = june_2025.tables.rows(record)
        write_records(path, record, rows)
        back = read_records(path, record)
        write_records(again, record, back)
        assert path.read_bytes() == again.read_bytes()
        if record is not SpanRow:  # whose edges are rounded to single precision
            assert back == rows


def test_every_field_has_a_description(june_2025: Run, tmp_path: Path) -> None:
    for record in PARSED:
        path = tmp_path / f"{record.table}.parquet"
        write_records(path, record, june_2025.tables.rows(record))
        schema = pq.read_schema(path)
        assert schema.equals(schema_of(record), check_metadata=True)
        assert all((field.metadata or {}).get(b"description") for field in schema)
        assert not any(pa.types.is_nested(field.type) for field in schema)


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "ut"
    for name in ("første", "andre"):
        with files.replacing_folder(folder) as fresh:
            (fresh / name).write_text("x", encoding="utf-8")
        assert [path.name for path in folder.iterdir()] == [name]
    with pytest.raises(RuntimeError), files.replacing_folder(folder) as fresh:
        (fresh / "halv").write_text("x", encoding="utf-8")
        raise RuntimeError("power cut")
    assert [path.name for path in folder.iterdir()] == ["andre"]
    assert [path.name for path in tmp_path.iterdir()] == ["ut"]


def test_a_folder_that_was_moved_aside_when_the_run_was_killed_comes_back(tmp_path: Path) -> None:
    aside = tmp_path / ".ut.abc.old.part"
    aside.mkdir()
    (aside / "god").write_text("x", encoding="utf-8")
    with pytest.raises(RuntimeError), files.replacing_folder(tmp_path / "ut"):
        raise RuntimeError("power cut")
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["god"]
