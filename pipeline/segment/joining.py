"""Lines to text: how words join where a line ends, and where each of them then stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from pipeline.entries import Piece
from pipeline.words import Word

SOFT_HYPHEN = "\u00ad"
HYPHENS = "-\u2010\u2011"
TYPOGRAPHIC = "\u2010"
DASHES = "-\u2010\u2011\u2012\u2013\u2014"
# «Landbruks- og matdepartementet»: the hyphen stands for what follows later, so the space stays.
SUSPENDED = frozenset({"og", "eller", "samt", "og/eller", "til", "men"})
WORD = regex.compile(r"[\p{L}\p{N}]+(?:[-/][\p{L}\p{N}]+)*")
LEADER = regex.compile(r"[.\u2026·_]{4,}")


class Hyphens:
    """What this report tells of words that a line break cut in two.

    Collected once from all lines: the words that stand whole inside lines, and the ends of lines
    in a hyphen. A typesetter who hyphenates leaves many such lines, or some whose word stands
    whole elsewhere; where nobody hyphenates, a hyphen at the end of a line belongs to the word.
    `doubtful` lists the joins for which only that habit speaks.
    """

    def __init__(self, lines: Iterable[Sequence[Word]]) -> None:
        self.doubtful: list[tuple[str, str]] = []
        ends: list[tuple[str, str]] = []
        inside: list[str] = []
        total, left = 0, ""
        for words in lines:
            total += 1
            if left:
                ends.append((left, words[0].text))
            texts = [word.text for word in words]
            left = texts[-1] if _is_cut(texts[-1]) else ""
            inside += texts[:-1] if texts[-1][-1] in HYPHENS else texts
        text = " ".join(inside).replace(SOFT_HYPHEN, "").lower()
        found = WORD.findall(text)
        self.whole = {*found, *[part for word in found if "-" in word for part in word.split("-")]}
        # Where no word has the typographic hyphen inside, those at line ends are the typesetter's.
        self.marks_breaks = TYPOGRAPHIC not in text
        joined = sum(_bare(cut[:-1]) + _bare(after) in self.whole for cut, after in ends)
        kept = sum(f"{_bare(cut[:-1])}-{_bare(after)}" in self.whole for cut, after in ends)
        self.typesetter_hyphenates = (len(ends) > 0.04 * total and len(ends) >= 5) or (
            joined >= 3 and joined > kept
        )

    def join(self, left: str, right: str) -> str:
        """What stands between `left`, which ends a line in a hyphen, and `right`.

        Returns what replaces the line break: "" keeps the hyphen, " " keeps it with a space
        after it, and SOFT_HYPHEN takes it away.
        """
        after = _bare(right)
        if left[-2:-1] == SOFT_HYPHEN or (left[-1] == TYPOGRAPHIC and self.marks_breaks):
            return SOFT_HYPHEN
        if after in SUSPENDED or not right[:1].isalnum():
            return " "
        stem = _bare(left[:-1])
        last = stem.rsplit("-", 1)[-1]  # «terapeut-assis-»: only the last hyphen is in question
        if stem + after in self.whole or (last != stem and last + after in self.whole):
            return SOFT_HYPHEN
        if f"{stem}-{after}" in self.whole or not self.typesetter_hyphenates:
            return ""
        if not right[:1].islower() or not last.isalpha() or len(last) < 2 or _is_capitals(left):
            return ""
        self.doubtful.append((left, right))
        return SOFT_HYPHEN


def _is_cut(text: str) -> bool:
    """Whether a line's last word ends in a hyphen after a letter."""
    return text[-1] in HYPHENS and text[-2:-1].isalpha()


def _is_capitals(left: str) -> bool:
    """Whether what stands right before the hyphen is an abbreviation («KOSTRA-»)."""
    last = left[:-1].rsplit("-", 1)[-1].strip("«»(")
    return len(last) > 1 and last.isupper()


def _bare(text: str) -> str:
    return text.replace(SOFT_HYPHEN, "").strip("«».,;:()[]!?\"'”“").lower()


def compose(
    words: Sequence[Word], hyphens: Hyphens, silent: frozenset[int] = frozenset()
) -> tuple[str, tuple[Piece, ...]]:
    """The text of `words` and the place of each in it.

    Words are joined by one space. A line that ends in a hyphen after a letter, or in a dash
    after a digit with a digit following, joins without («rom-bakgrunn», «2025–2028»). Raised
    words, soft hyphens and leader dots are not text, nor are the words whose positions stand in
    `silent` (bullets): they become pieces of no length.
    """
    text = ""
    pieces: list[Piece] = []
    line = page = -1
    for position, word in enumerate(words):
        printed = word.text
        if not printed.isalpha():  # most words are, and need no second look
            printed = _plain(printed)
        if word.raised or position in silent or not printed:
            pieces.append(Piece(len(text), len(text), *word[:6]))
            continue
        if text:
            if word.line == line and word.page == page:
                text += " "
            else:
                text = _break(text, printed, hyphens)
                _shorten(pieces, len(text))
        start = len(text)
        text += printed
        pieces.append(Piece(start, len(text), *word[:6]))
        line, page = word.line, word.page
    if text.endswith(SOFT_HYPHEN):
        text = text[:-1]
        _shorten(pieces, len(text))
    return text, tuple(pieces)


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


def _break(text: str, printed: str, hyphens: Hyphens) -> str:
    """`text`, which ends a line, with what stands between it and the next line's first word."""
    last, before = text[-1], text[-2:-1]
    if last == SOFT_HYPHEN:
        return text[:-1]
    if last in HYPHENS and before.isalpha():
        between = hyphens.join(text.rsplit(" ", 1)[-1], printed)
        return text[:-1] if between == SOFT_HYPHEN else text + between
    if last in DASHES and before.isdigit() and printed[:1].isdigit():
        return text
    return text + " "


def _shorten(pieces: list[Piece], length: int) -> None:
    """End the last pieces where the text now ends: a hyphen that was taken away has no place."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.end <= length:
            return
        pieces[index] = piece._replace(start=min(piece.start, length), end=length)
