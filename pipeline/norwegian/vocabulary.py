r"""The vocabularies, CSV files in `vocab/` with one word in each row, and patterns built from them.

`lexicon.csv` gives words their tags; `tags.csv` says what each tag means. Words with a value
(months, numbers, statuses) are in separate files, which `tags.csv` names. A grammar writes «TAG»
for any of the words:

    pattern(r"(?i)(?P<day>\d{1,2})\. «MONTH»").match("26. mai")
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, compress, count
from pathlib import Path
from weakref import WeakSet

import regex

from pipeline.runtime.files import read_csv

FOLDER = Path(__file__).with_name("vocab")
KEPT = 50_000  # answers; more words than in any report, and cheap to keep
LETTER = r"[^\W\d_]"  # as re writes it: that compiles a pattern of many words three times as fast
LETTERS = re.compile(rf"{LETTER}+")  # and is twice as fast as regex where all is simple
ANY = "*"
ANY_LETTER = re.compile(r"\\p\{L\}(?![^\[\]]*\])")  # but for one in a set, which re has not
Pattern = re.Pattern[str] | regex.Pattern[str]
Match = re.Match[str] | regex.Match[str]
FIRST = re.compile(r"(?P<before>\*?)(?P<letters>[^\W\d_]+)(?P<after>\*?)(?: (?P<next>[^\W\d_]))?")
TAG = re.compile(r"«([A-Z_]+)»")
FIRST_PARTS, ENDING = r"[\p{L}-]{0,30}", r"\p{L}{0,9}"
FORMS = {  # what may come before and after a word of a tag
    "word": ("", ""),
    "adjective": ("", "e?"),
    "compound": (FIRST_PARTS, ""),
    "stem": (FIRST_PARTS, ENDING),
}


@cache
def vocabulary(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `vocab/<name>.csv` in file order, every cell a string, read once.

    Every row has an `example` that the tests resolve with the file's parser.
    """
    return tuple(read_csv(FOLDER / f"{name}.csv"))


@cache
def vocabulary_hash() -> str:
    """Which vocabularies these are: the first twelve digits of the SHA-256 of all of them."""
    whole = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.csv")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:12]


@cache
def tagged(tag: str) -> tuple[str, ...]:
    """The words with a tag of `tags.csv`, in file order. Raises `KeyError` for any other tag."""
    file, _, column = _tags()[tag]["words_in"].partition(".")
    return tuple(row[column] for row in vocabulary(file)) if column else tuple(_lexicon()[tag])


def may_have(text: str, *tags: str) -> bool:
    """Whether a text has the letters of a word with one of the tags: a look before a closer one."""
    folded = text.casefold()
    return any(map(folded.__contains__, _shortest(tags)))


@cache
def _shortest(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The words with the tags, without those that have another of them in them."""
    words = {word.casefold() for tag in tags for word in tagged(tag)}
    return tuple(sorted(w for w in words if not any(w != other and other in w for other in words)))


@cache
def _lexicon() -> Mapping[str, list[str]]:
    words: dict[str, list[str]] = defaultdict(list)
    for row in vocabulary("lexicon"):
        for tag in row["tags"].split():
            words[tag].append(row["words"])
    return words


@cache
def _tags() -> Mapping[str, Mapping[str, str]]:
    return {row["tag"]: row for row in vocabulary("tags")}


@cache
def pattern(source: str) -> Pattern:
    r"""Compile a pattern in which «TAG» stands for any of the words with that tag.

    No letter may follow. The tag's form says what may extend a word: nothing (`word`), the plural
    ending (`adjective`), first parts (`compound`), or these and any ending (`stem`). It is one of
    `re`, unless it has what only `regex` reads: a lookbehind of any width, a set with `\p{L}`.
    """
    written = _written(source)
    try:
        return re.compile(ANY_LETTER.sub(lambda _: LETTER, written))
    except re.error:
        return regex.compile(written)


@cache
def capturing(source: str) -> regex.Pattern[str]:
    """Compile a pattern as `pattern` does, of which every repetition of a group is asked for."""
    return regex.compile(_written(source))


def _written(source: str) -> str:
    return TAG.sub(lambda match: _piece(match[1].lower()), source)


@cache
def _piece(tag: str) -> str:
    before, after = FORMS[_tags()[tag]["form"]]
    return rf"{before}{any_of(tagged(tag))}{after}(?!\p{{L}})"


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of these words, the longest that matches; for `re` as well as `regex`.

    A space stands for one to three white-space characters, `*` for up to 30 letters. The pattern is
    a prefix tree: three times as fast as a list of alternatives.
    """
    tree = _Tree()
    for phrase in phrases:
        node = tree
        for letter in phrase:
            node = node.setdefault(letter, _Tree())
        node[""] = _Tree()
    return f"(?:{_branches(tree)})"


class Openings:
    """A fast prefilter over the words of a text: where can a pattern of `words` begin?

    `words` are as for `any_of`, `word` is the pattern of a word. The pattern is then tried only
    there: trying it at every letter takes ten times as long. All grammars' openings are looked up
    together, because several grammars read each text.
    """

    def __init__(self, words: Iterable[str], word: Pattern = LETTERS) -> None:
        self._whole: dict[str, str] = {}
        stems: set[str] = set()
        endings: set[str] = set()
        for given in words:
            match = FIRST.match(given.casefold())
            if match is None:
                raise ValueError(f"«{given}» begins neither with a letter nor with *")
            letters, following = match["letters"], match["next"] or ANY
            if match["before"] or match["after"]:
                (endings if match["before"] else stems).add(letters)
            else:
                self._whole[letters] = self._whole.get(letters, "") + following
        self._stems, self._endings = tuple(stems), tuple(endings)
        _lookup.add(self, word)

    def positions(self, text: str, start: int = 0, end: int | None = None) -> Sequence[int]:
        """The offsets in text[start:end] where such a word begins, or digits if `word` has them."""
        positions = _positions(text).get(self, ())
        if start == 0 and end is None:
            return positions
        stop = len(positions) if end is None else bisect_left(positions, end)
        return positions[bisect_left(positions, start) : stop]

    def following(self, word: str) -> str:
        """The letters of which one must follow such a word («i» before «år» or «fjor»), or ANY.

        Empty for any other word; `word` in lower case.
        """
        if word.isdigit() or word.startswith(self._stems) or word.endswith(self._endings):
            return ANY
        letters = self._whole.get(word, "")
        return ANY if ANY in letters else letters


class _Lookup(dict[str, list[tuple[Openings, int, str]]]):
    """What a piece of text opens, for all openings; kept, because texts repeat their words."""

    def __init__(self) -> None:
        super().__init__()
        self._openings: dict[Pattern, WeakSet[Openings]] = defaultdict(WeakSet)

    def add(self, openings: Openings, word: Pattern) -> None:
        self._openings[word].add(openings)
        self.clear()
        _positions.cache_clear()

    def __missing__(self, piece: str) -> list[tuple[Openings, int, str]]:
        opened = [
            (each, match.start(), following if match.group() == piece else ANY)
            for word, openings in self._openings.items()
            for match in word.finditer(piece)
            for letters in (match.group().casefold(),)
            for each in openings
            if (following := each.following(letters))
        ]
        if len(self) < KEPT:
            self[piece] = opened
        return opened


_lookup = _Lookup()


@lru_cache(maxsize=4)
def _positions(text: str) -> Mapping[Openings, list[int]]:
    """The offsets where each opens something in a text."""
    positions: dict[Openings, list[int]] = defaultdict(list)
    pieces = text.split(" ")
    ends = list(accumulate(map(len, pieces)))  # without the spaces
    opened = list(map(_lookup.__getitem__, pieces))
    for number in compress(count(), opened):
        piece = pieces[number]
        start = ends[number] - len(piece) + number
        for each, offset, following in opened[number]:
            if following != ANY:
                after = start + len(piece) + 1
                letter = text[after : after + 1]
                if not letter.isspace() and letter.casefold() not in following:
                    continue
            positions[each].append(start + offset)
    return positions


class _Tree(dict[str, "_Tree"]):
    """A prefix tree: the letters that can follow, and the empty string at the end of a word."""


def _branches(node: _Tree) -> str:
    special = {" ": r"\s{1,3}", "*": rf"{LETTER}{{0,30}}"}
    followed = [
        special.get(letter, re.escape(letter)) + _branches(node[letter])
        for letter in sorted(node)
        if letter
    ]
    if not followed:
        return ""
    if "" in node:
        return f"(?:{'|'.join(followed)})?"
    return f"(?:{'|'.join(followed)})" if len(followed) > 1 else followed[0]
