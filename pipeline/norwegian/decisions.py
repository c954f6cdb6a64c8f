"""When the Storting made the decisions that a report answers for.

    find_decided("Jf. vedtak 613 av 4. juni 2024.")                            613: 4 June 2024
    find_decided("Stortinget traff åtte anmodningsvedtak 7. mai 2024.")        7 May 2024

    decided = «vedtak» numbers [«,» | «av» | «fra» | «(»] day  |  «vedtak» day «nr.» number
            | a sentence with the Storting, a verb of deciding, decisions and one day

A request («anmodningsvedtak») is always the Storting's. Only days that are printed in full count,
and of a sentence with two days neither is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from pipeline.norwegian.dates import DateMention, find_dates
from pipeline.norwegian.references import Reference, read_references
from pipeline.norwegian.vocabulary import may_have, pattern

NAMED = r"(?i)(?<!\p{L})(?:«DECISION»|«DECISIONS»)"
REQUESTED = r"(?i)(?<!\p{L})(?:«REQUEST»|«REQUESTS»)"
STORTING = r"(?i)(?<!\p{L})«STORTING»"
DECIDES = r"(?i)(?<!\p{L})(?:«DECIDES»|«ADOPTS»)"
# «vedtaket ble truffet», «traff vedtaket»; not «loven som følger opp vedtaket, ble vedtatt»
KNOWN = r"(?i)(?<!\p{L})(?:«DECISIONS»\s(?:\p{L}{1,10}\s)?«DECIDES»|«DECIDES»\s«DECISIONS»)"
TO_DAY = r"(?i),?\s(?:av\s|«FROM»\s|\()?(?:den\s)?"
TO_NUMBER = r",?\s"
JOINT = 8  # characters at the most between two numbers of a list: «611, 612 og 613»


class Decided(NamedTuple):
    """A day of decision, printed at text[start:end].

    `numbers` are the decisions that it is given for. Without numbers, the sentence is about one
    that the reader knows («vedtaket») if `known`, about decisions of the Storting if `requested`.
    """

    start: int
    end: int
    day: date
    numbers: tuple[str, ...] = ()
    known: bool = False
    requested: bool = False


def days_printed(
    text: str, as_of: date | None = None, cited: Iterable[tuple[int, int]] | None = None
) -> list[DateMention]:
    """The days that are printed in full in a text, in order, none of them after `as_of`.

    `cited` are the spans of its references, computed if not given.
    """
    return [
        mention
        for mention in find_dates(text, as_of=as_of, references=cited)
        if mention.precision == "day" and mention.first and not mention.inferred
        if as_of is None or mention.first <= as_of
    ]


def find_decided(text: str, as_of: date | None = None) -> list[Decided]:
    """The days of decision in a text, in order, none of them after `as_of`."""
    if not may_have(text, "decision", "decisions") or pattern(NAMED).search(text) is None:
        return []
    cited = read_references(text)
    references = [own for own in cited.mentions if own.kind == "vedtak"]
    days = days_printed(text, as_of, cited.spans)
    return [decided for own in days for decided in _decided(text, own, days, references)]


def _decided(
    text: str, day: DateMention, days: list[DateMention], references: list[Reference]
) -> Iterator[Decided]:
    assert day.first is not None
    numbers = tuple(_numbers(text, day, references))
    if numbers:
        yield Decided(day.start, day.end, day.first, numbers)
        return
    sentence = text[day.sentence[0] : day.sentence[1]]
    if sum(other.sentence == day.sentence for other in days) > 1:
        return
    if pattern(NAMED).search(sentence) and pattern(DECIDES).search(sentence):
        known = pattern(KNOWN).search(sentence) is not None
        requested = pattern(REQUESTED).search(sentence) or pattern(STORTING).search(sentence)
        if known or requested:
            yield Decided(day.start, day.end, day.first, (), known, requested is not None)


def _numbers(text: str, day: DateMention, references: list[Reference]) -> Iterator[str]:
    """The decisions whose numbers stand right before the day, or right after it."""
    after = [own for own in references if own.start >= day.end]
    if after and pattern(TO_NUMBER).fullmatch(text[day.end : after[0].start]):
        yield after[0].target
        return
    before = [own for own in references if own.end <= day.start]
    if not before or not pattern(TO_DAY).fullmatch(text[before[-1].end : day.start]):
        return
    start = before[-1].start
    for own in reversed(before):
        if own.end + JOINT < start:
            break
        yield own.target
        start = own.start
