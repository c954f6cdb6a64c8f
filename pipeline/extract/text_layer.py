"""Whether the text in the PDF is the text that a reader sees: there, legible and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.extract.columns import is_sheet
from pipeline.norwegian.common_words import share_of
from pipeline.runtime.refusal import Refusal
from pipeline.seams.words import Page

# A Norwegian report has a third; a table of names and numbers a tenth; garbled text next to none.
LEAST_COMMON = 0.05
SHEETS = 0.2  # of the pages with text: where more are two pages on a sheet, nothing else is either
ENOUGH_WORDS, MOST_WORDS = 100, 2_000  # to judge by
# What MuPDF says when it has given up in the middle of a page's content, and reads on elsewhere …
_CUT_SHORT = ("zlib error", "read error", "treating as end of file", "lzw")
# … and when something there makes no sense, which it leaves out.
_LEFT_OUT = ("syntax error", "invalid character in hex string", "cannot load object")


def requiring_text(pdf: Path, pages: Iterable[Page]) -> Iterator[Page]:
    """The pages as they come.

    Raises `Refusal` in the end for a PDF without any text, with two pages on a sheet, or whose text
    cannot be Norwegian.
    """
    words: list[str] = []
    sheets = filled = 0
    for page in pages:
        sheets += is_sheet(page)
        filled += bool(page.runs)
        if len(words) < MOST_WORDS:
            words += [word for run in page.runs for word in run.text.split(" ")]
        yield page
    if not words:
        raise Refusal(
            pdf,
            "ingen av sidene har tekst; filen er trolig skannet.",
            expected="en PDF med tekstlag, slik departementet publiserer den.",
            advice="skaff originalfilen, eller kjør tekstgjenkjenning (OCR) på den først, "
            "for eksempel: ocrmypdf -l nor inn.pdf ut.pdf",
        )
    if sheets > SHEETS * filled:
        raise Refusal(
            pdf,
            f"{sheets} av {filled} ark har to sider ved siden av hverandre.",
            expected="én side på hvert ark, slik departementet publiserer rapporten.",
            advice="skaff originalfilen, eller del arkene før filen legges til.",
        )
    share = share_of(words[:MOST_WORDS])
    if share.of >= ENOUGH_WORDS and share.common < LEAST_COMMON * share.of:
        raise Refusal(
            pdf,
            f"teksten er ikke til å lese som norsk: bare {share.common} av {share.of} ord er "
            "vanlige småord som «og», «i» og «er».",
            expected="en rapport på bokmål eller nynorsk, der hvert tredje ord er slike.",
            advice="kopier et avsnitt fra en PDF-leser. Er det kaudervelsk der også, mangler "
            "skriftene i filen en tegntabell: skaff originalfilen, eller la tekstgjenkjenning "
            "(OCR) lese den på nytt, for eksempel: ocrmypdf --force-ocr -l nor inn.pdf ut.pdf",
        )


def is_damaged(pdf: Path, page: int, warnings: str) -> bool:
    """Whether MuPDF has left out something of a page, by what it said while it read it.

    Raises `Refusal` where it has read only the beginning of the content: MuPDF takes that for
    the whole, as does PDFium, and nobody would miss the rest.
    """
    if any(sign in warnings for sign in _CUT_SHORT):
        raise Refusal(
            pdf,
            "siden er skadet: bare begynnelsen av innholdet lar seg lese.",
            expected="en PDF-fil uten skader.",
            advice="hent filen på nytt fra utgiveren; nedlastingen kan ha gått galt.",
            page=page,
        )
    return any(sign in warnings for sign in _LEFT_OUT)
