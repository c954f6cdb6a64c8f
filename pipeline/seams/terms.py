"""Seam: what the register states about how one report is read, beside the vocabularies for all.

The register's stage writes interim/terms/<id>.json for each report. They are no DVC params: DVC
fails on a param that an entry of the register does not have, and most have none.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.runtime.refusal import Refusal

PageFormat = Literal["one-column", "two-columns"]
Meanings = tuple[tuple[str, str], ...]  # printed words, each with what it means


class Terms(
    msgspec.Struct, frozen=True, cache_hash=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The words of one report or its plan that hold there only, the report's date and its pages.

    `statuses` has the category of each status word, `labels` and `columns` the kind of each label
    and each column head. `as_of` is None where the report says it. `pages` has the first and last
    page of each stretch that is set as stated, whatever it looks like. `url` and `retrieved` are
    where and when the file was fetched, `edition_note` what a reader must know of it;
    `links_guessed` says that link boxes were set where the words suggest, so that nothing in them
    accuses the publisher.
    """

    statuses: Meanings = ()
    labels: Meanings = ()
    columns: Meanings = ()
    as_of: date | None = None
    url: str = ""
    retrieved: date | None = None
    edition_note: str = ""
    links_guessed: bool = False
    pages: tuple[tuple[int, int, PageFormat], ...] = ()

    def format_of(self, page: int) -> PageFormat | None:
        """How a page is set, if that is stated."""
        return next((form for first, last, form in self.pages if first <= page <= last), None)


NO_TERMS = Terms()


def terms_file(folder: Path, report_id: str) -> Path:
    """Where the terms of a report are."""
    return folder / f"{report_id}.json"


def encoded(terms: Terms) -> str:
    """The terms as a file has them."""
    return msgspec.json.format(msgspec.json.encode(terms)).decode() + "\n"


def read_terms(path: Path) -> Terms:
    """The terms in a file. Raises `Refusal` for one that is not there or not ours."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Terms)
    except (OSError, msgspec.MsgspecError) as error:
        raise Refusal(
            path,
            "filen med rapportens egne ord kan ikke leses.",
            expected="filen som første steg lager av raw/reports.yaml.",
            advice="kjør «dvc repro».",
        ) from error
