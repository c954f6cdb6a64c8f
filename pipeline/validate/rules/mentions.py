"""What running text mentions: references must resolve, dates exist and fit, parts add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import regex

from pipeline.glossary.wording import capital, place_of
from pipeline.norwegian.months import month_name
from pipeline.norwegian.vocabulary import pattern
from pipeline.seams.ids import Scope, within
from pipeline.seams.tables import AmountMention, DateMention, Mention, Paragraph, ReferenceMention
from pipeline.seams.vocabularies import ItemKind, ReferenceKind
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    MISSING,
    NOT_COMPARABLE,
    Compared,
    Side,
    rule,
    rule_on_whole,
)
from pipeline.validate.tables import ReportTables

_number = regex.compile(r"\d+")
_parts = regex.compile(r"\s*(?:\(|,?\s*(?:fordelt\s+(?:på|med)|fordelt\s*:)\s)")
TITLE = 0  # the number of a title among its item's paragraphs
DONE = "Gjennomført"
ITEMS: dict[ReferenceKind, ItemKind] = {"tiltak": "tiltak", "vedtak": "anmodningsvedtak"}
FILLER = (  # what may stand between the parts: years, «og», commas
    r"(?i)(?:[\s,;:()+–-]|«AND»|«FROM»|i|for|kroner|\d{4}|(?:«EACH»|«PER»)\s+år)*"
)


def _detail(mention: Mention) -> str:
    return within(mention.scope, mention.id)


def _side(mention: Mention) -> Side:
    return Side("text", mention.text, mention.page, mention.ref)


@rule_on_whole("text", "overview")
def reference_resolves(tables: ReportTables) -> Iterator[Compared]:
    """Look up every reference to a measure or request of this plan."""
    known = {(m.kind, m.number): m for m in tables.measures}
    for reference in tables.rows(ReferenceMention):
        match = _number.match(reference.target)
        if reference.kind not in ITEMS or match is None:
            continue
        target = known.get((ITEMS[reference.kind], int(match.group())))
        left = _side(reference)
        if target is not None:
            title = target.title or target.overview_title
            right = Side("measures", title, target.page, target.ref)
            yield Compared(
                reference.scope, reference.item_id, left, right, AGREE, detail=_detail(reference)
            )
            continue
        yield Compared(
            reference.scope,
            reference.item_id,
            left,
            Side("measures", None, None, None),
            MISSING,
            f"{capital(place_of(reference.scope))} viser til {reference.kind} {reference.target} "
            f"(s. {reference.page}), som ikke finnes i rapporten.",
            detail=_detail(reference),
        )


@rule
def refers_to_itself(tables: ReportTables) -> Iterator[Compared]:
    """Each reference in an item's narrative against the item's number."""
    measures = {measure.scope: measure for measure in tables.measures}
    for reference in tables.rows(ReferenceMention):
        measure = measures.get(reference.scope)
        if measure is None or reference.paragraph == 0 or reference.kind not in ITEMS:
            continue
        printed = measure.number_printed if measure.part is None else None  # else ambiguous
        same = (ITEMS[reference.kind], reference.target) == (measure.kind, printed)
        same = same and not measure.letter
        message = (
            f"{capital(place_of(reference.scope))} viser til seg selv (s. {reference.page}): "
            f"«{reference.text}»."
        )
        yield Compared(
            reference.scope,
            reference.item_id,
            _side(reference),
            Side("measures", measure.title, measure.page_first, measure.ref),
            DIFFER if same else AGREE,
            message if same else "",
            detail=_detail(reference),
        )


@rule
def date_impossible(tables: ReportTables) -> Iterator[Compared]:
    """Each date against the calendar: «31. juni» does not exist."""
    for day in tables.rows(DateMention):
        impossible = day.edtf is None
        yield Compared(
            day.scope,
            day.item_id,
            _side(day),
            Side("calendar", day.edtf, None, None),
            DIFFER if impossible else AGREE,
            f"«{day.text}» i {place_of(day.scope)} (s. {day.page}) er ikke en dato som finnes."
            if impossible
            else "",
            detail=_detail(day),
        )


@rule
def event_after_as_of(tables: ReportTables) -> Iterator[Compared]:
    """Dates of what is reported as done against the last day that the report covers."""

    def message(day: DateMention, as_of: date) -> str:
        if day.first is None or day.first <= as_of:
            return ""
        return (
            f"{capital(place_of(day.scope))} omtaler noe datert «{day.text}» (s. {day.page}) som "
            f"gjennomført, men rapporten gjelder {_month(tables, as_of)}."
        )

    days = [d for d in tables.rows(DateMention) if d.role == "event" and d.first is not None]
    yield from _against_as_of(tables, days, message)


@rule
def planned_before_as_of(tables: ReportTables) -> Iterator[Compared]:
    """Announced dates against the first day of the month that the report covers."""

    def message(day: DateMention, as_of: date) -> str:
        if day.last is None or day.last >= as_of.replace(day=1):
            return ""
        month = _month(tables, as_of)
        if day.paragraph == TITLE and day.scope.startswith("vedtak-"):
            return (
                f"Stortingets frist i {place_of(day.scope)} («{day.text}», s. {day.page}) var "
                f"passert i {month}, måneden rapporten gjelder for; vedtaket er ikke meldt "
                "gjennomført."
            )
        return (
            f"{capital(place_of(day.scope))} varsler noe til «{day.text}» (s. {day.page}), et "
            f"tidspunkt som var passert i {month}, måneden rapporten gjelder for."
        )

    done = {m.scope for m in tables.measures if tables.text_status(m) == DONE}
    days = [
        day
        for day in tables.rows(DateMention)
        if day.role == "planned"
        and day.last is not None
        and day.bound != "earliest"
        # what the title of a decision asks for by then is done
        and not (day.paragraph == TITLE and day.scope in done)
    ]
    yield from _against_as_of(tables, days, message)


def _month(tables: ReportTables, as_of: date) -> str:
    """The month that the report speaks for, as printed or else as registered."""
    return tables.report.as_of_printed or f"{month_name(as_of.month)} {as_of.year}"


def _against_as_of(
    tables: ReportTables, days: list[DateMention], message: Callable[[DateMention, date], str]
) -> Iterator[Compared]:
    """Each of `days` against the report's month; `message` is empty where the two fit."""
    report = tables.report
    right = Side("report", report.as_of_printed, 1, report.ref)
    for day in days:
        said = message(day, report.as_of) if report.as_of is not None else ""
        outcome = NOT_COMPARABLE if report.as_of is None else DIFFER if said else AGREE
        yield Compared(
            day.scope, day.item_id, _side(day), right, outcome, said, detail=_detail(day)
        )


@rule
def amount_sum(tables: ReportTables) -> Iterator[Compared]:
    """Amounts against their parts, in parentheses after them or after «fordelt på».

    «300 mill. kroner (150 mill. kroner i 2024 og 150 mill. kroner i 2025)». Between the parts
    only years and «og» may stand: «(herav 10 mill. kroner til drift)» is one part of many.
    """
    texts = {(p.scope, p.paragraph): p for p in tables.rows(Paragraph)}
    by_paragraph: dict[tuple[Scope, int], list[AmountMention]] = {}
    for amount in tables.rows(AmountMention):
        by_paragraph.setdefault((amount.scope, amount.paragraph), []).append(amount)
    for key, amounts in by_paragraph.items():
        for index, total in enumerate(amounts):
            parts = _parts_of(total, amounts[index + 1 :], texts[key].text)
            if len(parts) < 2:
                continue
            makes = sum(part.amount_nok for part in parts)
            left = _side(total)
            value = " + ".join(part.text for part in parts)
            right = Side("text", value, parts[0].page, parts[0].ref)
            wrong = makes != total.amount_nok
            message = (
                f"Delene i {place_of(total.scope)} blir {_kroner(makes)}, men summen er oppgitt "
                f"til {_kroner(total.amount_nok)} (s. {total.page})."
            )
            yield Compared(
                total.scope,
                total.item_id,
                left,
                right,
                DIFFER if wrong else AGREE,
                message if wrong else "",
                detail=_detail(total),
            )


def _parts_of(
    total: AmountMention, following: list[AmountMention], text: str
) -> list[AmountMention]:
    end = total.start + len(total.text)
    opening = _parts.match(text, end)
    if opening is None:
        return []
    bracketed = "(" in opening.group()
    close = text.find(")", opening.end())
    limit = len(text) if close < 0 else close
    parts: list[AmountMention] = []
    at = opening.end()
    for part in following:
        if bracketed and part.start >= limit:
            break
        if pattern(FILLER).fullmatch(text, at, part.start) is None:
            break
        parts.append(part)
        at = part.start + len(part.text)
    if bracketed and pattern(FILLER).fullmatch(text, at, limit) is None:
        return []
    return parts


def _kroner(amount: int) -> str:
    return f"{amount:,}".replace(",", " ") + " kroner"
