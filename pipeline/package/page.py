"""Pages of ours as single HTML files: one style, no scripts, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).with_name("templates")


def render_page(template: str, **content: Any) -> str:
    """A page of its own. What is given to the template is escaped.

    The style is written into it, and the content security policy names its hash: the browser
    fetches and runs nothing, whatever a title from a PDF may say.
    """
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = _environment(escaped=True).get_template(template)
    return page.render(style=Markup(style), policy=policy, **content)


def render_text(template: str, **content: Any) -> str:
    """A text, such as Markdown: nothing is escaped but what the template asks for."""
    return _environment(escaped=False).get_template(template).render(**content)


@cache
def _environment(*, escaped: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(number=_number, cell=_cell)
    return environment


def _number(value: int) -> str:
    """1254 as «1 254», with a no-break space."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def _cell(text: str) -> str:
    """A text as it can stand in a cell of a Markdown table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
