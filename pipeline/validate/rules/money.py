"""Money that one sentence of an item grants and another denies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.glossary.wording import capital, name_of
from pipeline.norwegian.denials import denies_money
from pipeline.norwegian.edtf import covers
from pipeline.seams.ids import Scope
from pipeline.seams.tables import AmountMention, DateMention
from pipeline.validate.rules.rule import AGREE, DIFFER, INFERRED, NOWHERE, Compared, Side, rule
from pipeline.validate.tables import ReportTables, Sentence


@rule
def money_contradiction(tables: ReportTables) -> Iterator[Compared]:
    """Each amount of a year, against the item's sentences that deny money in that year."""
    amounts: dict[Scope, list[AmountMention]] = defaultdict(list)
    for amount in tables.rows(AmountMention):
        if amount.item_id is not None and amount.years is not None:
            amounts[amount.scope].append(amount)
    measures = {measure.scope: measure for measure in tables.measures}
    years: dict[tuple[Scope, int], list[DateMention]] = defaultdict(list)
    for day in tables.rows(DateMention):
        if day.scope in amounts and day.first is not None:
            years[day.scope, day.paragraph].append(day)
    for scope, granted in amounts.items():
        sentences = tables.narratives.get(scope, [])
        for amount in granted:
            same_year = (s for s in sentences if _same_year(amount, s, years))
            against = next((s for s in same_year if denies_money(s.text)), None)
            here = Side("text", amount.sentence, amount.page, amount.ref)
            if against is None:
                yield Compared(
                    scope,
                    amount.item_id,
                    here,
                    NOWHERE,
                    AGREE,
                    detail=amount.id,
                )
                continue
            paragraph = against.paragraph
            message = (
                f"{capital(name_of(measures[scope]))} oppgir «{amount.text}» (s. {amount.page}), "
                f"men sier også: «{against.text}» (s. {paragraph.page})."
            )
            there = Side("text", against.text, paragraph.page, paragraph.ref)
            yield Compared(
                scope,
                amount.item_id,
                here,
                there,
                DIFFER,
                message,
                detail=amount.id,
                basis=INFERRED,
            )


def _same_year(
    amount: AmountMention, sentence: Sentence, days: dict[tuple[Scope, int], list[DateMention]]
) -> bool:
    """Whether a sentence, not the amount's, names a year that the amount is for."""
    if sentence.text == amount.sentence:
        return False
    return any(
        day.first is not None
        and sentence.start <= day.start < sentence.end
        and covers(amount.years or "", day.first.year)
        for day in days[sentence.paragraph.scope, sentence.paragraph.paragraph]
    )
