"""`why`: what each line of a report was taken for and why, for people who do not program."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

from pipeline.cli.folders import INTERIM
from pipeline.glossary.wording import counted, number, scope_name
from pipeline.runtime.refusal import Refusal
from pipeline.seams.entries import read_listed
from pipeline.seams.ids import FURNITURE, ItemId, ReportId, Scope, first_printing, numbered
from pipeline.seams.register import PATH, read_register
from pipeline.seams.why import PROFILE, WHY, LineRead, read_why

WIDTH = 100  # letters on a line of the terminal
SHOWN = 12  # labels and items that are named
COLUMN_KINDS = {
    "number": "nummer",
    "title": "tittel",
    "ministries": "ansvarlig departement",
    "status": "status",
    "previous": "tidligere status",
    "mark": "kryss for en status",
}


def why(report_id: str, page: str | None, item: str | None) -> str:
    """Why the lines of a page or an item were read as they were, or how the report is set.

    Raises `Refusal` where the report, the page or the item is not known.
    """
    folder = INTERIM / _known(report_id) / "segment"
    if not (folder / WHY).exists():
        raise Refusal(folder / WHY, "rapporten er ikke lest ennå.", advice="kjør «dvc repro».")
    lines = read_why(folder)
    if page is not None:
        number_of_page = _page(page, len(read_listed(folder).pages))
        lines = [line for line in lines if line.page == number_of_page]
    if item is not None:
        lines = _of_item(lines, ItemId(Scope(item.strip().lower().replace(" ", "-"))))
    if page is None and item is None:
        profile = json.loads((folder / PROFILE).read_text(encoding="utf-8"))
        return "\n".join([*_profile(profile), "", *_weighed(lines, report_id)])
    if not lines:
        return f"Det står ingenting om {item} på side {page}." if item else "Siden har ingen tekst."
    return "\n".join(_pages(lines))


def _known(report_id: str) -> ReportId:
    register = read_register()
    if report_id not in register:
        known = ", ".join(register) or "ingen"
        raise Refusal(
            PATH, f"rapporten «{report_id}» er ikke registrert.", expected=f"en av: {known}."
        )
    return ReportId(report_id)


def _page(given: str, pages: int) -> int:
    if not (given.isdecimal() and 1 <= int(given) <= pages):
        raise Refusal(
            f"--page {given}", "siden finnes ikke.", expected=f"et tall fra 1 til {pages}."
        )
    return int(given)


def _of_item(lines: Iterable[LineRead], item: ItemId) -> list[LineRead]:
    known: dict[Scope, list[LineRead]] = {}
    for line in lines:
        for scope in dict.fromkeys(map(first_printing, _scopes(line))):
            known.setdefault(scope, []).append(line)
    if item not in known:
        numbers = {scope: numbered(scope) for scope in known}
        items = [s for s, parts in numbers.items() if parts and parts.kind in ("tiltak", "vedtak")]
        shown = ", ".join(items[:SHOWN]) + (" …" if len(items) > SHOWN else "")
        raise Refusal(
            f"--item {item}",
            "det er ikke lest noe slikt tiltak eller vedtak.",
            expected=f"en av: {shown or 'ingen'}.",
        )
    return known[item]


def _scopes(line: LineRead) -> list[Scope]:
    return [Scope(scope) for scope in line.scopes.split("; ") if scope]


# --- lines ----------------------------------------------------------------------------------------


def _pages(lines: Iterable[LineRead]) -> Iterator[str]:
    for page, on_page in groupby(lines, key=attrgetter("page")):
        yield f"Side {page}"
        for line in on_page:
            yield from _line(line)
        yield ""


def _line(line: LineRead) -> Iterator[str]:
    yield from _wrapped(f"{line.line:>4}  ", line.text)
    names = [scope_name(scope) for scope in _scopes(line) if scope != FURNITURE]
    whose = f"{', '.join(names)}: " if names else ""
    yield from _wrapped("      → ", f"{whose}{line.reading}, fordi linjen {line.evidence}")
    if line.runner_up:
        yield from _wrapped("      ? ", f"Også vurdert: {line.runner_up}")


def _wrapped(first: str, text: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _weighed(lines: Iterable[LineRead], report_id: str) -> Iterator[str]:
    """The lines that might be something else, by page, and how to see them."""
    pages = {line.page: None for line in lines if line.runner_up}
    if pages:
        yield from _wrapped(
            "", f"Linjer som også ble vurdert som noe annet, står på side {_ranges(pages)}."
        )
    yield from _wrapped(
        "",
        f"Se hver linje på en side med: statusrapport why {report_id} --page 9, eller alt om et "
        f"tiltak med: statusrapport why {report_id} --item tiltak-4",
    )


def _ranges(pages: Iterable[int]) -> str:
    """The pages, with those that follow each other as one: «3, 5–9, 12»."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{r[0]}" if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


# --- how the report is set ------------------------------------------------------------------------


def _profile(profile: Mapping[str, Any]) -> Iterator[str]:
    layout = profile["layout"]
    edge = "like lange linjer" if layout["justified"] else "ujevn høyrekant"
    yield "Slik er rapporten satt"
    yield from _point(
        f"Løpende tekst: {_style(layout['body'])}, {_decimal(layout['pitch'])} punkter fra linje "
        f"til linje, {edge}."
    )
    for other in profile["other_formats"]:
        yield from _point(
            f"Side {_ranges(other['pages'])} har et annet format: {_style(other['body'])}."
        )
    yield from _headings(profile["item_headings"])
    if profile["item_numbers"]:
        yield from _point(f"Numre på tiltak og vedtak: {', '.join(profile['item_numbers'])}.")
    for label in profile["labels"][:SHOWN]:
        yield from _point(
            f"Ledetekst: «{label['label']}», {counted(label['times'], 'gang', 'ganger')}, fordi "
            f"linjen {label['known_by']}."
        )
    for overview in profile["overviews"]:
        yield from _overview(overview)
    if not profile["overviews"]:
        yield from _point("Oversikt: ingen tabell er lest.")


def _headings(looks: list[Mapping[str, Any]]) -> Iterator[str]:
    if not looks:
        yield from _point("Overskrifter på tiltak: ingen linje begynner med et nummer.")
        return
    best, *others = looks
    yield from _point(
        f"Overskrifter på tiltak: {_look(best)}. Det forklarer flest av ledetekstene og av titlene "
        f"i oversikten: {_explained(best)}."
    )
    for other in others:
        yield from _point(f"Også vurdert: {_look(other)}: {_explained(other)}.", "  - ")


def _look(look: Mapping[str, Any]) -> str:
    form = "«Tiltak» og et nummer" if look["named"] else "et nummer"
    letter = " med bokstav foran" if look["letter"] else ""
    depth = f" i {look['depth']} deler (1.1)" if look["depth"] > 1 else ""
    return f"{_style(look['style'])}, begynner med {form}{letter}{depth}"


def _explained(look: Mapping[str, Any]) -> str:
    over = look["left_over"]
    lines = "linje" if over == 1 else "linjer"
    return f"{number(look['explained'])} forklart, {number(over)} {lines} satt slik er noe annet"


def _overview(overview: Mapping[str, Any]) -> Iterator[str]:
    columns = " | ".join(
        f"{column['head']} ({COLUMN_KINDS.get(column['kind'], 'annet')})"
        for column in overview["columns"]
    )
    not_read = (
        f", {number(overview['not_read'])} steder ikke forstått" if overview["not_read"] else ""
    )
    yield from _point(
        f"Oversikt på side {_ranges(overview['pages'])}: {number(overview['rows'])} rader"
        f"{not_read}. Kolonner: {columns}."
    )


def _point(text: str, mark: str = "- ") -> list[str]:
    return _wrapped(mark, text)


def _style(style: str) -> str:
    return style.replace(" bold", " fet").replace(" italic", " kursiv").replace(".", ",")


def _decimal(value: float) -> str:
    return f"{value:g}".replace(".", ",")
