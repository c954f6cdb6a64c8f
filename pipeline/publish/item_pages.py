"""Pages for items: one for each with its history, and one over all of them with search."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from pipeline.evidence.pictures import Picture, pictures
from pipeline.evidence.places import Place
from pipeline.glossary.annotated import annotated_name, page_in_annotated
from pipeline.glossary.wording import SEVERITIES
from pipeline.pages.page import render_page
from pipeline.publish.item_history import ItemPage, Pictures, PlanRows, item_pages, items_of
from pipeline.publish.sources import Source
from pipeline.publish.tables import Across, read_across
from pipeline.runtime.files import replacing_folder
from pipeline.seams.arrow import read_records
from pipeline.seams.histories import FOLDER, INDEX, Entry, in_order, page_paths
from pipeline.seams.ids import ITEM_PATTERN, ReportId, Scope
from pipeline.seams.register import plan_ids
from pipeline.seams.tables import Measure, Report
from pipeline.seams.vocabularies import SOURCES
from pipeline.seams.vocabularies import Source as PrintedIn

ITEM, SEARCH = "publish/templates/item.html", "publish/templates/items.html"
CHANGED_WORDS, DARK = "publish/templates/text_changes.html", "publish/templates/dark.css"
ITEMS = f"{Path(FOLDER).name}/{INDEX}"  # the page over all items, from an audit report
LIGHT = 1.5  # pixels for each point of the pictures: enough to read them, and half the bytes
SHOWN = 1.15  # pixels on the screen for each point


class Listed(NamedTuple):
    """A line of the page over all items, the `number`-th from 0."""

    number: int
    href: str
    page: ItemPage

    @property
    def status(self) -> str:
        """The latest status: the text's, else the overview's."""
        latest = self.page.standings[0]
        return latest.text.status or latest.overview.status


def write_item_pages(sources: Sequence[Source], processed: Path, to: Path) -> None:
    """Write a page for each item of these reports, and the search over them, below `to`.

    `sources` has all reports, in the order of the register. The pages of an earlier run are
    replaced as a whole. Raises `Refusal` if a table is missing.
    """
    across = read_across(processed)
    to.mkdir(parents=True, exist_ok=True)
    with replacing_folder(to / Path(FOLDER).name) as folder:
        listed: list[Listed] = []
        plans = plan_ids(source.tables.report.plan for source in sources)
        for plan, plan_id in plans.items():
            of_plan = [source for source in sources if source.tables.report.plan == plan]
            cut = _pictures(of_plan)
            (folder / plan_id).mkdir()
            for page in item_pages(_rows_of(plan, of_plan, across), cut):
                href = f"{plan_id}/{page.page}.html"
                (folder / href).write_text(_html(page), encoding="utf-8")
                listed.append(Listed(len(listed), href, page))
        (folder / INDEX).write_text(_search_page(list(plans), listed), encoding="utf-8")


def item_pages_in(to: Path) -> list[Path]:
    """The pages in the folder of a single report's output that are named as those of its items."""
    folder = to / Path(FOLDER).name
    pages = [path for path in folder.glob("*/*.html") if re.fullmatch(ITEM_PATTERN, path.stem)]
    return [folder / INDEX, *pages]


def item_links(
    report_ids: Iterable[ReportId], reports: Sequence[Report], processed: Path, across: Across
) -> dict[Entry, str]:
    """The page of each item of `report_ids`, as a link from their audit reports.

    `reports` are all that are registered, in their order.
    """
    wanted = set(report_ids)
    plans = {report.plan for report in reports if report.report_id in wanted}
    items = {
        report.report_id: items_of(
            read_records(processed / "measures" / f"{report.report_id}.parquet", Measure)
        )
        for report in reports
        if report.plan in plans
    }
    paths = page_paths(reports, items, across.transitions)
    return {entry: f"{Path(FOLDER).name}/{path}" for entry, path in paths.items()}


def _rows_of(plan: str, sources: Sequence[Source], across: Across) -> PlanRows:
    by_id = {source.tables.report.report_id: source.tables for source in sources}
    return PlanRows(
        plan,
        [by_id[report.report_id] for report in in_order(each.report for each in by_id.values())],
        [row for row in across.transitions if row.plan == plan],
        [row for row in across.milestones if row.plan == plan],
        [row for row in across.outcomes if row.plan == plan],
    )


def _pictures(sources: Sequence[Source]) -> Pictures:
    """The places of all items, in both printed sources of each report."""
    cut: dict[tuple[ReportId, Scope, PrintedIn], list[tuple[Place, Picture]]] = {}
    for source in sources:
        report_id = source.tables.report.report_id
        placed = [
            ((report_id, measure.scope, printed_in), place)
            for measure in source.tables.measures
            for printed_in in SOURCES
            for place in source.atlas.entry(measure.scope, printed_in)
        ]
        drawn = pictures(source.pdf, [place for _, place in placed], source.covered, LIGHT)
        for (key, place), picture in zip(placed, drawn, strict=True):
            cut.setdefault(key, []).append((place, picture))
    return cut


def _html(page: ItemPage) -> str:
    return render_page(
        ITEM,
        parts=[DARK, CHANGED_WORDS],
        page=page,
        severities=SEVERITIES,
        size=_size,
        href=_href,
    )


def _href(report_id: ReportId, page: int) -> str:
    """A link to a page of a report."""
    return f"../../{annotated_name(report_id)}#page={page_in_annotated(page)}"


def _size(pixels: int) -> int:
    """The length on the screen of one in a picture, in CSS pixels."""
    return round(pixels / LIGHT * SHOWN)


def _search_page(plans: Sequence[str], listed: Sequence[Listed]) -> str:
    texts = json.dumps([_texts(line.page) for line in listed], ensure_ascii=False)
    return render_page(
        SEARCH,
        parts=[DARK],
        plans=plans,
        listed=listed,
        statuses=sorted({line.status for line in listed} - {""}),
        ministries=sorted({code for line in listed for code in line.page.ministries}),
        texts=Markup(texts.replace("<", "\\u003c")),  # so that no text ends the script
    )


def _texts(page: ItemPage) -> list[list[str]]:
    """What is searched of an item: its texts, each with the reports that it stands in."""
    reports: dict[str, list[str]] = {}
    for standing in reversed(page.standings):
        for text in (standing.title, *standing.paragraphs):
            reports.setdefault(text, []).append(standing.report)
    return [[text, ", ".join(dict.fromkeys(names))] for text, names in reports.items()]
