"""The auditors' round trip through Excel: what they fill in is read back, and never lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from pipeline.publish.filled import day_in, filled_rows, set_aside
from pipeline.publish.reports import publish
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records, write_records
from pipeline.seams.tables import Finding, Review
from pipeline.validate.__main__ import validate
from pipeline.validate.reviews import read_verdicts
from tests.conftest import ROOT, Run
from tests.publish.conftest import Published

GOOD = {
    "Vurdering": "bekreftet", "Begrunnelse": "Sett på begge sidene", "Navn": "Kari Nordmann",
    "Dato": datetime(2026, 11, 22),
}  # fmt: skip


def fill(path: Path, rows: Mapping[str, Mapping[str, Any]], sheet: str = "Funn") -> None:
    """Write into the workbook, by the id in each row's key."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head = [cell.value for cell in page[1]]
    lines = {
        str(page.cell(n, head.index("Nøkkel") + 1).value).split()[0]: n
        for n in range(2, page.max_row + 1)
    }
    for row_id, cells in rows.items():
        for heading, value in cells.items():
            page.cell(lines[row_id], head.index(heading) + 1).value = value
    book.save(path)


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def findings_of(project: Path) -> list[Finding]:
    return read_records(project / "processed" / "findings" / "2025.parquet", Finding)


def test_ten_verdicts_two_of_them_stale_and_one_misspelt(project: Path, june_2025: Run) -> None:
    workbook = project / "processed" / "report" / "2025-funn.xlsx"
    before = findings_of(project)
    ids = [finding.id for finding in before[:9]]
    verdicts = ["bekreftet", "falsk alarm", "forklart", "rettet av utgiver"] * 3
    rows = {
        own: {**GOOD, "Vurdering": verdict} for own, verdict in zip(ids, verdicts, strict=False)
    }
    rows[ids[2]]["Vurdering"] = "bekrefta"
    rows[ids[3]]["Svar fra departementet"] = "Oversikten blir rettet."
    fill(workbook, rows)
    fill(workbook, {"tiltak-7": {**GOOD, "Dato": "23.11.2026"}}, sheet="Tiltak")
    # Meanwhile one finding has other values, and one is gone.
    write_records(
        project / "processed" / "findings" / "2025.parquet", Finding,
        [replace(before[0], right_value="Ikke startet"), *before[2:]],
    )  # fmt: skip
    done = command(project, "review", "--from", str(workbook))
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    said = {line.split(":")[0]: line for line in lines}
    assert len([line for line in lines if ": tatt. " in line]) == 7
    assert "er endret siden arbeidsboken ble laget" in said["Funn, rad 2"]
    assert said["Funn, rad 3"] == (
        f"Funn, rad 3: ikke tatt. {ids[1]} finnes ikke lenger i noen rapport."
    )
    assert said["Funn, rad 4"] == (
        "Funn, rad 4: ikke tatt. Funn!S4 er «bekrefta», som ikke er en vurdering: "
        "kanskje «bekreftet»."
    )
    assert "Tiltak, rad 8: tatt." in done.stdout
    assert "Bekreftet av Kari Nordmann 23. november 2026" in done.stdout
    assert lines[-2:] == [
        f"Tok 7 vurderinger, skrev dem i {Path('expectations/reviews.yaml')}. Kjør nå: dvc repro",
        "3 rader ble ikke tatt: rett dem, og les på nytt.",
    ]
    written = read_verdicts(project / "expectations" / "reviews.yaml")
    assert {own.finding for own in written} == {*ids[3:], "tiltak-7"}
    assert written[0].answer == "Oversikten blir rettet."
    assert written[0].on == date(2026, 11, 22)

    again = command(project, "review", "--from", str(workbook))
    assert again.stdout.count("står der fra før") == 7
    assert len(read_verdicts(project / "expectations" / "reviews.yaml")) == 7

    notes = validate(["2025"], june_2025.interim, project / "expectations", project / "processed")
    assert notes == []
    judged = {own.id: own.verdict for own in findings_of(project) if own.verdict}
    assert judged == {
        own: verdict for own, verdict in zip(ids, verdicts, strict=False) if own in ids[3:]
    }
    reviews = read_records(project / "processed" / "reviews" / "2025.parquet", Review)
    (item,) = (row for row in reviews if row.id == "tiltak-7")
    assert (item.rule, item.scope, item.state) == (None, "tiltak-7", "applied")


WRONG = [  # what is written, and what is said of it
    ({"Navn": " "}, "(Navn) er tom"),
    ({"Begrunnelse": None}, "(Begrunnelse) er tom"),
    ({"Dato": None}, "(Dato) er tom"),
    ({"Vurdering": None}, "(Vurdering) er tom"),
    ({"Dato": "i går"}, "er «i går», som ikke er en dato"),
    ({"Dato": datetime.now() + timedelta(days=2)}, "og den dagen er ikke kommet ennå"),
    ({"Nøkkel": "29541a33a036"}, "er endret siden arbeidsboken ble laget"),
    ({"Nøkkel": None}, "Nøkkelen i raden er borte"),
]


def test_what_is_wrong_in_a_row_is_named_by_its_cell(project: Path) -> None:
    workbook = project / "processed" / "report" / "2025-funn.xlsx"
    page = openpyxl.load_workbook(workbook)["Funn"]
    head = [cell.value for cell in page[1]]
    ids = [
        str(page.cell(row, head.index("Nøkkel") + 1).value).split()[0]
        for row in range(2, 2 + len(WRONG))
    ]
    fill(workbook, {own: {**GOOD, **row} for own, (row, _) in zip(ids, WRONG, strict=True)})
    done = command(project, "review", "--from", str(workbook))
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    for row, (changed, message) in enumerate(WRONG, start=2):
        (said,) = (line for line in lines if line.startswith(f"Funn, rad {row}: ikke tatt. "))
        assert message in said
        heading = next(iter(changed))
        if heading != "Nøkkel":
            letter = openpyxl.utils.get_column_letter(head.index(heading) + 1)
            assert f"Funn!{letter}{row}" in said
    assert read_verdicts(project / "expectations" / "reviews.yaml") == []


def test_what_is_no_workbook_of_ours_is_refused(project: Path, tmp_path: Path) -> None:
    text, other = tmp_path / "notat.xlsx", tmp_path / "annet.xlsx"
    text.write_text("ikke en arbeidsbok", encoding="utf-8")
    openpyxl.Workbook().save(other)
    for path, found in ((text, "kan ikke leses som en arbeidsbok"), (other, "ikke kolonnene")):
        with pytest.raises(Refusal, match=found):
            filled_rows(path)
        done = command(project, "review", "--from", str(path))
        assert (done.returncode, done.stdout) == (1, "")
        assert "Traceback" not in done.stderr


def test_the_command_wants_all_or_a_workbook(project: Path) -> None:
    for arguments in (("29541a33a036",), ("29541a33a036", "--from", "x.xlsx"), ()):
        done = command(project, "review", *arguments)
        assert done.returncode == 1
        assert "--from" in done.stderr


def test_a_filled_workbook_is_set_aside_and_an_untouched_one_is_not(
    published: Published, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    processed = tmp_path / "processed"
    report = processed / "report"
    shutil.copytree(published.report, report)
    workbook = report / "2025-funn.xlsx"
    made = workbook.read_bytes()
    published.again(report)
    assert not (processed / "utfylt").exists()
    fill(workbook, {"29541a33a036": {"Vurdering": "bekreftet"}})
    os.utime(workbook, (1763800000, 1763800000))
    filled = workbook.read_bytes()
    published.again(report)
    assert workbook.read_bytes() == made
    aside = processed / "utfylt" / "2025-funn-2025-11-22.xlsx"
    assert aside.read_bytes() == filled
    assert f"review --from {aside}" in capfd.readouterr().err
    workbook.write_bytes(b"halvt lagret")  # what cannot be read may be somebody's work too
    os.utime(workbook, (1763800000, 1763800000))
    published.again(report)
    assert (processed / "utfylt" / "2025-funn-2025-11-22-2.xlsx").read_bytes() == b"halvt lagret"


def test_a_filled_workbook_of_a_report_that_is_taken_out_is_kept(
    published: Published, tmp_path: Path
) -> None:
    report = tmp_path / "processed" / "report"
    shutil.copytree(published.report, report)
    fill(report / "2025-funn.xlsx", {"29541a33a036": {"Vurdering": "bekreftet"}})
    publish([], [], published.raw, published.interim, published.processed, report, {})
    assert [path.name for path in report.iterdir()] == ["items"]
    assert len(list((tmp_path / "processed" / "utfylt").iterdir())) == 1


def test_days_as_people_write_them() -> None:
    for value in (date(2026, 11, 22), datetime(2026, 11, 22, 10), "2026-11-22", " 22.11.2026"):
        assert day_in(value) == date(2026, 11, 22)
    for value in ("22/11/2026", "i dag", "2026-02-30", "22.11.26", 46348):
        assert day_in(value) is None
    assert set_aside(Path("finnes-ikke.xlsx"), Path("utfylt")) is None


def test_a_workbook_that_could_not_be_replaced_is_kept_once(tmp_path: Path) -> None:
    workbook = tmp_path / "2025-funn.xlsx"
    workbook.write_bytes(b"halvt lagret")
    kept = set_aside(workbook, tmp_path / "utfylt")
    assert kept is not None
    assert set_aside(workbook, tmp_path / "utfylt") == kept
    assert [path.read_bytes() for path in (workbook, kept)] == [b"halvt lagret"] * 2
    assert len(list((tmp_path / "utfylt").iterdir())) == 1
