"""Words divided at a line end: whether the hyphen is the word's or the typesetter's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.seams.entries import Division
from pipeline.validate.rules.rule import AGREE, NOT_COMPARABLE, Compared, Side, rule
from pipeline.validate.tables import ReportTables

SHOWN = 4  # words in the message; all of them are among the comparisons


@rule
def word_division(tables: ReportTables) -> Iterator[Compared]:
    """Compare each word divided at a line end with the undivided words elsewhere.

    Those that cannot be decided share one finding, on the first of them.
    """
    items = {measure.scope: measure.item_id for measure in tables.measures}
    doubtful = [division for division in tables.divisions if division.doubtful]
    reported = False
    for number, division in enumerate(tables.divisions, start=1):
        left = Side("line-end", f"{division.left}|{division.right}", division.page, None)
        right = Side("text", division.word, division.page, None)
        first = division.doubtful and not reported
        yield Compared(
            division.scope,
            items.get(division.scope),
            left,
            right,
            NOT_COMPARABLE if division.doubtful else AGREE,
            _message(doubtful) if first else "",
            str(number),
        )
        reported = reported or first


def _message(doubtful: Sequence[Division]) -> str:
    shown = [
        f"«{division.left}» og «{division.right}» (s. {division.page}) er lest som "
        f"«{_bare(division.word)}»"
        for division in doubtful[:SHOWN]
    ]
    rest = len(doubtful) - len(shown)
    if rest:
        shown.append(f"{rest} andre likeså")
    *most, last = shown
    listed = f"{', '.join(most)} og {last}" if most else last
    return f"Rapporten viser ikke om bindestreken ved linjeslutt hører til ordet: {listed}."


def _bare(word: str) -> str:
    return word.strip("«».,;:()[]!?")
