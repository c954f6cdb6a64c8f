"""PDFs that tell one reader other letters than another: found by the second pair of eyes, alone.

The fonts' ToUnicode tables say what letter each shape is. The PDF readers differ in what they make
of one that breaks the rules, and a lie can be put where only some of them believe it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.factory import typeset
from tests.factory.knobs import Knobs
from tests.factory.plans import a_small_edition
from tests.hostile import pdfs
from tests.planted import UNTOLD_IN_SMALL


@pytest.fixture(scope="module")
def printed() -> bytes:
    return typeset(a_small_edition(), Knobs(), "typst")


def found(content: bytes, folder: Path) -> set[tuple[str, str, str | None, str | None]]:
    """Rule, scope and both values of every finding in the PDF but for what the edition lacks."""
    pdf = folder / "2026.pdf"
    pdf.write_bytes(content)
    run = Run(pdf, "2026", folder / "interim")
    assert not run.tables.unread
    assert run.findings() >= UNTOLD_IN_SMALL
    return {
        (f.rule, f.scope, f.left_value, f.right_value)
        for f in run.compared()[1]
        if (f.rule, f.scope, f.severity) not in UNTOLD_IN_SMALL
    }


def test_the_same_pdf_without_lies(printed: bytes, tmp_path: Path) -> None:
    assert found(printed, tmp_path) == set()
    assert found(pdfs.with_fonts(printed, lambda table: table), tmp_path) == set()


@pytest.mark.parametrize(
    ("lie", "mupdf", "pdfium"),
    [
        (pdfs.lie_that_only_mupdf_believes, "vöre opplöring", "være opplæring"),
        (pdfs.lie_that_only_pdfium_believes, "være opplæring", "vöre opplöring"),
    ],
)
def test_engines_disagree(
    printed: bytes,
    lie: Callable[[str, str], Callable[[bytes], bytes]],
    mupdf: str,
    pdfium: str,
    tmp_path: Path,
) -> None:
    """«æ» stands on pages 5 and 8, outside the titles, and is read as «ö» by one of them."""
    here, there = ("innebörer", "innebærer") if "ö" in mupdf else ("innebærer", "innebörer")
    assert found(pdfs.with_fonts(printed, lie("æ", "ö")), tmp_path) == {
        ("engines-disagree", "page-5", mupdf, pdfium),
        ("engines-disagree", "page-8", here, there),
    }


def test_overview_readings_differ(printed: bytes, tmp_path: Path) -> None:
    """«V» stands in the title of tiltak 4, in the text and in the overview."""
    lie = pdfs.lie_that_neither_second_reader_believes("V", "X")
    title = "urdere behovet for flere utekontakter"
    assert found(pdfs.with_fonts(printed, lie), tmp_path) == {
        ("engines-disagree", "page-6", "Xeilederen Xurdere", "Veilederen Vurdere"),
        ("engines-disagree", "page-8", "Xurdere", "Vurdere"),
        (
            "overview-readings-differ",
            "tiltak-4",
            f"4 | X{title} | BFD | Ikke startet",
            f"4 | V{title} | BFD | Ikke startet",
        ),
    }
