"""The page numbers that the pages bear, against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.seams.ids import page_scope
from pipeline.seams.tables import PageRow, Unread
from pipeline.validate.rules.rule import AGREE, DIFFER, Compared, Side, rule
from pipeline.validate.tables import ReportTables

BREAKS = ("page-missing", "page-missing-at-end", "page-doubled", "page-out-of-order")


@rule
def page_sequence(tables: ReportTables) -> Iterator[Compared]:
    """Each printed page number against the one before it, and the last against the total.

    Where the breaks are, segment has found while it read the pages.
    """
    breaks: dict[int, list[Unread]] = defaultdict(list)
    for row in tables.unread:
        if row.reason in BREAKS:
            breaks[row.page].append(row)
    before: PageRow | None = None
    for page in tables.rows(PageRow):
        if page.printed is None:
            continue
        left = Side("page", _printed(page), page.page, page.ref)
        right = Side("page", _printed(before), before.page, before.ref) if before else _FIRST
        scope = page_scope(page.page)
        for row in breaks[page.page]:
            message = _message(row, page, before)
            yield Compared(scope, None, left, right, DIFFER, message, row.reason)
        if not breaks[page.page]:
            yield Compared(scope, None, left, right, AGREE)
        before = page


_FIRST = Side("page", None, None, None)


def _printed(page: PageRow) -> str:
    return f"{page.printed} av {page.printed_total}" if page.printed_total else f"{page.printed}"


def _message(row: Unread, page: PageRow, before: PageRow | None) -> str:
    several = "–" in row.text or "," in row.text
    if row.reason == "page-doubled":
        return f"Siden som er merket {row.text}, står mer enn én gang i filen (s. {page.page})."
    if row.reason == "page-out-of-order":
        first, second = row.text.split(", ")
        return (
            f"Sidene står i feil rekkefølge: etter den som er merket {first}, følger den som er "
            f"merket {second} (s. {page.page})."
        )
    lacks = f"Sidene {row.text} mangler" if several else f"Side {row.text} mangler"
    if row.reason == "page-missing-at-end":
        return f"{lacks} i filen: den siste siden er merket {_printed(page)} (s. {page.page})."
    if before is None:
        return f"{lacks} i filen: den første siden er merket {_printed(page)} (s. {page.page})."
    return (
        f"{lacks} i filen: etter den som er merket {before.printed}, følger den som er merket "
        f"{page.printed} (s. {page.page})."
    )
