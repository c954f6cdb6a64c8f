"""`python -m pipeline.validate.data_docs interim expectations processed/data_docs`.

Great Expectations' own record of the contract, for those who want to see it: a page and a JSON
file with the complete result of each suite, and an index. validate writes it when the contract
holds; as a command it checks all by itself, for when it does not, and the record is worth most.

The sections are Great Expectations' own. They stand on pages of ours, because its pages load
scripts, styles and pictures from eight other hosts. What differs from run to run (times, random
ids) is taken out, so that the same tables give the same bytes.
"""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import regex
from markupsafe import Markup

from pipeline.pages.page import render_page
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.files import write_text
from pipeline.seams.ids import ReportId
from pipeline.seams.register import read_register
from pipeline.validate import corrections

CONTRACT, SUITE = "validate/templates/contract.html", "validate/templates/suite.html"
_RANDOM = regex.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SCRIPT = regex.compile(r"<script\b[^>]*>.*?</script>", regex.DOTALL | regex.IGNORECASE)
_ICON = regex.compile(r'<i class="[^"]*fa-(?P<name>[a-z-]+)[^"]*"[^>]*>\s*</i>')
_MARKS = {"check-circle": "✓", "times": "✗"}  # Font Awesome's, as characters
_OUTWARD = regex.compile(r'<a\b[^>]*href="(?!#)[^"]*"[^>]*>(?P<words>.*?)</a>', regex.DOTALL)


class Document(NamedTuple):
    """The record of one suite: whether it holds, how many expectations do, page and JSON."""

    suite: str
    success: bool
    held: int
    of: int
    page: str
    record: str


def documents(results: Mapping[str, Any]) -> list[Document]:
    """The record of each suite, from the results of `contract.results_of`, which it uses up."""
    from great_expectations.render.view import DefaultJinjaSectionView

    view = DefaultJinjaSectionView()  # one for all: each would compile its templates anew
    return [_document(name, result, view) for name, result in sorted(results.items())]


def _document(suite: str, result: Any, view: Any) -> Document:
    from great_expectations.render.renderer import ValidationResultsPageRenderer

    result.meta.pop("batch_markers", None)  # when the table was read, to the microsecond
    record = json.dumps(result.to_json_dict(), ensure_ascii=False, indent=1, sort_keys=True)
    for one in result.results:  # the renderer takes values for markup, and they are from a PDF
        one.result = _escaped(one.result)
        one.exception_info = _escaped(one.exception_info)
    sections = ValidationResultsPageRenderer().render(result).to_json_dict()["sections"]
    page = "".join(
        view.render({"section": section, "section_loop": {"index": number}})
        for number, section in enumerate(sections, 1)
    )
    return Document(
        suite,
        bool(result.success),
        sum(bool(one.success) for one in result.results),
        len(result.results),
        _page(suite, page),
        _numbered(record) + "\n",
    )


def _escaped(value: Any) -> Any:
    """The value with every text in it as HTML shows it."""
    if isinstance(value, str):
        return html.escape(value)
    if isinstance(value, Mapping):
        return {key: _escaped(own) for key, own in value.items()}
    return [_escaped(own) for own in value] if isinstance(value, list | tuple) else value


def _page(suite: str, sections: str) -> str:
    """A page of its own for the rendered sections, without what differs from run to run."""
    local = _OUTWARD.sub(r"\g<words>", _SCRIPT.sub("", _numbered(sections)))
    marked = _ICON.sub(lambda icon: _MARKS.get(icon["name"], icon["name"]), local)
    lines = "\n".join(line.strip() for line in marked.splitlines() if line.strip())
    return render_page(SUITE, inline_styles=True, suite=suite, sections=Markup(lines))


def _numbered(text: str) -> str:
    """The text with its random ids numbered in their order."""
    numbers: dict[str, int] = {}
    return _RANDOM.sub(lambda own: f"id-{numbers.setdefault(own[0], len(numbers) + 1)}", text)


def index_of(written: Iterable[Document]) -> str:
    """The page that links to the others."""
    return render_page(CONTRACT, documents=list(written))


def write_documents(written: Iterable[Document], folder: Path) -> None:
    """Write the record of all suites to `folder`: a page and a JSON file each, and an index."""
    ordered = sorted(written, key=lambda own: own.suite)
    for own in ordered:
        write_text(folder / f"{own.suite}.html", own.page)
        write_text(folder / f"{own.suite}.json", own.record)
    write_text(folder / "index.html", index_of(ordered))


def check_and_write(
    report_ids: Iterable[ReportId], interim: Path, suites: Path, folder: Path
) -> list[Document]:
    """Check the contract of all reports and write the record to `folder`; what held and not."""
    from pipeline.validate.contract import frames_of, results_of

    reports, _ = corrections.corrected(list(report_ids), interim, suites)
    written = documents(results_of(frames_of(reports), suites))
    write_documents(written, folder)
    return written


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.validate.data_docs",
        description="Skriver hva som er kontrollert i tabellene, også når noe ikke holder.",
    )
    parser.add_argument("interim", type=Path, metavar="INTERIM", help="mappen med radene")
    parser.add_argument("expectations", type=Path, metavar="EXPECTATIONS", help="kontrakten")
    parser.add_argument("data_docs", type=Path, metavar="MAPPE", help="hit skrives sidene")
    arguments = parser.parse_args()
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    written = check_and_write(
        read_register(), arguments.interim, arguments.expectations, arguments.data_docs
    )
    held = sum(own.success for own in written)
    print(f"{held} av {len(written)} tabeller holder. Se {arguments.data_docs / 'index.html'}")
    return 0


if __name__ == "__main__":
    refusal.run(main)
