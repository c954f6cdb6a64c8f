"""What is new, changed or gone among a report's findings since they were last published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.glossary.wording import SEVERITIES, listed, number
from pipeline.seams.ids import RowId
from pipeline.seams.published import Published, PublishedFinding
from pipeline.seams.tables import Finding

SINCE = "siden forrige publisering"


class SincePublished(NamedTuple):
    """The ids of the findings that are new or have other values, and those gone, errors first."""

    new: frozenset[RowId]
    changed: frozenset[RowId]
    gone: list[PublishedFinding]

    def word(self, finding_id: RowId) -> str:
        """«nytt», «endret» or «uendret»."""
        if finding_id in self.new:
            return "nytt"
        return "endret" if finding_id in self.changed else "uendret"

    def sentence(self) -> str:
        """How many there are of each, everywhere in the same words."""
        parts = [
            f"{number(count)} {{}}er {one if count == 1 else many}"
            for count, one, many in (
                (len(self.new), "nytt", "nye"),
                (len(self.changed), "endret", "endret"),
                (len(self.gone), "borte", "borte"),
            )
            if count
        ]
        if not parts:
            return "Funnene er de samme som ved forrige publisering."
        first, *others = parts
        return f"{listed([first.format('funn '), *(each.format('') for each in others)])} {SINCE}."


def since_published(
    findings: Sequence[Finding], published: Published | None
) -> SincePublished | None:
    """What became of the findings since; None if nothing was published."""
    if published is None:
        return None
    news = {finding.id for finding in findings if finding.baseline == "new"}
    now = {finding.id for finding in findings}
    order = [*SEVERITIES, None]
    gone = [each for id_, each in published.items() if id_ not in now]
    return SincePublished(
        frozenset(news - published.keys()),
        frozenset(news & published.keys()),
        sorted(gone, key=lambda each: order.index(each.severity)),
    )
