"""Tables that narrow screens show row by row, each value behind the name of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
CELL = re.compile(r"<(?P<tag>t[hd])(?P<rest>(?=[ >])[^>]*>(?P<text>.*?)</(?P=tag)>)", re.DOTALL)
FEW = 3  # columns that fit on any screen
LONG = 60  # letters of a text that needs the width of the screen


def stacked(html: str) -> str:
    """The page with the names of columns on the cells of its wide tables, as pandas writes them.

    Tables whose heads or cells go over several rows are left as they are. The style of `stacked` is
    the pages'.
    """
    return TABLE.sub(lambda match: _stacked(match.group()), html)


def _stacked(table: str) -> str:
    head, end, body = table.partition("</thead>")
    names = [cell["text"].strip() for cell in CELL.finditer(head)]
    if len(ROW.findall(head)) != 1 or "rowspan" in body or len(names) <= FEW:
        return table
    if 'class="dataframe"' in head:
        head = head.replace('class="dataframe"', 'class="dataframe stacked"', 1)
    else:
        head = head.replace("<table", '<table class="stacked"', 1)
    return head + end + ROW.sub(lambda match: _named(match.group(), names), body)


def _named(row: str, names: Sequence[str]) -> str:
    columns = iter(names)

    def named(match: re.Match[str]) -> str:
        name = next(columns, "").replace('"', "&quot;")  # pandas escapes only what is markup
        if match["tag"] == "th" or not name:
            return match.group()
        long = " data-long" if len(match["text"]) > LONG else ""
        return f'<td data-label="{name}"{long}{match["rest"]}'

    return CELL.sub(named, row)
