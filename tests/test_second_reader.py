"""Pages read by two processes: the same pages, also where the second does not live to the end."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.extract.pdf import open_pdf, read_page, read_pages
from pipeline.runtime.copies import second_reader
from pipeline.seams.words import Page
from tests.conftest import ROOT


def page(number: int) -> Page:
    return Page(number, 595.0, 842.0, [], [], [], 0, 0, damaged=False)


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def test_two_readers_read_what_one_reads() -> None:
    with open_pdf(ROOT / "raw" / "2025.pdf") as source:
        both = list(read_pages(source))
        assert both == [read_page(source, index) for index in range(75)]


def test_pages_come_in_order_and_from_a_process_of_their_own() -> None:
    own = os.getpid()

    def told(index: int) -> Page:
        return replace(page(index), pictures=os.getpid())

    with second_reader(told, [1, 3, 5], Page) as made:
        found = list(made)
    assert [one.number for one in found] == [1, 3, 5]
    assert len({one.pictures for one in found}) == 1
    assert found[0].pictures != own


def test_where_the_second_reader_dies_its_pages_end() -> None:
    def deadly(index: int) -> Page:
        if index == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return page(index)

    with second_reader(deadly, [1, 3, 5], Page) as made:
        assert [one.number for one in made] == [1]


def test_where_it_fails_its_pages_end_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    def failing(index: int) -> Page:
        raise ValueError(index)

    with second_reader(failing, [1, 3], Page) as made:
        assert list(made) == []
    assert capfd.readouterr() == ("", "")


def test_it_ends_with_those_who_ask_no_more() -> None:
    """Also where it stands still, and where there is more to read than a pipe holds."""

    def slow(index: int) -> Page:
        time.sleep(60 if index == 3 else 0)
        return page(index)

    before = children()
    with second_reader(slow, [1, 3, 5], Page) as made:
        assert next(made).number == 1
        assert len(children()) == len(before) + 1
    assert children() == before
