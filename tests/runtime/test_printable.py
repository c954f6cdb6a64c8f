"""Text that others wrote: what is left of it is safe to show, and the rest as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.runtime.printable import printable, printable_address

ANY = st.text(st.characters(exclude_categories=()))  # halves of surrogate pairs, too


@given(ANY)
def test_text_can_be_written_and_is_as_long(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert shown.encode().decode() == shown
    assert printable(shown) == shown


@given(ANY)
def test_addresses_print(url: str) -> None:
    shown = printable_address(url)
    assert shown.isprintable()
    assert printable_address(shown) == shown


def test_what_prints_is_left_alone() -> None:
    assert printable("«Blåbær» – 10\u00a0000\tkr\n\u200e\uf0b7") == (
        "«Blåbær» – 10\u00a0000\tkr\n\u200e\uf0b7"
    )
    assert printable("a\x1b[31m\x07\ud800\u202e\uffff") == "a\ufffd[31m\ufffd\ufffd\ufffd\ufffd"
