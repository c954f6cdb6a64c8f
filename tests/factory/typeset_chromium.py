"""Sets a report with a browser of the Chromium family, from 131 on, when margin boxes came.

Footnotes follow the text of their measure, because browsers have none at the foot of the page.
«auto» hyphenation is by soft hyphens, because Debian's Chromium brings no patterns. Page numbers in
the table of contents take a second run, which finds them through the first one's links. The fonts
are those of the machine, except `wide`.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf

from . import browser
from .compose import Contents, Part, compose
from .edition import Edition
from .knobs import Knobs
from .page import page

ATTEMPTS = 3
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--allow-file-access-from-files",
    "--no-pdf-header-footer",
)


def typeset(edition: Edition, knobs: Knobs) -> bytes:
    if knobs.hyphenation == "auto":
        knobs = replace(knobs, hyphenation="soft")
    parts = compose(edition, knobs)

    def print_with(pages: dict[str, int]) -> bytes:
        return _print(page(parts, knobs, edition.language, footnotes=False, pages=pages))

    pdf = print_with({})
    if knobs.contents in ("leaders", "numbers"):
        pdf = print_with(_pages(pdf, parts))
    return _undated(pdf)


def _print(html: str) -> bytes:
    """The page as PDF. RuntimeError with what the browser said if it prints nothing.

    On a busy machine the browser crashes now and then; it is then asked again.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _printed(html)
        except (RuntimeError, subprocess.TimeoutExpired):
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError


def _printed(html: str) -> bytes:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.html").write_text(html, encoding="utf-8")
        out = folder / "report.pdf"
        command = [
            browser() or "",
            *_FLAGS,
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={out}",
            (folder / "report.html").as_uri(),
        ]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        if not out.exists():
            raise RuntimeError(done.stderr.decode(errors="replace"))
        return out.read_bytes()


def _pages(pdf: bytes, parts: tuple[Part, ...]) -> dict[str, int]:
    """The page on which each heading stands: where the links of the contents lead, in order."""
    with pymupdf.open(stream=pdf) as document:
        leads = [
            link["page"] + 1
            for sheet in document
            for link in sheet.get_links()
            if link["kind"] in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED) and link["page"] >= 0
        ]
    (contents,) = (part for part in parts if isinstance(part, Contents))
    lines = dict.fromkeys(leads)  # an entry over two lines has two links to one page
    if len(lines) != len(contents.entries) and len(leads) != len(contents.entries):
        raise RuntimeError(f"{len(leads)} links for {len(contents.entries)} entries")
    found = leads if len(leads) == len(contents.entries) else list(lines)
    return {entry.anchor: n for entry, n in zip(contents.entries, found, strict=True)}


def _undated(pdf: bytes) -> bytes:
    """The same file made at the beginning of time, so that a second run gives the same bytes."""
    return re.sub(
        rb"/(CreationDate|ModDate) \(D:\d{14}",
        lambda m: b"/" + m[1] + b" (D:19700101000000",
        pdf,
    )
