"""A factory of status reports: data in, the PDF of an unlike typesetter out, and what the pipeline
has to read from it. See edition.py (what is said), knobs.py (how it is set), expected.py (what must
come out), editions.py (a fixed dozen), strategies.py (random ones for Hypothesis)."""

from __future__ import annotations

import ctypes.util
import os
import shutil
from importlib import import_module
from importlib.util import find_spec

from .edition import Edition
from .expected import Expected, expected
from .knobs import Knobs

__all__ = ["ENGINES", "MISSING", "Edition", "Expected", "Knobs", "expected", "typeset"]


def _missing(engine: str) -> str:
    """Why this engine cannot be used here; empty if it can."""
    match engine:
        case "weasyprint" if ctypes.util.find_library("pango-1.0") is None:
            return "the library Pango (Debian: libpango-1.0-0, libpangoft2-1.0-0) is not installed"
        case "chromium" if browser() is None:
            return "no browser found (Debian: chromium)"
        case "typst" | "reportlab" | "weasyprint" if find_spec(engine) is None:
            return f"the Python package {engine} is not installed"
        case _:
            return ""


def browser() -> str | None:
    """The browser to use: the one that CHROMIUM names, or the first that is installed."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


_ALL = ("typst", "reportlab", "weasyprint", "chromium")
MISSING = {engine: why for engine in _ALL if (why := _missing(engine))}
"""Engines that cannot be used on this machine, and why: what a skipped test says."""
ENGINES = tuple(engine for engine in _ALL if engine not in MISSING)


def typeset(edition: Edition, knobs: Knobs, engine: str) -> bytes:
    """The report as a PDF. ValueError if the engine is not there, with the reason."""
    if engine not in ENGINES:
        raise ValueError(f"{engine}: {MISSING.get(engine, 'no such engine')}")
    module = import_module(f".typeset_{engine}", __name__)
    pdf: bytes = module.typeset(edition, knobs)
    return pdf
