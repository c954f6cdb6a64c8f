"""why.csv and profile.json: of each line what it was taken for, and nothing that is covered."""

from __future__ import annotations

import json
from pathlib import Path

import pymupdf

from pipeline.extract.__main__ import extract
from pipeline.seams.why import PROFILE, WHY, LineRead, read_why
from pipeline.seams.words import COVERED, read_pages
from pipeline.segment.__main__ import segment
from tests.conftest import ROOT, Run
from tests.segment.learnt import documents, typeset


def read(pdf: Path, folder: Path) -> list[LineRead]:
    """Why each line of a PDF was read as it was."""
    extract(pdf, folder / "extract")
    segment(folder / "extract", folder / "segment")
    return read_why(folder / "segment")


def test_every_line_of_the_real_report_has_a_reading_and_evidence(june_2025: Run) -> None:
    folders = june_2025.tables.folders
    lines = read_why(folders.segment)
    runs = (run for page in read_pages(folders.extract) for run in page.runs)
    printed = {(run.page, run.line + 1) for run in runs}
    assert {(line.page, line.line) for line in lines} == printed
    assert [line for line in lines if not (line.scopes and line.reading and line.evidence)] == []


def test_the_profile_says_what_is_ordinary_in_the_real_report(june_2025: Run) -> None:
    text = (june_2025.tables.folders.segment / PROFILE).read_text(encoding="utf-8")
    profile = json.loads(text)
    assert profile["layout"]["body"] == "LiberationSerif 12"
    assert profile["item_headings"][0]["style"] == "LiberationSerif 12 bold"
    assert profile["item_numbers"] == ["1–122", "611–619"]
    assert [overview["rows"] for overview in profile["overviews"]] == [131]


def test_rows_that_are_weighed_say_what_spoke_for_them_and_for_others(tmp_path: Path) -> None:
    [document] = [each for each in documents() if each.name == "rows-parted-by-white-space"]
    typeset(document.text, tmp_path / "report.pdf")
    rows = [row for row in read(tmp_path / "report.pdf", tmp_path) if row.scopes == "tiltak-2"]
    assert {row.evidence for row in rows} == {
        "skilles fra det som står rundt, av luft, har ett nummer (+1), har det neste nummeret, "
        "eller det første i en ny rekke (+0,25), har en status som er kjent (+1), "
        "har departementer som leses helt (+0,5)"
    }
    assert {row.runner_up for row in rows} == {
        "andre rader: siden delt i 3, der hver rad begynner på linjen med nummeret: i alt 1 mot 6,5"
    }


def test_a_spreadsheet_takes_no_line_for_a_formula(tmp_path: Path) -> None:
    text = documents()[0].text.replace("Barnehusene har", "=1+1 har")
    typeset(text, tmp_path / "report.pdf")
    [line] = [r for r in read(tmp_path / "report.pdf", tmp_path) if r.text.startswith("=1+1 har")]
    written = (tmp_path / "segment" / WHY).read_text(encoding="utf-8")
    assert f"{line.page},{line.line},«=1+1 har" in written or ',"«=1+1 har' in written


def test_a_covered_word_stands_nowhere(tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    with pymupdf.open(ROOT / "raw" / "2025.pdf") as document:
        page = document[8]
        [box, *_] = page.search_for("Direktoratsgruppen om vold")
        page.draw_rect(box, color=(0, 0, 0), fill=(0, 0, 0))
        document.save(pdf)
    lines = read(pdf, tmp_path)
    [line] = [line for line in lines if (line.page, line.line) == (9, 8)]
    assert COVERED in line.text
    assert "Direktoratsgruppen" not in line.text
    assert "under navnet Direktoratsgruppen" not in (tmp_path / "segment" / WHY).read_text("utf-8")
