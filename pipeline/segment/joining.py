"""Lines to text: how words join where a line ends, and where each of them then stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.seams.entries import Block, Division, Place
from pipeline.seams.words import Run, Word, packed, parted

SOFT_HYPHEN = "\u00ad"
HYPHENS = "-\u2010\u2011"
BREAKS = HYPHENS + SOFT_HYPHEN  # what the end of a line breaks a word with
BROKEN_OFF = re.compile(r"(?:[,;/\u00ad\u2010\u2011-]|\b(?:og|samt))$")  # a list
TYPOGRAPHIC = "\u2010"
DASHES = "-\u2010\u2011\u2012\u2013\u2014"
# «Landbruks- og matdepartementet»: the hyphen stands for what follows later, so the space stays.
SUSPENDED = frozenset({"og", "eller", "samt", "og/eller", "til", "men"})
WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
SHORT_WORD = 5  # letters: nobody prints a space after the slash that follows one
LONG_PART = 7  # letters: what a narrow cell cuts without a hyphen has as many on its first line
SHARE = 0.2  # of the line ends in a hyphen: as many show that somebody hyphenates
PORTION = 1000  # lines whose words are held at once
MANY = 0.01  # of all lines: where fewer end in a hyphen, it is the word's
LEADER = re.compile(r"[.\u2026·_]{4,}")


class Join(NamedTuple):
    """What stands between the parts of a word that a line break cut in two.

    `between` replaces the line break: "" keeps the hyphen, " " keeps it with a space after it,
    and SOFT_HYPHEN takes it away. `doubtful` says that nothing in the report shows the word whole.
    """

    between: str
    doubtful: bool


class Hyphens:
    """What this report tells of words that a line break cut in two.

    Collected once from all lines: the words that stand whole inside lines, and the ends of lines
    in a hyphen. A typesetter who hyphenates leaves many such lines, or some whose word stands
    whole elsewhere; where nobody hyphenates, a hyphen at the end of a line belongs to the word.
    In a short report, one such word may be all that tells: then a rest that is no word of its own
    (`arbeidsgrup-`, `pe`) was cut off, and all such joins are doubtful.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._joins: dict[tuple[str, str], Join] = {}
        ends: list[tuple[str, str]] = []
        inside = list(lines)
        total = len(inside)
        for number in [number for number, text in enumerate(inside) if text[-1] in HYPHENS]:
            inside[number], _, last = inside[number].rpartition(" ")
            if _is_cut(last) and number + 1 < total:
                rest, _, inside[number + 1] = inside[number + 1].partition(" ")
                ends.append((last, rest))
        printed: set[str] = set()  # each once: most come many times
        for first in range(0, total, PORTION):
            text = " ".join(inside[first : first + PORTION])
            printed.update(text.replace(SOFT_HYPHEN, "").lower().split())
        plain = set(filter(str.isalnum, printed))
        found = WORD.findall(" ".join(printed - plain))
        self.whole = plain.union(found, *[word.split("-") for word in found if "-" in word])
        # Where no word has the typographic hyphen inside, those at its end are the typesetter's.
        self.marks_breaks = not any(TYPOGRAPHIC in word[:-1] for word in printed - plain)
        joined = sum(_bare(cut[:-1]) + _bare(after) in self.whole for cut, after in ends)
        kept = sum(f"{_bare(cut[:-1])}-{_bare(after)}" in self.whole for cut, after in ends)
        self.typesetter_hyphenates = (len(ends) > 0.04 * total and len(ends) >= 5) or (
            joined >= 3 and joined > kept
        )
        self._may_hyphenate = joined > kept and joined >= SHARE * len(ends)
        self._has_many = len(ends) > MANY * total

    def join(self, left: str, right: str) -> str:
        """What stands between `left`, which ends a line in a hyphen, and `right`: as in `Join`."""
        join = self._joins.get((left, right))
        if join is None:
            join = self._joins[left, right] = self._decided(left, right)
        return join.between

    def is_tight(self, left: str, right: str) -> bool:
        """Whether `left`, which ends a line in a slash, stands without a space before `right`.

        So do short words («JD/Alle», «og/eller», «2024/2025») and addresses; after a long word
        many print a space («barn og unge/ ungdom»), unless the report shows otherwise.
        """
        last = re.split(r"[/.:-]", left[:-1])[-1]
        address = "://" in left or left.startswith("www.")
        whole = f"{_bare(left)}{_bare(right)}" in self.whole
        return address or whole or len(last.lstrip("«(")) <= SHORT_WORD

    def is_cut(self, left: str, right: str) -> bool:
        """Whether `left`, alone on its line, and `right` are a word that a narrow cell cuts without
        a hyphen, as word processors do: the whole word stands elsewhere.
        """
        return len(left) >= LONG_PART and f"{_bare(left)}{_bare(right)}" in self.whole

    def joined(self, left: str, right: str) -> Join | None:
        """How the two parts of a word were joined, if they were; `left` ends in its hyphen."""
        return self._joins.get((left, right))

    def _decided(self, left: str, right: str) -> Join:
        after = _bare(right)
        if left[-2:-1] == SOFT_HYPHEN or (left[-1] == TYPOGRAPHIC and self.marks_breaks):
            return Join(SOFT_HYPHEN, False)
        stem = _bare(left[:-1])
        if (after in SUSPENDED and stem + after not in self.whole) or not right[:1].isalnum():
            return Join(" ", False)
        last = stem.rsplit("-", 1)[-1]  # «terapeut-assis-»: only the last hyphen is in question
        if stem + after in self.whole or (last != stem and last + after in self.whole):
            return Join(SOFT_HYPHEN, False)
        if f"{stem}-{after}" in self.whole:
            return Join("", False)
        if not right[:1].islower() or not last.isalpha() or len(last) < 2 or _is_capitals(left):
            return Join("", False)
        if self.typesetter_hyphenates:
            return Join(SOFT_HYPHEN, True)
        if self._may_hyphenate:
            return Join("" if after in self.whole else SOFT_HYPHEN, True)
        return Join("", self._has_many and after not in self.whole)


def divisions_of(block: Block, hyphens: Hyphens) -> Iterator[Division]:
    """The words of a block that a line's end parts at a hyphen, and how they were joined.

    Those whose hyphen stands for what follows («Landbruks- og matdepartementet») are whole.
    """
    for above, below in pairwise([place for place in block.places if place.start < place.end]):
        if above.end != below.start:  # where one begins is where the other ends
            continue
        left = block.text[: above.end].rsplit(" ", 1)[-1]
        right = block.text[below.start :].split(" ", 1)[0]
        cut = left if left[-1] in HYPHENS else f"{left}-"
        join = hyphens.joined(cut, right)
        if join is not None:
            yield Division(block.scope, above.page, cut, right, left + right, join.doubtful)


def _is_cut(text: str) -> bool:
    """Whether a line's last word ends in a hyphen after a letter."""
    return text[-1:] in HYPHENS and text[-2:-1].isalpha()


def _is_capitals(left: str) -> bool:
    """Whether what stands right before the hyphen is an abbreviation («KOSTRA-»)."""
    last = left[:-1].rsplit("-", 1)[-1].strip("«»(")
    return len(last) > 1 and last.isupper()


def _bare(text: str) -> str:
    return text.replace(SOFT_HYPHEN, "").strip("«».,;:()[]!?\"'”“").lower()


def compose(
    runs: Sequence[Run], hyphens: Hyphens, bullet: bool = False
) -> tuple[str, tuple[Place, ...]]:
    """The text of `runs` and the place of each in it.

    Words are joined by one space. A line that ends in a hyphen after a letter, in a dash after
    a digit with a digit following, or in a slash that touches a short word joins without
    («rom-bakgrunn», «2025–2028», «JD/Alle»). Raised words, soft hyphens and leader dots are not
    text, nor is the first word where it is a `bullet`: they become places of no length.
    """
    text = _Text(hyphens)
    if bullet:
        mark, runs = parted(runs, 1)
        text.add_word(mark[0].words()[0], silent=True)
    for run in runs:
        if run.raised or _is_irregular(run.text):
            for word in run.words():
                text.add_word(word)
        else:
            text.add(run, run.text, run.edges)
    return text.finished()


def _is_irregular(text: str) -> bool:
    """Whether a text has soft hyphens, or what leader dots are made of."""
    dots = "...." in text or "\u2026" in text or "·" in text or "_" in text
    return dots or SOFT_HYPHEN in text


class _Text:
    """A text on its way: words are added in reading order."""

    def __init__(self, hyphens: Hyphens) -> None:
        self.hyphens = hyphens
        self.text = ""
        self.places: list[Place] = []
        self.here = (-1, -1)  # page and line of the last word that is text
        self.begun = 0  # where in the text that line begins

    def add_word(self, word: Word, silent: bool = False) -> None:
        printed = word.text
        if not printed.isalpha():  # most words are, and need no second look
            printed = _plain(printed)
        edges = packed((word.x0,), (word.x1,))
        if word.raised or silent or not printed:
            at, box = len(self.text), (word.x0, word.top, word.x1, word.bottom)
            self.places.append(Place(at, at, word.page, word.line, *box, edges))
        else:
            self.add(word, printed, edges)

    def add(self, of: Word | Run, printed: str, edges: bytes) -> None:
        """Add words of which each is text, as `printed`, with their edges."""
        text, here = self.text, (of.page, of.line)
        if text:
            if here == self.here:
                text += " "
            else:
                before = len(text)
                text = _break(text, self.begun, printed, self.hyphens)
                if len(text) < before:
                    _shorten(self.places, len(text))
        if here != self.here:
            self.begun = len(text)
        self.here = here
        start, self.text = len(text), text + printed
        end = len(self.text)
        self.places.append(Place(start, end, *here, of.x0, of.top, of.x1, of.bottom, edges))

    def finished(self) -> tuple[str, tuple[Place, ...]]:
        if self.text.endswith(SOFT_HYPHEN):
            self.text = self.text[:-1]
            _shorten(self.places, len(self.text))
        return self.text, tuple(self.places)


def _plain(printed: str) -> str:
    """A word without leader dots and soft hyphens, but for one that ends it."""
    if SOFT_HYPHEN in printed:
        if printed[-2:-1] == SOFT_HYPHEN and printed[-1] in HYPHENS:
            printed = printed[:-1]  # a browser prints the soft hyphen at which it breaks
        broken = printed.endswith(SOFT_HYPHEN)
        printed = printed.replace(SOFT_HYPHEN, "") + (SOFT_HYPHEN if broken else "")
    if len(printed) < 4 or LEADER.search(printed) is None:
        return printed
    return LEADER.sub(" ", printed).strip()


def _break(text: str, begun: int, printed: str, hyphens: Hyphens) -> str:
    """`text`, of which a line that began at `begun` ends, with what stands between it and the next
    line's first word.
    """
    last, before = text[-1], text[-2:-1]
    if last == SOFT_HYPHEN:
        return text[:-1]
    if last in HYPHENS and before.isalpha():
        between = hyphens.join(text.rsplit(" ", 1)[-1], printed.split(" ", 1)[0])
        return text[:-1] if between == SOFT_HYPHEN else text + between
    if last in DASHES and before.isdigit() and printed[:1].isdigit():
        return text
    if last == "/" and before.isalnum() and printed[:1].isalnum():
        left, right = text.rsplit(" ", 1)[-1], printed.split(" ", 1)[0]
        return text if hyphens.is_tight(left, right) else text + " "
    if last.isalpha() and printed[0].islower() and " " not in text[begun:]:
        right = printed.split(" ", 1)[0]
        return text if hyphens.is_cut(text[begun:], right) else text + " "
    return text + " "


def _shorten(places: list[Place], length: int) -> None:
    """End the last places where the text now ends: a hyphen that was taken away has no place."""
    for index in range(len(places) - 1, -1, -1):
        place = places[index]
        if place.end <= length:
            return
        places[index] = replace(place, start=min(place.start, length), end=length)
