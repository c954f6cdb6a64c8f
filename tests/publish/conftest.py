"""The audit report of the real report, published once for each session of tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.glossary.accuracy import read_accuracy
from pipeline.publish.reports import publish, publish_items
from pipeline.seams.arrow import read_records, write_records
from pipeline.seams.tables import (
    ACROSS,
    Comparison,
    Correction,
    Finding,
    Record,
    Review,
)
from pipeline.validate import across
from pipeline.validate.promote import promote
from pipeline.validate.rules import rules, rules_against
from pipeline.validate.rules.rule import apply
from tests.conftest import ROOT, Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block, Edition, Measure
from tests.factory.plans import a_plan

ACCURACY = ROOT / "expectations" / "accuracy.json"


class Published(NamedTuple):
    """The folders of a publication, and of what it was made from; `suites` is expectations/."""

    raw: Path
    interim: Path
    processed: Path
    report: Path
    reports: tuple[str, ...] = ("2025",)
    suites: Path | None = None

    def again(self, report: Path) -> Published:
        """Publish the same to another folder."""
        publish(
            self.reports, self.reports, self.raw, self.interim, self.processed, report,
            read_accuracy(ACCURACY), self.suites,
        )  # fmt: skip
        return self._replace(report=report)

    def with_items(self) -> Published:
        """With the pages of all items, too."""
        publish_items(self.reports, self.raw, self.interim, self.processed, self.report)
        return self

    def altered(
        self,
        folder: Path,
        record: type[Record],
        change: Callable[[list[Any]], Iterable[Any]],
        report_id: str = "2025",
    ) -> Published:
        """Publish with the rows of one table of one report changed."""
        processed = folder / "processed"
        shutil.copytree(self.processed, processed)
        path = processed / record.table / f"{report_id}.parquet"
        write_records(path, record, change(read_records(path, record)))
        return self._replace(processed=processed).again(folder / "report")


@pytest.fixture(scope="session")
def published(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The audit report of June 2025."""
    folder = tmp_path_factory.mktemp("published")
    comparisons, findings = june_2025.compared()
    promote(
        [june_2025.tables],
        {"2025": {Comparison: comparisons, Finding: findings, Correction: [], Review: []}},
        {record: [] for record in ACROSS},
        folder / "processed",
    )
    made = Published(ROOT / "raw", june_2025.interim, folder / "processed", folder / "report")
    return made.again(made.report).with_items()


@pytest.fixture
def project(published: Published, tmp_path: Path) -> Path:
    """A project as it is after `dvc repro`."""
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "reports.yaml", tmp_path / "raw")
    (tmp_path / "expectations").mkdir()
    for path in (ROOT / "expectations").iterdir():
        target = tmp_path / "expectations" / path.name
        (shutil.copytree if path.is_dir() else shutil.copy)(path, target)
    shutil.copytree(published.processed, tmp_path / "processed")
    shutil.copytree(published.report, tmp_path / "processed" / "report")
    return tmp_path


def first_year() -> Edition:
    """A plan in June 2025, with promises."""
    plan = replace(a_plan(), as_of="juni 2025", introduction=(Block(("Dette er en rapport.",)),))
    for item, text in (
        ("tiltak-5", "Et møte er planlagt høsten 2025."),
        ("tiltak-8", "Veilederen skal foreligge høsten 2025."),
        ("tiltak-12", "Ordningen skal være på plass innen utgangen av 2025."),
        ("tiltak-14", "Tilbudet skal være på plass høsten 2026."),  # not yet due in June 2026
    ):
        plan = plan.with_measure(item, narrative=(Block((text,)),))
    return plan


def second_year() -> Edition:
    """The same plan in June 2026: what became of it."""
    plan = replace(first_year(), as_of="juni 2026")
    for item, status in (
        ("tiltak-1", "Under arbeid"),  # was Gjennomført
        ("tiltak-2", "Gjennomført"),
        ("tiltak-3", "Gjennomført"),
        ("tiltak-4", "Under arbeid"),  # was Ikke startet
        ("tiltak-7", "Satt på vent"),  # a word that nobody knows
        ("tiltak-16", "Løpende"),  # was Ikke startet: no order between these
    ):
        plan = plan.with_measure(item, status=status)
    merged = Block(("Tiltaket er slått sammen med tiltak 12.",))
    chapters = list(
        plan.without_measure("tiltak-12")
        .with_measure("tiltak-10", narrative=(merged,))
        .with_measure("tiltak-15", title="Styrke Statens barnehus videre")
        .with_measure("tiltak-3", ministries="JD og BFD")
        .with_measure("tiltak-24", number=25)
        .chapters
    )
    new = Measure(24, "Kjøpe inn nye biler til etaten", "JD", "Ikke startet")
    at = next(i for i, c in enumerate(chapters) if any(m.number == 23 for m in c.measures))
    last = next(i for i, m in enumerate(chapters[at].measures, start=1) if m.number == 23)
    measures = chapters[at].measures
    chapters[at] = replace(chapters[at], measures=(*measures[:last], new, *measures[last:]))
    return replace(plan, chapters=tuple(chapters))


@pytest.fixture(scope="session")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The audit reports of two editions of a plan, the later one with changes of every kind."""
    folder = tmp_path_factory.mktemp("two-years")
    runs = []
    for report_id, edition in (("2025", first_year()), ("2026", second_year())):
        pdf = folder / "raw" / f"{report_id}.pdf"
        pdf.parent.mkdir(exist_ok=True)
        pdf.write_bytes(typeset(edition, Knobs(), "typst"))
        runs.append(Run(pdf, report_id, folder / "interim").tables)
    found = [apply(rules(), runs[0]), apply([*rules(), *rules_against(runs[0])], runs[1])]
    promote(
        runs,
        {
            tables.report_id: {Comparison: both[0], Finding: both[1], Correction: [], Review: []}
            for tables, both in zip(runs, found, strict=True)
        },
        across.tables_across(runs),
        folder / "processed",
    )
    made = Published(
        folder / "raw", folder / "interim", folder / "processed", folder / "report",
        ("2025", "2026"),
    )  # fmt: skip
    return made.again(made.report).with_items()
