"""Actors in running text: the rows of the table actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.norwegian.actors import NamedActor
from pipeline.norwegian.sentences import sentence_at, sentences
from pipeline.parse.paragraphs import Text
from pipeline.parse.spans import Row
from pipeline.seams.ids import ReportId
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import ActorMention


def actor_rows(report_id: ReportId, text: Text, named: Sequence[NamedActor]) -> Iterator[Row]:
    """The actors that a text names, with spans."""
    printed = text.block.text
    spans = sentences(printed) if named else []
    for start, end, actor in named:
        common, boxes = text.mention(report_id, start, end)
        first, last = spans[sentence_at(spans, start)]
        row = ActorMention(
            *common, text.scope, text.paragraph, start, printed[start:end],
            actor.actor, actor.name, actor.kind, printed[first:last],
        )  # fmt: skip
        yield row
        yield ValueSpans.of(row, "mention", boxes)
