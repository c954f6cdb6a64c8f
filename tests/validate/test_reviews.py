"""Auditors' verdicts: applied while the values hold, reported when they do not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records, write_records
from pipeline.seams.tables import Finding, Review
from pipeline.seams.vocabularies import VERDICTS
from pipeline.validate.__main__ import validate
from pipeline.validate.reviews import (
    Verdict,
    apply_verdicts,
    read_verdicts,
    refuse_unknown_reports,
    write_verdict,
)
from pipeline.validate.rules import rules
from tests.conftest import ROOT, Run
from tests.validate.written import entry_of, example_of, write_list

SHIPPED = ROOT / "expectations" / "reviews.yaml"
TILTAK_4 = {
    "finding": "29541a33a036",
    "report": "'2025'",
    "rule": "status-text-vs-overview",
    "scope": "tiltak-4",
    "left": "Under arbeid",
    "right": "Gjennomført",
    "verdict": "bekreftet",
    "by": "Kari Nordmann",
    "date": "2026-11-22",
    "reason": "Teksten er riktig",
}


entry = partial(entry_of, TILTAK_4)
file_of = partial(write_list, "reviews")


def applied(path: Path, run: Run) -> tuple[dict[str, Finding], list[Review]]:
    """The findings of a report by id, and the rows of its verdicts."""
    comparisons, findings = run.compared()
    verdicts = read_verdicts(path)
    refuse_unknown_reports(verdicts, [run.report_id])
    reviewed, rows = apply_verdicts(
        verdicts, run.tables, comparisons, findings, [rule.id for rule in rules()]
    )
    assert [f.id for f in reviewed] == [f.id for f in findings]
    return {finding.id: finding for finding in reviewed}, rows


def test_a_verdict_is_applied_while_the_values_hold(june_2025: Run, tmp_path: Path) -> None:
    findings, rows = applied(file_of(tmp_path, entry()), june_2025)
    reviewed = {own.id: own.review for own in findings.values() if own.state == "reviewed"}
    assert reviewed == {
        "29541a33a036": "Bekreftet av Kari Nordmann 22. november 2026: Teksten er riktig"
    }
    assert {own.state for own in findings.values() if own.id not in reviewed} == {"open"}
    (row,) = rows
    assert (row.id, row.item_id, row.page, row.state, row.note) == (
        "29541a33a036", "tiltak-4", 9, "applied", None,
    )  # fmt: skip
    assert (row.verdict, row.by, row.reviewed_on) == (
        "bekreftet", "Kari Nordmann", date(2026, 11, 22),
    )  # fmt: skip


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_closes_a_finding(june_2025: Run, tmp_path: Path, verdict: str) -> None:
    findings, _ = applied(file_of(tmp_path, entry(verdict=verdict)), june_2025)
    judged = findings["29541a33a036"]
    assert (judged.review or "").startswith(verdict.capitalize())
    assert (judged.verdict, judged.stands) == (verdict, verdict == "bekreftet")


def test_a_side_without_a_value_is_null(june_2025: Run, tmp_path: Path) -> None:
    own = next(f for f in june_2025.compared()[1] if f.rule == "link-missing")
    assert own.right_value is None
    path = tmp_path / "reviews.yaml"
    path.write_text("reviews: []\n", encoding="utf-8")
    write_verdict(path, verdict_on(own))
    findings, _ = applied(path, june_2025)
    assert findings[own.id].state == "reviewed"


ABOUT = "Vurderingen «bekreftet» av tiltak 4 («Status: tekst mot oversikt») er ikke brukt: "
STALE = [  # what the entry says otherwise, and the whole note
    (
        {"right": "Ikke startet"},  # the publisher has changed the overview
        f"{ABOUT}den ble gitt "
        "for «Under arbeid» og «Ikke startet», men nå står det «Under arbeid» og «Gjennomført». "
        "Vurder funnet 29541a33a036 på nytt.",
    ),
    (
        {"left": "null"},
        f"{ABOUT}den ble gitt "
        "for ingenting og «Gjennomført», men nå står det «Under arbeid» og «Gjennomført». "
        "Vurder funnet 29541a33a036 på nytt.",
    ),
    (
        {"finding": "'000000000000'"},  # the same rule finds something else there
        f"{ABOUT}rapporten 2025 gir ikke lenger funnet 000000000000. Regelen har nå funnet "
        "29541a33a036 der.",
    ),
    (
        {"finding": "'000000000000'", "scope": "tiltak-5", "verdict": "rettet av utgiver"},
        "Vurderingen «rettet av utgiver» av tiltak 5 («Status: tekst mot oversikt») er ikke brukt: "
        "rapporten 2025 gir ikke lenger funnet 000000000000.",
    ),
    (
        {"finding": "'000000000000'", "rule": "duplicate-in-text", "scope": "tiltak-9#2"},
        "Vurderingen «bekreftet» av tiltak 9 («Nummer brukt flere ganger i teksten») er ikke "
        "brukt: rapporten 2025 gir ikke lenger funnet 000000000000.",
    ),
]


@pytest.mark.parametrize(("changed", "note"), STALE)
def test_a_verdict_whose_values_no_longer_hold_is_reported(
    june_2025: Run, tmp_path: Path, changed: dict[str, str], note: str
) -> None:
    findings, rows = applied(file_of(tmp_path, entry(**changed)), june_2025)
    assert {own.state for own in findings.values()} == {"open"}
    assert {own.review for own in findings.values()} == {None}
    assert [(row.state, row.note) for row in rows] == [("stale", note)]


def test_another_reports_verdicts_are_left_aside(june_2026: Run, tmp_path: Path) -> None:
    comparisons, findings = june_2026.compared()
    own, rows = apply_verdicts(
        read_verdicts(file_of(tmp_path, entry())), june_2026.tables, comparisons, findings, []
    )
    assert (own, rows) == (findings, [])


REFUSED = [  # what the entry says otherwise, what is wrong, and what may have been meant
    ({"report": "'2205'"}, "rapporten «2205» er ikke registrert", "kanskje «2025»"),
    ({"rule": "status-text-overview"}, "regelen «status-text-overview» finnes ikke",
     "kanskje «status-text-vs-overview»"),
    ({"scope": "tiltak-444"}, "«tiltak-444» finnes ikke i rapporten 2025", "kanskje «tiltak-44»"),
    ({"scope": "tiltak-32"}, "funnet «29541a33a036» gjelder tiltak-4 og regelen "
     "status-text-vs-overview, ikke tiltak-32", "733457718b61"),
    ({"verdict": "bekrefta"}, "vurderingen «bekrefta» finnes ikke", "kanskje «bekreftet»"),
    ({"verdict": "tja"}, "vurderingen «tja» finnes ikke", "falsk alarm, forklart"),
    ({"date": "22.11.2026"}, "«date» er ingen dato (22.11.2026)", "2026-11-22"),
    ({"date": "'2026-02-30'"}, "«date» er ingen dato (2026-02-30)", "2026-11-22"),
    ({"date": "2026-11-22 10:00:00"}, "«date» er ingen dato", "2026-11-22"),
    ({"by": "''"}, "«by» er tom", ""),
    ({"reason": "null"}, "«reason» er tom", ""),
    ({"report": "2025"}, "«report» leses ikke som tekst", "anførselstegn"),
    ({"right": "8"}, "«right» leses ikke som tekst", "anførselstegn"),
    ({"finding": "12e456789012"}, "«finding» leses ikke som tekst", "anførselstegn"),
    ({"right": None}, "mangler «right»", "null"),
    ({"resaon": "x"}, "feltet «resaon» er ikke kjent", "kanskje «reason»"),
    ({"reason": "[a, b]"}, "«reason» er ingen enkel verdi", ""),
    ({"reason": "!!python/object/apply:os.system ['true']"}, "«reason» er ingen enkel verdi", ""),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "found", "hint"), REFUSED)
def test_what_is_wrong_in_an_entry_is_refused(
    june_2025: Run, tmp_path: Path, changed: dict[str, str | None], found: str, hint: str
) -> None:
    path = file_of(tmp_path, entry(finding="'1'", verdict="forklart"), entry(**changed))
    with pytest.raises(Refusal) as refusal:
        applied(path, june_2025)
    assert found in refusal.value.found
    assert refusal.value.file == f"{path}, punkt 2, linje 12"
    assert hint in refusal.value.message()


FILES = [
    ("reviews: [", "ikke gyldig YAML"),
    ("", "ikke en liste under «reviews:»"),
    ("corrections: []\n", "ikke en liste under «reviews:»"),
    ("reviews: []\nreview: []\n", "ikke en liste under «reviews:»"),
    ("reviews: bekreftet\n", "er ingen liste"),
    ("reviews:\n- bekreftet\n", "punktet har ingen felter"),
    ("reviews:\n- finding: a\n  finding: b\n", "ikke gyldig YAML"),
    ("reviews:\n- date: 2026-02-30\n", "ikke gyldig YAML"),
    (f"reviews:\n{entry()}\n{entry()}\n", "står to ganger"),
]


@pytest.mark.parametrize(("text", "found"), FILES)
def test_a_file_that_is_something_else_is_refused(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "reviews.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=found):
        read_verdicts(path)


def test_a_missing_file_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="finnes ikke"):
        read_verdicts(tmp_path / "reviews.yaml")


def test_the_file_that_comes_with_the_project(june_2025: Run, tmp_path: Path) -> None:
    assert read_verdicts(SHIPPED) == []
    path = tmp_path / "reviews.yaml"
    path.write_text(example_of(SHIPPED), encoding="utf-8")
    findings, _ = applied(path, june_2025)
    assert findings["29541a33a036"].state == "reviewed"  # its example is true


def verdict_on(finding: Finding, reason: str = "Sett på", by: str = "Ola Nordmann") -> Verdict:
    return Verdict(
        finding.id, finding.report_id, finding.rule, finding.scope, finding.left_value,
        finding.right_value, "forklart", by, date(2026, 11, 23), reason,
    )  # fmt: skip


def test_writing_keeps_what_stands_in_the_file(june_2025: Run, tmp_path: Path) -> None:
    path = tmp_path / "reviews.yaml"
    shutil.copy(SHIPPED, path)
    written = path.read_text(encoding="utf-8")
    for finding in june_2025.compared()[1]:
        write_verdict(path, verdict_on(finding))
        before, written = written, path.read_text(encoding="utf-8")
        assert written.startswith(before.removesuffix("reviews: []\n"))  # only added to
    findings, _ = applied(path, june_2025)
    assert {finding.state for finding in findings.values()} == {"reviewed"}


def test_a_remark_in_the_list_stays(tmp_path: Path, june_2025: Run) -> None:
    path = file_of(tmp_path, "# om tiltak 4", entry() + "  # etter telefon", "# slutt")
    write_verdict(path, verdict_on(june_2025.compared()[1][1]))
    text = path.read_text(encoding="utf-8")
    for remark in ("# om tiltak 4", "# etter telefon", "# slutt"):
        assert remark in text
    assert len(read_verdicts(path)) == 2


def test_verdicts_on_one_finding_are_its_history(june_2025: Run, tmp_path: Path) -> None:
    finding = june_2025.compared()[1][0]
    path = file_of(tmp_path, "# om tiltak 4", entry(right="Ikke startet"), entry())
    write_verdict(path, verdict_on(finding))
    assert "# om tiltak 4" in path.read_text(encoding="utf-8")
    findings, rows = applied(path, june_2025)
    assert [(row.seq, row.verdict, row.state, row.note) for row in rows] == [
        (1, "bekreftet", "superseded", None),  # for other values
        (2, "bekreftet", "superseded", None),
        (3, "forklart", "applied", None),  # the latest
    ]
    assert findings[finding.id].verdict == "forklart"
    before = path.read_bytes()
    with pytest.raises(Refusal, match="står der fra før: Forklart, vurdert av Ola Nordmann"):
        write_verdict(path, verdict_on(finding))
    assert path.read_bytes() == before


def test_a_later_verdict_for_other_values_hides_no_good_one(june_2025: Run, tmp_path: Path) -> None:
    later = entry(right="Ikke startet", date="2026-11-25", verdict="forklart")
    findings, rows = applied(file_of(tmp_path, later, entry()), june_2025)
    assert findings["29541a33a036"].verdict == "bekreftet"
    assert [row.state for row in rows] == ["applied", "superseded"]


def test_a_verdict_on_an_item(june_2025: Run, tmp_path: Path) -> None:
    on_item = {"finding": "tiltak-4", "rule": "null", "answer": "Blir rettet"}
    findings, (row,) = applied(file_of(tmp_path, entry(**on_item)), june_2025)
    assert {finding.verdict for finding in findings.values()} == {None}
    assert (row.id, row.item_id, row.rule, row.state, row.answer) == (
        "tiltak-4", "tiltak-4", None, "applied", "Blir rettet",
    )  # fmt: skip
    _, (stale,) = applied(file_of(tmp_path, entry(**on_item, right="Løpende")), june_2025)
    assert stale.state == "stale"
    assert (stale.note or "").endswith("«Under arbeid» og «Gjennomført». Vurder tiltak 4 på nytt.")
    with pytest.raises(Refusal, match="«rule» er tom"):
        applied(file_of(tmp_path, entry(rule="null")), june_2025)


def test_a_verdict_leaves_the_lines_of_others_as_they_are(tmp_path: Path) -> None:
    path = file_of(tmp_path, entry(reason="Departementet bekrefter at teksten er riktig. " * 5))
    before = path.read_text(encoding="utf-8")
    written = read_verdicts(path)[0]
    write_verdict(path, written._replace(by="Ola Nordmann"))
    assert path.read_text(encoding="utf-8").startswith(before)
    assert [each.by for each in read_verdicts(path)] == [written.by, "Ola Nordmann"]


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@given(st.lists(st.tuples(st.none() | VALUES, VALUES.map(lambda t: f"x{t}")), max_size=3))
def test_any_value_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, values: list[tuple[str | None, str]]
) -> None:
    path = tmp_path_factory.mktemp("reviews") / "reviews.yaml"
    path.write_text("# merknad\nreviews: []\n", encoding="utf-8")
    for i, (left, reason) in enumerate(values):
        write_verdict(
            path,
            Verdict(f"f{i}", "2025", "r", "s", left, None, "forklart", "Ola",
                    date(2026, 1, 1), reason),
        )  # fmt: skip
    assert [(own.left, own.reason) for own in read_verdicts(path)] == values


@pytest.fixture(scope="module")
def folder(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project's folder in which the findings of the real report are."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "reports.yaml", folder / "raw")
    shutil.copytree(ROOT / "expectations", folder / "expectations")
    shutil.copy(SHIPPED, folder / "expectations")
    path = folder / "processed" / "findings" / "2025.parquet"
    write_records(path, Finding, june_2025.compared()[1])
    return folder


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


GIVEN = ("--verdict", "falsk alarm", "--by", "Kari  Nordmann", "--reason", "Sett på s. 9\nog s. 65")
WRONG = [  # arguments, what is said
    (("29541a33a037", *GIVEN), "funnet «29541a33a037» finnes ikke"),
    (("29541a33a037", *GIVEN), "kanskje «29541a33a036»"),
    (("29541a33a036", *GIVEN, "--verdict", "falsk"), "«falsk» er ingen vurdering"),
    (("29541a33a036", *GIVEN, "--by", " "), "vurderingen mangler navn"),
    (("29541a33a036", *GIVEN, "--reason", ""), "vurderingen mangler begrunnelse"),
    (("29541a33a036", *GIVEN, "--date", "i dag"), "«i dag» er ingen dato"),
    (("29541a33a036", *GIVEN, "--date", "2999-01-01"), "er ikke kommet ennå"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_the_command_refuses(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    before = (folder / "expectations" / "reviews.yaml").read_bytes()
    done = command(folder, "review", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "expectations" / "reviews.yaml").read_bytes() == before


def test_the_command_and_the_stage(folder: Path, june_2025: Run) -> None:
    """What the command writes, validate applies; what no longer holds, it says and `show` says."""
    done = command(folder, "review", "29541a33a036", *GIVEN, "--date", "2026-11-22")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Tiltak 4 er «Under arbeid» i teksten (s. 9), men «Gjennomført» i oversikten (s. 65). "
        "Omtalen tyder på at «Gjennomført» er riktig: «Det er etablert en struktur på "
        "direktoratsnivå under navnet Direktoratsgruppen om vold i nære relasjoner og vold og "
        "overgrep mot barn».\n"
        "Falsk alarm, vurdert av Kari Nordmann 22. november 2026: Sett på s. 9 og s. 65\n"
        f"Skrev vurderingen i {Path('expectations/reviews.yaml')}. Kjør nå: dvc repro\n"
    )
    again = command(folder, "review", "29541a33a036", *GIVEN, "--date", "2026-11-22")
    assert again.returncode == 1
    assert "står der fra før: Falsk alarm, vurdert av Kari Nordmann" in again.stderr
    today = command(folder, "review", "733457718b61", *GIVEN)
    assert today.returncode == 0
    path = folder / "expectations" / "reviews.yaml"
    assert len(read_verdicts(path)) == 2
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("right: Ikke startet", "right: Avsluttet"), encoding="utf-8")

    notes = validate(["2025"], june_2025.interim, folder / "expectations", folder / "processed")

    (note,) = notes
    assert "for «Under arbeid» og «Avsluttet», men nå står det" in note
    findings = read_records(folder / "processed" / "findings" / "2025.parquet", Finding)
    reviewed = {f.id: f.review for f in findings if f.state == "reviewed"}
    assert reviewed == {
        "29541a33a036": "Falsk alarm, vurdert av Kari Nordmann 22. november 2026: "
        "Sett på s. 9 og s. 65"
    }
    rows = read_records(folder / "processed" / "reviews" / "2025.parquet", Review)
    assert [(row.id, row.state) for row in rows] == [
        ("29541a33a036", "applied"), ("733457718b61", "stale"),
    ]  # fmt: skip
    shown = command(folder, "show", "2025")
    assert shown.stdout.splitlines()[-1] == f"Advarsel: {note}"


def test_a_report_that_is_taken_out_leaves_its_reviews(tmp_path: Path) -> None:
    """They are people's work: `remove` tells of them, and validate asks for them to be moved."""
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "reports.yaml", tmp_path / "raw")
    (tmp_path / "expectations").mkdir()
    path = file_of(tmp_path / "expectations", entry())
    shutil.copy(ROOT / "expectations" / "corrections.yaml", tmp_path / "expectations")
    before = path.read_bytes()
    made = ["2025.json", "2025-funn.csv", "2025-juni.json", "2025-juni-funn.csv", "20251.json"]
    (tmp_path / "processed" / "report").mkdir(parents=True)
    for name in made:
        (tmp_path / "processed" / "report" / name).touch()
    register = tmp_path / "raw" / "reports.yaml"
    register.write_text(
        register.read_text(encoding="utf-8") + "  2025-juni:\n    plan: x\n", encoding="utf-8"
    )
    done = command(tmp_path, "remove", "2025")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{Path('expectations/reviews.yaml')} har 1 vurdering(er) for rapporten 2025. Ta dem ut.",
        "Tok ut rapporten 2025. Kjør nå: dvc repro",
    ]
    assert path.read_bytes() == before
    left = {own.name for own in (tmp_path / "processed" / "report").iterdir()}
    assert left == set(made[2:])  # those of reports whose id begins alike
    with pytest.raises(Refusal, match="rapporten «2025» er ikke registrert"):
        refuse_unknown_reports(read_verdicts(path), ["2026"])


def test_no_report_at_all_is_said(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "reports.yaml").write_text("reports: {}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.validate", "interim", "expectations", "processed"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "ingen rapporter er registrert" in done.stderr
    assert "Traceback" not in done.stderr
