"""Seam: why printed text was not understood, in words.

The stages give a reason as a key (`unknown-status`); reasons.csv has the text for the audit report,
the summary and the gate.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.runtime.files import read_csv
from pipeline.seams.vocabularies import KeptKind

# Whole pages that are not there to read, or not where they belong: causes, not consequences.
PAGE_REASONS = frozenset(
    {
        "page-is-picture",
        "page-partly-picture",
        "page-missing",
        "page-missing-at-end",
        "page-doubled",
        "page-out-of-order",
        "page-in-columns",
        "page-put-in",
        "page-damaged",
        "page-illegible",
    }
)


class Reason(NamedTuple):
    """A reason in bokmål.

    `why` is a clause without capital and full stop, `advice` a sentence on what to do, empty if it
    can only be accepted.
    """

    reason: str
    why: str
    advice: str


@cache
def reasons() -> dict[str, Reason]:
    """All reasons by key."""
    rows = read_csv(Path(__file__).with_suffix(".csv"))
    return {row["reason"]: Reason(**row) for row in rows}


def reason_text(key: str) -> Reason:
    """The reason with that key. One without a text is shown as its key."""
    return reasons().get(key) or Reason(key, key, "")


@cache
def kept_reason(kind: KeptKind) -> str:
    """Why text of that kind is kept out of the report, as a sentence."""
    for row in read_csv(Path(__file__).with_name("values.csv")):
        if (row["table"], row["column"], row["value"]) == ("kept_out", "kind", kind):
            return row["meaning"][0].upper() + row["meaning"][1:] + "."
    raise KeyError(kind)
