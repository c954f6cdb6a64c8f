"""The vocabularies of this stage: CSV files in `vocab/`, one word in each row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import regex

FOLDER = Path(__file__).with_name("vocab")


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
