"""What is new, changed or gone since the last publication, on the page and in the workbook."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pymupdf
import pytest
from msgspec.structs import replace

from pipeline.publish.since_published import since_published
from pipeline.seams.arrow import read_records, write_records
from pipeline.seams.published import published_file, read_published
from pipeline.seams.tables import Finding
from pipeline.validate.baseline import against_published
from tests.house import dvc_stages
from tests.publish.conftest import Published

GONE = "000000000000"
HEADING = "Siden forrige publisering"
SENTENCE = "1 funn er nytt, 1 er endret og 2 er borte siden forrige publisering."


@pytest.fixture(scope="module")
def later(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Published anew: the first finding had another value, the second was not there, two more
    were, one of which no rule of today reports.
    """
    folder = tmp_path_factory.mktemp("later")
    first, _, *rest = read_records(published.processed / "findings" / "2025.parquet", Finding)
    info = next(each for each in rest if each.severity == "info")
    path = published_file(folder / "expectations", "2025")
    earlier = [
        replace(first, right_value="Ikke startet"),
        *rest,
        replace(info, id=GONE, rule="rule-of-old", message="Dette sa funnet."),
        replace(first, id="111111111111", message="Tiltak 4 var noe annet."),
    ]
    write_records(path, Finding, earlier)
    return published._replace(suites=folder / "expectations").altered(
        folder, Finding, lambda rows: against_published(rows, read_published(path))
    )


@pytest.fixture(scope="module")
def page(later: Published) -> str:
    html = (later.report / "2025.html").read_text(encoding="utf-8")
    return re.sub(r"<style>.*?</style>|<script>.*?</script>", "", html, flags=re.S)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_summary_counts_them_once(page: str) -> None:
    assert plain(page).count(SENTENCE) == 1


def test_the_annotated_pdf_says_it_first(later: Published) -> None:
    with pymupdf.open(later.report / "2025-merknader.pdf") as document:
        assert SENTENCE in " ".join(document[0].get_text().split())


def test_what_is_gone_stands_with_what_it_said_and_where(page: str) -> None:
    gone = page[page.index('id="borte"') : page.index('<section id="tiltak"')]
    assert gone.index("Tiltak 4 var noe annet.") < gone.index("Dette sa funnet.")  # errors first
    row = plain(gone[gone.index('id="111111111111"') : gone.index(f'id="{GONE}"')])
    assert "Tiltak 4 var noe annet. Status: tekst mot oversikt · 111111111111" in row
    assert "I teksten, s. 9: «Under arbeid»" in row.replace("&nbsp;", " ")
    assert "I oversikten, s. 65: «Gjennomført»" in row.replace("&nbsp;", " ")
    assert "rule-of-old" in gone  # a rule that is no more has its id


def test_what_is_new_or_changed_is_marked(page: str, later: Published) -> None:
    first, second, *_ = read_records(later.processed / "findings" / "2025.parquet", Finding)
    for finding, word in ((first, "Endret"), (second, "Nytt")):
        card = page[page.index(f'<article class="card card-error" id="{finding.id}"') :]
        assert f"{word} siden forrige publisering" in plain(card[: card.index("<h4")])
    assert page.count('class="news"') == 4  # both on the card and in the summary's list


def test_the_workbook_has_a_sheet_of_what_is_gone(later: Published) -> None:
    book = openpyxl.load_workbook(later.report / "2025-funn.xlsx")
    assert book.sheetnames == ["Funn", "Borte", "Tiltak", "Kontroller", "Metode"]
    rows = list(book["Borte"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Funn", "111111111111", GONE]
    assert rows[1][1:] == (
        "Tiltak 4", "Feil", "Status: tekst mot oversikt", "Tiltak 4 var noe annet.",
        "I teksten", "Under arbeid", 9, "I oversikten", "Gjennomført", 65,
    )  # fmt: skip
    head, *lines = book["Funn"].iter_rows(values_only=True)
    words = [line[head.index(HEADING)] for line in lines]
    assert words[:3] == ["Endret", "Nytt", "Uendret"]
    assert set(words[2:]) == {"Uendret"}


def test_nothing_is_said_where_nothing_was_published(published: Published, tmp_path: Path) -> None:
    made = published._replace(suites=tmp_path).again(tmp_path / "report")  # without published/
    assert "forrige publisering" not in (made.report / "2025.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(made.report / "2025-funn.xlsx", read_only=True)
    assert book.sheetnames == ["Funn", "Tiltak", "Kontroller", "Metode"]


def test_nothing_new_is_said_in_a_sentence(published: Published, tmp_path: Path) -> None:
    findings = read_records(published.processed / "findings" / "2025.parquet", Finding)
    path = published_file(tmp_path, "2025")
    write_records(path, Finding, findings)
    earlier = read_published(path)
    since = since_published(against_published(findings, earlier), earlier)
    assert since is not None
    assert since.sentence() == "Funnene er de samme som ved forrige publisering."
    fewer = since_published(against_published(findings[2:], earlier), earlier)
    assert fewer is not None
    assert fewer.sentence() == "2 funn er borte siden forrige publisering."


def test_dvc_publishes_anew_when_something_was_published() -> None:
    assert "expectations" in dvc_stages()["publish"]["deps"]
