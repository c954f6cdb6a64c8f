"""The statuses of items in the text of one report, and where its overview differs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.glossary.wording import scope_name
from pipeline.load import Crop, crop
from pipeline.midterm.counting import (
    UNSTATED,
    counts_of,
    in_words,
    require_one_report,
    rows_of,
    titles_of,
    words_of,
)
from pipeline.midterm.drawing import Note, Picture, Row, grouped_bars, listing, stacked_bars
from pipeline.seams.ids import Scope, list_of, scope_of
from pipeline.seams.tables import STATUSES
from pipeline.seams.vocabularies import Source

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

ALL, ALL_NAMED = "alle", "Alle departementer"


def statuses_by_chapter(measures: pd.DataFrame, statuses: pd.DataFrame) -> Picture | Note:
    """Items by chapter and status in the running text of one report.

    Raises `Refusal` for tables of several reports, which would count items more than once.
    """
    in_text = _with_status(measures, statuses)
    if in_text.empty:
        return Note("Rapporten oppgir ingen status i teksten.")
    chapters = [_chapter(row) for row in rows_of(in_text)]
    counts = counts_of(chapters, in_text["status"])
    return stacked_bars(
        [Row(chapter, by_status) for chapter, by_status in counts.items()],
        _scale(statuses),
        _summary(list(in_text["status"]), set(in_text["kind"])),
        "Tiltak og anmodningsvedtak etter kapittel og status i teksten.",
    )


def statuses_by_ministry(ministries: pd.DataFrame, statuses: pd.DataFrame) -> Picture | Note:
    """Items by ministry and status in the running text of one report.

    An item counts once for each ministry that it names. Raises `Refusal` as above.
    """
    require_one_report(ministries)
    named = ministries[ministries["source"].eq("text") & ministries["role"].ne("others")]
    if named.empty:
        return Note("Rapporten oppgir ingen departementer i teksten.")
    names = [
        ALL_NAMED if code == ALL else f"{name} ({code})" if pd.notna(name) else str(code)
        for code, name in zip(named["ministry"], named["name"], strict=True)
    ]
    by_id = dict(zip(statuses["id"], words_of(statuses["status"]), strict=True))
    counts = counts_of(names, [by_id.get(list_of(key), UNSTATED) for key in named["id"]])
    rows = [Row(name, by_status) for name, by_status in counts.items()]
    rows.sort(key=lambda row: (row.label == ALL_NAMED, -row.total))
    first = rows[0]
    done = first.counts.get(STATUSES[-1], 0)
    return stacked_bars(
        rows,
        _scale(statuses),
        f"{first.label.split(' (')[0]} har flest: {first.total}, og {done} er gjennomført",
        "Tiltak og anmodningsvedtak etter departement og status i teksten. Har et tiltak flere "
        "departementer, telles det hos hvert av dem: stolpene kan ikke legges sammen.",
    )


def text_against_overview(statuses: pd.DataFrame) -> Picture:
    """The number of items with each status, in the text and in the overview."""
    require_one_report(statuses)
    counts = counts_of(statuses["source"], statuses["status"])
    scale = _scale(statuses)
    text, overview = (counts.get(source, {}) for source in ("text", "overview"))
    differing = [word for word in reversed(scale) if text.get(word) != overview.get(word)]
    if differing:
        word = differing[0]
        title = f"Oversikten teller {overview.get(word, 0)} «{word}», teksten {text.get(word, 0)}"
    else:
        title = "Teksten og oversikten gir de samme tallene"
    items = len(_unequal(statuses))
    rows = [
        Row(word, {"I teksten": text.get(word, 0), "I oversikten": overview.get(word, 0)})
        for word in scale
    ]
    what = "tiltak eller vedtak har" if items == 1 else "tiltak og vedtak har"
    subtitle = f"{in_words(items)} {what} ulik status i teksten og i oversikten i samme rapport."
    return grouped_bars(rows, ("I teksten", "I oversikten"), title, subtitle)


def disagreements(statuses: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """The items whose status differs between text and overview, with both pages."""
    require_one_report(statuses)
    titles = titles_of(measures)
    rows = [
        {
            "Gjelder": scope_name(item_id),
            "Tittel": titles.get(item_id, ""),
            "I teksten": text.status,
            "Side": text.page,
            "I oversikten": overview.status,
            "Side ": overview.page,
        }
        for item_id, (text, overview) in _unequal(statuses).items()
    ]
    if not rows:
        return Note("Ingen tiltak eller vedtak har ulik status i teksten og i oversikten.")
    return listing("ulik-status", rows)


def printed(statuses: pd.DataFrame, source: str, folder: Path | str | None = None) -> Crop | Note:
    """The first item whose status differs, cropped from the PDF as `source` prints it."""
    require_one_report(statuses)
    first = next(iter(_unequal(statuses)), None)
    if first is None:
        return Note("Ingen uenighet om status å vise fram.")
    return crop(first, source, str(statuses["report_id"].iloc[0]), folder)


def _with_status(measures: pd.DataFrame, statuses: pd.DataFrame) -> pd.DataFrame:
    """The items in running text, with their status there."""
    require_one_report(measures)
    require_one_report(statuses)
    in_text = statuses[statuses["source"].eq("text")]
    by_item = dict(zip(map(scope_of, in_text["id"]), words_of(in_text["status"]), strict=True))
    items = measures[measures["id"].isin(by_item)]
    return items.assign(status=[by_item[item_id] for item_id in items["id"]])


def _chapter(row: Any) -> str:
    name = row.chapter if pd.notna(row.chapter) else row.overview_chapter
    name = str(name) if pd.notna(name) else "Uten kapittel"
    return f"{row.chapter_number} {name}" if pd.notna(row.chapter_number) else name


def _scale(statuses: pd.DataFrame) -> list[str]:
    """The statuses to show, in order: the known scale, then any other that a row has."""
    used = set(words_of(statuses["status"]))
    known = [*statuses["status"].cat.categories]
    return [word for word in [*known, UNSTATED] if word in STATUSES or word in used]


def _summary(words: Sequence[str], kinds: set[str]) -> str:
    done, not_begun = words.count(STATUSES[-1]), words.count(STATUSES[0])
    what = "tiltak" if kinds == {"tiltak"} else "tiltak og vedtak"
    return f"{done} av {len(words)} {what} er gjennomført, {not_begun} er ikke startet"


def _unequal(statuses: pd.DataFrame) -> dict[Scope, tuple[Any, Any]]:
    """The items whose two statuses differ, with both rows."""
    by_item: dict[Scope, dict[Source, Any]] = {}
    for row in rows_of(statuses):
        by_item.setdefault(scope_of(row.id), {})[row.source] = row
    return {
        item_id: (rows["text"], rows["overview"])
        for item_id, rows in by_item.items()
        if len(rows) == 2 and words_of([rows["text"].status]) != words_of([rows["overview"].status])
    }
