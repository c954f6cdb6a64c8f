"""Pages for items: one for each with its history, and one over all of them with search."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

import msgspec
from markupsafe import Markup

from pipeline.evidence.pictures import Picture, pictures
from pipeline.evidence.places import Place
from pipeline.glossary.annotated import annotated_name, page_in_annotated
from pipeline.glossary.wording import SEVERITIES
from pipeline.pages.page import render_page
from pipeline.publish.item_history import ItemPage, PlanRows, item_pages, items_of
from pipeline.publish.sources import Source
from pipeline.publish.tables import Across, Tables, read_across, read_report
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


Cut = tuple[ReportId, Scope, PrintedIn]
Drawn = tuple[Place, Picture]


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


class _Album(Mapping[Cut, list[Drawn]]):
    """The pictures of a plan's items, in a file: those of a hundred reports fill half a gigabyte.

    All are added before the first is looked at.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._stretches: dict[Cut, tuple[int, int]] = {}
        self._decoder = msgspec.msgpack.Decoder(list[Drawn])

    def add(self, source: Source) -> None:
        """Draw the places of a report's items, in both printed sources."""
        report_id = source.tables.report.report_id
        placed = [
            ((report_id, measure.scope, printed_in), place)
            for measure in source.tables.measures
            for printed_in in SOURCES
            for place in source.atlas.entry(measure.scope, printed_in)
        ]
        drawn = pictures(source.pdf, [place for _, place in placed], source.covered, LIGHT)
        by_cut: dict[Cut, list[Drawn]] = {}
        for (key, place), picture in zip(placed, drawn, strict=True):
            by_cut.setdefault(key, []).append((place, picture))
        for key, each in by_cut.items():
            content = msgspec.msgpack.encode(each)
            self._stretches[key] = self._file.tell(), len(content)
            self._file.write(content)

    def __getitem__(self, key: Cut) -> list[Drawn]:
        first, length = self._stretches[key]
        self._file.seek(first)
        return self._decoder.decode(self._file.read(length))

    def __iter__(self) -> Iterator[Cut]:
        return iter(self._stretches)

    def __len__(self) -> int:
        return len(self._stretches)


def write_item_pages(
    report_ids: Iterable[ReportId],
    source_of: Callable[[ReportId], Source],
    processed: Path,
    to: Path,
) -> None:
    """Write a page for each item of these reports, and the search over them, below `to`.

    `report_ids` has all reports, in the order of the register; what is made of one at a time is
    asked for with `source_of`. The pages of an earlier run are replaced as a whole. Raises
    `Refusal` if a table is missing.
    """
    across = read_across(processed)
    reports = [read_report(report_id, processed) for report_id in report_ids]
    to.mkdir(parents=True, exist_ok=True)
    with replacing_folder(to / Path(FOLDER).name) as folder:
        listed: list[Listed] = []
        plans = plan_ids(report.plan for report in reports)
        for plan, plan_id in plans.items():
            (folder / plan_id).mkdir()
            of_plan = in_order(report for report in reports if report.plan == plan)
            with TemporaryFile() as file:
                album = _Album(file)
                tables = [_drawn(source_of(report.report_id), album) for report in of_plan]
                for page in item_pages(_rows_of(plan, tables, across), album):
                    href = f"{plan_id}/{page.page}.html"
                    (folder / href).write_text(_html(page), encoding="utf-8")
                    listed.append(Listed(len(listed), href, _searched(page)))
        (folder / INDEX).write_text(_search_page(list(plans), listed), encoding="utf-8")


def _drawn(source: Source, album: _Album) -> Tables:
    """The tables of a report whose pictures are put into the album, without those that only they
    are made of.
    """
    album.add(source)
    return source.tables._replace(spans=[], comparisons=[])


def _searched(page: ItemPage) -> ItemPage:
    """What the search needs of a page: it holds those of all items."""
    standings = [standing._replace(pictures=[]) for standing in page.standings]
    return page._replace(standings=standings, versions=[], provenance=[])


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


def _rows_of(plan: str, tables: list[Tables], across: Across) -> PlanRows:
    return PlanRows(
        plan,
        tables,
        [row for row in across.transitions if row.plan == plan],
        [row for row in across.milestones if row.plan == plan],
        [row for row in across.outcomes if row.plan == plan],
    )


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
