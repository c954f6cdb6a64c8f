"""What publish makes for each report: the audit page, the annotated PDF and the sheets."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.evidence.pictures import Picture, pictures
from pipeline.evidence.places import Sides
from pipeline.glossary.accuracy import Accuracy
from pipeline.glossary.annotated import ENDING
from pipeline.glossary.rulebook import RuleText, rulebook
from pipeline.glossary.wording import SEVERITIES, capital, corrected_name, counted_findings
from pipeline.pages.page import render_page
from pipeline.publish.annotated import annotate
from pipeline.publish.changes import Earlier, earlier_of, earlier_than
from pipeline.publish.content import Content, content_of, is_across
from pipeline.publish.filled import ASIDE, WORKBOOK, set_aside
from pipeline.publish.front_page import Front
from pipeline.publish.item_pages import CHANGED_WORDS, DARK, ITEMS, item_links, write_item_pages
from pipeline.publish.letters import TEMPLATE as LETTER
from pipeline.publish.letters import WORDS, letter_name, letters_in, letters_of, named
from pipeline.publish.listings import csv_sheet, notes_of, source_csv, workbook_of
from pipeline.publish.sheets import csv_of, write_workbook
from pipeline.publish.sources import Source
from pipeline.publish.tables import Across, Tables, read_across, read_report
from pipeline.runtime.files import write_bytes, write_text
from pipeline.runtime.sandbox import reached
from pipeline.seams.histories import Entry
from pipeline.seams.ids import ReportId, RowId, RuleId
from pipeline.seams.published import Published, published_file, read_published
from pipeline.seams.tables import Report

TEMPLATE = "publish/templates/report.html"
ENDINGS = (".html", ENDING, "-funn.csv", WORKBOOK, "-funn-kilde.csv")


class Project(NamedTuple):
    """What is the same for all reports that are published: the tables across them, all registered
    reports in their order, and the page of each item.
    """

    across: Across
    reports: Sequence[Report]
    links: Mapping[Entry, str]


def publish(
    report_ids: Sequence[ReportId],
    registered: Collection[ReportId],
    raw: Path,
    interim: Path,
    processed: Path,
    to: Path,
    accuracy: Mapping[RuleId, Accuracy],
    suites: Path | None = None,
) -> None:
    """Write the audit report, the annotated PDF and the sheets of each of `report_ids` to `to`.

    Each file is replaced in one step; those of reports that are no longer `registered` are removed
    last. `accuracy` is shown with each rule, and what is new or gone since the findings in `suites`
    were published. Raises `Refusal` if a table of an earlier stage is missing.
    """
    across = read_across(processed)
    # Two at a time: a report and the previous one, which has usually just been published.
    source = lru_cache(maxsize=2)(
        lambda report_id: Source(
            report_id, raw / f"{report_id}.pdf", interim / report_id / "extract", processed
        )
    )
    reports = [read_report(report_id, processed) for report_id in registered]
    project = Project(across, reports, item_links(report_ids, reports, processed, across))
    for report_id in report_ids:
        earlier = earlier_of(report_id, across.transitions)
        before = source(earlier) if earlier in registered else None
        published = read_published(published_file(suites, report_id)) if suites else None
        _publish(source(report_id), before, project, to, accuracy, published)
    for annotated in to.glob(f"*{ENDINGS[1]}"):
        report_id = ReportId(annotated.name.removesuffix(ENDINGS[1]))
        if report_id not in registered:
            set_aside(to / f"{report_id}{WORKBOOK}", to.parent / ASIDE)
            for ending in ENDINGS:
                (to / f"{report_id}{ending}").unlink(missing_ok=True)
            for letter in letters_in(to, report_id):
                letter.unlink()


def publish_items(
    registered: Collection[ReportId], raw: Path, interim: Path, processed: Path, to: Path
) -> None:
    """Write the pages of the items of all reports to `to`."""

    def source_of(report_id: ReportId) -> Source:
        pdf, extracted = raw / f"{report_id}.pdf", interim / report_id / "extract"
        return Source(report_id, pdf, extracted, processed)

    write_item_pages(registered, source_of, processed, to)


def publish_pages_of_one(report_id: ReportId, pdf: Path, extracted: Path, processed: Path) -> None:
    """Write what one report has pictures for, the audit report and the letters, to `report` in the
    folder of its tables.

    Its items have no history, and get no pages of their own.
    """
    source = Source(report_id, pdf, extracted, processed)
    account = _account_of_one(source, processed)
    content = account.content(_cut(source, None, account.sides, ()))
    _write_pages(content, {}, processed / "report", {})


def publish_files_of_one(report_id: ReportId, pdf: Path, extracted: Path, processed: Path) -> None:
    """Write the rest of it, which needs no pictures, to that folder: annotated PDF and sheets."""
    source = Source(report_id, pdf, extracted, processed)
    account = _account_of_one(source, processed)
    content = account.content({})
    _write_annotated(source, content, account, processed / "report")
    _write_sheets(report_id, content, processed / "report", {})


def _account_of_one(source: Source, processed: Path) -> Account:
    return _account(source, None, Project(read_across(processed), [source.tables.report], {}))


def _publish(
    source: Source,
    before: Source | None,
    project: Project,
    to: Path,
    accuracy: Mapping[RuleId, Accuracy],
    published: Published | None = None,
) -> None:
    reached(source.pdf)
    account = _account(source, before, project, published)
    content = account.content(_cut(source, before, account.sides, account.across_ids))
    _write_pages(content, project.links, to, accuracy)
    _write_annotated(source, content, account, to)
    _write_sheets(source.tables.report.report_id, content, to, accuracy)


class Account(NamedTuple):
    """What a report's files give account of: its findings, and where both sides of each stand."""

    tables: Tables
    rules: Mapping[RuleId, RuleText]
    sides: Mapping[RowId, Sides]
    across_ids: Collection[RowId]
    earlier: Earlier | None
    published: Published | None

    def content(self, cut_out: Mapping[tuple[RowId, str, int], Picture]) -> Content:
        """The content of the report's files, with these pictures of the places."""
        return content_of(
            self.tables, self.rules, self.sides, cut_out, self.earlier, self.published
        )


def _account(
    source: Source, before: Source | None, project: Project, published: Published | None = None
) -> Account:
    tables = source.tables
    earlier = (
        earlier_than(tables.report, before.tables, project.across, project.reports)
        if before is not None
        else None
    )
    across_ids = {
        finding.id for finding in tables.findings if earlier and is_across(finding, earlier)
    }
    sides = {
        finding.id: source.atlas.sides(
            finding, before.atlas if before and finding.id in across_ids else None
        )
        for finding in tables.findings
    }
    return Account(tables, rulebook(), sides, across_ids, earlier, published)


def _write_pages(
    content: Content, links: Mapping[Entry, str], to: Path, accuracy: Mapping[RuleId, Accuracy]
) -> None:
    """Write the audit report and the letters."""
    report_id = content.tables.report.report_id
    html = render_page(
        TEMPLATE,
        parts=[DARK, CHANGED_WORDS],
        content=content,
        report=content.tables.report,
        severities=SEVERITIES,
        accuracy=accuracy,
        item_pages={
            entry.item_id: link for entry, link in links.items() if entry.report_id == report_id
        },
        all_items=ITEMS,
        letters=[
            (letter.to.code, letter_name(report_id, letter.to)) for letter in letters_of(content)
        ],
        correction_name=lambda row: capital(corrected_name(row.of_table, row.id, row.column)),
    )
    write_text(to / f"{report_id}{ENDINGS[0]}", html)
    _write_letters(content, to)


def _write_annotated(source: Source, content: Content, account: Account, to: Path) -> None:
    """Write the annotated PDF."""
    notes = notes_of(account.tables, account.rules, account.sides, account.across_ids)
    counts = [counted_findings(account.tables.findings)]
    counts += [content.since.sentence()] if content.since is not None else []
    front = Front(content.title, content.provenance, " ".join(counts))
    annotated = annotate(source.pdf, notes, source.covered, content.title, front)
    write_bytes(to / content.annotated, annotated)


def _write_sheets(
    report_id: ReportId, content: Content, to: Path, accuracy: Mapping[RuleId, Accuracy]
) -> None:
    """Write the findings as CSV, what to know of that file, and the workbook."""
    write_bytes(to / f"{report_id}{ENDINGS[2]}", csv_of(csv_sheet(content)))
    write_bytes(to / f"{report_id}{ENDINGS[4]}", source_csv(content))
    book = io.BytesIO()  # in memory, because the library handles a full disk badly
    write_workbook(book, workbook_of(content, accuracy), content.title)
    _write_unless_filled(to / f"{report_id}{WORKBOOK}", book.getvalue())


def _write_letters(content: Content, to: Path) -> None:
    """Write a letter for each ministry that is asked something; those of others are removed."""
    report = content.tables.report
    words = WORDS[report.language]
    as_of = words["as_of"].format(month=report.as_of_printed) if report.as_of_printed else ""
    written = set()
    for letter in letters_of(content):
        path = to / letter_name(report.report_id, letter.to)
        count = len(letter.cards)
        write_text(path, render_page(
            LETTER,
            content=content,
            letter=letter,
            language=report.language,
            words=words,
            named=named,
            about=words["about"].format(plan=report.plan) + as_of,
            opening=words["opening"].format(
                count=words["one"] if count == 1 else words["many"].format(count=count),
                name=letter.to.name,
            ),
            question=lambda card: (
                    card.rule.ask_nn if report.language == "nn" else card.rule.ask
                ),
            attached=words["attached"].format(file=content.annotated),
        ))  # fmt: skip
        written.add(path)
    for path in set(letters_in(to, report.report_id)) - written:
        path.unlink()


def _write_unless_filled(workbook: Path, content: bytes) -> None:
    """Write a workbook; one that somebody has filled in since is set aside first."""
    if workbook.exists() and workbook.read_bytes() != content:
        set_aside(workbook, workbook.parent.parent / ASIDE)
    write_bytes(workbook, content)


def _cut(
    source: Source, before: Source | None, sides: Mapping[RowId, Sides], across_ids: Collection[str]
) -> dict[tuple[RowId, str, int], Picture]:
    """The pictures of all places; left ones of `across_ids` are from the previous report."""
    cut_out: dict[tuple[RowId, str, int], Picture] = {}
    for origin, elsewhere in ((source, False), (before, True)):
        placed = [
            ((finding, name, i), place)
            for finding, both in sides.items()
            for name, places in zip(("left", "right"), both, strict=True)
            for i, place in enumerate(places)
            if (name == "left" and finding in across_ids) == elsewhere
        ]
        if origin is not None and placed:
            cut = pictures(origin.pdf, [place for _, place in placed], origin.covered)
            cut_out |= {key: picture for (key, _), picture in zip(placed, cut, strict=True)}
    return cut_out
