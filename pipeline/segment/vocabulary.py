"""The words by which a report's parts are known: labels, column heads, standing headings.

Those that the register states for one report (`Terms`) come before those of the vocabularies.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from pipeline.norwegian.letters import words_of
from pipeline.norwegian.numbering import without_number
from pipeline.norwegian.statuses import printed_statuses, read_status
from pipeline.runtime.files import read_csv
from pipeline.runtime.refusal import Refusal
from pipeline.seams.terms import Terms
from pipeline.seams.vocabularies import COLUMN_KINDS, LABEL_KINDS

FOLDER = Path(__file__).parent / "vocab"
KINDS = {"labels": LABEL_KINDS, "columns": COLUMN_KINDS}
MARK = "mark"  # the kind of a column that has a mark in the rows of one status


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a vocabulary file, as printed there.

    Raises `Refusal` for a label or column of a kind that does not exist.
    """
    path = FOLDER / f"{name}.csv"
    read = read_csv(path)
    for row in read if name in KINDS else ():
        if row["kind"] not in KINDS[name]:
            raise Refusal(
                path,
                f"«{row['kind']}» er ingen slags etikett eller kolonne, men står i raden "
                f"«{','.join(row.values())}».",
                expected=f"én av: {', '.join(KINDS[name])}.",
                advice="rett raden. Det som ikke er noe av dette, er «other».",
            )
    return read


@cache
def labels(terms: Terms) -> dict[str, str]:
    """The kind of each label, by its words in small letters."""
    known = {row["label"].casefold(): row["kind"] for row in rows("labels")}
    return known | {label.casefold(): kind for label, kind in terms.labels}


@cache
def heads(terms: Terms) -> list[tuple[str, tuple[str, ...]]]:
    """Column heads as (kind, words in lower case), longest first.

    What labels a value in the text heads a column, too, but for the words above running text. Of
    the kinds of one head, the first is taken: that of the report, then that of columns.
    """
    known = [
        *terms.columns,
        *((row["head"], row["kind"]) for row in rows("columns")),
        *((row["label"], row["kind"]) for row in rows("labels") if row["kind"] != "narrative"),
        *((word, MARK) for word in printed_statuses(terms.statuses)),
    ]
    kinds: dict[tuple[str, ...], str] = {}
    for head, kind in known:
        kinds.setdefault(tuple(head.lower().split()), kind)
    return sorted(
        [(kind, phrase) for phrase, kind in kinds.items()], key=lambda head: -len(head[1])
    )


@cache
def _heads_by_word(terms: Terms) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Column heads by the word with which they begin, as far as a slash, longest first."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind, phrase in heads(terms):
        found.setdefault(phrase[0].partition("/")[0], []).append((kind, phrase))
    return found


def may_head(text: str, terms: Terms) -> bool:
    """Whether a line has a word with which some head begins: a look before a closer one."""
    first, begun = _head_beginnings(terms)
    words = text.lower().split(" ")
    return not first.isdisjoint(words) or (
        "/" in text and any(word.startswith(begun) for word in words)
    )


@cache
def _head_beginnings(terms: Terms) -> tuple[frozenset[str], tuple[str, ...]]:
    """The first words of all heads; those that end in a slash, after which the word goes on,
    stand apart once more.
    """
    first = {phrase[0] for _, phrase in heads(terms)}
    return frozenset(first), tuple(word for word in first if word.endswith("/"))


def head_kind(words: Sequence[str], terms: Terms) -> str | None:
    """The kind of column that a cell beginning with `words` heads, or None.

    A head that ends in a slash («Gjennomført/») begins a word that goes on. A status alone heads a
    column of marks.
    """
    lower = [word.lower() for word in words]
    for kind, phrase in _heads_by_word(terms).get(lower[0].partition("/")[0], []):
        last = len(phrase) - 1
        if lower[:last] == list(phrase[:last]) and len(lower) > last:
            word = lower[last]
            same = word == phrase[last]
            same = same or (phrase[last][-1] == "/" and word.startswith(phrase[last]))
            if same and (kind != MARK or read_status(" ".join(words), terms.statuses) is not None):
                return kind
    return None


@cache
def standing_headings() -> dict[str, str]:
    """Headings that every report has, normalised, with their kind."""
    return {normalised(row["heading"]): row["kind"] for row in rows("headings")}


@lru_cache(maxsize=20_000)
def normalised(title: str) -> str:
    """The name of a chapter for comparison: see `without_number`; without capitals and spacing."""
    return " ".join(words_of(without_number(title)))
