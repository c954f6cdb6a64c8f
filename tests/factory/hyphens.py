"""Soft hyphens in the running text, the titles and the overview's titles, by pyphen's patterns."""

from __future__ import annotations

import re
from dataclasses import replace

import pyphen

from .edition import Block, Edition, Emphasis, Link, Measure, Run

_SOFT = "\N{SOFT HYPHEN}"


def hyphenated(edition: Edition) -> Edition:
    """The same edition with a soft hyphen wherever a word may be broken."""
    patterns = pyphen.Pyphen(lang={"nb": "nb_NO", "nn": "nn_NO"}[edition.language])

    def soft(text: str) -> str:
        text = re.sub(r"[^\W\d_]{6,}", lambda word: patterns.inserted(word[0], _SOFT), text)
        # Typst 0.15 writes a ligature with a soft hyphen in it twice: «offfentlig» in the file.
        return re.sub(f"(?<=f){_SOFT}(?=[fijl])", "", text)

    def run(each: Run) -> Run:
        if isinstance(each, str):
            return soft(each)
        if isinstance(each, Link | Emphasis):
            return replace(each, text=soft(each.text))
        return each

    def blocks(several: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(replace(block, runs=tuple(map(run, block.runs))) for block in several)

    def measure(each: Measure) -> Measure:
        return replace(
            each,
            title=soft(each.title),
            points=tuple(map(soft, each.points)),
            narrative=blocks(each.narrative),
            overview=tuple(
                replace(row, title=None if row.title is None else soft(row.title))
                for row in each.overview
            ),
        )

    return replace(
        edition,
        introduction=blocks(edition.introduction),
        chapters=tuple(
            replace(
                chapter,
                introduction=blocks(chapter.introduction),
                measures=tuple(map(measure, chapter.measures)),
            )
            for chapter in edition.chapters
        ),
    )
