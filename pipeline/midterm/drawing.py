"""Drawing the midterm figures: frame, bars, matrix, list and note.

The colours go from dark to light in one hue, as in the audit report, and the bars have numbers, so
the figures work in greyscale and for colour-blind readers.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib
import matplotlib.colors
import matplotlib.style
import pandas as pd
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
TONES = ("#12456f", "#8fbbe0", "#ffffff", "#d9d9d9", "#f3e3b5", "#eeeeee")  # dark to light
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

    `alt` describes the figure in words. The same tables give the same bytes.
    """

    title: str
    alt: str
    figure: Figure

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

    def _repr_png_(self) -> bytes:
        return self.content()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        shown = {"image/png": {"alt": self.alt, "width": SHOWN}}
        return {"image/png": self.content(), "text/plain": self.title}, shown


class Note(NamedTuple):
    """The message shown if there is nothing to draw yet."""

    text: str

    def _repr_markdown_(self) -> str:
        return f"*{self.text}*"


class Row(NamedTuple):
    """A label and its count for each category."""

    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class Look(NamedTuple):
    """A category's fill colour, and the text colour that is readable on it."""

    fill: str
    ink: str = INK


def tones(count: int) -> list[Look]:
    """The looks of `count` categories, from dark to light."""
    fills = [TONES[min(i, len(TONES) - 1)] for i in range(count)]
    return [Look(fill, "#ffffff" if fill == TONES[0] else INK) for fill in fills]


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
                facecolor=look.fill, edgecolor=edge, linewidth=0.7,
            )
        )  # fmt: skip

    def line(self, x: float, y0: float, y1: float, **look: Any) -> None:
        """A vertical line."""
        points = [1 - (self.top + y) / self.height for y in (y0, y1)]
        self.figure.add_artist(
            Line2D([x / WIDTH] * 2, points, **{"linewidth": 0.8, "zorder": 0, **look})
        )

    def dot(self, x: float, y: float, look: Look, marker: str) -> None:
        """A mark around a point."""
        self.figure.add_artist(
            Line2D(
                [x / WIDTH], [1 - (self.top + y) / self.height], marker=marker, markersize=4.2,
                color=look.fill, markeredgecolor=EDGE, markeredgewidth=0.6,
            )
        )  # fmt: skip

    def picture(self, alt: str) -> Picture:
        """The finished drawing with its description."""
        return Picture(self.title, alt, self.figure)


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
    scale: Sequence[str],
    title: str,
    subtitle: str,
    looks: Sequence[Look] = (),
) -> Picture:
    """One stacked bar for each row, with the total at the end."""
    legend = list(zip(scale, looks or tones(len(scale)), strict=True))
    left, right = 1.95, 0.38
    room = WIDTH - 2 * SIDE - left - right
    most = max(row.total for row in rows)
    labels = [textwrap.wrap(row.label, 28) or [""] for row in rows]
    heights = [max(0.36, LINE * len(lines) + 0.12) for lines in labels]
    frame = Frame(title, subtitle, legend, sum(heights))
    y = 0.0
    for row, lines, height in zip(rows, labels, heights, strict=True):
        baseline = y + height / 2 + 0.03
        for i, line in enumerate(lines):
            frame.text(SIDE, baseline + LINE * (i - (len(lines) - 1) / 2), line)
        x = SIDE + left
        too_narrow = []
        for word, look in legend:
            count = row.counts.get(word, 0)
            length = room * count / most
            if count:
                frame.box(x, y + height / 2 - 0.125, length, 0.22, look)
            if count and length > 0.09 * len(str(count)):
                frame.text(x + length / 2, baseline, number(count), ha="center", color=look.ink)
            elif count:
                too_narrow.append(f"{word.split(':')[0].lower()} {count}")
            x += length
        total = number(row.total)
        frame.text(x + 0.07, baseline, total, weight="bold")
        x += 0.07 + width_of(total) * 1.2 + 0.08
        if too_narrow and x + width_of(", ".join(too_narrow)) < WIDTH:
            frame.text(x, baseline, ", ".join(too_narrow), size=7.5, color=GREY)
        y += height
    return frame.picture(_description(title, rows, scale, number))


@style()
def grouped_bars(
    rows: Sequence[Row],
    scale: Sequence[str],
    title: str,
    subtitle: str,
    written: Callable[[int], str] = number,
) -> Picture:
    """A bar for each category of each row, below each other, with its number at the end."""
    legend = list(zip(scale, tones(len(scale)), strict=True))
    left, right = 1.05, 0.62
    room = WIDTH - 2 * SIDE - left - right
    most = max(max(row.counts.values(), default=0) for row in rows) or 1
    height = sum(0.16 + 0.22 * sum(word in row.counts for word in scale) for row in rows)
    frame = Frame(title, subtitle, legend, height)
    y = 0.0
    for row in rows:
        stated = [(row.counts[word], look) for word, look in legend if word in row.counts]
        frame.text(SIDE, y + 0.11 * len(stated) + 0.04, row.label)
        for count, look in stated:
            length = room * count / most
            frame.box(SIDE + left, y, length, 0.2, look)
            frame.text(SIDE + left + length + 0.07, y + 0.145, written(count))
            y += 0.22
        y += 0.16
    return frame.picture(_description(title, rows, scale, written))


def _description(
    title: str, rows: Sequence[Row], scale: Sequence[str], written: Callable[[int], str]
) -> str:
    words = "; ".join(
        f"{row.label}: "
        + ", ".join(f"{word} {written(row.counts[word])}" for word in scale if word in row.counts)
        for row in rows
    )
    return f"Stolpediagram. {title}. {words}."


@style()
def matrix(
    down: Sequence[str],
    across: Sequence[str],
    counts: Mapping[str, Mapping[str, int]],
    title: str,
    heads: tuple[str, str],
) -> Picture:
    """A matrix of counts, darker for higher ones; unchanged items are on the diagonal."""
    left = 1.1
    width = min(1.2, (WIDTH - 2 * SIDE - left) / len(across))
    frame = Frame(title, f"Nedover: {heads[0].lower()}. Bortover: {heads[1].lower()}. På "
                  "diagonalen: uendret.", [], 0.5 * len(down) + 0.3)  # fmt: skip
    most = max(count for by_word in counts.values() for count in by_word.values())
    for column, word in enumerate(across):
        middle = SIDE + left + width * (column + 0.5)
        frame.text(middle, 0.15, word, ha="center", size=8)
    words = []
    for line, before in enumerate(down):
        y = 0.25 + 0.5 * line
        frame.text(SIDE, y + 0.28, before, size=8)
        for column, after in enumerate(across):
            count = counts.get(before, {}).get(after, 0)
            look = _darker((count / most) ** 0.5)
            x = SIDE + left + width * column
            frame.box(x + 0.03, y + 0.02, width - 0.06, 0.46, look)
            frame.text(
                x + width / 2, y + 0.29, number(count) if count else "–",
                ha="center", color=look.ink, weight="bold", size=10,
            )  # fmt: skip
            if count:
                words.append(f"fra {before} til {after}: {count}")
    return frame.picture(f"Tabell med farger. {title}. {'; '.join(words)}.")


def _darker(strength: float) -> Look:
    """A tone from white (0) to the darkest (1)."""
    red, green, blue = (1 - (1 - part) * strength for part in matplotlib.colors.to_rgb(TONES[0]))
    fill = matplotlib.colors.to_hex((red, green, blue))
    return Look(fill, "#ffffff" if strength > 0.8 else INK)
