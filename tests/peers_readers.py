"""Other readers of tables, each as its makers show it. Run in the environment of `make peers`.

`python peers_readers.py NAME FILE.pdf FIRST LAST` prints the seconds that the tables of these pages
(from 1) took, and their rows as lists of cells, as JSON.
"""

from __future__ import annotations

import html
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Rows = Iterable[Iterable[Any]]


def pdfplumber(pdf: str, pages: range) -> Rows:
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        for number in pages:
            for table in document.pages[number - 1].extract_tables():
                yield from table


def camelot_lattice(pdf: str, pages: range) -> Rows:
    return _camelot(pdf, pages, "lattice")


def camelot_stream(pdf: str, pages: range) -> Rows:
    return _camelot(pdf, pages, "stream")


def _camelot(pdf: str, pages: range, flavor: str) -> Rows:
    import camelot

    for table in camelot.read_pdf(pdf, pages=f"{pages[0]}-{pages[-1]}", flavor=flavor):
        yield from table.df.values.tolist()


def tabula_lattice(pdf: str, pages: range) -> Rows:
    return _tabula(pdf, pages, lattice=True)


def tabula_stream(pdf: str, pages: range) -> Rows:
    return _tabula(pdf, pages, stream=True)


def _tabula(pdf: str, pages: range, **how: bool) -> Rows:
    import tabula

    options = {"header": None, "dtype": str}
    for table in tabula.read_pdf(pdf, pages=[*pages], pandas_options=options, silent=True, **how):
        yield from table.fillna("").values.tolist()


def pymupdf(pdf: str, pages: range) -> Rows:
    import pymupdf

    with pymupdf.open(pdf) as document:
        for number in pages:
            for table in document[number - 1].find_tables().tables:
                yield from table.extract()


def pymupdf4llm(pdf: str, pages: range) -> Rows:
    import pymupdf4llm

    return in_markdown(pymupdf4llm.to_markdown(pdf, pages=[page - 1 for page in pages]))


def opendataloader(pdf: str, pages: range) -> Rows:
    import opendataloader_pdf

    with tempfile.TemporaryDirectory() as folder:
        opendataloader_pdf.convert(
            input_path=[pdf], output_dir=folder, format="markdown", quiet=True,
            pages=f"{pages[0]}-{pages[-1]}",
        )  # fmt: skip
        for path in Path(folder).rglob("*.md"):
            yield from in_markdown(path.read_text(encoding="utf-8"))


def img2table(pdf: str, pages: range) -> Rows:
    from img2table.document import PDF

    document = PDF(pdf, pages=[page - 1 for page in pages], pdf_text_extraction=True)
    for tables in document.extract_tables(implicit_rows=False, borderless_tables=True).values():
        for table in tables:
            yield from table.df.values.tolist()


def natural_pdf(pdf: str, pages: range) -> Rows:
    import natural_pdf

    document = natural_pdf.PDF(pdf)
    for number in pages:
        yield from document.pages[number - 1].extract_table()


def pdf_inspector(pdf: str, pages: range) -> Rows:
    import pdf_inspector

    read = pdf_inspector.process_pdf(pdf, pages=[*pages])
    return in_markdown(read.markdown)


def liteparse(pdf: str, pages: range) -> Rows:
    import liteparse

    reader = liteparse.LiteParse(
        ocr_enabled=False, target_pages=f"{pages[0]}-{pages[-1]}", output_format="markdown"
    )
    return in_markdown(reader.parse(pdf).text)


def in_markdown(text: str) -> Iterator[list[str]]:
    """The rows of the tables in a text: cells between bars, or in HTML."""
    for line in text.splitlines():
        if line.strip().startswith("|"):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            yield [plain(cell) for cell in cells]
    for row in re.findall(r"<tr.*?</tr>", text, re.S):
        yield [plain(cell) for cell in re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row, re.S)]


def plain(cell: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>|\*\*|\\(?=[|*_])", " ", cell))


READERS: dict[str, Callable[[str, range], Rows]] = {
    reader.__name__: reader
    for reader in (
        pdfplumber, camelot_lattice, camelot_stream, tabula_lattice, tabula_stream, pymupdf,
        pymupdf4llm, opendataloader, img2table, natural_pdf, pdf_inspector, liteparse,
    )
}  # fmt: skip

if __name__ == "__main__":
    name, pdf, first, last = sys.argv[1:]
    start = time.perf_counter()
    rows = [
        [str(cell) if cell is not None else "" for cell in row]
        for row in READERS[name](pdf, range(int(first), int(last) + 1))
    ]
    print("\n" + json.dumps([time.perf_counter() - start, rows]))
