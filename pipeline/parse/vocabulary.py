"""The vocabularies of this stage: CSV files in `vocab/`, one word in each row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import regex

FOLDER = Path(__file__).with_name("vocab")
KEPT = 50_000  # answers; more words than any report has, and no burden to keep
FIRST = re.compile(r"(?P<before>\*?)(?P<letters>[^\W\d_]+)(?P<after>\*?)")


@cache
def vocabulary(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `vocab/<name>.csv` in file order, every cell a string, read once.

    Every row carries an `example` that the tests resolve with the parser the file belongs to.
    """
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest that fits.

    A space stands for one to three white-space characters, `*` for up to 30 letters. The pattern is
    a tree of shared beginnings: three times as fast as a list of alternatives.
    """
    tree = _Tree()
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, _Tree())
        node[""] = _Tree()
    return f"(?:{_branches(tree)})"


class Openings(dict[str, bool]):
    """A quick first look at the words of a text: may a pattern of `words` begin with this one?

    `words` are as for `any_of`; a digit may always begin one. The pattern itself is then tried
    only where the answer is yes: looking for it at every letter takes six times as long. Answers
    are kept, because texts repeat their words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__()
        whole: set[str] = set()
        stems: set[str] = set()
        endings: set[str] = set()
        for word in words:
            found = FIRST.match(word.casefold())
            if found is None:
                raise ValueError(f"«{word}» begins neither with a letter nor with *")
            kind = endings if found["before"] else stems if found["after"] else whole
            kind.add(found["letters"])
        self._whole, self._stems, self._endings = whole, tuple(stems), tuple(endings)

    def __missing__(self, word: str) -> bool:
        folded = word.casefold()
        answer = (
            word.isdigit()
            or folded in self._whole
            or folded.startswith(self._stems)
            or folded.endswith(self._endings)
        )
        if len(self) < KEPT:
            self[word] = answer
        return answer


class _Tree(dict[str, "_Tree"]):
    """What can follow: letters, and the empty string where a word ends."""


def _branches(node: _Tree) -> str:
    special = {" ": r"\s{1,3}", "*": r"\p{L}{0,30}"}
    followed = [
        special.get(letter, regex.escape(letter)) + _branches(node[letter])
        for letter in sorted(node)
        if letter
    ]
    if not followed:
        return ""
    if "" in node:
        return f"(?:{'|'.join(followed)})?"
    return f"(?:{'|'.join(followed)})" if len(followed) > 1 else followed[0]
