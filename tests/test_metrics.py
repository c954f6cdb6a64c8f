"""The figures that `dvc metrics` and `dvc plots` compare from version to version."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.seams.tables import Correction, Finding, Measure, Review, Status
from pipeline.validate.metrics import as_csv, as_json, metrics_of, status_counts
from pipeline.validate.tables import ReportTables
from tests.conftest import ROOT, Run
from tests.known import JUNE_2025


def metrics(tables: ReportTables, run: Run) -> dict[str, Any]:
    return metrics_of(tables, *run.compared(), [], [])


def test_the_real_report(june_2025: Run) -> None:
    own = metrics(june_2025.tables, june_2025)
    comparisons, findings = june_2025.compared()
    assert own["items"] == 131
    assert own["statuses"] == {
        "text": {"Ikke startet": 24, "Under arbeid": 81, "Gjennomført": 26},
        "overview": {"Ikke startet": 26, "Under arbeid": 78, "Gjennomført": 27},
    }
    assert own["comparisons"] == len(comparisons)
    outcomes = ("agreements", "differences", "missing", "not_comparable")
    assert sum(own[outcome] for outcome in outcomes) == len(comparisons)
    assert own["agreements"] == sum(c.outcome == "agree" for c in comparisons)
    severities = Counter(severity for _, _, severity in JUNE_2025)
    assert own["findings"] == {
        "errors": severities["error"], "warnings": severities["warning"],
        "infos": severities["info"],
    }  # fmt: skip
    assert sum(own["findings"].values()) == len(findings)
    assert {
        own[key]
        for key in ("reviewed", "confirmed", "set_aside", "stale_reviews", "corrected", "unread")
    } == {0}


def test_no_figure_is_called_error(june_2025: Run) -> None:
    """DVC takes a file with such a key for one that it could not read."""

    def keys(value: Any) -> set[str]:
        return set(value) | set().union(*map(keys, value.values())) if value else set()

    def nested(value: Any) -> Any:
        return {key: nested(own) for key, own in value.items()} if isinstance(value, dict) else {}

    assert "error" not in keys(nested(metrics(june_2025.tables, june_2025)))


def test_what_people_judged_is_counted(june_2025: Run) -> None:
    comparisons, findings = june_2025.compared()
    reviewed = [
        replace(findings[0], state="reviewed", review="x", verdict="bekreftet"),
        replace(findings[1], state="reviewed", review="x", verdict="forklart"),
        *findings[2:],
    ]
    blank: Any = None
    rows = [
        Review("2025", None, str(i), 1, 1, "r", "s", "forklart", "x", blank, "x", None, None, None,
               state, None)
        for i, state in enumerate(("applied", "stale", "stale"))
    ]  # fmt: skip
    corrections = [
        Correction(
            "2025",
            None,
            str(i),
            1,
            "statuses",
            "status",
            "a",
            "b",
            "x",
            "x",
            "misreading",
            state,
            None,
        )
        for i, state in enumerate(("applied", "applied", "stale"))
    ]
    own = metrics_of(june_2025.tables, comparisons, reviewed, rows, corrections)
    assert (own["reviewed"], own["stale_reviews"], own["corrected"]) == (2, 2, 2)
    assert (own["confirmed"], own["set_aside"]) == (1, 1)
    assert sum(own["findings"].values()) == len(findings) - 1  # a confirmed one counts still


@pytest.fixture
def odd(june_2025: Run) -> ReportTables:
    """The report without tiltak 4 in the text, and with statuses of another plan's own."""
    changed = {
        "tiltak-5/text": ("Avsluttet", "Avslutta"),
        "tiltak-6/text": (None, "Utsatt"),
        "tiltak-7/text": (None, None),
    }
    statuses: list[Status] = []
    for status in june_2025.tables.statuses:
        if status.id in changed:
            meaning, printed = changed[status.id]
            statuses.append(replace(status, status=meaning, status_printed=printed))
        elif status.id != "tiltak-4/text":
            statuses.append(status)
    measures = [
        replace(m, page_first=None, page_last=None, chapter=None, chapter_number=None)
        if m.id == "tiltak-4"
        else m
        for m in june_2025.tables.measures
    ]
    return june_2025.tables.corrected({Status: statuses, Measure: measures})


def test_statuses_that_are_not_among_the_three(odd: ReportTables, june_2025: Run) -> None:
    text = metrics(odd, june_2025)["statuses"]["text"]
    assert list(text) == [
        "Ikke startet", "Under arbeid", "Gjennomført", "Avsluttet", "Ikke oppgitt", "Utsatt",
    ]  # fmt: skip
    assert (text["Avsluttet"], text["Ikke oppgitt"], text["Utsatt"]) == (1, 1, 1)
    assert sum(text.values()) == 130


def test_counts_by_chapter_add_up(june_2025: Run) -> None:
    counts = list(status_counts(june_2025.tables))
    assert len(counts) == len({count[:4] for count in counts})
    totals: Counter[tuple[str, str]] = Counter()
    for count in counts:
        totals[count.source, count.status] += count.items
    own = metrics(june_2025.tables, june_2025)["statuses"]
    assert totals == Counter(
        {(source, status): n for source, by in own.items() for status, n in by.items()}
    )
    chapters = list(dict.fromkeys(count.chapter for count in counts))
    assert chapters[0] == "Helhetlig og samordnet innsats"  # in the report's order
    assert chapters[-1] == "Anmodningsvedtak"


def test_an_item_is_counted_where_it_stands(odd: ReportTables) -> None:
    counts = {count[1:4]: count.items for count in status_counts(odd)}
    first = "Helhetlig og samordnet innsats"
    assert sum(n for (chapter, source, _), n in counts.items()
               if (chapter, source) == (first, "text")) == 25  # fmt: skip
    assert sum(n for (chapter, source, _), n in counts.items()
               if (chapter, source) == (first, "overview")) == 26  # fmt: skip
    assert counts[first, "text", "Utsatt"] == 1


def test_the_csv(june_2025: Run) -> None:
    text = as_csv(status_counts(june_2025.tables))
    rows = list(csv.reader(text.splitlines()))
    assert rows[:2] == [
        ["report", "chapter", "source", "status", "count"],
        ["2025", "Helhetlig og samordnet innsats", "text", "Ikke startet", "5"],
    ]
    assert as_csv([]) == "report,chapter,source,status,count\n"


@pytest.fixture(scope="module")
def project(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with this project's stages, and the figures in their places."""
    folder = tmp_path_factory.mktemp("project")
    for name in (
        "dvc.yaml",
        "raw/reports.yaml",
        ".dvc/config",
        "pipeline/validate/statuses.vl.json",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "processed" / "metrics").mkdir(parents=True)
    (folder / "processed" / "plots").mkdir()
    own = as_json(metrics(june_2025.tables, june_2025))
    (folder / "processed" / "metrics" / "2025.json").write_text(own, encoding="utf-8")
    counts = as_csv(status_counts(june_2025.tables))
    (folder / "processed" / "plots" / "statuses.csv").write_text(counts, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    return folder


def dvc(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dvc", *arguments],
        cwd=folder, env={**os.environ, "DVC_NO_ANALYTICS": "true"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip


def test_dvc_shows_the_metrics(project: Path) -> None:
    shown = dvc(project, "metrics", "show", "--json")
    assert "failed" not in shown.stderr
    (own,) = json.loads(shown.stdout)[""]["data"].values()
    assert own["data"]["items"] == 131
    assert own["data"]["statuses"]["overview"]["Gjennomført"] == 27


def test_dvc_draws_the_plot(project: Path) -> None:
    shown = json.loads(dvc(project, "plots", "show", "--json").stdout)
    ((plot,),) = shown["data"].values()
    drawn = plot["content"]
    assert len(drawn["data"]["values"]) == len(csv_rows(project)) - 1
    assert drawn["spec"]["encoding"]["x"]["field"] == "count"
    assert drawn["spec"]["encoding"]["y"]["field"] == "status"
    assert "DVC_METRIC" not in json.dumps(drawn)


def csv_rows(project: Path) -> list[str]:
    path = project / "processed" / "plots" / "statuses.csv"
    return path.read_text(encoding="utf-8").splitlines()


def test_findings_of_every_severity_are_counted(june_2025: Run) -> None:
    comparisons, findings = june_2025.compared()
    one: list[Finding] = [f for f in findings if f.severity == "warning"][:1]
    own = metrics_of(june_2025.tables, comparisons, one, [], [])
    assert own["findings"] == {"errors": 0, "warnings": 1, "infos": 0}
