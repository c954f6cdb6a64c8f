"""What is to be delivered: which document a sentence names, and whether only a draft of it.

    deliverables("Felles retningslinjer for Statens barnehus skal ferdigstilles.")
        [Deliverable(noun="retningslinj", aim=("staten", "barnehu"), start=7)]

    deliverable = document | plan, [ preposition words ]
    words       = up to four, until a verb, a conjunction or a preposition that begins something new

Documents are the same if the stems of the noun and of these words are.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.norwegian.content_words import content_word, content_words
from pipeline.norwegian.vocabulary import pattern, tagged

LEAST = 2  # stems after the noun that say which one is meant
NAMED = (
    r"(?i)(?<![\p{L}-])(?P<noun>«DOCUMENT»|«PLAN»)"
    r"(?:\s{1,3}«PLAN_AIM»\s{1,3}(?P<aim>(?:(?:\s{1,3}|(?!\s))(?!«BREAK»)"
    r"[\p{L}-]+){1,4}))?"
)
FINISHED = r"(?i)(?<!\p{L})«FINISH»"
UNFINISHED = r"(?i)(?<!\p{L})«DRAFT»"


class Deliverable(NamedTuple):
    """A document: the stem of its noun, and the stems of what it is for or about.

    `aim` is empty where the noun stands alone («retningslinjene»).
    """

    noun: str
    aim: tuple[str, ...]
    start: int


def deliverables(text: str) -> list[Deliverable]:
    """The documents that a text names, in order."""
    named: list[Deliverable] = []
    lowered = text.lower()
    if not any(word in lowered for tag in ("document", "plan") for word in tagged(tag)):
        return named  # most texts name none, and the pattern is slow
    for match in pattern(NAMED).finditer(text):
        aim = tuple(content_words(match["aim"] or ""))
        aim = aim if len(aim) >= LEAST else ()
        named.append(Deliverable(content_word(match["noun"].lower()), aim, match.start()))
    return named


def tells_of_finishing(sentence: str) -> bool:
    """Whether something is to be finished, delivered or published."""
    return pattern(FINISHED).search(sentence) is not None


def tells_of_draft(sentence: str) -> bool:
    """Whether it is only a draft, or the first part of the work."""
    return pattern(UNFINISHED).search(sentence) is not None
