"""The audit report as one HTML file that needs nothing else and fetches nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.glossary.wording import SEVERITIES, capital, counted, day, number
from pipeline.publish.content import Content

TEMPLATES = Path(__file__).with_name("templates")


def render(content: Content) -> str:
    """The report as HTML. Whatever comes from the PDF is escaped.

    Style and script are written into the file, and the content security policy names their
    hashes: the browser runs and fetches nothing else, whatever a title may say.
    """
    style, script = _text("report.css"), _text("report.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; "
        f"script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )
    template = _environment().get_template("report.html")
    return template.render(
        content=content,
        report=content.tables.report,
        policy=policy,
        style=Markup(style),
        script=Markup(script),
        severities=SEVERITIES,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number, capital=capital, day=day)
    environment.globals.update(counted=counted)
    return environment


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
