"""The statuses of items in the text of one report, and where its overview differs."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.glossary.wording import number, scope_name
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
from pipeline.midterm.drawing import (
    GREY,
    LINE,
    SIDE,
    WIDTH,
    Frame,
    Look,
    Note,
    Picture,
    Row,
    listing,
    looks_of_statuses,
    percent_of,
    stacked_bars,
    style,
)
from pipeline.seams.ids import Scope, scope_of
from pipeline.seams.tables import STATUSES
from pipeline.seams.vocabularies import Source

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

DONE, NOT_STARTED = STATUSES[-1], STATUSES[0]
ALL, THROUGH_ALL = "all", "Gjennom «alle»"
LOOK_OF_ALL = Look("#ffffff", hatch="\\\\\\\\")
COLUMNS = ("Først", "Nevnt", "I alt")
WHOSE = {"tiltak": "Planens egne tiltak", "anmodningsvedtak": "Stortingets anmodningsvedtak"}
NO_STATUSES = Note("Rapporten har ingen tiltak.")


def statuses_by_chapter(items: pd.DataFrame) -> Picture | Note:
    """Items by chapter and status. The title counts the plan's measures apart from decisions.

    Raises `Refusal` for tables of several reports, which would count items more than once.
    """
    require_one_report(items)
    if items.empty:
        return NO_STATUSES
    of_plan, *others = kinds_of(items)
    kinds = [kind for kind, _ in (of_plan, *others)]
    rest = [f"{_summary(*of_kind)}." for of_kind in others]
    return stacked_bars(
        _by_chapter(items),
        looks_of_statuses(_scale(items["status"])),
        _summary(*of_plan),
        " ".join([f"{' og '.join(kinds).capitalize()} etter kapittel og status i teksten.", *rest]),
    )


def shares_by_chapter(items: pd.DataFrame) -> Picture | Note:
    """The same as shares of each chapter, the one with the most that is not started first."""
    require_one_report(items)
    if items.empty:
        return NO_STATUSES
    chapters = _by_chapter(items)
    chapters.sort(key=lambda row: -row.counts.get(NOT_STARTED, 0) / row.total)
    whole = Row("Alle", counts_by_status(items))
    of_plan = [Row(WHOSE[kind], counts_by_status(of_kind)) for kind, of_kind in kinds_of(items)]
    return stacked_bars(
        [
            *chapters,
            *(of_plan[:1] if len(of_plan) > 1 else []),
            *([whole] if len(chapters) > 1 else []),
        ],
        looks_of_statuses(_scale(items["status"])),
        f"{chapters[0].label}: {_not_started(chapters[0])} er ikke startet"
        + (f", mot {_not_started(whole)} i alt" if len(chapters) > 1 else ""),
        "Prosent av tiltakene og vedtakene i hvert kapittel, etter status i teksten. Hele prosent "
        "kan summere til 99 eller 101.",
        percent=True,
    )


@style()
def statuses_by_ministry(items: pd.DataFrame, responsibilities: pd.DataFrame) -> Picture | Note:
    """Items by ministry: those that name it, by status, then those that it has through «alle».

    An item counts once for each ministry. Raises `Refusal` as above.
    """
    require_one_report(items)
    in_text = responsibilities[responsibilities["source"].eq("text")]
    if in_text.empty:
        return Note("Rapporten oppgir ingen departementer i teksten.")
    by_item = dict(zip(items["item_id"], words_of(items["status"]), strict=True))
    looks = {**looks_of_statuses(_scale(items["status"])), THROUGH_ALL: LOOK_OF_ALL}
    rows = []
    for code, of_ministry in in_text.groupby("ministry"):
        named = of_ministry[of_ministry["basis"].ne(ALL)]
        count = {
            "Først": int(named["position"].eq(1).sum()),
            "Nevnt": len(named),
            "I alt": len(of_ministry),
            "parentheses": int(named["basis"].eq("parenthesised").sum()),
        }
        statuses = Counter(by_item.get(item_id, UNSTATED) for item_id in named["item_id"])
        through = {THROUGH_ALL: len(of_ministry) - len(named)}
        name = of_ministry["name"].iloc[0]
        label = f"{name} ({code})" if pd.notna(name) else str(code)
        rows.append((Row(label, {**statuses, **through}), count))
    rows.sort(key=lambda row: (-row[1]["Nevnt"], row[0].label))
    first, of_first = rows[0]
    done = first.counts.get(DONE, 0)
    title = (
        f"{first.label.split(' (')[0]} er nevnt i flest: {of_first['Nevnt']}, "
        f"og {done} av dem er gjennomført"
    )
    subtitle = (
        "Tiltak og anmodningsvedtak etter departement og status i teksten. Er flere departementer "
        "nevnt, telles tiltaket hos hvert av dem, så stolpene kan ikke legges sammen. «Først» er "
        f"de der departementet står først i listen.{_sum_explained(first, of_first)}"
    )
    numbers = pd.DataFrame(
        {
            "Departement": row.label,
            **{word: row.counts.get(word, 0) for word in looks},
            **{word: count[word] for word in COLUMNS},
        }
        for row, count in rows
    )
    labels = [textwrap.wrap(row.label, 26, break_long_words=False) for row, _ in rows]
    heights = [max(0.46, LINE * len(lines) + 0.12) for lines in labels]
    frame = Frame(title, subtitle, list(looks.items()), sum(heights) + 0.2)
    left, column = 1.92, 0.4
    room = WIDTH - 2 * SIDE - left - column * len(COLUMNS) - 0.2
    ends = [WIDTH - SIDE - column * i for i in reversed(range(len(COLUMNS)))]
    for x, word in zip(ends, COLUMNS, strict=True):
        frame.text(x, 0.1, word.lower(), ha="right", size=7.5, color=GREY)
    y, scale = 0.2, room / max(row.total for row, _ in rows)
    for (row, count), lines, height in zip(rows, labels, heights, strict=True):
        middle = y + height / 2
        frame.lines(SIDE, middle + 0.03, lines)
        _, too_narrow = frame.stack(SIDE + left, middle, row, looks, scale)
        frame.text(SIDE + left, middle + 0.22, ", ".join(too_narrow), size=7, color=GREY)
        for x, word in zip(ends, COLUMNS, strict=True):
            bold = "bold" if word == "Nevnt" else "normal"
            frame.text(x, middle + 0.03, number(count[word]), ha="right", weight=bold)
        y += height
    words = "; ".join(
        f"{row.label}: nevnt {count['Nevnt']}, først {count['Først']}, i alt {count['I alt']}"
        for row, count in rows
    )
    return frame.picture(f"Stolpediagram. {title}. {words}.", numbers)


def text_against_overview(statuses: pd.DataFrame) -> Picture | Note:
    """The number of items with each status, in the text and in the overview."""
    require_one_report(statuses)
    if statuses.empty:
        return NO_STATUSES
    counts = counts_of(statuses["source"], statuses["status"])
    scale = _scale(statuses["status"])
    text, overview = (counts.get(source, {}) for source in ("text", "overview"))
    differing = [word for word in scale if text.get(word) != overview.get(word)]
    if differing:
        word = differing[0]
        title = f"Oversikten teller {overview.get(word, 0)} «{word}», teksten {text.get(word, 0)}"
    else:
        title = "Teksten og oversikten gir de samme tallene"
    items = len(_unequal(statuses))
    rows = [Row("I teksten", text), Row("I oversikten", overview)]
    what = "tiltak eller vedtak har" if items == 1 else "tiltak og vedtak har"
    subtitle = f"{in_words(items)} {what} ulik status i teksten og i oversikten i samme rapport."
    return stacked_bars(rows, looks_of_statuses(scale), title, subtitle)


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


def chapter_name(row: Any) -> str:
    """The chapter of an item as the page calls it: «5 Vold og overgrep i samiske samfunn»."""
    name = str(row.chapter) if pd.notna(row.chapter) else "Uten kapittel"
    return f"{row.chapter_number} {name}" if pd.notna(row.chapter_number) else name


def _by_chapter(items: pd.DataFrame) -> list[Row]:
    chapters = [chapter_name(row) for row in rows_of(items)]
    counts = counts_of(chapters, items["status"])
    return [Row(chapter, by_status) for chapter, by_status in counts.items()]


def kinds_of(items: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The plan's measures and the decisions of the Storting, where there are any."""
    parts = ((kind, items[items["kind"].eq(kind)]) for kind in WHOSE)
    return [(kind, part) for kind, part in parts if len(part)]


def counts_by_status(items: pd.DataFrame) -> Counter[str]:
    """How many items have each status."""
    return Counter(words_of(items["status"]))


def _summary(kind: str, items: pd.DataFrame) -> str:
    counts = counts_by_status(items)
    not_started = counts[NOT_STARTED]
    return f"{counts[DONE]} av {len(items)} {kind} er gjennomført, {not_started} er ikke startet"


def _not_started(row: Row) -> str:
    return f"{percent_of(row.counts.get(NOT_STARTED, 0), row.total)} prosent"


def _sum_explained(row: Row, count: dict[str, int]) -> str:
    """How the sums of a ministry come about: «Nevnt: 74 og 1 i parentes; 5 til gjennom alle»."""
    apart, through = count["parentheses"], row.counts.get(THROUGH_ALL, 0)
    code = row.label.rpartition("(")[2].rstrip(")")
    named = f"{count['Nevnt'] - apart} nevnt"
    if apart:
        named += f" og {apart} i parentes, til sammen {count['Nevnt']}"
    return f" {code}: {named}; {through} til gjennom «alle», i alt {count['I alt']}."


def _scale(statuses: Iterable[Any]) -> list[str]:
    """The statuses to show, done first: the known scale, then any other that a row has."""
    used = dict.fromkeys(words_of(statuses))
    others = sorted(set(used) - {*STATUSES, UNSTATED})
    return [*reversed(STATUSES), *others, *([UNSTATED] if UNSTATED in used else [])]


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
