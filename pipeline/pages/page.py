"""Pages as single HTML files that need nothing else and fetch nothing.

A page is a template in the room that has its content: it extends templates/shell.html, which gives
it head, masthead and the common style. A style and a script with the template's name beside it
are the page's own.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    select_autoescape,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from pipeline.glossary.annotated import page_in_annotated
from pipeline.glossary.wording import capital, counted, day, number

PIPELINE = Path(__file__).parent.parent
SHELL = "pages/templates/shell.html"


def render_page(
    template: str, *, parts: Sequence[str] = (), inline_styles: bool = False, **content: Any
) -> str:
    """Render `template`, a path in pipeline/, with `content`, which is escaped.

    `parts` are templates that it includes or imports from, and that have styles of their own.

    Style and script are inlined, and the content security policy lists their hashes: the browser
    runs and loads nothing else, whatever a title from a PDF contains. `inline_styles` also allows
    style attributes, for third-party markup.
    """
    style = "".join(_companion(each, ".css") for each in (SHELL, *parts, template))
    script = _companion(template, ".js")
    policy = {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": "'unsafe-inline'" if inline_styles else _hash(style),
        "script-src": _hash(script) if script else "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return render_text(
        template,
        policy="; ".join(f"{directive} {source}" for directive, source in policy.items()),
        style=Markup(style),
        script=Markup(script),
        **content,
    )


def render_text(template: str, **content: Any) -> str:
    """Render a template with `content`, which is escaped except in Markdown (.md)."""
    return _environment().get_template(template).render(**content)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PIPELINE),
        autoescape=select_autoescape(disabled_extensions=["md"], default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_kept_templates(),
    )
    environment.filters.update(
        number=number,
        day=day,
        capital=capital,
        cell=_cell,
        unbroken=_unbroken,
        in_annotated=page_in_annotated,
    )
    environment.globals.update(counted=counted)
    return environment


class _Kept(FileSystemBytecodeCache):
    """Compiled templates, kept as Python keeps its modules: what cannot be kept is made again."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(name)  # wherever the project lies

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _kept_templates() -> BytecodeCache | None:
    """Compiled templates, where Python keeps the byte code of modules; None where it keeps none.

    What a template is compiled to depends on it and on this file.
    """
    folder = Path(cache_from_source(__file__)).parent
    if sys.dont_write_bytecode or not folder.is_dir():
        return None
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    return _Kept(str(folder), f"{version}-%s.jinja")


def _unbroken(text: str) -> str:
    """A text whose page numbers stay on the line of their «s.»."""
    return re.sub(r"\bs\. (?=\d)", "s.\N{NO-BREAK SPACE}", text)


def _cell(text: str) -> str:
    """A text escaped for a cell of a Markdown table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


@cache
def _companion(template: str, suffix: str) -> str:
    """The text of the template's companion file with this suffix, empty if there is none."""
    path = (PIPELINE / template).with_suffix(suffix)
    return path.read_text(encoding="utf-8") if path.exists() else ""


@cache
def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
