"""Words about target groups and themes in running text: the rows of the table themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.norwegian.actors import NamedActor
from pipeline.norwegian.themes import find_themes
from pipeline.parse.paragraphs import Text
from pipeline.parse.spans import Row
from pipeline.seams.ids import ReportId
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import ThemeMention


def theme_rows(
    report_id: ReportId, text: Text, plan: str, actors: Sequence[NamedActor]
) -> Iterator[Row]:
    """The words about themes in a text, with spans. Names are the `actors` and the plan."""
    printed = text.block.text
    names = [(actor.start, actor.end) for actor in actors]
    for start, end, theme in find_themes(printed, names, plan):
        common, boxes = text.mention(report_id, start, end, theme)
        row = ThemeMention(*common, theme, printed[start:end], text.scope, text.paragraph, start)
        yield row
        yield ValueSpans.of(row, "mention", boxes)
