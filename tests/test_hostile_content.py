"""A report whose words are code, and whose PDF is armed: all of it is text, and nothing is run."""

from __future__ import annotations

import csv
import http.server
import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

if sys.platform == "win32":
    pytest.skip("the workshop needs Unix", allow_module_level=True)

import openpyxl

from pipeline.seams.arrow import read_records
from pipeline.seams.tables import Finding, LinkRow, Measure, Report
from tests.factory import browser as browser_path
from tests.factory import typeset
from tests.factory.edition import Edition, OverviewRow, paragraph
from tests.factory.edition import Link as Linked
from tests.factory.knobs import Knobs
from tests.factory.plans import a_small_edition
from tests.hostile.workshop import KEY, Workshop

SCRIPT = "<script> window.pwned=1; fetch('{server}') </script>"
PICTURE = '"><img src=x onerror="window.pwned=2"> \'></style></title><svg onload=window.pwned=3>'
TEMPLATE = "{{ 7*191 }} {% raw %} ${7*191} ]]> <!-- -->"
FORMULA = "=HYPERLINK(CONCATENATE(1,2),3)"
COMMAND = "@SUM(1+1)*cmd|' /C calc'!A0"
JAVASCRIPT = "javascript:window.pwned=4"
ATTACHED = b"VEDLEGG-MED-VIRUS"


class Server(http.server.ThreadingHTTPServer):
    """Counts who comes: nobody should."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counting)
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}"


class _Counting(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.asked.append(self.path)
        self.send_error(404)

    do_POST = do_GET  # noqa: N815


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def hostile_edition(address: str) -> Edition:
    """The small report with code in every place that comes out again."""
    script = SCRIPT.format(server=f"{address}/script")
    edition = replace(
        a_small_edition(),
        title=f"Status for gjennomføring av tiltak i planen {script}",
        abbreviations=(("BFD", script), ("JD", PICTURE)),
    )
    said = (
        paragraph(f"Arbeidet er i gang. {TEMPLATE} {PICTURE} Mer kan lastes ned her."),
        paragraph("Se ", Linked("lenken", JAVASCRIPT), " og ", Linked("den", f"{address}/lenke")),
    )
    return (
        edition.with_measure(
            "tiltak-1", title=f"Styrke {script} arbeidet", narrative=said,
            overview=(OverviewRow(title=f"Styrke {PICTURE}"),),
        )
        .with_measure("tiltak-2", title=FORMULA, overview=(OverviewRow(title=COMMAND),))
        .with_measure("tiltak-4", title=f"Vurdere {TEMPLATE}", overview=(OverviewRow(title="x"),))
        .with_measure("tiltak-3", overview=(OverviewRow(status="Gjennomført"),))
    )  # fmt: skip


def armed(content: bytes, address: str, marker: Path) -> bytes:
    """The PDF with scripts, launches, an attachment and properties that are code."""
    with pymupdf.open(stream=content) as document:
        document.set_metadata({"title": "<script>", "producer": SCRIPT, "author": FORMULA})
        document.embfile_add("../../../virus.exe", ATTACHED)
        script = f"app.launchURL('{address}/apne'); this.submitForm('{address}/skjema');"
        action = f"<</S /JavaScript /JS {pymupdf.get_pdf_str(script)}>>"
        document.xref_set_key(document.pdf_catalog(), "OpenAction", action)
        document.xref_set_key(document.pdf_catalog(), "AA", f"<</WC {action} /DP {action}>>")
        for number, target in enumerate(
            [
                {"kind": pymupdf.LINK_LAUNCH, "file": f"/bin/touch {marker}"},
                {"kind": pymupdf.LINK_URI, "uri": f"{address}/side"},
                {"kind": pymupdf.LINK_URI, "uri": "file:///etc/passwd"},
            ]
        ):
            box = pymupdf.Rect(72, 72 + 20 * number, 200, 90 + 20 * number)
            document[3].insert_link({"from": box, **target})
        document[3].add_file_annot((300, 300), ATTACHED, "../virus.exe")
        document.xref_set_key(document[3].xref, "AA", f"<</O {action}>>")
        return bytes(document.tobytes())


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Workshop:
    folder = tmp_path_factory.mktemp("hostile")
    printed = typeset(hostile_edition(server.address), Knobs(), "reportlab")
    script = SCRIPT.format(server=f"{server.address}/register")
    entry = {"plan": script, "source": PICTURE, "note": TEMPLATE}
    register = json.dumps({"reports": {KEY: entry}})  # which is YAML, too
    return Workshop(folder, armed(printed, server.address, folder / "launched"), register)


def test_words_are_kept_as_they_are_printed(workshop: Workshop, server: Server) -> None:
    processed = workshop.folder / "processed"
    script = SCRIPT.format(server=f"{server.address}/script")
    titles = {
        own.item_id: (own.title, own.overview_title)
        for own in read_records(processed / "measures" / f"{KEY}.parquet", Measure)
    }
    assert titles["tiltak-1"] == (f"Styrke {script} arbeidet", f"Styrke {PICTURE}")
    assert titles["tiltak-2"] == (FORMULA, COMMAND)
    (report,) = read_records(processed / "reports" / f"{KEY}.parquet", Report)
    assert report.title.endswith(script)
    assert report.producer == SCRIPT
    links = {own.url: own.problem for own in read_records(
        processed / "links" / f"{KEY}.parquet", LinkRow)}  # fmt: skip
    assert links["file:///etc/passwd"] == "local-file"
    assert links[f"{server.address}/side"] is None
    assert links[JAVASCRIPT] == "not-a-url"


def test_nothing_was_followed_unpacked_or_run(workshop: Workshop, server: Server) -> None:
    assert server.asked == []
    assert not (workshop.folder / "launched").exists()
    names = {path.name for path in workshop.folder.parent.rglob("*")}
    assert not any("virus" in name for name in names)
    for path in workshop.folder.rglob("*"):
        if path.is_file() and path.suffix != ".pdf":
            assert ATTACHED not in path.read_bytes()


def test_the_audit_report_runs_nothing_in_a_browser(workshop: Workshop, server: Server) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium on this machine: the audit report is not tried in a browser")
    pages = [
        workshop.folder / "processed" / "report" / f"{KEY}.html",
        workshop.folder / "processed" / "data_docs" / "index.html",
    ]
    requested: list[str] = []
    dialogs: list[str] = []
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = chromium.new_page()
        page.on("request", lambda request: requested.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for own in pages:
            page.goto(own.as_uri())
            page.wait_for_load_state("networkidle")
            assert page.evaluate("typeof window.pwned") == "undefined", own
            addresses = page.eval_on_selector_all(
                "[href], [src], [action]",
                "all => all.map(e => e.href?.baseVal ?? e.href ?? e.src ?? e.action)",
            )
            outward = [a for a in addresses if not a.startswith(("#", "file:", "data:"))]
            assert outward == [], own
        page.goto(pages[0].as_uri())
        text = page.inner_text("body")
        chromium.close()
    assert FORMULA in text
    assert "onerror=" in text  # shown, and so escaped
    assert "7*191" in text
    assert "1337" not in text
    assert dialogs == []
    assert server.asked == []
    assert all(url.startswith(("file:", "data:")) for url in requested)


def test_no_cell_of_the_workbook_is_a_formula(workshop: Workshop) -> None:
    path = workshop.folder / "processed" / "report" / f"{KEY}-funn.xlsx"
    cells = [
        cell
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert FORMULA in {cell.value for cell in cells}
    for cell in cells:
        if cell.hyperlink is not None:
            target = f"{cell.hyperlink.target or ''}#{cell.hyperlink.location or ''}"
            assert target.startswith((f"{KEY}-merknader.pdf#page=", "#"))


def test_no_cell_of_the_list_is_a_formula(workshop: Workshop) -> None:
    path = workshop.folder / "processed" / "report" / f"{KEY}-funn.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_findings_are_those_that_were_planted(workshop: Workshop) -> None:
    findings = read_records(workshop.folder / "processed" / "findings" / f"{KEY}.parquet", Finding)
    assert {("title-text-vs-overview", "tiltak-1"), ("title-text-vs-overview", "tiltak-2"),
            ("status-text-vs-overview", "tiltak-3"), ("link-not-a-url", "tiltak-1")} <= {
        (finding.rule, finding.scope) for finding in findings
    }  # fmt: skip
