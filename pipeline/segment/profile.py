"""What is ordinary in a report, and what is counted as near, large or wide: for people, as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from pipeline.seams.words import runs_of
from pipeline.segment import chapters, items, narrative, table_columns, table_end, table_partition
from pipeline.segment.items import Explaining
from pipeline.segment.joining import compose
from pipeline.segment.lines import Layout, Style
from pipeline.segment.overview import Overview
from pipeline.segment.reading import Reading

SHOWN = 3  # looks of headings: the best and those next to it
TOLERANCES: Mapping[str, float] = {
    "chapter heading, at least times the size of running text": chapters.LARGER,
    "paragraph, white space above, at least times the line pitch": narrative.WIDE,
    "item heading, white space above, at least times the line pitch": items.WIDE,
    "item heading, evidence, at least": items.ENOUGH,
    "table cell, white space before, at least times the type size": table_columns.CELL_GAP,
    "table column, points from its head, at most": table_columns.ALIGNED,
    "table row, white space above, at least times the line pitch": table_partition.WIDER,
    "table rows, weight of each on the mean, at least": table_partition.READABLE,
    "table rows, difference of two ways that are nearly as good": table_partition.CLOSE_CALL,
    "table heading below, at least times the size of running text": table_end.LARGE,
    "note, at most times the size of running text": table_end.SMALLER,
}


def profile_of(reading: Reading) -> bytes:
    """The profile of a report as JSON, the same bytes for the same report."""
    profile = {
        "layout": _layout(reading.layout),
        "other_formats": _others(reading.layout),
        "item_headings": [_look(each) for each in reading.looks[:SHOWN]],
        "item_numbers": _series(item.number.printed for item in reading.items),
        "labels": _labels(reading),
        "overviews": [_overview(overview, reading) for overview in reading.overviews],
        "tolerances": dict(TOLERANCES),
    }
    return msgspec.json.format(msgspec.json.encode(profile), indent=2) + b"\n"


def _layout(layout: Layout) -> dict[str, Any]:
    return {
        "width": round(layout.format[0], 1),
        "height": round(layout.format[1], 1),
        "body": _style(layout.body),
        "pitch": round(layout.pitch, 1),
        "left": round(layout.left, 1),
        "right": round(layout.right, 1),
        "justified": layout.justified,
    }


def _others(layout: Layout) -> list[dict[str, Any]]:
    """What is ordinary on pages of other formats, with their pages."""
    pages: dict[tuple[float, float], list[int]] = {}
    for page, other in layout.others.items():
        pages.setdefault(other.format, []).append(page)
    return [
        {"pages": on_pages, **_layout(layout.others[on_pages[0]])} for on_pages in pages.values()
    ]


def _style(style: Style | None) -> str:
    if style is None:
        return ""
    slant = (" bold" if style.bold else "") + (" italic" if style.italic else "")
    return f"{style.font.split('-')[0]} {style.size:g}{slant}"  # «Arial-BoldMT» is Arial, bold


def _look(each: Explaining) -> dict[str, Any]:
    look = each.look
    return {
        "style": _style(look.style),
        "named": bool(look.form and look.form.named),
        "letter": bool(look.form and look.form.prefixed),
        "depth": look.form.depth if look.form else 0,
        "explained": each.explained,
        "left_over": each.left_over,
        "weight": round(each.weight, 2),
    }


def _series(numbers: Iterable[str]) -> list[str]:
    """The numbers as runs of those that follow each other: `1–122`, `1.1–1.4`."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and _follows(number, runs[-1][-1]):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def _follows(number: str, before: str) -> bool:
    *head, last = number.split(".")
    *head_before, last_before = before.split(".")
    if not (last.isdigit() and last_before.isdigit()):
        return head == head_before and last[:-1] == last_before[:-1]
    return head == head_before and int(last) == int(last_before) + 1


def _labels(reading: Reading) -> list[dict[str, Any]]:
    """Each label with how often it stands, and by what it is known."""
    times = Counter((label.kind, label.name, label.reason) for at in reading.labels for label in at)
    return [
        {"kind": kind, "label": name, "known_by": reason, "times": count}
        for (kind, name, reason), count in times.most_common()
    ]


def _overview(overview: Overview, reading: Reading) -> dict[str, Any]:
    return {
        "pages": sorted({page for page, _ in overview.lines}),
        "rows": sum(not row.section for row in overview.rows),
        "sections": sum(row.section for row in overview.rows),
        "not_read": len(overview.strays),
        "columns": [
            {
                "kind": column.kind,
                "head": compose(runs_of(column.head), reading.hyphens)[0] if column.head else "",
            }
            for column in overview.columns
        ],
    }
