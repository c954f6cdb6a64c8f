"""The figure of how statuses moved from one report to the next, as SVG.

Two columns of bars, the previous report and this one, and a band for each move between them, as
thick as its number of items. The most complete status is on top: a band that rises is progress, so
that the figure can be read without colours. Each band shows its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

from pipeline.glossary.wording import number
from pipeline.publish.figure import TONES
from pipeline.seams.vocabularies import ItemRelation, StatusChange

BAR = 14.0  # width of a column's bars
TALLEST = 330.0  # height of all items together
SLOT = 42.0  # the least height between the middles of two bars: room for a name and a number
GAP = 12.0  # the least height between two bars
THINNEST = 2.0  # of a band: one item in two hundred must be seen
ALONG = (0.5, 0.36, 0.64, 0.24, 0.76, 0.14, 0.86)  # where on a band its number may be
LINE = 17.0  # from one line of a name to the next
LABEL = (26.0, 17.0)  # the room a number takes
TOP = 30.0  # below the headings


# What became of an item since the previous report.
Move = StatusChange | ItemRelation | Literal["other", "overview"]


class Flow(NamedTuple):
    """The number of items that went from one bar to another.

    `kind` is also a class of report.css.
    """

    before: str
    after: str
    items: int
    kind: Move


class _Bar(NamedTuple):
    """A bar: its name, its status's tone if it has one, upper edge, height and items."""

    name: str
    tone: int | None
    top: float
    height: float
    items: int


def flow_figure(
    flows: Sequence[Flow],
    statuses: Sequence[str],
    headings: tuple[str, str],
    *,
    width: int,
    label: str,
) -> Markup:
    """The figure as inline SVG, `width` units wide.

    `statuses` are the bars' names from the top; a name that is not among them (new, gone) comes
    last and without a tone.
    """
    wide = width > 500
    side = 172.0 if wide else 106.0
    scale = TALLEST / max(1, sum(flow.items for flow in flows))
    letters = 24 if wide else 12  # of a name on a line
    left = _column([(flow.before, flow.items) for flow in flows], statuses, scale, letters)
    right = _column([(flow.after, flow.items) for flow in flows], statuses, scale, letters)
    x0, x1 = side + BAR, width - side - BAR
    parts = [
        _text(side + BAR, 16, headings[0], "flow-head", "end"),
        _text(width - side - BAR, 16, headings[1], "flow-head", "start"),
    ]
    parts += _bands(flows, left, right, x0, x1)
    for bars, x, anchor, names in (
        (left, side, "end", side - 8),
        (right, x1, "start", x1 + BAR + 8),
    ):
        for bar in bars:
            parts += _drawn(bar, x, names, anchor, letters)
    bottom = max(bar.top + max(bar.height, SLOT + LINE) for bar in (*left, *right)) + 6
    return Markup(
        '<svg class="figure-{}" viewBox="0 0 {} {:.0f}" role="img" aria-label="{}">{}</svg>'
    ).format("wide" if wide else "narrow", width, bottom, label, Markup("").join(parts))


def band_swatch(kind: Move) -> Markup:
    """The sample of a kind of band in the legend."""
    return Markup(
        '<svg class="swatch" viewBox="0 0 22 16" width="22" height="16" aria-hidden="true">'
        '<path class="band band-{}" d="{}"/></svg>'
    ).format(kind, {
        "advanced": "M0.5 9C11 9 11 1 21.5 1V7C11 7 11 15 0.5 15Z",
        "regressed": "M0.5 1C11 1 11 9 21.5 9V15C11 15 11 7 0.5 7Z",
    }.get(kind, "M0.5 5H21.5V11H0.5Z"))  # fmt: skip


def _column(
    parts: Sequence[tuple[str, int]], statuses: Sequence[str], scale: float, letters: int
) -> list[_Bar]:
    """The bars of one side from the top, each in a slot with room for its words."""
    counts: dict[str, int] = {}
    for name, count in parts:
        counts[name] = counts.get(name, 0) + count
    names = [name for name in statuses if name in counts]
    names += [name for name in counts if name not in statuses]
    bars: list[_Bar] = []
    y = TOP
    for name in names:
        height = max(THINNEST, counts[name] * scale)
        room = max(height + GAP, SLOT + LINE * (len(_lines(name, letters)) - 1))
        tone = min(list(statuses).index(name), TONES - 1) if name in statuses else None
        bars.append(_Bar(name, tone, y + (room - GAP - height) / 2, height, counts[name]))
        y += room
    return bars


def _bands(
    flows: Sequence[Flow], left: Sequence[_Bar], right: Sequence[_Bar], x0: float, x1: float
) -> list[Markup]:
    """The bands, moves last and so on top, and above them all their numbers."""
    here = {bar.name: bar for bar in left}
    there = {bar.name: bar for bar in right}
    order = [bar.name for bar in left], [bar.name for bar in right]
    down = {name: bar.top for name, bar in here.items()}
    up = {name: bar.top for name, bar in there.items()}
    ends: dict[Flow, tuple[float, float, float, float]] = {}
    for flow in sorted(flows, key=lambda flow: (order[0].index(flow.before),
                                                order[1].index(flow.after))):  # fmt: skip
        thick = here[flow.before].height * flow.items / here[flow.before].items
        ends[flow] = (down[flow.before], thick, 0.0, 0.0)
        down[flow.before] += thick
    for flow in sorted(flows, key=lambda flow: (order[1].index(flow.after),
                                                order[0].index(flow.before))):  # fmt: skip
        thick = there[flow.after].height * flow.items / there[flow.after].items
        ends[flow] = (*ends[flow][:2], up[flow.after], thick)
        up[flow.after] += thick
    moving = sorted(ends, key=_moves)
    parts = [_band(flow.kind, x0, x1, *ends[flow]) for flow in moving]
    middles = {flow: (y0 + a / 2, y1 + b / 2) for flow, (y0, a, y1, b) in ends.items()}
    taken: list[tuple[float, float]] = []
    for flow in reversed(moving):  # moves choose a position first
        others = [ends_ for other, ends_ in middles.items() if other is not flow and _moves(other)]
        x, y = _count_position(x0, x1, middles[flow], others, taken)
        taken.append((x, y))
        parts.append(_text(x, y + 5, number(flow.items), f"flow-count flow-{flow.kind}", "middle"))
    return parts


def _moves(flow: Flow) -> bool:
    return flow.kind != "unchanged"


def _band(
    kind: Move, x0: float, x1: float, y0: float, thick0: float, y1: float, thick1: float
) -> Markup:
    middle = (x0 + x1) / 2
    return Markup(
        '<path class="band band-{}" d="M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}'
        'V{:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}Z"/>'
    ).format(
        kind, x0, y0, middle, y0, middle, y1, x1, y1,
        y1 + thick1, middle, y1 + thick1, middle, y0 + thick0, x0, y0 + thick0,
    )  # fmt: skip


def _count_position(
    x0: float,
    x1: float,
    band: tuple[float, float],
    others: Sequence[tuple[float, float]],
    taken: Sequence[tuple[float, float]],
) -> tuple[float, float]:
    """A point on a band's centre line for its number, clear of other numbers and moves.

    A band is given by the heights of its ends; all have the same curve.
    """

    def cost(t: float) -> float:
        x, y = _across(x0, x1, t), _along(band, t)
        on_numbers = sum(
            max(0.0, LABEL[0] - abs(x - x_)) * max(0.0, LABEL[1] - abs(y - y_)) for x_, y_ in taken
        )
        on_bands = sum(max(0.0, LABEL[1] - abs(y - _along(other, t))) for other in others)
        return 10 * on_numbers + on_bands

    best = min(ALONG, key=cost)
    return _across(x0, x1, best), _along(band, best)


def _across(x0: float, x1: float, t: float) -> float:
    return x0 + (x1 - x0) * (1.5 * t * (1 - t) + t**3)


def _along(ends: tuple[float, float], t: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * (3 * t**2 * (1 - t) + t**3)


def _drawn(bar: _Bar, x: float, names: float, anchor: str, letters: int) -> list[Markup]:
    """A bar with its name and number next to it."""
    kind = f"tone-{bar.tone}" if bar.tone is not None else "flow-none"
    lines = _lines(bar.name, letters)
    y = bar.top + bar.height / 2 - 9 * len(lines) + 14
    return [
        Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
            kind, x, bar.top, BAR, bar.height
        ),
        *(
            _text(names, y + LINE * i - 4, line, "flow-name", anchor)
            for i, line in enumerate(lines)
        ),
        _text(names, y + LINE * len(lines) - 4, number(bar.items), "flow-sum", anchor),
    ]


def _lines(name: str, letters: int) -> list[str]:
    """A name on at most two lines; what does not fit is cut."""
    words = name.split()
    cuts = [" ".join(words[:i]) for i in range(1, len(words) + 1)]
    first = next((cut for cut in reversed(cuts) if len(cut) <= letters), words[0] if words else "")
    rest = name[len(first) :].strip()
    return [
        line if len(line) <= letters else f"{line[: letters - 1]}…"
        for line in (first, rest)
        if line
    ]


def _text(x: float, y: float, text: str, kind: str, anchor: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        kind, x, y, anchor, escape(text)
    )
