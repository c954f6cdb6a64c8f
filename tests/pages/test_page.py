"""The shell of all pages: nothing but it is a page, and what it is given is text."""

from __future__ import annotations

import base64
import hashlib
import html
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import regex
from jinja2 import UndefinedError
from markupsafe import Markup

from pipeline.pages.page import render_page
from tests.house import PACKAGE, ROOT

NOTEBOOK = "midterm/templates/notebook.html"
HOSTILE = "</title></style><script>alert(1)</script>"


def policy_of(page: str) -> dict[str, str]:
    content = regex.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert content is not None
    parts = html.unescape(content[1]).split("; ")
    return {name: source for name, _, source in (part.partition(" ") for part in parts)}


def hash_of(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def test_no_other_file_begins_a_page() -> None:
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]
    begin = [path for path in files if "<!doctype" in path.read_text(encoding="utf-8").lower()]
    assert begin == [PACKAGE / "pages" / "templates" / "shell.html"]


def test_text_is_escaped_and_markup_is_not() -> None:
    page = render_page(NOTEBOOK, title=HOSTILE, cells=Markup("<p>æ</p>"))
    assert f"<title>{html.escape(HOSTILE)}</title>" in page
    assert "<script" not in page
    assert "<p>æ</p>" in page


def test_what_a_template_is_not_given_is_a_fault() -> None:
    with pytest.raises(UndefinedError, match="cells"):
        render_page(NOTEBOOK, title="")


def test_the_policy_allows_the_pages_style_and_nothing_else() -> None:
    page = render_page(NOTEBOOK, title="", cells="")
    style = regex.search(r"<style>(.*?)</style>", page, flags=regex.DOTALL)
    assert style is not None
    assert policy_of(page) == {
        "default-src": "'none'", "img-src": "data:", "style-src": hash_of(style[1]),
        "script-src": "'none'", "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    inline = policy_of(render_page(NOTEBOOK, inline_styles=True, title="", cells=""))
    assert inline == {**policy_of(page), "style-src": "'unsafe-inline'"}


def test_the_common_style_stands_before_the_pages_own() -> None:
    page = render_page(NOTEBOOK, title="", cells="")
    shared, particular = (
        (PACKAGE / path).read_text(encoding="utf-8")
        for path in ("pages/templates/shell.css", "midterm/templates/notebook.css")
    )
    assert f"<style>{shared}{particular}</style>" in page


def test_templates_are_compiled_once_unless_they_change_or_what_is_kept_is_damaged(
    tmp_path: Path,
) -> None:
    code = """
from pipeline.pages.page import render_text
print(render_text("pages/templates/kept.md", words="<ord>"))
"""

    def rendered(text: str) -> str:
        template = pipeline / "pages" / "templates" / "kept.md"
        template.write_text(text, encoding="utf-8")
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "kept")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True,
            text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    pipeline = tmp_path / "pipeline"
    shutil.copytree(ROOT / "pipeline", pipeline, ignore=shutil.ignore_patterns("__pycache__"))
    assert rendered("Her: {{ words }}") == "Her: <ord>"
    (kept,) = (tmp_path / "kept").rglob("*.jinja")
    before = kept.stat().st_mtime_ns
    assert rendered("Her: {{ words }}") == "Her: <ord>"
    assert kept.stat().st_mtime_ns == before
    assert rendered("Der: {{ words }}") == "Der: <ord>"
    kept.write_bytes(kept.read_bytes()[:-40])
    assert rendered("Der: {{ words }}") == "Der: <ord>"


def test_each_colour_of_the_dark_is_stated_once() -> None:
    sheets = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.css")]
    dark = [sheet[sheet.index("dark)") :] for sheet in sheets if "prefers-color-scheme" in sheet]
    stated = [name for sheet in dark for name in regex.findall(r"(--[a-z-]+): ?#", sheet)]
    assert {"--ink", "--paper", "--accent"} < set(stated)
    assert len(stated) == len(set(stated))
