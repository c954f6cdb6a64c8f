"""The figure of the summary: statuses by chapter, in running text and in the overview, as SVG.

One hue from dark to light, with numbers in the bars: it can be read without seeing colours, on grey
paper and on screens. Sizes are units of the SVG, CSS pixels at full width.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from pipeline.glossary.wording import number

TONES = 6  # classes tone-0 … tone-5 of report.css, from dark to light
NARROWEST = 17.0  # a part with room for a number of two digits


class ChapterCounts(NamedTuple):
    """A chapter's items by status, in the order of the figure's statuses."""

    name: str
    text: tuple[int, ...]
    overview: tuple[int, ...]

    @property
    def same(self) -> bool:
        return self.text == self.overview


def figure(
    chapters: Sequence[ChapterCounts], statuses: Sequence[str], *, width: int, label: str
) -> Markup:
    """The bars of all chapters as inline SVG, `width` units wide."""
    wide = width > 500
    name_width = 268 if wide else 0
    source_width = 74
    left = name_width + source_width
    room = width - left - 44
    most = max((max(sum(row.text), sum(row.overview)) for row in chapters), default=0) or 1
    parts: list[Markup] = []
    y = 8
    for row in chapters:
        lines = _wrapped(row.name, 34 if wide else 46)
        if wide:
            for i, line in enumerate(lines[:2]):
                parts.append(_text(0, y + 16 + i * 18, line, "fig-name"))
        else:
            for line in lines[:2]:
                parts.append(_text(0, y + 14, line, "fig-name"))
                y += 18
            y += 4
        for source, counts in (("Teksten", row.text), ("Oversikten", row.overview)):
            parts.append(_text(name_width, y + 15, source, "fig-source"))
            x = float(left)
            for i, count in enumerate(counts):
                part = room * count / most
                if count:
                    tone = min(i, TONES - 1)
                    parts.append(
                        Markup(
                            '<rect class="tone-{}" x="{:.1f}" y="{}" width="{:.1f}" height="20"/>'
                        ).format(tone, x, y, part)
                    )
                    if part >= NARROWEST or (count < 10 and part >= NARROWEST / 1.6):
                        parts.append(
                            Markup(
                                '<text class="on-tone-{}" x="{:.1f}" y="{}" '
                                'text-anchor="middle">{}</text>'
                            ).format(tone, x + part / 2, y + 15, number(count))
                        )
                x += part
            parts.append(_text(round(x) + 7, y + 15, number(sum(counts)), "fig-total"))
            y += 23
        if not row.same:
            parts.append(
                Markup('<path class="fig-differs" d="M{x} {a}v40"/>').format(x=left - 5, a=y - 44)
            )
        y += 14
    return Markup(
        '<svg class="figure-{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format("wide" if wide else "narrow", width, y, label, Markup("").join(parts))


def legend_swatch(position: int) -> Markup:
    """The sample of a status in the legend."""
    return Markup(
        '<svg class="swatch" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        '<rect class="tone-{}" x="0.5" y="0.5" width="15" height="15"/></svg>'
    ).format(min(position, TONES - 1))


def _text(x: float, y: float, text: str, kind: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, x, y, escape(text))


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines[1] = f"{lines[1][: width - 1]}…"
    return lines[:2]
