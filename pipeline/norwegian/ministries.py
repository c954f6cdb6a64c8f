"""Lists of ministries: «JD, BFD og HOD», «AID (JD)», «JD/Alle», «KUD m.fl.», «alle*».

    list       = ministry [lead] { separator ministry [lead] } [ separator others ] [ end ]
    lead       = "(" "koordinerende" | "hovedansvarlig" … ")"      «JD (koordinerende), HOD og BFD»
    separator  = "," | ";" | "/" | "&" | "og" | "samt" | "i samarbeid med" | white space before "("
    end        = "." | "*" | "–"
    ministry   = code | name | "(" ministry { separator ministry } ")" | all
    all        = "alle" [ "*" ]        also «alle departementene»
    others     = "m.fl." | "med flere"
    code, name = as in vocab/ministries.csv, valid on the report's as-of date

Commas and «og» mean the same. Names are matched first, because «og» and commas are also parts of
names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from pipeline.norwegian.vocabulary import Match, Pattern, pattern, vocabulary
from pipeline.seams.vocabularies import MinistryRole

NAMED: MinistryRole = "named"
LEAD: MinistryRole = "lead"
PARENTHESISED: MinistryRole = "parenthesised"
ALL: MinistryRole = "all"
OTHERS: MinistryRole = "others"
KEPT = 1_000  # lists
ENDS = frozenset(".*–")  # signs that may end a list; behind others it would go on


class NamedMinistry(NamedTuple):
    """A ministry in a list: its span in the text, its identity and its role."""

    start: int
    end: int
    ministry: str
    name: str | None
    orgnr: str | None
    role: MinistryRole


class UnreadPart(NamedTuple):
    """A part of a list that was not understood: its span, and the reason as a key."""

    start: int
    end: int
    reason: str


@lru_cache(maxsize=KEPT)  # a report has few lists, each many times
def find_ministries(
    text: str, as_of: date | None = None
) -> tuple[tuple[NamedMinistry, ...], tuple[UnreadPart, ...]]:
    """Read the ministries of a list as printed, in order.

    `alle` stands for every ministry and keeps its place; a code in parentheses is a supporting
    ministry, unless it only abbreviates the name before it; one that is said to coordinate leads.
    Raises nothing: a word that is not in the vocabulary, or was not a ministry on `as_of`, is
    returned as unread with its span; so is an «og» or a comma that no ministry follows. Without
    `as_of`, a ministry of any time is accepted.
    """
    named: list[NamedMinistry] = []
    unread: list[UnreadPart] = []
    depth = 0
    last: Match | None = None
    for match in _tokens().finditer(text):
        last, kind = match, match.lastgroup
        if kind == "lead" and named and named[-1].role == NAMED:
            named[-1] = named[-1]._replace(role=LEAD)
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "all":
            named.append(NamedMinistry(*match.span(), "alle", None, None, ALL))
        elif kind == "others":
            named.append(NamedMinistry(*match.span(), "m.fl.", None, None, OTHERS))
        elif kind in ("name", "word"):
            row = _valid(match.group(), as_of)
            if isinstance(row, str):
                unread.append(UnreadPart(*match.span(), row))
                continue
            if depth and named and named[-1].ministry == row["code"]:
                continue  # «Justis- og beredskapsdepartementet (JD)» is one ministry
            role = PARENTHESISED if depth else NAMED
            named.append(
                NamedMinistry(*match.span(), row["code"], row["name"], row["orgnr"] or None, role)
            )
    if last is not None and last.lastgroup == "separator" and last.group() not in ENDS:
        unread.append(UnreadPart(*last.span(), "list-broken-off"))
    return tuple(named), tuple(unread)


@cache
def codes() -> frozenset[str]:
    """The codes of all ministries, also of those that are no more."""
    return frozenset(row["code"] for row in vocabulary("ministries"))


@cache
def _tokens() -> Pattern:
    names = sorted(
        {row[key] for row in vocabulary("ministries") for key in ("name", "name_nn")},
        key=len,
        reverse=True,
    )
    any_name = "|".join(r"\s*".join(map(regex.escape, name.split())) for name in names)
    return pattern(
        rf"""(?x)(?P<name>(?i:{any_name}))
        |(?P<others>(?i:m\.?\s?fl\.?|med\s+fleire|med\s+flere))(?![\p{{L}}])
        |(?P<all>(?i:alle(?:\s+(?:relevante\s+)?«MINISTRY»)?))\*?(?![\p{{L}}\p{{N}}])
        |(?P<lead>\(\s*(?i:«LEAD_MINISTRY»)\s*\)|(?<=[\s–-])(?i:«LEAD_MINISTRY»))
        |(?P<separator>[,;/&.*–]|(?i:«AND»|«TOGETHER»)(?![\p{{L}}\p{{N}}]))
        |(?P<open>\()|(?P<close>\))
        |(?P<word>[^\s,;/&()*]++)"""
    )


def _valid(printed: str, as_of: date | None) -> Mapping[str, str] | str:
    """The vocabulary's row for a code or name on a date, or the reason for none."""
    word = " ".join(printed.rstrip(".").split())
    rows = _by_word().get(word, []) or _by_word().get(word.casefold(), [])
    if not rows:
        return "unknown-ministry"
    for row in rows:
        if as_of is None or _from(row) <= as_of <= _to(row):
            return row
    return "ministry-not-valid"


@cache
def _by_word() -> dict[str, list[Mapping[str, str]]]:
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in vocabulary("ministries"):
        names = {row["name"].casefold(), row["name_nn"].casefold()}
        for word in {row["code"], *names}:  # codes only in capitals: «sd» and «fin» are words
            rows.setdefault(word, []).append(row)
    return rows


def _from(row: Mapping[str, str]) -> date:
    return date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min


def _to(row: Mapping[str, str]) -> date:
    return date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
