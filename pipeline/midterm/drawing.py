"""Drawing the midterm figures: frame, bars, matrix, list and note.

A colour means one thing in the whole page. The blues are the statuses, dark for done and white for
not started; what is no status is brown or hatched, and how many is a grey. The bars have numbers,
so the figures work in black and white and for colour-blind readers.
"""

from __future__ import annotations

import io
import textwrap
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib
import matplotlib.colors
import matplotlib.style
import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from pipeline.glossary.wording import number
from pipeline.runtime.files import replacing

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

WIDTH = 5.0  # inches: fits a report on A4, and is readable when scaled down on a phone
SHOWN = 560  # CSS pixels that the width fills in a notebook
DPI = 220  # sharp on paper and on high-density screens
SIDE = 0.06  # inches of white at the left and the right
LINE = 0.165  # inches: a line of labels
INK, GREY, EDGE, RULE = "#1b1b1b", "#4a4a4a", "#12304f", "#c9d3dd"
FONT, SIZE = "DejaVu Sans", 8.5  # comes with matplotlib: the same font everywhere
STYLE = {
    "font.family": FONT,
    "font.size": SIZE,
    "text.color": INK,
    "axes.edgecolor": EDGE,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.hashsalt": "statusrapport",  # keeps the ids in an SVG file the same every time
    "svg.fonttype": "path",
    "hatch.linewidth": 0.5,
}
LABEL = FontProperties(family=FONT, size=SIZE)


@contextmanager
def style() -> Iterator[None]:
    """The style, independent of the user's settings.

    Entering it takes milliseconds: do so once for a figure, not for each of its hundreds of parts.
    """
    with matplotlib.style.context(["default", STYLE]):
        yield


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure with its message. A notebook shows it; `save` writes PNG, SVG or PDF by suffix.

    `alt` describes the figure in words, and `numbers` has what it shows as a table. The same tables
    give the same bytes.
    """

    title: str
    alt: str
    figure: Figure
    numbers: pd.DataFrame

    def content(self, kind: str = "png") -> bytes:
        """The figure as a file of this kind: png, svg or pdf."""
        content = io.BytesIO()
        undated = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
        packed: dict[str, Any] = {"pil_kwargs": {"compress_level": 3}} if kind == "png" else {}
        with style():
            self.figure.savefig(content, format=kind, dpi=DPI, metadata=undated.get(kind), **packed)
        return content.getvalue()

    def save(self, path: Path | str) -> Path:
        """Write the figure, replacing `path` in one step; the suffix chooses the format."""
        target = Path(path)
        with replacing(target) as temporary:
            temporary.write_bytes(self.content(target.suffix.removeprefix(".").lower()))
        return target

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """The picture, and its numbers in a table that opens below it and is not printed."""
        html = Markup(
            '<figure><img alt="{}" width="{}" src="data:image/png;base64,{}">'
            "<details><summary>Tallene i en tabell</summary>{}</details></figure>"
        ).format(
            self.alt,
            SHOWN,
            b64encode(self.content()).decode("ascii"),
            Markup(self.numbers.to_html(index=False, border=0, na_rep="–")),
        )
        return {"text/html": str(html), "text/plain": self.title}


class Note(NamedTuple):
    """The message shown if there is nothing to draw yet."""

    text: str

    def _repr_markdown_(self) -> str:
        return f"*{self.text}*"


class Point(NamedTuple):
    """A sentence of a short list: what is said first, and the rest of it."""

    first: str
    rest: str


class Points(NamedTuple):
    """A short list of sentences."""

    points: Sequence[Point]

    def _repr_html_(self) -> str:
        lines = (Markup("<li><strong>{}</strong>{}</li>").format(*point) for point in self.points)
        return str(Markup("<ul>{}</ul>").format(Markup("").join(lines)))


class Row(NamedTuple):
    """A label and its count for each category."""

    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class Look(NamedTuple):
    """A category's fill, the text colour that is readable on it, and its hatching."""

    fill: str
    ink: str = INK
    hatch: str = ""


def looks_of_statuses(words: Sequence[str]) -> dict[str, Look]:
    """The look of each status: the same in every figure."""
    others = iter(OTHER_STATUSES * len(words))
    return {word: STATUS_LOOKS.get(word) or next(others) for word in words}


STATUS_LOOKS = {
    "Gjennomført": Look("#12456f", "#ffffff"),
    "Under arbeid": Look("#8fbbe0"),
    "Ikke startet": Look("#ffffff"),
    "Ikke oppgitt": Look("#ffffff", hatch="......"),
}
OTHER_STATUSES = (Look("#d5e4f2", hatch="////"), Look("#d5e4f2", hatch="xxxx"))
# statuses of a plan's vocabulary that are not on the scale


def listing(name: str, rows: Sequence[Mapping[str, object]]) -> Styler:
    """A list for reading: no index, untruncated texts, and the same HTML every time."""
    styler = pd.DataFrame(list(rows)).style
    styler.set_uuid(name)
    return styler.hide(axis="index").format(escape="html", na_rep="–")


@cache
def width_of(text: str) -> float:
    """The width of a label in inches."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, LABEL, ismath=False)
    return float(width) / 72


class Frame:
    """A figure with title, subtitle and legend on top and `height` inches for the drawing.

    Lengths are in inches; y goes down from the top of the drawing. Create and fill it in `style`.
    """

    def __init__(
        self, title: str, subtitle: str, legend: Sequence[tuple[str, Look]], height: float
    ) -> None:
        self.title = title
        heading = textwrap.wrap(title, 50)
        below = textwrap.wrap(subtitle, 82)
        self.top = 0.1 + 0.215 * len(heading) + LINE * len(below) + 0.12
        legend_lines = _legend_lines(legend)
        self.top += 0.23 * len(legend_lines) + (0.1 if legend_lines else 0)
        self.height = self.top + height + 0.08
        self.figure = Figure(figsize=(WIDTH, self.height), facecolor="white")
        y = 0.1 - self.top
        for line in heading:
            self.text(SIDE, y + 0.15, line, size=11, weight="bold", color=EDGE)
            y += 0.215
        for line in below:
            self.text(SIDE, y + 0.12, line, size=8, color=GREY)
            y += LINE
        y += 0.1
        for categories in legend_lines:
            x = SIDE
            for name, look in categories:
                self.box(x, y, 0.15, 0.13, look)
                self.text(x + 0.2, y + 0.11, name)
                x += 0.2 + width_of(name) + 0.2
            y += 0.23

    def text(self, x: float, y: float, text: str, *, size: float = SIZE, **look: Any) -> None:
        """Text with its baseline at y."""
        self.figure.text(
            x / WIDTH, 1 - (self.top + y) / self.height, text,
            **{"size": size, "color": INK, **look},
        )  # fmt: skip

    def box(
        self, x: float, y: float, width: float, height: float, look: Look, edge: str = EDGE
    ) -> None:
        """A filled rectangle; x and y are its upper left corner."""
        self.figure.add_artist(
            Rectangle(
                (x / WIDTH, 1 - (self.top + y + height) / self.height),
                width / WIDTH, height / self.height,
                facecolor=look.fill, edgecolor=edge, linewidth=0.7, hatch=look.hatch or None,
            )
        )  # fmt: skip

    def lines(self, x: float, baseline: float, lines: Sequence[str]) -> None:
        """A label of some lines, with the middle of them at the baseline."""
        for i, line in enumerate(lines):
            self.text(x, baseline + LINE * (i - (len(lines) - 1) / 2), line)

    def stack(
        self,
        x: float,
        middle: float,
        row: Row,
        looks: Mapping[str, Look],
        scale: float,
        percent: bool = False,
    ) -> tuple[float, list[str]]:
        """The counts of a row as boxes after each other: where they end, and what has no room."""
        too_narrow = []
        for word, look in looks.items():
            count = row.counts.get(word, 0)
            if not count:
                continue
            length = scale * count
            text = str(percent_of(count, row.total)) if percent else number(count)
            self.box(x, middle - 0.125, length, 0.22, look)
            if length > width_of(text) + 0.03:
                self.label(x + length / 2, middle + 0.03, text, look)
            else:
                too_narrow.append(f"{word.split(':')[0].lower()} {text}")
            x += length
        return x, too_narrow

    def label(self, x: float, y: float, text: str, look: Look) -> None:
        """A number in the middle of a box, readable also where the box is hatched."""
        behind = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.8} if look.hatch else None
        self.text(x, y, text, ha="center", color=look.ink, bbox=behind)

    def line(self, x: float, y0: float, y1: float, **look: Any) -> None:
        """A vertical line."""
        points = [1 - (self.top + y) / self.height for y in (y0, y1)]
        self.figure.add_artist(
            Line2D([x / WIDTH] * 2, points, **{"linewidth": 0.8, "zorder": 0, **look})
        )

    def picture(self, alt: str, numbers: pd.DataFrame) -> Picture:
        """The finished drawing with its description and its numbers."""
        return Picture(self.title, alt, self.figure, numbers)


def _legend_lines(legend: Sequence[tuple[str, Look]]) -> list[list[tuple[str, Look]]]:
    """The legend of the categories, on as many lines as needed."""
    lines: list[list[tuple[str, Look]]] = []
    room = 0.0
    for name, look in legend:
        width = 0.4 + width_of(name)
        if not lines or width > room:
            lines.append([])
            room = WIDTH - 2 * SIDE
        lines[-1].append((name, look))
        room -= width
    return lines


@style()
def stacked_bars(
    rows: Sequence[Row],
    looks: Mapping[str, Look],
    title: str,
    subtitle: str,
    *,
    percent: bool = False,
) -> Picture:
    """One stacked bar for each row, with the total at the end; with `percent`, all equally long."""
    left, right = 1.95, 0.56
    room = WIDTH - 2 * SIDE - left - right
    most = max(row.total for row in rows)
    labels = [textwrap.wrap(row.label, 28) or [""] for row in rows]
    heights = [max(0.36, LINE * len(lines) + 0.12) for lines in labels]
    frame = Frame(title, subtitle, list(looks.items()), sum(heights))
    y = 0.0
    for row, lines, height in zip(rows, labels, heights, strict=True):
        baseline = y + height / 2 + 0.03
        frame.lines(SIDE, baseline, lines)
        scale = row.total if percent else most
        end, too_narrow = frame.stack(
            SIDE + left, y + height / 2, row, looks, room / scale, percent
        )
        total = f"av {number(row.total)}" if percent else number(row.total)
        frame.text(end + 0.07, baseline, total, weight="normal" if percent else "bold")
        end += 0.07 + width_of(total) * 1.2 + 0.08
        if too_narrow and end + width_of(", ".join(too_narrow)) < WIDTH:
            frame.text(end, baseline, ", ".join(too_narrow), size=7.5, color=GREY)
        y += height
    return frame.picture(description(title, rows, looks, percent), numbers_of(rows, looks, percent))


def description(
    title: str, rows: Sequence[Row], looks: Mapping[str, Look], percent: bool = False
) -> str:
    """A bar chart in words."""
    words = "; ".join(
        f"{row.label}: "
        + ", ".join(
            f"{word} {written(row.counts[word], row.total, percent)}"
            for word in looks
            if word in row.counts
        )
        for row in rows
    )
    return f"Stolpediagram. {title}. {words}."


def numbers_of(
    rows: Sequence[Row], looks: Mapping[str, Look], percent: bool = False
) -> pd.DataFrame:
    """The numbers of a bar chart as a table."""
    return pd.DataFrame(
        {
            "": row.label,
            **{word: written(row.counts.get(word, 0), row.total, percent) for word in looks},
            "I alt": number(row.total),
        }
        for row in rows
    )


def written(count: int, total: int, percent: bool = False) -> str:
    """A count, or its share of the total: «45 %»."""
    return f"{percent_of(count, total)}\N{NO-BREAK SPACE}%" if percent else number(count)


def percent_of(count: int, total: int) -> int:
    """The nearest whole percent, halves up."""
    return (200 * count + total) // (2 * total)


@style()
def matrix(
    down: Sequence[str],
    across: Sequence[str],
    counts: Mapping[str, Mapping[str, int]],
    title: str,
    heads: tuple[str, str],
) -> Picture:
    """A matrix of counts: changes darker for higher ones, and unchanged ones without a shade."""
    left = 1.1
    width = min(1.2, (WIDTH - 2 * SIDE - left) / len(across))
    frame = Frame(title, f"Nedover: {heads[0].lower()}. Bortover: {heads[1].lower()}. "
                  "Uten farge: uendret.", [], 0.5 * len(down) + 0.3)  # fmt: skip
    most = max(
        (
            count
            for before, by_word in counts.items()
            for after, count in by_word.items()
            if after != before
        ),
        default=1,
    )
    for column, word in enumerate(across):
        middle = SIDE + left + width * (column + 0.5)
        frame.text(middle, 0.15, word, ha="center", size=8)
    words = []
    for line, before in enumerate(down):
        y = 0.25 + 0.5 * line
        frame.text(SIDE, y + 0.28, before, size=8)
        for column, after in enumerate(across):
            count = counts.get(before, {}).get(after, 0)
            look = Look(shade(0 if before == after else count / most))
            x = SIDE + left + width * column
            frame.box(x + 0.03, y + 0.02, width - 0.06, 0.46, look)
            frame.text(
                x + width / 2, y + 0.29, number(count) if count else "–",
                ha="center", color=look.ink, weight="bold", size=10,
            )  # fmt: skip
            if count:
                words.append(f"fra {before} til {after}: {count}")
    numbers = pd.DataFrame(
        {"": before, **{after: counts.get(before, {}).get(after, 0) for after in across}}
        for before in down
    )
    return frame.picture(f"Tabell med farger. {title}. {'; '.join(words)}.", numbers)


def shade(strength: float) -> str:
    """A grey from white (0) to one that black text is still readable on (1)."""
    lightest, darkest = 1.0, 0.66
    tone = lightest - (lightest - darkest) * strength
    return str(matplotlib.colors.to_hex((tone, tone, tone)))
